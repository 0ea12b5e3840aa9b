"""Correcting, taking back, rejecting alike, adding, second readings: what the forms store, and what they refuse."""

import asyncio
import json
import threading
import time
from html import unescape

import pytest
from datasette.utils.asgi import BadRequest

from review.added import find_sentence
from review.fields import parse_added, parse_correction
from storage.database import close, open_news, open_readonly, write
from storage.reviews import load_verdicts

BROWSER = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
NAUGHTY = (
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE verdicts; --", "\u202eright to left", "العربية",
    "👩🏽‍🚀", '" onmouseover="alert(1)', "javascript:alert(1)", "{{ 7*7 }}", "%s%n", "x" * 500,
)  # fmt: skip


def stored(world):
    db = open_readonly(world.reviews)
    try:
        return load_verdicts(db)
    finally:
        db.close()


@pytest.fixture
def post(datasette):
    """Return a function that posts a form as a browser does, under a name if one is given."""

    async def send(path, *, name=None, page="/-/review/name", **fields):
        token = (await datasette.client.get(page)).cookies["ds_csrftoken"]
        cookies = {"ds_csrftoken": token} | ({"tallywire_reviewer": name} if name else {})
        data = {"csrftoken": token, **fields}
        return await datasette.client.post(path, data=data, cookies=cookies, headers=BROWSER)

    return send


def claim(world, words):
    return f"/-/claims/{world.claims[words]}"


async def test_a_correction_keeps_what_was_and_what_is(datasette, world, post):
    path = claim(world, "more than 12,400")
    fields = {"event": "return", "low_exact": "12,450", "place_0_text": "Marrow valley", "place_0_role": "origin"}
    response = await post(f"{path}/verdict", page=path, decision="correct", seen="0", **fields)
    assert response.status_code == 303
    (verdict,) = stored(world)
    assert verdict.decision == "correct"
    assert {name: (verdict.old[name], verdict.new[name]) for name in ("event", "low_exact")} == {
        "event": ("displacement", "return"),
        "low_exact": ("12400", "12450"),
    }
    (place,) = json.loads(verdict.new["places"])
    assert (place["text"], place["role"]) == ("Marrow valley", "origin")
    assert place["place_key"].startswith("geonames:")
    assert verdict.judged["unit"] == "person"
    page = (await datasette.client.get(path)).text
    assert "<del>12400</del> <ins>12450</ins>" in page
    assert "corrected</span></h1>" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Nothing was changed"),
        ({"event": "displacement"}, "Nothing was changed"),
        ({"event": "party"}, "Event is one of"),
        ({"low_exact": "many"}, "Least value is a number"),
        ({"low_exact": "-4"}, "is a number from 0"),
        ({"low_exact": "NaN"}, "is a number from 0"),
        ({"low_exact": "20000", "high_exact": "10000"}, "is above the greatest value"),
        ({"time_from": "yesterday"}, "First day is a day like"),
        ({"time_from": "2031-05-09", "time_to": "2031-05-01"}, "is after the last day"),
        ({"currency": "euros"}, "three letters"),
        ({"group_text": "x" * 501}, "at most 500 characters"),
        ({"place_0_text": "Odrik", "place_0_role": "birthplace"}, "role is one of"),
    ],
)
async def test_a_correction_that_no_claim_can_have_is_refused_with_the_form_kept(world, post, fields, words):
    path = claim(world, "more than 12,400")
    response = await post(f"{path}/verdict", page=path, decision="correct", seen="0", note="my note", **fields)
    assert (response.status_code, words in response.text) == (400, True)
    assert "my note" in response.text
    assert stored(world) == []


@pytest.mark.parametrize("text", NAUGHTY)
async def test_naughty_strings_are_shown_as_text(datasette, world, post, text):
    path = claim(world, "more than 12,400")
    fields = {"group_text": text, "speaker_name": text, "note": text, "place_0_text": text}
    assert (await post(f"{path}/verdict", page=path, decision="correct", seen="0", **fields)).status_code == 303
    for shown in (
        path,
        "/-/review/last",
        "/-/review?state=all",
        "/reviews/verdicts",
        "/news/review_by_event",
        "/-/map",
    ):
        page = (await datasette.client.get(shown)).text
        assert "<script>alert" not in page
        assert 'onmouseover="alert' not in page
    assert stored(world)[0].new["group_text"] == text.strip()
    shown = unescape((await datasette.client.get(path)).text)
    assert f"<ins>{text}</ins>" in shown  # as it was typed: no template is run, nothing is cut


async def test_taking_back_is_a_row_and_the_claim_waits_again(datasette, world, judge, post):
    await judge("two", "reject", reason="modality")
    await judge("two", "unsure")
    response = await post("/-/review/undo")
    assert response.headers["location"] == claim(world, "two")
    assert [(v.decision, v.retracts) for v in stored(world)] == [("reject", None), ("unsure", None), ("retract", 2)]
    assert "rejected</span></h1>" in (await datasette.client.get(claim(world, "two"))).text  # the word before stands
    await post("/-/review/undo")
    assert (await datasette.client.get("/-/review")).text.count(claim(world, "two")) > 0
    response = await post("/-/review/undo")
    assert response.headers["location"] == "/-/review"
    assert len(stored(world)) == 4


