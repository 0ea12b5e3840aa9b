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
    DIRECTED,
    DIRECTIONS,
    FRAME_VERBS,
    LIGHT,
    NOUNS,
    PHRASES,
    REFUGES,
    REPORTING,
    STAYING,
    VERBS,
)
from extraction.lexicons.nouns import STRONG_EVENTS
from extraction.sentences import is_parsed
from records import Event

_COMPLEMENTS: Final = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nsubj", "nsubj:pass", "advmod", "compound:prt", "amod", "dep"}
)
_REFUGE_REACH: Final = 9


def event_of(token: Token, role: str, anchor: Token) -> tuple[Event, Token, str] | None:
    """Return the event that a token states of what stands to it in `role`, its trigger and the construction; None without any."""
    lemma = lemma_of(token)
    if role == "predicate" or (token.pos_ == "NUM" and role == "self"):
        return framed_event(token, anchor)
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
    return framed_event(token, anchor) if frames or reports else None


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
                event = (
                    STRONG_EVENTS.get(lemma)
                    or NOUNS.get(lemma)
                    or (ADJECTIVES.get(lemma) if noun.pos_ != "NOUN" else None)
                )
                if event is not None:
                    return event, noun, "frame"
    return None


def is_active(verb: Token) -> bool:
    """Tell whether a verb is active: a past participle needs "have" before it."""
    if is_passive(verb):
        return False
    return verb.tag_ != "VBN" or any(child.lemma_ == "have" and child.dep_.startswith("aux") for child in verb.children)


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive by its auxiliary or its subject."""
    if not is_parsed(verb.doc, verb.i):
        return verb.tag_ == "VBN"
    return any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children)


def has_directed(verb: Token) -> bool:
    """Tell whether a verb goes with a word or phrase of direction ("out", "into the camp"); False without a parse."""
    return is_parsed(verb.doc, verb.i) and any(_has_direction(child) for child in verb.children)


def _has_direction(child: Token) -> bool:
    if child.dep_ in {"advmod", "compound:prt"}:
        return child.lower_ in DIRECTIONS
    return child.dep_.split(":")[0] in {"obl", "nmod"} and any(
        mark.dep_ == "case" and mark.lower_ in DIRECTIONS for mark in child.children
    )
