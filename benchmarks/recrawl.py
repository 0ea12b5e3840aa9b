"""What a second crawl with nothing new costs: `python -m benchmarks.recrawl [--articles 100 1000 10000]`.

For each number of articles a loopback site with ten feeds is crawled once, then again. Of the second crawl the requests
are counted by kind and status, and its time is taken; nothing may be fetched but the feeds, and those conditionally. The
addresses of the feeds and their number stay the same, so that a cost that grows with what is stored shows. Appends rows to
benchmarks/recrawl.jsonl.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.crawl import check_store, make_project
from benchmarks.loopback import LoopbackSite, Served
from benchmarks.processes import measure_command

HISTORY: Final = Path(__file__).with_name("recrawl.jsonl")
FEEDS: Final = 10


def main() -> int:
    """Measure, print a table, append rows to the history; returns 1 when a second crawl fetched an article."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    arguments = parser.parse_args()
    rows = []
    print(f"{'stored':>8}{'feeds 304':>11}{'other':>7}{'seconds':>9}{'CPU s':>7}{'peak MB':>9}   first crawl s")
    for articles in arguments.articles:
        with LoopbackSite(articles=articles, feeds=FEEDS) as site, tempfile.TemporaryDirectory() as scratch:
            row = measure(site, Path(scratch))
        rows.append(row)
        print(
            f"{articles:8,}{row['feeds_not_modified']:11}{row['other_requests']:7}{row['seconds']:9.2f}"
            f"{row['cpu_seconds']:7.2f}{row['peak_mb']:9.0f}   {row['first_seconds']:.1f}"
        )
    at = datetime.now(UTC).isoformat(timespec="minutes")
    with HISTORY.open("a", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row | {"at": at, "label": arguments.label}, sort_keys=True) + "\n")
    return 1 if any(row["other_requests"] for row in rows) else 0


def measure(site: LoopbackSite, scratch: Path) -> dict[str, Any]:
    """Crawl a site twice and return what the second crawl asked for and took. Raises RuntimeError when one fails."""
    folder = make_project(site, scratch / "project")
    command = [sys.executable, "-m", "tallywire", "crawl", "-q"]
    first = measure_command(command, cwd=folder)
    check_store(folder, site.articles)
    site.take_requests()
    second = measure_command(command, cwd=folder)
    requests = site.take_requests()
    if first.exit_code or second.exit_code:
        raise RuntimeError(f"exit codes {first.exit_code} and {second.exit_code}:\n{first.output}{second.output}")
    kinds = Counter(_kind(request) for request in requests)
    return {
        "articles": site.articles,
        "feeds": site.feeds,
        "feeds_not_modified": kinds["feed 304"],
        "other_requests": len(requests) - kinds["feed 304"] - kinds["robots"],
        "seconds": round(second.seconds, 2),
        "cpu_seconds": round(second.cpu_seconds, 2),
        "peak_mb": max(second.peaks),
        "first_seconds": round(first.seconds, 2),
    }


def _kind(request: Served) -> str:
    if request.path == "/robots.txt":
        return "robots"
    return f"{request.path.strip('/').partition('/')[0]} {request.status}"


if __name__ == "__main__":
    sys.exit(main())
