"""The words that a cue is printed with: "has repeatedly denied", "did not say", "was quoted", "a joint statement".

After the guidelines of the Penn Attribution Relations Corpus (Pareti 2012, "A Database of Attribution Relations"): a cue takes
its auxiliaries, negation, adverbs and infinitive marker, and a noun its determiner and adjectives, because they say whether
something was said at all. Only words that stand directly before the cue's head count, none that source or content have, and
the colon that opens the content.
"""

from typing import Final

from spacy.tokens import Token

from extraction.layout import Stretch

_BEFORE: Final[dict[str, frozenset[str]]] = {
    "verb": frozenset({"aux", "aux:pass", "advmod", "mark"}),
    "noun": frozenset({"det", "amod", "compound", "advmod"}),
    "adjective": frozenset({"cop", "aux", "advmod"}),
}
_LONGEST_ADVERB: Final = 3  # tokens of "not so very strongly"


def find_cue_phrase(head: Token, cue: tuple[int, ...], family: str, others: tuple[Stretch, ...]) -> tuple[int, ...]:
    """Return the tokens of a cue with what belongs to it before its head, in order.

    `family` is verb, noun or adjective, the first part of a frame's rule; cues of other families are returned as they
    are. `others` are the stretches of source and content.
    """
    kinds = _BEFORE.get(family)
    if kinds is None:
        return cue
    first = min(cue)
    quoting = head.head
    if family == "verb" and head.tag_ == "VBG" and head.i - 2 == quoting.i and head.nbor(-1).lower_ == "as":
        return find_cue_phrase(quoting, (quoting.i, head.i - 1, *cue), family, others)  # "was quoted as saying"
    while first > 0:
        word = _modifier_ending_at(head, first - 1, kinds)
        if word is None or any(low < first and word.left_edge.i < high for low, high in others):
            break
        first = word.left_edge.i
    behind = max(cue) + 1
    colon = family == "verb" and behind < len(head.doc) and head.doc[behind].text == ":"  # "said: ...", as in headlines
    return (*range(first, min(cue)), *cue, *range(behind, behind + colon))


def _modifier_ending_at(head: Token, index: int, kinds: frozenset[str]) -> Token | None:
    """Return the modifier of `head` whose last token is `index`; None when another word stands there."""
    token = head.doc[index]
    for _ in range(_LONGEST_ADVERB):
        if token.head.i == head.i:
            break
        token = token.head
    if token.head.i != head.i or token.dep_ not in kinds or token.i > index or token.i == head.i:
        return None
    if token.dep_ == "mark" and token.lower_ != "to":
        return None
    size = token.right_edge.i - token.left_edge.i
    return token if token.right_edge.i == index and size < _LONGEST_ADVERB else None
