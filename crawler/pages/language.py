"""The language of an article: what the page says, unless its words say otherwise."""

import re
from typing import Any

from resiliparse.parse.lang import detect_fast

# The commonest English words that are not as common in another language written in Latin letters.
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to that was is for with on as has were by from have had it at are this which not be been their they who"
        " said he his she her but after more will would we our you your than its",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 20
_SAMPLE_WORDS = 2_000
_SAMPLE = 10_000  # characters
_CLEARLY_ENGLISH = 0.15  # English news has 0.17 to 0.45, other languages in Latin letters stay below 0.08
_CLEARLY_OTHER = 0.05

# resiliparse gives each language a distance from the text, of 0 to 3,000 for letters in the order in which they are common.
_FARTHEST = 800  # beyond, the text is too short or too odd to tell
_AHEAD = 1.01  # how much farther the next language must be; below, it is a list of names or figures

_TAG = re.compile(r"\s*([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*\s*", re.ASCII)


def find_language(declared: str | None, text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None when it cannot be told.

    `declared` is a language tag such as `en-GB`; None or a malformed one counts as no statement. Templates often keep
    the tag of another edition, so English is checked against its function words: a text full of them is English, whatever
    the tag says. Another tag is believed; where there is none, or one of English over a text with few of its words, the
    letters tell (resiliparse's statistics of 101 languages). A text shorter than 20 words is taken at its tag.
    """
    match = _TAG.fullmatch(declared or "")
    code = match[1].lower() if match else None
    words = _WORD.findall(text.lower())[:_SAMPLE_WORDS]
    if len(words) < _ENOUGH_WORDS:
        return code
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= _CLEARLY_ENGLISH:
        return "en"
    if code not in {None, "en"}:
        return code
    told = _tell(text)
    return told or (code if share >= _CLEARLY_OTHER else None)


def _tell(text: str) -> str | None:
    nearest: Any = detect_fast(text[:_SAMPLE], n_results=2, cutoff=3_000)  # its type stub knows only one result
    (best, near), (_, far) = nearest
    return str(best) if near <= _FARTHEST and far >= near * _AHEAD and _TAG.fullmatch(best) else None
