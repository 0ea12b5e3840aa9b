"""Floors fall for nobody but a person with an editor."""

import json

import pytest

from benchmarks import floors
from benchmarks.floors import FLOORS, Loss, find_losses, raise_floors
from benchmarks.gold import GOLD, WATCHED

FIGURES = {"times-aquaint.jsonl": {"strict F1": 0.8768, "relaxed F1": 0.9489, "value F1": 0.7846}}


def test_floors_are_lifted_to_just_below_and_never_lowered():
    before = {"times-aquaint.jsonl": {"strict F1": 0.9, "relaxed F1": 0.5}, "places-lgl.jsonl": {"detection F1": 0.8}}
    assert raise_floors(before, FIGURES) == {
        "times-aquaint.jsonl": {"strict F1": 0.9, "relaxed F1": 0.944, "value F1": 0.78},
        "places-lgl.jsonl": {"detection F1": 0.8},
    }
    assert before["times-aquaint.jsonl"] == {"strict F1": 0.9, "relaxed F1": 0.5}


def test_a_loss_says_which_figure_and_by_how_much():
    kept = {"times-aquaint.jsonl": {"value F1": 0.7846, "strict F1": 0.88}, "places-lgl.jsonl": {"detection F1": 1.0}}
    losses = list(find_losses(kept, FIGURES))
    assert losses == [Loss(name="times-aquaint.jsonl", measure="strict F1", figure=0.8768, floor=0.88)]
    assert losses[0].sentence() == "times-aquaint.jsonl: strict F1 is 0.8768, 0.0032 below its floor 0.880"


def test_the_floors_in_the_repository_are_of_watched_figures():
    kept = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert {name: set(measures) for name, measures in kept.items()} == {
        name: set(measures) for name, measures in WATCHED.items()
    }
    assert all(0 < floor < 1 for measures in kept.values() for floor in measures.values())


def test_without_gold_sets_the_check_is_skipped_with_the_reason(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(floors, "GOLD", tmp_path / "absent")
    monkeypatch.setattr("sys.argv", ["floors"])
    assert floors.main() == 0
    assert "skipped, the gold sets are not here" in capsys.readouterr().out


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold sets are not here")
@pytest.mark.slow
def test_a_lowered_figure_fails_the_check(monkeypatch, capsys, tmp_path):
    high = tmp_path / "floors.json"
    high.write_text(json.dumps({"displacement-idetect.jsonl": {"value recall": 0.2, "joint recall": 0.999}}))
    monkeypatch.setattr(floors, "FLOORS", high)
    monkeypatch.setattr("sys.argv", ["floors", "displacement-idetect.jsonl"])
    assert floors.main() == 1
    message = capsys.readouterr().err
    assert "displacement-idetect.jsonl: joint recall is 0." in message
    assert "value recall" not in message
