"""The `sources` table: a copy of the watch-list, so that every article names a source that the file explains."""

import json
from collections.abc import Iterable

from sqlite_utils import Database

from records import Source
from storage.rows import now, to_json, to_text

ADDED = Source(
    name="added",
    title="Added by hand",
    home="about:blank",
    note="Pages and files that a person added with `tallywire add`.",
)


def save_sources(db: Database, sources: Iterable[Source]) -> int:
    """Insert or update sources by name and return how many there were. Sources that are gone from the list stay."""
    rows = [
        {
            "name": source.name,
            "title": source.title,
            "home": source.home,
            "feeds": to_json(source.feeds),
            "country": source.country,
            "language": source.language,
            "tags": to_json(source.tags),
            "enabled": int(source.enabled),
            "delay": source.delay,
            "note": source.note,
            "updated_at": to_text(now()),
        }
        for source in sources
    ]
    db.table("sources").upsert_all(rows, pk="name")
    return len(rows)


def load_sources(db: Database) -> list[Source]:
    """Return every source in order of name, the one for added files included when it is in use."""
    return [
        Source(
            name=row["name"],
            title=row["title"],
            home=row["home"],
            feeds=tuple(json.loads(row["feeds"])),
            country=row["country"],
            language=row["language"],
            tags=tuple(json.loads(row["tags"])),
            enabled=bool(row["enabled"]),
            delay=row["delay"],
            note=row["note"],
        )
        for row in db.table("sources").rows_where(order_by="name")
    ]
