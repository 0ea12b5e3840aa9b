import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.pages import GATES, PageRejected, RejectionKind, parse_page
from records import Article

FETCHED = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
SENTENCE = (
    "More than 300 people left the town of Alder on Monday after the river Teal broke its banks, the mayor said. "
)
CONSENT = (
    b"<!doctype html><html><head><title>Your privacy</title></head><body><form action='/collect' class='consent-form'>"
    b"<h1>Before you continue</h1><p>We and our partners store information on your device to show you what fits you.</p>"
    b"<p>You can change your mind at any time in the settings of your account.</p><button>Accept all</button></form></body></html>"
)
BANNER = b"<div id='onetrust-banner-sdk'><p>We and our partners store information on your device.</p></div></body>"


def parse(body: bytes) -> Article:
    return parse_page(
        body, content_type="text/html", url="https://alder.example/x", source="a", fetched_at=FETCHED, hints={}
    )


def linked(**facts: Any) -> str:
    article = {"@type": "NewsArticle", "headline": "Flood in Alder", "datePublished": "2025-11-20T08:00Z", **facts}
    return f"<script type='application/ld+json'>{json.dumps(article)}</script>"


@pytest.mark.parametrize(
    ("head", "sentences", "is_gated"),
    [
        (linked(isAccessibleForFree=False), 3, True),
        (linked(isAccessibleForFree="False"), 3, True),
        (linked(isAccessibleForFree="https://schema.org/False"), 3, True),
        (linked(isAccessibleForFree=False, wordCount=900), 10, True),
        ("<meta property='article:content_tier' content='locked'>", 3, True),
        # Metered, and shown in full.
        (linked(isAccessibleForFree=False), 12, False),
        (linked(isAccessibleForFree=False, wordCount=70), 3, False),
        (linked(isAccessibleForFree=True), 3, False),
        (linked(isAccessibleForFree=True, wordCount=900), 3, False),
        (linked(), 3, False),
        ("<meta property='article:content_tier' content='free'>", 3, False),
        ("", 3, False),
    ],
)
def test_paywalls(make_page: Callable[..., bytes], head: str, sentences: int, *, is_gated: bool) -> None:
    body = make_page("Flood in Alder", *[SENTENCE] * sentences, head=head)
    if not is_gated:
        assert parse(body).text.startswith("More than 300")
        return
    with pytest.raises(PageRejected) as caught:
        parse(body)
    assert caught.value.kind is RejectionKind.PAYWALL
    assert caught.value.kind in GATES
    assert str(sentences * len(SENTENCE.split())) in caught.value.message


def test_a_scrap_beside_a_login_is_a_paywall_and_a_flash_is_not(make_page: Callable[..., bytes]) -> None:
    login = b"<form action='/login'><input type='password' name='p'></form></body>"
    with pytest.raises(PageRejected) as caught:
        parse(
            make_page("Flood in Alder", "Log in to read how the town of Alder fared in the flood.").replace(
                b"</body>", login
            )
        )
    assert caught.value.kind is RejectionKind.PAYWALL
    assert parse(make_page("Flood in Alder", SENTENCE * 2).replace(b"</body>", login)).text


def test_a_wall_of_consent_is_no_article() -> None:
    with pytest.raises(PageRejected) as caught:
        parse(CONSENT)
    assert caught.value.kind is RejectionKind.CONSENT


def test_a_scrap_under_a_dialog_is_a_wall(make_page: Callable[..., bytes]) -> None:
    with pytest.raises(PageRejected) as caught:
        parse(
            make_page("Flood in Alder", "Accept our terms to read on about the flood in Alder.").replace(
                b"</body>", BANNER
            )
        )
    assert caught.value.kind is RejectionKind.CONSENT


@pytest.mark.parametrize("head", ["", linked()])
def test_a_page_with_a_banner_is_an_article(make_page: Callable[..., bytes], head: str) -> None:
    article = parse(make_page("Flood in Alder", *[SENTENCE] * 2, head=head).replace(b"</body>", BANNER))
    assert "partners" not in article.text


def test_a_page_without_words_hides_nothing() -> None:
    with pytest.raises(PageRejected) as caught:
        parse(b"<html><body><nav><a href='/'>Home</a></nav><form><input type='password'></form></body></html>")
    assert caught.value.kind is RejectionKind.NO_TEXT
