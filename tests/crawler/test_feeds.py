import json
from pathlib import Path

import pytest

from crawler.feeds import parse_feed
from crawler.listings import ListingEntry, NotAListingError

URL = "https://alder.example/feed"

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>Alder Post</title>
<language>en-KE</language>
<item><title>Flood &amp;amp; storm <![CDATA[<b>now</b>]]></title><link>https://alder.example/a?utm_source=rss</link>
  <pubDate>Mon, 20 Nov 2023 23:14:00 GMT</pubDate><category>rivers</category><category>Teal</category>
  <description>&lt;p&gt;Houses are under &lt;b&gt;water&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Relative</title><link>/b</link></item>
<item><title>Again</title><link>https://alder.example/a</link></item>
<item><title>Guid</title><guid isPermaLink="true">https://alder.example/c</guid></item>
<item><title>Counted</title><link>https://count.example/x</link>
  <feedburner:origLink>https://alder.example/d</feedburner:origLink></item>
<item><title>File</title><link>file:///etc/passwd</link></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><title>None</title></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Alder Post</title>
<entry><title type="html">Dam &lt;i&gt;holds&lt;/i&gt;</title><link rel="alternate" href="https://alder.example/e"/>
<updated>2023-11-20T23:14:00+03:00</updated></entry>
<entry><title>Dam breaks</title><link rel="alternate" href="https://alder.example/f"/>
<published>2023-11-20T23:14:00+03:00</published><updated>2023-11-21T08:00:00+03:00</updated></entry></feed>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Alder Post",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://alder.example/a?utm_source=feed",
            "title": "Dam <i>holds</i>",
            "date_published": "2023-11-20T23:14:00+03:00",
            "date_modified": "2023-11-21T08:00:00+03:00",
            "tags": ["rivers", 7],
            "content_text": "The dam of Alder holds.",
        },
        {"id": "https://alder.example/b", "language": "fr", "date_modified": "2023-11-22"},
        {"id": "2", "external_url": "https://teal.example/c", "title": None},
        {"id": "3", "url": "javascript:alert(1)"},
        "no item",
    ],
}


def test_rss() -> None:
    feed = parse_feed(RSS, url=URL, content_type="application/rss+xml")
    assert (feed.title, feed.language) == ("Alder Post", "en-KE")
    assert feed.entries == (
        ListingEntry(
            url="https://alder.example/a",
            title="Flood & storm now",
            published="Mon, 20 Nov 2023 23:14:00 GMT",
            language="en-KE",
            keywords="rivers, Teal",
            summary="Houses are under water .",
        ),
        ListingEntry(url="https://alder.example/b", title="Relative", language="en-KE"),
        ListingEntry(url="https://alder.example/c", title="Guid", language="en-KE"),
        ListingEntry(url="https://alder.example/d", title="Counted", language="en-KE"),
    )


def test_atom_gives_the_date_of_change_when_it_has_no_other() -> None:
    assert parse_feed(ATOM, url=URL, content_type="").entries == (
        ListingEntry(url="https://alder.example/e", title="Dam holds", published="2023-11-20T23:14:00+03:00"),
        ListingEntry(
            url="https://alder.example/f",
            title="Dam breaks",
            published="2023-11-20T23:14:00+03:00",
            modified="2023-11-21T08:00:00+03:00",
        ),
    )


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n "])
def test_json_feed(version: str, mark: bytes) -> None:
    body = mark + json.dumps(JSON_FEED | {"version": version}).encode()
    feed = parse_feed(body, url=URL, content_type="application/feed+json")
    assert (feed.title, feed.language) == ("Alder Post", "en")
    assert feed.entries == (
        ListingEntry(
            url="https://alder.example/a",
            title="Dam holds",
            published="2023-11-20T23:14:00+03:00",
            modified="2023-11-21T08:00:00+03:00",
            language="en",
            keywords="rivers",
            summary="The dam of Alder holds.",
        ),
        ListingEntry(url="https://alder.example/b", published="2023-11-22", language="fr"),
        ListingEntry(url="https://teal.example/c", language="en"),
    )


def test_a_feed_without_entries_is_a_feed() -> None:
    body = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
    assert parse_feed(body, url=URL, content_type="").entries == ()
    body = b'{"version": "https://jsonfeed.org/version/1", "title": "x", "items": []}'
    assert parse_feed(body, url=URL, content_type="").entries == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"<!doctype html><html><body>Not found</body></html>", "HTML page"),
        (b"plain words", "no RSS, Atom or JSON feed"),
        (b"{}", "no JSON feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": "none"}', "no JSON feed"),
        (b'{"version": "https://jsonfeed.org/version/1", ', "cannot be read"),
        (b"{" + b'"a":[' * 100_000, "cannot be read"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel><title>&a;</title></channel></rss>", "entities"),
    ],
)
def test_not_a_feed(body: bytes, words: str) -> None:
    with pytest.raises(NotAListingError, match=words):
        parse_feed(body, url=URL, content_type="application/rss+xml")


def test_bytes_that_are_a_path_are_never_opened(tmp_path: Path) -> None:
    canary = tmp_path / "feed.xml"
    canary.write_bytes(RSS)
    with pytest.raises(NotAListingError):
        parse_feed(str(canary).encode(), url=URL, content_type="")


def test_hints_leave_out_what_is_empty() -> None:
    entry = ListingEntry(url="https://alder.example/a", title="Flood", summary="Water")
    assert entry.hints(URL) == {"feed": URL, "title": "Flood"}
