"""Datelines: place words, day, agency; and what is none. Invented outlets."""

from datetime import date

import pytest

from extraction.dateline import find_dateline

# Rows of text, place words, agency and date.
DATELINES = [
    ("KABUL, Nov 20 (Harbour News) - Rain fell.", ["KABUL"], "Harbour News", (11, 20, None)),
    ("KABUL, 20 November 2023 (HN) — Rain fell.", ["KABUL"], "HN", (11, 20, 2023)),
    ("NAIROBI, Kenya (HN) _ Rain fell.", ["NAIROBI", "Kenya"], "HN", (None, None, None)),
    ("DAR ES SALAAM, Tanzania (HN) -- Rain fell.", ["DAR ES SALAAM", "Tanzania"], "HN", (None, None, None)),
    ("BUFFALO, N.Y. (HN) -- Rain fell.", ["BUFFALO", "N.Y."], "HN", (None, None, None)),
    ("GENEVA/KABUL, 12 March 2024 – Rain fell.", ["GENEVA", "KABUL"], None, (3, 12, 2024)),
    ("N'DJAMENA, March 3 (HN) - Rain fell.", ["N'DJAMENA"], "HN", (3, 3, None)),
    ("COX'S BAZAR, Bangladesh, Sept. 2 (HN) - Rain fell.", ["COX'S BAZAR", "Bangladesh"], "HN", (9, 2, None)),
    ("WASHINGTON — Rain fell.", ["WASHINGTON"], None, (None, None, None)),
    ("Juba (HN) - Rain fell.", ["Juba"], "HN", (None, None, None)),
    ("Kabul, Afghanistan – Rain fell.", ["Kabul", "Afghanistan"], None, (None, None, None)),
    ("Heavy rain falls\nBy Ana Odei\n\nJUBA, Monday, May 4 (HN) - Rain fell.", ["JUBA"], "HN", (5, 4, None)),
    ("Tuesday, June 19, 2018\nRain fell.", [], None, (6, 19, 2018)),
    ("Monday, August 3, 2020 On Thursday rain fell.", [], None, (8, 3, 2020)),
]


@pytest.mark.parametrize(("text", "places", "agency", "day"), DATELINES)
def test_dateline(text, places, agency, day):
    dateline = find_dateline(text)
    assert dateline is not None
    assert [place.text for place in dateline.places] == places
    assert (dateline.agency.text if dateline.agency else None) == agency
    assert (dateline.month, dateline.day, dateline.year) == day
    assert all(part.is_in(text) for part in (dateline, *dateline.places))


NONE = [
    "",
    "Rain fell in Kabul on Nov 20 - the heaviest in years.",
    "The mayor – a former teacher – resigned.",
    "UPDATE: rain falls",
    "Heavy rain - what we know",
    "On Monday, officials said rain fell.",
    "November was dry.",
    "A - B",
    "Kabul, Herat and Balkh – three provinces – were cut off.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_dateline(text):
    assert find_dateline(text) is None


def test_the_day_without_a_year_is_the_one_nearest_to_publication():
    dateline = find_dateline("KABUL, Dec 31 (HN) - Rain fell.")
    assert dateline.resolve_day(date(2024, 1, 1)) == date(2023, 12, 31)
    assert dateline.resolve_day(None) is None
    assert find_dateline("JUBA, Feb 30 (HN) - Rain fell.").resolve_day(date(2024, 1, 1)) is None
    assert find_dateline("JUBA (HN) - Rain fell.").resolve_day(date(2024, 1, 1)) is None
