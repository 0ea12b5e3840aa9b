"""When a fact holds or happened: the time expression of its clause, of its sentence, or of the incident it belongs to."""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from records import TimeRange, TimexType

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
