"""Places: stretches, rules and resolution, on hand-made parses and a small index; a few simple sentences on the model."""

import dataclasses
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extraction.components.places import NOT_LOCATING, PlaceFinder, choose_place, find_rule
from extraction.extensions import PLACES, records_of
from extraction.place_classifier import PlaceClassifier, probability, read_weights
from extraction.place_names import container_of, group_names, is_demonym, peoples_of
from extraction.place_ranker import Name, PlaceRanker, is_inside
from extraction.place_spans import Toponym, find_toponyms
from gazetteer.crossings import read_crossings
from gazetteer.lookup import Gazetteer
from gazetteer.schema import Entry
from gazetteer.staging import new_index, settle, stage_crossings, stage_entries
from gazetteer.tables import merge_divisions, read_countries, read_divisions, read_regions
from records import PlaceCandidate

TOWNS = [
    # name, country, division, latitude, longitude, population, other names
    ("Spīn Bōldak", "AF", "23", 31.01, 66.4, 0, ()),
    ("Chaman", "PK", "02", 30.92, 66.45, 130_000, ()),
    ("Kabul", "AF", "13", 34.53, 69.17, 4_400_000, ()),
    ("Kandahār", "AF", "23", 31.61, 65.71, 600_000, ("Kandahar",)),
    ("Jalālābād", "AF", "18", 34.43, 70.45, 200_000, ("Jalalabad",)),
    ("Rafaḩ", "PS", "GZ", 31.3, 34.24, 170_000, ("Rafah",)),
    ("Rafaḩ", "EG", "27", 31.28, 34.24, 40_000, ("Rafah",)),
    ("Gaza", "PS", "GZ", 31.5, 34.47, 410_000, ()),
    ("Khān Yūnis", "PS", "GZ", 31.34, 34.31, 205_000, ("Khan Younis",)),
    ("Paris", "FR", "11", 48.85, 2.35, 2_100_000, ()),
    ("Paris", "US", "TX", 33.66, -95.56, 25_000, ()),
    ("Dallas", "US", "TX", 32.78, -96.81, 1_300_000, ()),
    ("Cox’s Bāzār", "BD", "84", 21.44, 92.01, 250_000, ()),
    ("Islamabad", "PK", "08", 33.72, 73.04, 1_000_000, ()),
    ("Kansas City", "US", "MO", 39.1, -94.58, 500_000, ()),
]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("places") / "small.sqlite"
    towns = (
        Entry(geonameid=number, name=name, country=country, division=division, latitude=latitude, longitude=longitude,
              population=population, names=names, feature_class="P",
              feature_code="PPLC" if name in {"Kabul", "Islamabad"} else "PPL")
        for number, (name, country, division, latitude, longitude, population, names) in enumerate(TOWNS, start=1)
    )  # fmt: skip
    with new_index(path) as db:
        entries, divisions = merge_divisions(list(read_regions()), list(read_divisions()))
        stage_entries(db, [*read_countries(), *entries])
        stage_entries(db, towns)
        stage_crossings(db, read_crossings())
        settle(db, divisions, source="small")
    return path


@pytest.fixture(scope="session")
def finder(index: Path) -> PlaceFinder:
    return PlaceFinder(gazetteer_path=index)


