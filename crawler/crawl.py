"""A crawl from outside: one call, one child process, one report.

The child process is spawned anew for each crawl: Twisted's reactor runs once in a process, and memory returns with its
end. The caller must not hold a write transaction on `news.db` meanwhile; the child writes it.
"""

import signal
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from twisted.python.failure import Failure

from crawler.recorder import Recorder
from crawler.report import CrawlEvent, CrawlReport, CrawlSettings, build_report
from crawler.settings import build_settings
from crawler.spiders.feeds import FeedSpider
from crawler.spiders.pages import PageSpider
from crawler.urls import canonical_url, is_web_url
from records import Source
from storage.archive import Archive
from storage.database import StoreError, close, open_news, write
from storage.fetches import Discovery, save_discovered, save_feeds
from storage.sources import ADDED, save_sources

_SHUTDOWN = 45.0  # seconds that an interrupted crawl may take to finish what it is fetching

Progress = Callable[[CrawlEvent], None]


class CrawlError(Exception):
    """The crawl process failed as a whole; the message says how. What it had stored stays stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What the child process needs."""

    sources: tuple[Source, ...]
    urls: Mapping[str, Mapping[str, str]]
    news_db: Path
    archive: Path
    settings: CrawlSettings
    run_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """The child's last message: why it ended, and what went wrong with the store or in the program."""

    finish_reason: str
    store_error: str | None = None
    error: str | None = None


def crawl(
    sources: Sequence[Source],
    *,
    news_db: Path,
    archive: Path,
    settings: CrawlSettings | None = None,
    progress: Progress | None = None,
    run_id: int | None = None,
) -> CrawlReport:
    """Fetch what is new and due of the enabled sources and return what was done for each.

    Feeds are asked conditionally; new articles, and those left or failed earlier and due again, are fetched, archived
    and stored as pending snapshots. A URL that fails is recorded with its reason and stops nothing. `progress` is
    called in this process, once for each answer. Safe to call again after any crash.

    Raises StoreError when database or archive cannot be written, CrawlError when the crawl process dies or has a
    fault, and KeyboardInterrupt after an orderly end when the user interrupts.
    """
    enabled = tuple(source for source in sources if source.enabled)
    job = _Job(
        sources=enabled,
        urls={},
        news_db=news_db,
        archive=archive,
        settings=settings or CrawlSettings(),
        run_id=run_id,
    )
    return _run_in_child(job, names=tuple(source.name for source in enabled), progress=progress)


def fetch_urls(
    urls: Iterable[str],
    *,
    news_db: Path,
    archive: Path,
    settings: CrawlSettings | None = None,
    hints: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    run_id: int | None = None,
) -> CrawlReport:
    """Fetch pages that a person named, as source `added`, known or not; the report has that one source.

    robots.txt is obeyed here too. `hints` (`title`, `published`) holds for every page. Raises ValueError for an address
    that is no http(s) address, else as `crawl` does.
    """
    wanted = list(urls)
    wrong = [url for url in wanted if not is_web_url(url)]
    if wrong:
        raise ValueError(f"only http and https addresses can be fetched: {', '.join(map(repr, wrong))}")
    job = _Job(
        sources=(),
        urls={canonical_url(url): dict(hints or {}) for url in wanted},
        news_db=news_db,
        archive=archive,
        settings=settings or CrawlSettings(),
        run_id=run_id,
    )
    return _run_in_child(job, names=(ADDED.name,), progress=progress)


