"""Tables as text: rows of cells between bars or tabs, one row a line, and the heading of a number's column."""

from typing import Final

from spacy.tokens import Doc, Span, Token

_BARS: Final = frozenset({"|", "\t"})
_MOST_ROWS: Final = 60  # rows above a number in which its heading is looked for
_LONGEST_ROW: Final = 120  # tokens


def find_heading(number: Token) -> Span | None:
    """Return the heading of the column in which a number stands: "Families displaced | Houses destroyed" above "1,204 | 310".

    The heading is the first row above without digits, through rows of as many cells; None outside a table and where it has none.
    """
    doc = number.doc
    start, end = _line_at(doc, number.i)
    bars = _bars(doc, start, end)
    if not bars:
        return None
    column = sum(bar < number.i for bar in bars)
    for _ in range(_MOST_ROWS):
        if start == 0:
            return None
        start, end = _line_at(doc, _last_word_before(doc, start))
        above = _bars(doc, start, end)
        if len(above) != len(bars):
            return None
        if not any(token.like_num for token in doc[start:end]):
            edges = [start - 1, *above, end]
            cell = doc[edges[column] + 1 : edges[column + 1]]
            return cell if any(token.is_alpha for token in cell) else None
    return None


def _line_at(doc: Doc, index: int) -> tuple[int, int]:
    """Return the token indices of the line around a token, cut where it is overlong."""
    start, end = index, index + 1
    while start > 0 and "\n" not in doc[start - 1].text and index - start < _LONGEST_ROW:
        start -= 1
    while end < len(doc) and "\n" not in doc[end].text and end - index < _LONGEST_ROW:
        end += 1
    return start, end


def _last_word_before(doc: Doc, start: int) -> int:
    """Return the index of the last token before a line that is no white space; 0 when there is none."""
    index = start - 1
    while index > 0 and doc[index].is_space:
        index -= 1
    return index


def _bars(doc: Doc, start: int, end: int) -> list[int]:
    return [index for index in range(start, end) if doc[index].text in _BARS]
