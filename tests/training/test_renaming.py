"""Other names in entity texts; skipped where PyTorch is not installed, as all of training is."""

import random

import pytest

pytest.importorskip("torch", reason="training/requirements.txt is not installed")

from training.corpora import EntityText
from training.renaming import NamePool, draw_names, read_pool, rename, spell_plainly

POOL = NamePool(places=[[["Zaqet", "Zaket"], ["Marun"]], [["Ilo Bay"]]], people=["Temi Okar", "Ida van Rell"])


def build_text(text, *entities, missing=()):
    spans = tuple((text.index(name), text.index(name) + len(name), label) for name, label in entities)
    return EntityText(text=text, entities=spans, missing=missing, source="own", split="train", document="")


def words(text):
    return [(text.text[start:end], label) for start, end, label in text.entities]


@pytest.fixture
def article():
    text = "Ana Ruiz left LIMA in May. The mayor of Lima, Ruiz, met Acme near Lima."
    spans = [(0, 8, "PERSON"), (14, 18, "GPE"), (40, 44, "GPE"), (46, 50, "PERSON"), (56, 60, "ORG"), (66, 70, "GPE")]
    return EntityText(text=text, entities=tuple(spans), missing=((22, 25),), source="own", split="train", document="a")


def test_names_change_and_offsets_follow(article):
    for seed in range(20):
        varied = rename(article, POOL, random.Random(seed))
        labels = [label for _, label in words(varied)]
        assert labels == ["PERSON", "GPE", "GPE", "PERSON", "ORG", "GPE"]
        assert [varied.text[start:end] for start, end in varied.missing] == ["May"]
        assert words(varied)[4] == ("Acme", "ORG")
        places = {"Zaqet", "Zaket", "Marun", "Ilo Bay", "Lima"}
        assert {name for name, label in words(varied) if label == "GPE" and not name.isupper()} <= places


def test_a_name_is_the_same_throughout_and_a_last_name_follows(article):
    seen = set()
    for seed in range(20):
        varied = words(rename(article, POOL, random.Random(seed)))
        assert varied[2] == varied[5]
        assert varied[3][0] == varied[0][0].split()[-1]
        assert varied[1][0].isupper()
        seen.add(varied[0][0])
    assert seen == {"Ana Ruiz", "Temi Okar", "Ida van Rell"}


def test_the_same_seed_gives_the_same_text(article):
    assert rename(article, POOL, random.Random(5)) == rename(article, POOL, random.Random(5))


def test_organisations_peoples_and_single_names_stay():
    text = build_text("Plato met Danes of Acme.", ("Plato", "PERSON"), ("Danes", "NORP"), ("Acme", "ORG"))
    assert all(not draw_names(text, POOL, random.Random(seed)) for seed in range(10))


def test_a_text_without_entities_is_unchanged():
    text = build_text("Nothing happened.", missing=((0, 7),))
    assert rename(text, POOL, random.Random(0)) == text


def test_the_pool_has_settlements_of_many_countries_and_full_names():
    pool = read_pool([build_text("Ana Ruiz met Plato.", ("Ana Ruiz", "PERSON"), ("Plato", "PERSON"))])
    assert pool.people == ["Ana Ruiz"]
    assert len(pool.places) > 150
    assert all(name.isascii() for country in pool.places for names in country for name in names)


def test_spellings_are_plain():
    assert spell_plainly(["Kh\u0101n Y\u016bnis", "Khan Yunis", "123", "Bras\u00edlia"]) == ["Brasilia", "Khan Yunis"]
