"""The claim_builder: joins quantities with what happened, where, when and who said so, and writes `doc._.claims`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from extraction.claim_places import Fact, PlaceMention, find_focus, find_places, holds_nowhere, inherited_role, locating
from extraction.claim_speaker import UNATTRIBUTED, Source, find_confirmations, find_source
from extraction.claim_time import find_time
from extraction.components.quantities import counted_of
from extraction.counted import Counted
from extraction.events import EventReading, find_event
from extraction.extensions import PLACES, QUANTITIES, TIMES, mention_of
from extraction.groups import Group, resolve_group
from extraction.lexicons.events import ANIMATE_EVENTS
from extraction.modality import find_modality
from records import (
    Claim,
    ClaimPlace,
    Event,
    Evidence,
    FieldOrigin,
    Mention,
    Modality,
    Quantity,
    Qualifier,
    Stance,
    TimeRange,
    TimexType,
    Unit,
)


import os
MODE = os.environ.get("MODE","mix")

def same_paragraph(doc, latest, reading):
    return "\n\n" not in doc.text[latest[-1].place.end:reading.quantity.start]

@dataclass(slots=True)
class Reading:
    """A quantity on its way to a claim."""

    span: Span
    quantity: Quantity
    counted: Counted
    group: Group
    event: EventReading
    unit: Unit
    sentence: Span


class ClaimBuilder:
    """Builds one claim for each quantity that states something about the world."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.claims = tuple(self.build(doc))
        return doc

    def build(self, doc: Doc) -> list[Claim]:
        """Return the claims in order of the text."""
        readings = list(read_quantities(doc))
        claims = [claim for claim, _ in self._complete(doc, readings)]
        return claims

    def _complete(self, doc: Doc, readings: list[Reading]) -> Iterator[tuple[Claim, Reading]]:
        attributions = doc._.attributions
        times = [(span, span._.record) for span in doc.spans.get(TIMES, ())]
        mentions = [PlaceMention(span, span._.record) for span in doc.spans.get(PLACES, ())]
        confirmations = find_confirmations(doc, attributions)
        sources = _sources(readings, attributions, confirmations)
        mentions = locating(mentions)
        focus = find_focus(mentions)
        latest: tuple[ClaimPlace, ...] = ()
        for index, reading in enumerate(readings):
            others = [other.counted for other in readings if other is not reading and other.sentence.start == reading.sentence.start]
            modality, cue_token, modality_rule = find_modality(reading.counted, reading.event.trigger, reading.event.governor, reading.sentence)
            fact = Fact(reading.counted, reading.group.head, reading.event.governor, reading.event.trigger, reading.event.event, reading.unit, reading.sentence, sources[index].content)
            places = find_places(fact, mentions, others, attributions)
            place_rule = "sentence"
            if places:
                latest = places
            elif not holds_nowhere(fact):
                role = inherited_role(fact)
                if MODE == "latest" or (MODE == "mix" and latest and same_paragraph(doc, latest, reading)):
                    places, place_rule = tuple(replace(place, role=role) for place in latest), "earlier"
                elif focus:
                    places, place_rule = tuple(ClaimPlace(place=mention.place, role=role) for mention in focus), "focus"
            time = find_time(reading.counted, reading.event.governor, reading.sentence, times)
            source = sources[index]
            stance = source.stance
            text = reading.quantity.text.lower()
            if stance is Stance.ASSERT and "estimated" in text:
                stance = Stance.ESTIMATE
            sentence = trim(reading.sentence)
            start = min(sentence.start_char, reading.quantity.start)
            end = max(sentence.end_char, reading.quantity.end)
            yield Claim(
                article_text=doc.text,
                version_key=doc._.version_key,
                quantity=reading.quantity,
                unit=reading.unit,
                group=group_mention(doc, reading.group),
                event=reading.event.event,
                trigger=mention_of(doc[reading.event.trigger.i : reading.event.trigger.i + 1]) if reading.event.trigger is not None else None,
                modality=modality,
                places=places,
                time=time,
                speaker=source.speaker,
                cue=source.cue,
                stance=stance,
                confidence=0.5,
                evidence=Evidence.quote(doc.text, start, end),
                origins=(
                    FieldOrigin(field="quantity", rule=reading.quantity.rule, confidence=0.9),
                    FieldOrigin(field="event", rule=reading.event.rule, confidence=0.5),
                    FieldOrigin(field="places", rule=place_rule, confidence=0.5),
                ),
            ), reading


