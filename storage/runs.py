"""The `runs` table: one row for every run of a command, with what it did."""

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from storage.database import write
from storage.rows import clip, now, to_json, to_text


def start_run(db: Database, command: str, *, version: str) -> int:
    """Insert a run that has begun and return its id."""
    with write(db):
        cursor = db.execute(
            "INSERT INTO runs (command, version, started_at) VALUES (?, ?, ?)", [command, version, to_text(now())]
        )
    return int(cursor.lastrowid or 0)


def finish_run(
    db: Database, run_id: int, *, exit_code: int, counts: Mapping[str, Any], message: str | None = None
) -> None:
    """Store how a run ended: exit code, counts by name, and a message when something went wrong."""
    with write(db):
        db.execute(
            "UPDATE runs SET finished_at = ?, exit_code = ?, counts = ?, message = ? WHERE id = ?",
            [to_text(now()), exit_code, to_json(counts), None if message is None else clip(message), run_id],
        )


def load_runs(db: Database, *, limit: int = 10) -> list[Mapping[str, Any]]:
    """Return the newest runs first."""
    return list(db.query("SELECT * FROM runs ORDER BY id DESC LIMIT ?", [limit]))
