"""Verdicts: what the form stores, what it refuses, and what it never loses."""

import asyncio
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import review.databases
from review.server import close_datasette, make_datasette
from storage.database import StoreError, close, open_readonly, open_reviews
from storage.reviews import load_verdicts

BROWSER = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


def _stored(world):
    """Read the verdicts back through another connection."""
    db = open_readonly(world.reviews)
    try:
        return load_verdicts(db)
    finally:
        db.close()


async def test_a_verdict_is_in_the_file_for_another_process(datasette, world, judge):
    response = await judge("two", "reject", reason="modality", note="  they denied it\r\nclearly ")
    assert response.status_code == 303
    assert response.headers["location"] == f"/-/claims/{world.claims['up to 900']}"
    (verdict,) = _stored(world)
    text = world.texts["march"]
    assert verdict.claim_key == world.claims["two"]
    assert (verdict.decision, verdict.reason, verdict.note) == ("reject", "modality", "they denied it\nclearly")
    assert (verdict.reviewer, verdict.pipeline_version) == ("local", "0.1.0+test")
    assert verdict.quote == "The interior ministry denied that two protesters had died."
    assert text[verdict.start : verdict.end] == verdict.quote
    assert text[verdict.quantity_start :].startswith(verdict.quantity)
    assert verdict.prefix == text[max(0, verdict.start - 32) : verdict.start]
    script = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM verdicts').fetchone())"
    )
    counted = subprocess.run(  # noqa: ASYNC221 - nothing else runs in this loop
        [sys.executable, "-c", script, world.reviews], capture_output=True, text=True, check=True
    )
    assert counted.stdout == "(1,)\n"


@pytest.mark.parametrize("decision", ["accept", "reject", "unsure", "skip"])
async def test_every_button_stores_its_decision_and_goes_on_in_the_filter(datasette, world, judge, decision):
    response = await judge("two", decision, query="?event=death")
    assert response.headers["location"] == f"/-/claims/{world.claims['At least 38']}?event=death"
    assert [verdict.decision for verdict in _stored(world)] == [decision]


async def test_the_last_claim_of_a_filter_leads_back_to_the_queue(datasette, judge):
    response = await judge("17", "accept", query="?event=detention")
    assert response.headers["location"] == "/-/review?event=detention"
    assert "Nothing is left in this filter" in (await datasette.client.get("/-/review?event=detention")).text


async def test_the_page_shows_the_log_at_once(datasette, world, judge):
    await judge("two", "unsure", note="who denied?")
    await judge("two", "reject", reason="speaker")
    page = (await datasette.client.get(f"/-/claims/{world.claims['two']}")).text
    assert page.index("Wrong speaker or stance</") < page.index("who denied?")
    assert '<h1 id="statement-heading">' in page
    assert "rejected</span></h1>" in page
    assert [verdict.decision for verdict in _stored(world)] == ["unsure", "reject"]


async def test_looking_is_not_judging(datasette, world):
    for key in world.claims.values():
        await datasette.client.get(f"/-/claims/{key}")
    await datasette.client.get("/-/review/next")
    assert _stored(world) == []


async def test_a_reason_belongs_to_a_rejection_alone(datasette, world, judge):
    await judge("two", "accept", reason="place")
    assert [verdict.reason for verdict in _stored(world)] == [None]


async def test_a_claim_judged_meanwhile_asks_instead_of_storing(datasette, world, judge):
    await judge("two", "accept")
    response = await judge("two", "reject", seen=0, reason="event", note="mine")
    assert response.status_code == 409
    assert "Judged meanwhile:" in response.text
    assert "mine</textarea>" in response.text
    assert [verdict.decision for verdict in _stored(world)] == ["accept"]
    again = await judge("two", "reject", reason="event", note="mine")  # the page now shows the other verdict
    assert again.status_code == 303
    assert [verdict.decision for verdict in _stored(world)] == ["accept", "reject"]


