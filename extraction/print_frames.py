"""Candidates that print marks and words do not: transcripts, headlines with a colon, names under a quotation, block quotes."""

from typing import Final

from spacy.tokens import Token

from extraction.attribution_frame import Frame
from extraction.layout import Layout, is_word, root_of, trimmed
from extraction.lexicons.cues import CueClass
from extraction.lexicons.sources import DOCUMENT_NOUNS
from extraction.source_phrases import is_speaking_noun

_DASHES: Final = frozenset(["―", "–", "—", "--", "-"])
_CLOSING: Final = frozenset(['"', "”", "''"])
_PLACES: Final = frozenset({"GPE", "LOC", "FAC", "NORP"})
_LONGEST_LABEL: Final = 7  # tokens before a colon that can name a speaker
_LONGEST_SIGNATURE: Final = 12  # tokens that a name under a quotation may take, with its title
_SHORTEST_LINE: Final = 3  # tokens behind it
_CREDITS: Final = frozenset(
    ["image", "photo", "photograph", "picture", "credit", "file", "source", "video", "update", "updated"]
)


def is_dash(token: Token) -> bool:
    """Tell whether a token is a dash, also one that a tokeniser has left on a closing mark."""
    return token.text in _DASHES or (token.text[-1:] in _DASHES and token.text[:-1] in _CLOSING)


def find_colon_frame(mark: Token, layout: Layout) -> Frame | None:
    """Return "Poll: ..." of a headline and "SMITH: ..." of a transcript."""
    doc = layout.doc
    start, end = layout.line(mark.i)
    if mark.i - start > _LONGEST_LABEL:
        return None
    left, right = trimmed(doc, (start, mark.i)), trimmed(doc, (mark.i + 1, end))
    if left is None or right is None or right[1] - right[0] < _SHORTEST_LINE:
        return None
    left = next((i for i in range(*left) if is_word(doc[i])), left[0]), left[1]
    label = doc[left[0] : left[1]]
    head = root_of(doc, *left)
    if all(token.text.isupper() or not is_word(token) for token in label) and any(
        token.pos_ == "PROPN" for token in label
    ):
        return Frame("transcript", mark.i, (mark.i,), (CueClass.SAY,), (right,), "label", left, head.i)
    if layout.quote_at(mark.i) is not None or any(t.pos_ in {"VERB", "AUX"} or t.lower_ in _CREDITS for t in label):
        return None
    named = all(t.pos_ == "PROPN" and t.ent_type_ not in _PLACES for t in label if is_word(t))
    speaks = is_speaking_noun(head) or head.lower_ in DOCUMENT_NOUNS or named
    if not speaks:
        return None
    heading = start == 0 and doc[end - 1].text not in {",", ";"}
    right = trimmed(doc, (right[0], min(end, layout.sentence(right[0])[1]))) or right
    rule = "headline" if heading else "colon"
    return Frame(rule, mark.i, (mark.i,), (CueClass.SAY,), (right,), "label", left, head.i)


def find_dash_frame(mark: Token, layout: Layout) -> Frame | None:
    """Return a name that a dash sets under or behind a quotation."""
    doc = layout.doc
    inside = layout.quote_at(mark.i)
    number = layout.quote_ending_before(mark.i, 3) if inside is None else inside
    if number is None:
        return _find_headline_source(mark, layout)
    if inside is not None and layout.stretches[inside][1] != mark.i + 1:
        return None
    if layout.line(layout.stretches[number][0]) != layout.line(mark.i):
        return None
    right = trimmed(doc, (mark.i + 1, layout.line(mark.i)[1]))
    if right is None or right[1] - right[0] > _LONGEST_SIGNATURE or not doc[right[0]].text[0].isupper():
        return None
    if any(t.pos_ in {"VERB", "AUX"} or t.text == "," for t in doc[right[0] : right[1]][:4]):
        return None
    stretch = layout.stretches[number]
    return Frame("dash", mark.i, (mark.i,), (CueClass.SAY,), (stretch,), "dash", right, right[0], (number,))


def _find_headline_source(mark: Token, layout: Layout) -> Frame | None:
    """Return "Storm kills 12 – officials": a headline whose last dash sets a speaker behind it."""
    doc = layout.doc
    start, end = layout.line(mark.i)
    content, source = trimmed(doc, (start, mark.i)), trimmed(doc, (mark.i + 1, end))
    if start > 0 or content is None or source is None or doc[mark.i - 1].whitespace_ == "":
        return None
    last = doc[source[1] - 1]
    if source[1] - source[0] > _LONGEST_LABEL or content[1] - content[0] < _SHORTEST_LINE:
        return None
    if not (is_speaking_noun(last) or last.lower_ in DOCUMENT_NOUNS) or any(
        token.pos_ in {"VERB", "AUX"} or not is_word(token) for token in doc[source[0] : source[1]]
    ):
        return None
    return Frame("headline", mark.i, (mark.i,), (CueClass.SAY,), (content,), "label", source, last.i)
