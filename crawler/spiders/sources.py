"""The spider that watches sources: their feeds, sitemaps and sections first, then the articles that are due."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import describe_failure, find_request
from crawler.recorder import Recorder
from crawler.sections import MOST_PAGES
from crawler.sitemaps import LARGEST_SITEMAP
from crawler.spiders.pages import PageFetches, build_conditional_headers
from records import Source
from storage.addresses import DueFetch

_LISTING_PRIORITY = 10  # listings go before articles of the same host


class SourceSpider(Spider):
    """Asks each feed, sitemap and section that is due whether it has changed, then fetches the articles that are due.

    The store alone knows what was fetched and what is due: a run that was killed is simply run again. With `ask_all`
    listings are asked whether they are due or not.
    """

    name = "sources"

    def __init__(
        self,
        name: str | None = None,
        *,
        sources: tuple[Source, ...],
        recorder: Recorder,
        max_pages: int,
        ask_all: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.recorder = recorder
        self._sources = {source.name: source for source in sources}
        self._pages = PageFetches(recorder)
        self._max_pages = max_pages
        self._ask_all = ask_all
        self._open_listings = dict.fromkeys(self._sources, 0)
        self._section_pages = dict.fromkeys(self._sources, 0)

    async def start(self) -> AsyncIterator[Request]:
        """Yield one conditional request for each listing that is due, and the due articles of the other sources."""
        for source in self._sources.values():
            listings = [await self.recorder.load_listing(url) for url in source.listings]
            now = datetime.now(UTC)
            due = [listing for listing in listings if self._ask_all or listing.is_due(now)]
            self._open_listings[source.name] = len(due)
            for listing in due:
                yield self._build_listing_request(listing, source)
            if not due:
                async for request in self._due_articles(source):
                    yield request

    async def parse_listing(self, response: Response) -> AsyncIterator[Request]:
        """Store a listing's answer and yield requests for the listings and articles that are due."""
        listing: DueFetch = response.meta["due"]
        source = self._sources[response.meta["source"]]
        children: list[DueFetch] = []
        with self.recorder.stop_on_store_error():
            discovered: int | None = 0
            if response.status == 304:
                await self.recorder.save_unchanged(due=listing, source=source.name)
            else:
                discovered = await self.recorder.save_listing(response, listing=listing, source=source)
            children = await self._load_children(listing, source, discovered)
        self._open_listings[source.name] += len(children)
        for child in children:
            yield self._build_listing_request(child, source)
        async for request in self._close_listing(source):
            yield request

    async def fail_listing(self, failure: Failure) -> AsyncIterator[Request]:
        """Store a listing's failure; articles that earlier runs left are fetched all the same."""
        meta = find_request(failure).meta
        source = self._sources[meta["source"]]
        with self.recorder.stop_on_store_error():
            await self.recorder.save_failure(describe_failure(failure), url=meta["due"].url, source=source.name)
        async for request in self._close_listing(source):
            yield request

    async def _load_children(self, listing: DueFetch, source: Source, discovered: int | None) -> list[DueFetch]:
        """Return the listings to ask next: sitemaps of an index, and next pages of a section while it has news."""
        if discovered is None or listing.kind == "feed":
            return []
        if listing.kind == "sitemap":
            return await self.recorder.load_children(listing.url)
        # A section without anything new has its older pages unchanged too, or moved on by what was seen before.
        left = MOST_PAGES - self._section_pages[source.name] if discovered else 0
        pages = (await self.recorder.load_children(listing.url))[:left] if left > 0 else []
        self._section_pages[source.name] += len(pages)
        return pages

    async def _close_listing(self, source: Source) -> AsyncIterator[Request]:
        self._open_listings[source.name] -= 1
        # After the last listing of the source, so that the store is asked once and gives out each URL once.
        if self._open_listings[source.name] == 0:
            async for request in self._due_articles(source):
                yield request

    def _build_listing_request(self, listing: DueFetch, source: Source) -> Request:
        meta: dict[str, Any] = {"due": listing, "source": source.name, "handle_httpstatus_list": [304]}
        if listing.kind == "sitemap":
            meta["download_maxsize"] = LARGEST_SITEMAP
        if listing.kind == "section" and source.browser:
            meta["browser"] = True
        return Request(
            listing.url,
            callback=self.parse_listing,
            errback=self.fail_listing,
            headers={} if "browser" in meta else build_conditional_headers(listing),
            meta=meta,
            dont_filter=True,
            priority=_LISTING_PRIORITY,
        )

    async def _due_articles(self, source: Source) -> AsyncIterator[Request]:
        with self.recorder.stop_on_store_error():
            for due in await self.recorder.load_due(source.name, limit=source.pages or self._max_pages):
                yield self._pages.build_request(due, source=source.name, browser=source.browser)
