"""Speed and memory of the crawl against a bare Scrapy spider: `python -m benchmarks.crawl [--pages 2000]`.

Both fetch the same pages of the same loopback site in the same run, one request at a time and without a pause, as the
politeness of one host asks; the bare spider is run with Scrapy's own concurrency as well. tallywire reads robots.txt and the
feeds, archives every body and stores its state; the bare spider reads the feeds and throws the pages away. Pages a minute are
counted by the site, from the first article to the last, so that the time of starting Python counts for neither. The rows
go to benchmarks/crawl.jsonl. The parse of the same pages follows, for the memory of its workers.
"""

import argparse
import json
import os
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.loopback import LoopbackSite, Served
from benchmarks.processes import Usage, measure_command

HISTORY: Final = Path(__file__).with_name("crawl.jsonl")
FEEDS: Final = 20
BARE: Final = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

class Bare(Spider):
    name = "bare"
    start_urls = sys.argv[2:]

    def parse(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield Request(link, callback=self.take)

    def take(self, response):
        pass

process = AsyncCrawlerProcess({
    "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[1]), "DOWNLOAD_DELAY": 0,
})
process.crawl(Bare)
process.start()
"""


def main() -> int:
    """Measure, print a table, append a row to the history and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=2, help="how often each is run; the best round counts")
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    arguments = parser.parse_args()
    with LoopbackSite(articles=arguments.pages, feeds=FEEDS) as site, tempfile.TemporaryDirectory() as scratch:
        record = measure(site, Path(scratch), rounds=arguments.rounds)
    record |= {"at": datetime.now(UTC).isoformat(timespec="minutes"), "label": arguments.label}
    print(render(record))
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, sort_keys=True) + "\n")
    return 0


def measure(site: LoopbackSite, scratch: Path, *, rounds: int) -> dict[str, Any]:
    """Return the figures of tallywire, of the bare spider one by one and with Scrapy's concurrency, and of the parse."""
    script = scratch / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    runs: dict[str, list[dict[str, float]]] = {"tallywire": [], "bare": [], "bare_concurrent": []}
    parse: Usage | None = None
    for turn in range(rounds):
        folder = make_project(site, scratch / f"round{turn}")
        runs["tallywire"].append(run_crawl(site, [sys.executable, "-m", "tallywire", "crawl", "-q"], folder))
        check_store(folder, site.articles)
        for name, concurrency in (("bare", 1), ("bare_concurrent", 8)):
            command = [sys.executable, str(script), str(concurrency), *site.feed_urls()]
            runs[name].append(run_crawl(site, command, folder))
        if turn == rounds - 1:
            parse = measure_command([sys.executable, "-m", "tallywire", "parse", "-q"], cwd=folder)
    best = {name: max(rows, key=lambda row: row["pages_per_minute"]) for name, rows in runs.items()}
    return {
        "pages": site.articles,
        "rounds": rounds,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        **best,
        "wall_ratio": best["tallywire"]["pages_per_minute"] / best["bare"]["pages_per_minute"],
        "wall_ratio_concurrent": best["tallywire"]["pages_per_minute"] / best["bare_concurrent"]["pages_per_minute"],
        "parse_peaks_mb": parse.peaks if parse else (),
        "parse_seconds": parse.seconds if parse else 0.0,
    }


def make_project(site: LoopbackSite, folder: Path) -> Path:
    """Write a project that watches the site, and return its folder."""
    folder.mkdir()
    (folder / "sources.yaml").write_text(site.watch_list(), encoding="utf-8")
    (folder / "tallywire.toml").write_text(
        f'[crawl]\ncontact = "bench@tallywire.example"\nallow_private = ["127.0.0.1"]\npages_per_source = {site.articles}\n',
        encoding="utf-8",
    )
    return folder


def run_crawl(site: LoopbackSite, command: list[str], folder: Path) -> dict[str, float]:
    """Run a crawler over the whole site. Raises RuntimeError when it fails or misses a page."""
    site.take_requests()
    usage = measure_command(command, cwd=folder)
    articles = [request for request in site.take_requests() if request.path.startswith("/article/")]
    if usage.exit_code or len(articles) != site.articles:
        raise RuntimeError(f"{command} fetched {len(articles)} pages, exit code {usage.exit_code}:\n{usage.output}")
    return {
        "pages_per_minute": round(pages_per_minute(articles)),
        "seconds": round(usage.seconds, 2),
        "cpu_seconds": round(usage.cpu_seconds, 2),
        "peak_mb": max(usage.peaks),
    }


def pages_per_minute(articles: list[Served]) -> float:
    """Return the rate between the first request and the last."""
    return 60 * (len(articles) - 1) / (articles[-1].at - articles[0].at)


def check_store(folder: Path, pages: int) -> None:
    """Raise RuntimeError unless every page was stored: a fast crawl that loses pages is no crawl."""
    with sqlite3.connect(folder / "output" / "news.db") as db:
        stored = db.execute("SELECT count(*) FROM snapshots WHERE parse_state = 'pending'").fetchone()[0]
    if stored != pages:
        raise RuntimeError(f"{stored} of {pages} pages were stored")


def render(record: dict[str, Any]) -> str:
    """Return the figures as a table for people."""
    names = {
        "tallywire": "tallywire",
        "bare": "bare Scrapy, one at a time",
        "bare_concurrent": "bare Scrapy, 8 at once",
    }
    lines = [f"{'':28}{'pages/min':>10}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}"]
    for key, name in names.items():
        row = record[key]
        lines.append(
            f"{name:28}{row['pages_per_minute']:10,.0f}{row['cpu_seconds']:8.1f}{row['seconds']:8.1f}{row['peak_mb']:9.0f}"
        )
    lines.append(
        f"share of the bare spider's pages a minute: {record['wall_ratio']:.2f} (8 at once: {record['wall_ratio_concurrent']:.2f})"
    )
    lines.append(
        f"peak memory of parsing, MB a process: {', '.join(f'{peak:.0f}' for peak in record['parse_peaks_mb'])}"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
