"""The crawl's own process, from inside: what it is given, what it runs, what it says at its end."""

import asyncio
import os
import traceback
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from sqlite_utils import Database
from twisted.python.failure import Failure

from crawler.recorder import Recorder
from crawler.report import CrawlEvent, End, Job
from crawler.settings import build_settings
from crawler.spiders.feeds import FeedSpider
from crawler.spiders.pages import PageSpider
from storage.archive import Archive
from storage.database import StoreError, close, open_news, write
from storage.fetches import Discovery, save_discovered, save_feeds
from storage.sources import ADDED, save_sources


def run_job(sender: Connection, job: Job) -> None:
    """Run one crawl in this process, which has not run one before, and send its events, then its End."""
    # A terminal's Ctrl-C goes to the caller alone, which then asks this process to end: one signal, not two.
    os.setsid()
    try:
        end = _crawl(sender, job)
    except StoreError as error:
        end = End(finish_reason="store_error", store_error=str(error))
    except Exception:  # noqa: BLE001 - told to the caller in full, which raises it
        end = End(finish_reason="error", error=traceback.format_exc())
    try:
        sender.send(end)
    except OSError:
        return  # the caller is gone; there is nobody left to tell
    finally:
        sender.close()


def _crawl(sender: Connection, job: Job) -> End:
    process = AsyncCrawlerProcess(build_settings(job.settings, job.sources))
    spider: type[Spider] = FeedSpider if job.sources else PageSpider
    crawler = process.create_crawler(spider)
    faults: list[str] = []
    reasons: list[str] = []
    endings: list[asyncio.Future[None]] = []  # a future that nobody holds may be collected before it is done

    def stop() -> None:
        endings.append(asyncio.ensure_future(crawler.stop_async()))

    def emit(event: CrawlEvent) -> None:
        try:
            sender.send(event)
        except OSError:  # the caller is gone
            stop()

    def note_fault(failure: Failure, **_: Any) -> None:
        faults.append(failure.getTraceback())

    def note_end(reason: str, **_: Any) -> None:
        reasons.append(reason)

    crawler.signals.connect(note_fault, signals.spider_error)
    crawler.signals.connect(note_end, signals.spider_closed)
    db = open_news(job.news_db)
    try:
        with Archive(job.archive) as archive:
            recorder = Recorder(db, archive, emit=emit, stop=stop, run_id=job.run_id)
            _prepare(db, job)
            process.crawl(crawler, recorder=recorder, **_spider_arguments(job))
            process.start()
    finally:
        close(db)
    if recorder.store_error is not None:
        return End(finish_reason="store_error", store_error=recorder.store_error)
    if faults or not reasons or reasons[0] == "start_error":
        return End(finish_reason="error", error=faults[0] if faults else f"the crawl did not start: {reasons}")
    return End(finish_reason=reasons[0])


def _spider_arguments(job: Job) -> dict[str, Any]:
    if job.sources:
        return {"sources": job.sources, "max_pages": job.settings.max_pages}
    return {"source": ADDED.name, "urls": job.urls}


def _prepare(db: Database, job: Job) -> None:
    """Store the sources and the URLs that this crawl is about."""
    now = datetime.now(UTC)
    save_sources(db, job.sources or (ADDED,))
    for source in job.sources:
        save_feeds(db, source.name, source.feeds, at=now)
    if job.urls:
        with write(db):
            found = [Discovery(url=url, hints=hints) for url, hints in job.urls.items()]
            save_discovered(db, ADDED.name, found, found_in=None, at=now)
