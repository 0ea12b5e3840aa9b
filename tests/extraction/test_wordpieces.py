import pytest

from extraction.components.wordpieces import (
    FORM_COUNT,
    GAPS,
    MODES,
    SHAPES,
    WordPieces,
    find_forms,
    find_gap,
    find_shape,
    split_marks,
)

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "un",
    "##break",
    "##able",
    "u",
    "n",
    ".",
    "cafe",
    "10",
    ",",
    "000",
    "-",
]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("unbreakable", ["un", "##break", "##able"]),
        ("UNBREAKABLE", ["un", "##break", "##able"]),
        ("U.N.", ["u", ".", "n", "."]),
        ("Caf\u00e9", ["cafe"]),
        ("10,000", ["10", ",", "000"]),
        ("unx", ["[UNK]"]),
        ("\U0001f600", ["[UNK]"]),
        ("\u200f", ["[UNK]"]),
        ("\x00", ["[UNK]"]),
        ("un" * 60, ["[UNK]"]),
        ("." * 40, ["."] * 16),
    ],
)
def test_find_pieces(word, expected):
    pieces = WordPieces(VOCABULARY)
    assert [VOCABULARY[piece] for piece in pieces.find_pieces(word)] == expected
    assert pieces.find_pieces(word) == pieces.find_pieces(word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("don\u2019t", ["don", "\u2019", "t"]), ("\u4e2d\u56fd", ["\u4e2d", "\u56fd"]), ("$5m", ["$", "5m"]), ("", [])],
)
def test_split_marks(word, expected):
    assert split_marks(word) == expected


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", "lower"),
        ("Peru", "title"),
        ("UNICEF", "upper"),
        ("U.N.", "upper"),
        ("A", "letter"),
        ("iPhone", "mixed"),
        ("McKay", "mixed"),
        ("12,000", "number"),
        ("3.5", "number"),
        ("G20", "alphanumeric"),
        ("5m", "alphanumeric"),
        ("\u2014", "other"),
        ("\u0633\u0644\u0627\u0645", "mixed"),
    ],
)
def test_find_shape(word, shape):
    assert SHAPES[find_shape(word)] == shape


@pytest.mark.parametrize(("space", "gap"), [("", 0), (" ", 1), ("\n", 2), (" \n ", 2), ("\n\n", 3), ("\n\n\n", 3)])
def test_find_gap(space, gap):
    assert find_gap(space) == gap


def read_modes(words, spaces):
    return [MODES[form // len(GAPS) % len(MODES)] for form in find_forms(words, spaces)]


def test_forms_tell_first_words_and_headlines_apart():
    words = ["Quake", "Kills", "Twelve", "Rain", "fell", ".", "It", "stopped", "OVER", "FORTY", "FLEE"]
    spaces = ["", " ", " ", "\n\n", " ", "", " ", " ", "\n\n", " ", " "]
    expected = ["title case"] * 3
    expected += ["running, first", "running", "running", "running, first", "running"]
    expected += ["capitals"] * 3
    assert read_modes(words, spaces) == expected


def test_forms_are_rows_of_the_table():
    assert all(0 <= form < FORM_COUNT for form in find_forms(["A", "b", "3", "?"], ["", " ", "\n", "\n\n"]))
