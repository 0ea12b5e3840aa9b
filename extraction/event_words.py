"""The event that a word of the parse states of what stands in a role to it.

A verb states it alone, in a set phrase or through its complement ("left 1,600 dead"), a noun by its own name or its subject, and
a verb of measure by the noun that it measures ("the death toll rose to 43"). Each answer is the event, its trigger and the
construction.
"""

from typing import Final

from spacy.tokens import Token

from extraction.event_readings import SPECIFIC
from extraction.lemmas import lemma_of
from extraction.lexicons.events import (
    ADJECTIVES,
    CAUSATIVES,
    DIRECTED,
    FRAME_VERBS,
    HOLDING,
    INTRANSITIVES,
    LIGHT,
    NIGHTS,
    NOUNS,
    PARTICIPLES,
    PHRASES,
    REFUGES,
    RELIEF_SITES,
    REPORTING,
    SITUATIONS,
    STAYING,
    VERBS,
)
from extraction.lexicons.nouns import STRONG_EVENTS
from extraction.movements import displaces, has_refuge, is_of_camp, is_population
from extraction.sentences import is_parsed
from extraction.voice import is_active, is_passive
from records import Event

_COMPLEMENTS: Final = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nsubj", "nsubj:pass", "advmod", "compound:prt", "amod", "dep"}
)
_SHARES: Final = frozenset({"percent", "%", "cent", "pct", "points"})


