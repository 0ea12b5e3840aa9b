"""What a place is to a fact: where it happened, or the origin, destination or transit of those who move.

The preposition decides first, then the verb and the place's part in it; events that move nobody lie where a place says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from extraction.lemmas import lemma_of
from extraction.lexicons.placing import AWAY, CROSSING_NOUNS, THROUGH, TOWARDS
from extraction.place_mentions import PlaceMention, case_of
from records import Event, PlaceRole, Unit

# Events whose prepositions tell origin and destination; the others happen where a preposition says.
_MOVING: Final = frozenset(
    {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.AID, Event.DEPLOYMENT, Event.OTHER, Event.MONEY, Event.PRESENCE,
     Event.RELEASE, Event.MISSING}
)  # fmt: skip
MOVEMENTS: Final = frozenset(
    {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.AID, Event.DEPLOYMENT, Event.MONEY}
)
# Events that happen to people where they are: "from" tells where the people come from.
_STANDING: Final = frozenset({Event.DEATH, Event.INJURY, Event.DETENTION, Event.PRESENCE, Event.OTHER})
_LEAVING: Final = frozenset({"flee", "leave", "escape", "abandon", "evacuate"})
_EMPTYING: Final = frozenset({"evacuate", "evacuation", "relocate", "relocation"})
_INNER: Final = frozenset(
    {"nmod", "appos", "conj", "flat", "nmod:unmarked", "list", "compound", "nmod:poss", "dep", "nmod:desc"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the search for places needs to know of a claim."""

    counted: Counted
    head: Token | None
    governor: Token | None
    trigger: Token | None
    event: Event
    unit: Unit
    sentence: Span
    # What is attributed together with the quantity, in code points, end exclusive; empty without a speaker.
    content: tuple[tuple[int, int], ...]


def find_role(mention: PlaceMention, fact: Fact, here: Sequence[PlaceMention]) -> PlaceRole:
    """Return what a place is to a fact, from its preposition, its verb and the event."""
    token = mention.root
    container = next(
        (other for other in here if other is not mention and other.span.start <= token.head.i < other.span.end), None
    )
    case = case_of(token)
    if container is not None and token.dep_ in _INNER and case not in AWAY | {"to"}:
        return find_role(container, fact, [other for other in here if other is not mention])
    if case == "from" and fact.event in _STANDING and _is_own(token.head, fact):
        return PlaceRole.ORIGIN  # "one of the dead was from France"
    if fact.event not in _MOVING:
        return PlaceRole.EVENT
    if case is None and token.head.pos_ in {"NOUN", "PROPN"} and token.dep_ in _INNER:
        case = case_of(token.head)
        if lemma_of(token.head) in CROSSING_NOUNS and fact.event is not Event.OTHER:
            return PlaceRole.TRANSIT
    verb = token.head if token.head.pos_ == "VERB" else fact.governor
    lemma = lemma_of(verb) if verb is not None else ""
    return _role_by_case(case, lemma, fact) or _role_by_verb(token, lemma, fact) or PlaceRole.EVENT


def _role_by_case(case: str | None, lemma: str, fact: Fact) -> PlaceRole | None:
    """Return the role that a preposition gives in an event that moves people or goods."""
    if case in AWAY:
        return PlaceRole.ORIGIN
    if case in THROUGH and (fact.event in {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION} or lemma == "cross"):
        return PlaceRole.TRANSIT
    if fact.event is Event.AID and fact.unit in {Unit.PERSON, Unit.HOUSEHOLD}:
        return PlaceRole.EVENT
    if case in TOWARDS or (lemma in {"arrive", "land"} and case in {"in", "at"}):
        return PlaceRole.DESTINATION
    if fact.event in {Event.AID, Event.NEED} and (case == "for" or fact.unit is Unit.MONEY):
        return PlaceRole.DESTINATION
    return None


def _role_by_verb(token: Token, lemma: str, fact: Fact) -> PlaceRole | None:
    """Return the role that the verb and the place's part in it give."""
    if fact.event is Event.RETURN and token.dep_ == "nsubj":
        return PlaceRole.ORIGIN  # "Pakistan has seen 400,000 Afghans returning home"
    if lemma == "cross" and token.dep_ == "obj":
        return PlaceRole.TRANSIT
    trigger = lemma_of(fact.trigger) if fact.trigger is not None else ""
    left = lemma in _LEAVING and token.dep_ == "obj"
    if fact.event is Event.DISPLACEMENT and (left or trigger in _EMPTYING):
        return PlaceRole.ORIGIN
    return None


def inherited_role(fact: Fact) -> PlaceRole:
    """Return what an earlier place is to a fact that names none itself."""
    trigger = lemma_of(fact.trigger) if fact.trigger is not None else ""
    if fact.event is Event.AID and fact.unit in {Unit.MONEY, Unit.WEIGHT}:
        return PlaceRole.DESTINATION
    if fact.event is Event.NEED and fact.unit is Unit.MONEY:
        return PlaceRole.DESTINATION
    if fact.event in {Event.DISPLACEMENT, Event.EXPULSION} and trigger in _LEAVING | _EMPTYING | {
        "deport",
        "expel",
        "move",
        "transfer",
        "fly",
    }:
        return PlaceRole.ORIGIN
    return PlaceRole.EVENT


def _is_own(token: Token, fact: Fact) -> bool:
    own = {fact.counted.anchor.i, fact.counted.root.i}
    return token.i in own or any(child.i in own for child in token.children)
