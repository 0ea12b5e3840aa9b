import json
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml.html import HtmlElement
from trafilatura import load_html

from crawler.pages.metadata import read_metadata

FETCHED = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
URL = "https://alder.example/news/flood"


def tree_of(head: str, body: str = "<h1>Flood in Alder</h1><p>Text.</p>", attributes: str = "") -> HtmlElement:
    tree = load_html(f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return tree


def linked(value: Any) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Flood in Alder &amp; Teal",
    "author": [{"@type": "Person", "name": "By Ida Brandt"}, {"name": "Per Holm"}, {"name": "Per Holm"}],
    "datePublished": "2023-11-20T23:14:00+03:00",
    "dateModified": "2023-11-21T08:00:00Z",
    "inLanguage": "en-GB",
    "url": URL,
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Alder Post"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]},
        "<!-- " + json.dumps(ARTICLE) + " -->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        json.dumps(ARTICLE).replace("Flood in", "Flood\nin") + ";",
        # As WordPress plugins write it: authors by reference.
        {
            "@graph": [
                {**ARTICLE, "author": [{"@id": "#ida"}, {"@id": "#per"}]},
                {"@type": "Person", "@id": "#per", "name": "Per Holm"},
                {"@type": "Person", "@id": "#ida", "name": "Ida Brandt"},
            ]
        },
        # A list of other stories does not speak for the page.
        [{"@type": "ItemList", "itemListElement": [{**ARTICLE, "headline": "Other"}]}, ARTICLE],
        [{**ARTICLE, "headline": "Other", "url": "https://alder.example/news/other"}, ARTICLE],
    ],
)
def test_json_ld(value: Any) -> None:
    metadata = read_metadata(tree_of(linked(value)), url=URL, fetched_at=FETCHED)
    assert metadata.title == "Flood in Alder & Teal"
    assert metadata.authors == ("Ida Brandt", "Per Holm")
    assert metadata.published is not None
    assert metadata.modified is not None
    assert metadata.published.value == datetime(2023, 11, 20, 20, 14, tzinfo=UTC)
    assert metadata.published.value.utcoffset() is not None
    assert (metadata.published.printed, metadata.published.origin) == ("2023-11-20T23:14:00+03:00", "json-ld")
    assert metadata.modified.value == datetime(2023, 11, 21, 8, tzinfo=UTC)
    assert metadata.language == "en-GB"


@pytest.mark.parametrize(
    "broken", ["{", "[]", "null", "5", '{"@type": 5}', '{"@type": "NewsArticle", "author": {"name": {}}}', "[" * 50_000]
)
def test_broken_json_ld_says_nothing(broken: str) -> None:
    metadata = read_metadata(tree_of(linked(broken)), url=URL, fetched_at=FETCHED)
    assert metadata.title == "Flood in Alder"
    assert metadata.published is None


def test_meta_tags() -> None:
    head = (
        "<title>Flood in Alder | Alder Post</title><meta property='og:title' content='Flood in Alder | Alder Post'>"
        "<meta property='og:site_name' content='Alder Post'><meta name='author' content='By Ida Brandt'>"
        "<meta property='article:author' content='https://social.example/ida'>"
        "<meta property='article:published_time' content='2023-11-20T23:14:00Z'>"
        "<meta property='article:modified_time' content='2023-11-21'>"
        "<link rel='canonical' href='/news/flood-in-alder'>"
    )
    metadata = read_metadata(tree_of(head, attributes="lang='en'"), url=URL, fetched_at=FETCHED)
    assert metadata.title == "Flood in Alder"
    assert metadata.authors == ("Ida Brandt",)
    assert metadata.published is not None
    assert metadata.modified is not None
    assert (metadata.published.origin, metadata.published.has_zone) == ("meta", True)
    assert metadata.modified.has_time is False
    assert metadata.language == "en"
    assert metadata.canonical_url == "https://alder.example/news/flood-in-alder"


