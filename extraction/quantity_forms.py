"""The forms of a quantity phrase before its qualifiers are read: one amount, two as a range, two as a ratio."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from extraction.amounts import CENT, Amount
from extraction.number_atoms import NumeralKind
from records import Qualifier, Unit

# What stands between the ends of a range.
JOIN: Final = re.compile(r"\s?[-–‑]\s?|\s(?:to|or|and|up\sto)\s(?:by\s)?|-to-|\s—\s")
# In digits only a round whole makes a share: "9 out of 10 households", but "17 out of 18 districts" counts twice.
_ROUND_WHOLES: Final = frozenset(map(Decimal, (10, 100)))
_RATIO_WHOLES: Final = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000)))
WINDOW: Final = 48  # code points before a number in which its qualifier may begin
_CHANGED_BY: Final = re.compile(
    r"(?:\bby|\b(?:rose|risen|fell|fallen|grew|grown|jumped|climbed|dropped|declined|gained|lost|slipped|surged|soared|plunged))\s$",
    re.IGNORECASE,
)
_GREATEST_SCORE: Final = 200
_CHANGE_BEFORE: Final = re.compile(
    r"\b(?:ris|rose|increas|grew|grow|fell|fall|drop|declin|decreas|reduc|cut|lower|rais|jump|climb|chang|expand|shr[aiu]nk|slash|"
    r"went|gone|mov|up|down|surg|soar|dwindl|swell|plung|tumbl|revis|halv|doubl|boost|trim|switch|upgrad|downgrad)\w*\b[^.;\n]{0,80}$",
    re.IGNORECASE,
)
_PLAYING: Final = re.compile(
    r"\b(?:win|won|beat(?:ing|en)?|defeat\w*|los[est]\w*|victory|scor(?:e|ed|ing)|led|trail\w*|edg(?:ed|ing)|rout\w*|down(?:ed|ing)|halftime|"
    r"overtime|playoffs?|tournament|season)\b",
    re.IGNORECASE,
)
_VOTING: Final = re.compile(
    r"\b(?:vot|ballot|pass|approv|reject|elect|majorit|tally|confirm|senat|parliament|council|committee|assembly)",
    re.IGNORECASE,
)


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


def plain_phrase(amount: Amount) -> QuantityPhrase:
    """Return the phrase of one amount that is the end of no range and no part of a ratio."""
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


def _rule_of(amount: Amount) -> str:
    if amount.unit is Unit.MONEY:
        return "money-open" if amount.open_prefix else "money"
    if amount.measure is not None:
        return "measure"
    if amount.unit is Unit.PERCENT:
        return "share" if amount.numeral.kind == "fraction" else "percent"
    return amount.numeral.kind


def read_ratio(text: str, part: Amount, whole: Amount) -> QuantityPhrase | None:
    """Read "one in three", "nine out of ten", "one in every 200" as a share of a hundred."""
    between = text[part.end : whole.start]
    if len(between) > 14 or part.unit is not None or whole.unit is not None:
        return None
    match = re.fullmatch(r"[\s-](in|out\sof|of(?=\severy\s))[\s-](every[\s-])?", between, re.IGNORECASE)
    if match is None or not 0 < part.low < whole.low or part.numeral.scale > 1 or whole.numeral.kind == "vague":
        return None
    small = part.low < 10 or (part.low % 10 == 0 and whole.low == 100)
    if match[1].lower() == "in":
        plausible = small and (match[2] is not None or whole.low in _RATIO_WHOLES or whole.numeral.kind == "words")
    else:
        spelled = part.numeral.kind == "words" and whole.numeral.kind == "words"
        plausible = whole.low in (_RATIO_WHOLES if spelled else _ROUND_WHOLES)
    if not plausible:
        return None
    share = (part.low / whole.low * 100).quantize(CENT, ROUND_HALF_UP)
    return QuantityPhrase(
        start=part.start, end=whole.end, number_start=part.numeral.start, number_end=whole.numeral.end, low=share, high=share, qualifier=Qualifier.EXACT,
        unit=Unit.PERCENT, currency=None, measure=None, kind="fraction", rule="ratio",
    )  # fmt: skip


def read_range(text: str, first: Amount, second: Amount) -> QuantityPhrase | str | None:
    """Read a range; `drop` for two numbers that are a score or years; None when the two stand apart."""
    between = text[first.end : second.start]
    if len(between) > 10 or not JOIN.fullmatch(between) or not _are_alike(first, second):
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
            return None if _VOTING.search(text[max(0, first.start - 60) : second.end + 25]) else "drop"
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


def _are_alike(first: Amount, second: Amount) -> bool:
    """Tell whether two amounts can be the ends of one range: of one unit, both plain numbers or both fractions."""
    if first.unit is not None and second.unit is None and first.unit is not Unit.MONEY:
        return False
    both = first.unit is not None and second.unit is not None
    if both and (first.unit, first.currency) != (second.unit, second.currency):
        return False
    kinds = {first.numeral.kind, second.numeral.kind}
    return "vague" not in kinds and (kinds == {"fraction"} or "fraction" not in kinds)


def _start_with(pattern: str, text: str, first: Amount) -> int | None:
    """Return where the word of `pattern` right before an amount begins; None when it does not stand there."""
    offset = max(0, first.start - WINDOW)
    match = re.compile(pattern, re.IGNORECASE).search(text[offset : first.start])
    return None if match is None else offset + match.start()


def _start_with_from(text: str, first: Amount) -> int | None:
    """Return where "from 10 to 20" begins, "10 to 20" without "from"; None for a change, which is two numbers."""
    start = _start_with(r"\bfrom\s$", text, first)
    if start is None:
        changed = _CHANGED_BY.search(text, max(0, first.start - WINDOW), first.start)
        return None if changed else first.start
    return None if _CHANGE_BEFORE.search(text[max(0, start - 90) : start]) else start


def _is_year(text: str, amount: Amount) -> bool:
    printed = text[amount.start : amount.end]
    return len(printed) == 4 and printed.isdigit() and printed[:2] in {"15", "16", "17", "18", "19", "20"}


def _looks_like_range(text: str, second: Amount) -> bool:
    """Tell whether a hyphened pair is a range and no score: a unit or a word that can be a noun follows."""
    if second.unit is not None or second.numeral.scale > 1 or second.high > _GREATEST_SCORE:
        return True
    if second.high > 100 and not _PLAYING.search(text[max(0, second.start - 60) : second.start]):
        return True
    following = re.match(r"\s([a-z]+)", text[second.end : second.end + 30])
    return following is not None and following[1] not in {
        "in", "on", "at", "to", "against", "over", "by", "and", "but", "win", "loss", "victory", "defeat", "draw", "with", "after",
        "when", "as", "for", "lead", "record", "vote", "decision", "from", "is", "was", "aggregate", "up", "down", "home", "away",
    }  # fmt: skip
