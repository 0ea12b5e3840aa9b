from pathlib import Path

import pytest

from crawler.feeds import FeedEntry, NotAFeedError, parse_feed

URL = "https://alder.example/feed"

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>Alder Post</title>
<item><title>Flood &amp;amp; storm <![CDATA[<b>now</b>]]></title><link>https://alder.example/a?utm_source=rss</link>
  <pubDate>Mon, 20 Nov 2023 23:14:00 GMT</pubDate></item>
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
<updated>2023-11-20T23:14:00+03:00</updated></entry></feed>"""


def test_rss() -> None:
    assert parse_feed(RSS, url=URL, content_type="application/rss+xml") == (
        FeedEntry(url="https://alder.example/a", title="Flood & storm now", published="Mon, 20 Nov 2023 23:14:00 GMT"),
        FeedEntry(url="https://alder.example/b", title="Relative", published=""),
        FeedEntry(url="https://alder.example/c", title="Guid", published=""),
        FeedEntry(url="https://alder.example/d", title="Counted", published=""),
    )


def test_atom_gives_the_date_of_change_when_it_has_no_other() -> None:
    assert parse_feed(ATOM, url=URL, content_type="") == (
        FeedEntry(url="https://alder.example/e", title="Dam holds", published="2023-11-20T23:14:00+03:00"),
    )


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse_feed(b"<rss version='2.0'><channel><title>x</title></channel></rss>", url=URL, content_type="") == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"<!doctype html><html><body>Not found</body></html>", "HTML page"),
        (b"{}", "no RSS or Atom"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel><title>&a;</title></channel></rss>", "entities"),
    ],
)
def test_not_a_feed(body: bytes, words: str) -> None:
    with pytest.raises(NotAFeedError, match=words):
        parse_feed(body, url=URL, content_type="application/rss+xml")


def test_bytes_that_are_a_path_are_never_opened(tmp_path: Path) -> None:
    canary = tmp_path / "feed.xml"
    canary.write_bytes(RSS)
    with pytest.raises(NotAFeedError):
        parse_feed(str(canary).encode(), url=URL, content_type="")
