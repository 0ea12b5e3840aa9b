import pytest

from crawler.urls import canonical_url, is_front_page, is_web_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.ORG/a", "https://example.org/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a#top", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/a?utm_source=rss&utm_medium=x&id=7", "https://example.org/a?id=7"),
        ("https://example.org/a?fbclid=1&gclid=2", "https://example.org/a"),
        ("https://example.org/a?at_medium=RSS&at_campaign=K", "https://example.org/a"),
        ("https://example.org/a?source=rss", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/?12345", "https://example.org/?12345"),
        ("https://m\u00fcnchen.example/\u00e4", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("https://example.org/a_(b),_c", "https://example.org/a_(b),_c"),
        # What looks like tracking may be all that tells two articles apart.
        ("https://example.org/view?uid=123", "https://example.org/view?uid=123"),
        ("https://example.org/view?eid=5&gallery=2", "https://example.org/view?eid=5&gallery=2"),
        ("https://example.org/a?source=unhcr", "https://example.org/a?source=unhcr"),
        ("file:///home/me/a.html?utm_source=x", "file:///home/me/a.html?utm_source=x"),
    ],
)
def test_one_spelling_identifies_an_article(url: str, expected: str) -> None:
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http://[::1",
        "http://example.org:port/",
        "https://example.org/a b",
        "https://example.org/\ud800",
        "https://example.org/" + "x" * 2_100,
    ],
)
def test_no_web_address(url: str) -> None:
    assert not is_web_url(url)


def test_front_page() -> None:
    assert is_front_page("https://example.org/")
    assert not is_front_page("https://example.org/?p=7")
    assert not is_front_page("https://example.org/en")
