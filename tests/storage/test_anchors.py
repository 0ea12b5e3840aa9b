"""Verdicts stay with the words that people judged, whatever later extractions and edits do."""

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from records import (
    Claim,
    Decision,
    Event,
    Evidence,
    Extraction,
    Modality,
    Qualifier,
    Quantity,
    Round,
    Stance,
    Unit,
    Verdict,
)
from storage.anchors import anchor_verdicts, find_quantity
from storage.articles import save_article
from storage.claims import save_extraction
from storage.database import close, open_reviews, write
from storage.reviews import append_verdicts, copy_verdicts
from storage.snapshots import insert_snapshot
from tests.storage.conftest import AT, TEXT, make_article, make_extraction, make_snapshot


def verdict_on(claim, article, **changes):
    values = {
        "claim_key": claim.key, "version_key": article.version_key, "text_sha256": article.text_sha256,
        "quote": claim.evidence.text, "prefix": claim.evidence.prefix, "suffix": claim.evidence.suffix,
        "start": claim.evidence.start, "end": claim.evidence.end, "quantity": claim.quantity.text,
        "quantity_start": claim.quantity.start, "decision": Decision.ACCEPT, "reviewer": "ana", "decided_at": AT,
        "pipeline_version": "0.1.0+abc", "judged": {"unit": claim.unit.value, "event": claim.event.value},
    }  # fmt: skip
    return Verdict(**(values | changes))


@pytest.fixture
def stored(news, run_id):
    article = make_article()
    extraction = make_extraction(article)
    with write(news):
        snapshot = insert_snapshot(news, make_snapshot(), run_id=run_id, parse_state="pending")
        save_article(news, article, snapshot_id=snapshot)
        save_extraction(news, extraction, run_id=run_id)
    return article, extraction


@pytest.fixture
def judge(news, tmp_path):
    path = tmp_path / "reviews.db"

    def append(*verdicts):
        reviews = open_reviews(path)
        ids = append_verdicts(reviews.conn, list(verdicts))
        close(reviews)
        copy_verdicts(news, path)
        anchor_verdicts(news)
        return ids

    return append


def status(news, key):
    return next(
        (row["status"] for row in news.query("SELECT status FROM claims_current WHERE claim_key = ?", [key])), None
    )


def test_a_verdict_stands_where_it_was_given(news, stored, judge):
    article, extraction = stored
    claim = extraction.claims[0]
    assert status(news, claim.key) == "unreviewed"
    judge(verdict_on(claim, article))
    assert status(news, claim.key) == "accepted"
    assert [row["claim_key"] for row in news.query("SELECT * FROM claims_accepted")] == [claim.key]
    assert anchor_verdicts(news) == {}  # nothing changed, nothing to do


def test_a_new_reading_of_the_words_is_to_be_checked_again(news, stored, judge, run_id):
    article, extraction = stored
    claim = extraction.claims[0]
    judge(verdict_on(claim, article))
    changed = replace(claim, article_text=TEXT, unit=Unit.PERSON)
    with write(news):
        save_extraction(news, replace(extraction, claims=(changed,), pipeline_version="0.2.0+new"), run_id=run_id)
    assert anchor_verdicts(news) == {"changed": 1}
    row = next(news.query("SELECT * FROM verdicts_to_recheck"))
    assert (row["claim_key"], row["anchor"]) == (claim.key, "changed")
    differences = json.loads(next(news.query("SELECT differences FROM verdict_anchors"))["differences"])
    assert differences == {"unit": ["household", "person"]}
    assert status(news, claim.key) == "unreviewed"


def test_a_correction_that_the_machine_learnt_still_stands(news, stored, judge, run_id):
    article, extraction = stored
    claim = extraction.claims[0]
    judge(verdict_on(claim, article, decision=Decision.CORRECT, old={"unit": "household"}, new={"unit": "person"}))
    row = next(news.query("SELECT unit, status, corrected_fields FROM claims_current WHERE claim_key = ?", [claim.key]))
    assert row == {"unit": "person", "status": "corrected", "corrected_fields": "unit"}
    changed = replace(claim, article_text=TEXT, unit=Unit.PERSON)
    with write(news):
        save_extraction(news, replace(extraction, claims=(changed,), pipeline_version="0.2.0+new"), run_id=run_id)
    assert anchor_verdicts(news) == {"same": 1}


def test_a_claim_that_is_found_no_more_is_kept_in_sight(news, stored, judge, run_id):
    article, extraction = stored
    first, second = extraction.claims[:2]
    judge(verdict_on(first, article), verdict_on(second, article, decision=Decision.REJECT))
    with write(news):
        save_extraction(news, replace(extraction, claims=(), pipeline_version="0.2.0+new"), run_id=run_id)
    assert anchor_verdicts(news) == {"lost": 2}
    # What was rejected and is gone needs nobody any more.
    assert [row["decision"] for row in news.query("SELECT * FROM verdicts_to_recheck")] == ["accept"]


