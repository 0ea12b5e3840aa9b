"""The review: a Datasette plugin through which people read, search and judge the claims.

This module holds the hooks and nothing else. Pages are in `review.routes`, the server in `review.server`. Nothing here
writes `news.db`; verdicts are appended to `reviews.db`. No page asks another host for anything.
"""

# mypy: disable-error-code="untyped-decorator"
# pluggy's markers have no types; they return the function as it is.

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datasette import hookimpl

from review.access import default_permission
from review.cells import render_link
from review.databases import NEWS, attach_reviews, has_both
from review.metadata import build_metadata
from review.queries import QUERIES
from review.routes import ROUTES
from review.security import guard
from review.traceback import print_plain_tracebacks


@hookimpl
def startup(datasette: Any) -> None:  # noqa: ARG001 - the hook's signature
    """Keep Datasette's error page working beside rich 15."""
    print_plain_tracebacks()


@hookimpl
def register_routes() -> Sequence[tuple[str, Any]]:
    """Add the pages of the review."""
    return ROUTES


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Check the Host header of every request and add the security headers to every answer."""
    return guard(datasette)


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Attach the verdicts to every connection that reads the news, so that one query sees both."""
    if database == NEWS and has_both(datasette):
        attach_reviews(conn, datasette)


@hookimpl
def get_metadata(datasette: Any) -> Mapping[str, Any]:
    """Describe every table, view and column."""
    return build_metadata() if has_both(datasette) else {}


@hookimpl
def canned_queries(datasette: Any, database: str) -> Mapping[str, Any]:
    """Offer ready-made questions."""
    if database != NEWS or not has_both(datasette):
        return {}
    return {name: query.as_metadata() for name, query in QUERIES.items()}


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Link claim keys and article numbers in tables to their pages."""
    return render_link(datasette, database=database, table=table, column=column, value=value)


@hookimpl
def permission_allowed(datasette: Any, actor: Mapping[str, Any] | None, action: str) -> bool | None:
    """Decide who may judge claims."""
    return default_permission(datasette, actor, action)


@hookimpl
def menu_links(datasette: Any) -> Sequence[Mapping[str, str]]:
    """Add the review to Datasette's menu."""
    if not has_both(datasette):
        return []
    return [{"href": datasette.urls.path("/-/review"), "label": "Review queue"}]


@hookimpl
def extra_css_urls(datasette: Any) -> Sequence[str]:
    """Keep the column descriptions of Datasette's table pages short enough to see the table."""
    return [datasette.urls.path("/-/static-plugins/tallywire/tables.css")]
