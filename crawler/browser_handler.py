"""The download handler of crawls with a browser; imports the extra `tallywire[browser]`."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]

from crawler.handlers import LastLook
from crawler.middlewares import RobotsMiddleware


class BrowserHandler(LastLook, ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the library has no types
    """scrapy-playwright's handler with the last look, and with the limit of size on what the browser made of a page."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """Download the request, in the browser when it is marked for it.

        Raises DownloadCancelledError for a page that is larger than DOWNLOAD_MAXSIZE once its scripts have run, and
        RequestRefused for one that robots.txt forbids where the browser was sent on to: it follows redirects by itself.
        """
        response = await super().download_request(request)
        if request.meta.get("playwright") and len(response.body) > self._largest:
            raise DownloadCancelledError(f"the page has {len(response.body)} bytes once its scripts have run")
        robots = self._of_crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is not None and response.url != request.url:
            await robots.process_request(request.replace(url=response.url))
        return response
