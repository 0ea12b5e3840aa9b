"""Section pages to the articles that they link to, ranked, and to their next pages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawler.identity import site_of
from crawler.links import THRESHOLD, PageLink, is_paging, score_link
from crawler.listings import Listing, ListingEntry, NotAListingError
from crawler.pages.cleaning import clean_label
from crawler.pages.content import has_html
from crawler.urls import canonical_url, is_front_page, is_web_url
from storage.addresses import ListingLink

MOST_DEPTH = 2  # pages below the section
MOST_PAGES = 8  # pages of one source that one run reads beside the sections themselves
MOST_ARTICLES = 100  # of one page; a page has fewer, a catalogue more
_LARGEST = 2 * 1024 * 1024  # bytes of a section page that are read
_MOST_LINKS = 3_000

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MARGINS = frozenset(("nav", "header", "footer", "aside", "menu"))
_MARGIN_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "menu", "menubar"))
_BLOCKS = frozenset(("ul", "ol", "div", "section", "article", "p", "td", "main", "body"))
_UNSAID = frozenset(("nofollow", "sponsored", "ugc"))


def parse_section(body: bytes, *, url: str, content_type: str, depth: int = 0) -> Listing:
    """Return the articles of the site that a section page links to, best first, and its next pages.

    Next pages are those that the page names as such (`rel=next`, page numbers) under its own path; below the second
    page none. Pure. Raises NotAListingError for what is no HTML, and for a page without a link to an article.
    """
    del content_type
    if not has_html(body):
        raise NotAListingError("the body is no HTML page; check the address under `sections`")
    tree = _parse(body[:_LARGEST])
    links = collect_links(tree, url)
    site = site_of(url)
    scored = sorted(
        ((score_link(link), link) for link in links.values() if site_of(link.url) == site),
        key=lambda pair: pair[0],
        reverse=True,
    )
    articles = [link for points, link in scored if points >= THRESHOLD and link.url != canonical_url(url)]
    if not articles and not depth:
        raise NotAListingError(
            "the page links to nothing that looks like an article; when it needs JavaScript, set `browser: true`"
        )
    return Listing(
        entries=tuple(ListingEntry(url=link.url, title=link.text) for link in articles[:MOST_ARTICLES]),
        links=tuple(_find_next_pages(tree, links, url, depth)),
        title=clean_label(tree.findtext(".//title") or ""),
        language=(tree.get("lang") or "").strip(),
    )


def collect_links(tree: Any, url: str) -> dict[str, PageLink]:
    """Return the links of a page by address, each with the best of what its places show; at most 3,000."""
    base = _base(tree, url)
    links: dict[str, PageLink] = {}
    density: dict[Any, float] = {}
    for anchor in tree.iter("a"):
        if len(links) >= _MOST_LINKS:
            break
        address = _resolve(base, anchor.get("href"))
        if address is None or _UNSAID & set((anchor.get("rel") or "").lower().split()):
            continue
        link = _read_link(anchor, address, density)
        known = links.get(address)
        links[address] = link if known is None else _join(known, link)
    return links


def _parse(body: bytes) -> Any:
    parser = html.HTMLParser(recover=True, no_network=True, remove_comments=True, huge_tree=False)
    try:
        tree = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NotAListingError(f"the page cannot be read: {error}") from error
    etree.strip_elements(tree, "script", "style", "template", "noscript", with_tail=False)
    return tree


def _base(tree: Any, url: str) -> str:
    named = tree.find(".//base[@href]")
    address = _resolve(url, named.get("href")) if named is not None else None
    return address or url


def _resolve(base: str, href: str | None) -> str | None:
    try:
        address = urljoin(base, (href or "").strip())
    except ValueError:  # brackets in the host that are no IPv6 address
        return None
    if not href or not is_web_url(address) or is_front_page(address):
        return None
    return canonical_url(address)


def _read_link(anchor: Any, address: str, density: dict[Any, float]) -> PageLink:
    described = [image.get("alt") or "" for image in anchor.iter("img")]
    text = anchor.text_content() or anchor.get("aria-label") or anchor.get("title") or " ".join(described)
    places = list(anchor.iterancestors())
    block = next((place for place in places if place.tag in _BLOCKS), None)
    if block is not None and block not in density:
        density[block] = _link_density(block)
    return PageLink(
        url=address,
        text=clean_label(text)[:300],
        in_heading=any(place.tag in _HEADINGS for place in places[:4]) or any(True for _ in anchor.iter(*_HEADINGS)),
        in_navigation=any(place.tag in _MARGINS or place.get("role") in _MARGIN_ROLES for place in places)
        # The header of an article's teaser holds its headline.
        and not any(place.tag == "article" for place in places),
        link_density=density[block] if block is not None else 0.0,
    )


def _link_density(block: Any) -> float:
    everything = len("".join(block.text_content().split()))
    linked = sum(len("".join(anchor.text_content().split())) for anchor in block.iter("a"))
    return linked / everything if everything else 0.0


def _join(one: PageLink, other: PageLink) -> PageLink:
    return PageLink(
        url=one.url,
        text=max(one.text, other.text, key=len),
        in_heading=one.in_heading or other.in_heading,
        in_navigation=one.in_navigation and other.in_navigation,
        link_density=min(one.link_density, other.link_density),
    )


def _find_next_pages(tree: Any, links: dict[str, PageLink], url: str, depth: int) -> Iterator[ListingLink]:
    """Yield the next pages of a section, those that say so first."""
    if depth >= MOST_DEPTH:
        return
    base, own = _base(tree, url), urlsplit(url)
    named = [element.get("href") for element in tree.iter("a", "link") if "next" in (element.get("rel") or "").split()]
    addresses = [address for href in named if (address := _resolve(base, href)) is not None]
    addresses += sorted(
        (address for address in links if is_paging(address)), key=lambda address: (len(address), address)
    )
    stem = own.path.rstrip("/").split("/page/")[0]
    seen = {canonical_url(url)}
    for address in addresses:
        parts = urlsplit(address)
        if address not in seen and parts.netloc == urlsplit(canonical_url(url)).netloc and parts.path.startswith(stem):
            seen.add(address)
            yield ListingLink(url=address, kind="section", depth=depth + 1)
