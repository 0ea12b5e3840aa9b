"""When two spans, two names or two numbers count as the same, and which prediction stands for which gold item.

A span is a mapping with `start` and `end`, code points of the text, end exclusive.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

Item = Mapping[str, Any]

TOLERANCE: Final = 0.01  # of the larger number: figures are rounded when they are reported
# Words that do not tell two names apart.
_EMPTY_WORDS: Final = frozenset({"the", "mr", "mrs", "ms", "dr", "of", "and"})
_WORD: Final = re.compile(r"[^\W_]+")


def shared_length(one: Item | None, other: Item | None) -> int:
    """Return how many code points two spans share; 0 when either is None."""
    if one is None or other is None:
        return 0
    return max(0, int(min(one["end"], other["end"]) - max(one["start"], other["start"])))


def name_words(name: str | None) -> list[str]:
    """Return the words of a name, folded, without titles and particles; empty for None."""
    return [word for word in _WORD.findall((name or "").casefold()) if word not in _EMPTY_WORDS]


def is_same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two names share the last word, or one holds all words of the other. Two empty names do not."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return False
    return first[-1] == second[-1] or set(first) <= set(second) or set(second) <= set(first)


def is_near(one: float | None, other: float | None) -> bool:
    """Tell whether two numbers differ by at most 1 % of the larger one, or of 1; None is near None alone."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other), 1)


def pair_best(
    gold: Sequence[Any], predicted: Sequence[Any], weigh: Callable[[Any, Any], tuple[float, ...] | None]
) -> list[tuple[int, int]]:
    """Return one-to-one pairs of indices (gold, predicted), the heaviest first; ties go to the earlier items.

    `weigh` gives the weight of a pair, larger is better, or None for two items that cannot be paired. The choice is
    greedy: the heaviest pair of the items left over is taken, until none can be paired.
    """
    weighed = [
        (tuple(-part for part in weight), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(predicted)
        if (weight := weigh(one, other)) is not None
    ]
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for _, i, j in sorted(weighed):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((i, j))
    return pairs


def pair_spans(gold: Sequence[Item], predicted: Sequence[Item]) -> list[tuple[int, int]]:
    """Return one-to-one pairs of indices of overlapping spans, the largest overlap first."""
    return pair_best(gold, predicted, lambda one, other: _weight_of_overlap(shared_length(one, other)))


def _weight_of_overlap(length: int) -> tuple[float, ...] | None:
    return (length,) if length else None


def covered(spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Return the code points that a list of (start, end) covers."""
    return frozenset(point for start, end in spans for point in range(start, end))
