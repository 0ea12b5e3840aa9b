"""What can go wrong between a URL and its bytes, in words that the store keeps and a person understands."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.guards import REFUSED_HOSTS

LONGEST_PAUSE = timedelta(hours=24)


class FailureKind(StrEnum):
    """Kinds of failed fetches. The values are stored and shown by `tallywire status`."""

    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    CONNECTION = "connection"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    HTTP_CLIENT = "http_client"
    HTTP_SERVER = "http_server"
    TOO_LARGE = "too_large"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    REDIRECTS = "redirects"
    MOVED = "moved"
    PRIVATE_ADDRESS = "private_address"
    UNSUPPORTED = "unsupported"
    NOT_A_FEED = "not_a_feed"
    NOT_A_SITEMAP = "not_a_sitemap"
    NO_LINKS = "no_links"
    NO_BROWSER = "no_browser"
    POSTPONED = "postponed"


# Trying again will not help until somebody changes something.
_PERMANENT = frozenset(
    (
        FailureKind.NOT_FOUND,
        FailureKind.TOO_LARGE,
        FailureKind.ROBOTS,
        FailureKind.MOVED,
        FailureKind.PRIVATE_ADDRESS,
        FailureKind.UNSUPPORTED,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """Why one URL was not fetched.

    Attributes:
        kind: what happened.
        message: one sentence.
        status: HTTP status, when the server answered.
        pause: how long the server asked not to be disturbed; None when it did not ask.

    """

    kind: FailureKind
    message: str
    status: int | None = None
    pause: timedelta | None = None

    @property
    def is_permanent(self) -> bool:
        """Tell whether another try is pointless."""
        return self.kind in _PERMANENT


class RequestRefused(IgnoreRequest):
    """Raised by tallywire's own middlewares for a request that must not go out."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.failure = FetchFailure(kind=kind, message=message)


_BY_STATUS = {
    401: FailureKind.BLOCKED,
    402: FailureKind.BLOCKED,
    403: FailureKind.BLOCKED,
    404: FailureKind.NOT_FOUND,
    410: FailureKind.NOT_FOUND,
    429: FailureKind.RATE_LIMITED,
    451: FailureKind.BLOCKED,
    503: FailureKind.RATE_LIMITED,
}
_BY_EXCEPTION: tuple[tuple[type[BaseException], FailureKind, str], ...] = (
    (CannotResolveHostError, FailureKind.DNS, "the host name cannot be resolved"),
    (DownloadConnectionRefusedError, FailureKind.REFUSED, "the host refused the connection"),
    (DownloadTimeoutError, FailureKind.TIMEOUT, "the server took too long"),
    (TimeoutError, FailureKind.TIMEOUT, "the server took too long"),
    (DownloadCancelledError, FailureKind.TOO_LARGE, "the response is too large"),
    (ResponseDataLossError, FailureKind.CONNECTION, "the response ended early"),
    (UnsupportedURLSchemeError, FailureKind.UNSUPPORTED, "only http and https are fetched"),
    (NotSupported, FailureKind.UNSUPPORTED, "only http and https are fetched"),
    (DownloadFailedError, FailureKind.CONNECTION, "the connection failed"),
)
_BROWSER_TIMEOUT = "TimeoutError"  # Playwright's own, whose class is part of an extra
# Scrapy's own middlewares say by words alone why they ignore a request or its answer.
_BY_IGNORED = (
    ("redirect", FailureKind.REDIRECTS, "the redirects do not end"),
    ("DOWNLOAD_MAXSIZE", FailureKind.TOO_LARGE, "the response is too large once it is decompressed"),
)
_IGNORED = (FailureKind.UNSUPPORTED, "Scrapy ignored it")
_TLS_WORDS = ("ssl", "tls", "certificate", "err_cert")


def find_request(failure: Failure) -> Request:
    """Return the request that a failure of the downloader belongs to, after redirects; Scrapy attaches it."""
    request = getattr(failure, "request", None)
    if not isinstance(request, Request):
        raise TypeError(f"this failure belongs to no request: {failure!r}")
    return request


def describe_failure(failure: Failure) -> FetchFailure:
    """Tell what a failure of the downloader or of a middleware means."""
    error, url = failure.value, find_request(failure).url
    if error is None:
        raise TypeError("this failure has no exception")
    return describe_exception(error, url=url)


def describe_exception(error: BaseException, *, url: str) -> FetchFailure:
    """Tell what an exception means that kept this URL from being fetched."""
    if isinstance(error, RequestRefused):
        return error.failure
    if isinstance(error, HttpError) and (urlsplit(error.response.url).hostname or "") not in REFUSED_HOSTS:
        pause = parse_retry_after(error.response.headers.get("Retry-After"), now=datetime.now(UTC))
        return replace(describe_status(error.response.status), pause=pause)
    if isinstance(error, IgnoreRequest) and not isinstance(error, HttpError):
        kind, words = next((row[1:] for row in _BY_IGNORED if row[0] in str(error)), _IGNORED)
        return FetchFailure(kind=kind, message=f"{words}: {error}")
    # The guard of the browser answers 403 for a host that it refuses, perhaps after a redirect.
    host = urlsplit(error.response.url if isinstance(error, HttpError) else url).hostname or ""
    if host in REFUSED_HOSTS:
        return FetchFailure(
            kind=FailureKind.PRIVATE_ADDRESS, message=f"{host} resolves to the private address {REFUSED_HOSTS[host]}"
        )
    detail = str(error) or type(error).__name__
    if any(word in detail.lower() for word in _TLS_WORDS):
        return FetchFailure(kind=FailureKind.TLS, message=f"no trusted TLS connection: {detail}")
    for kind_of_error, kind, words in _BY_EXCEPTION:
        if isinstance(error, kind_of_error):
            return FetchFailure(kind=kind, message=f"{words}: {detail}")
    kind = FailureKind.TIMEOUT if type(error).__name__ == _BROWSER_TIMEOUT else FailureKind.CONNECTION
    return FetchFailure(kind=kind, message=f"{type(error).__name__}: {detail}")


def describe_status(status: int) -> FetchFailure:
    """Tell what an HTTP status outside 200 to 299 means."""
    if 300 <= status < 400:
        message = f"the server answered {status} without an http or https address to go to"
        return FetchFailure(kind=FailureKind.REDIRECTS, message=message, status=status)
    kind = _BY_STATUS.get(status, FailureKind.HTTP_SERVER if status >= 500 else FailureKind.HTTP_CLIENT)
    return FetchFailure(kind=kind, message=f"the server answered {status}", status=status)


def parse_retry_after(value: bytes | None, *, now: datetime) -> timedelta | None:
    """Read a Retry-After header, seconds or an HTTP date, at most a day; None when it is missing, malformed or past."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdecimal():
        return min(timedelta(seconds=min(int(text), 10**9)), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(aware - now, LONGEST_PAUSE) if aware > now else None
