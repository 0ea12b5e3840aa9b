import random

import pytest
import spacy

from training.augmentation import (
    capitalise_places,
    curl_quotes,
    drop_words,
    find_full_stops,
    make_headline,
    vary_passage,
    wrap_lines,
)
from training.corpora import EntityText, TreebankSentence
from training.passages import Passage, build_doc, build_entity_passages, build_treebank_passages, join_sentences


def make_sentence(text, heads, deps, *, starts_document=False, starts_paragraph=False):
    words = text.split()
    return TreebankSentence(
        words=tuple(words),
        spaces=tuple(index + 1 < len(words) and words[index + 1] != "." for index in range(len(words))),
        lemmas=tuple(word.lower() for word in words),
        pos=("X",) * len(words),
        tags=("FW",) * len(words),
        heads=tuple(heads),
        deps=tuple(deps),
        starts_document=starts_document,
        starts_paragraph=starts_paragraph,
    )


RAIN = make_sentence("rain fell .", (1, 1, 1), ("nsubj", "root", "punct"), starts_document=True, starts_paragraph=True)
PARAGRAPH = make_sentence("people fled .", (1, 1, 1), ("nsubj", "root", "punct"), starts_paragraph=True)


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en")


def test_join_sentences_breaks_paragraphs_and_moves_heads():
    passage = join_sentences([RAIN, PARAGRAPH])
    assert passage.text == "rain fell.\n\npeople fled."
    assert passage.heads == [1, 1, 1, 4, 4, 4]
    assert passage.starts == [True, False, False, True, False, False]


def test_build_doc_hangs_the_break_on_the_word_before(nlp):
    doc = build_doc(join_sentences([RAIN, PARAGRAPH]), nlp)
    assert doc.text == "rain fell.\n\npeople fled."
    space = doc[3]
    assert (space.text, space.tag_, space.dep_, space.head.i) == ("\n\n", "_SP", "dep", 2)
    assert [sentence.root.text for sentence in doc.sents] == ["fell", "fled"]


def test_passages_stay_within_a_document():
    sentences = [RAIN, PARAGRAPH, RAIN, PARAGRAPH]
    passages = list(build_treebank_passages(sentences, random.Random(0)))
    assert [passage.text for passage in passages] == ["rain fell.\n\npeople fled."] * 2


def test_passages_stay_within_a_number_of_words():
    sentences = [RAIN, *[PARAGRAPH] * 9]
    passages = list(build_treebank_passages(sentences, random.Random(0), words=6))
    assert max(len(passage.words) for passage in passages) <= 6
    assert sum(len(passage.words) for passage in passages) == 30


def make_entity_text(text, *entities, missing=(), document=""):
    return EntityText(text=text, entities=entities, missing=missing, source="made", split="train", document=document)


def test_entities_are_moved_to_our_tokens(nlp):
    text = make_entity_text("Ruiz-led talks in Orest.", (0, 4, "PERSON"), (18, 23, "GPE"), missing=((9, 14),))
    (passage,) = build_entity_passages([text], nlp, random.Random(0), together=1)
    assert passage.words == ["Ruiz", "-", "led", "talks", "in", "Orest", "."]
    assert passage.entities == [(0, 1, "PERSON"), (5, 6, "GPE")]
    assert passage.missing == {3}


def test_articles_are_cut_between_paragraphs(nlp):
    text = make_entity_text("Rain fell.\n\nOrest flooded.\n\nPeople fled.", (12, 17, "GPE"), document="d")
    passages = list(build_entity_passages([text], nlp, random.Random(0), words=5))
    assert [passage.text for passage in passages] == ["Rain fell.\n\nOrest flooded.", "People fled."]
    assert passages[0].entities == [(3, 4, "GPE")]
    assert passages[0].starts is None


def test_unknown_words_are_missing_in_the_doc(nlp):
    passage = Passage(words=["Ana", "left"], gaps=[" ", ""], entities=[], missing={0})
    assert [token.ent_iob_ for token in build_doc(passage, nlp)] == ["", "O"]


def test_make_headline():
    passage = make_headline(join_sentences([RAIN, PARAGRAPH]))
    assert passage.text == "Rain Fell\n\nPeople Fled"
    assert passage.heads == [1, 1, 3, 3]
    assert passage.deps == ["nsubj", "root", "nsubj", "root"]


def test_full_stops_on_which_a_word_hangs_are_kept():
    sentence = make_sentence("rain fell .", (2, 2, 2), ("nsubj", "dep", "root"))
    assert find_full_stops(join_sentences([sentence])) == set()


def test_drop_words_moves_entities():
    passage = Passage(
        words=["a", ".", "Ana", "Ruiz"], gaps=["", " ", " ", ""], entities=[(2, 4, "PERSON")], missing={0}
    )
    shorter = drop_words(passage, {1})
    assert (shorter.text, shorter.entities, shorter.missing) == ("a Ana Ruiz", [(1, 3, "PERSON")], {0})


@pytest.mark.parametrize(
    ("words", "gaps", "expected"),
    [
        (['"', "No", ",", '"', "he", "said"], ["", "", "", " ", " ", ""], "\u201cNo,\u201d he said"),
        (["do", "n't"], ["", ""], "don\u2019t"),
        (["he", "said", '"', "no", '"'], [" ", " ", "", "", ""], "he said \u201cno\u201d"),
        (["people", "'", "homes"], ["", " ", ""], "people\u2019 homes"),
    ],
)
def test_curl_quotes(words, gaps, expected):
    assert curl_quotes(Passage(words=words, gaps=gaps)).text == expected


def test_capitalise_places_leaves_other_names():
    passage = Passage(words=["Ana", "left", "Orest"], gaps=[" ", " ", ""], entities=[(0, 1, "PERSON"), (2, 3, "GPE")])
    assert capitalise_places(passage).text == "Ana left OREST"


def test_wrap_lines_breaks_at_spaces():
    passage = Passage(words=["word"] * 6, gaps=[" "] * 5 + [""])
    assert wrap_lines(passage, width=9).text == "word word\nword word\nword word"


def test_variants_keep_their_layers_in_step():
    rng = random.Random(0)
    for _ in range(200):
        passage = vary_passage(join_sentences([RAIN, PARAGRAPH]), rng)
        sizes = {len(passage.gaps), len(passage.heads), len(passage.deps), len(passage.tags), len(passage.starts)}
        assert sizes == {len(passage.words)}
        assert all(0 <= head < len(passage.words) for head in passage.heads)
