"""Sentences by punctuation alone."""

import pytest

from collation.sentences import split_sentences

CASES = (
    ("The dam broke. Forty houses stood in water.", ["The dam broke.", "Forty houses stood in water."]),
    ("Dr. Ida Brandt of St. Mark said so. She left.", ["Dr. Ida Brandt of St. Mark said so.", "She left."]),
    ("J. K. Lind came. He spoke.", ["J. K. Lind came.", "He spoke."]),
    ("“We left everything.” The bus was full.", ["“We left everything.”", "The bus was full."]),
    ("It rose 3.5 metres. Nobody slept!", ["It rose 3.5 metres.", "Nobody slept!"]),
    ("A headline\n\nThe first line.", ["A headline", "The first line."]),
    ("The U.N. agency came at 5 p.m. local time. It left.", ["The U.N. agency came at 5 p.m. local time.", "It left."]),
    ("On Nov. 20 they met. Then they parted.", ["On Nov. 20 they met.", "Then they parted."]),
    ("洪水が起きた。家が壊れた。", ["洪水が起きた。", "家が壊れた。"]),
    ("", []),
    (" \n\n ", []),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text, expected):
    found = split_sentences(text)
    assert [sentence.text for sentence in found] == expected
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in found)


def test_a_long_line_without_stops_is_one_sentence_at_once():
    text = "A. " * 1 + "word " * 50_000
    assert len(split_sentences(text)) <= 2
