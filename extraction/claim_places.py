"""Where a fact lies: the places of its clause with their roles, else those of the nearest earlier fact that plainly hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from records import Attribution, ClaimPlace, Event, Place, PlaceRole

# Events that move people or goods: their prepositions tell origin and destination.
_MOVING: Final = frozenset({Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.AID, Event.DEPLOYMENT, Event.OTHER, Event.MONEY, Event.PRESENCE, Event.RELEASE, Event.MISSING})
_FROM: Final = frozenset({"from", "off"})
_TO: Final = frozenset({"to", "into", "onto", "toward", "towards", "for"})
_THROUGH: Final = frozenset({"through", "via", "across", "over"})
_CROSSING: Final = frozenset("cross crossing border checkpoint gate strait channel transit".split())
_GLOBAL: Final = frozenset("worldwide globally world globe international internationally nationwide".split())
_VISITED: Final = frozenset("visit enter reach attack invade hit strike shell bomb leave flee".split())
_FAR_SENTENCES: Final = 6


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place of the text with its tokens."""

    span: Span
    place: Place

    @property
    def root(self) -> Token:
        """Return the token by which the place is attached to the sentence."""
        return self.span.root


@dataclass(frozen=True, slots=True)
class Fact:
    """What the search for places needs to know of a claim."""

    counted: Counted
    governor: Token | None
    trigger: Token | None
    event: Event
    sentence: Span


def find_places(
    fact: Fact,
    mentions: Sequence[PlaceMention],
    others: Sequence[Counted],
    attributions: Sequence[Attribution],
) -> tuple[ClaimPlace, ...]:
    """Return the places of the sentence that locate a fact, in order of the text.

    `others` are the other quantities of the sentence: a place that plainly belongs to one of them is left out.
    """
    here = [mention for mention in mentions if fact.sentence.start <= mention.span.start < fact.sentence.end]
    here = [mention for mention in here if not _is_source(mention, attributions)]
    owned = [mention for mention in here if not _belongs_to_other(mention, fact, others)]
    chosen = [ClaimPlace(place=mention.place, role=find_role(mention, fact, here)) for mention in owned]
    return tuple(sorted(chosen, key=lambda place: place.place.start))


def is_global(sentence: Span) -> bool:
    """Tell whether a sentence speaks of the whole world, so that no earlier place holds for it."""
    return any(token.lower_ in _GLOBAL for token in sentence)


def _is_source(mention: PlaceMention, attributions: Sequence[Attribution]) -> bool:
    """Tell whether a place stands in the words that name a speaker ("Islamabad said", "the embassy in Beijing said")."""
    start, end = mention.place.start, mention.place.end
    return any(part.start <= start and end <= part.end for attribution in attributions for part in attribution.source)


def _belongs_to_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether a place hangs on another quantity of the sentence, by the parse or by standing in its part of a list."""
    token = mention.root
    own = {fact.counted.anchor.i, fact.counted.root.i}
    foreign = {index for other in others for index in (other.anchor.i, other.root.i)} - own
    for _ in range(4):
        if token.head.i == token.i:
            break
        token = token.head
        if token.i in own:
            return False
        if token.i in foreign:
            return not any(token.i == ancestor.i for ancestor in fact.counted.anchor.ancestors)
    numbers = sorted({other.root.i for other in others} | {fact.counted.root.i})
    if len(numbers) < 2:
        return False
    doc = fact.sentence.doc
    before = [number for number in numbers if number < mention.span.start]
    if not before or before[-1] == fact.counted.root.i:
        return False
    # "45 dead in Nyanza, 12 in North Eastern": each place directly behind its count belongs to that count alone.
    owner = before[-1]
    gap = doc[owner + 1 : mention.span.start]
    direct = len(gap) <= 6 and not any(token.text in {",", ";"} or token.pos_ == "VERB" for token in gap)
    follows = any(number > mention.span.end for number in numbers)
    return direct and (follows or owner > fact.counted.root.i) and _has_own(fact, numbers)


def _has_own(fact: Fact, numbers: Sequence[int]) -> bool:
    """Tell whether a preposition with a name follows the fact's own count before the next one, as in a list of counts."""
    doc = fact.sentence.doc
    later = [number for number in numbers if number > fact.counted.root.i]
    stop = later[0] if later else fact.sentence.end
    words = doc[fact.counted.root.i + 1 : stop]
    return any(token.pos_ == "ADP" and token.i + 1 < len(doc) and (doc[token.i + 1].pos_ == "PROPN" or doc[token.i + 1].lower_ == "the") for token in words)


def find_role(mention: PlaceMention, fact: Fact, here: Sequence[PlaceMention]) -> PlaceRole:
    """Return what a place is to a fact, from its preposition, its verb and the event."""
    token = mention.root
    head_place = next((other for other in here if other is not mention and other.span.start <= token.head.i < other.span.end), None)
    if head_place is not None and token.dep_ in {"nmod", "appos", "conj", "flat", "nmod:unmarked", "list", "compound", "nmod:poss", "dep"}:
        case = _case(token)
        if case not in _FROM | {"to"}:
            return find_role(head_place, fact, [other for other in here if other is not mention])
    case = _case(token)
    if case is None:
        outer = token.head
        if token.dep_ in {"compound", "nmod", "nmod:poss", "appos", "flat", "nmod:desc"} and outer.pos_ in {"NOUN", "PROPN"}:
            case = _case(outer)
            if outer.lemma_.lower() in _CROSSING:
                return PlaceRole.TRANSIT
    verb = token.head if token.head.pos_ == "VERB" else fact.governor
    lemma = verb.lemma_.lower() if verb is not None else ""
    event = fact.event
    if event in {Event.DEATH, Event.INJURY, Event.ILLNESS, Event.ATTACK, Event.DESTRUCTION, Event.PROTEST, Event.VOTE, Event.NEED, Event.DETENTION}:
        return PlaceRole.EVENT
    if case in _FROM:
        return PlaceRole.ORIGIN
    if case in _THROUGH and (event in {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION} or lemma == "cross"):
        return PlaceRole.TRANSIT
    if case in _TO and event in _MOVING and case != "for":
        return PlaceRole.DESTINATION
    if lemma == "cross" and token.dep_ == "obj":
        return PlaceRole.TRANSIT
    if event is Event.RETURN and lemma == "return" and case in {"in"}:
        return PlaceRole.EVENT
    if event is Event.DISPLACEMENT:
        if lemma in {"flee", "leave", "escape"} and token.dep_ == "obj":
            return PlaceRole.ORIGIN
        trigger = fact.trigger.lemma_.lower() if fact.trigger is not None else ""
        if trigger in {"evacuate", "evacuation"} and case not in _TO:
            return PlaceRole.ORIGIN
    if event in {Event.AID} and case == "for":
        return PlaceRole.DESTINATION
    return PlaceRole.EVENT


def _case(token: Token) -> str | None:
    return next((child.lower_ for child in token.children if child.dep_ == "case" and child.i < token.i), None)
