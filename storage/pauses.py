"""The `host_pauses` table: hosts that asked not to be disturbed, so that the next run keeps their pause too."""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from storage.rows import clip, from_text, to_text


def save_pause(db: Database, host: str, *, until: datetime, reason: str) -> None:
    """Store that no request goes to a host before `until`. Call inside `write`."""
    db.execute(
        "INSERT INTO host_pauses (host, until, reason) VALUES (?, ?, ?)"
        " ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until), reason = excluded.reason",
        [host, to_text(until), clip(reason)],
    )


def load_pauses(db: Database, *, at: datetime) -> Mapping[str, tuple[datetime, str]]:
    """Return the hosts that are at rest at `at`, with the end of their pause and its reason."""
    rows = db.query("SELECT host, until, reason FROM host_pauses WHERE until > ?", [to_text(at)])
    return {row["host"]: (from_text(row["until"]), row["reason"]) for row in rows}
