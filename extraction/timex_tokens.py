"""The tokens that the time grammar reads, and the notation in which its patterns are written.

A text becomes a row of tokens; each token carries one symbol, a single character: every word of the grammar has its own,
numbers share one by their shape, all other words share one. Patterns are ordinary regular expressions over that row,
so that matching costs one step a token, whatever the words are. The tokeniser of the language model is not used: it
splits "14-day", "1990s" and "10:35am" now one way, now another.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extraction.lexicons import timewords

_TOKEN: Final = re.compile(
    r"""
      (?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d))
    | (?P<numeric>\d{1,2}/\d{1,2}/\d{4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d))
    | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
    | (?P<decade>(?:\d{4}|\d{2})s\b)
    | (?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)
    | (?P<grouped>\d{1,3}(?:,\d{3})+(?:\.\d+)?)
    | (?P<decimal>\d+\.\d+)
    | (?P<fraction>\d?[½¼¾])
    | (?P<integer>\d+)
    | (?P<ampm>[ap]\.\ ?m\b\.?|[ap]m\b)
    | (?P<possessive>['\u2019]s\b)
    | (?P<word>[^\W\d_]+)
    | (?P<newline>\n)
    | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_CURRENCIES: Final = frozenset("$€£¥₹₦₽₺₩฿#№§")
DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014")  # hyphens and dashes, as printed
APOSTROPHES: Final = frozenset("'\u2018\u2019`")
_MARKS: Final = {mark: mark for mark in ",./():;"} | dict.fromkeys(APOSTROPHES, "'")
_ABBREVIATIONS: Final = frozenset(timewords.MONTH_ABBREVIATIONS) | frozenset(timewords.WEEKDAY_ABBREVIATIONS)
# These are also everyday words, so that only the capital tells the month or the weekday.
_CAPITAL_ONLY: Final = frozenset({"may", "march", "august"}) | _ABBREVIATIONS

OTHER: Final = "_"
NEWLINE: Final = "\n"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: its offsets in the text, its form, its symbol.

    The form is in lower case, without the full stop of an abbreviation; hyphens and dashes are all `-`, apostrophes `'`.
    """

    start: int
    end: int
    form: str
    symbol: str


class Symbols:
    """The alphabet of the grammar: one character for each word and each shape of number, and the notation over them.

    In a pattern, a lower-case word stands for itself, an UPPER-CASE name for a class or macro, `<name: ...>` for a
    named group, `,` for a comma; the operators of regular expressions keep their meaning and blanks have none.
    """

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._classes: dict[str, str] = {}

    def word(self, word: str) -> str:
        """Return the symbol of a word, a new one when the grammar has not met it before."""
        return self._words.setdefault(word, chr(0xE000 + len(self._words)))

    def words(self) -> tuple[str, ...]:
        """Return the words of the grammar, in the order in which it met them."""
        return tuple(self._words)

    def find(self, word: str) -> str:
        """Return the symbol of a word of a text; OTHER for words that the grammar does not know."""
        return self._words.get(word, OTHER)

    def define(self, name: str, words: object) -> None:
        """Define a class of words, for use by its name in patterns. `words` is any iterable of lower-case words."""
        self._classes[name] = "[" + "".join(self.word(str(word)) for word in iter(words)) + "]"  # type: ignore[call-overload]

    def define_macro(self, name: str, pattern: str) -> None:
        """Define a name that stands for a pattern without named groups."""
        self._classes[name] = "(?:" + self.translate(pattern) + ")"

    def translate(self, pattern: str) -> str:
        """Return the regular expression of a pattern. Raises KeyError for an unknown class."""
        pieces = re.findall(r"\(\?<?[=!:]|<\w+:|[A-Z][A-Z_]*|[a-z]+|\S", pattern)
        return "".join(self._translate_piece(piece) for piece in pieces)

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return the compiled regular expression of a pattern."""
        return re.compile(self.translate(pattern))

    def _translate_piece(self, piece: str) -> str:
        if piece.startswith("(?"):
            return piece
        if piece.startswith("<"):
            return f"(?P<{piece[1:-1]}>"
        if piece[0].isupper():
            return self._classes[piece]
        if piece[0].isalpha():
            return self.word(piece)
        return {">": ")", "(": "(?:", "/": "/", "'": "'"}.get(piece, piece)


SYMBOLS: Final = Symbols()
for _name, _shape in {
    "ISODATE": "i",
    "NUMERICDATE": "j",
    "CLOCK": "c",
    "DOTCLOCK": "d",
    "DECADENUM": "s",
    "ORDNUM": "o",
    "GROUPED": "g",
    "DECIMAL": "[dn]",
    "FRACTION": "f",
    "HOURNUM": "[1]",
    "DAYNUM": "[123]",
    "SMALLNUM": "[12390]",
    "YEAR": "y",
    "MILITARY": "[ym]",
    "BIG": "[b]",
    "AMPM": "a",
    "POSS": "p",
    "DASH": "-",
    "SLASH": "/",
    "STOP": "[.]",
    "APOS": "'",
    "LPAREN": r"\(",
    "RPAREN": r"\)",
    "OTHERWORD": OTHER,
}.items():
    SYMBOLS._classes[_name] = _shape  # noqa: SLF001 - the shapes of numbers are the alphabet itself


def read_tokens(text: str) -> list[Token]:
    """Return the tokens of a text, in order. Cost is linear in the text."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end, surface = match.start(), match.end(), match.group()
        form = surface.lower()
        if kind == "word":
            symbol = _word_symbol(surface, form)
            if form in _ABBREVIATIONS and text.startswith(".", end):
                end += 1
        elif kind in {"mark", "newline", "possessive", "ampm"}:
            symbol = _mark_symbol(kind, surface, text, end)
            form = {"-": "-", "'": "'", "p": "'s"}.get(symbol, form)
            if kind == "ampm" and _ends_sentence(text, end):
                end -= 1
        else:
            symbol = _number_symbol(match, text, tokens)
        if tokens and tokens[-1].end > start:  # the full stop that an abbreviation took
            continue
        tokens.append(Token(start, end, form, symbol))
    return tokens


def _word_symbol(surface: str, form: str) -> str:
    if form in _CAPITAL_ONLY and not surface[0].isupper():
        # "may" and "march" stay words of their own: the grammar never reads them as months.
        return OTHER
    return SYMBOLS.find(form)


def _mark_symbol(kind: str, surface: str, text: str, end: int) -> str:
    if kind == "mark":
        return "-" if surface in DASHES else _MARKS.get(surface, "!")
    if kind == "newline":
        # A line that goes on in lower case is wrapped, not ended.
        following = text[end : end + 1]
        return "~" if following.islower() else NEWLINE
    return "p" if kind == "possessive" else "a"


def _ends_sentence(text: str, end: int) -> bool:
    """Tell whether the full stop of "10 p.m." closes a sentence too; TIMEX3 leaves it out then."""
    if text[end - 1 : end] != ".":
        return False
    rest = text[end : end + 3]
    return not rest.strip() or rest[0] == "\n" or (rest[0] in "\"'\u201d\u2019" and not rest[1:2].isalpha())


def _number_symbol(match: re.Match[str], text: str, tokens: list[Token]) -> str:
    kind, surface, start, end = match.lastgroup or "", match.group(), match.start(), match.end()
    shapes = {"iso": "i", "clock": "c", "numeric": "j", "decade": "s", "ordinal": "o", "grouped": "g", "fraction": "f"}
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in _CURRENCIES or (before == " " and text[start - 2 : start - 1] in _CURRENCIES):
        return "b"
    if after == "%" or (
        before and before in DASHES and text[start - 2 : start - 1].isalpha() and _is_name_part(tokens)
    ):
        return "b"
    if kind in shapes:
        return shapes[kind]
    if kind == "decimal":
        return "d" if re.fullmatch(r"\d{1,2}\.[0-5]\d", surface) else "n"
    if after.isalpha() and not re.match(r"[ap]\.?m\b", text[end : end + 4], re.IGNORECASE):
        return "b"
    return _integer_symbol(surface)


def _is_name_part(tokens: list[Token]) -> bool:
    """Tell whether a number after a hyphen belongs to a name ("COVID-19", "MH-17"), not to a time ("mid-1995")."""
    return len(tokens) < 2 or tokens[-2].symbol == OTHER


def _integer_symbol(surface: str) -> str:
    if len(surface) > 4:
        return "b"
    value = int(surface)
    if len(surface) == 4:
        if 1000 <= value <= 2199:
            return "y"
        return "m" if value // 100 < 24 and value % 100 < 60 else "b"
    bounds = ((0, "0"), (12, "1"), (24, "2"), (31, "3"), (999, "9"))
    return next(symbol for bound, symbol in bounds if value <= bound)


class TokenRow:
    """The tokens of one text with their symbols side by side, ready for the patterns."""

    def __init__(self, text: str) -> None:
        self.text = text
        # A wrapped line is no border: its mark is dropped so that "last\nweek" is read in one piece.
        self.tokens = [token for token in read_tokens(text) if token.symbol != "~"]
        self.symbols = "".join(token.symbol for token in self.tokens)
        self._starts = [token.start for token in self.tokens]

    def __len__(self) -> int:
        return len(self.tokens)

    def form(self, index: int) -> str:
        """Return the lower-case form of a token; an empty string outside the text."""
        return self.tokens[index].form if 0 <= index < len(self.tokens) else ""

    def surface(self, index: int) -> str:
        """Return a token as it stands in the text; an empty string outside the text."""
        return self.text[self.tokens[index].start : self.tokens[index].end] if 0 <= index < len(self.tokens) else ""

    def at_offset(self, offset: int) -> int:
        """Return the index of the first token that starts at or after a code point offset."""
        return bisect_left(self._starts, offset)

    def backwards(self, index: int, limit: int) -> Iterator[int]:
        """Yield the indices before a token, nearest first, up to the end of the sentence before or `limit` tokens."""
        for position in range(index - 1, max(index - 1 - limit, -1), -1):
            if self.symbols[position] in (NEWLINE, ";") or (
                self.symbols[position] == "." and self.surface(position + 1)[:1].isupper()
            ):
                return
            yield position
