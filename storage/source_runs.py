"""The `source_runs` table: what each run got from each source, and a source's past as its health is told from it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from sqlite_utils import Database

from records import Source
from storage.database import write
from storage.rows import from_text, to_json, to_text
from storage.sources import load_sources

PAST: Final = timedelta(days=60)  # how far back a source's past is looked at
WATCHED: Final = timedelta(days=7)  # without a run, while others have some, until a source counts as given up
ARTICLES: Final = 60  # newest articles of a source that are looked at
LOW_AGREEMENT: Final = 0.7  # of the extractors of a text, below which a third one is asked and a person should look
FIELDS: Final = ("title", "byline", "published", "modified", "language")  # what a watch-list may require

_NEWEST_RUNS: Final = "SELECT source, max(at) AS at FROM source_runs GROUP BY source"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """What one run got from one source; the fields are the columns of `source_runs`."""

    run_id: int
    source: str
    at: datetime
    listings: int
    listings_unchanged: int
    discovered: int
    fetched: int
    new: int
    unchanged: int
    postponed: int
    failures: Mapping[str, int]
    seconds: float
    expected: float | None = None
    articles: int | None = None
    rejected: int | None = None
    median_words: float | None = None

    @property
    def failed(self) -> int:
        """Return the number of requests that failed."""
        return sum(self.failures.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePast:
    """What of an article tells about its source.

    Attributes:
        first_seen_at: when it came.
        words: number of words of its newest text.
        agreement: how far extractors agreed on it, 0 to 1; None where the text was given as such.
        missing: which of the fields that a watch-list may require it lacks.

    """

    first_seen_at: datetime
    words: int
    agreement: float | None
    missing: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePast:
    """A source with its runs and articles of the last 60 days, the newest first, at most 60 articles.

    Attributes:
        arrivals: when its articles came, the newest first; all of the 60 days.

    """

    source: Source
    runs: tuple[SourceRun, ...]
    articles: tuple[ArticlePast, ...]
    arrivals: tuple[datetime, ...]


def save_source_runs(db: Database, runs: Iterable[SourceRun]) -> None:
    """Store what a run got from each source, with the number of articles that was expected since the run before."""
    expectations = {source.name: source.expect.articles_a_day for source in load_sources(db)}
    with write(db):
        for run in runs:
            expected = _expect(db, run, expectations.get(run.source))
            db.execute(
                "INSERT OR REPLACE INTO source_runs (run_id, source, at, listings, listings_unchanged, discovered,"
                " fetched, new, unchanged, postponed, failed, failures, expected, seconds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    run.run_id,
                    run.source,
                    to_text(run.at),
                    run.listings,
                    run.listings_unchanged,
                    run.discovered,
                    run.fetched,
                    run.new,
                    run.unchanged,
                    run.postponed,
                    run.failed,
                    to_json(dict(run.failures)),
                    expected,
                    run.seconds,
                ],
            )


def save_yields(db: Database) -> int:
    """Store what the pages of each run gave once all of them are parsed; return how many rows were filled."""
    open_rows = list(
        db.query(
            "SELECT run_id, source FROM source_runs AS r WHERE articles IS NULL AND NOT EXISTS (SELECT 1 FROM snapshots"
            " WHERE run_id = r.run_id AND source = r.source AND parse_state IN ('pending', 'retry'))"
        )
    )
    with write(db):
        for row in open_rows:
            where = [row["run_id"], row["source"]]
            words = [
                found["words"]
                for found in db.query(
                    "SELECT v.words FROM snapshots AS n JOIN article_versions AS v ON v.snapshot_id = n.id"
                    " WHERE n.run_id = ? AND n.source = ?",
                    where,
                )
            ]
            rejected = db.execute(
                "SELECT count(*) FROM snapshots WHERE run_id = ? AND source = ? AND parse_state IN ('rejected', 'gated')",
                where,
            ).fetchone()[0]
            db.execute(
                "UPDATE source_runs SET articles = ?, rejected = ?, median_words = ? WHERE run_id = ? AND source = ?",
                [len(words), rejected, float(median(words)) if words else None, *where],
            )
    return len(open_rows)


def load_pasts(db: Database) -> list[SourcePast]:
    """Return the past of every source that is watched, in order of name.

    The 60 days count back from the source's own newest run, not from today: a desk that was closed for a month must not
    take its sources for silent. A source that was left out of all runs of the last week is not watched any more.
    """
    newest = {row["source"]: from_text(row["at"]) for row in db.query(_NEWEST_RUNS)}
    watched = max(newest.values(), default=None)
    return [
        _load_past(db, source, since=newest[source.name] - PAST)
        for source in load_sources(db)
        if source.enabled and source.name in newest and watched is not None and newest[source.name] >= watched - WATCHED
    ]


def _load_past(db: Database, source: Source, *, since: datetime) -> SourcePast:
    where = [source.name, to_text(since)]
    arrivals = db.query(
        "SELECT first_seen_at FROM articles WHERE source = ? AND first_seen_at >= ? ORDER BY first_seen_at DESC", where
    )
    articles = db.query(
        f"SELECT a.first_seen_at, v.words, v.agreement, {', '.join(f'v.{field}' for field in FIELDS)} FROM articles AS a"
        " JOIN article_versions AS v ON v.version_key = a.version_key WHERE a.source = ? AND a.first_seen_at >= ?"
        " ORDER BY a.first_seen_at DESC, v.id DESC LIMIT ?",
        [*where, ARTICLES],
    )
    runs = db.query("SELECT * FROM source_runs WHERE source = ? AND at >= ? ORDER BY run_id DESC", where)
    return SourcePast(
        source=source,
        runs=tuple(_build_run(row) for row in runs),
        articles=tuple(
            ArticlePast(
                first_seen_at=from_text(row["first_seen_at"]),
                words=row["words"],
                agreement=row["agreement"],
                missing=frozenset(field for field in FIELDS if not row[field]),
            )
            for row in articles
        ),
        arrivals=tuple(from_text(row["first_seen_at"]) for row in arrivals),
    )


def _build_run(row: Mapping[str, object]) -> SourceRun:
    columns = {name: value for name, value in row.items() if name not in {"failed", "failures", "at"}}
    return SourceRun(
        **columns,  # type: ignore[arg-type]  # a row has the types of its STRICT table
        at=from_text(str(row["at"])),
        failures=json.loads(str(row["failures"])),
    )


def _expect(db: Database, run: SourceRun, articles_a_day: float | None) -> float | None:
    """Return how many articles the watch-list expects since the source's run before; None without one, or a wish."""
    if articles_a_day is None:
        return None
    before = db.execute(
        "SELECT max(at) FROM source_runs WHERE source = ? AND run_id < ?", [run.source, run.run_id]
    ).fetchone()[0]
    if before is None:
        return None
    days = (run.at - from_text(before)).total_seconds() / 86_400
    return round(articles_a_day * days, 3)