def test_a_verdict_goes_along_with_an_edited_text(news, stored, judge, run_id):
    article, extraction = stored
    claim = extraction.claims[0]
    judge(verdict_on(claim, article))
    text = "Correction: an earlier version misspelt a name.\n\n" + TEXT
    by = len(text) - len(TEXT)
    edited = make_article(text=text)
    evidence = Evidence.quote(text, claim.evidence.start + by, claim.evidence.end + by)
    quantity = replace(claim.quantity, start=claim.quantity.start + by, end=claim.quantity.end + by)
    moved = replace(
        claim, article_text=text, version_key=edited.version_key, quantity=quantity, evidence=evidence,
        group=None, trigger=None, places=(), time=None, speaker=None, cue=None, part_of=None,
    )  # fmt: skip
    with write(news):
        snapshot = insert_snapshot(news, make_snapshot(body="b" * 64), run_id=run_id, parse_state="pending")
        save_article(news, edited, snapshot_id=snapshot)
        save_extraction(
            news,
            replace(
                extraction,
                version_key=edited.version_key,
                claims=(moved,),
                places=(),
                actors=(),
                attributions=(),
                times=(),
            ),
            run_id=run_id,
        )
    assert anchor_verdicts(news) == {"moved": 1}
    assert status(news, moved.key) == "accepted"


def test_two_people_who_differ_are_a_disagreement_until_a_third_decides(news, stored, judge):
    article, extraction = stored
    claim = extraction.claims[0]
    judge(verdict_on(claim, article))
    judge(verdict_on(claim, article, reviewer="ben", decision=Decision.REJECT, round=Round.SECOND))
    assert status(news, claim.key) == "disagreement"
    judge(verdict_on(claim, article, reviewer="caro", round=Round.ADJUDICATION))
    assert status(news, claim.key) == "accepted"
    row = next(news.query("SELECT * FROM reviewer_agreement WHERE field = 'decision'"))
    assert (row["reviewer"], row["other"], row["claims"], row["agreement"]) == ("ana", "ben", 1, 0.0)


def test_kappa_is_agreement_beyond_chance(news, stored, judge):
    article, extraction = stored
    claims = extraction.claims[:2]
    decisions = {"ana": (Decision.ACCEPT, Decision.REJECT), "ben": (Decision.ACCEPT, Decision.REJECT)}
    for name, chosen in decisions.items():
        judge(*(verdict_on(c, article, reviewer=name, decision=d) for c, d in zip(claims, chosen, strict=True)))
    row = next(news.query("SELECT * FROM reviewer_agreement WHERE field = 'decision'"))
    assert (row["claims"], row["agreement"], row["kappa"]) == (2, 1.0, 1.0)
    unit = next(news.query("SELECT * FROM reviewer_agreement WHERE field = 'unit'"))
    assert (unit["claims"], unit["agreement"], unit["kappa"]) == (1, 1.0, None)  # chance alone would always agree


def test_a_verdict_taken_back_counts_no_more(news, stored, judge):
    article, extraction = stored
    claim = extraction.claims[0]
    (first,) = judge(verdict_on(claim, article, decision=Decision.REJECT))
    (second,) = judge(verdict_on(claim, article))
    judge(verdict_on(claim, article, decision=Decision.RETRACT, retracts=second))
    assert status(news, claim.key) == "rejected"  # the word before stands again
    judge(verdict_on(claim, article, decision=Decision.RETRACT, retracts=first))
    assert status(news, claim.key) == "unreviewed"
    assert next(news.query("SELECT verdict FROM claims_readable WHERE claim_key = ?", [claim.key]))["verdict"] is None


def test_an_added_claim_is_a_row_among_the_others(news, stored, judge):
    article, extraction = stored
    claim = extraction.claims[0]
    new = {
        "low_exact": "12", "high_exact": "12", "unit": "person", "event": "death", "speaker_name": "",
        "places": json.dumps([{"text": "Marib", "role": "event", "place_key": "geonames:72966"}]),
    }  # fmt: skip
    start = TEXT.index("Monday")
    judge(
        verdict_on(
            claim, article, claim_key="e" * 64, decision=Decision.ADD, quantity="Monday", quantity_start=start, new=new
        )
    )
    row = next(news.query("SELECT * FROM claims_accepted"))
    expected = {"status": "added", "low": 12, "unit": "person", "places": "Marib (event)", "countries": "YE"}
    assert {name: row[name] for name in expected} == expected
    assert (row["claim_key"], row["speaker_name"], row["is_current"]) == ("e" * 64, None, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 40 people fled Adra. Some 40 people fled Bora.", 5),  # the quote at its old place
        ("New first line.\n\nSome 40 people fled Adra.", 22),
        ("Officials: Some 40 people were said to flee.", 16),  # the sentence was edited, the words before are the same
        ("About 40 children fled Adra.", None),  # other neighbours
        ("Nobody fled.", None),
        ("", None),
    ],
)
def test_words_are_found_again(text, expected):
    verdict = {
        "quote": "Some 40 people fled Adra.", "prefix": "", "suffix": "", "start": 0, "end": 25, "quantity": "40",
        "quantity_start": 5,
    }  # fmt: skip
    assert find_quantity(verdict, text) == expected


