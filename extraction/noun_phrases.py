"""Base noun phrases of a Universal Dependencies parse; spaCy's own `noun_chunks` expects other labels."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc, Span, Token

# Heads of a phrase by class; a numeral or adjective is one only in a nominal place ("12 were hurt", "the injured fled").
NOMINAL: Final = frozenset(("NOUN", "PROPN", "PRON"))
NOMINAL_IN_PLACE: Final = frozenset(("NUM", "ADJ", "SYM", "X"))

# Relations in which a word is the head of a noun phrase of its own.
PHRASE_RELATIONS: Final = frozenset(
    (
        "nsubj",
        "nsubj:pass",
        "nsubj:outer",
        "obj",
        "iobj",
        "obl",
        "obl:agent",
        "obl:unmarked",
        "nmod",
        "nmod:poss",
        "nmod:unmarked",
        "appos",
        "conj",
        "list",
        "parataxis",
        "dislocated",
        "vocative",
        "orphan",
        "ROOT",
    )
)
# Where a numeral or adjective can only be nominal; a conjunct is what the word it joins is.
NOMINAL_RELATIONS: Final = frozenset(
    ("nsubj", "nsubj:pass", "nsubj:outer", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss")
)

# Dependents that belong to the base phrase when they stand before its head, and those that do after it.
BEFORE: Final = frozenset(
    (
        "det",
        "det:predet",
        "amod",
        "nummod",
        "compound",
        "flat",
        "goeswith",
        "nmod:poss",
        "nmod:desc",
        "nmod:unmarked",
        "advmod",
        "dep",
    )
)
AFTER: Final = frozenset(("flat", "fixed", "goeswith", "compound", "nummod"))


def noun_phrases(doc: Doc) -> Iterator[Span]:
    """Yield the base noun phrases in order of their heads: determiner to head, names whole.

    Prepositional complements, relative clauses, appositions and coordinated nouns are left out; the latter two are
    phrases of their own. A possessor is a phrase that lies inside the phrase it belongs to ("the army", "the
    army's tanks"); no others overlap. `span.root` is the head.
    """
    for token in doc:
        if is_phrase_head(token):
            yield find_phrase(token)


def is_phrase_head(token: Token) -> bool:
    """Tell whether a token is the head of a noun phrase."""
    if token.dep_ not in PHRASE_RELATIONS:
        return False
    if token.pos_ in NOMINAL:
        return True
    if token.pos_ not in NOMINAL_IN_PLACE or _has_copula(token):
        return False
    if token.dep_ == "conj":
        return token.head != token and is_phrase_head(token.head)
    if token.pos_ == "ADJ" and not any(child.dep_ in ("det", "nummod", "nmod:poss") for child in token.lefts):
        return False  # "the injured", but not "at least" or "in general"
    return token.dep_ in NOMINAL_RELATIONS


def find_phrase(head: Token) -> Span:
    """Return the base noun phrase around its head; the head alone where nothing belongs to it."""
    start = head.i
    for child in reversed(list(head.lefts)):
        if not _belongs_before(child, start):
            break
        start = child.left_edge.i
    while head.doc[start].dep_ == "punct" and start < head.i:
        start += 1  # a mark is part of the phrase only between its words
    end = head.i + 1
    for child in head.rights:
        # Only what follows directly: "Flight 370", "Ana Ruiz", but not past a comma or a bracket.
        if child.dep_ not in AFTER or child.left_edge.i != end:
            break
        end = _find_end(child)
    return head.doc[start:end]


def _belongs_before(child: Token, start: int) -> bool:
    """Tell whether a dependent and what hangs on it stand right before `start` and are part of the phrase."""
    if child.right_edge.i + 1 != start:
        return False
    if child.dep_ == "punct":
        # Quotes and hyphens inside a phrase; a comma only between two adjectives.
        return child.tag_ in ("HYPH", "``", "''") or child.text == ","
    if child.dep_ == "advmod":
        # "about", "nearly" or "only" before the article; an adverb of the clause stands elsewhere in the tree.
        return child.n_lefts + child.n_rights == 0
    return child.dep_ in BEFORE and not child.is_space


def _find_end(child: Token) -> int:
    """Return the end of a name's later part without what is attached to it by a preposition or comma."""
    end = child.i + 1
    for inner in child.rights:
        if inner.dep_ not in AFTER or inner.left_edge.i != end:
            break
        end = _find_end(inner)
    return end


def _has_copula(token: Token) -> bool:
    return any(child.dep_ == "cop" for child in token.children)
