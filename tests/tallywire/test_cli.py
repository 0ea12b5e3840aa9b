"""The commands, as a user types them."""

import json
import re
import subprocess
import sys

import click
import pytest

from tallywire.cli import COMMANDS, cli
from tallywire.lock import hold_lock
from tallywire.reference import DOCS, DOCUMENTS, _commands
from tests.tallywire.conftest import ARTICLE, Page
from tests.tallywire.test_bad_input import FEED, html, rows

ALL = list(_commands(cli, ("tallywire",)))


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_explains_itself_with_an_example(path, command):
    # click keeps the first help option it makes, so the names must be those of a real call.
    context = click.Context(command, info_name=" ".join(path), help_option_names=["-h", "--help"])
    text = command.get_help(context)
    assert " ".join(path) in text
    assert re.search(r"(Examples?|First steps)[^\n]*:\n", text)
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help, f"{path}: {parameter.name} has no help"


def test_listed_lines_are_short():
    assert all((len(line) < 80 and line.endswith(".")) or name == "run" for name, (_, line) in COMMANDS.items())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_reference_documents_are_current(name):
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run `make docs`"


def test_version_and_module_entry():
    done = subprocess.run([sys.executable, "-m", "tallywire", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tallywire, version ")


def test_help_imports_no_stage():
    code = (
        "import sys; from tallywire.cli import cli\n"
        "try: cli(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'scrapy', 'spacy', 'datasette'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_init_makes_a_project_and_keeps_what_is_there(project):
    assert project("init", "desk").exit_code == 0
    assert {path.name for path in (project.folder / "desk").iterdir()} == {"tallywire.toml", "sources.yaml", "output"}
    (project.folder / "desk" / "tallywire.toml").write_text("# mine\n")
    again = project("init", "desk")
    assert again.exit_code == 0
    assert "left as it is" in again.stderr
    assert (project.folder / "desk" / "tallywire.toml").read_text() == "# mine\n"


def test_sources_are_added_checked_and_listed(project):
    project("init")
    added = project(
        "sources", "add", "harbour-post", "--home", "https://h.example", "--feed", "https://h.example/rss.xml"
    )
    assert added.exit_code == 0, added.output
    assert "1 sources, 1 watched" in project("sources", "check", "--offline").stderr
    assert "harbour-post" in project("sources", "list").stdout
    twice = project("sources", "add", "harbour-post", "--home", "https://h.example", "--feed", "https://h.example/r")
    assert twice.exit_code == 2
    wrong = project("sources", "add", "x", "--home", "not an address", "--feed", "https://h.example/r")
    assert wrong.exit_code == 2


def test_added_text_becomes_claims_once(project):
    path = project.path("floods.txt", ARTICLE)
    first = project("add", path, "--published", "2024-03-05", "--url", "https://harbour.example/floods")
    assert first.exit_code == 0, first.output
    assert "1 added" in first.stderr
    found = rows(
        project.folder, "SELECT quantity, low, high, unit, event, speaker_name FROM claims ORDER BY quantity_start"
    )
    assert ("At least 1,200", 1200, None, "household", "displacement", "Amina Warsame") in found
    assert ("340", 340, 340, "building", "destruction", "Amina Warsame") in found
    assert rows(project.folder, "SELECT url, title, published_day FROM article_versions") == [
        ("https://harbour.example/floods", "Floods drive 1,200 families from Gaalkacyo", "2024-03-05")
    ]
    counts = "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM snapshots), (SELECT count(*) FROM articles)"
    before = rows(project.folder, counts)
    again = project("add", path, "--published", "2024-03-05", "--url", "https://harbour.example/floods")
    assert "1 unchanged" in again.stderr
    assert "parse: nothing to do" in again.stderr
    assert "extract: nothing to do" in again.stderr
    assert rows(project.folder, counts) == before
    assert project("extract").exit_code == 0


def test_stages_run_one_by_one(project):
    path = project.path("floods.txt", ARTICLE)
    assert project("add", path, "--archive-only").exit_code == 0
    assert rows(project.folder, "SELECT parse_state FROM snapshots") == [("pending",)]
    assert "1 new articles" in project("parse").stderr
    assert rows(project.folder, "SELECT extract_state FROM article_versions") == [("pending",)]
    assert "1 articles" in project("extract").stderr
    assert "nothing to do" in project("extract").stderr
    assert rows(project.folder, "SELECT command, exit_code FROM runs") == [
        ("add", 0), ("parse", 0), ("extract", 0), ("extract", 0)
    ]  # fmt: skip


def test_quiet_prints_nothing(project):
    result = project("add", "-q", project.path("floods.txt", ARTICLE))
    assert (result.stdout, result.stderr) == ("", "")


def test_second_run_ends_with_75_and_does_nothing(project):
    lock = project.folder / "output" / "news.db.lock"
    with hold_lock(lock):
        done = subprocess.run([sys.executable, "-m", "tallywire", "parse"], capture_output=True, text=True, check=False)
    assert done.returncode == 75
    assert "another run is at work" in done.stderr
    assert not (project.folder / "output" / "news.db").exists()


def test_crawl_archives_and_a_second_crawl_fetches_nothing_new(project, site):
    pages, base = site
    pages["/good.html"] = Page(body=html())
    item = f"<item><title>t</title><link>{base}/good.html</link><pubDate>Tue, 05 Mar 2024 09:00:00 GMT</pubDate></item>"
    pages["/rss.xml"] = Page(body=FEED.format(base=base, items=item).encode(), headers={"Content-Type": "text/xml"})
    project.path("sources.yaml", f"- {{name: good, home: '{base}/', feeds: ['{base}/rss.xml'], delay: 0}}\n")
    project.path("tallywire.toml", '[crawl]\ncontact = "test@desk.example"\nallow_private = ["127.0.0.1"]\n')
    assert project("crawl").exit_code == 0
    assert rows(project.folder, "SELECT count(*) FROM articles") == [(0,)]
    second = project("run")
    assert second.exit_code == 0, second.output
    assert rows(project.folder, "SELECT published FROM article_versions") == [("2024-03-05T09:00:00Z",)]
    assert rows(project.folder, "SELECT count(*) FROM snapshots WHERE parse_state != 'feed'") == [(1,)]
    assert "good" in project("status").stdout


def test_add_fetches_an_address(project, site):
    pages, base = site
    pages["/good.html"] = Page(body=html())
    project.path("tallywire.toml", '[crawl]\nallow_private = ["127.0.0.1"]\n')
    result = project("add", f"{base}/good.html", f"{base}/gone.html")
    assert result.exit_code == 3
    assert "gone.html" in result.stderr
    assert rows(project.folder, "SELECT title FROM articles") == [("Floods drive 1,200 families from Gaalkacyo",)]


def test_scan_prints_claims_for_people(project):
    result = project("scan", project.path("floods.txt", ARTICLE), "--published", "2024-03-05")
    assert result.exit_code == 0
    assert "At least 1,200" in result.stdout
    assert "household · displacement" in result.stdout
    assert "Amina Warsame (spokeswoman" in result.stdout
    assert "SO" in result.stdout


def test_scan_gives_the_contract_form(project):
    path = project.path("floods.txt", ARTICLE)
    record = json.loads(project("scan", "--json", path).stdout)
    assert set(record) >= {"doc", "claims", "actors", "places", "attributions", "times"}
    for claim in record["claims"]:
        for field in ("quantity", "group", "trigger", "time", "speaker", "cue"):
            span = claim[field]
            assert span is None or ARTICLE[span["start"] : span["end"]] == span["text"]
    line = json.dumps({"doc": "floods", "text": ARTICLE})
    from_lines = json.loads(project("scan", "--workers", "1", "--jsonl", "-", stdin=line).stdout)
    assert from_lines["doc"] == "floods"
    assert from_lines["claims"] == record["claims"]


def test_scan_reads_standard_input(project):
    assert "Amina Warsame" in project("scan", "-", stdin=ARTICLE).stdout


def test_scan_refuses_two_kinds_of_input(project):
    path = project.path("floods.txt", ARTICLE)
    assert project("scan", path, "--jsonl", path).exit_code == 2


def test_gazetteer_looks_names_up(project):
    assert "AF" in project("gazetteer", "lookup", "Spin Boldak").stdout
    missing = project("gazetteer", "lookup", "Xyzzyville")
    assert missing.exit_code == 1
    assert "no place" in missing.stderr


def test_gazetteer_is_built_from_a_dump(project):
    columns = [
        "1",
        "Harbour Town",
        "Harbour Town",
        "",
        "9.5",
        "44.1",
        "P",
        "PPL",
        "SO",
        "",
        "07",
        "",
        "",
        "",
        "1200",
        "",
        "3",
        "UTC",
        "2024-01-01",
    ]
    project.path("dump/SO.txt", "\t".join(columns) + "\n")
    built = project("gazetteer", "build", "--geonames", "dump", "--to", "places.sqlite")
    assert built.exit_code == 0, built.output
    project.path("tallywire.toml", '[extract]\ngazetteer = "places.sqlite"\n')
    assert "9.5000" in project("gazetteer", "lookup", "harbour town").stdout
    project.path("empty/readme.txt", "")
    wrong = project("gazetteer", "build", "--geonames", "empty", "--to", "none.sqlite")
    assert wrong.exit_code == 1
    assert "allCountries.txt" in wrong.stderr


def test_missing_gazetteer_says_what_to_run(project):
    project.path("tallywire.toml", '[extract]\ngazetteer = "none.sqlite"\nworkers = 1\n')
    result = project("scan", project.path("a.txt", ARTICLE))
    assert result.exit_code == 1
    assert "tallywire gazetteer build" in result.stderr
    stage = project("add", "a.txt")
    assert stage.exit_code == 1
    assert "tallywire gazetteer build" in stage.stderr
    assert rows(project.folder, "SELECT extract_state, extract_attempts FROM article_versions") == [("pending", 0)]


def test_missing_model_is_named(project):
    project.path("tallywire.toml", '[extract]\nmodel = "en_core_nowhere"\nworkers = 1\n')
    path = project.path("a.txt", ARTICLE)
    for arguments in (("scan", path), ("add", path), ("scan", "--jsonl", project.path("a.jsonl", ""))):
        result = project(*arguments)
        assert result.exit_code == 2
        assert "en_core_nowhere" in result.stderr
    assert rows(project.folder, "SELECT extract_state, extract_attempts FROM article_versions") == [("pending", 0)]
