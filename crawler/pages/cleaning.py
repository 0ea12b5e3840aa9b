"""Cleaning of characters and lines: the one way in which titles, authors and bodies reach the store."""

import html
import re
import unicodedata
from itertools import pairwise

# NUL cuts strings short in SQLite, other control characters and the bidirectional controls make a text look different
# from what it is, and zero-width marks split words. ZWNJ and ZWJ stay: Persian spelling and emoji need them.
_DROPPED = dict.fromkeys(
    (
        *range(0x09),
        *range(0x0E, 0x1C),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,  # soft hyphen
        0x200B,
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        0x2060,
        *range(0x2066, 0x206A),
        0xFEFF,
    )
)
# Every line end that Unicode knows becomes LF, and a lone surrogate, which no encoding can store, the replacement mark.
_REPLACED = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028), "\n")
_PARAGRAPH_SEPARATOR = "\u2029"
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{2,}")

LONGEST_RUN = 500  # characters without a space; tokenizers are quadratic beyond
_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_LEAST_WRAP = 40  # columns; shorter lines are verse, lists or tables


def clean_text(text: str) -> str:
    """Return the text in NFC with LF line ends, single spaces inside lines and at most one blank line in a row.

    NUL, other control characters, bidirectional controls and zero-width marks are removed, lone surrogates become
    U+FFFD. The result has no white space at either end. Applying it twice changes nothing.
    """
    text = text.replace("\r\n", "\n").replace(_PARAGRAPH_SEPARATOR, "\n\n")
    text = _SURROGATE.sub("\ufffd", text).translate(_REPLACED).translate(_DROPPED)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    """Return the text cleaned as by `clean_text` and on one line: for titles, names and other labels."""
    return " ".join(clean_text(text).split())


def clean_label(text: str) -> str:
    """Return `clean_line` of a text whose character references are resolved first.

    For values out of JSON-LD, attributes and feeds, where publishers escape once more than the format asks for.
    """
    return clean_line(html.unescape(html.unescape(text)))


def split_paragraphs(text: str) -> list[str]:
    """Split a cleaned plain text into paragraphs of one line each, in order; none is empty.

    Blank lines separate paragraphs. Lines between two blank lines are joined when they are wrapped, that is when no
    line had room for the first word of the next one; else each line stands for itself.
    """
    paragraphs: list[str] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line]
        paragraphs.extend([" ".join(lines)] if _is_wrapped(lines) else lines)
    return paragraphs


def drop_long_runs(text: str) -> str:
    """Return the text without stretches of more than 500 characters that have no space and are mostly ASCII.

    They are encoded data, not words. Chinese, Japanese or Thai text, which is written without spaces, stays.
    """
    return _SPACES.sub(
        " ", _LONG_RUN.sub(lambda run: "" if _is_mostly_ascii(run.group()) else run.group(), text)
    ).strip()


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    width = max(map(len, lines))
    return width >= _LEAST_WRAP and all(
        len(line) + 1 + len(following.split(" ", 1)[0]) > width for line, following in pairwise(lines)
    )


def _is_mostly_ascii(run: str) -> bool:
    return sum(character.isascii() for character in run) * 2 > len(run)
