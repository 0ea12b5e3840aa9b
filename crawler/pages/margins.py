"""What stands around a body without being part of it: lines that state a date, headings that head nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.pages.stamps import parse_stamp
from records import Stamp

_DATE_LINE = re.compile(
    r"(?:(?:first|last|date)\s+)?(?P<label>published|posted|issued|created|date|updated?|modified|revised|edited)"
    r"(?:\s+(?:on|at))?\s*:?\s+(?P<date>\S.*)",
    re.IGNORECASE,
)
_MODIFIED_LABELS = frozenset(("update", "updated", "modified", "revised", "edited"))
_BARE_DATE_REACH = 3

_SENTENCE_END = re.compile(r"[.!?:;\u2026\u3002\u061f]['\"\u2019\u201d\u00bb)\]]*$")
_LONGEST_HEADING = 6  # words
_MOST_HEADINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """A body without its margins, and the dates that stood there.

    Attributes:
        paragraphs: the body in order.
        published: date of a line such as "Published: 20 November 2023", or of a bare date at the top.
        modified: date of a line such as "Update: 2023-11-20 23:14 GMT".

    """

    paragraphs: tuple[str, ...]
    published: Stamp | None
    modified: Stamp | None


def trim_margins(paragraphs: Sequence[str]) -> Trimmed:
    """Cut lines that are nothing but a label and a date, and headings at the end that head nothing.

    A bare date among the first three paragraphs is read as the publication but stays: it is text. A heading is a
    paragraph of at most six words that starts with a capital, has no figures, no colon and no sentence end; up to three at the
    end are cut when they follow a finished sentence. A list at the end, a signature with figures and a body that is
    nothing but short lines stay.
    """
    kept: list[str] = []
    published: Stamp | None = None
    modified: Stamp | None = None
    for index, paragraph in enumerate(paragraphs):
        match = _DATE_LINE.fullmatch(paragraph)
        stamp = parse_stamp(match["date"], origin="text") if match else None
        if match and stamp:
            if match["label"].lower() in _MODIFIED_LABELS:
                modified = modified or stamp
            else:
                published = published or stamp
            continue
        if published is None and index < _BARE_DATE_REACH:
            published = parse_stamp(paragraph, origin="text")
        kept.append(paragraph)
    return Trimmed(paragraphs=tuple(_without_last_headings(kept)), published=published, modified=modified)


def is_heading(paragraph: str) -> bool:
    """Tell whether a paragraph has the form of a heading: short, capitalised, without figures, colon and sentence end."""
    return (
        len(paragraph.split()) <= _LONGEST_HEADING
        and paragraph[:1].isupper()
        and not any(character.isdecimal() or character == ":" for character in paragraph)
        and not _SENTENCE_END.search(paragraph)
    )


def _without_last_headings(paragraphs: list[str]) -> list[str]:
    end = len(paragraphs)
    while end and is_heading(paragraphs[end - 1]):
        end -= 1
    last = paragraphs[end - 1] if end else ""
    if end and len(paragraphs) - end <= _MOST_HEADINGS and _SENTENCE_END.search(last) and not last.endswith((":", ";")):
        return paragraphs[:end]
    return paragraphs
