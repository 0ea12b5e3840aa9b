"""time_finder: what it finds, what it leaves alone, and which days it means. Invented sentences, no model needed."""

from datetime import date

import pytest
import spacy
from hypothesis import HealthCheck, given, settings, strategies
from spacy.tokens import Doc

from extraction.components.times import TimeFinder, find_anchor, make_time_finder
from extraction.extensions import TIMES, records_of
from extraction.timex import PERIODS
from extraction.timex_grammar import SYMBOLS
from records.vocabulary import TimexType

WORDS = [
    *SYMBOLS.words(),
    *[
        "1",
        "12",
        "20",
        "31",
        "99",
        "1995",
        "2023",
        "0735",
        "10:35",
        "99:99",
        "5,000",
        "2½",
        "1/0",
        "1990s",
        "30s",
        "20th",
        "0th",
        "2023-11-20",
        "2023-13-45",
        "31/02/2020",
        "a.m.",
    ],
    *[
        "pm",
        "'",
        "’s",
        "-",
        ",",
        ".",
        "(",
        ")",
        "May",
        "March",
        "Friday",
        "FY23",
        "Q9",
        "H3",
        "9999",
        "a",
        "an",
        "of",
        "the",
        "in",
        "\n",
        "100000",
    ],
]
MONDAY = date(2023, 11, 20)  # a Monday


@pytest.fixture(scope="module")
def blank():
    return spacy.blank("en")


def read(blank, text, published=MONDAY):
    doc = blank(text)
    doc._.published = published
    return list(records_of(TimeFinder()(doc), TIMES))


def days(record):
    return (record.first and record.first.isoformat(), record.last and record.last.isoformat())


