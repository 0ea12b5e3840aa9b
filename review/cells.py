"""Cells of Datasette's own tables: keys become links to the review's pages."""

from typing import Any, Final

from markupsafe import Markup

from review.databases import NEWS, REVIEWS, has_both
from review.links import article_path, claim_path

_KEY_LENGTH: Final = 64  # a sha256 in hex
_ARTICLE_COLUMNS: Final = {("claims_readable", "article_id"), ("articles_current", "id"), (None, "article_id")}


def render_link(datasette: Any, *, database: str, table: str | None, column: str, value: Any) -> Markup | None:
    """Return the cell as a link to a claim's or an article's page; None leaves the cell to Datasette."""
    if database not in {NEWS, REVIEWS} or not has_both(datasette):
        return None
    if column == "claim_key" and isinstance(value, str) and len(value) == _KEY_LENGTH and value.isalnum():
        return _link(claim_path(datasette, value), f"claim {value[:8]}")
    if (table, column) in _ARTICLE_COLUMNS and isinstance(value, int):
        return _link(article_path(datasette, value), f"article {value}")
    return None


def _link(href: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, words)