@pytest.mark.parametrize("printed", ["2031-01-01", "0001-01-01T00:00:00", "1970-01-01", "2023-02-30", "yesterday", ""])
def test_dates_that_cannot_be_are_passed_over(printed: str) -> None:
    head = linked({**ARTICLE, "datePublished": printed}) + "<meta name='date' content='2023-11-19'>"
    published = read_metadata(tree_of(head), url=URL, fetched_at=FETCHED).published
    assert published is not None
    assert published.printed == "2023-11-19"


def test_microdata_date() -> None:
    body = "<h1>Flood</h1><time itemprop='datePublished' datetime='2023-11-20T10:00+01:00'>today</time>"
    published = read_metadata(tree_of("", body), url=URL, fetched_at=FETCHED).published
    assert published is not None
    assert published.value == datetime(2023, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<link rel='canonical' href='javascript:alert(1)'>",
        "<link rel='canonical' href='https://alder.example/'>",  # the template's, not the article's
        "<link rel='canonical' href='http://[broken'>",
        "<link rel='canonical'>",
    ],
)
def test_no_canonical_address(head: str) -> None:
    assert read_metadata(tree_of(head), url=URL, fetched_at=FETCHED).canonical_url is None


@pytest.mark.parametrize(
    ("head", "body", "title", "byline"),
    [
        (linked(ARTICLE), "<h1>Other</h1>", ("Flood in Alder &amp; Teal", "json-ld"), ("By Ida Brandt; Per Holm", "json-ld")),
        (
            ("<meta property='og:title' content='Flood | Alder Post'><meta property='og:site_name' content='Alder Post'>"
            "<meta name='author' content='By Ida Brandt'>"),
            "<h1>Other</h1>",
            ("Flood | Alder Post", "meta"),
            ("By Ida Brandt", "meta"),
        ),
        (
            "",
            "<h1 itemprop='headline'> Flood in  Alder</h1><div itemprop='author' itemscope>By <b itemprop='name'>Ida Brandt</b></div>",
            ("Flood in  Alder", "microdata"),
            ("Ida Brandt", "microdata"),
        ),
        ("<title>Ignored</title>", "<h1>Flood</h1>", ("Flood", "heading"), None),
        ("<title>Flood in Alder</title>", "<p>No heading.</p>", ("Flood in Alder", "title"), None),
        # The stories of a list do not speak for the page.
        (
            "",
            ("<h1>Flood</h1><ul itemscope itemtype='https://schema.org/ItemList'><li itemprop='itemListElement' itemscope>"
            "<b itemprop='headline'>Other</b></li></ul>"),
            ("Flood", "heading"),
            None,
        ),
    ],
)  # fmt: skip
def test_printed_values_are_kept_with_their_origin(
    head: str, body: str, title: tuple[str, str], byline: tuple[str, str] | None
) -> None:
    metadata = read_metadata(tree_of(head, body), url=URL, fetched_at=FETCHED)
    assert metadata.title_source is not None
    assert (metadata.title_source.text, metadata.title_source.origin) == title
    found = metadata.byline_source
    assert (None if found is None else (found.text, found.origin)) == byline


@pytest.mark.parametrize(
    ("head", "is_free", "words", "is_article"),
    [
        (linked({**ARTICLE, "isAccessibleForFree": "False", "wordCount": "812"}), False, 812, True),
        (linked({**ARTICLE, "isAccessibleForFree": True, "wordCount": 812}), True, 812, True),
        (linked({**ARTICLE, "isAccessibleForFree": "maybe", "wordCount": "many"}), None, None, True),
        ("<meta property='og:type' content='article'><meta property='article:content_tier' content='locked'>", False, None, True),
        ("<meta property='article:content_tier' content='free'>", True, None, False),
        ("", None, None, False),
    ],
)  # fmt: skip
def test_who_may_read_it(head: str, *, is_free: bool | None, words: int | None, is_article: bool) -> None:
    metadata = read_metadata(tree_of(head), url=URL, fetched_at=FETCHED)
    assert (metadata.is_free, metadata.words, metadata.is_article) == (is_free, words, is_article)
