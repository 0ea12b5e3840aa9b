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
from extraction.lemmas import lemma_of
from extraction.lexicons.events import (
    ADJECTIVES,
    AID_CONTEXT,
    DIRECTED,
    DIRECTIONS,
    FORCE_VERBS,
    FORCES,
    FORCING,
    FRAME_VERBS,
    GUESTS,
    HOMES,
    LIGHT,
    NEED_CONTEXT,
    NOUNS,
    OPINIONS,
    PATIENTS,
    PHRASES,
    REFUGES,
    REPORTING,
    STAYING,
    VERBS,
)
from extraction.lexicons.nouns import STRONG_EVENTS, WEAK_EVENTS
from extraction.lexicons.placing import PLACE_NOUNS
from extraction.sentences import is_parsed
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
_COMPLEMENTS: Final = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nsubj", "nsubj:pass", "advmod", "compound:prt", "amod", "dep"}
)
_UPWARD: Final = frozenset({"acl", "acl:relcl", "advcl", "xcomp", "ccomp", "parataxis", "csubj", "csubj:pass", "conj"})
_COLLECTIVE: Final = FRAMES | frozenset(
    "group team crowd convoy wave hundred thousand million dozen ten score majority minority set cluster pair batch "
    "family addition record maximum minimum average estimate crew force contingent population community".split()
)
_ADDITIVE: Final = frozenset(
    "another a an all the further additional more total of some other around about only just its their his her our".split()
)
_STEPS: Final = 9
_NEAR: Final = 7.0
_REFUGE_REACH: Final = 9


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
    parsed = is_parsed(sentence.doc, counted.anchor.i)
    steps = list(climb(counted.anchor)) if parsed else []
    governor = next((step.token for step in steps if step.token.pos_ in {"VERB", "AUX"}), None)
    for reading in _proposals(counted, group, sentence, steps, governor):
        if _can_befall(reading.event, group):
            yield reading
    existential = (
        governor is not None and lemma_of(governor) == "be" and unit in {Unit.PERSON, Unit.HOUSEHOLD, Unit.ANIMAL}
    )
    default = Event.MONEY if unit is Unit.MONEY else Event.PRESENCE if existential else Event.OTHER
    yield EventReading(default, governor, governor, "default", 9)


def _proposals(
    counted: Counted, group: Group, sentence: Span, steps: list[Step], governor: Token | None
) -> Iterator[EventReading]:
    money = group.unit is Unit.MONEY
    head = group.head
    if money:
        yield from _money(steps, sentence)
    elif head is None:
        yield from _attributes(counted.root, governor)
    else:
        yield from _nominal(counted, head, group, governor)
    if not money:
        yield from _adjacent(counted, group, sentence)
        yield from _forced(counted, sentence, governor)
    yield from _climbed(counted, group, steps, governor)
    nearest = _nearest(counted, sentence)
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
            reading = _stated(found, step, group, governor)
            if reading is not None:
                yield reading
                if not step.shifted:
                    return
        elif not plain and step.token.pos_ == "VERB" and step.role in {"patient", "agent", "oblique"}:
            yield from _unlisted_verb(step, counted, group, governor)
            plain = lemma_of(step.token) not in LIGHT


def _can_befall(event: Event, group: Group) -> bool:
    """Tell whether an event can happen to the counted thing; where places are counted, it happened in them to others."""
    if group.head is not None and lemma_of(group.head) in PLACE_NOUNS:
        return True
    return event not in PATIENTS or group.unit in PATIENTS[event]


def _stated(found: tuple[Event, Token, str], step: Step, group: Group, governor: Token | None) -> EventReading | None:
    """Return the reading of an event that a token above states; None where another noun stands between and it is vague."""
    event, trigger, rule = found
    guest = group.head is not None and lemma_of(group.head) in GUESTS
    if event is Event.DISPLACEMENT and guest and lemma_of(trigger) == "arrive":
        event = Event.PRESENCE
    if step.shifted and event not in SPECIFIC:
        return None
    rank = 6.0 if step.shifted else 1.0 if event in SPECIFIC else 4.0
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
        topic = _framed(step.token, counted.anchor)
        if topic is not None:
            yield EventReading(topic[0], topic[1], governor, "topic", 4.6)
    if lemma not in LIGHT:
        event = Event.MONEY if group.unit is Unit.MONEY else Event.OTHER
        yield EventReading(event, step.token, governor, "verb", 7.0 if step.shifted else 5.0)


