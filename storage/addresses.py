"""What the state of URLs is said in: articles and listings that were named, and fetches that are due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

Kind = Literal["feed", "sitemap", "section", "article"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """An article's address that a listing or a person named.

    Attributes:
        url: canonical address.
        hints: what they said of it: `title`, `published`, `modified`, `language`, `keywords`, `feed`; as printed.
        variants: other addresses under which the same article may be known already, such as the one that an AMP
            address is made from.

    """

    url: str
    hints: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingLink:
    """A further listing that a listing names: a sitemap of an index, the next page of a section.

    Attributes:
        url: canonical address.
        kind: what it is.
        stamp: when it last changed, as printed; empty when nothing is said. It is due at once when this changes.
        depth: steps from the listing of the watch-list.

    """

    url: str
    kind: Kind
    stamp: str = ""
    depth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFetch:
    """A URL to fetch, with the validators for a conditional request; None where there are none.

    Attributes:
        next_at: when it is due; None when it is not due by itself.
        depth: for a listing, steps from the listing of the watch-list.

    """

    url: str
    source: str
    kind: Kind
    attempts: int
    next_at: datetime | None
    hints: Mapping[str, str]
    etag: str | None
    last_modified: str | None
    depth: int = 0

    @classmethod
    def of_page(cls, url: str, *, source: str, hints: Mapping[str, str]) -> Self:
        """Return the fetch of a page that a person asks for now, whatever was stored of it."""
        return cls(
            url=url, source=source, kind="article", attempts=0, next_at=None, hints=hints, etag=None, last_modified=None
        )

    def is_due(self, at: datetime) -> bool:
        """Tell whether its next visit has come."""
        return self.next_at is not None and self.next_at <= at
