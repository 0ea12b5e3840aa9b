"""Words of a text that speak of the text itself: its dateline, who reported it, and what was corrected.

They are recognised and kept apart, with their offsets; the text stays as it is. The formulas are those of English-language
desks, as the style books of news agencies give them; in other languages only datelines are found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records import Mention

_DATELINE_REACH = 3  # paragraphs; a summary or a byline may come before
_CREDIT_REACH = 4  # paragraphs from the end
_LONGEST_CREDIT = 60  # words
_LONGEST_CORRECTION = 120  # words

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?|{_WEEKDAY}"
_CAPITALS = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'\u2019.\-]+(?:[ /](?:de |al-|el-)?[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'\u2019.\-]+){0,3}"
_NAME = r"[^\W\d_a-z][\w'\u2019.\-]*(?:[ /](?:of |de |the |al-|el-)?[^\W\d_a-z][\w'\u2019.\-]*){0,3}"
_AGENCY = r"\((?P<agency>[^()]{2,40})\)"
_DASH = r"(?:--|[-\u2013\u2014\u2015_])"
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        # KABUL, Nov 20 (Agency) - ; GENEVA/KABUL, 12 March 2024 - ; NAIROBI, Kenya (AP) _ ; WASHINGTON -
        rf"(?P<place>{_CAPITALS})(?:,\s+{_NAME})?(?:,?\s+(?:{_DAY}))?(?:,?\s*{_AGENCY})?\s*{_DASH}(?=\s|[A-Z\"\u201c])",
        # Kabul, 20 November 2023 (Agency) - ; Juba (Agency) -
        rf"(?P<place>{_NAME})(?:,\s+{_NAME})?(?:,?\s+(?:{_DAY})(?:,?\s*{_AGENCY})?|,?\s*\([^()]{{2,40}}\))\s*{_DASH}(?=\s)",
        # (Agency) -
        rf"{_AGENCY}\s*{_DASH}(?=\s)",
    )
)

_WORK = r"(?:reporting|writing|editing|report|story|compiled|edited|written|translated|photographs?|graphics?)"
_AGENCIES = (
    r"(?:(?:The )?Associated Press|AP|AFP|Agence France-Presse|Reuters|dpa|Deutsche Presse-Agentur|EFE|ANSA|UPI|Xinhua|TASS|"
    r"Interfax|PTI|ANI|IANS|Anadolu(?: Agency)?|Kyodo(?: News)?|Yonhap|Bernama|Antara|NAN|APA|SANA|WAFA|SPA|KUNA|WAM|MENA|"
    r"Bloomberg|PA(?: Media)?|CP|The Canadian Press|AAP|Ukrinform|Agerpres|PAP|CTK|MTI|Tanjug|(?:news )?agencies|wires?)"
)
_CREDITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[(\[]?(?:additional |with (?:additional )?)?{_WORK}(?: and {_WORK})? (?:by|from)\b.*",
        r".*\bcontributed (?:reporting |writing )?(?:to|for) this (?:report|story|article)\b.*",
        r"[(\[]?with (?:inputs?|files|material|information) from\b.*",
        r"[(\[]?(?:sources?|via|credit)\s*:\s.*",
        r"(?:\u00a9|\(c\)|copyright)\W.*",
        rf"[(\[\u2014\u2013-]?\s*{_AGENCIES}(?:\s*[/,&+-]\s*{_AGENCIES})*\s*[)\]]?\.?",
        r"[(\[](?:reporting|writing|editing) .*[)\]]",
    )
)
_TEXT = r"(?:article|story|report|post|page|headline|piece|version|dispatch|item|file)"
_CORRECTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[(\[*]*\s*(?:corrections?|clarifications?|corrected|editor(?:'|\u2019)?s(?:'|\u2019)? note|amendment)\b\s*(?:[:\u2014\u2013(-]|\d|of\b).*",
        rf"[(\[*]*\s*this {_TEXT} (?:has been|was|is being) (?:\w+ )?(?:corrected|amended|clarified|refiled|revised|updated to correct)\b.*",
        rf".*\b(?:an? )?(?:earlier|previous|original|initial) (?:\w+ )?versions? of this {_TEXT}\b.*",
        r"[(\[]corrects\b.*",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What a text says of itself; None where it says nothing. Offsets count in the text that was given.

    Attributes:
        dateline: place, day and agency before the first sentence, with the dash.
        credit: the lines at the end that name who reported, edited or supplied the text.
        correction: the first paragraph that says what an earlier version had wrong.

    """

    dateline: Mention | None
    credit: Mention | None
    correction: Mention | None


def find_notes(paragraphs: Sequence[str]) -> Notes:
    """Return the notes in a text that is `paragraphs` joined by one blank line each."""
    spans = list(_spans(paragraphs))
    return Notes(
        dateline=_find_dateline(spans),
        credit=_find_credit(spans, "\n\n".join(paragraphs)),
        correction=next((span for span in spans if _fits(span.text, _CORRECTIONS, _LONGEST_CORRECTION)), None),
    )


def _spans(paragraphs: Sequence[str]) -> Iterator[Mention]:
    start = 0
    for paragraph in paragraphs:
        yield Mention(start=start, end=start + len(paragraph), text=paragraph)
        start += len(paragraph) + len("\n\n")


def _find_dateline(spans: Sequence[Mention]) -> Mention | None:
    for span in spans[:_DATELINE_REACH]:
        for pattern in _DATELINES:
            # A dateline opens a paragraph and does not make it up.
            if (match := pattern.match(span.text)) and span.text[match.end() :].strip():
                return Mention(start=span.start, end=span.start + match.end(), text=match.group())
    return None


def _find_credit(spans: Sequence[Mention], text: str) -> Mention | None:
    """Return the last run of credit lines among the last paragraphs of a text that has more than them."""
    reach = spans[1:][-_CREDIT_REACH:]
    run: list[Mention] = []
    for span in reversed(reach):
        if _fits(span.text, _CREDITS, _LONGEST_CREDIT):
            run.insert(0, span)
        elif run:
            break
    return Mention(start=run[0].start, end=run[-1].end, text=text[run[0].start : run[-1].end]) if run else None


def _fits(paragraph: str, patterns: Sequence[re.Pattern[str]], longest: int) -> bool:
    return len(paragraph.split()) <= longest and any(pattern.fullmatch(paragraph) for pattern in patterns)
