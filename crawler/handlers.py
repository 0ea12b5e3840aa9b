"""The last look before a request goes out, when it has waited for its turn in the queue of its host."""

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.failures import RequestRefused
from crawler.middlewares import BackOffMiddleware


class LastLook:
    """Sends nothing to hosts at rest, nothing while too many answers wait to be stored, and nothing at the crawl's end.

    Mixed into a download handler: middlewares see a request when it joins the queue of its host, up to sixteen at once
    and long before it is sent.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)  # type: ignore[call-arg]  # the handler's, which comes after this class
        self._of_crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Download the request; raises RequestRefused (`postponed`) while its host rests and at the end of the crawl."""
        recorder: Any = getattr(self._of_crawler.spider, "recorder", None)
        if recorder is not None:
            await recorder.wait_for_room()
        back_off = self._of_crawler.get_downloader_middleware(BackOffMiddleware)
        try:
            if back_off is not None:
                back_off.process_request(request)
        except RequestRefused:
            # Nothing went out, so the next in the queue need not wait for the delay: it will be refused as well.
            downloader = self._of_crawler.engine.downloader
            slot = downloader.slots[downloader.get_slot_key(request)]
            slot.lastseen = 0
            slot.close()  # cancels the timer that waits for the delay
            raise
        response: Response = await super().download_request(request)  # type: ignore[misc]  # the handler's
        return response


class PausingHandler(LastLook, HTTP11DownloadHandler):
    """Scrapy's HTTP handler with the last look."""
