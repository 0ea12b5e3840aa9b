"""Rendering that all pages share."""

from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from datasette import Response

from review.access import reviewer
from review.links import article_path, claim_path, query_string, queue_path, row_path, web_address


def _find_leaflet() -> Mapping[str, str]:
    """Return the paths of Leaflet's module and style sheet in the package that carries them."""
    names = sorted(path.name for path in resources.files("datasette_leaflet").joinpath("static").iterdir())
    endings = {"module": ".min.js", "style": ".css"}
    return {
        kind: "/-/static-plugins/datasette_leaflet/"
        + next(name for name in names if name.startswith("leaflet-") and name.endswith(ending))
        for kind, ending in endings.items()
    }


LEAFLET: Final = _find_leaflet()


async def render_busy(
    datasette: Any,
    request: Any,
    form: Mapping[str, str],
    busy: Exception,
    *,
    claim: Mapping[str, Any] | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Response:
    """Return the page that keeps a form that could not be stored, to be sent again."""
    context = {"claim": claim, "form": form, "parameters": parameters or {}, "error": str(busy)}
    return await render_page(datasette, request, "busy", context, status=503, headers={"Retry-After": "5"})


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
