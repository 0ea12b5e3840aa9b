"""Verdicts: appended to `reviews.db`, and copied into `news.db` so that a researcher needs one file."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from records import Decision, Round, Verdict
from storage.database import close, open_reviews, write
from storage.rows import from_text, to_json, to_text

_COLUMNS = (
    *("claim_key", "version_key", "text_sha256", "quote", "prefix", "suffix", "start", "end", "quantity"),
    *("quantity_start", "decision", "reviewer", "decided_at", "pipeline_version", "reason", "note", "old", "new"),
    *("judged", "round", "retracts", "batch"),
)
_NAMES = ", ".join(f'"{column}"' for column in _COLUMNS)
INSERT_VERDICT = f"INSERT INTO verdicts ({_NAMES}) VALUES ({', '.join('?' for _ in _COLUMNS)})"


def verdict_values(verdict: Verdict) -> list[Any]:
    """Return the values of a verdict in the order of `INSERT_VERDICT`."""
    values = {column: getattr(verdict, column) for column in _COLUMNS}
    values |= {"decision": verdict.decision.value, "decided_at": to_text(verdict.decided_at)}
    values |= {name: to_json(dict(getattr(verdict, name))) for name in ("old", "new", "judged")}
    values |= {"round": verdict.round.value}
    return [values[column] for column in _COLUMNS]


def append_verdict(connection: sqlite3.Connection, verdict: Verdict) -> int:
    """Append one verdict and return its id, in a transaction of its own."""
    return append_verdicts(connection, [verdict])[0]


def append_verdicts(connection: sqlite3.Connection, verdicts: Sequence[Verdict]) -> list[int]:
    """Append verdicts in one transaction, all or none, and return their ids.

    Takes a plain connection: Datasette's write thread has one, and its `execute_write_fn` commits nothing by itself.
    """
    with connection:
        return [int(connection.execute(INSERT_VERDICT, verdict_values(verdict)).lastrowid or 0) for verdict in verdicts]


def load_verdicts(db: Database, *, claim_key: str | None = None) -> list[Verdict]:
    """Return verdicts in the order in which they were made, of one claim or of all."""
    rows = db.query("SELECT * FROM verdicts WHERE :key IS NULL OR claim_key = :key ORDER BY id", {"key": claim_key})
    return [_verdict(row) for row in rows]


def copy_verdicts(db: Database, reviews: Path) -> int:
    """Copy the verdicts that `news.db` does not have yet from `reviews.db`; return how many there were.

    Ids are kept, so the copy is always a prefix of the log.
    """
    if not reviews.exists():
        return 0
    close(open_reviews(reviews))  # an older file gets the columns of today
    source = sqlite3.connect(f"{reviews.resolve().as_uri()}?mode=ro", uri=True)
    try:
        newest = db.execute("SELECT coalesce(max(id), 0) FROM verdicts").fetchone()[0]
        rows = source.execute(f"SELECT id, {_NAMES} FROM verdicts WHERE id > ? ORDER BY id", [newest]).fetchall()
    finally:
        source.close()
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        with write(db):
            db.conn.executemany(f"INSERT INTO verdicts (id, {_NAMES}) VALUES ({marks})", rows)
    return len(rows)


def _verdict(row: Mapping[str, Any]) -> Verdict:
    values = {column: row[column] for column in _COLUMNS}
    values |= {"decision": Decision(row["decision"]), "decided_at": from_text(row["decided_at"])}
    values |= {name: json.loads(row[name]) for name in ("old", "new", "judged")}
    values |= {"round": Round(row["round"])}
    return Verdict(**values)
