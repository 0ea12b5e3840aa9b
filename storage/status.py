"""Counts and failures for `tallywire status`: what came in, what waits, what failed and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from storage.source_runs import LOW_AGREEMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """One source: its articles and claims, its newest article, and its URLs that wait or failed.

    Attributes:
        unsure: articles on whose text the extractors disagree.

    """

    name: str
    title: str
    enabled: bool
    articles: int
    claims: int
    newest: str | None
    unsure: int
    waiting: int
    failed: int
    last_error: str | None


def load_source_status(db: Database) -> list[SourceStatus]:
    """Return every source, those with failures first, then by name."""
    rows = db.query(
        """SELECT name, title, enabled,
            (SELECT count(*) FROM articles WHERE articles.source = sources.name) AS articles,
            (SELECT count(*) FROM claims JOIN articles ON articles.version_key = claims.version_key
             WHERE articles.source = sources.name) AS claims,
            (SELECT max(coalesce(published, parsed_at)) FROM article_versions
             WHERE article_versions.source = sources.name) AS newest,
            (SELECT count(*) FROM articles JOIN article_versions AS v ON v.version_key = articles.version_key
             WHERE articles.source = sources.name AND v.agreement < :low) AS unsure,
            (SELECT count(*) FROM fetches WHERE fetches.source = sources.name
             AND state IN ('discovered', 'retry')) AS waiting,
            (SELECT count(*) FROM fetches WHERE fetches.source = sources.name
             AND state IN ('failed', 'forbidden', 'quarantined')) AS failed,
            (SELECT error FROM fetches WHERE fetches.source = sources.name AND error IS NOT NULL
             ORDER BY last_fetched_at DESC LIMIT 1) AS last_error
        FROM sources ORDER BY failed > 0 DESC, name""",
        {"low": LOW_AGREEMENT},
    )
    return [SourceStatus(**{**row, "enabled": bool(row["enabled"])}) for row in rows]


def load_stage_counts(db: Database) -> Mapping[str, Mapping[str, int]]:
    """Return, for fetches, snapshots and article versions, how many are in each state."""
    queries = {
        "fetch": "SELECT state, count(*) AS n FROM fetches GROUP BY state ORDER BY state",
        "parse": "SELECT parse_state AS state, count(*) AS n FROM snapshots GROUP BY parse_state ORDER BY parse_state",
        "extract": "SELECT extract_state AS state, count(*) AS n FROM article_versions GROUP BY 1 ORDER BY 1",
    }
    return {stage: {row["state"]: row["n"] for row in db.query(sql)} for stage, sql in queries.items()}


def load_failures(db: Database, *, limit: int = 20) -> Sequence[Mapping[str, Any]]:
    """Return the newest failures of every stage: stage, state, url, kind and error."""
    return list(
        db.query(
            """SELECT 'fetch' AS stage, state, url, error_kind AS kind, error, last_fetched_at AS at FROM fetches
                WHERE state IN ('retry', 'failed', 'forbidden', 'quarantined')
            UNION ALL SELECT 'parse', parse_state, url, parse_error_kind, parse_error, parsed_at FROM snapshots
                WHERE parse_state IN ('retry', 'rejected', 'quarantined')
            UNION ALL SELECT 'extract', extract_state, url, extract_error_kind, extract_error, parsed_at
                FROM article_versions WHERE extract_state IN ('retry', 'quarantined')
            ORDER BY at DESC LIMIT ?""",
            [limit],
        )
    )


def load_doubts(db: Database, *, limit: int = 20) -> Sequence[Mapping[str, Any]]:
    """Return the newest articles whose text or dates a person should look at: id, source, title, url, doubts."""
    return list(
        db.query("SELECT id, source, title, url, doubts FROM articles_in_doubt ORDER BY id DESC LIMIT ?", [limit])
    )
