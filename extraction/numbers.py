"""Read numerals: digits with any grouping, number words, scale words, vague numbers and fractions, as exact decimals.

A numeral is the bare number; `extraction.amounts` reads the currency or unit of measurement beside it and
`extraction.quantity_phrases` its range and qualifiers. Nothing here needs a Doc: the text alone decides, and the cost is linear in its length.
"""

from decimal import Decimal
from typing import Final

from extraction.lexicons.measures import CURRENCY_CODES, CURRENCY_PREFIXES
from extraction.lexicons.numerals import (
    DOZEN,
    FRACTION_SIGNS,
    FRACTIONS,
    GLUED,
    HUNDRED,
    INDEFINITE,
    SCALE_PLURALS,
    SCALES,
    SLANG_SCALES,
    UNITS,
    VAGUE,
    VAGUE_FACTORS,
)
from extraction.number_atoms import AtomLine, Numeral, build_numeral, parse_digits
from extraction.number_words import read_scale, read_words

_CURRENCIES: Final = frozenset(name.lower() for name in (*CURRENCY_CODES, *CURRENCY_PREFIXES) if name.isalpha())
_GLUED: Final = GLUED | _CURRENCIES
_CURRENCY_SIGNS: Final = frozenset(name[-1].lower() for name in CURRENCY_PREFIXES) | _CURRENCIES


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
        return build_numeral(line, index, index + 1, FRACTION_SIGNS[atom.lower], "fraction")
    if atom.kind != "word":
        return None
    return (
        _read_half_scale(line, index)
        or _read_indefinite(line, index)
        or _read_vague(line, index)
        or _read_fraction(line, index)
        or read_words(line, index)
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
    if line.word(stop) in SLANG_SCALES and line.joined(stop) and line.word(index - 1) not in _CURRENCY_SIGNS:
        return None  # "2 mil": a million in slang, a thousand in Spanish
    scale, stop = read_scale(line, stop)
    return build_numeral(line, index, stop, value, "digits", scale)


def _read_slash_fraction(line: AtomLine, index: int, numerator: Decimal) -> Numeral | None:
    """Read "3/4", which is a fraction only before "of"; other slashes make dates and codes."""
    below = line[index + 2] if index + 2 < len(line) else None
    if below is None or below.kind != "digits" or line.word(index + 3) != "of" or not line.joined(index + 3):
        return None
    denominator = parse_digits(line.text[below.start : below.end])
    if not 0 < numerator < denominator <= 100:
        return None
    return build_numeral(line, index, index + 3, numerator / denominator, "fraction")


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
    return build_numeral(line, index, at + 1, value, "words", factor)


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
    return build_numeral(line, index, stop, value, "fraction")


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
        return inner and build_numeral(line, index, inner.stop, inner.low, "vague", high=inner.high)
    if word not in SCALE_PLURALS or line.word(at + 1) == "-" or (word in VAGUE and line.word(index) == "many"):
        return None
    if couple:
        factor = DOZEN if word.startswith("dozen") else 100 if word.startswith(HUNDRED) else SCALES.get(word, 0)
        return build_numeral(line, index, at + 1, Decimal(2), "vague", factor, Decimal(3)) if factor else None
    low, high = VAGUE[SCALE_PLURALS[word]]
    return build_numeral(line, index, at + 1, Decimal(low), "vague", high=Decimal(high))


def _read_vague(line: AtomLine, index: int) -> Numeral | None:
    """Read "dozens", "hundreds of thousands", "millions and millions"."""
    word = line.word(index)
    if word in VAGUE_FACTORS and line.word(index + 1) == "of":
        scale = SCALES.get(line.word(index + 2)) if line.word(index + 2) in VAGUE else None
        if scale is not None and line.joined(index + 1) and line.joined(index + 2):
            low, high = VAGUE_FACTORS[word]
            return build_numeral(line, index, index + 3, Decimal(low * scale), "vague", high=Decimal(high * scale - 1))
    if word not in VAGUE:
        return None
    stop = index + 1
    if line.word(stop) in {"and", "upon"} and line.word(stop + 1) == word:
        stop += 2
    low, high = VAGUE[word]
    return build_numeral(line, index, stop, Decimal(low), "vague", high=Decimal(high))
