"""Read quantity phrases: a numeral with its qualifier, its range, its currency or its unit of measurement.

The text alone is asked, not the parse; `extraction.components.quantities` drops what the sentence shows to be no quantity.
"""

import re
from collections.abc import Iterable, Iterator
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
from extraction.lexicons.qualifiers import ADDITIVES, BOUNDS, PREFIXES, SUFFIXES
from extraction.masks import find_masked
from extraction.number_atoms import AtomLine, Numeral, NumeralKind
from extraction.numbers import find_numerals
from records import Qualifier, Unit

_CENT: Final = Decimal("0.01")
_WINDOW: Final = 48  # code points before a number in which its qualifier may begin


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


_CURRENCY_BEFORE: Final = re.compile(
    rf"(?:(?<![A-Za-z])(?P<code>{_either(CURRENCY_CODES)})|(?<![A-Za-z$])(?P<sign>{_either(CURRENCY_PREFIXES)})|(?P<bare>\$))\s?$"
)
_CURRENCY_AFTER: Final = re.compile(
    rf"[\s-](?:(?P<adjective>(?:[A-Z][\w.]*\s){{1,2}}))?(?P<word>{_either(CURRENCY_WORDS)})\b|\s?(?P<sign>[€£])"
    rf"|\s(?P<code>{_either(CURRENCY_CODES)})\b"
)
_PERCENT_AFTER: Final = re.compile(
    r"\s?(?:%|per\s?cent\b|per-cent\b|pct\b\.?|percentage[\s-]points?\b)|[\s-]percent(?:age[\s-]points?)?\b",
    re.IGNORECASE,
)
_LONG_MEASURES: Final = [name for name in MEASURES if len(name) > 3]
_SHORT_MEASURES: Final = [name for name in MEASURES if len(name) <= 3]
_MEASURE_AFTER: Final = re.compile(
    rf"[\s-]?(?P<long>(?i:{_either(_LONG_MEASURES)}))\b|[\s-]?(?P<short>{_either(_SHORT_MEASURES)})(?![\w²])"
)
_NO_CLAIM_AFTER: Final = re.compile(
    rf"[\s-]{{0,2}}(?:{_either((*NO_CLAIM_PHRASES, *(w for w in NO_CLAIM if w[0].isalpha() and len(w) > 1 and w not in DURATIONS)))})\b"
    rf"|\s?[°º]|[\s-]{{0,3}}(?:{_either(DURATIONS)})(?![\w’']*\w)|[\s-](?:times|fold|folds)\b|fold\b|[\s-]{{0,3}}(?:{_either(DURATIONS)})['’]",
    re.IGNORECASE,
)
_FRACTION_OF_TIME: Final = re.compile(
    rf"\s(?:of\s)?(?:an?|the|each|every|this|that|last|next)\s(?:\w+\s)?(?:{_either((*DURATIONS, 'time', 'season', 'match', 'game'))})\b",
    re.IGNORECASE,
)
_FRACTION_OF_MEASURE: Final = re.compile(rf"\s(?:of\s)?an?\s(?P<long>{_either(_LONG_MEASURES)})\b", re.IGNORECASE)
_HALF_OF_WHOLE: Final = re.compile(
    r"\b(?:first|second|last|latter|other|former|northern|southern|eastern|western|upper|lower|top|bottom|back|front|better|"
    r"opening|closing|final|early|late|in|this|each|either|own)\s$", re.IGNORECASE
)  # fmt: skip
_AGE_BEFORE: Final = re.compile(
    r"\b(?:aged?|ages|age\sof|ages\sof|aged\sbetween|ages\sbetween|ages\sfrom|years\sof\sage|children\s(?:under|below)|"
    r"(?:girl|boy|kid|teen|youth|infant|adult|baby|babie)s?\s(?:under|below|over)(?:\sthe\sage\sof)?|under\sthe\sage\sof|over\sthe\sage\sof)\s(?:the\sage\sof\s)?$",
    re.IGNORECASE,
)
_CHANGE_BEFORE: Final = re.compile(
    r"\b(?:ris|rose|increas|grew|grow|fell|fall|drop|declin|decreas|reduc|cut|lower|rais|jump|climb|chang|expand|shr[aiu]nk|slash|"
    r"went|gone|mov|up|down|surg|soar|dwindl|swell|plung|tumbl|revis|halv|doubl|boost|trim|switch|upgrad|downgrad)\w*\b[^.;\n]{0,80}$",
    re.IGNORECASE,
)
_VOTING: Final = re.compile(r"\b(?:vot|ballot|pass|approv|reject|elect|majorit|tally)", re.IGNORECASE)
_PREFIX: Final = re.compile(
    rf"(?:(?<!\w)(?:{_either(w for w in PREFIXES if w[-1].isalpha())})\.?\s|[~><≥≤]\s?)$", re.IGNORECASE
)
_ADDITIVE: Final = re.compile(rf"(?<!\w)(?:{_either(ADDITIVES)})\s$", re.IGNORECASE)
_SUFFIX: Final = re.compile(
    rf"\s(?:{_either(w for w in SUFFIXES if w[0].isalpha())})\b|[-\s]plus\b|\s?\+(?!\d)", re.IGNORECASE
)
_JOIN: Final = re.compile(r"\s?[-–‑]\s?|\s(?:to|or|and|up\sto)\s(?:by\s)?|-to-|\s—\s")
_RATIO: Final = re.compile(r"[\s-](?:in|out\sof|of)[\s-](?:every[\s-])?$", re.IGNORECASE)
_RATIO_WHOLES: Final = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000)))


