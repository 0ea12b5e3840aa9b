"""Identity of addresses: one article under two spellings of its address is one article."""

import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

SCHEMES = frozenset(("http", "https"))
LONGEST_URL = 2_083  # characters, as in browsers
_DEFAULT_PORT = {"http": 80, "https": 443}

# Parameters that only say how a reader came here. courlan's list is not used: it also drops `uid`, `eid`, `gallery` and
# whatever else looks like tracking, and with it the only thing that tells two articles of some sites apart.
_TRACKER = re.compile(
    r"(?:utm|at|itm|mtm|mkt|pk|piwik|matomo|hsa|oly|vero|__s|_hs|__hs)_\w*|_ga|_gl|(?:fb|gc|msc|tw|yc|ys|dc|wbra|gbra)l?id|fbclid|gclid|dclid"
    r"|gclsrc|msclkid|twclid|yclid|igshid|igsh|mc_[ce]id|cmpid|cmp|ito|ocid|ncid|smid|xtor|spm|ns_(?:mchannel|source|campaign|linkname|fee)"
    r"|__twitter_impression|amp_js_v|usqp|sr_share|guccounter|guce_referrer(?:_sig)?",
    re.IGNORECASE,
)
# These can mean anything; they are trackers when their value says where a reader came from.
_MAYBE_TRACKER = re.compile(r"ref|referrer|source|src|from|via|medium|channel|campaign|partner|output", re.IGNORECASE)
_ORIGIN = re.compile(
    r"(?:rss|feed|atom|newsletter|email|mail|twitter|facebook|social|share|google|homepage|home)[\w.:-]*", re.IGNORECASE
)


def canonical_url(url: str) -> str:
    """Return the address in the spelling that identifies it.

    For http(s): lower-case host in ASCII (punycode), no default port, no fragment, no tracking parameters, parameters
    in order. It can be fetched in this spelling. Other addresses (`file:` of added files) are returned as they are.
    Applying it twice changes nothing.
    """
    if not is_web_url(url):
        return url
    parts = urlsplit(url)
    base = urlsplit(canonicalize_url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))))
    host = base.netloc
    if base.port == _DEFAULT_PORT[base.scheme]:
        host = host.rpartition(":")[0]
    pairs = sorted(pair for pair in parts.query.split("&") if pair and not _is_tracker(pair))
    return safe_url_string(urlunsplit((base.scheme, host, base.path, "&".join(pairs), "")))


def is_web_url(url: str) -> bool:
    """Tell whether this is an absolute http or https address with a host, of at most 2,083 characters."""
    if len(url) > LONGEST_URL or any(character.isspace() or not character.isprintable() for character in url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and bool(parts.hostname)


def is_front_page(url: str) -> bool:
    """Tell whether the address is a site's front page: no path, no parameters."""
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query


def _is_tracker(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return _TRACKER.fullmatch(name) is not None or (
        _MAYBE_TRACKER.fullmatch(name) is not None and _ORIGIN.fullmatch(value) is not None
    )
