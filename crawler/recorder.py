"""Archive first, then one transaction: what a crawl does with every answer before anything else looks at it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from scrapy.http import Response
from sqlite_utils import Database

from crawler.failures import FailureKind, FetchFailure
from crawler.feeds import FeedEntry, NotAFeedError, parse_feed
from crawler.pages.content import is_feed
from crawler.report import CrawlEvent, Outcome
from crawler.urls import canonical_url, is_front_page
from records import Snapshot
from records.snapshot import url_key
from storage.archive import Archive, Location
from storage.database import StoreError
from storage.fetches import (
    Discovery,
    DueFetch,
    known_body,
    load_due,
    load_feed,
    save_article_response,
    save_failure,
    save_feed_response,
    save_not_modified,
)


class Recorder:
    """Writes answers to the archive and the store, and tells each to `emit`. One for each crawl, in its process.

    Every method that stores may raise StoreError; the crawl cannot go on then, and `stop` is called to end it.

    Attributes:
        store_error: why the store refused; None as long as it did not.

    """

    def __init__(
        self,
        db: Database,
        archive: Archive,
        *,
        emit: Callable[[CrawlEvent], None],
        stop: Callable[[], None],
        run_id: int | None,
    ) -> None:
        self._db = db
        self._archive = archive
        self._emit = emit
        self._stop = stop
        self._run_id = run_id
        self.store_error: str | None = None

    @contextmanager
    def stop_on_store_error(self) -> Iterator[None]:
        """End the crawl when the block cannot store: what is fetched after that would be lost."""
        try:
            yield
        except StoreError as error:
            self.store_error = self.store_error or str(error)
            self._stop()

    def load_due(self, source: str, *, limit: int) -> list[DueFetch]:
        """Return the article URLs of a source that are due now."""
        return load_due(self._db, source, at=_now(), limit=limit)

    def load_feed(self, feed: str) -> DueFetch:
        """Return the state of a feed with its validators."""
        return load_feed(self._db, feed)

    def save_feed(self, response: Response, *, feed: str, source: str) -> None:
        """Archive a feed, then store its snapshot, its entries and its validators in one transaction.

        Something else than a feed is stored as a failure of the feed's URL; it does not enter the archive.
        """
        content_type = _header(response, "Content-Type")
        if not is_feed(response.body):
            self._save_not_a_feed(response, feed, source)
            return
        snapshot, is_known = self._archive_response(response, source, {})
        try:
            entries = parse_feed(response.body, url=response.url, content_type=content_type)
        except NotAFeedError as error:
            failure = FetchFailure(kind=FailureKind.NOT_A_FEED, message=str(error), status=response.status)
            self.save_failure(failure, url=feed, source=source)
            return
        discovered = save_feed_response(
            self._db,
            snapshot,
            [_build_discovery(entry, feed) for entry in entries],
            feed=feed,
            etag=_header(response, "ETag") or None,
            last_modified=_header(response, "Last-Modified") or None,
            run_id=self._run_id,
        )
        outcome = Outcome.FEED_UNCHANGED if is_known and not discovered else Outcome.FEED
        self._emit(CrawlEvent(source=source, url=feed, outcome=outcome, discovered=discovered))

    def save_feed_unchanged(self, *, feed: str, source: str) -> None:
        """Store that a feed answered 304."""
        save_not_modified(self._db, feed, at=_now())
        self._emit(CrawlEvent(source=source, url=feed, outcome=Outcome.FEED_UNCHANGED))

    def save_page(self, response: Response, *, url: str, source: str, hints: Mapping[str, str]) -> None:
        """Archive an article page, then store its snapshot and the state of its URL in one transaction."""
        if is_front_page(response.url) and not is_front_page(url):
            failure = FetchFailure(
                kind=FailureKind.MOVED,
                message=f"the address leads to the front page {response.url}",
                status=response.status,
            )
            self.save_failure(failure, url=url, source=source)
            return
        snapshot, _ = self._archive_response(response, source, hints)
        is_new = save_article_response(self._db, snapshot, requested=url, run_id=self._run_id)
        self._emit(CrawlEvent(source=source, url=url, outcome=Outcome.NEW if is_new else Outcome.UNCHANGED))

    def save_failure(self, failure: FetchFailure, *, url: str, source: str) -> None:
        """Store that a URL could not be fetched; a postponed one stays as it is, due."""
        outcome = Outcome.POSTPONED if failure.kind is FailureKind.POSTPONED else Outcome.FAILED
        if outcome is Outcome.FAILED:
            save_failure(
                self._db,
                url,
                error_kind=failure.kind.value,
                message=failure.message,
                at=_now(),
                status=failure.status,
                permanent=failure.is_permanent,
            )
        self._emit(
            CrawlEvent(source=source, url=url, outcome=outcome, kind=failure.kind.value, message=failure.message)
        )

    def _save_not_a_feed(self, response: Response, feed: str, source: str) -> None:
        try:
            parse_feed(response.body, url=response.url, content_type=_header(response, "Content-Type"))
        except NotAFeedError as error:
            failure = FetchFailure(kind=FailureKind.NOT_A_FEED, message=str(error), status=response.status)
            self.save_failure(failure, url=feed, source=source)

    def _archive_response(self, response: Response, source: str, hints: Mapping[str, str]) -> tuple[Snapshot, bool]:
        """Return the snapshot of a response that is safely in the archive, and whether its body was there before."""
        url = canonical_url(response.url)
        key = url_key(url)
        digest = hashlib.sha256(response.body).hexdigest()
        fetched_at = _now()
        known = known_body(self._db, key, digest)
        location = known or self._append(response, url, fetched_at)
        snapshot = Snapshot(
            url=url,
            url_key=key,
            source=source,
            fetched_at=fetched_at,
            status=response.status,
            content_type=_header(response, "Content-Type"),
            body_sha256=digest,
            body_bytes=len(response.body),
            warc_file=location.warc_file,
            warc_offset=location.warc_offset,
            warc_length=location.warc_length,
            hints=hints,
        )
        return snapshot, known is not None

    def _append(self, response: Response, url: str, fetched_at: datetime) -> Location:
        location = self._archive.append_response(
            url, status=response.status, headers=_headers(response), body=response.body, fetched_at=fetched_at
        )
        self._archive.sync()
        return location


def _build_discovery(entry: FeedEntry, feed: str) -> Discovery:
    hints = {"feed": feed, "title": entry.title, "published": entry.published}
    return Discovery(url=entry.url, hints={key: value for key, value in hints.items() if value})


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _headers(response: Response) -> Iterable[tuple[str, str]]:
    for name, values in response.headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
