"""Pages that need JavaScript, in the Chromium of this machine; skipped where there is none."""

import asyncio
import base64
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request

from crawler.browser import BrowserMiddleware, find_problem
from crawler.crawl import crawl
from crawler.failures import FailureKind, RequestRefused
from crawler.proxy import GuardedProxy
from crawler.report import CrawlSettings
from records import Source
from storage.archive import Location, read_record

needs_browser = pytest.mark.skipif(find_problem(None) is not None, reason=str(find_problem(None)))

SHELL = """<!doctype html><html><head><title>Alder Post</title></head><body><main id="main"></main><script>
for (const url of ["http://localhost:{port}/canary", "/jump-inside", "http://[::1]:{port}/canary"])
  fetch(url, {{mode: "no-cors"}}).catch(() => null);
document.body.appendChild(Object.assign(document.createElement("iframe"), {{src: "http://localhost:{port}/canary"}}));
new WebSocket("ws://localhost:{port}/canary");
fetch("/story.json").then(answer => answer.json()).then(story => {{
  document.getElementById("main").innerHTML = "<h1>" + story.title + "</h1><p>" + story.text + "</p>";
}});
</script></body></html>"""


@pytest.fixture
def scripted(site: Any, make_rss: Callable[..., bytes]) -> Any:
    answer = type(site.answers["/robots.txt"])
    story = {"title": "Flood in Alder", "text": "More than 300 people left their homes in Alder on Monday."}
    site.answers["/story.json"] = answer(json.dumps(story).encode(), content_type="application/json")
    site.answers["/story"] = answer(SHELL.format(port=site.port).encode())
    site.answers["/jump-inside"] = answer(b"", 302, headers={"Location": f"http://localhost:{site.port}/canary"})
    site.answers["/canary"] = answer(b"secret")
    site.answers["/private/story"] = answer(b"secret")
    site.answers["/moved"] = answer(b"", 302, headers={"Location": site.url("/private/story")})
    links = [site.url(path) for path in ("/story", "/jump-inside", "/private/story", "/moved", "/missing")]
    site.answers["/feed.xml"] = answer(make_rss(*links), content_type="application/rss+xml")
    return site


def watch(site: Any) -> Source:
    return replace(site.source("/feed.xml"), browser=True)


@needs_browser
def test_scripts_run_and_nothing_private_is_reached(
    scripted: Any, store: dict[str, Path], settings: CrawlSettings
) -> None:
    report = crawl([watch(scripted)], **store, settings=settings)
    assert report.sources[0].new == 1, report.failures
    kinds = {event.url.rsplit(f":{scripted.port}", 1)[-1]: event.kind for event in report.failures}
    assert kinds == {
        "/jump-inside": "private_address",
        "/private/story": "robots",
        "/moved": "robots",
        "/missing": "not_found",
    }
    assert "/canary" not in scripted.paths()
    assert "/story.json" in scripted.paths()
    connection = sqlite3.connect(store["news_db"])
    row = connection.execute(
        "SELECT warc_file, warc_offset, warc_length FROM snapshots WHERE parse_state = 'pending'"
    ).fetchone()
    connection.close()
    location = Location(warc_file=row[0], warc_offset=row[1], warc_length=row[2])
    assert b"More than 300 people left their homes" in read_record(store["archive"], location).body


def test_a_missing_browser_is_said_and_stops_nothing(
    scripted: Any, store: dict[str, Path], settings: CrawlSettings
) -> None:
    without = replace(settings, chromium="/nowhere/chromium")
    report = crawl([watch(scripted)], **store, settings=without)
    assert (report.sources[0].feeds, report.sources[0].failed["no_browser"]) == (1, 4)
    assert {event.message for event in report.failures if event.kind == "no_browser"} == {
        find_problem("/nowhere/chromium")
    }
    # It is tried again when there is one.
    connection = sqlite3.connect(store["news_db"])
    assert connection.execute("SELECT DISTINCT state FROM fetches WHERE error_kind = 'no_browser'").fetchall() == [
        ("retry",)
    ]
    connection.close()


def test_requests_without_the_mark_need_no_browser() -> None:
    middleware = BrowserMiddleware(problem="there is none")
    middleware.process_request(Request("https://alder.example/"))
    with pytest.raises(RequestRefused) as caught:
        middleware.process_request(Request("https://alder.example/", meta={"browser": True}))
    assert caught.value.failure.kind is FailureKind.NO_BROWSER


@pytest.fixture
async def proxy() -> AsyncIterator[GuardedProxy]:
    served = GuardedProxy(allowed=("127.0.0.1",))
    await served.start()
    yield served
    served.close()


async def ask(proxy: GuardedProxy, first_line: str, *, password: str | None = None) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rsplit(":", 1)[1]))
    token = base64.b64encode(f"{proxy.user}:{password or proxy.password}".encode()).decode()
    writer.write(f"{first_line}\r\nHost: x\r\nProxy-Authorization: Basic {token}\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer.decode("latin-1")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET http://localhost:1/ HTTP/1.1", "403"),
        ("CONNECT localhost:443 HTTP/1.1", "403"),
        ("CONNECT 10.0.0.1:443 HTTP/1.1", "403"),
        ("CONNECT [::1]:443 HTTP/1.1", "403"),
        ("CONNECT [::ffff:127.0.0.1]:443 HTTP/1.1", "403"),
        ("CONNECT 0x7f000001:443 HTTP/1.1", "403"),
        ("GET http://169.254.169.254/latest/ HTTP/1.1", "403"),
        ("GET file:///etc/passwd HTTP/1.1", "400"),
        ("GET /etc/passwd HTTP/1.1", "400"),
        ("nonsense", "400"),
    ],
)
async def test_the_proxy_refuses(proxy: GuardedProxy, line: str, status: str) -> None:
    assert (await ask(proxy, line)).startswith(f"HTTP/1.1 {status}")


async def test_the_proxy_serves_its_own_browser_alone(proxy: GuardedProxy, site: Any) -> None:
    line = f"GET {site.url('/robots.txt')} HTTP/1.1"
    assert (await ask(proxy, line, password="guessed")).startswith("HTTP/1.1 407")
    assert site.hits == []
    assert "Disallow: /private/" in await ask(proxy, line)
    assert site.paths() == ["/robots.txt"]
