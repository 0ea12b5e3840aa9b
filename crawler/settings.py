"""Scrapy's settings for every crawl. Scrapy reads the upper-case names of this module.

For whoever edits this: a setting that differs from Scrapy's default says why. What a person may change goes through
`CrawlSettings`, never here. The tests check that both consoles stay off and that no deprecated setting is used.
"""

import resource
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import Settings

from crawler.report import CrawlSettings
from records import Source

BOT_NAME = "tallywire"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = "tallywire"
ROBOTSTXT_USER_AGENT = "tallywire"  # the product token that sites address in robots.txt

ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 5.0
DOWNLOAD_DELAY_JITTER = 0  # the delay is promised as the least, and jitter would go below it
COOKIES_ENABLED = False  # nothing is read behind a login, and a reader's trail is nobody's business

CONCURRENT_ITEMS = 1  # an answer yields requests alone, no items; the default makes a hundred tasks for each answer
DOWNLOAD_TIMEOUT = 30.0  # from connection to last byte: a drip of single bytes ends here too
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024  # before and after decompression
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawler.handlers.PausingHandler",
    "https": "crawler.handlers.PausingHandler",
    **dict.fromkeys(("file", "data", "ftp", "s3")),  # none: a feed must not make this machine read its own files
}
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # news pages reload themselves every minute; each would be fetched again and again
RETRY_TIMES = 1  # within a run; the store tries again at a later one
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # not 429 and 503: those hosts asked for a pause
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # a failed fetch is recorded and reported, it is no error of the program
URLLENGTH_LIMIT = 2_083
DEPTH_LIMIT = 4  # an index, an index in it, a sitemap, an article; the listings keep their own depth

# Both execute code for whoever reaches them on this machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

TWISTED_DNS_RESOLVER = "crawler.guards.GuardedResolver"
ALLOW_PRIVATE: list[str] = []  # our own: hosts that may lie on a private address
BROWSER_PROBLEM: str | None = None  # our own: why no page can be opened in a browser
HOST_PAUSES: dict[str, Any] = {}  # our own: hosts that asked an earlier run for a pause, with its end and reason
DNS_TIMEOUT = 15
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.AddressMiddleware": 40,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a server error for permission
    "crawler.middlewares.RobotsMiddleware": 100,
    "crawler.browser.BrowserMiddleware": 120,
    "crawler.middlewares.BackOffMiddleware": 540,  # outside of the retries: it sees final failures alone
}

MEMUSAGE_LIMIT_MB = 1_024  # on top of what the process began with, see build_settings
CLOSESPIDER_TIMEOUT = 3_600.0
STATS_DUMP = False
LOG_LEVEL = "INFO"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "en,*;q=0.5",
}


def build_settings(chosen: CrawlSettings, sources: Iterable[Source]) -> Settings:
    """Return this module's settings with a person's choices on top."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    agent = f"{chosen.user_agent} (+{chosen.contact})" if chosen.contact else chosen.user_agent
    settings.setdict(
        {
            "USER_AGENT": agent,
            "DOWNLOAD_DELAY": chosen.default_delay,
            "DOWNLOAD_SLOTS": find_slots(sources, chosen.delays),
            "DOWNLOAD_TIMEOUT": chosen.timeout,
            "DOWNLOAD_MAXSIZE": chosen.largest_response,
            "DOWNLOAD_VERIFY_CERTIFICATES": chosen.verify_certificates,
            "CLOSESPIDER_TIMEOUT": chosen.max_seconds,
            "ALLOW_PRIVATE": list(chosen.allow_private),
            # Linux hands the peak memory of the parent on to a new process, and Scrapy measures by that peak.
            "MEMUSAGE_LIMIT_MB": MEMUSAGE_LIMIT_MB + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024,
            "LOG_ENABLED": chosen.log_file is not None,
            "LOG_FILE": None if chosen.log_file is None else str(chosen.log_file),
        },
        priority="cmdline",
    )
    return settings


def find_slots(sources: Iterable[Source], delays: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """Return Scrapy's DOWNLOAD_SLOTS: a delay for each host of each source, the longest where sources share a host."""
    slots: dict[str, float] = {}
    for source in sources:
        for url in (source.home, *source.listings):
            host = urlsplit(url).hostname
            if host:
                slots[host] = max(source.delay, slots.get(host, 0.0))
    return {host: {"delay": delay} for host, delay in {**slots, **delays}.items()}


def no_pause_kept(_host: str, _until: datetime, _reason: str) -> None:
    """Keep no pause: what a crawl without a store does with what servers ask for."""


KEEP_PAUSE = no_pause_kept  # our own: called with every pause that a server asks for by its length
