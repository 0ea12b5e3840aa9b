"""How alike two readings of one page are, and which of several the others speak for."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

# Words; in the scripts that are written without spaces, their letters.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_IN_A_ROW = 4  # words that count as common when they stand in both texts in this order


def find_agreement(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the share of two texts, given as paragraphs, that they have in common: 0 to 1, and 0 when both are empty.

    Weighed by length in characters. Paragraphs that both have are common as a whole; of the others as much as their
    stretches of four words are (Dice).
    """
    ours, theirs = Counter(first), Counter(second)
    total = _length(ours) + _length(theirs)
    if not total:
        return 0.0
    same = 2 * _length(ours & theirs)
    left, right = _find_stretches(ours - theirs), _find_stretches(theirs - ours)
    stretches = left.total() + right.total()
    alike = 2 * (left & right).total() / stretches if stretches else 0.0
    return (same + alike * (total - same)) / total


def find_most_alike(voices: Mapping[str, Sequence[str]]) -> tuple[str, float]:
    """Return the name of the voice that the others are most like, and its mean agreement with them.

    Of equals the first wins. Raises ValueError for less than two voices.
    """
    if len(voices) < 2:
        raise ValueError("one voice alone has nobody to agree with")
    agreements = {
        name: [find_agreement(paragraphs, other) for rival, other in voices.items() if rival != name]
        for name, paragraphs in voices.items()
    }
    best = max(agreements, key=lambda name: sum(agreements[name]))
    return best, sum(agreements[best]) / len(agreements[best])


def _length(paragraphs: Counter[str]) -> int:
    return sum(len(paragraph) * times for paragraph, times in paragraphs.items())


def _find_stretches(paragraphs: Counter[str]) -> Counter[tuple[str, ...]]:
    """Return every stretch of four words, over the ends of paragraphs, with how often it occurs."""
    words = _TOKEN.findall("\n".join(paragraphs.elements()))
    if len(words) < _IN_A_ROW:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(_IN_A_ROW)), strict=False))
