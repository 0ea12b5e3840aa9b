"""Markup to paragraphs: the one way in which the elements that a voice chose become lines of text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from crawler.pages.cleaning import clean_line, drop_long_runs

# What stands inside a line, in HTML and in the XML that trafilatura gives; every other element is a block of its own.
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite data dfn em font i img ins kbd label mark picture q rp rt ruby s samp small source"
        " span strike strong sub sup time tt u var wbr del graphic hi ref",
    )
)
_SILENT = frozenset(
    re.findall(
        r"\w+",
        "audio button canvas iframe input map math meta noscript object script select style svg template textarea title"
        " video",
    )
)
_BREAKS = frozenset(("br", "lb"))
_ROWS = frozenset(("row", "tr"))
_IN_ROWS = _INLINE | _BREAKS | frozenset(("cell", "td", "th"))
_HEADINGS = frozenset(("head", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as a voice gives it, and whether it is marked up as a heading."""

    text: str
    is_heading: bool


@lru_cache(maxsize=256)  # two voices mostly give the same paragraphs
def _clean(line: str) -> str:
    return drop_long_runs(clean_line(line))


def is_inline(element: etree._Element) -> bool:
    """Tell whether an element stands inside a line of text."""
    return element.tag in _INLINE


def find_blocks(root: etree._Element) -> list[Block]:
    """Return the paragraphs below an element in order, cleaned and on one line each; none is empty.

    The cells of a table row are one paragraph, separated by ` | `, unless a cell holds blocks of its own: then the table
    only lays out the page. Scripts, controls and other elements that show no text give none.
    """
    blocks: list[Block] = []
    line: list[str] = []

    def close(*, is_heading: bool = False) -> None:
        if text := _clean("".join(line)):
            blocks.append(Block(text, is_heading))
        line.clear()

    # Depth first without recursion: pages nest deeper than Python's stack.
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        is_line_end = tag not in _INLINE and isinstance(tag, str)
        if event == "start":
            if is_line_end:
                close()
            if tag in _SILENT:
                walk.skip_subtree()
            elif tag in _ROWS and all(child.tag in _IN_ROWS for child in element.iterdescendants(etree.Element)):
                line.append(" | ".join(filter(None, (clean_line("".join(cell.itertext())) for cell in element))))
                walk.skip_subtree()
            else:
                line.append(element.text or "")
            continue
        if is_line_end:
            close(is_heading=tag in _HEADINGS)
        if element is not root:
            line.append(element.tail or "")
    close()
    return blocks
