"""The queue: filters, order, and what comes next."""

import sqlite3

import pytest
from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest

from review.queue import Filter, count_progress, find_next, load_queue, parse_filter

UNCERTAIN = ["two", "up to 900", "At least 38", "17", "Hundreds", "About 40%", "more than 12,400", "55"]
NEWEST = ["Hundreds", "17", "two", "more than 12,400", "At least 38", "up to 900", "About 40%", "55"]
STORY = ["55", "Hundreds", "17", "two", "more than 12,400", "At least 38", "up to 900", "About 40%"]


async def _words(datasette, chosen, **options):
    return [row["quantity"] for row in await load_queue(datasette, chosen, **{"after": None, "limit": 50, **options})]


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (Filter(), UNCERTAIN),
        (Filter(order="newest"), NEWEST),
        (Filter(order="story"), STORY),
        (Filter(source="varland-wire"), ["two", "17", "Hundreds"]),
        (Filter(event="death"), ["two", "At least 38"]),
        (Filter(unit="percent"), ["About 40%"]),
        (Filter(modality="negated"), ["two"]),
        (Filter(speaker="Ilse Brandvold"), ["more than 12,400"]),
        (Filter(country="NO"), ["At least 38", "Hundreds", "About 40%", "more than 12,400"]),
        (Filter(country="SE"), []),  # a candidate that was not chosen
        (Filter(place="odrik"), ["Hundreds", "About 40%"]),
        (Filter(since="2031-05-06"), ["two", "17", "Hundreds"]),
        (Filter(until="2031-05-01"), ["55"]),
        (Filter(since="2031-05-04", until="2031-05-04"), ["up to 900", "At least 38", "About 40%", "more than 12,400"]),
        (Filter(rule="trigger_lemma"), UNCERTAIN),
        (Filter(rule="trigger"), []),
        (Filter(vaguer="50"), ["two", "up to 900"]),
        (Filter(surer="91"), ["more than 12,400", "55"]),
        (Filter(event="death", source="marrow-post"), ["At least 38"]),
        (Filter(source="' OR 1=1 --"), []),
    ],
)
async def test_filters_and_orders(datasette, filter_, expected):
    assert await _words(datasette, filter_) == expected
    progress = await count_progress(datasette, filter_)
    assert (progress.total, progress.judged, progress.skipped) == (len(expected), 0, 0)


@pytest.mark.parametrize(("order", "expected"), [("uncertain", UNCERTAIN), ("newest", NEWEST), ("story", STORY)])
async def test_pages_of_the_queue_join_without_gap_or_repeat(datasette, world, order, expected):
    chosen, found, after = Filter(order=order), [], None
    while rows := await _words(datasette, chosen, after=after, limit=3):
        found += rows
        after = world.claims[rows[-1]]
    assert found == expected


async def test_states_follow_the_newest_verdict(datasette, judge):
    await judge("two", "unsure")
    await judge("17", "accept")
    await judge("Hundreds", "skip")
    await judge("two", "reject", reason="modality")
    for state, expected in (
        ("open", ["up to 900", "At least 38", "About 40%", "more than 12,400", "55"]),
        ("skip", ["Hundreds"]),
        ("unsure", []),
        ("accept", ["17"]),
        ("reject", ["two"]),
        ("judged", ["two", "17"]),
        ("all", UNCERTAIN),
    ):
        assert await _words(datasette, Filter(state=state)) == expected, state
    progress = await count_progress(datasette, Filter())
    assert (progress.total, progress.judged, progress.skipped) == (8, 2, 1)
    page = (await datasette.client.get("/-/review")).text
    assert "2 of 8 judged in this filter; 1 skipped" in page


async def test_counts_follow_the_news(datasette, world):
    assert (await count_progress(datasette, Filter())).total == 8
    connection = sqlite3.connect(world.news)
    with connection:
        connection.execute("DELETE FROM claims WHERE claim_key = ?", [world.claims["two"]])
    assert (await count_progress(datasette, Filter())).total == 7  # through the log
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert (await count_progress(datasette, Filter())).total == 7


async def test_a_query_that_takes_too_long_says_so(datasette, world, monkeypatch):
    news = datasette.databases["news"]
    execute = news.execute

    async def slow(sql, *args, **options):
        if "sqlite_master" in sql:  # Datasette's check of permissions
            return await execute(sql, *args, **options)
        raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, None)

    monkeypatch.setattr(news, "execute", slow)
    for path in ("/-/review", "/", f"/-/claims/{world.claims['two']}"):
        response = await datasette.client.get(path)
        assert response.status_code == 503, path
        assert "choose a narrower filter" in response.text


async def test_next_goes_on_from_here_and_begins_again_at_the_end(datasette, world):
    for after, expected in ((None, "two"), ("two", "up to 900"), ("55", "two")):
        key = world.claims[after] if after else None
        assert await find_next(datasette, Filter(), after=key) == world.claims[expected]
    alone = Filter(event="detention")
    assert await find_next(datasette, alone, after=world.claims["17"]) is None
    assert await find_next(datasette, alone, after=world.claims["55"]) == world.claims["17"]


async def test_the_start_leads_to_the_first_claim_and_keeps_the_filter(datasette, world):
    response = await datasette.client.get("/-/review/next?event=death&order=newest")
    assert response.status_code == 302
    assert response.headers["location"] == f"/-/claims/{world.claims['two']}?order=newest&event=death"


def test_a_filter_is_its_address():
    chosen = parse_filter({"event": "death", "country": "no", "state": "", "since": " 2031-05-01 ", "unknown": "x"})
    assert chosen == Filter(event="death", country="NO", since="2031-05-01")
    assert chosen.parameters() == {"event": "death", "country": "NO", "since": "2031-05-01"}
    assert parse_filter(chosen.parameters()) == chosen
    assert Filter().parameters() == {}


@pytest.mark.parametrize(
    "arguments",
    [{"state": "done"}, {"order": "random"}, {"event": "x"}, {"since": "yesterday"}, {"until": "2031-02-30"}],
)
async def test_a_wrong_filter_is_refused_with_the_choices(datasette, arguments):
    with pytest.raises(BadRequest, match=next(iter(arguments))):
        parse_filter(arguments)
    response = await datasette.client.get("/-/review", params=arguments)
    assert response.status_code == 400
