import gzip
import multiprocessing
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.crawl import CrawlError, crawl, fetch_urls
from crawler.report import CrawlEvent, CrawlSettings, Outcome
from records import Source
from storage.archive import Location, read_record
from storage.database import StoreError

RSS = "application/rss+xml"
needs_proc = pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="looks at processes through /proc")


def rows(store: Mapping[str, Path], sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(store["news_db"])
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.fixture
def outlet(site: Any, make_page: Callable[..., bytes], make_rss: Callable[..., bytes]) -> Any:
    """A site with a feed of three articles and an ETag."""

    def feed(headers: Mapping[str, str]) -> Any:
        if headers.get("if-none-match") == '"v1"':
            return answer(b"", 304)
        return answer(
            make_rss(*(site.url(f"/{n}.html?utm_source=rss") for n in (1, 2, 3))),
            content_type=RSS,
            headers={"ETag": '"v1"'},
        )

    answer = type(site.answers["/robots.txt"])
    site.answer = answer
    site.answers["/feed.xml"] = feed
    for number in (1, 2, 3):
        site.answers[f"/{number}.html"] = answer(make_page(f"Flood {number} in Alder"))
    return site


def test_fetches_archives_and_stores_each_article_once(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings, make_page: Callable[..., bytes]
) -> None:
    events: list[CrawlEvent] = []
    report = crawl([outlet.source("/feed.xml")], **store, settings=settings, progress=events.append)
    source = report.sources[0]
    assert (source.feeds, source.discovered, source.new, source.unchanged, dict(source.failed)) == (1, 3, 3, 0, {})
    assert report.finish_reason == "finished"
    assert [event.outcome for event in events] == [Outcome.FEED, *[Outcome.NEW] * 3]
    assert rows(store, "SELECT url, state FROM fetches WHERE kind = 'article' ORDER BY url") == [
        (outlet.url(f"/{number}.html"), "fetched") for number in (1, 2, 3)
    ]
    # Each snapshot can be read back from the archive, and carries what the feed said.
    snapshots = rows(
        store,
        "SELECT warc_file, warc_offset, warc_length, json_extract(hints, '$.title'), json_extract(hints, '$.published'),"
        " parse_state FROM snapshots WHERE parse_state != 'feed' ORDER BY url",
    )
    for number, (file, offset, length, title, published, state) in enumerate(snapshots, start=1):
        location = Location(warc_file=file, warc_offset=offset, warc_length=length)
        assert read_record(store["archive"], location).body == make_page(f"Flood {number} in Alder")
        assert (title, published, state) == ("Flood in Alder", "Mon, 20 Nov 2023 23:14:00 GMT", "pending")

    assert all("desk@example.org" in headers["user-agent"] for _, headers in outlet.hits)

    # A second crawl in the same program asks for robots.txt and the feed alone, conditionally.
    outlet.hits.clear()
    again = crawl([outlet.source("/feed.xml")], **store, settings=settings)
    assert (again.sources[0].feeds_unchanged, again.sources[0].fetched) == (1, 0)
    assert outlet.paths() == ["/robots.txt", "/feed.xml"]
    assert outlet.hits[1][1]["if-none-match"] == '"v1"'


def test_every_failure_is_recorded_and_stops_nothing(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings, make_rss: Callable[..., bytes]
) -> None:
    answer = outlet.answer
    outlet.answers["/500"] = answer(b"oops", 500)
    outlet.answers["/403"] = answer(b"no", 403)
    outlet.answers["/big"] = answer(b"x" * 10_000_000)
    bomb = gzip.compress(b"<p>x</p>" * 4_000_000)
    outlet.answers["/bomb"] = answer(bomb, headers={"Content-Encoding": "gzip"})
    outlet.answers["/slow"] = answer(b"x" * 100, drip=0.2)
    outlet.answers["/loop"] = answer(b"", 302, headers={"Location": "/loop"})
    outlet.answers["/gone"] = answer(b"", 302, headers={"Location": "/"})
    outlet.answers["/"] = answer(b"<html><body>Front page</body></html>")
    outlet.answers["/inside"] = answer(b"", 302, headers={"Location": "http://10.0.0.1/secret"})
    outlet.answers["/passwd"] = answer(b"", 302, headers={"Location": "file:///etc/passwd"})
    outlet.answers["/pdf.html"] = answer(b"%PDF-1.7 and so on")
    outlet.answers["/empty"] = answer(b"")
    outlet.answers["/html.xml"] = answer(b"<!doctype html><html><body>Sorry</body></html>")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead_port = closed.getsockname()[1]
    links = {
        outlet.url("/404"): "not_found",
        outlet.url("/500"): "http_server",
        outlet.url("/403"): "blocked",
        outlet.url("/big"): "too_large",
        outlet.url("/bomb"): "too_large",
        outlet.url("/slow"): "timeout",
        outlet.url("/loop"): "redirects",
        outlet.url("/gone"): "moved",
        outlet.url("/passwd"): "redirects",
        outlet.url("/inside"): "private_address",
        outlet.url("/private/x"): "robots",
        f"http://127.0.0.1:{dead_port}/x": "refused",
        "http://alder.invalid/x": "dns",
        "http://localhost:1/x": "private_address",
        "http://127.1/x": "private_address",
        "http://0x7f000001/x": "private_address",
        "http://[::1]/x": "private_address",
        "http://169.254.169.254/x": "private_address",
    }
    good = [outlet.url(path) for path in ("/1.html", "/pdf.html", "/empty")]
    outlet.answers["/mixed.xml"] = answer(make_rss(*links, "file:///etc/passwd", *good), content_type=RSS)
    report = crawl(
        [
            outlet.source("/mixed.xml"),
            outlet.source("/html.xml", name="no-feed"),
            Source(
                name="away", title="Away", home="http://teal.invalid/", feeds=("http://teal.invalid/rss",), delay=0.0
            ),
        ],
        **store,
        settings=replace(settings, timeout=3.0),
    )
    assert {event.url: event.kind for event in report.failures if event.url in links} == links
    assert report.sources[0].new == 3
    assert dict(report.sources[1].failed) == {"not_a_feed": 1}
    assert dict(report.sources[2].failed) == {"dns": 1}
    assert all(event.message for event in report.failures)

    stored = dict(rows(store, "SELECT url, error_kind FROM fetches WHERE error_kind IS NOT NULL AND kind = 'article'"))
    assert stored == links
    states = dict(rows(store, "SELECT error_kind, state FROM fetches WHERE error_kind IS NOT NULL"))
    assert states["not_found"] == states["too_large"] == "failed"
    assert states["robots"] == "forbidden"
    assert states["timeout"] == states["dns"] == states["http_server"] == "retry"
    waiting = rows(store, "SELECT attempts, next_at IS NOT NULL FROM fetches WHERE state = 'retry'")
    assert set(waiting) == {(1, 1)}
    assert "file:" not in str(rows(store, "SELECT url FROM snapshots UNION SELECT url FROM fetches"))


def test_an_unreachable_robots_txt_forbids_the_site(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings
) -> None:
    outlet.answers["/robots.txt"] = outlet.answer(b"", 503)
    report = crawl([outlet.source("/feed.xml")], **store, settings=settings)
    assert [event.kind for event in report.failures] == ["robots_unreachable"]
    assert outlet.paths() == ["/robots.txt"]


def test_a_missing_robots_txt_allows_the_site(outlet: Any, store: dict[str, Path], settings: CrawlSettings) -> None:
    del outlet.answers["/robots.txt"]
    assert crawl([outlet.source("/feed.xml")], **store, settings=settings).sources[0].new == 3


@pytest.fixture
def secure_site(tmp_path: Path, make_page: Callable[..., bytes]) -> Iterator[str]:
    """A site with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "self-signed.pem"
    no_password = serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(make_page())

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_refused(
    secure_site: str, store: dict[str, Path], settings: CrawlSettings
) -> None:
    report = fetch_urls([f"{secure_site}/a"], **store, settings=settings)
    assert [event.kind for event in report.failures] == ["tls"]
    trusting = replace(settings, verify_certificates=False)
    assert fetch_urls([f"{secure_site}/a"], **store, settings=trusting).sources[0].new == 1


def test_crawl_delay_and_retry_after_are_kept(outlet: Any, store: dict[str, Path], settings: CrawlSettings) -> None:
    outlet.answers["/robots.txt"] = outlet.answer(b"User-agent: *\nCrawl-delay: 0.5\n", content_type="text/plain")
    for number in (1, 2, 3):
        outlet.answers[f"/{number}.html"] = outlet.answer(b"", 429, headers={"Retry-After": "600"})
    report = crawl([outlet.source("/feed.xml")], **store, settings=settings)
    assert dict(report.sources[0].failed) == {"rate_limited": 1}
    assert report.sources[0].postponed == 2
    assert len(outlet.hits) == 3  # robots.txt, the feed, and one article
    assert outlet.times[2] - outlet.times[1] >= 0.45
    assert rows(store, "SELECT state, count(*) FROM fetches WHERE kind = 'article' GROUP BY state ORDER BY state") == [
        ("discovered", 2),
        ("retry", 1),
    ]


def test_two_feeds_that_name_one_article_do_not_fetch_it_twice(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings, make_rss: Callable[..., bytes]
) -> None:
    body = make_rss(outlet.url("/1.html"))
    outlet.answers["/a.xml"] = outlet.answers["/b.xml"] = outlet.answer(body, content_type=RSS)
    for expected in (1, 0):
        report = crawl([outlet.source("/a.xml", "/b.xml")], **store, settings=settings)
        assert (report.sources[0].discovered, report.sources[0].fetched) == (expected, expected)


def test_an_article_is_fetched_again_when_the_feed_says_something_else_of_it(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings, make_rss: Callable[..., bytes]
) -> None:
    for title, new, unchanged in (("First", 1, 0), ("Second", 0, 1)):
        outlet.answers["/a.xml"] = outlet.answer(make_rss(outlet.url("/1.html"), title=title), content_type=RSS)
        source = crawl([outlet.source("/a.xml")], **store, settings=settings).sources[0]
        assert (source.new, source.unchanged) == (new, unchanged)
    assert rows(store, "SELECT count(DISTINCT warc_offset), count(*) FROM snapshots WHERE parse_state != 'feed'") == [
        (1, 2)
    ]


def test_pages_beyond_the_limit_stay_due(outlet: Any, store: dict[str, Path], settings: CrawlSettings) -> None:
    limited = replace(settings, max_pages=2)
    assert [crawl([outlet.source("/feed.xml")], **store, settings=limited).sources[0].new for _ in range(2)] == [2, 1]


def test_a_killed_crawl_is_an_error_and_the_next_one_finishes_it(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings
) -> None:
    def kill(event: CrawlEvent) -> None:
        if event.outcome is Outcome.NEW:
            for child in multiprocessing.active_children():
                child.kill()

    with pytest.raises(CrawlError, match="run it again"):
        crawl(
            [outlet.source("/feed.xml")], **store, settings=replace(settings, delays={"127.0.0.1": 0.3}), progress=kill
        )
    crawl([outlet.source("/feed.xml")], **store, settings=settings)
    assert (
        rows(store, "SELECT url_key FROM snapshots WHERE parse_state = 'pending' GROUP BY url_key HAVING count(*) > 1")
        == []
    )
    assert rows(store, "SELECT count(DISTINCT url_key) FROM snapshots WHERE parse_state = 'pending'") == [(3,)]
    assert rows(store, "PRAGMA integrity_check") == [("ok",)]


def test_an_interrupt_ends_the_crawl_in_order_and_leaves_the_rest_due(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings
) -> None:
    def interrupt(event: CrawlEvent) -> None:
        if event.outcome is Outcome.NEW:
            raise KeyboardInterrupt

    slow = replace(settings, delays={"127.0.0.1": 1.0})
    with pytest.raises(KeyboardInterrupt):
        crawl([outlet.source("/feed.xml")], **store, settings=slow, progress=interrupt)
    assert rows(store, "SELECT state, count(*) FROM fetches WHERE kind = 'article' GROUP BY state") == [
        ("discovered", 2),
        ("fetched", 1),
    ]
    assert crawl([outlet.source("/feed.xml")], **store, settings=settings).sources[0].new == 2


@needs_proc
def test_a_crawl_whose_caller_is_gone_ends_by_itself(outlet: Any, store: dict[str, Path], tmp_path: Path) -> None:
    script = tmp_path / "once.py"
    script.write_text(
        "import multiprocessing, os, sys\n"
        "from pathlib import Path\n"
        "from crawler.crawl import crawl\n"
        "from crawler.report import CrawlSettings\n"
        "from records import Source\n"
        "def leave(event):\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    os._exit(0)\n"
        "if __name__ == '__main__':\n"
        "    url, folder = sys.argv[1], Path(sys.argv[2])\n"
        "    source = Source(name='a', title='A', home=url, feeds=(url + 'feed.xml',), delay=0.0)\n"
        "    settings = CrawlSettings(allow_private=('127.0.0.1',), delays={'127.0.0.1': 0.3})\n"
        "    crawl([source], news_db=folder / 'news.db', archive=folder / 'archive', settings=settings, progress=leave)\n"
    )
    arguments = [sys.executable, str(script), outlet.url("/"), str(tmp_path)]
    left = subprocess.run(
        arguments, capture_output=True, text=True, timeout=60, check=True, cwd=Path(__file__).parents[2]
    )
    child = Path(f"/proc/{int(left.stdout)}")
    deadline = time.monotonic() + 20
    while child.exists() and "zombie" not in (child / "status").read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not child.exists() or "zombie" in (child / "status").read_text()
    assert outlet.paths().count("/3.html") + outlet.paths().count("/2.html") + outlet.paths().count("/1.html") <= 2
    assert rows(store, "PRAGMA integrity_check") == [("ok",)]


def test_a_disabled_source_is_not_asked(outlet: Any, store: dict[str, Path], settings: CrawlSettings) -> None:
    report = crawl([replace(outlet.source("/feed.xml"), enabled=False)], **store, settings=settings)
    assert (report.sources, outlet.hits) == ((), [])


def test_an_archive_that_cannot_be_written_ends_the_crawl_with_its_reason(
    outlet: Any, store: dict[str, Path], settings: CrawlSettings
) -> None:
    store["archive"].write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="archive"):
        crawl([outlet.source("/feed.xml")], **store, settings=settings)
    assert rows(store, "SELECT count(*) FROM snapshots") == [(0,)]
    assert rows(store, "SELECT etag FROM fetches WHERE kind = 'feed'") == [(None,)]


def test_fetch_urls_obeys_robots_and_keeps_hints(outlet: Any, store: dict[str, Path], settings: CrawlSettings) -> None:
    report = fetch_urls(
        [outlet.url("/1.html?utm_source=x"), outlet.url("/private/x"), outlet.url("/404")],
        **store,
        settings=settings,
        hints={"published": "2023-11-20"},
    )
    assert report.sources[0].source == "added"
    assert report.sources[0].new == 1
    assert sorted(event.kind or "" for event in report.failures) == ["not_found", "robots"]
    assert rows(store, "SELECT url, source, hints FROM snapshots") == [
        (outlet.url("/1.html"), "added", '{"published": "2023-11-20"}')
    ]
    # Known pages are fetched again when a person asks for them.
    assert fetch_urls([outlet.url("/1.html")], **store, settings=settings).sources[0].unchanged == 1


def test_fetch_urls_refuses_what_is_no_web_address(store: dict[str, Path]) -> None:
    with pytest.raises(ValueError, match="file:///etc/passwd"):
        fetch_urls(["file:///etc/passwd"], **store)
    assert not store["news_db"].exists()


@needs_proc
def test_no_deprecated_api_and_no_open_port(outlet: Any, store: dict[str, Path], tmp_path: Path) -> None:
    """The crawl runs with every warning an error, and its process listens on no port."""
    script = tmp_path / "once.py"
    script.write_text(
        "import multiprocessing, os, sys\n"
        "from pathlib import Path\n"
        "from crawler.crawl import crawl\n"
        "from crawler.report import CrawlSettings\n"
        "from records import Source\n"
        "def listening(pid):\n"
        "    inodes = set()\n"
        "    for fd in Path(f'/proc/{pid}/fd').iterdir():\n"
        "        try:\n"
        "            inodes.add(os.readlink(fd))\n"
        "        except FileNotFoundError:\n"
        "            continue\n"
        "    lines = [line.split() for name in ('tcp', 'tcp6') for line in Path(f'/proc/{pid}/net/{name}').read_text().splitlines()]\n"
        "    return [line[1] for line in lines if line[3] == '0A' and f'socket:[{line[9]}]' in inodes]\n"
        "def look(event):\n"
        "    print('listening', [listening(child.pid) for child in multiprocessing.active_children()])\n"
        "if __name__ == '__main__':\n"
        "    url, folder = sys.argv[1], Path(sys.argv[2])\n"
        "    source = Source(name='a', title='A', home=url, feeds=(url + 'feed.xml',), delay=0.0)\n"
        "    settings = CrawlSettings(allow_private=('127.0.0.1',), delays={'127.0.0.1': 0.0})\n"
        "    report = crawl([source], news_db=folder / 'w.db', archive=folder / 'w', settings=settings, progress=look)\n"
        "    print('new', report.sources[0].new)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), outlet.url("/"), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [*["listening [[]]"] * 4, "new 3"]
    assert "Warning" not in done.stderr
