"""Which figures an edit changed, as the pages show it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from collation.figures import FigureChanges, build_figure, match_figures
from review.databases import NEWS
from storage.versions import FIGURES

_EDITED: Final = """
    SELECT a.version_key AS after_key, before.version_key AS before_key, after.id AS article_id, after.title, a.source,
        a.updated_at
    FROM articles AS a JOIN article_versions AS after ON after.version_key = a.version_key
    JOIN article_versions AS before ON before.url_key = a.url_key AND before.version = a.versions - 1
    WHERE a.versions > 1 ORDER BY a.updated_at DESC LIMIT ?"""


async def compare_figures(datasette: Any, before: str, after: str) -> FigureChanges:
    """Return what became of the figures between two article versions, given by their keys."""
    pairs = []
    for key in (before, after):
        rows = await datasette.databases[NEWS].execute(FIGURES, [key])
        pairs.append([build_figure(dict(row)) for row in rows])
    return match_figures(*pairs)


async def load_moved(datasette: Any, *, articles: int, limit: int) -> Sequence[Mapping[str, Any]]:
    """Return the figures that the newest edits changed: of so many edited articles, at most `limit` figures."""
    moved: list[Mapping[str, Any]] = []
    for row in await datasette.databases[NEWS].execute(_EDITED, [articles]):
        changes = await compare_figures(datasette, row["before_key"], row["after_key"])
        moved += [{**dict(row), "before": first, "after": second} for first, second in changes.changed]
    return moved[:limit]
