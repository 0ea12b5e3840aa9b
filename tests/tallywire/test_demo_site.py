"""The demo site is a real little web site: links, feeds, robots, conditional requests, an update."""

import http.client
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import pytest
import yaml
from lxml import etree, html
from protego import Protego

from crawler.feeds import parse_feed
from crawler.pages.page import parse_page
from crawler.sources import read_sources
from tallywire.demo_site import DEMO_DATE, DemoSite
from tallywire.demo_site.content import read_outlets
from tallywire.demo_site.server import LoggedRequest

FEEDS = ("/harbour-post/rss.xml", "/meridian-wire/atom.xml", "/valley-observer/feed")
FLOODS = "/harbour-post/2025/11/15/sylhet-floods"
COPY = ("/meridian-wire/migration/torkham-returns-48213", "/valley-observer/news/torkham-returns.html")
STORIES = [story for outlet in read_outlets(is_updated=False) for story in outlet.stories]
PUBLIC = [story for story in STORIES if "/drafts/" not in story.path]


@pytest.fixture
def site():
    with DemoSite() as open_site:
        yield open_site


def fetch(site, path, headers=None, method="GET"):
    address = urlsplit(site.base_url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def article_of(site, path):
    status, headers, body = fetch(site, path)
    assert status == 200
    return parse_page(
        body,
        content_type=headers["Content-Type"],
        url=site.base_url + path,
        source="demo",
        fetched_at=datetime(2025, 11, 17, 20, tzinfo=UTC),
        hints={},
    )


def test_it_has_at_least_fourteen_articles_of_three_outlets_and_two_feed_formats():
    outlets = read_outlets(is_updated=False)
    assert len(outlets) == 3
    assert len(PUBLIC) >= 14
    assert {outlet.feed_kind for outlet in outlets} == {"rss", "atom"}


def test_every_story_is_of_the_fortnight_before_the_demo_date_and_names_its_zone():
    for story in STORIES:
        assert 0 <= (DEMO_DATE - story.published.date()).days < 14
        assert story.published.utcoffset() is not None


def test_all_links_resolve(site):
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        status, headers, body = fetch(site, path)
        assert status == 200, path
        if not headers["Content-Type"].startswith("text/html"):
            continue
        assert b"{{" not in body, path
        for link in html.fromstring(body.decode()).xpath("//@href"):
            assert link.startswith(site.base_url), (path, link)
            target = urlsplit(link).path
            if target not in seen and target not in waiting:
                waiting.append(target)
    assert {story.path for story in PUBLIC} <= seen
    assert not any(path.startswith("/harbour-post/drafts/") for path in seen)


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_name_every_story(site, path):
    _, headers, body = fetch(site, path)
    parsed = feedparser.parse(body.decode(), response_headers={"content-type": headers["Content-Type"]})
    assert not parsed.bozo
    outlet = path.split("/")[1]
    own = {site.base_url + story.path: story for story in STORIES if story.path.startswith(f"/{outlet}/")}
    assert {entry.link for entry in parsed.entries} == set(own)
    for entry in parsed.entries:
        instant = datetime(*entry.updated_parsed[:6] if "updated" in entry else entry.published_parsed[:6], tzinfo=UTC)
        assert instant == own[entry.link].latest
    entries = parse_feed(body, url=site.base_url + path, content_type=headers["Content-Type"]).entries
    assert [entry.url for entry in entries] == [entry.link for entry in parsed.entries]


def test_robots_forbids_the_drafts_that_the_feed_names_by_mistake(site):
    _, _, body = fetch(site, "/robots.txt")
    robots = Protego.parse(body.decode())
    forbidden = [story.path for story in STORIES if not robots.can_fetch(site.base_url + story.path, "tallywire")]
    assert forbidden == ["/harbour-post/drafts/budget-notes"]
    assert list(robots.sitemaps) == [f"{site.base_url}/meridian-wire/news-sitemap.xml"]


def test_the_news_sitemap_lists_the_stories(site):
    _, _, body = fetch(site, "/meridian-wire/news-sitemap.xml")
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    root = etree.fromstring(body)
    addresses = root.xpath("//s:loc/text()", namespaces=spaces)
    assert set(addresses) == {site.base_url + s.path for s in STORIES if s.path.startswith("/meridian-wire/")}
    assert len(root.xpath("//n:publication_date", namespaces=spaces)) == len(addresses)


@pytest.mark.parametrize("story", PUBLIC, ids=lambda story: story.slug)
def test_the_page_parser_reads_each_article_and_leaves_the_boxes(site, story):
    article = article_of(site, story.path)
    paragraphs = [html.fromstring(part).text_content() for part in re.findall(r"<p>.*?</p>", story.body, re.DOTALL)]
    assert all(paragraph in article.text for paragraph in paragraphs)
    for words in ("40,000 readers", "12,500 subscribers", "8,200 households", "cookies", "demonstration site"):
        assert words not in article.text
    assert article.title == story.title
    assert article.published is not None
    assert article.published.value == story.published


def test_one_outlet_prints_the_report_of_another(site):
    first, second = (article_of(site, path) for path in COPY)
    assert first.title != second.title
    paragraphs = second.text.split("\n")
    assert len(paragraphs) > 5
    assert sum(paragraph in first.text for paragraph in paragraphs) >= len(paragraphs) - 1


def test_an_update_brings_a_new_figure_and_moves_the_story_up_in_the_feed(site):
    before, feed_before = article_of(site, FLOODS), fetch(site, FEEDS[0])[2]
    site.publish_update()
    after, feed_after = article_of(site, FLOODS), fetch(site, FEEDS[0])[2]
    assert ("19 people" in before.text, "risen to 31" in after.text) == (True, True)
    assert before.published.value == after.published.value
    assert after.modified.value > before.published.value
    titles = [
        [entry.title for entry in parse_feed(feed, url=site.base_url, content_type="").entries]
        for feed in (feed_before, feed_after)
    ]
    assert titles[0] != titles[1]
    assert titles[1].index("Death toll from Sylhet floods rises to 31") == 0
    site.publish_update()
    assert fetch(site, FEEDS[0])[2] == feed_after


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_has_not_changed_answers_304(site, path):
    _, headers, _ = fetch(site, path)
    etag, modified = headers["ETag"], headers["Last-Modified"]
    answers = [
        ({"If-None-Match": etag}, 304),
        ({"If-None-Match": f'"other", W/{etag}'}, 304),
        ({"If-Modified-Since": modified}, 304),
        ({"If-None-Match": '"other"', "If-Modified-Since": modified}, 200),
        ({"If-Modified-Since": "Sat, 01 Nov 2025 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
    ]
    for conditions, status in answers:
        got, _, body = fetch(site, path, conditions)
        assert (got, bool(body)) == (status, status == 200), conditions


def test_only_the_updated_feed_changes_its_validators(site):
    tags = [fetch(site, path)[1]["ETag"] for path in FEEDS]
    site.publish_update()
    assert [fetch(site, path, {"If-None-Match": tag})[0] for path, tag in zip(FEEDS, tags, strict=True)] == [
        200,
        304,
        304,
    ]


def test_requests_are_logged_in_order(site):
    fetch(site, "/robots.txt?x=1")
    fetch(site, "/nowhere")
    fetch(site, "/harbour-post", method="HEAD")
    assert site.requests == [
        LoggedRequest("GET", "/robots.txt?x=1", 200),
        LoggedRequest("GET", "/nowhere", 404),
        LoggedRequest("HEAD", "/harbour-post", 301),
    ]


def test_the_watch_list_is_valid_and_names_the_feeds(site, tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(site.watch_list(), "utf-8")
    sources = read_sources(path)
    assert [feed for source in sources for feed in source.feeds] == [site.base_url + feed for feed in FEEDS]
    assert {entry["country"] for entry in yaml.safe_load(site.watch_list())} == {"BD", "CH", "PK"}


def test_two_sites_can_be_open_and_a_closed_one_is_gone():
    with DemoSite() as first, DemoSite() as second:
        assert first.base_url != second.base_url
        assert fetch(first, "/")[0] == fetch(second, "/")[0] == 200
        address = urlsplit(second.base_url)
    with pytest.raises(RuntimeError, match="not being served"):
        first.publish_update()
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=2)
    with pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/")
    connection.close()
