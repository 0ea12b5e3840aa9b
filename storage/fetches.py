"""The state of every URL, in SQL alone: what is due, what came, what failed and when it is tried again.

A row is due when its `next_at` has come; one that will not be fetched again by itself has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from records import Snapshot, Source
from records.snapshot import url_key
from storage.addresses import Discovery, DueFetch, Kind, ListingLink
from storage.database import write
from storage.rows import clip, from_text, hints_from, to_json, to_text
from storage.schedule import RECHECK_AGES, mean_gap, next_listing_visit, next_recheck, next_retry
from storage.snapshots import find_body, insert_snapshot


def save_listings(db: Database, source: Source, *, at: datetime) -> None:
    """Make sure that each feed, sitemap and section of a source has its row; its state and validators stay."""
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("feed", source.feeds),
        ("sitemap", source.sitemaps),
        ("section", source.sections),
    )
    with write(db):
        for kind, urls in kinds:
            for url in urls:
                db.execute(
                    "INSERT INTO fetches (url_key, url, source, kind, state, first_seen_at, next_at)"
                    " VALUES (?, ?, ?, ?, 'discovered', ?, ?) ON CONFLICT (url_key) DO UPDATE"
                    " SET source = excluded.source, kind = excluded.kind,"
                    # What was an article before has no validators that stand for its links.
                    " etag = CASE WHEN kind = excluded.kind THEN etag END,"
                    " last_modified = CASE WHEN kind = excluded.kind THEN last_modified END,"
                    " next_at = CASE WHEN kind = excluded.kind THEN next_at ELSE excluded.next_at END",
                    [url_key(url), url, source.name, kind, to_text(at), to_text(at)],
                )


def load_listing(db: Database, url: str) -> DueFetch:
    """Return the state of one listing. Raises KeyError when `save_listings` has not seen it."""
    row = _find(db, url)
    if row is None or row["kind"] == "article":
        raise KeyError(f"no such feed, sitemap or section: {url}")
    return _due(row)


def load_due_children(db: Database, listing: str, *, at: datetime) -> list[DueFetch]:
    """Return the listings that a listing named and that are due now, oldest first."""
    rows = db.query(
        "SELECT * FROM fetches WHERE source = (SELECT source FROM fetches WHERE url_key = ?)"
        " AND kind IN ('sitemap', 'section') AND next_at <= ? AND found_in = ? ORDER BY first_seen_at, url_key",
        [url_key(listing), to_text(at), listing],
    )
    return [_due(row) for row in rows]


def load_due(db: Database, source: str, *, at: datetime, limit: int) -> list[DueFetch]:
    """Return the article URLs of a source that are due now, new ones before known ones, oldest first."""
    rows = db.query(
        "SELECT * FROM fetches WHERE source = ? AND kind = 'article' AND next_at <= ?"
        " ORDER BY state = 'fetched', first_seen_at, url_key LIMIT ?",
        [source, to_text(at), limit],
    )
    return [_due(row) for row in rows]


def save_discovered(
    db: Database, source: str, found: Iterable[Discovery], *, found_in: str | None, at: datetime
) -> int:
    """Insert new URLs as `discovered` and return how many were new or are to be fetched again.

    A known URL is fetched again when the listing that named it first now says something else of it: an edit usually
    changes its date. What another listing adds to an article that still waits is kept. Call inside `write`.
    """
    return sum(_save_discovery(db, source, entry, found_in=found_in, at=at) for entry in found)


def save_listing_response(
    db: Database,
    snapshot: Snapshot,
    found: Iterable[Discovery],
    *,
    listing: str,
    links: Iterable[ListingLink] = (),
    etag: str | None,
    last_modified: str | None,
    run_id: int | None,
) -> int:
    """Store in one transaction a listing's snapshot, what it names and its validators; return how many URLs are now due.

    The validators are never stored without the entries they stand for: a crash between the two, answered by 304 at
    the next run, would lose the entries for good.
    """
    at = snapshot.fetched_at
    with write(db):
        insert_snapshot(db, snapshot, run_id=run_id, parse_state="feed")
        fresh = save_discovered(db, snapshot.source, found, found_in=listing, at=at)
        for link in links:
            _save_link(db, snapshot.source, link, found_in=listing, at=at)
        _save_visit(db, listing, at, snapshot.status, has_changed=bool(fresh), etag=etag, last_modified=last_modified)
    return fresh


def save_article_response(
    db: Database,
    snapshot: Snapshot,
    *,
    requested: str,
    run_id: int | None,
    etag: str | None = None,
    last_modified: str | None = None,
    recheck_ages: Sequence[timedelta] = RECHECK_AGES,
) -> bool:
    """Store in one transaction an article's snapshot and the state of its URL; return whether it is to be parsed.

    `snapshot.url` is the address that identifies the article. When that is not the one `requested` (a redirect, an
    AMP page that names its original), the other address is stored as fetched too, so that no listing makes it be
    fetched again; an article that was fetched from there already is not parsed a second time.
    """
    with write(db):
        is_known = find_body(db, snapshot.url_key, snapshot.body_sha256) is not None
        is_copy = url_key(requested) != snapshot.url_key and _join(db, snapshot)
        is_new = not is_known and not is_copy
        insert_snapshot(db, snapshot, run_id=run_id, parse_state="pending" if is_new else "unchanged")
        due = None
        if recheck_ages and not is_copy and (row := _find(db, requested)) is not None:
            first = from_text(row["first_seen_at"])
            due = next_recheck(first_seen_at=first, at=snapshot.fetched_at, ages=recheck_ages)
        db.execute(
            "UPDATE fetches SET state = 'fetched', attempts = 0, next_at = ?, last_fetched_at = ?, last_status = ?,"
            " etag = ?, last_modified = ?, error_kind = NULL, error = NULL, article_key = ?,"
            " changed_at = CASE WHEN ? THEN ? ELSE changed_at END WHERE url_key = ?",
            [
                None if due is None else to_text(due),
                to_text(snapshot.fetched_at),
                snapshot.status,
                etag,
                last_modified,
                snapshot.url_key,
                is_new,
                to_text(snapshot.fetched_at),
                url_key(requested),
            ],
        )
    return is_new


def save_not_modified(
    db: Database, url: str, *, at: datetime, recheck_ages: Sequence[timedelta] = RECHECK_AGES
) -> None:
    """Store that the server answered 304: validators and entries stay, the next visit moves on."""
    with write(db):
        row = _find(db, url)
        if row is None:
            raise KeyError(f"no such URL in fetches: {url}")
        if row["kind"] != "article":
            _save_visit(db, url, at, 304, has_changed=False, etag=row["etag"], last_modified=row["last_modified"])
            return
        due = next_recheck(first_seen_at=from_text(row["first_seen_at"]), at=at, ages=recheck_ages)
        db.execute(
            "UPDATE fetches SET state = 'fetched', last_fetched_at = ?, last_status = 304, attempts = 0,"
            " error_kind = NULL, error = NULL, next_at = ? WHERE url_key = ?",
            [to_text(at), None if due is None else to_text(due), url_key(url)],
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
    pause: timedelta | None = None,
) -> str:
    """Store that a fetch failed and return the new state.

    An article whose failure is permanent (404, not allowed by robots.txt) is not tried again; others are after 1, 2, 4
    ... hours, never before the `pause` that the server asked for, and after five tries the URL is put in quarantine. A
    listing is never given up: the next run asks once more, then after 15 minutes, doubled up to a day.
    """
    with write(db):
        row = _find(db, url)
        if row is None:
            raise KeyError(f"no such URL in fetches: {url}")
        attempts = int(row["attempts"]) + 1
        is_listing = row["kind"] != "article"
        due = next_retry(attempts=attempts, at=at, is_listing=is_listing, pause=pause)
        state = "retry" if due is not None else "quarantined"
        if permanent:
            state = "forbidden" if error_kind == "robots" else "failed"
            due = due if is_listing else None
        db.execute(
            "UPDATE fetches SET state = ?, attempts = ?, next_at = ?, last_fetched_at = ?, last_status = ?,"
            " error_kind = ?, error = ? WHERE url_key = ?",
            [
                state,
                attempts,
                None if due is None else to_text(due),
                to_text(at),
                status,
                error_kind,
                clip(message),
                url_key(url),
            ],
        )
    return state


def requeue(db: Database) -> int:
    """Make every failed, forbidden or quarantined URL due at once and return how many there were."""
    with write(db):
        cursor = db.execute(
            "UPDATE fetches SET state = 'discovered', attempts = 0, next_at = first_seen_at"
            " WHERE state IN ('retry', 'failed', 'forbidden', 'quarantined')"
        )
    return int(cursor.rowcount)


def _save_discovery(db: Database, source: str, entry: Discovery, *, found_in: str | None, at: datetime) -> int:
    if any(_find(db, variant) is not None for variant in entry.variants):
        return 0
    row = _find(db, entry.url)
    if row is None:
        db.execute(
            "INSERT INTO fetches (url_key, url, source, kind, state, found_in, hints, first_seen_at, next_at)"
            " VALUES (?, ?, ?, 'article', 'discovered', ?, ?, ?, ?)",
            [url_key(entry.url), entry.url, source, found_in, to_json(dict(entry.hints)), to_text(at), to_text(at)],
        )
        return 1
    if row["kind"] != "article" or row["source"] != source:
        return 0
    known = hints_from(row["hints"])
    if row["state"] in {"fetched", "failed"} and _says_otherwise(known, entry.hints):
        hints, change = dict(entry.hints), ", state = 'discovered', attempts = 0, next_at = ?"
    elif (row["state"] in {"discovered", "retry"} or not known) and not set(entry.hints) <= set(known):
        hints, change = {**entry.hints, **known}, ""
    else:
        return 0
    db.execute(
        f"UPDATE fetches SET hints = ?{change} WHERE url_key = ?",
        [to_json(hints), *([to_text(at)] if change else []), url_key(entry.url)],
    )
    return 1 if change else 0


def _says_otherwise(known: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """Tell whether the listing that named an article says something else of it than before.

    Two listings say different things of one article for ever (another form of the date); that is no edit.
    """
    if not known or ("feed" in known and known["feed"] != said.get("feed")):
        return False
    return any(known.get(key) != said.get(key) for key in ("title", "published", "modified"))


def _save_link(db: Database, source: str, link: ListingLink, *, found_in: str, at: datetime) -> None:
    hints = {"depth": str(link.depth), **({"modified": link.stamp} if link.stamp else {})}
    db.execute(
        "INSERT INTO fetches (url_key, url, source, kind, state, found_in, hints, first_seen_at, next_at)"
        " VALUES (?, ?, ?, ?, 'discovered', ?, ?, ?, ?) ON CONFLICT (url_key) DO UPDATE"
        " SET hints = excluded.hints, next_at = excluded.next_at"
        " WHERE kind = excluded.kind AND found_in = excluded.found_in"
        " AND json_extract(hints, '$.modified') IS NOT json_extract(excluded.hints, '$.modified')",
        [url_key(link.url), link.url, source, link.kind, found_in, to_json(hints), to_text(at), to_text(at)],
    )


def _save_visit(
    db: Database,
    url: str,
    at: datetime,
    status: int | None,
    *,
    has_changed: bool,
    etag: str | None,
    last_modified: str | None,
) -> None:
    """Store that a listing was read, whether it had anything new, and when it is asked again."""
    row = _find(db, url)
    if row is None:
        raise KeyError(f"no such feed, sitemap or section: {url}")
    before = from_text(row["changed_at"]) if row["changed_at"] else None
    gap = row["change_gap"]
    if has_changed and before is not None:
        gap = mean_gap(gap, at - before)
    changed_at = at if has_changed or before is None else before
    due = next_listing_visit(changed_at=changed_at, change_gap=gap, at=at)
    db.execute(
        "UPDATE fetches SET state = 'fetched', attempts = 0, next_at = ?, last_fetched_at = ?, last_status = ?,"
        " etag = ?, last_modified = ?, error_kind = NULL, error = NULL, changed_at = ?, change_gap = ?"
        " WHERE url_key = ?",
        [to_text(due), to_text(at), status, etag, last_modified, to_text(changed_at), gap, url_key(url)],
    )


def _join(db: Database, snapshot: Snapshot) -> bool:
    """Store the identifying address of an article that came from another one; return whether it came from there before."""
    row = _find(db, snapshot.url)
    if row is None:
        db.execute(
            "INSERT INTO fetches (url_key, url, source, kind, state, first_seen_at, last_fetched_at, article_key)"
            " VALUES (?, ?, ?, 'article', 'fetched', ?, ?, ?)",
            [
                snapshot.url_key,
                snapshot.url,
                snapshot.source,
                to_text(snapshot.fetched_at),
                to_text(snapshot.fetched_at),
                snapshot.url_key,
            ],
        )
        return False
    if row["state"] == "discovered":
        db.execute(
            "UPDATE fetches SET state = 'fetched', next_at = NULL, article_key = ? WHERE url_key = ?",
            [snapshot.url_key, snapshot.url_key],
        )
    # `last_status` is written only when an address was itself asked for.
    return row["state"] == "fetched" and row["last_status"] is not None


def _find(db: Database, url: str) -> Mapping[str, Any] | None:
    return next(iter(db.query("SELECT * FROM fetches WHERE url_key = ?", [url_key(url)])), None)


def _due(row: Mapping[str, Any]) -> DueFetch:
    hints = dict(hints_from(row["hints"]))
    return DueFetch(
        url=row["url"],
        source=row["source"],
        kind=row["kind"],
        attempts=row["attempts"],
        next_at=from_text(row["next_at"]) if row["next_at"] else None,
        depth=int(hints.pop("depth", "0")) if row["kind"] != "article" else 0,
        hints=hints,
        etag=row["etag"],
        last_modified=row["last_modified"],
    )