# text, expression, TIMEX3 value, first day, last day
RESOLVED = [
    # absolute
    ("It began on 7 October 2023 at dawn.", "7 October 2023", "2023-10-07", "2023-10-07", "2023-10-07"),
    ("It began on October 7, 2023.", "October 7, 2023", "2023-10-07", "2023-10-07", "2023-10-07"),
    ("Signed Tuesday, Nov. 7, 2023, in Geneva.", "Tuesday, Nov. 7, 2023", "2023-11-07", "2023-11-07", "2023-11-07"),
    ("It was the 3rd of March 2021 when", "the 3rd of March 2021", "2021-03-03", "2021-03-03", "2021-03-03"),
    ("Recorded 2023-11-02 by the agency", "2023-11-02", "2023-11-02", "2023-11-02", "2023-11-02"),
    ("Dated 25/11/2022 and stamped", "25/11/2022", "2022-11-25", "2022-11-25", "2022-11-25"),
    ("Dated 04.11.2022 and stamped", "04.11.2022", "2022-11-04", "2022-11-04", "2022-11-04"),
    ("The camp opened in September 2021.", "September 2021", "2021-09", "2021-09-01", "2021-09-30"),
    ("It erupted in August of 2008 there", "August of 2008", "2008-08", "2008-08-01", "2008-08-31"),
    ("Elections were held in 2019.", "2019", "2019", "2019-01-01", "2019-12-31"),
    ("The flu of 1968 killed many.", "1968", "1968", "1968-01-01", "1968-12-31"),
    ("They settled here in the 1990s.", "1990s", "199X", "1990-01-01", "1999-12-31"),
    ("They settled here in the early '80s.", "early '80s", "198X", "1980-01-01", "1989-12-31"),
    ("A bridge of the 19th century fell.", "19th century", "18XX", "1800-01-01", "1899-12-31"),
    ("Prices fell in the first half of 2023.", "the first half of 2023", "2023-H1", "2023-01-01", "2023-06-30"),
    ("Arrivals rose in the third quarter of 2022.", "the third quarter of 2022", "2022-Q3", "2022-07-01", "2022-09-30"),
    ("Arrivals rose in the first half of October.", "the first half of October", "2023-10", "2023-10-01", "2023-10-15"),
    (
        "Arrivals rose in the second half of October.",
        "the second half of October",
        "2023-10",
        "2023-10-16",
        "2023-10-31",
    ),
    ("Arrivals rose in Q1 2023.", "Q1 2023", "2023-Q1", "2023-01-01", "2023-03-31"),
    ("In the first three months of 2009 they", "the first three months of 2009", "P3M", "2009-01-01", "2009-03-31"),
    ("In the last two weeks of March 2022 they", "the last two weeks of March 2022", "P2W", "2022-03-18", "2022-03-31"),
    (
        "In the second week of November 2022 they",
        "the second week of November 2022",
        "2022-W45",
        "2022-11-08",
        "2022-11-14",
    ),
    ("Floods came in summer 2022.", "summer 2022", "2022-SU", "2022-06-01", "2022-08-31"),
    ("Floods came in the winter of 2022.", "winter of 2022", "2022-WI", "2021-12-01", "2022-02-28"),
    ("The 2022-23 season was dry.", "2022-23", "2022/2023", "2022-01-01", "2023-12-31"),
    ("They met at Easter 2023.", "Easter 2023", "2023-04-09", "2023-04-09", "2023-04-09"),
    ("They met on Thanksgiving Day 2022.", "Thanksgiving Day 2022", "2022-11-24", "2022-11-24", "2022-11-24"),
    # against the day of publication
    ("The storm hit today.", "today", "2023-11-20", "2023-11-20", "2023-11-20"),
    ("The storm hit yesterday.", "yesterday", "2023-11-19", "2023-11-19", "2023-11-19"),
    ("The storm hit yesterday evening.", "yesterday evening", "2023-11-19TEV", "2023-11-19", "2023-11-19"),
    ("The storm hit the day before yesterday.", "the day before yesterday", "2023-11-18", "2023-11-18", "2023-11-18"),
    ("The storm hit last night.", "last night", "2023-11-19TNI", "2023-11-19", "2023-11-19"),
    ("The storm hit overnight.", "overnight", "2023-11-20TNI", "2023-11-19", "2023-11-20"),
    ("Crowds gathered on Friday.", "Friday", "2023-11-17", "2023-11-17", "2023-11-17"),
    ("Crowds gathered on Monday.", "Monday", "2023-11-20", "2023-11-20", "2023-11-20"),
    ("Crowds gathered on Friday night.", "Friday night", "2023-11-17TNI", "2023-11-17", "2023-11-17"),
    ("Crowds will gather on Friday.", "Friday", "2023-11-24", "2023-11-24", "2023-11-24"),
    ("Crowds gathered last Thursday.", "last Thursday", "2023-11-16", "2023-11-16", "2023-11-16"),
    ("They left the day before last Friday.", "the day before last Friday", "2023-11-16", "2023-11-16", "2023-11-16"),
    (
        "They left the day after Christmas 2022.",
        "the day after Christmas 2022",
        "2022-12-26",
        "2022-12-26",
        "2022-12-26",
    ),
    ("They left the day after Nov. 14.", "the day after Nov. 14", "2023-11-15", "2023-11-15", "2023-11-15"),
    ("Pilgrims came in Easter week 2023.", "Easter week 2023", "2023-W14", "2023-04-03", "2023-04-09"),
    (
        "They met over Thanksgiving weekend 2022.",
        "Thanksgiving weekend 2022",
        "2022-W47-WE",
        "2022-11-26",
        "2022-11-27",
    ),
    ("The post-1959 governments fell.", "post-1959", "1959", "1959-01-01", None),
    ("The pre-1990 borders hold.", "pre-1990", "1990", None, "1989-12-31"),
    ("Crowds gathered on Tuesday of last week.", "Tuesday of last week", "2023-11-14", "2023-11-14", "2023-11-14"),
    ("They meet next Wednesday.", "next Wednesday", "2023-11-29", "2023-11-29", "2023-11-29"),
    ("Two boats sank last week.", "last week", "2023-W46", "2023-11-13", "2023-11-19"),
    ("Two boats sank this week.", "this week", "2023-W47", "2023-11-20", "2023-11-26"),
    ("Two boats sank earlier this month.", "earlier this month", "2023-11", "2023-11-01", "2023-11-20"),
    ("Two boats sank last month.", "last month", "2023-10", "2023-10-01", "2023-10-31"),
    ("Two boats sank last year.", "last year", "2022", "2022-01-01", "2022-12-31"),
    ("Two boats sank last weekend.", "last weekend", "2023-W46-WE", "2023-11-18", "2023-11-19"),
    ("Two boats sank a year ago.", "a year ago", "2022", "2022-01-01", "2022-12-31"),
    ("Two boats sank three days ago.", "three days ago", "2023-11-17", "2023-11-17", "2023-11-17"),
    ("Two boats sank six weeks ago.", "six weeks ago", "2023-W41", "2023-10-09", "2023-10-15"),
    ("Two boats sank a decade ago.", "a decade ago", "2013", "2013-01-01", "2013-12-31"),
    ("Over the past week 40 fled.", "the past week", "P1W", "2023-11-13", "2023-11-20"),
    ("In the past 24 hours 40 fled.", "the past 24 hours", "PT24H", "2023-11-19", "2023-11-20"),
    ("In the last five months 40 fled.", "the last five months", "P5M", "2023-06-20", "2023-11-20"),
    ("Over the next five years it pays.", "the next five years", "P5Y", "2023-11-20", "2028-11-20"),
    ("Since 1 November they left.", "1 November", "2023-11-01", "2023-11-01", "2023-11-01"),
    ("It struck on Dec. 26 last year.", "Dec. 26 last year", "2022-12-26", "2022-12-26", "2022-12-26"),
    ("It struck in March last year.", "March last year", "2022-03", "2022-03-01", "2022-03-31"),
    ("It struck last October.", "last October", "2023-10", "2023-10-01", "2023-10-31"),
    ("It struck in December, they said.", "December", "2023-12", "2023-12-01", "2023-12-31"),
    ("It was hit in December, they said.", "December", "2022-12", "2022-12-01", "2022-12-31"),
    ("It struck last fall.", "last fall", "2022-FA", "2022-09-01", "2022-11-30"),
    ("It struck this summer.", "this summer", "2023-SU", "2023-06-01", "2023-08-31"),
    ("It ends by the end of the year.", "the end of the year", "2023", "2023-01-01", "2023-12-31"),
    ("It ends by year end.", "year end", "2023", "2023-12-31", "2023-12-31"),
    ("In the week of November 6 they left.", "the week of November 6", "2023-W45", "2023-11-06", "2023-11-12"),
    ("The raid began at 10:35 a.m. Friday.", "10:35 a.m. Friday", "2023-11-17T10:35", "2023-11-17", "2023-11-17"),
    ("The raid began at 13:40 local time.", "13:40 local time", "2023-11-20T13:40", "2023-11-20", "2023-11-20"),
    ("The raid began at 9pm.", "9pm", "2023-11-20T21:00", "2023-11-20", "2023-11-20"),
]


