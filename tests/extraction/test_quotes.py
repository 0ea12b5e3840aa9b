import pytest

from extraction.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "the dam holds" and left.', ['"the dam holds"']),
        ("“Go,” he said. “Go now.”", ["“Go,”", "“Go now.”"]),
        ("‘We were told to leave,’ he said.", ["‘We were told to leave,’"]),
        ("'We back the workers' rights,' she said.", ["'We back the workers' rights,'"]),
        ("``The well is dry,'' he said.", ["``The well is dry,''"]),
        ("''The well is dry,'' he said.", ["''The well is dry,''"]),
        ("„Es brennt“, sagte er.", ["„Es brennt“"]),
        ("He asked “who said ‘no’ to us?” twice.", ["“who said ‘no’ to us?”"]),
        ("”Fear. I am afraid.” ― Lena Fox", ["”Fear. I am afraid.”"]),
    ],
)
def test_pairs_of_marks(text, expected):
    assert [text[quote.start : quote.end] for quote in find_quotes(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The workers' rights and the farmers' fields.",
        'A board of 6" by 4" was found.',
        "The so-called ‘expert’ left.",
        'He said "we will go and never closed it.',
        "Rock 'n' roll in the '90s.",
    ],
)
def test_no_quotation(text):
    assert find_quotes(text) == []


def test_speech_over_paragraphs_stays_open_at_the_end_of_each():
    text = '"The first day was calm.\n\n"The second was not," she said.'
    quotes = find_quotes(text)
    assert [text[quote.start : quote.end] for quote in quotes] == ['"The first day was calm.', '"The second was not,"']
    assert [quote.continues for quote in quotes] == [True, False]


def test_an_unclosed_mark_does_not_swallow_the_next_quotation():
    text = 'A stray " mark. "Leave now," he said.'
    assert [text[quote.start : quote.end] for quote in find_quotes(text)] == ['"Leave now,"']
