"""A hostile site on loopback: the crawl and the parse end by themselves, nothing private is fetched, every refusal says why."""

import gzip
import socket
import socketserver
import sqlite3
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import pytest
from backports import zstd

from crawler.crawl import crawl
from crawler.report import CrawlSettings
from records import Source
from storage.database import close, open_news
from tallywire.config import ParseConfig
from tallywire.stages import parse_pending

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="binds 127.0.0.2, which other systems do not route"),
]

SECRET = b"<html><body><article><p>The canary: this page lies inside the house.</p></article></body></html>"
ZEROS = b"\0" * (64 * 1024 * 1024)
STORY = "".join(
    f"<p>Engineer Ida Brandt of the river office said on day {day} that {day * 7} houses of Alder stood in water.</p>"
    for day in range(1, 9)
)
PAGE = f"<!doctype html><html lang='en'><head><title>Flood in Alder</title></head><body><article>{STORY}</article></body></html>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">%s]>
<rss version="2.0"><channel><title>&j;</title><item><title>&j;</title><link>http://127.0.0.1/x</link></item></channel></rss>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, (b"&%c;" % (letter - 1)) * 10) for letter in b"bcdefghij"
)
XXE = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://127.0.0.1/&x;</loc></url></urlset>"""


def http(body: bytes = b"", *, status: str = "200 OK", kind: str = "text/html", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def packed(encoding: str, body: bytes) -> bytes:
    return http(body, headers=f"Content-Encoding: {encoding}\r\n")


def moved(to: str) -> bytes:
    return http(status="302 Found", headers=f"Location: {to}\r\n")


@dataclass
class Hostile:
    """Servers on loopback, one table of answers for all; `hits` are the paths asked for, `canary` what reached the inside."""

    answers: dict[str, bytes | Callable[[socket.socket, str], None]] = field(default_factory=dict)
    hits: list[str] = field(default_factory=list)
    canary: list[str] = field(default_factory=list)
    servers: list[socketserver.ThreadingTCPServer] = field(default_factory=list)

    def serve(self, host: str, *, is_canary: bool = False, port: int = 0) -> int:
        """Listen on an address and return the port."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    line = self.rfile.readline().decode("latin-1")
                    while self.rfile.readline().strip():
                        pass
                    path = line.split(" ")[1] if " " in line else line
                    outer._answer(self.connection, path, is_canary=is_canary)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 50
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

            def handle_error(self, *_arguments: object) -> None:
                """Keep the test output clean: a crawler that hangs up is what this site is for."""

        server = Server((host, port), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.servers.append(server)
        return int(server.server_address[1])

    def _answer(self, connection: socket.socket, path: str, *, is_canary: bool) -> None:
        if is_canary:
            self.canary.append(path)
            connection.sendall(http(SECRET))
            return
        self.hits.append(path)
        answer = self.answers.get(path)
        if answer is None:
            prefix = next(
                (known for known in self.answers if known.endswith("*") and path.startswith(known[:-1])), None
            )
            answer = self.answers[prefix] if prefix else http(b"nothing here", status="404 Not Found")
        if callable(answer):
            answer(connection, path)
        else:
            connection.sendall(answer)


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    site = Hostile()
    yield site
    for server in site.servers:
        server.shutdown()
        server.server_close()


def endless(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def huge(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 209715200\r\n\r\n")
    for _ in range(3_200):
        connection.sendall(b"x" * 0x10000)


def drip(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1_000):
        connection.sendall(b"x")
        time.sleep(0.2)


def silent(connection: socket.socket, _path: str) -> None:
    connection.settimeout(60)
    connection.recv(1)  # until the crawler hangs up


def grow(connection: socket.socket, path: str) -> None:
    connection.sendall(moved(f"{path}/again"))


def wide(connection: socket.socket, path: str) -> None:
    """A calendar without end: every page names the next, the one after it, and articles that are calendars too."""
    links = "".join(
        f"<li><a href='{path}{step}'>What happened in Alder on day {step} of the year</a></li>" for step in range(50)
    )
    page = f"<html><body><main><ul>{links}</ul><a rel='next' href='{path}9'>Next</a></main></body></html>"
    connection.sendall(http(page.encode()))


def nest(connection: socket.socket, path: str) -> None:
    """A sitemap index that names ever deeper ones, and itself."""
    number = int(path.rpartition("-")[2].removesuffix(".xml"))
    host = f"http://127.0.0.1:{connection.getsockname()[1]}"
    maps = "".join(f"<sitemap><loc>{host}/map-{number * 3 + step}.xml</loc></sitemap>" for step in range(3))
    body = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{maps}<sitemap><loc>{host}{path}</loc></sitemap></sitemapindex>"
    connection.sendall(http(body.encode(), kind="application/xml"))


def rss(links: list[str], date: str = "Mon, 20 Nov 2023 10:00:00 GMT") -> bytes:
    items = "".join(
        f"<item><title>Flood in Alder</title><link><![CDATA[{link}]]></link><pubDate>{date}</pubDate></item>"
        for link in links
    )
    return http(
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>{items}</channel></rss>".encode(),
        kind="application/rss+xml",
    )


def inside(port: int) -> list[str]:
    """Return ways to write an address inside the house; the canary listens on all of them."""
    hosts = (
        *("127.0.0.2", "127.2", "0x7f000002", "0x7F.0.0.2", "2130706434", "0177.0.0.2", "0177.0.2"),
        *(
            "localhost",
            "LOCALHOST",
            "0.0.0.0",
            "0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.2]",
            "[::ffff:7f00:2]",
        ),
        *("[0:0:0:0:0:ffff:127.0.0.2]", "user:pass@127.0.0.2", "127.0.0.1@127.0.0.2", "①②⑦.⓪.⓪.②", "127。0。0。2"),
    )
    # Addresses that nothing listens on here, but would in somebody's network.
    others = (
        "10.0.0.1",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "224.0.0.1",
    )
    return [f"http://{host}:{port}/inside" for host in (*hosts, *others)]


DATES = (
    "Mon, 99 Foo 0001 99:99:99",
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "2026-02-30",
    "-1",
    "1e309",
    "Fri, 31 Dec 1899 23:59:59 GMT",
)


def build_articles(site: Hostile, base: str, slow: tuple[str, str], private: list[str]) -> dict[str, str | None]:
    """Set up the answers and return every article's address with the kind of its refusal; None for what is stored."""
    pages: dict[str, tuple[bytes | Callable[[socket.socket, str], None], str | None]] = {
        "/grow": (grow, "redirects"),
        "/ping": (moved("/pong"), "redirects"),
        "/pong": (moved("/ping"), "redirects"),
        "/to-nowhere": (moved("http://"), "redirects"),
        "/to-file": (moved("file:///etc/passwd"), "redirects"),
        "/to-data": (moved("data:text/html,hello"), "redirects"),
        "/to-ftp": (moved("ftp://127.0.0.2/x"), "redirects"),
        "/huge": (huge, "too_large"),
        "/endless": (endless, "too_large"),
        "/gzip": (packed("gzip", gzip.compress(ZEROS)), "too_large"),
        "/gzip-twice": (packed("gzip, gzip", gzip.compress(gzip.compress(ZEROS))), "too_large"),
        "/deflate": (packed("deflate", zlib.compress(ZEROS)), "too_large"),
        "/brotli": (packed("br", brotli.compress(ZEROS, quality=4)), "too_large"),
        "/zstd": (packed("zstd", zstd.compress(ZEROS)), "too_large"),
        "/short": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>", "connection"),
        "/noise": (b"\x00\xff\x13 not http at all\r\n\r\n", "connection"),
        "/no-answer": (b"", "connection"),
        "/utf-16-by-name": (http(PAGE.encode(), kind="text/html; charset=utf-16"), None),
        "/klingon": (http(PAGE.encode(), kind="text/html; charset=klingon"), None),
        "/latin-that-is-utf-8": (
            http(PAGE.replace("Alder", "Ålder").encode(), kind="text/html; charset=iso-8859-1"),
            None,
        ),
        "/nul": (http(PAGE.replace("Ida", "I\0da").encode()), None),
        "/deep": (http(b"<div>" * 50_000 + PAGE.encode()), None),
        "/refresh": (
            http(PAGE.replace("<head>", f"<head><meta http-equiv=refresh content='0;url={private[0]}'>").encode()),
            None,
        ),
        "/canonical": (http(PAGE.replace("<head>", f"<head><link rel=canonical href='{private[0]}'>").encode()), None),
    }
    pages |= {f"/to-inside-{number}": (moved(address), "private_address") for number, address in enumerate(private)}
    site.answers |= {path: answer for path, (answer, _) in pages.items()}
    site.answers["/grow/*"] = grow
    site.answers["/drip"], site.answers["/silent"] = drip, silent
    expected = {base + path: kind for path, (_, kind) in pages.items()}
    return (
        expected
        | {slow[0] + "/drip": "timeout", slow[1] + "/silent": "timeout"}
        | dict.fromkeys(private, "private_address")
    )


def test_a_hostile_site_is_survived(hostile: Hostile, tmp_path: Path) -> None:
    base, shut, away, moving, *slow = (f"http://127.0.0.1:{hostile.serve('127.0.0.1')}" for _ in range(6))
    canary = hostile.serve("127.0.0.2", is_canary=True)
    hostile.serve("::1", is_canary=True, port=canary)
    private = inside(canary)
    # Whether a name with a dot at its end resolves is the resolver's affair; it must not be fetched either way.
    dotted = [f"http://{host}:{canary}/inside" for host in ("127.0.0.2.", "localhost.")]
    expected = build_articles(hostile, base, (slow[0], slow[1]), private)
    dated = {f"{base}/dated-{number}": date for number, date in enumerate(DATES)}
    hostile.answers |= {
        "/robots.txt": lambda connection, _path: connection.sendall(
            http(b"no", status="503 Busy")
            if connection.getsockname()[1] == int(shut.rpartition(":")[2])
            else moved(f"http://127.0.0.2:{canary}/robots.txt")
            if connection.getsockname()[1] == int(away.rpartition(":")[2])
            else moved("/robots.txt")
            if connection.getsockname()[1] == int(moving.rpartition(":")[2])
            else http(b"User-agent: *\nDisallow: /secret\n" + b"# x\n" * 300_000, kind="text/plain")
        ),
        "/articles.xml": rss(
            [
                *expected,
                *dotted,
                "file:///etc/passwd",
                "javascript:alert(1)",
                "gopher://127.0.0.2/x",
                "http://[::1",
                "//",
            ]
        ),
        "/laughs.xml": http(LAUGHS, kind="application/rss+xml"),
        "/feed-inside.xml": moved(private[0]),
        "/xxe.xml": http(XXE, kind="application/xml"),
        "/bomb.xml.gz": http(gzip.compress(ZEROS), kind="application/gzip"),
        "/map-*": nest,
        "/calendar/*": wide,
        **{f"/dated-{number}.xml": rss([address], date) for number, (address, date) in enumerate(dated.items())},
        **{f"/dated-{number}": http(PAGE.replace("Alder", f"Alder {number}").encode()) for number in range(len(DATES))},
    }
    sources = (
        source("hostile", base, feeds=("/articles.xml", "/laughs.xml", "/feed-inside.xml")),
        source("dated", base, feeds=tuple(f"/dated-{number}.xml" for number in range(len(DATES)))),
        source("maps", base, sitemaps=("/xxe.xml", "/bomb.xml.gz", "/map-1.xml")),
        source("calendar", base, sections=("/calendar/1",)),
        source("shut", shut, feeds=("/articles.xml",)),
        source("away", away, feeds=("/articles.xml",)),
        source("moving", moving, feeds=("/articles.xml",)),
    )
    settings = CrawlSettings(
        default_delay=0.0, delays={"127.0.0.1": 0.0}, allow_private=("127.0.0.1",), timeout=4.0, max_pages=150
    )
    news = tmp_path / "news.db"
    report = crawl(sources, news_db=news, archive=tmp_path / "archive", settings=settings)
    assert report.finish_reason == "finished"
    assert hostile.canary == []

    with closing(sqlite3.connect(news)) as db:
        fetches = {
            url: (state, kind, error)
            for url, state, kind, error in db.execute("SELECT url, state, error_kind, error FROM fetches")
        }
        stored = "".join(url for (url,) in db.execute("SELECT url FROM snapshots UNION ALL SELECT url FROM fetches"))
    own = {url: kind for url, kind in expected.items() if url.startswith("http://127.0.0.1:")}
    assert {url: fetches.get(url, ("unknown", None, None))[1] for url in own} == own
    # Addresses are stored as the URL standard writes them; whatever the spelling, each private one is refused as such.
    direct = {url: kind for url, (_, kind, _) in fetches.items() if url.endswith("/inside")}
    assert {url for url, kind in direct.items() if kind != "private_address"} <= set(dotted)
    assert {direct.get(url) for url in dotted} <= {"private_address", "dns", None}
    assert all(error for _, kind, error in fetches.values() if kind is not None)
    assert not any(scheme in stored for scheme in ("file:", "javascript:", "gopher:", "data:", "ftp:"))
    assert [kind for url, (_, kind, _) in fetches.items() if url == f"{shut}/articles.xml"] == ["robots_unreachable"]
    assert all(fetches[f"{site}/articles.xml"][1] is not None for site in (away, moving))
    assert {fetches[base + path][1] for path in ("/laughs.xml", "/feed-inside.xml")} <= {
        "not_a_feed",
        "private_address",
    }
    assert {fetches[base + path][1] for path in ("/xxe.xml", "/bomb.xml.gz")} <= {"not_a_sitemap", "too_large"}
    # The traps have a bottom.
    assert sum(path.startswith("/map-") for path in hostile.hits) <= 60
    assert sum(path.startswith("/calendar/") for path in hostile.hits) <= 170
    assert sum(path.startswith("/grow") for path in hostile.hits) <= 14

    database = open_news(news)
    parse_pending(database, archive=tmp_path / "archive", config=ParseConfig(workers=1, deadline=20.0))
    states = {state for (state,) in database.execute("SELECT DISTINCT parse_state FROM snapshots")}
    text = "".join(row["text"] for row in database.query("SELECT text FROM article_versions"))
    published = [
        row["published"] for row in database.query("SELECT published FROM article_versions WHERE url LIKE '%dated%'")
    ]
    assert states <= {"parsed", "unchanged", "rejected", "feed", "retry"}
    assert "canary" not in text
    assert "root:" not in text
    assert Path("/etc/hostname").read_text().strip() not in stored
    assert all(value is None or "1990" <= value < "2100" for value in published)
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    close(database)


def source(
    name: str, base: str, *, feeds: tuple[str, ...] = (), sitemaps: tuple[str, ...] = (), sections: tuple[str, ...] = ()
) -> Source:
    return Source(
        name=name,
        title=name,
        home=f"{base}/",
        feeds=tuple(base + path for path in feeds),
        sitemaps=tuple(base + path for path in sitemaps),
        sections=tuple(base + path for path in sections),
        delay=0.0,
    )