@pytest.mark.parametrize("row", RESOLVED, ids=lambda row: row[1])
def test_resolves(blank, row):
    text, expression, *expected = row
    records = [record for record in read(blank, text) if record.text == expression]
    assert records, [record.text for record in read(blank, text)]
    assert [records[0].value, *days(records[0])] == expected


# text, (expression, TIMEX3 type, value): no days of their own
UNPLACED = [
    ("They waited for three days.", "three days", TimexType.DURATION, "P3D"),
    ("A 16-hour siege ended.", "16-hour", TimexType.DURATION, "PT16H"),
    ("A two-day visit ended.", "two-day", TimexType.DURATION, "P2D"),
    ("It took 5 1/2 hours to reach them.", "5 1/2 hours", TimexType.DURATION, "PT5H30M"),
    ("It took two and a half years to rebuild.", "two and a half years", TimexType.DURATION, "P2Y6M"),
    ("It took half an hour.", "half an hour", TimexType.DURATION, "PT30M"),
    ("They waited for weeks.", "weeks", TimexType.DURATION, "PXW"),
    ("In recent months more came.", "recent months", TimexType.DURATION, "PXM"),
    ("Several years of drought followed.", "Several years", TimexType.DURATION, "PXY"),
    ("They held out for more than two decades.", "more than two decades", TimexType.DURATION, "P20Y"),
    ("Trucks arrive every day.", "every day", TimexType.SET, "P1D"),
    ("Trucks arrive every three months.", "every three months", TimexType.SET, "P3M"),
    ("About 500 people a day cross.", "a day", TimexType.SET, "P1D"),
    ("It costs $40 per month to rent.", "per month", TimexType.SET, "P1M"),
    ("The paper appears daily.", "daily", TimexType.SET, "P1D"),
    ("They pray on Fridays.", "Fridays", TimexType.SET, "XXXX-WXX-5"),
    ("They are safe now.", "now", TimexType.DATE, "PRESENT_REF"),
    ("They recently returned.", "recently", TimexType.DATE, "PAST_REF"),
    ("They fear for the future.", "the future", TimexType.DATE, "FUTURE_REF"),
    ("Spending in fiscal 2023 fell.", "fiscal 2023", TimexType.DATE, "FY2023"),
    ("A few days ago they returned.", "A few days ago", TimexType.DATE, "PAST_REF"),
]