def read_quantities(doc: Doc) -> Iterator[Reading]:
    """Yield the quantities of a document with group, unit and event, in order of the text."""
    times = [time for time in (span._.record for span in doc.spans.get(TIMES, ())) ]
    sentence_start, groups = -1, []
    previous: Reading | None = None
    for span in sorted(doc.spans.get(QUANTITIES, ()), key=lambda span: span.start):
        quantity: Quantity = span._.record
        if _is_inside_time(quantity, times):
            continue
        counted = counted_of(span)
        sentence = counted.number.sent
        if sentence.start != sentence_start:
            sentence_start, groups = sentence.start, []
        group = resolve_group(quantity, counted, groups, sentence)
        event = find_event(counted, group, sentence)
        event = inherit_event(event, counted, group, previous, sentence)
        groups.append(group)
        reading = Reading(span, quantity, counted, group, event, decide_unit(quantity, counted, group, event), sentence)
        previous = reading
        yield reading


_LIST_WORDS = frozenset({"and", "or", ",", "another", "a", "an", "about", "some", "(", "including", "other", "further", "–", "—", "-", "including", "plus"})


def inherit_event(event: EventReading, counted: Counted, group: Group, previous: Reading | None, sentence: Span) -> EventReading:
    """Return the event of the count before, for a member of its list or a part of it that nothing else is said of."""
    if previous is None or event.rank < 5 or previous.event.rank >= 9:
        return event
    doc = sentence.doc
    inherited = replace(previous.event, rule="list", rank=7.5)
    if previous.sentence.start == sentence.start:
        between = doc[max(previous.span.end, previous.group.stop) : counted.number.i]
        listed = len(between) <= 6 and all(token.lower_ in _LIST_WORDS or token.pos_ in {"ADV", "PUNCT", "NUM"} for token in between)
        if listed or group.source is not None and event.rank >= 8:
            return inherited
        if group.unit is Unit.PERCENT and group.head is None and event.rank >= 8:
            return inherited
        return event
    pronoun = any(child.lower_ in {"they", "these", "those"} and child.dep_.startswith("nsubj") for child in (*counted.anchor.children, *counted.anchor.head.children))
    if pronoun and event.rank >= 9 and previous.unit is Unit.PERSON:
        return inherited
    return event


def _is_inside_time(quantity: Quantity, times: Sequence[TimeRange]) -> bool:
    """Tell whether a number belongs to a time expression that the quantity_finder took for a count."""
    return any(time.start <= quantity.start and quantity.end <= time.end for time in times)


def decide_unit(quantity: Quantity, counted: Counted, group: Group, event: EventReading) -> Unit:
    """Return the kind of thing counted: what the expression says, then the noun, then what the event can befall."""
    if quantity.unit is not None:
        return quantity.unit
    if group.unit is Unit.BUILDING and event.event is Event.DISPLACEMENT:
        return Unit.HOUSEHOLD  # homes that are evacuated are counted for those who live there
    if group.unit is not None:
        return group.unit
    if event.event in ANIMATE_EVENTS:
        return Unit.PERSON
    if event.event is Event.DESTRUCTION:
        return Unit.BUILDING if group.head is None else Unit.OTHER
    if group.rule == "implied" and (quantity.qualifier is Qualifier.VAGUE or event.event in {Event.PRESENCE, Event.NEED} or counted.root.dep_.startswith("nsubj")):
        return Unit.PERSON
    return Unit.OTHER


def group_mention(doc: Doc, group: Group) -> Mention | None:
    """Return the counted noun phrase; None when it is only implied."""
    return mention_of(doc[group.first : group.stop]) if group.stop > group.first else None


def trim(sentence: Span) -> Span:
    """Return a sentence without white space around it."""
    start, end = sentence.start, sentence.end
    while start < end - 1 and sentence.doc[start].is_space:
        start += 1
    while end - 1 > start and sentence.doc[end - 1].is_space:
        end -= 1
    return sentence.doc[start:end]


def _sources(readings: Sequence[Reading], attributions: Sequence, confirmations: Sequence[tuple[int, Source]]) -> list[Source]:
    sources = [find_source(reading.quantity.start, reading.quantity.end, attributions) for reading in readings]
    for offset, source in confirmations:
        earlier = [index for index, reading in enumerate(readings) if reading.sentence.end_char <= offset]
        if earlier:
            sources[earlier[-1]] = source
    return sources


@Language.factory(
    "claim_builder",
    assigns=["doc._.claims"],
    requires=["doc.spans", "doc._.attributions", "token.dep", "token.tag", "token.pos", "token.lemma"],
)
def make_claim_builder(nlp: Language, name: str) -> ClaimBuilder:  # noqa: ARG001 -- spaCy's signature
    """Return the component; it has no settings."""
    return ClaimBuilder()
