import pytest

from extraction.components.windows import Window, encode_window, find_repeats, find_windows


def find(text, limit=6, margin=2):
    """Windows of a text in which `|` starts a paragraph; every word has one piece."""
    words, breaks = [], []
    for part in text.split("|"):
        for place, word in enumerate(part.split()):
            words.append(word)
            breaks.append(place == 0 and len(words) > 1)
    return find_windows([1] * len(words), words, breaks, limit, margin)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a", [Window(0, 1, 0, 1)]),
        ("a b c | d e f", [Window(0, 6, 0, 6)]),
        ("a b c d | e f g h", [Window(0, 4, 0, 4), Window(4, 8, 4, 8)]),
        ("a b . c d e f g", [Window(0, 5, 0, 3), Window(1, 8, 3, 8)]),
        ("a b c d e f g h", [Window(0, 8, 0, 6), Window(4, 8, 6, 8)]),
        # The rest of a cut paragraph takes the next paragraph along where it fits.
        ("a b c d e f g h | i", [Window(0, 8, 0, 6), Window(4, 9, 6, 9)]),
    ],
)
def test_find_windows(text, expected):
    assert find(text) == expected


def test_windows_keep_every_word_once():
    words = [f"w{number}" if number % 7 else "." for number in range(500)]
    breaks = [number % 90 == 0 and number > 0 for number in range(500)]
    windows = find_windows([1 + number % 3 for number in range(500)], words, breaks, 40, 8)
    kept = [index for window in windows for index in range(window.first, window.last)]
    assert kept == list(range(500))
    assert all(window.start <= window.first < window.last <= window.end for window in windows)


def test_a_word_longer_than_a_window_has_one_of_its_own():
    assert find_windows([50, 1], ["x", "y"], [False, False], 10, 0) == [Window(0, 1, 0, 1), Window(1, 2, 1, 2)]


def test_encode_window_marks_paragraphs_and_points_at_first_and_last_pieces():
    window = encode_window(
        [(5,), (6, 7), (8,)], [1, 2, 3], [False, False, True], Window(0, 3, 0, 3), start=100, stop=101
    )
    assert window.pieces == [100, 5, 6, 7, 101, 8, 101]
    assert window.forms == [0, 1, 2, 2, 0, 3, 0]
    assert window.firsts == [1, 2, 5]
    assert window.lasts == [1, 3, 5]


def test_windows_that_read_the_same_are_found():
    words = ["("] * 400 + ["x"]
    breaks = [False] * len(words)
    windows = find_windows([1] * len(words), words, breaks, 40, 8)
    pieces = [(7,) if word == "(" else (8,) for word in words]
    encoded = [encode_window(pieces, [1] * len(words), breaks, window, start=0, stop=9) for window in windows]
    repeats = find_repeats(windows, encoded)
    assert repeats[0] == 0  # the first one keeps no margin before it
    assert len(set(repeats)) <= 4
    assert all(repeats[first] == first for first in repeats)
    assert repeats[-1] == len(windows) - 1  # it alone reads the x
