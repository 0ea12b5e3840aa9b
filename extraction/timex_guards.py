"""Tests that keep the time grammar off words and numbers that only look like times ("may", "2000 people", "2:1")."""

from collections.abc import Callable
from typing import Final

from extraction.lexicons import timewords
from extraction.timex_context import Context, Found
from extraction.timex_tokens import NEWLINE

_VERB_TAGS: Final = frozenset({"MD", "VB", "VBP", "VBD", "VBZ", "VBG"})
_DATE_PREPOSITIONS: Final = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "to",
        "of",
        "during",
        "before",
        "after",
        "for",
        "between",
        "and",
        "or",
        "through",
        "around",
        "circa",
        "early",
        "late",
        "mid",
        "throughout",
        "the",
        "than",
    ]
)
_CLOCK_PREPOSITIONS: Final = frozenset(
    [
        "at",
        "by",
        "about",
        "around",
        "until",
        "till",
        "from",
        "to",
        "since",
        "before",
        "after",
        "between",
        "and",
        "past",
        "approximately",
        "shortly",
    ]
)
_SINGULAR_ENDINGS: Final = ("ss", "us", "is", "'s")
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
_NAME_ENTITIES: Final = frozenset({"PERSON", "ORG", "FAC", "GPE", "LOC"})
_CONTENT_STARTS: Final = frozenset(
    [
        "in",
        "for",
        "of",
        "over",
        "within",
        "after",
        "by",
        "under",
        "about",
        "around",
        "nearly",
        "almost",
        "just",
        "some",
        "only",
        "lasts",
        "lasted",
        "took",
        "spent",
    ]
)


def is_month(found: Found, context: Context) -> bool:
    """Tell whether a month stands for itself, not as a verb, a person's name or an abbreviation that means something else."""
    form, index = found.text("month"), found.start
    before = context.row.form(index - 1)
    if form in timewords.MONTH_ABBREVIATIONS:
        is_given_name = context.row.surface(index)[-1] != "." and context.row.surface(index + 1)[:1].isupper()
        return not is_given_name and (before in _DATE_PREPOSITIONS or before in {"last", "next", "this"})
    if context.tag(index) in _VERB_TAGS or context.entity(index) == "PERSON":
        return False
    if form in {"may", "march", "august", "april", "june"}:
        after = context.row.surface(index + 1)
        is_named = (before in _DATE_PREPOSITIONS - {"the", "for"}) or before in {"last", "next", "this", "every", "-"}
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
    return found.has("short") or not _is_count(context, found.end - 1) or context.row.form(found.end - 2) == "of"


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


def is_clock(found: Found, context: Context) -> bool:
    """Tell whether "13:40" is a time of day, not a score or a ratio: a zone, a day or a preposition says so."""
    hours, minutes = (int(part) for part in found.text("clock").split(":")[:2])
    if hours > 24 or minutes > 59:
        return False
    if any(found.has(name) for name in ("zone", "zone2", "wd", "deictic", "lent")):
        return True
    before = context.row.form(found.start - 1)
    return before in _CLOCK_PREPOSITIONS or (
        before == "-" and context.row.symbols[found.start - 2 : found.start - 1] == "c"
    )


def is_military(found: Found, _context: Context) -> bool:
    """Tell whether four digits before a time zone are hours and minutes."""
    value = int(found.text("clock"))
    return value // 100 < 25 and value % 100 < 60


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


def is_clause_end(found: Found, context: Context) -> bool:
    """Tell whether nothing follows that the last word would govern ("the day before" against "the day before the vote")."""
    row, index = context.row, found.end
    after = row.symbols[index : index + 1]
    return after in {"", ",", ".", ")", ";", ":", NEWLINE, "-", "!", "'"} or row.form(index) in {
        "when",
        "and",
        "but",
        "as",
        "with",
        "in",
        "at",
        "by",
        "that",
        "who",
        "were",
        "was",
    }


def is_offset(found: Found, context: Context) -> bool:
    """Tell whether "two days before" looks back by itself; with a date after it, it is part of a longer expression."""
    if found.text("rel") in {"before", "after"}:
        return is_clause_end(found, context) and is_duration(found, context)
    return is_duration(found, context)


