"""Snapshots that a newer parser reads again: what changed, and which versions an article then has.

The versions of an article are a function of its snapshots: one for each text, in the order in which the texts came. So
a replay stores what each snapshot gives now, and then settles the articles that it touched.
docs/decisions/0004-replay.md has the rule and what becomes of verdicts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

from records import Article
from storage.articles import save_article, version_values
from storage.rows import now, to_text
from storage.snapshots import save_rejection

# What a change is called, and the columns that make it. A changed text has a key of its own.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("version_key",),
    "title": ("title",),
    "byline": ("byline",),
    "published": ("published", "published_precision"),
    "modified": ("modified", "modified_precision"),
    "language": ("language",),
    "address": ("url_key", "canonical_url"),
    "notes": ("dateline_text", "credit_text", "correction_text"),
    "origins": ("title_origin", "byline_origin", "published_origin", "modified_origin", "listed"),
    "agreement": ("agreement", "extractor"),
}
NEW: Final = "now an article"
GONE: Final = "no article any more"
REASON: Final = "other reason for refusal"
# What the pipeline reads beside the text: a change of one asks for a new extraction.
_READ: Final = ("title", "published_day", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a newer parser reads otherwise in one snapshot.

    Attributes:
        url: address of the snapshot.
        kinds: what changed: names of `KINDS`, or `NEW`, `GONE` or `REASON`; empty when nothing did.
        before: the columns of the version that the snapshot gave; empty when it gave none.
        after: those of the version that it gives now.
        touched: URL keys of the articles to settle.

    """

    url: str
    kinds: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    touched: frozenset[str]


def replay_article(db: Database, article: Article, *, snapshot_id: int, parser: str) -> Change:
    """Store what a snapshot gives now and return what changed. Call inside `write`, and `settle_articles` after it.

    A version keeps its claims when neither its text nor what is read beside the text changed, else it waits for extraction.
    """
    before = _load_before(db, snapshot_id)
    save_article(db, article, snapshot_id=snapshot_id, parser=parser)
    after = version_values(article, parser=parser)
    kinds: tuple[str, ...] = (NEW,)
    if before:
        # What a version says beside its text is what the first page with that text says.
        is_its_page = before["snapshot_id"] == snapshot_id or before["version_key"] != article.version_key
        kinds = _find_kinds(before, after) if is_its_page else ()
        if is_its_page and "text" not in kinds:
            _renew(db, before, after)
    return Change(
        url=article.url,
        kinds=kinds,
        before=before,
        after=after,
        touched=frozenset({article.url_key, before.get("url_key", article.url_key)}),
    )


def replay_rejection(
    db: Database, *, snapshot_id: int, error_kind: str, message: str, is_gated: bool, parser: str
) -> Change:
    """Store that a snapshot gives no article now and return what changed. Call as `replay_article`."""
    before = _load_before(db, snapshot_id)
    row = next(iter(db.query("SELECT url, parse_error_kind FROM snapshots WHERE id = ?", [snapshot_id])))
    save_rejection(db, snapshot_id, error_kind=error_kind, message=message, parser=parser, is_gated=is_gated)
    other = () if row["parse_error_kind"] == error_kind else (REASON,)
    return Change(
        url=row["url"],
        kinds=(GONE,) if before else other,
        before=before,
        after={"parse_error_kind": error_kind, "parse_error": message},
        touched=frozenset({before["url_key"]} if before else ()),
    )


def settle_articles(db: Database, url_keys: Iterable[str]) -> None:
    """Make the versions of these articles what their snapshots give. Call inside `write`.

    A version that no snapshot gives any more goes, with what was extracted from it, and leaves a row in `replaced_versions`.
    The others are numbered in the order in which they came, and the article points at the newest.
    """
    db.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends, so that the order of deletions is free
    for url_key in sorted(set(url_keys)):
        _drop_orphans(db, url_key)
        _number_versions(db, url_key)
        _point_at_newest(db, url_key)


