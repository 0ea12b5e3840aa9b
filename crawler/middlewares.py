"""What every request passes on its way out: addresses that are allowed, robots.txt, and hosts that asked for a pause."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from crawler.failures import FailureKind, FetchFailure, RequestRefused, describe_exception, parse_retry_after
from crawler.guards import find_literal_address, is_public_address
from crawler.urls import is_web_url

LARGEST_ROBOTS = 500 * 1024  # bytes that are read of a robots.txt (RFC 9309, section 2.5)
LONGEST_CRAWL_DELAY = 300.0  # seconds; a longer Crawl-delay is kept to this
DEAD_AFTER = 2  # failed connections after which a host rests until the next run
DEFAULT_PAUSE = timedelta(minutes=10)
SHORTEST_PAUSE = timedelta(minutes=1)  # a host that asked for any pause is in trouble


class AddressMiddleware:
    """Refuses URLs that are not http(s) or whose host is written as a private IP address, on every hop."""

    def __init__(self, *, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the setting ALLOW_PRIVATE, the hosts that may be private."""
        return cls(allowed=frozenset(crawler.settings.getlist("ALLOW_PRIVATE")))

    def process_request(self, request: Request) -> None:
        """Raise RequestRefused for an address that must not be fetched."""
        if not is_web_url(request.url):
            raise RequestRefused(
                FailureKind.UNSUPPORTED, f"only http and https addresses are fetched, not {request.url}"
            )
        host = urlsplit(request.url).hostname or ""
        address = find_literal_address(host)
        if address is not None and host not in self._allowed and not is_public_address(address):
            raise RequestRefused(FailureKind.PRIVATE_ADDRESS, f"{address} is a private address")


@dataclass(frozen=True, slots=True)
class Rules:
    """The robots.txt of one origin: its parser and the sitemaps that it names, or why the origin cannot be asked."""

    parser: RobotParser | None
    failure: FetchFailure | None = None
    sitemaps: tuple[str, ...] = ()

    def find_refusal(self, url: str, agent: str) -> FetchFailure | None:
        """Return why an address of this origin must not be asked; None when it may be."""
        if self.failure is not None:
            return self.failure
        if self.parser is not None and not self.parser.allowed(url, agent):
            parts = urlsplit(url)
            message = f"{parts.scheme}://{parts.netloc}/robots.txt forbids it"
            return FetchFailure(kind=FailureKind.ROBOTS, message=message)
        return None


class RobotsMiddleware:
    """Obeys robots.txt by RFC 9309: an unreachable one forbids, a missing one allows, Crawl-delay is kept.

    Scrapy's own middleware takes a server error for permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self.agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; raises NotConfigured without ROBOTSTXT_OBEY."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RequestRefused for what the site's robots.txt forbids, or when it cannot be read."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self.load_rules(request.url)
        if (failure := rules.find_refusal(request.url, self.agent)) is not None:
            raise RequestRefused(failure.kind, failure.message)

    async def load_rules(self, url: str) -> Rules:
        """Return the rules of an address's origin, fetched once in a crawl."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch_rules(origin))
        # Shielded: one cancelled request must not take the answer from the others that wait for it.
        return await asyncio.shield(self._rules[origin])

    async def _fetch_rules(self, origin: str) -> Rules:
        request = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            priority=1_000,
            meta={"dont_obey_robotstxt": True, "download_slot": urlsplit(origin).hostname},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever keeps robots.txt away forbids the site (RFC 9309, 2.3.1.4)
            return Rules(None, describe_exception(error, url=request.url))
        if response.status >= 500 or response.status == 429:
            reason = f"{request.url} cannot be read, which forbids the site: the server answered {response.status}"
            return Rules(None, FetchFailure(kind=FailureKind.ROBOTS_UNREACHABLE, message=reason))
        body = response.body[:LARGEST_ROBOTS] if response.status < 300 else b""
        parser = ProtegoRobotParser.from_crawler(self._crawler, body)
        self._keep_crawl_delay(request, parser.crawl_delay(self.agent))
        return Rules(parser, sitemaps=tuple(parser.rp.sitemaps))

    def _keep_crawl_delay(self, request: Request, seconds: float | None) -> None:
        slot = self._crawler.engine.downloader.slots.get(str(request.meta["download_slot"]))
        if seconds is not None and slot is not None:
            slot.delay = max(slot.delay, min(seconds, LONGEST_CRAWL_DELAY))


class BackOffMiddleware:
    """Leaves a host alone that answered 429 or 503, or that cannot be reached, for the rest of its pause.

    Requests that fall into a pause, or come when the crawl is ending, are refused as `postponed`: they stay due and
    count as no failure. A pause that the server named itself is given to `keep_pause` (host, its end, the reason), so
    that the next run keeps it too; `pauses` are those of earlier runs.
    """

    def __init__(
        self,
        *,
        is_ending: Callable[[], bool],
        pauses: Mapping[str, tuple[datetime, str]] | None = None,
        keep_pause: Callable[[str, datetime, str], None] = lambda _host, _until, _reason: None,
    ) -> None:
        self._is_ending = is_ending
        self._keep_pause = keep_pause
        self._paused: dict[str, tuple[float, str]] = {}
        for host, (until, reason) in (pauses or {}).items():
            self._pause(host, until - datetime.now(UTC), reason)
        self._dead: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware for a crawl that ends when it is stopped or when CLOSESPIDER_TIMEOUT is over."""
        timeout = crawler.settings.getfloat("CLOSESPIDER_TIMEOUT")
        deadline = monotonic() + timeout if timeout else float("inf")
        return cls(
            is_ending=lambda: not crawler.crawling or monotonic() > deadline,
            pauses=crawler.settings["HOST_PAUSES"],
            keep_pause=crawler.settings["KEEP_PAUSE"],
        )

    def process_request(self, request: Request) -> None:
        """Raise RequestRefused while the host rests, and for every host once the crawl is ending."""
        if self._is_ending():
            raise RequestRefused(FailureKind.POSTPONED, "the crawl ended before it was this page's turn")
        until, reason = self._paused.get(_host(request), (0.0, ""))
        if monotonic() < until:
            raise RequestRefused(FailureKind.POSTPONED, reason)

    def process_response(self, request: Request, response: Response) -> Response:
        """Begin a pause when the server asks for one; returns the response unchanged."""
        host = _host(request)
        self._dead.pop(host, None)
        if response.status in {429, 503}:
            now = datetime.now(UTC)
            asked = parse_retry_after(response.headers.get("Retry-After"), now=now)
            pause = max(asked or DEFAULT_PAUSE, SHORTEST_PAUSE)
            reason = f"{host} answered {response.status} and asked for a pause"
            self._pause(host, pause, reason)
            if asked is not None:
                self._keep_pause(host, now + pause, reason)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count failed connections; a host with two in a row rests."""
        if isinstance(exception, IgnoreRequest):
            return
        if isinstance(exception, (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError)):
            host = _host(request)
            self._dead[host] += 1
            if self._dead[host] >= DEAD_AFTER:
                self._pause(host, DEFAULT_PAUSE, f"{host} cannot be reached")

    def _pause(self, host: str, pause: timedelta, reason: str) -> None:
        self._paused[host] = (monotonic() + pause.total_seconds(), reason)


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc.rpartition("@")[2]  # with its port: another port is another server
