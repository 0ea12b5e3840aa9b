"""The stage: what is found, what a second run does, and that the order in which articles come does not matter."""

from datetime import timedelta
from itertools import permutations
from random import Random

import pytest

import collation.collate
from benchmarks.invented_news import invent_news, invent_story
from benchmarks.syndication import measure
from collation.collate import collate
from storage.database import close, write
from storage.syndications import OtherFigure, load_syndication_lines
from tests.collation.conftest import AT, add_article, open_with_outlets

BUS = "At least 12 people were killed when a bus fell into the river Teal near Alder on Monday evening."
STORY = " ".join((BUS, *invent_story(Random(5), sentences=12)))
OTHER = " ".join(invent_story(Random(6), sentences=12))


def groups(db) -> list[list[str]]:
    """Return the outlets of every group in order of time."""
    found: dict[int, list[str]] = {}
    for row in db.query(
        "SELECT s.syndication_id, t.outlet FROM syndication_articles AS s JOIN text_signatures AS t USING (version_key)"
        " ORDER BY s.syndication_id, s.position"
    ):
        found.setdefault(row["syndication_id"], []).append(row["outlet"])
    return list(found.values())


def test_copies_of_one_text_are_one_syndication_and_the_earliest_comes_first(news, add):
    add("meridian", STORY, at=AT + timedelta(hours=2))
    add("harbour", STORY, at=AT + timedelta(hours=1))
    add("delta", OTHER)
    report = collate(news)
    assert (report.texts, report.pairs, report.syndications, report.copies, report.updated) == (3, 1, 1, 2, 1)
    assert groups(news) == [["harbour", "meridian"]]
    row = news.query("SELECT title, articles, outlets, changed, agency, earliest_at FROM syndications")
    assert list(row) == [
        {
            "title": "harbour 1",
            "articles": 2,
            "outlets": 2,
            "changed": 0,
            "agency": None,
            "earliest_at": "2024-03-05T10:30:00Z",
        }
    ]


def test_a_second_run_does_nothing(news, add):
    add("meridian", STORY)
    add("harbour", STORY)
    collate(news)
    before = list(news.query("SELECT * FROM syndication_articles"))
    again = collate(news)
    assert (again.texts, again.pairs, again.updated, again.syndications) == (0, 0, 0, 1)
    assert list(news.query("SELECT * FROM syndication_articles")) == before


@pytest.mark.parametrize(
    ("source", "text", "days", "why"),
    [
        ("harbour", STORY, 0, "an outlet does not copy itself"),
        ("meridian", OTHER, 0, "another story"),
        ("meridian", STORY, 30, "a month later"),
        ("meridian", BUS, 0, "a single sentence is a notice"),
        ("meridian", BUS + " " + OTHER, 0, "one sentence in common"),
    ],
)
def test_no_copies(news, add, source, text, days, why):  # noqa: PLR0917 - the columns of the table
    add("harbour", STORY)
    add(source, text, path="2", at=AT + timedelta(days=days))
    assert collate(news).syndications == 0, why


