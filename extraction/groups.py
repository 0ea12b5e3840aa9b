"""Resolve the counted noun of a quantity and its unit, also where the noun is elided, framed or stands in an earlier count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import NOMINAL, Counted
from extraction.frame_nouns import frame_noun, measured_noun
from extraction.group_units import unit_of_head
from extraction.labels import Label, find_label, labelled_noun
from extraction.lemmas import lemma_of
from extraction.lexicons.events import FRAME_VERBS
from extraction.lexicons.nouns import FRAMES, STRONG_EVENTS, unit_of_noun
from extraction.sentences import is_parsed
from records import Qualifier, Quantity, Unit

_ANAPHORS: Final = frozenset({"which", "whom", "them", "those", "these", "others", "other", "more", "us"})
_PARENTS: Final = frozenset("father mother parent grandfather grandmother grandparent dad mum mom".split())
_SETTLED: Final = frozenset("city town village hamlet community island nation country settlement".split())
_HAVING: Final = frozenset({"have", "total", "reach", "see", "report", "record", "register"})
_MEASURED: Final = frozenset({Unit.WEIGHT, Unit.DISTANCE, Unit.AREA})
LIVING: Final = frozenset({Unit.PERSON, Unit.HOUSEHOLD, Unit.ANIMAL, Unit.CASE})
_SUMS: Final = _MEASURED | {Unit.MONEY, Unit.PERCENT}
_TALLY_SIDE: Final = re.compile(r"(?:-to)?[-–]\d.*")
_TALLY_LEFT: Final = re.compile(r"\d(?:-to)?[-–]$")
_REACH: Final = 7


@dataclass(frozen=True, slots=True)
class Group:
    """What a quantity counts, resolved.

    Attributes:
        head: the head noun, here or in an earlier count; None when it is only implied.
        first: index of the first token of its noun phrase.
        stop: index after the last; equal to `first` when the phrase is only implied.
        unit: the kind of thing; None when neither the expression nor a noun tells.
        rule: name of the construction: `noun`, `of`, `frame`, `ellipsis`, `anaphor`, `label`, `topic`, `heading`, `tally`,
            `offspring`, `inhabitants`, `conversion`, `figure` or `implied`.
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
    if quantity.unit in _SUMS:
        return _measured_group(quantity, counted, sentence)
    if quantity.unit is None and quantity.qualifier is Qualifier.EXACT and is_tally(counted.number):
        return _tally_group(counted)
    if head is not None and head.lower_ not in _ANAPHORS and lemma_of(head) not in _ANAPHORS:
        rule = "noun" if counted.rule == "nummod" else "of"
        return Group(head, counted.first, counted.stop, unit_of_head(head, sentence), rule)
    if head is None and counted.number.i > 1:
        implied = _people_of(counted)
        if implied is not None:
            return implied
    if head is None:
        own = _bare_group(counted, sentence)
        if own is not None:
            return own
    source = _source_of(counted, earlier)
    if source is not None:
        rule = "ellipsis" if head is None else "anaphor"
        return Group(source.head, source.first, source.stop, source.unit, rule, source)
    if head is not None:
        return Group(head, counted.first, counted.stop, Unit.PERSON, "anaphor")
    return _remote_group(counted, sentence)


def _source_of(counted: Counted, earlier: Sequence[Group]) -> Group | None:
    """Return the earlier group that a number without a noun repeats: the last one, people before "who", none in brackets."""
    doc = counted.number.doc
    groups = [group for group in reversed(earlier) if group.unit not in _SUMS and group.head is not None]
    if counted.first < len(doc) and doc[counted.first].lower_ in {"who", "whom"}:
        groups.sort(key=lambda group: group.unit is not Unit.PERSON)
    elif is_figure(counted):
        groups.sort(
            key=lambda group: group.unit not in LIVING
        )  # "1,832 crossed in 34 boats, bringing the total to 9,037"
    outside = (
        group for group in groups if all(token.text != "(" for token in doc[max(0, group.first - 3) : group.first])
    )
    return next(outside, groups[0] if groups else None)


def is_figure(counted: Counted) -> bool:
    """Tell whether a bare number is what "the figure" or "the total" of an earlier count became: "The figure has risen to 31,000"."""
    verb = counted.root.head
    if not is_parsed(verb.doc, verb.i) or lemma_of(verb) not in FRAME_VERBS:
        return False
    told = [
        child for child in verb.children if child.dep_ in {"nsubj", "nsubj:pass", "obj"} and lemma_of(child) in FRAMES
    ]
    return bool(told) and all(child.dep_ in {"det", "amod", "advmod"} for child in told[0].children)


