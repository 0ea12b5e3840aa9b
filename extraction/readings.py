"""Read the quantities of a document one after the other: group, unit and event, each in the light of those before it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Span

from extraction.components.quantities import counted_of
from extraction.counted import Counted
from extraction.event_readings import EventReading
from extraction.events import find_event
from extraction.extensions import QUANTITIES, TIMES
from extraction.groups import LIVING, Group, is_figure, resolve_group
from extraction.lemmas import lemma_of
from extraction.lexicons.events import ANIMATE_EVENTS
from extraction.lexicons.nouns import DWELLINGS
from extraction.sentences import is_parsed, sentence_at, sentence_start
from records import Event, Qualifier, Quantity, TimeRange, Unit

# What stands between two members of a list of counts.
_LIST_WORDS: Final = frozenset("and or , another a an about some ( including other further – — - plus".split())
_LONGEST_LINK: Final = 6  # tokens between two members
_RECENT: Final = 12  # counts before it that an elided noun may repeat
_UNSURE: Final = 5.0  # rank from which an event of its own gives way to that of the list
_DEFAULT: Final = 9.0
_BALLOT_SHARE: Final = 0.5  # of an article's counts, from which its unclear counts are of the ballot too
_BALLOT_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity with what it counts and what happened to it.

    Attributes:
        span: its tokens.
        quantity: its record.
        counted: the counted noun by the parse.
        group: the counted noun resolved, also where it is elided.
        event: what happened.
        unit: the kind of thing.
        sentence: the sentence that states it.
        link: how it hangs on the quantity before it: `list`, `part`, `pronoun`, `figure`; empty when it stands for itself.

    """

    span: Span
    quantity: Quantity
    counted: Counted
    group: Group
    event: EventReading
    unit: Unit
    sentence: Span
    link: str = ""


def read_quantities(doc: Doc) -> list[Reading]:
    """Return the readings of a document's quantities in order of the text, those inside time expressions left out."""
    readings = list(_read(doc))
    return _settle_ballot(readings)


def _read(doc: Doc) -> Iterator[Reading]:
    times: list[TimeRange] = [span._.record for span in doc.spans.get(TIMES, ())]
    previous: Reading | None = None
    told: list[tuple[Group, Reading]] = []  # the counts before it in its sentence
    position = 0
    text = doc.text  # spaCy joins its tokens anew each time it is asked
    for span in sorted(doc.spans.get(QUANTITIES, ()), key=lambda span: span.start):
        quantity: Quantity = span._.record
        while position < len(times) and times[position].end <= quantity.start:
            position += 1
        if position < len(times) and times[position].start <= quantity.start and quantity.end <= times[position].end:
            continue
        counted = counted_of(span)
        sentence = sentence_at(doc, counted.number.i)
        if previous is None or not _same_sentence(previous.sentence, sentence):
            told = []
        recent = told[-_RECENT:]
        group = resolve_group(quantity, counted, [earlier for earlier, _ in recent], sentence)
        if previous is not None and is_conversion(previous.quantity, quantity, text):
            group = replace(previous.group, rule="conversion")
        elif previous is not None and group.rule == "implied" and previous.unit in LIVING and is_figure(counted):
            group = replace(group, unit=previous.unit, rule="figure")
        source = previous
        if is_figure(counted):
            source = next((reading for earlier, reading in recent if earlier is group.source), previous)
        event, link = _inherit(find_event(counted, group, sentence), counted, group, source, sentence)
        unit = decide_unit(quantity, counted, group, event)
        own = group
        if is_borrowed(group, event):
            group = Group(None, counted.first, counted.first, None, "implied")
        previous = Reading(span, quantity, counted, group, event, unit, sentence, link)
        told.append((own, previous))
        yield previous


def is_conversion(before: Quantity, quantity: Quantity, text: str) -> bool:
    """Tell whether a sum is the same as the one before it in another currency: "SEK9 million (GBP738,000 or €810,000)"."""
    if not before.unit is quantity.unit is Unit.MONEY or before.currency == quantity.currency:
        return False
    return text[before.end : quantity.start].strip() in {"(", "or", "/", ","}


