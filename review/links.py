"""Addresses: pages of the review, rows in Datasette, and live pages that are safe to link to."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette.utils import tilde_encode

from review.databases import NEWS


def claim_path(datasette: Any, claim_key: str, parameters: dict[str, str] | None = None) -> str:
    """Return the address of a claim's page, with the queue's filter when there is one."""
    return str(datasette.urls.path(f"/-/claims/{claim_key}{query_string(parameters)}"))


def article_path(datasette: Any, article_id: int) -> str:
    """Return the address of an article's page."""
    return str(datasette.urls.path(f"/-/articles/{article_id}"))


def queue_path(datasette: Any, parameters: dict[str, str] | None = None) -> str:
    """Return the address of the queue with a filter."""
    return str(datasette.urls.path(f"/-/review{query_string(parameters)}"))


def row_path(datasette: Any, table: str, key: str | int) -> str:
    """Return the address of one row of `news.db` in Datasette."""
    return str(datasette.urls.row(NEWS, table, tilde_encode(str(key))))


def query_string(parameters: dict[str, str] | None) -> str:
    """Return `?a=1&b=2`, or nothing for no parameters."""
    return f"?{urlencode(parameters)}" if parameters else ""


def web_address(url: str | None) -> str | None:
    """Return the address when a link to it is safe: http or https with a host. None for all else (`javascript:`, `file:`)."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[": not an address at all
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
