"""An article: a page's text and metadata, by version."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from records.mention import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An instant that a page, a feed or a person states, beside the string it was printed as.

    Attributes:
        value: timezone-aware instant. Where the source prints no zone, UTC is assumed and `has_zone` is False;
            where it prints no time of day, midnight is filled in and `has_time` is False.
        has_time: whether the printed string gives a time of day.
        has_zone: whether the printed string gives a zone or an offset.
        printed: the string as it stands in the source.
        origin: where it came from: `json-ld`, `microdata`, `meta`, `text`, `feed`, `user`, `file` or `htmldate`.

    """

    value: datetime
    has_time: bool
    has_zone: bool
    printed: str
    origin: str

    def __post_init__(self) -> None:
        """Refuse a naive instant: it would be compared with aware ones later and fail far from its cause."""
        if self.value.tzinfo is None:
            raise ValueError(f"a Stamp needs a timezone-aware instant, got {self.value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A string as its source has it, before it was cleaned.

    Attributes:
        text: the string.
        origin: where it stands: `json-ld`, `meta`, `microdata`, `heading`, `title` (the element), `page` (the looks of
            the page), `text`, `feed`, `file` or `user`.

    """

    text: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The cleaned text of one snapshot and what it says of itself.

    Attributes:
        url: address of the snapshot it was parsed from.
        url_key: key of that address; all versions of an article share it.
        canonical_url: http(s) address that the page names as its own; None when it names none.
        source: name of the source.
        title: headline, cleaned; empty when the page has none.
        byline: authors as printed, joined by `; `; None when the page names none.
        published: first publication; None when nothing states it.
        modified: last change that the page states; None when it states none.
        language: ISO 639-1 code; None when it could not be told.
        text: body without boilerplate. Paragraphs are separated by one blank line; lines end with LF alone.
        extractor: name and version of what cut the text out of the page, for example `trafilatura 2.3.1 precision`.
        agreement: how far independent extractors agreed on the text, 0 to 1; None where the text was given as such.
        title_source: the title as printed and where; None when there is no title.
        byline_source: the authors as printed and where; None when the page names none.
        listed: first publication as the feed or sitemap has it that named the article, beside what `published` says;
            None when it states none.
        dateline: place and day before the first sentence, `KABUL, Nov 20 (Agency) -`; None when there is none.
        credit: the line that names the agency or those who reported; None when there is none.
        correction: the note that says what an earlier version had wrong; None when there is none.

    """

    url: str
    url_key: str
    canonical_url: str | None
    source: str
    title: str
    byline: str | None
    published: Stamp | None
    modified: Stamp | None
    language: str | None
    text: str
    extractor: str
    agreement: float | None = None
    title_source: Printed | None = None
    byline_source: Printed | None = None
    listed: Stamp | None = None
    dateline: Mention | None = None
    credit: Mention | None = None
    correction: Mention | None = None

    @property
    def text_sha256(self) -> str:
        """Return the sha256 in hex of the text: what evidence and verdicts are anchored to."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def version_key(self) -> str:
        """Return the key of this version: sha256 in hex over the URL key and the text's hash."""
        return hashlib.sha256(f"{self.url_key} {self.text_sha256}".encode()).hexdigest()