def _load_before(db: Database, snapshot_id: int) -> Mapping[str, Any]:
    rows = db.query(
        "SELECT v.* FROM snapshots AS s JOIN article_versions AS v ON v.version_key = s.version_key WHERE s.id = ?",
        [snapshot_id],
    )
    return next(iter(rows), {})


def _find_kinds(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(kind for kind, columns in KINDS.items() if any(before[column] != after[column] for column in columns))


def _renew(db: Database, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Give a version whose text is the same the metadata that its page has now."""
    changed = {column: value for column, value in after.items() if before[column] != value}
    changed.pop("extract_state", None)
    if any(column in changed for column in _READ):
        changed |= {"extract_state": after["extract_state"], "extract_attempts": 0}
    db.table("article_versions").update(before["id"], changed)


def _drop_orphans(db: Database, url_key: str) -> None:
    orphans = list(
        db.query(
            "SELECT v.*, s.version_key AS replaced_by FROM article_versions AS v"
            " LEFT JOIN snapshots AS s ON s.id = v.snapshot_id WHERE v.url_key = ?"
            " AND NOT EXISTS (SELECT 1 FROM snapshots WHERE snapshots.version_key = v.version_key)",
            [url_key],
        )
    )
    for orphan in orphans:
        db.execute(
            "INSERT OR REPLACE INTO replaced_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(orphan["version_key"], url_key, orphan["version"], orphan["replaced_by"]),
                *(orphan["text_sha256"], orphan["extractor"], orphan["parser"], to_text(now())),
            ],
        )
        for table, column in _find_dependents(db):
            db.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', [orphan["version_key"]])
        db.execute("DELETE FROM article_versions WHERE version_key = ?", [orphan["version_key"]])
    # A text that is there again was not replaced for good.
    db.execute(
        "DELETE FROM replaced_versions WHERE version_key IN (SELECT version_key FROM article_versions WHERE url_key = ?)",
        [url_key],
    )


def _find_dependents(db: Database) -> list[tuple[str, str]]:
    """Return every table and column that refers to an article version: what was made from its text."""
    rows = db.execute(
        'SELECT m.name, f."from" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f'
        " WHERE m.type = 'table' AND f.\"table\" = 'article_versions' ORDER BY m.name"
    )
    return [(table, column) for table, column in rows.fetchall()]


def _number_versions(db: Database, url_key: str) -> None:
    rows = list(
        db.query(
            "SELECT v.id, v.version, v.snapshot_id, min(s.id) AS first FROM article_versions AS v"
            " JOIN snapshots AS s ON s.version_key = v.version_key WHERE v.url_key = ? GROUP BY v.id ORDER BY first",
            [url_key],
        )
    )
    wanted = [(row["id"], number, row["first"]) for number, row in enumerate(rows, start=1)]
    if wanted == [(row["id"], row["version"], row["snapshot_id"]) for row in rows]:
        return
    # Out of the way first: two versions of one article never have the same number.
    db.execute("UPDATE article_versions SET version = -version WHERE url_key = ?", [url_key])
    for version_id, number, first in wanted:
        db.execute("UPDATE article_versions SET version = ?, snapshot_id = ? WHERE id = ?", [number, first, version_id])


def _point_at_newest(db: Database, url_key: str) -> None:
    newest = next(
        iter(
            db.query(
                "SELECT v.version_key, v.title, (SELECT count(*) FROM article_versions WHERE url_key = v.url_key) AS versions"
                " FROM article_versions AS v JOIN snapshots AS s ON s.version_key = v.version_key WHERE v.url_key = ?"
                " ORDER BY s.id DESC LIMIT 1",
                [url_key],
            )
        ),
        None,
    )
    if newest is None:
        db.execute("DELETE FROM articles WHERE url_key = ?", [url_key])
        return
    db.execute(
        "UPDATE articles SET version_key = :version_key, title = :title, versions = :versions, updated_at = :at"
        " WHERE url_key = :url_key AND (version_key, title, versions) IS NOT (:version_key, :title, :versions)",
        {**newest, "url_key": url_key, "at": to_text(now())},
    )
