"""Periods of claims: time expressions with their prepositions, ranges joined. Invented sentences."""

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from extraction.components.times import TimeFinder
from extraction.extensions import records_of
from extraction.timex import PERIODS

MONDAY = date(2023, 11, 20)


@pytest.fixture(scope="module")
def blank():
    return spacy.blank("en")


def periods(blank, text, published=MONDAY):
    doc = blank(text)
    doc._.published = published
    return list(records_of(TimeFinder()(doc), PERIODS))


# Rows of text, period, first and last day.
PERIOD_ROWS = [
    ("They left on Friday.", "Friday", "2023-11-17", "2023-11-17"),
    ("They left in September 2021.", "September 2021", "2021-09-01", "2021-09-30"),
    ("They left since 1 November.", "since 1 November", "2023-11-01", None),
    ("They left since the end of 2021.", "since the end of 2021", "2021-12-31", None),
    ("They left since the start of 2021.", "since the start of 2021", "2021-01-01", None),
    ("They left since the war began in August of 2008.", "since the war began in August of 2008", "2008-08-01", None),
    ("They left following the landslide on Thursday.", "following the landslide on Thursday", "2023-11-16", None),
    ("They left after 3 May 2021.", "after 3 May 2021", "2021-05-03", None),
    ("They must leave by 2050.", "by 2050", None, "2050-12-31"),
    ("They must leave by the end of the year.", "by the end of the year", None, "2023-12-31"),
    ("Few lived there by the 1960s.", "by the 1960s", None, "1969-12-31"),
    ("They stayed until Friday.", "until Friday", None, "2023-11-24"),
    ("They left before 2019.", "before 2019", None, "2018-12-31"),
    ("As of late Tuesday 20 were found.", "As of late Tuesday", None, "2023-11-14"),
    ("As of March 19, 20 were found.", "As of March 19", None, "2023-03-19"),
    ("Up to Friday 20 were found.", "Up to Friday", None, "2023-11-17"),
    ("Many died during 2006.", "during 2006", "2006-01-01", "2006-12-31"),
    ("Over the past week 40 fled.", "Over the past week", "2023-11-13", "2023-11-20"),
    ("Over the next five years it pays.", "Over the next five years", "2023-11-20", "2028-11-20"),
    ("It pays from 2015 to 2017.", "from 2015 to 2017", "2015-01-01", "2017-12-31"),
    (
        "It lasts from November 20 to December 11, 2015.",
        "from November 20 to December 11, 2015",
        "2015-11-20",
        "2015-12-11",
    ),
    (
        "It lasted between July 2003 and December 2004.",
        "between July 2003 and December 2004",
        "2003-07-01",
        "2004-12-31",
    ),
    ("Many died in 1968 and 1969.", "1968 and 1969", "1968-01-01", "1969-12-31"),
    ("They fled 20-22 November 2022.", "20-22 November 2022", "2022-11-20", "2022-11-22"),
    ("From Monday it pays more.", "From Monday", "2023-11-20", None),
    ("It is down from 2019 levels.", "2019", "2019-01-01", "2019-12-31"),
    ("It rained earlier this week.", "earlier this week", "2023-11-20", "2023-11-20"),
    ("Early Saturday morning it rained.", "Early Saturday morning", "2023-11-18", "2023-11-18"),
    (
        "He was charged two weeks before the November 13, 2019 deadline.",
        "two weeks before the November 13, 2019 deadline",
        "2019-10-30",
        "2019-10-30",
    ),
    ("In the 24 hours before 4 April 2020 it rained.", "the 24 hours before 4 April 2020", "2020-04-03", "2020-04-04"),
    ("So far 900 are homeless.", "So far", None, None),
    ("To date 900 are homeless.", "To date", None, None),
    ("As of this writing 900 are homeless.", "As of this writing", None, "2023-11-20"),
    ("Trucks arrive every day.", "every day", None, None),
    ("In recent weeks more came.", "recent weeks", None, None),
]


