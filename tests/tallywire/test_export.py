"""Exports hold the claims that they say, in every state, and nothing in them is run or lost by the program that opens them."""

import contextlib
import csv
import io
import json
import shutil
from contextlib import closing
from datetime import UTC, datetime

import openpyxl
import pytest
import spacy
from click.testing import CliRunner
from pyarrow import parquet
from spacy.tokens import DocBin

from records import Decision, Verdict
from storage.database import open_readonly, open_reviews
from storage.places import precision
from storage.reviews import append_verdicts
from tallywire.cli import cli
from tallywire.commands.export import FORMATS
from tallywire.exports.rows import COLUMNS, STATUSES, Choice, describe_export, load_claims
from tallywire.exports.tables import guard
from tests.tallywire.conftest import ARTICLE

PATH_FORMATS = [name for name, form in FORMATS.items() if form.to_stream is None]
# Strings that have broken programs: formulas, markup, quotes, other scripts, line ends, controls, long runs.
NAUGHTY = [
    *("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "<script>alert(1)</script>", "javascript:alert(1)"),
    *(
        "'; DROP TABLE claims; --",
        '"quoted", and comma',
        "line\nbreak",
        "carriage\rreturn",
        "العربية",
        "Ω≈ç√",
        "👩🏽‍🚀",
    ),
    *("\u202eright to left", "a\u0000b", "\ufeffmark", "${jndi:ldap://x}", "%s%n", "x" * 40_000, "NULL", "undefined"),
]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """An output folder with one article; made once, since it takes the language model."""
    folder = tmp_path_factory.mktemp("desk")
    folder.joinpath("floods.txt").write_text(ARTICLE, encoding="utf-8")
    with contextlib.chdir(folder):
        CliRunner().invoke(cli, ["init", "."], catch_exceptions=False)
        result = CliRunner().invoke(cli, ["add", "floods.txt"], catch_exceptions=False)
    assert result.exit_code == 0
    return folder


@pytest.fixture
def unjudged(project, extracted):
    shutil.copytree(extracted, project.folder, dirs_exist_ok=True)
    return project


@pytest.fixture
def desk(unjudged):
    """A project with an article of four claims, of which one is accepted, one corrected and one rejected."""
    judge(unjudged, "At least 1,200", decision=Decision.ACCEPT)
    judge(
        unjudged, "340", decision=Decision.CORRECT, old={"unit": "building"}, new={"unit": "household", "places": "[]"}
    )
    judge(unjudged, "about 5,000", decision=Decision.REJECT, reason="event")
    return unjudged


def judge(project, quantity, **changes):
    with closing_readonly(project) as db:
        sql = "SELECT c.*, v.text_sha256 FROM claims AS c JOIN article_versions AS v USING (version_key) WHERE quantity = ?"
        row = next(db.query(sql, [quantity]))
    values = {
        "claim_key": row["claim_key"], "version_key": row["version_key"], "text_sha256": row["text_sha256"],
        "quote": row["evidence"], "prefix": row["evidence_prefix"], "suffix": row["evidence_suffix"],
        "start": row["evidence_start"], "end": row["evidence_end"], "quantity": row["quantity"],
        "quantity_start": row["quantity_start"], "reviewer": "local", "decided_at": datetime(2024, 3, 5, tzinfo=UTC),
        "pipeline_version": "0.1.0+abc",
    }  # fmt: skip
    reviews = open_reviews(project.folder / "output/reviews.db")
    append_verdicts(reviews.conn, [Verdict(**(values | changes))])
    reviews.close()


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("status", "quantities"),
    [
        ("accepted", ["340", "At least 1,200"]),
        ("rejected", ["about 5,000"]),
        ("judged", ["340", "At least 1,200", "about 5,000"]),
        ("unreviewed", ["1,200"]),
        ("all", ["1,200", "340", "At least 1,200", "about 5,000"]),
        ("unsure", []),
        ("disagreement", []),
    ],
)
def test_each_state_exports_its_claims(desk, status, quantities):
    result = desk("export", "csv", "--status", status)
    assert sorted(row["quantity"] for row in read_csv(result.stdout)) == quantities
    assert f"status {status}" in result.stderr


