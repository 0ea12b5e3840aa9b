"""The demo runs the whole flow, ends by itself without a terminal, and finds what the site tells."""

import sqlite3
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "tallywire", "demo", "-o", str(folder)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=600,
    )
    news = sqlite3.connect(f"file:{folder}/demo/news.db?mode=ro", uri=True)
    yield done, news, folder
    news.close()


def test_demo_ends_well_and_says_how_to_go_on(demo):
    done, _, folder = demo
    assert done.returncode == 0, done.stderr
    for words in (
        "The Harbour Post",
        "Meridian Wire",
        "The Valley Observer",
        "extract",
        f"tallywire review -o {folder}/demo",
    ):
        assert words in done.stdout
    assert "Traceback" not in done.stderr


def test_demo_finds_articles_claims_and_places(demo):
    _, news, _ = demo
    assert news.execute("SELECT count(*) FROM articles").fetchone()[0] >= 12
    assert news.execute("SELECT count(DISTINCT source) FROM articles").fetchone()[0] == 3
    assert news.execute("SELECT count(*) FROM article_versions WHERE extract_state != 'done'").fetchone()[0] == 0
    assert news.execute("SELECT count(*) FROM claims").fetchone()[0] > 50
    assert news.execute("SELECT count(*) FROM claims WHERE speaker_name IS NOT NULL").fetchone()[0] > 10
    assert news.execute("SELECT count(*) FROM places").fetchone()[0] > 10
    assert news.execute("SELECT count(*) FROM places WHERE latitude = 0 AND longitude = 0").fetchone()[0] == 0


def test_every_evidence_stands_in_its_text(demo):
    _, news, _ = demo
    rows = news.execute(
        "SELECT text, evidence, evidence_start, quantity, quantity_start FROM claims JOIN article_versions USING (version_key)"
    ).fetchall()
    for text, evidence, evidence_start, quantity, quantity_start in rows:
        assert text[evidence_start:].startswith(evidence)
        assert text[quantity_start:].startswith(quantity)


def test_the_edited_article_has_both_versions(demo):
    _, news, _ = demo
    versions = news.execute("SELECT versions FROM articles WHERE versions > 1").fetchall()
    assert versions == [(2,)]


def test_the_forbidden_path_was_not_fetched(demo):
    _, news, _ = demo
    state = news.execute("SELECT state, error_kind FROM fetches WHERE url LIKE '%/drafts/%'").fetchall()
    assert state == [("forbidden", "robots")]
    assert news.execute("SELECT count(*) FROM snapshots WHERE url LIKE '%/drafts/%'").fetchone()[0] == 0


def test_boilerplate_is_no_text(demo):
    _, news, _ = demo
    for words in ("Subscribe", "newsletter", "Related stories", "All rights reserved"):
        assert (
            news.execute("SELECT count(*) FROM article_versions WHERE text LIKE ?", [f"%{words}%"]).fetchone()[0] == 0
        )