@pytest.mark.parametrize(("text", "expression", "timex", "value"), UNPLACED)
def test_reads_lengths_rates_and_references(blank, text, expression, timex, value):
    records = {record.text: record for record in read(blank, text)}
    assert expression in records
    record = records[expression]
    assert (record.timex, record.value, *days(record)) == (timex, value, None, None)


NOT_TIMES = [
    "They may leave if the road opens.",
    "The march ended in front of the palace.",
    "Soldiers march on the capital.",
    "She came second in the vote.",
    "About 2000 people fled the town.",
    "They walked 1500 metres to the river.",
    "Security Council Resolution 1973 was adopted.",
    "Flight 1549 landed on the river.",
    "The home side won 2:1 after extra time.",
    "A 26-year-old man was held.",
    "The boy, aged 12 years, was found.",
    "She is 34 years old and a teacher.",
    "The sun rose over the fall of rocks.",
    "He sat down and read The Sunday Times.",
    "Jan Kavan spoke to reporters.",
    "COVID-19 and MH-17 are names.",
    "The house cost $1990 and €2001.",
    "It rose by 2020% in the end.",
    "Hotel rooms 2010 and up were empty; room 2011 was locked.",
    "He is in his 30s and unemployed.",
    "The New York Daily News reported it.",
    "They march for the March of Dimes.",
    "The film High Noon was shown.",
    "The post office was shut.",
    "",
    "x",
    "   \n\n  ",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_leaves_other_numbers_and_words_alone(blank, text):
    assert [record.text for record in read(blank, text)] == []


# sentences read together: what the later expression means
CHAINS = [
    ("It burned on 3 May 2021. The next day rain fell.", "The next day", "2021-05-04"),
    ("It burned on 3 May 2021. Three days later rain fell.", "Three days later", "2021-05-06"),
    ("It burned on 3 May 2021. The same day rain fell.", "The same day", "2021-05-03"),
    ("It burned on 3 May 2021. The following year it was rebuilt.", "The following year", "2022"),
    ("There were 186 cases in 2004, down from 336 the previous year.", "the previous year", "2003"),
    ("It burned on 3 May 2021. That night rain fell.", "That night", "2021-05-03TNI"),
    ("It burned on 3 May 2021 and later that year closed.", "later that year", "2021"),
    ("From 20 to 22 November 2022 they fled.", "20", "2022-11-20"),
    ("They fled on November 20-22, 2022.", "22, 2022", "2022-11-22"),
    ("Between November 20 and December 2, 2022, they fled.", "November 20", "2022-11-20"),
]


@pytest.mark.parametrize(("text", "expression", "value"), CHAINS)
def test_reads_on_from_the_last_date(blank, text, expression, value):
    assert {record.text: record.value for record in read(blank, text)}[expression] == value


UNRESOLVED = [
    "Crowds gathered on Friday.",
    "Two boats sank last week.",
    "It struck on 26 March.",
    "They met on Ramadan.",
]


@pytest.mark.parametrize("text", UNRESOLVED)
def test_without_any_date_nothing_is_guessed(blank, text):
    (record,) = read(blank, text, published=None)
    assert (record.value, *days(record), record.anchor) == (None, None, None, None)


def test_a_date_that_both_orders_allow_stays_open(blank):
    (record,) = read(blank, "Dated 04/11/2022 and stamped.")
    assert (record.text, record.value, record.first) == ("04/11/2022", None, None)


def test_the_only_full_date_of_a_text_without_date_places_its_weekdays(blank):
    records = read(
        blank, "World Aid Day was December 1, 2007. The ministry said on Friday it would pay.", published=None
    )
    assert [(record.text, record.value, record.anchor) for record in records][1] == ("Friday", "2007-11-30", "text")


YEAR_OF_SENTENCE = [
    ("Last year, floods destroyed 32,000 hectares in June.", "June", "2022-06"),
    ("In 2019 it closed in March.", "March", "2019-03"),
    ("Since 2019 it closed in March.", "March", "2023-03"),
    ("Last year it closed. It opened in March.", "March", "2023-03"),
    ("It lasted between July and December last year.", "July", "2022-07"),
]


@pytest.mark.parametrize(("text", "expression", "value"), YEAR_OF_SENTENCE)
def test_a_month_takes_the_year_that_its_sentence_is_about(blank, text, expression, value):
    assert {record.text: record.value for record in read(blank, text)}[expression] == value


ANCHORS = [
    ("KABUL, Nov 20 (Harbour News) - Rain fell.", date(2023, 11, 21), date(2023, 11, 20), "dateline"),
    ("KABUL, Nov 23 (Harbour News) - Rain fell.", date(2023, 11, 21), date(2023, 11, 23), "dateline"),
    ("KABUL (Harbour News) - Rain fell.", date(2023, 11, 21), date(2023, 11, 21), "published"),
    ("Tuesday, June 19, 2018\nYesterday rain fell.", date(2018, 6, 18), date(2018, 6, 19), "dateline"),
    ("KABUL, Nov 20, 2019 (Harbour News) - Rain fell.", date(2023, 11, 21), date(2023, 11, 21), "published"),
    ("KABUL, Nov 20 (Harbour News) - Rain fell.", None, None, None),
    ("KABUL, 20 November 2023 - Rain fell.", None, date(2023, 11, 20), "dateline"),
]


@pytest.mark.parametrize(("text", "published", "day", "anchor"), ANCHORS)
def test_anchor(text, published, day, anchor):
    assert find_anchor(text, published) == (day, anchor)


def parsed(words, tags, heads, deps, pos):
    return Doc(spacy.blank("en").vocab, words=words, tags=tags, heads=heads, deps=deps, pos=pos)


def test_the_parse_decides_which_way_a_weekday_looks():
    future = parsed(
        ["Ministers", "are", "to", "meet", "on", "Friday", "."],
        ["NNS", "VBP", "TO", "VB", "IN", "NNP", "."],
        [3, 3, 3, 3, 5, 3, 3],
        ["nsubj", "aux", "mark", "ROOT", "case", "obl", "punct"],
        ["NOUN", "AUX", "PART", "VERB", "ADP", "PROPN", "PUNCT"],
    )
    past = parsed(
        ["Ministers", "met", "on", "Friday", "."],
        ["NNS", "VBD", "IN", "NNP", "."],
        [1, 1, 3, 1, 1],
        ["nsubj", "ROOT", "case", "obl", "punct"],
        ["NOUN", "VERB", "ADP", "PROPN", "PUNCT"],
    )
    for doc, value in ((future, "2023-11-24"), (past, "2023-11-17")):
        doc._.published = MONDAY
        assert [record.value for record in records_of(TimeFinder()(doc), TIMES)] == [value]


def test_a_date_that_describes_a_noun_does_not_share_the_tense_of_its_verb():
    doc = parsed(
        ["They", "will", "appeal", "Wednesday", "'s", "ruling", "."],
        ["PRP", "MD", "VB", "NNP", "POS", "NN", "."],
        [2, 2, 2, 5, 3, 2, 2],
        ["nsubj", "aux", "ROOT", "nmod:poss", "case", "obj", "punct"],
        ["PRON", "AUX", "VERB", "PROPN", "PART", "NOUN", "PUNCT"],
    )
    doc._.published = MONDAY
    assert [record.value for record in records_of(TimeFinder()(doc), TIMES)] == ["2023-11-15"]


# day of publication, sentence, value: "last" is the most recent one, "next" that of next week, whatever the weekday of today
@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        (date(2023, 11, 23), "The court met last Tuesday.", "2023-11-21"),
        (date(2023, 11, 23), "The court met last Thursday.", "2023-11-16"),
        (date(2023, 11, 23), "The court met last Friday.", "2023-11-17"),
        (date(2023, 11, 26), "The court met last Friday.", "2023-11-24"),
        (date(2023, 11, 23), "The court met this Tuesday.", "2023-11-21"),
        (date(2023, 11, 23), "The court met on Tuesday last week.", "2023-11-14"),
        (date(2023, 11, 23), "The court meets next Tuesday.", "2023-11-28"),
        (date(2023, 11, 26), "The court meets next Tuesday.", "2023-11-28"),
    ],
)
def test_the_weekday_beside_last_and_next(blank, published, text, value):
    assert [record.value for record in read(blank, text, published)] == [value]


