import itertools

import numpy as np
import pytest

from extraction.components.heads import build_transitions, find_arborescence, find_entities, find_tree

LABELS = ["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG", "B-GPE", "I-GPE", "L-GPE", "U-GPE"]


def is_tree(heads):
    roots = [word for word, head in enumerate(heads) if word == head]
    if len(roots) != 1:
        return False
    for start in range(len(heads)):
        word, steps = start, 0
        while heads[word] != word:
            word, steps = heads[word], steps + 1
            if steps > len(heads):
                return False
    return True


def total(scores, heads):
    return sum(scores[word, head] for word, head in enumerate(heads))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_the_arborescence_is_the_best_tree_of_all(size):
    rng = np.random.default_rng(size)
    for _ in range(20):
        scores = rng.normal(size=(size, size)).astype(np.float32)
        best = max(total(scores, heads) for heads in itertools.product(range(size), repeat=size) if is_tree(heads))
        found = max(total(scores, find_arborescence(scores, root)) for root in range(size))
        assert found == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("size", [1, 7, 60])
def test_find_tree_gives_one_root_and_no_cycle(size):
    rng = np.random.default_rng(size)
    for _ in range(20):
        assert is_tree(find_tree(rng.normal(size=(size, size)).astype(np.float32)))


def test_find_tree_takes_the_best_heads_where_they_are_a_tree():
    scores = np.full((4, 4), -1.0, dtype=np.float32)
    for word, head in enumerate([1, 1, 3, 1]):
        scores[word, head] = 1.0
    assert find_tree(scores).tolist() == [1, 1, 3, 1]


def test_find_tree_breaks_a_cycle_where_it_costs_least():
    scores = np.array([[0.0, 5.0, 0.0], [5.0, 0.0, 4.0], [0.0, 0.0, 3.0]], dtype=np.float32)
    assert find_tree(scores).tolist() == [1, 2, 2]


def score_labels(*labels):
    scores = np.zeros((len(labels), len(LABELS)), dtype=np.float32)
    for row, wanted in enumerate(labels):
        for strength, label in enumerate(reversed(wanted.split()), 1):
            scores[row, LABELS.index(label)] = strength
    return scores


# Each word's labels from the likeliest down, and the entities of the best well-formed sequence.
SEQUENCES = [
    (["O", "O"], []),
    (["U-GPE", "O", "B-ORG", "L-ORG"], [(0, 1, "GPE"), (2, 4, "ORG")]),
    (["B-ORG", "I-ORG", "L-ORG"], [(0, 3, "ORG")]),
    (["U-GPE", "U-GPE"], [(0, 1, "GPE"), (1, 2, "GPE")]),
    (["B-ORG", "I-ORG L-ORG"], [(0, 2, "ORG")]),
    (["I-ORG B-ORG", "L-ORG"], [(0, 2, "ORG")]),
    (["B-ORG", "L-GPE L-ORG"], [(0, 2, "ORG")]),
    (["O", "I-GPE U-GPE", "O"], [(1, 2, "GPE")]),
]


@pytest.mark.parametrize(("labels", "expected"), SEQUENCES)
def test_find_entities(labels, expected):
    assert find_entities(score_labels(*labels), LABELS, build_transitions(LABELS)) == expected


def test_transitions_keep_a_type_from_begin_to_last():
    allowed = build_transitions(LABELS)
    follows = {LABELS[i]: {LABELS[j] for j in np.flatnonzero(allowed[i])} for i in range(len(LABELS))}
    assert follows["B-ORG"] == {"I-ORG", "L-ORG"}
    assert follows["O"] == follows["L-GPE"] == follows["U-ORG"] == {"O", "B-ORG", "U-ORG", "B-GPE", "U-GPE"}
