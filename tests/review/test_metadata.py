"""What Datasette knows of the databases: words, facets, searches, questions; and its tables, CSV and JSON."""

import csv
import io
import sqlite3

import pytest
from datasette.app import Datasette

from review.queries import QUERIES
from review.server import close_datasette
from storage.schema import REVIEW_TABLES, TABLES, VIEWS


async def test_the_plugin_is_installed(datasette):
    plugins = {plugin["name"]: plugin for plugin in (await datasette.client.get("/-/plugins.json")).json()}
    assert plugins["tallywire"]["static"]
    assert plugins["tallywire"]["templates"]
    assert {"get_metadata", "register_routes", "asgi_wrapper", "canned_queries"} <= set(plugins["tallywire"]["hooks"])


async def test_every_table_view_and_column_has_its_words(datasette):
    for database, texts in (("news", {**TABLES, **VIEWS}), ("reviews", REVIEW_TABLES)):
        names = set(await datasette.databases[database].table_names()) | set(
            await datasette.databases[database].view_names()
        )
        shown = {name for name in names if not name.startswith(("article_versions_fts", "_sqlite", "sqlite_"))}
        assert shown == set(texts)
        for name in shown:
            metadata = datasette.table_metadata(database, name)
            columns = await datasette.databases[database].table_columns(name)
            assert metadata["description"] == texts[name].sentence
            assert set(columns) == set(metadata["columns"]), name


async def test_metadata_is_not_changed_by_those_who_read_it(datasette):
    await datasette.client.get("/news/claims")
    datasette.table_metadata("news", "claims")["columns"].clear()
    assert datasette.table_metadata("news", "claims")["columns"]
    datasette.table_metadata("news", "claims")["facets"].append("x")
    assert datasette.table_metadata("news", "claims")["facets"] == ["event", "unit"]


async def test_generated_bounds_are_columns_like_others(datasette):
    rows = (await datasette.client.get("/news/claims.json?_shape=array&_sort=claim_key")).json()
    bounds = {row["quantity"]: (row["low"], row["high"]) for row in rows}
    assert bounds["up to 900"] == (None, 900)
    assert bounds["more than 12,400"] == (12_400, None)
    assert bounds["Hundreds"] == (200, 999)
    large = (await datasette.client.get("/news/claims.json?_shape=array&low__gt=100&_sort_desc=low")).json()
    assert [row["quantity"] for row in large] == ["more than 12,400", "Hundreds"]
    page = (await datasette.client.get("/news/claims")).text
    assert 'data-column="low"' in page


async def test_claims_have_facets_and_search(datasette):
    data = (await datasette.client.get("/news/claims_readable.json?_labels=off")).json()
    facets = {
        facet: {r["value"]: r["count"] for r in found["results"]} for facet, found in data["facet_results"].items()
    }
    assert set(facets) == {"event", "unit", "modality", "source", "speaker_name", "countries", "verdict"}
    assert facets["event"]["death"] == 3
    assert facets["countries"]["NO"] == 4
    found = (await datasette.client.get("/news/claims_readable.json?_shape=array&_search=farmers")).json()
    assert {row["quantity"] for row in found} == {"Hundreds", "17", "two"}
    articles = (await datasette.client.get("/news/articles_current.json?_shape=array&_search=flood")).json()
    assert [row["title"] for row in articles] == ["Floods in the Marrow valley"]  # stemmed; the newest version alone
    published = [
        row["published"] for row in (await datasette.client.get("/news/claims_readable.json?_shape=array")).json()
    ]
    assert published == sorted(published, reverse=True)


async def test_tables_are_there_as_csv(datasette):
    response = await datasette.client.get("/news/claims_readable.csv?_stream=on")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == 9
    assert {row["quantity"] for row in rows} >= {"more than 12,400", "two"}


async def test_rows_are_named_by_their_labels(datasette):
    page = (await datasette.client.get("/news/articles")).text
    assert '<a href="/news/sources/marrow-post">The Marrow Post</a>' in page


PARAMETERS = {
    "claims_about_a_place": ({"place": "odrik", "since": "2031-05-05", "until": ""}, 1),
    "claims_in_a_country": ({"country": "no", "event": ""}, 4),
    "figures_of_a_speaker": ({"speaker": "brandvold"}, 1),
    "figures_of_an_event": ({"event": "death", "country": ""}, 2),
    "by_country_and_month": ({"event": "protest"}, 1),
    "largest_figures": ({"event": "displacement", "unit": "person"}, 1),
    "most_quoted_speakers": ({}, 1),
    "figures_without_speaker": ({"event": "death"}, 2),
    "articles_with_words": ({"words": 'farmers "odrik'}, 1),
    "edited_articles": ({}, 2),
    "figures_that_changed": ({}, 1),
    "places_with_most_claims": ({"role": ""}, 3),
    "accepted_claims": ({}, 1),
    "unreviewed_by_reach": ({"event": ""}, 6),
    "why_rejected": ({}, 1),
    "review_by_event": ({}, 7),
    "how_reviewers_agree": ({}, 0),
    "verdicts_to_check_again": ({}, 0),
    "missed_by_the_machine": ({}, 0),
    "failures": ({}, 1),
    "articles_by_source_and_month": ({}, 3),
}


def test_every_question_is_tested():
    assert set(PARAMETERS) == set(QUERIES)
    assert all(query.title and query.description for query in QUERIES.values())


@pytest.mark.parametrize("name", QUERIES)
async def test_questions_give_rows_and_show_their_title(datasette, judge, name):
    await judge("17", "accept")
    await judge("two", "reject", reason="modality")
    parameters, expected = PARAMETERS[name]
    rows = (await datasette.client.get(f"/news/{name}.json", params={"_shape": "array", **parameters})).json()
    assert len(rows) == expected, rows
    page = await datasette.client.get(f"/news/{name}", params=parameters)
    assert page.status_code == 200
    assert QUERIES[name].title in page.text


async def test_verdicts_show_in_queries_at_once(datasette, judge):
    await judge("17", "accept")
    rows = (await datasette.client.get("/news.json?sql=select+decision+from+reviews.verdicts&_shape=array")).json()
    assert rows == [{"decision": "accept"}]


async def test_a_datasette_without_our_files_is_left_alone(tmp_path):
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE claims (claim_key TEXT)")
    connection.close()
    other = Datasette([str(tmp_path / "other.db")])
    assert "other" in (await other.client.get("/")).text
    assert (await other.client.get("/other/claims")).status_code == 200
    assert (await other.client.get("/-/review")).status_code == 404
    assert other.metadata() == {}
    close_datasette(other)
