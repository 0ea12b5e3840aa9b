"""The spider that looks at sites without storing anything."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import FailureKind, describe_failure, find_request
from crawler.feeds import parse_feed
from crawler.listings import Listing, NotAListingError
from crawler.middlewares import RobotsMiddleware, Rules
from crawler.probe import Candidate, Finding, Probe, build_finding
from crawler.sections import parse_section
from crawler.sitemaps import LARGEST_SITEMAP, parse_sitemap
from crawler.urls import is_web_url

MOST_CANDIDATES = 12  # of one kind of one site
_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
_FEED_LINK = re.compile(r"/(?:rss|feeds?|atom)(?:\.xml|\.rss|\.json)?/?$|\.(?:rss|atom)$", re.IGNORECASE)
_COMMENTS = re.compile(r"/comments?/", re.IGNORECASE)  # WordPress offers the readers' comments as a feed too
_USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")
_USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml")


class ProbeSpider(Spider):
    """Asks for listings, or for what a front page and robots.txt name as such, and tells `emit` what each gave."""

    name = "probes"

    def __init__(
        self, name: str | None = None, *, probes: tuple[Probe, ...], emit: Callable[[Finding], None], **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self._probes = probes
        self._emit = emit

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each listing, and for each front page to be searched."""
        for probe in self._probes:
            for candidate in probe.listings:
                yield self._build_request(probe, candidate, await self._load_rules(candidate.url))
            if probe.is_discovery:
                rules = await self._load_rules(probe.home)
                candidate = Candidate(url=probe.home, kind="section", origin="page")
                yield self._build_request(probe, candidate, rules)
                named = rules.sitemaps[:MOST_CANDIDATES]
                origin = "robots.txt" if named else "usual place"
                for rank, address in enumerate(named or [urljoin(probe.home, path) for path in _USUAL_SITEMAPS]):
                    if is_web_url(address):
                        sitemap = Candidate(url=address, kind="sitemap", origin=origin, rank=rank)
                        yield self._build_request(probe, sitemap, await self._load_rules(address))

    async def parse_candidate(self, response: Response) -> AsyncIterator[Request]:
        """Tell what a listing gives; yield requests for the feeds that a front page names."""
        probe, candidate, robots = (response.meta[key] for key in ("probe", "candidate", "robots"))
        if probe.is_discovery and candidate.kind == "section":
            for feed in find_feeds(response.body, response.url):
                yield self._build_request(probe, feed, await self._load_rules(feed.url))
        try:
            listing = _parse(candidate, response)
        except NotAListingError as error:
            kind = {"feed": FailureKind.NOT_A_FEED, "sitemap": FailureKind.NOT_A_SITEMAP}.get(candidate.kind)
            failure = (kind or FailureKind.NO_LINKS).value
            self._emit(
                Finding(name=probe.name, candidate=candidate, robots=robots, failure=failure, message=str(error))
            )
            return
        self._emit(build_finding(probe.name, candidate, listing, robots=robots))

    async def fail_candidate(self, failure: Failure) -> AsyncIterator[Request]:
        """Tell why a listing did not come; where it was a front page, try the usual places of feeds."""
        probe, candidate, robots = (find_request(failure).meta[key] for key in ("probe", "candidate", "robots"))
        described = describe_failure(failure)
        self._emit(
            Finding(
                name=probe.name,
                candidate=candidate,
                robots=robots,
                failure=described.kind.value,
                message=described.message,
            )
        )
        if probe.is_discovery and candidate.kind == "section":
            for feed in _usual_feeds(probe.home):
                yield self._build_request(probe, feed, await self._load_rules(feed.url))

    async def _load_rules(self, url: str) -> Rules:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is None:
            raise TypeError("robots.txt is always obeyed; its middleware is missing")
        rules: Rules = await robots.load_rules(url)
        return rules

    def _build_request(self, probe: Probe, candidate: Candidate, rules: Rules) -> Request:
        refusal = rules.find_refusal(candidate.url, str(self.crawler.settings["ROBOTSTXT_USER_AGENT"]))
        robots = "allowed" if refusal is None else "forbidden" if refusal.kind is FailureKind.ROBOTS else "unreachable"
        meta: dict[str, Any] = {"probe": probe, "candidate": candidate, "robots": robots}
        if candidate.kind == "sitemap":
            meta["download_maxsize"] = LARGEST_SITEMAP
        if candidate.kind == "section" and probe.browser:
            meta["browser"] = True
        return Request(
            candidate.url, callback=self.parse_candidate, errback=self.fail_candidate, meta=meta, dont_filter=True
        )


def find_feeds(body: bytes, url: str) -> list[Candidate]:
    """Return the feeds that a page names, those of its head first; the usual places when it names none."""
    try:
        tree = html.document_fromstring(body, parser=html.HTMLParser(recover=True, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return list(_usual_feeds(url))
    named: dict[str, Candidate] = {}
    for address in (*_find_alternates(tree), *_find_feed_links(tree)):
        try:
            feed = urljoin(url, address.strip())
        except ValueError:  # brackets in the host that are no IPv6 address
            continue
        if is_web_url(feed) and not _COMMENTS.search(feed) and len(named) < MOST_CANDIDATES:
            named.setdefault(feed, Candidate(url=feed, kind="feed", origin="page", rank=len(named)))
    return list(named.values()) or list(_usual_feeds(url))


def _find_alternates(tree: Any) -> Iterator[str]:
    for link in tree.iter("link"):
        if (
            "alternate" in (link.get("rel") or "").lower().split()
            and (link.get("type") or "").split(";")[0].strip().lower() in _FEED_TYPES
            and link.get("href")
        ):
            yield link.get("href")


def _find_feed_links(tree: Any) -> Iterator[str]:
    for anchor in tree.iter("a"):
        if _FEED_LINK.search((anchor.get("href") or "").split("?")[0]):
            yield anchor.get("href")


def _usual_feeds(url: str) -> Iterator[Candidate]:
    for rank, path in enumerate(_USUAL_FEEDS):
        yield Candidate(url=urljoin(url, path), kind="feed", origin="usual place", rank=rank)


def _parse(candidate: Candidate, response: Response) -> Listing:
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if candidate.kind == "feed":
        return parse_feed(response.body, url=response.url, content_type=content_type)
    if candidate.kind == "sitemap":
        return parse_sitemap(response.body, url=response.url, content_type=content_type, now=datetime.now(UTC))
    return parse_section(response.body, url=response.url, content_type=content_type)
