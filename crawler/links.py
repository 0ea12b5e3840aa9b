"""Article or not: what an address and its link say of the page behind them, before anything is fetched.

Evidence is added up as points, each from the form of the address (slug, date, number, depth) or of the link (length of
its words, heading, navigation, links beside it); no word and no site has a row of its own, so that it holds in every
language. The points were set by hand; docs/adding-a-source.md has what they reach.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

THRESHOLD = 2.5  # points from which a link is taken for an article's
_MOST_STEPS = 12  # of a path; traps grow without end

_DAY = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2]|[a-z]{3})[/-]?(?:0?[1-9]|[12]\d|3[01])(?=[/-]|$)", re.IGNORECASE
)
_MONTH = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2]|[a-z]{3})(?=[/-]|$)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\da-f])\d{5,}(?![\da-f])", re.IGNORECASE)
_CODE = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{8,}", re.IGNORECASE)  # letters and digits mixed: a key
_PAGE_SUFFIX = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|stm|cms|ece|txt)$", re.IGNORECASE)
_FILE_SUFFIX = re.compile(r"\.(?!html?$)[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default|home|main)\d*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_PAGING = re.compile(
    r"(?:^|&)(?:page|p|paged|pg|offset|start|from)=\d{1,4}(?=&|$)|/(?:page|p)/\d{1,4}(?=/|$)", re.IGNORECASE
)

_SLUG_POINTS = {0: 0.0, 1: -0.5, 2: 0.0, 3: 1.5, 4: 3.0, 5: 3.5}  # by words of the last step; more than five: as five


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """One address that a page links to, with the best that its links show.

    Attributes:
        url: canonical address.
        text: words of the longest link, or of its image's description; empty when it has none.
        in_heading: whether a link stands in a heading, or holds one.
        in_navigation: whether every link stands in navigation, header, footer or sidebar.
        link_density: share of linked letters in the block round the link, 0 to 1: near 1 in menus and tag lists.

    """

    url: str
    text: str
    in_heading: bool = False
    in_navigation: bool = False
    link_density: float = 0.0


def has_article_shape(url: str) -> bool:
    """Tell whether the address alone looks like an article's."""
    return score_address(url) >= THRESHOLD


def is_paging(url: str) -> bool:
    """Tell whether the address is that of a further page of a list."""
    parts = urlsplit(url)
    return _PAGING.search(parts.query) is not None or _PAGING.search(parts.path) is not None


def score_link(link: PageLink) -> float:
    """Return the points of a link: of its address, its words and its place."""
    points = score_address(link.url)
    words = len(_WORDS.findall(link.text))
    # Scripts without spaces: a headline has at least a dozen letters.
    is_headline = words >= 5 or (words < 3 and sum(letter > "\u2e80" for letter in link.text) >= 12)
    points += 1.5 if is_headline else 0.0 if words >= 3 else -1.0
    points += 1.0 if link.in_heading else 0.0
    points -= 3.0 if link.in_navigation else 0.0
    points -= 1.0 if link.link_density > 0.9 and not is_headline else 0.0
    return points


def score_address(url: str) -> float:
    """Return the points of an address, from about -6 to 8."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    steps = [step for step in path.split("/") if step]
    if not steps or len(steps) > _MOST_STEPS or _has_loop(steps):
        return -6.0
    last = steps[-1]
    is_page = _PAGE_SUFFIX.search(last) is not None
    stem = _PAGE_SUFFIX.sub("", last)
    if not is_page and _FILE_SUFFIX.search(last):
        return -6.0  # an image, a document, a feed
    if _INDEX.fullmatch(stem) and len(steps) > 1:
        stem, is_page = steps[-2], False
    slug = _SLUG_POINTS[min(len(_WORDS.findall(stem)), 5)]
    points = 2.0 if _DAY.search(path) else 1.0 if _MONTH.search(path) else 0.0
    has_number = _NUMBER.search(stem) is not None or any(_NUMBER.fullmatch(step) for step in steps)
    has_number = has_number or any(_NUMBER.search(pair) for pair in parts.query.split("&"))
    has_key = any(_CODE.fullmatch(piece) for piece in re.split(r"[-_.]", stem)) and not has_number
    # A number or key says by itself which page it is; a slug beside it may be a single word.
    points += 2.5 + max(slug, 0.0) if has_number else 1.5 + max(slug, 0.0) if has_key else slug
    points += 1.0 if is_page else 0.0
    points += 0.5 if len(steps) >= 3 else 0.0 if len(steps) == 2 or has_number or has_key else -0.5
    return points - (4.0 if is_paging(url) else 0.0)


def _has_loop(steps: list[str]) -> bool:
    """Tell whether a step comes back three times, as relative links that are one level off make it."""
    return any(steps.count(step) >= 3 for step in set(steps))
