"""A replay leaves an article with exactly the versions that its snapshots give to the parser of today."""

from collections import Counter
from datetime import datetime

import pytest

from records import Stamp
from storage.anchors import anchor_verdicts
from storage.articles import load_pending_versions, save_article
from storage.claims import save_extraction
from storage.database import close, open_reviews, write
from storage.replays import GONE, NEW, REASON, replay_article, replay_rejection, settle_articles
from storage.reviews import append_verdict, copy_verdicts
from storage.snapshots import count_pending_snapshots, insert_snapshot, load_pending_snapshots, save_rejection
from storage.status import load_stage_counts
from tests.storage.conftest import TEXT, make_article, make_extraction, make_snapshot
from tests.storage.test_anchors import verdict_on

OLD, NEW_PARSER = "0.1+old", "0.2+new"


@pytest.fixture
def fetched(news):
    """Give a function that stores a page as the old parser read it and returns the snapshot's number."""

    def add(text=TEXT, **changes):
        with write(news):
            number = insert_snapshot(news, make_snapshot(), run_id=None, parse_state="pending")
            save_article(news, make_article(text, **changes), snapshot_id=number, parser=OLD)
        return number

    return add


def replay(news, number, text=TEXT, **changes):
    with write(news):
        change = replay_article(news, make_article(text, **changes), snapshot_id=number, parser=NEW_PARSER)
        settle_articles(news, change.touched)
    return change


def refuse(news, number, kind="paywall", *, is_gated=True):
    with write(news):
        change = replay_rejection(
            news, snapshot_id=number, error_kind=kind, message="why", is_gated=is_gated, parser=NEW_PARSER
        )
        settle_articles(news, change.touched)
    return change


def versions(news):
    rows = news.query("SELECT version, text, snapshot_id FROM article_versions ORDER BY version")
    return [(row["version"], row["text"], row["snapshot_id"]) for row in rows]


def article(news):
    row = next(iter(news.query("SELECT * FROM articles")), None)
    return None if row is None else (row["version_key"], row["title"], row["versions"])


def test_only_what_another_parser_read_is_read_again(news, fetched):
    first = fetched()
    with write(news):
        known_bytes = insert_snapshot(news, make_snapshot(), run_id=None, parse_state="unchanged")
        waiting = insert_snapshot(news, make_snapshot(body="b" * 64), run_id=None, parse_state="pending")
        refused = insert_snapshot(news, make_snapshot(body="c" * 64), run_id=None, parse_state="pending")
        save_rejection(news, refused, error_kind="no_text", message="none", parser=OLD)
    assert [pending.id for pending in load_pending_snapshots(news, parsed_before=NEW_PARSER)] == [first, refused]
    assert count_pending_snapshots(news, parsed_before=OLD) == 0
    assert [pending.id for pending in load_pending_snapshots(news)] == [waiting]
    assert known_bytes not in {first, refused}
    replay(news, first)
    refuse(news, refused, "no_text", is_gated=False)
    assert count_pending_snapshots(news, parsed_before=NEW_PARSER) == 0


def test_the_same_text_keeps_its_claims(news, fetched, run_id):
    number = fetched()
    with write(news):
        save_extraction(news, make_extraction(make_article()), run_id=run_id)
    change = replay(news, number, byline="B. Reporter", agreement=0.9)
    assert change.kinds == ("byline", "agreement")
    assert versions(news) == [(1, TEXT, number)]
    assert next(news.query("SELECT byline, agreement, parser, extract_state FROM article_versions")) == {
        "byline": "B. Reporter", "agreement": 0.9, "parser": NEW_PARSER, "extract_state": "done"
    }  # fmt: skip
    assert news.execute("SELECT count(*) FROM claims").fetchone()[0] == 2
    assert replay(news, number, byline="B. Reporter", agreement=0.9).kinds == ()


def test_another_title_asks_for_a_new_extraction(news, fetched, run_id):
    number = fetched()
    with write(news):
        save_extraction(news, make_extraction(make_article()), run_id=run_id)
    assert replay(news, number, title="Hundreds flee").kinds == ("title",)
    assert article(news)[1] == "Hundreds flee"
    assert [version.title for version in load_pending_versions(news)] == ["Hundreds flee"]


def test_another_text_takes_the_place_of_the_old_one(news, fetched, run_id):
    number = fetched()
    old = make_article()
    with write(news):
        save_extraction(news, make_extraction(old), run_id=run_id)
    change = replay(news, number, "Over 400 families fled.")
    assert change.kinds == ("text",)
    assert (change.before["text"], change.after["text"]) == (TEXT, "Over 400 families fled.")
    assert versions(news) == [(1, "Over 400 families fled.", number)]
    assert article(news) == (make_article("Over 400 families fled.").version_key, old.title, 1)
    for table in ("claims", "extractions", "actors", "times", "place_mentions", "attributions"):
        assert news.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    row = next(news.query("SELECT version_key, version, replaced_by, text_sha256, parser FROM replaced_versions"))
    assert row == {
        "version_key": old.version_key, "version": 1, "text_sha256": old.text_sha256, "parser": OLD,
        "replaced_by": make_article("Over 400 families fled.").version_key,
    }  # fmt: skip
    assert [version.text for version in load_pending_versions(news)] == ["Over 400 families fled."]
    # And back again: nothing is replaced any more.
    replay(news, number)
    assert versions(news) == [(1, TEXT, number)]
    assert [row["version_key"] for row in news.query("SELECT version_key FROM replaced_versions")] == [
        make_article("Over 400 families fled.").version_key
    ]


