"""`tallywire parse --redo`: what a newer parser reads otherwise is told and stored; what it reads alike is left alone."""

import sqlite3

import pytest

from crawler.pages.version import parser_version

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Flood in Alder</title></head><body><article>
<h1>Flood in Alder</h1><p>ALDER, Nov 20 (Agency) - More than 300 people left their homes in the town of Alder on Monday.</p>
<p>The mayor, Ida Brandt, said that 40 houses were under water and that two schools had opened their halls.</p>
<p>(Reporting by Per Holm)</p></article></body></html>"""
STALE = "0.1+stale"


def rows(folder, sql, parameters=()):
    connection = sqlite3.connect(folder / "output" / "news.db")
    try:
        found = connection.execute(sql, parameters).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


@pytest.fixture
def parsed(project):
    """Give a project with one parsed page."""
    project.path("flood.html", PAGE)
    project("add", "flood.html", "--archive-only")
    assert project("parse").exit_code == 0
    return project


def test_a_page_keeps_what_it_says_of_itself(parsed):
    (found,) = rows(
        parsed.folder,
        "SELECT title_printed, title_origin, dateline_text, credit_text, correction_text, agreement, parser"
        " FROM article_versions",
    )
    assert found[:5] == (
        "Flood in Alder", "heading", "ALDER, Nov 20 (Agency) -", "(Reporting by Per Holm)", None
    )  # fmt: skip
    assert found[5] > 0.9
    assert found[6] == parser_version()


def test_nothing_to_do_with_the_same_parser(parsed):
    result = parsed("parse", "--redo")
    assert result.exit_code == 0
    assert "parse --redo: nothing to do" in result.stderr


def test_another_parser_reads_again_and_says_what_changed(parsed):
    before = rows(parsed.folder, "SELECT version_key, text FROM article_versions")
    rows(parsed.folder, "UPDATE snapshots SET parser = ?", [STALE])
    same = parsed("parse", "--redo", "--diff")
    assert "1 read again, 1 the same to a reader" in same.stderr
    assert same.stdout == ""
    # As if the older parser had taken another headline, and had left a tail in the text.
    rows(parsed.folder, "UPDATE snapshots SET parser = ?, version_key = 'old'", [STALE])
    rows(
        parsed.folder,
        "UPDATE article_versions SET version_key = 'old', title = 'Alder Post', text = text || char(10, 10) || 'Similar News'",
    )
    changed = parsed("parse", "--redo", "--diff")
    assert changed.exit_code == 0
    assert "1 read again, 1 other text, 1 other title" in changed.stderr
    assert "  title: Alder Post -> Flood in Alder" in changed.stdout
    assert "  - Similar News" in changed.stdout
    assert "More than 300" not in changed.stdout
    assert rows(parsed.folder, "SELECT version_key, text FROM article_versions") == before
    assert rows(parsed.folder, "SELECT version_key, replaced_by FROM replaced_versions") == [("old", before[0][0])]
    assert rows(parsed.folder, "SELECT version_key, title, versions FROM articles") == [
        (before[0][0], "Flood in Alder", 1)
    ]


def test_a_page_that_fails_keeps_what_it_gave(parsed):
    before = rows(parsed.folder, "SELECT version_key, text FROM article_versions")
    rows(parsed.folder, "UPDATE snapshots SET parser = ?, warc_offset = warc_offset + 7", [STALE])
    result = parsed("parse", "--redo")
    assert result.exit_code == 3
    assert rows(parsed.folder, "SELECT version_key, text FROM article_versions") == before
    assert rows(parsed.folder, "SELECT parse_state, parser FROM snapshots") == [("parsed", STALE)]


def test_a_gate_is_counted_and_no_failure(project):
    page = PAGE.replace(
        "</head>",
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": false}</script></head>',
    )
    project.path("flood.html", page)
    project("add", "flood.html", "--archive-only")
    result = project("parse")
    assert result.exit_code == 0
    assert "1 gated (paywall)" in result.stderr
    assert rows(project.folder, "SELECT parse_state, parse_error_kind FROM snapshots") == [("gated", "paywall")]
    assert "gated" in project("status").stdout


def test_diff_without_redo_is_refused(project):
    result = project("parse", "--diff")
    assert result.exit_code == 2
    assert "--redo" in result.stderr
