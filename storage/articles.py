"""The `articles` and `article_versions` tables: save what was parsed, load what is to be extracted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from records import Article, Printed
from storage.database import write
from storage.rows import clip, now, stamp, stretch, to_text
from storage.snapshots import MAX_ATTEMPTS, save_parse_success

LANGUAGES = frozenset({"en"})  # what the language model reads; None (not told) is tried as well


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingVersion:
    """An article version whose claims are still to be extracted.

    Attributes:
        published: day of publication as printed, in the zone of the page; None when nothing states it.

    """

    id: int
    version_key: str
    title: str
    text: str
    published: date | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedArticle:
    """What saving an article did: the version's number, whether its text is new, and whether the article is."""

    version: int
    is_new_version: bool
    is_new_article: bool


def save_article(
    db: Database,
    article: Article,
    *,
    snapshot_id: int,
    parser: str | None = None,
    languages: Collection[str] = LANGUAGES,
) -> SavedArticle:
    """Store an article under its URL and text, and mark its snapshot as parsed. Call inside `write`.

    A text that is already there makes no new version; the article then points at that version as its newest. `parser` is
    the version that read the page.
    """
    at = to_text(now())
    known = _one(db, "SELECT version FROM article_versions WHERE version_key = ?", [article.version_key])
    latest = _one(db, "SELECT max(version) AS version FROM article_versions WHERE url_key = ?", [article.url_key])
    previous = int(latest["version"] or 0) if latest else 0
    number = int(known["version"]) if known else previous + 1
    db.execute(
        "INSERT INTO articles (url_key, url, source, title, version_key, versions, first_seen_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url_key) DO UPDATE SET title = excluded.title,"
        " version_key = excluded.version_key, versions = excluded.versions, updated_at = excluded.updated_at"
        " WHERE version_key != excluded.version_key",
        [
            article.url_key,
            article.url,
            article.source,
            article.title,
            article.version_key,
            max(previous, number),
            at,
            at,
        ],
    )
    if known is None:
        row = {
            "version": number,
            "snapshot_id": snapshot_id,
            **version_values(article, parser=parser, languages=languages),
        }
        db.table("article_versions").insert(row)
    save_parse_success(db, snapshot_id, version_key=article.version_key, is_new=known is None, parser=parser)
    return SavedArticle(version=number, is_new_version=known is None, is_new_article=previous == 0)


def load_pending_versions(
    db: Database, *, after: int = 0, limit: int = 100, redo_before: str | None = None
) -> list[PendingVersion]:
    """Return newest versions still to be extracted with an id above `after`, in order of id, at most `limit`.

    With `redo_before`, also those that another pipeline version than this one has extracted.
    """
    rows = db.query(
        "SELECT v.* FROM article_versions AS v JOIN articles ON articles.version_key = v.version_key WHERE v.id > :after"
        " AND (v.extract_state IN ('pending', 'retry') OR (:redo IS NOT NULL AND v.extract_state = 'done'"
        " AND v.pipeline_version IS NOT :redo)) ORDER BY v.id LIMIT :limit",
        {"after": after, "limit": limit, "redo": redo_before},
    )
    return [
        PendingVersion(
            id=row["id"],
            version_key=row["version_key"],
            title=row["title"],
            text=row["text"],
            published=date.fromisoformat(row["published_day"]) if row["published_day"] else None,
            attempts=row["extract_attempts"],
        )
        for row in rows
    ]


def count_pending_versions(db: Database, *, redo_before: str | None = None) -> int:
    """Return how many versions `load_pending_versions` would give in all."""
    row = db.execute(
        "SELECT count(*) FROM article_versions AS v JOIN articles ON articles.version_key = v.version_key"
        " WHERE v.extract_state IN ('pending', 'retry') OR (:redo IS NOT NULL AND v.extract_state = 'done'"
        " AND v.pipeline_version IS NOT :redo)",
        {"redo": redo_before},
    ).fetchone()
    return int(row[0])


def load_text(db: Database, version_key: str) -> str:
    """Return the text of a version. Raises KeyError when there is none."""
    row = _one(db, "SELECT text FROM article_versions WHERE version_key = ?", [version_key])
    if row is None:
        raise KeyError(f"no article version {version_key}")
    return str(row["text"])


def save_extract_failure(db: Database, version_key: str, *, error_kind: str, message: str) -> str:
    """Store that extraction crashed or ran out of time; return `retry`, or `quarantined` after three tries."""
    row = _one(db, "SELECT extract_attempts FROM article_versions WHERE version_key = ?", [version_key])
    if row is None:
        raise KeyError(f"no article version {version_key}")
    attempts = int(row["extract_attempts"]) + 1
    state = "quarantined" if attempts >= MAX_ATTEMPTS else "retry"
    db.execute(
        "UPDATE article_versions SET extract_state = ?, extract_attempts = ?, extract_error_kind = ?, extract_error = ?"
        " WHERE version_key = ?",
        [state, attempts, error_kind, clip(message), version_key],
    )
    return state


def requeue_versions(db: Database) -> int:
    """Put every version in quarantine back in the queue and return how many there were."""
    with write(db):
        cursor = db.execute(
            "UPDATE article_versions SET extract_state = 'pending', extract_attempts = 0"
            " WHERE extract_state IN ('retry', 'quarantined')"
        )
    return int(cursor.rowcount)


def version_values(article: Article, *, parser: str | None, languages: Collection[str] = LANGUAGES) -> dict[str, Any]:
    """Return the columns of an article version that its page gives, whatever number and snapshot it gets."""
    is_readable = article.language is None or article.language in languages
    return {
        "version_key": article.version_key,
        "url_key": article.url_key,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "source": article.source,
        "title": article.title,
        **_printed("title", article.title_source),
        "byline": article.byline,
        **_printed("byline", article.byline_source),
        **stamp("published", article.published),
        # The day on the page's own clock: what "Monday" and "yesterday" in its text are counted from.
        "published_day": article.published.value.date().isoformat() if article.published else None,
        **stamp("modified", article.modified),
        **stamp("listed", article.listed),
        "language": article.language,
        "text": article.text,
        "text_sha256": article.text_sha256,
        "words": len(article.text.split()),
        "extractor": article.extractor,
        "agreement": article.agreement,
        "parser": parser,
        **stretch("dateline", article.dateline),
        **stretch("credit", article.credit),
        **stretch("correction", article.correction),
        "parsed_at": to_text(now()),
        "extract_state": "pending" if is_readable else "skipped",
    }


def _printed(prefix: str, source: Printed | None) -> dict[str, Any]:
    return {
        f"{prefix}_printed": None if source is None else source.text,
        f"{prefix}_origin": None if source is None else source.origin,
    }


def _one(db: Database, sql: str, parameters: list[Any]) -> Mapping[str, Any] | None:
    return next(iter(db.query(sql, parameters)), None)
