"""Find what a quantity counts: the head noun behind, above or around a number, and its noun phrase without the number.

The parse proposes and the order of words checks it, because a number stands next to its noun far more often than a parser
attaches it wrongly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.lexicons.nouns import TIME_NOUNS
from extraction.sentences import is_parsed, sentence_at, sentence_start

NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_INSIDE: Final = frozenset(
    {"ADJ", "ADV", "NOUN", "PROPN", "NUM", "DET"}
)  # word classes inside a noun phrase after its number
_NUMMOD: Final = frozenset({"nummod", "det", "amod", "compound", "nmod", "nmod:unmarked", "dep", "advmod", "nmod:desc"})
_PARTITIVE: Final = frozenset(
    {"number", "total", "rest", "majority", "part", "share", "proportion", "percentage", "figure", "amount"}
)
_REACH: Final = 10  # tokens between a number and its noun
_HYPHENS: Final = frozenset({"-", "‑", "–"})


@dataclass(frozen=True, slots=True)
class Counted:
    """What a quantity counts.

    Attributes:
        number: the last token of the numeral.
        root: the token of the numeral that the rest of the sentence is attached to.
        head: the head noun; None when it is elided or only implied.
        first: index of the first token of the counted noun phrase.
        stop: index after its last token; equal to `first` when there is none.
        rule: name of the construction.

    """

    number: Token
    root: Token
    head: Token | None
    first: int
    stop: int
    rule: str

    @property
    def anchor(self) -> Token:
        """Return the token whose place in the parse tells what happened: the head noun before which it stands, else the number."""
        return self.head if self.head is not None and self.rule == "nummod" else self.root


def find_counted(doc: Doc, number: Span, *, phrase: Span) -> Counted:
    """Return what a number counts. `phrase` are the tokens of the whole quantity, currency, unit and qualifiers included."""
    last, after = number[-1], phrase.end
    parsed = is_parsed(doc, last.i)
    root = next((token for token in number if token.head.i < number.start or token.head.i >= number.end), last)
    if parsed:
        root = _root_of_amount(root, phrase)
    verb = root.head if parsed and root.dep_.startswith("nsubj") else None
    head = (_head_by_parse(number, root, after) if parsed else None) or _head_in_order(doc, last, after, verb)
    if head is not None:
        return _counted(last, root, head, after, "nummod")
    partitive = _partitive(doc, number, root, after)
    if partitive is not None and (doc[after].lower_ == "of" or partitive.lemma_.lower() not in TIME_NOUNS):
        return _counted(last, root, partitive, max(after, partitive.left_edge.i), "of")
    return Counted(last, root, None, after, after, "bare")


def _root_of_amount(root: Token, phrase: Span) -> Token:
    """Return the sign or unit of measurement of the phrase that the number hangs on ("US$ 40 million", "60 kg"), else the number."""
    for _ in range(len(phrase)):
        above = root.head
        unit = above.pos_ in {"SYM", "NOUN", "PROPN", "NUM"} and phrase.start <= above.i < phrase.end
        if above.i == root.i or not unit:
            break
        root = above
    return root


def _head_by_parse(number: Span, root: Token, after: int) -> Token | None:
    """Return the noun to the right that the parse puts above the number, when nothing between denies it."""
    head = root.head
    if (
        root.dep_.split(":")[0] not in _NUMMOD
        or head.i < after
        or head.i - after > _REACH
        or sentence_start(head.doc, head.i) != sentence_start(root.doc, root.i)
    ):
        return None
    if (
        head.pos_ not in NOMINAL
        and head.tag_ not in {"NNS", "NN", "NNP", "NNPS"}
        and head.lower_ not in {"others", "more"}
        and head.ent_type_ != "NORP"  # "100,000 Sudanese", read as an adjective
    ):
        return None
    if _is_verbal(head):
        return None
    between = number.doc[after : head.i]
    if any(token.like_num and token.dep_ != "det" and token.lower_ not in {"dozen", "hundred"} for token in between):
        return None  # "three wounded and 150 houses destroyed"
    if any(
        token.tag_ in {"VBD", "VBZ", "VBP", "MD", "IN", "TO", "PRP", "WDT", "WP", ",", ".", ":"} and token.text != "-"
        for token in between
    ):
        return None
    return _rightmost(head)


def _rightmost(head: Token) -> Token:
    """Return the last noun of an unbroken run of nouns that begins at `head`: the parser now and then stops early."""
    if head.i and head.nbor(-1).text in _HYPHENS:
        return head  # "a 131-page report" counts pages
    while (
        head.i + 1 < len(head.doc)
        and head.nbor().head.i == head.i
        and head.nbor().pos_ == "NOUN"
        and head.nbor().dep_ in {"compound", "flat", "goeswith", "dep"}
    ):
        head = head.nbor()
    if head.dep_ in {"compound", "amod"} and head.head.i == head.i + 1 and head.head.pos_ in NOMINAL:
        return head.head
    following = head.nbor() if head.i + 1 < len(head.doc) else None
    if following is not None and following.tag_ == "NNS" and (head.ent_type_ == "NORP" or head.tag_ == "NNPS"):
        return following  # Rohingya refugees
    # A number above one wants a plural: a singular noun before another noun only modifies it ("365 cholera treatment centres").
    while head.tag_ in {"NN", "NNP"} and head.i + 1 < len(head.doc) and head.nbor().tag_ in {"NN", "NNS"}:
        head = head.nbor()
    return head


def _is_verbal(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP", "VB"} or any(
        child.dep_ in {"nsubj", "nsubj:pass", "aux", "aux:pass"} for child in token.children
    )


def _head_in_order(doc: Doc, last: Token, after: int, verb: Token | None) -> Token | None:
    """Return the last noun of the run of words behind the quantity that can be one noun phrase; it ends before its verb."""
    head: Token | None = None
    hyphened = after < len(doc) and doc[after].text in _HYPHENS
    index = after + hyphened
    stop = min(sentence_at(doc, last.i).end, after + _REACH)
    while index < stop:
        token = doc[index]
        if verb is not None and token.i == verb.i:
            return head  # "100,000 lost power"
        if token.pos_ in NOMINAL or token.lower_ == "others":
            if head is not None and (token.pos_ == "PROPN") != (head.pos_ == "PROPN") and head.tag_ in {"NNS", "NNPS"}:
                return head  # "people Shaanxi": a plural ends its phrase
            head = token
            if hyphened:
                return head
        elif token.tag_ == "POS" and head is not None:
            head = None
        elif head is not None or not _may_precede_noun(token):
            return head
        index += 1
    return head


def _may_precede_noun(token: Token) -> bool:
    """Tell whether a word can stand between a number and its noun."""
    if token.text in _HYPHENS or token.text in {"“", '"', "'", "‘"}:
        return True
    if token.tag_ in {"VBN", "VBG"} and token.i + 1 < len(token.doc) and token.nbor().tag_ in {"NN", "NNS"}:
        return True
    if token.pos_ in {"X", "SYM", "NUM"}:
        return token.text[0].isalpha() and any(map(str.isdigit, token.text))  # H5N1, Covid-19
    return token.pos_ in _INSIDE and token.pos_ != "DET"


def _partitive(doc: Doc, number: Span, root: Token, after: int) -> Token | None:
    """Return the noun of "hundreds of people", "half of the children", "two of the victims", "half those affected"."""
    word = doc[after].lower_ if after < len(doc) else ""
    if word == "of":
        for child in (*root.children, *number[-1].children) if is_parsed(doc, root.i) else ():
            possessor = child.i + 1 < len(doc) and doc[child.i + 1].tag_ == "POS"
            nominal = child.pos_ in NOMINAL or child.pos_ in {"PRON", "ADJ", "DET"}
            if child.i > after and child.dep_.startswith("nmod") and nominal and not possessor:
                return child
        return _whole_in_order(doc, number, after + 1)
    return _whole_in_order(doc, number, after) if word in _WHOLE_STARTS else None


def _whole_in_order(doc: Doc, number: Span, index: int) -> Token | None:
    """Return the last noun of the phrase that begins at `index`, possessors passed over, or the pronoun that it is."""
    head: Token | None = None
    for token in doc[index : min(sentence_at(doc, number.start).end, index + _REACH)]:
        if token.pos_ in NOMINAL:
            head = token
        elif token.pos_ in {"PRON", "DET"} and head is None and token.lower_ in _WHOLE_PRONOUNS:
            return token
        elif token.tag_ == "POS":
            head = None
        elif head is not None or token.pos_ not in _INSIDE | {"PRON", "VERB"} or token.tag_ in {"VBD", "VBZ", "VBP"}:
            return head
    return head


_WHOLE_STARTS: Final = frozenset("those the all their its his her our".split())
_WHOLE_PRONOUNS: Final = frozenset("those them us which whom".split())


def _counted(number: Token, root: Token, head: Token, floor: int, rule: str) -> Counted:
    """Return the counted noun phrase from `floor` to the end of the head's close complements."""
    first = min(floor, head.i)
    while first < head.i and (
        head.doc[first].is_punct or (head.doc[first].lower_ in {"of", "the", "all", "more", "other"} and rule == "of")
    ):
        first += 1
    return Counted(number, root, head, first, _phrase_end(head), rule)