@pytest.fixture
def gazetteer(index: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(index) as found:
        yield found


def _place(name: str, **changes: object) -> PlaceCandidate:
    place = PlaceCandidate(key=f"geonames:{zlib.crc32(name.encode())}", name=name, latitude=1.0, longitude=1.0,
                           feature_class="P", feature_code="PPL", country="AF", admin1=None, population=1000, score=0.0)  # fmt: skip
    return dataclasses.replace(place, **changes)


VOCAB = spacy.blank("en").vocab
KNOWN = {
    name: (_place(name),)
    for name in ("Kansas City", "Kansas", "Cox's Bazar", "Cox", "Paris", "Neches", "Lamar County", "Lamar", "Côte d'Ivoire",
                 "Rio de Janeiro", "Kabul", "Lake Chad", "Chad", "New York", "York")
}  # fmt: skip


def _doc(words: str, ents: str = "") -> Doc:
    """Return a Doc of words apart by spaces; `ents` is like `1-2:GPE`, token numbers from 0, end exclusive."""
    doc = Doc(VOCAB, words=words.split())
    spans = []
    for ent in ents.split():
        where, label = ent.split(":")
        start, end = where.split("-")
        spans.append(doc[int(start) : int(end)])
        spans[-1].label_ = label
    doc.set_ents(spans)
    return doc


@pytest.mark.parametrize(
    ("words", "ents", "expected"),
    [
        ("police in Kansas City said", "", [("Kansas City", "gazetteer")]),
        ("the Kansas City Police Department", "1-5:ORG", [("Kansas City", "gazetteer")]),
        ("the Paris Library", "1-3:ORG", [("Paris", "gazetteer")]),
        ("refugees in Cox 's Bazar", "", [("Cox 's Bazar", "gazetteer")]),
        ("Rio de Janeiro and Kabul", "", [("Rio de Janeiro", "gazetteer"), ("Kabul", "gazetteer")]),
        ("the Neches River rose", "", [("Neches River", "pattern")]),
        ("along Neches Street", "", [("Neches Street", "pattern")]),
        ("in Lamar County jail", "", [("Lamar County", "pattern")]),
        ("near Lake Chad today", "", [("Lake Chad", "pattern")]),
        ("in Mbelele yesterday", "1-2:GPE", [("Mbelele", "entity")]),
        ("in the Mbelele yesterday", "1-3:GPE", [("Mbelele", "entity")]),
        ("in New York", "1-3:GPE", [("New York", "gazetteer")]),
        ("in kansas city and paris", "", []),
        ("Mr Smith spoke", "1-2:PERSON", []),
        ("the river rose", "", []),
        ("", "", []),
    ],
)
def test_find_toponyms(words, ents, expected):
    doc = _doc(words, ents)
    known = {name.replace("Cox's", "Cox 's"): places for name, places in KNOWN.items()}
    found = find_toponyms(doc, lambda name: known.get(name, ()))
    assert [(doc[t.start : t.end].text, t.origin) for t in found] == expected


def test_toponyms_never_overlap():
    doc = _doc("New York City Lake Chad County Paris Street Kabul River", "0-3:GPE 2-5:LOC".split(maxsplit=1)[0])
    found = find_toponyms(doc, lambda name: KNOWN.get(name, ()))
    tokens = [index for toponym in found for index in range(toponym.start, toponym.end)]
    assert len(tokens) == len(set(tokens))


def test_a_word_for_a_crossing_chooses_the_crossing(gazetteer):
    doc = _doc("at the Rafah border crossing", "")
    (toponym,) = find_toponyms(doc, gazetteer.candidates)
    assert doc[toponym.start : toponym.end].text == "Rafah"
    assert {place.key for place in toponym.candidates} == {"crossing:rafah-crossing-eg"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Afghan", True),
        ("Afghans", True),
        ("Georgian", True),
        ("Philippines", False),
        ("Georgia", False),
        ("Kabul", False),
    ],
)
def test_is_demonym(text, expected):
    assert is_demonym(text) is expected


def test_peoples_share_out():
    assert peoples_of(_doc("Afghans and an Afghan met a Syrian , South Sudanese too")) == {
        "AF": 0.4, "SY": 0.2, "SS": 0.2, "SD": 0.2,
    }  # fmt: skip
    assert peoples_of(_doc("nobody")) == {}


@pytest.mark.parametrize(
    ("words", "outer"),
    [
        ("Paris , Texas , woke", "Texas"),
        ("Paris ( Texas ) woke", "Texas"),
        ("Paris in Texas woke", "Texas"),
        ("Texas 's Paris woke", "Texas"),
        ("Paris , Afghanistan , woke", None),  # no Paris there: a list
        ("Paris and Texas woke", None),
        ("Paris , where Texas played", None),
    ],
)
def test_container_of(gazetteer, words, outer):
    doc = _doc(words)
    toponyms = find_toponyms(doc, gazetteer.candidates)
    number = next(index for index, toponym in enumerate(toponyms) if doc[toponym.start].text == "Paris")
    found = container_of(doc, toponyms, number)
    assert (None if found is None else doc[toponyms[found].start].text) == outer


