"""The spider that watches sources: their feeds first, then the articles that are due."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import describe_failure, find_request
from crawler.recorder import Recorder
from crawler.spiders.pages import PageFetches
from records import Source

_FEED_PRIORITY = 10  # feeds go before articles of the same host


class FeedSpider(Spider):
    """Asks each feed whether it has changed, then fetches what the store says is due.

    The store alone knows what was fetched and what is due: a run that was killed is simply run again.
    """

    name = "feeds"

    def __init__(
        self, name: str | None = None, *, sources: tuple[Source, ...], recorder: Recorder, max_pages: int, **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self._sources = {source.name: source for source in sources}
        self._recorder = recorder
        self._pages = PageFetches(recorder)
        self._max_pages = max_pages
        self._open_feeds = {source.name: len(source.feeds) for source in sources}

    async def start(self) -> AsyncIterator[Request]:
        """Yield one conditional request for each feed, and the due articles of sources without feeds."""
        for source in self._sources.values():
            for feed in source.feeds:
                yield self._build_feed_request(feed, source.name)
            if not source.feeds:
                for request in self._due_articles(source.name):
                    yield request

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Store a feed's answer and yield requests for the articles that are due."""
        feed, source = response.meta["feed"], response.meta["source"]
        with self._recorder.stop_on_store_error():
            if response.status == 304:
                self._recorder.save_feed_unchanged(feed=feed, source=source)
            else:
                self._recorder.save_feed(response, feed=feed, source=source)
            yield from self._close_feed(source)

    def fail_feed(self, failure: Failure) -> Iterator[Request]:
        """Store a feed's failure; articles that earlier runs left are fetched all the same."""
        meta = find_request(failure).meta
        with self._recorder.stop_on_store_error():
            described = describe_failure(failure)
            self._recorder.save_failure(described, url=meta["feed"], source=meta["source"])
            yield from self._close_feed(meta["source"])

    def _close_feed(self, source: str) -> Iterator[Request]:
        self._open_feeds[source] -= 1
        # After the last feed of the source, so that the store is asked once and gives out each URL once.
        if self._open_feeds[source] == 0:
            yield from self._due_articles(source)

    def _build_feed_request(self, feed: str, source: str) -> Request:
        state = self._recorder.load_feed(feed)
        validators = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
        return Request(
            feed,
            callback=self.parse_feed,
            errback=self.fail_feed,
            headers={name: value for name, value in validators.items() if value},
            meta={"feed": feed, "source": source, "handle_httpstatus_list": [304]},
            dont_filter=True,
            priority=_FEED_PRIORITY,
        )

    def _due_articles(self, source: str) -> Iterator[Request]:
        for due in self._recorder.load_due(source, limit=self._max_pages):
            yield self._pages.build_request(due.url, source=source, hints=due.hints)
