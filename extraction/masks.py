"""Stretches of text whose digits are no counts: dates, clock times, telephone numbers, addresses of the web, codes.

They are found in the text alone, before the parse is asked. The time_finder reads dates and times properly; here they only
need to be kept apart from counts, so that a quantity never begins inside one.
"""

import re
from collections.abc import Iterator
from typing import Final

from extraction.lexicons.measures import CURRENCY_CODES, CURRENCY_PREFIXES
from extraction.lexicons.timewords import MONTH_ABBREVIATIONS, MONTHS

_MONTH: Final = (
    r"(?:"
    + "|".join(sorted((name.title() for name in (*MONTHS, *MONTH_ABBREVIATIONS)), key=len, reverse=True))
    + r")\b\.?"
)
_CURRENCY: Final = "(?:" + "|".join(sorted(CURRENCY_CODES | set(filter(str.isalpha, CURRENCY_PREFIXES)))) + ")"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DAYS: Final = rf"{_DAY}(?:\s?(?:-|–|—|to|and|or|,|&)\s?{_DAY}){{0,3}}"
_YEAR: Final = r"(?:1[5-9]\d\d|20\d\d)"
# A day is followed by nothing that it could count: "In March 30 people were killed" has no date but the month.
_NOT_COUNTING: Final = (
    r"(?!\d|[,.]\d|\s+(?:[a-z]+\s)?(?:people|persons?|civilians|children|men|women|soldiers|families|houses|homes|cases|deaths|"
    r"residents|villagers|households|refugees|migrants|troops|students|workers|percent|per cent|million|thousand|billion)\b|\s?%)"
)

PATTERNS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(pattern, flags)
    for name, pattern, flags in (
        ("web", r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}|[@#]\w[\w-]*", re.UNICODE),
        ("month-day", rf"\b{_MONTH}\s+{_DAYS}\b{_NOT_COUNTING}(?:,?\s+{_YEAR}\b)?", 0),
        ("day-month", rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH}(?:,?\s*{_YEAR}\b)?", 0),
        ("month-year", rf"\b{_MONTH},?\s*(?:of\s+)?{_YEAR}\b", 0),
        ("iso-date", r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?Z?\b", 0),
        ("numeric-date", r"\b\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})\b|\b\d{4}/\d{1,2}/\d{1,2}\b", 0),
        ("year-span", rf"\b{_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)\b(?![,.]?\d)", 0),
        (
            "clock",
            (
                r"\b\d{1,2}\s?[-–]\s?\d{1,2}(?::\d{2})?\s*[ap]\.?m\b|\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?|hours\b|hrs\b|h\b|GMT|UTC|[A-Z]{2,4}T\b)|\b\d{1,2}:\d{2}(?::\d{2})?\b(?!\d)"
                r"|\b\d{1,2}\s*(?:[ap]\.m\.?|[apAP][mM])\b|\b\d{4}\s*(?:GMT|UTC|hrs|hours(?! of))\b|\b\d{1,2}\s*o['’]clock"
            ),
            0,
        ),
        (
            "telephone",
            (
                r"(?<!\d)\+\d{1,3}[\s.-]?\(?\d{1,4}\)?(?:[\s.-]\d{2,4}){2,4}\b|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"
                r"|\b1-\d{3}-\d{3}-\d{4}\b|(?<![\d.,])0\d{2,4}(?:[\s.-]\d{2,7}){1,3}\b(?!,\d)"
                r"|\(0\d{2,4}\)\s?\d{3,8}\b|(?i:\b(?:at|call|phone|telephone|tel\.?|fax|contact|dial|number)\s)\d{3}-\d{4}\b"
            ),
            0,
        ),
        ("version", r"\b\d+(?:\.\d+){2,}\b(?!,)|\bv\d+(?:\.\d+)*\b", 0),
        ("decade", r"\b\d{2,4}[’']?s\b|['’]\d0s\b|['’]\d{2}\b", 0),
        ("ordinal", r"\b\d[\d,]*(?:st|nd|rd|th)\b", re.IGNORECASE),
        # Letters and digits in one word, joined or hyphened: COVID-19, AK-47, B-17s, H5N1, G20, MH370, 4x4, 2D.
        (
            "code",
            rf"\b(?!(?:to|or|and|by)-|{_CURRENCY}\d)(?:[A-Za-z][A-Za-z.]*[-–‑]\d[\w-]*|[A-Z]+\d\w*|[a-z]\d+)\b|\b\d+[xX]\d+\b|\b\d[DGgP]\b",
            0,
        ),
        (
            "coordinates",
            r"(?<!\d)\d{1,3}(?:\.\d{1,9})?\s?°(?:\s?\d{1,2}(?:\.\d{1,9})?\s?['′])?(?:\s?\d{1,2}(?:\.\d{1,9})?\s?[\"″])?(?:\s?[NSEW]\b)?",
            0,
        ),
        ("list-marker", r"(?m)^[ \t]*\(?(?:\d{1,2}|[a-z])[.)](?=\s)", 0),
        ("section-sign", r"[§#№]\s?\d+(?:\.\d+)*", 0),
    )
}


def find_masked(text: str) -> list[tuple[int, int, str]]:
    """Return stretches that hold no count, in order of the text, each with the name of its pattern; they may overlap."""
    return sorted(_matches(text))


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    for name, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            if match.end() > match.start():
                yield match.start(), match.end(), name
