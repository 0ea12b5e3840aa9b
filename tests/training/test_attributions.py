import json

import pytest
import spacy
from spacy.tokens import Doc

from extraction.attribution_model import AttributionModel, load_attribution_model
from training.attributions import Example, build_examples, cross_validate, fit, save_model, train, tune

TEXT = "Officials said wells failed."


def parse(text):
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Officials", "said", "wells", "failed", "."],
        spaces=[True, True, True, False, False],
        tags=["NNS", "VBD", "NNS", "VBD", "."],
        pos=["NOUN", "VERB", "NOUN", "VERB", "PUNCT"],
        deps=["nsubj", "ROOT", "nsubj", "ccomp", "punct"],
        heads=[1, 1, 3, 1, 1],
        lemmas=["official", "say", "well", "fail", "."],
    )
    assert doc.text == text
    return doc


GOLD = {"text": TEXT, "attributions": [{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 27]]}]}


@pytest.mark.parametrize(
    ("attributions", "right"),
    [
        pytest.param(GOLD["attributions"], True, id="cue and content overlap"),
        pytest.param([{"cue": [[10, 14]], "content": [[0, 9]]}], False, id="another content"),
        pytest.param([{"cue": [[0, 9]], "content": [[15, 27]]}], False, id="another cue"),
        pytest.param([], False, id="none"),
    ],
)
def test_a_candidate_is_right_when_one_gold_attribution_has_its_cue_and_content(attributions, right):
    (example,) = build_examples(parse(TEXT), attributions)
    assert example.right is right
    assert "lemma=say" in example.features


def test_weights_follow_the_examples_and_rare_features_get_none():
    examples = (
        [Example(["bias", "good"], True)] * 20 + [Example(["bias", "bad"], False)] * 20 + [Example(["once"], True)]
    )
    weights = fit(examples)
    assert weights["good"] > 0.5
    assert weights["bad"] < -0.5
    assert "once" not in weights
    assert fit(examples) == weights


def test_no_document_is_judged_by_a_model_that_saw_it():
    documents = [[Example([f"only-{number}"] * 1, True), Example([f"only-{number}"], True)] for number in range(6)]
    for number, model in cross_validate(documents, 3):
        assert f"only-{number}" not in model.weights
        assert len(model.weights) == 4


def test_the_threshold_counts_what_no_candidate_covers():
    scored = [(0.9, True), (0.8, True), (0.4, False), (0.3, True)]
    assert tune(scored, 0)[1] > tune(scored, 5)[1]


def test_a_saved_model_reads_back_the_same(tmp_path):
    path = tmp_path / "weights.json"
    save_model(AttributionModel({"b": 1.0, "a": -0.5}, 0.4), path)
    assert list(json.loads(path.read_text())["weights"]) == ["a", "b"]
    assert load_attribution_model(path) == AttributionModel({"b": 1.0, "a": -0.5}, 0.4)


def test_training_prints_its_figures(capsys):
    model, folds = train([GOLD] * 4, parse, 2)
    assert model.weights
    assert [number for number, _ in folds] == [0, 1, 2, 3]
    assert "4 documents, 4 attributions, 4 candidates, 4 right" in capsys.readouterr().out
