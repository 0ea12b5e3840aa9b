"""The state of every URL, in SQL alone: what is due, what came, what failed and when it is tried again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from records import Snapshot
from records.snapshot import url_key
from storage.archive import Location
from storage.database import write
from storage.rows import clip, hints_from, to_json, to_text
from storage.snapshots import find_body, insert_snapshot

Kind = Literal["feed", "article"]

MAX_ATTEMPTS = 5  # tries before a URL is put in quarantine
RETRY_AFTER = timedelta(minutes=60)  # doubled with each further try


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """An article's address that a feed or a person named, with what they said of it (`title`, `published`)."""

    url: str
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFetch:
    """A URL to fetch now, with the validators for a conditional request; None where there are none."""

    url: str
    source: str
    kind: Kind
    attempts: int
    hints: Mapping[str, str]
    etag: str | None
    last_modified: str | None


def save_feeds(db: Database, source: str, feeds: Iterable[str], *, at: datetime) -> None:
    """Make sure that each feed of a source has its row; its state and validators stay as they are."""
    with write(db):
        for feed in feeds:
            db.execute(
                "INSERT INTO fetches (url_key, url, source, kind, state, first_seen_at)"
                " VALUES (?, ?, ?, 'feed', 'discovered', ?) ON CONFLICT (url_key) DO UPDATE SET source = excluded.source",
                [url_key(feed), feed, source, to_text(at)],
            )


def load_feed(db: Database, feed: str) -> DueFetch:
    """Return the state of one feed. Raises KeyError when `save_feeds` has not seen it."""
    row = next(iter(db.query("SELECT * FROM fetches WHERE url_key = ?", [url_key(feed)])), None)
    if row is None:
        raise KeyError(f"no such feed: {feed}")
    return _due(row)


def load_due(db: Database, source: str, *, at: datetime, limit: int) -> list[DueFetch]:
    """Return the article URLs of a source that are to be fetched now, oldest first, at most `limit`."""
    rows = db.query(
        "SELECT * FROM fetches WHERE source = ? AND kind = 'article' AND (state = 'discovered'"
        " OR (state = 'retry' AND next_at <= ?)) ORDER BY first_seen_at, url_key LIMIT ?",
        [source, to_text(at), limit],
    )
    return [_due(row) for row in rows]


def save_discovered(
    db: Database, source: str, found: Iterable[Discovery], *, found_in: str | None, at: datetime
) -> int:
    """Insert new URLs as `discovered` and return how many were new or are to be fetched again.

    A known URL is fetched again when the feed now says something else of it: an edit usually changes its date.
    Call inside `write`.
    """
    changed = 0
    for entry in found:
        cursor = db.execute(
            "INSERT INTO fetches (url_key, url, source, kind, state, found_in, hints, first_seen_at)"
            " VALUES (?, ?, ?, 'article', 'discovered', ?, ?, ?) ON CONFLICT (url_key) DO UPDATE"
            " SET hints = excluded.hints, state = 'discovered', attempts = 0, next_at = NULL"
            # What the feed says of the article, not which feed says it: one article may stand in two feeds of a source.
            " WHERE kind = 'article' AND state IN ('fetched', 'failed')"
            " AND (json_extract(hints, '$.title') IS NOT json_extract(excluded.hints, '$.title')"
            " OR json_extract(hints, '$.published') IS NOT json_extract(excluded.hints, '$.published'))"
            " AND source = excluded.source",
            [url_key(entry.url), entry.url, source, found_in, to_json(dict(entry.hints)), to_text(at)],
        )
        changed += max(cursor.rowcount, 0)
    return changed


def save_feed_response(
    db: Database,
    snapshot: Snapshot,
    found: Iterable[Discovery],
    *,
    feed: str,
    etag: str | None,
    last_modified: str | None,
    run_id: int | None,
) -> int:
    """Store in one transaction a feed's snapshot, its entries and its validators; return how many URLs are now due.

    The validators are never stored without the entries they stand for: a crash between the two, answered by 304 at
    the next run, would lose the entries for good.
    """
    with write(db):
        insert_snapshot(db, snapshot, run_id=run_id, parse_state="feed")
        fresh = save_discovered(db, snapshot.source, found, found_in=feed, at=snapshot.fetched_at)
        _mark_fetched(db, feed, snapshot.fetched_at, snapshot.status, etag=etag, last_modified=last_modified)
    return fresh


