"""An HTML page to a Reading: limits, metadata, boxes, body, margins, gates."""

from datetime import datetime

from lxml.etree import SubElement
from lxml.html import Element, HtmlElement
from trafilatura import load_html

from crawler.pages.body import find_body
from crawler.pages.boxes import drop_boxes
from crawler.pages.gates import refuse_gated
from crawler.pages.margins import trim_margins
from crawler.pages.metadata import guess_published, read_metadata
from crawler.pages.reading import Reading
from crawler.pages.rejection import PageRejected, RejectionKind
from crawler.pages.surroundings import find_surroundings

LARGEST_TREE = 2_000_000  # characters of markup without scripts and styles: body extraction is quadratic beyond
MOST_ELEMENTS = 50_000  # of one page; a long live blog has 20,000
_NO_TEXT_TAGS = ("script", "style")
_SHORTEST_BODY = 40  # characters; less is a button or a caption, not a flash of news


def read_html(text: str, *, url: str, fetched_at: datetime) -> Reading:
    """Read a decoded HTML page. Raises PageRejected when it is too large, hides its article, or has none."""
    tree = load_tree(text)
    _refuse_large(tree, len(text))
    metadata = read_metadata(tree, url=url, fetched_at=fetched_at)
    boxes = drop_boxes(tree)
    around = find_surroundings(tree, titles=metadata.titles)
    body = find_body(tree, url=url, around=around)
    trimmed = trim_margins(body.paragraphs)
    refuse_gated(trimmed.paragraphs, metadata=metadata, boxes=boxes)
    if len("".join(trimmed.paragraphs)) < _SHORTEST_BODY:
        raise PageRejected(RejectionKind.NO_TEXT, "no article body was found in the page")
    return Reading(
        title=metadata.title,
        title_source=metadata.title_source,
        byline="; ".join(metadata.authors) or None,
        byline_source=metadata.byline_source,
        published=metadata.published or trimmed.published,
        modified=metadata.modified or trimmed.modified,
        language=metadata.language,
        canonical_url=metadata.canonical_url,
        paragraphs=trimmed.paragraphs,
        extractor=body.extractor,
        agreement=body.agreement,
        guess=lambda: guess_published(tree, url=url, fetched_at=fetched_at),
    )


def load_tree(text: str) -> HtmlElement:
    """Parse a page; the root is always `html`, as the libraries behind expect. Raises PageRejected without elements."""
    tree = load_html(text.replace("\x00", ""))
    if tree is None:
        raise PageRejected(RejectionKind.NO_TEXT, "the body holds no HTML elements")
    if tree.tag == "html":
        return tree
    root = Element("html")
    SubElement(root, "body").append(tree)
    return root


def _refuse_large(tree: HtmlElement, size: int) -> None:
    """Raise PageRejected when a page of `size` characters is too large even without its scripts and styles."""
    elements = sum(1 for _ in tree.iter())
    if elements > MOST_ELEMENTS:
        raise PageRejected(RejectionKind.TOO_LARGE, f"the page has {elements} elements, more than {MOST_ELEMENTS}")
    if size <= LARGEST_TREE:
        return
    markup = size - sum(len(element.text or "") for element in tree.iter(*_NO_TEXT_TAGS))
    if markup > LARGEST_TREE:
        raise PageRejected(
            RejectionKind.TOO_LARGE, f"the page has {markup} characters without its scripts, more than {LARGEST_TREE}"
        )
