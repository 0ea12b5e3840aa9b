"""Which address identifies an article: redirects, AMP and mobile copies and canonical links lead to one.

Addresses are compared, never opened. A page's own word on its canonical address is believed only within its site and
only when the two addresses have the article in common: templates that name the front page, or the same page for every
article, are frequent, and believing them would make one article out of many.
"""

import re
from functools import cache
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import tldextract

from crawler.guards import find_literal_address
from crawler.urls import canonical_url, is_front_page, is_web_url

_HEAD = 262_144  # bytes in which a canonical link stands
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_LINK = re.compile(rb"<link\b([^<>]{1,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_BODY = re.compile(rb"<body[\s>]", re.IGNORECASE)

# What the makers of AMP and of mobile sites put into addresses: a closed set, by the documentation of AMP's validators and caches.
_VARIANT_HOST = re.compile(r"(?:m|mobile|amp|wap)\.", re.IGNORECASE)
_VARIANT_SEGMENT = re.compile(r"amp|amp\.html|m", re.IGNORECASE)
_VARIANT_SUFFIX = re.compile(r"\.amp(?=\.html?$|$)", re.IGNORECASE)
_VARIANT_PAIR = re.compile(
    r"(?:amp|outputType=amp|output=amp|mode=amp|view=amp|m=1|mobile=1|amp=(?:1|true))", re.IGNORECASE
)

_WORD = re.compile(r"\w+")
_SHORTEST_WORD = 3  # letters; shorter ones are in every slug
_LONG_NUMBER = re.compile(r"\d{5,}")  # longer than a year
_SHARED_WORDS = 0.5  # of the shorter address's words, above which two slugs are of one article
_FEWEST_WORDS = 3  # that two slugs of one article share


@cache
def _suffixes() -> tldextract.TLDExtract:
    # The list that the package carries; asking for a newer one would be a request that no source asked for.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def site_of(url: str) -> str:
    """Return the registrable domain of an address (`alder.co.uk` of `https://m.alder.co.uk/x`), or its host.

    By the Public Suffix List that tldextract carries, private domains included, without a request.
    """
    host = (urlsplit(url).hostname or "").removesuffix(".")
    if find_literal_address(host) is not None:
        return host
    # A network of one's own has names that are on no public list: the last two labels then.
    return _suffixes()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def identify(url: str, body: bytes) -> str:
    """Return the canonical address under which the article at `url` is kept: its own, or the one that its page names."""
    own = canonical_url(url)
    named = find_canonical_link(body, url=url)
    return named if named is not None and is_same_article(own, named) else own


def find_canonical_link(body: bytes, *, url: str) -> str | None:
    """Return the canonical address that an HTML page names in its head; None when it names none or several."""
    head = body[:_HEAD]
    if (end := _BODY.search(head)) is not None:
        head = head[: end.start()]
    named = set()
    for link in _LINK.finditer(_COMMENT.sub(b"", head)):
        attributes = {
            name.lower(): next((value for value in values if value), b"").decode("utf-8", "replace")
            for name, *values in _ATTRIBUTE.findall(link[1])
        }
        if "canonical" in attributes.get(b"rel", "").lower().split() and attributes.get(b"href"):
            named.add(_resolve(url, unescape(attributes[b"href"]).strip()))
    named.discard(None)
    return named.pop() if len(named) == 1 else None


def is_same_article(url: str, canonical: str) -> bool:
    """Tell whether the second address, which the page at the first calls canonical, can be that of the same article.

    Both are canonical in spelling. Within one site: the same but for marks of AMP or mobile copies, or a slug or number
    in common. An address that lacks the only number of the other is another page (`/story` for every `/story?id=7`).
    """
    if url == canonical or is_front_page(canonical) or site_of(url) != site_of(canonical):
        return False
    if _plain(canonical) in {_plain(variant) for variant in (url, *find_variants(url))}:
        return True
    if _numbers(url) & _numbers(canonical):
        return True
    own, named = _words(url), _words(canonical)
    shared = len(own & named)
    return shared >= _FEWEST_WORDS and shared > _SHARED_WORDS * min(len(own), len(named))


def find_variants(url: str) -> tuple[str, ...]:
    """Return the addresses that an AMP or mobile address was probably made from; empty for every other address."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    kept = [segment for segment in segments if not _VARIANT_SEGMENT.fullmatch(segment)]
    pairs = [pair for pair in parts.query.split("&") if pair]
    query = "&".join(pair for pair in pairs if not _VARIANT_PAIR.fullmatch(pair))
    bare = "/".join(["", *(_VARIANT_SUFFIX.sub("", segment) for segment in kept)])
    host = _VARIANT_HOST.sub("", parts.netloc) if _VARIANT_HOST.match(parts.netloc) else parts.netloc
    if (host, bare.strip("/"), query) == (parts.netloc, parts.path.strip("/"), parts.query) or not bare:
        return ()
    hosts = (host,) if host == parts.netloc else (f"www.{host}", host)
    return tuple(
        canonical_url(urlunsplit((parts.scheme, name, path, query, "")))
        for name in hosts
        for path in (bare, f"{bare}/")
    )


def _resolve(url: str, href: str) -> str | None:
    try:
        address = urljoin(url, href)
    except ValueError:  # brackets in the host that are no IPv6 address
        return None
    return canonical_url(address) if is_web_url(address) else None


def _plain(url: str) -> str:
    """Return the address without what a site may change about it without changing the page: scheme, www, last slash."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _numbers(url: str) -> set[str]:
    """Return the long numbers in the last two steps of the path and in the parameters' values."""
    parts = urlsplit(url)
    values = [pair.partition("=")[2] for pair in parts.query.split("&")]
    return set(_LONG_NUMBER.findall(" ".join([*_steps(parts.path)[-2:], *values])))


def _words(url: str) -> set[str]:
    """Return the words of the last step of the path."""
    slug = unquote((_steps(urlsplit(url).path) or [""])[-1]).replace("_", " ").lower()
    return {word for word in _WORD.findall(slug) if len(word) >= _SHORTEST_WORD and not word.isdecimal()}


def _steps(path: str) -> list[str]:
    return [step for step in path.split("/") if step]
