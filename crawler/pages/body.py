"""The body of an HTML page by agreement of independent voices, and how far they agreed."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.pages.agreement import find_agreement, find_most_alike
from crawler.pages.surroundings import Surroundings, drop_surroundings
from crawler.pages.voices import (
    READABILITY,
    RESILIPARSE,
    TRAFILATURA,
    find_by_readability,
    find_by_resiliparse,
    find_by_trafilatura,
)

# Below this two voices have read different things, and a third is asked. Any value from 0.5 to 0.85 does about as well;
# docs/pages.md has the figures.
AGREED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of a page's article.

    Attributes:
        paragraphs: cleaned paragraphs in order, one line each; empty when the page has no body.
        extractor: name and version of the voice that gave them.
        agreement: how far the other voices that were asked gave the same text, 0 to 1, as their mean.

    """

    paragraphs: tuple[str, ...]
    extractor: str
    agreement: float


def find_body(tree: HtmlElement, *, url: str, around: Surroundings) -> Body:
    """Return the body of a page; `tree` is not changed.

    trafilatura's choice stands when readability-lxml's is much the same. Where they differ resiliparse is asked too, and
    the text that is most like the other two is taken: a voice that lost the body, or took another's, is alone with it.
    """

    def heard(paragraphs: Sequence[str]) -> list[str]:
        return drop_surroundings(paragraphs, around)

    voices = {TRAFILATURA: heard(find_by_trafilatura(tree, url=url)), READABILITY: heard(find_by_readability(tree))}
    best, agreement = TRAFILATURA, find_agreement(voices[TRAFILATURA], voices[READABILITY])
    if agreement < AGREED:
        voices[RESILIPARSE] = heard(find_by_resiliparse(tree))
        best, agreement = find_most_alike(voices)
    return Body(paragraphs=tuple(voices[best]), extractor=best, agreement=agreement)
