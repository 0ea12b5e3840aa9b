"""The time of a claim: the wider stretch around a time expression, with the days that it opens or closes.

TIMEX3 leaves the preposition out ("since [1 November]"); a claim needs it: "since 1 November" has a first day and no last
one. `build_periods` gives the periods of a document: expressions widened, ranges of two of them joined, and the few that
are no TIMEX3 at all ("so far", "to date", "since the war began"). time_finder writes them to `doc.spans["periods"]`.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from spacy.tokens import Doc

from extraction import timex_calendar as calendar
from extraction.extensions import TIMES
from extraction.lexicons import timewords
from extraction.timex_context import parse_number
from extraction.timex_phrases import find_phrases
from extraction.timex_tokens import NEWLINE, TokenRow
from records import TimeRange
from records.vocabulary import TimexType

PERIODS: Final = "periods"

_OPEN_END: Final = frozenset({"since", "after", "following", "from", "starting", "beginning", "post"})
_OPEN_START: Final = frozenset({"by", "until", "till", "before", "pre", "through"})
_KEPT: Final = frozenset({"during", "over", "for", "within", "throughout", "around", "about"})
# Prepositions that are left out of the stretch.
_BARE: Final = frozenset({"in", "on", "at"})
# Prepositions that may govern a clause or phrase with the date at its end: "since the outbreak began in August".
_CLAUSE_HEADS: Final = frozenset({"since", "following", "after", "before", "until"})
# Rates belong to the quantity ("40 a day"), not to the time of the fact.
_UNDATED: Final = frozenset({"per_unit", "frequency"})
# Durations that lie before or after today, also where today is unknown.
_WINDOWS: Final = frozenset({"window", "open_window", "past_unit", "the_last_unit", "the_next_unit", "the_next_decade"})
_MEMORY: Final = 60  # periods back that "the same period" may mean
_LONGEST_CLAUSE: Final = 14


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text under construction: token offsets and days."""

    start: int
    end: int
    first: date | None
    last: date | None
    rule: str


def build_periods(doc: Doc, row: TokenRow) -> tuple[TimeRange, ...]:
    """Return the periods of `doc.spans["times"]` in order of the text, without overlaps; `row` has the tokens of its text.

    A period leaves out bare in, on and at, and keeps since, until, by, for, during, over, as of, after, following, from ...
    to and between ... and. "since" and "after" leave `last` open, "by", "until", "before" and "as of" leave `first` open.
    "now" and "recently", plain durations ("a two-day visit", "for five months") and rates ("40 a day") give none.
    """
    records: list[TimeRange] = [span._.record for span in doc.spans.get(TIMES, ())]
    periods: list[TimeRange] = []
    position = 0
    while position < len(records):
        taken, period = _build_period(doc, row, records, position)
        position += taken
        if period is not None and period.rule == "same_period":
            period = _same_as_before(period, periods, doc._.published)
        if period is not None and not (periods and periods[-1].end > period.start):
            periods.append(period)
    others = find_phrases(doc, row.text, periods)
    merged: list[TimeRange] = []
    own = {id(period) for period in periods}
    for period in sorted((*periods, *others), key=lambda period: (period.start, id(period) not in own)):
        if not merged or merged[-1].end <= period.start:
            merged.append(period)
        elif id(period) in own and id(merged[-1]) not in own:
            merged[-1] = period  # a date tells more than the phrase around it
    return tuple(merged)


def _same_as_before(period: TimeRange, periods: list[TimeRange], today: date | None) -> TimeRange:
    """Return "the same period" with the days of the last stretch before it, moved to its year; unchanged without one."""
    for before in reversed(periods[-_MEMORY:]):
        is_open = before.rule.startswith("since") and before.first is not None
        is_stretch = before.rule in {"range", "between", "window", "list"} and before.first and before.last
        if not (is_open or is_stretch):
            continue
        last = before.last or today
        if period.value is None or not period.value.isdigit() or before.first is None or last is None:
            return replace(period, first=before.first, last=before.last, anchor="text")
        months = 12 * (int(period.value) - last.year)
        return replace(
            period,
            first=calendar.add_months(before.first, months),
            last=calendar.add_months(last, months),
            anchor="text",
        )
    return period


def _build_period(doc: Doc, row: TokenRow, records: list[TimeRange], position: int) -> tuple[int, TimeRange | None]:
    """Return how many expressions were used from `position` on, and their period."""
    record = records[position]
    start, end = row.at_offset(record.start), row.at_offset(record.end)
    if record.value in {"PRESENT_REF", "PAST_REF", "FUTURE_REF"} and record.first is None and record.rule != "ago":
        return 1, None
    piece = _Piece(start, end, record.first, record.last, record.rule)
    partner = records[position + 1] if position + 1 < len(records) else None
    joined = _join(row, piece, record, partner)
    if joined is not None and partner is not None:
        return 2, _render(row, joined, replace(record, timex=partner.timex, value=None))
    distance = _measure_from(row, piece, record, partner)
    if distance is not None and partner is not None:
        return 2, _render(row, distance, partner)
    if record.rule in _UNDATED or (
        record.timex is TimexType.DURATION and record.first is None and record.rule not in _WINDOWS
    ):
        return 1, None
    return 1, _render(row, _widen(doc, row, piece, record), record)


