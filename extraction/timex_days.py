"""Readers of days and times of day: "Nov. 20", "last Thursday", "yesterday evening", "10:35 a.m.", "Christmas"."""

from datetime import date
from typing import Final

from extraction import timex_calendar as calendar
from extraction.lexicons import timewords
from extraction.timex_calendar import Period
from extraction.timex_choice import (
    BACK,
    FORWARD,
    choose,
    make_day,
    month_number,
    nearest_year,
    part_code,
    relative_year,
    weekday_number,
    with_part,
)
from extraction.timex_context import Context, Found, Reading, reading_of, unresolved
from records.vocabulary import TimexType


def month_day(found: Found, context: Context) -> Reading:
    """Read "Nov. 20", "20 November 2023", "Monday, Nov. 20": a year in print, or the one that the tense means."""
    month, number = month_number(found.text("month")), int("".join(c for c in found.text("day") if c.isdigit()))
    printed, anchor = found.year(), "self"
    if found.has("rel") or found.has("lentrel"):
        printed, relative_anchor = relative_year(found.text("rel") or found.text("lentrel"), context)
        if printed is None or relative_anchor is None:
            return unresolved("day")
        anchor = relative_anchor
    if printed is not None:
        day = make_day(printed, month, number)
        return reading_of(calendar.day(day), anchor) if day else unresolved("day")

    def build(year: int) -> Period | None:
        day = make_day(year, month, number)
        return calendar.day(day) if day else None

    if found.has("wd") and context.today is not None:
        # The weekday fixes the year: the nearest one in which the date falls on it.
        weekday = weekday_number(found.text("wd"))
        years = sorted(range(context.today.year - 6, context.today.year + 7), key=lambda y: abs(y - context.today.year))  # type: ignore[union-attr]
        for year in years:
            period = build(year)
            if period and period.first.isoweekday() == weekday:
                return reading_of(period, context.anchor)
    return reading_of(nearest_year(context, found.start, build), context.anchor)


def iso_date(found: Found, _context: Context) -> Reading:
    """Read "2023-11-20" and "2023-11-20T14:00Z"."""
    text = found.text("0") or found.surface()
    day = make_day(*(int(part) for part in text[:10].split("-")))
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
        day = make_day(year, month, number)
        return reading_of(calendar.day(day), "self") if day else unresolved("day")
    separator = "/" if "/" in text else "."
    first, second, year = (int(part) for part in text.split(separator))
    if separator == ".":  # dots are the European order
        days = {make_day(year, second, first)}
    else:
        days = {make_day(year, second, first), make_day(year, first, second)}
    days.discard(None)
    only = days.pop() if len(days) == 1 else None
    return reading_of(calendar.day(only), "self") if only else unresolved("day")


def weekday_ordinal(found: Found, context: Context) -> Reading:
    """Read "Monday the 20th": the nearest month in which that day has that weekday."""
    weekday, number = weekday_number(found.text("wd")), int("".join(c for c in found.text("ordinal") if c.isdigit()))
    if context.today is None:
        return unresolved("day")
    for distance in (0, -1, 1, -2, 2, -3, 3):
        month = calendar.add_months(context.today.replace(day=1), distance)
        day = make_day(month.year, month.month, number) if month else None
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
        day = make_day(month.year, month.month, number) if month else None
        if day:
            days.append(calendar.day(day))
    chosen = choose(days, context.today, context.direction(found.start)) if days else None
    return reading_of(chosen, context.anchor)


# What stands beside a weekday -> the ISO week that it means, counted from the week of today: "Tuesday of last week".
_WEEK_OF: Final = {"last": -1, "this": 0, "next": 1}
# What precedes a weekday -> the side of today on which the nearest one lies.
_SIDE_OF: Final = {"last": -1, "past": -1, "this past": -1, "coming": 1, "this coming": 1}


def _weekday_day(word: str, rel: str, week: str, index: int, context: Context) -> tuple[date | None, str | None]:
    """Return the day that a weekday means, and its anchor.

    "last Thursday" is the most recent one before today, also when that is yesterday: newswire style (AP) calls it redundant
    with a bare "Thursday" and a past tense. "next Thursday" is that of next week. A bare weekday is the last such day up to
    today, or the next one where the verb looks ahead.
    """
    number, today = weekday_number(word), context.today
    if rel in {"the previous", "the following"} or week in {"previous", "following"}:
        return _weekday_of_text(number, rel, week, context), "text"
    if today is None:
        if rel or week or context.text_day is None:
            return None, None
        return calendar.weekday_from(context.text_day, number, forward=False), "text"
    if week:
        return calendar.weekday_of_week(today, number, _WEEK_OF[week]), context.anchor
    if rel in _SIDE_OF:
        side = _SIDE_OF[rel]
        return calendar.weekday_from(calendar.add_days(today, side) or today, number, forward=side > 0), context.anchor
    if rel in _WEEK_OF:
        return calendar.weekday_of_week(today, number, _WEEK_OF[rel]), context.anchor
    forward = context.direction(index) == "future"
    return calendar.weekday_from(today, number, forward=forward), context.anchor


