import pytest

from crawler.pages.language import find_language

ENGLISH = (
    "The river rose on Monday and the people of the town had to leave for the hills, said the mayor of Alder. " * 3
)
FRENCH = (
    "La rivi\u00e8re a d\u00e9bord\u00e9 lundi et les habitants de la ville ont d\u00fb partir vers les collines, dit le maire. "
    * 3
)

ARABIC = (
    "\u0642\u0627\u0644 \u0631\u0626\u064a\u0633 \u0627\u0644\u0628\u0644\u062f\u064a\u0629 \u0625\u0646"
    " \u0627\u0644\u0646\u0647\u0631 \u0641\u0627\u0636 \u064a\u0648\u0645 \u0627\u0644\u0627\u062b\u0646\u064a\u0646"
    " \u0648\u0627\u0636\u0637\u0631 \u0633\u0643\u0627\u0646 \u0627\u0644\u0645\u062f\u064a\u0646\u0629 \u0625\u0644\u0649"
    " \u0627\u0644\u0645\u063a\u0627\u062f\u0631\u0629 \u0646\u062d\u0648 \u0627\u0644\u062a\u0644\u0627\u0644. "
) * 4
GERMAN = (
    "Die Flut kam am Montag, und die Menschen der Stadt mussten in die Berge gehen, sagte der B\u00fcrgermeister. " * 4
)
FIGURES = "Alder Teal Brook Sands Quay Holm Brandt Ida Per " * 4


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("en-GB", ENGLISH, "en"),
        (None, ENGLISH, "en"),
        ("ko", ENGLISH, "en"),  # a template of another edition
        ("fr_FR", FRENCH, "fr"),
        (None, FRENCH, "fr"),
        ("en", FRENCH, "fr"),
        ("en", "Too short to tell.", "en"),
        ("english", ENGLISH, "en"),
        ("x-default", FRENCH, "fr"),
        (None, ARABIC, "ar"),
        ("en", GERMAN, "de"),
        ("en", FIGURES, None),
        (None, FIGURES, None),
        ("es", FIGURES, "es"),
        (None, "", None),
    ],
)
def test_language(declared: str | None, text: str, expected: str | None) -> None:
    assert find_language(declared, text) == expected
