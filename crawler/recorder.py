"""Archive first, then one transaction: what a crawl does with every answer before anything else looks at it."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy.http import Response
from sqlite_utils import Database

from crawler.failures import FailureKind, FetchFailure
from crawler.feeds import parse_feed
from crawler.identity import find_variants, identify
from crawler.listings import Listing, NotAListingError, build_discovery
from crawler.pages.content import has_html
from crawler.report import CrawlEvent, Outcome
from crawler.sections import parse_section
from crawler.sitemaps import parse_sitemap
from crawler.terms import is_wanted
from crawler.urls import canonical_url, is_front_page
from crawler.writer import Saving, Writer
from records import Snapshot, Source
from records.snapshot import url_key
from storage.addresses import DueFetch, Kind
from storage.archive import Archive, Location
from storage.database import StoreError
from storage.fetches import (
    load_due,
    load_due_children,
    load_listing,
    save_article_response,
    save_failure,
    save_listing_response,
    save_not_modified,
)
from storage.snapshots import find_body
from storage.sources import ADDED

_REFUSED: Mapping[Kind, FailureKind] = {
    "feed": FailureKind.NOT_A_FEED,
    "sitemap": FailureKind.NOT_A_SITEMAP,
    "section": FailureKind.NO_LINKS,
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept of a response until it is stored."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


class Recorder:
    """Writes answers to the archive and the store, and tells each to `emit`. One for each crawl, in its process.

    When the store cannot be written the crawl cannot go on: `stop` is called to end it.

    Attributes:
        store_error: why the store refused; None as long as it did not.

    """

    def __init__(
        self,
        writer: Writer,
        *,
        emit: Callable[[CrawlEvent], None],
        stop: Callable[[], None],
        run_id: int | None,
        recheck_ages: tuple[timedelta, ...],
    ) -> None:
        self._writer = writer
        self._emit = emit
        self._stop = stop
        self._run_id = run_id
        self._recheck_ages = recheck_ages
        self.store_error: str | None = None

    @contextmanager
    def stop_on_store_error(self) -> Iterator[None]:
        """End the crawl when the block cannot store: what is fetched after that would be lost."""
        try:
            yield
        except StoreError as error:
            self.store_error = self.store_error or str(error)
            self._stop()

    async def wait_for_room(self) -> None:
        """Return when few enough answers wait to be stored that another request may go out."""
        await self._writer.wait_for_room()

    async def load_due(self, source: str, *, limit: int) -> list[DueFetch]:
        """Return the article URLs of a source that are due now."""
        return await self._writer.load(lambda db: load_due(db, source, at=_now(), limit=limit))

    async def load_listing(self, url: str) -> DueFetch:
        """Return the state of a feed, sitemap or section with its validators."""
        return await self._writer.load(lambda db: load_listing(db, url))

    async def load_children(self, listing: str) -> list[DueFetch]:
        """Return the listings that a listing named and that are due now."""
        return await self._writer.load(lambda db: load_due_children(db, listing, at=_now()))

    async def save_listing(self, response: Response, *, listing: DueFetch, source: Source) -> int | None:
        """Archive a listing, then store its snapshot, its entries and its validators in one transaction.

        Returns how many articles it made due; None for something else than such a listing, which is stored as a failure
        of its URL and does not enter the archive.
        """
        answer = _read_answer(response)
        try:
            read = await asyncio.to_thread(_parse, listing, answer)
        except NotAListingError as error:
            failure = FetchFailure(kind=_REFUSED[listing.kind], message=str(error), status=answer.status)
            await self.save_failure(failure, url=listing.url, source=source.name)
            return None
        wanted = [entry for entry in read.entries if is_wanted(entry, source)]
        found = [build_discovery(entry, listing.url, find_variants(entry.url)) for entry in wanted]

        def store(db: Database, archived: tuple[Snapshot, bool]) -> tuple[int, bool]:
            snapshot, is_known = archived
            discovered = save_listing_response(
                db,
                snapshot,
                found,
                listing=listing.url,
                links=read.links,
                etag=answer.etag,
                last_modified=answer.last_modified,
                run_id=self._run_id,
            )
            return discovered, is_known

        url = canonical_url(answer.url)
        discovered, is_known = await self._writer.save(
            Saving(
                archive=lambda db, archive: _archive(db, archive, answer, url=url, source=source.name, hints={}),
                store=store,
            )
        )
        self._emit(
            CrawlEvent(
                source=source.name,
                url=listing.url,
                outcome=Outcome.FEED_UNCHANGED if is_known and not discovered else Outcome.FEED,
                discovered=discovered,
                dropped=len(read.entries) - len(wanted),
            )
        )
        return discovered

    async def save_unchanged(self, *, due: DueFetch, source: str) -> None:
        """Store that a listing or an article answered 304."""
        await self._save_row(lambda db: save_not_modified(db, due.url, at=_now(), recheck_ages=self._ages(source)))
        outcome = Outcome.UNCHANGED if due.kind == "article" else Outcome.FEED_UNCHANGED
        self._emit(CrawlEvent(source=source, url=due.url, outcome=outcome))

    async def save_page(self, response: Response, *, due: DueFetch, source: str) -> None:
        """Archive an article page, then store its snapshot and the state of its URL in one transaction.

        The article is kept under the address that identifies it: after redirects, or the canonical one of its page.
        """
        answer = _read_answer(response)
        if is_front_page(answer.url) and not is_front_page(due.url):
            message = f"the address leads to the front page {answer.url}"
            failure = FetchFailure(kind=FailureKind.MOVED, message=message, status=answer.status)
            await self.save_failure(failure, url=due.url, source=source)
            return
        url = identify(answer.url, answer.body) if has_html(answer.body) else canonical_url(answer.url)
        is_new = await self._writer.save(
            Saving(
                archive=lambda db, archive: _archive(db, archive, answer, url=url, source=source, hints=due.hints),
                store=lambda db, archived: save_article_response(
                    db,
                    archived[0],
                    requested=due.url,
                    run_id=self._run_id,
                    etag=answer.etag,
                    last_modified=answer.last_modified,
                    recheck_ages=self._ages(source),
                ),
            )
        )
        self._emit(CrawlEvent(source=source, url=due.url, outcome=Outcome.NEW if is_new else Outcome.UNCHANGED))

    async def save_failure(self, failure: FetchFailure, *, url: str, source: str) -> None:
        """Store that a URL could not be fetched; a postponed one stays as it is, due."""
        outcome = Outcome.POSTPONED if failure.kind is FailureKind.POSTPONED else Outcome.FAILED
        if outcome is Outcome.FAILED:
            await self._save_row(
                lambda db: save_failure(
                    db,
                    url,
                    error_kind=failure.kind.value,
                    message=failure.message,
                    at=_now(),
                    status=failure.status,
                    permanent=failure.is_permanent,
                    pause=failure.pause,
                )
            )
        self._emit(
            CrawlEvent(source=source, url=url, outcome=outcome, kind=failure.kind.value, message=failure.message)
        )

    async def _save_row(self, store: Callable[[Database], Any]) -> None:
        await self._writer.save(Saving(archive=lambda _db, _archive: None, store=lambda db, _: store(db)))

    def _ages(self, source: str) -> tuple[timedelta, ...]:
        """Return when articles of a source are looked at again; those that a person added are not."""
        return () if source == ADDED.name else self._recheck_ages


def _parse(listing: DueFetch, answer: _Answer) -> Listing:
    given = {"url": answer.url, "content_type": answer.content_type}
    if listing.kind == "feed":
        return parse_feed(answer.body, **given)
    if listing.kind == "sitemap":
        return parse_sitemap(answer.body, **given, now=answer.fetched_at, depth=listing.depth)
    return parse_section(answer.body, **given, depth=listing.depth)


def _archive(
    db: Database, archive: Archive, answer: _Answer, *, url: str, source: str, hints: Mapping[str, str]
) -> tuple[Snapshot, bool]:
    """Return the snapshot of an answer whose body is in the archive, and whether it was there before."""
    key = url_key(url)
    digest = hashlib.sha256(answer.body).hexdigest()
    known = find_body(db, key, digest)
    location = known or _append(archive, answer)
    snapshot = Snapshot(
        url=url,
        url_key=key,
        source=source,
        fetched_at=answer.fetched_at,
        status=answer.status,
        content_type=answer.content_type,
        body_sha256=digest,
        body_bytes=len(answer.body),
        warc_file=location.warc_file,
        warc_offset=location.warc_offset,
        warc_length=location.warc_length,
        hints=hints,
    )
    return snapshot, known is not None


def _append(archive: Archive, answer: _Answer) -> Location:
    return archive.append_response(
        canonical_url(answer.url),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        fetched_at=answer.fetched_at,
    )


def _read_answer(response: Response) -> _Answer:
    return _Answer(
        url=response.url,
        status=response.status,
        headers=tuple(_headers(response)),
        body=response.body,
        content_type=_header(response, "Content-Type"),
        etag=_header(response, "ETag") or None,
        last_modified=_header(response, "Last-Modified") or None,
        fetched_at=_now(),
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _headers(response: Response) -> Iterable[tuple[str, str]]:
    for name, values in response.headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
