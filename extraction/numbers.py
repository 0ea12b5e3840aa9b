"""Read numerals: digits with any grouping, number words, scale words, vague numbers and fractions, as exact decimals.

A numeral is the bare number; qualifiers, ranges, currencies and units of measurement are read by
`extraction.quantity_phrases`. Nothing here needs a Doc: the text alone decides, and the cost is linear in its length.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from extraction.lexicons.measures import CURRENCY_CODES, CURRENCY_PREFIXES
from extraction.lexicons.numerals import (
    ABBREVIATIONS,
    DOZEN,
    FRACTION_SIGNS,
    FRACTIONS,
    GLUED,
    HUNDRED,
    INDEFINITE,
    SCALE_PLURALS,
    SCALES,
    TENS,
    UNITS,
    VAGUE,
    VAGUE_FACTORS,
)

_CURRENCIES: Final = frozenset(name.lower() for name in (*CURRENCY_CODES, *CURRENCY_PREFIXES) if name.isalpha())
_GLUED: Final = GLUED | _CURRENCIES
_SMALL: Final = frozenset({*UNITS, *TENS})
_AFTER_ARTICLE: Final = frozenset({HUNDRED, "dozen", *(word for word in SCALES if word not in VAGUE)})
_FIRST_WORDS: Final = frozenset({*UNITS, *TENS, HUNDRED, "dozen"})
_GROUP_BLANKS: Final = " \u00a0\u2009\u202f"
_DIGITS: Final = (
    rf"\d{{1,3}}(?:[{_GROUP_BLANKS}]\d{{3}})+(?![\d,.]\d)"  # 1 234 567
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?"  # 1,234,567.8 and 12,34,567
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)"  # 1'234'567
    r"|\d{1,3}, 000(?!\d)"  # 61, 000: a stray blank before three noughts
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])"  # 1.234.567 or 1.234, read by the style of the text
    r"|\d+(?:[.·]\d+)?"
)
_ATOM: Final = re.compile(
    rf"(?P<digits>{_DIGITS})|(?P<sign>[½¼¾⅓⅔⅕⅛])|(?P<word>[^\W\d_½¼¾⅓⅔⅕⅛]+)|(?P<other>[^\w\s]|_)", re.UNICODE
)
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# What shows that a text groups by dots: two groups, a decimal comma behind a group, or three noughts.
_DOT_STYLE: Final = re.compile(r"(?<![\d.])\d{1,3}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d|\.000)(?![\d.])")

NumeralKind = Literal["digits", "words", "vague", "fraction"]


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of digits, a word, or one other character. `lower` is its text in lower case."""

    start: int
    end: int
    lower: str
    kind: Literal["digits", "word", "sign", "other"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number.

    Attributes:
        first: index of its first atom.
        stop: index after its last atom.
        start: offset of its first code point.
        end: offset after its last code point.
        low: its value, or the least of a vague number.
        high: its value, or the greatest of a vague number.
        kind: how it is written; fractions carry their value of one ("half" is 0.5).
        mantissa: the number without its scale word, for ranges that share one ("10 to 15 million").
        scale: what the scale word or abbreviation multiplies by; 1 when there is none.

    """

    first: int
    stop: int
    start: int
    end: int
    low: Decimal
    high: Decimal
    kind: NumeralKind
    mantissa: Decimal
    scale: int = 1


class AtomLine:
    """The atoms of a text with what lies between them, so that grammar rules can be written on indices."""

    def __init__(self, text: str) -> None:
        self.text = text
        kinds: dict[str, Literal["digits", "word", "sign", "other"]] = {
            "digits": "digits", "word": "word", "sign": "sign", "other": "other",
        }  # fmt: skip
        self.atoms = [
            Atom(match.start(), match.end(), match.group().lower(), kinds[match.lastgroup or "other"])
            for match in _ATOM.finditer(text)
        ]
        self.groups_by_dots = bool(_DOT_STYLE.search(text))

    def __len__(self) -> int:
        return len(self.atoms)

    def __getitem__(self, index: int) -> Atom:
        return self.atoms[index]

    def word(self, index: int) -> str:
        """Return the lower-case text of an atom, empty outside the text."""
        return self.atoms[index].lower if 0 <= index < len(self.atoms) else ""

    def gap(self, index: int) -> str:
        """Return what stands between the atom before `index` and the atom at `index`; a line break at both ends."""
        if not 0 < index < len(self.atoms):
            return "\n\n"
        return self.text[self.atoms[index - 1].end : self.atoms[index].start]

    def joined(self, index: int) -> bool:
        """Tell whether the atom at `index` follows the one before it within a line or a soft line break."""
        gap = self.gap(index)
        return len(gap) <= 2 and "\n\n" not in gap

    def skip_hyphen(self, index: int) -> int:
        """Return `index`, or the index after a hyphen that joins the atoms on both sides of it."""
        if self.word(index) in {"-", "‑", "–"} and self.gap(index) == "" and self.gap(index + 1) == "":
            return index + 1
        return index


def find_numerals(line: AtomLine) -> list[Numeral]:
    """Return the numerals of a text from left to right, none overlapping another."""
    found: list[Numeral] = []
    index = 0
    while index < len(line):
        numeral = read_numeral(line, index)
        if numeral is None:
            index += 1
        else:
            found.append(numeral)
            index = numeral.stop
    return found


def read_numeral(line: AtomLine, index: int) -> Numeral | None:
    """Return the numeral that begins at an atom, or None."""
    atom = line[index]
    if atom.kind == "digits":
        return _read_digits(line, index)
    if atom.kind == "sign":
        return _numeral(line, index, index + 1, FRACTION_SIGNS[atom.lower], "fraction")
    if atom.kind != "word":
        return None
    return (
        _read_half_scale(line, index)
        or _read_indefinite(line, index)
        or _read_vague(line, index)
        or _read_fraction(line, index)
        or _read_words(line, index)
    )


def parse_digits(printed: str, *, groups_by_dots: bool = False) -> Decimal:
    """Parse digits with any grouping ("1,234", "12,34,567", "1 234", "1.234,5") to an exact decimal.

    `groups_by_dots` says that the text groups by dots, which decides on "1.234". Raises ValueError for anything else.
    """
    if _DOTTED.fullmatch(printed) and (printed.count(".") > 1 or "," in printed or groups_by_dots):
        return Decimal(printed.replace(".", "").replace(",", "."))
    plain = re.sub(rf"[{_GROUP_BLANKS},'’]", "", printed).replace("·", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        raise ValueError(f"not digits: {printed!r}")
    return Decimal(plain)


def _numeral(  # noqa: PLR0917
    line: AtomLine,
    first: int,
    stop: int,
    value: Decimal,
    kind: NumeralKind,
    scale: int = 1,
    high: Decimal | None = None,
) -> Numeral:
    return Numeral(
        first=first,
        stop=stop,
        start=line[first].start,
        end=line[stop - 1].end,
        low=value * scale,
        high=(value if high is None else high) * scale,
        kind=kind,
        mantissa=value,
        scale=scale,
    )


def _read_digits(line: AtomLine, index: int) -> Numeral | None:
    """Read digits, a mixed fraction ("2½") and scale words or abbreviations behind them."""
    glued = index > 0 and line.gap(index) == "" and line[index - 1].kind == "word"
    if glued and line.word(index - 1) not in _GLUED:
        return None  # H5N1, A340, covid19
    value = parse_digits(line.text[line[index].start : line[index].end], groups_by_dots=line.groups_by_dots)
    stop = index + 1
    if stop < len(line) and line[stop].kind == "sign" and line.gap(stop) in {"", " "}:
        value, stop = value + FRACTION_SIGNS[line.word(stop)], stop + 1
    elif line.word(stop) == "/" and line.gap(stop) == "" and line.gap(stop + 1) == "":
        return _read_slash_fraction(line, index, value)
    scale, stop = _read_scale(line, stop)
    return _numeral(line, index, stop, value, "digits", scale)


def _read_slash_fraction(line: AtomLine, index: int, numerator: Decimal) -> Numeral | None:
    """Read "3/4", which is a fraction only before "of"; other slashes make dates and codes."""
    below = line[index + 2] if index + 2 < len(line) else None
    if below is None or below.kind != "digits" or line.word(index + 3) != "of" or not line.joined(index + 3):
        return None
    denominator = parse_digits(line.text[below.start : below.end])
    if not 0 < numerator < denominator <= 100:
        return None
    return _numeral(line, index, index + 3, numerator / denominator, "fraction")


def _read_scale(line: AtomLine, index: int) -> tuple[int, int]:
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


def _read_half_scale(line: AtomLine, index: int) -> Numeral | None:
    """Read "half a million", "a quarter of a million", "a quarter million", "three-quarters of a million", "half a dozen"."""
    fraction = _fraction_at(line, index)
    if fraction is None:
        return None
    value, stop = fraction
    if line.word(stop) == "of" and line.word(stop + 1) in {"a", "an", "one"}:
        stop += 1
    if line.word(stop) in {"a", "an", "one"}:
        stop += 1
    at = line.skip_hyphen(stop)
    word = line.word(at)
    factor = DOZEN if word == "dozen" else SCALES.get(word, 0) if word not in VAGUE else 0
    if not factor or not line.joined(at):
        return None
    return _numeral(line, index, at + 1, value, "words", factor)


def _fraction_at(line: AtomLine, index: int) -> tuple[Decimal, int] | None:
    """Return the value of a fraction in words and the index behind it: "half", "a third", "two-thirds", "one half"."""
    word = line.word(index)
    if word == "half":
        return Decimal(1) / 2, index + 1
    if word in {"a", "an"}:
        at = index + 1
        numerator = 1
    elif word in UNITS and 0 < UNITS[word] < 10:
        at = line.skip_hyphen(index + 1)
        numerator = UNITS[word]
    else:
        return None
    denominator = FRACTIONS.get(line.word(at))
    if denominator is None or not line.joined(at) or numerator >= denominator:
        return None
    plural = line.word(at) == "halves" or (line.word(at).endswith("s") and line.word(at) != "halves")
    if plural != (numerator > 1):
        return None
    return Decimal(numerator) / denominator, at + 1


def _read_fraction(line: AtomLine, index: int) -> Numeral | None:
    """Read a fraction in words. "half" before an ordinal's noun ("first half") and "half-brother" are left to the caller."""
    fraction = _fraction_at(line, index)
    if fraction is None:
        return None
    value, stop = fraction
    if line.word(stop) in {"-", "‑"} and line.gap(stop) == "" and line.gap(stop + 1) == "":
        return None  # a third-party report, half-time, a quarter-final
    return _numeral(line, index, stop, value, "fraction")


def _read_indefinite(line: AtomLine, index: int) -> Numeral | None:
    """Read "several thousand", "a few hundred", "a couple of dozen", "several tens of thousands".

    "many thousands" is read as "thousands", so that the adjective stays outside; "some thousand" is about a thousand.
    """
    at = index
    if line.word(at) in {"a", "the", "quite"} and line.word(at + 1) in {"few", "couple", "good"}:
        at += 1
    couple = line.word(at) == "couple"
    if not couple and line.word(at) not in INDEFINITE:
        return None
    at += 1 + (line.word(at + 1) == "of")
    word = line.word(at)
    if not line.joined(at) or line.word(index) == "some":
        return None
    if word in VAGUE_FACTORS and line.word(at + 1) == "of" and line.word(at + 2) in VAGUE:
        inner = _read_vague(line, at)
        return inner and _numeral(line, index, inner.stop, inner.low, "vague", high=inner.high)
    if word not in SCALE_PLURALS or line.word(at + 1) == "-" or (word in VAGUE and line.word(index) == "many"):
        return None
    if couple:
        factor = DOZEN if word.startswith("dozen") else 100 if word.startswith(HUNDRED) else SCALES.get(word, 0)
        return _numeral(line, index, at + 1, Decimal(2), "vague", factor, Decimal(3)) if factor else None
    low, high = VAGUE[SCALE_PLURALS[word]]
    return _numeral(line, index, at + 1, Decimal(low), "vague", high=Decimal(high))


def _read_vague(line: AtomLine, index: int) -> Numeral | None:
    """Read "dozens", "hundreds of thousands", "millions and millions"."""
    word = line.word(index)
    if word in VAGUE_FACTORS and line.word(index + 1) == "of":
        scale = SCALES.get(line.word(index + 2)) if line.word(index + 2) in VAGUE else None
        if scale is not None and line.joined(index + 1) and line.joined(index + 2):
            low, high = VAGUE_FACTORS[word]
            return _numeral(line, index, index + 3, Decimal(low * scale), "vague", high=Decimal(high * scale - 1))
    if word not in VAGUE:
        return None
    stop = index + 1
    if line.word(stop) in {"and", "upon"} and line.word(stop + 1) == word:
        stop += 2
    low, high = VAGUE[word]
    return _numeral(line, index, stop, Decimal(low), "vague", high=Decimal(high))


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


def _read_words(line: AtomLine, index: int) -> Numeral | None:
    """Read number words: "twenty-one thousand", "a hundred and five", "two and a half million", "a dozen", "one"."""
    word, after = line.word(index), line.word(index + 1)
    single = word in {"a", "an"}
    if single and after == "single" and line.joined(index + 1):
        return _numeral(line, index, index + 2, Decimal(1), "words")
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
        return _numeral(line, index, stop, number.value + Decimal("0.5"), "words", factor)
    stop = at if half is None else half[0]
    if closed:  # "a million and a half" is a million and half a million
        mantissa = number.value / number.scale + (Decimal("0.5") if half else 0)
        return _numeral(line, index, stop, mantissa, "words", number.scale)
    return _numeral(line, index, at, number.value, "words")


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
    scale, stop = _read_scale(line, at + 1)
    return stop, scale
