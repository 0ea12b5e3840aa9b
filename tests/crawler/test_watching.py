"""What a crawl does with every kind of listing, with edits, with two addresses of one article, and between two runs."""

import gzip
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import crawl
from crawler.report import CrawlSettings
from records import Source, Term

RSS = "application/rss+xml"


def rows(store: Mapping[str, Path], sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(store["news_db"])
    try:
        with connection:
            return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.fixture
def answer(site: Any) -> Any:
    return type(site.answers["/robots.txt"])


def watch(site: Any, **listings: tuple[str, ...]) -> Source:
    urls = {kind: tuple(map(site.url, paths)) for kind, paths in listings.items()}
    return Source(name="alder-post", title="Alder Post", home=site.url("/"), delay=0.0, **urls)


def test_sitemaps_behind_an_index_carry_their_fields_to_the_article(
    site: Any, answer: Any, store: dict[str, Path], settings: CrawlSettings, make_page: Callable[..., bytes]
) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    news = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        f"<url><loc>{site.url('/1')}</loc><news:news><news:publication><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{now}</news:publication_date><news:title>Flood</news:title>"
        "<news:keywords>rivers</news:keywords></news:news></url></urlset>"
    )
    index = (
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<sitemap><loc>{site.url('/news.xml.gz')}</loc></sitemap>"
        f"<sitemap><loc>{site.url('/private/map.xml')}</loc></sitemap>"
        "<sitemap><loc>http://localhost:1/inside.xml</loc></sitemap></sitemapindex>"
    )
    site.answers["/index.xml"] = answer(index.encode(), content_type="text/xml", headers={"ETag": '"i"'})
    site.answers["/news.xml.gz"] = answer(gzip.compress(news.encode()), content_type="application/gzip")
    site.answers["/1"] = answer(make_page())
    source = watch(site, sitemaps=("/index.xml",))
    report = crawl([source], **store, settings=settings).sources[0]
    assert (report.feeds, report.new) == (2, 1)
    assert dict(report.failed) == {"robots": 1, "private_address": 1}
    hints = rows(
        store,
        "SELECT json_extract(hints, '$.title'), json_extract(hints, '$.published'), json_extract(hints, '$.language'),"
        " json_extract(hints, '$.keywords'), json_extract(hints, '$.feed') FROM snapshots WHERE parse_state = 'pending'",
    )
    assert hints == [("Flood", now, "en", "rivers", site.url("/news.xml.gz"))]

    # The index is unchanged, and the sitemaps behind it are asked all the same.
    site.answers["/index.xml"] = lambda headers: answer(
        index.encode() if headers.get("if-none-match") != '"i"' else b"",
        200 if headers.get("if-none-match") != '"i"' else 304,
    )
    site.hits.clear()
    again = crawl([source], **store, settings=settings).sources[0]
    assert (again.feeds_unchanged, again.new, again.unchanged) == (2, 0, 0)
    assert "/news.xml.gz" in site.paths()
    assert "/1" not in site.paths()


def section(*links: str, next_page: str = "") -> bytes:
    teasers = "".join(f"<h2><a href='{link}'>Families return to the lower town at last</a></h2>" for link in links)
    rel = f"<a rel='next' href='{next_page}'>Older</a>" if next_page else ""
    return f"<!doctype html><html><body><main>{teasers}{rel}</main></body></html>".encode()


def test_sections_are_read_on_while_they_have_news(
    site: Any, answer: Any, store: dict[str, Path], settings: CrawlSettings, make_page: Callable[..., bytes]
) -> None:
    # An archive without end: each page names an article and the next page.
    def page(number: int) -> Any:
        return answer(section(f"/2026/11/0{number}/families-return-{number}", next_page=f"/region/?page={number + 1}"))

    site.answers["/region/"] = page(1)
    for number in range(2, 9):
        site.answers[f"/region/?page={number}"] = page(number)
    for number in range(1, 9):
        site.answers[f"/2026/11/0{number}/families-return-{number}"] = answer(make_page(f"Families {number}"))
    source = watch(site, sections=("/region/",))
    report = crawl([source], **store, settings=settings).sources[0]
    assert (report.feeds, report.new, dict(report.failed)) == (3, 3, {})  # the section and two pages below it
    site.hits.clear()
    again = crawl([source], **store, settings=settings).sources[0]
    assert (again.feeds, again.fetched) == (1, 0)
    assert site.paths() == ["/robots.txt", "/region/"]


