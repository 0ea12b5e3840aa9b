"""Sitemaps, news sitemaps and sitemap indexes, plain or gzipped, to the articles and sitemaps that they name.

Formats: https://www.sitemaps.org/protocol.html and Google's news extension
(https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). Scrapy's own reader loses the
fields of the news extension.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from lxml import etree

from crawler.links import has_article_shape
from crawler.listings import MOST_ENTRIES, Listing, ListingEntry, NotAListingError
from crawler.pages.cleaning import clean_label
from crawler.pages.content import has_html
from crawler.pages.stamps import parse_stamp
from crawler.urls import canonical_url, is_front_page, is_web_url
from storage.addresses import ListingLink

T = TypeVar("T")

LARGEST_SITEMAP = 50 * 1024 * 1024  # bytes after decompression, the limit of the protocol
MOST_LINKS = 20  # sitemaps of one index that are followed
MOST_DEPTH = 2  # an index may name an index
WINDOW = timedelta(days=30)  # what was published or changed before is an archive, not news

_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_PROLOGUE = 4_096  # bytes in which entities would be declared
_ENTITY = re.compile(rb"<!ENTITY\s", re.IGNORECASE)
_ROOTS = frozenset(("urlset", "sitemapindex"))
_MOST_EVENTS = 5_000_000  # beginnings and ends of elements that are read; the protocol allows 50,000 addresses
_NEWS_FIELDS = {"publication_date": "published", "title": "title", "language": "language", "keywords": "keywords"}


def parse_sitemap(body: bytes, *, url: str, content_type: str, now: datetime, depth: int = 0) -> Listing:
    """Return the articles of a sitemap, newest first, or the sitemaps of an index, newest first.

    Articles are those with the fields of a news sitemap, and other addresses that look like an article's; those that
    were published or last changed more than 30 days before `now` are passed over. `depth` counts the indexes that led
    here; below the second level no index is followed. Pure: no address, entity or DTD is opened.

    Raises NotAListingError for everything that has no sitemap at its root, for more than 50 MiB after decompression and
    for files that declare XML entities.
    """
    del content_type  # servers call sitemaps everything; the bytes decide
    entries: dict[str, tuple[datetime | None, ListingEntry]] = {}
    links: dict[str, tuple[datetime | None, ListingLink]] = {}
    for kind, fields in _read_elements(body):
        address = canonical_url(fields.get("loc", ""))
        stamp = _read_instant(fields.get("lastmod", ""), now)
        if not is_web_url(address) or address == url or is_front_page(address):
            continue
        if kind == "sitemap":
            if depth < MOST_DEPTH and _is_recent(stamp, now):
                link = ListingLink(url=address, kind="sitemap", stamp=fields.get("lastmod", ""), depth=depth + 1)
                links.setdefault(address, (stamp, link))
            continue
        published = _read_instant(fields.get("published", ""), now)
        is_news = "published" in fields or "title" in fields
        if (is_news or has_article_shape(address)) and _is_recent(published or stamp, now):
            entries.setdefault(address, (published or stamp, _build_entry(address, fields)))
    return Listing(
        entries=tuple(_newest(entries, MOST_ENTRIES)),
        links=tuple(_newest(links, MOST_LINKS)),
    )


def _build_entry(address: str, fields: dict[str, str]) -> ListingEntry:
    return ListingEntry(
        url=address,
        title=clean_label(fields.get("title", "")),
        published=fields.get("published", ""),
        modified=fields.get("lastmod", ""),
        language=fields.get("language", ""),
        keywords=clean_label(fields.get("keywords", "")),
    )


def _read_elements(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each `url` and `sitemap` element as its name and the texts of its fields, without keeping the tree."""
    parser = etree.XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    is_sitemap = False
    for count, (event, element) in enumerate(_read_events(parser, _decompress(body))):
        name = _local(element)
        if event == "start":
            if not is_sitemap and name not in _ROOTS:
                raise NotAListingError(f"its first element is <{name}>, not <urlset> or <sitemapindex>")
            is_sitemap = True
        elif name in {"url", "sitemap"}:
            yield name, _read_fields(element)
            _forget(element)
        if count >= _MOST_EVENTS:
            return
    if not is_sitemap:
        raise NotAListingError("it has no XML element that can be read")


