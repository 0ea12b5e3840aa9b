"""The kind of thing that a counted noun names, by its lemma, the words around it and its form."""

import re
from typing import Final

from spacy.tokens import Span, Token

from extraction.lemmas import lemma_of
from extraction.lexicons.nouns import CROWDS, unit_of_noun
from records import Unit

_HYPHENS: Final = frozenset({"-", "‑", "–"})
_VEHICLE_NAME: Final = re.compile(r"[A-Z]+-?\d+\w*")


def unit_of_head(head: Token, sentence: Span) -> Unit | None:
    """Return the kind of thing that a counted noun names; None when nothing tells."""
    lemma = lemma_of(head)
    return (
        _unit_in_context(head, lemma, sentence)
        or unit_of_noun(lemma)
        or unit_of_noun(head.lower_)
        or _unit_of_broken(head)
        or _unit_by_form(head)
    )


def _unit_in_context(head: Token, lemma: str, sentence: Span) -> Unit | None:
    """Return the kind that the words around a noun decide: members of what, cases in whom, heads of cattle, a strong crowd."""
    doc, following = head.doc, head.nbor() if head.i + 1 < len(head.doc) else None
    if lemma == "member" and following is not None and following.pos_ == "PROPN" and following.ent_type_ != "NORP":
        return Unit.OTHER  # the 55-member African Union counts states
    if lemma in CROWDS:
        return Unit.PERSON
    if lemma == "case":
        animals = any(unit_of_noun(token.lemma_) is Unit.ANIMAL for token in sentence if token.pos_ == "NOUN")
        return Unit.CASE if animals else Unit.PERSON
    if head.ent_type_ == "NORP" or (lemma == "bomber" and head.i and doc[head.i - 1].lower_ == "suicide"):
        return Unit.PERSON
    if head.i > 1 and doc[head.i - 1].lower_ == "strong" and doc[head.i - 2].text in _HYPHENS:
        return Unit.PERSON  # a 2,000-strong crowd
    if lemma == "head" and following is not None and following.lower_ == "of" and head.i + 2 < len(doc):
        return unit_of_noun(lemma_of(doc[head.i + 2]))  # 3,400 head of cattle
    return None


def _unit_of_broken(head: Token) -> Unit | None:
    """Return the kind of a noun that the end of a printed line cut in two ("fami-lies"), in one token or three."""
    word = head.lower_.replace("-", "")
    if head.i > 1 and head.nbor(-1).text in _HYPHENS and not head.nbor(-1).whitespace_ and head.nbor(-2).is_alpha:
        word = head.nbor(-2).lower_ + word
    elif word == head.lower_:
        return None
    singulars = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y")
    return next((unit for unit in map(unit_of_noun, singulars) if unit is not None), None)


def _unit_by_form(head: Token) -> Unit | None:
    """Return the kind of an unknown noun by its form: "B-17s", a people's name, an adjective ("the wounded")."""
    if _VEHICLE_NAME.fullmatch(head.text):
        return Unit.VEHICLE
    named = head.pos_ == "PROPN" and head.lower_.endswith("s") and head.ent_type_ in {"", "PERSON"}
    return Unit.PERSON if head.tag_ == "NNPS" or named or head.pos_ == "ADJ" else None
