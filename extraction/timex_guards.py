"""Tests that keep the time grammar off words that only look like times ("may", "Sunday Times", "the past president")."""

from collections.abc import Callable
from typing import Final

from extraction.lexicons import timewords
from extraction.timex_context import Context, Found
from extraction.timex_number_guards import (
    DATE_PREPOSITIONS,
    VERB_TAGS,
    is_article_duration,
    is_clause_end,
    is_clock,
    is_count,
    is_decade,
    is_duration,
    is_military,
    is_offset,
    is_per_unit,
    is_plural_duration,
    is_short_year,
    is_year,
    is_year_span,
)
from extraction.timex_tokens import NEWLINE

_NEWSPAPERS: Final = frozenset(
    [
        "times",
        "mirror",
        "telegraph",
        "express",
        "mail",
        "herald",
        "post",
        "star",
        "sun",
        "world",
        "tribune",
        "independent",
        "mercury",
        "globe",
        "night",
        "magazine",
    ]
)
_WEEKDAY_NAMES_BEFORE: Final = frozenset(
    [
        "black",
        "bloody",
        "good",
        "ash",
        "palm",
        "easter",
        "holy",
        "super",
        "sheffield",
        "fat",
        "cyber",
        "casual",
        "man",
        "girl",
    ]
)


def is_month(found: Found, context: Context) -> bool:
    """Tell whether a month stands for itself, not as a verb, a person's name or an abbreviation that means something else."""
    form, index = found.text("month"), found.start
    before = context.row.form(index - 1)
    if form in timewords.MONTH_ABBREVIATIONS:
        is_given_name = context.row.surface(index)[-1] != "." and context.row.surface(index + 1)[:1].isupper()
        return not is_given_name and (before in DATE_PREPOSITIONS or before in {"last", "next", "this"})
    if context.tag(index) in VERB_TAGS or context.entity(index) == "PERSON":
        return False
    if form in {"may", "march", "august", "april", "june"}:
        after = context.row.surface(index + 1)
        is_named = (before in DATE_PREPOSITIONS - {"the", "for"}) or before in {"last", "next", "this", "every", "-"}
        if form in {"may", "march"} and not is_named:
            # "the March for Life", "Rose May Martin": only a proper noun away from other names is trusted.
            return (
                context.tag(index) == "NNP"
                and not _starts_sentence(context, index)
                and not after[:1].isupper()
                and context.row.form(index + 1) not in {"for", "of", "on", "to", "said", "says"}
            )
        return is_named or context.tag(index) == "NNP" or not after[:1].isupper()
    return True


def is_month_day(found: Found, context: Context) -> bool:
    """Tell whether a month and a number are a day: not "in April 20 people", not "May 1 million", not "12 May protesters"."""
    row, day = context.row, int("".join(c for c in found.text("day") if c.isdigit()) or 0)
    if not 1 <= day <= 31:
        return False
    last = found.end - 1
    number_is_last = row.form(last) == found.text("day")
    after = row.form(found.end)
    if number_is_last and (after in timewords.MEASURES or row.symbols[found.end : found.end + 1] in {"%", "c"}):
        return False
    if number_is_last and row.form(found.start - 1) == "in" and row.symbols[found.end : found.end + 1] == "_":
        return False
    return not (found.text("month") == "may" and context.tag(found.start) == "MD")


def is_month_year(found: Found, context: Context) -> bool:
    """Tell whether a month and a year belong together: the year is no count of what follows."""
    return found.has("short") or not is_count(context, found.end - 1) or context.row.form(found.end - 2) == "of"


def is_day_list(found: Found, context: Context) -> bool:
    """Tell whether a bare number is another day of a range or list of dates."""
    if found.has("year") or (found.start + 1 < len(context.row) and _day_follows(context, found)):
        return True
    after = context.row.symbols[found.end : found.end + 1]
    return after in {"", ",", ".", ")", NEWLINE, ";", ":"} or context.row.form(found.end) in {
        "in",
        "at",
        "and",
        "for",
        "when",
        "to",
    }


def _day_follows(context: Context, found: Found) -> bool:
    """Tell whether the match leads up to a later month ("20" in "20 to 22 November")."""
    return context.row.symbols[found.end : found.end + 1] in {"-", ","} or context.row.form(found.end) in {
        "and",
        "to",
        "or",
        "until",
        "through",
    }


