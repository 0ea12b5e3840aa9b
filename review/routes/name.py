"""Under which name one judges on a machine without sign-in, so that two people's verdicts stay apart."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from datasette import Response
from datasette.utils.asgi import BadRequest

from review.access import NAME_COOKIE, is_name, judging, reading
from review.links import queue_path
from review.routes.pages import render_page

_YEAR: Final = 365 * 24 * 3600


@reading
async def show_name(datasette: Any, request: Any) -> Response:
    """Show the form for the name; a signed-in reviewer has one already."""
    return await render_page(datasette, request, "name", {"is_signed_in": bool(request.actor)})


@judging
async def set_name(datasette: Any, request: Any, form: Mapping[str, str]) -> Response:
    """Keep the name in a cookie of this browser."""
    name = form.get("name", "").strip()
    if not is_name(name):
        raise BadRequest("a name begins with a letter or digit and has at most 40 letters, digits, spaces or . ' - _")
    datasette.add_message(request, f"Judging as {name}")
    response = Response.redirect(queue_path(datasette), status=303)
    response.set_cookie(NAME_COOKIE, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
    return response
