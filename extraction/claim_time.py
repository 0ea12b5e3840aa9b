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
from records import ClaimPlace, Event, Mention, TimeRange, TimexType

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
_COMPARING: Final = frozenset({"from", "against", "versus", "than", "to", "with"})
_BEFORE_COMPARING: Final = frozenset({"up", "down", "compared", "comparison", "more", "less", "higher", "lower"})
_MEASURES: Final = frozenset("many much few more less fewer higher lower greater larger smaller".split())
_SINCE: Final = frozenset({"since", "in", "for"})
_NEAR_CUE: Final = 4  # tokens between a verb of saying and its time: "said in Abuja on Thursday"
_LONGEST_SUM: Final = 5  # tokens of a number and its noun


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

    def find(
        self, reading: Reading, places: Sequence[ClaimPlace], place_rule: str, cue: Mention | None
    ) -> tuple[TimeRange | None, str]:
        """Return the time of a fact at places that `place_rule` found, and the rule: `sentence`, `earlier`, `incident` or `none`.

        `cue` are the words by which a named source says it: the day of telling is not that of the fact.
        """
        time, rule = self._search(reading, places, place_rule, cue)
        self._order += 1
        self._last = time
        if time is not None:
            for key in keys_of(places):
                self._dated[reading.event.event, key] = (self._order, time)
        return time, rule if time is not None else "none"

    def _search(
        self, reading: Reading, places: Sequence[ClaimPlace], place_rule: str, cue: Mention | None
    ) -> tuple[TimeRange | None, str]:
        here = self._periods.get(sentence_start(self._doc, reading.span.start), ())
        if cue is not None and here:
            words = self._doc.char_span(cue.start, cue.end, alignment_mode="expand")
            here = [period for period in here if not _dates_telling(*period, words, reading)]
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
        if _bounds_superlative(span, time) or _dates_other_number(span, counted):
            continue
        distance = _distance(span.root, counted, governor)
        if best is None or distance < best[0]:
            best = (distance, time)
    return None if best is None else best[1]


def _is_bounded(span: Span) -> bool:
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return span[0].lower_ in _BOUNDING or before in _BOUNDING


def _dates_telling(span: Span, time: TimeRange, cue: Span | None, reading: Reading) -> bool:
    """Tell whether a day is that of telling and not of what happened: "had stayed behind, the mayor said on Thursday"."""
    governor = reading.event.governor
    if cue is None or governor is None or governor in cue or time.first is None or time.first != time.last:
        return False
    # A time before the verb often holds for both: "In 2009 the agency reported that 1,600 children fell ill".
    head = span.root.head
    return (head in cue or head.head in cue) and 0 <= span.start - cue.end <= _NEAR_CUE


def _bounds_superlative(span: Span, time: TimeRange) -> bool:
    """Tell whether a time says how long something was not surpassed: "the highest figure since March", "in 20 years"."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    opener = span[0].lower_ if span[0].lower_ in _SINCE else before
    if opener not in _SINCE or (opener != "since" and time.timex is not TimexType.DURATION):
        return False
    noun = span.root.head
    return noun.pos_ == "NOUN" and any(child.tag_ == "JJS" or child.lower_ == "first" for child in noun.children)


def _dates_other_number(span: Span, counted: Counted) -> bool:
    """Tell whether a time dates what a fact is compared with: "up from 4.9 million a year earlier", "twice as many as last year"."""
    doc, index = span.doc, span.start - 1
    while index > 0 and doc[index].lower_ in _BOUNDING and doc[index].lower_ != "as":
        index -= 1
    if doc[index].lower_ in {"as", "than"} and index > 1 and doc[index - 1].lower_ in _MEASURES:
        return True
    stop = index
    while index > 0 and stop - index < _LONGEST_SUM and doc[index].pos_ in {"NUM", "NOUN", "SYM", "PROPN"}:
        index -= 1
    compared = doc[index + 1 : stop + 1]
    if not any(token.like_num or token.pos_ == "NUM" for token in compared) or counted.number in compared:
        return False
    return doc[index].lower_ in _COMPARING and index > 0 and doc[index - 1].lower_ in _BEFORE_COMPARING


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
