"""Tie a part to its total ("two of the 12", "of whom 76,000 are children"), and find a second fact stated of the same set."""

from collections.abc import Sequence
from typing import Final

from extraction.event_readings import SPECIFIC, EventReading
from extraction.event_words import verbal_event
from extraction.extensions import mention_of
from extraction.readings import Reading
from extraction.voice import is_passive
from records import Mention, Unit

_FRONTED: Final = 4  # tokens from the start of a sentence within which "Of the 12,000 ..." names the total
_OF_WHOM: Final = (["of", "whom"], ["of", "which"], ["of", "them"], ["of", "these"], ["of", "those"])
_INCLUDING: Final = frozenset({"including", "include", "includes", "included", "among"})


def find_part_of(reading: Reading, sentence: Sequence[Reading]) -> Mention | None:
    """Return the quantity of the total that a quantity is a part of; None when it is no part of another one.

    `sentence` are the readings of its sentence in order of the text.
    """
    whole = _whole_behind(reading, sentence)
    if whole is not None:
        return whole
    here = [other for other in sentence if other.span.start < reading.span.start]
    if not here:
        return None
    counted, doc = reading.counted, reading.sentence.doc
    total = here[-1]
    if counted.rule == "of" and counted.head is not None and counted.head.lower_ in {"which", "whom", "them", "those"}:
        return mention_of(total.span)
    between = doc[total.span.end : reading.span.start]
    if [token.lower_ for token in between[-2:]] in _OF_WHOM:
        return mention_of(total.span)
    if any(token.lower_ in _INCLUDING for token in between):
        included = next((other for other in reversed(here) if _smaller(reading, other)), None)
        if included is not None:
            return mention_of(included.span)
    first = here[0]
    fronted = first.span.start - first.sentence.start <= _FRONTED and doc[first.sentence.start].lower_ in {
        "of",
        "out",
        "among",
    }
    if fronted and _smaller(reading, first):
        return mention_of(first.span)
    if reading.group.source is not None and reading.link == "part" and reading.unit is Unit.PERCENT:
        return mention_of(total.span)
    return None


def _whole_behind(reading: Reading, sentence: Sequence[Reading]) -> Mention | None:
    """Return the total of "two of the 12 patients": a quantity of the same noun inside the of-phrase."""
    counted = reading.counted
    if counted.rule != "of" or counted.head is None:
        return None
    for other in sentence:
        head = other.counted.head
        if other.span.start > reading.span.start and head is not None and head.i == counted.head.i:
            return mention_of(other.span)
    return None


def _smaller(part: Reading, whole: Reading) -> bool:
    if part.unit is Unit.PERCENT:
        return True
    low, high = part.quantity.low or part.quantity.high, whole.quantity.high or whole.quantity.low
    return part.unit is whole.unit and low is not None and high is not None and low <= high


def find_second_event(reading: Reading) -> EventReading | None:
    """Return the event of a finite relative clause that states another fact of exactly the counted set; None without one.

    "two people who returned from Italy" beside an infection: two facts, two claims. Only events that the clause's own verb
    states plainly count, and only beside a main event that is as plain.
    """
    head = reading.group.head
    if (
        head is None
        or reading.counted.rule != "nummod"
        or reading.event.rank > 1
        or reading.event.event not in SPECIFIC
    ):
        return None
    for child in head.children:
        if (
            child.dep_ != "acl:relcl"
            or child.pos_ != "VERB"
            or not any(mark.dep_.startswith("nsubj") for mark in child.children)
        ):
            continue
        found = verbal_event(child, "patient" if is_passive(child) else "agent", head)
        if found is not None and found[2] == "verb" and found[0] in SPECIFIC and found[0] is not reading.event.event:
            return EventReading(found[0], found[1], child, "relative", 4.2)
    return None
