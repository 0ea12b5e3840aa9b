"""The spider for a list of URLs, and the requests for article pages that all spiders share."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import describe_failure, find_request
from crawler.recorder import Recorder


class PageFetches:
    """Builds requests for article pages whose answers and failures go to the recorder."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def build_request(self, url: str, *, source: str, hints: Mapping[str, str]) -> Request:
        """Return a request for one page. The store is the filter against duplicates, not Scrapy."""
        return Request(
            url,
            callback=self.save,
            errback=self.fail,
            meta={"page": url, "source": source, "hints": dict(hints)},
            dont_filter=True,
        )

    def save(self, response: Response) -> None:
        """Archive and store a page."""
        meta = response.meta
        with self._recorder.stop_on_store_error():
            self._recorder.save_page(response, url=meta["page"], source=meta["source"], hints=meta["hints"])

    def fail(self, failure: Failure) -> None:
        """Store why a page did not come."""
        meta = find_request(failure).meta
        with self._recorder.stop_on_store_error():
            described = describe_failure(failure)
            self._recorder.save_failure(described, url=meta["page"], source=meta["source"])


class PageSpider(Spider):
    """Fetches the pages that a person named, known or not."""

    name = "pages"

    def __init__(
        self,
        name: str | None = None,
        *,
        source: str,
        urls: Mapping[str, Mapping[str, str]],
        recorder: Recorder,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self._source = source
        self._urls = urls
        self._pages = PageFetches(recorder)

    async def start(self) -> AsyncIterator[Request]:
        """Yield one request for each URL, in the order given."""
        for url, hints in self._urls.items():
            yield self._pages.build_request(url, source=self._source, hints=hints)
