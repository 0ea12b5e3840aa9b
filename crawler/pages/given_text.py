"""Texts that come without a page around them, plain or as JSON articles, to Readings."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from crawler.pages.cleaning import clean_line, clean_text, drop_long_runs, split_paragraphs
from crawler.pages.margins import Trimmed, is_heading, trim_margins
from crawler.pages.reading import Reading
from crawler.pages.rejection import PageRejected, RejectionKind
from crawler.pages.stamps import parse_stamp
from records import Printed, Stamp

_LONGEST_TITLE = 250  # characters
_DATE_FIELDS = ("published", "modified")


def read_text(text: str, *, url: str, fetched_at: datetime) -> Reading:  # noqa: ARG001 - one signature for all readers
    """Read a plain text; its first line is the headline when it looks like one."""
    trimmed = _trim_plain(text)
    title = _first_line_title(trimmed.paragraphs)
    return Reading(
        title=title,
        title_source=Printed(text=title, origin="text") if title else None,
        byline=None,
        byline_source=None,
        published=trimmed.published,
        modified=trimmed.modified,
        language=None,
        canonical_url=None,
        paragraphs=trimmed.paragraphs,
        extractor="plain text",
    )


def _first_line_title(paragraphs: tuple[str, ...]) -> str:
    """Return the first paragraph when it looks like a headline above a body: short, and no finished sentence."""
    if len(paragraphs) < 2 or len(paragraphs[0]) > _LONGEST_TITLE:
        return ""
    first = paragraphs[0]
    is_title = is_heading(first) or not first.endswith((".", "!", "\u2026", ":", ";", ","))
    return first if is_title and parse_stamp(first, origin="text") is None else ""


def read_json(text: str, *, url: str, fetched_at: datetime) -> Reading:  # noqa: ARG001 - one signature for all readers
    """Read one article in JSON. Raises PageRejected (`malformed`, `bad_date`) for fields that cannot be read."""
    article = _load_object(text)
    trimmed = _trim_plain(_required_text(article))
    stamps = {name: _read_date(article, name) for name in _DATE_FIELDS}
    title = clean_line(_optional(article, "title") or "")
    authors = _optional(article, "byline") or _optional(article, "author") or ""
    byline = clean_line(authors)
    return Reading(
        title=title,
        title_source=Printed(text=_optional(article, "title") or "", origin="file") if title else None,
        byline=byline or None,
        byline_source=Printed(text=authors, origin="file") if byline else None,
        published=stamps["published"] or trimmed.published,
        modified=stamps["modified"] or trimmed.modified,
        language=_optional(article, "language"),
        canonical_url=None,
        paragraphs=trimmed.paragraphs,
        extractor="json article",
    )


def _load_object(text: str) -> Mapping[str, Any]:
    try:
        article = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PageRejected(RejectionKind.MALFORMED, f"not JSON: {error}") from error
    if not isinstance(article, dict):
        raise PageRejected(RejectionKind.MALFORMED, f"a JSON article is an object, this is a {type(article).__name__}")
    return article


def _required_text(article: Mapping[str, Any]) -> str:
    text = _optional(article, "text")
    if text is None:
        raise PageRejected(RejectionKind.MALFORMED, 'a JSON article needs "text"')
    return text


def _optional(article: Mapping[str, Any], name: str) -> str | None:
    value = article.get(name)
    if value is not None and not isinstance(value, str):
        raise PageRejected(RejectionKind.MALFORMED, f'"{name}" must be a string, this is a {type(value).__name__}')
    return value


def _read_date(article: Mapping[str, Any], name: str) -> Stamp | None:
    printed = _optional(article, name)
    if printed is None or not printed.strip():
        return None
    stamp = parse_stamp(printed, origin="file")
    if stamp is None:
        raise PageRejected(RejectionKind.BAD_DATE, f'"{name}" is {printed!r}; write it like 2023-11-20T23:14+00:00')
    return stamp


def _trim_plain(text: str) -> Trimmed:
    trimmed = trim_margins(split_paragraphs(clean_text(text)))
    paragraphs = tuple(filter(None, map(drop_long_runs, trimmed.paragraphs)))
    if trimmed.paragraphs and not paragraphs:
        raise PageRejected(RejectionKind.NO_TEXT, "the text is one long run of characters without spaces")
    return replace(trimmed, paragraphs=paragraphs)
