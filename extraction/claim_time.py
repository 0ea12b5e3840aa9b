"""When a fact holds or happened: the time expression of its clause, of its sentence, or of the incident it belongs to.

Facts of one incident share place and time: a fact without a time takes that of the sentence that names its place, else that of the
last fact of the same event at the same place.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.counted import Counted
from extraction.place_groups import keys_of
from extraction.readings import Reading
from extraction.sentences import sentence_start
from records import ClaimPlace, Event, TimeRange, TimexType

Period = tuple[Span, TimeRange]

_BARE_NOW: Final = frozenset(
    {"now", "currently", "already", "recently", "at present", "presently", "then", "once", "current", "recent"}
)
_BOUNDING: Final = frozenset(
    {
        "since",
        "until",
        "till",
        "by",
        "for",
        "during",
        "over",
        "as",
        "after",
        "following",
        "between",
        "from",
        "within",
        "in",
        "on",
        "before",
    }
)


class Dating:
    """Decides the times of the facts of one document, asked for in order of the text.

    `periods` are the time expressions of each sentence, by the index of its first token.
    """

    def __init__(self, doc: Doc, periods: Mapping[int, Sequence[Period]]) -> None:
        self._doc = doc
        self._periods = periods
        self._last: TimeRange | None = None
        self._order = 0
        self._dated: dict[tuple[Event, str], tuple[int, TimeRange]] = {}  # the last time of an event at a place

    def find(self, reading: Reading, places: Sequence[ClaimPlace], place_rule: str) -> tuple[TimeRange | None, str]:
        """Return the time of a fact at places that `place_rule` found, and the rule: `sentence`, `earlier`, `incident` or `none`."""
        time, rule = self._search(reading, places, place_rule)
        self._order += 1
        self._last = time
        if time is not None:
            for key in keys_of(places):
                self._dated[reading.event.event, key] = (self._order, time)
        return time, rule if time is not None else "none"

    def _search(self, reading: Reading, places: Sequence[ClaimPlace], place_rule: str) -> tuple[TimeRange | None, str]:
        here = self._periods.get(sentence_start(self._doc, reading.span.start), ())
        time = find_time(reading.counted, reading.event.governor, reading.sentence, here)
        if time is not None:
            return time, "sentence"
        if reading.link and self._last is not None:
            return self._last, "earlier"
        if not places:
            return None, "none"
        time = None if place_rule == "sentence" else self._time_beside(places[0])
        return time or self._time_of_incident(reading.event.event, places), "incident"

    def _time_beside(self, place: ClaimPlace) -> TimeRange | None:
        """Return the first time expression with days in the sentence that names a place."""
        span = self._doc.char_span(place.place.start, place.place.end, alignment_mode="expand")
        if span is None:
            return None
        periods = self._periods.get(sentence_start(self._doc, span.start), ())
        return next((time for _, time in periods if time.first is not None or time.last is not None), None)

    def _time_of_incident(self, event: Event, places: Sequence[ClaimPlace]) -> TimeRange | None:
        """Return the time of the last fact of the same event at one of the places; sums of money are of no incident."""
        if event is Event.MONEY:
            return None
        dated = [self._dated[event, key] for key in keys_of(places) if (event, key) in self._dated]
        return max(dated, key=lambda entry: entry[0])[1] if dated else None


def find_time(
    counted: Counted, governor: Token | None, sentence: Span, times: Sequence[tuple[Span, TimeRange]]
) -> TimeRange | None:
    """Return the time expression of the sentence that dates a fact; None when it has none.

    Expressions under the governing verb come first, then the nearest; bare "now" and durations that only measure are left out.
    """
    best: tuple[float, TimeRange] | None = None
    for span, time in times:
        if not (sentence.start <= span.start < sentence.end) or time.text.lower() in _BARE_NOW:
            continue
        if time.timex is TimexType.DURATION and time.first is None and time.last is None and not _is_bounded(span):
            continue
        distance = _distance(span.root, counted, governor)
        if best is None or distance < best[0]:
            best = (distance, time)
    return None if best is None else best[1]


def _is_bounded(span: Span) -> bool:
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return span[0].lower_ in _BOUNDING or before in _BOUNDING


def _distance(root: Token, counted: Counted, governor: Token | None) -> float:
    """Return how far a time stands from a fact: its own noun, then its verb, then the verbs above, then by words."""
    head: Token = root
    for step in range(4):
        if head.i in {counted.anchor.i, counted.root.i}:
            return 0.5 + step * 0.1
        if governor is not None and head.i == governor.i:
            return 1.0 + step * 0.1
        if head.head.i == head.i:
            break
        head = head.head
    return 3.0 + abs(root.i - counted.root.i) / 10