async def test_the_same_form_twice_is_one_verdict(datasette, world, judge):
    for _ in range(2):
        assert (await judge("two", "accept", seen=0)).status_code == 303
    assert len(_stored(world)) == 1


async def test_a_skip_takes_no_verdict_back(datasette, world, judge):
    await judge("two", "accept")
    assert (await judge("two", "skip")).status_code == 303
    assert [verdict.decision for verdict in _stored(world)] == ["accept"]


async def test_a_locked_file_says_try_again_and_keeps_the_input(world, monkeypatch):
    monkeypatch.setattr(review.databases, "PATIENCE", 0.1)
    served = make_datasette(world.news, world.reviews)
    path = f"/-/claims/{world.claims['two']}"
    page = await served.client.get(path)
    token = page.cookies["ds_csrftoken"]
    data = {"csrftoken": token, "seen": "0", "decision": "reject", "reason": "place", "note": "kept <b> words"}
    other = sqlite3.connect(world.reviews, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    response = await served.client.post(f"{path}/verdict", data=data, cookies={"ds_csrftoken": token}, headers=BROWSER)
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    for words in ("try again", "kept &lt;b&gt; words</textarea>", 'name="reason" value="place"', 'value="reject"'):
        assert words in response.text, words
    assert (await served.client.get(path)).status_code == 200  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    response = await served.client.post(f"{path}/verdict", data=data, cookies={"ds_csrftoken": token}, headers=BROWSER)
    assert response.status_code == 303
    close_datasette(served)
    assert [(verdict.decision, verdict.note) for verdict in _stored(world)] == [("reject", "kept <b> words")]


async def test_reading_and_judging_go_on_while_the_news_are_written(datasette, world, judge):
    writer = sqlite3.connect(world.news, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE sources SET note = 'x'")
    assert (await datasette.client.get("/-/review")).status_code == 200
    assert (await judge("two", "accept")).status_code == 303
    writer.execute("ROLLBACK")
    writer.close()


async def test_the_server_never_writes_the_news(datasette):
    with pytest.raises(StoreError, match="only read here"):
        await datasette.databases["news"].execute_write("DELETE FROM claims")


async def test_verdicts_given_at_once_are_all_stored(datasette, world):
    path = f"/-/claims/{world.claims['two']}"
    token = (await datasette.client.get(path)).cookies["ds_csrftoken"]

    async def post(key, number):
        data = {"csrftoken": token, "seen": "0", "decision": "unsure", "note": f"n{number}"}
        return await datasette.client.post(
            f"/-/claims/{key}/verdict", data=data, cookies={"ds_csrftoken": token}, headers=BROWSER
        )

    responses = await asyncio.gather(*(post(key, number) for number, key in enumerate(world.claims.values())))
    assert {response.status_code for response in responses} == {303}
    assert {verdict.note for verdict in _stored(world)} == {f"n{number}" for number in range(len(world.claims))}


async def test_enter_in_a_field_decides_nothing_and_keeps_the_input(datasette, world, judge):
    """Browsers press a form's first button for Enter; it must not be Accept."""
    page = (await datasette.client.get(f"/-/claims/{world.claims['two']}")).text
    assert page[page.index('<button type="submit"') :].startswith(
        '<button type="submit" name="decision" value="undecided"'
    )
    response = await judge("two", "undecided", reason="place", note="kept")
    assert response.status_code == 400
    assert "Nothing was stored: choose" in response.text
    assert "kept</textarea>" in response.text
    assert 'value="place" data-digit="4" checked' in response.text
    assert _stored(world) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": ""},
        {"decision": "correct"},  # has its own form to come
        {"decision": "Accept"},
        {"reason": "because"},
        {"note": "x" * 2_001},
        {"seen": "-1"},
        {"seen": "many"},
        {"seen": "²"},
    ],
)
async def test_a_form_that_the_page_cannot_send_is_refused(datasette, world, judge, fields):
    decision = fields.pop("decision", "reject")
    assert (await judge("two", decision, **fields)).status_code == 400
    assert _stored(world) == []


