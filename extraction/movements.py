"""Tell movements that displace from those that do not, and shelter for the displaced from any other stay."""

from typing import Final

from spacy.tokens import Token

from extraction.lemmas import lemma_of
from extraction.lexicons.events import CAMPS, DIRECTIONS, HAZARDS, HOUSING, POPULATION, REFUGES, RELIEF_SITES
from extraction.sentences import is_parsed, sentence_at
from extraction.voice import is_passive

_REFUGE_REACH: Final = 9
_REFUGE_WORDS: Final = frozenset({"host", "safe", "safer"})
_HAZARD_REACH: Final = 25


def displaces(verb: Token, anchor: Token) -> bool:
    """Tell whether a verb of movement with a direction drives people from their homes; False without a parse.

    People as such are moved, bused or flown by somebody; a refuge is where they go, a border what they cross, a hazard near by
    why they go.
    """
    if not is_parsed(verb.doc, verb.i):
        return False
    if not is_population(anchor):
        return False
    lemma = lemma_of(verb)
    if lemma == "escape":
        return _has_hazard(verb)
    if not any(_has_direction(child) for child in (*verb.children, *_members(anchor).children)):
        return False
    return lemma in {"arrive", "cross"} or is_passive(verb) or has_refuge(verb) or _has_hazard(verb)


def is_population(anchor: Token) -> bool:
    """Tell whether a counted thing are people as such; also where their noun is elided."""
    noun = _members(anchor)
    if noun.pos_ not in {"NOUN", "PROPN"} or lemma_of(noun) in POPULATION:
        return True
    return noun.ent_type_ == "NORP" or noun.tag_ == "NNPS"


def _members(noun: Token) -> Token:
    """Return the people of "hundreds of people", "half of the residents" and "a group of migrants", else the noun itself."""
    if lemma_of(noun) in POPULATION:
        return noun
    parts = (
        child for child in noun.rights if child.dep_ == "nmod" and any(mark.lower_ == "of" for mark in child.lefts)
    )
    return next(parts, noun)


def _has_hazard(verb: Token) -> bool:
    sentence = sentence_at(verb.doc, verb.i)
    near = verb.doc[max(sentence.start, verb.i - _HAZARD_REACH) : min(sentence.end, verb.i + _HAZARD_REACH)]
    return any(lemma_of(token) in HAZARDS for token in near)


def _has_direction(child: Token) -> bool:
    if child.dep_ in {"advmod", "compound:prt"}:
        return child.lower_ in DIRECTIONS
    return child.dep_.split(":")[0] in {"obl", "nmod"} and any(
        mark.dep_ == "case" and mark.lower_ in DIRECTIONS for mark in child.children
    )


def has_refuge(verb: Token) -> bool:
    """Tell whether a camp, a shelter or a host follows a verb in its clause: "in 60 camps", "with host families"."""
    if lemma_of(verb) in HOUSING and _has_relief_site(verb):
        return True
    for token in verb.doc[verb.i + 1 : verb.i + _REFUGE_REACH]:
        if token.text in {",", ";", "."} or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return False
        if token.lower_ in _REFUGE_WORDS or (token.pos_ in {"NOUN", "PROPN"} and lemma_of(token) in REFUGES):
            return True
    return False


def _has_relief_site(verb: Token) -> bool:
    """Tell whether a site for the displaced stands anywhere in the sentence: "has set up 40 relief camps; 2,000 are accommodated"."""
    words = sentence_at(verb.doc, verb.i)
    return any(
        token.lower_ in RELIEF_SITES and token.i + 1 < words.end and lemma_of(token.nbor()) in REFUGES
        for token in words
    )


def is_of_camp(verb: Token) -> bool:
    """Tell whether a camp is the subject of a verb: "the camp, built for 3,000, holds 12,700"."""
    return any(child.dep_ == "nsubj" and lemma_of(child) in CAMPS for child in verb.children)
