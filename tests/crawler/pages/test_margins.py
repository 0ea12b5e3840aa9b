import pytest

from crawler.pages.margins import trim_margins

BODY = "The river rose on Monday and 300 people left."


@pytest.mark.parametrize(
    ("paragraphs", "kept"),
    [
        ([BODY, "Similar News"], [BODY]),
        ([BODY, "Related", "More From Alder", "Read Next"], [BODY]),
        ([BODY, "Update: 2023-11-20 23:14 GMT", BODY], [BODY, BODY]),
        ([BODY, "Last updated on 20 November 2023"], [BODY]),
        # What is text stays.
        ([BODY, "The dead are:", "Ida Brandt", "Per Holm"], [BODY, "The dead are:", "Ida Brandt", "Per Holm"]),
        ([BODY, "Killed: 3"], [BODY, "Killed: 3"]),
        ([BODY, "They were wrong."], [BODY, "They were wrong."]),
        ([BODY, "\u201cWe left.\u201d"], [BODY, "\u201cWe left.\u201d"]),
        ([BODY, "Alder", "Teal", "Brook", "Sands"], [BODY, "Alder", "Teal", "Brook", "Sands"]),
        (["Flood in Alder"], ["Flood in Alder"]),
        ([BODY, "Update: the dam holds"], [BODY, "Update: the dam holds"]),
        ([], []),
    ],
)
def test_trim(paragraphs: list[str], kept: list[str]) -> None:
    assert list(trim_margins(paragraphs).paragraphs) == kept


def test_dates_in_the_margin() -> None:
    trimmed = trim_margins(["Published: 19 November 2023", "Updated at 23:14 GMT, 20 November 2023", BODY])
    assert trimmed.published is not None
    assert trimmed.modified is not None
    assert (trimmed.published.printed, trimmed.published.has_time) == ("19 November 2023", False)
    assert (trimmed.modified.printed, trimmed.modified.origin) == ("23:14 GMT, 20 November 2023", "text")


def test_a_bare_date_at_the_top_dates_the_article_and_stays() -> None:
    trimmed = trim_margins(["Friday, January 4, 2019", BODY])
    assert trimmed.paragraphs == ("Friday, January 4, 2019", BODY)
    assert trimmed.published is not None
    assert trimmed.published.value.date().isoformat() == "2019-01-04"