@pytest.mark.parametrize(
    ("headers", "cookie", "token"),
    [
        ({}, False, None),  # another site's form: no cookie, no token
        ({}, True, None),
        ({}, True, "wrong"),
        ({}, False, "right"),
        ({"Authorization": "Bearer x"}, True, "wrong"),  # Datasette's own check lets this pass
        ({"Origin": "https://evil.example"}, True, "right"),
        ({"Origin": "null"}, True, "right"),
        ({"Sec-Fetch-Site": "cross-site"}, True, "right"),
        ({"Sec-Fetch-Site": "same-site"}, True, "right"),
    ],
)
async def test_forms_of_other_sites_are_refused(datasette, world, headers, cookie, token):
    path = f"/-/claims/{world.claims['two']}"
    right = (await datasette.client.get(path)).cookies["ds_csrftoken"]
    data = {"decision": "accept", "seen": "0"} | ({"csrftoken": right if token == "right" else token} if token else {})
    cookies = {"ds_csrftoken": right} if cookie else None
    response = await datasette.client.post(f"{path}/verdict", data=data, headers=headers, cookies=cookies)
    assert response.status_code == 403
    assert _stored(world) == []


async def test_verdicts_are_never_given_by_get(datasette, world):
    response = await datasette.client.get(f"/-/claims/{world.claims['two']}/verdict?decision=accept&seen=0")
    assert response.status_code == 405
    assert (await datasette.client.post(f"/-/claims/{world.claims['two']}", data={})).status_code == 405
    assert _stored(world) == []


@pytest.mark.parametrize(
    ("settings", "actor", "may"),
    [
        ({}, None, True),
        ({}, {"id": "ada"}, True),
        ({"allow": {"role": "reviewer"}}, None, False),
        ({"allow": {"role": "reviewer"}}, {"id": "bo", "role": "reader"}, False),
        ({"allow": {"role": "reviewer"}}, {"id": "ada", "role": "reviewer"}, True),
        ({"allowed_hosts": ["review.example"]}, None, False),  # open to more than this machine: nobody judges unnamed
        ({"allowed_hosts": ["review.example"], "allow": {"id": "*"}}, {"id": "ada"}, True),
    ],
)
async def test_who_may_judge(datasette, world, settings, actor, may):
    datasette._metadata_local = {"plugins": {"tallywire": settings}}
    path = f"/-/claims/{world.claims['two']}"
    cookies = {"ds_actor": datasette.sign({"a": actor}, "actor")} if actor else {}
    page = await datasette.client.get(path, cookies=cookies)
    assert page.status_code == 200
    assert ('name="decision"' in page.text) is may
    if not may:
        assert "but not judge them" in page.text
    token = page.cookies.get("ds_csrftoken") or (await datasette.client.get("/-/messages")).cookies["ds_csrftoken"]
    data = {"csrftoken": token, "seen": "0", "decision": "accept"}
    cookies = {**cookies, "ds_csrftoken": token}
    response = await datasette.client.post(f"{path}/verdict", data=data, cookies=cookies, headers=BROWSER)
    assert response.status_code == (303 if may else 403)
    expected = [actor["id"] if actor else "local"] if may else []
    assert [verdict.reviewer for verdict in _stored(world)] == expected


def test_two_servers_on_the_same_file_lose_nothing(world):
    """The check and the row are one transaction, so processes that share reviews.db do not judge over each other."""

    def work(decision):
        async def judge():
            served = make_datasette(world.news, world.reviews)
            path = f"/-/claims/{world.claims['two']}"
            token = (await served.client.get(path)).cookies["ds_csrftoken"]
            data = {"csrftoken": token, "seen": "0", "decision": decision}
            response = await served.client.post(
                f"{path}/verdict", data=data, cookies={"ds_csrftoken": token}, headers=BROWSER
            )
            close_datasette(served)
            return response.status_code

        return asyncio.run(judge())

    close(open_reviews(world.reviews))
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, ["accept", "reject"])) == [303, 409]
    assert len(_stored(world)) == 1
