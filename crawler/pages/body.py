"""The body of an HTML page: trafilatura's choice of it, as clean paragraphs."""

from importlib.metadata import version

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from crawler.pages.cleaning import clean_line, drop_long_runs

EXTRACTOR = f"trafilatura {version('trafilatura')} precision"
_BLOCKS = frozenset(("p", "head", "item", "row", "quote", "code", "ab", "fw"))
_LEAST = 250  # characters; below this the careful choice has probably lost the body


def find_paragraphs(tree: HtmlElement, *, url: str) -> list[str]:
    """Return the cleaned paragraphs of the page's body in order, one line each; empty when it has no body.

    Table rows are one paragraph each, their cells separated by ` | `. Headings at the end that head nothing are cut:
    they belong to lists of other stories. `tree` is not changed.
    """
    body = _extract(tree, url, precise=True)
    if body is None or len(_text(body)) < _LEAST:
        wider = _extract(tree, url, precise=False)
        # As little from the wide net is not a lost body but a page that has none.
        body = wider if wider is not None and len(_text(wider)) >= _LEAST else body
    if body is None:
        return []
    blocks = [(tag, drop_long_runs(clean_line(text))) for tag, text in _iter_blocks(body)]
    blocks = [(tag, text) for tag, text in blocks if text]
    while blocks and blocks[-1][0] == "head":
        blocks.pop()
    return [text for _, text in blocks]


def _extract(tree: HtmlElement, url: str, *, precise: bool) -> etree._Element | None:
    document = bare_extraction(tree, url=url, favor_precision=precise, include_comments=False)
    return document.body if isinstance(document, Document) else None


def _text(element: etree._Element) -> str:
    return " ".join(str(text) for text in element.itertext())


def _iter_blocks(element: etree._Element) -> list[tuple[str, str]]:
    """Return tag and text of the smallest blocks below an element, with the loose text between them."""
    blocks: list[tuple[str, str]] = []
    loose: list[str] = [element.text or ""]

    def close() -> None:
        if text := "".join(loose).strip():
            blocks.append((str(element.tag), text))
        loose.clear()

    for child in element:
        if child.tag == "lb":
            close()
        elif child.tag == "row":
            close()
            blocks.append(("row", " | ".join(filter(None, (_text(cell).strip() for cell in child)))))
        elif child.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
            close()
            blocks.extend(_iter_blocks(child))
        else:
            loose.extend(str(text) for text in child.itertext())
        loose.append(child.tail or "")
    close()
    return blocks
