"""One label for one name; texts and scores are made up."""

import numpy as np
import pytest

from extraction.components.heads import build_transitions, find_entities
from extraction.components.name_votes import build_scores, settle_entities

TYPES = ("GPE", "MISC", "ORG", "PERSON")
LABELS = ["O", *(f"{mark}-{name}" for name in TYPES for mark in "BILU")]


def make_scores(words):
    """Scores in which each word has the labels given with it: {"U-GPE": 3.0} beside an `O` of nothing."""
    scores = np.full((len(words), len(LABELS)), -6.0, dtype=np.float32)
    scores[:, 0] = 0.0
    for row, (_, own) in enumerate(words):
        for label, value in own.items():
            scores[row, LABELS.index(label)] = value
    return scores


def settle(words, breaks=()):
    scores = make_scores(words)
    texts = [word for word, _ in words]
    places = [index in breaks for index in range(len(words))]
    found = find_entities(scores, LABELS, build_transitions(LABELS))
    return [
        (" ".join(texts[start:end]), start, label)
        for start, end, label in settle_entities(found, texts, places, build_scores(scores, LABELS))
    ]


def name(text, /, **scores):
    """A word that may be a name of one word: `ORG=2.0` is the score of `U-ORG`."""
    return (text, {f"U-{kind}": value for kind, value in scores.items()})


def plain(*texts):
    return [(text, {}) for text in texts]


ANA_VELDO = [("Ana", {"B-PERSON": 5.0}), ("Veldo", {"L-PERSON": 5.0})]

ROWS = [
    # Three mentions, one of them doubtful: the two sure ones decide.
    (
        [name("Orvo", ORG=5.0), *plain("won"), name("Orvo", PERSON=2.0, ORG=1.5), *plain("x"), name("Orvo", ORG=4.0)],
        [("Orvo", 0, "ORG"), ("Orvo", 2, "ORG"), ("Orvo", 4, "ORG")],
    ),
    # One sure mistake does not outvote three mentions.
    (
        [name("Orvo", PERSON=9.0), *plain("x")] + [name("Orvo", ORG=2.0), *plain("x")] * 3,
        [("Orvo", 0, "ORG"), ("Orvo", 2, "ORG"), ("Orvo", 4, "ORG"), ("Orvo", 6, "ORG")],
    ),
    # The last name of a person named in full.
    (
        [*ANA_VELDO, *plain("came", ".", "In"), name("Veldo", GPE=2.0, PERSON=1.0)],
        [("Ana Veldo", 0, "PERSON"), ("Veldo", 5, "PERSON")],
    ),
    # ... but not a town that is named thrice and is also somebody's last name.
    (
        [*ANA_VELDO] + [*plain("in"), name("Veldo", GPE=5.0, PERSON=-3.0)] * 3,
        [("Ana Veldo", 0, "PERSON"), ("Veldo", 3, "GPE"), ("Veldo", 5, "GPE"), ("Veldo", 7, "GPE")],
    ),
    # The first name alone says nothing.
    (
        [*ANA_VELDO, *plain("in"), name("Ana", GPE=2.0, PERSON=1.0)],
        [("Ana Veldo", 0, "PERSON"), ("Ana", 3, "GPE")],
    ),
    # A missed mention that the network holds for possible.
    (
        [name("Orvo", ORG=5.0), *plain("said", "."), name("Orvo", ORG=-0.5), *plain("fell")],
        [("Orvo", 0, "ORG"), ("Orvo", 3, "ORG")],
    ),
    # ... and a word that it does not.
    ([name("Sun", ORG=5.0), *plain("said", "the", "Sun", "rose")], [("Sun", 0, "ORG")]),
    # A last name that is found nowhere by itself.
    (
        [*ANA_VELDO, *plain("came", ";"), name("Veldo", PERSON=-0.5), *plain("left")],
        [("Ana Veldo", 0, "PERSON"), ("Veldo", 4, "PERSON")],
    ),
    # Case tells a name from a word.
    ([name("Shell", ORG=5.0), *plain("sold", "a"), name("shell", ORG=-0.5)], [("Shell", 0, "ORG")]),
    # The internal class takes part: a law stays a law.
    (
        [name("Brell", MISC=5.0), *plain("x"), name("Brell", GPE=1.0, MISC=0.5)],
        [("Brell", 0, "MISC"), ("Brell", 2, "MISC")],
    ),
    # Different names do not vote for each other.
    (
        [name("Orvo", ORG=5.0), name("Darn", GPE=2.0, ORG=1.0)],
        [("Orvo", 0, "ORG"), ("Darn", 1, "GPE")],
    ),
    # A longer name that was found is not broken up by a shorter one.
    (
        [name("Veldo", GPE=5.0), name("Veldo", GPE=5.0), *plain("x"), *ANA_VELDO],
        [("Veldo", 0, "GPE"), ("Veldo", 1, "GPE"), ("Ana Veldo", 3, "PERSON")],
    ),
    ([*plain("no", "names", "here")], []),
]


@pytest.mark.parametrize(("words", "expected"), ROWS)
def test_settle_entities(words, expected):
    assert settle(words) == expected


def test_a_missed_mention_does_not_go_over_a_paragraph_break():
    words = [
        ("Red", {"B-ORG": 5.0}),
        ("Orvo", {"L-ORG": 5.0}),
        *plain("met"),
        ("Red", {"B-ORG": -0.2}),
        ("Orvo", {"L-ORG": -0.2}),
    ]
    assert settle(words) == [("Red Orvo", 0, "ORG"), ("Red Orvo", 3, "ORG")]
    assert settle(words, breaks={4}) == [("Red Orvo", 0, "ORG")]


def test_scores_are_logarithms_of_probabilities():
    scores = build_scores(make_scores([name("Orvo", ORG=1.0), *plain("x")]), LABELS)
    assert np.allclose(np.exp(scores.logs).sum(axis=1), 1.0, atol=1e-5)
    assert scores.types == sorted(TYPES)
    assert scores.types[int(scores.find_types(0, 1).argmax())] == "ORG"
    assert scores.find_none(0, 2) < scores.find_none(1, 2) < 0.0
