"""One door from archived bytes to an Article."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lxml.etree import SubElement
from lxml.html import Element, HtmlElement
from trafilatura import load_html

from crawler.pages.body import find_body
from crawler.pages.boxes import drop_boxes
from crawler.pages.cleaning import clean_label, clean_line, clean_text, drop_long_runs, split_paragraphs
from crawler.pages.content import ContentKind, find_content_kind
from crawler.pages.encoding import decode_page
from crawler.pages.gates import refuse_gated
from crawler.pages.language import find_language
from crawler.pages.margins import Trimmed, is_heading, trim_margins
from crawler.pages.metadata import guess_published, read_metadata
from crawler.pages.notes import find_notes
from crawler.pages.rejection import PageRejected, RejectionKind
from crawler.pages.stamps import is_plausible, parse_stamp
from crawler.pages.surroundings import find_surroundings
from crawler.urls import canonical_url
from records import Article, Printed, Stamp
from records.snapshot import url_key

LARGEST_BODY = 10_000_000  # bytes
LARGEST_TREE = 2_000_000  # characters of markup without scripts and styles: body extraction is quadratic beyond
MOST_ELEMENTS = 50_000  # of one page; a long live blog has 20,000
LONGEST_TEXT = 200_000  # characters; longer ones are books, and the models behind are quadratic in places
_NO_TEXT_TAGS = ("script", "style")
_SHORTEST_BODY = 40  # characters; less is a button or a caption, not a flash of news
_LONGEST_TITLE = 250  # characters
_DATE_FIELDS = ("published", "modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What one kind of content gave, before hints are weighed in."""

    title: str
    title_source: Printed | None
    byline: str | None
    byline_source: Printed | None
    published: Stamp | None
    modified: Stamp | None
    language: str | None
    canonical_url: str | None
    paragraphs: tuple[str, ...]
    extractor: str
    agreement: float | None = None
    guess: Callable[[], Stamp | None] = lambda: None


def parse_page(
    body: bytes, *, content_type: str, url: str, source: str, fetched_at: datetime, hints: Mapping[str, str]
) -> Article:
    """Turn archived bytes into an Article, or raise PageRejected with the kind and a sentence that says why not.

    Pure: the same arguments always give the same Article; nothing is read from disk or network.

    Args:
        body: the bytes of the body, transfer compression undone.
        content_type: what the server or the kind of file said: text/html, text/plain, application/json (one article
            `{"url", "title", "published", "text"}`, of which only `text` is required), with or without parameters.
        url: address of the snapshot.
        source: name of the source.
        fetched_at: aware instant of the fetch; later dates (by more than a day) are not believed.
        hints: `title` and `published` as a feed or a person printed them; with `feed`, a feed did. What a person
            says goes before what the page says; what a feed says fills gaps.

    """
    if len(body) > LARGEST_BODY:
        raise PageRejected(RejectionKind.TOO_LARGE, f"the body has {len(body)} bytes, more than {LARGEST_BODY}")
    kind = find_content_kind(body, content_type=content_type)
    reading = _READERS[kind](decode_page(body, content_type=content_type).text, url=url, fetched_at=fetched_at)
    text = "\n\n".join(reading.paragraphs)
    if not text:
        raise PageRejected(RejectionKind.NO_TEXT, "no article body was found in the page")
    if len(text) > LONGEST_TEXT:
        raise PageRejected(RejectionKind.TOO_LARGE, f"the text has {len(text)} characters, more than {LONGEST_TEXT}")
    title, title_source = _choose_title(reading, hints)
    published, listed = _choose_published(reading, hints, fetched_at)
    notes = find_notes(reading.paragraphs)
    return Article(
        url=url,
        url_key=url_key(canonical_url(url)),
        canonical_url=reading.canonical_url,
        source=source,
        title=title,
        title_source=title_source,
        byline=reading.byline,
        byline_source=reading.byline_source,
        published=published,
        listed=listed,
        modified=_plausible(reading.modified, fetched_at),
        language=find_language(reading.language, text),
        text=text,
        extractor=reading.extractor,
        agreement=reading.agreement,
        dateline=notes.dateline,
        credit=notes.credit,
        correction=notes.correction,
    )


def _choose_title(reading: _Reading, hints: Mapping[str, str]) -> tuple[str, Printed | None]:
    from_feed = "feed" in hints
    printed = hints.get("title", "")
    hint = clean_label(printed)
    if hint and not (from_feed and reading.title):
        return hint, Printed(text=printed, origin="feed" if from_feed else "user")
    return reading.title, reading.title_source


def _choose_published(
    reading: _Reading, hints: Mapping[str, str], fetched_at: datetime
) -> tuple[Stamp | None, Stamp | None]:
    """Return the first publication, and what a feed or sitemap says of it."""
    printed = hints.get("published", "").strip()
    from_feed = "feed" in hints
    hint = parse_stamp(printed, origin="feed" if from_feed else "user") if printed else None
    if printed and not from_feed:
        if hint is None:
            raise PageRejected(RejectionKind.BAD_DATE, f"{printed!r} is no date; write it like 2023-11-20T23:14+00:00")
        return hint, None
    listed = _plausible(hint, fetched_at)
    stated = next(filter(None, (_plausible(reading.published, fetched_at), listed)), None)
    return stated or _plausible(reading.guess(), fetched_at), listed