def test_an_edit_that_the_new_parser_does_not_see_is_no_version(news, fetched):
    first, second, third = fetched("One."), fetched("One. Share this!"), fetched("Two.")
    assert [text for _, text, _ in versions(news)] == ["One.", "One. Share this!", "Two."]
    for number, text in ((first, "One."), (second, "One."), (third, "Two.")):
        replay(news, number, text)
    assert versions(news) == [(1, "One.", first), (2, "Two.", third)]
    assert article(news) == (make_article("Two.").version_key, "Families flee Marib", 2)


def test_an_edit_that_only_the_new_parser_sees_gets_its_place_in_time(news, fetched):
    first, second, third = fetched("One."), fetched("One."), fetched("Two.")
    for number, text in ((first, "One."), (second, "One and a half."), (third, "Two.")):
        replay(news, number, text)
    assert versions(news) == [(1, "One.", first), (2, "One and a half.", second), (3, "Two.", third)]
    assert article(news)[0] == make_article("Two.").version_key


def test_a_later_page_with_the_same_text_does_not_speak_for_the_version(news, fetched):
    first, second = fetched(), fetched()
    assert replay(news, second, byline="Another").kinds == ()
    assert replay(news, first).kinds == ()
    assert next(news.query("SELECT byline FROM article_versions"))["byline"] == "A. Reporter"


def test_a_page_that_turns_out_to_be_a_gate_is_no_article_any_more(news, fetched):
    number = fetched()
    assert refuse(news, number).kinds == (GONE,)
    assert (versions(news), article(news)) == ([], None)
    assert load_stage_counts(news)["parse"] == {"gated": 1}
    assert next(news.query("SELECT replaced_by FROM replaced_versions"))["replaced_by"] is None
    assert refuse(news, number).kinds == ()
    assert refuse(news, number, "no_text", is_gated=False).kinds == (REASON,)
    assert load_stage_counts(news)["parse"] == {"rejected": 1}
    assert replay(news, number).kinds == (NEW,)
    assert versions(news) == [(1, TEXT, number)]
    assert news.execute("SELECT count(*) FROM replaced_versions").fetchone()[0] == 0


def test_a_later_gate_does_not_take_the_earlier_article(news, fetched):
    first, second = fetched("One."), fetched("Two.")
    refuse(news, second)
    assert versions(news) == [(1, "One.", first)]
    assert article(news) == (make_article("One.").version_key, "Families flee Marib", 1)


def test_articles_in_doubt_are_shown_with_the_reason(news, fetched):
    def at(text):
        return Stamp(value=datetime.fromisoformat(text), has_time=True, has_zone=True, printed=text, origin="feed")

    published, next_day, earlier = (at(f"2024-03-0{day}T12:00:00+00:00") for day in (5, 6, 1))
    cases = (
        ({}, ""), ({"agreement": 0.9}, ""), ({"agreement": 0.69}, "text"), ({"listed": next_day}, ""),
        ({"listed": earlier}, "published"), ({"modified": earlier}, "modified"), ({"modified": next_day}, ""),
        ({"agreement": 0.2, "listed": earlier}, "text, published"),
    )  # fmt: skip
    for number, (changes, _) in enumerate(cases):
        fetched(url=f"https://harbour.example/{number}", **({"published": published} | changes))
    found = {row["url"][-1]: row["doubts"] for row in news.query("SELECT url, doubts FROM articles_in_doubt")}
    assert found == {str(number): doubts for number, (_, doubts) in enumerate(cases) if doubts}


def test_the_whole_store_is_sound_after_a_replay(news, fetched, run_id):
    number = fetched()
    with write(news):
        save_extraction(news, make_extraction(make_article()), run_id=run_id)
    replay(news, number, "Another text.")
    assert news.execute("PRAGMA foreign_key_check").fetchall() == []
    assert news.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found = news.execute("SELECT count(*) FROM article_versions_fts WHERE article_versions_fts MATCH 'another'")
    assert found.fetchone()[0] == 1


def test_verdicts_follow_their_words_into_the_new_text(news, fetched, run_id, tmp_path):
    number = fetched()
    old, new = make_article(), make_article(f"{TEXT}\n\nA line that was lost.")
    with write(news):
        save_extraction(news, make_extraction(old), run_id=run_id)
    claim = make_extraction(old).claims[0]
    reviews = open_reviews(tmp_path / "reviews.db")
    append_verdict(reviews.conn, verdict_on(claim, old))
    close(reviews)
    copy_verdicts(news, tmp_path / "reviews.db")
    anchor_verdicts(news)
    replay(news, number, new.text)
    # Until the new text is extracted nothing stands on the words; the verdict itself is kept all the time.
    assert anchor_verdicts(news) == Counter({"lost": 1})
    with write(news):
        save_extraction(news, make_extraction(new), run_id=run_id)
    assert anchor_verdicts(news) == Counter({"moved": 1})
    anchor = next(news.query("SELECT claim_key, version_key FROM verdict_anchors"))
    assert anchor == {"claim_key": make_extraction(new).claims[0].key, "version_key": new.version_key}
    assert news.execute("SELECT count(*) FROM verdicts").fetchone()[0] == 1