def test_the_weekday_of_a_participle_is_not_that_of_the_verb_above():
    doc = parsed(
        ["They", "will", "appeal", "the", "ruling", "issued", "Friday", "."],
        ["PRP", "MD", "VB", "DT", "NN", "VBN", "NNP", "."],
        [2, 2, 2, 4, 2, 4, 5, 2],
        ["nsubj", "aux", "ROOT", "det", "obj", "acl", "obl:unmarked", "punct"],
        ["PRON", "AUX", "VERB", "DET", "NOUN", "VERB", "PROPN", "PUNCT"],
    )
    planned = parsed(
        ["They", "fear", "the", "strike", "scheduled", "for", "Friday", "."],
        ["PRP", "VBP", "DT", "NN", "VBN", "IN", "NNP", "."],
        [1, 1, 3, 1, 3, 6, 4, 1],
        ["nsubj", "ROOT", "det", "obj", "acl", "case", "obl", "punct"],
        ["PRON", "VERB", "DET", "NOUN", "VERB", "ADP", "PROPN", "PUNCT"],
    )
    for sentence, value in ((doc, "2023-11-17"), (planned, "2023-11-24")):
        sentence._.published = MONDAY
        assert [record.value for record in records_of(TimeFinder()(sentence), TIMES)] == [value]


