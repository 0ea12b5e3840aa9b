"""The grammar of English time expressions: classes of words, and one row for each construction.

Patterns are in the notation of timex_tokens.Symbols. A row has a name (it becomes the record's `rule`), a pattern and
the name of its reader in timex_readings; `guard` names a test of timex_guards that the match must pass. A row with
`joins` is a prefix: it counts only when a match of one of those granularities follows directly ("early" + "1990s").
"""

import re
from dataclasses import dataclass
from typing import Final

from extraction.lexicons import timewords
from extraction.timex_tokens import SYMBOLS

_CLASSES: Final[dict[str, object]] = {
    "MONTHNAME": timewords.MONTHS,
    "MONTHABBR": timewords.MONTH_ABBREVIATIONS,
    "MONTH": (*timewords.MONTHS, *timewords.MONTH_ABBREVIATIONS),
    "WEEKDAY": timewords.WEEKDAYS,
    "WEEKDAYABBR": timewords.WEEKDAY_ABBREVIATIONS,
    "WD": (*timewords.WEEKDAYS, *timewords.WEEKDAY_ABBREVIATIONS),
    "WEEKDAYS": timewords.WEEKDAY_PLURALS,
    "UNIT": timewords.UNITS,
    "UNITS": timewords.UNIT_PLURALS,
    "ANYUNIT": (*(unit for unit in timewords.UNITS if unit != "second"), *timewords.UNIT_PLURALS),
    "CALENDARUNIT": ("week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century"),
    "PART": timewords.PARTS_OF_DAY,
    "CLOCKWORD": timewords.CLOCK_WORDS,
    "SEASON": timewords.SEASONS,
    "SMALL": timewords.SMALL_NUMBERS,
    "TEN": timewords.TENS,
    "ORDWORD": timewords.ORDINALS,
    "TZ": timewords.TIME_ZONES,
    "ZONEWORD": ("local", "standard", "summer", "daylight", "eastern", "central", "pacific", "mountain", "european"),
    "FREQUENCY": timewords.ADVERBS_OF_FREQUENCY,
    "WORDDECADE": timewords.WORD_DECADES,
    "TO": ("to", "until", "till", "through", "thru"),
    "BEYOND": ("post", "pre"),
    "DETERMINER": ("the", "this", "that", "these", "those", "its", "their", "his", "her"),
}
_MACROS: Final[tuple[tuple[str, str], ...]] = (
    ("DIGITS", "SMALLNUM (SMALLNUM SLASH SMALLNUM)? | YEAR | GROUPED | DECIMAL | SMALLNUM? FRACTION"),
    ("HALFTAIL", "DASH? and DASH? a DASH? half"),
    (
        "NUM",
        (
            "a couple (more)? of? | a few | several | (few | many | numerous) | couple of? | (half)? a dozen | (SMALL | SMALLNUM) dozen"
            " | DIGITS HALFTAIL? | TEN (DASH? SMALL)? | SMALL HALFTAIL? | (a | one)? hundred(s of)? | dozens of"
            " | (a | one)? thousand | thousands of"
        ),
    ),
    ("NUMS", "NUM ((to | or | DASH) NUM)?"),
    ("DAYX", "DAYNUM | ORDNUM"),
    ("SEP", "DASH | TO | and | or"),
    ("ZONE", "TZ | ZONEWORD ZONEWORD? time"),
    (
        "AMOUNT",
        "more than | less than | fewer than | no (more | less | fewer) than | at least | at most | up to | nearly | almost | over | under",
    ),
    # A range that ends in a year lends it to the date that begins it: "20 November to 11 December 2023".
    ("YEARAHEAD", "SEP (WD ,?)? (MONTH DAYX? | DAYX MONTH) ,?"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One construction of the grammar.

    Attributes:
        name: name of the rule.
        pattern: compiled over the symbols of a TokenRow.
        reader: name of the function of timex_readings that gives its meaning.
        guard: name of the test of timex_guards; empty when the form alone decides.
        joins: for prefixes, the granularities of what must follow; empty for expressions that stand alone.
        only_joined: True for expressions that count only after a prefix ("the year" in "the end of the year").

    """

    name: str
    pattern: re.Pattern[str]
    reader: str
    guard: str = ""
    joins: frozenset[str] = frozenset()
    only_joined: bool = False


_BROAD: Final = "week weekend month quarter half year decade century season"

# name, pattern, reader, guard
_ROWS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("iso_date", "ISODATE", "iso_date", ""),
    ("numeric_date", "NUMERICDATE", "numeric_date", ""),
    (
        "month_day",
        (
            "(<wd:WD> ,?)? <month:MONTH> the? <day:DAYX>"
            " (,? of? <rel:last | this | next | that> year | ,? <year:YEAR> (?!(SEP)? UNITS) | (?=(YEARAHEAD | SEP DAYX ,?) (<lent:YEAR> | of? <lentrel:last | this | next> year)))?"
        ),
        "month_day",
        "month_day",
    ),
    (
        "day_month",
        (
            "(<wd:WD> ,?)? the? <day:DAYX> of? <month:MONTH>"
            " (,? of? <rel:last | this | next | that> year | ,? of? <year:YEAR> | (?=YEARAHEAD <lent:YEAR>))?"
        ),
        "month_day",
        "month_day",
    ),
    (
        "day_before_day_month",
        "<day:DAYX> (?=(SEP | ,) DAYX (, | and | SEP | DAYX)* of? <month:MONTH> (,? <lent:YEAR>)?)",
        "month_day",
        "day_list",
    ),
    (
        "day_after_month_day",
        "(?<=<month:MONTH> DAYX (DASH | to | and | or | until | through)) <day:DAYX> (,? <year:YEAR>)?",
        "month_day",
        "day_list",
    ),
    ("weekday_ordinal", "<wd:WEEKDAY> ,? the? <ordinal:ORDNUM>", "weekday_ordinal", ""),
    ("day_of_month", "(?<=on) the <ordinal:ORDNUM> (of <rel:this | last | next> month)?", "day_of_month", "clause_end"),
    ("month_year", "<month:MONTH> (of | ,)? (<year:YEAR> | APOS <short:SMALLNUM>)", "month_year", "month_year"),
    (
        "month_of_relative_year",
        "<month:MONTH> (of | ,)? <rel:last | this | next | that | the same | the following | the previous> year",
        "month_of_relative_year",
        "",
    ),
    (
        "relative_month",
        (
            "<rel:this past | last | this coming | this | next | the previous | the following | the same> <month:MONTH>"
            " (?!DAYX | YEAR)"
        ),
        "relative_month",
        "",
    ),
    (
        "month",
        "<month:MONTH> (?=((TO | DASH | and | or) MONTH (of | ,)? (<lent:YEAR> | <lentrel:last | this | next> year))?)",
        "month",
        "month",
    ),
    (
        "weekday",
        (
            "<rel:this past | last | next | this coming | this | past | coming | the previous | the following>? <wd:WEEKDAY>"
            " <part:PART>? (of? <week:last | this | next> week | of? the <week2:following | previous> week)?"
        ),
        "weekday",
        "weekday",
    ),
    ("weekday_abbreviated", "(?<=on) <wd:WEEKDAYABBR> <part:PART>?", "weekday", ""),
    (
        "clock",
        (
            "<clock:CLOCK | DOTCLOCK | HOURNUM> <ampm:AMPM> ZONE? (on? <wd:WEEKDAY> | <deictic:today | yesterday | tomorrow>"
            " | on? <month:MONTH> <day:DAYNUM> | on? <day2:DAYNUM> <month2:MONTH>)?"
        ),
        "clock",
        "",
    ),
    (
        "clock_24",
        (
            "<clock:CLOCK> (<zone:ZONE>? (on? <wd:WEEKDAY> | <deictic:today | yesterday | tomorrow>)"
            " | (?=(DASH | to | and | until) (CLOCK | HOURNUM) <lent:AMPM>) | <zone2:ZONE>)?"
        ),
        "clock",
        "clock",
    ),
    ("clock_military", "<clock:MILITARY> <zone:ZONE> (on? <wd:WEEKDAY>)?", "clock", "military"),
    ("clock_part", "<clock:CLOCK | HOURNUM | SMALL> in the <part:PART>", "clock", ""),
    ("clock_oclock", "<clock:HOURNUM | SMALL> o APOS clock (in the <part:PART>)? (on? <wd:WEEKDAY>)?", "clock", ""),
    ("clock_word", "(?<!high) <noon:CLOCKWORD> (on? <wd:WEEKDAY>)?", "clock", ""),
    ("deictic_day", "<deictic:today | yesterday | tomorrow> <part:PART>?", "deictic_day", "adverb"),
    ("deictic_day_beyond", "the? day <deictic:before yesterday | after tomorrow>", "deictic_day", ""),
    ("tonight", "tonight", "tonight", ""),
    ("overnight", "overnight", "overnight", ""),
    ("deictic_part", "<rel:this | last> <part:PART> (?!(of))", "deictic_part", "adverb"),
    (
        "anaphoric_part",
        "<rel:that same | that | the same | the next | the following | the previous | the very next> <part:PART>",
        "anaphoric_part",
        "",
    ),
    (
        "relative_unit",
        "<rel:this past | last | next | this coming | this | the current | current> <unit:CALENDARUNIT>",
        "relative_unit",
        "relative_unit",
    ),
    ("past_unit", "the? <rel:past | coming | upcoming> <unit:UNIT>", "past_unit", "past_unit"),
    (
        "the_last_unit",
        "the <rel:last> <unit:day | week | fortnight | month | year | decade | century> (?!of)",
        "past_unit",
        "",
    ),
    (
        "the_next_unit",
        "(?<=over | in | within | during | for) the <rel:next | coming> <unit:week | fortnight | month | quarter | year | decade | century>",
        "past_unit",
        "",
    ),
    ("the_next_decade", "the <rel:next> <unit:decade | century>", "past_unit", ""),
    (
        "same_unit",
        "<rel:that same | that very | that | the same | the very same> <unit:day | week | weekend | month | year>",
        "same_unit",
        "",
    ),
    (
        "adjacent_unit",
        "the <rel:next | following | previous | preceding> <unit:day | week | weekend | month | quarter | year | decade | century>",
        "adjacent_unit",
        "adjacent_unit",
    ),
    (
        "unit_beside",
        "the <unit:day | week | month | year> <rel:before | after | earlier>",
        "adjacent_unit",
        "clause_end",
    ),
    (
        "same_period",
        "the same (period | time) ((in | of)? <year:YEAR> | (of)? <rel:last | this> year | a year <back:ago | earlier | before>)",
        "same_period",
        "",
    ),
    ("same_period", "the same period", "same_period", ""),
    (
        "ago",
        "<amount:AMOUNT>? (<num:NUMS> | a | an) <unit:ANYUNIT> (and a <half:half>)? ago",
        "offset",
        "",
    ),
    ("half_unit_ago", "half (a | an) <unit:UNIT> ago", "offset", ""),
    (
        "offset",
        (
            "(<num:NUMS> | a | an) <unit:ANYUNIT> (and a <half:half>)? <rel:earlier | later | afterwards | afterward | from now | hence"
            " | before | after>"
        ),
        "offset",
        "offset",
    ),
    (
        "window",
        "DETERMINER? <rel:last | past | previous | preceding | next | coming | following> <amount:AMOUNT>? <num:NUM> <unit:ANYUNIT>",
        "window",
        "",
    ),
    (
        "open_window",
        "DETERMINER? <rel:recent | coming | past | last | next | following> <unit:UNITS>",
        "open_window",
        "",
    ),
    (
        "duration",
        (
            "<amount:AMOUNT>? <num:NUMS> (more | straight | consecutive | successive | full | additional | long | whole | DASH)?"
            " <unit:ANYUNIT> (and a <half:half>)?"
        ),
        "duration",
        "duration",
    ),
    (
        "duration_article",
        "<amount:AMOUNT>? (a | an) (full | whole | DASH)? <unit:ANYUNIT> (and a <half:half>)?",
        "duration",
        "duration_article",
    ),
    ("duration_half", "<amount:AMOUNT>? a? <halves:half> DASH? (a | an)? DASH? <unit:UNIT>", "duration", "duration"),
    ("duration_plural", "<unit:UNITS>", "duration", "duration_plural"),
    ("duration_long", "<unit:UNIT | UNITS> DASH long", "duration", ""),
    ("duration_word", "<word:daylong | weeklong | monthlong | yearlong | hourlong>", "duration", ""),
    ("every_unit", "(every | each) (other | single | <num:NUM>)? <unit:ANYUNIT>", "every_unit", ""),
    (
        "every_name",
        "(every | each) (<wd:WEEKDAY> <part:PART>? | <month:MONTHNAME> | <season:SEASON> | <part2:PART>)",
        "every_name",
        "",
    ),
    ("per_unit", "(per | a | an) <unit:UNIT>", "every_unit", "per_unit"),
    ("frequency", "<adverb:FREQUENCY>", "frequency", "adverb"),
    ("weekday_plural", "<wd:WEEKDAYS>", "every_name", ""),
    ("season_year", "<season:SEASON> of? <year:YEAR>", "season_year", ""),
    (
        "season_relative",
        "<rel:this past | last | this coming | this | next | the following | the previous> <season:SEASON>",
        "season",
        "",
    ),
    ("season", "(?<=in | during | until | since | by) the? <season:SEASON>", "season", "season"),
    ("fiscal_year", "(fiscal | financial) year? <year:YEAR> (DASH <second:SMALLNUM | YEAR>)?", "fiscal_year", ""),
    ("fiscal_year_short", "fy <number:BIG | YEAR> (DASH <second:SMALLNUM>)?", "fiscal_year", ""),
    (
        "fiscal_year_relative",
        "<rel:this | last | next | the current | the> (fiscal | financial) year",
        "fiscal_relative",
        "",
    ),
    (
        "quarter_year",
        "the? <ord:ORDWORD | ORDNUM> DASH? <unit:quarter | half> (of | ,)? <year:YEAR>",
        "part_of_year",
        "",
    ),
    ("quarter_short", "<letter:q | h> <number:BIG> (of | , | SLASH | DASH)? <year:YEAR>", "part_of_year", ""),
    ("quarter", "the? <ord:first | second | third | fourth> DASH <unit:quarter>", "part_of_year", ""),
    ("season_of_years", "<year:YEAR> (DASH | SLASH) <second:SMALLNUM>", "year_span", "year_span"),
    ("year_beyond", "<side:BEYOND> DASH <year:YEAR>", "year_beyond", ""),
    ("year", "<year:YEAR>", "year", "year"),
    ("year_short", "APOS <short:SMALLNUM>", "year_short", "year_short"),
    ("decade", "APOS? <decade:DECADENUM>", "decade", "decade"),
    ("decade_word", "(?<=the) <word:WORDDECADE>", "decade", ""),
    ("century", "<ord:ORDWORD | ORDNUM> DASH? century", "century", ""),
    ("year_end", "(the)? <unit:year | month> (DASH | POSS)? end", "unit_end", ""),
    ("weekend", "the weekend", "weekend", ""),
    ("present", "now | currently | nowadays | presently | (?<=at) present", "reference", "adverb"),
    ("past", "recently | the past | the recent past", "reference", "past"),
    ("future", "(the (near | foreseeable | distant)? | (?<=in))? future", "reference", "future"),
)

# name, pattern, reader, granularities that may follow
_PREFIXES: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("early_late", "(very)? <mod:early | late | mid | middle> DASH?", "modified", _BROAD),
    (
        "edge_of",
        "the? (very)? <mod:end | start | beginning | middle | close | rest | remainder | turn | course> of",
        "edge_of",
        f"day {_BROAD}",
    ),
    (
        "earlier_later",
        "<mod:earlier | later> (?=this | that | the same | last | next)",
        "earlier_later",
        "day week weekend month year",
    ),
    (
        "ordinal_part_of",
        "the? <ord:ORDWORD | last> <num:NUM>? <unit:half | ANYUNIT> (of | in)",
        "ordinal_part",
        f"{_BROAD}",
    ),
    ("week_of", "the? <unit:week | weekend> of", "week_of", "day"),
    ("part_of_day", "the? <part:PART> of", "part_of_day", "day"),
    ("day_beside", "the? day <side:before | after>", "day_beside", "day"),
)
_JOINED_ONLY: Final[tuple[tuple[str, str, str], ...]] = (
    ("the_unit", "the (current)? <unit:day | week | weekend | month | quarter | year | decade | century>", "the_unit"),
)


def _holiday_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Return the rows of holidays, longest names first, so that "Christmas Eve" is not read as "Christmas"."""
    names = sorted(timewords.HOLIDAYS, key=len, reverse=True)
    forms = " | ".join(name.replace("'s", " POSS").replace("-", " DASH ") for name in names)
    rel = "<rel:this past | last | this | next | the previous | the following>?"
    return (
        ("holiday_unit", f"{rel} <holiday:{forms}> <unit:week | weekend> (,? <year:YEAR>)?", "holiday_unit", "holiday"),
        ("holiday", f"{rel} <holiday:{forms}> (,? <year:YEAR>)?", "holiday", "holiday"),
    )


def _build_rules() -> tuple[Rule, ...]:
    for name, words in _CLASSES.items():
        SYMBOLS.define(name, words)
    for name, pattern in _MACROS:
        SYMBOLS.define_macro(name, pattern)
    plain = [
        Rule(name=name, pattern=SYMBOLS.compile(pattern), reader=reader, guard=guard)
        for name, pattern, reader, guard in (*_holiday_rows(), *_ROWS)
    ]
    prefixes = [
        Rule(name=name, pattern=SYMBOLS.compile(pattern), reader=reader, joins=frozenset(joins.split()))
        for name, pattern, reader, joins in _PREFIXES
    ]
    joined = [
        Rule(name=name, pattern=SYMBOLS.compile(pattern), reader=reader, only_joined=True)
        for name, pattern, reader in _JOINED_ONLY
    ]
    return (*plain, *prefixes, *joined)


RULES: Final = _build_rules()
