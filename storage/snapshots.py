"""The `snapshots` table: every archived response, where its bytes lie, and how far its parsing got."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from records import Snapshot
from storage.archive import Location
from storage.database import write
from storage.rows import clip, from_text, hints_from, now, to_json, to_text

# A page whose bytes were known when it came was never parsed for itself: it has no version of its own to renew.
_TO_PARSE = (
    "CASE WHEN :parser IS NULL THEN parse_state IN ('pending', 'retry')"
    " ELSE parser IS NOT :parser AND (parse_state IN ('rejected', 'gated')"
    " OR (parse_state IN ('parsed', 'unchanged') AND version_key IS NOT NULL)) END"
)
MAX_ATTEMPTS = 3  # parses or extractions of one item before it is put in quarantine


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingSnapshot:
    """A snapshot whose page is still to be parsed."""

    id: int
    snapshot: Snapshot
    attempts: int

    @property
    def location(self) -> Location:
        """Return where its bytes lie in the archive."""
        return Location(
            warc_file=self.snapshot.warc_file,
            warc_offset=self.snapshot.warc_offset,
            warc_length=self.snapshot.warc_length,
        )


def insert_snapshot(db: Database, snapshot: Snapshot, *, run_id: int | None, parse_state: str) -> int:
    """Insert one row and return its id. Call inside `write`, after the archive was synced."""
    cursor = db.execute(
        "INSERT INTO snapshots (url_key, url, source, run_id, fetched_at, status, content_type, body_sha256, body_bytes,"
        " warc_file, warc_offset, warc_length, hints, parse_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            snapshot.url_key,
            snapshot.url,
            snapshot.source,
            run_id,
            to_text(snapshot.fetched_at),
            snapshot.status,
            snapshot.content_type,
            snapshot.body_sha256,
            snapshot.body_bytes,
            snapshot.warc_file,
            snapshot.warc_offset,
            snapshot.warc_length,
            to_json(dict(snapshot.hints)),
            parse_state,
        ],
    )
    return int(cursor.lastrowid or 0)


def find_body(db: Database, key: str, body_sha256: str) -> Location | None:
    """Return where a body of this URL lies in the archive; None when it was never archived."""
    row = next(
        iter(
            db.query(
                "SELECT warc_file, warc_offset, warc_length FROM snapshots WHERE url_key = ? AND body_sha256 = ?"
                " ORDER BY id LIMIT 1",
                [key, body_sha256],
            )
        ),
        None,
    )
    return None if row is None else Location(**row)


def has_snapshot(db: Database, key: str, body_sha256: str, hints: Mapping[str, str]) -> bool:
    """Tell whether exactly this body was added before with exactly these hints: adding it again changes nothing."""
    rows = db.query(
        "SELECT 1 FROM snapshots WHERE url_key = ? AND body_sha256 = ? AND hints = ? LIMIT 1",
        [key, body_sha256, to_json(dict(hints))],
    )
    return next(iter(rows), None) is not None


def load_pending_snapshots(
    db: Database, *, after: int = 0, limit: int = 100, parsed_before: str | None = None
) -> list[PendingSnapshot]:
    """Return snapshots still to be parsed with an id above `after`, in order of id, at most `limit`.

    With `parsed_before`, in their place those that another version of the parser than this one has read.
    """
    rows = db.query(
        f"SELECT * FROM snapshots WHERE {_TO_PARSE} AND id > :after ORDER BY id LIMIT :limit",
        {"after": after, "limit": limit, "parser": parsed_before},
    )
    return [_pending(row) for row in rows]


def count_pending_snapshots(db: Database, *, parsed_before: str | None = None) -> int:
    """Return how many snapshots `load_pending_snapshots` would give in all."""
    return int(db.execute(f"SELECT count(*) FROM snapshots WHERE {_TO_PARSE}", {"parser": parsed_before}).fetchone()[0])


def save_rejection(
    db: Database,
    snapshot_id: int,
    *,
    error_kind: str,
    message: str,
    parser: str | None = None,
    is_gated: bool = False,
) -> None:
    """Store that a page is no article, or shows a gate in place of one, with the reason. Call inside `write`.

    It is not tried again. `parser` is the version that read it.
    """
    _save_parse_state(db, snapshot_id, "gated" if is_gated else "rejected", error_kind, message)
    db.execute("UPDATE snapshots SET parser = ?, version_key = NULL WHERE id = ?", [parser, snapshot_id])


def save_parse_failure(db: Database, snapshot_id: int, *, error_kind: str, message: str) -> str:
    """Store that parsing crashed or ran out of time; return `retry`, or `quarantined` after three tries."""
    attempts = int(db.execute("SELECT parse_attempts FROM snapshots WHERE id = ?", [snapshot_id]).fetchone()[0]) + 1
    state = "quarantined" if attempts >= MAX_ATTEMPTS else "retry"
    _save_parse_state(db, snapshot_id, state, error_kind, message)
    return state


def save_parse_success(
    db: Database, snapshot_id: int, *, version_key: str, is_new: bool, parser: str | None = None
) -> None:
    """Store that a snapshot gave this article version, new or known, read by this parser. Call inside `write`."""
    db.execute(
        "UPDATE snapshots SET parse_state = ?, parse_attempts = parse_attempts + 1, parse_error_kind = NULL,"
        " parse_error = NULL, parsed_at = ?, version_key = ?, parser = ? WHERE id = ?",
        ["parsed" if is_new else "unchanged", to_text(now()), version_key, parser, snapshot_id],
    )


def requeue_snapshots(db: Database) -> int:
    """Put every failed or rejected snapshot back in the queue and return how many there were."""
    with write(db):
        cursor = db.execute(
            "UPDATE snapshots SET parse_state = 'pending', parse_attempts = 0"
            " WHERE parse_state IN ('retry', 'rejected', 'gated', 'quarantined')"
        )
    return int(cursor.rowcount)


def _save_parse_state(db: Database, snapshot_id: int, state: str, error_kind: str, message: str) -> None:
    db.execute(
        "UPDATE snapshots SET parse_state = ?, parse_attempts = parse_attempts + 1, parse_error_kind = ?,"
        " parse_error = ?, parsed_at = ? WHERE id = ?",
        [state, error_kind, clip(message), to_text(now()), snapshot_id],
    )


def _pending(row: Mapping[str, Any]) -> PendingSnapshot:
    return PendingSnapshot(
        id=row["id"],
        attempts=row["parse_attempts"],
        snapshot=Snapshot(
            url=row["url"],
            url_key=row["url_key"],
            source=row["source"],
            fetched_at=from_text(row["fetched_at"]),
            status=row["status"],
            content_type=row["content_type"],
            body_sha256=row["body_sha256"],
            body_bytes=row["body_bytes"],
            warc_file=row["warc_file"],
            warc_offset=row["warc_offset"],
            warc_length=row["warc_length"],
            hints=hints_from(row["hints"]),
        ),
    )
