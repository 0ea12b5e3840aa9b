"""Pages that are empty without JavaScript: opened in the system's Chromium by scrapy-playwright (`tallywire[browser]`).

Loaded only for sources with `browser: true`. robots.txt, delays and pauses hold as for all requests; the browser reaches
the network through `crawler.proxy` alone.
"""

import importlib.util
import os
import shutil
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.failures import FailureKind, RequestRefused
from crawler.proxy import GuardedProxy
from crawler.report import CrawlSettings

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_SETTLE = 1_500  # milliseconds that a page's scripts have after it was loaded
_NEEDLESS = frozenset(("image", "media", "font"))  # no text is in them


def find_problem(chromium: str | None) -> str | None:
    """Return what is missing for opening pages in a browser and how to get it; None when nothing is."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        return "this source is opened in a browser, which needs an extra: pip install 'tallywire[browser]'"
    if _find_program(chromium) is None:
        what = f"{chromium!r} is no program" if chromium else "no Chromium was found"
        return f"{what}: install it (apt install chromium), or name it as [crawl] chromium in tallywire.toml"
    return None


def build_browser_settings(chosen: CrawlSettings, proxy: GuardedProxy) -> dict[str, Any]:
    """Return Scrapy's settings for a crawl with a browser. Call when `find_problem` has found none."""
    is_root = os.geteuid() == 0
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        # Video calls would find out about this machine's network without the proxy.
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--proxy-bypass-list=<-loopback>",  # Chromium goes to loopback without its proxy, unless told not to
        "--disable-dev-shm-usage",
    ]
    return {
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("http", "https"), "crawler.browser_handler.BrowserHandler"),
            **dict.fromkeys(("file", "data", "ftp", "s3")),
        },
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": _find_program(chosen.chromium),
            "headless": True,
            "chromium_sandbox": not is_root,  # Chromium refuses to run as root with it
            "args": arguments,
            "proxy": {"server": proxy.address, "username": proxy.user, "password": proxy.password},
        },
        "PLAYWRIGHT_CONTEXTS": {
            "default": {
                "accept_downloads": False,
                "service_workers": "block",  # their requests are hidden from the page's
                "ignore_https_errors": not chosen.verify_certificates,
            }
        },
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": chosen.timeout * 1_000,
        "PLAYWRIGHT_ABORT_REQUEST": "crawler.browser.is_needless",
    }


def is_needless(request: Any) -> bool:
    """Tell whether a request of the browser is for something without text; Playwright's route handler asks."""
    return str(request.resource_type) in _NEEDLESS


class BrowserMiddleware:
    """Opens the requests with `browser` in their meta in Chromium; refuses them as `no_browser` where that is missing."""

    def __init__(self, *, problem: str | None) -> None:
        self._problem = problem

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the setting BROWSER_PROBLEM, what is missing, or None."""
        return cls(problem=crawler.settings["BROWSER_PROBLEM"])

    def process_request(self, request: Request) -> None:
        """Mark the request for the browser. Raises RequestRefused when there is none."""
        if not request.meta.get("browser"):
            return
        if self._problem is not None:
            raise RequestRefused(FailureKind.NO_BROWSER, self._problem)
        # An extra, which only such sources need, and without types.
        from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]  # noqa: PLC0415

        request.meta["playwright"] = True
        request.meta["playwright_page_methods"] = [PageMethod("wait_for_timeout", _SETTLE)]


def _find_program(named: str | None) -> str | None:
    return next((path for name in ([named] if named else PROGRAMS) if (path := shutil.which(name))), None)
