"""Time from a key to the next claim on the screen: `python -m benchmarks.review [--claims 200000] [--verdicts 100]`.

Builds an invented database in a temporary folder, serves it on loopback, and judges claims by keys in the system's Chromium
(needs the extra tallywire[browser]). The same run times a row page of Datasette itself in the same browser, and the query of
the queue at the beginning and with a tenth of the claims judged, to show that its cost does not grow with what is done. Medians in
milliseconds go to benchmarks/review.jsonl.
"""

import argparse
import asyncio
import hashlib
import json
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import uvicorn
from playwright.sync_api import Page, sync_playwright

from records import Source
from review.queue import Filter, load_queue
from review.server import close_datasette, make_datasette
from storage.database import close, open_news, open_reviews, write
from storage.sources import save_sources

HISTORY: Final = Path(__file__).with_name("review.jsonl")
CLAIMS_OF_ARTICLE: Final = 20
EVENTS: Final = ("death", "injury", "displacement", "return", "destruction", "detention", "aid", "need")
FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


def main() -> int:
    """Build, serve, judge, and write the medians. Exit code 1 without a Chromium."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--verdicts", type=int, default=100)
    chosen = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("this benchmark needs the system's Chromium (Debian: apt install chromium)")
        return 1
    with tempfile.TemporaryDirectory(prefix="tallywire-bench-") as folder:
        news, reviews = Path(folder) / "news.db", Path(folder) / "reviews.db"
        build_world(news, chosen.claims)
        close(open_reviews(reviews))
        row: dict[str, Any] = {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "claims": chosen.claims}
        row["queue query, nothing judged, ms"] = time_queue(news, reviews)
        with serving(news, reviews) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            page = browser.new_page()
            row["key to next claim, ms"] = time_keys(page, address, chosen.verdicts)
            page.route("**/review.js", lambda route: route.abort())
            row["the same without its script, ms"] = time_clicks(page, address, max(10, chosen.verdicts // 5))
            row["datasette row page, ms"] = time_rows(page, address, news, chosen.verdicts)
            browser.close()
        judge_many(news, reviews, chosen.claims // 10)
        row["queue query, a tenth judged, ms"] = time_queue(news, reviews)
    row["verdicts"] = chosen.verdicts
    print(json.dumps(row, indent=2))
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(row) + "\n")
    return 0


def build_world(path: Path, claims: int) -> None:
    """Store invented articles of twenty claims each, with places and origins, in one go."""
    db = open_news(path)
    articles = max(1, claims // CLAIMS_OF_ARTICLE)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    with write(db):
        save_sources(
            db,
            [Source(name=f"outlet-{n}", title=f"Outlet {n}", home=f"https://outlet-{n}.example/") for n in range(50)],
        )
        db.execute(
            "INSERT INTO runs (id, command, version, started_at) VALUES (1, 'bench', '0', '2024-01-01T00:00:00Z')"
        )
        db.conn.executemany(
            "INSERT INTO places VALUES (?, ?, ?, ?, 'P', 'PPL', ?, 'Province', 1000)",
            [
                (f"p:{n}", f"Town {n}", n % 60, n % 170, "AFPKSDTDBD"[2 * (n % 5) : 2 * (n % 5) + 2])
                for n in range(2_000)
            ],
        )
    for first in range(0, articles, 500):
        with write(db):
            for number in range(first, min(first + 500, articles)):
                _save_article(db, number, (start + timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    close(db)


def _save_article(db: Any, number: int, published: str) -> None:
    url_key, version = _key("url", number), _key("version", number)
    source, url = f"outlet-{number % 50}", f"https://outlet-{number % 50}.example/{number}"
    sentences = [
        f"Officials said that {100 + n} people of group {n} were hit near Town {(number + n) % 2000} on Monday."
        for n in range(CLAIMS_OF_ARTICLE)
    ]
    text = "\n\n".join(sentences)
    digest = hashlib.sha256(text.encode()).hexdigest()
    db.execute(
        "INSERT INTO snapshots (id, url_key, url, source, run_id, fetched_at, status, content_type, body_sha256, body_bytes,"
        " warc_file, warc_offset, warc_length, parse_state, version_key) VALUES (?, ?, ?, ?, 1, ?, 200, 'text/html', ?, 1,"
        " 'x.warc.gz', 0, 1, 'parsed', ?)",
        [number + 1, url_key, url, source, published, digest, version],
    )
    db.execute(
        "INSERT INTO articles (url_key, url, source, title, version_key, versions, first_seen_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
        [url_key, url, source, f"Article {number}", version, published, published],
    )
    db.execute(
        "INSERT INTO article_versions (version_key, url_key, version, snapshot_id, url, source, title, published, language, text,"
        " text_sha256, words, extractor, parsed_at, extract_state, pipeline_version)"
        " VALUES (?, ?, 1, ?, ?, ?, ?, ?, 'en', ?, ?, 100, 'bench', ?, 'done', 'bench')",
        [version, url_key, number + 1, url, source, f"Article {number}", published, text, digest, published],
    )
    extraction = db.execute(
        "INSERT INTO extractions (version_key, pipeline_version, extracted_at, seconds, claims, actors, places, attributions,"
        " times, run_id) VALUES (?, 'bench', ?, 0.1, ?, 0, 0, 0, 0, 1)",
        [version, published, CLAIMS_OF_ARTICLE],
    ).lastrowid
    rows, places, offset = [], [], 0
    for n, sentence in enumerate(sentences):
        key, quantity = _key("claim", number, n), str(100 + n)
        start = offset + sentence.index(quantity)
        town = f"Town {(number + n) % 2000}"
        event = EVENTS[(number + n) % len(EVENTS)]
        sure = 0.3 + ((number * 37 + n * 11) % 700) / 1000
        rows.append(
            (key, version, extraction, quantity, start, start + len(quantity), quantity, quantity, event, sure, sentence,
             offset, offset + len(sentence))
        )  # fmt: skip
        begin = offset + sentence.index(town)
        places.append((key, town, begin, begin + len(town), f"p:{(number + n) % 2000}"))
        offset += len(sentence) + 2
    db.conn.executemany(
        "INSERT INTO claims (claim_key, version_key, extraction_id, ordinal, quantity, quantity_start, quantity_end, low_exact,"
        " high_exact, qualifier, quantity_rule, unit, event, modality, stance, confidence, evidence, evidence_start,"
        " evidence_end, evidence_prefix, evidence_suffix, origins)"
        " VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, 'exact', 'digits', 'person', ?, 'actual', 'assert', ?, ?, ?, ?, '', '', '[]')",
        rows,
    )
    db.conn.executemany(
        'INSERT INTO claim_places (claim_key, role, text, start, "end", place_key, confidence)'
        " VALUES (?, 'event', ?, ?, ?, ?, 0.9)",
        places,
    )


def _key(*parts: object) -> str:
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()


@contextmanager
def serving(news: Path, reviews: Path) -> Iterator[str]:
    """Serve both files on a free port of this machine; yield the address."""
    datasette = make_datasette(news, reviews)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        close_datasette(datasette)


def time_keys(page: Page, address: str, count: int) -> float:
    """Press `a` and wait until another claim's page is drawn and takes the next key."""
    page.goto(f"{address}/-/review/next")
    times = []
    for _ in range(count):
        page.wait_for_timeout(250)  # a person reads before deciding; meanwhile the next page comes
        before = page.evaluate("location.pathname")
        began = time.perf_counter()
        page.keyboard.press("a")
        page.wait_for_function(
            "before => location.pathname !== before && document.readyState === 'complete'", arg=before, polling="raf"
        )
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def time_clicks(page: Page, address: str, count: int) -> float:
    """Press the button `Accept` of pages without their script: the whole way to the server and back."""
    page.goto(f"{address}/-/review/next")
    times = []
    for _ in range(count):
        began = time.perf_counter()
        with page.expect_navigation(wait_until="load"):
            page.click("button.accept[value=accept]")
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def time_rows(page: Page, address: str, news: Path, count: int) -> float:
    """Load row pages of Datasette in the same browser."""
    db = open_news(news)
    keys = [
        row[0] for row in db.execute("SELECT claim_key FROM claims ORDER BY confidence LIMIT ? OFFSET 1000", [count])
    ]
    close(db)
    times = []
    for key in keys:
        began = time.perf_counter()
        page.goto(f"{address}/news/claims/{key}", wait_until="load")
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