def test_an_expression_keeps_its_record_beside_a_period_of_the_same_words(blank):
    doc = blank("They fled from Monday to Friday and met in 2020 and 2021.")
    doc._.published = MONDAY
    TimeFinder()(doc)
    times = {id(record): record for record in records_of(doc, TIMES)}.values()
    assert [record.rule for record in times] == ["weekday", "weekday", "year", "year"]
    assert {span.label_ for span in doc.spans[PERIODS]} == {"PERIOD"}


def test_a_modal_may_is_no_month_even_with_a_capital():
    doc = parsed(
        ["May", "they", "return", "by", "May", "?"],
        ["MD", "PRP", "VB", "IN", "NNP", "."],
        [2, 2, 2, 4, 2, 2],
        ["aux", "nsubj", "ROOT", "case", "obl", "punct"],
        ["AUX", "PRON", "VERB", "ADP", "PROPN", "PUNCT"],
    )
    doc._.published = MONDAY
    assert [(span.start, span.text) for span in TimeFinder()(doc).spans[TIMES]] == [(4, "May")]


def test_offsets_are_those_of_the_expression_and_the_span_holds_it(blank):
    text = "Born in the mid-1990s, “killed” on Friday’s raid – 14-day truce."
    doc = blank(text)
    doc._.published = MONDAY
    for span in TimeFinder()(doc).spans[TIMES]:
        record = span._.record
        assert record.is_in(text)
        assert span.start_char <= record.start
        assert record.end <= span.end_char
    assert [record.text for record in records_of(doc, TIMES)] == ["mid-1990s", "Friday", "14-day"]