async def test_ten_steps_can_be_taken_back(world, judge, post):
    for number in range(10):
        await judge("two", ["accept", "unsure"][number % 2])
    for _ in range(10):
        await post("/-/review/undo")
    taken = [verdict.retracts for verdict in stored(world) if verdict.decision == "retract"]
    assert taken == list(range(10, 0, -1))


async def test_nobody_takes_back_what_another_said(world, judge, post):
    await judge("two", "accept")
    response = await post("/-/review/undo", name="Ben", verdict="1")
    assert response.status_code == 400
    assert "only verdicts of your own" in response.text
    for number in ("99", "x", "1; DROP TABLE verdicts"):
        assert (await post("/-/review/undo", verdict=number)).status_code == 400
    assert len(stored(world)) == 1


async def test_rejecting_alike_shows_what_changes_and_one_undo_takes_it_back(datasette, world, post):
    path = claim(world, "two")
    page = (await datasette.client.get(f"{path}/alike")).text
    assert "No other claim is like it" in page
    keys = [world.claims[words] for words in ("two", "17", "Hundreds")]
    chosen = {f"claim_{key}": "on" for key in keys}
    response = await post(f"{path}/alike/reject", reason="event", note="not ours", **chosen)
    assert response.status_code == 303
    verdicts = stored(world)
    assert {verdict.claim_key for verdict in verdicts} == set(keys)
    assert {(v.decision, v.reason, v.note, v.batch) for v in verdicts} == {
        ("reject", "event", "not ours", verdicts[0].batch)
    }
    assert verdicts[0].batch
    last = (await datasette.client.get("/-/review/last")).text
    assert "3 claims" in last
    await post("/-/review/undo")
    assert [verdict.decision for verdict in stored(world)[3:]] == ["retract"] * 3
    assert "None yet." in (await datasette.client.get("/-/review/last")).text


async def test_rejecting_alike_leaves_alone_what_was_judged_meanwhile(world, judge, post):
    await judge("17", "accept")
    chosen = {f"claim_{world.claims[words]}": "on" for words in ("two", "17")}
    await post(f"{claim(world, 'two')}/alike/reject", reason="event", **chosen)
    assert [(v.decision, v.claim_key) for v in stored(world)] == [
        ("accept", world.claims["17"]),
        ("reject", world.claims["two"]),
    ]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": "event"}, 400),
        ({"reason": "", "two": "on"}, 400),
        ({"reason": "dislike", "two": "on"}, 400),
        ({"reason": "event", "x" * 10: "on"}, 400),
    ],
)
async def test_rejecting_alike_needs_a_reason_and_claims(world, post, fields, status):
    sent = {(f"claim_{world.claims[name]}" if name in world.claims else name): value for name, value in fields.items()}
    response = await post(f"{claim(world, 'two')}/alike/reject", **sent)
    assert response.status_code == status
    assert stored(world) == []


ADDED = {
    "quantity": "two", "low_exact": "2", "high_exact": "2", "qualifier": "exact", "unit": "person", "event": "death",
    "modality": "negated", "stance": "deny", "place_0_text": "Odrik", "place_0_role": "event", "anyway": "1",
}  # fmt: skip


async def test_a_missed_claim_is_tied_to_its_words(datasette, world, post):
    number = world.articles["march"]
    response = await post(f"/-/articles/{number}/add", **ADDED)
    assert (response.status_code, response.headers["location"]) == (303, f"/-/articles/{number}")
    (verdict,) = stored(world)
    text = world.texts["march"]
    assert text[verdict.quantity_start :].startswith("two protesters")
    assert verdict.quote == "The interior ministry denied that two protesters had died."
    assert text[verdict.start : verdict.end] == verdict.quote
    assert json.loads(verdict.new["places"])[0]["place_key"].startswith("geonames:")
    page = (await datasette.client.get(f"/-/articles/{number}")).text
    assert "Added by people" in page
    rows = (await datasette.client.get("/news/missed_by_the_machine.json?_shape=array")).json()
    assert [row["quantity"] for row in rows] == ["two"]


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"quantity": "seventy"}, 400, "does not have the words"),
        ({"quantity": "e"}, 400, "times: take a few words more"),
        ({"quantity_start": "5"}, 400, "select the words again"),
        ({"quantity_start": "minus one"}, 400, "is an offset"),
        ({"unit": ""}, 400, "an added claim needs: Unit"),
        ({"low_exact": "", "high_exact": ""}, 400, "needs a least or a greatest value"),
        ({"anyway": ""}, 409, "There is a claim on"),
    ],
)
async def test_an_added_claim_must_be_whole(world, post, changes, status, words):
    response = await post(f"/-/articles/{world.articles['march']}/add", **{**ADDED, **changes})
    assert (response.status_code, words in response.text) == (status, True), response.text
    assert stored(world) == []


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One fled. Two stayed. Three died.", "Two", "Two stayed."),
        ("Only 3.5 million remain", "3.5", "Only 3.5 million remain"),
        ("He said: “Five died.” Then he left.", "Five", "He said: “Five died.”"),
        ("First line\nsecond line with 7", "7", "second line with 7"),
    ],
)
def test_the_sentence_around_added_words(text, words, sentence):
    start = text.index(words)
    first, last = find_sentence(text, start, start + len(words))
    assert text[first:last] == sentence


