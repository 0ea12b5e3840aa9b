"""Where a fact lies: the places of its clause with their roles, else those of the nearest earlier fact, else of the article.

A place of the sentence counts when it hangs on the counted noun or on the clause that states the fact; names inside the names
of bodies, the whereabouts of speakers and the origins of other people are left out.
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from extraction.counted import Counted
from extraction.lemmas import lemma_of
from extraction.lexicons.nouns import unit_of_noun
from extraction.lexicons.placing import GLOBAL, PLACE_NOUNS
from extraction.place_mentions import LOCATIVE, PlaceMention, case_of, is_name_part
from extraction.place_roles import Fact, find_role
from extraction.sentences import is_parsed
from records import ClaimPlace, Event, Mention, Modality, Unit

_CLAUSAL: Final = frozenset({"conj", "advcl", "parataxis", "acl:relcl", "ccomp", "csubj", "root", "ROOT"})
_HABITUAL: Final = frozenset({"every", "each", "annually", "daily", "per"})
_EXPECTED: Final = frozenset({Event.AID, Event.RETURN, Event.DISPLACEMENT, Event.EXPULSION})


def find_places(
    fact: Fact, mentions: Sequence[PlaceMention], others: Sequence[Counted], speakers: Sequence[Mention]
) -> tuple[ClaimPlace, ...]:
    """Return the places of the sentence that locate a fact, in order of the text.

    `mentions` are the places of the sentence that `locating` left, `others` the other quantities and `speakers` the words that name
    speakers in it.
    """
    if not is_parsed(fact.sentence.doc, fact.counted.root.i):
        return ()
    here = [mention for mention in mentions if fact.sentence.start <= mention.span.start < fact.sentence.end]
    antecedent = _relative_antecedent(fact, here)
    if antecedent is not None:
        own = [mention for mention in here if mention is antecedent or _is_within(mention, antecedent)]
    else:
        here = [
            mention
            for mention in here
            if not _is_reporting(mention, fact, speakers) and not _describes_other(mention, fact)
        ]
        own = [
            mention for mention in here if _hangs_on_own_noun(mention, fact, others) or _stands_behind(mention, fact)
        ]
        if not own:
            own = _in_clause(fact, here, others)
    if fact.event is Event.AID:
        own = [mention for mention in own if mention.root.dep_ not in {"nsubj", "obl:agent"}]
    chosen = [ClaimPlace(place=mention.place, role=find_role(mention, fact, here)) for mention in own]
    return tuple(sorted(chosen, key=lambda place: place.place.start))


def _in_clause(fact: Fact, here: Sequence[PlaceMention], others: Sequence[Counted]) -> list[PlaceMention]:
    """Return the places of the clause that states a fact, else those of the clauses around it that it can share."""
    if any(token.lower_ in GLOBAL for token in fact.sentence):
        return []
    free = [
        mention
        for mention in here
        if not _hangs_on_other(mention, fact, others) and not _behind_other(mention, fact, others)
    ]
    clause = _clause(fact.counted.anchor)
    same = [mention for mention in free if _clause(mention.root).i == clause.i]
    own = same or [mention for mention in free if not _is_later_clause(mention, fact)]
    placed = [mention for mention in own if case_of(mention.root) in LOCATIVE]
    if (
        placed
    ):  # "in the 2016 United States election, ... in the Northern Marianas": the preposition places, the modifier names
        countries = {mention.place.country for mention in placed}
        own = [
            mention
            for mention in own
            if mention in placed or case_of(mention.root) is not None or mention.place.country in countries
        ]
    return own


def _relative_antecedent(fact: Fact, here: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place that a relative clause with the quantity describes: "in Iowa, where he secured 39 delegates"."""
    token = fact.counted.anchor
    for _ in range(6):
        if token.dep_ == "acl:relcl":
            found = next((mention for mention in here if mention.span.start <= token.head.i < mention.span.end), None)
            if found is not None and not is_name_part(found):
                return found
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _is_within(mention: PlaceMention, outer: PlaceMention) -> bool:
    return (
        any(outer.span.start <= ancestor.i < outer.span.end for ancestor in [mention.root.head])
        and mention is not outer
    )


