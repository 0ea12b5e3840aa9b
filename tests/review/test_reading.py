"""The pages that show many claims: map, timeline, changes of an edited article, archived pages, the start page."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from review.routes.start import read_visit
from review.timeline import HEIGHT, draw
from storage.archive import Archive

NOON = datetime(2031, 5, 7, 12, tzinfo=UTC)


async def test_the_map_tells_centres_from_settlements(datasette):
    page = (await datasette.client.get("/-/map")).text
    places = json.loads(unescape(re.search(r'data-places="([^"]*)"', page)[1]))
    assert {place["name"]: place["precision"] for place in places} == {
        "Odrik": "settlement",
        "Marrow valley": "settlement",
        "Karsholm": "settlement",
    }
    assert {place["name"]: place["claims"] for place in places}["Odrik"] == 2
    assert "<td>Odrik</td>" not in page  # the table's names lead to their claims
    assert "/-/review?place=Odrik&amp;state=all" in page or "/-/review?state=all&amp;place=Odrik" in page
    only = (await datasette.client.get("/-/map?event=protest")).text
    assert "Karsholm" not in only.split("<h1", 1)[1].split("</form>")[1]


async def test_claims_without_a_place_are_told_of(datasette):
    page = (await datasette.client.get("/-/map?event=detention")).text
    assert "No claim of this filter has a place" in page
    assert "1 have none" in page


async def test_the_timeline_draws_each_claim_and_lists_it(datasette, world):
    page = (await datasette.client.get("/-/timeline")).text
    assert page.count('<a href="/-/claims/') >= 2 * 8
    assert f"/-/claims/{world.claims['17']}" in page
    assert "<title>17" in page
    assert "No claim of this filter" in (await datasette.client.get("/-/timeline?source=nobody")).text


def test_a_range_is_a_line_and_an_exact_number_a_point():
    base = {"source": "a", "day": "2031-05-04"}
    drawing = draw([{**base, "low": 10, "high": 1000}, {**base, "low": 100, "high": 100, "day": "2031-05-06"}])
    spread, exact = drawing.points
    assert spread.low > spread.high  # the drawing's y grows downwards
    assert exact.low == exact.high
    assert 0 < spread.high < exact.high < spread.low < HEIGHT
    assert spread.x < exact.x
    assert [words for _, words in drawing.values] == ["1", "10", "100", "1,000", "10,000"]
    assert draw([]) is None
    assert draw([{**base, "low": 1, "high": 1, "day": "2031-XX"}]) is None  # only a year is known


async def test_an_edit_is_shown_sentence_by_sentence_with_its_figures(datasette, world):
    response = await datasette.client.get(f"/-/articles/{world.articles['flood']}/changes")
    assert response.status_code == 200
    assert "<del>31</del>" in response.text
    assert "<ins>38</ins>" in response.text
    figures = response.text.split("<h2>Figures</h2>")[1].split("</section>")[0]
    assert "<del>At least 31</del>" in figures
    assert "<ins>At least 38</ins>" in figures


@pytest.mark.parametrize("path", ["march", "flood old"])
async def test_an_article_without_an_older_version_has_no_changes(datasette, world, path):
    assert (await datasette.client.get(f"/-/articles/{world.articles[path]}/changes")).status_code == 404
    assert (await datasette.client.get("/-/articles/999/changes")).status_code == 404
    assert (await datasette.client.get(f"/-/articles/{world.articles['flood']}/changes?from=x")).status_code == 400


PAGE = b"<html><title>x</title><script>alert(1)</script><img src='https://evil.example/x.png'><p>Floods</p></html>"


async def test_an_archived_page_can_run_nothing_and_call_nobody(datasette, world):
    with Archive(world.news.parent / "archive") as archive:
        places = [
            archive.append_response(
                "https://x.example/", status=200, headers=[("Content-Type", kind)], body=PAGE, fetched_at=NOON
            )
            for kind in ("text/html", "image/svg+xml")
        ]
        archive.sync()
    import sqlite3  # noqa: PLC0415 - the test's own writing

    with sqlite3.connect(world.news) as connection:
        for number, (place, kind) in enumerate(zip(places, ("text/html", "image/svg+xml"), strict=True), start=1):
            connection.execute(
                "UPDATE snapshots SET warc_file = ?, warc_offset = ?, warc_length = ?, content_type = ? WHERE id = ?",
                [place.warc_file, place.warc_offset, place.warc_length, kind, number],
            )
    connection.close()
    page = await datasette.client.get("/-/snapshots/1")
    assert page.content == PAGE
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    other = await datasette.client.get("/-/snapshots/2")
    assert other.headers["content-type"].startswith("text/plain")  # a drawing may carry scripts
    assert (await datasette.client.get("/-/snapshots/3")).status_code == 404  # no such file in the archive
    assert (await datasette.client.get("/-/snapshots/99")).status_code == 404


async def test_the_start_page_tells_what_moved_and_what_came_in(datasette):
    first = await datasette.client.get("/")
    assert "Since your last visit" not in first.text
    assert "At least 31 → At least 38" in first.text
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    again = await datasette.client.get("/", cookies={"tallywire_visit": f"2001-01-01T00:00:00Z|{hour_ago}"})
    assert "Since your last visit" in again.text
    assert "new article" in again.text
    assert again.cookies["tallywire_visit"].startswith(hour_ago)


@pytest.mark.parametrize(
    ("cookie", "before"),
    [
        ("", None),
        ("nonsense", None),
        ("|2031-05-07T11:50:00Z", None),  # the first visit still goes on
        ("|2031-05-07T10:00:00Z", datetime(2031, 5, 7, 10, tzinfo=UTC)),
        ("2031-05-01T08:00:00Z|2031-05-07T11:50:00Z", datetime(2031, 5, 1, 8, tzinfo=UTC)),
        ("2031-05-01T08:00:00Z|2031-05-06T08:00:00Z", datetime(2031, 5, 6, 8, tzinfo=UTC)),
        ("<script>|x", None),
    ],
)
def test_a_page_loaded_again_is_the_same_visit(cookie, before):
    found, kept = read_visit(cookie, NOON)
    assert found == before
    assert kept.endswith("|2031-05-07T12:00:00Z")


async def test_the_same_figure_elsewhere_is_shown(datasette, world):
    page = (await datasette.client.get(f"/-/claims/{world.claims['two']}")).text
    assert "The same figure elsewhere" not in page  # nobody else says two deaths
