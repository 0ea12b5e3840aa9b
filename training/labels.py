"""The label inventories that the network predicts, counted from the training passages and kept beside the weights."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from training.entities import LABELS
from training.passages import Passage

ROOT = "ROOT"  # spaCy's name for the label of a sentence's root


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Label names in the order of the network's outputs; `entities` are BILOU."""

    tags: list[str]
    pos: list[str]
    deps: list[str]
    entities: list[str]


def count_labels(passages: Iterable[Passage], at_least: int = 5) -> Labels:
    """Return the tags, UPOS classes and dependency labels seen `at_least` times, sorted, and the entity labels."""
    tags: Counter[str] = Counter()
    pos: Counter[str] = Counter()
    deps: Counter[str] = Counter()
    for passage in passages:
        tags.update(passage.tags or ())
        pos.update(passage.pos or ())
        if passage.deps is not None and passage.heads is not None:
            deps.update(dep for i, dep in enumerate(passage.deps) if passage.heads[i] != i)
    return Labels(
        tags=_frequent(tags, at_least),
        pos=_frequent(pos, at_least),
        deps=[dep for dep in _frequent(deps, at_least) if dep != "root"],
        entities=["O", *(f"{mark}-{label}" for label in LABELS for mark in "BILU")],
    )


def _frequent(counts: Counter[str], at_least: int) -> list[str]:
    return sorted(name for name, count in counts.items() if count >= at_least and name != "_")


def save_labels(labels: Labels, path: Path) -> None:
    """Write label names as JSON."""
    path.write_text(json.dumps(asdict(labels), indent=1) + "\n", encoding="utf-8")


def read_labels(path: Path) -> Labels:
    """Return the label names that `save_labels` wrote."""
    return Labels(**json.loads(path.read_text(encoding="utf-8")))
