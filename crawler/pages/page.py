"""One door from archived bytes to an Article."""

from collections.abc import Callable, Mapping
from datetime import datetime

from crawler.pages.cleaning import clean_label
from crawler.pages.content import ContentKind, find_content_kind
from crawler.pages.encoding import decode_page
from crawler.pages.given_text import read_json, read_text
from crawler.pages.html_page import read_html
from crawler.pages.language import find_language
from crawler.pages.notes import find_notes
from crawler.pages.reading import Reading
from crawler.pages.rejection import PageRejected, RejectionKind
from crawler.pages.stamps import is_plausible, parse_stamp
from crawler.urls import canonical_url
from records import Article, Printed, Stamp
from records.snapshot import url_key

LARGEST_BODY = 10_000_000  # bytes
LONGEST_TEXT = 200_000  # characters; longer ones are books, and the models behind are quadratic in places
_READERS: Mapping[ContentKind, Callable[..., Reading]] = {
    ContentKind.HTML: read_html,
    ContentKind.TEXT: read_text,
    ContentKind.JSON: read_json,
}


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


def _choose_title(reading: Reading, hints: Mapping[str, str]) -> tuple[str, Printed | None]:
    from_feed = "feed" in hints
    printed = hints.get("title", "")
    hint = clean_label(printed)
    if hint and not (from_feed and reading.title):
        return hint, Printed(text=printed, origin="feed" if from_feed else "user")
    return reading.title, reading.title_source


def _choose_published(
    reading: Reading, hints: Mapping[str, str], fetched_at: datetime
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
