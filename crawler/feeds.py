"""RSS and Atom feeds to the articles that they name."""

import io
import re
from dataclasses import dataclass
from typing import Any

import feedparser

from crawler.pages.cleaning import clean_label
from crawler.pages.content import has_html, is_feed
from crawler.urls import canonical_url, is_web_url

MOST_ENTRIES = 2_000  # of one feed; longer ones are catalogues
_ENTITY = re.compile(rb"<!ENTITY\s", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,500}>")


class NotAFeedError(ValueError):
    """The bytes are no RSS or Atom feed; the text says what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One article that a feed names.

    Attributes:
        url: canonical http(s) address.
        title: cleaned headline; empty when the feed gives none.
        published: date as printed, of the publication or else of the last change; empty when the feed gives none.

    """

    url: str
    title: str
    published: str


def parse_feed(body: bytes, *, url: str, content_type: str) -> tuple[FeedEntry, ...]:
    """Return the entries of a feed in its order, each address once, at most 2,000.

    Pure: addresses in the bytes are never opened. Links that are no http or https address are passed over. Raises
    NotAFeedError for everything that has no feed at its root, and for feeds that declare XML entities (an entity bomb
    looks like this; no feed needs them).
    """
    if _ENTITY.search(body):
        raise NotAFeedError("the body declares XML entities, which is refused")
    if not is_feed(body):
        what = "is empty" if not body.strip() else "is an HTML page" if has_html(body) else "is no RSS or Atom"
        raise NotAFeedError(f"the body {what}; check the address under `feeds`")
    # A stream, never the bytes: feedparser takes those for a file name or an address first.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": url, **({"content-type": content_type} if content_type else {})},
        sanitize_html=False,
    )
    if not parsed.version and not parsed.entries:
        raise NotAFeedError(
            f"the body starts like a feed but cannot be read: {parsed.get('bozo_exception', 'no entries')}"
        )
    entries: dict[str, FeedEntry] = {}
    for raw in parsed.entries:
        address = canonical_url(_find_link(raw))
        if len(entries) < MOST_ENTRIES and address not in entries and is_web_url(address):
            entries[address] = FeedEntry(url=address, title=_find_title(raw), published=_find_date(raw))
    return tuple(entries.values())


def _find_link(raw: dict[str, Any]) -> str:
    # FeedBurner counts readers by redirects; the article's own address stands beside them.
    return str(dict.get(raw, "feedburner_origlink") or dict.get(raw, "link") or "").strip()


def _find_title(raw: dict[str, Any]) -> str:
    return clean_label(_TAG.sub("", str(dict.get(raw, "title") or "")))


def _find_date(raw: dict[str, Any]) -> str:
    # `dict.get`: feedparser's own `get` answers `updated` by `published` and warns.
    return " ".join(
        str(dict.get(raw, "published") or dict.get(raw, "updated") or dict.get(raw, "created") or "").split()
    )
