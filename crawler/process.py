"""The crawl's own process, from inside: what it is given, what it runs, what it says at its end."""

import asyncio
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from sqlite_utils import Database
from twisted.python.failure import Failure

from crawler.browser import build_browser_settings, find_problem
from crawler.probe import Finding, ProbeJob
from crawler.proxy import GuardedProxy
from crawler.recorder import Recorder
from crawler.report import CrawlEvent, CrawlSettings, End, Job
from crawler.settings import build_settings
from crawler.spiders.pages import PageSpider
from crawler.spiders.probes import ProbeSpider
from crawler.spiders.sources import SourceSpider
from crawler.writer import Writer
from storage.addresses import Discovery
from storage.database import StoreError, write
from storage.fetches import save_discovered, save_listings
from storage.pauses import load_pauses, save_pause
from storage.sources import ADDED, save_sources

_SWITCH_INTERVAL = 0.0005  # seconds


def run_job(sender: Connection, job: Job) -> None:
    """Run one crawl in this process, which has not run one before, and send its events, then its End."""
    _run(sender, lambda: _crawl(sender, job))


def run_probes(sender: Connection, job: ProbeJob) -> None:
    """Look at sites in this process, which has not run a crawl before, and send the findings, then the End."""
    _run(sender, lambda: _probe(sender, job))


def _run(sender: Connection, work: Callable[[], End]) -> None:
    # A terminal's Ctrl-C goes to the caller alone, which then asks this process to end: one signal, not two.
    os.setsid()
    # The thread that writes would keep the one that fetches waiting for five milliseconds at a time, a page's time.
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        end = work()
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
    writer = Writer(job.news_db, job.archive)
    try:
        pauses = writer.call(lambda db: _prepare(db, job))
        return _crawl_into(writer, sender, job, pauses)
    finally:
        writer.close()


def _crawl_into(writer: Writer, sender: Connection, job: Job, pauses: Mapping[str, tuple[datetime, str]]) -> End:
    settings = build_settings(job.settings, job.sources)
    kept: list[asyncio.Future[None]] = []  # a future that nobody holds may be collected before it is done

    def keep_pause(host: str, until: datetime, reason: str) -> None:
        def save(db: Database) -> None:
            with write(db):
                save_pause(db, host, until=until, reason=reason)

        kept.append(asyncio.ensure_future(writer.load(save)))

    proxy = _add_browser(settings, job.settings) if any(source.browser for source in job.sources) else None
    settings.setdict({"HOST_PAUSES": dict(pauses), "KEEP_PAUSE": keep_pause}, priority="cmdline")
    run = _SpiderRun(settings, SourceSpider if job.sources else PageSpider, sender, proxy)
    recorder = Recorder(writer, emit=run.emit, stop=run.stop, run_id=job.run_id, recheck_ages=job.settings.recheck_ages)
    end = run.run(recorder=recorder, **_spider_arguments(job))
    if recorder.store_error is not None:
        return End(finish_reason="store_error", store_error=recorder.store_error)
    return end


def _probe(sender: Connection, job: ProbeJob) -> End:
    settings = build_settings(job.settings, ())
    proxy = _add_browser(settings, job.settings) if any(probe.browser for probe in job.probes) else None
    run = _SpiderRun(settings, ProbeSpider, sender, proxy)
    return run.run(probes=job.probes, emit=run.emit)


def _add_browser(settings: Settings, chosen: CrawlSettings) -> GuardedProxy | None:
    """Set up the browser that a source asks for; where it is missing, its requests are refused with the reason."""
    settings.set("BROWSER_PROBLEM", find_problem(chosen.chromium), priority="cmdline")
    if settings["BROWSER_PROBLEM"] is not None:
        return None
    proxy = GuardedProxy(allowed=chosen.allow_private)
    settings.setdict(build_browser_settings(chosen, proxy), priority="cmdline")
    return proxy


class _SpiderRun:
    """One spider in this process: what it emits goes to `sender`, and its faults are kept for the End."""

    def __init__(
        self, settings: Settings, spider: type[Spider], sender: Connection, proxy: GuardedProxy | None
    ) -> None:
        self._process = AsyncCrawlerProcess(settings)
        self._crawler = self._process.create_crawler(spider)
        self._sender = sender
        self._endings: list[asyncio.Future[None]] = []  # a future that nobody holds may be collected before it is done
        self._faults: list[str] = []
        self._reasons: list[str] = []
        self._crawler.signals.connect(self._note_fault, signals.spider_error)
        self._crawler.signals.connect(self._note_end, signals.spider_closed)
        self._proxy = proxy
        if proxy is not None:
            self._crawler.signals.connect(proxy.start, signals.engine_started)

    def stop(self) -> None:
        """Ask for nothing more and end in order."""
        self._endings.append(asyncio.ensure_future(self._crawler.stop_async()))

    def emit(self, event: CrawlEvent | Finding) -> None:
        """Send an event; the crawl ends when nobody listens any more."""
        try:
            self._sender.send(event)
        except OSError:  # the caller is gone
            self.stop()

    def run(self, **arguments: Any) -> End:
        """Run the spider to its end."""
        self._process.crawl(self._crawler, **arguments)
        self._process.start()
        if self._proxy is not None:
            self._proxy.close()
        if self._faults or not self._reasons or self._reasons[0] == "start_error":
            error = self._faults[0] if self._faults else f"the crawl did not start: {self._reasons}"
            return End(finish_reason="error", error=error)
        return End(finish_reason=self._reasons[0])

    def _note_fault(self, failure: Failure, **_: Any) -> None:
        self._faults.append(failure.getTraceback())

    def _note_end(self, reason: str, **_: Any) -> None:
        self._reasons.append(reason)


def _spider_arguments(job: Job) -> dict[str, Any]:
    if job.sources:
        return {"sources": job.sources, "max_pages": job.settings.max_pages, "ask_all": job.settings.ask_all}
    return {"source": ADDED.name, "urls": job.urls}


def _prepare(db: Database, job: Job) -> Mapping[str, tuple[datetime, str]]:
    """Store the sources and the URLs that this crawl is about; return the hosts that are still at rest."""
    now = datetime.now(UTC)
    save_sources(db, job.sources or (ADDED,))
    for source in job.sources:
        save_listings(db, source, at=now)
    if job.urls:
        with write(db):
            found = [Discovery(url=url, hints=hints) for url, hints in job.urls.items()]
            save_discovered(db, ADDED.name, found, found_in=None, at=now)
    return load_pauses(db, at=now)
