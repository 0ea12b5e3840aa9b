"""Find the noun whose number a bare quantity is: "the number of cases rose to 58", "a cost of $26 million"."""

from typing import Final

from spacy.tokens import Token

from extraction.counted import NOMINAL
from extraction.lemmas import lemma_of
from extraction.lexicons.events import FRAME_VERBS, NOUNS
from extraction.lexicons.measures import MEASURES
from extraction.lexicons.nouns import CROWDS, FRAMES, STRONG_EVENTS, TIME_NOUNS, unit_of_noun
from extraction.sentences import is_parsed
from records import Event

_OF_WHAT: Final = frozenset({"in", "for", "of", "worth"})  # "$65 million in revenue"
_FRAMED: Final = frozenset({"", "of", "in", "among", "for"})  # not "the toll from the landslide"
_SHARES: Final = frozenset({"percent", "%", "cent", "pct"})
_STATED: Final = frozenset({"obl", "obj", "advcl", "xcomp", "ccomp", "conj"})


def measured_noun(root: Token, *, after: int) -> Token | None:
    """Return the noun that a sum or share is of, in the order of trust.

    "prices rose by 45%" (the noun whose number it is), "$65 million in revenue", "a cost of $26 million", "medicines worth $17
    million", "bail was set at $30,000", "set bail at $30,000". `after` is the index behind the quantity, whose own words are none.
    """
    found = frame_noun(root, measured=True) or _complement_of(root) or _behind(root, after)
    return None if found is None or root.i <= found.i < after else found


def _case_of(noun: Token) -> str:
    """Return the preposition of a noun in lower case; empty without one."""
    return next((mark.lower_ for mark in noun.children if mark.dep_ == "case"), "")


def _complement_of(root: Token) -> Token | None:
    """Return the noun below or above a sum that says what it is in, of or worth."""
    for child in root.children:
        case = _case_of(child)
        if child.i > root.i and child.dep_ == "nmod" and case in _OF_WHAT and child.pos_ == "NOUN":
            return child
    above = root.head
    if above.lower_ in _SHARES:
        return None
    if lemma_of(above) == "worth" and above.i:
        subject = next((child for child in above.lefts if child.dep_ == "nsubj"), above.doc[above.i - 1])
        return _stuff_of(subject) if subject.pos_ in NOMINAL else None
    if root.dep_ in {"nmod", "appos"} and above.pos_ == "NOUN" and above.i < root.i:
        return _stuff_of(above)
    if root.dep_ in {"obl", "obj"} and above.pos_ == "VERB":
        sums = (child for child in above.children if child.i < root.i and child.dep_ in {"obj", "nsubj:pass"})
        return next((noun for noun in sums if NOUNS.get(lemma_of(noun)) is Event.MONEY), None)
    return None


def _behind(root: Token, after: int) -> Token | None:
    """Return the noun of "in revenue" right behind a sum, also where a parser hangs it on the verb."""
    for child in root.head.children:
        inside = any(mark.dep_ == "case" and mark.lower_ == "in" for mark in child.lefts)
        if child.left_edge.i == after and inside and child.pos_ == "NOUN" and lemma_of(child) not in TIME_NOUNS:
            return child
    return None


def _stuff_of(noun: Token) -> Token:
    """Return the stuff of a measured amount ("12 tonnes of cocaine worth $5 million"), else the noun itself."""
    if noun.lower_ not in MEASURES:
        return noun
    return next((child for child in noun.rights if child.dep_ == "nmod"), noun)


def frame_noun(root: Token, *, measured: bool = False) -> Token | None:
    """Return the noun whose number a bare quantity is: "the number of cases rose to 58", "the turnout was 71%".

    `measured` says that the quantity is a sum or share: any noun can rise by one, only what can be counted has a number.
    """
    if not is_parsed(root.doc, root.i):
        return None
    token = _head_of_number(root)
    verb = token.head if token.head.i != token.i else token
    if lemma_of(verb) == "have":
        return None  # who has so many is not counted
    if token.dep_ == "nmod" and lemma_of(verb) in FRAMES:
        return _framed_noun(verb)
    if token.dep_ == "obj" and verb.dep_ == "acl" and lemma_of(verb) in {"number", "total"} and verb.head.i < verb.i:
        return verb.head  # "troops numbering 2,500"
    if token.dep_ == "xcomp" and any(child.dep_ == "cop" for child in token.children):
        subject = next(
            (child for child in verb.children if child.dep_ in {"nsubj", "nsubj:pass"} and child.i < root.i), None
        )
        if subject is not None:
            return _framed_noun(subject, measured=measured)
    is_predicate = any(child.dep_ == "cop" for child in token.children)
    if not is_predicate and not (
        verb.pos_ in {"VERB", "AUX"} and lemma_of(verb) in FRAME_VERBS and token.dep_.split(":")[0] in _STATED
    ):
        return None
    children = list((token if is_predicate else verb).children)
    moved = [child for child in children if child.dep_ == "obj" and child.i < root.i and token.dep_.startswith("obl")]
    subjects = [child for child in children if child.dep_ in {"nsubj", "nsubj:pass"} and child.i < root.i]
    if moved:
        subjects = []  # "police put the number at 6,000"
    found = (_framed_noun(noun, measured=measured) for noun in (*moved, *subjects))
    return next((noun for noun in found if noun is not None), None)


def _head_of_number(root: Token) -> Token:
    """Return the token that a number and the words of its phrase hang on, at most three steps up."""
    token = root
    for _ in range(3):
        above = token.head
        if token.dep_ not in {"nummod", "compound", "flat", "dep"} or above.i == token.i:
            break
        token = above
    return token


def _framed_noun(noun: Token, *, measured: bool = False) -> Token | None:
    """Return the noun that "the number of cases", "the case count" or "cases" is about; None for "the death toll" and pronouns."""
    lemma = lemma_of(noun)
    if lemma in FRAMES:
        inner = [child for child in noun.children if child.pos_ in NOMINAL | {"ADJ", "VERB"}]
        of = next((child for child in inner if child.dep_ == "nmod" and _case_of(child) in _FRAMED), None)
        attribute = next((child for child in inner if child.dep_ == "compound" and lemma_of(child) != "death"), None)
        return of or attribute
    if (
        noun.pos_ in NOMINAL
        and noun.is_alpha
        and (measured or unit_of_noun(lemma) is not None or lemma in STRONG_EVENTS or lemma in CROWDS)
    ):
        return noun
    return None
