"""The page of one article: its text with every claim marked."""

from typing import Any

from datasette import NotFound, Response

from review.access import reading
from review.articles import load_article, mark_claims
from review.marks import cut_pieces
from review.routes.pages import render_page


@reading
async def show_article(datasette: Any, request: Any) -> Response:
    """Show an article version with its claims, its other versions and where it came from."""
    article = await load_article(datasette, int(request.url_vars["article_id"]))
    if article is None:
        raise NotFound("There is no such article.")
    text = article.row["text"]
    context = {
        "article": article.row,
        "claims": article.claims,
        "versions": article.versions,
        "pieces": cut_pieces(text, mark_claims(datasette, article.claims, labelled=True)) if text else [],
    }
    return await render_page(datasette, request, "article", context)
