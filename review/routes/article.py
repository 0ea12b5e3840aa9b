"""The page of one article: its text with every claim marked, and the form that adds a missed one."""

from collections.abc import Mapping
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import BadRequest

from records import PlaceRole
from review.access import judging, may_judge, reading, reviewer
from review.added import build_added
from review.articles import ArticleView, load_added, load_article, mark_claims
from review.fields import FIELDS, parse_added, place_names
from review.links import article_path
from review.log import load_last
from review.marks import cut_pieces
from review.places import load_known_places
from review.routes.pages import render_busy, render_page
from review.verdicts import Busy, parse_note, save_verdict


@reading
async def show_article(datasette: Any, request: Any) -> Response:
    """Show an article version with its claims, its other versions and where it came from."""
    return await _render_article(datasette, request, await _load(datasette, request))


@judging
async def add_claim(datasette: Any, request: Any, form: Mapping[str, str]) -> Response:
    """Add a claim that the machine missed, so that recall can be measured."""
    article = await _load(datasette, request)
    try:
        values = parse_added(form, known=await load_known_places(datasette, place_names(form)))
        verdict = build_added(article.row, form, values, reviewer=reviewer(request), note=parse_note(form))
    except BadRequest as error:
        return await _render_article(datasette, request, article, form=form, mistake=str(error), status=400)
    same = next((claim for claim in article.claims if claim["quantity_start"] == verdict.quantity_start), None)
    if same is not None and not form.get("anyway"):
        mistake = f"There is a claim on “{same['quantity']}” already: correct that one, or tick “add it all the same”."
        return await _render_article(datasette, request, article, form=form, mistake=mistake, status=409)
    try:
        await save_verdict(datasette, verdict, seen=0)
    except Busy as busy:
        return await render_busy(datasette, request, form, busy)
    datasette.add_message(request, f"Added: {verdict.quantity} {values['group_text']}".strip())
    return Response.redirect(article_path(datasette, article.row["article_id"]), status=303)


async def _load(datasette: Any, request: Any) -> ArticleView:
    article = await load_article(datasette, int(request.url_vars["article_id"]))
    if article is None:
        raise NotFound("There is no such article.")
    return article


async def _render_article(
    datasette: Any,
    request: Any,
    article: ArticleView,
    *,
    form: Mapping[str, str] | None = None,
    mistake: str | None = None,
    status: int = 200,
) -> Response:
    text = article.row["text"]
    context = {
        "article": article.row,
        "claims": article.claims,
        "added": await load_added(datasette, article.row["version_key"]),
        "versions": article.versions,
        "pieces": cut_pieces(text, mark_claims(datasette, article.claims, labelled=True)) if text else [],
        "may_judge": await may_judge(datasette, request),
        "last": await load_last(datasette, reviewer(request)),
        "fields": FIELDS,
        "values": dict(form or {}),
        "form": form or {},
        "mistake": mistake,
        "place_roles": list(PlaceRole),
        "parameters": {},
    }
    return await render_page(datasette, request, "article", context, status=status)