def event_of(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a token states of what stands to it in `role`, its trigger and the construction; None without any."""
    if role == "predicate" or (token.pos_ == "NUM" and role == "self"):
        return framed_event(token, anchor)
    if token.pos_ in {"VERB", "AUX"}:
        return verbal_event(token, role, anchor)
    if token.pos_ == "ADJ":
        event = adjective_event(token)
        return None if event is None else (event, token, "predicate")
    return _nominal_event(token, role, anchor) if token.pos_ in {"NOUN", "PROPN"} else None


def adjective_event(token: Token) -> Event | None:
    """Return the state that an adjective or participle names: "homeless", "gutted"; None for any other word."""
    if token.pos_ not in {"ADJ", "VERB", "ADV"}:
        return None
    found = ADJECTIVES.get(lemma_of(token)) or ADJECTIVES.get(token.lower_)
    if found is None and token.pos_ == "ADJ" and token.lower_ in PARTICIPLES:
        return VERBS[PARTICIPLES[token.lower_]][0]
    return found


def _nominal_event(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a noun above names: "the evacuation of", "a vaccination campaign across", "20 bodies, eleven men"."""
    lemma = lemma_of(token)
    if role not in {"of", "self", "agent", "part", "patient"}:
        return None
    state = situation_of(token) if role == "agent" else None
    if state is not None:
        return state, token, "situation"  # "100 houses are under water"
    if role == "agent":  # "are under evacuation orders"
        named = next((child for child in token.children if child.dep_ == "compound" and lemma_of(child) in NOUNS), None)
        return None if named is None else (NOUNS[lemma_of(named)], named, "situation")
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
    if lemma == "hit" and anchor.lower_ in _SHARES:
        return framed_event(token, anchor)  # "inflation hit 12 percent"
    phrase = set_phrase(token, role, anchor) if role in {"patient", "agent", "oblique"} else None
    if phrase is not None:
        return phrase, token, "phrase"
    if (
        lemma in NIGHTS
        and has_refuge(token)
        and (lemma == "sleep" or any(lemma_of(child) == "night" for child in token.children))
    ):
        return Event.DISPLACEMENT, token, "refuge"
    if lemma in HOLDING and lemma in LIGHT and role == "patient" and is_of_camp(token):
        return Event.DISPLACEMENT, token, "refuge"
    if lemma in VERBS and lemma not in LIGHT:
        return None if role == "up" else _listed_verb(token, lemma, role, anchor)
    if role in {"patient", "agent", "oblique", "up"}:
        complement = _complement(token, role, anchor)
        if complement is not None:
            return complement
    frames = role in {"oblique", "patient", "self"} and lemma in FRAME_VERBS
    reports = role == "oblique" and lemma in REPORTING  # "infection is reported in 33 million people"
    return framed_event(token, anchor) if frames or reports else None


def set_phrase(token: Token, role: str, anchor: Token) -> Event | None:
    """Return the event of a verb with one of its dependents: "take refuge", "test positive", "block a road"."""
    lemma = lemma_of(token)
    if not is_parsed(token.doc, token.i) or (role == "agent" and lemma in CAUSATIVES and is_active(token)):
        return None
    weak: Event | None = None
    for child in token.children:
        complement = child.dep_ in _COMPLEMENTS or child.dep_.split(":")[0] in _COMPLEMENTS
        event = PHRASES.get((lemma, lemma_of(child))) if complement and child.i != anchor.i else None
        if event is Event.RETURN and not is_population(anchor):
            continue  # pupils who are sent home
        if event is Event.PRESENCE:
            weak = event  # "took part in the march": the march tells more
        elif event is not None:
            return event
    return weak


def _listed_verb(token: Token, lemma: str, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return what a verb of the table states of its patient or agent."""
    if lemma in HOLDING and role == "patient" and is_of_camp(token):
        return Event.DISPLACEMENT, token, "refuge"
    event = listed_event(token, active=role == "agent" and is_active(token))
    if event is not None and event not in SPECIFIC:
        complement = _complement(token, role, anchor)
        named = complement is not None and (complement[2] == "predicate" or lemma == "register")
        if complement is not None and named and complement[0] in SPECIFIC:
            return complement  # "were registered as displaced"
    if event is Event.DISPLACEMENT and lemma in DIRECTED and not displaces(token, anchor):
        return (Event.PRESENCE, token, "arrival") if lemma == "arrive" else None
    if event is Event.PRESENCE and lemma in STAYING and has_refuge(token):
        return Event.DISPLACEMENT, token, "refuge"
    return None if event is None else (event, token, "verb")


def listed_event(verb: Token, *, active: bool) -> Event | None:
    """Return what a verb of the table states of its subject when `active`, else of its object or passive subject.

    Who drowns or suffocates without an object is no attacker.
    """
    patient, agent = VERBS[lemma_of(verb)]
    if not active:
        return patient
    killed = agent is Event.ATTACK and patient in {Event.DEATH, Event.INJURY} and lemma_of(verb) in INTRANSITIVES
    silent = agent is None and patient in SPECIFIC  # "61,000 people displaced", read as the past tense
    alone = is_parsed(verb.doc, verb.i) and not any(child.dep_ == "obj" for child in verb.children)
    return patient if (killed or silent) and alone else agent


def kills_as_well(verb: Token) -> bool:
    """Tell whether a deadly verb is joined to another without a subject or object of its own: "people shot and killed"."""
    if not is_parsed(verb.doc, verb.i):
        return False
    joined = (child for child in verb.rights if child.dep_ == "conj" and child.pos_ == "VERB")
    return any(
        VERBS.get(lemma_of(child), (None,))[0] is Event.DEATH
        and not any(inner.dep_.startswith(("nsubj", "obj")) for inner in child.children)
        for child in joined
    )


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
            named = (
                child.tag_ == "VBN" and not owned and any(mark.lower_ == "as" for mark in child.children)
            )  # "registered as displaced"
            if (child.dep_ == "advcl" and not (marked or named)) or (child.dep_ == "ccomp" and owned):
                continue
            found = verbal_event(child, "patient" if is_passive(child) or child.tag_ == "VBN" else "agent", anchor)
            if found is not None:
                return found
        elif (state := _state_of(child)) is not None:
            return state, child, "predicate"
        elif child.dep_ == "obl" and lemma in NOUNS and lemma_of(token) in {"be", "remain", "put", "place", "leave"}:
            return NOUNS[lemma], child, "nominal"
        elif child.dep_ == "obj" and lemma in NOUNS and role != "patient":
            return NOUNS[lemma], child, "light"
    return None


def _state_of(child: Token) -> Event | None:
    """Return the state that a dependent of a verb says of its subject or object: "left dead", "are at risk", "live in tents"."""
    if child.dep_ == "advcl" and any(mark.dep_.startswith("nsubj") for mark in child.children):
        return None  # "with 12 still missing" tells of the 12
    if child.dep_ in {"xcomp", "amod", "advmod", "obl", "acl", "dep", "advcl"}:
        return adjective_event(child) or (situation_of(child) if child.dep_ == "obl" else None)
    return None


def situation_of(noun: Token) -> Event | None:
    """Return the state that a noun with its preposition names: "in need", "without shelter"; None for any other phrase."""
    lemma = lemma_of(noun)
    case = next((mark.lower_ for mark in noun.lefts if mark.dep_ == "case"), "")
    if case in {"in", "at"} and lemma in REFUGES and any(child.lower_ in RELIEF_SITES for child in noun.lefts):
        return Event.DISPLACEMENT  # "in evacuation centres"
    return SITUATIONS.get((case, lemma))


def framed_event(token: Token, anchor: Token) -> tuple[Event, Token, str] | None:
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
                event = STRONG_EVENTS.get(lemma) or NOUNS.get(lemma) or adjective_event(noun)
                if event is None and noun.tag_ == "VBN" and lemma in VERBS:
                    event = VERBS[lemma][0]  # "the people infected included 26 soldiers"
                if event is not None:
                    return event, noun, "frame"
    return None
