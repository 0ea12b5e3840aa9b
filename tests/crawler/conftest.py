"""A small site on loopback whose answers a test writes down as a table."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.report import CrawlSettings
from records import Source

ROBOTS = b"User-agent: *\nDisallow: /private/\n"


@dataclass
class Answer:
    """What the site sends for one path; `drip` seconds pass between two bytes."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0


@dataclass
class Site:
    """The site: set `answers[path]` to an Answer or to a function of the request's headers; read `hits`."""

    port: int
    answers: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = field(default_factory=dict)
    hits: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.hits]

    def source(self, *feeds: str, name: str = "alder-post") -> Source:
        return Source(name=name, title="Alder Post", home=self.url("/"), feeds=tuple(map(self.url, feeds)), delay=0.0)


@pytest.fixture
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler())
    server.daemon_threads = True
    served = Site(port=server.server_address[1])
    served.answers["/robots.txt"] = Answer(ROBOTS, content_type="text/plain")
    server.site = served  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


def _handler() -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            served: Site = self.server.site
            headers = {name.lower(): value for name, value in self.headers.items()}
            served.hits.append((self.path, headers))
            served.times.append(time.monotonic())
            answer = served.answers.get(self.path, Answer(b"nothing here", 404))
            answer = answer(headers) if callable(answer) else answer
            try:
                self.send_response(answer.status)
                if answer.content_type:
                    self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self._send_body(answer)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the crawler hung up, which is what some tests are about

        def _send_body(self, answer: Answer) -> None:
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for index in range(len(answer.body)):
                self.wfile.write(answer.body[index : index + 1])
                time.sleep(answer.drip)

    return Handler


@pytest.fixture
def settings() -> CrawlSettings:
    return CrawlSettings(
        contact="desk@example.org", default_delay=0.0, delays={"127.0.0.1": 0.0}, allow_private=("127.0.0.1",)
    )


@pytest.fixture
def store(tmp_path: Path) -> dict[str, Path]:
    return {"news_db": tmp_path / "news.db", "archive": tmp_path / "archive"}


FLOOD = (
    "More than 300 people left their homes in the town of Alder on Monday after the river Teal broke its banks.",
    "The mayor, Ida Brandt, said that 40 houses were under water and that two schools had opened their halls.",
    "It was the third flood of the year, and the district has asked the government for tents and blankets.",
)


@pytest.fixture
def make_page() -> Callable[..., bytes]:
    """Give a function of title, paragraphs and further head elements that returns an article page."""

    def make(title: str = "Flood in Alder", *paragraphs: str, head: str = "", lang: str = "en") -> bytes:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or FLOOD)
        return (
            f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
            f"<nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
            "<footer>Alder Post 2026</footer></body></html>"
        ).encode()

    return make


@pytest.fixture
def make_rss() -> Callable[..., bytes]:
    """Give a function of links that returns an RSS feed."""

    def make(*links: str, title: str = "Flood in Alder", date: str = "Mon, 20 Nov 2023 23:14:00 GMT") -> bytes:
        items = "".join(
            f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>" for link in links
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>{items}</channel></rss>".encode()

    return make