def test_mentions_with_other_containers_are_other_names(gazetteer):
    doc = _doc("Paris , France , and Paris , Texas , and Paris")
    toponyms = find_toponyms(doc, gazetteer.candidates)
    names, numbers = group_names(doc, toponyms, [1.0] * len(toponyms))
    of_paris = [number for toponym, number in zip(toponyms, numbers, strict=True) if doc[toponym.start].text == "Paris"]
    assert len(set(of_paris)) == 2
    assert [names[number].text for number in of_paris] == ["Paris"] * 3


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (
            _place("Kandahar", admin1="Kandahar"),
            _place("Kandahar Province", feature_class="A", feature_code="ADM1"),
            False,
        ),
        (_place("Arghandab", admin1="Kandahar"), _place("Kandahar", feature_class="A", feature_code="ADM1"), True),
        (_place("Kabul"), _place("Afghanistan", feature_class="A", feature_code="PCLI"), True),
        (_place("Kabul"), _place("Pakistan", feature_class="A", feature_code="PCLI", country="PK"), False),
        (_place("Near"), _place("County", feature_class="A", feature_code="ADM2", latitude=1.2), True),
        (_place("Far"), _place("County", feature_class="A", feature_code="ADM2", latitude=3.0), False),
    ],
)
def test_is_inside(inner, outer, expected):
    assert is_inside(inner, outer) is expected


def _name(text: str, candidates: tuple[PlaceCandidate, ...], **changes: object) -> Name:
    name = Name(text=text, candidates=candidates, position=0, weight=1.0, containers=(), contents=(), cue="",
                is_dateline=False, mentions=1)  # fmt: skip
    return dataclasses.replace(name, **changes)


CITY = _place("Kabul", feature_code="PPLC", latitude=34.53, longitude=69.17)
PROVINCE = _place(
    "Kabul Province", population=3000, feature_class="A", feature_code="ADM1", latitude=34.64, longitude=69.18
)
FAR_STATE = _place("New York", feature_class="A", feature_code="ADM1", latitude=43.0, longitude=-75.5)
FAR_CITY = _place("New York City", latitude=40.7, longitude=-74.0)


@pytest.mark.parametrize(
    ("name", "best"),
    [
        (_name("Kabul", (PROVINCE, CITY)), "Kabul"),
        (_name("Kabul", (PROVINCE, CITY), cue="division"), "Kabul Province"),
        (_name("Kabul Province", (PROVINCE, CITY)), "Kabul Province"),
        (_name("New York", (FAR_STATE, FAR_CITY)), "New York"),
        (_name("Kabul", (PROVINCE, _place("Kabul City", latitude=34.53, longitude=69.17))), "Kabul Province"),
        (_name("Kabul", (PROVINCE, dataclasses.replace(CITY, population=10))), "Kabul Province"),
    ],
)
def test_choose_place(name, best):
    ordered = choose_place(name, [0.6, 0.4])
    assert ordered[0][0].name == best
    assert sorted(place.name for place, _ in ordered) == sorted(place.name for place in name.candidates)


SEA = _place("Red Sea", feature_class="H", feature_code="SEA")
SHORE = _place("Red Sea Governorate", feature_class="A", feature_code="ADM1")
TOWN = _place("Gaza City", latitude=31.5, longitude=34.4)
STRIP = _place("Gaza Strip", feature_class="A", feature_code="ADM1", latitude=31.4, longitude=34.4)
ELSEWHERE = _place("Gaza", feature_class="A", feature_code="ADM1", latitude=-24.8, longitude=33.3)


def test_a_sea_goes_before_the_division_on_its_shore():
    assert choose_place(_name("Red Sea", (SHORE, SEA)), [0.7, 0.2])[0][0] is SEA
    assert choose_place(_name("Red Sea", (SHORE, SEA), cue="division"), [0.7, 0.2])[0][0] is SHORE
    assert choose_place(_name("Red Sea", (SHORE,)), [0.7])[0][0] is SHORE


def test_places_beside_each_other_stand_together_against_one_elsewhere():
    name = _name("Gaza", (ELSEWHERE, TOWN, STRIP))
    (first, score), *_ = choose_place(name, [0.48, 0.27, 0.23])
    assert first is TOWN
    assert score == pytest.approx(0.5)
    assert choose_place(name, [0.6, 0.2, 0.15])[0][0] is ELSEWHERE
    larger = dataclasses.replace(TOWN, population=400_000)
    assert choose_place(_name("Gaza", (ELSEWHERE, larger, STRIP)), [0.5, 0.24, 0.2])[0][0] is larger
    assert choose_place(_name("Gaza", (ELSEWHERE, larger, STRIP)), [0.6, 0.2, 0.15])[0][0] is ELSEWHERE


