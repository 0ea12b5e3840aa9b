"""Precision and recall of finding copies, on invented near-copies: `python -m benchmarks.syndication [--stories 400]`.

Every story is printed by one, two or four outlets, with 5 to 40 % of its words or sentences edited; stories share
sentences, background paragraphs and each outlet's own notice (benchmarks/invented_news.py). A pair of articles is right when both
tell one story. Adds the articles to a database of its own, runs the stage, prints a table and appends a row to
benchmarks/syndication.jsonl.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from benchmarks.invented_news import Story, invent_news
from collation.collate import collate
from records import Article, Snapshot, Source
from records.snapshot import url_key
from storage.articles import save_article
from storage.database import close, open_news, write
from storage.snapshots import insert_snapshot
from storage.sources import save_sources

HISTORY: Final = Path(__file__).with_name("syndication.jsonl")
AT: Final = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)


def main() -> int:
    """Measure, print a table, append a row to the history and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    arguments = parser.parse_args()
    record = measure(invent_news(arguments.stories, seed=arguments.seed))
    print(
        f"{record['articles']} articles of {record['stories']} stories: precision {record['precision']:.4f},"
        f" recall {record['recall']:.4f} of {record['pairs']} pairs, {record['seconds']:.1f} s"
    )
    for edit, recall in record["found"].items():
        print(f"  {edit:18} found {recall:.3f}")
    record |= {"at": datetime.now(UTC).isoformat(timespec="minutes"), "label": arguments.label, "seed": arguments.seed}
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, sort_keys=True) + "\n")
    return 0


def measure(news: list[Story]) -> dict[str, Any]:
    """Return precision and recall over pairs of articles, and for each kind of edit the share that is found."""
    with tempfile.TemporaryDirectory() as scratch:
        db = open_news(Path(scratch) / "news.db")
        add_news(db, news)
        started = time.perf_counter()
        collate(db)
        seconds = time.perf_counter() - started
        groups = {
            row["url"]: row["syndication_id"]
            for row in db.query(
                "SELECT v.url, s.syndication_id FROM syndication_articles AS s"
                " JOIN article_versions AS v ON v.version_key = s.version_key"
            )
        }
        close(db)
    found = [groups.get(_url(number)) for number in range(len(news))]
    wanted = {
        (first, second)
        for first, second in combinations(range(len(news)), 2)
        if news[first].story == news[second].story
    }
    given = {
        (first, second)
        for first, second in combinations(range(len(news)), 2)
        if found[first] is not None and found[first] == found[second]
    }
    originals = {story.story: number for number, story in enumerate(news) if story.edit == "original"}
    edits = Counter(story.edit for story in news if story.edit != "original")
    hits = Counter(
        story.edit
        for number, story in enumerate(news)
        if story.edit != "original" and (originals[story.story], number) in given
    )
    return {
        "articles": len(news),
        "stories": len(originals),
        "pairs": len(wanted),
        "precision": len(given & wanted) / (len(given) or 1),
        "recall": len(given & wanted) / (len(wanted) or 1),
        "seconds": round(seconds, 2),
        "found": {edit: round(hits[edit] / edits[edit], 4) for edit in sorted(edits, key=_edit_order)},
    }


def add_news(db: Database, news: list[Story]) -> None:
    """Store invented articles as if they had been fetched and parsed."""
    outlets = sorted({story.outlet for story in news})
    save_sources(db, [Source(name=outlet, title=outlet, home=f"https://{outlet}.example/") for outlet in outlets])
    with write(db):
        for number, story in enumerate(news):
            url = _url(number)
            snapshot = Snapshot(
                url=url,
                url_key=url_key(url),
                source=story.outlet,
                fetched_at=AT,
                status=200,
                content_type="text/html",
                body_sha256=hashlib.sha256(story.text.encode()).hexdigest(),
                body_bytes=len(story.text),
                warc_file="none",
                warc_offset=0,
                warc_length=0,
            )
            snapshot_id = insert_snapshot(db, snapshot, run_id=None, parse_state="pending")
            save_article(db, build_article(story, url), snapshot_id=snapshot_id)


def build_article(story: Story, url: str) -> Article:
    """Return an invented story as an article."""
    return Article(
        url=url,
        url_key=url_key(url),
        canonical_url=None,
        source=story.outlet,
        title=f"Story {story.story}",
        byline=None,
        published=None,
        modified=None,
        language="en",
        text=story.text,
        extractor="invented",
    )


def _url(number: int) -> str:
    return f"https://news.example/{number}"


def _edit_order(edit: str) -> tuple[str, int]:
    kind, share = edit.split()
    return kind, int(share)


if __name__ == "__main__":
    sys.exit(main())
