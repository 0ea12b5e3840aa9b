"""What a time expression is read against: the tokens, the parse where there is one, the anchor, and what came before."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from spacy.tokens import Doc
from spacy.tokens import Token as WordToken

from extraction.lexicons import timewords
from extraction.timex_calendar import Period
from extraction.timex_tokens import TokenRow
from records.vocabulary import TimexType

_FUTURE_WORDS: Final = frozenset(
    [
        "will",
        "shall",
        "would",
        "'ll",
        "\u2019ll",
        "wo",
        "sha",
        "due",
        "expected",
        "scheduled",
        "planned",
        "slated",
        "poised",
        "upcoming",
        "expects",
        "plans",
        "hopes",
        "intends",
        "aims",
    ]
)
_ATTRIBUTIVE: Final = frozenset(
    {"nmod:poss", "compound", "nmod", "nmod:unmarked", "nmod:tmod", "nmod:desc", "amod", "appos"}
)
_MEMORY: Final = 60  # dates back that "the next day" may mean; more would make endless lists slow
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_FRACTIONS: Final = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a time expression means.

    Attributes:
        timex: TIMEX3 type.
        unit: granularity: a unit of timex_calendar, or `time`, `duration`, `set`, `ref`.
        value: TIMEX3 value; None when it cannot be resolved.
        first: first day; None when unresolved or open.
        last: last day; None when unresolved or open.
        anchor: `published`, `dateline`, `text`, `self` or None, as in records.TimeRange.

    """

    timex: TimexType
    unit: str
    value: str | None = None
    first: date | None = None
    last: date | None = None
    anchor: str | None = None

    @property
    def is_date(self) -> bool:
        """Tell whether it stands for one resolved stretch of the calendar."""
        return self.first is not None and self.last is not None and self.timex in {TimexType.DATE, TimexType.TIME}


def unresolved(unit: str, timex: TimexType = TimexType.DATE) -> Reading:
    """Return the reading of an expression that nothing in the text or its date can resolve."""
    return Reading(timex=timex, unit=unit)


def reading_of(period: Period | None, anchor: str | None, unit: str = "day") -> Reading:
    """Return the DATE of a calendar period; unresolved with granularity `unit` when there is none."""
    if period is None:
        return unresolved(unit)
    return Reading(
        timex=TimexType.DATE,
        unit=period.unit,
        value=period.value,
        first=period.first,
        last=period.last,
        anchor=anchor,
    )


class Found:
    """One match of a rule over a row of tokens: token offsets, and what its named groups hold."""

    def __init__(self, row: TokenRow, match: re.Match[str]) -> None:
        self.row = row
        self.start, self.end = match.span()
        self._match = match

    def has(self, name: str) -> bool:
        """Tell whether the pattern has the group and the group took part in the match."""
        return name in self._match.re.groupindex and self._match.start(name) >= 0

    def forms(self, name: str) -> list[str]:
        """Return the lower-case forms of a group's tokens; empty when it took no part."""
        if not self.has(name):
            return []
        start, end = self._match.span(name)
        return [self.row.form(index) for index in range(start, end)]

    def text(self, name: str) -> str:
        """Return the lower-case words of a group, joined by blanks; empty when it took no part."""
        return " ".join(self.forms(name))

    def surface(self) -> str:
        """Return the lower-case words of the whole match, joined by blanks."""
        return " ".join(self.row.form(index) for index in range(self.start, self.end))

    def unit(self, name: str = "unit") -> str:
        """Return the singular of the unit in a group."""
        word = self.text(name)
        return timewords.UNIT_PLURALS.get(word, word)

    def year(self) -> int | None:
        """Return the year that is printed in the match, or lent by the date that closes a range; None for none."""
        for name in ("year", "lent"):
            if self.has(name):
                return int(self.text(name))
        if self.has("short"):
            short = int(self.text("short"))
            return (1900 if short > 40 else 2000) + short
        return None

    def number(self, name: str = "num") -> Fraction | None:
        """Return the number in a group; None when it is left open ("several", "two to three") or the group is absent."""
        return parse_number(self.forms(name))


