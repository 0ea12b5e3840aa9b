"""Read amounts: a numeral with the currency, the percent sign or the unit of measurement that stands beside it.

The patterns are built from the tables of `extraction.lexicons.measures`. A number that measures what no claim is about (a
duration, a temperature, a speed) is no amount.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from extraction.lexicons.measures import (
    CURRENCY_ADJECTIVES,
    CURRENCY_ALIASES,
    CURRENCY_CODES,
    CURRENCY_HUNDREDTHS,
    CURRENCY_PREFIXES,
    CURRENCY_WORDS,
    DURATIONS,
    MEASURES,
    NO_CLAIM,
    NO_CLAIM_PHRASES,
)
from extraction.number_atoms import Numeral
from records import Unit

CENT: Final = Decimal("0.01")


def either(words: Iterable[str]) -> str:
    """Return the alternation of a pattern that matches any of the words, longest first, each blank as any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


_CURRENCY_BEFORE: Final = re.compile(
    rf"(?:(?<![A-Za-z])(?P<code>{either(CURRENCY_CODES)})|(?<![A-Za-z$])(?P<sign>{either(CURRENCY_PREFIXES)})|(?P<bare>\$))\s?$"
)
_CURRENCY_AFTER: Final = re.compile(
    rf"[\s-](?:(?P<adjective>(?:[A-Z][\w.]*\s){{1,2}}))?(?P<word>{either(CURRENCY_WORDS)})\b|\s?(?P<sign>[€£])"
    rf"|\s(?P<code>{either(CURRENCY_CODES)})\b"
)
_CURRENCY_OF: Final = re.compile(
    rf"\sof\s(?P<adjective>(?:[A-Z][\w.]*\s){{1,2}})?(?P<word>{either(word for word in CURRENCY_WORDS if word.endswith('s'))})\b(?P<sign>)(?P<code>)"
)
_PERCENT_AFTER: Final = re.compile(
    r"\s?(?:%|per\s?cent\b|per-cent\b|pct\b\.?|percentage[\s-]points?\b)|[\s-]percent(?:age[\s-]points?)?\b",
    re.IGNORECASE,
)
_LONG_MEASURES: Final = [name for name in MEASURES if len(name) > 3]
_SHORT_MEASURES: Final = [name for name in MEASURES if len(name) <= 3]
_MEASURE_AFTER: Final = re.compile(
    rf"[\s-]?(?P<long>(?i:{either(_LONG_MEASURES)}))\b|[\s-]?(?P<short>{either(_SHORT_MEASURES)})(?![\w²])"
)
_NO_CLAIM_AFTER: Final = re.compile(
    rf"[\s-]{{0,2}}(?:{either((*NO_CLAIM_PHRASES, *(w for w in NO_CLAIM if w[0].isalpha() and len(w) > 1 and w not in DURATIONS)))})\b"
    rf"|\s?[°º]|[\s-]{{0,3}}(?:{either(DURATIONS)})(?![\w’']*\w)|[\s-](?:times|fold|folds)\b|fold\b|[\s-]{{0,3}}(?:{either(DURATIONS)})['’]",
    re.IGNORECASE,
)
_FRACTION_OF_TIME: Final = re.compile(
    rf"\s(?:of\s)?(?:an?|the|each|every|this|that|last|next)\s(?:\w+\s)?(?:{either((*DURATIONS, 'time', 'season', 'match', 'game'))})\b",
    re.IGNORECASE,
)
_FRACTION_OF_MEASURE: Final = re.compile(rf"\s(?:of\s)?an?\s(?P<long>{either(_LONG_MEASURES)})\b", re.IGNORECASE)
_HALF_OF_WHOLE: Final = re.compile(
    r"\b(?:first|second|last|latter|other|former|northern|southern|eastern|western|upper|lower|top|bottom|back|front|better|"
    r"opening|closing|final|early|late|in|this|each|either|own)\s$", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with its currency or unit, before ranges and qualifiers."""

    numeral: Numeral
    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: Unit | None = None
    currency: str | None = None
    measure: str | None = None
    open_prefix: bool = False  # printed as "$" or as a word that several countries use


def read_amount(text: str, numeral: Numeral) -> Amount | int:
    """Read the currency or unit of a numeral; its start when what it measures is no claim (a duration, a temperature)."""
    plain = Amount(numeral, numeral.start, numeral.end, numeral.low, numeral.high)
    before = _CURRENCY_BEFORE.search(text, max(0, numeral.start - 8), numeral.start)
    if before is not None:
        code = before["code"]
        currency = (
            CURRENCY_ALIASES.get(code, code) if code else CURRENCY_PREFIXES[re.sub(r"\s", " ", before["sign"] or "$")]
        )
        end = numeral.end
        named = _CURRENCY_AFTER.match(text, end)
        if named is not None and named["code"]:
            currency, end = named["code"], named.end()
        is_open = (before["sign"] or before["bare"]) == "$"
        return replace(plain, start=before.start(), end=end, unit=Unit.MONEY, currency=currency, open_prefix=is_open)
    percent = _PERCENT_AFTER.match(text, numeral.end)
    if percent is not None:
        factor = 100 if numeral.kind == "fraction" and numeral.low < 1 and text[numeral.start].isalpha() is False else 1
        return replace(plain, end=percent.end(), unit=Unit.PERCENT, low=plain.low * factor, high=plain.high * factor)
    if numeral.kind == "fraction":
        return _read_share(text, plain)
    money = _read_currency_word(text, plain)
    if money is not None:
        return money
    if numeral.scale == 10**6 and text[numeral.end - 1] == "m" and not _counts_on(text, numeral.end):
        plain = replace(plain, low=numeral.mantissa, high=numeral.mantissa, unit=Unit.DISTANCE, measure="m")
        return numeral.start if _NO_CLAIM_AFTER.match(text, plain.end) else plain
    if _NO_CLAIM_AFTER.match(text, numeral.end) or _is_glued(text, numeral):
        return numeral.start
    measure = _MEASURE_AFTER.match(text, numeral.end)
    if measure is not None and numeral.kind != "vague":
        name = measure["long"] or measure["short"]
        unit = MEASURES[re.sub(r"\s", " ", name.lower())]
        if re.match(r"\s?(?:/|per\s)\s?(?:h|hour|second|s\b)", text[measure.end() : measure.end() + 10]):
            return numeral.start  # a speed
        return replace(plain, end=measure.end(), unit=unit, measure=name)
    return plain


def _counts_on(text: str, end: int) -> bool:
    """Tell whether a noun in the plural stands behind "1.2m", which makes it a count and no length."""
    following = re.match(r"\s(?:[a-z]+\s){0,2}(?:people|children|men|women|[a-z]{2,}s)\b", text[end : end + 40])
    return following is not None


def _is_glued(text: str, numeral: Numeral) -> bool:
    """Tell whether letters follow at once ("4chan"); large numbers only lost the blank behind them."""
    return text[numeral.end : numeral.end + 1].isalpha() and numeral.low < 1000


def _read_share(text: str, amount: Amount) -> Amount | int:
    """Read a fraction: a share of something, or a part of a unit of measurement ("half a mile")."""
    numeral = amount.numeral
    if _FRACTION_OF_TIME.match(text, numeral.end) or _NO_CLAIM_AFTER.match(text, numeral.end):
        return numeral.start
    measure = _FRACTION_OF_MEASURE.match(text, numeral.end)
    if measure is not None:
        name = measure["long"]
        return replace(amount, end=measure.end(), unit=MEASURES[re.sub(r"\s", " ", name.lower())], measure=name)
    if text[numeral.start : numeral.end].lower() == "half" and _HALF_OF_WHOLE.search(
        text, max(0, numeral.start - 12), numeral.start
    ):
        return numeral.start
    share = (amount.low * 100).quantize(CENT, ROUND_HALF_UP)
    return replace(amount, low=share, high=share, unit=Unit.PERCENT)


def _read_currency_word(text: str, amount: Amount) -> Amount | None:
    """Read "10 million US dollars", "100,000 Georgian lari", "5 EUR"; None when no currency follows."""
    match = _CURRENCY_AFTER.match(text, amount.end)
    if match is None and amount.numeral.kind == "vague":
        match = _CURRENCY_OF.match(text, amount.end)  # "millions of dollars"
    if match is None:
        return None
    if match["sign"] or match["code"]:
        currency = (
            CURRENCY_PREFIXES[match["sign"]] if match["sign"] else CURRENCY_ALIASES.get(match["code"], match["code"])
        )
        return replace(amount, end=match.end(), unit=Unit.MONEY, currency=currency)
    word = match["word"]
    adjective = (match["adjective"] or "").strip().lower().replace(".", "")
    if word == "won" and not adjective and amount.low < 1000:
        return None  # the verb
    if word in {"pound", "pounds"} and not adjective and re.match(r"\sof\s", text[match.end() : match.end() + 4]):
        return None  # the weight
    singular = word.removesuffix("s") if word != "francs" else "franc"
    if adjective:
        currency = CURRENCY_ADJECTIVES.get((adjective, singular)) or CURRENCY_ADJECTIVES.get((adjective, word))
        if currency is None:
            return None if adjective not in {"us", "american"} else replace(amount, end=match.end(), unit=Unit.MONEY)
    else:
        currency = CURRENCY_WORDS[word]
    factor = CENT if word in CURRENCY_HUNDREDTHS else Decimal(1)
    return replace(
        amount,
        end=match.end(),
        unit=Unit.MONEY,
        currency=currency,
        low=amount.low * factor,
        high=amount.high * factor,
        open_prefix=singular == "dollar" and not adjective,
    )
