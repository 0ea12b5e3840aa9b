"""A news site on loopback for the crawl benchmarks: any number of distinct pages, feeds with validators, a log of requests.

It is a process of its own, so that neither crawler shares its processor time with the server's interpreter.
"""

import asyncio
import json
import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final, Self
from urllib.request import urlopen

LOG_PATH: Final = "/-/requests"  # answers with the requests since it was last asked, and forgets them
_PARAGRAPHS: Final = 24  # about 10 KB of HTML, 1,000 words
_SENTENCE: Final = (
    "Engineer {a} of the river office in district {b} said that {c} houses of the lower town had been reached by the"
    " water since the morning and that {d} families were waiting in the school for the boats of the county."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One request as the site saw it: path, status sent, and the site's clock in seconds."""

    path: str
    status: int
    at: float


class LoopbackSite:
    """Serves `articles` pages named by `feeds` RSS feeds on 127.0.0.1 while its `with` block lasts.

    Each answer is held back for `latency` seconds.
    """

    def __init__(self, *, articles: int, feeds: int, latency: float = 0.0) -> None:
        self.articles = articles
        self.feeds = feeds
        self.latency = latency
        self.port = 0
        self._process: multiprocessing.process.BaseProcess | None = None

    def __enter__(self) -> Self:
        """Start the server and wait until it listens."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_serve, args=(sender, self.articles, self.feeds, self.latency), daemon=True
        )
        self._process.start()
        self.port = receiver.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    @property
    def home(self) -> str:
        """Return the address of the site, with a slash at its end."""
        return f"http://127.0.0.1:{self.port}/"

    def feed_urls(self) -> list[str]:
        """Return the addresses of the feeds."""
        return [f"{self.home}feed/{number}.xml" for number in range(self.feeds)]

    def take_requests(self) -> list[Served]:
        """Return the requests since this was last called, in order of time."""
        with urlopen(self.home.rstrip("/") + LOG_PATH) as response:  # noqa: S310 - our own loopback address
            return [Served(path=path, status=status, at=at) for path, status, at in json.load(response)]

    def watch_list(self) -> str:
        """Return a sources.yaml with this site as its one source, without a pause between requests."""
        feeds = "".join(f"    - {url}\n" for url in self.feed_urls())
        return f"- name: loopback\n  title: Loopback\n  home: {self.home}\n  delay: 0\n  feeds:\n{feeds}"


class _Protocol(asyncio.Protocol):
    """HTTP/1.1 with kept-alive connections, as little of it as a crawler needs: the server must not be the limit."""

    def __init__(self, site: "_Site") -> None:
        self._site = site
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            answer = self._site.answer(head)
            if self._site.latency and not head.startswith(f"GET {LOG_PATH}".encode()):
                asyncio.get_running_loop().call_later(self._site.latency, self._transport.write, answer)
            else:
                self._transport.write(answer)


class _Site:
    def __init__(self, articles: int, feeds: int, latency: float) -> None:
        self.port = 0
        self.latency = latency
        self._articles = articles
        self._feeds = feeds
        self._log: list[tuple[str, int, float]] = []

    def answer(self, head: bytes) -> bytes:
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if path == LOG_PATH:
            log, self._log = self._log, []
            return _response(200, "application/json", json.dumps(log).encode())
        status, content_type, body = self._find(path, headers)
        self._log.append((path, status, time.monotonic()))
        extra = 'ETag: "v1"\r\n' if path.startswith("/feed/") else ""
        return _response(status, content_type, body, extra)

    def _find(self, path: str, headers: dict[str, str]) -> tuple[int, str, bytes]:
        kind, _, name = path.strip("/").partition("/")
        if kind == "feed":
            if headers.get("if-none-match") == '"v1"':
                return 304, "application/rss+xml", b""
            return 200, "application/rss+xml", self._feed(int(name.removesuffix(".xml")))
        if kind == "article":
            return 200, "text/html; charset=utf-8", _page(int(name.removesuffix(".html")))
        return 404, "text/plain", b"not here"

    def _feed(self, number: int) -> bytes:
        items = "".join(
            f"<item><title>Water level {article}</title><link>http://127.0.0.1:{self.port}/article/{article}.html</link>"
            "<pubDate>Mon, 20 Nov 2023 10:00:00 GMT</pubDate></item>"
            for article in range(number, self._articles, self._feeds)
        )
        return (
            f"<?xml version='1.0'?><rss version='2.0'><channel><title>Loopback</title>{items}</channel></rss>".encode()
        )


def _page(number: int) -> bytes:
    paragraphs = "".join(
        f"<p>{_SENTENCE.format(a=number, b=number + row, c=row * 7 + number % 89, d=number * 31 % 997 + row)}</p>"
        for row in range(_PARAGRAPHS)
    )
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Water level {number}</title></head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>Water level {number}</h1>{paragraphs}</article></body></html>"
    ).encode()


def _response(status: int, content_type: str, body: bytes, extra: str = "") -> bytes:
    words = {200: "OK", 304: "Not Modified", 404: "Not Found"}[status]
    head = f"HTTP/1.1 {status} {words}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode() + body


def _serve(sender: Connection, articles: int, feeds: int, latency: float) -> None:
    async def main() -> None:
        site = _Site(articles, feeds, latency)
        server = await asyncio.get_running_loop().create_server(lambda: _Protocol(site), "127.0.0.1", 0)
        site.port = server.sockets[0].getsockname()[1]
        sender.send(site.port)
        await server.serve_forever()

    asyncio.run(main())