def _weekday_of_text(number: int, rel: str, week: str, context: Context) -> date | None:
    """Return "the following Monday", "Friday of the previous week": counted from the last day of the text."""
    base = context.before("day", "time")
    if base is None or base.first is None:
        return None
    if week:
        return calendar.weekday_of_week(base.first, number, 1 if week == "following" else -1)
    step = 1 if rel == "the following" else -1
    moved = calendar.add_days(base.first, step)
    return calendar.weekday_from(moved, number, forward=step > 0) if moved else None


def weekday(found: Found, context: Context) -> Reading:
    """Read "Monday", "last Thursday", "Tuesday of next week", "Friday night"."""
    week = found.text("week") or found.text("week2")
    day, anchor = _weekday_day(found.text("wd"), found.text("rel"), week, found.start, context)
    reading = reading_of(calendar.day(day), anchor) if day else unresolved("day")
    return with_part(reading, part_code(found))


def _deictic_date(word: str, context: Context) -> date | None:
    offsets = {"today": 0, "yesterday": -1, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}
    return calendar.add_days(context.today, offsets[word]) if context.today else None


def deictic_day(found: Found, context: Context) -> Reading:
    """Read "today", "yesterday evening", "the day after tomorrow"."""
    day = _deictic_date(found.text("deictic"), context)
    return with_part(reading_of(calendar.day(day) if day else None, context.anchor), part_code(found))


def tonight(_found: Found, context: Context) -> Reading:
    """Read "tonight"."""
    return with_part(reading_of(calendar.day(context.today) if context.today else None, context.anchor), "NI")


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
    return with_part(reading_of(calendar.day(day) if day else None, context.anchor), part_code(found))


def anaphoric_part(found: Found, context: Context) -> Reading:
    """Read "that night", "the next morning", counted from the last day of the text."""
    base = context.before("day", "time")
    offset = 1 if found.text("rel") in FORWARD else -1 if found.text("rel") in BACK else 0
    day = calendar.add_days(base.first, offset) if base and base.first else None
    return with_part(reading_of(calendar.day(day) if day else None, "text"), part_code(found))


def clock(found: Found, context: Context) -> Reading:
    """Read a time of day, with the day that is printed beside it, or the last day of the text, or today."""
    day, anchor = _clock_day(found, context)
    hour = _clock_hour(found)
    if day is None or hour is None:
        return unresolved("time", TimexType.TIME)
    last = day
    if hour == "24:00" and context.today and day < context.today:
        last = calendar.add_days(day, 1) or day  # the midnight that ends a day begins the next one
    return Reading(
        timex=TimexType.TIME, unit="time", value=f"{day.isoformat()}T{hour}", first=day, last=last, anchor=anchor
    )


def _clock_day(found: Found, context: Context) -> tuple[date | None, str | None]:
    if found.has("wd"):
        return _weekday_day(found.text("wd"), "", "", found.start, context)
    if found.has("deictic"):
        return _deictic_date(found.text("deictic"), context), context.anchor
    for month_name, day_name in (("month", "day"), ("month2", "day2")):
        if found.has(month_name):
            number, month = int(found.text(day_name)), month_number(found.text(month_name))

            def build(year: int, number: int = number, month: int = month) -> Period | None:
                day = make_day(year, month, number)
                return calendar.day(day) if day else None

            chosen = nearest_year(context, found.start, build)
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
    half = found.text("ampm")[:1] or found.text("lent")[:1]
    if not half and found.has("part"):
        half = "a" if part_code(found) == "MO" else "p"
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minutes[:2] or '00'}" if hour <= 24 else None


def holiday_unit(found: Found, context: Context) -> Reading:
    """Read "Easter week", "Thanksgiving weekend 2022": the ISO week that holds the day, or its end."""
    day = holiday(found, context)
    return reading_of(calendar.period_of(found.unit(), day.first) if day.first else None, day.anchor, found.unit())


def holiday(found: Found, context: Context) -> Reading:
    """Read "Christmas", "last Thanksgiving", "Easter 2023"."""
    words = found.text("holiday").replace(" 's", "'s").replace(" - ", "-")
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
    return reading_of(choose(days, today, context.direction(found.start)) if days else None, anchor)
