"""The trained weights of the places component, and the linear model that tells place names from other names."""

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc

from extraction.place_features import describe, name_of, survey
from extraction.place_spans import Toponym

WEIGHTS: Final = Path(__file__).parent / "lexicons" / "place_weights.json"


@cache
def read_weights(path: Path = WEIGHTS) -> dict[str, Any]:
    """Return the trained weights: `first` and `second` of the classifier, `ranker`, `threshold`.

    Made by training/place_ranker.py. Raises FileNotFoundError when they are absent.
    """
    weights: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return weights


@dataclass(frozen=True, slots=True)
class PlaceClassifier:
    """Gives each toponym of a document the probability that it is a place name.

    Attributes:
        first: weight of each feature, from the toponym and its surroundings alone.
        second: weight of each feature once the first opinion on its namesakes and neighbours is known.

    """

    first: dict[str, float]
    second: dict[str, float]

    def judge(self, doc: Doc, toponyms: Sequence[Toponym]) -> list[float]:
        """Return the probability of each toponym, in their order."""
        features = describe_all(doc, toponyms)
        opinions = [probability(self.first, row) for row in features]
        hints = compare(doc, toponyms, opinions)
        return [probability(self.second, row + hint) for row, hint in zip(features, hints, strict=True)]


def describe_all(doc: Doc, toponyms: Sequence[Toponym]) -> list[list[str]]:
    """Return the features of every toponym of a document."""
    surroundings = survey(doc, toponyms)
    return [describe(doc, toponyms, index, surroundings) for index in range(len(toponyms))]


def probability(weights: dict[str, float], features: Sequence[str]) -> float:
    """Return the logistic of the sum of the features' weights; features without a weight count nothing."""
    score = sum(weights.get(feature, 0.0) for feature in features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def compare(doc: Doc, toponyms: Sequence[Toponym], opinions: Sequence[float]) -> list[list[str]]:
    """Return for each toponym what a first opinion says of itself, its namesakes, its neighbours and its document."""
    names = [name_of(doc, toponym) for toponym in toponyms]
    by_name: dict[str, list[float]] = defaultdict(list)
    for name, opinion in zip(names, opinions, strict=True):
        by_name[name].append(opinion)
    # Sums and the two highest, so that a name repeated all over a text costs no more than others.
    summary = {name: (sum(row), len(row), sorted(row)[-2:]) for name, row in by_name.items()}
    mean = sum(opinions) / len(opinions) if opinions else 0.0
    hints = []
    for index, (name, opinion) in enumerate(zip(names, opinions, strict=True)):
        total, count, highest = summary[name]
        own = _tenth(opinion)
        row = [f"own={own}", f"document={_tenth(mean)}"]
        if count > 1:
            others = _tenth((total - opinion) / (count - 1))
            best = highest[0] if opinion == highest[1] else highest[1]
            row += [f"namesakes={others}", f"best namesake={_tenth(best)}", f"own={own // 2} namesakes={others // 2}"]
        if index > 0:
            row.append(f"before={_tenth(opinions[index - 1])}")
        if index + 1 < len(toponyms):
            row.append(f"after={_tenth(opinions[index + 1])}")
        hints.append(row)
    return hints


def _tenth(share: float) -> int:
    return max(0, min(9, int(share * 10)))
