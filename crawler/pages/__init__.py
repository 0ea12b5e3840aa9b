"""Page parsing: pure functions from archived bytes to Articles. Nothing here reads disk or network."""

from crawler.pages.page import parse_page
from crawler.pages.rejection import PageRejected, RejectionKind
from crawler.pages.stamps import parse_stamp

__all__ = ["PageRejected", "RejectionKind", "parse_page", "parse_stamp"]
