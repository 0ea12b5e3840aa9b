"""Resolve the counted noun of a quantity and its unit, also where the noun is elided, framed or stands in an earlier count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import NOMINAL, Counted
from extraction.labels import Label, find_label, labelled_noun
from extraction.lemmas import lemma_of
from extraction.lexicons.events import FRAME_VERBS, NOUNS
from extraction.lexicons.nouns import FRAMES, STRONG_EVENTS, unit_of_noun
from extraction.sentences import is_parsed
from records import Event, Quantity, Unit

_ANAPHORS: Final = frozenset({"which", "whom", "them", "those", "these", "others", "other", "more", "us"})
_VEHICLE_NAME: Final = re.compile(r"[A-Z]+-?\d+\w*")
_OF_WHAT: Final = frozenset({"in", "for", "of", "worth"})  # "$65 million in revenue"
_MEASURED: Final = frozenset({Unit.WEIGHT, Unit.DISTANCE, Unit.AREA})
_REACH: Final = 7


@dataclass(frozen=True, slots=True)
class Group:
    """What a quantity counts, resolved.

    Attributes:
        head: the head noun, here or in an earlier count; None when it is only implied.
        first: index of the first token of its noun phrase.
        stop: index after the last; equal to `first` when the phrase is only implied.
        unit: the kind of thing; None when neither the expression nor a noun tells.
        rule: name of the construction: `noun`, `of`, `frame`, `ellipsis`, `anaphor`, `label`, `topic`, `heading`, `conversion`
            or `implied`.
        source: the group of the earlier count that an elided or anaphoric one stands for; None for its own.

    """

    head: Token | None
    first: int
    stop: int
    unit: Unit | None
    rule: str
    source: "Group | None" = None


def resolve_group(quantity: Quantity, counted: Counted, earlier: Sequence[Group], sentence: Span) -> Group:
    """Return what a quantity counts. `earlier` are the groups of the quantities before it in the sentence, in order."""
    head = counted.head
    if quantity.unit in {Unit.MONEY, Unit.PERCENT, *_MEASURED}:
        return _measured_group(quantity, counted, sentence)
    if head is not None and head.lower_ not in _ANAPHORS and lemma_of(head) not in _ANAPHORS:
        rule = "noun" if counted.rule == "nummod" else "of"
        return Group(head, counted.first, counted.stop, unit_of_head(head, sentence), rule)
    label = find_label(counted, sentence) if head is None else None
    if label is not None and label.marked:
        return _labelled_group(label, counted, sentence)
    frame = frame_noun(counted.root)
    if frame is not None and head is None:
        first = _phrase_start(frame, sentence)
        return Group(frame, first, frame.i + 1, unit_of_head(frame, sentence), "frame")
    source = next(
        (
            group
            for group in reversed(earlier)
            if group.unit not in {Unit.MONEY, Unit.PERCENT, *_MEASURED} and group.head is not None
        ),
        None,
    )
    if source is not None:
        rule = "ellipsis" if head is None else "anaphor"
        return Group(source.head, source.first, source.stop, source.unit, rule, source)
    if head is not None:
        return Group(head, counted.first, counted.stop, Unit.PERSON, "anaphor")
    topic = _topic_noun(counted, sentence)
    if topic is not None:
        return Group(topic, topic.i, topic.i + 1, unit_of_head(topic, sentence), "topic")
    if label is not None:
        return _labelled_group(label, counted, sentence)
    heading = _heading_noun(counted, sentence)
    if heading is not None:
        return Group(heading, heading.i, heading.i + 1, unit_of_head(heading, sentence), "heading")
    return Group(None, counted.first, counted.first, None, "implied")


def _labelled_group(label: Label, counted: Counted, sentence: Span) -> Group:
    """Return the group that a label names; implied where it names a state alone ("Injured: 45")."""
    noun = labelled_noun(label.words)
    if noun is None:
        return Group(None, counted.first, counted.first, None, "label")
    first = max(_phrase_start(noun, sentence), label.words.start)
    return Group(noun, first, noun.i + 1, unit_of_head(noun, sentence), "label")


def _measured_group(quantity: Quantity, counted: Counted, sentence: Span) -> Group:
    """Return the group of money, shares and measured amounts: what the sum buys, the whole of a share, the stuff measured."""
    head = counted.head
    parsed = is_parsed(counted.root.doc, counted.root.i)
    described = (
        parsed and head is not None and any(child.dep_ in {"acl", "acl:relcl", "amod"} for child in head.children)
    )
    if head is not None and (head.lower_ not in _ANAPHORS | {"a"} or (described and head.lower_ in {"those", "them"})):
        return Group(head, counted.first, counted.stop, quantity.unit, "noun" if counted.rule == "nummod" else "of")
    shares = quantity.unit in {Unit.MONEY, Unit.PERCENT}
    frame = (_what_is_measured(counted.root) if shares else frame_noun(counted.root)) if parsed else None
    if frame is None:
        return Group(None, counted.first, counted.first, quantity.unit, "implied")
    return Group(frame, _phrase_start(frame, sentence), frame.i + 1, quantity.unit, "frame")


def _phrase_start(noun: Token, sentence: Span) -> int:
    """Return the index of the first attribute before a noun, without its article and its preposition."""
    attributes = (token.left_edge.i for token in noun.lefts if token.dep_ in {"amod", "compound", "nmod"})
    return max(min(attributes, default=noun.i), sentence.start)


def _what_is_measured(root: Token) -> Token | None:
    """Return the noun that a sum or share is of, in the order of trust.

    "prices rose by 45%" (the noun whose number it is), "$65 million in revenue", "a cost of $26 million", "medicines worth $17
    million", "bail was set at $30,000", "set bail at $30,000".
    """
    framed = frame_noun(root, measured=True)
    if framed is not None:
        return framed
    for child in root.children:
        case = next((mark.lower_ for mark in child.children if mark.dep_ == "case"), "")
        if child.i > root.i and child.dep_ == "nmod" and case in _OF_WHAT and child.pos_ == "NOUN":
            return child
    above = root.head
    if lemma_of(above) == "worth":
        return above.head if above.head.i < above.i and above.head.pos_ in NOMINAL else None
    if root.dep_ in {"nmod", "appos"} and above.pos_ == "NOUN" and above.i < root.i:
        return above
    if root.dep_ in {"obl", "obj"} and above.pos_ == "VERB":
        sums = (child for child in above.children if child.i < root.i and child.dep_ in {"obj", "nsubj:pass"})
        return next((noun for noun in sums if NOUNS.get(lemma_of(noun)) is Event.MONEY), None)
    return None


def frame_noun(root: Token, *, measured: bool = False) -> Token | None:
    """Return the noun whose number a bare quantity is: "the number of cases rose to 58", "the turnout was 71%".

    `measured` says that the quantity is a sum or share: any noun can rise by one, only what can be counted has a number.
    """
    if not is_parsed(root.doc, root.i):
        return None
    token = root
    for _ in range(3):
        above = token.head
        if token.dep_ in {"nummod", "compound", "flat", "dep"} and above.i != token.i:
            token = above
        else:
            break
    verb = token.head if token.head.i != token.i else token
    if token.dep_ == "nmod" and lemma_of(verb) in FRAMES:
        return _framed_noun(verb)
    if token.dep_ == "obj" and verb.dep_ == "acl" and lemma_of(verb) in {"number", "total"} and verb.head.i < verb.i:
        return verb.head  # "troops numbering 2,500"
    if token.dep_ in {"xcomp", "ccomp"} and any(child.dep_ == "cop" for child in token.children):
        subject = next(
            (child for child in verb.children if child.dep_ in {"nsubj", "nsubj:pass"} and child.i < root.i), None
        )
        if subject is not None:
            return _framed_noun(subject, measured=measured)
    is_predicate = any(child.dep_ == "cop" for child in token.children)
    if not is_predicate and not (
        verb.pos_ in {"VERB", "AUX"}
        and lemma_of(verb) in FRAME_VERBS
        and token.dep_.split(":")[0] in {"obl", "obj", "advcl", "xcomp", "ccomp", "conj"}
    ):
        return None
    children = list((token if is_predicate else verb).children)
    moved = [child for child in children if child.dep_ == "obj" and child.i < root.i and token.dep_.startswith("obl")]
    subjects = [child for child in children if child.dep_ in {"nsubj", "nsubj:pass"} and child.i < root.i]
    found = (_framed_noun(noun, measured=measured) for noun in (*moved, *subjects))
    return next((noun for noun in found if noun is not None), None)


def _framed_noun(noun: Token, *, measured: bool = False) -> Token | None:
    """Return the noun that "the number of cases", "the case count" or "cases" is about; None for "the death toll" and pronouns."""
    lemma = lemma_of(noun)
    if lemma in FRAMES:
        inner = [child for child in noun.children if child.pos_ in NOMINAL | {"ADJ", "VERB"}]
        of = next((child for child in inner if child.dep_ == "nmod"), None)
        attribute = next((child for child in inner if child.dep_ == "compound" and lemma_of(child) != "death"), None)
        return of or attribute
    if (
        noun.pos_ in NOMINAL
        and noun.is_alpha
        and (measured or unit_of_noun(lemma) is not None or lemma in STRONG_EVENTS)
    ):
        return noun
    return None


def _heading_noun(counted: Counted, sentence: Span) -> Token | None:
    """Return the noun before a number in verbless lines like "Damaged houses: 91,808" and "Number of displaced: 452"."""
    head: Token | None = None
    for token in reversed(sentence.doc[max(sentence.start, counted.root.i - _REACH) : counted.root.i]):
        if token.pos_ in {"VERB", "AUX"} or token.text in {",", ";"}:
            return head
        known = unit_of_noun(token.lemma_) is not None or lemma_of(token) in STRONG_EVENTS
        if head is None and token.pos_ in NOMINAL and known and token.tag_ in {"NNS", "NN", "NNPS", "NNP"}:
            head = token
    return head


def _topic_noun(counted: Counted, sentence: Span) -> Token | None:
    """Return the counted noun of an earlier clause: "Italy, which has the next highest number of deaths, had 27,000"."""
    verb = counted.root.head
    if verb.pos_ not in {"VERB", "AUX"} or lemma_of(verb) not in {
        "have",
        "total",
        "reach",
        "see",
        "report",
        "record",
        "register",
    }:
        return None
    for token in reversed(sentence.doc[max(sentence.start, verb.i - 15) : verb.i]):
        if lemma_of(token) in STRONG_EVENTS and token.tag_ == "NNS":
            return token
    return None


def unit_of_head(head: Token, sentence: Span) -> Unit | None:
    """Return the kind of thing that a counted noun names; None when nothing tells."""
    lemma = lemma_of(head)
    if (
        lemma == "member"
        and head.i + 1 < len(head.doc)
        and head.nbor().pos_ == "PROPN"
        and head.nbor().ent_type_ != "NORP"
    ):
        return Unit.OTHER  # the 55-member African Union counts states
    if lemma == "case":
        animals = any(unit_of_noun(token.lemma_) is Unit.ANIMAL for token in sentence if token.pos_ == "NOUN")
        return Unit.CASE if animals else Unit.PERSON
    if head.ent_type_ == "NORP":
        return Unit.PERSON
    unit = unit_of_noun(lemma) or unit_of_noun(head.lower_)
    if unit is not None:
        return unit
    if _VEHICLE_NAME.fullmatch(head.text):
        return Unit.VEHICLE
    if head.tag_ == "NNPS" or (head.pos_ == "PROPN" and head.lower_.endswith("s") and head.ent_type_ in {"", "PERSON"}):
        return Unit.PERSON
    if head.pos_ == "ADJ":
        return Unit.PERSON  # the dead, the wounded
    return None