def _run_in_child(job: _Job, *, names: tuple[str, ...], progress: Progress | None) -> CrawlReport:
    started = time.monotonic()
    if not job.sources and not job.urls:
        return build_report(names, [], seconds=0.0, finish_reason="finished")
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_run_job, args=(sender, job), name="tallywire crawl", daemon=True)
    child.start()
    sender.close()  # the child's end alone stays open, so that its death ends the reading below
    events: list[tuple[float, CrawlEvent]] = []

    def note(event: CrawlEvent) -> None:
        events.append((time.monotonic() - started, event))
        if progress is not None:
            progress(event)

    try:
        end = _listen(receiver, note)
    except KeyboardInterrupt:
        _stop(child, receiver, note)
        raise
    finally:
        receiver.close()
        child.join(_SHUTDOWN)
        if child.is_alive():
            child.kill()
            child.join()
    if end is None:
        raise CrawlError(
            f"the crawl process ended without a word (exit code {child.exitcode}); what it had stored is whole, run it again"
        )
    if end.store_error is not None:
        raise StoreError(end.store_error)
    if end.error is not None:
        raise CrawlError(f"the crawl had a fault, please report it:\n{end.error}")
    return build_report(names, events, seconds=time.monotonic() - started, finish_reason=end.finish_reason)


def _listen(receiver: Connection, note: Progress) -> _End | None:
    """Pass on the child's events until its end; None when it died before it could say so."""
    while True:
        try:
            message = receiver.recv()
        except (EOFError, OSError):
            return None
        if isinstance(message, _End):
            return message
        note(message)


def _stop(child: BaseProcess, receiver: Connection, note: Progress) -> None:
    """Let an interrupted child finish what it is fetching: a terminal's Ctrl-C reaches it, other signals do not."""
    deadline = time.monotonic() + _SHUTDOWN
    if not receiver.poll(1.0):
        child.terminate()
    while child.is_alive() and time.monotonic() < deadline:
        if receiver.poll(0.2) and _listen(receiver, note) is not None:
            break


def _run_job(sender: Connection, job: _Job) -> None:
    """Run one crawl in the child process and send its events, then its end."""
    try:
        db = open_news(job.news_db)
        try:
            with Archive(job.archive) as archive:
                recorder = Recorder(db, archive, emit=sender.send, run_id=job.run_id)
                _prepare(db, job)
                end = _run_spider(job, recorder)
        finally:
            close(db)
    except StoreError as error:
        end = _End(finish_reason="store_error", store_error=str(error))
    except Exception:  # noqa: BLE001 - told to the parent in full, which raises it
        end = _End(finish_reason="error", error=traceback.format_exc())
    try:
        sender.send(end)
    except OSError:
        return  # the parent is gone; there is nobody left to tell
    finally:
        sender.close()


def _prepare(db: Any, job: _Job) -> None:
    """Store the sources and the URLs that this crawl is about."""
    now = datetime.now(UTC)
    save_sources(db, job.sources or (ADDED,))
    for source in job.sources:
        save_feeds(db, source.name, source.feeds, at=now)
    if job.urls:
        with write(db):
            found = [Discovery(url=url, hints=hints) for url, hints in job.urls.items()]
            save_discovered(db, ADDED.name, found, found_in=None, at=now)


def _run_spider(job: _Job, recorder: Recorder) -> _End:
    process = AsyncCrawlerProcess(build_settings(job.settings, job.sources))
    spider: type[Spider] = FeedSpider if job.sources else PageSpider
    arguments: dict[str, Any] = (
        {"sources": job.sources, "max_pages": job.settings.max_pages}
        if job.sources
        else {"source": ADDED.name, "urls": job.urls}
    )
    faults: list[str] = []
    reasons: list[str] = []

    def note_fault(failure: Failure, **_: Any) -> None:
        faults.append(failure.getTraceback())

    def note_end(reason: str, **_: Any) -> None:
        reasons.append(reason)

    crawler = process.create_crawler(spider)
    crawler.signals.connect(note_fault, signals.spider_error)
    crawler.signals.connect(note_end, signals.spider_closed)
    process.crawl(crawler, recorder=recorder, **arguments)
    process.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left takes milliseconds and must not be cut
    if recorder.store_error is not None:
        return _End(finish_reason="store_error", store_error=recorder.store_error)
    if faults or not reasons or reasons[0] == "start_error":
        return _End(finish_reason="error", error=faults[0] if faults else f"the crawl did not start: {reasons}")
    return _End(finish_reason=reasons[0])
