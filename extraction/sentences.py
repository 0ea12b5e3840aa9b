"""The sentence around a token, found once for a document, and kept to a length that rules can search for every number.

A page without full stops is one sentence of thousands of tokens; rules that look over their sentence, or over the children of
its root, would then cost the square of its length. Such sentences are read in windows and without the parse.
"""

from bisect import bisect_right
from typing import Final

from spacy.tokens import Doc, Span, Token

LONGEST: Final = 250  # tokens of a sentence that is read whole and by its parse
_WINDOW: Final = 60  # tokens read on each side of a number in a longer one
_SHORT_LINE: Final = 60  # code points; prose is wrapped later
_KEY: Final = "sentence_starts"
_PARSED: Final = "has_parse"


def sentence_at(doc: Doc, index: int) -> Span:
    """Return the sentence of the token at `index`, or the stretch around it when the sentence is longer than LONGEST."""
    start, end = _bounds(doc, index)
    if end - start > LONGEST:
        start, end = max(start, index - _WINDOW), min(end, index + _WINDOW + 1)
    return doc[start:end]


def sentence_start(doc: Doc, index: int) -> int:
    """Return the index of the first token of the sentence of the token at `index`; the same for all its tokens."""
    return _bounds(doc, index)[0]


def is_parsed(doc: Doc, index: int) -> bool:
    """Tell whether the parse around a token may be asked: there is one, and its sentence is not overlong."""
    start, end = _bounds(doc, index)
    return end - start <= LONGEST and bool(doc.user_data[_PARSED])


def _begins_item(token: Token) -> bool:
    """Tell whether a token begins a line of a list that the parser read on across: "Displaced: 1,200", "Deaths: 12".

    Such a line follows a short one and begins with a capital, a digit or a mark; a wrapped line of prose follows a long one.
    """
    doc, index = token.doc, token.i - 1
    if "\n" not in doc[index].text or not doc[index].is_space or token.is_space or token.text[0].islower():
        return False
    end = doc[index].idx
    while index > 0 and "\n" not in doc[index - 1].text and end - doc[index - 1].idx < _SHORT_LINE:
        index -= 1
    return index == 0 or "\n" in doc[index - 1].text


def _bounds(doc: Doc, index: int) -> tuple[int, int]:
    starts: list[int] | None = doc.user_data.get(_KEY)
    if starts is None or starts[-1] != len(doc):
        starts = [token.i for token in doc if token.i == 0 or token.is_sent_start or _begins_item(token)] + [len(doc)]
        doc.user_data[_KEY] = starts
        doc.user_data[_PARSED] = doc.has_annotation("DEP")  # asked once: spaCy looks at every token for it
    position = bisect_right(starts, index) - 1
    return starts[position], starts[min(position + 1, len(starts) - 1)]
