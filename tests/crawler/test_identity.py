import pytest

from crawler.identity import find_canonical_link, find_variants, identify, is_same_article, site_of

URL = "https://alder.example/news/river-teal-breaks-its-banks"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://m.alder.co.uk/x", "alder.co.uk"),
        ("https://www.alder.org.", "alder.org"),
        ("https://alder.blogspot.com/x", "alder.blogspot.com"),
        ("https://news.alder.internal/x", "alder.internal"),
        ("http://127.0.0.1:8000/x", "127.0.0.1"),
        ("http://localhost/x", "localhost"),
    ],
)
def test_site(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("https://m.alder.example/2026/flood", "https://www.alder.example/2026/flood"),
        ("https://amp.alder.example/2026/flood", "https://alder.example/2026/flood"),
        ("https://alder.example/amp/2026/flood", "https://alder.example/2026/flood"),
        ("https://alder.example/2026/flood/amp/", "https://alder.example/2026/flood"),
        ("https://alder.example/2026/flood.amp.html", "https://alder.example/2026/flood.html"),
        ("https://alder.example/2026/flood?outputType=amp", "https://alder.example/2026/flood"),
        ("https://alder.example/story?amp=1&id=7", "https://alder.example/story?id=7"),
    ],
)
def test_variants_lead_to_the_original(url: str, original: str) -> None:
    assert original in find_variants(url)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://alder.example/",
        "https://alder.example/ampere/lamp",
        "https://mobile-news.example/x",
        "https://alder.example/s?m=12",
    ],
)
def test_no_variant(url: str) -> None:
    assert find_variants(url) == ()


@pytest.mark.parametrize(
    ("url", "canonical", "expected"),
    [
        # the same but for www, scheme, AMP, mobile host
        (URL, "https://www.alder.example/news/river-teal-breaks-its-banks/", True),
        ("http://m.alder.example/news/flood", "https://www.alder.example/news/flood", True),
        ("https://alder.example/amp/news/flood", "https://alder.example/news/flood", True),
        # an edited headline
        (URL, "https://alder.example/news/river-teal-breaks-its-banks-again", True),
        ("https://alder.example/a-flood-1234567", "https://alder.example/the-great-flood-1234567", True),
        ("https://alder.example/story?id=1234567", "https://alder.example/great-flood-1234567", True),
        # templates that say the same for every article
        (URL, "https://alder.example/", False),
        (URL, "https://alder.example/news/", False),
        ("https://alder.example/story?id=1234567", "https://alder.example/story", False),
        ("https://alder.example/story?id=1234567", "https://alder.example/story?id=7654321", False),
        (URL, "https://alder.example/news/families-return-to-the-lower-town", False),
        # another outlet's copy is another article
        (URL, "https://teal.example/news/river-teal-breaks-its-banks", False),
        (URL, URL, False),
    ],
)
def test_same_article(url: str, canonical: str, *, expected: bool) -> None:
    assert is_same_article(url, canonical) is expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<link rel="canonical" href="https://www.alder.example/a?utm_source=x&amp;b=1">',
            "https://www.alder.example/a?b=1",
        ),
        ("<LINK HREF=/a REL=canonical>", "https://alder.example/a"),
        ("<link rel='alternate canonical' href='/a'/>", "https://alder.example/a"),
        ("<!-- <link rel='canonical' href='/a'> -->", None),
        ("<link rel='canonical' href='/a'><link rel='canonical' href='/b'>", None),
        ("<link rel='canonical' href=''>", None),
        ("<link rel='canonical' href='javascript:alert(1)'>", None),
        ("<link rel='canonical' href='http://[x'>", None),
        ("<link rel='amphtml' href='/a'>", None),
        ("</head><body><link rel='canonical' href='/a'>", None),
    ],
)
def test_canonical_link(head: str, expected: str | None) -> None:
    assert find_canonical_link(f"<html><head>{head}</head></html>".encode(), url=URL) == expected


def test_identify() -> None:
    page = (
        b"<html><head><link rel='canonical' href='https://www.alder.example/news/river-teal-breaks-its-banks'></head>"
    )
    assert identify("https://m.alder.example/news/river-teal-breaks-its-banks?fbclid=1", page) == (
        "https://www.alder.example/news/river-teal-breaks-its-banks"
    )
    assert identify("https://alder.example/markets/other-story-of-the-day", page) == (
        "https://alder.example/markets/other-story-of-the-day"
    )


def test_identify_shows_punycode() -> None:
    assert identify("https://bücher.example/a", b"") == "https://xn--bcher-kva.example/a"
