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

# Prefixes that stay joined to a word by their hyphen ("non-profit", "pro-Russian", "post-2001"). Only "mid" is cut off before
# a capital, unlike in the treebanks: a date must begin where a token does ("mid-January").
PREFIXES: Final = (
    *("anti", "arch", "bi", "bio", "co", "counter", "cross", "cyber"),
    *("de", "e", "eco", "ex", "extra", "hyper", "inter"),
    *("intra", "macro", "mega", "micro", "mid", "mini", "mis", "multi", "non", "over", "para", "post", "pre", "pro"),
    *("pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "trans", "tri", "ultra", "un", "uni"),
)
# Marks that are one token when they are repeated.
RUNS: Final = (
    r"[!?]{2,}",
    *(rf"{mark}{{2,}}" for mark in (r"\*", "=", "_", "~", "#", "<", ">", r"\+", "-", r"\$")),
    "’’",
    "‘‘",
    "‘’",
    r"\[\.\.\.\]",
)
# A hyphen after an abbreviation is a token: spaCy splits "UN-led" but not "U.N.-led". The initials of "J.-P." stay.
AFTER_ABBREVIATION: Final = r"(?:(?<=[A-Za-z]\.[A-Za-z]\.)|(?<=[A-Za-z]{2}\.))[-\u2010-\u2014](?=[A-Za-z])"
# A dash or minus that stands close to the word or figure after it, and what else no word begins with.
BEFORE_WORD: Final = (rf"-(?=[{ALPHA}0-9])", rf"~(?=[{ALPHA}])")
# Half of the day ("7:30PM"; spaCy has whole hours alone), units, a grave accent for an apostrophe, a dash.
AFTER_WORD: Final = (
    r"(?<=[0-9])(?:am|pm|AM|PM|[ap]\.m\.|[AP]\.M\.|k|b|bn|hrs|mins|yrs|Hz)",
    # A word that a forgotten space has tied to a figure ("300people", not "21st").
    *(rf"(?<=^[0-9]{{{figures}}})[a-z]{{4,}}" for figures in range(1, 5)),
    rf"(?<=[{ALPHA}])`s",
    rf"(?<=[{ALPHA}0-9])-",
    r"(?<=\b[A-Z])\+",
    # What ends a sentence together is one token; a full stop that may be an abbreviation's is not part of it.
    rf"(?<!\.[{ALPHA}])(?<=[{ALPHA_LOWER}0-9])(?:[.,\u2026][!?]+|[!?]+\.)",
)
# Marks inside a run without white space that no word holds, where a space was forgotten ("sold out!They", "Lima(Peru)").
FORGOTTEN: Final = (
    rf"(?<=[{ALPHA}])[?!](?=[{ALPHA}])",
    r"(?<=[\w.)])[()](?=[\w(])",
    r'(?<=\S)"(?=\S)',
    r'(?<=")<',
    rf"(?<=[{ALPHA}])[,:](?=[0-9])",
)
# Telephone numbers, short ones where the last figure is not that of a round number, as a range has it; American postcodes;
# decades ("the 60's"); hash tags.
WHOLE: Final = re.compile(
    r"(?:\+?[0-9]{1,3}-)?[0-9]{3}[-/][0-9]{3}-[0-9]{4}|[0-9]{5}-[0-9]{4}|(?:[2-9][0-9]|x)?[0-9]-[0-9]{3}[1-9]"
    r"|(?:[0-9]{2})?[0-9]0['\u2019]s|#[A-Za-z]\w+"
).fullmatch

ABBREVIATIONS: Final = (
    *("Lt.", "Col.", "Capt.", "Sgt.", "Maj.", "Cmdr.", "Brig."),
    *("Cpl.", "Pvt.", "Hon.", "Reps.", "Sens.", "Sr.", "Drs."),
    *("Mlle.", "Mme.", "Ft.", "Mt.", "Ave.", "Blvd.", "Rd.", "Dept.", "Assn.", "Vol.", "Attn.", "Esp.", "Approx."),
    *("al.", "approx.", "ca.", "esp.", "vol.", "vs.", "div.", "ext.", "yrs.", "hrs.", "mins."),
    *("b/c", "c/o", "s/he", "w/o"),
    *("Mon.", "Tue.", "Tues.", "Wed.", "Thu.", "Thur.", "Thurs.", "Fri.", "Sat."),
)
# "etc." is an abbreviation within a sentence; at its end the full stop is a token of its own.
CUT: Final = {
    **{f"etc.{mark}": ("etc.", mark) for mark in (",", ")", ";", ":")},
    "wanna": ("wan", "na"),
    "outta": ("out", "ta"),
    "dunno": ("du", "n", "no"),
    "alot": ("a", "lot"),
    "arnt": ("ar", "nt"),
    "elses": ("else", "s"),
    "thankyou": ("thank", "you"),
}
# Words that cannot go on after a possessive: "its" before one is a slip for "it's", "your" for "you're". An adjective or a
# participle may stand after both and decides nothing; a compound may begin with any ("its in-house team").
_NEVER_POSSESSED: Final = (
    *("a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "our", "their"),
    *("I", "he", "she", "they", "we", "you", "it", "nothing", "something", "anything", "everything"),
    *("someone", "anyone", "everyone", "nobody", "not", "been", "so", "too"),
    *("at", "by", "for", "from", "in", "into", "like", "of", "on", "to", "with", "about", "between", "after", "before"),
    *("because", "if", "what", "when", "where", "why", "how", "who"),
    *("also", "really", "definitely", "probably", "actually"),
)
SLIPS: Final = re.compile(
    rf"\b(?:[Ii]t|[Yy]ou)(?=(?<=t)s |(?<=u)r )(?=\w (?:{'|'.join(_NEVER_POSSESSED)})(?![\w'\u2019-]))"
)
# "No." before a figure is an abbreviation; elsewhere it is an answer and ends a sentence.
NUMBER_SIGNS: Final = re.compile(r"\bNo\.(?= [0-9])")
# Special cases of spaCy that news text contradicts: words ("id", "wed"), a closing bracket before a colon.
DROPPED: Final = ("and/or", "):", "Id", "id", "Wed", "wed")


def build_infixes() -> list[str]:
    """Return the infix patterns: spaCy's for English but for hyphens between words, which prefixes keep."""
    joined = "".join(rf"(?<!\b[{prefix[0].upper()}{prefix[0]}]{prefix[1:]})" for prefix in PREFIXES)
    return [
        *RUNS,
        *FORGOTTEN,
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
    whole = {text: [{ORTH: text}] for text in ABBREVIATIONS}
    return forms | kept | whole | {text: [{ORTH: part} for part in parts] for text, parts in CUT.items()}


def _respell(tokens: Iterable[dict[int, str]], spell: Callable[[str], str]) -> list[dict[int, str]]:
    return [{name: spell(value) if name == ORTH else value for name, value in token.items()} for token in tokens]
