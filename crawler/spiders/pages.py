"""The spider for a list of URLs, and the requests for article pages that all spiders share."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import describe_failure, find_request
from crawler.recorder import Recorder
from storage.addresses import DueFetch


class PageFetches:
    """Builds requests for article pages whose answers and failures go to the recorder."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def build_request(self, due: DueFetch, *, source: str, browser: bool = False) -> Request:
        """Return a request for one page. The store is the filter against duplicates, not Scrapy."""
        meta: dict[str, Any] = {"due": due, "source": source, "handle_httpstatus_list": [304]}
        if browser:
            meta["browser"] = True
        return Request(
            due.url,
            callback=self.save,
            errback=self.fail,
            # A browser that is answered 304 has nothing to show.
            headers={} if browser else build_conditional_headers(due),
            meta=meta,
            dont_filter=True,
        )

    async def save(self, response: Response) -> None:
        """Archive and store a page."""
        meta = response.meta
        with self._recorder.stop_on_store_error():
            if response.status == 304:
                await self._recorder.save_unchanged(due=meta["due"], source=meta["source"])
            else:
                await self._recorder.save_page(response, due=meta["due"], source=meta["source"])

    async def fail(self, failure: Failure) -> None:
        """Store why a page did not come."""
        meta = find_request(failure).meta
        with self._recorder.stop_on_store_error():
            await self._recorder.save_failure(describe_failure(failure), url=meta["due"].url, source=meta["source"])


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
        self.recorder = recorder
        self._source = source
        self._urls = urls
        self._pages = PageFetches(recorder)

    async def start(self) -> AsyncIterator[Request]:
        """Yield one request for each URL, in the order given; unconditional, since a person asked for the page."""
        for url, hints in self._urls.items():
            yield self._pages.build_request(
                DueFetch.of_page(url, source=self._source, hints=hints), source=self._source
            )


def build_conditional_headers(due: DueFetch) -> dict[str, str]:
    """Return the headers that let a server answer 304 when nothing has changed since the last visit."""
    validators = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
    return {name: value for name, value in validators.items() if value}
