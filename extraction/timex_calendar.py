"""Calendar arithmetic for TIMEX3: units, their closed day intervals, and the values of ISO 8601 and TIMEX3.

Weeks are ISO weeks (Monday to Sunday). Decades and centuries follow everyday speech: the 1990s are 1990 to 1999, the
20th century is 1900 to 1999. Seasons are the meteorological quarters of the northern hemisphere; the winter of a year is
the one that ends in it. Digits that a value leaves open are `X`, as in ISO 8601-2: `199X`, `19XX`, `PXD`.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from extraction.lexicons.timewords import HOLIDAYS, SEASONS, UNITS

SEASON_ORDER: Final = ("SP", "SU", "FA", "WI")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: its granularity, its TIMEX3 value and its first and last day, both included."""

    unit: str
    value: str
    first: date
    last: date


def day(when: date) -> Period:
    """Return one day as a period."""
    return Period("day", when.isoformat(), when, when)


def week(when: date) -> Period:
    """Return the ISO week that holds a day."""
    year, number, weekday = when.isocalendar()
    first = when - timedelta(days=weekday - 1)
    return Period("week", f"{year:04d}-W{number:02d}", first, add_days(first, 6) or date.max)


def weekend(when: date) -> Period:
    """Return the Saturday and Sunday of the ISO week that holds a day."""
    whole = week(when)
    return Period("weekend", f"{whole.value}-WE", whole.first + timedelta(days=5), whole.last)


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    last = calendar.monthrange(year, number)[1]
    return Period("month", f"{year:04d}-{number:02d}", date(year, number, 1), date(year, number, last))


def quarter(year: int, number: int) -> Period:
    """Return a calendar quarter, 1 to 4."""
    return Period("quarter", f"{year:04d}-Q{number}", month(year, 3 * number - 2).first, month(year, 3 * number).last)


def half(year: int, number: int) -> Period:
    """Return a half of a calendar year, 1 or 2."""
    return Period("half", f"{year:04d}-H{number}", month(year, 6 * number - 5).first, month(year, 6 * number).last)


def year_of(number: int) -> Period:
    """Return a calendar year."""
    return Period("year", f"{number:04d}", date(number, 1, 1), date(number, 12, 31))


def decade(first_year: int) -> Period:
    """Return the ten years from a year that ends in 0."""
    start = first_year - first_year % 10
    return Period("decade", f"{start // 10:03d}X", date(max(start, 1), 1, 1), date(start + 9, 12, 31))


def century(first_year: int) -> Period:
    """Return the hundred years from a year that ends in 00."""
    start = first_year - first_year % 100
    return Period("century", f"{start // 100:02d}XX", date(max(start, 1), 1, 1), date(start + 99, 12, 31))


def season(year: int, code: str) -> Period:
    """Return a meteorological season; the winter of a year is December of the year before to February."""
    start = next(first for name, first in SEASONS.values() if name == code)
    if code == "WI":
        return Period("season", f"{year:04d}-WI", month(year - 1, 12).first, month(year, 2).last)
    return Period("season", f"{year:04d}-{code}", month(year, start).first, month(year, start + 2).last)


def period_of(unit: str, when: date) -> Period:
    """Return the calendar unit (`day` ... `century`) that holds a day. Raises KeyError for a unit below the day."""
    if unit == "quarter":
        return quarter(when.year, (when.month + 2) // 3)
    builders = {
        "day": day,
        "night": day,
        "week": week,
        "fortnight": week,
        "weekend": weekend,
    }
    if unit == "month":
        return month(when.year, when.month)
    by_year = {"year": year_of, "decade": decade, "century": century}
    return by_year[unit](when.year) if unit in by_year else builders[unit](when)


def add_days(when: date, count: int) -> date | None:
    """Return the day `count` days later; None outside the years 1 to 9999."""
    ordinal = when.toordinal() + count
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def add_months(when: date, count: int) -> date | None:
    """Return the same day `count` months later, the month's last day where it has no such day; None outside 1 to 9999."""
    months = when.year * 12 + when.month - 1 + count
    year, number = months // 12, months % 12 + 1
    if not 1 <= year <= date.max.year:
        return None
    return date(year, number, min(when.day, calendar.monthrange(year, number)[1]))


def shift(when: date, unit: str, count: Fraction | int) -> date | None:
    """Return the day that lies `count` units later (earlier when negative); None outside the years 1 to 9999.

    Parts of a unit count in whole days or whole months; units below the day stay on the day that they reach.
    """
    designator, factor, is_below_day = UNITS["day" if unit == "weekend" else unit]
    amount = Fraction(count) * factor * (7 if unit == "weekend" else 1)
    if is_below_day:
        seconds = {"S": 1, "M": 60, "H": 3600}[designator]
        return add_days(when, int(amount * seconds / 86400))
    if designator in "DW":
        return add_days(when, int(amount * (7 if designator == "W" else 1)))
    return add_months(when, int(amount * (12 if designator == "Y" else 1)))


def weekday_from(when: date, weekday: int, *, forward: bool) -> date | None:
    """Return the nearest day with an ISO weekday, the day itself included, looking back or forward."""
    offset = (weekday - when.isoweekday()) % 7 if forward else -((when.isoweekday() - weekday) % 7)
    return add_days(when, offset)


def weekday_of_week(when: date, weekday: int, weeks: int) -> date | None:
    """Return the day with an ISO weekday in the ISO week `weeks` away from that of a day."""
    return add_days(when, weekday - when.isoweekday() + 7 * weeks)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    number = (h - m + r + 90) // 25
    return date(year, number, (h - m + r + number + 19) % 32)


def holiday(name: str, year: int) -> date | None:
    """Return the day of a holiday of lexicons/timewords.py in a year; None for days of lunar calendars."""
    rule = HOLIDAYS[name]
    if rule is None:
        return None
    if rule[0] == "easter":
        return easter(year) + timedelta(days=int(rule[1]))
    if len(rule) == 4:
        _, number, weekday, nth = rule
        if nth < 0:
            return weekday_from(month(year, number).last, weekday, forward=False)
        first = weekday_from(date(year, number, 1), weekday, forward=True)
        return add_days(first, 7 * (nth - 1)) if first else None
    return date(year, int(rule[0]), int(rule[1]))


def duration_value(count: Fraction | None, unit: str) -> str:
    """Return the TIMEX3 value of a duration ("P3D", "PT5H30M", "P40Y"); None counts as an open number ("PXD")."""
    designator, factor, is_below_day = UNITS[unit]
    mark = "PT" if is_below_day else "P"
    if count is None:
        return f"{mark}X{designator}"
    amount = count * factor
    if amount.denominator == 1:
        return f"{mark}{amount.numerator}{designator}"
    # Half hours, half days and half years have a whole number of the next smaller unit.
    smaller = {("H", True): ("M", 60), ("M", True): ("S", 60), ("Y", False): ("M", 12)}.get((designator, is_below_day))
    if smaller and (amount % 1 * smaller[1]).denominator == 1:
        whole, rest = amount.numerator // amount.denominator, amount % 1 * smaller[1]
        return f"{mark}{f'{whole}{designator}' if whole else ''}{rest.numerator}{smaller[0]}"
    if designator == "D" and (amount * 24).denominator == 1:
        return f"PT{(amount * 24).numerator}H"
    return f"{mark}{float(amount):g}{designator}"
