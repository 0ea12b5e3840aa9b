"""The plain expectation of where a fact lies that names no place: where the last one of its paragraph does, else what the article is about.

It is evidence among other for extraction.place_options, not the answer.
"""

from collections.abc import Sequence
from typing import Final

from extraction.claim_places import counts_places, is_worldwide
from extraction.place_evidence import Situation
from extraction.place_groups import Outline, key_of, keys_of
from extraction.place_mentions import LOCATIVE, PlaceMention, case_of
from extraction.place_roles import Fact
from extraction.sentences import is_parsed
from records import ClaimPlace, Event, Modality, Unit

_LEAD_WEIGHT: Final = 3.0
_HABITUAL: Final = frozenset({"every", "each", "annually", "daily", "per"})
_EXPECTED: Final = frozenset({Event.AID, Event.RETURN, Event.DISPLACEMENT, Event.EXPULSION})


def expect_places(
    situations: Sequence[Situation], ruled: Sequence[Sequence[ClaimPlace]], focus: frozenset[str], outline: Outline
) -> list[frozenset[str]]:
    """Return the keys of the places expected of each fact: its own, those handed down by the facts before, or the focus.

    `ruled` are the places that the parse of each fact's sentence gives, `focus` the keys of those that the article is about.
    """
    expected: list[frozenset[str]] = []
    latest: frozenset[str] = frozenset()
    line = -1
    for situation, places in zip(situations, ruled, strict=True):
        here = outline.line(situation.reading.counted.number.i)
        if places:
            own = keys_of(places)
        elif holds_nowhere(situation.fact, situation.modality):
            own = frozenset()
        else:
            own = latest if latest and (situation.reading.link or here == line) else focus
        if own:
            latest, line = own, here
        expected.append(own)
    return expected


def holds_nowhere(fact: Fact, modality: Modality) -> bool:
    """Tell whether no earlier place holds for a fact: it is worldwide, counts places, or is a sum that is spent nowhere."""
    if counts_places(fact.head):
        return True
    if is_parsed(fact.sentence.doc, fact.counted.root.i) and is_worldwide(fact):
        return True
    if any(token.lower_ in _HABITUAL for token in fact.sentence.doc[fact.counted.number.i : fact.sentence.end]):
        return True
    if modality is Modality.FUTURE and fact.event not in _EXPECTED:
        return True
    return fact.unit is Unit.MONEY and fact.event not in {Event.AID, Event.NEED}


def find_focus(mentions: Sequence[PlaceMention]) -> frozenset[str]:
    """Return the keys of the places that the article is about: the first sentence that names its most named country."""
    weights: dict[str | None, float] = {}
    for mention in mentions:
        early = _LEAD_WEIGHT if mention.sentence == mentions[0].sentence else 1.0
        weights[mention.place.country] = weights.get(mention.place.country, 0.0) + early * _focus_weight(mention)
    if not weights:
        return frozenset()
    country = max(weights, key=lambda key: (weights[key], key is not None))
    chosen = [mention for mention in mentions if mention.place.country == country]
    plain = [mention for mention in chosen if _focus_weight(mention) >= 1] or chosen
    sentence = plain[0].sentence
    return frozenset(key_of(mention.place) for mention in plain if mention.sentence == sentence)


def _focus_weight(mention: PlaceMention) -> float:
    """Return how much a mention says of where an article plays: a preposition much, a modifier of a noun little."""
    if case_of(mention.root) in LOCATIVE or (mention.root.dep_ == "nmod" and case_of(mention.root) == "of"):
        return 2.0
    return 0.4 if mention.root.dep_ in {"compound", "amod", "nmod:desc"} else 1.0
