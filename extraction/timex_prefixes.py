"""Readers of prefixes: what "early", "the end of", "the first three months of", "the week of" make of the date after them."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from extraction import timex_calendar as calendar
from extraction.lexicons import timewords
from extraction.timex_calendar import Period
from extraction.timex_context import Context, Found, Reading, reading_of, unresolved
from records.vocabulary import TimexType

_EDGE_OF_UNIT: Final = {"year": "month", "decade": "year", "century": "decade", "quarter": "month", "half": "month"}


def modified(_found: Found, base: Reading, _context: Context) -> Reading:
    """Read "early 1990s", "mid-November", "late last year": the days stay those of the whole, since the text sets no border."""
    return base


def edge_of(_found: Found, base: Reading, _context: Context) -> Reading:
    """Read "the end of the year", "the start of 2023": again the whole; timex.build_periods knows which edge is meant."""
    return base


def earlier_later(found: Found, base: Reading, context: Context) -> Reading:
    """Read "earlier this week", "later this month": the part of it that lies before or after today."""
    if not base.is_date or context.today is None or not (base.first <= context.today <= base.last):  # type: ignore[operator]
        return base
    if found.text("mod") == "earlier":
        return replace(base, last=context.today)
    return replace(base, first=context.today)


def ordinal_part(found: Found, base: Reading, _context: Context) -> Reading:
    """Read "the first half of 2023", "the last three months of the year", "the second week of November"."""
    if base.first is None or base.last is None:
        return unresolved(base.unit)
    unit = found.unit()
    ordinal = timewords.ORDINALS[found.text("ord")] if found.text("ord") != "last" else -1
    if unit == "half":
        return reading_of(_half(base, ordinal), base.anchor, "half") if ordinal in {1, 2} else unresolved("half")
    count = found.number() if found.has("num") else Fraction(1)
    if count is None or timewords.UNITS[unit][2]:
        return unresolved(base.unit)
    if unit == "quarter" and base.unit == "year":
        number = 4 if ordinal == -1 else ordinal
        return reading_of(
            calendar.quarter(base.first.year, number) if 1 <= number <= 4 else None, base.anchor, "quarter"
        )
    if ordinal == -1:
        end = calendar.add_days(base.last, 1)
        first = calendar.shift(end, unit, -count) if end else None
        last = base.last
    else:
        start = calendar.shift(base.first, unit, (ordinal - 1) * count)
        first = start
        after = calendar.shift(start, unit, count) if start else None
        last_day = calendar.add_days(after, -1) if after else None
        if last_day is None:
            return unresolved(base.unit)
        last = last_day
    if first is None or first < base.first or last > base.last:
        return unresolved(base.unit)
    value = calendar.period_of(unit, first).value if not found.has("num") else calendar.duration_value(count, unit)
    timex = TimexType.DURATION if found.has("num") else TimexType.DATE
    return Reading(timex=timex, unit=unit, value=value, first=first, last=last, anchor=base.anchor)


def _half(base: Reading, ordinal: int) -> Period | None:
    """Return the first or second half of a year, decade or month; only a year's has a value of its own."""
    assert base.first is not None
    assert base.last is not None
    if base.unit == "year":
        return calendar.half(base.first.year, ordinal)
    # A month of 31 days is parted after its 15th, as everybody does.
    middle = calendar.add_days(base.first, ((base.last - base.first).days + 1) // 2 - 1)
    if base.unit == "decade":
        middle = calendar.year_of(base.first.year + 4).last
    if middle is None or base.value is None:
        return None
    if ordinal == 1:
        return Period("half", base.value, base.first, middle)
    second = calendar.add_days(middle, 1)
    return Period("half", base.value, second, base.last) if second else None


def week_of(found: Found, base: Reading, _context: Context) -> Reading:
    """Read "the week of March 6", "the weekend of 4 May"."""
    return reading_of(calendar.period_of(found.unit(), base.first) if base.first else None, base.anchor, found.unit())


def part_of_day(found: Found, base: Reading, _context: Context) -> Reading:
    """Read "the night of March 5"."""
    code = timewords.PARTS_OF_DAY[found.text("part")]
    return replace(base, timex=TimexType.TIME, unit="time", value=f"{base.value}T{code}" if base.value else None)


def day_beside(found: Found, base: Reading, _context: Context) -> Reading:
    """Read "the day before last Tuesday", "the day after Christmas"."""
    step = 1 if found.text("side") == "after" else -1
    day = calendar.add_days(base.first, step) if base.first else None
    return reading_of(calendar.day(day) if day else None, base.anchor)


PREFIX_READERS: Final[dict[str, Callable[[Found, Reading, Context], Reading]]] = {
    "day_beside": day_beside,
    "earlier_later": earlier_later,
    "edge_of": edge_of,
    "modified": modified,
    "ordinal_part": ordinal_part,
    "part_of_day": part_of_day,
    "week_of": week_of,
}