def test_every_state_is_tested():
    assert set(STATUSES) == {"accepted", "rejected", "judged", "unreviewed", "all", "unsure", "disagreement"}


def test_accepted_is_what_is_exported_unless_told_otherwise(desk):
    rows = {row["quantity"]: row for row in read_csv(desk("export", "csv").stdout)}
    assert set(rows) == {"At least 1,200", "340"}
    corrected = rows["340"]
    assert (corrected["status"], corrected["unit"], corrected["places"]) == ("corrected", "household", "")
    assert corrected["corrected_fields"] == "places, unit"
    assert rows["At least 1,200"]["export_filter"] == "status accepted"
    assert rows["At least 1,200"]["pipeline_version"].startswith("0.1.0+")


def test_csv_begins_with_a_mark_for_excel_when_asked(desk):
    assert desk("export", "csv", "--bom").stdout_bytes.startswith(b"\xef\xbb\xbfclaim_key,")
    refused = desk("export", "jsonl", "--bom")
    assert (refused.exit_code, "--bom is for csv and hxl" in refused.stderr) == (2, True)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_begins_like_a_formula(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "", None, -5, 1.5, "a=b"])
def test_other_cells_stay_as_they_are(value):
    assert guard(value) == value


@pytest.fixture
def naughty_rows(desk):
    """Rows of one claim whose texts are, one after the other, the strings that broke programs."""
    with closing_readonly(desk) as db:
        about = describe_export(db, Choice(status="all"), program="tallywire", exported_at="2024-03-05T00:00:00Z")
        row = next(iter(load_claims(db, about)))
    names = ("note", "article_title", "evidence", "group_text", "speaker_name", "decided_by")
    return about, [{**row, **dict.fromkeys(names, text)} for text in NAUGHTY]


def closing_readonly(project):
    return closing(open_readonly(project.folder / "output/news.db"))


@pytest.mark.parametrize(
    "form", [name for name in FORMATS if name != "docbin"]
)  # a DocBin holds the article's words alone
def test_naughty_strings_are_texts_in_every_format(desk, naughty_rows, form):
    about, rows = naughty_rows
    path = desk.folder / f"out{FORMATS[form].ending}"
    stream = io.StringIO(newline="")
    if FORMATS[form].to_stream:
        FORMATS[form].to_stream(stream, rows, about)
    else:
        with closing_readonly(desk) as db:
            FORMATS[form].to_path(path, rows, about, db)
    READERS[form](stream.getvalue(), path)


def _check_csv(text, _path):
    column = "evidence"  # in csv and hxl alike
    expected = [guard(value.replace("\r", "\n") if value[0] != "\r" else "\n" + value[1:]) for value in NAUGHTY]
    rows = [row for row in read_csv(text) if not row[column].startswith("#")]
    assert [row[column] for row in rows] == expected
    assert not any(row[column].startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows)


def _check_jsonl(text, _path):
    assert [json.loads(line)["note"] for line in text.split("\n")[1:] if line] == NAUGHTY


def _check_geojson(text, _path):
    assert {feature["properties"]["note"] for feature in json.loads(text)["features"]} == set(NAUGHTY)


def _check_annotations(text, _path):
    assert [item["body"]["value"]["note"] for item in json.loads(text)["items"]] == NAUGHTY


def _check_xlsx(_text, path):
    sheet = openpyxl.load_workbook(path)["claims"]
    column = list(COLUMNS).index("note") + 1
    cells = [sheet.cell(row, column) for row in range(2, len(NAUGHTY) + 2)]
    assert all(cell.data_type == "s" and not cell.hyperlink for cell in cells)  # never "f", a formula
    assert [cell.value for cell in cells if len(cell.value) < 100][:4] == NAUGHTY[:4]


def _check_package(_text, path):
    rows = read_csv(path.joinpath("claims.csv").read_text(encoding="utf-8"))
    assert len(rows) == len(NAUGHTY)
    assert not any(row["note"].startswith(("=", "+", "-", "@", "\t")) for row in rows)