def time_queue(news: Path, reviews: Path) -> float:
    """Time the query for the first page of the queue, least certain first."""

    async def run() -> float:
        datasette = make_datasette(news, reviews)
        times = []
        for _ in range(20):
            began = time.perf_counter()
            await load_queue(datasette, Filter(), after=None, limit=51)
            times.append((time.perf_counter() - began) * 1000)
        close_datasette(datasette)
        return statistics.median(times)

    return round(asyncio.run(run()), 1)


def judge_many(news: Path, reviews: Path, count: int) -> None:
    """Append a verdict on every tenth claim in the order of certainty, as months of review leave them."""
    db, log = open_news(news), open_reviews(reviews)
    rows = db.execute(
        "SELECT c.claim_key, c.version_key, v.text_sha256, c.evidence, c.evidence_start, c.evidence_end, c.quantity,"
        " c.quantity_start FROM claims AS c JOIN article_versions AS v USING (version_key)"
        " WHERE c.rowid % 10 = 0 LIMIT ?",
        [count],
    ).fetchall()
    with write(log):
        log.conn.executemany(
            'INSERT INTO verdicts (claim_key, version_key, text_sha256, quote, prefix, suffix, start, "end", quantity,'
            " quantity_start, decision, reviewer, decided_at, pipeline_version) VALUES (?, ?, ?, ?, '', '', ?, ?, ?, ?,"
            " 'accept', 'local', '2024-06-01T00:00:00Z', 'bench')",
            rows,
        )
    close(log)
    close(db)


if __name__ == "__main__":
    raise SystemExit(main())
