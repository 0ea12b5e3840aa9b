"""time_finder: TIMEX3 expressions and the days that they cover.

Writes `doc.spans["times"]`, one span for each expression, `span._.record` its records.TimeRange, and
`doc.spans["periods"]`, the same with the prepositions and ranges that claims need (extraction.timex). The record's offsets are
those of the expression itself; the span is the smallest run of the language model's tokens that holds it. Works without
a tagger, parser or entities; where a Doc has them, they settle the tense of bare weekdays and months and keep out verbs
and names. Cost is linear in the text.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

import extraction.extensions  # noqa: F401 - registers doc._ and span._
from extraction.dateline import find_dateline
from extraction.extensions import TIMES
from extraction.timex import PERIODS, build_periods
from extraction.timex_context import Context, Found, Reading
from extraction.timex_grammar import RULES, Rule
from extraction.timex_guards import GUARDS
from extraction.timex_prefixes import PREFIX_READERS
from extraction.timex_readings import READERS
from extraction.timex_tokens import TokenRow
from records import TimeRange

# A dateline that is further from the day of publication than this is not that of the article (an archive page, a typo).
_LONGEST_DELAY: Final = 14
# Years that the grammar reads as years; a day outside them is an error of a feed ("0001-01-01") and anchors nothing.
_BORDERS: Final = frozenset({"since", "until", "till", "by", "before", "after", "from", "to", "than"})
_ANCHOR_YEARS: Final = range(1000, 2200)


# The label of periods: a record is kept by tokens and label, and a bare "Monday" is an expression and a period at once.
PERIOD: Final = "PERIOD"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A match that may become an expression: its rule, and its prefix where it has one."""

    rule: Rule
    found: Found
    prefix_rule: Rule | None = None
    prefix: Found | None = None

    @property
    def start(self) -> int:
        return self.prefix.start if self.prefix else self.found.start

    @property
    def length(self) -> int:
        return self.found.end - self.start


