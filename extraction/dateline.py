"""The dateline of an article: "KABUL, Nov 20 (Agency) -" to place words, day and agency.

Looked for at the start of the first paragraphs only. A place counts when it is printed in capitals, or when a date, an
agency in brackets or a dash vouches for it. A line that is nothing but a date ("Tuesday, June 19, 2018") counts as a
dateline without place.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from extraction import timex_calendar as calendar
from extraction.lexicons import timewords
from records import Mention

_SEARCHED: Final = 1500  # code points: a headline, a byline and a summary may come before
_PARAGRAPHS: Final = 8

_MONTH: Final = "|".join(sorted((*timewords.MONTHS, *timewords.MONTH_ABBREVIATIONS), key=len, reverse=True))
_WEEKDAY: Final = "|".join(sorted((*timewords.WEEKDAYS, *timewords.WEEKDAY_ABBREVIATIONS), key=len, reverse=True))
_DATE: Final = (
    rf"(?:(?:{_WEEKDAY})\.?,?\s+)?"
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})\.?)"
    rf"(?:,?\s+(?P<year>\d{{4}}))?"
)
# One to four words that begin with a capital; hyphens, apostrophes and full stops may stand inside ("ST. LOUIS", "N'DJAMENA").
_CAPS: Final = r"[^\W\d_a-z][^\W\d_a-z'\u2019.\-]*(?:[ \-](?:de |al-|el-)?[^\W\d_a-z][^\W\d_a-z'\u2019.\-]*){0,3}"
_NAME: Final = r"[^\W\d_a-z][^\W\d_]*[\w'\u2019.\-]*(?:[ ](?:of |de |al-|el-|the )?[^\W\d_a-z][\w'\u2019.\-]*){0,3}"
_AGENCY: Final = r"\((?P<agency>[^()\n]{2,40})\)"
_DASH: Final = r"[-\u2013\u2014\u2015_:]{1,3}|--"

_PATTERNS: Final = (
    # KABUL, Nov 20 (Agency) - ; GENEVA/KABUL, 12 March 2024 - ; NAIROBI, Kenya (AP) _ ; WASHINGTON -
    re.compile(
        rf"(?P<place>{_CAPS}(?:/{_CAPS})*)(?:,\s+(?P<region>(?!(?i:{_MONTH}|{_WEEKDAY})\b){_NAME}))?"
        rf"(?:,?\s+(?i:{_DATE}))?(?:,?\s*{_AGENCY})?\s*(?:{_DASH})(?=\s|[A-Z\"“])"
    ),
    # Kabul, Afghanistan - ; Kabul, 20 November 2023 (Agency) - ; Juba (Agency) -
    re.compile(
        rf"(?P<place>{_NAME}(?:/{_NAME})*)(?:,\s+(?P<region>(?!(?i:{_MONTH}|{_WEEKDAY})\b){_NAME}))?"
        rf"(?:,?\s+(?i:{_DATE}))?(?:,?\s*{_AGENCY})?\s*[-\u2013\u2014\u2015_]{{1,3}}(?=\s)"
    ),
)
_DATE_LINE: Final = re.compile(rf"(?i:{_DATE})(?=[ \t]*(?:\n|$)|[ \t]+(?:[A-Z“\"]))")
_MAX_LENGTH: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline(Mention):
    """The dateline of an article.

    Attributes:
        places: the words of each place, the containing region after its town; empty for a bare date line.
        agency: the agency in brackets; None when there is none.
        month: month of the date, 1 to 12; None when it has no date.
        day: day of the month; None when it has no date.
        year: year as printed; None when it is not.

    """

    places: tuple[Mention, ...]
    agency: Mention | None
    month: int | None
    day: int | None
    year: int | None

    def resolve_day(self, published: date | None) -> date | None:
        """Return the day of the dateline; a missing year is the one that brings it nearest to publication, None without one."""
        if self.month is None or self.day is None:
            return None
        if self.year is not None:
            return _make_day(self.year, self.month, self.day)
        if published is None:
            return None
        days = [
            day
            for year in (published.year - 1, published.year, published.year + 1)
            if (day := _make_day(year, self.month, self.day))
        ]
        return min(days, key=lambda day: abs((day - published).days), default=None)


def find_dateline(text: str) -> Dateline | None:
    """Return the dateline of an article's text; None when it has none. Offsets are code points of `text`."""
    for start in _paragraph_starts(text):
        for pattern in _PATTERNS:
            match = pattern.match(text, start, min(len(text), start + _MAX_LENGTH))
            if match and _is_vouched(match, is_capital=pattern is _PATTERNS[0]):
                return _build(text, match)
        match = _DATE_LINE.match(text, start, min(len(text), start + _MAX_LENGTH))
        if match and match["year"]:
            return _build(text, match)
    return None


def _paragraph_starts(text: str) -> list[int]:
    starts, position = [], 0
    for _ in range(_PARAGRAPHS):
        while position < len(text) and text[position] in " \t\r\n\u00a0":
            position += 1
        if position >= min(len(text), _SEARCHED):
            break
        starts.append(position)
        position = text.find("\n", position)
        if position < 0:
            break
    return starts


def _is_vouched(match: re.Match[str], *, is_capital: bool) -> bool:
    """Tell whether a match is a dateline and not a sentence with a dash, a heading or a speaker in an interview."""
    has_date = bool(match["month"] or match["month2"])
    if has_date or match["agency"]:
        return True
    mark = match.group().rstrip()[-1]
    if is_capital:
        # "WASHINGTON -"; a colon follows labels ("UPDATE:") as well, so that it needs a date or an agency.
        return mark != ":" and len(match["place"]) > 2
    return match["region"] is not None and mark in "\u2013\u2014_"


def _build(text: str, match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    places: list[Mention] = []
    if groups.get("place"):
        offset = match.start("place")
        for piece in groups["place"].split("/"):
            places.append(Mention(start=offset, end=offset + len(piece), text=piece))
            offset += len(piece) + 1
    if groups.get("region"):
        places.append(Mention(start=match.start("region"), end=match.end("region"), text=groups["region"]))
    month = (groups["month"] or groups["month2"] or "").lower()
    day = groups["day"] or groups["day2"]
    agency = groups.get("agency")
    return Dateline(
        start=match.start(),
        end=match.end(),
        text=text[match.start() : match.end()],
        places=tuple(places),
        agency=Mention(start=match.start("agency"), end=match.end("agency"), text=agency) if agency else None,
        month=(timewords.MONTHS.get(month) or timewords.MONTH_ABBREVIATIONS.get(month)) if month else None,
        day=int(day) if day else None,
        year=int(groups["year"]) if groups["year"] else None,
    )


def _make_day(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= date.max.year or not 1 <= day <= calendar.month(year, month).last.day:
        return None
    return date(year, month, day)
