"""What kind of thing the bytes are, whatever their server calls them."""

import re
from enum import StrEnum

from crawler.pages.rejection import PageRejected, RejectionKind


class ContentKind(StrEnum):
    """The kinds of content that can become an article."""

    HTML = "html"
    TEXT = "text"
    JSON = "json"


_BY_MEDIA_TYPE = {
    "text/html": ContentKind.HTML,
    "application/xhtml+xml": ContentKind.HTML,
    "text/plain": ContentKind.TEXT,
    "text/markdown": ContentKind.TEXT,
    "application/json": ContentKind.JSON,
}
# Servers use these for whatever they do not know; the bytes decide.
_SAYS_NOTHING = frozenset(("", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown", "*/*"))

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"ID3", "an audio file"),
    (b"\x00\x00\x00\x18ftyp", "a video file"),
    (b"\x00\x00\x00\x20ftyp", "a video file"),
    (b"\x00asm", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
_SNIFFED = 1_024  # bytes in which a format shows itself, after white space and a BOM
_PROLOGUE = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*", re.DOTALL | re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_SITEMAP_ROOT = re.compile(rb"<(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HTML_MARK = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|article|div|p|h1)[\s>]", re.IGNORECASE)
_MOST_NULS = 0.01  # share of NUL bytes; UTF-16 has its BOM


def find_content_kind(body: bytes, *, content_type: str) -> ContentKind:
    """Tell how the bytes are to be read.

    `content_type` is a media type with or without parameters, or empty. Raises PageRejected for an empty body, binary
    data under any name, feeds, sitemaps and media types that are never an article.
    """
    if not body.strip():
        raise PageRejected(RejectionKind.EMPTY, f"the body has {len(body)} bytes and no content")
    for magic, name in _MAGIC:
        if body.startswith(magic):
            raise PageRejected(RejectionKind.NOT_HTML, f"the body is {name}, not a page")
    nuls = body.count(b"\x00")
    if nuls > _MOST_NULS * len(body) and not body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        raise PageRejected(RejectionKind.NOT_HTML, f"the body is binary data: {nuls} of {len(body)} bytes are NUL")
    if is_feed(body):
        raise PageRejected(RejectionKind.FEED, "the body is a feed; give its address under `feeds` in sources.yaml")
    if _root(body, _SITEMAP_ROOT):
        raise PageRejected(RejectionKind.UNSUPPORTED, "the body is a sitemap, not a page")
    media_type = content_type.split(";", 1)[0].strip().lower()
    kind = _BY_MEDIA_TYPE.get(media_type)
    if kind is None and media_type not in _SAYS_NOTHING:
        raise PageRejected(RejectionKind.UNSUPPORTED, f"pages of type {media_type!r} are not read")
    return _sniff(body, declared=kind)


def is_feed(body: bytes) -> bool:
    """Tell whether the first element of the bytes is the root of an RSS or Atom feed."""
    return _root(body, _FEED_ROOT)


def has_html(body: bytes) -> bool:
    """Tell whether the bytes show an HTML element near their start."""
    return _HTML_MARK.search(body[:_SNIFFED]) is not None


def _sniff(body: bytes, *, declared: ContentKind | None) -> ContentKind:
    """Return HTML for what starts as HTML under whatever name, else the declared kind, else what the marks say."""
    start = body[: 4 * _SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"<(?:!doctype\s+html|html[\s>])", start, re.IGNORECASE):
        return ContentKind.HTML
    if declared is not None:
        return declared
    if has_html(start):
        return ContentKind.HTML
    raise PageRejected(RejectionKind.UNSUPPORTED, "the server names no media type and the body does not look like HTML")


def _root(body: bytes, pattern: re.Pattern[bytes]) -> bool:
    head = body[: 4 * _SNIFFED]
    prologue = _PROLOGUE.match(head)
    return prologue is not None and pattern.match(head, prologue.end()) is not None
