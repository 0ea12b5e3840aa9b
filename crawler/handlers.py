"""The last look before a request goes out: its host may have asked for a pause while the request waited for its turn."""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.middlewares import BackOffMiddleware


class PausingHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler that refuses requests to hosts at rest.

    Middlewares see a request when it joins the queue of its host, up to sixteen at once and long before it is sent.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._of_crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Download the request; raises RequestRefused while its host rests."""
        back_off = self._of_crawler.get_downloader_middleware(BackOffMiddleware)
        if back_off is not None:
            back_off.process_request(request)
        return await super().download_request(request)
