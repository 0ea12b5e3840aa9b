"""The measures of each layer on gold standards of a few items, written for the figure that they must give."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tallywire.scoring.figures import f1
from tallywire.scoring.gold import REQUIRED, GoldError, layer_of, read_gold, read_predictions
from tallywire.scoring.layers import MEASURES, score_predictions
from tallywire.scoring.matching import is_near, is_same_name, pair_spans, shared_length
from tallywire.scoring.places import kilometres

GOLD = Path(__file__).parents[4] / "shared" / "gold"


def span(start, end, **fields):
    return {"start": start, "end": end, "text": f"{start}-{end}", **fields}


def figures(layer, gold, predicted):
    """Return the figures of one document."""
    document = {"doc": "one", "text": "x" * 200, **gold}
    return MEASURES[layer]([(document, predicted)]).rounded()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 5), (3, 8), 2),
        ((0, 5), (5, 8), 0),
        ((0, 9), (2, 4), 2),
    ],
)
def test_spans_share_code_points(one, other, expected):
    assert shared_length(span(*one), span(*other)) == expected
    assert shared_length(span(*one), None) == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Amina Warsame", "Warsame", True),
        ("Ms. Warsame", "amina WARSAME", True),
        ("the Ministry of Health", "Health Ministry", True),
        ("Red Cross", "Red Crescent", False),
        ("Amina Warsame", "Amina Yusuf", False),
        ("the", "the", False),
        (None, "Warsame", False),
    ],
)
def test_names(one, other, expected):
    assert is_same_name(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1000, 1009, True),
        (1000, 1011, False),
        (0.5, 0.505, True),
        (3, 4, False),
        (None, None, True),
        (None, 0, False),
    ],
)
def test_numbers(one, other, expected):
    assert is_near(one, other) is expected


def test_pairs_are_one_to_one_and_the_largest_overlap_wins():
    gold = [span(0, 10), span(12, 20)]
    predicted = [span(8, 13), span(0, 4), span(14, 20)]
    assert pair_spans(gold, predicted) == [(1, 2), (0, 1)]


def test_f1():
    assert f1(1, predicted=2, gold=4) == pytest.approx(1 / 3)
    assert f1(0, predicted=0, gold=0) == 0.0


def test_times():
    gold = [span(0, 6, value="2020-01-01"), span(10, 20, value="P2D"), span(30, 34, value="2020")]
    predicted = [span(0, 6, value="2020-01-01"), span(8, 20, value="P3D"), span(50, 55, value="2020")]
    assert figures("times", {"times": gold}, {"times": predicted}) == {
        "times": 3,
        "strict F1": 0.3333,
        "relaxed F1": 0.6667,
        "value F1": 0.3333,
    }


def test_places_count_those_without_coordinates_for_detection_alone():
    gold = [
        span(0, 5, latitude=10.0, longitude=20.0),
        span(10, 15, latitude=10.0, longitude=20.0),
        span(20, 25, latitude=None, longitude=None),
        span(30, 35, latitude=0.0, longitude=0.0),
    ]
    predicted = [
        span(0, 5, latitude=11.4, longitude=20.0),  # 156 km
        span(10, 15, latitude=11.5, longitude=20.0),  # 167 km
        span(20, 25, latitude=1.0, longitude=1.0),
    ]
    found = figures("places", {"places": gold}, {"places": predicted})
    assert found["detection P"] == 1.0
    assert found["detection R"] == 0.75
    assert found["acc@161 on matched"] == 0.5
    assert found["end-to-end acc@161"] == pytest.approx(0.3333)


def test_a_degree_of_latitude():
    one, other = {"latitude": 0.0, "longitude": 0.0}, {"latitude": 1.0, "longitude": 0.0}
    assert kilometres(one, other) == pytest.approx(111.195, abs=0.001)
    assert kilometres(one, {"latitude": 0.0, "longitude": 180.0}) == pytest.approx(20015.1, abs=0.1)


def test_attributions_pair_by_content_and_prefer_a_shared_cue():
    gold = {
        "attributions": [
            {"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 50]], "speaker": "Amina Warsame"},
            {"source": [], "cue": [[60, 65]], "content": [[66, 90]], "speaker": None},
        ]
    }
    predicted = {
        "attributions": [
            {"source": [[0, 5]], "cue": [[100, 104]], "content": [[11, 50]], "speaker": "Somebody Else"},
            {"source": [[2, 5]], "cue": [[6, 10]], "content": [[11, 40]], "speaker": "Warsame"},
            {"source": [], "cue": [[60, 65]], "content": [[66, 90]]},
        ]
    }
    found = figures("attributions", gold, predicted)
    assert found["all overlap F1"] == 0.8
    assert found["all exact F1"] == 0.4
    assert found["source overlap F1"] == 0.6667
    assert found["content exact F1"] == 0.4
    assert found["speaker accuracy on matches"] == 1.0


def test_speakers_are_counted_only_where_the_gold_names_them():
    parts = {"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 50]]}
    assert "speaker accuracy on matches" not in figures("attributions", {"attributions": [parts]}, {})


CLAIM = {
    "quantity": span(0, 5),
    "low": 40,
    "high": None,
    "qualifier": "at_least",
    "unit": "person",
    "group": span(6, 12),
    "event": "death",
    "modality": "actual",
    "places": [{"role": "event", "text": "Gaalkacyo", "country": "SO"}],
    "time": {"from": "2020-01-01", "to": "2020-01-01"},
    "speaker": {**span(30, 40), "name": "Amina Warsame"},
}


@pytest.mark.parametrize(
    ("change", "wrong", "core", "full"),
    [
        ({}, [], 1.0, 1.0),
        ({"low": 41}, ["value"], 0.0, 0.0),
        ({"qualifier": "exact"}, ["qualifier"], 1.0, 1.0),
        ({"unit": "household"}, ["unit"], 0.0, 0.0),
        ({"group": None}, ["group"], 1.0, 1.0),
        ({"group": span(12, 20)}, ["group"], 1.0, 1.0),
        ({"modality": "future"}, ["modality"], 1.0, 0.0),
        ({"places": []}, ["places"], 1.0, 0.0),
        ({"places": [{"role": "origin", "text": "Gaalkacyo", "country": "SO"}]}, ["places"], 1.0, 0.0),
        ({"places": [*CLAIM["places"], {"role": "event", "text": "Puntland", "country": "SO"}]}, [], 1.0, 1.0),
        ({"places": [*CLAIM["places"], {"role": "event", "text": "Nairobi", "country": "KE"}]}, ["places"], 1.0, 0.0),
        ({"places": [*CLAIM["places"], {"role": "event", "text": "the coast", "country": None}]}, [], 1.0, 1.0),
        ({"time": {"from": "2020-01-01", "to": None}}, ["time"], 1.0, 1.0),
        ({"speaker": None}, ["speaker"], 1.0, 0.0),
        ({"speaker": {**span(90, 99), "name": "Warsame"}}, [], 1.0, 1.0),
    ],
)
def test_claims_field_by_field(change, wrong, core, full):
    found = figures("claims", {"claims": [CLAIM], "actors": []}, {"claims": [CLAIM | change]})
    assert [name for name, value in found.items() if name.endswith("on matches") and value == 0] == [
        f"{name} accuracy on matches" for name in wrong
    ]
    assert (found["core F1"], found["full F1"]) == (core, full)


def test_a_spurious_claim_costs_precision():
    predicted = {"claims": [CLAIM, CLAIM | {"quantity": span(100, 105)}]}
    found = figures("claims", {"claims": [CLAIM], "actors": []}, predicted)
    assert (found["quantity P"], found["quantity R"]) == (0.5, 1.0)


def test_actors():
    gold = {
        "claims": [],
        "actors": [
            {"name": "Amina Warsame", "kind": "person", "role": "chief spokeswoman", "organisation": "Puntland Relief"},
            {"name": "Puntland Relief", "kind": "organisation", "role": None, "organisation": None},
        ],
    }
    predicted = {
        "actors": [{"name": "Warsame", "kind": "person", "role": "spokeswoman", "organisation": "the Red Cross"}]
    }
    found = figures("claims", gold, predicted)
    assert found["actors R"] == 0.5
    assert found["actor role accuracy"] == 1.0
    assert found["actor organisation accuracy"] == 0.0


def test_displacement_takes_the_claim_with_most_fields_right_once():
    figure = {"quantity": 1200, "unit": "household", "event": "displacement", "country": "SO"}
    twice = {"figures": [figure, figure]}
    right = {"low": 1200, "high": 1200, "unit": "household", "event": "displacement", "places": [{"country": "SO"}]}
    other = {"low": 1000, "high": 1205, "unit": "person", "event": "displacement", "places": []}
    found = figures("displacement", twice, {"claims": [other, right]})
    assert found["value recall"] == 1.0
    assert found["unit recall"] == 0.5
    assert found["event recall"] == 1.0
    assert found["joint recall"] == 0.5
    unlabelled = {"figures": [figure | {"country": None}]}
    found = figures("displacement", unlabelled, {"claims": [right]})
    assert found["joint recall"] == 1.0
    assert found["country recall (of those labelled)"] == 0.0


def write(path, *records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("layer", "content", "message"),
    [
        ("times", '{"doc": "a", "text": "x", "times": [}', "line 1 is not JSON"),
        ("times", '{"doc": "a", "text": "x"}', "has no list 'times'; is this file of the layer 'times'?"),
        ("times", '{"doc": "a", "times": []}', "has no 'text'"),
        ("times", '{"doc": "a", "text": "x", "times": [{"start": 0}]}', "item 1 of 'times' has no 'end'"),
        ("claims", '{"doc": "a", "text": "x", "claims": []}', "has no list 'actors'"),
        ("times", '["a"]', "no object with a string 'doc'"),
        ("times", "", "holds no document"),
        ("dates", '{"doc": "a", "text": "x"}', "there is no layer 'dates'; the layers are claims, places"),
        (
            "times",
            '{"doc": "a", "text": "x", "times": []}\n{"doc": "a", "text": "x", "times": []}',
            "line 2: the document 'a' is there twice",
        ),
    ],
)
def test_a_file_that_is_no_gold_standard_is_refused_with_the_reason(tmp_path, layer, content, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(GoldError, match=message.replace("?", r"\?")):
        read_gold(layer, path)


def test_an_absent_file_and_other_bytes_are_refused(tmp_path):
    with pytest.raises(GoldError, match="cannot be read: No such file"):
        read_gold("times", tmp_path / "absent.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"doc": "\xe9"}\n')
    with pytest.raises(GoldError, match=r"is not UTF-8 \(byte 9\)"):
        read_gold("times", tmp_path / "latin.jsonl")


def test_a_text_may_hold_other_line_ends(tmp_path):
    path = write(tmp_path / "times.jsonl", {"doc": "a", "text": "one\x85two\u2028three", "times": []})
    assert len(read_gold("times", path).documents) == 1


def test_a_document_without_predictions_counts(tmp_path):
    time = span(0, 4, value="2020")
    gold = write(tmp_path / "times.jsonl", *({"doc": doc, "text": "2020", "times": [time]} for doc in "ab"))
    found = write(tmp_path / "found.jsonl", {"doc": "a", "times": [time]})
    score = score_predictions(read_gold("times", gold), read_predictions(found))
    assert score.figures["documents without predictions"] == 1
    assert score.rounded()["strict F1"] == 0.6667
    assert [(miss.doc, miss.reasons) for miss in score.misses] == [("b", ("missed",))]


def test_predictions_without_offsets_are_refused(tmp_path):
    path = write(tmp_path / "found.jsonl", {"doc": "a", "times": [{"value": "2020"}]})
    with pytest.raises(GoldError, match="item 1 of 'times' has no 'start'"):
        read_predictions(path)


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("times.jsonl", "times"),
        ("places-lgl.jsonl", "places"),
        ("displacement-idmc.jsonl", "displacement"),
        ("timeseries.jsonl", None),
        ("notes-times.jsonl", None),
    ],
)
def test_the_name_of_a_file_says_its_layer(name, layer):
    assert layer_of(Path(name)) == layer
    assert set(MEASURES) == set(REQUIRED)


def disturbed(layer, record, number):
    """Return a gold document as imperfect predictions: items lost, moved and changed, by their position."""
    found = json.loads(json.dumps(record))
    found["claims"] = found.get("claims", []) + [
        {"quantity": span(0, 3), "low": figure["quantity"], "high": None, "unit": figure["unit"], "event": "death"}
        for figure in found.get("figures", ())
    ]
    for key in ("claims", "actors", "places", "attributions", "times"):
        kept = [item for place, item in enumerate(found.get(key, [])) if (place + number) % 5]
        for place, item in enumerate(kept):
            _disturb(item, place + number)
        found[key] = kept
    return found


def _disturb(item, place):
    if "start" in item:
        item["end"] += place % 3
    for key in ("low", "latitude"):
        if item.get(key) is not None and place % 4 == 0:
            item[key] = item[key] * 1.005 + place % 8 / 4
    for key, value in {"value": "P1D", "unit": "other", "modality": "future", "speaker": None, "group": None}.items():
        if key in item and place % 7 == len(key) % 7:
            item[key] = value
    for part in ("source", "cue", "content"):
        if isinstance(item.get(part), list) and item[part] and place % 6 == len(part) % 6:
            item[part] = item[part][1:] or [[item[part][0][0], item[part][0][1] + 2]]
    if "places" in item and place % 3 == 0:
        item["places"] = [*item["places"][:1], {"role": "event", "text": "Gaalkacyo", "country": "SO"}]


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold sets are not here")
@pytest.mark.parametrize("name", [path.name for path in sorted(GOLD.glob("*.jsonl")) if layer_of(path)])
def test_figures_are_those_of_the_reference_scorer(tmp_path, name):
    layer = layer_of(Path(name))
    gold = read_gold(layer, GOLD / name)
    found = [disturbed(layer, one.record, number) for number, one in enumerate(gold.documents) if number % 9]
    # ASCII for the reference, which takes U+0085 for the end of a line.
    ascii_gold, ascii_found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    ascii_gold.write_text("".join(json.dumps(one.record) + "\n" for one in gold.documents))
    ascii_found.write_text("".join(json.dumps(one) + "\n" for one in found))
    reference = subprocess.run(
        [sys.executable, GOLD / "score.py", layer, ascii_gold, ascii_found, "--json"],
        capture_output=True,
        check=True,
    )
    ours = score_predictions(gold, read_predictions(ascii_found)).rounded()
    assert ours == json.loads(reference.stdout)
    assert list(ours) == list(json.loads(reference.stdout))
    assert any(0 < value < 1 for value in ours.values() if isinstance(value, float))