def _join(row: TokenRow, piece: _Piece, record: TimeRange, partner: TimeRange | None) -> _Piece | None:
    """Return the range of two expressions: "from X to Y", "between X and Y", "1968 and 1969"; None when they are apart."""
    if partner is None or record.timex not in {TimexType.DATE, TimexType.TIME} or partner.timex is not record.timex:
        return None
    second, end = row.at_offset(partner.start), row.at_offset(partner.end)
    between = [row.form(index) for index in range(piece.end, second) if row.form(index) != ","]
    if len(between) != 1 or _shape(record) != _shape(partner):
        return None
    word, before = between[0], row.form(piece.start - 1)
    if word == "and" and before == "between":
        start, rule = piece.start - 1, "between"
    elif word in {"to", "until", "till", "through", "thru"}:
        start, rule = piece.start - (before == "from"), "range"
    elif word == "-" and row.tokens[second - 1].start - row.tokens[piece.end - 1].end <= 1:
        start, rule = piece.start, "range"
    elif word == "and" and _shape(record) in {"year", "month"}:
        start, rule = piece.start, "list"
    else:
        return None
    first, last = record.first, partner.last
    if first and last and first > last:  # "from Friday to Monday": the weekdays were read one by one
        return None if rule == "list" else _Piece(start, end, None, None, rule)
    if (first is None) != (last is None):
        first = last = None
    return _Piece(start, end, first, last, rule)


def _shape(record: TimeRange) -> str:
    if record.first is None or record.last is None:
        return "open"
    days = (record.last - record.first).days
    return "day" if days == 0 else "month" if days < 32 else "year" if days < 367 else "longer"


def _measure_from(row: TokenRow, piece: _Piece, record: TimeRange, partner: TimeRange | None) -> _Piece | None:
    """Return "two weeks before the November 13 deadline": a duration counted from the date in the phrase after it."""
    if partner is None or record.timex is not TimexType.DURATION or record.first is not None:
        return None
    word = row.form(piece.end)
    second = row.at_offset(partner.start)
    if (
        word not in {"before", "after", "preceding", "to", "until"}
        or second - piece.end > 5
        or partner.first is None
        or partner.first != partner.last
    ):
        return None
    if any(row.symbols[index] in ".,;:()" + NEWLINE for index in range(piece.end, second)):
        return None
    forms = [row.form(index) for index in range(piece.start, piece.end)]
    unit = next(
        (
            timewords.UNIT_PLURALS.get(form, form)
            for form in forms
            if form in timewords.UNIT_PLURALS or form in timewords.UNITS
        ),
        None,
    )
    count = (
        Fraction(1)
        if forms[0] in {"a", "an"}
        else parse_number(form for form in forms if form not in timewords.UNITS and form not in timewords.UNIT_PLURALS)
    )
    if unit is None or count is None:
        return None
    if row.form(piece.start - 1) == "the" and word != "after":  # "the 24 hours before 10 a.m. on April 4"
        day = calendar.shift(partner.first, unit, -count)
        return _Piece(piece.start - 1, row.at_offset(partner.end), day, partner.first, "duration_up_to")
    if timewords.UNITS[unit][2] or word not in {"before", "after"}:
        return None
    day = calendar.shift(partner.first, unit, -count if word == "before" else count)
    end = row.at_offset(partner.end)
    # The noun that the date describes belongs to the phrase ("the November 13 deadline").
    if row.symbols[end : end + 1] == "_" and row.form(second - 1) == "the":
        end += 1
    return _Piece(piece.start, end, day, day, f"duration_{word}")


def _widen(doc: Doc, row: TokenRow, piece: _Piece, record: TimeRange) -> _Piece:
    """Return the piece with its preposition, and the sides that the preposition opens."""
    piece = replace(piece, start=_with_modifier(row, piece.start, record))
    opened = _open_by_preposition(doc, row, piece, record)
    if opened is not None:
        return opened
    clause = None if record.timex is TimexType.DURATION else _find_clause_head(doc, row, piece.start)
    if clause is not None:
        head = row.form(clause)
        if head in _OPEN_START:
            return _Piece(clause, piece.end, None, piece.last, f"{head}_clause")
        return _Piece(clause, piece.end, piece.first, None, f"{head}_clause")
    word = row.form(piece.start - 1)
    is_scheduled = word == "for" and record.timex is TimexType.DATE  # "scheduled for March 3"
    return replace(piece, start=piece.start - 1) if word in _KEPT and not is_scheduled else piece


