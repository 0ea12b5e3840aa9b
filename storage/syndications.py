"""Syndications: the groups that copies form, with what is known of each copy."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
class Syndication:
    """A group of copies as its tables hold it.

    Attributes:
        row: its row in `syndications`.
        articles: its rows in `syndication_articles`, the earliest first.
        claims: its rows in `claim_copies`, in order of `claim_key`, by the version key of the copy; no key without rows.

    """

    row: dict[str, Any]
    articles: list[dict[str, Any]]
    claims: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFigure:
    """A figure that a copy gives otherwise: who printed it, the earliest's words, the copy's, and what is counted."""

    outlet: str
    original: str
    copy: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyndicationLine:
    """A syndication for a list: its row, the outlet of the earliest copy, and the figures that copies give otherwise."""

    title: str
    earliest_at: str
    outlet: str
    agency: str | None
    outlets: int
    figures: tuple[OtherFigure, ...]


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


def load_syndications(db: Database) -> dict[int, Syndication]:
    """Return every syndication by its number."""
    articles: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query("SELECT * FROM syndication_articles ORDER BY syndication_id, position"):
        articles[row["syndication_id"]].append(row)
    claims: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for row in db.query(
        "SELECT k.*, c.version_key FROM claim_copies AS k JOIN claims AS c USING (claim_key) ORDER BY k.claim_key"
    ):
        claims[row["syndication_id"]].setdefault(row.pop("version_key"), []).append(row)
    return {
        row["id"]: Syndication(row=row, articles=articles[row["id"]], claims=claims[row["id"]])
        for row in db.query("SELECT * FROM syndications ORDER BY id")
    }


def save_syndications(db: Database, *, dropped: Iterable[int], groups: Iterable[Syndication]) -> None:
    """Delete the syndications of these numbers, then insert groups. Call inside `write`."""
    for group_id in dropped:
        db.execute("DELETE FROM syndications WHERE id = ?", [group_id])
    for group in groups:
        db.table("syndications").insert(group.row)
        db.table("syndication_articles").insert_all(group.articles)
        db.table("claim_copies").insert_all([row for rows in group.claims.values() for row in rows])


def load_syndication_lines(db: Database) -> list[SyndicationLine]:
    """Return the syndications, those with differing figures first, then the newest."""
    lines = []
    for row in db.query(
        "SELECT s.id, s.title, s.earliest_at, t.outlet, s.agency, s.outlets FROM syndications AS s"
        " JOIN text_signatures AS t ON t.version_key = s.earliest_key"
        " ORDER BY s.changed = 0, s.earliest_at DESC, s.id"
    ):
        figures = db.query(
            "SELECT t.outlet, o.quantity AS original, c.quantity AS copy, coalesce(c.group_text, c.event) AS counted"
            " FROM claim_copies AS k JOIN claims AS c USING (claim_key) JOIN claims AS o ON o.claim_key = k.original_key"
            " JOIN text_signatures AS t ON t.version_key = c.version_key"
            " WHERE k.syndication_id = ? AND k.is_changed ORDER BY t.outlet, c.quantity_start",
            [row.pop("id")],
        )
        lines.append(SyndicationLine(**row, figures=tuple(OtherFigure(**figure) for figure in figures)))
    return lines
