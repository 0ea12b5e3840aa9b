from collections import Counter

import pytest

from gazetteer.crossings import crossing_of, kilometres, read_crossings
from gazetteer.names import fold
from gazetteer.tables import (
    merge_divisions,
    read_capitals,
    read_countries,
    read_demonyms,
    read_divisions,
    read_regions,
    short_names,
    tables_digest,
)
from records import PlaceCandidate

# Where these lie is a matter of record; a degree is far more than the rounding of the table.
LANDMARKS = [
    ("Torkham", "AF", "PK", 34.1, 71.1),
    ("Spin Boldak", "AF", "PK", 31.0, 66.4),
    ("Chaman", "PK", "AF", 30.9, 66.4),
    ("Wesh", "AF", "PK", 31.0, 66.4),
    ("Islam Qala", "AF", "IR", 34.7, 61.1),
    ("Dogharoun", "IR", "AF", 34.7, 61.0),
    ("Rafah crossing", "EG", "PS", 31.2, 34.3),
    ("Kerem Shalom", "IL", "PS", 31.2, 34.3),
    ("Bab al-Hawa", "SY", "TR", 36.2, 36.7),
    ("Kutupalong", "BD", "MM", 21.2, 92.2),
    ("Zaatari", "JO", "SY", 32.3, 36.3),
    ("Dadaab", "KE", "SO", 0.1, 40.3),
    ("Kakuma", "KE", "SS", 3.7, 34.9),
    ("Adre", "TD", "SD", 13.5, 22.2),
    ("Medyka", "PL", "UA", 49.8, 22.9),
    ("Semera", "ET", None, 11.8, 41.0),
]


def test_crossings_are_many_and_whole():
    crossings = list(read_crossings())
    assert len(crossings) >= 250
    assert all(c.name and c.kind in {"crossing", "camp", "checkpoint", "town"} and c.source for c in crossings)
    assert all(-60 < c.latitude < 72 and -180 <= c.longitude <= 180 for c in crossings)
    assert [key for key, count in Counter(c.key for c in crossings).items() if count > 1] == []


def test_crossings_know_real_countries():
    codes = {entry.country for entry in read_countries()}
    assert {c.country for c in read_crossings()} <= codes
    assert {c.other_country for c in read_crossings()} - {None} <= codes


@pytest.mark.parametrize(("name", "country", "other", "latitude", "longitude"), LANDMARKS)
def test_crossing_lies_where_it_lies(name, country, other, latitude, longitude):
    crossing = next(c for c in read_crossings() if c.name == name)
    assert (crossing.country, crossing.other_country) == (country, other)
    assert abs(crossing.latitude - latitude) < 0.2
    assert abs(crossing.longitude - longitude) < 0.2


def test_crossings_lie_near_both_countries():
    """A slip of sign or of digits would put a crossing far from the middle of both its countries."""
    middles = {entry.country: entry for entry in read_countries()}
    for crossing in read_crossings():
        for code in {crossing.country, crossing.other_country} - {None}:
            assert kilometres(crossing, middles[code]) < 5_500, crossing.name


def _place(name: str, country: str, latitude: float, longitude: float) -> PlaceCandidate:
    return PlaceCandidate(key="geonames:1", name=name, latitude=latitude, longitude=longitude, feature_class="P",
                          feature_code="PPL", country=country, admin1=None, population=0, score=0.0)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "other"),
    [
        (_place("Spīn Bōldak", "AF", 31.006, 66.4), "PK"),
        (_place("Chaman", "PK", 30.92, 66.45), "AF"),
        (_place("Chaman", "IR", 30.92, 66.45), None),  # another country
        (_place("Chaman", "PK", 25.0, 66.45), None),  # another Chaman
        (_place("Kabul", "AF", 34.5, 69.2), None),
    ],
)
def test_crossing_of(place, other):
    crossing = crossing_of(place)
    assert (crossing.other_country if crossing else None) == other


def test_countries_are_complete():
    countries = list(read_countries())
    assert len(countries) >= 249
    assert len({entry.geonameid for entry in countries}) == len(countries)
    codes = [code for entry in countries for code in entry.codes]
    assert len(codes) == len(set(codes))


def test_capitals_are_named():
    capitals = dict(read_capitals())
    assert capitals["AF"] == "kabul"
    assert len(capitals) > 230


def test_demonyms_name_their_countries():
    demonyms = read_demonyms()
    assert demonyms["afghan"] == ("AF",)
    assert set(demonyms["congolese"]) == {"CD", "CG"}
    assert "georgia" not in demonyms


def test_regions_state_us_states_and_seas():
    names = {(entry.name, entry.country) for entry in read_regions()}
    assert {("Texas", "US"), ("Ontario", "CA"), ("Darfur", "SD"), ("Donbas", "UA"), ("Red Sea", None)} <= names
    assert sum(entry.country == "US" and entry.feature_code == "ADM1" for entry in read_regions()) == 51


def test_merge_prefers_what_regions_state():
    entries, names = merge_divisions(list(read_regions()), list(read_divisions()))
    khost = [
        entry for entry in entries if entry.country == "AF" and entry.division == "37" and entry.feature_code == "ADM1"
    ]
    assert [entry.name for entry in khost] == ["Khost"]
    assert fold("Khowst") in {fold(name) for name in khost[0].names}
    assert names["AF", "37"] == "Khost"
    assert names["US", "KY"] == "Kentucky"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Laurel County", ["Laurel", "Laurel Co."]),
        ("Muhafazat Kirkuk", ["Kirkuk"]),
        ("Basra Governorate", ["Basra"]),
        ("Wilayat-e Baghlan", ["Baghlan"]),
        ("Vinnyts'ka", []),
        ("Kandahar", []),
    ],
)
def test_short_names(name, expected):
    assert list(short_names(name)) == expected


def test_digest_is_short_and_stable():
    assert tables_digest() == tables_digest()
    assert len(tables_digest()) == 8
