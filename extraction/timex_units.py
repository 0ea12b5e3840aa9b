"""Readers of calendar units above the day: weeks, months, seasons, quarters, years, decades, centuries."""

from dataclasses import replace
from datetime import date

from extraction import timex_calendar as calendar
from extraction.lexicons import timewords
from extraction.timex_choice import FORWARD, base_for, choose, month_number, nearest_year, relative_year, unit_from
from extraction.timex_context import Context, Found, Reading, reading_of, unresolved
from records.vocabulary import TimexType


def month_year(found: Found, _context: Context) -> Reading:
    """Read "November 2023"."""
    year = found.year()
    assert year is not None  # the pattern has one
    return reading_of(calendar.month(year, month_number(found.text("month"))), "self")


def month_of_relative_year(found: Found, context: Context) -> Reading:
    """Read "August of last year", "March that year"."""
    year, anchor = relative_year(found.text("rel"), context)
    return reading_of(calendar.month(year, month_number(found.text("month"))) if year else None, anchor, "month")


def relative_month(found: Found, context: Context) -> Reading:
    """Read "last October", "next May", "this November"."""
    number, rel = month_number(found.text("month")), found.text("rel")
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
    number = month_number(found.text("month"))
    lent = found.year()
    if found.has("lentrel"):
        lent = relative_year(found.text("lentrel"), context)[0]
    if lent is not None:
        return reading_of(calendar.month(lent, number), "self")
    chosen = nearest_year(context, found.start, lambda year: calendar.month(year, number))
    return reading_of(chosen, context.anchor, "month")


def relative_unit(found: Found, context: Context) -> Reading:
    """Read "last week", "this month", "next year", "last weekend"."""
    unit, rel = found.unit(), found.text("rel")
    if context.today is None:
        return unresolved(unit)
    count = -1 if rel.startswith(("last", "this past")) else 1 if rel in {"next", "this coming"} else 0
    if unit == "weekend" and rel in {"last", "this past"} and context.today.isoweekday() == 7:
        count = -1 if rel == "last" else 0
    return reading_of(unit_from(context.today, unit, count), context.anchor, unit)


def same_unit(found: Found, context: Context) -> Reading:
    """Read "that day", "the same week", "that year": the unit that holds the last date of the text."""
    unit = found.unit()
    base = base_for(unit, context)
    return reading_of(calendar.period_of(unit, base) if base else None, "text", unit)


def adjacent_unit(found: Found, context: Context) -> Reading:
    """Read "the next day", "the previous year", "the month before", counted from the last date of the text."""
    unit = found.unit()
    base, anchor = base_for(unit, context), "text"
    if base is None:
        if context.today is None:
            return unresolved(unit)
        base, anchor = context.today, context.anchor or "published"
    count = 1 if found.text("rel") in FORWARD | {"after"} else -1
    return reading_of(unit_from(base, unit, count), anchor, unit)


def same_period(found: Found, context: Context) -> Reading:
    """Read "the same period", "the same period last year": the last stretch of the text, moved to the year that is named."""
    base = context.dates[-1] if context.dates else None
    if base is None or base.first is None or base.last is None:
        return unresolved("ref")
    target = found.year() if found.has("year") else None
    if found.has("rel") or found.has("back"):
        this_year = context.today.year if context.today else None
        back = 0 if found.text("rel") == "this" else 1
        target = this_year - back if this_year is not None else None
    elif target is None:
        return replace(base, anchor="text")
    if target is None:
        return unresolved("ref")
    months = 12 * (target - base.last.year)
    first, after = calendar.add_months(base.first, months), calendar.add_days(base.last, 1)
    last = calendar.add_months(after, months) if after else None
    last = calendar.add_days(last, -1) if last else None
    if first is None or last is None:
        return unresolved("ref")
    return Reading(timex=TimexType.DATE, unit=base.unit, value=str(target), first=first, last=last, anchor="text")


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
        same_year = [period for period in seasons if today.year in {period.first.year, period.last.year}]
        chosen = now[0] if now else choose(same_year, today, context.direction(found.start))
        return reading_of(chosen, anchor, "season")
    if rel == "this past":
        return reading_of(now[0] if now else over[-1], anchor)
    return reading_of(now[0] if now else choose(seasons, today, context.direction(found.start)), anchor, "season")


def fiscal_year(found: Found, _context: Context) -> Reading:
    """Read "fiscal 2023", "FY2023/24": the value only, since fiscal years begin on different days in each country."""
    printed = found.text("year") or found.text("number")
    number = int(printed) if printed.isdigit() and len(printed) in {2, 4} else None
    if number is None:
        return unresolved("fiscal")
    return Reading(
        timex=TimexType.DATE, unit="fiscal", value=f"FY{number if number > 99 else 2000 + number}", anchor="self"
    )


def fiscal_relative(_found: Found, _context: Context) -> Reading:
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
    chosen = nearest_year(context, found.start, lambda year: build(year, ordinal))
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


def year_beyond(found: Found, _context: Context) -> Reading:
    """Read "post-1959", "pre-1990": the TIMEX3 value is the year, the days are those on its open side, as after "after"."""
    whole = calendar.year_of(int(found.text("year")))
    reading = reading_of(whole, "self")
    if found.text("side") == "post":
        return replace(reading, last=None)
    return replace(reading, first=None, last=calendar.add_days(whole.first, -1))


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
    return reading_of(
        calendar.century(first) if first % 100 == 0 and len(digits) == 4 and first < 2000 else calendar.decade(first),
        "self",
    )


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
        timex=TimexType.DATE,
        unit=period.unit,
        value=period.value,
        first=period.last,
        last=period.last,
        anchor=context.anchor,
    )


def weekend(found: Found, context: Context) -> Reading:
    """Read "the weekend": the last one begun, or the next one where the verb looks ahead."""
    if context.today is None:
        return unresolved("weekend")
    own = calendar.weekend(context.today)
    before = unit_from(context.today, "weekend", -1)
    after = unit_from(context.today, "weekend", 1)
    periods = [period for period in (before, own, after) if period]
    direction = context.direction(found.start)
    return reading_of(choose(periods, context.today, direction or "past"), context.anchor, "weekend")


def the_unit(found: Found, context: Context) -> Reading:
    """Read "the year" after "the end of": the running one."""
    unit = found.unit()
    return reading_of(calendar.period_of(unit, context.today) if context.today else None, context.anchor, unit)
