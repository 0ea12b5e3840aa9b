"""Read numbers in words ("two hundred and fifty thousand", "two and a half million") and the scale words behind any number."""

from decimal import Decimal
from typing import Final

from extraction.lexicons.numerals import ABBREVIATIONS, DOZEN, HUNDRED, SCALES, TENS, UNITS, VAGUE
from extraction.number_atoms import AtomLine, Numeral, build_numeral

_SMALL: Final = frozenset({*UNITS, *TENS})
_AFTER_ARTICLE: Final = frozenset({HUNDRED, "dozen", *(word for word in SCALES if word not in VAGUE)})
_FIRST_WORDS: Final = frozenset({*UNITS, *TENS, HUNDRED, "dozen"})


def read_words(line: AtomLine, index: int) -> Numeral | None:
    """Read number words: "twenty-one thousand", "a hundred and five", "two and a half million", "a dozen", "one"."""
    word, after = line.word(index), line.word(index + 1)
    single = word in {"a", "an"}
    if single and after == "single" and line.joined(index + 1):
        return build_numeral(line, index, index + 2, Decimal(1), "words")
    if single and not (after in _AFTER_ARTICLE and line.joined(index + 1)):
        return None
    if not single and word not in _FIRST_WORDS:
        return None
    number = _Sum(1 if single else None)
    at = index + single
    while True:
        here = line.skip_hyphen(at) if at > index else at
        if here > index and not line.joined(here):
            break
        word = line.word(here)
        if (
            word == "and" and number.joins_by_and(line.word(here + 1), line.word(here + 2)) and line.joined(here + 1)
        ) or number.take(word):
            at = here + 1
        else:
            break
    closed = number.current is None and number.scale > 1
    half = _half_behind(line, at)
    if half is not None and not closed:
        stop, factor = half
        return build_numeral(line, index, stop, number.value + Decimal("0.5"), "words", factor)
    stop = at if half is None else half[0]
    if closed:  # "a million and a half" is a million and half a million
        mantissa = number.value / number.scale + (Decimal("0.5") if half else 0)
        return build_numeral(line, index, stop, mantissa, "words", number.scale)
    return build_numeral(line, index, at, number.value, "words")


class _Sum:
    """The value of number words read so far: what a scale word has closed, and what still waits for one."""

    def __init__(self, current: int | None) -> None:
        self.total = Decimal(0)
        self.current = current
        self.scale = 1

    @property
    def value(self) -> Decimal:
        """Return the number that the words make so far."""
        return self.total + (self.current or 0)

    def take(self, word: str) -> bool:
        """Add a word; False when it cannot go on the number."""
        if word in UNITS:
            return self._add(UNITS[word], 10 if UNITS[word] < 10 else 100)
        if word in TENS:
            return self._add(TENS[word], 100)
        if word == HUNDRED:
            return self._multiply(100)
        if word == "dozen":
            return self._multiply(DOZEN)
        return word not in VAGUE and self._close(SCALES.get(word, 0))

    def _add(self, value: int, room: int) -> bool:
        """Add units below a ten, or tens below a hundred: "twenty one", "hundred ten"; not "ten five" or "two three"."""
        current = self.current
        if current is not None and (current % room or current % 100 == 10 or value == 0):
            return False
        self.current = (current or 0) + value
        return True

    def _multiply(self, factor: int) -> bool:
        if self.current is not None and self.current >= 100:
            return False
        self.current = (1 if self.current is None else self.current) * factor
        return True

    def _close(self, scale: int) -> bool:
        """Close a group by a scale word, each smaller than the one before: "one million two hundred thousand"."""
        if not scale or self.current is None or (self.scale > 1 and scale >= self.scale):
            return False
        self.total += self.current * Decimal(scale)
        self.current, self.scale = None, scale
        return True

    def joins_by_and(self, word: str, after: str) -> bool:
        """Tell whether "and" before `word` goes on the number: "two hundred and fifty", not "a hundred and three million"."""
        return word in _SMALL and after not in SCALES and self.value >= 100 and not (self.current or 0) % 100


def _half_behind(line: AtomLine, index: int) -> tuple[int, int] | None:
    """Return the index behind "and a half" with its scale word ("two and a half million") and the scale, or None."""
    at = line.skip_hyphen(index)
    if line.word(at) != "and":
        return None
    at = line.skip_hyphen(at + 1)
    if line.word(at) not in {"a", "one"}:
        return None
    at = line.skip_hyphen(at + 1)
    if line.word(at) != "half" or not line.joined(at):
        return None
    scale, stop = read_scale(line, at + 1)
    return stop, scale


def read_scale(line: AtomLine, index: int) -> tuple[int, int]:
    """Return the factor of the scale words that begin at `index` (1 without any) and the index behind them."""
    scale = 1
    while True:
        at = line.skip_hyphen(index)
        word = line.word(at)
        if word == HUNDRED and line.joined(at):
            factor = 100
        elif word in SCALES and line.joined(at):
            factor = SCALES[word]
        elif scale == 1 and word in ABBREVIATIONS and (line.gap(at) == "" or len(word) > 1) and line.joined(at):
            factor = ABBREVIATIONS[word]
        elif word == "dozen" and line.joined(at):
            factor = DOZEN
        else:
            return scale, index
        scale, index = scale * factor, at + 1