def _stands_behind(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place stands right behind the count with a preposition, whatever the parse says: "12 in Narva"."""
    first = (
        max(fact.counted.number.i, fact.head.i if fact.head is not None and fact.head.i > fact.counted.number.i else 0)
        + 1
    )
    between = fact.sentence.doc[first : mention.span.start]
    if not 0 < len(between) <= 4 or between[0].lower_ not in {"in", "at", "from", "near"}:
        return False
    return all(token.pos_ in {"ADP", "DET", "ADJ", "NOUN"} for token in between)


def _behind_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether another count stands between a fact and a place that its own verb does not govern."""
    number = fact.counted.number.i
    if not any(number < other.number.i < mention.span.start for other in others):
        return False
    clause = _clause(mention.root)
    own = _clause(fact.counted.anchor)
    return clause.i != own.i and not clause.is_ancestor(own)


def holds_nowhere(fact: Fact, modality: Modality) -> bool:
    """Tell whether no earlier place holds for a fact: it is worldwide, counts places, or is a sum that is spent nowhere."""
    if counts_places(fact.head):
        return True
    if any(token.lower_ in GLOBAL for token in fact.sentence):
        return True
    if any(token.lower_ in _HABITUAL for token in fact.sentence.doc[fact.counted.number.i : fact.sentence.end]):
        return True
    if modality is Modality.FUTURE and fact.event not in _EXPECTED:
        return True
    return fact.unit is Unit.MONEY and fact.event not in {Event.AID, Event.NEED}


def counts_places(head: Token | None) -> bool:
    """Tell whether a counted noun names places: a number of provinces lies in none of them."""
    return head is not None and lemma_of(head) in PLACE_NOUNS


def _is_reporting(mention: PlaceMention, fact: Fact, speakers: Sequence[Mention]) -> bool:
    """Tell whether a place is where somebody speaks, or who speaks, and not where the fact lies."""
    start, end = mention.place.start, mention.place.end
    doc = mention.span.doc
    for words in speakers:
        if words.start <= start and end <= words.end:
            possessor = mention.span.end < len(doc) and doc[mention.span.end].lower_ in {"'s", "’s"}
            return words.start != start or possessor  # a place that reports is where it happened; "its ministry" is not
    if not fact.content:
        return False
    inside = any(first <= start < last for first, last in fact.content)
    if inside:
        return False
    last = max(part[1] for part in fact.content)
    return start >= last  # "...," said X, speaking in Y


def _describes_other(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place says where another person is from: "a man from the United States"."""
    own = {fact.counted.anchor.i, fact.counted.root.i} | ({fact.head.i} if fact.head is not None else set())
    token = mention.root
    for _ in range(3):
        if not (token.dep_.startswith("nmod") or token.dep_ in {"appos", "conj", "flat"}) or token.head.i == token.i:
            return False
        token = token.head
        if token.i in own or lemma_of(token) in {"number", "group", "total", "part", "majority"}:
            return False
        if (
            token.pos_ == "NOUN"
            and unit_of_noun(token.lemma_) is Unit.PERSON
            and not any(child.like_num for child in token.children)
        ):
            return not token.is_ancestor(fact.counted.anchor) and token.dep_ not in {"nsubj", "nsubj:pass", "obj"}
    return False


def _hangs_on_own_noun(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether a place is part of the counted noun phrase: "one person in the Philippines", "Vietnam's total of 93 cases"."""
    own = {fact.counted.anchor.i, fact.counted.root.i}
    foreign = {index for other in others for index in (other.anchor.i, other.root.i)} - own
    token = mention.root
    for _ in range(4):
        if token.head.i == token.i or token.pos_ in {"VERB", "AUX"}:
            return False
        token = token.head
        if token.i in own:
            return True
        if token.i in foreign:
            return False
        if (
            token.pos_ == "NOUN"
            and token.dep_ != "root"
            and any(ancestor.i == token.i for ancestor in _noun_chain(fact.counted.anchor))
        ):
            return True
    return False


def _noun_chain(token: Token) -> list[Token]:
    """Return the nouns above a counted thing within its noun phrase."""
    chain: list[Token] = []
    while token.dep_.startswith("nmod") or token.dep_ in {"appos", "nummod", "compound"}:
        token = token.head
        if token.pos_ not in {"NOUN", "PROPN", "NUM"} or token in chain:
            break
        chain.append(token)
    return chain


def _hangs_on_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether a place is part of the noun phrase of another quantity of the sentence, and not of a list closed by it."""
    own = {fact.counted.anchor.i, fact.counted.root.i}
    token = mention.root
    foreign = {index: other for other in others for index in (other.anchor.i, other.root.i) if index not in own}
    for _ in range(4):
        if token.head.i == token.i or token.pos_ in {"VERB", "AUX"}:
            return False
        token = token.head
        if token.i in own:
            return False
        if token.i in foreign:
            # "2741 cases, 80 deaths and 461 severe cases in China": the place behind the last member holds for all.
            listed = foreign[token.i].root.i > fact.counted.root.i and _same_list(fact.counted.anchor, token)
            return not listed
    return False


def _same_list(first: Token, second: Token) -> bool:
    """Tell whether two counted nouns are members of one list, nothing but words of the list between them."""
    low, high = sorted((first.i, second.i))
    between = first.doc[low + 1 : high]
    return not any(
        token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or (token.pos_ in {"ADP", "SCONJ"} and token.lower_ != "of")
        for token in between
    )


def _clause(token: Token) -> Token:
    """Return the verb or predicate at the head of the clause that a token stands in."""
    for _ in range(20):
        if token.dep_ in _CLAUSAL and (
            token.pos_ in {"VERB", "AUX"} or any(child.dep_.startswith("nsubj") for child in token.children)
        ):
            return token
        if token.head.i == token.i:
            return token
        token = token.head
    return token


def _is_later_clause(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place stands in a clause joined on behind the one of the fact, with a subject of its own."""
    clause = _clause(mention.root)
    own = _clause(fact.counted.anchor)
    if clause.i == own.i or clause.i < own.i:
        return False
    return clause.dep_ in {"conj", "parataxis"} and any(child.dep_.startswith("nsubj") for child in clause.children)
