import pytest

from crawler.pages.language import find_language

ENGLISH = (
    "The river rose on Monday and the people of the town had to leave for the hills, said the mayor of Alder. " * 3
)
FRENCH = (
    "La rivi\u00e8re a d\u00e9bord\u00e9 lundi et les habitants de la ville ont d\u00fb partir vers les collines, dit le maire. "
    * 3
)


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("en-GB", ENGLISH, "en"),
        (None, ENGLISH, "en"),
        ("ko", ENGLISH, "en"),  # a template of another edition
        ("fr_FR", FRENCH, "fr"),
        (None, FRENCH, None),
        ("en", FRENCH, None),
        ("en", "Too short to tell.", "en"),
        ("english", ENGLISH, "en"),
        ("x-default", FRENCH, None),
        (None, "", None),
    ],
)
def test_language(declared: str | None, text: str, expected: str | None) -> None:
    assert find_language(declared, text) == expected
