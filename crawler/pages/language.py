"""The language of an article: what the page says, unless its words say otherwise."""

import re

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
_CLEARLY_ENGLISH = 0.15  # English news has 0.17 to 0.45, other languages in Latin letters stay below 0.08
_CLEARLY_OTHER = 0.05

_TAG = re.compile(r"\s*([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*\s*", re.ASCII)


def find_language(declared: str | None, text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None when it cannot be told.

    `declared` is a language tag such as `en-GB`; None or a malformed one counts as no statement. Templates often keep
    the tag of another edition, so English is checked against its function words: a text without them is not called
    English, and a text full of them is, whatever the tag says. A text shorter than 20 words is taken at its tag.
    """
    match = _TAG.fullmatch(declared or "")
    code = match[1].lower() if match else None
    words = _WORD.findall(text.lower())[:_SAMPLE_WORDS]
    if len(words) < _ENOUGH_WORDS:
        return code
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= _CLEARLY_ENGLISH:
        return "en"
    if code == "en" and share < _CLEARLY_OTHER:
        return None
    return code