def _ranked(names: list[Name], peoples: dict[str, float] | None = None) -> list[str]:
    opinions = PlaceRanker(read_weights()["ranker"]).rank(names, peoples or {})
    assert all(0 < opinion.sum() < 1 for opinion in opinions if len(opinion))  # the rest: none of the candidates
    return [
        f"{name.candidates[best].name}/{name.candidates[best].country}"
        for name, best in zip(names, (int(opinion.argmax()) for opinion in opinions), strict=True)
    ]


def test_rank_goes_by_containers_and_company(gazetteer):
    paris, texas, dallas, france = (gazetteer.candidates(name) for name in ("Paris", "Texas", "Dallas", "France"))
    assert _ranked([_name("Paris", paris)]) == ["Paris/FR"]
    assert _ranked([_name("Paris", paris, containers=texas), _name("Texas", texas, position=1)])[0] == "Paris/US"
    local = [_name("Paris", paris), _name("Dallas", dallas, position=1), _name("Texas", texas, position=2)]
    assert _ranked(local)[0] == "Paris/US"
    abroad = [_name("Paris", paris, containers=france), *local[1:], _name("France", france, contents=paris, position=3)]
    assert _ranked(abroad)[0] == "Paris/FR"


def test_rank_resolves_across_a_border(gazetteer):
    rafah, gaza, khan = (gazetteer.candidates(name) for name in ("Rafah", "Gaza", "Khan Younis"))
    assert (
        _ranked([_name("Rafah", rafah), _name("Khan Younis", khan, position=1), _name("Gaza", gaza, position=2)])[0]
        == "Rafaḩ/PS"
    )


def test_rank_of_nothing():
    assert PlaceRanker(read_weights()["ranker"]).rank([], {}) == []
    (opinion,) = PlaceRanker(read_weights()["ranker"]).rank([_name("Mbelele", ())], {})
    assert len(opinion) == 0


ROWS = {
    "metonym": "Islamabad|NNP|nsubj|2|B-GPE said|VBD|root|0 it|PRP|nsubj|4 agreed|VBD|ccomp|2 .|.|punct|2",
    "subject of another verb": "Islamabad|NNP|nsubj|2|B-GPE flooded|VBD|root|0 .|.|punct|2",
    "place of a speaker": "He|PRP|nsubj|2 said|VBD|root|0 so|RB|advmod|2 in|IN|case|5 Islamabad|NNP|obl|2|B-GPE .|.|punct|2",
    "joined metonym": "Kabul|NNP|nsubj|4|B-GPE and|CC|cc|3 Islamabad|NNP|conj|1|B-GPE said|VBD|root|0 .|.|punct|4",
    "part of a body": "Kabul|NNP|compound|2|B-ORG University|NNP|nsubj|3|I-ORG said|VBD|root|0 .|.|punct|3",
    "crossing": "at|IN|case|2 Torkham|NNP|root|0|B-GPE .|.|punct|2",
    "street": "on|IN|case|3 Kabul|NNP|compound|3 Street|NNP|root|0 .|.|punct|3",
    "abbreviation": "in|IN|case|3 the|DT|det|3 UK|NNP|root|0|B-GPE .|.|punct|3",
    "repair": "in|IN|case|2 Kabul|NNP|root|0 .|.|punct|2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "word", "rule"),
    [
        ("metonym", "Islamabad", "metonym"),
        ("subject of another verb", "Islamabad", "entity"),
        ("place of a speaker", "Islamabad", "entity"),
        ("joined metonym", "Islamabad", "metonym"),
        ("part of a body", "Kabul", "organisation_part"),
        ("crossing", "Torkham", "crossing"),
        ("street", "Kabul", "street"),
        ("abbreviation", "UK", "abbreviation"),
        ("repair", "Kabul", "gazetteer"),
    ],
)
def test_find_rule(parsed, gazetteer, row, word, rule):
    doc = parsed(ROWS[row])
    toponym = next(t for t in find_toponyms(doc, gazetteer.candidates) if doc[t.start].text == word)
    assert find_rule(doc, toponym, toponym.candidates[:1]) == rule


def test_dateline_is_told_apart(parsed):
    doc = parsed(ROWS["metonym"])
    assert find_rule(doc, Toponym(0, 1, "entity", ()), (), frozenset({0})) == "dateline"


def test_not_locating_are_rules_of_the_table():
    assert {"metonym", "organisation_part"} == NOT_LOCATING


