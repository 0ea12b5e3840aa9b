"""Text cut into marked pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.marks import Mark, cut_pieces

TEXT = "0123456789"


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], ["0123456789"]),
        ([(2, 4, "a")], ["01", "23|a", "456789"]),
        ([(2, 6, "a"), (4, 8, "b")], ["01", "23|a", "45|a,b", "67|b", "89"]),  # crossing
        ([(2, 8, "a"), (4, 6, "b")], ["01", "23|a", "45|a,b", "67|a", "89"]),  # nested
        ([(2, 4, "a"), (2, 4, "b")], ["01", "23|a,b", "456789"]),  # the same stretch twice
        ([(0, 10, "a")], ["0123456789|a"]),
        ([(0, 2, "a"), (2, 4, "b")], ["01|a", "23|b", "456789"]),  # neighbours
        ([(0, 2, "a"), (0, 2, "a")], ["01|a", "23456789"]),
    ],
)
def test_pieces_are_cut_at_every_boundary(stretches, expected):
    marks = [Mark(start=start, end=end, kind=kind) for start, end, kind in stretches]
    pieces = cut_pieces(TEXT, marks)
    assert [piece.text + ("|" + ",".join(piece.kinds) if piece.kinds else "") for piece in pieces] == expected
    assert "".join(piece.text for piece in pieces) == TEXT


def test_a_window_shows_its_part_of_a_wider_mark_with_its_label():
    marks = [Mark(start=0, end=10, kind="evidence", label="whole"), Mark(start=8, end=10, kind="b", label="later")]
    assert [(p.text, p.kinds, p.labels) for p in cut_pieces(TEXT, marks, start=3, end=6)] == [
        ("345", ("evidence",), ("whole",))
    ]


def test_a_label_stands_once_where_its_mark_begins():
    marks = [Mark(start=1, end=8, kind="a", label="A"), Mark(start=3, end=5, kind="b", label="B", href="/x")]
    assert [(p.text, p.labels, p.href) for p in cut_pieces(TEXT, marks)] == [
        ("0", (), None),
        ("12", ("A",), None),
        ("34", ("B",), "/x"),
        ("567", (), None),
        ("89", (), None),
    ]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 4), (8, 11)])
def test_a_mark_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="no stretch"):
        cut_pieces(TEXT, [Mark(start=start, end=end, kind="a")])


def test_code_points_beyond_the_basic_plane_count_as_one():
    assert [piece.text for piece in cut_pieces("😀12", [Mark(start=1, end=2, kind="a")])] == ["😀", "1", "2"]


@given(
    st.text(min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40), st.sampled_from("abc")), max_size=8),
)
def test_every_character_keeps_its_place_and_all_its_marks(text, stretches):
    marks = [Mark(start=first, end=last, kind=kind) for first, last, kind in stretches if first < last <= len(text)]
    pieces = cut_pieces(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    kinds = [set(piece.kinds) for piece in pieces for _ in piece.text]
    assert kinds == [{mark.kind for mark in marks if mark.start <= at < mark.end} for at in range(len(text))]
