"""Fit the weights of a log-linear choice among options (extraction.choices): conditional likelihood with a ridge penalty.

An example is the features of its options and which of them are right; several may be. Needs numpy alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

STEPS = 400
MIN_COUNT = 4  # occurrences of a feature below which it gets no weight
_SHRINK = 0.5  # of a step that does not help
_GROW = 1.2


@dataclass(frozen=True)
class Example:
    """One decision: the features of each option, and whether each is right."""

    features: Sequence[Sequence[str]]
    right: Sequence[bool]


def fit(examples: Sequence[Example], *, ridge: float) -> dict[str, float]:
    """Return the weight of each feature; examples of which no option or every option is right teach nothing."""
    useful = [example for example in examples if any(example.right) and not all(example.right)]
    counts = Counter(name for example in useful for option in example.features for name in set(option))
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    if not useful or not names:
        return {}
    number = {name: index for index, name in enumerate(names)}
    rows = [option for example in useful for option in example.features]
    table = np.zeros((len(rows), len(names)))
    for row, option in enumerate(rows):
        table[row, [number[name] for name in set(option) if name in number]] = 1.0
    owner = np.repeat(np.arange(len(useful)), [len(example.features) for example in useful])
    right = np.array([value for example in useful for value in example.right])
    weights = _climb(table, owner, right, ridge)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def _climb(
    table: npt.NDArray[np.float64], owner: npt.NDArray[np.int64], right: npt.NDArray[np.bool_], ridge: float
) -> npt.NDArray[np.float64]:
    """Return the weights of least penalised loss, by accelerated gradient descent with a step that adapts."""
    starts = np.searchsorted(owner, np.arange(owner[-1] + 1))

    def measure(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = table @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every = np.add.reduceat(powers, starts)
        good = np.where(right, powers, 0.0)
        hits = np.add.reduceat(good, starts)
        loss = float(np.log(every / hits).sum() + ridge / 2 * weights @ weights)
        return loss, table.T @ (powers / every[owner] - good / hits[owner]) + ridge * weights

    weights = ahead = np.zeros(table.shape[1])
    step, momentum = 1.0 / len(starts), 1.0
    best, slope = measure(ahead)
    last = best
    for _ in range(STEPS):
        moved = ahead - step * slope
        loss, _unused = measure(moved)
        if loss > best - step / 2 * float(slope @ slope):
            step *= _SHRINK
            continue
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        if loss > last:
            following, momentum = 1.0, 1.0  # the momentum led uphill: start it anew
        ahead = moved + (momentum - 1) / following * (moved - weights)
        weights, momentum, last = moved, following, loss
        best, slope = measure(ahead)
        step *= _GROW
    return weights
