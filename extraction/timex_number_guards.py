"""Tests for numbers: whether digits are a year, a clock time, a decade or a duration, and not a count, a score or an age."""

from typing import Final

from extraction.lexicons import timewords
from extraction.timex_context import Context, Found
from extraction.timex_tokens import NEWLINE

VERB_TAGS: Final = frozenset({"MD", "VB", "VBP", "VBD", "VBZ", "VBG"})
DATE_PREPOSITIONS: Final = frozenset(
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
# Nouns that stand after a count far more often than after a year.
_COUNTED_NOUNS: Final = frozenset(
    [
        "people",
        "persons",
        "men",
        "women",
        "children",
        "families",
        "households",
        "refugees",
        "migrants",
        "troops",
        "soldiers",
        "police",
        "cases",
        "deaths",
        "homes",
        "houses",
        "victims",
        "villages",
        "residents",
        "workers",
        "students",
        "pages",
        "dollars",
    ]
)
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
        or context.tag(index - 1) in VERB_TAGS | {"IN"}
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


def is_year(found: Found, context: Context) -> bool:
    """Tell whether four digits are a year: by the words around it, the parse where there is one, and the digits themselves."""
    row, index = context.row, found.start
    year = int(found.text("year"))
    before, after = row.form(index - 1), row.form(found.end)
    if before in timewords.IDENTIFIER_WORDS or row.form(index - 2) in {"no", "number"} or is_count(context, index):
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
        row.form(index - 1) in DATE_PREPOSITIONS
        or row.symbols[index - 1 : index] in {"(", NEWLINE, ",", ";", ""}
        or row.symbols[index + 1 : index + 2] in {",", ".", ")", ";", "p", NEWLINE, ""}
    )


def is_count(context: Context, index: int) -> bool:
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
    number = int(row.form(index)) if row.form(index).isdigit() else 0
    if number % 50 and 1950 <= number < 2050 and row.form(index + 1) not in _COUNTED_NOUNS:
        return False  # "2019 levels"; counts of four digits are mostly round, and most have a comma
    if tag:
        return context.tag(index + 2) == "NNS" if tag == "JJ" else tag == "NNS"
    return surface in _COUNTED_NOUNS or (
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
        and not is_count(context, found.end - 1)
    )


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


def is_offset(found: Found, context: Context) -> bool:
    """Tell whether "two days before" looks back by itself; with a date after it, it is part of a longer expression."""
    if found.text("rel") in {"before", "after"}:
        return is_clause_end(found, context) and is_duration(found, context)
    return is_duration(found, context)
