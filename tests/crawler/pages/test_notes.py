import pytest

from crawler.pages.notes import find_notes

BODY = ("More than 300 people left the town on Monday.", "They went to the hills.", "The dam holds, the mayor said.")


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("KABUL, Nov 20 (Reuters) - More than 300 people left.", "KABUL, Nov 20 (Reuters) -"),
        ("KABUL, Nov. 20 (Agency) \u2014 More than 300 people left.", "KABUL, Nov. 20 (Agency) \u2014"),
        ("NAIROBI, Kenya (AP) _ More than 300 people left.", "NAIROBI, Kenya (AP) _"),
        ("GENEVA/KABUL, 12 March 2024 \u2013 More than 300 people left.", "GENEVA/KABUL, 12 March 2024 \u2013"),
        ("PORT-AU-PRINCE \u2014 More than 300 people left.", "PORT-AU-PRINCE \u2014"),
        ("Juba (Agency) - More than 300 people left.", "Juba (Agency) -"),
        ("Kabul, 20 November 2023 \u2013 More than 300 people left.", "Kabul, 20 November 2023 \u2013"),
        ("(Agency) \u2014 More than 300 people left.", "(Agency) \u2014"),
        # No datelines.
        ("More than 300 people left \u2014 most of them on foot.", None),
        ("Alder - a town on the river Teal - was cut off.", None),
        ("The UN (OCHA) said that 300 people left.", None),
        ("UNICEF said on Monday - not for the first time - that children died.", None),
        ("KABUL, Nov 20 (Reuters) -", None),
    ],
)
def test_datelines(first: str, expected: str | None) -> None:
    found = find_notes((first, *BODY)).dateline
    assert (None if found is None else found.text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ida Brandt in Alder; Editing by Per Holm)",
        "Reporting by Ida Brandt; additional reporting by Per Holm",
        "Additional reporting by Ida Brandt",
        "Writing by Ida Brandt, Editing by Per Holm",
        "Ida Brandt in Teal contributed to this report.",
        "With inputs from PTI",
        "With files from The Canadian Press",
        "Source: News agencies",
        "AFP/Reuters",
        "\u2014 Xinhua",
        "(AP)",
        "\u00a9 2023 Alder Post",
        "Copyright 2023 The Associated Press. All rights reserved.",
    ],
)
def test_credits(line: str) -> None:
    paragraphs = (*BODY, line)
    found = find_notes(paragraphs).credit
    assert found is not None
    assert found.text == line
    assert found.is_in("\n\n".join(paragraphs))


@pytest.mark.parametrize(
    "line",
    [
        "Reporting to the council, the mayor said that 300 people left.",
        "The agencies contributed 300 tents.",
        "Reuters reported that 300 people left.",
        "A source close to the mayor said: leave.",
        "AFP said it had lost a driver.",
        "Editing the list of the missing took days.",
    ],
)
def test_sentences_are_no_credits(line: str) -> None:
    assert find_notes((*BODY, line)).credit is None


def test_a_credit_of_two_lines_is_one_stretch_and_one_far_from_the_end_is_none() -> None:
    lines = ("(Reporting by Ida Brandt)", "Copyright 2023 Alder Wire")
    found = find_notes((*BODY, *lines)).credit
    assert found is not None
    assert found.text == "\n\n".join(lines)
    assert find_notes((lines[0], *BODY, *BODY)).credit is None
    assert find_notes((lines[0],)).credit is None  # the whole text is no credit


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Correction: An earlier version of this article gave the number of dead as 12. It is 10.", True),
        ("CORRECTION \u2014 The mayor's name is Brandt.", True),
        ("Editor\u2019s note: This story has been updated.", True),
        ("(This story has been refiled to correct the figure in paragraph 2)", True),
        ("This article was corrected on 21 November 2023: 300 people left, not 3,000.", True),
        ("A previous version of this story misspelled the name of the river.", True),
        ("(Corrects number of dead in first paragraph)", True),
        ("Clarification: the dam is owned by the town.", True),
        ("Corrections officers opened the gates of the prison.", False),
        ("The correction of the figures took the ministry a week.", False),
        ("This article of the treaty was amended in 1990, the court said, and 300 people left.", False),
        ("An earlier flood had killed 12.", False),
    ],
)
def test_corrections(line: str, *, expected: bool) -> None:
    paragraphs = (BODY[0], line, BODY[1])
    found = find_notes(paragraphs).correction
    assert (found is not None) is expected
    if found is not None:
        assert found.is_in("\n\n".join(paragraphs))
