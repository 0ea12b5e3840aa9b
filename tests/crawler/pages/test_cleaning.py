import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.cleaning import clean_label, clean_line, clean_text, drop_long_runs, split_paragraphs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("  a \u00a0 b\t c  ", "a b c"),
        ("a\n \n\n\n b", "a\n\nb"),
        ("300\x00 people\x07", "300 people"),
        ("\u202e003\u202c people", "003 people"),
        ("fl\u00adood\u200b \ufeffwaters", "flood waters"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ud800x", "\ufffdx"),
        ("a\u2029b\u2028c", "a\n\nb\nc"),
        (
            "\u0645\u06cc\u200c\u0631\u0648\u062f",
            "\u0645\u06cc\u200c\u0631\u0648\u062f",
        ),  # Persian needs its non-joiner
    ],
)
def test_clean_text(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@given(st.text())
def test_clean_text_is_stable_and_storable(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip()
    cleaned.encode("utf-8")


@given(st.text())
def test_a_line_has_no_break(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1


def test_labels_lose_double_escapes() -> None:
    assert clean_label("Flood &amp;amp; storm\n in Alder&#8217;s") == "Flood & storm in Alder\u2019s"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("First line stands alone\nSecond one too", ["First line stands alone", "Second one too"]),
        (
            "More than 300 people left their homes in the\ntown of Alder after the river Teal broke its\nbanks.",
            ["More than 300 people left their homes in the town of Alder after the river Teal broke its banks."],
        ),
        ("Killed: 3\nInjured: 40\nHomes destroyed in the whole of the district so far: 120", 3),
        ("", []),
    ],
)
def test_paragraphs(text: str, expected: list[str] | int) -> None:
    found = split_paragraphs(text)
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_encoded_data_is_no_text_but_unspaced_scripts_are() -> None:
    assert drop_long_runs("left " + "x" * 100_000 + " Alder") == "left Alder"
    assert drop_long_runs("(" * 20_000) == ""
    japanese = "\u6d2a\u6c34" * 600
    assert drop_long_runs(japanese) == japanese