def _people_of(counted: Counted) -> Group | None:
    """Return the people that a bare number behind "of" counts by the noun before: "a father of seven", "a town of 4,500"."""
    doc, index = counted.number.doc, counted.number.i
    if is_offspring(counted):
        return Group(None, counted.first, counted.first, Unit.PERSON, "offspring")
    settled = doc[index - 1].lower_ == "of" and lemma_of(doc[index - 2]) in _SETTLED and index > 2
    if settled and doc[index - 3].lower_ in {"a", "the", "this", "that", "small", "little"}:
        return Group(None, counted.first, counted.first, Unit.PERSON, "inhabitants")
    return None


def is_offspring(counted: Counted) -> bool:
    """Tell whether a number counts somebody's children: "a father of seven", "the mother of six children"."""
    doc, index = counted.number.doc, counted.number.i
    return index > 1 and doc[index - 1].lower_ == "of" and lemma_of(doc[index - 2]) in _PARENTS


def _bare_group(counted: Counted, sentence: Span) -> Group | None:
    """Return the group of a number without a noun whose label or frame tells it: "Deaths: 12", "the number of cases rose to 58"."""
    label = find_label(counted, sentence)
    if label is not None and label.marked:
        return _labelled_group(label, counted, sentence)
    frame = frame_noun(counted.root)
    if frame is None:
        return None
    return Group(frame, _phrase_start(frame, sentence), frame.i + 1, unit_of_head(frame, sentence), "frame")


def _remote_group(counted: Counted, sentence: Span) -> Group:
    """Return the group of a number that no noun beside it and no count before it tells; implied where nothing does."""
    topic = _topic_noun(counted, sentence)
    if topic is not None:
        return Group(topic, topic.i, topic.i + 1, unit_of_head(topic, sentence), "topic")
    label = find_label(counted, sentence)
    if label is not None:
        return _labelled_group(label, counted, sentence)
    heading = _heading_noun(counted, sentence)
    if heading is not None:
        return Group(heading, heading.i, heading.i + 1, unit_of_head(heading, sentence), "heading")
    return Group(None, counted.first, counted.first, None, "implied")


def _tally_group(counted: Counted) -> Group:
    """Return the votes of a tally where the sentence names them."""
    above = counted.root.head
    if lemma_of(above) == "vote" and above.pos_ == "NOUN":
        return Group(above, above.i, above.i + 1, Unit.OTHER, "tally")
    return Group(None, counted.first, counted.first, Unit.OTHER, "tally")


def is_tally(number: Token) -> bool:
    """Tell whether a count is one side of a vote: "7-5", "230-to-198"; other pairs with a hyphen are ranges or scores."""
    doc, index = number.doc, number.i
    behind, before = doc[index + 1 : index + 3], doc[max(0, index - 2) : index]
    if _TALLY_SIDE.fullmatch("".join(token.text_with_ws for token in behind).split(" ")[0]):
        return True
    return bool(_TALLY_LEFT.search("".join(token.text_with_ws for token in before)))


def _labelled_group(label: Label, counted: Counted, sentence: Span) -> Group:
    """Return the group that a label names; implied where it names a state alone ("Injured: 45")."""
    noun = labelled_noun(label.words)
    if noun is None:
        return Group(None, counted.first, counted.first, None, "label")
    first = _phrase_start(noun, label.words)
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
    frame = (
        (measured_noun(counted.root, after=counted.first) if shares else frame_noun(counted.root)) if parsed else None
    )
    if frame is None:
        return Group(None, counted.first, counted.first, quantity.unit, "implied")
    return Group(frame, _phrase_start(frame, sentence), frame.i + 1, quantity.unit, "frame")


def _phrase_start(noun: Token, sentence: Span) -> int:
    """Return the index of the first attribute before a noun, without its article and its preposition."""
    attributes = (token.left_edge.i for token in noun.lefts if token.dep_ in {"amod", "compound", "nmod"})
    return max(min(attributes, default=noun.i), sentence.start)


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
    if verb.pos_ not in {"VERB", "AUX"} or lemma_of(verb) not in _HAVING:
        return None
    for token in reversed(sentence.doc[max(sentence.start, verb.i - 15) : verb.i]):
        if lemma_of(token) in STRONG_EVENTS and token.tag_ == "NNS":
            return token
    return None