def test_the_same_text_without_a_capital_of_a_sentence_end_keeps_its_full_stop(blank):
    assert [record.text for record in read(blank, "At 10 p.m. he left. She left at 10 p.m.")] == ["10 p.m.", "10 p.m"]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "the " * 20_000,
        "(" * 20_000,
        "1 2 3 " * 10_000,
        "two or three or four to five " * 3_000,
        "since since since " * 5_000,
        "a" * 100_000,
        " " * 50_000 + "\n" * 1000,
        "KABUL " * 5_000,
        "so far on Friday, the same period, the next day. " * 1_500,
        "on 3 May 2021 and since 2019 the following Monday " * 1_500,
        "\ud7ff\u0301\u200b\x00 " * 2_000,
    ],
    ids=[
        "digits",
        "the",
        "brackets",
        "numbers",
        "ranges",
        "since",
        "letters",
        "blanks",
        "capitals",
        "phrases",
        "dates",
        "marks",
    ],
)
def test_hostile_text_is_read_to_its_end(text):
    # Cost that is not linear would show here as a test that does not end; benchmarks/ measures it.
    doc = Doc(spacy.blank("en").vocab, words=[text], spaces=[False])
    doc._.published = MONDAY
    TimeFinder()(doc)
    assert all(record.is_in(text) for record in records_of(doc, TIMES))


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31)])
def test_an_impossible_day_of_publication_anchors_nothing(blank, published):
    assert [
        record.value for record in read(blank, "Rain fell in May, on Friday and last week.", published=published)
    ] == [
        None,
        None,
        None,
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=strategies.lists(strategies.sampled_from(WORDS), max_size=40),
    published=strategies.one_of(strategies.none(), strategies.dates()),
)
def test_any_order_of_the_words_of_the_grammar_is_read(blank, words, published):
    text = " ".join(words)
    doc = blank(text)
    doc._.published = published
    TimeFinder()(doc)
    for key in (TIMES, PERIODS):
        for record in records_of(doc, key):
            assert record.is_in(text)
            assert not (record.first and record.last and record.first > record.last)


def test_factory(blank):
    import extraction.components.times  # noqa: F401, PLC0415 - registers the factory

    nlp = spacy.blank("en")
    nlp.add_pipe("time_finder")
    doc = nlp("It burned on 3 May 2021.")
    assert [span.text for span in doc.spans[TIMES]] == ["3 May 2021"]
    assert isinstance(make_time_finder(blank, "time_finder"), TimeFinder)
