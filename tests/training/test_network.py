"""The network on tiny sizes; skipped where the training requirements are not installed."""

import random
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training/requirements.txt is not installed")
onnx = pytest.importorskip("onnx", reason="training/requirements.txt is not installed")
pytest.importorskip("safetensors", reason="training/requirements.txt is not installed")

import onnxruntime  # noqa: E402

from extraction.components.wordpieces import FORM_COUNT, WordPieces  # noqa: E402
from training.batches import UNKNOWN, ExampleBuilder, build_batch, build_batches, hide_words  # noqa: E402
from training.graph import build_graph, quantise_rows  # noqa: E402
from training.labels import Labels, count_labels  # noqa: E402
from training.losses import compute_losses, run_network, score_arcs, sum_losses  # noqa: E402
from training.network import Network, Sizes  # noqa: E402
from training.passages import Passage  # noqa: E402

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "fell", "people", "fled", ".", "ana", "##s"]
LABELS = Labels(
    tags=["NN", "VBD", "."],
    pos=["NOUN", "PUNCT", "VERB"],
    deps=["nsubj", "punct"],
    entities=[
        "O",
        *(f"{mark}-{label}" for label in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "MISC") for mark in "BILU"),
    ],
)
PARSED = Passage(
    words=["Rain", "fell", ".", "People", "fled"],
    gaps=[" ", "", " ", " ", ""],
    starts=[True, False, False, True, False],
    tags=["NN", "VBD", ".", "NN", "VBD"],
    pos=["NOUN", "VERB", "PUNCT", "NOUN", "VERB"],
    heads=[1, 1, 1, 4, 4],
    deps=["nsubj", "root", "punct", "nsubj", "root"],
)
NAMED = Passage(words=["Ana", "Ana", "fell"], gaps=[" ", " ", ""], entities=[(0, 2, "PERSON")], missing={2})


@pytest.fixture
def network():
    torch.manual_seed(0)
    sizes = Sizes(
        tags=3,
        pos=3,
        entities=29,
        labels=2,
        layers=(0, 1),
        vocabulary=12,
        width=32,
        inner=64,
        attention_heads=4,
        positions=40,
        arc=16,
        label=8,
    )
    made = Network(sizes).eval()
    for value in made.parameters():
        if not value.any():
            torch.nn.init.normal_(value, std=0.1)
    return made


@pytest.fixture
def examples():
    builder = ExampleBuilder(WordPieces(VOCABULARY), LABELS)
    return [builder.build(PARSED), builder.build(NAMED)]


def test_examples_say_only_what_is_annotated(examples):
    parsed, named = examples
    assert parsed.deps == [0, UNKNOWN, 1, 0, UNKNOWN]
    assert parsed.starts == [UNKNOWN, 0, 0, 1, 0]
    assert parsed.sentences == [0, 0, 0, 1, 1]
    assert set(parsed.entities) == {UNKNOWN}
    labels = LABELS.entities
    assert named.entities == [labels.index("B-PERSON"), labels.index("L-PERSON"), UNKNOWN]
    assert set(named.heads) == set(named.starts) == {UNKNOWN}


def test_an_overlong_passage_is_no_example():
    builder = ExampleBuilder(WordPieces(VOCABULARY), LABELS, longest=3)
    assert builder.build(PARSED) is None


def test_batches_hold_every_example_once(examples):
    batches = list(build_batches(examples * 5, random.Random(0), budget=20))
    assert sum(len(batch.counts) for batch in batches) == 10
    assert all(batch.pieces.numel() <= 20 or len(batch.counts) == 1 for batch in batches)


def test_heads_point_into_the_batch(examples):
    batch = build_batch([examples[1], examples[0]])
    assert batch.heads.tolist() == [UNKNOWN] * 3 + [4, 4, 4, 7, 7]


def test_arcs_stay_within_sentences(network, examples):
    batch = build_batch(examples)
    rows, scores = score_arcs(run_network(network, batch), batch)
    assert rows.tolist() == [0, 1, 2, 3, 4]
    assert torch.isinf(scores[0, 3:]).all()
    assert torch.isfinite(scores[3:, 3:]).all()


def test_training_steps_lower_the_loss(network, examples):
    batch = build_batch(examples)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    losses = []
    for _ in range(20):
        loss = sum_losses(compute_losses(network, batch))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 2


def test_every_head_has_a_loss_where_it_is_annotated(network, examples):
    losses = compute_losses(network, build_batch(examples))
    assert set(losses) == {"tags", "pos", "starts", "entities", "arcs", "deps"}
    assert set(compute_losses(network, build_batch(examples[1:]))) == {"entities"}


