"""The places of a sentence that locate a fact by its parse: those on the counted noun, else those of its clause.

Names inside the names of bodies, the whereabouts of speakers and the origins of other people are left out. What the sentence does not
tell, extraction.place_choice looks for around it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from extraction.counted import Counted
from extraction.lemmas import lemma_of
from extraction.lexicons.placing import PLACE_NOUNS, SPREADING, WORLD, WORLDWIDE
from extraction.place_mentions import LOCATIVE, PlaceMention, case_of
from extraction.place_roles import Fact, find_role
from extraction.place_syntax import (
    clause_of,
    describes_other,
    find_antecedent,
    hangs_on_other,
    hangs_on_own_noun,
    is_later_clause,
    is_reporting,
    is_within,
    stands_behind,
    stands_behind_other,
)
from extraction.sentences import is_parsed
from records import ClaimPlace, Event, Mention

DATELINE: Final = "dateline"  # rule of the places of a dateline
_CASES: Final = LOCATIVE | {"from", "of", "to", "into"}
_SPOTS: Final = PLACE_NOUNS | {"area", "suburb", "neighbourhood", "camp"}
_INDEFINITE: Final = frozenset({"other", "different", "several", "many", "various", "some", "both", "two"})
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "its"})


def find_places(
    fact: Fact, mentions: Sequence[PlaceMention], others: Sequence[Counted], speakers: Sequence[Mention]
) -> tuple[ClaimPlace, ...]:
    """Return the places of the sentence that locate a fact, in order of the text.

    `mentions` are the places of the sentence that `locating` left, `others` the other quantities and `speakers` the words that name
    speakers in it.
    """
    if not is_parsed(fact.sentence.doc, fact.counted.root.i):
        return ()
    # A dateline says where the report was written; whether the fact is there too is for the choice among all places.
    here = [
        mention
        for mention in mentions
        if fact.sentence.start <= mention.span.start < fact.sentence.end and mention.place.rule != DATELINE
    ]
    antecedent = find_antecedent(fact, here)
    if antecedent is not None:
        own = [mention for mention in here if mention is antecedent or is_within(mention, antecedent)]
    else:
        here = [
            mention
            for mention in here
            if not is_reporting(mention, fact, speakers) and not describes_other(mention, fact)
        ]
        own = [mention for mention in here if hangs_on_own_noun(mention, fact, others) or stands_behind(mention, fact)]
        if not own:
            own = _in_clause(fact, here, others)
        joined = {mention.root.i for mention in own}
        own = [
            mention
            for mention in here
            if mention in own or (mention.root.dep_ == "conj" and mention.root.head.i in joined)
        ]
    if fact.event is Event.AID:
        own = [mention for mention in own if mention.root.dep_ not in {"nsubj", "obl:agent"}]
    chosen = [ClaimPlace(place=mention.place, role=find_role(mention, fact, here)) for mention in own]
    return tuple(sorted(chosen, key=lambda place: place.place.start))


def _in_clause(fact: Fact, here: Sequence[PlaceMention], others: Sequence[Counted]) -> list[PlaceMention]:
    """Return the places of the clause that states a fact, else those of the clauses around it that it can share."""
    if is_worldwide(fact):
        return []
    free = [
        mention
        for mention in here
        if not hangs_on_other(mention, fact, others) and not stands_behind_other(mention, fact, others)
    ]
    clause = clause_of(fact.counted.anchor)
    same = [mention for mention in free if clause_of(mention.root).i == clause.i]
    own = same or [mention for mention in free if not is_later_clause(mention, fact)]
    placed = [mention for mention in own if case_of(mention.root) in LOCATIVE]
    # "in the 2016 United States election, ... in the Northern Marianas": the preposition places, the modifier names.
    if placed:
        countries = {mention.place.country for mention in placed}
        own = [
            mention
            for mention in own
            if mention in placed or case_of(mention.root) is not None or mention.place.country in countries
        ]
    return own


def counts_places(head: Token | None) -> bool:
    """Tell whether a counted noun names places: a number of provinces lies in none of them."""
    return head is not None and lemma_of(head) in PLACE_NOUNS


def is_worldwide(fact: Fact) -> bool:
    """Tell whether the clause of a fact says that it holds all over the world: "worldwide", "across the globe"."""
    own = clause_of(fact.counted.anchor)
    for token in fact.sentence:
        spread = token.lower_ in WORLDWIDE and token.dep_ in {
            "advmod",
            "amod",
            "obl",
            "nmod",
            "obl:unmarked",
            "root",
            "ROOT",
        }
        around = token.text in WORLD and case_of(token) in SPREADING
        if spread or around:
            clause = clause_of(token)
            if clause.i == own.i or clause.is_ancestor(own) or own.is_ancestor(clause):
                return True
    return False


def find_unnamed(fact: Fact) -> Iterator[str]:
    """Yield how the clause of a fact says where without a name: `places` ("in 76 countries"), `the_place` ("in the region")."""
    doc = fact.sentence.doc
    if not is_parsed(doc, fact.counted.root.i):
        return
    own = clause_of(fact.counted.anchor)
    for token in fact.sentence:
        if token.pos_ != "NOUN" or lemma_of(token) not in _SPOTS or case_of(token) not in _CASES:
            continue
        if clause_of(token).i != own.i:
            continue
        before = [child for child in token.children if child.i < token.i]
        words = {child.lower_ for child in before}
        counted = any(child.dep_.startswith("nummod") for child in before)
        if counted or words & _INDEFINITE or (token.tag_ == "NNS" and not words & _DEFINITE):
            yield "places"
        elif words & _DEFINITE:
            yield "the_place"