def is_weekday(found: Found, context: Context) -> bool:
    """Tell whether a weekday is a day, not part of a name ("Black Friday", "Sunday Times")."""
    row = context.row
    if found.has("rel"):
        return True
    if row.form(found.start - 1) in _WEEKDAY_NAMES_BEFORE and row.surface(found.start - 1)[:1].isupper():
        return False
    follows = row.form(found.end)
    return not (follows in _NEWSPAPERS and row.surface(found.end)[:1].isupper())


def is_relative_unit(found: Found, context: Context) -> bool:
    """Tell whether "last week" stands alone, not in "the last week of the campaign" or "the current quarter-final"."""
    return context.row.form(found.end) != "-" or found.text("rel") != "current"


def is_past_unit(found: Found, context: Context) -> bool:
    """Tell whether "past" qualifies the unit; "past" after a clock time or a noun is a preposition."""
    before = context.row.form(found.start - 1)
    has_article = context.row.form(found.start) == "the" or before in {
        "the",
        "this",
        "these",
        "over",
        "in",
        "during",
        "for",
    }
    return has_article and context.row.form(found.end) != "of"


def is_season(found: Found, context: Context) -> bool:
    """Tell whether "in the fall" is a season, not "in the fall of the city"."""
    return context.row.form(found.end) != "of" and context.tag(found.end - 1) not in VERB_TAGS


def is_adverb(found: Found, context: Context) -> bool:
    """Tell whether "daily", "now" is a word of the sentence, not of a name ("New York Daily News")."""
    is_capital = context.row.surface(found.start)[:1].isupper()
    return not is_capital or _starts_sentence(context, found.start)


def is_adjacent_unit(found: Found, context: Context) -> bool:
    """Tell whether "the next day" is one day, not "the next day-long strike"."""
    return not (context.row.symbols[found.end : found.end + 1] == "-" and context.row.form(found.end + 1) == "long")


def is_past(found: Found, context: Context) -> bool:
    """Tell whether "the past" is the time gone by, not "the past president"."""
    return "past" not in found.surface() or is_clause_end(found, context)


def is_future(found: Found, context: Context) -> bool:
    """Tell whether "future" is a noun of its own, not "future plans" or "a future for the town"."""
    has_article = found.end - found.start > 1
    return context.row.form(found.start - 1) not in {"a", "an"} and (
        is_clause_end(found, context)
        or (has_article and context.tag(found.end) not in {"NN", "NNS", "NNP"} and context.row.form(found.end) != "of")
    )


def is_holiday(found: Found, context: Context) -> bool:
    """Tell whether the name of a holiday is printed with a capital and is not a person's or a place's."""
    index = next(i for i in range(found.start, found.end) if context.row.form(i) == found.forms("holiday")[0])
    if not context.row.surface(index)[:1].isupper() or (
        context.row.surface(found.end)[:1].isupper() and found.text("holiday") == "christmas"
    ):
        return False
    return context.entity(index) not in {"PERSON", "GPE", "LOC"}


def _starts_sentence(context: Context, index: int) -> bool:
    return index == 0 or context.row.symbols[index - 1] in {".", NEWLINE, "'", "!", ":", "-", "("}


GUARDS: Final[dict[str, Callable[[Found, Context], bool]]] = {
    "adjacent_unit": is_adjacent_unit,
    "adverb": is_adverb,
    "clause_end": is_clause_end,
    "clock": is_clock,
    "day_list": is_day_list,
    "decade": is_decade,
    "duration": is_duration,
    "duration_article": is_article_duration,
    "duration_plural": is_plural_duration,
    "future": is_future,
    "holiday": is_holiday,
    "military": is_military,
    "month": is_month,
    "month_day": is_month_day,
    "month_year": is_month_year,
    "offset": is_offset,
    "past": is_past,
    "past_unit": is_past_unit,
    "per_unit": is_per_unit,
    "relative_unit": is_relative_unit,
    "season": is_season,
    "weekday": is_weekday,
    "year": is_year,
    "year_short": is_short_year,
    "year_span": is_year_span,
}
