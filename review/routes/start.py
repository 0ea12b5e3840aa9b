"""The start page: what is here, what waits for a verdict, and where to go."""

from typing import Any

from datasette import Response
from datasette.views.index import IndexView

from review.access import reading
from review.databases import NEWS, has_both, remembered
from review.queries import QUERIES
from review.queue import Filter, count_progress
from review.routes.pages import render_page

_COUNTS = (
    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sources WHERE name IN (SELECT source FROM articles))"
)
_NEWEST = (
    "SELECT id, title, source_title, published, claims FROM articles_current ORDER BY published DESC, id DESC LIMIT 8"
)
_EVENTS = (
    "SELECT c.event, count(*) AS claims FROM claims AS c JOIN articles AS a ON a.version_key = c.version_key"
    " GROUP BY c.event ORDER BY claims DESC, c.event"
)


async def show_start(datasette: Any, request: Any, send: Any) -> Response:
    """Show the start page; Datasette's own where the review's databases are not served."""
    if not has_both(datasette):
        return await IndexView.as_view(datasette)(request, send)
    return await _show_start(datasette, request)


@reading
async def _show_start(datasette: Any, request: Any) -> Response:
    news = datasette.databases[NEWS]

    async def load() -> dict[str, Any]:
        articles, sources = (await news.execute(_COUNTS)).first()
        return {
            "articles": articles,
            "sources": sources,
            "newest": [dict(row) for row in await news.execute(_NEWEST)],
            "events": [dict(row) for row in await news.execute(_EVENTS)],
        }

    context = {
        **await remembered(datasette, "start", load),
        "progress": await count_progress(datasette, Filter()),
        "queries": QUERIES,
    }
    return await render_page(datasette, request, "start", context)