def claim_of(article, number, *, unit=Unit.PERSON):
    """A claim on the words of one number of an invented text."""
    words = str(number)
    start = article.text.index(f" {words} ") + 1
    end = start + len(words)
    first = article.text.rfind("\n", 0, start) + 1
    last = article.text.find("\n", start)
    return Claim(
        article_text=article.text, version_key=article.version_key,
        quantity=Quantity(start=start, end=end, text=words, low=Decimal(number), high=Decimal(number), qualifier=Qualifier.EXACT, rule="digits"),
        unit=unit, group=None, event=Event.DEATH, trigger=None, modality=Modality.ACTUAL, places=(), time=None, speaker=None,
        cue=None, stance=Stance.ASSERT, part_of=None, confidence=0.5,
        evidence=Evidence.quote(article.text, first, len(article.text) if last < 0 else last),
    )  # fmt: skip


def test_two_hundred_verdicts_survive_a_new_pipeline_and_edited_texts(news, judge, run_id):
    """Twenty articles of ten claims each; half of the texts are edited, and the new pipeline reads some words otherwise."""
    numbers = range(101, 111)
    texts = {
        day: "\n".join(f"In the camp of Odrik{day} {number} people died, the office said." for number in numbers)
        for day in range(20)
    }
    judged = {}
    for day, text in texts.items():
        article = make_article(text=text, url=f"https://harbour.example/{day}")
        claims = tuple(claim_of(article, number) for number in numbers)
        save_version(news, article, claims, run_id=run_id, pipeline="1")
        judged |= {claim.key: (day, claim.quantity.text) for claim in claims}
        judge(
            *(
                verdict_on(claim, article, judged={"unit": "person", "low_exact": claim.quantity.text})
                for claim in claims
            )
        )
    assert len(judged) == 200
    expected = Counter()
    for day, text in texts.items():
        is_edited = day % 2 == 0
        edited = f"Editor's note: a name was wrong.\n{text}" if is_edited else text
        if day == 0:
            edited = edited.replace("In the camp of Odrik0 101 people died, the office said.\n", "")
        article = make_article(text=edited, url=f"https://harbour.example/{day}")
        claims = []
        for number in numbers:
            if (day, number) == (0, 101):
                expected["lost"] += 1  # the sentence is gone
            elif number == 105:
                expected["lost"] += 1  # the new pipeline finds no claim here
            else:
                unit = Unit.HOUSEHOLD if number == 107 else Unit.PERSON
                claims.append(claim_of(article, number, unit=unit))
                expected["changed" if number == 107 else "moved" if is_edited else "same"] += 1
        save_version(news, article, tuple(claims), run_id=run_id, pipeline="2")
    assert anchor_verdicts(news) == expected
    assert sum(expected.values()) == 200  # none is lost from sight
    carried = news.query(
        "SELECT d.quantity, d.version_key AS judged_in, c.quantity AS now, c.version_key FROM verdict_anchors AS w"
        " JOIN verdicts AS d ON d.id = w.verdict_id JOIN claims AS c ON c.claim_key = w.claim_key"
    )
    assert all(row["quantity"] == row["now"] for row in carried)
    accepted = news.execute("SELECT count(*) FROM claims_accepted").fetchone()[0]
    assert accepted == expected["same"] + expected["moved"]
    waiting = Counter(row["anchor"] for row in news.query("SELECT anchor FROM verdicts_to_recheck"))
    assert waiting == {"changed": expected["changed"], "lost": expected["lost"]}


def save_version(news, article, claims, *, run_id, pipeline):
    extraction = Extraction(
        version_key=article.version_key, pipeline_version=pipeline, claims=claims, actors=(), places=(), attributions=(),
        times=(), seconds=0.1,
    )  # fmt: skip
    known = news.execute(
        "SELECT count(*) FROM article_versions WHERE version_key = ?", [article.version_key]
    ).fetchone()[0]
    with write(news):
        if not known:
            snapshot = make_snapshot(url=article.url, body=article.text_sha256)
            number = insert_snapshot(news, snapshot, run_id=run_id, parse_state="pending")
            save_article(news, article, snapshot_id=number)
        save_extraction(news, extraction, run_id=run_id)
