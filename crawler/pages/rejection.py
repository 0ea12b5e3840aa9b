"""Why a page did not become an article."""

from enum import StrEnum


class RejectionKind(StrEnum):
    """What is wrong with the bytes of a page. The values are stored and shown by `tallywire status`."""

    EMPTY = "empty"  # no bytes, or white space alone
    NOT_HTML = "not_html"  # PDF, image, archive or other binary, whatever the server called it
    FEED = "feed"  # an RSS or Atom feed where a page was expected
    UNSUPPORTED = "unsupported"  # a media type that is never an article
    UNDECODABLE = "undecodable"  # no encoding turns the bytes into text
    TOO_LARGE = "too_large"  # beyond what is parsed in reasonable time
    PAYWALL = "paywall"  # a page that shows a teaser to who has not paid
    CONSENT = "consent"  # a page that asks for consent to cookies in place of its text
    NO_TEXT = "no_text"  # a page without an article body
    MALFORMED = "malformed"  # a JSON article whose fields are missing or of the wrong type
    BAD_DATE = "bad_date"  # a person gave a publication date that cannot be read


# The page has an article and does not show it: kept apart from what is no article at all.
GATES = frozenset((RejectionKind.PAYWALL, RejectionKind.CONSENT))


class PageRejected(Exception):  # noqa: N818 - reads as what happened; nobody looks for an "Error" behind a verdict on a page
    """Raised by `parse_page` for bytes that are no article.

    Attributes:
        kind: what is wrong.
        message: one sentence for a person, with figures.

    """

    def __init__(self, kind: RejectionKind, message: str) -> None:
        super().__init__(kind, message)  # both, so that it survives the pickling between worker processes
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        """Return `kind: message`."""
        return f"{self.kind}: {self.message}"
