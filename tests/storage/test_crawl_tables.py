"""A database of the first release keeps every row of its crawl; pauses of hosts come back."""

from datetime import timedelta

from sqlite_utils import Database

from records import Source, Term
from records.snapshot import url_key
from storage.database import close, open_news, write
from storage.fetches import load_due, load_listing, save_listings
from storage.migrations import NEWS
from storage.pauses import load_pauses, save_pause
from storage.sources import load_sources, save_sources
from tests.storage.conftest import AT


def test_rows_of_the_first_release_stay(tmp_path):
    path = tmp_path / "news.db"
    old = Database(path)
    NEWS.apply(old, stop_before="verdicts_of_several_people")
    old.execute(
        "INSERT INTO sources (name, title, home, feeds, tags, enabled, delay, updated_at)"
        " VALUES ('h', 'H', 'https://h.example/', '[\"https://h.example/rss\"]', '[]', 1, 5.0, '2024-03-05T09:00:00Z')"
    )
    for url, kind, state, next_at in [
        ("https://h.example/rss", "feed", "fetched", None),
        ("https://h.example/new", "article", "discovered", None),
        ("https://h.example/done", "article", "fetched", None),
        ("https://h.example/later", "article", "retry", "2030-01-01T00:00:00Z"),
    ]:
        old.execute(
            "INSERT INTO fetches (url_key, url, source, kind, state, next_at, first_seen_at, etag)"
            " VALUES (?, ?, 'h', ?, ?, ?, '2024-03-05T09:00:00Z', 'v1')",
            [url_key(url), url, kind, state, next_at],
        )
    old.conn.commit()
    old.close()
    news = open_news(path)
    assert news.table("fetches").count == 4
    assert [due.url for due in load_due(news, "h", at=AT, limit=9)] == ["https://h.example/new"]
    assert load_listing(news, "https://h.example/rss").etag == "v1"
    source = load_sources(news)[0]
    assert (source.feeds, source.sitemaps, source.keep, source.pages) == (("https://h.example/rss",), (), (), None)
    assert news.execute("PRAGMA foreign_key_check").fetchall() == []
    close(news)


def test_pauses_come_back_until_they_are_over(news):
    with write(news):
        save_pause(news, "h.example", until=AT + timedelta(hours=2), reason="it answered 429")
        save_pause(news, "h.example", until=AT + timedelta(hours=1), reason="it answered 503")
    assert load_pauses(news, at=AT) == {"h.example": (AT + timedelta(hours=2), "it answered 503")}
    assert load_pauses(news, at=AT + timedelta(hours=2)) == {}


def test_new_terms_make_listings_be_read_anew(news):
    source = Source(name="h", title="H", home="https://h.example/", feeds=("https://h.example/rss",))
    save_sources(news, [source])
    save_listings(news, source, at=AT)
    with write(news):
        news.execute("UPDATE fetches SET etag = 'v1', next_at = '2030-01-01T00:00:00Z'")
    save_sources(news, [source])
    assert load_listing(news, "https://h.example/rss").etag == "v1"
    changed = Source(name="h", title="H", home=source.home, feeds=source.feeds, keep=(Term(text="flood"),))
    save_sources(news, [changed])
    listing = load_listing(news, "https://h.example/rss")
    assert (listing.etag, listing.is_due(AT)) == (None, True)