def _plausible(stamp: Stamp | None, fetched_at: datetime) -> Stamp | None:
    return stamp if stamp is not None and is_plausible(stamp, fetched_at=fetched_at) else None


def _read_html(text: str, *, url: str, fetched_at: datetime) -> _Reading:
    tree = load_tree(text)
    _refuse_large(tree, len(text))
    metadata = read_metadata(tree, url=url, fetched_at=fetched_at)
    boxes = drop_boxes(tree)
    around = find_surroundings(tree, titles=metadata.titles)
    body = find_body(tree, markup=text, url=url, around=around)
    trimmed = trim_margins(body.paragraphs)
    refuse_gated(trimmed.paragraphs, metadata=metadata, boxes=boxes)
    if len("".join(trimmed.paragraphs)) < _SHORTEST_BODY:
        raise PageRejected(RejectionKind.NO_TEXT, "no article body was found in the page")
    return _Reading(
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


def _read_text(text: str, *, url: str, fetched_at: datetime) -> _Reading:  # noqa: ARG001 - one signature for all readers
    trimmed = _trim_plain(text)
    title = _first_line_title(trimmed.paragraphs)
    return _Reading(
        title=title,
        title_source=Printed(text=title, origin="text") if title else None,
        byline=None,
        byline_source=None,
        published=trimmed.published,
        modified=trimmed.modified,
        language=None,
        canonical_url=None,
        paragraphs=trimmed.paragraphs,
        extractor="plain text",
    )


def _first_line_title(paragraphs: tuple[str, ...]) -> str:
    """Return the first paragraph when it looks like a headline above a body: short, and no finished sentence."""
    if len(paragraphs) < 2 or len(paragraphs[0]) > _LONGEST_TITLE:
        return ""
    first = paragraphs[0]
    is_title = is_heading(first) or not first.endswith((".", "!", "\u2026", ":", ";", ","))
    return first if is_title and parse_stamp(first, origin="text") is None else ""


def _read_json(text: str, *, url: str, fetched_at: datetime) -> _Reading:  # noqa: ARG001 - one signature for all readers
    article = _load_object(text)
    trimmed = _trim_plain(_required_text(article))
    stamps = {name: _read_date(article, name) for name in _DATE_FIELDS}
    title = clean_line(_optional(article, "title") or "")
    authors = _optional(article, "byline") or _optional(article, "author") or ""
    byline = clean_line(authors)
    return _Reading(
        title=title,
        title_source=Printed(text=_optional(article, "title") or "", origin="file") if title else None,
        byline=byline or None,
        byline_source=Printed(text=authors, origin="file") if byline else None,
        published=stamps["published"] or trimmed.published,
        modified=stamps["modified"] or trimmed.modified,
        language=_optional(article, "language"),
        canonical_url=None,
        paragraphs=trimmed.paragraphs,
        extractor="json article",
    )


def _load_object(text: str) -> Mapping[str, Any]:
    try:
        article = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PageRejected(RejectionKind.MALFORMED, f"not JSON: {error}") from error
    if not isinstance(article, dict):
        raise PageRejected(RejectionKind.MALFORMED, f"a JSON article is an object, this is a {type(article).__name__}")
    return article


def _required_text(article: Mapping[str, Any]) -> str:
    text = _optional(article, "text")
    if text is None:
        raise PageRejected(RejectionKind.MALFORMED, 'a JSON article needs "text"')
    return text


def _optional(article: Mapping[str, Any], name: str) -> str | None:
    value = article.get(name)
    if value is not None and not isinstance(value, str):
        raise PageRejected(RejectionKind.MALFORMED, f'"{name}" must be a string, this is a {type(value).__name__}')
    return value


def _read_date(article: Mapping[str, Any], name: str) -> Stamp | None:
    printed = _optional(article, name)
    if printed is None or not printed.strip():
        return None
    stamp = parse_stamp(printed, origin="file")
    if stamp is None:
        raise PageRejected(RejectionKind.BAD_DATE, f'"{name}" is {printed!r}; write it like 2023-11-20T23:14+00:00')
    return stamp


def _trim_plain(text: str) -> Trimmed:
    trimmed = trim_margins(split_paragraphs(clean_text(text)))
    paragraphs = tuple(filter(None, map(drop_long_runs, trimmed.paragraphs)))
    if trimmed.paragraphs and not paragraphs:
        raise PageRejected(RejectionKind.NO_TEXT, "the text is one long run of characters without spaces")
    return replace(trimmed, paragraphs=paragraphs)


_READERS: Mapping[ContentKind, Callable[..., _Reading]] = {
    ContentKind.HTML: _read_html,
    ContentKind.TEXT: _read_text,
    ContentKind.JSON: _read_json,
}
