"""Lines of a page that are no part of its body, told by their markup: headlines, captions, pointers to other stories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.pages.margins import is_heading

_NOT_LETTERS = re.compile(r"[\W_]+")
# "Related:", "READ MORE |", "Also on the Alder Post:" before the name of another story.
_LABEL = re.compile(r"^\W*(?:[^\W\d_][\w'\u2019.]*[ ]?){1,5}[:|]\s*")
_LEAST_LINK = 3  # words; a shorter link is a name or a number that a sentence may consist of
_TITLE_REACH = 3  # paragraphs at the top in which the headline may be repeated
_LONGEST_LABEL = 4  # words of a line above a pointer
_LONGEST = 600  # characters of a headline, a caption or a pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What of a page's own words stands outside its body, each as letters and figures alone.

    Attributes:
        headlines: the page's headings of the first rank and what it calls itself in its metadata.
        pointers: texts of links to other pages, of three words or more.
        captions: captions of figures and tables.

    """

    headlines: frozenset[str]
    pointers: frozenset[str]
    captions: frozenset[str]


def find_surroundings(tree: HtmlElement, *, titles: Sequence[str]) -> Surroundings:
    """Return what the markup of a page says of its surroundings; `titles` are the headlines that its metadata state."""
    headings = [_text(heading) for heading in tree.iter("h1")]
    links = (_text(link) for link in tree.iter("a") if (link.get("href") or "#").strip()[:1] != "#")
    captions = (_text(caption) for caption in tree.iter("figcaption", "caption"))
    return Surroundings(
        headlines=frozenset(filter(None, map(_bare, (*headings, *titles)))),
        pointers=frozenset(_bare(link) for link in links if len(link.split()) >= _LEAST_LINK),
        captions=frozenset(filter(None, map(_bare, captions))),
    )


def drop_surroundings(paragraphs: Sequence[str], around: Surroundings) -> list[str]:
    """Return the paragraphs without those that belong to the surroundings.

    A headline is cut among the first three paragraphs, a caption anywhere. A pointer is a paragraph that is nothing but
    one link to another page, with or without a label such as "Related:"; a label on a line of its own goes with it.
    """
    kept: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        if len(paragraph) > _LONGEST:
            kept.append(paragraph)
            continue
        bare = _bare(paragraph)
        if (bare in around.headlines and index < _TITLE_REACH and not kept) or bare in around.captions:
            continue
        label = _LABEL.match(paragraph)
        if bare in around.pointers or (label and _bare(paragraph[label.end() :]) in around.pointers):
            if kept and _is_label(kept[-1]):
                kept.pop()
            continue
        kept.append(paragraph)
    return kept


def _is_label(paragraph: str) -> bool:
    return len(paragraph.split()) <= _LONGEST_LABEL and (is_heading(paragraph) or paragraph.endswith(":"))


def _text(element: HtmlElement) -> str:
    return "".join(map(str, element.itertext()))


def _bare(text: str) -> str:
    """Return the letters and figures of a text, so that spaces, quotes and case of a copy do not matter."""
    return _NOT_LETTERS.sub("", text).casefold()