def _nominal(counted: Counted, head: Token, group: Group, governor: Token | None) -> Iterator[EventReading]:
    """Yield what the counted noun and its attributes say."""
    lemma = lemma_of(head)
    event = STRONG_EVENTS.get(lemma)
    opinion = governor is not None and lemma_of(governor) in OPINIONS
    if event is Event.VOTE and group.unit is Unit.PERCENT and opinion:
        yield EventReading(Event.OTHER, governor, governor, "opinion", 0.0)
    elif event is not None and group.unit is not Unit.PERCENT:
        own = group.rule in {"noun", "of", "frame", "heading", "topic"}
        yield EventReading(event, head, governor or head, "noun", (0.0 if own else 1.2) if event in _ABSOLUTE else 3.0)
    elif event is not None:
        yield EventReading(event, head, governor or head, "noun", 0.5 if event in _ABSOLUTE else 3.0)
    if lemma == "member" and head.i > 0 and head.nbor(-1).text in {"-", "‑"}:
        yield EventReading(Event.PRESENCE, head, governor or head, "member", 0.0)
    if group.source is None and (group.rule in {"noun", "of", "frame"} or head.i < counted.root.i):
        yield from _attributes(head, governor)
    if head.i != counted.root.i and group.source is not None:
        yield from _attributes(counted.root, governor)
    weak = WEAK_EVENTS.get(lemma)
    if weak is not None:
        trigger = governor if weak is Event.PRESENCE else head
        yield EventReading(weak, trigger, governor or head, "noun", 4.5 if weak in SPECIFIC else 6.0)


# What a dependent is to its head, by relation; relations with a subtype come before their base.
_ROLES: Final[dict[str, str]] = {
    **dict.fromkeys(("nsubj:pass", "obj", "iobj"), "patient"),
    **dict.fromkeys(("nsubj", "obl:agent"), "agent"),
    "obl": "oblique",
    "nmod": "of",
    **dict.fromkeys(("nummod", "compound", "amod", "appos", "dep", "root", "flat", "list", "orphan"), "part"),
    **dict.fromkeys(_UPWARD, "up"),
}


def climb(token: Token) -> Iterator[Step]:
    """Yield the tokens above a counted thing, nearest first, with what it is to each."""
    shifted = False
    if any(child.dep_.startswith("nsubj") for child in token.children):
        yield Step(token, "predicate", shifted)  # "the toll would have been 1,000"
    for _ in range(_STEPS):
        head, dep = token.head, token.dep_
        if head.i == token.i:
            yield Step(token, "self", shifted)
            return
        role = _ROLES.get(dep) or _ROLES.get(dep.split(":")[0])
        conjoined_noun = role == "up" and dep == "conj" and token.pos_ not in {"VERB", "AUX"}
        if role == "up" and not conjoined_noun:
            shifted = shifted or dep != "xcomp"
        if role is not None and not conjoined_noun and not (role == "part" and head.pos_ == "NUM"):
            yield Step(head, role, shifted)
        if role == "of":
            shifted = shifted or (lemma_of(head) not in _COLLECTIVE and not head.like_num)
        token = head


