"""Lines of a page that are no part of its body, told by their markup: headlines, captions, pointers, appeals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.pages.blocks import is_inline
from crawler.pages.margins import is_heading

_FIGURE = re.compile(r"\d")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LEAST_LINK = 3  # words; a shorter link is a name or a number that a sentence may consist of
_POINTING = 0.8  # share of a line that one link makes up; the rest is a label, "Related:" or "[VIDEO]"
_LONGEST_POINTER = 300  # characters
_LONGEST_CAPTION = 600  # characters
_LEAST_LABEL = 3  # letters
_TITLE_REACH = 3  # paragraphs at the top in which the headline may be repeated
_LONGEST_LABEL = 4  # words of a line above a pointer
# Where a reader is sent to follow, write to or subscribe to somebody: an account, and never one of its posts.
_ACCOUNT_HOSTS = frozenset(
    f"{host}.com" for host in ("facebook", "instagram", "linkedin", "threads", "tiktok", "twitter", "x", "youtube")
) | {"bsky.app", "t.me", "whatsapp.com"}
_POST = re.compile(r"/(?:status|statuses|posts?|p|watch|videos?|photos?|reel|hashtag|search)(?:/|$)", re.IGNORECASE)
_SIGN_UP = re.compile(r"newsletter|subscri(?:be|ption)|sign-?up|donate", re.IGNORECASE)
# What every such address has somewhere; most links of a page are sorted out by it without being taken apart.
_MAY_APPEAL = re.compile(
    rf"mailto:|{_SIGN_UP.pattern}|{'|'.join(map(re.escape, sorted(_ACCOUNT_HOSTS)))}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What of a page's own words stands outside its body, each as letters and figures alone.

    Attributes:
        headlines: the page's headings of the first rank and what it calls itself in its metadata.
        pointers: texts of links to other pages, of three words or more.
        captions: captions of figures and tables.
        appeals: lines with a link to an account, a mail address or a sign-up page.

    """

    headlines: frozenset[str]
    pointers: frozenset[str]
    captions: frozenset[str]
    appeals: frozenset[str]


def find_surroundings(tree: HtmlElement, *, titles: Sequence[str]) -> Surroundings:
    """Return what the markup of a page says of its surroundings; `titles` are the headlines that its metadata state."""
    headings = [_text(heading) for heading in tree.iter("h1")]
    links = [(link, link.get("href", "").strip()) for link in tree.iter("a")]
    texts = (_text(link) for link, address in links if address and not address.startswith("#"))
    captions = (_text(caption) for caption in tree.iter("figcaption", "caption"))
    appeals = (_text(_find_line(link)) for link, address in links if _is_appeal(address))
    return Surroundings(
        headlines=frozenset(filter(None, map(_bare, (*headings, *titles)))),
        pointers=frozenset(_bare(text) for text in texts if len(text.split()) >= _LEAST_LINK),
        captions=frozenset(filter(None, map(_bare, captions))),
        appeals=frozenset(filter(None, map(_bare, appeals))),
    )


def drop_surroundings(paragraphs: Sequence[str], around: Surroundings) -> list[str]:
    """Return the paragraphs without those that belong to the surroundings.

    A headline is cut among the first three paragraphs, a caption anywhere, appeals at the end unless they hold figures: a
    last line that counts something and asks for help is text. A pointer is a paragraph of which one link to another page
    makes up four fifths; a label on a line of its own above it goes with it.
    """
    kept: list[str] = []
    bares: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        bare = _bare(paragraph) if len(paragraph) <= _LONGEST_CAPTION else ""
        if (bare in around.headlines and index < _TITLE_REACH and not kept) or bare in around.captions:
            continue
        if len(paragraph) <= _LONGEST_POINTER and _is_pointer(bare, around.pointers):
            if kept and _is_label(kept[-1]):
                kept.pop()
                bares.pop()
            continue
        kept.append(paragraph)
        bares.append(bare)
    while bares and bares[-1] in around.appeals and not _FIGURE.search(bares[-1]):
        bares.pop()
    return kept[: len(bares)]


def _is_pointer(bare: str, pointers: frozenset[str]) -> bool:
    if bare in pointers:
        return True
    least = max(1.0, _POINTING * len(bare))
    return any(len(link) >= least and link in bare and _has_words(bare.replace(link, "", 1)) for link in pointers)


def _has_words(rest: str) -> bool:
    """Tell whether what stands beside a link is a label, and not the number of a heading that repeats the link."""
    return sum(character.isalpha() for character in rest) >= _LEAST_LABEL


def _is_label(paragraph: str) -> bool:
    return len(paragraph.split()) <= _LONGEST_LABEL and (is_heading(paragraph) or paragraph.endswith(":"))


def _is_appeal(address: str) -> bool:
    if not _MAY_APPEAL.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:  # an unclosed bracket in the host
        return False
    host = (parts.netloc or "").lower().removeprefix("www.").removeprefix("m.")
    if host in _ACCOUNT_HOSTS:
        return not _POST.search(parts.path)
    return parts.scheme == "mailto" or _SIGN_UP.search(parts.path) is not None


def _find_line(element: HtmlElement) -> HtmlElement:
    """Return the nearest element around a link that is a line of its own."""
    return next((ancestor for ancestor in element.iterancestors() if not is_inline(ancestor)), element)


def _text(element: HtmlElement) -> str:
    return "".join(map(str, element.itertext()))


def _bare(text: str) -> str:
    """Return the letters and figures of a text, so that spaces, quotes and case of a copy do not matter."""
    return _NOT_LETTERS.sub("", text).casefold()