def _inherit(
    event: EventReading, counted: Counted, group: Group, previous: Reading | None, sentence: Span
) -> tuple[EventReading, str]:
    """Return the event of the count before for a member of its list, or a part of it, that nothing else is said of."""
    if previous is None:
        return event, ""
    if group.rule == "figure":
        verb = counted.root.head  # the words that said what happened stand in another sentence
        return EventReading(previous.event.event, None, verb, "figure", 7.5), "figure"
    same_sentence = _same_sentence(previous.sentence, sentence)
    listed = same_sentence and _is_listed(previous, counted, sentence)
    part = same_sentence and group.source is not None
    link = "list" if listed else "part" if part else ""
    if part and is_figure(counted) and event.trigger is not None and event.trigger.i == counted.root.head.i:
        return replace(previous.event, governor=counted.root.head, rule="figure", rank=7.5), link
    if event.rank < _UNSURE or previous.event.rank >= _DEFAULT:
        return event, link
    inherited = replace(previous.event, rule="list", rank=7.5)
    if listed or (part and event.rank >= 8):
        return inherited, link
    if same_sentence and group.unit is Unit.PERCENT and group.head is None and event.rank >= 8:
        return inherited, "part"
    if event.rank >= _DEFAULT and previous.unit is Unit.PERSON and _is_said_of_them(counted):
        return inherited, "pronoun"
    return event, link


def _is_said_of_them(counted: Counted) -> bool:
    """Tell whether "they" or "these" are the subject that a count is said of: "they were two Argentinians"."""
    if not is_parsed(counted.anchor.doc, counted.anchor.i):
        return False
    children = (*counted.anchor.children, *counted.anchor.head.children)
    return any(child.lower_ in {"they", "these", "those"} and child.dep_.startswith("nsubj") for child in children)


def _same_sentence(first: Span, second: Span) -> bool:
    return sentence_start(first.doc, first.start) == sentence_start(second.doc, second.start)


def _is_listed(previous: Reading, counted: Counted, sentence: Span) -> bool:
    between = sentence.doc[max(previous.span.end, previous.group.stop) : counted.number.i]
    return len(between) <= _LONGEST_LINK and all(
        token.lower_ in _LIST_WORDS or token.pos_ in {"ADV", "PUNCT", "NUM"} for token in between
    )


def is_borrowed(group: Group, event: EventReading) -> bool:
    """Tell whether an elided noun is none of the event's: "fired two rockets, killing nine" counts people."""
    borrowed = group.source is not None or group.rule == "heading"
    return borrowed and event.event in ANIMATE_EVENTS and group.unit not in LIVING


def decide_unit(quantity: Quantity, counted: Counted, group: Group, event: EventReading) -> Unit:
    """Return the kind of thing counted: what the expression says, then the noun, then what the event can befall."""
    if quantity.unit is not None:
        return quantity.unit
    if is_borrowed(group, event):
        return Unit.PERSON
    if event.event is Event.DISPLACEMENT and group.head is not None and lemma_of(group.head) in DWELLINGS:
        refuge = any(mark.dep_ == "case" and mark.lower_ in {"in", "at", "into", "to"} for mark in group.head.children)
        if not refuge:
            return Unit.HOUSEHOLD  # homes that are evacuated are counted for those who live there
    if group.unit is not None:
        return group.unit
    if event.event in ANIMATE_EVENTS:
        return Unit.PERSON
    if event.event is Event.DESTRUCTION:
        return Unit.BUILDING if group.head is None else Unit.OTHER
    animate = event.event in {Event.PRESENCE, Event.NEED} or counted.root.dep_.startswith("nsubj")
    if group.rule == "implied" and (quantity.qualifier is Qualifier.VAGUE or animate):
        return Unit.PERSON
    return Unit.OTHER


def _settle_ballot(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with unclear counts of people and shares in an article about a ballot read as counts of the ballot."""
    events = Counter(reading.event.event for reading in readings if reading.event.rank < _UNSURE)
    total = sum(events.values())
    if events[Event.VOTE] < _BALLOT_LEAST or events[Event.VOTE] < _BALLOT_SHARE * total:
        return list(readings)
    return [
        replace(reading, event=replace(reading.event, event=Event.VOTE, rule="ballot"))
        if reading.event.event is Event.OTHER
        and reading.event.rank >= _UNSURE
        and reading.unit in {Unit.PERSON, Unit.PERCENT, Unit.OTHER}
        else reading
        for reading in readings
    ]