async def test_a_second_reading_is_blind_and_is_no_conflict(datasette, world, judge, post):
    await judge("two", "reject", reason="modality", note="they denied it")
    cookies = {"tallywire_reviewer": "Ben"}
    path = f"{claim(world, 'two')}?round=second"
    page = (await datasette.client.get(path, cookies=cookies)).text
    assert "they denied it" not in page
    assert "rejected" not in page
    response = await post(f"{claim(world, 'two')}/verdict?round=second", name="Ben", decision="accept", seen="0")
    assert response.status_code == 303
    assert [(v.reviewer, v.round, v.decision) for v in stored(world)] == [
        ("local", "first", "reject"),
        ("Ben", "second", "accept"),
    ]
    queue = (await datasette.client.get("/-/review?round=adjudication")).text
    assert claim(world, "two") in queue
    assert claim(world, "two") in (await datasette.client.get("/-/review?state=disagreement")).text


@pytest.mark.parametrize(
    ("name", "expected"), [("Ana María", "Ana María"), ("<b>", "local"), ("", "local"), ("x" * 41, "local")]
)
async def test_names_of_people(datasette, name, expected):
    page = (await datasette.client.get("/-/review/name", cookies={"tallywire_reviewer": name.encode().hex()})).text
    assert "judging as" not in page  # the words come from the style sheet
    token = (await datasette.client.get("/-/review/name")).cookies["ds_csrftoken"]
    response = await datasette.client.post(
        "/-/review/name/set", data={"csrftoken": token, "name": name}, cookies={"ds_csrftoken": token}, headers=BROWSER
    )
    if expected == "local":
        assert response.status_code == 400
        return
    cookie = response.cookies["tallywire_reviewer"]
    page = (await datasette.client.get("/-/review/name", cookies={"tallywire_reviewer": cookie})).text
    assert f'value="{expected}"' in page


def test_values_are_read_strictly():
    known = {"odrik": "geonames:6"}
    values = parse_added({**ADDED, "currency": "eur", "low_exact": "1 200.50", "high_exact": "1,300"}, known=known)
    assert (values["currency"], values["low_exact"], values["high_exact"]) == ("EUR", "1200.5", "1300")
    assert json.loads(values["places"]) == [
        {"text": "Odrik", "role": "event", "place_key": "geonames:6", "start": None, "end": None}
    ]
    with pytest.raises(BadRequest, match="an added claim needs"):
        parse_added({}, known={})


def test_a_form_that_sends_nothing_changes_nothing():
    row = dict.fromkeys(
        (
            *(
                "quantity",
                "low_exact",
                "high_exact",
                "qualifier",
                "unit",
                "currency",
                "group_text",
                "event",
                "trigger_text",
            ),
            *(
                "modality",
                "measure",
                "time_text",
                "time_from",
                "time_to",
                "speaker_name",
                "speaker_kind",
                "speaker_role",
            ),
            *("speaker_organisation", "cue_text", "stance"),
        )
    )
    assert parse_correction({}, row, [], known={}).new == {}


async def test_twenty_people_judge_while_the_pipeline_writes(datasette, world, post):
    """No verdict is lost and no page fails, though every article is extracted anew all the while."""
    stop = threading.Event()
    writes = []

    def extract_again():
        db = open_news(world.news)
        while not stop.is_set():
            with write(db):  # what a stage does: a batch in one transaction
                db.execute("UPDATE claims SET confidence = confidence")
                db.execute("UPDATE article_versions SET parsed_at = parsed_at")
                writes.append(time.sleep(0.02))
        close(db)

    writer = threading.Thread(target=extract_again)
    writer.start()
    try:
        keys = list(world.claims.values())

        async def judge_all(number):
            statuses = []
            for key in keys[:5]:
                page = await datasette.client.get(f"/-/claims/{key}?round=second")
                statuses.append(page.status_code)
                answer = await post(
                    f"/-/claims/{key}/verdict?round=second", name=f"Person{number}", decision="accept", seen="0"
                )
                statuses.append(answer.status_code)
            return statuses

        results = await asyncio.gather(*(judge_all(number) for number in range(20)))
    finally:
        stop.set()
        writer.join()
    assert writes
    assert {status for statuses in results for status in statuses} == {200, 303}
    verdicts = stored(world)
    assert len(verdicts) == 20 * 5
    assert len({(verdict.reviewer, verdict.claim_key) for verdict in verdicts}) == 100
