"""`tallywire collate`, and `run` with collation as its last stage."""

from random import Random

from benchmarks.invented_news import invent_story
from tests.tallywire.conftest import Page
from tests.tallywire.test_bad_input import rows

STORY = " ".join(
    (
        "At least 12 people were killed when a bus fell into the river Teal near Alder on Monday evening.",
        *invent_story(Random(5), sentences=10),
    )
)


def test_a_copy_with_another_number_is_shown_as_such(project):
    for outlet, number in (("harbour", 12), ("meridian", 15)):
        path = project.path(f"{outlet}.txt", STORY.replace("12 people", f"{number} people"))
        url = f"https://{outlet}.example/bus"
        assert project("add", "-q", path, "--title", "Bus", "--url", url, "--published", "2024-03-05").exit_code == 0
    first = project("collate", "--list")
    assert first.exit_code == 0
    assert "2 new texts, 1 near copies, 1 syndications new or changed" in first.stderr
    assert "1 syndications with 2 articles, 1 of them with other figures" in first.stderr
    assert "At least 12 → At least 15 people" in " ".join(first.stdout.split())
    assert "collate: nothing to do" in project("collate").stderr
    assert rows(project.folder, "SELECT command FROM runs WHERE command = 'collate'") == [("collate",)] * 2


def test_run_collates_and_keeps_what_each_source_gave(project, site):
    pages, base = site
    names = ("harbour", "meridian")
    body = "".join(f"<p>{sentence}.</p>" for sentence in STORY.split(". "))
    for name in names:
        item = f"<item><title>Bus</title><link>{base}/{name}/bus.html</link></item>"
        pages[f"/{name}.xml"] = Page(
            body=f"<?xml version='1.0'?><rss version='2.0'><channel><title>A</title>{item}</channel></rss>".encode(),
            headers={"Content-Type": "application/rss+xml"},
        )
        pages[f"/{name}/bus.html"] = Page(
            body=f"<html><head><title>Bus</title></head><body><article><h1>Bus</h1>{body}</article></body></html>".encode()
        )
    project.path(
        "sources.yaml",
        "".join(
            f"- name: {name}\n  title: {name}\n  home: {base}/\n  delay: 0\n  feeds: [{base}/{name}.xml]\n"
            for name in names
        ),
    )
    project.path("tallywire.toml", '[crawl]\ncontact = "desk@example.org"\nallow_private = ["127.0.0.1"]\n')
    result = project("run")
    assert result.exit_code == 0, result.stderr
    assert "collate: 2 new texts, 1 near copies" in result.stderr
    assert rows(project.folder, "SELECT articles, outlets, changed FROM syndications") == [(2, 2, 0)]
    columns = "source, listings, fetched, new, unchanged, failed, articles, rejected, expected"
    assert rows(project.folder, f"SELECT {columns} FROM source_runs ORDER BY source") == [
        (name, 1, 1, 1, 0, 0, 1, 0, None) for name in names
    ]
    assert all(words > 50 for (words,) in rows(project.folder, "SELECT median_words FROM source_runs"))
