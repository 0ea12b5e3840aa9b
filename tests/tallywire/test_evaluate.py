"""`tallywire evaluate`, as a user types it."""

import json
import operator

import pytest

from tallywire import evaluation

TEXT = "GAALKACYO, Somalia, 3 March 2021. At least 40 houses were destroyed on Monday, officials said."


def gold(**fields):
    return json.dumps({"doc": "floods", "text": TEXT, "published": "2021-03-03", **fields}) + "\n"


@pytest.fixture
def times(project):
    start = TEXT.index("Monday")
    item = {"start": start, "end": start + 6, "text": "Monday", "type": "DATE", "value": "2021-03-01"}
    wrong = {"start": 0, "end": 9, "text": "GAALKACYO", "type": "DATE", "value": "2021"}
    return project.path("gold/times.jsonl", gold(times=[item, wrong]))


def figures_of(lines):
    return dict(line.rsplit(maxsplit=1) for line in lines)


def test_figures_and_wrong_items(project, times):
    done = project("evaluate", "times", times, "--errors", 5)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    figures = figures_of(lines[:6])
    assert figures["documents"] == "1"
    assert figures["times"] == "2"
    assert 0 < float(figures["value F1"]) < 1
    assert "floods: 'GAALKACYO': missed" in lines[6:]


def test_predictions_of_scan_give_the_same_figures(project, times):
    found = project.path("found.jsonl", project("scan", "--jsonl", times).stdout)
    extracted = json.loads(project("evaluate", "times", times, "--json").stdout)
    scored = json.loads(project("evaluate", "times", times, "--predictions", found, "--json").stdout)
    assert extracted == scored
    assert extracted["documents without predictions"] == 0


def test_a_folder_of_several_layers(project, times):
    project.path("gold/places-two.jsonl", gold(places=[]))
    project.path("gold/notes.jsonl", "not a gold standard\n")
    done = project("evaluate", "--all", "gold", "--errors", 1)
    assert done.exit_code == 0, done.output
    assert "places · gold/places-two.jsonl" in done.stdout
    assert "times · gold/times.jsonl" in done.stdout
    assert "notes" not in done.stdout
    objects = json.loads(project("evaluate", "--all", "gold", "--errors", 1, "--json").stdout)
    assert list(objects) == ["gold/places-two.jsonl", "gold/times.jsonl"]
    assert objects["gold/times.jsonl"]["errors"] == [{"doc": "floods", "text": "GAALKACYO", "wrong": ["missed"]}]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "name a LAYER and a GOLD file, or a folder with --all"),
        (("times",), 2, "name a LAYER and a GOLD file"),
        (("dates", "gold/times.jsonl"), 2, "there is no layer 'dates'; the layers are claims, places"),
        (("places", "gold/times.jsonl"), 1, "has no list 'places'; is this file of the layer 'places'?"),
        (("times", "absent.jsonl"), 1, "absent.jsonl cannot be read"),
        (("--all", "empty"), 2, "has no file named after a layer"),
        (("--all", "gold", "times", "gold/times.jsonl", "--predictions", "found.jsonl"), 2, "goes with one LAYER"),
        (("times", "gold/times.jsonl", "--predictions", "broken.jsonl"), 1, "broken.jsonl, line 1 is not JSON"),
    ],
)
@pytest.mark.usefixtures("times")
def test_mistakes_are_named(project, arguments, code, message):
    (project.folder / "empty").mkdir()
    project.path("found.jsonl", "")
    project.path("broken.jsonl", "{\n")
    done = project("evaluate", *arguments)
    assert done.exit_code == code
    assert message in " ".join(done.stderr.split())


def test_a_gold_document_that_cannot_be_read_is_named(project):
    path = project.path("times.jsonl", gold(times=[], published="yesterday"))
    done = project("evaluate", "times", path)
    assert done.exit_code == 1
    assert "times.jsonl: line 1: 'published' is not an ISO 8601 date" in " ".join(done.stderr.split())


def test_a_document_that_fails_counts_as_not_found_and_is_named(project, times, monkeypatch):
    monkeypatch.setattr(evaluation, "read_document", operator.attrgetter("absent"))
    done = project("evaluate", "times", times)
    assert done.exit_code == 3
    assert "floods: error: AttributeError" in done.stderr
    assert figures_of(done.stdout.splitlines())["documents without predictions"] == "1"