def _with_modifier(row: TokenRow, start: int, record: TimeRange) -> int:
    """Return the start moved over words that TIMEX3 leaves out: "late Tuesday", "about 13:40", "by the 1960s"."""
    before = row.form(start - 1)
    is_left_out = (
        (before in {"early", "late", "earlier", "later", "shortly"} and record.rule in {"weekday", "deictic_day"})
        or (before in {"about", "around", "approximately"} and record.timex is TimexType.TIME)
        or (before == "the" and record.rule.endswith("decade") and row.form(start - 2) not in _BARE)
    )
    return start - 1 if is_left_out else start


def _open_by_preposition(doc: Doc, row: TokenRow, piece: _Piece, record: TimeRange) -> _Piece | None:
    """Return the piece with a preposition that opens one of its sides; None when there is none."""
    start, end = piece.start, piece.end
    word, before = row.form(start - 1), row.form(start - 2)
    if before == "as" and word in {"of", "at"}:
        return _Piece(start - 2, end, None, piece.last, "as_of")
    if (before, word) == ("up", "to"):
        return _Piece(start - 2, end, None, piece.last, "up_to")
    if (before, word) in {("prior", "to"), ("ahead", "of")}:
        return _Piece(start - 2, end, None, _day_before(piece.first), "before")
    if word == "before":
        return _Piece(start - 1, end, None, _day_before(piece.first), "before")
    if word == "from" and (
        _shape(record) not in {"day", "month"} or record.anchor == "text" or _describes(doc, row, start)
    ):
        return None  # "down from 2019", "from the year before", "a report from March" do not open
    if word == "since" and record.rule.startswith("edge_of") and {"end", "close"} & set(record.text.lower().split()):
        return _Piece(start - 1, end, piece.last, None, "since")
    if word in _OPEN_END:
        return _Piece(start - 1, end, piece.first, None, word)
    if word in _OPEN_START and not (word == "through" and record.timex is TimexType.DURATION):
        return _Piece(start - 1, end, None, piece.last, word)
    return None


def _describes(doc: Doc, row: TokenRow, start: int) -> bool:
    """Tell whether the parse hangs an expression on a noun; False without a parse."""
    span = doc.char_span(row.tokens[start].start, row.tokens[start].end, alignment_mode="expand")
    if span is None or not doc.has_annotation("DEP"):
        return False
    word = span[0]
    while word.head.i != word.i and word.head.pos_ in {"NUM", "PROPN"}:
        word = word.head
    return word.head.i != word.i and word.head.pos_ == "NOUN"


def _day_before(day: date | None) -> date | None:
    return calendar.add_days(day, -1) if day else None


def _find_clause_head(doc: Doc, row: TokenRow, start: int) -> int | None:
    """Return the token of a "since", "following", "after" or "before" whose clause ends in the expression; None without.

    With a parse the expression must stand in the part of the tree that the word introduces; without one, no mark may
    stand between them.
    """
    for index in row.backwards(start, _LONGEST_CLAUSE):
        if row.symbols[index] in ",:()'!-":
            return None
        if row.form(index) in _CLAUSE_HEADS:
            return index if _introduces(doc, row, index, start) else None
    return None


def _introduces(doc: Doc, row: TokenRow, index: int, start: int) -> bool:
    if not doc.has_annotation("DEP"):
        return row.form(index) in {"since", "following"}
    head_span = doc.char_span(row.tokens[index].start, row.tokens[index].end, alignment_mode="expand")
    time_span = doc.char_span(row.tokens[start].start, row.tokens[start].end, alignment_mode="expand")
    if head_span is None or time_span is None:
        return False
    word, target = head_span[0], time_span[0]
    # "following" may head its phrase; a subordinating or case-marking word hangs on the head of what it introduces.
    if word.dep_ == "mark" and word.lower_ != "since":
        return False  # "after floods killed 60 people last week": the date is that of the clause itself
    top = word.head if word.dep_ in {"mark", "case", "advmod", "fixed"} else word
    return top.i == target.i or top.is_ancestor(target)


def _render(row: TokenRow, piece: _Piece, record: TimeRange) -> TimeRange:
    start, end = row.tokens[piece.start].start, row.tokens[piece.end - 1].end
    return TimeRange(
        start=start,
        end=end,
        text=row.text[start:end],
        timex=record.timex,
        value=record.value,
        first=piece.first,
        last=piece.last,
        anchor=record.anchor if piece.first or piece.last else None,
        rule=piece.rule,
    )
