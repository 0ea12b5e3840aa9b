"""Choose one of several options by a log-linear model: each option is a set of named features, each feature has a weight.

The weights are conditional-logit weights fitted by training/choices.py and kept as data in extraction/lexicons; a feature without a
weight counts nothing.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

Features = Sequence[str]


@cache
def read_weights(path: Path) -> Mapping[str, float]:
    """Return the weight of each feature. Raises FileNotFoundError when the file is absent."""
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return weights


def probabilities(weights: Mapping[str, float], options: Sequence[Features]) -> list[float]:
    """Return how likely each option is, in their order; they add up to one. Raises ValueError without options."""
    scores = [sum(weights.get(name, 0.0) for name in features) for features in options]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
