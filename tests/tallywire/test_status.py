"""`tallywire status`: what is in trouble comes first, and `run` says by its exit code that something failed."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.tallywire.conftest import Page
from tests.tallywire.test_bad_input import rows

FEED = "<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>{}</channel></rss>"


@pytest.fixture
def desk(project, site):
    """A project with two outlets: one answers, one refuses."""
    pages, base = site
    pages["/good.xml"] = Page(body=FEED.format("").encode(), headers={"Content-Type": "application/rss+xml"})
    pages["/shut.xml"] = Page(body=b"no", status=403)
    project.path(
        "sources.yaml",
        "".join(
            f"- name: {name}\n  title: {name}\n  home: {base}/\n  delay: 0\n  feeds: [{base}/{name}.xml]\n"
            for name in ("good", "shut")
        ),
    )
    project.path("tallywire.toml", '[crawl]\ncontact = "desk@example.org"\nallow_private = ["127.0.0.1"]\n')
    return project


def test_a_source_that_blocks_comes_first_and_run_ends_with_3(desk):
    assert desk("run").exit_code == 3
    shown = desk("status").stdout
    assert shown.index("shut") < shown.index("good")
    assert "1 of 1 requests were refused (blocked 1)" in " ".join(shown.split())
    found = json.loads(desk("status", "--json").stdout)
    assert [(each["source"], each["trouble"]) for each in found["troubles"]] == [("shut", "blocked")]
    assert {source["name"] for source in found["sources"]} == {"good", "shut"}
    assert found["failures"][0]["kind"] == "blocked"
    stored = rows(desk.folder, "SELECT source, listings, failed, failures FROM source_runs ORDER BY source")
    assert stored == [("good", 1, 0, "{}"), ("shut", 0, 1, '{"blocked": 1}')]


def test_run_ends_with_0_when_nothing_failed(desk, site):
    site[0]["/shut.xml"] = site[0]["/good.xml"]
    assert desk("run").exit_code == 0
    assert "in trouble" not in desk("status").stdout


def test_a_source_that_fell_silent_is_told_from_its_own_rhythm(desk):
    assert desk("run", "-q").exit_code == 3
    # What a month of daily runs would have left.
    articles = [(f"{day:064}", f"https://good.example/{day}", f"-{day} days") for day in range(10, 40)]
    with closing(sqlite3.connect(desk.folder / "output" / "news.db")) as db, db:
        db.executemany(
            "INSERT INTO articles (url_key, url, source, title, version_key, versions, first_seen_at, updated_at)"
            " VALUES (?, ?, 'good', 't', 'v', 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?), '')",
            articles,
        )
    troubles = json.loads(desk("status", "--json").stdout)["troubles"]
    assert [(each["source"], each["trouble"]) for each in troubles] == [("shut", "blocked"), ("good", "silent")]
    assert "no new article for 10.0 days, where 1 a day are usual" in troubles[1]["message"]


def test_words_of_a_failure_are_shown_as_they_are(desk, site, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    site[0]["/good.xml"] = Page(
        body=FEED.format("<item><title>x</title><link>http://10.0.0.1/[bold]x</link></item>").encode(),
        headers={"Content-Type": "application/rss+xml"},
    )
    desk("run", "-q")
    shown = desk("status").stdout
    assert "http://10.0.0.1/%5Bbold%5Dx" in shown or "http://10.0.0.1/[bold]x" in shown


def test_articles_on_whose_text_extractors_disagree_are_shown(project):
    path = project.path("flood.txt", "Flood in [Alder]\n\nThe river Teal broke its banks on Monday.\n")
    assert project("add", "-q", path, "--archive-only").exit_code == 0
    assert project("parse", "-q").exit_code == 0
    assert "in doubt" not in project("status").stdout
    with closing(sqlite3.connect(project.folder / "output" / "news.db")) as db, db:
        db.execute("UPDATE article_versions SET agreement = 0.4")
    assert "text" in project("status").stdout.split("in doubt")[1]
    assert "Flood in [Alder]" in project("status").stdout
    found = json.loads(project("status", "--json").stdout)
    assert [(each["title"], each["doubts"]) for each in found["doubts"]] == [("Flood in [Alder]", "text")]
    assert found["sources"][0]["unsure"] == 1
