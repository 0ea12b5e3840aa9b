"""Printed dates to instants, no more exact than they are printed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from crawler.pages.foreign_dates import parse_foreign_day
from records import Stamp

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the first news site
LEEWAY = timedelta(hours=24)  # clocks and zones of servers are wrong by up to a day

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMBER = r"(?<!\d){}(?!\d)"

# Each form names its parts. `first/second` is day or month first, as the outlet's country has it: only read when the
# two are equal or one of them cannot be a month.
_DATE_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _NUMBER.format(_YEAR + r"(?P<separator>[-/.])(?P<month>\d\d)(?P=separator)(?P<day>\d\d)"),
        rf"(?<!\w){_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}(?!\d)",
        rf"(?<!\w){_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        _NUMBER.format(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?" + _YEAR),
        _NUMBER.format(r"(?P<first>\d{1,2})([/-])(?P<second>\d{1,2})\2" + _YEAR),
        _NUMBER.format(_YEAR + r"(?P<month>\d\d)(?P<day>\d\d)"),
    )
)
_TIME = re.compile(
    r"T?(?P<hour>\d{1,2})(?:(?:[:.h]?(?P<minute>\d\d))(?:[:.]?(?P<second>\d\d)(?:[.,]\d+)?)?)?\s*(?P<half>[ap]\.?\s?m\.?(?!\w))?"
    r"\s*\(?(?P<zone>[A-Z]{1,5}|(?:UTC|GMT)?\s?[+\N{MINUS SIGN}-]\d{1,2}(?::?\d\d)?)?\)?\s*(?:\([A-Z]{2,5}\))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\N{MINUS SIGN}-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\b(?:at|on)\b", re.IGNORECASE
)
_SEPARATORS = " \t\n,;|/\u2013\u2014\u00b7\u2022-"
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")
_LONGEST = 80  # characters; longer strings are prose that mentions a date

# Zone names that mean one offset wherever they are printed, in hours. CST, IST, BST and AST do not: they count as no zone.
_ZONES: dict[str, float] = {
    **dict.fromkeys(("Z", "UTC", "GMT", "UT", "WET"), 0),
    **dict.fromkeys(("WEST", "CET", "WAT"), 1),
    **dict.fromkeys(("CEST", "EET", "CAT", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 3),
    **dict.fromkeys(("SGT", "HKT"), 8),
    **dict.fromkeys(("JST", "KST"), 9),
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("MST", "PDT"), -7),
    **dict.fromkeys(("PST", "AKDT"), -8),
    "PKT": 5,
    "NPT": 5.75,
    "WIB": 7,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "EDT": -4,
    "MDT": -6,
    "AKST": -9,
}


def parse_stamp(printed: str, *, origin: str) -> Stamp | None:
    """Read a printed date, with time and zone where they are printed; None when the string is anything else.

    Reads ISO 8601, RFC 2822, Unix seconds or milliseconds, month names and numeric dates that leave no doubt about day
    and month (`03/04/2023` is not read; nor are dates without a day). A zone name that stands for several
    offsets (`CST`, `IST`) is not taken for one of them: the stamp then has no zone. `printed` is kept as given.
    """
    text = " ".join(printed.split())
    if len(text) > _LONGEST:
        return None
    if epoch := _EPOCH.fullmatch(text):
        value = datetime.fromtimestamp(int(epoch[1]), tz=UTC)
        return Stamp(value=value, has_time=True, has_zone=True, printed=printed, origin=origin)
    readings = list(_find_dates(text))
    for day, rest in readings:
        if not rest:
            return Stamp(value=day, has_time=False, has_zone=False, printed=printed, origin=origin)
        if (match := _TIME.fullmatch(rest)) and (time := _read_time(match)) is not None:
            zone = _read_zone(match["zone"])
            value = (day + time).replace(tzinfo=zone or UTC)
            return Stamp(value=value, has_time=True, has_zone=zone is not None, printed=printed, origin=origin)
    # Lines of a text are many and mostly no dates; the fields of a page, a feed or a person are meant as dates.
    foreign = None if readings or origin == "text" else parse_foreign_day(text)
    return (
        None
        if foreign is None
        else Stamp(value=foreign, has_time=False, has_zone=False, printed=printed, origin=origin)
    )


def has_day(text: str, day: datetime) -> bool:
    """Tell whether a date is printed anywhere in the text that reads as the day of this instant."""
    wanted = day.date()
    return any(
        found is not None and found.date() == wanted
        for form in _DATE_FORMS
        for found in map(_read_day, form.finditer(text))
    )


def is_plausible(stamp: Stamp, *, fetched_at: datetime) -> bool:
    """Tell whether an article could state this instant: from 1990 to 24 hours after it was fetched."""
    return EARLIEST <= stamp.value <= fetched_at + LEEWAY


def _find_dates(text: str) -> Iterator[tuple[datetime, str]]:
    """Yield each reading of a day in the text, at midnight UTC, with what is left of the text around it."""
    for form in _DATE_FORMS:
        if (match := form.search(text)) and (day := _read_day(match)) is not None:
            rest = _WEEKDAY.sub(" ", f"{text[: match.start()]} {text[match.end() :]}")
            yield day, " ".join(rest.strip(_SEPARATORS if not _is_offset_only(rest) else " ").split())


def _is_offset_only(rest: str) -> bool:
    return _OFFSET.fullmatch(rest.strip()) is not None


def _read_day(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (second, first) if second <= 12 else (first, second)
    else:
        month = int(parts["month"]) if parts["month"].isdecimal() else _MONTHS[parts["month"].lower()]
        day = int(parts["day"])
    try:
        return datetime(int(parts["year"]), month, day, tzinfo=UTC)
    except ValueError:  # 30 February
        return None


def _read_time(match: re.Match[str]) -> timedelta | None:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0].lower() == "p" else 0)
    elif match["minute"] is None:
        return None  # a lone number is no time of day
    if hour > 23 or minute > 59 or second > 60:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _read_zone(printed: str | None) -> timezone | None:
    if printed is None:
        return None
    if match := _OFFSET.fullmatch(printed):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return None if minutes > 14 * 60 else timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    hours = _ZONES.get(printed.upper())
    return None if hours is None else timezone(timedelta(hours=hours))