def test_probability_sums_weights():
    assert probability({"a": 2.0, "b": -2.0}, ["a", "b", "unheard"]) == 0.5
    assert probability({"a": 1e9}, ["a"]) > 0.999


def test_classifier_follows_its_weights():
    doc = _doc("in Kabul today")
    toponyms = find_toponyms(doc, lambda name: KNOWN.get(name, ()))
    assert PlaceClassifier({"bias": 9.0}, {"bias": 9.0}).judge(doc, toponyms)[0] > 0.99
    assert PlaceClassifier({"bias": -9.0}, {"bias": -9.0}).judge(doc, toponyms)[0] < 0.01


# On the shipped model: simple sentences, so that another model reads them as well.

RETURNS = (
    "More than 400,000 people have returned from Pakistan to Afghanistan through the Torkham and Spin Boldak border "
    "crossings. Thousands more waited at Chaman in Balochistan. Aid reached the city of Jalalabad in Nangarhar province."
)


def _found(finder: PlaceFinder, nlp: Language, text: str) -> dict[str, tuple[str | None, str | None]]:
    doc = finder(nlp(text))
    return {
        record.text: (record.country, record.resolved.feature_code if record.resolved else None)
        for record in records_of(doc, PLACES)
    }


def test_crossings_come_out_right(finder, nlp):
    doc = finder(nlp(RETURNS))
    places = {record.text: record for record in records_of(doc, PLACES)}
    where = {"Torkham": ("AF", 34.1, 71.1), "Spin Boldak": ("AF", 31.0, 66.4), "Chaman": ("PK", 30.9, 66.4)}
    for name, (country, latitude, longitude) in where.items():
        record = places[name]
        assert record.rule == "crossing"
        assert record.country == country
        assert abs(record.resolved.latitude - latitude) < 0.1
        assert abs(record.resolved.longitude - longitude) < 0.1
    assert [places[name].country for name in ("Pakistan", "Afghanistan", "Balochistan")] == ["PK", "AF", "PK"]


def test_records_fit_the_text(finder, nlp):
    doc = finder(nlp(RETURNS))
    spans = doc.spans[PLACES]
    assert [span.text for span in spans] == [span._.record.text for span in spans]
    for span in spans:
        record = span._.record
        assert record.is_in(RETURNS)
        assert 0 <= record.confidence <= 1
        assert record.resolved is None or record.candidates[0] == record.resolved
        assert [place.score for place in record.candidates[1:]] == sorted(
            (place.score for place in record.candidates[1:]), reverse=True
        )
    assert [span.start for span in spans] == sorted(span.start for span in spans)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A man was arrested in Paris, Texas, on Monday.", "Paris", "US"),
        ("A man was arrested in Paris, France, on Monday.", "Paris", "FR"),
        ("Thousands fled from the DRC to Uganda.", "DRC", "CD"),
        ("Aid reached Cox's Bazar in Bangladesh.", "Cox's Bazar", "BD"),
        ("Families in Kutupalong, Bangladesh, lost their homes.", "Kutupalong", "BD"),
    ],
)
def test_resolution(finder, nlp, text, name, country):
    assert _found(finder, nlp, text)[name][0] == country


def test_division_or_town(finder, nlp):
    assert _found(finder, nlp, "Floods hit Kandahar province in Afghanistan.")["Kandahar"] == ("AF", "ADM1")
    assert _found(finder, nlp, "Floods hit the city of Kandahar in Afghanistan.")["Kandahar"] == ("AF", "PPL")


@pytest.mark.parametrize(
    "text", ["Afghans and Syrians met.", "Two Georgian soldiers died.", "He said so in May.", "The sea rose."]
)
def test_no_place(finder, nlp, text):
    assert _found(finder, nlp, text) == {}


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "x", "X", "(" * 200, "Kabul", "\u202eKabul\u202c", "🙂 Kabul 🙂", "Kabul\x00\x85Kabul", "A" * 100_000,
     "Kabul " * 300, "Paris, " * 200, "-", "’s"],
)  # fmt: skip
def test_any_text_is_survived(finder, nlp, text):
    doc = finder(nlp.tokenizer(text))
    assert all(record.is_in(text) for record in records_of(doc, PLACES))


def test_repeated_names_mean_one_place(finder, nlp):
    doc = finder(nlp("Paris woke. " * 30 + "Paris, Texas, slept."))
    assert len({record.resolved.key for record in records_of(doc, PLACES) if record.text == "Paris"}) == 1
