"""Rendering that all pages share."""

from collections.abc import Mapping
from typing import Any

from datasette import Response

from review.access import reviewer
from review.links import article_path, claim_path, query_string, queue_path, row_path, web_address


async def render_page(
    datasette: Any,
    request: Any,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page. Templates escape every value; the functions they need for addresses are added here."""
    shared = {
        "claim_path": lambda key, parameters=None: claim_path(datasette, key, parameters),
        "article_path": lambda number: article_path(datasette, number),
        "queue_path": lambda parameters=None: queue_path(datasette, parameters),
        "row_path": lambda table, key: row_path(datasette, table, key),
        "query_string": query_string,
        "web_address": web_address,
        "reviewer": reviewer(request),
    }
    body = await datasette.render_template(f"claim_review_{template}.html", {**shared, **context}, request=request)
    return Response.html(body, status=status, headers=dict(headers or {}))
