import pytest
import spacy
from spacy.tokens import Doc

from extraction.noun_phrases import noun_phrases

# Each sentence: (word, UPOS, head's place from 1 or 0 for the root, relation); then the phrases in order of their heads.
SENTENCES = {
    "object and agent": (
        [
            ("The", "DET", 3, "det"),
            ("heavy", "ADJ", 3, "amod"),
            ("rains", "NOUN", 4, "nsubj"),
            ("killed", "VERB", 0, "ROOT"),
            ("12", "NUM", 6, "nummod"),
            ("people", "NOUN", 4, "obj"),
            ("in", "ADP", 9, "case"),
            ("northern", "ADJ", 9, "amod"),
            ("Veltria", "PROPN", 4, "obl"),
            (".", "PUNCT", 4, "punct"),
        ],
        ["The heavy rains", "12 people", "northern Veltria"],
    ),
    "possessor lies inside": (
        [
            ("the", "DET", 2, "det"),
            ("army", "NOUN", 4, "nmod:poss"),
            ("'s", "PART", 2, "case"),
            ("tanks", "NOUN", 5, "nsubj"),
            ("left", "VERB", 0, "ROOT"),
        ],
        ["the army", "the army 's tanks"],
    ),
    "relative clause and complement stay out": (
        [
            ("people", "NOUN", 6, "nsubj:pass"),
            ("of", "ADP", 3, "case"),
            ("Orsk", "PROPN", 1, "nmod"),
            ("who", "PRON", 5, "nsubj"),
            ("fled", "VERB", 1, "acl:relcl"),
            ("found", "VERB", 0, "ROOT"),
        ],
        ["people", "Orsk", "who"],
    ),
    "apposition and name": (
        [
            ("Mayor", "NOUN", 2, "nmod:desc"),
            ("Ana", "PROPN", 8, "nsubj"),
            ("Ruiz", "PROPN", 2, "flat"),
            (",", "PUNCT", 6, "punct"),
            ("a", "DET", 6, "det"),
            ("doctor", "NOUN", 2, "appos"),
            (",", "PUNCT", 6, "punct"),
            ("spoke", "VERB", 0, "ROOT"),
        ],
        ["Mayor Ana Ruiz", "a doctor"],
    ),
    "coordination": (
        [
            ("women", "NOUN", 4, "nsubj"),
            ("and", "CCONJ", 3, "cc"),
            ("children", "NOUN", 1, "conj"),
            ("fled", "VERB", 0, "ROOT"),
        ],
        ["women", "children"],
    ),
    "numeral as subject": (
        [
            ("At", "ADP", 2, "case"),
            ("least", "ADJ", 3, "nmod"),
            ("12", "NUM", 5, "nsubj:pass"),
            ("were", "AUX", 5, "aux:pass"),
            ("hurt", "VERB", 0, "ROOT"),
        ],
        ["12"],
    ),
    "adjectives with a comma": (
        [
            ("a", "DET", 5, "det"),
            ("long", "ADJ", 5, "amod"),
            (",", "PUNCT", 4, "punct"),
            ("dry", "ADJ", 5, "amod"),
            ("summer", "NOUN", 6, "nsubj"),
            ("ended", "VERB", 0, "ROOT"),
        ],
        ["a long , dry summer"],
    ),
    "adjective as head": (
        [
            ("the", "DET", 2, "det"),
            ("injured", "ADJ", 3, "nsubj"),
            ("waited", "VERB", 0, "ROOT"),
        ],
        ["the injured"],
    ),
    "number after a name": (
        [
            ("Flight", "PROPN", 3, "nsubj"),
            ("370", "NUM", 1, "nummod"),
            ("vanished", "VERB", 0, "ROOT"),
        ],
        ["Flight 370"],
    ),
    "no noun phrase": (
        [("Run", "VERB", 0, "ROOT"), ("quickly", "ADV", 1, "advmod"), ("!", "PUNCT", 1, "punct")],
        [],
    ),
    "adjective as predicate": (
        [
            ("Roads", "NOUN", 3, "nsubj"),
            ("are", "AUX", 3, "cop"),
            ("open", "ADJ", 0, "ROOT"),
        ],
        ["Roads"],
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_noun_phrases(name):
    words, expected = SENTENCES[name]
    heads = [head - 1 if head else place for place, (_, _, head, _) in enumerate(words)]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[word for word, *_ in words],
        pos=[pos for _, pos, *_ in words],
        heads=heads,
        deps=[dep for *_, dep in words],
    )
    assert [phrase.text for phrase in noun_phrases(doc)] == expected


def test_noun_phrases_of_an_empty_doc():
    assert list(noun_phrases(spacy.blank("en")(""))) == []
