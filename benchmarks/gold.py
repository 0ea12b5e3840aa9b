"""The gold sets of ../shared and the figures that are watched: those of the extraction's aims."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gazetteer.build import ensure_gazetteer
from tallywire.config import ExtractConfig
from tallywire.evaluation import Evaluation, evaluate_sets
from tallywire.scoring.gold import layer_of, read_gold

GOLD: Final = Path(__file__).parent.parent.parent / "shared" / "gold"

_DISPLACEMENT: Final = (
    "value recall",
    "unit recall",
    "event recall",
    "country recall (of those labelled)",
    "joint recall",
)
_PLACES: Final = ("detection F1", "end-to-end acc@161")
# File of the gold folder -> the figures that are shown and kept from falling.
WATCHED: Final[dict[str, tuple[str, ...]]] = {
    "claims.jsonl": (
        "quantity F1",
        "core F1",
        "full F1",
        "actors F1",
        "actor role accuracy",
        "actor organisation accuracy",
        "time accuracy on matches",
    ),
    "displacement-idetect.jsonl": _DISPLACEMENT,
    "displacement-idmc.jsonl": _DISPLACEMENT,
    "places-geovirus.jsonl": _PLACES,
    "places-lgl.jsonl": _PLACES,
    "attributions-wikinews.jsonl": ("all overlap F1", "source overlap F1", "speaker accuracy on matches"),
    "attributions-polnear.jsonl": ("all overlap F1", "source overlap F1", "all exact F1"),
    "times-aquaint.jsonl": ("strict F1", "relaxed F1", "value F1"),
}


def evaluate_gold(names: tuple[str, ...] = (), *, folder: Path = GOLD) -> Iterator[Evaluation]:
    """Extract and score the watched sets that are in `folder`, or those named. Raises GoldError for a broken file."""
    paths = [folder / name for name in names or WATCHED if (folder / name).is_file()]
    sets = [read_gold(layer, path) for path in paths if (layer := layer_of(path))]
    return evaluate_sets(sets, config=ExtractConfig(), gazetteer=ensure_gazetteer())
