"""The meaning of each construction: readers that turn a match of the time grammar into a TIMEX3 value and its days.

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
from extraction.timex_context import Context, Found, Reading, reading_of, unresolved
from records.vocabulary import TimexType

_BACK: Final = frozenset({"last", "past", "previous", "preceding", "the previous", "before", "earlier"})
_FORWARD: Final = frozenset({"next", "coming", "upcoming", "following", "the following", "the next", "the very next"})


def _month_number(word: str) -> int:
    return timewords.MONTHS.get(word) or timewords.MONTH_ABBREVIATIONS[word]


def _weekday_number(word: str) -> int:
    return timewords.WEEKDAYS.get(word) or timewords.WEEKDAY_ABBREVIATIONS.get(word) or timewords.WEEKDAY_PLURALS[word]


def _make_day(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= date.max.year or not 1 <= month <= 12 or not 1 <= day <= calendar.month(year, month).last.day:
        return None
    return date(year, month, day)


def _choose(periods: list[Period], today: date, direction: str | None) -> Period | None:
    """Return the period that the tense means: the last begun, the next not over, or else the nearer one.

    Without a tense news looks back: a coming period wins only when it is less than half as far away.
    """
    begun = [period for period in periods if period.first <= today]
    ahead = [period for period in periods if period.last >= today]
    past, future = (begun[-1] if begun else None), (ahead[0] if ahead else None)
    if direction == "past" or future is None:
        return past or future
    if direction == "future" or past is None or past == future:
        return future
    back, forth = (today - past.last).days, (future.first - today).days
    return future if forth * 2 < back else past


def _nearest_year(context: Context, index: int, build: Callable[[int], Period | None]) -> Period | None:
    """Return the period that a date without a year means, of those that `build` gives for the years around today."""
    if context.today is None:
        return None
    periods = [period for year in range(context.today.year - 1, context.today.year + 2) if (period := build(year))]
    return _choose(periods, context.today, context.direction(index)) if periods else None


def month_day(found: Found, context: Context) -> Reading:
    """Read "Nov. 20", "20 November 2023", "Monday, Nov. 20": a year in print, or the one that the tense means."""
    month, number = _month_number(found.text("month")), int("".join(c for c in found.text("day") if c.isdigit()))
    printed = found.year()
    if printed is not None:
        day = _make_day(printed, month, number)
        return reading_of(calendar.day(day), "self") if day else unresolved("day")

    def build(year: int) -> Period | None:
        day = _make_day(year, month, number)
        return calendar.day(day) if day else None

    if found.has("wd") and context.today is not None:
        # The weekday fixes the year: the nearest one in which the date falls on it.
        weekday = _weekday_number(found.text("wd"))
        years = sorted(range(context.today.year - 6, context.today.year + 7), key=lambda y: abs(y - context.today.year))  # type: ignore[union-attr]
        for year in years:
            period = build(year)
            if period and period.first.isoweekday() == weekday:
                return reading_of(period, context.anchor)
    return reading_of(_nearest_year(context, found.start, build), context.anchor)


def iso_date(found: Found, _context: Context) -> Reading:
    """Read "2023-11-20" and "2023-11-20T14:00Z"."""
    text = found.text("0") or found.surface()
    day = _make_day(*(int(part) for part in text[:10].split("-")))
    if day is None:
        return unresolved("day")
    if len(text) > 10:
        return Reading(timex=TimexType.TIME, unit="time", value=text.upper()[:16], first=day, last=day, anchor="self")
    return reading_of(calendar.day(day), "self")


def numeric_date(found: Found, _context: Context) -> Reading:
    """Read "20/11/2023", "11/20/2023", "20.11.2023"; a date that both orders allow stays unresolved."""
    text = found.surface()
    if text[:4].isdigit():
        year, month, number = (int(part) for part in text.split("/"))
        day = _make_day(year, month, number)
        return reading_of(calendar.day(day), "self") if day else unresolved("day")
    separator = "/" if "/" in text else "."
    first, second, year = (int(part) for part in text.split(separator))
    if separator == ".":  # dots are the European order
        days = {_make_day(year, second, first)}
    else:
        days = {_make_day(year, second, first), _make_day(year, first, second)}
    days.discard(None)
    only = days.pop() if len(days) == 1 else None
    return reading_of(calendar.day(only), "self") if only else unresolved("day")


def weekday_ordinal(found: Found, context: Context) -> Reading:
    """Read "Monday the 20th": the nearest month in which that day has that weekday."""
    weekday, number = _weekday_number(found.text("wd")), int("".join(c for c in found.text("ordinal") if c.isdigit()))
    if context.today is None:
        return unresolved("day")
    for distance in (0, -1, 1, -2, 2, -3, 3):
        month = calendar.add_months(context.today.replace(day=1), distance)
        day = _make_day(month.year, month.month, number) if month else None
        if day and day.isoweekday() == weekday:
            return reading_of(calendar.day(day), context.anchor)
    return unresolved("day")


def day_of_month(found: Found, context: Context) -> Reading:
    """Read "on the 20th", "on the 3rd of next month"."""
    number = int("".join(c for c in found.text("ordinal") if c.isdigit()))
    if context.today is None or not 1 <= number <= 31:
        return unresolved("day")
    months = {"last": (-1,), "this": (0,), "next": (1,)}.get(found.text("rel"), (-1, 0, 1))
    days = []
    for distance in months:
        month = calendar.add_months(context.today.replace(day=1), distance)
        day = _make_day(month.year, month.month, number) if month else None
        if day:
            days.append(calendar.day(day))
    chosen = _choose(days, context.today, context.direction(found.start)) if days else None
    return reading_of(chosen, context.anchor)


def month_year(found: Found, _context: Context) -> Reading:
    """Read "November 2023"."""
    year = found.year()
    assert year is not None  # the pattern has one
    return reading_of(calendar.month(year, _month_number(found.text("month"))), "self")


def _relative_year(rel: str, context: Context) -> tuple[int | None, str | None]:
    """Return the year that "last", "this", "that", "the same", "the following" or "the previous" means, and its anchor."""
    if rel in {"last", "this", "next"}:
        offset = {"last": -1, "this": 0, "next": 1}[rel]
        return (context.today.year + offset, context.anchor) if context.today else (None, None)
    base = context.before("day", "week", "month", "quarter", "half", "year", "season")
    if base is None or base.first is None:
        return None, None
    offset = {"the following": 1, "the previous": -1}.get(rel, 0)
    return base.first.year + offset, "text"


def month_of_relative_year(found: Found, context: Context) -> Reading:
    """Read "August of last year", "March that year"."""
    year, anchor = _relative_year(found.text("rel"), context)
    return reading_of(calendar.month(year, _month_number(found.text("month"))) if year else None, anchor, "month")


def relative_month(found: Found, context: Context) -> Reading:
    """Read "last October", "next May", "this November"."""
    number, rel = _month_number(found.text("month")), found.text("rel")
    if rel in {"the previous", "the following", "the same"}:
        base = context.before("day", "week", "month")
        if base is None or base.first is None:
            return unresolved("month")
        year = base.first.year
        if rel == "the following" and number <= base.first.month:
            year += 1
        if rel == "the previous" and number >= base.first.month:
            year -= 1
        return reading_of(calendar.month(year, number), "text")
    if context.today is None:
        return unresolved("month")
    year = context.today.year
    if rel in {"last", "this past"} and number >= context.today.month:
        year -= 1
    if rel in {"next", "this coming"} and number <= context.today.month:
        year += 1
    return reading_of(calendar.month(year, number), context.anchor)


def month(found: Found, context: Context) -> Reading:
    """Read a month without a year."""
    number = _month_number(found.text("month"))
    lent = found.year()
    if lent is not None:
        return reading_of(calendar.month(lent, number), "self")
    chosen = _nearest_year(context, found.start, lambda year: calendar.month(year, number))
    return reading_of(chosen, context.anchor, "month")


def _with_part(reading: Reading, code: str | None) -> Reading:
    """Return the part of a day ("Friday night") as TIME of that day."""
    if code is None or reading.unit != "day":
        return reading
    value = f"{reading.value}T{code}" if reading.value else None
    return Reading(
        timex=TimexType.TIME, unit="time", value=value, first=reading.first, last=reading.last, anchor=reading.anchor
    )


def _part(found: Found, name: str = "part") -> str | None:
    return timewords.PARTS_OF_DAY[found.text(name)] if found.has(name) else None


def _weekday_day(word: str, rel: str, week: str, index: int, context: Context) -> tuple[date | None, str | None]:
    """Return the day that a weekday means, and its anchor.

    "last Thursday" said on a Friday is the week before; a bare weekday is the last such day up to today, or the next
    one where the verb looks ahead.
    """
    number = _weekday_number(word)
    if rel in {"the previous", "the following"} or week in {"previous", "following"}:
        base = context.before("day", "time")
        if base is None or base.first is None:
            return None, None
        if week:
            return calendar.weekday_of_week(base.first, number, 1 if week == "following" else -1), "text"
        step = 1 if rel == "the following" else -1
        moved = calendar.add_days(base.first, step)
        return (calendar.weekday_from(moved, number, forward=step > 0) if moved else None), "text"
    today = context.today
    if today is None:
        return None, None
    if week:
        return calendar.weekday_of_week(today, number, {"last": -1, "this": 0, "next": 1}[week]), context.anchor
    if rel == "last":
        if today.isoweekday() == 7:  # a week that starts on Sunday has not begun in the speaker's mind
            return calendar.weekday_from(calendar.add_days(today, -1) or today, number, forward=False), context.anchor
        return calendar.weekday_of_week(today, number, -1), context.anchor
    if rel == "next":
        return calendar.weekday_of_week(today, number, 1), context.anchor
    if rel == "this":
        return calendar.weekday_of_week(today, number, 0), context.anchor
    if rel in {"past", "this past"}:
        return calendar.weekday_from(calendar.add_days(today, -1) or today, number, forward=False), context.anchor
    if rel in {"coming", "this coming"}:
        return calendar.weekday_from(calendar.add_days(today, 1) or today, number, forward=True), context.anchor
    forward = context.direction(index) == "future"
    return calendar.weekday_from(today, number, forward=forward), context.anchor


def weekday(found: Found, context: Context) -> Reading:
    """Read "Monday", "last Thursday", "Tuesday of next week", "Friday night"."""
    week = found.text("week") or found.text("week2")
    day, anchor = _weekday_day(found.text("wd"), found.text("rel"), week, found.start, context)
    reading = reading_of(calendar.day(day), anchor) if day else unresolved("day")
    return _with_part(reading, _part(found))


def _deictic_date(word: str, context: Context) -> date | None:
    offsets = {"today": 0, "yesterday": -1, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}
    return calendar.add_days(context.today, offsets[word]) if context.today else None


def deictic_day(found: Found, context: Context) -> Reading:
    """Read "today", "yesterday evening", "the day after tomorrow"."""
    day = _deictic_date(found.text("deictic"), context)
    return _with_part(reading_of(calendar.day(day) if day else None, context.anchor), _part(found))


def tonight(_found: Found, context: Context) -> Reading:
    """Read "tonight"."""
    return _with_part(reading_of(calendar.day(context.today) if context.today else None, context.anchor), "NI")


def overnight(_found: Found, context: Context) -> Reading:
    """Read "overnight": the night that ends today, so that its days are yesterday and today."""
    if context.today is None:
        return unresolved("time", TimexType.TIME)
    value = f"{context.today.isoformat()}TNI"
    first = calendar.add_days(context.today, -1)
    return Reading(
        timex=TimexType.TIME, unit="time", value=value, first=first, last=context.today, anchor=context.anchor
    )


def deictic_part(found: Found, context: Context) -> Reading:
    """Read "this morning", "last night"."""
    offset = -1 if found.text("rel") == "last" else 0
    day = calendar.add_days(context.today, offset) if context.today else None
    return _with_part(reading_of(calendar.day(day) if day else None, context.anchor), _part(found))


def anaphoric_part(found: Found, context: Context) -> Reading:
    """Read "that night", "the next morning", counted from the last day of the text."""
    base = context.before("day", "time")
    offset = 1 if found.text("rel") in _FORWARD else -1 if found.text("rel") in _BACK else 0
    day = calendar.add_days(base.first, offset) if base and base.first else None
    return _with_part(reading_of(calendar.day(day) if day else None, "text"), _part(found))


def clock(found: Found, context: Context) -> Reading:
    """Read a time of day, with the day that is printed beside it, or the last day of the text, or today."""
    day, anchor = _clock_day(found, context)
    hour = _clock_hour(found)
    if day is None or hour is None:
        return unresolved("time", TimexType.TIME)
    return Reading(
        timex=TimexType.TIME, unit="time", value=f"{day.isoformat()}T{hour}", first=day, last=day, anchor=anchor
    )


def _clock_day(found: Found, context: Context) -> tuple[date | None, str | None]:
    if found.has("wd"):
        return _weekday_day(found.text("wd"), "", "", found.start, context)
    if found.has("deictic"):
        return _deictic_date(found.text("deictic"), context), context.anchor
    for month_name, day_name in (("month", "day"), ("month2", "day2")):
        if found.has(month_name):
            number, month_number = int(found.text(day_name)), _month_number(found.text(month_name))

            def build(year: int, number: int = number, month_number: int = month_number) -> Period | None:
                day = _make_day(year, month_number, number)
                return calendar.day(day) if day else None

            chosen = _nearest_year(context, found.start, build)
            return (chosen.first if chosen else None), context.anchor
    base = context.before("day", "time")
    if base is not None and base.first == base.last:
        return base.first, "text" if base.anchor == "self" else base.anchor
    return context.today, context.anchor


def _clock_hour(found: Found) -> str | None:
    if found.has("noon"):
        return timewords.CLOCK_WORDS[found.text("noon")]
    text = found.text("clock").replace(".", ":")
    if text in timewords.SMALL_NUMBERS:
        text = str(timewords.SMALL_NUMBERS[text])
    if text.isdigit() and len(text) == 4:
        text = f"{text[:2]}:{text[2:]}"
    hours, _, minutes = text.partition(":")
    hour = int(hours)
    half = found.text("ampm")[:1]
    if not half and found.has("part"):
        half = "a" if _part(found) == "MO" else "p"
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minutes[:2] or '00'}" if hour <= 24 else None


def _unit_from(base: date, unit: str, count: int) -> Period | None:
    moved = calendar.shift(base, unit, count)
    return calendar.period_of(unit, moved) if moved else None


def relative_unit(found: Found, context: Context) -> Reading:
    """Read "last week", "this month", "next year", "last weekend"."""
    unit, rel = found.unit(), found.text("rel")
    if context.today is None:
        return unresolved(unit)
    count = -1 if rel.startswith(("last", "this past")) else 1 if rel in {"next", "this coming"} else 0
    if unit == "weekend" and rel in {"last", "this past"} and context.today.isoweekday() == 7:
        count = -1 if rel == "last" else 0
    return reading_of(_unit_from(context.today, unit, count), context.anchor, unit)


def _window(count: Fraction | None, unit: str, context: Context, *, forward: bool) -> Reading:
    """Return a stretch of time that ends or begins today."""
    value = calendar.duration_value(count, unit)
    reading = Reading(timex=TimexType.DURATION, unit="duration", value=value)
    if context.today is None or count is None:
        return reading
    other = calendar.shift(context.today, unit, count if forward else -count)
    if timewords.UNITS[unit][2] and timewords.UNITS[unit][0] == "H" and other == context.today:
        other = calendar.add_days(context.today, 1 if forward else -1)  # "the past 12 hours" may reach into yesterday
    if other is None:
        return reading
    first, last = (context.today, other) if forward else (other, context.today)
    return Reading(
        timex=TimexType.DURATION, unit="window", value=value, first=first, last=last, anchor=context.anchor
    )


def past_unit(found: Found, context: Context) -> Reading:
    """Read "the past week", "the last year", "the coming month": a stretch up to or from today."""
    return _window(Fraction(1), found.unit(), context, forward=found.text("rel") in _FORWARD)


def window(found: Found, context: Context) -> Reading:
    """Read "the past two months", "the next five years", "the last 24 hours"."""
    return _window(found.number(), found.unit(), context, forward=found.text("rel") in _FORWARD)


def open_window(found: Found, _context: Context) -> Reading:
    """Read "recent weeks", "the coming days": a stretch of unknown length."""
    return Reading(timex=TimexType.DURATION, unit="duration", value=calendar.duration_value(None, found.unit()))


def same_unit(found: Found, context: Context) -> Reading:
    """Read "that day", "the same week", "that year": the unit that holds the last date of the text."""
    unit = found.unit()
    base = _base_for(unit, context)
    return reading_of(calendar.period_of(unit, base) if base else None, "text", unit)


def _base_for(unit: str, context: Context) -> date | None:
    """Return the first day of the last date of the text that is at most as coarse as a unit."""
    finer = ["time", "day"]
    for name in ("week", "weekend", "month", "quarter", "season", "half", "year", "decade"):
        if name == unit or unit in finer:
            finer.append(unit)
            break
        finer.append(name)
    base = context.before(*finer)
    return base.first if base else None


def adjacent_unit(found: Found, context: Context) -> Reading:
    """Read "the next day", "the previous year", "the month before", counted from the last date of the text."""
    unit = found.unit()
    base, anchor = _base_for(unit, context), "text"
    if base is None:
        if context.today is None:
            return unresolved(unit)
        base, anchor = context.today, context.anchor or "published"
    count = 1 if found.text("rel") in _FORWARD | {"after"} else -1
    return reading_of(_unit_from(base, unit, count), anchor, unit)


def same_period(_found: Found, context: Context) -> Reading:
    """Read "the same period": the last stretch of the text."""
    base = context.dates[-1] if context.dates else None
    return context.anchored(base, "text") if base else unresolved("ref")


def offset(found: Found, context: Context) -> Reading:
    """Read "two weeks ago", "three days later", "a year earlier": a unit so far from today, or from the last date."""
    unit = found.unit()
    count = found.number() if found.has("num") else Fraction(1)
    if found.has("half") and count is not None:
        count += Fraction(1, 2)
    if found.surface().startswith("half"):
        count = Fraction(1, 2)
    rel = found.text("rel") or "ago"
    from_today = rel in {"ago", "from now", "hence"}
    base = context.today if from_today else _base_for(unit, context)
    anchor = context.anchor if from_today else "text"
    if not from_today and base is None and rel in {"earlier", "before"} and context.today:
        base, anchor = context.today, context.anchor
    if base is None:
        return unresolved(unit) if not timewords.UNITS[unit][2] else unresolved("time", TimexType.TIME)
    if count is None:
        return Reading(timex=TimexType.DATE, unit="ref", value=_open_reference(rel), anchor=None)
    sign = 1 if rel in {"later", "afterwards", "afterward", "after", "from now", "hence"} else -1
    if timewords.UNITS[unit][2]:
        return _hours_away(base, unit, sign * count, anchor)
    moved = calendar.shift(base, unit, sign * count)
    if moved is None:
        return unresolved(unit)
    # "a decade ago" and "half a year ago" name no unit of the calendar; they are as exact as a year and a month.
    grain = {"decade": "year", "century": "year", "quarter": "month", "fortnight": "week"}.get(unit, unit)
    if count.denominator != 1:
        grain = {"year": "month", "month": "week", "week": "day"}.get(grain, grain)
    return reading_of(calendar.period_of(grain, moved), anchor)


def _open_reference(rel: str) -> str:
    return "FUTURE_REF" if rel in {"from now", "hence"} else "PAST_REF"


def _hours_away(base: date, unit: str, count: Fraction, anchor: str | None) -> Reading:
    """Return a time some hours or minutes away from a day: its days are those that it can fall on."""
    moved = calendar.shift(base, unit, count)
    if moved is None:
        return unresolved("time", TimexType.TIME)
    first, last = min(moved, base), max(moved, base)
    if unit == "hour" and first == last:
        first = (calendar.add_days(base, -1) or base) if count < 0 else base
    return Reading(timex=TimexType.TIME, unit="time", value=None, first=first, last=last, anchor=anchor)


def duration(found: Found, _context: Context) -> Reading:
    """Read "three days", "16-hour", "more than a decade", "half an hour", "years"."""
    if found.has("word"):
        unit, count = {"day": "day", "wee": "week", "mon": "month", "yea": "year", "hou": "hour"}[found.text("word")[:3]], Fraction(1)
        return Reading(timex=TimexType.DURATION, unit="duration", value=calendar.duration_value(count, unit))
    forms = [found.row.form(index) for index in range(found.start, found.end)]
    unit = next(form for form in forms if form in timewords.UNITS or form in timewords.UNIT_PLURALS)
    is_plural = unit in timewords.UNIT_PLURALS
    unit = timewords.UNIT_PLURALS.get(unit, unit)
    amount: Fraction | None
    if found.has("halves"):
        amount = Fraction(1, 2)
    elif found.has("num"):
        amount = found.number()
    else:
        amount = None if is_plural else Fraction(1)
    if found.has("half") and amount is not None:
        amount += Fraction(1, 2)
    if not found.has("num") and found.text("amount").startswith(("less", "under")):
        amount = None
    return Reading(timex=TimexType.DURATION, unit="duration", value=calendar.duration_value(amount, unit))


def every_unit(found: Found, _context: Context) -> Reading:
    """Read "every day", "each two weeks", "per month", "a year" as a rate."""
    forms = [found.row.form(index) for index in range(found.start, found.end)]
    unit = timewords.UNIT_PLURALS.get(forms[-1], forms[-1])
    count = found.number() if found.has("num") else Fraction(2 if "other" in forms else 1)
    return Reading(timex=TimexType.SET, unit="set", value=calendar.duration_value(count, unit))


def every_name(found: Found, _context: Context) -> Reading:
    """Read "every Monday", "Fridays", "each winter", "every morning"."""
    value = "XXXX-XX-XX"
    if found.has("wd"):
        value = f"XXXX-WXX-{_weekday_number(found.text('wd'))}"
    elif found.has("month"):
        value = f"XXXX-{_month_number(found.text('month')):02d}"
    elif found.has("season"):
        value = f"XXXX-{timewords.SEASONS[found.text('season')][0]}"
    part = _part(found) or _part(found, "part2")
    return Reading(timex=TimexType.SET, unit="set", value=f"{value}T{part}" if part else value)


def frequency(found: Found, _context: Context) -> Reading:
    """Read "daily", "annually"."""
    value = timewords.ADVERBS_OF_FREQUENCY[found.text("adverb")]
    return Reading(timex=TimexType.SET, unit="set", value=value)


def season_year(found: Found, _context: Context) -> Reading:
    """Read "summer 2023"."""
    return reading_of(calendar.season(int(found.text("year")), timewords.SEASONS[found.text("season")][0]), "self")


def season(found: Found, context: Context) -> Reading:
    """Read "last fall", "this summer", "in the spring"."""
    code, rel = timewords.SEASONS[found.text("season")][0], found.text("rel")
    today, anchor = context.today, context.anchor
    if rel in {"the previous", "the following"}:
        base = context.before("day", "month", "season", "year")
        today, anchor = (base.first if base else None), "text"
    if today is None:
        return unresolved("season")
    seasons = [calendar.season(year, code) for year in range(today.year - 1, today.year + 3) if year > 1]
    over = [period for period in seasons if period.last < today]
    ahead = [period for period in seasons if period.first > today]
    now = [period for period in seasons if period.first <= today <= period.last]
    if rel in {"last", "the previous"}:
        return reading_of(over[-1], anchor)
    if rel in {"next", "this coming", "the following"}:
        return reading_of(ahead[0], anchor)
    if rel == "this":
        same_year = [period for period in seasons if period.last.year == today.year or period.first.year == today.year]
        chosen = now[0] if now else _choose(same_year, today, context.direction(found.start))
        return reading_of(chosen, anchor, "season")
    if rel == "this past":
        return reading_of(now[0] if now else over[-1], anchor)
    return reading_of(now[0] if now else _choose(seasons, today, context.direction(found.start)), anchor, "season")


def fiscal_year(found: Found, _context: Context) -> Reading:
    """Read "fiscal 2023", "FY2023/24": the value only, since fiscal years begin on different days in each country."""
    printed = found.text("year") or found.text("number")
    number = int(printed) if printed.isdigit() and len(printed) in {2, 4} else None
    if number is None:
        return unresolved("fiscal")
    return Reading(timex=TimexType.DATE, unit="fiscal", value=f"FY{number if number > 99 else 2000 + number}", anchor="self")


def fiscal_relative(found: Found, context: Context) -> Reading:
    """Read "the current fiscal year": its days are unknown, as its year is."""
    return unresolved("fiscal")


def part_of_year(found: Found, context: Context) -> Reading:
    """Read "the first half of 2023", "Q3 2022", "the second quarter"."""
    if found.has("letter"):
        unit, ordinal = ("quarter" if found.text("letter") == "q" else "half"), int(found.text("number")[:4])
    else:
        unit, ordinal = found.unit(), _ordinal(found.text("ord"))
    limit = 4 if unit == "quarter" else 2
    if ordinal == -1:
        ordinal = limit
    if not 1 <= ordinal <= limit:
        return unresolved(unit)
    build = calendar.quarter if unit == "quarter" else calendar.half
    if found.has("year"):
        return reading_of(build(int(found.text("year")), ordinal), "self")
    chosen = _nearest_year(context, found.start, lambda year: build(year, ordinal))
    return reading_of(chosen, context.anchor, unit)


def _ordinal(word: str) -> int:
    digits = "".join(c for c in word if c.isdigit())
    return int(digits) if digits else timewords.ORDINALS[word]


def year_span(found: Found, _context: Context) -> Reading:
    """Read "2022-23": two years in a row, without saying where in them it begins and ends."""
    first = int(found.text("year"))
    return Reading(
        timex=TimexType.DATE,
        unit="years",
        value=f"{first}/{first + 1}",
        first=date(first, 1, 1),
        last=date(first + 1, 12, 31),
        anchor="self",
    )


def year(found: Found, _context: Context) -> Reading:
    """Read "2023"."""
    return reading_of(calendar.year_of(int(found.text("year"))), "self")


def year_short(found: Found, _context: Context) -> Reading:
    """Read "'98"."""
    number = found.year()
    return reading_of(calendar.year_of(number) if number else None, "self", "year")


def decade(found: Found, _context: Context) -> Reading:
    """Read "the 1990s", "'80s", "the nineties"; two digits mean the 20th century."""
    if found.has("word"):
        return reading_of(calendar.decade(1900 + 10 * timewords.WORD_DECADES[found.text("word")]), "self")
    digits = found.text("decade").rstrip("s")
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if first % 10 or first < 1000:
        return unresolved("decade")
    return reading_of(calendar.century(first) if first % 100 == 0 and len(digits) == 4 and first < 2000 else calendar.decade(first), "self")


def century(found: Found, _context: Context) -> Reading:
    """Read "the 19th century"."""
    ordinal = _ordinal(found.text("ord"))
    if not 2 <= ordinal <= 99:
        return unresolved("century")
    return reading_of(calendar.century(100 * (ordinal - 1)), "self")


def unit_end(found: Found, context: Context) -> Reading:
    """Read "year end", "the year's end": the last day of the running year or month."""
    if context.today is None:
        return unresolved("day")
    period = calendar.period_of(found.unit(), context.today)
    return Reading(
        timex=TimexType.DATE, unit=period.unit, value=period.value, first=period.last, last=period.last, anchor=context.anchor
    )


def weekend(found: Found, context: Context) -> Reading:
    """Read "the weekend": the last one begun, or the next one where the verb looks ahead."""
    if context.today is None:
        return unresolved("weekend")
    own = calendar.weekend(context.today)
    before = _unit_from(context.today, "weekend", -1)
    after = _unit_from(context.today, "weekend", 1)
    periods = [period for period in (before, own, after) if period]
    direction = context.direction(found.start)
    return reading_of(_choose(periods, context.today, direction or "past"), context.anchor, "weekend")


def reference(found: Found, context: Context) -> Reading:
    """Read "now", "recently", "the future"."""
    surface = found.surface()
    value = "FUTURE_REF" if "future" in surface else "PAST_REF" if "past" in surface or "recently" in surface else "PRESENT_REF"
    return Reading(timex=TimexType.DATE, unit="ref", value=value, anchor=context.anchor)


def holiday(found: Found, context: Context) -> Reading:
    """Read "Christmas", "last Thanksgiving", "Easter 2023"."""
    words = found.text("holiday").replace(" 's", "'s").replace(" ’s", "'s").replace(" - ", "-")
    year_printed, rel = found.year(), found.text("rel")

    def build(number: int) -> Period | None:
        day = calendar.holiday(words, number)
        return calendar.day(day) if day else None

    if year_printed is not None:
        return reading_of(build(year_printed), "self")
    today, anchor = context.today, context.anchor
    if rel in {"the previous", "the following"}:
        base = context.before("day", "month", "year")
        today, anchor = (base.first if base else None), "text"
    if today is None:
        return unresolved("day")
    days = [period for number in range(max(today.year - 1, 1), today.year + 2) if (period := build(number))]
    if rel in {"last", "the previous", "this past"}:
        days = [period for period in days if period.first < today][-1:]
    elif rel in {"next", "the following"}:
        days = [period for period in days if period.first > today][:1]
    return reading_of(_choose(days, today, context.direction(found.start)) if days else None, anchor)


def the_unit(found: Found, context: Context) -> Reading:
    """Read "the year" after "the end of": the running one."""
    unit = found.unit()
    return reading_of(calendar.period_of(unit, context.today) if context.today else None, context.anchor, unit)


READERS: Final[dict[str, Callable[[Found, Context], Reading]]] = {
    "adjacent_unit": adjacent_unit,
    "anaphoric_part": anaphoric_part,
    "century": century,
    "clock": clock,
    "day_of_month": day_of_month,
    "decade": decade,
    "deictic_day": deictic_day,
    "deictic_part": deictic_part,
    "duration": duration,
    "every_name": every_name,
    "every_unit": every_unit,
    "fiscal_relative": fiscal_relative,
    "fiscal_year": fiscal_year,
    "frequency": frequency,
    "holiday": holiday,
    "iso_date": iso_date,
    "month": month,
    "month_day": month_day,
    "month_of_relative_year": month_of_relative_year,
    "month_year": month_year,
    "numeric_date": numeric_date,
    "offset": offset,
    "open_window": open_window,
    "overnight": overnight,
    "part_of_year": part_of_year,
    "past_unit": past_unit,
    "reference": reference,
    "relative_month": relative_month,
    "relative_unit": relative_unit,
    "same_period": same_period,
    "same_unit": same_unit,
    "season": season,
    "season_year": season_year,
    "the_unit": the_unit,
    "tonight": tonight,
    "unit_end": unit_end,
    "weekday": weekday,
    "weekday_ordinal": weekday_ordinal,
    "weekend": weekend,
    "window": window,
    "year": year,
    "year_short": year_short,
    "year_span": year_span,
}
