import pytest
import spacy
from spacy.tokens import Doc

from training.corpora import TreebankSentence
from training.features import CLOSED_CLASSES, add_rules, build_closed_lemmas


def make_sentence(*rows):
    words, pos, lemmas = zip(*rows, strict=True)
    size = len(words)
    return TreebankSentence(
        words=words,
        spaces=(True,) * size,
        lemmas=lemmas,
        pos=pos,
        tags=("X",) * size,
        heads=(0,) * size,
        deps=("dep",) * size,
        starts_document=True,
        starts_paragraph=True,
    )


SENTENCES = [make_sentence(("We", "PRON", "we"), ("'s", "AUX", "be"), ("rain", "NOUN", "rain"))] * 3


def test_closed_lemmas_are_the_usual_ones():
    rare = [make_sentence(("us", "PRON", "we"))]
    assert build_closed_lemmas(SENTENCES + rare) == {("'s", "AUX"): "be", ("we", "PRON"): "we"}
    assert all(pos in CLOSED_CLASSES for _, pos in build_closed_lemmas(SENTENCES))


@pytest.mark.parametrize(
    ("words", "tags", "pos", "deps", "lemmas"),
    [
        (
            ["It", "\u2019s", "left"],
            ["PRP", "VBZ", "VBN"],
            ["PRON", "AUX", "VERB"],
            ["nsubj", "aux", "ROOT"],
            ["have", "leave"],
        ),
        (
            ["It", "'s", "leaving"],
            ["PRP", "VBZ", "VBG"],
            ["PRON", "AUX", "VERB"],
            ["nsubj", "aux", "ROOT"],
            ["be", "leave"],
        ),
        (
            ["It", "'s", "hit"],
            ["PRP", "VBZ", "VBN"],
            ["PRON", "AUX", "VERB"],
            ["nsubj:pass", "aux:pass", "ROOT"],
            ["be", "hit"],
        ),
    ],
)
def test_lemmas_of_an_auxiliary_follow_its_verb(words, tags, pos, deps, lemmas):
    pytest.importorskip("spacy_lookups_data", reason="training/requirements.txt is not installed")
    nlp = spacy.blank("en")
    add_rules(nlp, SENTENCES)
    doc = Doc(nlp.vocab, words=words, tags=tags, pos=pos, deps=deps, heads=[2, 2, 2])
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [token.lemma_ for token in doc[1:]] == lemmas
    assert doc[2].morph.get("VerbForm") == ["Part"]