def _check_parquet(_text, path):
    assert parquet.read_table(path).column("note").to_pylist() == NAUGHTY


READERS = {
    "csv": _check_csv,
    "hxl": _check_csv,
    "jsonl": _check_jsonl,
    "geojson": _check_geojson,
    "annotations": _check_annotations,
    "xlsx": _check_xlsx,
    "datapackage": _check_package,
    "parquet": _check_parquet,
}


def test_workbook_has_data_dictionary_and_about(desk):
    desk("export", "xlsx", "--to", "claims.xlsx")
    book = openpyxl.load_workbook(desk.folder / "claims.xlsx")
    assert book.sheetnames == ["claims", "dictionary", "about"]
    assert [cell.value for cell in book["claims"][1]] == list(COLUMNS)
    assert {row[0].value for row in book["dictionary"].iter_rows(min_row=2)} == set(COLUMNS)
    assert dict(book["about"].iter_rows(min_row=2, values_only=True))["filter"] == "status accepted"
    low = list(COLUMNS).index("low") + 1
    assert {book["claims"].cell(row, low).value for row in (2, 3)} == {1200, 340}


def test_geojson_says_how_exact_a_place_is(desk):
    document = json.loads(desk("export", "geojson", "--status", "all").stdout)
    assert document["type"] == "FeatureCollection"
    features = document["features"]
    points = [feature for feature in features if feature["geometry"]]
    assert {feature["properties"]["precision"] for feature in points} >= {"settlement", "country"}
    for feature in points:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert (-180 <= longitude <= 180, -90 <= latitude <= 90) == (True, True)
    # The corrected claim says no place any more: it is there, and not on the map.
    assert [f["geometry"] for f in features if f["properties"]["quantity"] == "340"] == [None]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (("A", "PCLI"), "country"), (("A", "ADM1"), "province"), (("A", "ADM2"), "district"), (("P", "PPL"), "settlement"),
        (("P", "PPLC"), "settlement"), (("S", "CMP"), "spot"), (("L", "RGN"), "region"), (("L", "CONT"), "continent"),
        ((None, None), None),
    ],
)  # fmt: skip
def test_precision_names_what_the_coordinates_stand_for(entry, expected):
    assert precision(*entry) == expected


def test_hxl_has_a_row_of_hashtags(desk):
    rows = list(csv.reader(io.StringIO(desk("export", "hxl").stdout, newline="")))
    assert len(rows[0]) == len(rows[1])
    assert all(tag.startswith("#") for tag in rows[1])
    assert rows[1][rows[0].index("latitude")] == "#geo+lat"


def test_annotations_point_at_the_words(desk):
    page = json.loads(desk("export", "annotations").stdout)
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    with closing(open_readonly(desk.folder / "output/news.db")) as connection:
        text = connection.execute("SELECT text FROM article_versions").fetchone()[0]
    for item in page["items"]:
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        words = position["refinedBy"]
        assert text[words["start"] : words["end"]] == item["body"]["value"]["quantity"]
        assert item["creator"] == {"type": "Person", "name": "local"}


def test_docbin_holds_accepted_words_and_hard_negatives(desk):
    desk("export", "docbin", "--to", "judged.spacy")
    store = DocBin(store_user_data=True).from_disk(desk.folder / "judged.spacy")
    (doc,) = store.get_docs(spacy.blank("en").vocab)
    words = {(span.label_, span.text) for span in doc.spans["accepted"]}
    assert {("QUANTITY", "At least 1,200"), ("QUANTITY", "340"), ("GROUP", "families"), ("PLACE", "Gaalkacyo")} <= words
    assert ("QUANTITY", "about 5,000") in {(span.label_, span.text) for span in doc.spans["rejected"]}
    assert doc.user_data["about"]["filter"] == "status judged"