def parse_number(forms: Iterable[str]) -> Fraction | None:
    """Return the number that lower-case words spell ("5 1/2", "twenty-one", "a dozen"); None for open numbers."""
    words = [word for word in forms if word not in {"of", "and", "more"} and word != "-"]
    if not words or "to" in words or "or" in words or any(word in timewords.OPEN_NUMBERS for word in words):
        return Fraction(2) if "couple" in words and "to" not in words else None
    if words[-1].endswith("s") and words[-1] in {"dozens", "hundreds", "thousands"}:
        return None
    total, tail = Fraction(0), words[:]
    if len(tail) > 1 and tail[-1] == "half":  # "two and a half"
        total += Fraction(1, 2)
        tail = tail[:-2] if tail[-2] == "a" else tail[:-1]
    if len(tail) >= 3 and tail[-2] == "/":
        total += Fraction(int(tail[-3]), int(tail[-1])) if int(tail[-1]) else 0
        tail = tail[:-3]
    for index, word in enumerate(tail):
        total = _add_word(total, word, is_last=index == len(tail) - 1)
    return total


def _add_word(total: Fraction, word: str, *, is_last: bool) -> Fraction:
    if word in {"dozen", "hundred", "thousand"}:
        return (total or Fraction(1)) * {"dozen": 12, "hundred": 100, "thousand": 1000}[word]
    if word in {"a", "an"}:
        return Fraction(1)
    if word == "half" and not is_last:
        return Fraction(1, 2)
    small = timewords.SMALL_NUMBERS.get(word) or timewords.TENS.get(word)
    if small is not None:
        return total + small
    if word[-1:] in _FRACTIONS:
        return total + _FRACTIONS[word[-1]] + (int(word[:-1]) if word[:-1] else 0)
    cleaned = word.replace(",", "")
    # Other words ("three full days") and endless digits add nothing.
    return total + (Fraction(cleaned) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", cleaned) else 0)


@dataclass(slots=True)
class Context:
    """State of reading one text from front to back.

    Attributes:
        doc: the document; its tags and parse are used where it has them.
        row: its tokens.
        today: the day that "today" means; None when nothing tells.
        anchor: name of what `today` was taken from: `published`, `dateline` or `text`.
        dates: the resolved dates so far, in order of the text.
        year_at: token and number of the last year that stands for its sentence ("Last year, ... in June"); None for none.
        text_day: the only full date of a text without date of its own; None when there is none, or more than one.

    """

    doc: Doc
    row: TokenRow
    today: date | None
    anchor: str | None
    dates: list[Reading] = field(default_factory=list)
    year_at: tuple[int, int] | None = None
    text_day: date | None = None
    _word_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._word_starts = self.doc.to_array("IDX").tolist()

    def remember(self, reading: Reading) -> None:
        """Note a resolved date, for expressions that look back at it ("the same day")."""
        if reading.is_date:
            self.dates.append(reading)

    def year_of_sentence(self, index: int) -> int | None:
        """Return the year that was named earlier in the sentence of a token, and may be that of a month without one."""
        if self.year_at is None or self.year_at[0] not in self.row.backwards(index, 40):
            return None
        return self.year_at[1]

    def before(self, *units: str) -> Reading | None:
        """Return the last resolved date of one of the granularities, dates ahead of today last; None when there is none."""
        dates = [reading for reading in self.dates[-_MEMORY:] if reading.unit in units]
        told = [
            reading for reading in dates if self.today is None or reading.first is None or reading.first <= self.today
        ]
        return next(iter(reversed(told or dates)), None)

    def word(self, index: int) -> WordToken | None:
        """Return the word of the language model that holds a token of the row; None outside the text."""
        if not 0 <= index < len(self.row) or not self._word_starts:
            return None
        return self.doc[bisect_right(self._word_starts, self.row.tokens[index].start) - 1]

    def tag(self, index: int) -> str:
        """Return the Penn tag of a token; empty without a tagger or outside the text."""
        word = self.word(index)
        return word.tag_ if word is not None else ""

    def entity(self, index: int) -> str:
        """Return the entity type around a token; empty for none, without a recogniser or outside the text."""
        word = self.word(index)
        return word.ent_type_ if word is not None else ""

    def direction(self, index: int) -> str | None:
        """Return `past` or `future` as the governing verb has it, `over` after "since" and "as of", None when nothing tells."""
        word = self.word(index)
        if word is None:
            return None
        before = self.row.form(index - 1)
        if before == "since" or (before == "of" and self.row.form(index - 2) == "as"):
            return "over"
        is_fronted = self.row.symbols[max(index - 2, 0) : index - 1] in {"", ".", "\n", ","}
        if (before in {"until", "till", "through"} and not is_fronted) or (
            before == "as" and self.row.form(index - 3) == "as"
        ):
            return (
                "future"  # "postponed until Tuesday", "as early as Monday"; "Until Thursday, they had not ..." is past
            )
        if self.doc.has_annotation("DEP"):
            return _direction_of_parse(word)
        return self._direction_of_words(index)

    def _direction_of_words(self, index: int) -> str | None:
        """Return the direction that the words just before suggest, within the clause: all there is without a parse."""
        for position in self.row.backwards(index, 8):
            form = self.row.form(position)
            if self.row.symbols[position] in {",", "'", "(", "-"} or form in {"that", "which", "who", "said"}:
                return None
            if form in _FUTURE_WORDS:
                return "future"
            if self.tag(position) == "VBD" or form in {"was", "were", "had", "did"}:
                return "past"
        return None


def _direction_of_parse(word: WordToken) -> str | None:
    """Climb from a word to the verbs above it; the first one with a tense decides.

    A date that describes a noun ("Wednesday's ruling", "the Aug. 7 blasts") need not share the tense of its verb.
    """
    current, describes_noun = word, False
    for _ in range(8):
        if current.pos_ in {"VERB", "AUX"} or current.tag_.startswith("VB"):
            if current.dep_.startswith(("acl", "advcl")) and any(child.tag_ == "TO" for child in current.children):
                return None  # "the decision to meet at the end of June" may be of either side
            direction = _direction_of_verb(current)
            if direction:
                return None if describes_noun else direction
            if current.tag_ == "VBN" and current.dep_.startswith("acl"):
                return None  # "to suspend the injunction issued Thursday": its time is not that of the verb above
        head = current.head
        if head.i == current.i:
            break
        if head.i > current.i and (
            current.dep_ == "nmod:poss" or (current.dep_ in _ATTRIBUTIVE and head.pos_ in _NOMINAL)
        ):
            describes_noun = True
        current = head
    return None


def _direction_of_verb(verb: WordToken) -> str | None:
    words = {child.lower_ for child in verb.children if child.dep_ in {"aux", "aux:pass", "cop"} or child.tag_ == "TO"}
    if words & {"will", "'ll", "\u2019ll", "wo", "shall"}:
        return "future"
    if verb.lower_ in _FUTURE_WORDS:
        return "future"
    if "to" in words and not words & {"have"}:
        # "to begin on Monday": later than what governs it; "used to" and "to have begun" are rare enough.
        return "future"
    if verb.tag_ == "VBD" or words & {"was", "were", "had", "did", "has", "have", "'ve", "\u2019ve"}:
        return "past"
    if words & {"would", "may", "might", "should", "must", "can"}:  # "could" is the past of "can" as often
        return "future"
    if verb.tag_ == "VBN":  # "the case is heard in May" and "aid promised in May" may be of either side
        return None if verb.dep_.startswith("acl") or words & {"is", "are", "be", "being", "'s", "'re"} else "past"
    return None
