"""A crawl from outside: one call, one child process, one report.

The child process is spawned anew for each crawl: Twisted's reactor runs once in a process, and memory returns with its
end. The caller must not hold a write transaction on `news.db` meanwhile; the child writes it.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from crawler.report import CrawlEvent, CrawlReport, CrawlSettings, End, Job, build_report
from crawler.urls import canonical_url, is_web_url
from records import Source
from storage.database import StoreError
from storage.sources import ADDED

_SHUTDOWN = 45.0  # seconds that an interrupted crawl may take to finish what it is fetching

Progress = Callable[[CrawlEvent], None]


class CrawlError(Exception):
    """The crawl process failed as a whole; the message says how. What it had stored stays stored."""


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
    job = Job(
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
    job = Job(
        sources=(),
        urls={canonical_url(url): dict(hints or {}) for url in wanted},
        news_db=news_db,
        archive=archive,
        settings=settings or CrawlSettings(),
        run_id=run_id,
    )
    return _run_in_child(job, names=(ADDED.name,), progress=progress)


def _run_in_child(job: Job, *, names: tuple[str, ...], progress: Progress | None) -> CrawlReport:
    started = time.monotonic()
    if not job.sources and not job.urls:
        return build_report(names, [], seconds=0.0, finish_reason="finished")
    events: list[tuple[float, CrawlEvent]] = []

    def note(event: CrawlEvent) -> None:
        events.append((time.monotonic() - started, event))
        if progress is not None:
            progress(event)

    finish_reason = run_child(_run_job, job, note)
    return build_report(names, events, seconds=time.monotonic() - started, finish_reason=finish_reason)


def run_child(work: Callable[[Connection, Any], None], job: Any, note: Callable[[Any], None]) -> str:
    """Do work in a process of its own, pass on what it sends and return why it ended.

    Raises as `crawl` does. `work` sends its messages and an End at last through the connection.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(sender, job), name="tallywire crawl", daemon=True)
    child.start()
    sender.close()  # the child's end alone stays open, so that its death ends the reading below
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
    return end.finish_reason


def _listen(receiver: Connection, note: Callable[[Any], None]) -> End | None:
    """Pass on the child's events until its end; None when it died before it could say so."""
    while (message := _receive(receiver)) is not None:
        if isinstance(message, End):
            return message
        note(message)
    return None


def _receive(receiver: Connection) -> Any:
    """Return the child's next message; None when there will be no more."""
    try:
        return receiver.recv()
    except (EOFError, OSError):
        return None


def _stop(child: BaseProcess, receiver: Connection, note: Callable[[Any], None]) -> None:
    """Ask an interrupted child to end, and pass on what it still finishes."""
    child.terminate()
    deadline = time.monotonic() + _SHUTDOWN
    while child.is_alive() and time.monotonic() < deadline:
        if receiver.poll(0.2) and (message := _receive(receiver)) is not None:
            if isinstance(message, End):
                break
            note(message)


def _run_job(sender: Connection, job: Job) -> None:
    from crawler.process import run_job  # noqa: PLC0415 - Scrapy loads for a second, which only the child has to wait for

    run_job(sender, job)
