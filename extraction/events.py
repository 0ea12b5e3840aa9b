"""Find what happened to the counted thing: the event and the words that carry it.

From the counted noun (or the bare number) the parse is climbed: its own word, its attributes, the verb that governs it, the
complement of a light verb, the noun that frames it ("a death toll of 43"), then the next clause up. Each reading says which
construction found it. Where the parse gives nothing, the nearest trigger word of the sentence is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from extraction.groups import FRAMES, Group
from extraction.lexicons.events import (
    ADJECTIVES,
    AID_CONTEXT,
    FORCE_VERBS,
    FORCES,
    LIGHT,
    NEED_CONTEXT,
    NOUNS,
    PATIENTS,
    PHRASES,
    VERBS,
)
from extraction.lexicons.nouns import STRONG_EVENTS, WEAK_EVENTS
from records import Event, Unit

# Events that a counted noun keeps whatever the verb says: cases are reported, votes are won, deaths are feared.
_ABSOLUTE: Final = frozenset({Event.DEATH, Event.INJURY, Event.ILLNESS, Event.VOTE, Event.ATTACK})
# Events so specific that they win over what an attribute or the counted noun suggests.
SPECIFIC: Final = frozenset(
    {
        Event.DEATH, Event.INJURY, Event.MISSING, Event.ILLNESS, Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION,
        Event.DETENTION, Event.RELEASE, Event.ATTACK, Event.PROTEST, Event.DESTRUCTION, Event.VOTE,
    }
)  # fmt: skip
_MODIFIERS: Final = frozenset({"amod", "acl", "acl:relcl", "advmod", "dep"})
_COMPLEMENTS: Final = frozenset({"xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nsubj", "nsubj:pass", "advmod", "compound:prt", "amod", "dep"})
_UPWARD: Final = frozenset({"acl", "acl:relcl", "advcl", "xcomp", "ccomp", "parataxis", "csubj", "csubj:pass", "conj"})
_COLLECTIVE: Final = FRAMES | frozenset(
    "group team crowd convoy wave hundred thousand million dozen ten score majority minority list series set cluster pair batch "
    "family addition record maximum minimum average estimate crew force contingent population community".split()
)
_ADDITIVE: Final = frozenset("another a an all the further additional more total of some other around about only just its their his her our".split())
_STEPS: Final = 9
_NEAR: Final = 7.0


@dataclass(frozen=True, slots=True)
class EventReading:
    """One reading of what happened.

    Attributes:
        event: the event.
        trigger: the token that carries it; None when no word does.
        governor: head of the clause that states it; modality, time and places are read there. None without a parse.
        rule: name of the construction.
        rank: order of trust, 0 the best.

    """

    event: Event
    trigger: Token | None
    governor: Token | None
    rule: str
    rank: float


@dataclass(frozen=True, slots=True)
class Step:
    """A token above the counted thing and what the counted thing is to it: patient, agent, oblique, of, part, up or self."""

    token: Token
    role: str
    shifted: bool  # another noun or clause stands between


def find_event(counted: Counted, group: Group, sentence: Span) -> EventReading:
    """Return the best reading of what happened to a counted thing."""
    return min(find_readings(counted, group, sentence), key=lambda reading: reading.rank)


def find_readings(counted: Counted, group: Group, sentence: Span) -> Iterator[EventReading]:
    """Yield every reading of what happened, each construction once; the last is a default."""
    unit = group.unit
    steps = list(climb(counted.anchor))
    governor = next((step.token for step in steps if step.token.pos_ in {"VERB", "AUX"}), None)
    for reading in _proposals(counted, group, sentence, steps, governor):
        event = reading.event
        if event in PATIENTS and unit not in PATIENTS[event] and not (event is Event.ATTACK):
            continue
        yield reading
    existential = governor is not None and governor.lemma_ == "be" and unit in {Unit.PERSON, Unit.HOUSEHOLD, Unit.ANIMAL}
    default = Event.MONEY if unit is Unit.MONEY else Event.PRESENCE if existential else Event.OTHER
    yield EventReading(default, governor, governor, "default", 9)


def _proposals(
    counted: Counted, group: Group, sentence: Span, steps: list[Step], governor: Token | None
) -> Iterator[EventReading]:
    money = group.unit is Unit.MONEY
    head = group.head
    if money:
        yield from _money(steps, sentence)
    elif head is not None:
        yield from _nominal(counted, head, group, governor)
    adjacent = _adjacent_verb(counted, sentence)
    if adjacent is not None and not money:
        event = VERBS[adjacent.lemma_.lower()][0]
        if event in SPECIFIC:
            yield EventReading(event, adjacent, adjacent, "adjacent", 0.9)
    yield from _climbed(counted, group, steps, governor)
    nearest = _nearest(counted, sentence)
    if nearest is not None:
        event, trigger = nearest
        if (event in SPECIFIC and not money) or (money and event in {Event.AID, Event.NEED}):
            yield EventReading(event, trigger, governor or trigger, "nearest", 8)


def _climbed(counted: Counted, group: Group, steps: list[Step], governor: Token | None) -> Iterator[EventReading]:
    """Yield what the tokens above the counted thing say, nearest first."""
    unit = group.unit
    money = unit is Unit.MONEY
    plain: Token | None = None
    for step in steps:
        found = event_of(step.token, step.role, counted.anchor)
        lemma = step.token.lemma_.lower()
        if found is not None and not (found[0] in PATIENTS and unit not in PATIENTS[found[0]]):
            event, trigger, rule = found
            rank = (1.0 if event in SPECIFIC else 4.0) if not step.shifted else 6.0
            if money and event not in {Event.AID, Event.NEED}:
                event, rank = Event.MONEY, 5.0
            yield EventReading(event, trigger, governor or step.token, rule, rank)
            if not step.shifted:
                return
        elif plain is None and step.token.pos_ == "VERB" and step.role in {"patient", "agent", "oblique"}:
            forces = group.head is not None and group.head.lemma_.lower() in FORCES and lemma in FORCE_VERBS
            if forces and not step.shifted:
                yield EventReading(Event.DEPLOYMENT, step.token, governor, "force", 3.5)
            if lemma not in LIGHT:
                plain = step.token
                yield EventReading(
                    Event.MONEY if money else Event.OTHER, plain, governor, "verb", 5.0 if not step.shifted else 7.0
                )


def _nominal(counted: Counted, head: Token, group: Group, governor: Token | None) -> Iterator[EventReading]:
    """Yield what the counted noun and its attributes say."""
    lemma = head.lemma_.lower()
    event = STRONG_EVENTS.get(lemma)
    if event is not None and group.unit is not Unit.PERCENT:
        yield EventReading(event, head, governor or head, "noun", 0.0 if event in _ABSOLUTE else 3.0)
    elif event is not None:
        yield EventReading(event, head, governor or head, "noun", 0.5 if event in _ABSOLUTE else 3.0)
    if lemma == "member" and head.i > 0 and head.nbor(-1).text in {"-", "‑"}:
        yield EventReading(Event.PRESENCE, head, governor or head, "member", 0.0)
    if group.rule in {"noun", "of"} or head.i < counted.root.i:
        yield from _attributes(head, governor)
    weak = WEAK_EVENTS.get(lemma)
    if weak is not None:
        trigger = governor if weak is Event.PRESENCE else head
        yield EventReading(weak, trigger, governor or head, "noun", 4.5 if weak in SPECIFIC else 6.0)


def climb(token: Token) -> Iterator[Step]:
    """Yield the tokens above a counted thing, nearest first, with what it is to each."""
    shifted = False
    for _ in range(_STEPS):
        head, dep = token.head, token.dep_
        if head.i == token.i:
            yield Step(token, "self", shifted)
            return
        base = dep.split(":")[0]
        if dep in {"nsubj:pass", "obj", "iobj"}:
            yield Step(head, "patient", shifted)
        elif dep in {"nsubj", "obl:agent"}:
            yield Step(head, "agent", shifted)
        elif base == "obl":
            yield Step(head, "oblique", shifted)
        elif base == "nmod":
            yield Step(head, "of", shifted)
            shifted = shifted or head.lemma_.lower() not in _COLLECTIVE and not head.like_num
        elif base in _UPWARD:
            if base != "conj" or token.pos_ in {"VERB", "AUX"}:
                shifted = shifted or base != "xcomp"
                yield Step(head, "up", shifted)
        elif base in {"nummod", "compound", "amod", "appos", "dep", "root", "flat", "list", "orphan"} and head.pos_ not in {"NUM"}:
            yield Step(head, "part", shifted)
        token = head


def event_of(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a token states of what stands to it in `role`, its trigger and the construction; None without any."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"}:
        return verbal_event(token, role, anchor)
    if token.pos_ == "ADJ" and lemma in ADJECTIVES:
        return ADJECTIVES[lemma], token, "predicate"
    if token.pos_ in {"NOUN", "PROPN"} and role in {"of", "self", "agent", "part", "patient"}:
        if lemma in NOUNS and token.i != anchor.i:
            return NOUNS[lemma], token, "nominal"
        if role in {"of", "self", "part"}:
            subject = next((child for child in token.children if child.dep_ in {"nsubj", "nsubj:pass", "nmod"}), None)
            if subject is not None and subject.i != anchor.i and subject.lemma_.lower() in NOUNS:
                return NOUNS[subject.lemma_.lower()], subject, "subject"
    if token.pos_ == "NUM" and role == "self":
        return _framed(token, anchor)
    return None


def verbal_event(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a verb states of its patient or agent, alone, in a set phrase or through its complement."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.i == anchor.i or (child.dep_.split(":")[0] not in _COMPLEMENTS and child.dep_ not in _COMPLEMENTS):
            continue
        phrase = PHRASES.get((lemma, child.lemma_.lower()))
        if phrase is not None and role in {"patient", "agent", "oblique"}:
            return phrase, token, "phrase"
    if lemma in VERBS and lemma not in LIGHT:
        if role == "up":
            return None
        patient, agent = VERBS[lemma]
        active = role == "agent" and not is_passive(token) and not (token.dep_ == "acl" and token.tag_ == "VBN")
        event = agent if active else patient
        return None if event is None else (event, token, "verb")
    if role in {"patient", "agent", "oblique", "up"}:
        complement = _complement(token, role, anchor)
        if complement is not None:
            return complement
    return _framed(token, anchor) if role in {"oblique", "patient", "self"} and lemma in LIGHT | {"cut"} else None


def _complement(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Read "are expected to return", "forced 17,000 to leave", "left 1,600 dead", "remain displaced", "are at risk"."""
    for child in token.children:
        if child.i == anchor.i or anchor.is_ancestor(child) or child.is_ancestor(anchor):
            continue
        lemma = child.lemma_.lower()
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.pos_ in {"VERB", "AUX"}:
            marked = any(mark.lower_ == "to" for mark in child.children)
            owned = any(mark.dep_.startswith("nsubj") for mark in child.children)
            if (child.dep_ == "advcl" and not marked) or (child.dep_ == "ccomp" and owned):
                continue
            found = verbal_event(child, "patient" if is_passive(child) or child.tag_ == "VBN" else "agent", anchor)
            if found is not None:
                return found
        elif child.dep_ in {"xcomp", "amod", "advmod", "obl", "acl", "dep"} and lemma in ADJECTIVES and child.pos_ in {"ADJ", "VERB", "ADV"}:
            return ADJECTIVES[lemma], child, "predicate"
        elif child.dep_ == "obl" and lemma in NOUNS and token.lemma_ in {"be", "remain", "put", "place", "leave"}:
            return NOUNS[lemma], child, "nominal"
        elif child.dep_ == "obj" and lemma in NOUNS and role != "patient":
            return NOUNS[lemma], child, "light"
    return None