@dataclass(frozen=True, slots=True)
class QuantityPhrase:
    """A quantity as its own words tell it.

    Attributes:
        start: offset of its first code point, qualifiers and currency included.
        end: offset after its last code point, unit of measurement and suffix included.
        number_start: offset of the first numeral.
        number_end: offset after the last numeral, before a currency or unit behind it.
        low: least value; None when the words set no lower bound.
        high: greatest value; None when the words set no upper bound.
        qualifier: how the words bound the number.
        unit: money, percent or a unit of measurement; None for counts.
        currency: ISO 4217 code; None for everything but money and for money that the words leave open.
        measure: unit of measurement as printed; None for counts, money and shares.
        kind: how the first numeral is written.
        rule: name of the construction.

    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    unit: Unit | None
    currency: str | None
    measure: str | None
    kind: NumeralKind
    rule: str


@dataclass(frozen=True, slots=True)
class _Amount:
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


# The last words of what may stand before a number: most numbers have none of them, and are spared the patterns.
_SIGNS: Final = frozenset("~><≥≤")
_PREFIX_ENDS: Final = frozenset(phrase.split()[-1] for phrase in PREFIXES)
_ADDITIVE_ENDS: Final = frozenset(phrase.split()[-1] for phrase in ADDITIVES)
_AGE_ENDS: Final = frozenset("age aged ages of between from under below over".split())


def _last_word(text: str, end: int) -> str:
    """Return the word, or the sign, right before an offset, in lower case."""
    words = text[max(0, end - 16) : end].rsplit(None, 1)
    return words[-1].lower().strip(".([{\"“‘'—–") if words else ""


def find_phrases(text: str) -> list[QuantityPhrase]:
    """Return the quantity phrases of a text from left to right, none overlapping another."""
    line = AtomLine(text)
    masked = find_masked(text)
    numerals = list(_outside(find_numerals(line), masked))
    amounts = [_read_amount(text, numeral) for numeral in _without_stray_one(text, numerals)]
    return list(_join_amounts(text, amounts))


def _outside(numerals: list[Numeral], masked: list[tuple[int, int, str]]) -> Iterator[Numeral]:
    """Yield the numerals that do not begin inside a masked stretch. Both lists are sorted: one pass."""
    reach, position = 0, 0
    for numeral in numerals:
        while position < len(masked) and masked[position][0] <= numeral.start:
            reach = max(reach, masked[position][1])
            position += 1
        overlapped = position < len(masked) and masked[position][0] < numeral.end
        if numeral.start >= reach and not (overlapped and numeral.kind == "digits"):
            yield numeral


def _without_stray_one(text: str, numerals: list[Numeral]) -> Iterator[Numeral]:
    """Yield the numerals, an obvious slip like "one 1,000" taken at its evident value with both words in its span."""
    pending: Numeral | None = None
    for numeral in numerals:
        if pending is not None:
            slip = (
                pending.low == 1
                and numeral.low >= 1000
                and numeral.kind == "digits"
                and text[pending.end : numeral.start] == " "
            )
            if slip:
                numeral = replace(numeral, start=pending.start, first=pending.first)  # noqa: PLW2901
            else:
                yield pending
        pending = numeral
    if pending is not None:
        yield pending


def _read_amount(text: str, numeral: Numeral) -> _Amount | int:
    """Read the currency or unit of a numeral; its start when what it measures is no claim (a duration, a temperature)."""
    plain = _Amount(numeral, numeral.start, numeral.end, numeral.low, numeral.high)
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


def _read_share(text: str, amount: _Amount) -> _Amount | int:
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
    share = (amount.low * 100).quantize(_CENT, ROUND_HALF_UP)
    return replace(amount, low=share, high=share, unit=Unit.PERCENT)


def _read_currency_word(text: str, amount: _Amount) -> _Amount | None:
    """Read "10 million US dollars", "100,000 Georgian lari", "5 EUR"; None when no currency follows."""
    match = _CURRENCY_AFTER.match(text, amount.end)
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
    factor = _CENT if word in CURRENCY_HUNDREDTHS else Decimal(1)
    return replace(
        amount,
        end=match.end(),
        unit=Unit.MONEY,
        currency=currency,
        low=amount.low * factor,
        high=amount.high * factor,
        open_prefix=singular == "dollar" and not adjective,
    )


def _join_amounts(text: str, amounts: list[_Amount | int]) -> Iterator[QuantityPhrase]:
    """Join ranges and ratios and yield each phrase with its qualifiers.

    An offset among the amounts stands for a number that is no quantity; it breaks joins.
    """
    index = 0
    floor = 0  # no phrase begins before the end of the last one
    previous: QuantityPhrase | None = None
    while index < len(amounts):
        amount = amounts[index]
        following = amounts[index + 1] if index + 1 < len(amounts) else None
        index += 1
        if isinstance(amount, int):
            continue
        phrase, taken = _read_phrase(text, amount, following)
        index += taken
        if phrase is None:
            continue
        phrase = _share_qualifier(text, previous, _qualify(text, phrase, floor))
        floor = phrase.end
        previous = phrase
        yield phrase


def _read_phrase(text: str, amount: _Amount, following: _Amount | int | None) -> tuple[QuantityPhrase | None, int]:
    """Return the phrase that begins at an amount, None when it is none, and how many amounts behind it belong to it."""
    if isinstance(following, int) and amount.unit is None and _JOIN.fullmatch(text, amount.end, following):
        return None, 0  # "three to seven days": the first number measures what the second does
    is_age = _last_word(text, amount.start) in _AGE_ENDS and _AGE_BEFORE.search(
        text, max(0, amount.start - 40), amount.start
    )
    if is_age:
        joined_age = isinstance(following, _Amount) and _JOIN.fullmatch(text, amount.end, following.start)
        return None, int(bool(joined_age))
    if isinstance(following, _Amount):
        joined = _read_ratio(text, amount, following) or _read_range(text, amount, following)
        if joined is not None:
            return (None if isinstance(joined, str) else joined), 1
    return _plain_phrase(amount), 0


def _plain_phrase(amount: _Amount) -> QuantityPhrase:
    return QuantityPhrase(
        start=amount.start,
        end=amount.end,
        number_start=amount.numeral.start,
        number_end=amount.numeral.end,
        low=amount.low,
        high=amount.high,
        qualifier=Qualifier.VAGUE if amount.numeral.kind == "vague" else Qualifier.EXACT,
        unit=amount.unit,
        currency=amount.currency,
        measure=amount.measure,
        kind=amount.numeral.kind,
        rule=_rule_of(amount),
    )


def _share_qualifier(text: str, previous: QuantityPhrase | None, phrase: QuantityPhrase) -> QuantityPhrase:
    """Return a sum of money with the approximation of the one it is an alternative to: "about US$8000 or €7000"."""
    if previous is None or (phrase.qualifier, previous.qualifier) != (Qualifier.EXACT, Qualifier.APPROXIMATELY):
        return phrase
    alternative = text[previous.end : phrase.start] in {" or ", " and ", "/"}
    both_money = phrase.unit is Unit.MONEY and previous.unit is Unit.MONEY
    return replace(phrase, qualifier=previous.qualifier) if alternative and both_money else phrase


def _rule_of(amount: _Amount) -> str:
    if amount.unit is Unit.MONEY:
        return "money-open" if amount.open_prefix else "money"
    if amount.measure is not None:
        return "measure"
    if amount.unit is Unit.PERCENT:
        return "share" if amount.numeral.kind == "fraction" else "percent"
    return amount.numeral.kind


def _read_ratio(text: str, part: _Amount, whole: _Amount) -> QuantityPhrase | None:
    """Read "one in three", "nine out of ten", "one in every 200" as a share of a hundred."""
    between = text[part.end : whole.start]
    if len(between) > 14 or part.unit is not None or whole.unit is not None:
        return None
    match = re.fullmatch(r"[\s-](in|out\sof)[\s-](every[\s-])?", between, re.IGNORECASE)
    if match is None or not 0 < part.low < whole.low or part.numeral.scale > 1 or whole.numeral.kind == "vague":
        return None
    small = part.low < 10 or (part.low % 10 == 0 and whole.low == 100)
    if match[1].lower() == "in":
        plausible = small and (match[2] is not None or whole.low in _RATIO_WHOLES or whole.numeral.kind == "words")
    else:
        plausible = whole.low in _RATIO_WHOLES and part.numeral.kind == "words" and whole.numeral.kind == "words"
    if not plausible:
        return None
    share = (part.low / whole.low * 100).quantize(_CENT, ROUND_HALF_UP)
    return QuantityPhrase(
        start=part.start, end=whole.end, number_start=part.numeral.start, number_end=whole.numeral.end, low=share, high=share, qualifier=Qualifier.EXACT,
        unit=Unit.PERCENT, currency=None, measure=None, kind="fraction", rule="ratio",
    )  # fmt: skip


def _read_range(text: str, first: _Amount, second: _Amount) -> QuantityPhrase | str | None:
    """Read a range; `drop` for two numbers that are a score or years; None when the two stand apart."""
    between = text[first.end : second.start]
    if len(between) > 10 or not _JOIN.fullmatch(between) or not _are_alike(first, second):
        return None
    if _is_year(text, first) and _is_year(text, second):
        return "drop"
    low, high = first.low, second.high
    if first.numeral.scale == 1 < second.numeral.scale and first.numeral.mantissa < second.numeral.mantissa:
        low *= second.numeral.scale  # "10 to 15 thousand"
    connector = between.strip().lower()
    start: int | None = first.start
    if connector in {"-", "–", "‑"}:
        if low >= high or not _looks_like_range(text, second):
            voting = _VOTING.search(text[max(0, first.start - 60) : second.end + 25])
            return None if voting or max(low, high) > 60 else "drop"
    elif low >= high:
        return None
    elif connector == "and":
        start = _start_with(r"\bbetween\s?$", text, first)
    elif connector == "or":
        start = (
            first.start
            if high - low <= max(Decimal(1), low) and low != 1 and first.currency == second.currency
            else None
        )
    else:
        start = _start_with_from(text, first)
    if start is None:
        return None
    return QuantityPhrase(
        start=start,
        end=second.end,
        number_start=first.numeral.start,
        number_end=second.numeral.end,
        low=low,
        high=high,
        qualifier=Qualifier.RANGE,
        unit=second.unit or first.unit,
        currency=second.currency or first.currency,
        measure=second.measure,
        kind=first.numeral.kind,
        rule="range",
    )


def _are_alike(first: _Amount, second: _Amount) -> bool:
    """Tell whether two amounts can be the ends of one range: of one unit, both plain numbers or both fractions."""
    if first.unit is not None and second.unit is None and first.unit is not Unit.MONEY:
        return False
    both = first.unit is not None and second.unit is not None
    if both and (first.unit, first.currency) != (second.unit, second.currency):
        return False
    kinds = {first.numeral.kind, second.numeral.kind}
    return "vague" not in kinds and (kinds == {"fraction"} or "fraction" not in kinds)


def _start_with(pattern: str, text: str, first: _Amount) -> int | None:
    """Return where the word of `pattern` right before an amount begins; None when it does not stand there."""
    offset = max(0, first.start - _WINDOW)
    match = re.compile(pattern, re.IGNORECASE).search(text[offset : first.start])
    return None if match is None else offset + match.start()


def _start_with_from(text: str, first: _Amount) -> int | None:
    """Return where "from 10 to 20" begins, "10 to 20" without "from"; None for a change, which is two numbers."""
    start = _start_with(r"\bfrom\s$", text, first)
    if start is None:
        return first.start
    return None if _CHANGE_BEFORE.search(text[max(0, start - 90) : start]) else start


def _is_year(text: str, amount: _Amount) -> bool:
    printed = text[amount.start : amount.end]
    return len(printed) == 4 and printed.isdigit() and printed[:2] in {"15", "16", "17", "18", "19", "20"}


def _looks_like_range(text: str, second: _Amount) -> bool:
    """Tell whether a hyphened pair is a range and no score: a unit or a word that can be a noun follows."""
    if second.unit is not None or second.numeral.scale > 1 or second.high > 100:
        return True
    following = re.match(r"\s([a-z]+)", text[second.end : second.end + 30])
    return following is not None and following[1] not in {
        "in", "on", "at", "to", "against", "over", "by", "and", "but", "win", "loss", "victory", "defeat", "draw", "with", "after",
        "when", "as", "for", "lead", "record", "vote", "decision", "from", "is", "was", "aggregate", "up", "down", "home", "away",
    }  # fmt: skip


def _qualify(text: str, phrase: QuantityPhrase, floor: int) -> QuantityPhrase:
    """Widen a phrase by its qualifiers and set the bounds that they leave."""
    start, found = _read_prefixes(text, phrase.start, floor)
    outer = found[-1:]  # the outermost bound before the number, which decides over a suffix
    end = phrase.end
    suffix = _SUFFIX.match(text, end)
    if suffix is not None:
        found = [SUFFIXES[re.sub(r"[\s-]+", " ", suffix.group()).strip().lower()], *found]
        end = suffix.end()
    bounds = [qualifier for qualifier in (*found, *outer) if qualifier in BOUNDS]
    qualifier = phrase.qualifier
    if qualifier is not Qualifier.RANGE and bounds:
        qualifier = bounds[-1]
    elif qualifier is Qualifier.EXACT and found:
        qualifier = Qualifier.APPROXIMATELY
    low = None if qualifier in {Qualifier.LESS_THAN, Qualifier.UP_TO} else phrase.low
    high = None if qualifier in {Qualifier.MORE_THAN, Qualifier.AT_LEAST} else phrase.high
    return replace(phrase, start=start, end=end, low=low, high=high, qualifier=qualifier)


def _read_prefixes(text: str, start: int, floor: int) -> tuple[int, list[Qualifier]]:
    """Return where the qualifiers before a number begin, and what they say, the innermost first."""
    found: list[Qualifier] = []
    while True:
        last = _last_word(text, start)
        if last not in _PREFIX_ENDS and last not in _ADDITIVE_ENDS and last[-1:] not in _SIGNS:
            return start, found
        window = text[max(floor, start - _WINDOW) : start]
        match = _PREFIX.search(window)
        if match is None:
            additive = _ADDITIVE.search(window)
            match = _PREFIX.search(window, 0, additive.start()) if additive else None
        if match is None:
            return start, found
        found.append(PREFIXES[re.sub(r"\s+", " ", match.group().strip().rstrip(".").lower())])
        start = max(floor, start - _WINDOW) + match.start()
