"""An article: a page's text and metadata, by version."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An instant that a page, a feed or a person states, beside the string it was printed as.

    Attributes:
        value: timezone-aware instant. Where the source prints no zone, UTC is assumed and `has_zone` is False;
            where it prints no time of day, midnight is filled in and `has_time` is False.
        has_time: whether the printed string gives a time of day.
        has_zone: whether the printed string gives a zone or an offset.
        printed: the string as it stands in the source.
        origin: where it came from: `json-ld`, `meta`, `text`, `feed`, `user`, `file` or `htmldate`.

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

    @property
    def text_sha256(self) -> str:
        """Return the sha256 in hex of the text: what evidence and verdicts are anchored to."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def version_key(self) -> str:
        """Return the key of this version: sha256 in hex over the URL key and the text's hash."""
        return hashlib.sha256(f"{self.url_key} {self.text_sha256}".encode()).hexdigest()
