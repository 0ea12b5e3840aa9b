"""The schema.org description that a page gives of its article in JSON-LD."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.pages.cleaning import clean_label

_ARTICLE_TYPES = frozenset(
    (
        "Article",
        "NewsArticle",
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "TechArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "Report",
    )
)
# Where a description of the page itself may stand; lists of other articles hang on other keys.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 2_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)?\s*|\s*(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)?[\s;]*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """What JSON-LD says of an article. Empty strings and tuples where it says nothing; strings as printed.

    Attributes:
        headline: cleaned headline.
        authors: cleaned names in order, each once.
        published: `datePublished`.
        modified: `dateModified`.
        language: `inLanguage`, a language tag.
        address: the article's own address as printed, possibly relative.
        printed_headline: the headline as printed.
        printed_authors: the authors as printed, joined by `; `.
        is_free: `isAccessibleForFree`; None where it is not stated.
        words: `wordCount`; None where it is not stated.

    """

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    language: str = ""
    address: str = ""
    printed_headline: str = ""
    printed_authors: str = ""
    is_free: bool | None = None
    words: int | None = None


def read_linked_article(tree: HtmlElement, *, url: str) -> LinkedArticle:
    """Return what the page's JSON-LD says of its article; all empty when it has none or none can be read.

    With several articles the one whose address is the page's goes first, else the first with a date, else the first.
    """
    nodes = [node for script in _scripts(tree) for node in _find_nodes(script)]
    # WordPress plugins name an author by reference to a node of its own.
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    articles = [
        _build_article(node, by_id) for node in nodes if _ARTICLE_TYPES.intersection(_strings(node.get("@type")))
    ]
    here = _comparable(url)
    own = [article for article in articles if article.address and _comparable(urljoin(url, article.address)) == here]
    dated = [article for article in articles if article.published]
    return next(iter(own or dated or articles), LinkedArticle())


def _scripts(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = _WRAPPING.sub("", script.text or "")
        try:
            yield json.loads(text, strict=False)  # raw line breaks inside strings are common
        except (ValueError, RecursionError):
            continue  # a broken block is no statement; the meta tags are read next


def _find_nodes(root: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes that describe the page itself, in order of depth."""
    queue, seen = deque([root]), 0
    while queue and seen < _MOST_NODES:
        node = queue.popleft()
        seen += 1
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            yield node
            queue.extend(node[key] for key in _OWN_KEYS if key in node)


def _build_article(node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> LinkedArticle:
    headline = _first_string(node.get("headline")) or _first_string(node.get("name"))
    printed = _find_authors(node.get("author"), by_id) or _find_authors(node.get("creator"), by_id)
    return LinkedArticle(
        headline=clean_label(headline),
        authors=tuple(dict.fromkeys(map(clean_label, printed))),
        published=_first_string(node.get("datePublished")),
        modified=_first_string(node.get("dateModified")),
        language=_first_string(node.get("inLanguage")),
        address=_first_string(node.get("url")) or _first_string(node.get("mainEntityOfPage")),
        printed_headline=headline,
        printed_authors="; ".join(printed),
        is_free=_read_flag(node.get("isAccessibleForFree")),
        words=_read_count(node.get("wordCount")),
    )


def _find_authors(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the names as printed, each once, without what cannot be a name."""
    members = value if isinstance(value, list) else [value]
    resolved = [by_id.get(str(member.get("@id")), member) if isinstance(member, dict) else member for member in members]
    return tuple(dict.fromkeys(name for name in _strings(resolved) if is_name(clean_label(name))))


def _read_flag(value: Any) -> bool | None:
    """Read a schema.org Boolean: JSON's own, or the names that publishers write for it."""
    names = {"true": True, "false": False}
    return value if isinstance(value, bool) else names.get(_first_string(value).rpartition("/")[2].lower())


def _read_count(value: Any) -> int | None:
    printed = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(printed) if printed.isascii() and printed.isdecimal() else None


def is_name(text: str) -> bool:
    """Tell whether the text can be an author's name: not empty, no address, no handle, not overlong."""
    return bool(text) and len(text) <= 200 and "://" not in text and not text.startswith(("@", "www.", "/"))


def _strings(value: Any) -> list[str]:
    """Return the strings of a JSON-LD value: itself, the members of a list, or the name or identifier of a node."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for member in value for text in _strings(member) if not isinstance(member, list)]
    if isinstance(value, dict):
        return _strings(value.get("name") or value.get("@value") or value.get("@id") or value.get("alternateName"))
    return []


def _first_string(value: Any) -> str:
    return next((text.strip() for text in _strings(value) if text.strip()), "")


def _comparable(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.split("#", 1)[0].split("?", 1)[0]).rstrip("/")
