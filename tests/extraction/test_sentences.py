import numpy as np

from extraction.components.sentences import OPEN_ODDS, OPEN_SHARE, Trees, find_insides, find_sentences, settle_sentences

LONGEST = 150


def find(starts, breaks=None, longest=LONGEST):
    starts = np.array(starts, dtype=np.float32)
    return find_sentences(starts, breaks or [False] * len(starts), longest)


def settle(starts, score, breaks=None, longest=LONGEST):
    starts = np.array(starts, dtype=np.float32)
    breaks = breaks or [False] * len(starts)
    return settle_sentences(find_sentences(starts, breaks, longest), starts, breaks, longest, score)


def prefer(*likely):
    """A score that likes some stretches and nothing else."""
    return lambda start, end: 0.0 if (start, end) in likely else -20.0


def test_what_goes_on_a_word_starts_no_sentence():
    words, spaces = ["K2", "-", "18b", "shines", ".", "So"], ["", "", "", " ", "", ""]
    assert find_insides(words, spaces) == [1, 4]


def test_a_label_goes_with_what_is_said():
    words = ["(", "(", "WN", ")", ")", ":", "Why", "?", "He", "said", "so", ":", "No", ":", "Go"]
    spaces = ["", "", "", "", "", " ", " ", "", " ", " ", " ", "", " ", "\n\n", " "]
    # The closing brackets and colons; "Why" after the label; "No" follows a clause, and the last colon starts a paragraph.
    assert find_insides(words, spaces) == [3, 4, 5, 6, 7, 11]


def test_a_positive_score_and_a_paragraph_begin_a_sentence():
    assert find([5, -5, 5, -5], breaks=[False, False, False, True]) == [(0, 2), (2, 3), (3, 4)]


def test_a_long_stretch_is_cut_at_the_likeliest_word():
    assert find([5, -5, -1, -5, -5], longest=4) == [(0, 2), (2, 5)]


def test_trees_join_what_open_odds_parted():
    assert settle([9, -9, 1, -9], prefer((0, 4))) == [(0, 4)]


def test_trees_part_what_open_odds_joined():
    assert settle([9, -9, -1, -9], prefer((0, 2), (2, 4))) == [(0, 2), (2, 4)]


def test_a_boundary_that_is_sure_stays():
    sure = OPEN_ODDS + 1
    assert settle([9, -9, sure, -9], prefer((0, 4))) == [(0, 2), (2, 4)]
    assert settle([9, -9, -sure, -9], prefer((0, 2), (2, 4))) == [(0, 4)]


def test_paragraphs_are_never_joined():
    assert settle([9, 0.1, 0.1], prefer((0, 3)), breaks=[False, True, False]) == [(0, 1), (1, 3)]


def test_no_sentence_grows_longer_than_the_longest():
    assert settle([9, -9, 1, -9], prefer((0, 4)), longest=3) == [(0, 2), (2, 4)]


def test_junk_has_only_its_share_of_second_looks():
    asked = []
    settle([0.1] * 600, lambda start, end: asked.append((start, end)) or 0.0)
    assert 0 < len(asked) <= 3 * (600 // OPEN_SHARE + 1)


def test_a_tree_has_its_heads_and_their_probability():
    arc_word, arc_head = np.eye(2, dtype=np.float32), np.zeros((2, 2), dtype=np.float32)
    arc_head[0] = [0.0, np.log(3.0)]  # the second word likes the first one three to one
    trees = Trees(arc_word, arc_head, np.array([50.0, 0.0], dtype=np.float32))
    heads, probability = trees.find(0, 2)
    assert heads.tolist() == [0, 0]
    assert np.isclose(probability, np.log(3 / 4))
    assert trees.find(1, 2)[0].tolist() == [0]
