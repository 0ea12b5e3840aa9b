"""News agencies, and which of them a dateline, a credit line or a byline names.

The table holds the national and international agencies of Wikipedia's "List of news agencies" (2026) that sell text in English,
with the abbreviations under which they sign.
"""

import re
from collections.abc import Iterable
from typing import Final

AGENCIES: Final[dict[str, tuple[str, ...]]] = {
    "Agence France-Presse": ("AFP",),
    "Agencia EFE": ("EFE",),
    "Agenzia Nazionale Stampa Associata": ("ANSA",),
    "Anadolu Agency": ("AA", "Anadolu"),
    "Asian News International": ("ANI",),
    "Associated Press": ("AP", "The Associated Press"),
    "Associated Press of Pakistan": ("APP",),
    "Australian Associated Press": ("AAP",),
    "Bakhtar News Agency": ("BNA", "Bakhtar"),
    "Bernama": (),
    "Bloomberg": ("Bloomberg News",),
    "Canadian Press": ("CP", "The Canadian Press"),
    "Catholic News Service": ("CNS",),
    "Central News Agency": ("CNA",),
    "China News Service": (),
    "Deutsche Presse-Agentur": ("dpa", "DPA", "German Press Agency"),
    "Ghana News Agency": ("GNA",),
    "Indo-Asian News Service": ("IANS",),
    "Inter Press Service": ("IPS",),
    "Interfax": (),
    "Iranian Students' News Agency": ("ISNA",),
    "Islamic Republic News Agency": ("IRNA",),
    "Jiji Press": ("Jiji",),
    "Kenya News Agency": ("KNA",),
    "Khaama Press": (),
    "Kyodo News": ("Kyodo",),
    "Middle East News Agency": ("MENA",),
    "News Agency of Nigeria": ("NAN",),
    "PA Media": ("PA", "Press Association"),
    "Pajhwok Afghan News": ("Pajhwok", "PAN"),
    "Petra": (),
    "Press Trust of India": ("PTI",),
    "Reuters": ("Thomson Reuters",),
    "RIA Novosti": ("RIA",),
    "Rudaw": (),
    "Saudi Press Agency": ("SPA",),
    "Syrian Arab News Agency": ("SANA",),
    "TASS": ("ITAR-TASS",),
    "Ukrinform": (),
    "United News of India": ("UNI",),
    "United Press International": ("UPI",),
    "Vietnam News Agency": ("VNA",),
    "WAFA": ("Wafa",),
    "Xinhua": ("Xinhua News Agency",),
    "Yonhap": ("Yonhap News Agency",),
}
_NAMES: Final = {name: agency for agency, short in AGENCIES.items() for name in (agency, *short)}
# The longest first, so that "Associated Press of Pakistan" is not taken for its beginning. Case counts: AA, not aa.
_NAMED: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, _NAMES), key=len, reverse=True))})(?![\w-])")


def find_agency(notes: Iterable[str]) -> str | None:
    """Return the agency that the first of these notes names that names any; None when none does.

    `notes` are datelines, credit lines and bylines as printed, the surest first. Pure.
    """
    for note in notes:
        match = _NAMED.search(note)
        if match is not None:
            return _NAMES[match[0]]
    return None