def test_a_copy_cut_from_the_end_and_one_with_another_number_are_found(news, add):
    add("harbour", STORY)
    add("meridian", STORY[: len(STORY) // 2])
    add("delta", STORY.replace("12 people", "15 people"))
    collate(news)
    assert sorted(groups(news)[0]) == ["delta", "harbour", "meridian"]


def test_a_changed_number_is_shown_once_both_are_extracted(news, add, add_claim):
    first = add("harbour", STORY)
    second = add("meridian", STORY.replace("12 people", "15 people"), at=AT + timedelta(hours=1))
    collate(news)
    waiting = news.query("SELECT changed, compared FROM syndication_articles ORDER BY position")
    assert list(waiting) == [{"changed": 0, "compared": None}, {"changed": None, "compared": None}]
    add_claim(first, 12)
    add_claim(second, 15)
    assert collate(news).changed == 1
    assert [row["changed"] for row in news.query("SELECT changed FROM syndication_articles ORDER BY position")] == [
        0,
        1,
    ]
    (line,) = load_syndication_lines(news)
    assert line.figures == (OtherFigure(outlet="meridian", original="12", copy="15", counted="people"),)
    # A new extraction of one side is compared again.
    add_claim(second)
    assert collate(news).changed == 0
    assert load_syndication_lines(news)[0].figures == ()


def test_what_copies_repeat_is_counted_once(news, add, add_claim):
    quake = STORY.replace("on Monday evening.", "on Monday evening, and 40 people were hurt.")
    texts = {"harbour": quake, "meridian": quake.replace("12 people", "15 people"), "delta": quake}
    for hours, (outlet, text) in enumerate(texts.items()):
        add_claim(add(outlet, text, at=AT + timedelta(hours=hours)), 15 if outlet == "meridian" else 12, 40)
    add_claim(add("added", OTHER + " In the end 77 people died."), 77)
    collate(news)
    told = news.query("SELECT source, quantity FROM claims_once ORDER BY source, quantity")
    assert [tuple(row.values()) for row in told] == [
        ("added", "77"), ("harbour", "12"), ("harbour", "40"), ("meridian", "15")
    ]  # fmt: skip
    before = list(news.query("SELECT * FROM claim_copies ORDER BY claim_key"))
    assert [row["is_changed"] for row in before].count(1) == 1
    # A copy that comes later leaves what was compared as it is.
    add("added", quake, path="late", at=AT + timedelta(hours=9))
    assert collate(news).updated == 1
    assert list(news.query("SELECT * FROM claim_copies ORDER BY claim_key")) == before


def test_an_edit_moves_an_article_out_of_its_group(news, add):
    add("harbour", STORY)
    add("meridian", STORY)
    collate(news)
    add("meridian", OTHER)
    report = collate(news)
    assert (report.texts, report.syndications, report.updated) == (1, 0, 1)
    assert news.execute("SELECT count(*) FROM near_copies").fetchone()[0] == 0


def test_a_text_that_is_parsed_anew_is_signed_anew(news, add):
    add("harbour", STORY)
    key = add("meridian", STORY)
    collate(news)
    with write(news):
        news.execute(
            "UPDATE article_versions SET text = ?, text_sha256 = 'b', version_key = 'v' WHERE version_key = ?",
            [OTHER, key],
        )
        news.execute("UPDATE articles SET version_key = 'v' WHERE version_key = ?", [key])
    report = collate(news)
    assert (report.texts, report.syndications) == (1, 0)
    with write(news):
        news.execute("DELETE FROM article_versions WHERE version_key = 'v'")
        news.execute("DELETE FROM articles WHERE version_key = 'v'")
    assert collate(news).updated == 0


def test_the_agency_that_a_copy_credits_is_named(news, add):
    add("harbour", STORY)
    key = add("meridian", STORY)
    with write(news):
        news.execute("UPDATE article_versions SET credit_text = 'Reuters' WHERE version_key = ?", [key])
    collate(news)
    assert [row["agency"] for row in news.query("SELECT agency FROM syndications")] == ["Reuters"]


def test_two_outlets_that_print_a_daily_report_make_a_group_for_each_day(news, add):
    for day in range(3):
        sentences = invent_story(Random(9), sentences=10) + invent_story(Random(20 + day), sentences=4)
        text = " ".join(sentences)
        for hours, outlet in enumerate(("harbour", "meridian")):
            add(outlet, text, path=f"day-{day}", at=AT + timedelta(days=day, hours=hours))
    collate(news)
    assert groups(news) == [["harbour", "meridian"]] * 3


def test_a_publication_day_alone_is_not_midnight(news, add):
    add("harbour", STORY, at=AT.replace(hour=0, minute=0), has_time=False, fetched=AT + timedelta(hours=5))
    add("meridian", STORY, at=AT, fetched=AT + timedelta(hours=6))
    collate(news)
    assert groups(news) == [["meridian", "harbour"]]


def test_files_added_by_hand_are_outlets_by_the_host_of_their_address(news, add):
    add("added", STORY)
    add("harbour", STORY)
    collate(news)
    assert sorted(groups(news)[0]) == ["added.example", "harbour"]


COPIES = (
    ("harbour", STORY, 3),
    ("meridian", STORY.replace("12 people", "15 people"), 1),
    ("delta", STORY[: len(STORY) * 2 // 3], 2),
    ("delta", OTHER, 0),
)


@pytest.mark.parametrize("order", list(permutations(range(len(COPIES)))), ids=lambda order: "".join(map(str, order)))
def test_the_result_depends_neither_on_the_order_nor_on_the_number_of_runs(tmp_path, order):
    db = open_with_outlets(tmp_path / "news.db")
    for index in order:
        source, text, hours = COPIES[index]
        add_article(db, source, text, path=str(index), at=AT + timedelta(hours=hours))
        collate(db)
    assert groups(db) == [["meridian", "delta", "harbour"]]
    close(db)


def test_a_run_that_is_killed_between_two_batches_is_simply_run_again(news, add, monkeypatch):
    for index, (source, text, hours) in enumerate(COPIES):
        add(source, text, path=str(index), at=AT + timedelta(hours=hours))

    class Killed(BaseException):
        pass

    def kill() -> None:
        raise Killed

    monkeypatch.setattr(collation.collate, "BATCH", 2)
    with pytest.raises(Killed):
        collate(news, advance=kill)
    assert collate(news).texts == 2
    assert groups(news) == [["meridian", "delta", "harbour"]]


def test_invented_copies_are_found_and_nothing_else():
    found = measure(invent_news(40, seed=11))
    assert found["precision"] >= 0.98
    assert found["recall"] >= 0.9
