"""Read quantity phrases: a numeral with its qualifier, its range, its currency or its unit of measurement.

The text alone is asked, not the parse; `extraction.components.quantities` drops what the sentence shows to be no quantity.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from extraction.amounts import Amount, either, read_amount
from extraction.lexicons.qualifiers import ADDITIVES, BOUNDS, PREFIXES, SUFFIXES
from extraction.masks import find_masked
from extraction.number_atoms import AtomLine, Numeral
from extraction.numbers import find_numerals
from extraction.quantity_forms import JOIN, WINDOW, QuantityPhrase, plain_phrase, read_range, read_ratio
from records import Qualifier, Unit

_PREFIX: Final = re.compile(
    rf"(?:(?<!\w)(?:{either(w for w in PREFIXES if w[-1].isalpha())})\.?\s|[~><≥≤]\s?)$", re.IGNORECASE
)
_ADDITIVE: Final = re.compile(rf"(?<!\w)(?:{either(ADDITIVES)})\s$", re.IGNORECASE)
_SUFFIX: Final = re.compile(
    rf"\s(?:{either(w for w in SUFFIXES if w[0].isalpha())})\b|[-\s]plus\b|\s?\+(?!\d)", re.IGNORECASE
)
_AGE_BEFORE: Final = re.compile(
    r"\b(?:aged?|ages|age\sof|ages\sof|aged\sbetween|ages\sbetween|ages\sfrom|years\sof\sage|children\s(?:under|below)|"
    r"(?:girl|boy|kid|teen|youth|infant|adult|baby|babie)s?\s(?:under|below|over)(?:\sthe\sage\sof)?|under\sthe\sage\sof|over\sthe\sage\sof)\s(?:the\sage\sof\s)?(?:(?:about|around|roughly|approximately|over|under)\s)?$",
    re.IGNORECASE,
)
# The last words of what may stand before a number: most numbers have none of them, and are spared the patterns.
_SIGNS: Final = frozenset("~><≥≤")
_PREFIX_ENDS: Final = frozenset(phrase.split()[-1] for phrase in PREFIXES)
_ADDITIVE_ENDS: Final = frozenset(phrase.split()[-1] for phrase in ADDITIVES)
_AGE_ENDS: Final = frozenset(
    "age aged ages of between from under below over about around roughly approximately".split()
)


def find_phrases(text: str) -> list[QuantityPhrase]:
    """Return the quantity phrases of a text from left to right, none overlapping another."""
    line = AtomLine(text)
    masked = find_masked(text)
    numerals = list(_outside(find_numerals(line), masked))
    amounts = [read_amount(text, numeral) for numeral in _without_stray_one(text, numerals)]
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


def _join_amounts(text: str, amounts: list[Amount | int]) -> Iterator[QuantityPhrase]:
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


def _read_phrase(text: str, amount: Amount, following: Amount | int | None) -> tuple[QuantityPhrase | None, int]:
    """Return the phrase that begins at an amount, None when it is none, and how many amounts behind it belong to it."""
    if isinstance(following, int) and amount.unit is None and JOIN.fullmatch(text, amount.end, following):
        return None, 0  # "three to seven days": the first number measures what the second does
    is_age = _last_word(text, amount.start) in _AGE_ENDS and _AGE_BEFORE.search(
        text, max(0, amount.start - 40), amount.start
    )
    if is_age:
        joined_age = isinstance(following, Amount) and JOIN.fullmatch(text, amount.end, following.start)
        return None, int(bool(joined_age))
    if isinstance(following, Amount):
        joined = read_ratio(text, amount, following) or read_range(text, amount, following)
        if joined is not None:
            return (None if isinstance(joined, str) else joined), 1
    return plain_phrase(amount), 0


def _share_qualifier(text: str, previous: QuantityPhrase | None, phrase: QuantityPhrase) -> QuantityPhrase:
    """Return a sum of money with the approximation of the one it is an alternative to: "about US$8000 or €7000"."""
    if previous is None or (phrase.qualifier, previous.qualifier) != (Qualifier.EXACT, Qualifier.APPROXIMATELY):
        return phrase
    alternative = text[previous.end : phrase.start] in {" or ", " and ", "/"}
    both_money = phrase.unit is Unit.MONEY and previous.unit is Unit.MONEY
    return replace(phrase, qualifier=previous.qualifier) if alternative and both_money else phrase


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
        window = text[max(floor, start - WINDOW) : start]
        match = _PREFIX.search(window)
        if match is None:
            additive = _ADDITIVE.search(window)
            match = _PREFIX.search(window, 0, additive.start()) if additive else None
        if match is None:
            return start, found
        found.append(PREFIXES[re.sub(r"\s+", " ", match.group().strip().rstrip(".").lower())])
        start = max(floor, start - WINDOW) + match.start()


def _last_word(text: str, end: int) -> str:
    """Return the word, or the sign, right before an offset, in lower case."""
    words = text[max(0, end - 16) : end].rsplit(None, 1)
    return words[-1].lower().strip(".([{\"“‘'—–") if words else ""
