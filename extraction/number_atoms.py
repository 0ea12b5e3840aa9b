"""Cut a text into the atoms that numbers are written with, and read their digits.

An atom is a run of digits with its grouping, a word, a sign of a fraction or one other character. A numeral is a run of them.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

_GROUP_BLANKS: Final = " \u00a0\u2009\u202f"
_DIGITS: Final = (
    rf"\d{{1,3}}(?:[{_GROUP_BLANKS}]\d{{3}})+(?![\d,.]\d)"  # 1 234 567
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?"  # 1,234,567.8 and 12,34,567
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)"  # 1'234'567
    r"|\d{1,3}, 000(?!\d)"  # 61, 000: a stray blank before three noughts
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])"  # 1.234.567 or 1.234, read by the style of the text
    r"|\d+(?:[.·]\d+)?"
    r"|(?<![\w.])\.\d+"  # .05
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


def build_numeral(  # noqa: PLR0917
    line: AtomLine,
    first: int,
    stop: int,
    value: Decimal,
    kind: NumeralKind,
    scale: int = 1,
    high: Decimal | None = None,
) -> Numeral:
    """Return the numeral of the atoms from `first` to before `stop`, its value (up to `high`) taken times `scale`."""
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


def parse_digits(printed: str, *, groups_by_dots: bool = False) -> Decimal:
    """Parse digits with any grouping ("1,234", "12,34,567", "1 234", "1.234,5", ".05") to an exact decimal.

    `groups_by_dots` says that the text groups by dots, which decides on "1.234". Raises ValueError for anything else.
    """
    if _DOTTED.fullmatch(printed) and (printed.count(".") > 1 or "," in printed or groups_by_dots):
        return Decimal(printed.replace(".", "").replace(",", "."))
    plain = re.sub(rf"[{_GROUP_BLANKS},'’]", "", printed).replace("·", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", plain):
        raise ValueError(f"not digits: {printed!r}")
    return Decimal(plain)
