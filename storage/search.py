"""Full-text search over the newest version of every article."""

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that matches: id of its newest version, title, source, day, and words around the match."""

    id: int
    title: str
    source: str
    published: str | None
    snippet: str


def search_articles(db: Database, query: str, *, limit: int = 20) -> list[Hit]:
    """Return the articles whose title or text match all words of the query, best first.

    The query is plain words; quotation marks and operators of FTS5 are taken as words, never as syntax.
    """
    words = " ".join('"' + word.replace('"', '""') + '"' for word in query.split())
    if not words:
        return []
    rows = db.query(
        "SELECT v.id, v.title, v.source, v.published_day AS published,"
        " snippet(article_versions_fts, 1, '', '', '…', 24) AS snippet FROM article_versions_fts"
        " JOIN article_versions AS v ON v.id = article_versions_fts.rowid"
        " JOIN articles ON articles.version_key = v.version_key"
        " WHERE article_versions_fts MATCH ? ORDER BY rank LIMIT ?",
        [words, limit],
    )
    return [Hit(**row) for row in rows]
