"""Three independent readings of where the body of a page is. Each is asked for the body as clean paragraphs.

They fail on different pages: trafilatura knows the templates of news sites by their class names, readability-lxml weighs
the paragraphs below each element, and resiliparse sorts out blocks by tags, classes and density of links in one pass.
"""

import copy
import logging
from importlib.metadata import version

from lxml import etree
from lxml.html import HtmlElement
from readability import Document as ReadabilityDocument  # type: ignore[import-untyped]
from readability.readability import Unparseable  # type: ignore[import-untyped]
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from trafilatura import bare_extraction
from trafilatura.settings import Document as TrafilaturaDocument

from crawler.pages.blocks import Block, find_blocks
from crawler.pages.cleaning import clean_line, drop_long_runs

TRAFILATURA = f"trafilatura {version('trafilatura')} precision"
READABILITY = f"readability-lxml {version('readability-lxml')}"
RESILIPARSE = f"resiliparse {version('resiliparse')}"

# It logs every page that it gives up on with a traceback; here another voice is asked instead.
logging.getLogger("readability").setLevel(logging.CRITICAL)


class _Readability(ReadabilityDocument):  # type: ignore[misc]
    """readability-lxml on a tree that is already parsed, without its rewriting of addresses and attributes.

    Half of its time goes into making the result safe to show in a browser; we only take the text.
    """

    def _parse(self, input: HtmlElement) -> HtmlElement:  # noqa: A002 - the library's name
        tree = copy.deepcopy(input)
        for element in tree.xpath("//*[@hidden]"):
            element.drop_tree()
        etree.strip_elements(
            tree,
            "script",
            "style",
            "noscript",
            "link",
            "nav",
            "svg",
            "select",
            "button",
            etree.Comment,
            etree.ProcessingInstruction,
            with_tail=False,
        )
        return tree

    def get_clean_html(self) -> str:
        """Return the result's markup, whose length tells whether to try again with less care."""
        return etree.tostring(self.html, encoding="unicode", method="html")


def find_by_trafilatura(tree: HtmlElement, *, url: str) -> list[str]:
    """Return the body as trafilatura's own rules find it, set for precision; empty when they find none.

    Headings at the end that head nothing are cut: they belong to lists of other stories. `tree` is not changed.
    """
    document = bare_extraction(tree, url=url, fast=True, favor_precision=True, include_comments=False)
    if not isinstance(document, TrafilaturaDocument):
        return []
    return _without_last_headings(find_blocks(document.body))


def find_by_readability(tree: HtmlElement) -> list[str]:
    """Return the body as readability-lxml finds it; empty when it gives up. `tree` is not changed."""
    document = _Readability(tree)
    try:
        document.summary(html_partial=True)
    except Unparseable:
        return []
    return _without_last_headings(find_blocks(document.html))


def find_by_resiliparse(tree: HtmlElement) -> list[str]:
    """Return the body as resiliparse finds it; empty when it finds none. `tree` is not changed.

    It has a parser of its own and gets the tree as markup: all voices read the same page, and none deeper than libxml2 nests.
    """
    page = HTMLTree.parse(etree.tostring(tree, encoding="unicode", method="html"))
    text = extract_plain_text(page, main_content=True, alt_texts=False, links=False, list_bullets=False, comments=False)
    return [paragraph for line in text.split("\n") if (paragraph := drop_long_runs(clean_line(line)))]


def _without_last_headings(blocks: list[Block]) -> list[str]:
    while blocks and blocks[-1].is_heading:
        blocks.pop()
    return [block.text for block in blocks]
