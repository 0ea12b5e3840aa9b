"""Printed dates in languages other than English, read by dateparser from strings that are nothing but a date."""

import re
from datetime import UTC, datetime
from typing import Any, Final

import dateparser

# All three parts must be printed: dateparser would fill a missing day from today.
_SETTINGS: Final[dict[str, Any]] = {
    "REQUIRE_PARTS": ["day", "month", "year"],
    "STRICT_PARSING": True,
    "RETURN_AS_TIMEZONE_AWARE": False,
    "DATE_ORDER": "DMY",
    "PARSERS": ["absolute-time"],
}
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_NUMBER: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LETTERS: Final = re.compile(r"[^\W\d_]")


def parse_foreign_day(text: str) -> datetime | None:
    """Read the day of a printed date with its month in words, in any language; midnight UTC, None for anything else.

    Only the day is taken: a time of day beside it has no zone that could be trusted. Purely numeric dates are not read
    here, since which part is the month depends on the country.
    """
    if not (_YEAR.search(text) and _SHORT_NUMBER.search(text) and _LETTERS.search(text)):
        return None
    found = dateparser.parse(text, settings=_SETTINGS)
    return None if found is None else datetime(found.year, found.month, found.day, tzinfo=UTC)
