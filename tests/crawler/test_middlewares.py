from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from crawler.failures import FailureKind, RequestRefused, parse_retry_after
from crawler.middlewares import AddressMiddleware, BackOffMiddleware

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"120", timedelta(seconds=120)),
        (b"Fri, 02 Jan 2026 12:05:00 GMT", timedelta(minutes=5)),
        (b"Fri, 02 Jan 2026 11:00:00 GMT", None),
        (b"999999999", timedelta(hours=24)),
        (b"soon", None),
        (b"-5", None),
        (None, None),
    ],
)
def test_retry_after(value: bytes | None, expected: timedelta | None) -> None:
    assert parse_retry_after(value, now=NOW) == expected


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1/", FailureKind.PRIVATE_ADDRESS),
        ("http://user@10.0.0.1/", FailureKind.PRIVATE_ADDRESS),
        ("http://[::1]/", FailureKind.PRIVATE_ADDRESS),
        ("http://[::ffff:169.254.169.254]/", FailureKind.PRIVATE_ADDRESS),
        ("file:///etc/passwd", FailureKind.UNSUPPORTED),
        ("ftp://alder.example/", FailureKind.UNSUPPORTED),
    ],
)
def test_addresses_that_are_refused(url: str, kind: FailureKind) -> None:
    with pytest.raises(RequestRefused) as caught:
        AddressMiddleware(allowed=frozenset()).process_request(Request(url))
    assert caught.value.failure.kind is kind


def test_addresses_that_pass() -> None:
    middleware = AddressMiddleware(allowed=frozenset({"127.0.0.1"}))
    for url in ("https://alder.example/", "http://93.184.216.34/", "http://127.0.0.1:8000/"):
        assert middleware.process_request(Request(url)) is None  # Scrapy goes on with the request


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_a_pause_gets_it(status: int) -> None:
    middleware = BackOffMiddleware(is_ending=lambda: False)
    request = Request("https://alder.example/a")
    middleware.process_request(request)
    middleware.process_response(request, Response(request.url, status=status, headers={"Retry-After": "60"}))
    with pytest.raises(RequestRefused) as caught:
        middleware.process_request(Request("https://alder.example/b"))
    assert caught.value.failure.kind is FailureKind.POSTPONED
    middleware.process_request(Request("https://teal.example/"))


def test_a_dead_host_rests_after_two_failures_and_an_answer_revives_it() -> None:
    middleware = BackOffMiddleware(is_ending=lambda: False)
    request = Request("https://alder.example/a")
    middleware.process_exception(request, CannotResolveHostError())
    middleware.process_response(request, Response(request.url, status=200))
    middleware.process_exception(request, CannotResolveHostError())
    middleware.process_request(request)
    middleware.process_exception(request, CannotResolveHostError())
    with pytest.raises(RequestRefused, match="cannot be reached"):
        middleware.process_request(request)


def test_nothing_goes_out_when_the_crawl_is_ending() -> None:
    with pytest.raises(RequestRefused) as caught:
        BackOffMiddleware(is_ending=lambda: True).process_request(Request("https://alder.example/a"))
    assert caught.value.failure.kind is FailureKind.POSTPONED
