"""The layers of an extraction, each with its measure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tallywire.scoring.attributions import score_attributions
from tallywire.scoring.claims import score_claims
from tallywire.scoring.displacement import score_displacement
from tallywire.scoring.figures import Score
from tallywire.scoring.gold import GoldSet
from tallywire.scoring.matching import Item
from tallywire.scoring.places import score_places
from tallywire.scoring.times import score_times

# Keys are those of tallywire.scoring.gold.REQUIRED.
MEASURES: Final[dict[str, Callable[[Iterable[tuple[Item, Item]]], Score]]] = {
    "claims": score_claims,
    "places": score_places,
    "attributions": score_attributions,
    "times": score_times,
    "displacement": score_displacement,
}


def score_predictions(gold: GoldSet, predictions: Mapping[str, dict[str, Any]]) -> Score:
    """Return the figures of a layer. A document without predictions counts as one in which nothing was found."""
    records = [document.record for document in gold.documents]
    score = MEASURES[gold.layer]((record, predictions.get(record["doc"], {})) for record in records)
    score.figures = {
        "documents": len(records),
        "documents without predictions": sum(record["doc"] not in predictions for record in records),
        **score.figures,
    }
    return score
