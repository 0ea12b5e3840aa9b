"""Calendar arithmetic behind the values of time expressions."""

from datetime import date
from fractions import Fraction

import pytest

from extraction import timex_calendar as calendar
from extraction.lexicons.timewords import HOLIDAYS
from extraction.timex_context import parse_number

PERIODS = [
    (calendar.week(date(2021, 1, 1)), "2020-W53", "2020-12-28", "2021-01-03"),
    (calendar.weekend(date(2023, 11, 20)), "2023-W47-WE", "2023-11-25", "2023-11-26"),
    (calendar.month(2024, 2), "2024-02", "2024-02-01", "2024-02-29"),
    (calendar.quarter(2023, 4), "2023-Q4", "2023-10-01", "2023-12-31"),
    (calendar.half(2023, 2), "2023-H2", "2023-07-01", "2023-12-31"),
    (calendar.year_of(1999), "1999", "1999-01-01", "1999-12-31"),
    (calendar.decade(1994), "199X", "1990-01-01", "1999-12-31"),
    (calendar.century(1900), "19XX", "1900-01-01", "1999-12-31"),
    (calendar.season(2023, "WI"), "2023-WI", "2022-12-01", "2023-02-28"),
    (calendar.season(2023, "FA"), "2023-FA", "2023-09-01", "2023-11-30"),
]


@pytest.mark.parametrize(("period", "value", "first", "last"), PERIODS)
def test_period(period, value, first, last):
    assert (period.value, period.first.isoformat(), period.last.isoformat()) == (value, first, last)


SHIFTS = [
    (date(2024, 3, 31), "month", -1, date(2024, 2, 29)),
    (date(2024, 2, 29), "year", 1, date(2025, 2, 28)),
    (date(2023, 11, 20), "week", -2, date(2023, 11, 6)),
    (date(2023, 11, 20), "fortnight", 1, date(2023, 12, 4)),
    (date(2023, 11, 20), "decade", -4, date(1983, 11, 20)),
    (date(2023, 11, 20), "hour", -24, date(2023, 11, 19)),
    (date(2023, 11, 20), "year", Fraction(1, 2), date(2024, 5, 20)),
    (date(2023, 11, 20), "century", -50, None),
    (date(2023, 11, 20), "year", 9000, None),
    (date(1, 1, 1), "day", -1, None),
]


@pytest.mark.parametrize(("day", "unit", "count", "expected"), SHIFTS)
def test_shift(day, unit, count, expected):
    assert calendar.shift(day, unit, count) == expected


DURATIONS = [
    (Fraction(3), "day", "P3D"),
    (Fraction(2), "fortnight", "P4W"),
    (Fraction(4), "decade", "P40Y"),
    (Fraction(11, 2), "hour", "PT5H30M"),
    (Fraction(1, 2), "hour", "PT30M"),
    (Fraction(3, 2), "year", "P1Y6M"),
    (Fraction(1, 2), "decade", "P5Y"),
    (Fraction(1, 2), "day", "PT12H"),
    (Fraction(3, 2), "week", "P1.5W"),
    (None, "minute", "PTXM"),
    (None, "decade", "PXY"),
]


@pytest.mark.parametrize(("count", "unit", "value"), DURATIONS)
def test_duration_value(count, unit, value):
    assert calendar.duration_value(count, unit) == value


# Gregorian Easter Sundays as the US Naval Observatory lists them.
EASTERS = [
    date(1961, 4, 2),
    date(2000, 4, 23),
    date(2008, 3, 23),
    date(2019, 4, 21),
    date(2024, 3, 31),
    date(2038, 4, 25),
]


@pytest.mark.parametrize("day", EASTERS, ids=str)
def test_easter(day):
    assert calendar.easter(day.year) == day


def test_holidays_exist_in_every_year_or_in_none():
    for name, rule in HOLIDAYS.items():
        days = {calendar.holiday(name, year) for year in (1999, 2000, 2023)}
        assert (days == {None}) is (rule is None)
    assert calendar.holiday("thanksgiving", 2023) == date(2023, 11, 23)
    assert calendar.holiday("memorial day", 2023) == date(2023, 5, 29)


NUMBERS = [
    ("two", 2),
    ("twenty-one", 21),
    ("5 1/2", Fraction(11, 2)),
    ("two and a half", Fraction(5, 2)),
    ("a dozen", 12),
    ("a couple of", 2),
    ("2,500", 2500),
    ("1.5", Fraction(3, 2)),
    ("2½", Fraction(5, 2)),
    ("two hundred", 200),
    ("several", None),
    ("a few", None),
    ("two to three", None),
    ("dozens of", None),
    ("three full", 3),
    ("", None),
]


@pytest.mark.parametrize(("words", "number"), NUMBERS)
def test_parse_number(words, number):
    assert parse_number(words.replace("-", " - ").replace("/", " / ").split()) == number
