"""The versions of an article, found by what a person has at hand, and the figures that each states."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

_KEY: Final = re.compile(r"[0-9a-f]{8,64}")
_KEYS_AT_ONCE: Final = 500  # SQLite takes 999 parameters in its oldest builds

# What figures are compared by (collation.figures.build_figure): the claims of a version in order of the text. `places`
# is a JSON list of names.
FIGURES: Final = (
    "SELECT claim_key, quantity, quantity_start, low_exact, high_exact, unit, group_text, event, modality, time_from, time_to,"
    " evidence, (SELECT json_group_array(text) FROM claim_places AS p WHERE p.claim_key = claims.claim_key) AS places"
    " FROM claims WHERE version_key = ? ORDER BY quantity_start, ordinal"
)


class NoSuchArticleError(Exception):
    """Nothing, or more than one thing, goes by the words that a person gave; the message says what to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an article, with what is printed of it.

    Attributes:
        id: number of the version in the database.
        version: its number within the article, from 1.
        version_key: its key.
        url_key: key of the article.
        url: address.
        source: source.
        title: headline.
        published: instant of publication, UTC; None when nothing states it.
        fetched_at: when its page was fetched.
        text: text.
        extract_state: how far its claims are.

    """

    id: int
    version: int
    version_key: str
    url_key: str
    url: str
    source: str
    title: str
    published: str | None
    fetched_at: str
    text: str
    extract_state: str


def find_article(db: Database, words: str) -> str:
    """Return the URL key of the article that a person means.

    `words` are an address, its own or one that led to it, the number of a version (as the review pages count), or the
    beginning of a version key or URL key, eight characters or more. Raises NoSuchArticleError.
    """
    if words.isdecimal() and len(words) < 8:
        sql, values = "SELECT url_key FROM article_versions WHERE id = ?", [words]
    elif "/" in words or ":" in words:
        sql = (
            "SELECT url_key FROM articles WHERE url = ?1 UNION"
            " SELECT url_key FROM article_versions WHERE url = ?1 OR canonical_url = ?1 UNION"
            " SELECT article_key FROM fetches WHERE url = ?1 AND article_key IN (SELECT url_key FROM articles)"
        )
        values = [words]
    elif _KEY.fullmatch(words):
        sql = "SELECT url_key FROM article_versions WHERE version_key GLOB ?1 OR url_key GLOB ?1"
        values = [f"{words}*"]
    else:
        raise NoSuchArticleError(
            f"{words!r} is no address, number or key; give one of them, a key from eight letters on"
        )
    found = {str(row["url_key"]) for row in db.query(sql, values)}
    if not found:
        raise NoSuchArticleError(f"no article goes by {words}")
    if len(found) > 1:
        raise NoSuchArticleError(f"{len(found)} articles go by {words}; give the number of one")
    return found.pop()


def load_versions(db: Database, url_key: str) -> list[Version]:
    """Return every version of an article in order."""
    rows = db.query(
        "SELECT v.id, v.version, v.version_key, v.url_key, coalesce(v.canonical_url, v.url) AS url, v.source, v.title,"
        " v.published, n.fetched_at, v.text, v.extract_state FROM article_versions AS v"
        " JOIN snapshots AS n ON n.id = v.snapshot_id WHERE v.url_key = ? ORDER BY v.version",
        [url_key],
    )
    return [Version(**row) for row in rows]


def load_figure_rows(db: Database, version_key: str) -> list[Mapping[str, Any]]:
    """Return the rows that `FIGURES` gives for a version."""
    return list(db.query(FIGURES, [version_key]))


def query_versions(db: Database, columns: str, keys: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield columns (SQL of the caller's own) of the article versions with these keys, however many there are."""
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        batch = keys[start : start + _KEYS_AT_ONCE]
        marks = ", ".join("?" * len(batch))
        yield from db.query(f"SELECT {columns} FROM article_versions WHERE version_key IN ({marks})", list(batch))
