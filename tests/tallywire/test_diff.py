"""`tallywire diff`, as a user types it."""

import json

import pytest

from tests.tallywire.conftest import Project

FIRST = """Bus falls into river near Alder

At least 12 people were killed when a bus fell into the river Teal near Alder on Monday. Police said that the road was wet.

The driver, Jon Aske, survived. The bridge was built in 1971.
"""
SECOND = FIRST.replace("12 people", "15 people").replace(
    " Police said that the road was wet.", " Police said that 30 others were injured."
)
URL = "https://harbour.example/bus"
OTHER = "https://meridian.example/bus"


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A project with an article in two versions and a copy of the second elsewhere, made once: loading the model takes long."""
    project = Project(folder=tmp_path_factory.mktemp("edited"))
    output = ("-o", project.folder / "output")
    copy = SECOND.replace("30 others", "33 others")
    for url, text in ((URL, FIRST), (URL, SECOND), (OTHER, copy)):
        path = project.path("bus.txt", text)
        added = project("add", "-q", path, "--published", "2024-03-05", "--url", url, *output)
        assert added.exit_code == 0, added.output
    return lambda *arguments: project("diff", *arguments, *output)


def test_shows_sentences_and_figures(edited):
    result = edited(URL)
    assert result.exit_code == 0
    assert "~ At least [-12-] people were killed" in result.stdout
    assert "At least {+15+} people were killed" in result.stdout
    assert "~ At least 12 → At least 15 people · death" in result.stdout
    assert "+ 30 others · injury" in result.stdout
    assert "The driver" not in result.stdout
    assert "The driver, Jon Aske, survived." in edited(URL, "--all").stdout


def test_json_has_offsets_of_both_texts(edited):
    found = json.loads(edited(URL, "--json").stdout)
    changed = next(each for each in found["sentences"] if "killed" in each["after"]["text"])
    assert changed["kind"] == "changed"
    assert [piece["text"] for piece in changed["after_pieces"] if piece["is_marked"]] == ["15"]
    assert "".join(piece["text"] for piece in changed["before_pieces"]) == changed["before"]["text"]
    (figure,) = found["figures"]["changed"]
    assert (figure["before"]["low"], figure["after"]["low"], figure["after"]["event"]) == ("12", "15", "death")
    assert (found["before"]["version"], found["after"]["version"]) == (1, 2)


def test_an_article_is_found_by_address_number_and_key(edited):
    expected = edited(URL, "--json").stdout
    key = json.loads(expected)["after"]["version_key"]
    for words in ("1", "2", key, key[:10]):
        assert edited(words, "--json").stdout == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("https://harbour.example/other",), "no article goes by"),
        (("bus river",), "2 “Bus falls into river near Alder” (added, 2024-03-05)"),
        (("zzz",), "is no address, number or key"),
        ((URL, "--to", "1"), "nothing came before version 1"),
        ((URL, "--to", "7"), "has no version 7; it has 1, 2"),
        ((URL, "--from", "1", "--with", "1"), "give one of them"),
    ],
)
def test_what_cannot_be_compared_says_why(edited, arguments, message):
    result = edited(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_copies_are_compared_with_one_another(edited):
    result = edited(URL, "--with", OTHER)
    assert "30 → 33 others · injury" in result.stdout
    assert "no sentence changed" in edited(URL, "--with", URL).stdout


def test_without_a_database_it_says_what_to_run(project):
    result = project("diff", URL)
    assert result.exit_code == 1
    assert "tallywire crawl" in result.stderr
