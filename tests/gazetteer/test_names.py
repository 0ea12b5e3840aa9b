import pytest

from gazetteer.names import fold, is_readable


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Spīn Bōldak", "Spin-Boldak"),
        ("Spin Boldak", "SPINBOLDAK"),
        ("Cox’s Bāzār", "Cox's Bazar"),
        ("Côte d'Ivoire", "Cote d’Ivoire"),
        ("St. Louis", "Saint Louis"),
        ("U.S.", "US"),
        ("W. Va.", "W.Va."),
        ("Bosnia and Herzegovina", "Bosnia-Herzegovina"),
        ("The Hague", "hague the"),
        ("Łódź", "Lodz"),
        ("Diyarbakır", "Diyarbakir"),
        ("Ash Shaykh Zuwayd", "Ash-Shaykh Zuwayd"),
    ],
)
def test_fold_joins_spellings(first, second):
    assert fold(first) == fold(second) != ""


@pytest.mark.parametrize(("first", "second"), [("Paris", "Pariš"), ("Rafah", "Rafaḩ"), ("Adre", "Adré")])
def test_fold_drops_marks(first, second):
    assert fold(first) == fold(second)


@pytest.mark.parametrize(("first", "second"), [("Chad", "Chaman"), ("Niger", "Nigeria"), ("Georgia", "Georgian")])
def test_fold_keeps_names_apart(first, second):
    assert fold(first) != fold(second)


@pytest.mark.parametrize("name", ["", " ", "-", "…", "().", "'"])
def test_fold_is_empty_without_letters(name):
    assert fold(name) == ""


@pytest.mark.parametrize("name", ["The", "And", "Saint"])
def test_fold_keeps_a_lone_word(name):
    assert fold(name) == name.lower()


@pytest.mark.parametrize("name", ["Kābul", "El Fasher", "Cox’s Bazar", "Ivory Coast", "Łódź"])
def test_is_readable(name):
    assert is_readable(name)


@pytest.mark.parametrize(
    "name", ["Кабул", "كابل", "swldw", "KBL", "https://x.org", "1st Ward", "Paris, Texas", "", "a" * 80]
)
def test_is_not_readable(name):
    assert not is_readable(name)