def is_duration(found: Found, context: Context) -> bool:
    """Tell whether a number and a unit are a duration: not an age, not a rank, not "second" for a place in a row."""
    row = context.row
    after = row.form(found.end)
    if after == "old" or (after == "-" and row.form(found.end + 1) == "old"):
        return False
    if after == "of" and row.form(found.end + 1) == "age":
        return False
    if row.form(found.start - 1) in {"aged", "age"}:
        return False
    if row.symbols[found.start - 1 : found.start] == "'" and row.surface(found.end - 1)[:1].isupper():
        return False  # the title of a programme or film: "60 Minutes"
    is_singular = row.form(found.end - 1) in timewords.UNITS
    if found.has("num") and is_singular and not found.has("half"):
        number = found.number()
        is_hyphened = row.symbols[found.end - 2 : found.end - 1] == "-"
        # "six year term", "one year" are durations, "3 day" as well; "24 second" would be an ordinal's rest.
        return is_hyphened or number == 1 or row.form(found.end - 1) != "second"
    return True


def is_article_duration(found: Found, context: Context) -> bool:
    """Tell whether "a year" measures time: not a rate ("500 a day"), not a described day ("a day of mourning")."""
    row = context.row
    if not is_duration(found, context) or is_per_unit(found, context):
        return False
    if found.has("amount") or found.has("half"):
        return True
    after, unit = row.form(found.end), row.form(found.end - 1)
    if unit in {"day", "night"}:
        return row.form(found.start - 1) in _CONTENT_STARTS and after != "of"
    if after in {"when", "that", "which", "in", "of", "-"}:
        return row.form(found.start - 1) in _CONTENT_STARTS
    return True


def is_per_unit(found: Found, context: Context) -> bool:
    """Tell whether "a day", "per month" is a rate: an amount or "once", "twice", "times" stands before it."""
    row, index = context.row, found.start
    word = row.form(index)
    if word == "per":
        return True
    if word not in {"a", "an"}:
        return False
    before = row.form(index - 1)
    if before in {"once", "twice", "times", "time"}:
        return True
    if (
        row.symbols[index - 1 : index] in {",", ".", NEWLINE, ""}
        or before in _CONTENT_STARTS
        or context.tag(index - 1) in _VERB_TAGS | {"IN"}
    ):
        return False
    for position in row.backwards(index, 4):
        form = row.form(position)
        if row.symbols[position] in "bgdny01239" or form in timewords.SMALL_NUMBERS or form in timewords.TENS:
            return True
        if form in {"million", "billion", "hundred", "thousand", "dozens", "hundreds", "thousands", "dozen"}:
            return True
    return False


def is_plural_duration(found: Found, context: Context) -> bool:
    """Tell whether bare "weeks", "years" measure time ("for weeks", "in the years that followed")."""
    row = context.row
    if found.text("unit") in {"seconds", "nights", "quarters", "mins", "hrs", "yrs"}:
        return False
    before = row.form(found.start - 1)
    if row.form(found.end) in {"ago", "later", "earlier"}:
        return True
    if before == "the":  # "in the weeks since"; "the days" alone may be anything
        before = row.form(found.start - 2)
        return before in {"in", "over", "during", "for", "through"} and row.form(found.end) != "of"
    return before in {
        "for",
        "in",
        "within",
        "after",
        "over",
        "took",
        "take",
        "takes",
        "spent",
        "lasted",
        "just",
    } and not (before == "in" and row.form(found.end) == "of")


def is_season(found: Found, context: Context) -> bool:
    """Tell whether "in the fall" is a season, not "in the fall of the city"."""
    return context.row.form(found.end) != "of" and context.tag(found.end - 1) not in _VERB_TAGS


