"""What changed between two versions, sentence by sentence."""

import pytest

from collation.changes import ChangeKind, compare_texts, mark_words
from collation.sentences import split_sentences

FIRST = (
    "At least 12 people were killed when a bus fell into the river Teal on Monday.\n\n"
    "Police said that the road was wet. The driver, Jon Aske, survived.\n\n"
    "The bridge was built in 1971."
)


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [
        (change.kind.value, (change.after or change.before).text.split()[0])
        for change in compare_texts(before, after)
        if change.kind is not ChangeKind.SAME
    ]


def marked(pieces) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.is_marked]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (FIRST, FIRST, []),
        (FIRST, FIRST.replace("12", "15"), [("changed", "At")]),
        (FIRST, FIRST + " It had no rail.", [("added", "It")]),
        (FIRST, FIRST.replace(" The driver, Jon Aske, survived.", ""), [("removed", "The")]),
        (FIRST, FIRST.replace("\n\n", " \n\n\n"), []),
        (FIRST, "The bridge was built in 1971.\n\n" + FIRST.rpartition("\n\n")[0], [("moved", "The")]),
        ("", "One line.", [("added", "One")]),
        ("One line.", "", [("removed", "One")]),
        ("Rain fell in Alder.", "The court in Teal heard a banker.", [("removed", "Rain"), ("added", "The")]),
    ],
)
def test_kinds(before, after, expected):
    assert kinds(before, after) == expected


def test_words_are_marked_on_both_sides():
    change = next(c for c in compare_texts(FIRST, FIRST.replace("12 people", "15 passengers")) if c.before_pieces)
    assert marked(change.before_pieces) == ["12 people"]
    assert marked(change.after_pieces) == ["15 passengers"]
    assert "".join(piece.text for piece in change.before_pieces) == change.before.text
    assert "".join(piece.text for piece in change.after_pieces) == change.after.text


def test_a_rewritten_stretch_pairs_each_sentence_with_its_own():
    after = FIRST.replace(
        "Police said that the road was wet. The driver, Jon Aske, survived.",
        "A witness spoke of fog. Police said that the road was wet and dark. The driver, Jon Aske, is alive and survived.",
    )
    assert kinds(FIRST, after) == [("added", "A"), ("changed", "Police"), ("changed", "The")]


def test_pieces_of_equal_sentences_have_no_marks():
    first, second = mark_words("The same words.", "The same words.")
    assert marked(first) == marked(second) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A b. " * 20_000, "A c. " * 20_000, {ChangeKind.ADDED, ChangeKind.REMOVED}),
        ("x " * 90_000, "x " * 90_001 + "y", {ChangeKind.CHANGED}),
        (
            " ".join(f"Sentence {n} stands here." for n in range(4_000)),
            " ".join(f"Line {n} is new." for n in range(4_000)),
            {ChangeKind.ADDED, ChangeKind.REMOVED},
        ),
    ],
)
def test_texts_too_long_to_pair_end_soon_and_lose_nothing(before, after, expected):
    changes = compare_texts(before, after)
    assert {change.kind for change in changes} == expected
    assert sum(change.before is not None for change in changes) == len(split_sentences(before))
    assert sum(change.after is not None for change in changes) == len(split_sentences(after))