def event_of(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a token states of what stands to it in `role`, its trigger and the construction; None without any."""
    lemma = lemma_of(token)
    if role == "predicate" or (token.pos_ == "NUM" and role == "self"):
        return _framed(token, anchor)
    if token.pos_ in {"VERB", "AUX"}:
        return verbal_event(token, role, anchor)
    if token.pos_ == "ADJ" and lemma in ADJECTIVES:
        return ADJECTIVES[lemma], token, "predicate"
    return _nominal_event(token, role, anchor) if token.pos_ in {"NOUN", "PROPN"} else None


def _nominal_event(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a noun above names: "the evacuation of", "a vaccination campaign across", "20 bodies, eleven men"."""
    lemma = lemma_of(token)
    if role not in {"of", "self", "agent", "part", "patient"}:
        return None
    if lemma in NOUNS and token.i != anchor.i:
        return NOUNS[lemma], token, "nominal"
    if role == "of":
        modifiers = (child for child in token.children if child.dep_ in {"compound", "amod"})
        inner = next((child for child in modifiers if lemma_of(child) in NOUNS), None)
        if inner is not None:
            return NOUNS[lemma_of(inner)], inner, "nominal"
    if role == "part" and lemma in STRONG_EVENTS and token.i != anchor.i:
        return STRONG_EVENTS[lemma], token, "nominal"
    if role in {"of", "self", "part"}:
        subject = next((child for child in token.children if child.dep_ in {"nsubj", "nsubj:pass", "nmod"}), None)
        if subject is not None and subject.i != anchor.i and lemma_of(subject) in NOUNS:
            return NOUNS[lemma_of(subject)], subject, "subject"
    return None


def verbal_event(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a verb states of its patient or agent, alone, in a set phrase or through its complement."""
    lemma = lemma_of(token)
    phrase = _set_phrase(token, lemma, anchor) if role in {"patient", "agent", "oblique"} else None
    if phrase is not None:
        return phrase, token, "phrase"
    if lemma in VERBS and lemma not in LIGHT:
        return None if role == "up" else _listed_verb(token, lemma, role, anchor)
    if role in {"patient", "agent", "oblique", "up"}:
        complement = _complement(token, role, anchor)
        if complement is not None:
            return complement
    frames = role in {"oblique", "patient", "self"} and lemma in FRAME_VERBS
    reports = role == "oblique" and lemma in REPORTING  # "infection is reported in 33 million people"
    return _framed(token, anchor) if frames or reports else None


def _set_phrase(token: Token, lemma: str, anchor: Token) -> Event | None:
    """Return the event of a verb with one of its dependents: "take refuge", "test positive", "block a road"."""
    for child in token.children:
        complement = child.dep_ in _COMPLEMENTS or child.dep_.split(":")[0] in _COMPLEMENTS
        if complement and child.i != anchor.i and (lemma, lemma_of(child)) in PHRASES:
            return PHRASES[lemma, lemma_of(child)]
    return None


def _listed_verb(token: Token, lemma: str, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return what a verb of the table states of its patient or agent."""
    patient, agent = VERBS[lemma]
    event = agent if role == "agent" and is_active(token) else patient
    if event is not None and event not in SPECIFIC:
        complement = _complement(token, role, anchor)
        named = complement is not None and (complement[2] == "predicate" or lemma == "register")
        if complement is not None and named and complement[0] in SPECIFIC:
            return complement  # "were registered as displaced"
    if lemma in DIRECTED and not any(_has_direction(child) for child in token.children):
        return None
    if event is Event.PRESENCE and lemma in STAYING and _has_refuge(token):
        return Event.DISPLACEMENT, token, "refuge"
    return None if event is None else (event, token, "verb")


def is_active(verb: Token) -> bool:
    """Tell whether a verb is active: a past participle needs "have" before it."""
    if is_passive(verb):
        return False
    return verb.tag_ != "VBN" or any(child.lemma_ == "have" and child.dep_.startswith("aux") for child in verb.children)


def _has_directed(verb: Token) -> bool:
    return is_parsed(verb.doc, verb.i) and any(_has_direction(child) for child in verb.children)


def _has_direction(child: Token) -> bool:
    if child.dep_ in {"advmod", "compound:prt"}:
        return child.lower_ in DIRECTIONS
    return child.dep_.split(":")[0] in {"obl", "nmod"} and any(
        mark.dep_ == "case" and mark.lower_ in DIRECTIONS for mark in child.children
    )


def _has_refuge(verb: Token) -> bool:
    """Tell whether a camp, a shelter or a host follows a verb in its clause: "in 60 camps", "with host families"."""
    for token in verb.doc[verb.i + 1 : verb.i + _REFUGE_REACH]:
        if token.text in {",", ";", "."} or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return False
        if token.lower_ == "host" or (token.pos_ in {"NOUN", "PROPN"} and lemma_of(token) in REFUGES):
            return True
    return False


def _complement(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Read "are expected to return", "forced 17,000 to leave", "left 1,600 dead", "remain displaced", "are at risk"."""
    for child in token.children:
        below = anchor.is_ancestor(child) and not anchor.is_ancestor(token)
        if child.i == anchor.i or below or child.is_ancestor(anchor):
            continue
        lemma = lemma_of(child)
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.pos_ in {"VERB", "AUX"}:
            marked = any(mark.lower_ == "to" for mark in child.children)
            owned = any(mark.dep_.startswith("nsubj") for mark in child.children)
            if (child.dep_ == "advcl" and not marked) or (child.dep_ == "ccomp" and owned):
                continue
            found = verbal_event(child, "patient" if is_passive(child) or child.tag_ == "VBN" else "agent", anchor)
            if found is not None:
                return found
        elif (
            child.dep_ in {"xcomp", "amod", "advmod", "obl", "acl", "dep", "advcl"}
            and _adjective_event(child) is not None
        ):
            return ADJECTIVES[lemma if lemma in ADJECTIVES else child.lower_], child, "predicate"
        elif child.dep_ == "obl" and lemma in NOUNS and lemma_of(token) in {"be", "remain", "put", "place", "leave"}:
            return NOUNS[lemma], child, "nominal"
        elif child.dep_ == "obj" and lemma in NOUNS and role != "patient":
            return NOUNS[lemma], child, "light"
    return None


def _adjective_event(token: Token) -> Event | None:
    if token.pos_ not in {"ADJ", "VERB", "ADV"}:
        return None
    return ADJECTIVES.get(lemma_of(token)) or ADJECTIVES.get(token.lower_)


def _framed(token: Token, anchor: Token) -> tuple[Event, Token, str] | None:
    """Read "the death toll rose to 43", "cut the number of cases by 45%", "the turnout was 71%"."""
    for child in token.children:
        if (
            (child.dep_.startswith("nsubj") or child.dep_ == "obj")
            and child.i != anchor.i
            and not child.is_ancestor(anchor)
        ):
            inner = [
                noun
                for noun in child.children
                if noun.dep_ in {"nmod", "compound", "amod", "acl"} and abs(noun.i - child.i) < 6
            ]
            for noun in (child, *inner):
                lemma = lemma_of(noun)
                event = (
                    STRONG_EVENTS.get(lemma)
                    or NOUNS.get(lemma)
                    or (ADJECTIVES.get(lemma) if noun.pos_ != "NOUN" else None)
                )
                if event is not None:
                    return event, noun, "frame"
    return None


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive by its auxiliary or its subject."""
    if not is_parsed(verb.doc, verb.i):
        return verb.tag_ == "VBN"
    return any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children)


def _attributes(head: Token, governor: Token | None) -> Iterator[EventReading]:
    """Yield what the attributes of the counted noun say: "displaced people", "people killed", "children who fled"."""
    if not is_parsed(head.doc, head.i):
        return
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
            event = ADJECTIVES.get(lemma_of(child))
        if event is None:
            continue
        rank = 2.0 if event in SPECIFIC and not relative else 4.0 if not relative else 4.2 if event in SPECIFIC else 5.0
        if event is Event.DEATH and not relative:
            rank = 0.8  # the dead stay dead whatever else is said of them
        yield EventReading(event, trigger, governor or child, "relative" if relative else "attribute", rank)


def _money(steps: list[Step], sentence: Span) -> Iterator[EventReading]:
    """Yield aid and need for sums that the sentence gives or asks for in a humanitarian context."""
    words = {lemma_of(token) for token in sentence} | {token.lower_ for token in sentence}
    verb = next((step.token for step in steps if step.token.pos_ == "VERB"), None)
    near = [step.token for step in steps[:3]]
    governors = {lemma_of(token) for token in near} | {lemma_of(child) for token in near for child in token.children}
    if governors & NEED_CONTEXT and words & (AID_CONTEXT | NEED_CONTEXT):
        trigger = next((token for token in near if lemma_of(token) in NEED_CONTEXT), verb)
        yield EventReading(Event.NEED, trigger, verb, "plea", 1)
    gives = verb is not None and (
        VERBS.get(lemma_of(verb), (None,))[0] is Event.AID
        or lemma_of(verb) in {"send", "give", "promise", "allocate", "make"}
    )
    if words & AID_CONTEXT and gives:
        yield EventReading(Event.AID, verb, verb, "gift", 2)


def _adjacent(counted: Counted, group: Group, sentence: Span) -> Iterator[EventReading]:
    """Yield what the words right before and behind a quantity say, whatever the parse says.

    "killing 107 or more and wounding 238", "the relocation of 54,000 residents", "2,536 relocated", "250 were left homeless".
    """
    before = _word_before(counted, sentence)
    if before is not None:
        lemma = lemma_of(before)
        if before.pos_ == "VERB":
            event = VERBS[lemma][0]
            if event is not None and (lemma not in DIRECTED or _has_directed(before)):
                yield EventReading(event, before, before, "adjacent", 0.9 if event in SPECIFIC else 3.9)
        elif NOUNS[lemma] in SPECIFIC:
            yield EventReading(NOUNS[lemma], before, before, "nominal", 0.9)
    behind = _word_behind(counted, group, sentence)
    if behind is not None:
        lemma = lemma_of(behind)
        event = ADJECTIVES.get(lemma) if behind.pos_ in {"ADJ", "ADV"} or lemma not in VERBS else None
        if event is None and lemma in VERBS:
            event = VERBS[lemma][0 if behind.tag_ == "VBN" or (behind.tag_ == "VBD" and not is_active(behind)) else 1]
        if event in SPECIFIC and lemma not in DIRECTED:
            yield EventReading(event, behind, behind, "adjacent", 0.95)


def _word_before(counted: Counted, sentence: Span) -> Token | None:
    """Return the transitive verb, or the noun with "of", right before a quantity and its qualifiers."""
    doc, index = sentence.doc, counted.number.i - 1
    floor = max(sentence.start, index - 7)
    through_of = False
    while index >= floor:
        token = doc[index]
        if token.pos_ == "VERB" and lemma_of(token) in VERBS and not through_of:
            return token
        if through_of and token.pos_ == "NOUN":
            return token if lemma_of(token) in NOUNS else None
        if token.lower_ == "of" and not through_of:
            if index and doc[index - 1].lower_ in {
                "total",
                "maximum",
                "minimum",
                "estimated",
                "excess",
                "upwards",
                "record",
                "group",
            }:
                index -= 1
            else:
                through_of = True
        elif not (token.pos_ in {"NUM", "ADV", "SYM"} or token.lower_ in _ADDITIVE or token.lower_ in _BOUND_WORDS):
            return None
        index -= 1
    return None


def _word_behind(counted: Counted, group: Group, sentence: Span) -> Token | None:
    """Return the participle, verb or adjective right behind a counted thing and its auxiliaries."""
    doc = sentence.doc
    index = (
        max(
            counted.number.i,
            group.head.i if group.head is not None and group.head.i > counted.number.i else counted.number.i,
        )
        + 1
    )
    stop = min(sentence.end, index + 7)
    while index < stop:
        token = doc[index]
        lemma = lemma_of(token)
        if token.pos_ in {"VERB", "ADJ"} and (lemma in VERBS or lemma in ADJECTIVES) and lemma not in LIGHT:
            following = doc[index + 1] if index + 1 < sentence.end else None
            if token.tag_ in {"VBN", "JJ"} and following is not None and following.pos_ == "AUX":
                index += 1  # "those affected have been displaced"
                continue
            return token
        if not (token.pos_ in {"AUX", "ADV", "PART"} or token.lower_ in _PASSED or lemma in _PASSED_VERBS):
            return None
        index += 1
    return None


def _forced(counted: Counted, sentence: Span, governor: Token | None) -> Iterator[EventReading]:
    """Yield displacement for "forced 2,500 people out of their homes" and "forced to flee", wherever the parse hangs the homes."""
    doc, first = sentence.doc, counted.number.i
    near = doc[max(sentence.start, first - 8) : min(sentence.end, counted.anchor.i + 4)]
    force = next((token for token in near if lemma_of(token) in FORCING and token.pos_ == "VERB"), None)
    if force is None:  # a headline's "Forces 400 Out of Homes", tagged as a noun
        force = next((token for token in near if token.lower_ in {"forces", "drives"} and token.i >= first - 3), None)
    if force is None:
        return
    behind = doc[max(force.i, first) : min(sentence.end, max(force.i, counted.anchor.i) + 8)]
    if any(lemma_of(token) in HOMES and token.i != counted.anchor.i for token in behind):
        yield EventReading(Event.DISPLACEMENT, force, governor or force, "forced", 0.97)


_BOUND_WORDS: Final = frozenset(
    "least most more than fewer less at up to as many much high estimated nearly almost over about".split()
)
_PASSED_VERBS: Final = frozenset("leave force render remain be have report believe fear confirm presume say".split())
_PASSED: Final = frozenset(
    "people persons of which whom them those these all the also still already had to been be".split()
)


def _nearest(counted: Counted, sentence: Span) -> tuple[Event, Token] | None:
    """Return the trigger word near a counted thing, words before it and beyond commas counted as farther away."""
    best: tuple[float, Event, Token] | None = None
    anchor = counted.anchor
    doc = sentence.doc
    for token in doc[max(sentence.start, anchor.i - 8) : min(sentence.end, anchor.i + 9)]:
        if token.i == anchor.i:
            continue
        lemma = lemma_of(token)
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
        commas = sum(inner.text in {",", ";"} for inner in doc[low:high])
        distance = (high - low) * (1.0 if token.i > anchor.i else 1.3) + 4 * commas
        if distance <= _NEAR and (best is None or distance < best[0]):
            best = (distance, event, token)
    return None if best is None else (best[1], best[2])
