"""Signatures of texts and the pairs of near copies that are found by them: `text_signatures` and `near_copies`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from storage.rows import from_text, to_text
from storage.sources import ADDED
from storage.versions import query_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestText:
    """The newest version of an article.

    Attributes:
        id: number of the version.
        version_key: its key.
        text_sha256: sha256 of its text.
        parsed_at: when it was parsed.
        outlet: source, or the host of the address for what a person added.
        seen_at: when it was published or, without a time of day, fetched on that day.
        text: the text.

    """

    id: int
    version_key: str
    text_sha256: str
    parsed_at: str
    outlet: str
    seen_at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """A text that has its signature; the fields are the columns of `text_signatures`."""

    version_key: str
    text_sha256: str
    parsed_at: str
    outlet: str
    seen_at: datetime
    shingles: int
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """Two articles of which one has most of the other's text; the fields are the columns of `near_copies`."""

    first_key: str
    second_key: str
    resemblance: float
    containment: float


def drop_signatures(db: Database, *, scheme: str) -> int:
    """Delete signatures of texts that are no longer the newest, were parsed anew or signed by another scheme.

    Returns how many. Their pairs go with them. Call inside `write`.
    """
    cursor = db.execute(
        "DELETE FROM text_signatures WHERE scheme != ? OR NOT EXISTS (SELECT 1 FROM articles AS a"
        " JOIN article_versions AS v ON v.version_key = a.version_key WHERE a.version_key = text_signatures.version_key"
        " AND v.text_sha256 = text_signatures.text_sha256 AND v.parsed_at = text_signatures.parsed_at)",
        [scheme],
    )
    return int(cursor.rowcount)


def count_unsigned(db: Database) -> int:
    """Return how many newest texts have no signature."""
    return int(
        db.execute(
            "SELECT count(*) FROM articles WHERE version_key NOT IN (SELECT version_key FROM text_signatures)"
        ).fetchone()[0]
    )


def load_unsigned(db: Database, *, limit: int = 100) -> list[NewestText]:
    """Return newest texts that have no signature, about in order of time, at most `limit`."""
    rows = db.query(
        "SELECT v.id, v.version_key, v.text_sha256, v.parsed_at, v.source, coalesce(v.canonical_url, v.url) AS url,"
        " v.published, v.published_precision, n.fetched_at, v.text FROM articles AS a"
        " JOIN article_versions AS v ON v.version_key = a.version_key JOIN snapshots AS n ON n.id = v.snapshot_id"
        " WHERE a.version_key NOT IN (SELECT version_key FROM text_signatures)"
        " ORDER BY coalesce(v.published, n.fetched_at), v.id LIMIT ?",
        [limit],
    )
    return [
        NewestText(
            id=row["id"],
            version_key=row["version_key"],
            text_sha256=row["text_sha256"],
            parsed_at=row["parsed_at"],
            outlet=find_outlet(row["source"], row["url"]),
            seen_at=_seen_at(row),
            text=row["text"],
        )
        for row in rows
    ]


def save_signatures(db: Database, signed: Iterable[SignedText], *, scheme: str) -> None:
    """Insert signatures. Call inside `write`."""
    db.conn.executemany(
        "INSERT INTO text_signatures (version_key, scheme, text_sha256, parsed_at, outlet, seen_at, shingles, signature)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                text.version_key,
                scheme,
                text.text_sha256,
                text.parsed_at,
                text.outlet,
                to_text(text.seen_at),
                text.shingles,
                text.signature,
            ]
            for text in signed
        ],
    )


def load_signatures(db: Database, *, since: datetime, until: datetime) -> list[SignedText]:
    """Return the signed texts of a stretch of time, both ends included, in order of time."""
    rows = db.query(
        "SELECT * FROM text_signatures WHERE seen_at BETWEEN ? AND ? ORDER BY seen_at, version_key",
        [to_text(since), to_text(until)],
    )
    return [
        SignedText(
            version_key=row["version_key"],
            text_sha256=row["text_sha256"],
            parsed_at=row["parsed_at"],
            outlet=row["outlet"],
            seen_at=from_text(row["seen_at"]),
            shingles=row["shingles"],
            signature=row["signature"],
        )
        for row in rows
    ]


def load_texts(db: Database, keys: Sequence[str]) -> dict[str, str]:
    """Return the texts of article versions by key."""
    return {row["version_key"]: row["text"] for row in query_versions(db, "version_key, text", keys)}


def save_pairs(db: Database, pairs: Iterable[NearCopy]) -> None:
    """Insert or replace pairs of near copies. Call inside `write`."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO near_copies (first_key, second_key, resemblance, containment) VALUES (?, ?, ?, ?)",
        [[pair.first_key, pair.second_key, pair.resemblance, pair.containment] for pair in pairs],
    )


def load_pairs(db: Database) -> list[NearCopy]:
    """Return every pair of near copies in order of the keys."""
    return [NearCopy(**row) for row in db.query("SELECT * FROM near_copies ORDER BY first_key, second_key")]


def find_outlet(source: str, url: str) -> str:
    """Return who printed an article: the source, or the host of the address for what a person added.

    A file without an address stands for itself.
    """
    if source != ADDED.name:
        return source
    host = urlsplit(url).hostname
    return host.removeprefix("www.") if host else url


def _seen_at(row: Mapping[str, Any]) -> datetime:
    """Return when a text was there: the instant of publication, or its day with the time of the fetch, at most its end."""
    fetched = from_text(row["fetched_at"])
    if row["published"] is None:
        return fetched
    published = from_text(row["published"])
    if row["published_precision"] != "day":
        return published
    return max(published, min(fetched, datetime.combine(published.date(), time(23, 59, 59), UTC)))