class TimeFinder:
    """Finds and resolves time expressions, front to back."""

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["times"]` and `doc.spans["periods"]`."""
        row = TokenRow(doc.text)
        doc.spans[TIMES] = _find(doc, row)
        doc.spans[PERIODS] = [_as_span(doc, period, PERIOD) for period in build_periods(doc, row)]
        return doc

    def find(self, doc: Doc) -> list[Span]:
        """Return the time expressions of a document as spans with records, in order of the text."""
        return _find(doc, TokenRow(doc.text))


def _find(doc: Doc, row: TokenRow) -> list[Span]:
    today, anchor = find_anchor(row.text, doc._.published)
    context = Context(doc=doc, row=row, today=today, anchor=anchor)
    selected = _select(_candidates(context))
    _look_ahead(selected, context)
    spans = []
    for candidate in selected:
        reading, rule = _read(candidate, context)
        context.remember(reading)
        _note_year(candidate, reading, context)
        spans.append(_make_span(doc, row, candidate, reading, rule))
    return spans


def find_anchor(text: str, published: date | None) -> tuple[date | None, str | None]:
    """Return the day that "today" means in an article's text, and where it stands: `dateline`, `published` or `text`.

    The dateline wins over the day of publication, since wire copy keeps it, and an updated article has a new dateline
    and its old day of publication; a dateline of two weeks or more before or after publication is not believed. Without either, a date at the very start of the text serves.
    """
    if published is not None and published.year not in _ANCHOR_YEARS:
        published = None
    dateline = find_dateline(text)
    if dateline is not None:
        day = dateline.resolve_day(published)
        if day is not None and day.year not in _ANCHOR_YEARS:
            day = None
        if day is not None and (published is None or abs((published - day).days) < _LONGEST_DELAY):
            return day, "dateline"
    return published, "published" if published else None


def _note_year(candidate: _Candidate, reading: Reading, context: Context) -> None:
    """Note a year that stands for the rest of its sentence: "Last year", "in 2019", but not "since 2019"."""
    before = context.row.form(candidate.start - 1)
    is_frame = candidate.rule.name == "relative_unit" or before in {"in", "during", "throughout"}
    if reading.unit == "year" and reading.first is not None and is_frame and before not in _BORDERS:
        context.year_at = (candidate.start, reading.first.year)


def _look_ahead(selected: list[_Candidate], context: Context) -> None:
    """Note in the context the full date of the text that may stand for today."""
    full_days, years = set(), set()
    for candidate in selected:
        rule, found = candidate.rule.name, candidate.found
        if rule in {"month_day", "day_month", "iso_date"} and (found.has("year") or rule == "iso_date"):
            full_days.add(READERS[candidate.rule.reader](found, context).first)
        if rule in {"year", "month_year"}:
            years.add(found.year())
    full_days.discard(None)
    if context.today is None and len(full_days) == 1:
        only = full_days.pop()
        if only is not None and not any(year and year > only.year for year in years):
            context.text_day = only


def _candidates(context: Context) -> list[_Candidate]:
    """Return all matches that pass their guards, prefixes already joined to what follows them."""
    found: dict[int, list[_Candidate]] = {}
    prefixes: list[tuple[Rule, Found]] = []
    for rule in RULES:
        for match in rule.pattern.finditer(context.row.symbols):
            hit = Found(context.row, match)
            if rule.joins:
                prefixes.append((rule, hit))
            elif not rule.guard or GUARDS[rule.guard](hit, context):
                found.setdefault(hit.start, []).append(_Candidate(rule, hit))
    joined = [
        _Candidate(candidate.rule, candidate.found, rule, prefix)
        for rule, prefix in prefixes
        for candidate in found.get(prefix.end, ())
        if _grain(candidate) in rule.joins
    ]
    plain = [candidate for group in found.values() for candidate in group if not candidate.rule.only_joined]
    return plain + joined


_GRAINS: Final = {
    "month_day": "day",
    "day_month": "day",
    "iso_date": "day",
    "weekday": "day",
    "deictic_day": "day",
    "day_of_month": "day",
    "month_year": "month",
    "month_of_relative_year": "month",
    "relative_month": "month",
    "month": "month",
    "holiday": "day",
    "quarter_year": "quarter",
    "quarter_short": "quarter",
    "season_year": "season",
    "season_relative": "season",
    "season": "season",
    "year": "year",
    "year_short": "year",
    "decade": "decade",
    "decade_word": "decade",
    "century": "century",
    "weekend": "weekend",
}
_UNIT_RULES: Final = frozenset({"relative_unit", "same_unit", "adjacent_unit", "the_unit"})


def _grain(candidate: _Candidate) -> str:
    """Return the granularity of a match, before it is read; empty for those that take no prefix."""
    if candidate.rule.name in _UNIT_RULES:
        return candidate.found.unit()
    return _GRAINS.get(candidate.rule.name, "")


def _select(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return candidates that do not overlap: leftmost first, the longest of those, then the order of the grammar."""
    order = {rule.name: position for position, rule in enumerate(RULES)}
    candidates.sort(key=lambda candidate: (candidate.start, -candidate.length, order[candidate.rule.name]))
    selected, end = [], 0
    for candidate in candidates:
        if candidate.start >= end:
            selected.append(candidate)
            end = candidate.found.end
    return selected


def _read(candidate: _Candidate, context: Context) -> tuple[Reading, str]:
    reading = READERS[candidate.rule.reader](candidate.found, context)
    if candidate.prefix is None or candidate.prefix_rule is None:
        return reading, candidate.rule.name
    reading = PREFIX_READERS[candidate.prefix_rule.reader](candidate.prefix, reading, context)
    return reading, f"{candidate.prefix_rule.name}+{candidate.rule.name}"


def _make_span(doc: Doc, row: TokenRow, candidate: _Candidate, reading: Reading, rule: str) -> Span:
    start, end = row.tokens[candidate.start].start, row.tokens[candidate.found.end - 1].end
    record = TimeRange(
        start=start,
        end=end,
        text=row.text[start:end],
        timex=reading.timex,
        value=reading.value,
        first=reading.first,
        last=reading.last,
        anchor=reading.anchor if reading.value or reading.first or reading.last else None,
        rule=rule,
    )
    return _as_span(doc, record, record.timex.value)


def _as_span(doc: Doc, record: TimeRange, label: str) -> Span:
    span = doc.char_span(record.start, record.end, label=label, alignment_mode="expand")
    assert span is not None  # both offsets lie on characters of tokens
    span._.record = record
    return span


@Language.factory("time_finder", assigns=["doc.spans"])
def make_time_finder(nlp: Language, name: str) -> TimeFinder:  # noqa: ARG001 - spaCy passes both by name
    """Return the component `time_finder`. It has no settings."""
    return TimeFinder()
