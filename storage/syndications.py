"""Syndications: the groups that copies form, with what is known of each copy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from storage.rows import from_text
from storage.versions import query_versions

_COPY_COLUMNS: Final = (
    "id, version_key, title, dateline_text, credit_text, byline,"
    " (SELECT outlet FROM text_signatures AS t WHERE t.version_key = article_versions.version_key) AS outlet,"
    " (SELECT seen_at FROM text_signatures AS t WHERE t.version_key = article_versions.version_key) AS seen_at,"
    " (SELECT max(e.id) FROM extractions AS e WHERE e.version_key = article_versions.version_key) AS extraction_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """What is known of an article that is a copy.

    Attributes:
        id: number of the version.
        version_key: its key.
        outlet: who printed it.
        seen_at: when it was there.
        title: headline.
        notes: what says whose text it is: dateline, credit and byline as printed, those that there are.
        extraction_id: its newest extraction; None before there is one.

    """

    id: int
    version_key: str
    outlet: str
    seen_at: datetime
    title: str
    notes: tuple[str, ...]
    extraction_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyndicationLine:
    """A syndication for a list: its row with the outlet of the earliest copy, and the differing figures by outlet.

    Attributes:
        figures: outlet and `syndication_articles.figures` of each copy with another figure.

    """

    title: str
    earliest_at: str
    outlet: str
    agency: str | None
    outlets: int
    figures: Sequence[tuple[str, str]]


def load_copy_rows(db: Database, keys: Sequence[str]) -> dict[str, CopyRow]:
    """Return what is known of articles that are copies, by the key of their newest version."""
    return {
        row["version_key"]: CopyRow(
            id=row["id"],
            version_key=row["version_key"],
            outlet=row["outlet"],
            seen_at=from_text(row["seen_at"]),
            title=row["title"],
            notes=tuple(row[name] for name in ("dateline_text", "credit_text", "byline") if row[name]),
            extraction_id=row["extraction_id"],
        )
        for row in query_versions(db, _COPY_COLUMNS, keys)
    }


def load_syndications(db: Database) -> dict[int, tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Return every syndication by its number: its own row, and the rows of its articles in order."""
    groups: dict[int, tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = {
        row["id"]: (row, []) for row in db.query("SELECT * FROM syndications ORDER BY id")
    }
    for row in db.query("SELECT * FROM syndication_articles ORDER BY syndication_id, position"):
        groups[row["syndication_id"]][1].append(row)
    return groups


def save_syndications(
    db: Database, *, dropped: Iterable[int], groups: Iterable[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
) -> None:
    """Delete the syndications of these numbers, then insert groups, each its own row and those of its articles.

    Call inside `write`.
    """
    for group_id in dropped:
        db.execute("DELETE FROM syndications WHERE id = ?", [group_id])
    for row, articles in groups:
        db.table("syndications").insert(dict(row))
        db.table("syndication_articles").insert_all([dict(article) for article in articles])


def load_syndication_lines(db: Database) -> list[SyndicationLine]:
    """Return the syndications, those with differing figures first, then the newest."""
    lines = []
    for row in db.query(
        "SELECT s.id, s.title, s.earliest_at, t.outlet, s.agency, s.outlets FROM syndications AS s"
        " JOIN text_signatures AS t ON t.version_key = s.earliest_key"
        " ORDER BY s.changed = 0, s.earliest_at DESC, s.id"
    ):
        figures = db.query(
            "SELECT t.outlet, a.figures FROM syndication_articles AS a JOIN text_signatures AS t USING (version_key)"
            " WHERE a.syndication_id = ? AND a.changed > 0 ORDER BY a.position",
            [row.pop("id")],
        )
        lines.append(SyndicationLine(**row, figures=[(each["outlet"], each["figures"]) for each in figures]))
    return lines
