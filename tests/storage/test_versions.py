"""An article is found by what a person has at hand."""

import pytest

from records.snapshot import url_key
from storage.articles import save_article
from storage.claims import save_extraction
from storage.database import write
from storage.versions import NoSuchArticleError, find_article, load_figure_rows, load_versions, query_versions
from tests.storage.conftest import make_article, make_extraction

URL = "https://harbour.example/1"


@pytest.fixture
def stored(news, add_snapshot):
    """One article in two versions, the second with claims and a canonical address; and another article."""
    second = make_article(canonical_url="https://harbour.example/canonical")
    articles = (make_article("An older text."), second, make_article("Other.", url="https://harbour.example/2"))
    for number, article in enumerate(articles):
        page = add_snapshot(url=article.url, body=str(number) * 64)
        with write(news):
            save_article(news, article, snapshot_id=page)
    with write(news):
        save_extraction(news, make_extraction(second), run_id=None)
        news.execute(
            "INSERT INTO fetches (url_key, url, source, kind, state, first_seen_at, article_key)"
            " VALUES ('amp', 'https://amp.harbour.example/1', 'harbour', 'article', 'fetched', '2024', ?)",
            [url_key(URL)],
        )
    return news


@pytest.mark.parametrize(
    "words",
    [
        URL,
        "https://harbour.example/canonical",
        "https://amp.harbour.example/1",
        "1",
        "2",
        make_article("An older text.").version_key,
        make_article().version_key[:8],
        url_key(URL)[:12],
    ],
)
def test_found(stored, words):
    assert find_article(stored, words) == url_key(URL)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("https://harbour.example/3", "no article goes by"),
        ("9", "no article goes by"),
        ("0123abcd", "no article goes by"),
        ("flood", "no address, number or key"),
        ("********", "no address, number or key"),
        ("", "no address, number or key"),
    ],
)
def test_not_found(stored, words, message):
    with pytest.raises(NoSuchArticleError, match=message):
        find_article(stored, words)


def test_versions_come_in_order_with_their_figures(stored):
    versions = load_versions(stored, url_key(URL))
    assert [(version.version, version.text[:8]) for version in versions] == [(1, "An older"), (2, "Over 400")]
    assert load_figure_rows(stored, versions[0].version_key) == []
    rows = load_figure_rows(stored, versions[1].version_key)
    assert [(row["quantity"], row["event"], row["places"]) for row in rows] == [
        ("Over 400", "displacement", '["Marib"]'),
        ("33.5%", "presence", "[]"),
    ]


def test_many_keys_are_asked_for_in_parts(stored):
    keys = [str(number) for number in range(1_200)] + [make_article().version_key]
    assert [row["version"] for row in query_versions(stored, "version", keys)] == [2]