def test_terms_choose_articles_and_new_terms_are_applied_to_an_unchanged_feed(
    site: Any, answer: Any, store: dict[str, Path], settings: CrawlSettings, make_page: Callable[..., bytes]
) -> None:
    items = "".join(f"<item><title>{title}</title><link>{site.url(path)}</link></item>" for title, path in [
        ("300 displaced by flood", "/flood"), ("Football cup", "/cup"), ("Markets rise", "/markets"),
    ])  # fmt: skip
    body = f"<rss version='2.0'><channel><title>A</title>{items}</channel></rss>".encode()

    def feed(headers: Mapping[str, str]) -> Any:
        if headers.get("if-none-match") == '"v1"':
            return answer(b"", 304)
        return answer(body, content_type=RSS, headers={"ETag": '"v1"'})

    site.answers["/feed.xml"] = feed
    for path in ("/flood", "/cup", "/markets"):
        site.answers[path] = answer(make_page(path))
    source = replace(watch(site, feeds=("/feed.xml",)), keep=(Term(text="displaced"),))
    first = crawl([source], **store, settings=settings).sources[0]
    assert (first.new, first.dropped) == (1, 2)
    second = crawl([replace(source, keep=(), drop=(Term(text="football"),))], **store, settings=settings).sources[0]
    assert (second.new, second.dropped) == (1, 1)
    assert rows(store, "SELECT url FROM fetches WHERE kind = 'article' ORDER BY url") == [
        (site.url("/flood"),),
        (site.url("/markets"),),
    ]


def test_two_addresses_of_an_article_are_one(
    site: Any,
    answer: Any,
    store: dict[str, Path],
    settings: CrawlSettings,
    *,
    make_page: Callable[..., bytes],
    make_rss: Callable[..., bytes],
) -> None:
    canonical = site.url("/2026/river-teal-breaks-its-banks")
    head = f"<link rel='canonical' href='{canonical}'>"
    site.answers["/2026/river-teal-breaks-its-banks"] = answer(make_page(head=head))
    site.answers["/mobile-edition/river-teal-breaks-its-banks"] = answer(make_page("Short", head=head))
    site.answers["/old"] = answer(b"", 301, headers={"Location": canonical})
    paths = ["/mobile-edition/river-teal-breaks-its-banks", "/old"]
    site.answers["/feed.xml"] = answer(make_rss(*map(site.url, paths)), content_type=RSS)
    source = watch(site, feeds=("/feed.xml",))
    crawl([source], **store, settings=settings)
    assert rows(store, "SELECT DISTINCT url FROM snapshots WHERE parse_state != 'feed'") == [(canonical,)]
    assert rows(store, "SELECT count(DISTINCT article_key) FROM fetches WHERE kind = 'article'") == [(1,)]

    # The address itself, and its AMP copy, need not be fetched when a feed names them later.
    amp = site.url("/amp/2026/river-teal-breaks-its-banks")
    site.answers["/feed.xml"] = answer(make_rss(canonical, amp), content_type=RSS)
    site.hits.clear()
    assert crawl([source], **store, settings=settings).sources[0].fetched == 0
    assert site.paths() == ["/robots.txt", "/feed.xml"]


def test_a_canonical_link_that_every_page_has_does_not_join_articles(
    site: Any,
    answer: Any,
    store: dict[str, Path],
    settings: CrawlSettings,
    *,
    make_page: Callable[..., bytes],
    make_rss: Callable[..., bytes],
) -> None:
    head = "<link rel='canonical' href='/news/'>"
    paths = ["/news/flood-in-alder", "/news/dam-holds"]
    for path in paths:
        site.answers[path] = answer(make_page(path, head=head))
    site.answers["/feed.xml"] = answer(make_rss(*map(site.url, paths)), content_type=RSS)
    assert crawl([watch(site, feeds=("/feed.xml",))], **store, settings=settings).sources[0].new == 2
    assert rows(store, "SELECT count(DISTINCT url_key) FROM snapshots WHERE parse_state = 'pending'") == [(2,)]


