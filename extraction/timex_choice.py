"""What the readers of dates share: which year, which day, which unit is meant.

Dates lean on `context.today` (the dateline's day or the day of publication), expressions like "the next day" on the last
date of the text. What neither settles stays unresolved: no reader guesses.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final

from extraction import timex_calendar as calendar
from extraction.lexicons import timewords
from extraction.timex_calendar import Period
from extraction.timex_context import Context, Found, Reading
from records.vocabulary import TimexType

BACK: Final = frozenset({"last", "past", "previous", "preceding", "the previous", "before", "earlier"})
FORWARD: Final = frozenset({"next", "coming", "upcoming", "following", "the following", "the next", "the very next"})
# How much farther away the period that the tense means may lie than the one that it does not mean.
# A day of eleven months ago would be printed with its year, a month of then less often.
_PATIENCE: Final = {"past": Fraction(8), "future": Fraction(1, 8)}
_PATIENCE_FOR_PAST_MONTHS: Final = Fraction(30)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar; None when the calendar has no such day."""
    if not 1 <= year <= date.max.year or not 1 <= month <= 12 or not 1 <= day <= calendar.month(year, month).last.day:
        return None
    return date(year, month, day)


def choose(periods: list[Period], today: date, direction: str | None) -> Period | None:
    """Return the period that is meant: the last begun or the next not over.

    The tense decides, unless the other one is far nearer: "will expire on Jan. 14", written on 15 January, was yesterday
    and is not a year away. Without a tense news looks back, if not more than three times as far as ahead.
    """
    begun = [period for period in periods if period.first <= today]
    ahead = [period for period in periods if period.last >= today]
    past, future = (begun[-1] if begun else None), (ahead[0] if ahead else None)
    if past is None or future is None or past == future:
        return past or future
    back, forth = (today - past.last).days, (future.first - today).days
    weight = _PATIENCE.get(direction or "", Fraction(3))
    if direction == "over":
        return past
    if direction == "past" and past.unit != "day":
        weight = _PATIENCE_FOR_PAST_MONTHS
    return future if forth * weight < back else past


def nearest_year(context: Context, index: int, build: Callable[[int], Period | None]) -> Period | None:
    """Return the period that a date without a year means, of those that `build` gives for the years around today."""
    if context.today is None:
        return None
    named = context.year_of_sentence(index)
    if named is not None:
        return build(named)
    periods = [period for year in range(context.today.year - 1, context.today.year + 2) if (period := build(year))]
    return choose(periods, context.today, context.direction(index)) if periods else None


def month_number(word: str) -> int:
    """Return the number of a month by its lower-case name or abbreviation."""
    return timewords.MONTHS.get(word) or timewords.MONTH_ABBREVIATIONS[word]


def weekday_number(word: str) -> int:
    """Return the ISO number of a weekday by its lower-case name, abbreviation or plural."""
    return timewords.WEEKDAYS.get(word) or timewords.WEEKDAY_ABBREVIATIONS.get(word) or timewords.WEEKDAY_PLURALS[word]


def part_code(found: Found, name: str = "part") -> str | None:
    """Return the TIMEX3 code of the part of the day in a group; None when the group took no part."""
    return timewords.PARTS_OF_DAY[found.text(name)] if found.has(name) else None


def with_part(reading: Reading, code: str | None) -> Reading:
    """Return the part of a day ("Friday night") as TIME of that day."""
    if code is None or reading.unit != "day":
        return reading
    value = f"{reading.value}T{code}" if reading.value else None
    return Reading(
        timex=TimexType.TIME, unit="time", value=value, first=reading.first, last=reading.last, anchor=reading.anchor
    )


def unit_from(base: date, unit: str, count: int) -> Period | None:
    """Return the calendar unit that lies `count` units after that of a day; None outside the calendar."""
    moved = calendar.shift(base, unit, count)
    return calendar.period_of(unit, moved) if moved else None


def base_for(unit: str, context: Context) -> date | None:
    """Return the first day of the last date of the text that is at most as coarse as a unit."""
    finer = ["time", "day"]
    for name in ("week", "weekend", "month", "quarter", "season", "half", "year", "decade"):
        if name == unit or unit in finer:
            finer.append(unit)
            break
        finer.append(name)
    base = context.before(*finer)
    return base.first if base else None


def relative_year(rel: str, context: Context) -> tuple[int | None, str | None]:
    """Return the year that "last", "this", "that", "the same", "the following" or "the previous" means, and its anchor."""
    if rel in {"last", "this", "next"}:
        offset = {"last": -1, "this": 0, "next": 1}[rel]
        return (context.today.year + offset, context.anchor) if context.today else (None, None)
    base = context.before("day", "week", "month", "quarter", "half", "year", "season")
    if base is None or base.first is None:
        return None, None
    offset = {"the following": 1, "the previous": -1}.get(rel, 0)
    return base.first.year + offset, "text"
