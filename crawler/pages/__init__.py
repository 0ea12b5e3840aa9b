"""Page parsing: pure functions from archived bytes to Articles. Nothing here reads disk or network."""

from crawler.pages.page import parse_page
from crawler.pages.rejection import GATES, PageRejected, RejectionKind
from crawler.pages.stamps import parse_stamp
from crawler.pages.version import parser_version

__all__ = ["GATES", "PageRejected", "RejectionKind", "parse_page", "parse_stamp", "parser_version"]
