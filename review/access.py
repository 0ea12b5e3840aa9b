"""Who may see and who may judge: the one door that every page goes through."""

import functools
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from datasette import Forbidden, NotFound, Response, actor_matches_allow
from datasette.database import QueryInterrupted
from datasette.views.base import DatasetteError

from review.databases import NEWS, has_both
from review.security import LOCAL_HOSTS, PLUGIN, allowed_hosts, host_name

JUDGE: Final = "review-claims"  # the permission to append verdicts
LOCAL_REVIEWER: Final = "local"
NAME_COOKIE: Final = "tallywire_reviewer"
_NAME: Final = re.compile(r"[^\W_][\w .'-]{0,39}")

Page = Callable[[Any, Any], Awaitable[Response]]
FormPage = Callable[[Any, Any, Mapping[str, str]], Awaitable[Response]]


def reading(page: Page) -> Page:
    """Wrap a page that reads: both databases must be there, and the visitor allowed to see the news."""

    @functools.wraps(page)
    async def checked(datasette: Any, request: Any) -> Response:
        await _check_reading(datasette, request)
        if request.method not in {"GET", "HEAD"}:
            return Response.text("This page takes no forms.", status=405, headers={"Allow": "GET, HEAD"})
        try:
            return await page(datasette, request)
        except QueryInterrupted as error:
            limit = datasette.sql_time_limit_ms / 1000
            raise DatasetteError(
                f"This took more than {limit:g} seconds; choose a narrower filter.", status=503
            ) from error

    return checked


def judging(page: FormPage) -> Page:
    """Wrap a route that writes: a form of our own page, by someone who may judge; the page gets the form's fields."""

    async def checked(datasette: Any, request: Any) -> Response:
        await _check_reading(datasette, request)
        if request.method != "POST":
            return Response.text(
                "Verdicts are sent by the form of a claim's page.", status=405, headers={"Allow": "POST"}
            )
        if not await may_judge(datasette, request):
            raise Forbidden("You may read the claims but not judge them.")
        form: dict[str, str] = await request.post_vars()
        _check_origin(request)
        # Datasette's own check lets forms pass that come without any cookie, or with an Authorization header.
        if not hmac.compare_digest(form.get("csrftoken", "").encode(), request.scope["csrftoken"]().encode()):
            raise Forbidden("This form is not from an open page of this server; reload the claim and judge it again.")
        return await page(datasette, request, form)

    return checked


async def may_judge(datasette: Any, request: Any) -> bool:
    """Tell whether the visitor may append verdicts."""
    return bool(await datasette.permission_allowed(request.actor, JUDGE, default=False))


def reviewer(request: Any) -> str:
    """Return who judges: the id of the signed-in actor, else the name that the visitor chose, else `local`.

    Without sign-in everybody at this machine is trusted; the name only keeps the verdicts of two people apart.
    """
    if request.actor and request.actor.get("id"):
        return str(request.actor["id"])
    name = unquote(request.cookies.get(NAME_COOKIE, ""))
    return name if is_name(name) else LOCAL_REVIEWER


def is_name(name: str) -> bool:
    """Tell whether a person may judge under this name: letters, digits and a few signs, at most 40 characters."""
    return bool(_NAME.fullmatch(name))


def default_permission(datasette: Any, actor: Mapping[str, Any] | None, action: str) -> bool | None:
    """Return who may judge: whom the plugin setting `allow` names; without it everybody on a server that is local alone.

    None for every other action: Datasette decides those.
    """
    if action != JUDGE:
        return None
    allow = (datasette.plugin_config(PLUGIN) or {}).get("allow")
    if allow is not None:
        return bool(actor_matches_allow(actor, allow))
    return allowed_hosts(datasette) == LOCAL_HOSTS


async def _check_reading(datasette: Any, request: Any) -> None:
    if not has_both(datasette):
        raise NotFound("The review needs the databases `news` and `reviews`; start it with `tallywire review`.")
    permissions = [("view-table", (NEWS, "claims")), ("view-database", NEWS), "view-instance"]
    await datasette.ensure_permissions(request.actor, permissions)


def _check_origin(request: Any) -> None:
    """Refuse a form that a browser says comes from another site. Raises Forbidden."""
    origin = request.headers.get("origin")
    is_foreign = request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
    if is_foreign or (origin is not None and host_name(urlsplit(origin).netloc) != host_name(request.host)):
        raise Forbidden("This form comes from another site.")
