"""Pages that keep their article to themselves: paywalls and walls of consent, told by what their markup states."""

from collections.abc import Sequence

from crawler.pages.boxes import Boxes
from crawler.pages.metadata import PageMetadata
from crawler.pages.rejection import PageRejected, RejectionKind

_TEASER = 150  # words; what is shown of an article that is not free
_SHOWN = 0.5  # share of the words that a page says its article has; less is a teaser
_SCRAP = 25  # words beside a gate that are no article


def refuse_gated(paragraphs: Sequence[str], *, metadata: PageMetadata, boxes: Boxes) -> None:
    """Raise PageRejected when the page shows a gate instead of its article; `paragraphs` are what was found in it.

    A wall of consent: a form for consent makes up a page that does not call itself an article; or less than 25 words are
    left of a page that asks for consent. A paywall: the page says that not everybody may read it, and shows less than
    half of the words that it states, or less than 150 where it states no number; or there are less than 25 words beside a
    field for a password. A page that says it is not free but shows its text is an article: many outlets count visits
    before they lock.
    """
    shown = sum(len(paragraph.split()) for paragraph in paragraphs)
    is_scrap = shown < _SCRAP and (shown > 0 or metadata.is_article)  # a page without words has no article to hide
    if (boxes.is_wall and not metadata.is_article) or (boxes.has_consent and is_scrap):
        raise PageRejected(RejectionKind.CONSENT, f"the page asks for consent and shows {shown} words")
    least = _TEASER if metadata.words is None else _SHOWN * metadata.words
    if metadata.is_free is False and shown < least:
        of = "" if metadata.words is None else f" of {metadata.words}"
        raise PageRejected(RejectionKind.PAYWALL, f"the page is not free and shows {shown}{of} words")
    if boxes.has_login and is_scrap:
        raise PageRejected(RejectionKind.PAYWALL, f"the page shows {shown} words beside a login form")