def _read_events(parser: Any, pieces: Iterator[bytes]) -> Iterator[tuple[str, Any]]:
    for index, piece in enumerate(pieces):
        if index == 0:
            _check_start(piece)
        _attempt(parser.feed, piece)
        yield from parser.read_events()
    # What the parser held back because the end is missing; the whole elements of a broken file are good.
    with suppress(NotAListingError):
        _attempt(parser.close)
        yield from parser.read_events()


def _attempt(work: Callable[..., Any], *arguments: bytes) -> None:
    try:
        work(*arguments)
    except etree.XMLSyntaxError as error:
        raise NotAListingError(f"it cannot be read as XML: {error}") from error


def _check_start(piece: bytes) -> None:
    if not piece.strip():
        raise NotAListingError("it is empty")
    if _ENTITY.search(piece[:_PROLOGUE]):
        raise NotAListingError("it declares XML entities, which is refused")
    if not re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", piece):
        raise NotAListingError("it is no XML; check the address under `sitemaps`")
    if has_html(piece) and b"<urlset" not in piece and b"<sitemapindex" not in piece:
        raise NotAListingError("it is an HTML page; check the address under `sitemaps`")


def _decompress(body: bytes) -> Iterator[bytes]:
    """Yield the bytes in pieces, gunzipped when they are gzip. Raises NotAListingError when they are damaged or too many."""
    if not body.startswith(_GZIP):
        for start in range(0, len(body), _PIECE):
            yield body[start : start + _PIECE]
        return
    stream = zlib.decompressobj(wbits=31)
    size, rest = 0, body
    try:
        while rest and not stream.eof:
            piece = stream.decompress(rest, _PIECE)
            rest = stream.unconsumed_tail
            size += len(piece)
            if size > LARGEST_SITEMAP:
                raise NotAListingError(f"it has more than {LARGEST_SITEMAP} bytes once it is decompressed")
            yield piece
    except zlib.error as error:
        raise NotAListingError(f"its gzip data is damaged: {error}") from error


def _read_fields(element: Any) -> dict[str, str]:
    """Return the texts of an element's fields by name; those of the news extension under our own names."""
    fields: dict[str, str] = {}
    for child in element.iter():
        name = _local(child)
        text = " ".join((child.text or "").split())
        if name in {"loc", "lastmod"} and child.getparent() is element:
            fields.setdefault(name, text)
        elif name in _NEWS_FIELDS and "news" in (etree.QName(child).namespace or ""):
            fields.setdefault(_NEWS_FIELDS[name], text)
    return {name: text for name, text in fields.items() if text}


def _forget(element: Any) -> None:
    """Free an element that was read, and those before it: a sitemap of 50 MB must not become a tree of 500."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: Any) -> str:
    return str(etree.QName(element).localname).lower() if isinstance(element.tag, str) else ""


def _read_instant(printed: str, now: datetime) -> datetime | None:
    stamp = parse_stamp(printed, origin="feed") if printed else None
    # A date in the future is a wrong clock or a placeholder; it says nothing about the age.
    return None if stamp is None or stamp.value > now + timedelta(days=1) else stamp.value.astimezone(UTC)


def _is_recent(instant: datetime | None, now: datetime) -> bool:
    return instant is None or instant >= now - WINDOW


def _newest(dated: dict[str, tuple[datetime | None, T]], most: int) -> list[T]:
    """Return the members with the newest dates first, then those without a date in their order."""
    order = sorted(dated.values(), key=lambda pair: pair[0].timestamp() if pair[0] else 0.0, reverse=True)
    return [member for _, member in order[:most]]
