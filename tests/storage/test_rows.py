"""Fetch states, snapshots, articles and extractions: what is saved is what is loaded, and nothing is saved twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from records import Decision, Source, Verdict
from records.snapshot import url_key
from storage.addresses import Discovery
from storage.articles import (
    count_pending_versions,
    load_pending_versions,
    load_text,
    requeue_versions,
    save_article,
    save_extract_failure,
)
from storage.claims import save_extraction
from storage.database import close, open_reviews, write
from storage.fetches import (
    load_due,
    load_listing,
    requeue,
    save_article_response,
    save_discovered,
    save_failure,
    save_listing_response,
    save_listings,
    save_not_modified,
)
from storage.reviews import append_verdict, copy_verdicts, load_verdicts
from storage.rows import exact
from storage.search import search_articles
from storage.snapshots import (
    find_body,
    has_snapshot,
    load_pending_snapshots,
    requeue_snapshots,
    save_parse_failure,
    save_rejection,
)
from storage.sources import load_sources, save_sources
from storage.status import load_failures, load_source_status, load_stage_counts
from tests.storage.conftest import AT, TEXT, make_article, make_extraction, make_snapshot

FEED = "https://harbour.example/rss.xml"
PAGE = "https://harbour.example/1"
HARBOUR = Source(name="harbour", title="Harbour Post", home="https://harbour.example/", feeds=(FEED,))


def find(news, *urls, published="5 March", etag="v1"):
    found = [Discovery(url=url, hints={"published": published}) for url in urls]
    snapshot = make_snapshot(url=FEED, body="f" * 64)
    return save_listing_response(news, snapshot, found, listing=FEED, etag=etag, last_modified=None, run_id=None)


def test_sources_come_back(news):
    source = Source(
        name="b", title="B", home="https://b.example/", feeds=("https://b.example/f",), tags=("x",), delay=1.5
    )
    assert save_sources(news, [source]) == 1
    assert load_sources(news)[0] == source


def test_feed_entries_and_validators_are_stored_together(news):
    save_listings(news, HARBOUR, at=AT)
    assert load_listing(news, FEED).etag is None
    assert find(news, PAGE, PAGE + "2") == 2
    assert find(news, PAGE, PAGE + "2") == 0
    assert load_listing(news, FEED).etag == "v1"
    assert [due.url for due in load_due(news, "harbour", at=AT, limit=10)] == [PAGE, PAGE + "2"]
    with pytest.raises(KeyError):
        load_listing(news, "https://other.example/")


def test_feed_transaction_is_whole(news):
    save_listings(news, HARBOUR, at=AT)

    def entries():
        yield Discovery(url=PAGE)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        save_listing_response(
            news, make_snapshot(), entries(), listing=FEED, etag="v1", last_modified=None, run_id=None
        )
    assert load_listing(news, FEED).etag is None
    assert load_due(news, "harbour", at=AT, limit=10) == []


def test_changed_entry_is_fetched_again(news):
    save_listings(news, HARBOUR, at=AT)
    find(news, PAGE)
    assert save_article_response(news, make_snapshot(), requested=PAGE, run_id=None)
    assert load_due(news, "harbour", at=AT, limit=10) == []
    assert find(news, PAGE) == 0
    assert find(news, PAGE, published="6 March") == 1
    assert [due.url for due in load_due(news, "harbour", at=AT, limit=10)] == [PAGE]


def test_an_article_in_two_feeds_is_not_fetched_twice(news):
    save_listings(news, HARBOUR, at=AT)
    find(news, PAGE)
    save_article_response(news, make_snapshot(), requested=PAGE, run_id=None)
    with write(news):
        again = Discovery(url=PAGE, hints={"published": "5 March", "feed": "https://harbour.example/other.xml"})
        assert save_discovered(news, "harbour", [again], found_in=None, at=AT) == 0


def test_body_is_archived_once(news):
    save_listings(news, HARBOUR, at=AT)
    find(news, PAGE)
    assert find_body(news, url_key(PAGE), "a" * 64) is None
    assert save_article_response(news, make_snapshot(), requested=PAGE, run_id=None)
    assert find_body(news, url_key(PAGE), "a" * 64).warc_file == "2024-03/x.warc.gz"
    assert not save_article_response(news, make_snapshot(), requested=PAGE, run_id=None)
    assert len(load_pending_snapshots(news)) == 1


def test_failures_wait_longer_and_end_in_quarantine(news):
    save_listings(news, HARBOUR, at=AT)
    find(news, PAGE)
    states, waits = [], []
    for _ in range(5):
        states.append(save_failure(news, PAGE, error_kind="timeout", message="no answer", at=AT))
        row = next(news.query("SELECT next_at FROM fetches WHERE url = ?", [PAGE]))
        waits.append(row["next_at"])
    assert states == ["retry", "retry", "retry", "retry", "quarantined"]
    assert waits[:2] == ["2024-03-05T10:30:00Z", "2024-03-05T11:30:00Z"]
    assert waits[-1] is None
    assert load_due(news, "harbour", at=AT + timedelta(days=1), limit=10) == []
    assert requeue(news) == 1
    assert len(load_due(news, "harbour", at=AT, limit=10)) == 1


@pytest.mark.parametrize(("kind", "state"), [("http", "failed"), ("robots", "forbidden")])
def test_permanent_failures_are_not_tried_again(news, kind, state):
    save_listings(news, HARBOUR, at=AT)
    find(news, PAGE)
    assert save_failure(news, PAGE, error_kind=kind, message="x\0y\ud800", at=AT, status=404, permanent=True) == state
    assert load_due(news, "harbour", at=AT + timedelta(days=9), limit=10) == []
    assert load_failures(news)[0]["error"] == "x\N{REPLACEMENT CHARACTER}y?"
    assert load_source_status(news)[0].failed == 1


def test_not_modified_clears_failures(news):
    save_listings(news, HARBOUR, at=AT)
    save_failure(news, FEED, error_kind="timeout", message="x", at=AT)
    save_not_modified(news, FEED, at=AT)
    assert load_stage_counts(news)["fetch"] == {"fetched": 1}


def test_failure_of_an_unknown_url_is_a_mistake(news):
    with pytest.raises(KeyError):
        save_failure(news, "https://nowhere.example/", error_kind="x", message="x", at=AT)


def test_snapshots_are_parsed_or_recorded(news, add_snapshot):
    first, second, third = (add_snapshot(url=f"https://harbour.example/{n}") for n in range(3))
    assert [pending.id for pending in load_pending_snapshots(news)] == [first, second, third]
    assert load_pending_snapshots(news, after=first, limit=1)[0].snapshot == make_snapshot(
        url="https://harbour.example/1"
    )
    with write(news):
        save_rejection(news, first, error_kind="not_html", message="a PDF")
        assert save_parse_failure(news, second, error_kind="timeout", message="slow") == "retry"
        save_article(news, make_article(), snapshot_id=third)
    assert [pending.id for pending in load_pending_snapshots(news)] == [second]
    assert {row["state"] for row in load_failures(news)} == {"rejected", "retry"}
    with write(news):
        save_parse_failure(news, second, error_kind="timeout", message="slow")
        assert save_parse_failure(news, second, error_kind="timeout", message="slow") == "quarantined"
    assert requeue_snapshots(news) == 2


def test_adding_the_same_again_is_known(news, add_snapshot):
    add_snapshot()
    key = url_key(PAGE)
    assert has_snapshot(news, key, "a" * 64, {"title": "A hint"})
    assert not has_snapshot(news, key, "a" * 64, {"title": "Another"})
    assert not has_snapshot(news, key, "b" * 64, {"title": "A hint"})


def test_versions_grow_with_the_text_alone(news, add_snapshot):
    snapshot = add_snapshot()
    saved = []
    with write(news):
        for text in ("One.", "One.", "Two.", "One."):
            saved.append(save_article(news, make_article(text), snapshot_id=snapshot))
    assert [(s.version, s.is_new_version, s.is_new_article) for s in saved] == [
        (1, True, True), (1, False, False), (2, True, False), (1, False, False)
    ]  # fmt: skip
    row = next(news.query("SELECT versions, version_key FROM articles"))
    assert row == {"versions": 2, "version_key": make_article("One.").version_key}
    assert load_text(news, make_article("Two.").version_key) == "Two."
    with pytest.raises(KeyError):
        load_text(news, "none")


def test_only_the_newest_version_of_a_readable_language_is_pending(news, add_snapshot):
    snapshot = add_snapshot()
    with write(news):
        save_article(news, make_article("One."), snapshot_id=snapshot)
        save_article(news, make_article("Two."), snapshot_id=snapshot)
        save_article(news, make_article("Drei.", url="https://harbour.example/de", language="de"), snapshot_id=snapshot)
        save_article(news, make_article("Four.", url="https://harbour.example/?", language=None), snapshot_id=snapshot)
    pending = load_pending_versions(news)
    assert [version.text for version in pending] == ["Two.", "Four."]
    # 02:30 at UTC+3 is the day before in UTC; the page's own day counts.
    assert pending[0].published.isoformat() == "2024-03-05"
    assert count_pending_versions(news) == 2


def test_extraction_fills_every_table_and_replaces_its_own(news, add_snapshot, run_id):
    article = make_article()
    with write(news):
        save_article(news, article, snapshot_id=add_snapshot_in(news))
        for _ in range(2):
            save_extraction(news, make_extraction(article), run_id=run_id)
    counts = {
        table: news.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in (
            "extractions",
            "claims",
            "claim_places",
            "places",
            "place_mentions",
            "actors",
            "attributions",
            "times",
        )
    }
    assert counts == {
        "extractions": 1, "claims": 2, "claim_places": 1, "places": 1, "place_mentions": 1, "actors": 1,
        "attributions": 1, "times": 1,
    }  # fmt: skip
    with write(news):
        save_extraction(news, make_extraction(article, "0.2.0+def"), run_id=run_id)
    assert [row["pipeline_version"] for row in news.query("SELECT * FROM extractions")] == ["0.1.0+abc", "0.2.0+def"]
    assert news.execute("SELECT count(*) FROM claims").fetchone()[0] == 2
    assert count_pending_versions(news) == 0
    assert count_pending_versions(news, redo_before="0.3.0") == 1
    assert count_pending_versions(news, redo_before="0.2.0+def") == 0


def add_snapshot_in(news) -> int:
    from storage.snapshots import insert_snapshot  # noqa: PLC0415 - inside the caller's transaction

    return insert_snapshot(news, make_snapshot(), run_id=None, parse_state="pending")


def test_claims_are_readable_and_exact(news, run_id):
    article = make_article()
    with write(news):
        save_article(news, article, snapshot_id=add_snapshot_in(news))
        save_extraction(news, make_extraction(article), run_id=run_id)
    first, second = news.query("SELECT * FROM claims_readable ORDER BY confidence DESC")
    assert first["low"] == 400
    assert first["high"] is None
    assert first["places"] == "Marib (origin)"
    assert first["countries"] == "YE"
    assert first["speaker_name"] == "Layla Haddad"
    assert first["evidence"] == TEXT.split("\n")[0]
    assert first["time_from"] == "2024-03-04"
    assert first["is_current"] == 1
    assert first["source"] == "harbour"
    assert second["low"] == 33.5
    assert next(news.query("SELECT low_exact FROM claims WHERE unit = 'percent'"))["low_exact"] == "33.5"


def test_extract_failures_end_in_quarantine(news):
    article = make_article()
    with write(news):
        save_article(news, article, snapshot_id=add_snapshot_in(news))
        states = [
            save_extract_failure(news, article.version_key, error_kind="timeout", message="slow") for _ in range(3)
        ]
    assert states == ["retry", "retry", "quarantined"]
    assert count_pending_versions(news) == 0
    assert load_failures(news)[0]["stage"] == "extract"
    assert requeue_versions(news) == 1
    with pytest.raises(KeyError):
        save_extract_failure(news, "none", error_kind="x", message="x")


def test_search_finds_words_and_takes_no_syntax(news):
    article = make_article()
    with write(news):
        save_article(news, article, snapshot_id=add_snapshot_in(news))
    assert [hit.title for hit in search_articles(news, "family flee")] == ["Families flee Marib"]
    assert search_articles(news, "marib AND NOT") == []
    assert search_articles(news, '"') == []
    assert search_articles(news, "   ") == []


def test_verdicts_are_copied_once_and_shown(news, tmp_path, run_id):
    article = make_article()
    claim = make_extraction(article).claims[0]
    with write(news):
        save_article(news, article, snapshot_id=add_snapshot_in(news))
        save_extraction(news, make_extraction(article), run_id=run_id)
    path = tmp_path / "reviews.db"
    assert copy_verdicts(news, path) == 0
    reviews = open_reviews(path)
    verdict = Verdict(
        claim_key=claim.key, version_key=article.version_key, text_sha256=article.text_sha256, quote=claim.evidence.text,
        prefix="", suffix=claim.evidence.suffix, start=0, end=claim.evidence.end, quantity="Over 400", quantity_start=0,
        decision=Decision.REJECT, reviewer="local", decided_at=AT, pipeline_version="0.1.0+abc", reason="wrong event",
        old={"event": "displacement"}, new={},
    )  # fmt: skip
    append_verdict(reviews.conn, verdict)
    close(reviews)
    assert copy_verdicts(news, path) == 1
    assert copy_verdicts(news, path) == 0
    assert load_verdicts(news) == [verdict]
    assert load_verdicts(news, claim_key="other") == []
    shown = news.query("SELECT verdict FROM claims_readable WHERE claim_key = ?", [claim.key])
    assert [row["verdict"] for row in shown] == ["reject"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1700000.0", "1700000"),
        ("1.7E+6", "1700000"),
        ("66.670", "66.67"),
        ("0", "0"),
        ("0.50", "0.5"),
        ("1E+15", "1" + "0" * 15),
    ],
)
def test_decimals_are_written_plainly(value, text):
    assert exact(Decimal(value)) == text
    assert Decimal(exact(Decimal(value))) == Decimal(value)
