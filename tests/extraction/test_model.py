"""The shipped model: its layers, bad input, and the same annotation whatever is read beside a text."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc

from extraction.language import ENTITY_LABELS, MODEL, load_language

SHARED = Path(__file__).parents[3] / "shared" / "articles" / "wikinews.jsonl"

# Invented.
TEXTS = [
    (
        "Flood Kills 12 in Northern Veltria\n\nOREST, March 3 \u2014 At least 12 people were killed and 45 injured when the Sela "
        "river broke its banks on Tuesday, the interior ministry said.\n\n\u201cWe are still looking for 30 people,\u201d Mayor "
        "Ana Ruiz told reporters. She said that the army\u2019s boats had reached four villages."
    ),
    "GENEVA (Reuters) - The U.N. refugee agency said on Friday that more than 10,000 had fled. It didn't say where to.",
    "What we know:\n\n- 3 dead\n- 14 hurt\n- Roads A1 and B22 closed\n\nMore soon\u2026",
    "TWO HELD AFTER BLAST AT PORT\n\nPolice in Carrow held two men. No one was hurt.",
    "He ran.",
]

ODD_TEXTS = {
    "empty": "",
    "space": " \n\n ",
    "one word": "Hello",
    "no white space": "x" * 200_000,
    "brackets": "(" * 5_000,
    "control characters": "Rain\x00 fell\x01\x1f on\x7f Monday\x85 in\u2028 Peru.",
    "emoji": "\U0001f600 Rain \U0001f1fa\U0001f1f3 fell \U0001f468\u200d\U0001f469\u200d\U0001f467.",
    "right to left": "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 12 \u0634\u062e\u0635\u0627. \u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd.",
    "combining marks": "e\u0301\u0301\u0301" * 1000 + " fell",
    "replacement marks": "caf\u00e9 \ufffd\ufffd fell",
    "leading breaks": "\n\n\nRain fell.\n",
    "no sentence end": "word " * 2_000,
}


@pytest.fixture(scope="module")
def nlp():
    return load_language()


def read_layers(doc: Doc) -> list[tuple]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_text_is_read_without_error(nlp, name):
    text = ODD_TEXTS[name]
    doc = nlp(text)
    assert doc.text == text
    for sentence in doc.sents:
        assert sum(token.dep_ == "ROOT" for token in sentence if not token.is_space) <= 1


def test_a_long_document_is_read(nlp):
    words = 50_000
    text = " ".join(
        f"{word}{'.' if place % 17 == 16 else ''}" for place, word in enumerate(["Rain", "fell"] * (words // 2))
    )
    doc = nlp(text)
    assert doc.text == text
    assert len(list(doc.sents)) > 1_000


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_word_has_every_layer(nlp, text):
    doc = nlp(text)
    assert doc.has_annotation("DEP", require_complete=True)
    assert doc.has_annotation("TAG", require_complete=True)
    for token in doc:
        assert token.pos_
        assert token.lemma_
        assert token.ent_type_ in {"", *ENTITY_LABELS.values()}
        if token.is_space:
            assert (token.tag_, token.pos_, token.dep_) == ("_SP", "SPACE", "dep")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_sentence_is_one_tree_and_ends_at_a_paragraph(nlp, text):
    doc = nlp(text)
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head == token]
        assert len(roots) == 1
        assert roots[0].dep_ == "ROOT"
        assert "\n\n" not in sentence.text.strip()


def test_layers_of_a_plain_sentence(nlp):
    doc = nlp("At least 12 people were killed in Peru on Monday, President Ana Ruiz said.")
    found = {token.text: (token.tag_, token.pos_, token.dep_, token.head.text, token.lemma_) for token in doc}
    assert found["12"] == ("CD", "NUM", "nummod", "people", "12")
    assert found["people"] == ("NNS", "NOUN", "nsubj:pass", "killed", "people")
    assert found["killed"][:3] == ("VBN", "VERB", "ccomp") or found["killed"][2] == "ROOT"
    assert found["were"][4] == "be"
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Peru", "GPE"), ("Ana Ruiz", "PERSON")]


def test_a_paragraph_break_ends_a_sentence_without_a_full_stop(nlp):
    doc = nlp("Flood kills 12 in Orest\n\nPolice said so.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Flood kills 12 in Orest", "Police said so."]


def test_the_same_text_gets_the_same_annotation_in_any_company(nlp):
    alone = [read_layers(nlp(text)) for text in TEXTS]
    order = list(range(len(TEXTS)))
    random.Random(0).shuffle(order)
    for size in (1, 2, 64):
        docs = list(nlp.pipe([TEXTS[place] for place in order], batch_size=size))
        assert [read_layers(doc) for doc in docs] == [alone[place] for place in order]


def test_the_same_text_gets_the_same_annotation_from_another_copy(nlp):
    other = load_language()
    assert [read_layers(other(text)) for text in TEXTS] == [read_layers(nlp(text)) for text in TEXTS]


def test_a_window_is_scored_alike_beside_others_of_its_length(nlp):
    encoder = nlp.get_pipe("encoder")
    words = ["Rain", "fell", "on", "Orest", "."] * 20
    spaces = ["", *[" "] * 99]
    once = encoder.score_words(words, spaces, [False] * 100)
    # Paragraphs too long to share a window: each is a row of the same batch.
    thrice = encoder.score_words(
        words * 3, ["", *spaces[1:], *["\n\n", *spaces[1:]] * 2], [False, *[False] * 99] + [True, *[False] * 99] * 2
    )
    for name in ("entities", "arc_word", "label_head"):
        assert np.allclose(getattr(once, name), getattr(thrice, name)[:100], atol=1e-4)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="needs the articles in ../shared")
def test_200_articles_alone_and_in_batches(nlp):
    texts = [json.loads(line)["text"] for line in SHARED.read_text(encoding="utf-8").splitlines()[:200]]
    alone = [read_layers(nlp(text)) for text in texts]
    order = list(range(len(texts)))
    random.Random(1).shuffle(order)
    docs = nlp.pipe([texts[place] for place in order], batch_size=32)
    for place, doc in zip(order, docs, strict=True):
        assert read_layers(doc) == alone[place], texts[place][:60]


def test_the_model_is_small():
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 30e6


def test_the_card_names_licences_and_figures():
    meta = json.loads(MODEL.joinpath("meta.json").read_text(encoding="utf-8"))
    card = MODEL.joinpath("README.md").read_text(encoding="utf-8")
    assert meta["license"] == "CC BY-SA 4.0"
    assert all(source["license"] for source in meta["sources"])
    for phrase in ("CC BY-SA 4.0", "WordNet", "all-MiniLM-L6-v2", "Known weaknesses", "train"):
        assert phrase in card
    assert meta["performance"]["ewt"]["las"] > 50
