"""Looking at a source without storing anything: what a site offers to watch, and whether what is watched still answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from crawler.crawl import run_child
from crawler.listings import Listing
from crawler.pages.stamps import parse_stamp
from crawler.report import CrawlSettings
from records import Source
from storage.addresses import Kind

MOST_FEEDS = 5  # of one site that are proposed to be watched
_SHORTEST_SPAN = timedelta(hours=1)  # of dates from which a rate can be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a listing.

    Attributes:
        url: the address.
        kind: what it should be.
        origin: where it was found: `watch-list`, `page`, `robots.txt`, `usual place`.
        rank: its place among those found there; a site names its main feed first.

    """

    url: str
    kind: Kind
    origin: str
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What to look at: the listings of a source, or with `is_discovery` whatever its front page and robots.txt name."""

    name: str
    home: str
    listings: tuple[Candidate, ...] = ()
    is_discovery: bool = False
    browser: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one address gave.

    Attributes:
        name: name of the probe.
        candidate: the address, and where it was found.
        robots: `allowed`, `forbidden` or `unreachable`.
        articles: addresses of the articles that it names.
        links: number of further listings that it names.
        has_news_fields: whether it gives headlines.
        title: what it calls itself; empty when it does not.
        language: what it says it is written in; empty when it says nothing.
        newest: date of its newest article; None when it gives no date.
        per_day: articles a day by the dates that it gives; None when they do not tell.
        failure: kind of failure; None when it was read.
        message: the failure in a sentence; empty when it was read.

    """

    name: str
    candidate: Candidate
    robots: str
    articles: tuple[str, ...] = ()
    links: int = 0
    has_news_fields: bool = False
    title: str = ""
    language: str = ""
    newest: datetime | None = None
    per_day: float | None = None
    failure: str | None = None
    message: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether it is a listing with something to watch."""
        return self.failure is None and bool(self.articles or self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeJob:
    """What the process that looks is given."""

    probes: tuple[Probe, ...]
    settings: CrawlSettings


def discover_listings(homes: Sequence[tuple[str, str]], *, settings: CrawlSettings) -> list[Finding]:
    """Look for what can be watched of sites, each a name and its front page, and return everything that was tried.

    Asks for robots.txt, the front page, the feeds and sitemaps that these name, and, where they name none, a few usual
    places. robots.txt and the guard of addresses hold as in a crawl. Raises CrawlError as `crawl` does.
    """
    probes = [Probe(name=name, home=home, is_discovery=True) for name, home in homes]
    return _run(probes, settings)


def check_listings(sources: Iterable[Source], *, settings: CrawlSettings) -> list[Finding]:
    """Ask every listing of sources once, and return what each gave. Raises CrawlError as `crawl` does."""
    return _run([_build_probe(source) for source in sources], settings)


def choose_listings(findings: Iterable[Finding]) -> dict[Kind, tuple[str, ...]]:
    """Return the addresses of one site that are worth watching, by kind.

    Feeds that name different articles, at most five; news sitemaps beside them; other sitemaps, or the front page as a
    section, only where there is no feed.
    """
    good = [finding for finding in findings if finding.is_good]
    feeds: list[Finding] = []
    for finding in sorted(
        (finding for finding in good if finding.candidate.kind == "feed"),
        key=lambda finding: (-len(finding.articles), finding.candidate.rank),
    ):
        if not any(set(finding.articles) <= set(chosen.articles) for chosen in feeds):
            feeds.append(finding)
    sitemaps = [finding for finding in good if finding.candidate.kind == "sitemap"]
    news = [finding for finding in sitemaps if finding.has_news_fields]
    chosen = {
        "feed": feeds[:MOST_FEEDS],
        "sitemap": news or ([] if feeds else sitemaps),
        "section": [] if feeds or sitemaps else [finding for finding in good if finding.candidate.kind == "section"],
    }
    kinds: tuple[Kind, ...] = ("feed", "sitemap", "section")
    return {kind: tuple(finding.candidate.url for finding in chosen[kind]) for kind in kinds}


def build_finding(name: str, candidate: Candidate, listing: Listing, *, robots: str) -> Finding:
    """Return what a listing that was read gives to watch."""
    stamps = [
        stamp.value.astimezone(UTC)
        for entry in listing.entries
        if entry.published and (stamp := parse_stamp(entry.published, origin="feed")) is not None
    ]
    span = max(stamps) - min(stamps) if stamps else timedelta(0)
    languages = [entry.language for entry in listing.entries if entry.language]
    return Finding(
        name=name,
        candidate=candidate,
        robots=robots,
        articles=tuple(entry.url for entry in listing.entries),
        links=len(listing.links),
        has_news_fields=candidate.kind == "sitemap" and any(entry.title for entry in listing.entries),
        title=listing.title,
        language=listing.language or (max(languages, key=languages.count) if languages else ""),
        newest=max(stamps) if stamps else None,
        per_day=(len(stamps) - 1) / (span / timedelta(days=1)) if span >= _SHORTEST_SPAN else None,
    )


def _build_probe(source: Source) -> Probe:
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("feed", source.feeds),
        ("sitemap", source.sitemaps),
        ("section", source.sections),
    )
    listings = tuple(Candidate(url=url, kind=kind, origin="watch-list") for kind, urls in kinds for url in urls)
    return Probe(name=source.name, home=source.home, listings=listings, browser=source.browser)


def _run(probes: Sequence[Probe], settings: CrawlSettings) -> list[Finding]:
    findings: list[Finding] = []
    if probes:
        run_child(_run_probes, ProbeJob(probes=tuple(probes), settings=settings), findings.append)
    places = {probe.name: place for place, probe in enumerate(probes)}
    return sorted(findings, key=lambda finding: (places[finding.name], finding.candidate.kind, finding.candidate.rank))


def _run_probes(sender: Connection, job: ProbeJob) -> None:
    from crawler.process import run_probes  # noqa: PLC0415 - Scrapy loads for a second, which only the child waits for

    run_probes(sender, job)