def save_article_response(db: Database, snapshot: Snapshot, *, requested: str, run_id: int | None) -> bool:
    """Store in one transaction an article's snapshot and the state of its URL; return whether the body is new."""
    with write(db):
        known = find_body(db, snapshot.url_key, snapshot.body_sha256)
        insert_snapshot(db, snapshot, run_id=run_id, parse_state="pending" if known is None else "unchanged")
        _mark_fetched(db, requested, snapshot.fetched_at, snapshot.status)
    return known is None


def known_body(db: Database, key: str, body_sha256: str) -> Location | None:
    """Return where a body of this URL already lies in the archive, so that it is archived once; None when it is new."""
    return find_body(db, key, body_sha256)


def save_not_modified(db: Database, url: str, *, at: datetime) -> None:
    """Store that the server answered 304: the state stays, only the time of the visit changes."""
    with write(db):
        db.execute(
            "UPDATE fetches SET state = 'fetched', last_fetched_at = ?, last_status = 304, attempts = 0, error_kind = NULL,"
            " error = NULL, next_at = NULL WHERE url_key = ?",
            [to_text(at), url_key(url)],
        )


def save_failure(
    db: Database,
    url: str,
    *,
    error_kind: str,
    message: str,
    at: datetime,
    status: int | None = None,
    permanent: bool = False,
) -> str:
    """Store that a fetch failed and return the new state.

    A permanent failure (404, not allowed by robots.txt) is not tried again; others are after 1, 2, 4 ... hours, and
    after five tries the URL is put in quarantine.
    """
    with write(db):
        row = next(iter(db.query("SELECT attempts FROM fetches WHERE url_key = ?", [url_key(url)])), None)
        if row is None:
            raise KeyError(f"no such URL in fetches: {url}")
        attempts = int(row["attempts"]) + 1
        state = "retry"
        if permanent:
            state = "forbidden" if error_kind == "robots" else "failed"
        elif attempts >= MAX_ATTEMPTS:
            state = "quarantined"
        next_at = to_text(at + RETRY_AFTER * 2 ** (attempts - 1)) if state == "retry" else None
        db.execute(
            "UPDATE fetches SET state = ?, attempts = ?, next_at = ?, last_fetched_at = ?, last_status = ?,"
            " error_kind = ?, error = ? WHERE url_key = ?",
            [state, attempts, next_at, to_text(at), status, error_kind, clip(message), url_key(url)],
        )
    return state


def requeue(db: Database) -> int:
    """Put every failed, forbidden or quarantined URL back in the queue and return how many there were."""
    with write(db):
        cursor = db.execute(
            "UPDATE fetches SET state = 'discovered', attempts = 0, next_at = NULL"
            " WHERE state IN ('retry', 'failed', 'forbidden', 'quarantined')"
        )
    return int(cursor.rowcount)


def _mark_fetched(
    db: Database,
    url: str,
    at: datetime,
    status: int | None,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    db.execute(
        "UPDATE fetches SET state = 'fetched', attempts = 0, next_at = NULL, last_fetched_at = ?, last_status = ?,"
        " etag = ?, last_modified = ?, error_kind = NULL, error = NULL WHERE url_key = ?",
        [to_text(at), status, etag, last_modified, url_key(url)],
    )


def _due(row: Mapping[str, object]) -> DueFetch:
    return DueFetch(
        url=str(row["url"]),
        source=str(row["source"]),
        kind="feed" if row["kind"] == "feed" else "article",
        attempts=int(str(row["attempts"])),
        hints=hints_from(str(row["hints"])),
        etag=None if row["etag"] is None else str(row["etag"]),
        last_modified=None if row["last_modified"] is None else str(row["last_modified"]),
    )