def _phrase_end(head: Token) -> int:
    """Return the index behind the head and its of-phrase, without relative clauses and locating phrases."""
    stop = head.i + 1
    doc = head.doc
    if not is_parsed(doc, head.i):
        return stop
    for child in head.children:
        if child.i < head.i or child.dep_ != "nmod":
            continue
        case = next((mark for mark in child.children if mark.dep_ == "case"), None)
        if case is not None and case.lower_ == "of" and case.i == stop:
            stop = max(stop, _nominal_end(child))
    if (
        stop < len(doc) - 1
        and doc[stop].lower_ == "and"
        and doc[stop + 1].pos_ == "NOUN"
        and doc[stop + 1].head is head
    ):
        stop += 2
    return stop


def _nominal_end(token: Token) -> int:
    """Return the index behind a noun phrase, cut before relative clauses and commas."""
    for inner in token.doc[token.i + 1 : token.right_edge.i + 1]:
        if (
            inner.dep_ in {"acl", "acl:relcl", "appos"}
            or inner.is_punct
            or inner.pos_ in {"VERB", "AUX", "SCONJ", "CCONJ"}
        ):
            return inner.i
    return token.right_edge.i + 1


def conjuncts(token: Token) -> Iterator[Token]:
    """Yield a token and the earlier conjuncts that it is joined to, nearest first."""
    seen: set[int] = set()
    while token.i not in seen:
        seen.add(token.i)
        yield token
        if token.dep_ != "conj":
            return
        token = token.head
