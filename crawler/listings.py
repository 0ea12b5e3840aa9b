"""What every kind of listing gives: the articles that it names, and further listings. Feeds, sitemaps and sections fill it."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.addresses import Discovery, ListingLink

MOST_ENTRIES = 2_000  # of one listing; longer ones are catalogues


class NotAListingError(ValueError):
    """The bytes are not the listing that they should be; the text says what they are and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingEntry:
    """One article that a listing names.

    Attributes:
        url: canonical http(s) address.
        title: cleaned headline; empty when the listing gives none.
        published: date as printed, of the publication; empty when there is none.
        modified: date as printed, of the last change; empty when there is none.
        language: language as printed (`en`, `en-GB`); empty when there is none.
        keywords: as printed, joined by commas; empty when there are none.
        summary: cleaned text that stands beside the headline; empty when there is none.

    """

    url: str
    title: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    keywords: str = ""
    summary: str = ""

    def hints(self, listing: str) -> Mapping[str, str]:
        """Return what is known of the article before it is fetched, without the empty fields."""
        hints = {
            "feed": listing,
            "title": self.title,
            "published": self.published,
            "modified": self.modified,
            "language": self.language,
            "keywords": self.keywords,
        }
        return {key: value for key, value in hints.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A listing that was read.

    Attributes:
        entries: its articles in its order, each address once, at most 2,000.
        links: further listings that it names, most promising first.
        title: what it calls itself; empty when it has no name.
        language: language as printed; empty when it names none.

    """

    entries: tuple[ListingEntry, ...] = ()
    links: tuple[ListingLink, ...] = ()
    title: str = ""
    language: str = ""


def build_discovery(entry: ListingEntry, listing: str, variants: tuple[str, ...] = ()) -> Discovery:
    """Return what the store is told of an article that a listing names."""
    return Discovery(url=entry.url, hints=entry.hints(listing), variants=variants)