def test_young_articles_are_looked_at_again_conditionally(
    site: Any,
    answer: Any,
    store: dict[str, Path],
    settings: CrawlSettings,
    *,
    make_page: Callable[..., bytes],
    make_rss: Callable[..., bytes],
) -> None:
    text = {"etag": '"a"', "title": "Flood"}

    def article(headers: Mapping[str, str]) -> Any:
        if headers.get("if-none-match") == text["etag"]:
            return answer(b"", 304)
        return answer(make_page(text["title"]), headers={"ETag": text["etag"]})

    site.answers["/1"] = article
    site.answers["/feed.xml"] = answer(make_rss(site.url("/1")), content_type=RSS)
    source = watch(site, feeds=("/feed.xml",))
    crawl([source], **store, settings=settings)
    due = rows(store, "SELECT state, next_at, first_seen_at FROM fetches WHERE kind = 'article'")[0]
    assert due[0] == "fetched"
    assert datetime.fromisoformat(due[1]) - datetime.fromisoformat(due[2]) == timedelta(hours=1)

    def visit() -> Any:
        rows(store, "UPDATE fetches SET next_at = first_seen_at WHERE kind = 'article'")
        site.hits.clear()
        return crawl([source], **store, settings=settings).sources[0]

    unchanged = visit()
    assert (unchanged.new, unchanged.unchanged) == (0, 1)
    assert dict(site.hits)["/1"]["if-none-match"] == '"a"'
    text.update(etag='"b"', title="Flood, corrected")
    edited = visit()
    assert (edited.new, edited.unchanged) == (1, 0)
    assert rows(store, "SELECT count(*) FROM snapshots WHERE parse_state = 'pending'") == [(2,)]
    # An old article rests.
    rows(store, "UPDATE fetches SET first_seen_at = '2020-01-01T00:00:00Z' WHERE kind = 'article'")
    visit()
    assert rows(store, "SELECT next_at FROM fetches WHERE kind = 'article'") == [(None,)]


def test_a_listing_that_is_not_due_is_not_asked_unless_somebody_asks(
    site: Any, answer: Any, store: dict[str, Path], settings: CrawlSettings, make_rss: Callable[..., bytes]
) -> None:
    site.answers["/feed.xml"] = answer(make_rss(), content_type=RSS)
    source = watch(site, feeds=("/feed.xml",))
    crawl([source], **store, settings=settings)
    # Silent for a day: asked again after three hours.
    rows(store, "UPDATE fetches SET changed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')")
    crawl([source], **store, settings=settings)
    next_at = datetime.fromisoformat(rows(store, "SELECT next_at FROM fetches")[0][0])
    assert timedelta(hours=2.9) < next_at - datetime.now(UTC) < timedelta(hours=3.1)
    site.hits.clear()
    crawl([source], **store, settings=settings)
    assert site.hits == []
    crawl([source], **store, settings=replace(settings, ask_all=True))
    assert "/feed.xml" in site.paths()


def test_a_pause_outlives_the_run(
    site: Any, answer: Any, store: dict[str, Path], settings: CrawlSettings, make_rss: Callable[..., bytes]
) -> None:
    site.answers["/feed.xml"] = answer(make_rss(site.url("/1")), content_type=RSS)
    site.answers["/1"] = answer(b"", 429, headers={"Retry-After": "7200"})
    source = watch(site, feeds=("/feed.xml",))
    crawl([source], **store, settings=settings)
    assert rows(store, "SELECT host FROM host_pauses") == [(f"127.0.0.1:{site.port}",)]
    next_at = datetime.fromisoformat(rows(store, "SELECT next_at FROM fetches WHERE kind = 'article'")[0][0])
    assert next_at - datetime.now(UTC) > timedelta(hours=1.9)
    site.hits.clear()
    again = crawl([source], **store, settings=settings)
    assert site.hits == []
    assert again.sources[0].postponed == 1
    rows(store, "UPDATE host_pauses SET until = '2020-01-01T00:00:00Z'")
    assert crawl([source], **store, settings=settings).sources[0].feeds == 1
