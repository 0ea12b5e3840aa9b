"""What a page says of its article: title, authors, dates, language and address, structured data before guesses."""

from collections.abc import Iterator, Sequence
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
from crawler.pages.tags import Tags, read_tags
from crawler.urls import is_web_url
from records import Printed, Stamp

# Names of meta tags (`name`, `property` or `itemprop`, lower-case), best first.
_TITLE_TAGS = ("og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "headline")
_TIER_TAGS = ("article:content_tier",)
_TIERS = {"free": True, "metered": False, "locked": False}
_AUTHOR_TAGS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "creator",
)
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
        title_source: the headline as printed and where.
        authors: cleaned names in order.
        byline_source: the authors as printed and where.
        published: first publication, only from structured data.
        modified: last change, only from structured data.
        language: language tag as printed.
        canonical_url: absolute http(s) address that the page calls its own.
        titles: every headline that the page's metadata state, cleaned.
        is_article: whether its metadata call the page an article.
        is_free: whether everybody may read it, as its metadata say; None where they do not.
        words: how many words its metadata say that the article has; None where they do not.

    """

    title: str
    title_source: Printed | None
    authors: tuple[str, ...]
    byline_source: Printed | None
    published: Stamp | None
    modified: Stamp | None
    language: str | None
    canonical_url: str | None
    titles: tuple[str, ...]
    is_article: bool
    is_free: bool | None
    words: int | None


def read_metadata(tree: HtmlElement, *, url: str, fetched_at: datetime) -> PageMetadata:
    """Read the metadata of a parsed page: JSON-LD first, then meta tags and microdata, then the page's looks.

    Dates before 1990 or more than 24 hours after `fetched_at` are passed over, whoever states them.
    """
    linked = read_linked_article(tree, url=url)
    tags = read_tags(tree)
    title, title_source = _find_title(tree, linked, tags)
    authors, byline_source = _find_authors(tree, linked, tags)
    stated = [linked.headline, *(clean_label(printed.text) for printed in tags.find(_TITLE_TAGS))]
    return PageMetadata(
        title=title,
        title_source=title_source,
        authors=authors,
        byline_source=byline_source,
        published=_first_stamp(linked.published, tags.find(_PUBLISHED_TAGS), fetched_at),
        modified=_first_stamp(linked.modified, tags.find(_MODIFIED_TAGS), fetched_at),
        language=tree.get("lang") or tree.get("xml:lang") or linked.language or tags.first(_LANGUAGE_TAGS) or None,
        canonical_url=_find_canonical(tree, tags, url),
        titles=tuple(dict.fromkeys(filter(None, (title, *stated)))),
        is_article=linked != LinkedArticle() or tags.first(("og:type",)).lower() == "article",
        is_free=_read_access(linked, tags),
        words=linked.words,
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


def _read_access(linked: LinkedArticle, tags: Tags) -> bool | None:
    tier = tags.first(_TIER_TAGS).strip().lower()
    return _TIERS.get(tier) if linked.is_free is None else linked.is_free


def _find_title(tree: HtmlElement, linked: LinkedArticle, tags: Tags) -> tuple[str, Printed | None]:
    site = clean_label(tags.first(_SITE_TAGS)).lstrip("@")
    for source in (Printed(text=linked.printed_headline, origin="json-ld"), *tags.find(_TITLE_TAGS)):
        if title := clean_label(source.text):
            return _without_site(title, site), source
    headings = [Printed(text="".join(map(str, element.itertext())), origin="heading") for element in tree.iter("h1")]
    headings = [heading for heading in headings if clean_label(heading.text)]
    if len(headings) == 1:
        return clean_label(headings[0].text), headings[0]
    element = Printed(text=tree.findtext(".//head/title") or "", origin="title")
    guessed = Printed(text=extract_title(tree) or "", origin="page") if not clean_label(element.text) else element
    title = _without_site(clean_label(guessed.text), site)
    return title, guessed if title else None


def _without_site(title: str, site: str) -> str:
    """Cut the outlet's name, where the page gives one, and its separator from the end of a title."""
    for separator in _TITLE_SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and head and site and tail.strip().casefold() == site.casefold():
            return head.strip()
    return title


def _find_authors(tree: HtmlElement, linked: LinkedArticle, tags: Tags) -> tuple[tuple[str, ...], Printed | None]:
    if linked.authors:
        return tuple(map(_without_by, linked.authors)), Printed(text=linked.printed_authors, origin="json-ld")
    for tag in _AUTHOR_TAGS:
        sources = [source for source in tags.find((tag,)) if is_name(clean_label(source.text))]
        if sources:
            return _named(sources)
    guessed = [Printed(text=name, origin="page") for name in (extract_author(tree) or "").split(";")]
    return _named([source for source in guessed if is_name(clean_label(source.text))])


def _named(sources: Sequence[Printed]) -> tuple[tuple[str, ...], Printed | None]:
    """Return the cleaned names, each once, and all of them as printed in one string."""
    names = tuple(dict.fromkeys(_without_by(clean_label(source.text)) for source in sources))
    printed = "; ".join(dict.fromkeys(source.text for source in sources))
    return names, Printed(text=printed, origin=sources[0].origin) if sources else None


def _without_by(name: str) -> str:
    for prefix in _BYLINE_PREFIXES:
        if name.lower().startswith(prefix):
            return name[len(prefix) :].strip()
    return name


def _first_stamp(linked: str, tagged: Iterator[Printed], fetched_at: datetime) -> Stamp | None:
    sources = (Printed(text=linked, origin="json-ld"), *tagged)
    stamps = (parse_stamp(source.text, origin=source.origin) for source in sources)
    return next((stamp for stamp in stamps if stamp and is_plausible(stamp, fetched_at=fetched_at)), None)


def _find_canonical(tree: HtmlElement, tags: Tags, url: str) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for printed in (*links, tags.first(("og:url",))):
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
