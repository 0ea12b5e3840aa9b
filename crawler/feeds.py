"""RSS, Atom and JSON Feed to the articles that they name."""

import io
import json
import re
from typing import Any

import feedparser

from crawler.listings import MOST_ENTRIES, Listing, ListingEntry, NotAListingError
from crawler.pages.cleaning import clean_label
from crawler.pages.content import has_html, is_feed
from crawler.urls import canonical_url, is_web_url

_ENTITY = re.compile(rb"<!ENTITY\s", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,500}>")
_JSON_FEED = re.compile(rb"""(?:\s|\xef\xbb\xbf)*\{""")
_JSON_FEED_VERSION = re.compile(r"https?://jsonfeed\.org/version/1")  # https://www.jsonfeed.org/version/1.1/
_LONGEST_SUMMARY = 2_000  # characters that the terms of a source are looked for in


def parse_feed(body: bytes, *, url: str, content_type: str) -> Listing:
    """Return the articles of an RSS, Atom or JSON feed in its order.

    Pure: addresses in the bytes are never opened. Links that are no http or https address are passed over. Raises
    NotAListingError for everything that has no feed at its root, and for feeds that declare XML entities (an entity
    bomb looks like this; no feed needs them).
    """
    if _JSON_FEED.match(body):
        return _parse_json_feed(body)
    if _ENTITY.search(body):
        raise NotAListingError("the body declares XML entities, which is refused")
    if not is_feed(body):
        what = (
            "is empty" if not body.strip() else "is an HTML page" if has_html(body) else "is no RSS, Atom or JSON feed"
        )
        raise NotAListingError(f"the body {what}; check the address under `feeds`")
    # A stream, never the bytes: feedparser takes those for a file name or an address first.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": url, **({"content-type": content_type} if content_type else {})},
        sanitize_html=False,
    )
    if not parsed.version and not parsed.entries:
        raise NotAListingError(
            f"the body starts like a feed but cannot be read: {parsed.get('bozo_exception', 'no entries')}"
        )
    head = parsed.feed
    language = str(dict.get(head, "language") or "").strip()
    return Listing(
        entries=_keep_first([_build_entry(raw, language) for raw in parsed.entries]),
        title=_clean(dict.get(head, "title")),
        language=language,
    )


def _build_entry(raw: dict[str, Any], language: str) -> ListingEntry:
    # `dict.get`: feedparser's own `get` answers `updated` by `published` and warns.
    published = _date(dict.get(raw, "published")) or _date(dict.get(raw, "created"))
    modified = _date(dict.get(raw, "updated"))
    return ListingEntry(
        # FeedBurner counts readers by redirects; the article's own address stands beside them.
        url=canonical_url(str(dict.get(raw, "feedburner_origlink") or dict.get(raw, "link") or "").strip()),
        title=_clean(dict.get(raw, "title")),
        published=published or modified,
        modified=modified if published and modified != published else "",
        language=language,
        keywords=", ".join(
            word
            for tag in dict.get(raw, "tags") or ()
            if (word := _clean(dict.get(tag, "term") or dict.get(tag, "label")))
        ),
        summary=_clean(dict.get(raw, "summary"))[:_LONGEST_SUMMARY],
    )


def _parse_json_feed(body: bytes) -> Listing:
    """Read a JSON Feed, versions 1 and 1.1."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAListingError(f"the body starts like JSON but cannot be read: {error}") from error
    if not _JSON_FEED_VERSION.match(str(feed.get("version"))) or not isinstance(feed.get("items"), list):
        raise NotAListingError("the body is JSON, but no JSON feed; check the address under `feeds`")
    language = _text(feed.get("language"))
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return Listing(
        entries=_keep_first([_build_json_entry(item, language) for item in items]),
        title=clean_label(_text(feed.get("title"))),
        language=language,
    )


def _build_json_entry(item: dict[str, Any], language: str) -> ListingEntry:
    published, modified = _date(_text(item.get("date_published"))), _date(_text(item.get("date_modified")))
    tags = item.get("tags")
    return ListingEntry(
        url=canonical_url(_text(item.get("url")) or _text(item.get("external_url")) or _text(item.get("id"))),
        title=_clean(_text(item.get("title"))),
        published=published or modified,
        modified=modified if published and modified != published else "",
        language=_text(item.get("language")) or language,
        keywords=", ".join(word for tag in tags if (word := clean_label(_text(tag)))) if isinstance(tags, list) else "",
        summary=_clean(_text(item.get("summary")) or _text(item.get("content_text")))[:_LONGEST_SUMMARY],
    )


def _keep_first(entries: list[ListingEntry]) -> tuple[ListingEntry, ...]:
    """Return the entries that can be fetched, each address once, at most 2,000."""
    kept: dict[str, ListingEntry] = {}
    for entry in entries:
        if len(kept) < MOST_ENTRIES and entry.url not in kept and is_web_url(entry.url):
            kept[entry.url] = entry
    return tuple(kept.values())


def _clean(printed: Any) -> str:
    return clean_label(_TAG.sub(" ", str(printed or "")))


def _date(printed: Any) -> str:
    return " ".join(str(printed or "").split())


def _text(value: Any) -> str:
    """Return a JSON string; empty for everything else."""
    return value.strip() if isinstance(value, str) else ""
