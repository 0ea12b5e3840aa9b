"""Quoted stretches of a text: pairs of quotation marks, also over paragraphs."""

import re
from dataclasses import dataclass
from typing import Final

# Opening mark -> closing mark. Inside a quotation other marks belong to quotations within it.
_PAIRS: Final = {
    '"': '"',
    "\u201c": "\u201d",  # English curly marks
    "\u201e": "\u201c",  # German low and high marks
    "\u00ab": "\u00bb",  # guillemets
    "\u2018": "\u2019",  # single curly marks
    "'": "'",
    "``": "''",  # typewriter marks of newswire
    "''": "''",
}
_SINGLE: Final = frozenset({"\u2018", "'"})
_MARK: Final = re.compile("``|''|[\"\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019']")
_PARAGRAPH: Final = re.compile(r"[^\n]+")
_MIN_SINGLE_WORDS: Final = 3  # shorter stretches in single marks are names and scare quotes


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch with its marks, in code points, end exclusive.

    `continues` says that the mark was left open at the end of the paragraph because the next one goes on speaking.
    """

    start: int
    end: int
    continues: bool = False


def find_quotes(text: str) -> list[Quote]:
    """Find the outermost quotations of a text, in order; marks without a partner are left alone.

    A paragraph that ends within a quotation counts as quoted to its end when the next paragraph opens with a mark, as
    newspapers print speech of several paragraphs. Linear in the length of the text.
    """
    quotes: list[Quote] = []
    paragraphs = list(_PARAGRAPH.finditer(text))
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].group().lstrip() if number + 1 < len(paragraphs) else ""
        quotes += _quotes_of(text, paragraph.start(), paragraph.end(), following[:2])
    return quotes


def _quotes_of(text: str, start: int, end: int, following: str) -> list[Quote]:
    marks = [(match.start(), match.group()) for match in _MARK.finditer(text, start, end)]
    quotes: list[Quote] = []
    index = 0
    while index < len(marks):
        position, mark = marks[index]
        turned = mark == "\u201d" and not text[start:position].strip()  # a closing mark printed for an opening one
        if not turned and (mark not in _PAIRS or not _is_opening(text, position, mark, start)):
            index += 1
            continue
        closing = _closing(text, marks, index, end)
        if closing is not None:
            stop = marks[closing][0] + len(marks[closing][1])
            if mark not in _SINGLE or len(text[position:stop].split()) >= _MIN_SINGLE_WORDS:
                quotes.append(Quote(position, stop))
                index = closing + 1
                continue
        elif mark not in _SINGLE and following.startswith(mark):
            quotes.append(Quote(position, start + len(text[start:end].rstrip()), continues=True))
            break
        index += 1
    return quotes


def _is_opening(text: str, position: int, mark: str, start: int) -> bool:
    after = text[position + len(mark) : position + len(mark) + 1]
    if not after or after.isspace():
        return False
    before = text[position - 1] if position > start else " "
    return not before.isalnum() and before not in ".,;!?"


def _closing(text: str, marks: list[tuple[int, str]], opened: int, end: int) -> int | None:
    """Return the index of the mark that closes the one at `opened`; None when the paragraph has none."""
    wanted = _PAIRS.get(marks[opened][1], marks[opened][1])
    if marks[opened][1] in _SINGLE:
        return _closing_single(text, marks, opened, end)
    depth = 0
    for index in range(opened + 1, len(marks)):
        position, mark = marks[index]
        if mark == marks[opened][1] and mark != wanted:
            depth += 1
        elif mark == wanted:
            if mark in {'"', "''"} and _is_opening(text, position, mark, 0) and text[position - 1].isspace():
                return None  # a second opening mark: the first one stands alone
            if depth == 0:
                return index
            depth -= 1
    return None


def _closing_single(text: str, marks: list[tuple[int, str]], opened: int, end: int) -> int | None:
    """Prefer a mark after punctuation: an apostrophe at the end of a plural looks like a closing mark."""
    wanted = _PAIRS[marks[opened][1]]
    fallback = None
    for index in range(opened + 1, len(marks)):
        position, mark = marks[index]
        if mark in {'"', "\u201c", "\u201d"}:
            break
        after = text[position + 1] if position + 1 < end else " "
        if mark != wanted or after.isalnum() or text[position - 1].isspace():
            continue
        if text[position - 1] in ".,!?…":
            return index
        if fallback is None:
            fallback = index
    return fallback
