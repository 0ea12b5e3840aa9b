"""How a place of a sentence hangs on a fact: on its counted noun, on its clause, on another count or person, or on who speaks."""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from extraction.counted import Counted
from extraction.lemmas import lemma_of
from extraction.lexicons.nouns import unit_of_noun
from extraction.place_mentions import PlaceMention, is_name_part
from extraction.place_roles import Fact
from records import Mention, Unit

_CLAUSAL: Final = frozenset({"conj", "advcl", "parataxis", "acl:relcl", "ccomp", "csubj", "root", "ROOT"})


def is_reporting(mention: PlaceMention, fact: Fact, speakers: Sequence[Mention]) -> bool:
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


def describes_other(mention: PlaceMention, fact: Fact) -> bool:
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


def hangs_on_own_noun(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
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


def hangs_on_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether a place is part of the noun phrase of another quantity of the sentence, and not of a list closed by it."""
    own = {fact.counted.anchor.i, fact.counted.root.i}
    token = mention.root
    foreign = {index: other for other in others for index in (other.anchor.i, other.root.i) if index not in own}
    for _ in range(4):
        relative = token.dep_ in {"acl", "acl:relcl"}  # "including 2 million who crossed into Chad"
        if token.head.i == token.i or (token.pos_ in {"VERB", "AUX"} and not relative):
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


def stands_behind(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place stands right behind the count with a preposition, whatever the parse says: "12 in Narva"."""
    first = (
        max(fact.counted.number.i, fact.head.i if fact.head is not None and fact.head.i > fact.counted.number.i else 0)
        + 1
    )
    between = fact.sentence.doc[first : mention.span.start]
    if not 0 < len(between) <= 4 or between[0].lower_ not in {"in", "at", "from", "near"}:
        return False
    return all(token.pos_ in {"ADP", "DET", "ADJ", "NOUN"} for token in between)


def stands_behind_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether another count stands between a fact and a place that its own verb does not govern."""
    number = fact.counted.number.i
    if not any(number < other.number.i < mention.span.start for other in others):
        return False
    clause = clause_of(mention.root)
    own = clause_of(fact.counted.anchor)
    return clause.i != own.i and not clause.is_ancestor(own)


def find_antecedent(fact: Fact, here: Sequence[PlaceMention]) -> PlaceMention | None:
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


def is_within(mention: PlaceMention, outer: PlaceMention) -> bool:
    """Tell whether a place hangs on another: "Narva" in "Narva, Estonia" on neither, "Estonia" on "Narva"."""
    return mention is not outer and outer.span.start <= mention.root.head.i < outer.span.end


def clause_of(token: Token) -> Token:
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


def is_later_clause(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place stands in a clause joined on behind the one of the fact, with a subject of its own."""
    clause = clause_of(mention.root)
    own = clause_of(fact.counted.anchor)
    if clause.i == own.i or clause.i < own.i:
        return False
    return clause.dep_ in {"conj", "parataxis"} and any(child.dep_.startswith("nsubj") for child in clause.children)