def is_year(found: Found, context: Context) -> bool:
    """Tell whether four digits are a year: by the words around it, the parse where there is one, and the digits themselves."""
    row, index = context.row, found.start
    year = int(found.text("year"))
    before, after = row.form(index - 1), row.form(found.end)
    if before in timewords.IDENTIFIER_WORDS or row.form(index - 2) in {"no", "number"} or _is_count(context, index):
        return False
    if before in {
        "about",
        "some",
        "nearly",
        "over",
        "than",
        "least",
        "most",
        "only",
        "another",
        "approximately",
        "almost",
        "x",
    }:
        return False
    if before in {"-", "/"} and row.tokens[index - 1].end == row.tokens[index].start:
        return row.symbols[index - 2 : index - 1] == "y" or row.form(index - 2) in {
            "mid",
            "early",
            "late",
            "post",
            "pre",
        }
    if after in {"-", "/"} and row.tokens[index].end == row.tokens[index + 1].start:
        return row.symbols[index + 2 : index + 3] == "y"
    if 1900 <= year <= 2100:
        return _has_year_place(context, index) or (context.tag(index) == "CD" and not _modifies_plural(context, index))
    return (
        before in {"in", "since", "until", "from", "by", "to", "circa", "and"}
        and row.symbols[found.end : found.end + 1] != "_"
    )


def _has_year_place(context: Context, index: int) -> bool:
    """Tell whether a number stands where years stand: after a preposition or in brackets, or before a mark."""
    row = context.row
    return (
        row.form(index - 1) in _DATE_PREPOSITIONS
        or row.symbols[index - 1 : index] in {"(", NEWLINE, ",", ";", ""}
        or row.symbols[index + 1 : index + 2] in {",", ".", ")", ";", "p", NEWLINE, ""}
    )


def _is_count(context: Context, index: int) -> bool:
    """Tell whether a number of four digits counts or measures what follows ("2000 people", "1500 metres")."""
    row, after = context.row, context.row.form(index + 1)
    if after in timewords.MEASURES or after in {"%", "per"} or row.symbols[index + 1 : index + 2] == "%":
        return True
    return _modifies_plural(context, index)


def _modifies_plural(context: Context, index: int) -> bool:
    """Tell whether a number is followed by a lower-case plural noun; "the 2015 elections" has an article and is dated."""
    row = context.row
    surface, tag = row.surface(index + 1), context.tag(index + 1)
    if row.form(index - 1) in {"the", "of", "'", "its", "his", "her", "their"} or not surface[:1].islower():
        return False
    if tag:
        if tag == "JJ":
            return context.tag(index + 2) == "NNS"
        return tag == "NNS"
    return surface in {"people", "children", "men", "women", "police"} or (
        surface.endswith("s") and len(surface) > 3 and not surface.endswith(_SINGULAR_ENDINGS)
    )


def is_decade(found: Found, context: Context) -> bool:
    """Tell whether "30s" are years, not an age ("in her early 30s"), a share or a temperature."""
    row, index = context.row, found.start
    if len(found.text("decade")) == 5 or row.form(index) == "'":
        return True
    if row.form(index - 1) in {"early", "late"}:
        index -= 1
    return row.form(index - 1) == "the"


def is_adverb(found: Found, context: Context) -> bool:
    """Tell whether "daily", "now" is a word of the sentence, not of a name ("New York Daily News")."""
    is_capital = context.row.surface(found.start)[:1].isupper()
    return not is_capital or _starts_sentence(context, found.start)


def is_short_year(found: Found, context: Context) -> bool:
    """Tell whether "'98" is a year: an apostrophe that touches it, and a preposition or season before."""
    row = context.row
    touches = row.tokens[found.start].end == row.tokens[found.start + 1].start
    return touches and row.form(found.start - 1) in {"in", "of", "since", "by", "summer", "spring", "fall", "winter"}


def is_year_span(found: Found, context: Context) -> bool:
    """Tell whether "2022-23" is two years in a row, printed in one piece."""
    tokens = context.row.tokens
    touches = (
        tokens[found.start].end == tokens[found.start + 1].start
        and tokens[found.start + 1].end == tokens[found.end - 1].start
    )
    first, second = int(found.text("year")), int(found.text("second"))
    return (
        touches
        and len(found.text("second")) == 2
        and (first + 1) % 100 == second
        and not _is_count(context, found.end - 1)
    )


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