def test_data_package_describes_its_tables(desk):
    desk("export", "datapackage", "--to", "package", "--status", "all")
    folder = desk.folder / "package"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == {"claims", "article-versions", "claim-places", "places", "sources", "verdicts"}
    tables = {name: read_csv((folder / res["path"]).read_text(encoding="utf-8")) for name, res in resources.items()}
    for name, resource in resources.items():
        schema = resource["schema"]
        assert all(field["description"] for field in schema["fields"])
        fields = [field["name"] for field in schema["fields"]]
        assert all(list(row) == fields for row in tables[name])
        for key in schema.get("primaryKey", []):
            values = [row[key] for row in tables[name]]
            assert len(values) == len(set(values))
        for foreign in schema.get("foreignKeys", []):
            (column,), (their,) = foreign["fields"], foreign["reference"]["fields"]
            known = {row[their] for row in tables[foreign["reference"]["resource"]]} | {""}
            assert {row[column] for row in tables[name]} <= known


def test_parquet_is_typed(desk):
    desk("export", "parquet", "--to", "claims.parquet")
    table = parquet.read_table(desk.folder / "claims.parquet")
    assert sorted(table.column("low").to_pylist()) == [340.0, 1200.0]
    assert b"tallywire: filter" in table.schema.metadata


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["csv", "--since", "yesterday"], "--since takes a day like 2023-11-20, not yesterday"),
        (["xlsx", "--to", "-"], "xlsx is no text: name a file with --to"),
        (["excel"], "'excel' is not one of"),
        (["csv", "--event", "party"], "'party' is not one of"),
    ],
)
def test_wrong_usage_says_what_is_right(desk, arguments, words):
    result = desk("export", *arguments)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr


def test_limits_choose_claims(desk):
    assert read_csv(desk("export", "csv", "--status", "all", "--country", "et").stdout)[0]["quantity"] == "about 5,000"
    assert (
        read_csv(desk("export", "csv", "--status", "all", "--event", "return").stdout)[0]["quantity"] == "about 5,000"
    )
    assert read_csv(desk("export", "csv", "--status", "all", "--source", "nobody").stdout) == []
    # An article without a date is in no span of days.
    assert read_csv(desk("export", "csv", "--status", "all", "--since", "2000-01-01").stdout) == []


@pytest.mark.parametrize("form", PATH_FORMATS)
def test_files_go_into_the_exports_folder(desk, form):
    result = desk("export", form)
    (made,) = (desk.folder / "output/exports").iterdir()
    assert made.name.startswith("claims-judged-" if form == "docbin" else "claims-accepted-")
    assert str(made.name) in result.stderr


def test_no_accepted_claim_is_no_silent_empty_file(unjudged):
    result = unjudged("export", "csv")
    assert read_csv(result.stdout) == []
    assert "nobody has accepted a claim" in result.stderr


def test_a_target_that_cannot_be_written_is_named(desk):
    desk.path("file", "x")
    result = desk("export", "csv", "--to", "file/claims.csv")
    assert (result.exit_code, "cannot write file/claims.csv" in result.stderr) == (1, True)


def test_backup_is_a_checked_copy(desk):
    result = desk("backup", "--to", "copy.db")
    assert result.exit_code == 0
    with closing(open_readonly(desk.folder / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM claims_accepted").fetchone() == (2,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    digest, name = (desk.folder / "copy.db.sha256").read_text().split()
    assert (name, digest in result.stderr) == ("copy.db", True)
    again = desk("backup", "--to", "copy.db")
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)


def test_backup_without_texts_keeps_quotes_alone(desk):
    desk("backup", "--without-texts", "--to", "light.db")
    with closing(open_readonly(desk.folder / "light.db")) as copy:
        assert copy.execute("SELECT DISTINCT text FROM article_versions").fetchall() == [("",)]
        assert copy.execute("SELECT count(*) FROM claims WHERE evidence != ''").fetchone()[0] == 4
    assert b"expected to return to Somalia from Ethiopia" in (desk.folder / "light.db").read_bytes()  # the quote
    assert b"Floods drive 1,200 families from Gaalkacyo\n\nAt least" not in (desk.folder / "light.db").read_bytes()
