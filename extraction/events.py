"""Find what happened to the counted thing: the event and the words that carry it.

From the counted noun (or the bare number) the parse is climbed: its own word, its attributes, the verb that governs it, the
complement of a light verb, the noun that frames it ("a death toll of 43"), then the next clause up. Each reading says which
construction found it. Where the parse gives nothing, the nearest trigger word of the sentence is taken.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from extraction.event_neighbours import find_adjacent, find_forced, find_labelled, find_nearest
from extraction.event_readings import SPECIFIC, EventReading, Step, climb
from extraction.event_words import event_of, framed_event, verbal_event
from extraction.groups import Group, is_offspring
from extraction.lemmas import lemma_of
from extraction.lexicons.events import (
    ADJECTIVES,
    AID_CONTEXT,
    ANIMATE_EVENTS,
    BALLOT_CONTEXT,
    BALLOT_NOUNS,
    FORCE_VERBS,
    FORCES,
    GIVING,
    KEEPING,
    LIGHT,
    NEED_CONTEXT,
    NOUNS,
    OPINIONS,
    PATIENTS,
    PLEDGES,
    RELIEF_GOODS,
    VERBS,
)
from extraction.lexicons.nouns import STRONG_EVENTS, WEAK_EVENTS
from extraction.lexicons.placing import PLACE_NOUNS
from extraction.sentences import is_parsed, sentence_at, sentence_start
from extraction.voice import is_passive
from records import Event, Unit

# Events that a counted noun keeps whatever the verb says: cases are reported, votes are won, deaths are feared.
_ABSOLUTE: Final = frozenset({Event.DEATH, Event.INJURY, Event.ILLNESS, Event.VOTE, Event.ATTACK})
_OWN_NOUNS: Final = frozenset({"noun", "of", "frame", "heading", "topic", "label"})
_ARTICLE: Final = 150  # tokens around a delegate that tell what is voted on
_OF_KNOWN_PEOPLE: Final = frozenset({Event.PRESENCE, Event.NEED, Event.RELEASE, Event.RETURN})
_COUNTED_APART: Final = frozenset({Unit.MONEY, Unit.PERCENT, Unit.WEIGHT, Unit.DISTANCE, Unit.AREA})
_JOINING: Final = frozenset({"take", "participate"})
_MODIFIERS: Final = frozenset({"amod", "acl", "acl:relcl", "advmod", "dep"})


def find_event(counted: Counted, group: Group, sentence: Span) -> EventReading:
    """Return the best reading of what happened to a counted thing."""
    return min(find_readings(counted, group, sentence), key=lambda reading: reading.rank)


def find_readings(counted: Counted, group: Group, sentence: Span) -> Iterator[EventReading]:
    """Yield every reading of what happened, each construction once; the last is a default."""
    unit = group.unit
    parsed = is_parsed(sentence.doc, counted.anchor.i)
    steps = list(climb(counted.anchor)) if parsed else []
    governor = next((step.token for step in steps if _is_predicate(step.token)), None)
    for reading in _proposals(counted, group, sentence, steps, governor):
        if _can_befall(reading.event, group):
            yield reading
    existential = (
        governor is not None and lemma_of(governor) == "be" and unit in {Unit.PERSON, Unit.HOUSEHOLD, Unit.ANIMAL}
    )
    default = Event.MONEY if unit is Unit.MONEY else Event.PRESENCE if existential else Event.OTHER
    yield EventReading(default, governor, governor, "default", 9)


def _is_predicate(token: Token) -> bool:
    """Tell whether a token heads a clause: a verb, or what a copula says ("are out of school")."""
    return token.pos_ in {"VERB", "AUX"} or any(child.dep_ == "cop" for child in token.children)


def _proposals(
    counted: Counted, group: Group, sentence: Span, steps: list[Step], governor: Token | None
) -> Iterator[EventReading]:
    money = group.unit is Unit.MONEY
    head = group.head
    if money:
        yield from _money(counted, steps, sentence)
    elif group.rule == "inhabitants":
        yield EventReading(Event.PRESENCE, None, governor, "inhabitants", 3.0)
    elif is_offspring(counted):
        yield EventReading(Event.OTHER, None, governor, "offspring", 0.0)
    elif group.rule == "tally":
        yield EventReading(Event.VOTE, governor, governor or counted.root, "tally", 0.9)
    elif head is None:
        yield from _attributes(counted.root, governor)
    else:
        yield from _nominal(counted, head, group, governor)
    if not money:
        yield from find_labelled(counted, sentence)
        yield from find_adjacent(counted, group, sentence)
        yield from find_forced(counted, sentence, governor)
    yield from _climbed(counted, group, steps, governor)
    nearest = find_nearest(counted, sentence)
    if nearest is not None:
        event, trigger = nearest
        countable = event is not Event.ATTACK or group.unit in {Unit.ATTACK, Unit.EVENT, None}
        if (event in SPECIFIC and not money and countable) or (money and event in {Event.AID, Event.NEED}):
            yield EventReading(event, trigger, governor or trigger, "nearest", 8)


def _climbed(counted: Counted, group: Group, steps: list[Step], governor: Token | None) -> Iterator[EventReading]:
    """Yield what the tokens above the counted thing say, nearest first."""
    plain = False
    for step in steps:
        found = event_of(step.token, step.role, counted.anchor)
        if found is not None and _can_befall(found[0], group):
            reading = _stated(_joined_event(found[0], step, counted) or found, step, group, governor)
            if reading is not None:
                yield reading
                aside = reading.rule in {"nominal", "subject"} and reading.event not in SPECIFIC
                if not step.shifted and not aside:
                    return  # "the population, 4,500 people, fled": the verb says more
        elif not plain and step.token.pos_ == "VERB" and step.role in {"patient", "agent", "oblique"}:
            yield from _unlisted_verb(step, counted, group, governor)
            plain = lemma_of(step.token) not in LIGHT


def _joined_event(event: Event, step: Step, counted: Counted) -> tuple[Event, Token, str] | None:
    """Return the telling event of "were affected and evacuated": one set, two participles, the second more exact."""
    if step.role not in {"patient", "agent"} or event in SPECIFIC:
        return None
    for child in step.token.rights:
        words = {inner.dep_: inner.lower_ for inner in child.children}
        alone = not any(dep.startswith(("nsubj", "obj")) for dep in words)
        if child.dep_ == "conj" and child.pos_ == "VERB" and words.get("cc") == "and" and alone:
            found = verbal_event(child, step.role, counted.anchor)
            if found is not None and found[0] in SPECIFIC:
                return found
    return None


def _can_befall(event: Event, group: Group) -> bool:
    """Tell whether an event can happen to the counted thing; where places are counted, it happened in them to others."""
    lemma = "" if group.head is None else lemma_of(group.head)
    if lemma in PLACE_NOUNS or (event is Event.DEATH and STRONG_EVENTS.get(lemma) is event):
        return True  # "26 unlawful killings" counts deeds, the dead are others
    if event is Event.PRESENCE and group.head is not None and lemma_of(group.head) == "member":
        return True
    unknown = group.unit is None and group.head is not None and group.head.pos_ == "NOUN"
    if unknown and event in _OF_KNOWN_PEOPLE:
        return False  # "host three forums", "four polls are needed", "released two recordings"
    if group.rule in {"ellipsis", "heading"} and event in ANIMATE_EVENTS and group.unit not in _COUNTED_APART:
        return True  # "dropped two bombs, killing nine": the noun before is not meant
    if event is Event.AID and group.head is not None and lemma_of(group.head) in RELIEF_GOODS:
        return True
    return event not in PATIENTS or group.unit in PATIENTS[event]


def _stated(found: tuple[Event, Token, str], step: Step, group: Group, governor: Token | None) -> EventReading | None:
    """Return the reading of an event that a token above states; None where another noun stands between and it is vague."""
    event, trigger, rule = found
    if step.shifted and event not in SPECIFIC:
        return None
    if (
        event is Event.PRESENCE
        and lemma_of(trigger) in _JOINING
        and group.head is not None
        and lemma_of(group.head) in FORCES
    ):
        event = Event.DEPLOYMENT  # "20 firefighters took part in the search"
    named = rule == "nominal" and event is Event.PRESENCE
    rank = 6.0 if step.shifted or named else 1.0 if event in SPECIFIC else 4.0
    if group.unit is Unit.MONEY and event not in {Event.AID, Event.NEED}:
        event, rank = Event.MONEY, 5.0
    return EventReading(event, trigger, governor or step.token, rule, rank)


def _unlisted_verb(step: Step, counted: Counted, group: Group, governor: Token | None) -> Iterator[EventReading]:
    """Yield what a verb without an event of its own says: forces sent, the topic of its subject, or just itself."""
    lemma = lemma_of(step.token)
    head = "" if group.head is None else lemma_of(group.head)
    if head in FORCES and lemma in FORCE_VERBS and not step.shifted:
        yield EventReading(Event.DEPLOYMENT, step.token, governor, "force", 3.5)
    if head in PLACE_NOUNS and step.role == "oblique":
        topic = framed_event(step.token, counted.anchor)
        if topic is not None:
            yield EventReading(topic[0], topic[1], governor, "topic", 4.6)
    if lemma not in LIGHT:
        event = Event.MONEY if group.unit is Unit.MONEY else Event.OTHER
        yield EventReading(event, step.token, governor, "verb", 7.0 if step.shifted else 5.0)


def _nominal(counted: Counted, head: Token, group: Group, governor: Token | None) -> Iterator[EventReading]:
    """Yield what the counted noun and its attributes say."""
    lemma = lemma_of(head)
    event = None if lemma in BALLOT_NOUNS and not _is_of_ballot(head) else STRONG_EVENTS.get(lemma)
    opinion = governor is not None and lemma_of(governor) in OPINIONS
    if event is Event.VOTE and group.unit is Unit.PERCENT and opinion:
        yield EventReading(Event.OTHER, governor, governor, "opinion", 0.0)
    elif event is not None and group.unit is not Unit.PERCENT:
        own = group.rule in _OWN_NOUNS and not (
            group.rule == "heading" and event is Event.ATTACK
        )  # "Attack - 12 killed"
        yield EventReading(event, head, governor or head, "noun", (0.0 if own else 1.2) if event in _ABSOLUTE else 3.0)
    elif event is not None:
        yield EventReading(event, head, governor or head, "noun", 0.5 if event in _ABSOLUTE else 3.0)
    elif group.unit is Unit.PERCENT and lemma in NOUNS:
        event = NOUNS[lemma]  # a share of the price, of the deaths
        # "half of the population faces hunger": where people are says least.
        rank = 1.0 if event in SPECIFIC else 6.0 if event is Event.PRESENCE else 4.0
        yield EventReading(event, head, governor or head, "share", rank)
    if lemma == "member" and head.i > 0 and head.nbor(-1).text in {"-", "‑"}:
        yield EventReading(Event.PRESENCE, head, governor or head, "member", 0.0)
    if group.source is None and (group.rule in {"noun", "of", "frame"} or head.i < counted.root.i):
        yield from _attributes(head, governor)
    if head.i != counted.root.i and group.source is not None:
        for reading in _attributes(
            counted.root, governor
        ):  # "including 4,200 who remain displaced" tells of them alone
            yield replace(reading, rank=reading.rank / 2)
    weak = WEAK_EVENTS.get(lemma)
    if weak is not None:
        trigger = governor if weak is Event.PRESENCE else head
        hosted = weak is Event.DISPLACEMENT and governor is not None and lemma_of(governor) in KEEPING
        rank = 3.8 if hosted else 4.5 if weak in SPECIFIC else 6.0  # "the camp hosts 12,000 refugees"
        yield EventReading(weak, trigger, governor or head, "noun", rank)


def _is_of_ballot(seat: Token) -> bool:
    """Tell whether a seat is one of an assembly, not of a hall, and a delegate one of a ballot, not of a conference."""
    near = sentence_at(seat.doc, seat.i)
    if lemma_of(seat) != "seat":  # whom delegates elect is said once in an article
        near = seat.doc[max(0, seat.i - _ARTICLE) : seat.i + _ARTICLE]
    return any(lemma_of(token) in BALLOT_CONTEXT for token in near)


def _attributes(head: Token, governor: Token | None) -> Iterator[EventReading]:
    """Yield what the attributes of the counted noun say: "displaced people", "people killed", "children who fled"."""
    if not is_parsed(head.doc, head.i):
        return
    line = sentence_start(head.doc, head.i)
    for child in head.children:
        if child.dep_ not in _MODIFIERS or abs(child.i - head.i) > 12 or sentence_start(child.doc, child.i) != line:
            continue
        if any(token.like_num for token in head.doc[child.i + 1 : head.i]) or _is_of_part(child):
            continue  # "nine missing and 61,000 people": the attribute of another count
        relative = child.dep_ == "acl:relcl"
        event: Event | None = None
        trigger = child
        if child.pos_ == "VERB":
            passive = child.tag_ == "VBN" if not relative else is_passive(child)
            found = verbal_event(child, "patient" if passive else "agent", head)
            if found is not None:
                event, trigger, _ = found
        if event is None and child.pos_ in {"ADJ", "VERB"}:
            event = ADJECTIVES.get(lemma_of(child))
        if event is None:
            continue
        rank = 2.0 if event in SPECIFIC and not relative else 4.0 if not relative else 4.2 if event in SPECIFIC else 5.0
        if event is Event.DEATH and not relative:
            rank = 0.8  # the dead stay dead whatever else is said of them
        yield EventReading(event, trigger, governor or child, "relative" if relative else "attribute", rank)


def _is_of_part(clause: Token) -> bool:
    """Tell whether a clause is about some of those it hangs on: "22 patients, two of whom were dead"."""
    subjects = (child for child in clause.lefts if child.dep_.startswith("nsubj"))
    return any(inner.lower_ in {"whom", "which"} for subject in subjects for inner in subject.rights)


def _money(counted: Counted, steps: list[Step], sentence: Span) -> Iterator[EventReading]:
    """Yield aid and need for sums that the sentence gives or asks for in a humanitarian context."""
    words = {lemma_of(token) for token in sentence} | {token.lower_ for token in sentence}
    verb = next((step.token for step in steps if step.token.pos_ == "VERB"), None)
    asked = next((child for child in counted.root.rights if child.dep_ == "acl" and child.lower_ in NEED_CONTEXT), None)
    if asked is not None:  # "of the $2.8bn requested"
        yield EventReading(Event.NEED, asked, asked, "plea", 0.8)
    near = [step.token for step in steps[:3]]
    beside = (
        child
        for token in near
        for child in token.children
        if child.dep_.startswith(("nsubj", "aux", "obj", "compound"))
    )
    governors = {lemma_of(token) for token in (*near, *beside)}
    if governors & NEED_CONTEXT and words & (AID_CONTEXT | NEED_CONTEXT):
        trigger = next((token for token in near if lemma_of(token) in NEED_CONTEXT), verb)
        yield EventReading(Event.NEED, trigger, verb, "plea", 1)
    lemma = "" if verb is None else lemma_of(verb)
    if lemma in PLEDGES:
        yield EventReading(Event.AID, verb, verb, "gift", 0.9)
    elif words & AID_CONTEXT and (lemma in GIVING or VERBS.get(lemma, (None,))[0] is Event.AID):
        yield EventReading(Event.AID, verb, verb, "gift", 2)
