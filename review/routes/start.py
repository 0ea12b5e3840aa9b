"""The start page: what came in, what moved, what is in trouble, what waits for a verdict, and where to go."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from datasette import Response
from datasette.views.index import IndexView

from review.access import reading, reviewer
from review.changes import load_moved
from review.databases import NEWS, has_both, remembered
from review.queries import QUERIES
from review.queue import Filter, count_progress, count_waiting
from review.routes.pages import render_page
from storage.rows import from_text, now, to_text

VISIT_COOKIE: Final = "tallywire_visit"
_VISIT: Final = timedelta(minutes=30)  # a page loaded again within this time is the same visit
_KEPT: Final = 180 * 24 * 3600  # seconds that a browser keeps the time of the last visit
_COUNTS: Final = (
    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sources WHERE name IN (SELECT source FROM articles))"
)
_NEWEST: Final = (
    "SELECT id, title, source_title, published, claims FROM articles_current ORDER BY published DESC, id DESC LIMIT 8"
)
_EVENTS: Final = (
    "SELECT c.event, count(*) AS claims FROM claims AS c JOIN articles AS a ON a.version_key = c.version_key"
    " GROUP BY c.event ORDER BY claims DESC, c.event"
)
_SINCE: Final = (
    "SELECT (SELECT count(*) FROM articles WHERE first_seen_at > :since) AS articles,"
    " (SELECT count(*) FROM articles WHERE updated_at > :since AND first_seen_at <= :since) AS edited,"
    " (SELECT count(*) FROM claims AS c JOIN articles AS a ON a.version_key = c.version_key"
    "  WHERE a.updated_at > :since) AS claims"
)
# What the last run of each source met, and how long it has brought nothing.
_TROUBLE: Final = """
    SELECT s.name, s.title, r.at, r.failed, r.fetched, r.failures,
        (SELECT max(first_seen_at) FROM articles AS a WHERE a.source = s.name) AS newest
    FROM sources AS s JOIN source_runs AS r ON r.source = s.name
    WHERE r.run_id = (SELECT max(run_id) FROM source_runs AS l WHERE l.source = s.name) AND s.enabled
        AND (r.failed > 0 OR newest IS NULL OR newest < :silent)
    ORDER BY r.failed > 0 DESC, newest LIMIT 8"""
_SILENT: Final = timedelta(days=7)


async def show_start(datasette: Any, request: Any, send: Any) -> Response:
    """Show the start page; Datasette's own where the review's databases are not served."""
    if not has_both(datasette):
        return await IndexView.as_view(datasette)(request, send)
    return await _show_start(datasette, request)


@reading
async def _show_start(datasette: Any, request: Any) -> Response:
    news = datasette.databases[NEWS]
    silent = to_text(now() - _SILENT)

    async def load() -> dict[str, Any]:
        articles, sources = (await news.execute(_COUNTS)).first()
        return {
            "articles": articles,
            "sources": sources,
            "newest": [dict(row) for row in await news.execute(_NEWEST)],
            "events": [dict(row) for row in await news.execute(_EVENTS)],
            "moved": await load_moved(datasette, articles=6, limit=8),
            "trouble": [dict(row) for row in await news.execute(_TROUBLE, {"silent": silent})],
        }

    before, visit = read_visit(request.cookies.get(VISIT_COOKIE, ""), now())
    since = None if before is None else dict((await news.execute(_SINCE, {"since": to_text(before)})).first())
    progress = {
        name: await count_waiting(datasette, Filter(**chosen), me=reviewer(request))
        for name, chosen in {
            "second": {"round": "second"},
            "disagreement": {"round": "adjudication"},
            "recheck": {"state": "recheck"},
        }.items()
    }
    context: Mapping[str, Any] = {
        **await remembered(datasette, "start", load),
        "progress": await count_progress(datasette, Filter()),
        "waiting": progress,
        "queries": QUERIES,
        "before": before,
        "since": since,
    }
    response = await render_page(datasette, request, "start", context)
    response.set_cookie(VISIT_COOKIE, visit, max_age=_KEPT, httponly=True, samesite="strict")
    return response


def read_visit(cookie: str, instant: datetime) -> tuple[datetime | None, str]:
    """Return when the visit before this one was (None for a first one), and the cookie to keep.

    The cookie holds two times: the visit before and the last page of this one. A visit ends half an hour after its last
    page, so that a page loaded again still tells of the same news.
    """
    try:
        before, last = (from_text(part).astimezone(UTC) if part else None for part in cookie.split("|"))
    except ValueError:  # no cookie yet, or not one of ours
        before, last = None, None
    if last is not None and instant - last > _VISIT:
        before = last
    return before, f"{to_text(before) if before else ''}|{to_text(instant)}"