def _framed(token: Token, anchor: Token) -> tuple[Event, Token, str] | None:
    """Read "the death toll rose to 43", "cut the number of cases by 45%", "the turnout was 71%"."""
    for child in token.children:
        if (child.dep_.startswith("nsubj") or child.dep_ == "obj") and child.i != anchor.i and not child.is_ancestor(anchor):
            inner = [noun for noun in child.children if noun.dep_ in {"nmod", "compound", "amod"} and abs(noun.i - child.i) < 6]
            for noun in (child, *inner):
                lemma = noun.lemma_.lower()
                event = STRONG_EVENTS.get(lemma) or NOUNS.get(lemma) or (ADJECTIVES.get(lemma) if noun.pos_ != "NOUN" else None)
                if event is not None:
                    return event, noun, "frame"
    return None


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive by its auxiliary or its subject."""
    return any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children)


def _attributes(head: Token, governor: Token | None) -> Iterator[EventReading]:
    """Yield what the attributes of the counted noun say: "displaced people", "people killed", "children who fled"."""
    for child in head.children:
        if child.dep_ not in _MODIFIERS or abs(child.i - head.i) > 12:
            continue
        relative = child.dep_ == "acl:relcl"
        event: Event | None = None
        trigger = child
        if child.pos_ == "VERB":
            passive = child.tag_ == "VBN" if not relative else is_passive(child)
            found = verbal_event(child, "patient" if passive else "agent", head)
            if found is not None:
                event, trigger, _ = found
        if event is None and child.pos_ in {"ADJ", "VERB"}:
            event = ADJECTIVES.get(child.lemma_.lower())
        if event is None:
            continue
        rank = 2.0 if event in SPECIFIC and not relative else 4.0 if not relative else 5.0
        yield EventReading(event, trigger, governor or child, "relative" if relative else "attribute", rank)


def _money(steps: list[Step], sentence: Span) -> Iterator[EventReading]:
    """Yield aid and need for sums that the sentence gives or asks for in a humanitarian context."""
    words = {token.lemma_.lower() for token in sentence} | {token.lower_ for token in sentence}
    verb = next((step.token for step in steps if step.token.pos_ == "VERB"), None)
    near = [step.token for step in steps[:3]]
    governors = {token.lemma_.lower() for token in near} | {child.lemma_.lower() for token in near for child in token.children}
    if governors & NEED_CONTEXT and words & (AID_CONTEXT | NEED_CONTEXT):
        trigger = next((token for token in near if token.lemma_.lower() in NEED_CONTEXT), verb)
        yield EventReading(Event.NEED, trigger, verb, "plea", 1)
    gives = verb is not None and (VERBS.get(verb.lemma_.lower(), (None,))[0] is Event.AID or verb.lemma_ in {"send", "give", "promise", "allocate", "make"})
    if words & AID_CONTEXT and gives:
        yield EventReading(Event.AID, verb, verb, "gift", 2)


def _adjacent_verb(counted: Counted, sentence: Span) -> Token | None:
    """Return the transitive verb right before a quantity ("killing 107 or more and wounding 238"), whatever the parse says."""
    index = counted.number.i - 1
    doc = sentence.doc
    floor = max(sentence.start, index - 6)
    while index >= floor:
        token = doc[index]
        if token.pos_ == "VERB" and token.lemma_.lower() in VERBS and token.tag_ in {"VBD", "VBG", "VBZ", "VBP", "VB", "VBN"}:
            return token
        skippable = token.pos_ in {"NUM", "ADV", "SYM"} or token.lower_ in _ADDITIVE or token.lower_ in {"least", "most", "more", "than", "at", "up", "to", "as", "many", "much", "estimated", "nearly"}
        if not skippable:
            return None
        index -= 1
    return None


def _nearest(counted: Counted, sentence: Span) -> tuple[Event, Token] | None:
    """Return the trigger word near a counted thing, words before it and beyond commas counted as farther away."""
    best: tuple[float, Event, Token] | None = None
    anchor = counted.anchor
    doc = sentence.doc
    for token in doc[max(sentence.start, anchor.i - 8) : min(sentence.end, anchor.i + 9)]:
        if token.i == anchor.i:
            continue
        lemma = token.lemma_.lower()
        event: Event | None = None
        if token.pos_ == "VERB" and lemma in VERBS and lemma not in LIGHT:
            event = VERBS[lemma][0]
        elif token.pos_ in {"ADJ", "VERB"}:
            event = ADJECTIVES.get(lemma)
        elif token.pos_ == "NOUN":
            event = NOUNS.get(lemma)
        if event is None:
            continue
        low, high = sorted((token.i, anchor.i))
        commas = sum(inner.text in {",", ";", ":"} for inner in doc[low:high])
        distance = (high - low) * (1.0 if token.i > anchor.i else 1.3) + 4 * commas
        if distance <= _NEAR and (best is None or distance < best[0]):
            best = (distance, event, token)
    return None if best is None else (best[1], best[2])
