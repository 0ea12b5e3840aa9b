"""What a page says of its article: title, authors, dates, language and address, structured data before guesses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import htmldate
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import extract_author, extract_title

from crawler.pages.cleaning import clean_label
from crawler.pages.linked_data import LinkedArticle, is_name, read_linked_article
from crawler.pages.stamps import EARLIEST, LEEWAY, has_day, is_plausible, parse_stamp
from crawler.urls import is_web_url
from records import Stamp

# Names of meta tags (`name`, `property` or `itemprop`, lower-case), best first.
_TITLE_TAGS = ("og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "headline")
_AUTHOR_TAGS = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator")
_PUBLISHED_TAGS = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "date",
)
_MODIFIED_TAGS = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
)
_LANGUAGE_TAGS = ("og:locale", "content-language", "dc.language", "language")
_SITE_TAGS = ("og:site_name", "application-name", "twitter:site")
_TITLE_SEPARATORS = (" | ", " - ", " \u2013 ", " \u2014 ", " :: ", " \u00b7 ", " \u00ab ", " \u00bb ")
_BYLINE_PREFIXES = ("by ", "by: ", "written by ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page states of its article. Empty or None where it states nothing.

    Attributes:
        title: cleaned headline.
        authors: cleaned names in order.
        published: first publication, only from structured data.
        modified: last change, only from structured data.
        language: language tag as printed.
        canonical_url: absolute http(s) address that the page calls its own.

    """

    title: str
    authors: tuple[str, ...]
    published: Stamp | None
    modified: Stamp | None
    language: str | None
    canonical_url: str | None


def read_metadata(tree: HtmlElement, *, url: str, fetched_at: datetime) -> PageMetadata:
    """Read the metadata of a parsed page: JSON-LD first, then meta tags and microdata, then the page's looks.

    Dates before 1990 or more than 24 hours after `fetched_at` are passed over, whoever states them.
    """
    linked = read_linked_article(tree, url=url)
    tags = _read_tags(tree)
    return PageMetadata(
        title=_find_title(tree, linked, tags) or clean_label(extract_title(tree) or ""),
        authors=_find_authors(linked, tags) or _split_authors(extract_author(tree)),
        published=_first_stamp(linked.published, _values(tags, _PUBLISHED_TAGS), fetched_at),
        modified=_first_stamp(linked.modified, _values(tags, _MODIFIED_TAGS), fetched_at),
        language=tree.get("lang")
        or tree.get("xml:lang")
        or linked.language
        or next(_values(tags, _LANGUAGE_TAGS), None),
        canonical_url=_find_canonical(tree, tags, url),
    )


def guess_published(tree: HtmlElement, *, url: str, fetched_at: datetime) -> Stamp | None:
    """Return the day that htmldate reads out of address, markup and text, or None. No time of day, no zone.

    htmldate makes a lone year ("(c) 2026") its first day, and a lone month its first. Such a day is only believed when
    it is printed somewhere.
    """
    day = htmldate.find_date(
        tree,
        url=url if is_web_url(url) else None,  # the path of a file on this machine dates nothing
        original_date=True,
        extensive_search=True,
        min_date=EARLIEST.date().isoformat(),
        max_date=(fetched_at + LEEWAY).date().isoformat(),
    )
    stamp = None if day is None else parse_stamp(day, origin="htmldate")
    if stamp is not None and stamp.value.day == 1:
        page = etree.tostring(tree, encoding="unicode")
        return stamp if has_day(f"{url} {page}", stamp.value) else None
    return stamp


def _read_tags(tree: HtmlElement) -> Mapping[str, list[str]]:
    """Return the contents of meta tags and of elements with dates in `itemprop`, by lower-case name."""
    tags: dict[str, list[str]] = {}
    for element in tree.iter("meta", "time", "span", "div", "p"):
        if element.tag == "meta":
            names = [element.get(attribute) for attribute in ("property", "name", "itemprop", "http-equiv")]
        else:
            names = [name for name in (element.get("itemprop") or "").split() if name.startswith("date")]
        content = element.get("content") or element.get("datetime")
        for name in filter(None, names):
            if content and content.strip():
                tags.setdefault(name.strip().lower(), []).append(content.strip())
    return tags


def _values(tags: Mapping[str, list[str]], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from tags.get(name, ())


def _find_title(tree: HtmlElement, linked: LinkedArticle, tags: Mapping[str, list[str]]) -> str:
    site = clean_label(next(_values(tags, _SITE_TAGS), "")).lstrip("@")
    for printed in (linked.headline, *_values(tags, _TITLE_TAGS)):
        if title := clean_label(printed):
            return _without_site(title, site)
    headings = [clean_label(heading.text_content()) for heading in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return headings[0]
    title = clean_label(tree.findtext(".//head/title") or "")
    return _without_site(title, site)


def _without_site(title: str, site: str) -> str:
    """Cut the outlet's name, where the page gives one, and its separator from the end of a title."""
    for separator in _TITLE_SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and head and site and tail.strip().casefold() == site.casefold():
            return head.strip()
    return title


def _find_authors(linked: LinkedArticle, tags: Mapping[str, list[str]]) -> tuple[str, ...]:
    if linked.authors:
        return tuple(map(_without_by, linked.authors))
    for tag in _AUTHOR_TAGS:
        names = tuple(dict.fromkeys(_without_by(clean_label(name)) for name in tags.get(tag, ())))
        names = tuple(name for name in names if is_name(name))
        if names:
            return names
    return ()


def _split_authors(joined: str | None) -> tuple[str, ...]:
    names = (clean_label(name) for name in (joined or "").split(";"))
    return tuple(dict.fromkeys(name for name in names if is_name(name)))


def _without_by(name: str) -> str:
    for prefix in _BYLINE_PREFIXES:
        if name.lower().startswith(prefix):
            return name[len(prefix) :].strip()
    return name


def _first_stamp(linked: str, tagged: Iterator[str], fetched_at: datetime) -> Stamp | None:
    candidates = [parse_stamp(linked, origin="json-ld"), *(parse_stamp(printed, origin="meta") for printed in tagged)]
    return next((stamp for stamp in candidates if stamp and is_plausible(stamp, fetched_at=fetched_at)), None)


def _find_canonical(tree: HtmlElement, tags: Mapping[str, list[str]], url: str) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for printed in (*links, *tags.get("og:url", ())):
        address = _absolute(printed, url)
        # Templates that name the front page as the canonical address of every article say nothing.
        if address and (urlsplit(address).path.strip("/") or not urlsplit(url).path.strip("/")):
            return address
    return None


def _absolute(printed: str | None, url: str) -> str | None:
    try:
        address = urljoin(url, (printed or "").strip())
        parts = urlsplit(address)
    except ValueError:  # an unclosed bracket in the host
        return None
    return address if printed and parts.scheme in {"http", "https"} and parts.hostname else None
