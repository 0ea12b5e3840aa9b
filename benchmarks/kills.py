"""The crawl killed at random moments, then run once to its end: `python -m benchmarks.kills [--kills 20] [--seed 1]`.

A loopback site is crawled by `tallywire crawl`, whose processes are all killed (SIGKILL) after a random number of requests and
a random fraction of a second more; this is repeated, and then the crawl is run to its end. Prints what was fetched more
than once, what is stored, whether the database is whole and whether every snapshot can be read from its WARC; appends a row to
benchmarks/kills.jsonl. The tests run the same with fewer kills.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.loopback import LoopbackSite
from storage.archive import ArchiveError, Location, read_record

HISTORY: Final = Path(__file__).with_name("kills.jsonl")
ARTICLES: Final = 120
LATENCY: Final = 0.02  # seconds that the site holds back each answer, so that a kill finds requests on their way
MOST_REQUESTS: Final = 10  # of one run before it is killed
PATIENCE: Final = 120.0  # seconds after which a run that sends no request is taken for hung


@dataclass(frozen=True, slots=True, kw_only=True)
class KillReport:
    """What came of a crawl that was killed again and again.

    Attributes:
        kills: how many runs were killed.
        articles: articles on the site.
        stored: articles of which the store has one body or more.
        twice: articles of which it has more than one row.
        in_flight: for each kill, the articles that this run had asked for and not stored.
        again: articles that were asked for more often than that explains.
        requests: requests for articles in all.
        integrity: answer of `PRAGMA integrity_check`.
        unreadable: snapshots whose body cannot be read from its WARC, or differs.
        exit_code: of the last run, which was not killed.

    """

    kills: int
    articles: int
    stored: int
    twice: int
    in_flight: tuple[int, ...]
    again: int
    requests: int
    integrity: str
    unreadable: int
    exit_code: int

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was lost, doubled or fetched again without need."""
        return (
            self.stored == self.articles
            and self.integrity == "ok"
            and not (self.twice or self.again or self.unreadable or self.exit_code)
        )


def main() -> int:
    """Kill, run to the end, print what came of it, and return 0 when all is whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        report = crawl_with_kills(Path(scratch), kills=arguments.kills, seed=arguments.seed)
    for name, value in asdict(report).items():
        print(f"{name:12} {value}")
    record = asdict(report) | {"at": datetime.now(UTC).isoformat(timespec="minutes"), "seed": arguments.seed}
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, sort_keys=True) + "\n")
    return 0 if report.is_whole else 1


def crawl_with_kills(folder: Path, *, kills: int, seed: int, articles: int = ARTICLES) -> KillReport:
    """Crawl a site in a folder, killed `kills` times, and then to its end."""
    chance = random.Random(seed)  # noqa: S311 - seeded so that a failure can be repeated
    hits: Counter[str] = Counter()
    explained: Counter[str] = Counter()
    in_flight: list[int] = []
    with LoopbackSite(articles=articles, feeds=3, latency=LATENCY) as site:
        _write_project(folder, site)
        for _ in range(kills):
            asked = _run_and_kill(
                folder, site, requests=chance.randint(0, MOST_REQUESTS), wait=chance.random() * 2 * LATENCY
            )
            lost = set(asked) - _stored_paths(folder, site)
            hits += asked
            explained.update(lost)
            in_flight.append(len(lost))
        last = subprocess.run(_command(), cwd=folder, capture_output=True, text=True, check=False)
        hits += _article_requests(site)
        stored = _stored_paths(folder, site)
    with closing(sqlite3.connect(folder / "output" / "news.db")) as db:
        return KillReport(
            kills=kills,
            articles=articles,
            stored=len(stored),
            twice=db.execute(
                "SELECT count(*) FROM (SELECT 1 FROM snapshots WHERE parse_state != 'feed'"
                " GROUP BY url_key HAVING count(*) > 1)"
            ).fetchone()[0],
            in_flight=tuple(in_flight),
            again=sum(count > 1 + explained[path] for path, count in hits.items()),
            requests=hits.total(),
            integrity=db.execute("PRAGMA integrity_check").fetchone()[0],
            unreadable=_count_unreadable(db, folder / "output" / "archive"),
            exit_code=last.returncode,
        )


def _write_project(folder: Path, site: LoopbackSite) -> None:
    (folder / "sources.yaml").write_text(site.watch_list(), encoding="utf-8")
    (folder / "tallywire.toml").write_text(
        '[crawl]\ncontact = "bench@tallywire.example"\nallow_private = ["127.0.0.1"]\n', encoding="utf-8"
    )


def _run_and_kill(folder: Path, site: LoopbackSite, *, requests: int, wait: float) -> Counter[str]:
    """Start a crawl, kill all its processes that many requests after the first, and return the requests for articles."""
    hits: Counter[str] = Counter()
    process = subprocess.Popen(_command(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen, deadline = 0, time.monotonic() + PATIENCE
    while process.poll() is None and seen <= requests:
        if time.monotonic() > deadline:
            raise RuntimeError(f"a crawl sent {seen} requests within {PATIENCE:.0f} seconds and went no further")
        served = site.take_requests()
        seen += len(served)
        hits += Counter(request.path for request in served if request.path.startswith("/article/"))
    time.sleep(wait)
    for pid in (*_children(process.pid), process.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()
    time.sleep(2 * LATENCY)  # what was on its way when the process died is counted too
    return hits + _article_requests(site)


def _article_requests(site: LoopbackSite) -> Counter[str]:
    return Counter(request.path for request in site.take_requests() if request.path.startswith("/article/"))


def _stored_paths(folder: Path, site: LoopbackSite) -> set[str]:
    """Return the paths of articles that have a snapshot."""
    path = folder / "output" / "news.db"
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'snapshots'").fetchone():
            return set()
        urls = db.execute("SELECT DISTINCT url FROM snapshots WHERE parse_state != 'feed'").fetchall()
    return {url.removeprefix(site.home.rstrip("/")) for (url,) in urls}


def _count_unreadable(db: sqlite3.Connection, archive: Path) -> int:
    """Return how many snapshots do not give back the body that the database says."""
    unreadable = 0
    for digest, file, offset, length in db.execute(
        "SELECT body_sha256, warc_file, warc_offset, warc_length FROM snapshots"
    ):
        location = Location(warc_file=file, warc_offset=offset, warc_length=length)
        try:
            unreadable += read_record(archive, location).body_sha256 != digest
        except ArchiveError:
            unreadable += 1
    return unreadable


def _children(pid: int) -> list[int]:
    """Return the processes below a process, the deepest last."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [each for child in children for each in (int(child), *_children(int(child)))]


def _command() -> list[str]:
    return [sys.executable, "-m", "tallywire", "crawl", "-q"]


if __name__ == "__main__":
    sys.exit(main())