@pytest.mark.parametrize(("text", "period", "first", "last"), PERIOD_ROWS)
def test_period(blank, text, period, first, last):
    (found,) = periods(blank, text)
    assert (found.text, found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (
        period,
        first,
        last,
    )
    assert found.is_in(text)


NO_PERIOD = [
    "They are safe now.",
    "They recently returned.",
    "A two-day visit ended.",
    "He got 20 years in prison.",
    "It was a 16-hour flight.",
    "They waited for five months.",
    "About 40 people a day cross.",
    "They may march.",
    "",
]


@pytest.mark.parametrize("text", NO_PERIOD)
def test_no_period(blank, text):
    assert periods(blank, text) == []


def test_the_same_period_means_the_last_range(blank):
    text = "They seized 370 horns from 2013 to 2019. Many more were sold in the same period."
    assert [(p.text, str(p.first), str(p.last)) for p in periods(blank, text)] == [
        ("from 2013 to 2019", "2013-01-01", "2019-12-31"),
        ("the same period", "2013-01-01", "2019-12-31"),
    ]


def test_the_same_period_last_year_is_moved(blank):
    text = "In the first half of 2023 900 came, against 400 in the same period last year."
    last = periods(blank, text)[-1]
    assert (last.text, str(last.first), str(last.last)) == ("the same period last year", "2022-01-01", "2022-06-30")


def test_the_same_period_last_year_follows_an_open_stretch(blank):
    text = "Since January 5,100 have crossed, against 4,200 in the same period last year."
    last = periods(blank, text)[-1]
    assert (last.text, str(last.first), str(last.last)) == ("the same period last year", "2022-01-01", "2022-11-20")


def test_without_an_anchor_a_range_of_weekdays_stays_open(blank):
    (period,) = periods(blank, "They stayed from Monday to Friday.", published=None)
    assert (period.text, period.first, period.last) == ("from Monday to Friday", None, None)


def test_without_an_anchor_a_window_stays_open(blank):
    (period,) = periods(blank, "In the last five months 60 died.", published=None)
    assert (period.text, period.first, period.last) == ("the last five months", None, None)


def test_both_ends_of_a_range_are_one_period(blank):
    assert [period.text for period in periods(blank, "It ran from 2015 to 2017.")] == ["from 2015 to 2017"]


@pytest.mark.parametrize("text", ["A two-day visit ended.", "Nothing was found here.", "They are safe now."])
def test_what_dates_nothing_has_no_period(blank, text):
    assert periods(blank, text) == []


def test_an_event_without_a_date_opens_a_period_without_days():
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Prices", "doubled", "following", "the", "landslide", ",", "he", "said", "."],
        tags=["NNS", "VBD", "VBG", "DT", "NN", ",", "PRP", "VBD", "."],
        heads=[1, 7, 4, 4, 1, 1, 7, 7, 7],
        deps=["nsubj", "ccomp", "case", "det", "obl", "punct", "nsubj", "ROOT", "punct"],
        pos=["NOUN", "VERB", "ADP", "DET", "NOUN", "PUNCT", "PRON", "VERB", "PUNCT"],
    )
    (period,) = records_of(TimeFinder()(doc), PERIODS)
    assert (period.text, period.first, period.last, period.rule) == (
        "following the landslide",
        None,
        None,
        "following_event",
    )


def test_a_finite_clause_keeps_its_own_date():
    # "after floods killed 60 last week": the week dates the floods, and does not open a period
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Aid", "came", "after", "floods", "killed", "60", "last", "week", "."],
        tags=["NN", "VBD", "IN", "NNS", "VBD", "CD", "JJ", "NN", "."],
        heads=[1, 1, 4, 4, 1, 4, 7, 4, 1],
        deps=["nsubj", "ROOT", "mark", "nsubj", "advcl", "obj", "amod", "obl", "punct"],
        pos=["NOUN", "VERB", "SCONJ", "NOUN", "VERB", "NUM", "ADJ", "NOUN", "PUNCT"],
    )
    doc._.published = MONDAY
    (period,) = records_of(TimeFinder()(doc), PERIODS)
    assert (period.text, str(period.first), str(period.last)) == ("last week", "2023-11-13", "2023-11-19")
