"""Readers of lengths of time: durations, windows up to or from today, distances ("two weeks ago"), rates and references."""

from datetime import date
from fractions import Fraction

from extraction import timex_calendar as calendar
from extraction.lexicons import timewords
from extraction.timex_choice import FORWARD, base_for, month_number, part_code, weekday_number
from extraction.timex_context import Context, Found, Reading, reading_of, unresolved
from records.vocabulary import TimexType


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
    return Reading(timex=TimexType.DURATION, unit="window", value=value, first=first, last=last, anchor=context.anchor)


def past_unit(found: Found, context: Context) -> Reading:
    """Read "the past week", "the last year", "the coming month": a stretch up to or from today."""
    return _window(Fraction(1), found.unit(), context, forward=found.text("rel") in FORWARD)


def window(found: Found, context: Context) -> Reading:
    """Read "the past two months", "the next five years", "the last 24 hours"."""
    return _window(found.number(), found.unit(), context, forward=found.text("rel") in FORWARD)


def open_window(found: Found, _context: Context) -> Reading:
    """Read "recent weeks", "the coming days": a stretch of unknown length."""
    return Reading(timex=TimexType.DURATION, unit="duration", value=calendar.duration_value(None, found.unit()))


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
    base = context.today if from_today else base_for(unit, context)
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
        unit, count = (
            {"day": "day", "wee": "week", "mon": "month", "yea": "year", "hou": "hour"}[found.text("word")[:3]],
            Fraction(1),
        )
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
        value = f"XXXX-WXX-{weekday_number(found.text('wd'))}"
    elif found.has("month"):
        value = f"XXXX-{month_number(found.text('month')):02d}"
    elif found.has("season"):
        value = f"XXXX-{timewords.SEASONS[found.text('season')][0]}"
    part = part_code(found) or part_code(found, "part2")
    return Reading(timex=TimexType.SET, unit="set", value=f"{value}T{part}" if part else value)


def frequency(found: Found, _context: Context) -> Reading:
    """Read "daily", "annually"."""
    value = timewords.ADVERBS_OF_FREQUENCY[found.text("adverb")]
    return Reading(timex=TimexType.SET, unit="set", value=value)


def reference(found: Found, context: Context) -> Reading:
    """Read "now", "recently", "the future"."""
    surface = found.surface()
    value = (
        "FUTURE_REF"
        if "future" in surface
        else "PAST_REF"
        if "past" in surface or "recently" in surface
        else "PRESENT_REF"
    )
    return Reading(timex=TimexType.DATE, unit="ref", value=value, anchor=context.anchor)
