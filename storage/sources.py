"""The `sources` table: a copy of the watch-list, so that every article names a source that the file explains."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from records import Expectation, Source, Term
from storage.database import write
from storage.rows import now, to_json, to_text

ADDED = Source(
    name="added",
    title="Added by hand",
    home="about:blank",
    note="Pages and files that a person added with `tallywire add`.",
)


def save_sources(db: Database, sources: Iterable[Source]) -> int:
    """Insert or update sources by name and return how many there were. Sources that are gone from the list stay.

    When the terms of a source have changed, its listings are read anew at their next visit: what an unchanged listing
    (304) named was chosen by the old terms.
    """
    count = 0
    with write(db):
        for source in sources:
            row = _build_row(source)
            known = next(
                iter(db.query("SELECT keep_terms, drop_terms FROM sources WHERE name = ?", [source.name])), None
            )
            if known is not None and any(known[key] != row[key] for key in ("keep_terms", "drop_terms")):
                db.execute(
                    "UPDATE fetches SET etag = NULL, last_modified = NULL, next_at = first_seen_at"
                    " WHERE source = ? AND kind != 'article'",
                    [source.name],
                )
            db.table("sources").upsert(row, pk="name")
            count += 1
    return count


def load_sources(db: Database) -> list[Source]:
    """Return every source in order of name, the one for added files included when it is in use."""
    return [
        Source(
            name=row["name"],
            title=row["title"],
            home=row["home"],
            feeds=tuple(json.loads(row["feeds"])),
            sitemaps=tuple(json.loads(row["sitemaps"])),
            sections=tuple(json.loads(row["sections"])),
            country=row["country"],
            language=row["language"],
            tags=tuple(json.loads(row["tags"])),
            enabled=bool(row["enabled"]),
            delay=row["delay"],
            pages=row["pages"],
            browser=bool(row["browser"]),
            keep=tuple(Term(**term) for term in json.loads(row["keep_terms"])),
            drop=tuple(Term(**term) for term in json.loads(row["drop_terms"])),
            expect=_read_expectation(row["expect"]),
            note=row["note"],
        )
        for row in db.table("sources").rows_where(order_by="name")
    ]


def _build_row(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "title": source.title,
        "home": source.home,
        "feeds": to_json(source.feeds),
        "sitemaps": to_json(source.sitemaps),
        "sections": to_json(source.sections),
        "country": source.country,
        "language": source.language,
        "tags": to_json(source.tags),
        "enabled": int(source.enabled),
        "delay": source.delay,
        "pages": source.pages,
        "browser": int(source.browser),
        "keep_terms": to_json([asdict(term) for term in source.keep]),
        "drop_terms": to_json([asdict(term) for term in source.drop]),
        "expect": to_json({key: value for key, value in asdict(source.expect).items() if value}),
        "note": source.note,
        "updated_at": to_text(now()),
    }


def _read_expectation(text: str) -> Expectation:
    said = json.loads(text)
    return Expectation(articles_a_day=said.get("articles_a_day"), fields=tuple(said.get("fields", ())))
