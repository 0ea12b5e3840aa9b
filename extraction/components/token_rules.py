"""Where the tokenizer follows the English treebanks and spaCy's rules do not: tables for make_bounded_tokenizer.

The treebanks (English Web Treebank and GUM, guidelines of the Linguistic Data Consortium) leave a prefix joined to its
word, keep a run of one mark whole, and know more abbreviations. The parser is trained on their tokens, and every word
that is cut differently in service is tagged and attached in a form that it has never seen.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CONCAT_QUOTES, HYPHENS, LIST_ELLIPSES, LIST_ICONS
from spacy.symbols import ORTH  # type: ignore[import-not-found]  # compiled, without a stub

# Prefixes that stay joined to a word by their hyphen ("non-profit", "pro-Russian"). Before a figure they are cut off, and
# "mid" before a capital too, unlike in the treebanks: a date must begin where a token does ("mid-January").
PREFIXES: Final = (
    *(
        "anti",
        "arch",
        "bi",
        "bio",
        "co",
        "counter",
        "cross",
        "cyber",
        "de",
        "e",
        "eco",
        "ex",
        "extra",
        "hyper",
        "inter",
    ),
    *("intra", "macro", "mega", "micro", "mid", "mini", "mis", "multi", "non", "over", "para", "post", "pre", "pro"),
    *("pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "trans", "tri", "ultra", "un", "uni"),
)
# Marks that are one token when they are repeated.
RUNS: Final = (
    r"[!?]{2,}",
    *(rf"{mark}{{2,}}" for mark in (r"\*", "=", "_", "~", "#", "<", ">", r"\+", "-")),
    "’’",
    "‘‘",
)
# A hyphen after an abbreviation is a token: spaCy splits "UN-led" but not "U.N.-led". The initials of "J.-P." stay.
AFTER_ABBREVIATION: Final = r"(?:(?<=[A-Za-z]\.[A-Za-z]\.)|(?<=[A-Za-z]{2}\.))[-\u2010-\u2014](?=[A-Za-z])"
# Half of the day after a time with minutes; spaCy has whole hours as special cases.
HALF_DAYS: Final = r"(?<=[0-9]:[0-9][0-9])(?:[ap]\.?m\.?|[AP]\.?M\.?)"
TELEPHONE: Final = re.compile(r"(?:\+?[0-9]{1,3}-)?[0-9]{3}-[0-9]{3}-[0-9]{4}").fullmatch

ABBREVIATIONS: Final = (
    *(
        "Lt.",
        "Col.",
        "Capt.",
        "Sgt.",
        "Maj.",
        "Cmdr.",
        "Brig.",
        "Cpl.",
        "Pvt.",
        "Hon.",
        "Reps.",
        "Sens.",
        "Sr.",
        "Drs.",
    ),
    *("Mlle.", "Mme.", "Ft.", "Mt.", "Ave.", "Blvd.", "Rd.", "Dept.", "Assn.", "Vol.", "Attn.", "Esp.", "Approx."),
    *("al.", "approx.", "ca.", "esp.", "vol.", "vs.", "div.", "ext.", "yrs.", "hrs.", "mins."),
    *("Mon.", "Tue.", "Tues.", "Wed.", "Thu.", "Thur.", "Thurs.", "Fri.", "Sat."),
)
# Special cases of spaCy that news text contradicts: words ("id", "wed"), a closing bracket before a colon.
DROPPED: Final = ("and/or", "):", "Id", "id", "Wed", "wed")


def build_infixes() -> list[str]:
    """Return the infix patterns: spaCy's for English but for hyphens between words, which prefixes keep."""
    joined = "".join(rf"(?<!\b[{prefix[0].upper()}{prefix[0]}]{prefix[1:]})" for prefix in PREFIXES)
    return [
        *RUNS,
        *LIST_ELLIPSES,
        *LIST_ICONS,
        r"(?<=[0-9])[+\-\*^](?=[0-9-])",
        r"(?<=[0-9])[–—](?=[0-9])",
        rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
        rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9]){joined}-(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]){joined}-(?=[0-9])",
        rf"(?<=\b[Mm]id)-(?=[{ALPHA_UPPER}])",
        rf"(?<=[{ALPHA}0-9])(?:{HYPHENS.removeprefix('-|')})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
        AFTER_ABBREVIATION,
    ]


def build_special_cases(rules: dict[str, Any]) -> dict[str, Any]:
    """Return special cases: those given without DROPPED, with ABBREVIATIONS and more forms of contractions.

    Contractions stand in capitals, too ("DON'T"), and with a grave accent for the apostrophe ("don`t").
    """
    kept = {text: tokens for text, tokens in rules.items() if text not in DROPPED}
    forms: dict[str, Any] = {}
    for text, tokens in kept.items():
        if "'" in text or "\u2019" in text:
            forms[text.upper()] = _respell(tokens, str.upper)
        if "'" in text:
            forms[text.replace("'", "`")] = _respell(tokens, lambda word: word.replace("'", "`"))
    return forms | kept | {text: [{ORTH: text}] for text in ABBREVIATIONS}


def _respell(tokens: Iterable[dict[int, str]], spell: Callable[[str], str]) -> list[dict[int, str]]:
    return [{name: spell(value) if name == ORTH else value for name, value in token.items()} for token in tokens]
