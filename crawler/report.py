"""How a crawl is set up and what it reports: plain data that crosses from one process to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from records import Source
from storage.schedule import RECHECK_AGES


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """What a person may set for a crawl; the defaults are polite.

    Attributes:
        user_agent: product name and version that servers see.
        contact: address or mailbox that a site's owner can turn to; shown to every server. None names nobody.
        default_delay: least seconds between two requests to a host that no source claims.
        delays: host to seconds, before the delay of a source.
        max_pages: most article pages of one source in one run; the rest stays due.
        max_seconds: most seconds that a run may last; what was not fetched stays due.
        timeout: most seconds for one response, from connection to last byte.
        largest_response: most bytes of one response, before and after decompression.
        allow_private: hosts, as URLs write them, that may lie on a loopback, private or link-local address.
        verify_certificates: refuse TLS certificates that are not trusted.
        recheck_ages: ages at which an article is fetched again to catch an edit; empty never does.
        ask_all: ask every feed, sitemap and section, also those that are not due yet because they rarely change.
        chromium: program that opens the pages of sources with `browser`; None looks for one.
        log_file: where Scrapy's log goes; None writes none.

    """

    user_agent: str = f"tallywire/{version('tallywire')}"
    contact: str | None = None
    default_delay: float = 5.0
    delays: Mapping[str, float] = field(default_factory=dict)
    max_pages: int = 200
    max_seconds: float = 3_600.0
    timeout: float = 30.0
    largest_response: int = 5 * 1024 * 1024
    allow_private: tuple[str, ...] = ()
    verify_certificates: bool = True
    recheck_ages: tuple[timedelta, ...] = RECHECK_AGES
    ask_all: bool = False
    chromium: str | None = None
    log_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a crawl's process is given: the listings of `sources`, or else `urls`, each with its hints, as source `added`."""

    sources: tuple[Source, ...]
    urls: Mapping[str, Mapping[str, str]]
    news_db: Path
    archive: Path
    settings: CrawlSettings
    run_id: int | None


class Outcome(StrEnum):
    """What came of one request."""

    FEED = "feed"  # a sitemap or section too
    FEED_UNCHANGED = "feed_unchanged"
    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlEvent:
    """One finished request, as it is told to `progress`.

    Attributes:
        source: name of the source.
        url: address that was asked for.
        outcome: what came of it.
        discovered: article URLs that a feed, sitemap or section made due; 0 for everything else.
        dropped: articles that it named and the source's terms keep out; 0 for everything else.
        kind: kind of the failure; None when there was none.
        message: the failure in a sentence; None when there was none.

    """

    source: str
    url: str
    outcome: Outcome
    discovered: int = 0
    dropped: int = 0
    kind: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last message of a crawl's process: why it ended, and what went wrong with the store or in the program."""

    finish_reason: str
    store_error: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What a crawl did for one source.

    Attributes:
        source: name of the source.
        feeds: feeds, sitemaps and sections that were answered, with 304 or as what they are.
        feeds_unchanged: those that had nothing new to say (304, or the same bytes).
        discovered: article URLs that became due.
        dropped: articles that were named and that the source's terms keep out.
        new: article pages with a body that was not archived before.
        unchanged: article pages with a known body.
        failed: failed requests by kind, feeds included.
        postponed: article URLs left for a later run because their host asked for a pause or could not be reached.
        seconds: from the start of the crawl to the last answer for this source.

    """

    source: str
    feeds: int = 0
    feeds_unchanged: int = 0
    discovered: int = 0
    dropped: int = 0
    new: int = 0
    unchanged: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    postponed: int = 0
    seconds: float = 0.0

    @property
    def fetched(self) -> int:
        """Return the number of article pages that came, new or not."""
        return self.new + self.unchanged

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing at all came from this source although something was asked for."""
        return bool(self.failed) and not self.feeds and not self.fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did.

    Attributes:
        sources: one report for each source that was asked, in order of the watch-list.
        failures: every failed request, in order of time.
        seconds: wall time of the whole crawl.
        finish_reason: `finished`, `shutdown` for an interrupt, or the limit that ended it (`closespider_timeout`, ...).

    """

    sources: tuple[SourceReport, ...]
    failures: tuple[CrawlEvent, ...]
    seconds: float
    finish_reason: str


def build_report(
    names: tuple[str, ...], events: list[tuple[float, CrawlEvent]], *, seconds: float, finish_reason: str
) -> CrawlReport:
    """Count events, each with its seconds since the start, into a report with an entry for every name."""
    return CrawlReport(
        sources=tuple(
            _build_source([(at, event) for at, event in events if event.source == name], name) for name in names
        ),
        failures=tuple(event for _, event in events if event.outcome is Outcome.FAILED),
        seconds=seconds,
        finish_reason=finish_reason,
    )


def _build_source(events: list[tuple[float, CrawlEvent]], name: str) -> SourceReport:
    counts = {outcome: sum(event.outcome is outcome for _, event in events) for outcome in Outcome}
    failed: dict[str, int] = {}
    for _, event in events:
        if event.outcome is Outcome.FAILED and event.kind is not None:
            failed[event.kind] = failed.get(event.kind, 0) + 1
    return SourceReport(
        source=name,
        feeds=counts[Outcome.FEED] + counts[Outcome.FEED_UNCHANGED],
        feeds_unchanged=counts[Outcome.FEED_UNCHANGED],
        discovered=sum(event.discovered for _, event in events),
        dropped=sum(event.dropped for _, event in events),
        new=counts[Outcome.NEW],
        unchanged=counts[Outcome.UNCHANGED],
        failed=failed,
        postponed=counts[Outcome.POSTPONED],
        seconds=max((at for at, _ in events), default=0.0),
    )
