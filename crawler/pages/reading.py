"""What one kind of content gives of an article, before what a feed or a person says of it is weighed in."""

from collections.abc import Callable
from dataclasses import dataclass

from records import Printed, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The parts of an article as its own bytes give them.

    Attributes:
        title: cleaned headline; empty when there is none.
        title_source: the headline as printed and where.
        byline: authors joined by `; `.
        byline_source: the authors as printed and where.
        published: first publication as stated.
        modified: last change as stated.
        language: language tag as printed.
        canonical_url: address that a page calls its own.
        paragraphs: the body, one line each.
        extractor: what cut them out.
        agreement: how far several extractors agreed on them; None where there was nothing to cut.
        guess: gives the day of publication that the looks of a page suggest; slow, asked only where nothing states it.

    """

    title: str
    title_source: Printed | None
    byline: str | None
    byline_source: Printed | None
    published: Stamp | None
    modified: Stamp | None
    language: str | None
    canonical_url: str | None
    paragraphs: tuple[str, ...]
    extractor: str
    agreement: float | None = None
    guess: Callable[[], Stamp | None] = lambda: None