def run_graph(session, batch):
    bias = np.where(batch.mask.numpy() == 1, 0.0, -1e4).astype(np.float32)[:, None, None, :]
    feed = {
        "pieces": batch.pieces.numpy(),
        "forms": batch.forms.numpy(),
        "places": np.arange(batch.pieces.shape[1]),
        "bias": bias,
        "firsts": batch.firsts.numpy(),
        "lasts": batch.lasts.numpy(),
    }
    return session.run(None, feed)


def test_the_graph_computes_what_the_network_does(network, examples):
    session = onnxruntime.InferenceSession(build_graph(network).SerializeToString(), providers=["CPUExecutionProvider"])
    batch = build_batch(examples)
    scores, arc_word, arc_head, label_word, label_head = run_graph(session, batch)
    with torch.no_grad():
        wanted = run_network(network, batch)
    plain = torch.cat([wanted[name].reshape(8, -1) for name in ("tags", "pos", "starts", "entities", "root")], dim=1)
    for found, expected in (
        (scores, plain),
        (arc_word, wanted["arc_word"]),
        (arc_head, wanted["arc_head"]),
        (label_word, wanted["label_word"]),
        (label_head, wanted["label_head"]),
    ):
        # Eight bits for weights and activations: a few hundredths of the values' spread.
        assert np.abs(found - expected.numpy()).mean() < 0.05 * expected.std().item() + 1e-3


def test_the_last_piece_tells_tags_and_entities_and_nothing_else(network, examples):
    words = replace(PARSED, words=["Rains", "fell", ".", "Peoples", "fled"])
    batch = build_batch([*examples, ExampleBuilder(WordPieces(VOCABULARY), LABELS).build(words)])
    longer = (batch.firsts != batch.lasts).nonzero().squeeze(-1).tolist()
    assert longer == [8, 11]
    with torch.no_grad():
        before = run_network(network, batch)
        network.ends.weight.copy_(torch.randn_like(network.ends.weight))
        after = run_network(network, batch)
    for name in ("tags", "pos", "entities"):
        assert not torch.allclose(before[name][longer], after[name][longer])
    for name in ("starts", "root", "arc_word", "arc_head", "label_word", "label_head"):
        assert torch.equal(before[name], after[name])


def test_a_window_is_scored_alike_with_and_without_padding(network, examples):
    session = onnxruntime.InferenceSession(build_graph(network).SerializeToString(), providers=["CPUExecutionProvider"])
    together = run_graph(session, build_batch(examples))
    alone = run_graph(session, build_batch(examples[1:]))
    for both, one in zip(together, alone, strict=True):
        assert np.allclose(both[5:], one, atol=1e-5)


def test_quantise_rows_keeps_values_to_half_a_step():
    table = np.random.default_rng(0).normal(size=(5, 64)).astype(np.float32)
    values, steps = quantise_rows(table)
    assert np.abs(values * steps - table).max() <= steps.max() / 2 + 1e-6


def test_a_form_is_a_row_of_the_table(network):
    table = network.encoder.forms.table()
    assert table.shape == (FORM_COUNT, 32)
    forms = torch.tensor([0, 17, FORM_COUNT - 1])
    assert torch.equal(network.encoder.forms(forms), table[forms])


def test_labels_are_counted_from_passages():
    labels = count_labels([PARSED], at_least=1)
    assert (labels.tags, labels.deps) == ([".", "NN", "VBD"], ["nsubj", "punct"])
    assert count_labels([PARSED], at_least=3).tags == []


def test_hidden_words_are_masks_and_keep_their_labels():
    example = ExampleBuilder(WordPieces(VOCABULARY), LABELS).build(PARSED, {0, 3})
    plain = ExampleBuilder(WordPieces(VOCABULARY), LABELS).build(PARSED)
    mask = VOCABULARY.index("[MASK]")
    hidden = [example.window.pieces[first] == mask for first in example.window.firsts]
    assert hidden == [True, False, False, True, False]
    assert example.window.forms[example.window.firsts[0]] == plain.window.forms[plain.window.firsts[0]]
    assert (example.tags, example.heads, example.starts) == (plain.tags, plain.heads, plain.starts)


def test_hide_words_takes_a_share_of_the_words_and_no_marks():
    words = ["Rain", ".", "12", "-"] * 500
    hidden = hide_words(words, random.Random(0), 0.1)
    assert all(words[place].isalnum() for place in hidden)
    assert 60 <= len(hidden) <= 140
    assert hide_words(words, random.Random(0), 0.0) == set()
