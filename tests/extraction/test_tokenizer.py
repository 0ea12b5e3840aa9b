import time

import pytest

from extraction.components.tokenizer import LONGEST_RUN, build_blank, split_runs
from extraction.language import load_language

TEXTS = [
    "",
    " ",
    "one",
    "a " + "(" * 2000 + " b",
    "x" * 3000,
    "ab  " + "." * (LONGEST_RUN + 1) + "  cd",
    "\x00" * 700,
    " " * 2000,
    "x" * 600 + " y " + "z" * 600,
    "e\u0301" * 400,
]


@pytest.fixture(scope="module")
def nlp():
    return build_blank()


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_the_text_is_kept(nlp, text):
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_split_runs_keeps_every_character(text):
    assert "".join(split_runs(text)) == text


def test_ordinary_text_is_tokenised_by_the_rules_alone(nlp):
    text = "The U.N. said 10-year-olds don\u2019t vote (see http://example.org/a).\n\nMore."
    assert [token.text for token in nlp.make_doc(text)] == [token.text for token in nlp.tokenizer.tokenizer(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.-led", ["U.S.", "-", "led"]),
        ("the U.N.-backed talks", ["the", "U.N.", "-", "backed", "talks"]),
        ("U.S.\u2013Mexico", ["U.S.", "\u2013", "Mexico"]),
        ("D.C.-based", ["D.C.", "-", "based"]),
        ("Md.-born", ["Md.", "-", "born"]),
        ("UN-led", ["UN", "-", "led"]),
        ("J.-P. Velt", ["J.-P.", "Velt"]),
        ("3.-4.", ["3.-4", "."]),
        ("well...-so", ["well", "...", "-so"]),
    ],
)
def test_a_hyphen_after_an_abbreviation_is_a_token(nlp, text, expected):
    assert [token.text for token in nlp.make_doc(text)] == expected


def test_the_tokenizer_survives_saving(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    again = build_blank().from_disk(tmp_path)
    assert [token.text for token in again.make_doc("can't (stop)")] == ["ca", "n't", "(", "stop", ")"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("non-profit co-founders", ["non-profit", "co-founders"]),
        ("Anti-government, pro-Velian", ["Anti-government", ",", "pro-Velian"]),
        ("well-known", ["well", "-", "known"]),
        ("UN-led", ["UN", "-", "led"]),  # not the prefix of "un-led"
        ("mid-January", ["mid", "-", "January"]),
        ("mid-sized", ["mid-sized"]),
        ("F-16 and COVID-19", ["F", "-", "16", "and", "COVID", "-", "19"]),
        ("post-2001", ["post-2001"]),
        ("200\u2013300 people", ["200", "\u2013", "300", "people"]),
        ("500-1000", ["500", "-", "1000"]),
        ("555-010-4477", ["555-010-4477"]),
        ("555-0147 and 100-1500", ["555-0147", "and", "100", "-", "1500"]),
        ("the 60's, 1990\u2019s and Rome's", ["the", "60's", ",", "1990\u2019s", "and", "Rome", "'s"]),
        ("(tents, etc.), tea, etc.", ["(", "tents", ",", "etc.", ")", ",", "tea", ",", "etc", "."]),
        ("so -he said- left -5", ["so", "-", "he", "said", "-", "left", "-", "5"]),
        ("out!They left Lima(Peru) at once", ["out", "!", "They", "left", "Lima", "(", "Peru", ")", "at", "once"]),
        ("Ruiz,21, said:42", ["Ruiz", ",", "21", ",", "said", ":", "42"]),
        ("65k people, $3bn, 24hrs", ["65", "k", "people", ",", "$", "3", "bn", ",", "24", "hrs"]),
        ("see http://a.example/x_(y)?z=1 :-)", ["see", "http://a.example/x_(y)?z=1", ":-)"]),
        ("What?!", ["What", "?!"]),
        ("it went.? Yes!. At 5 p.m.? Ok", ["it", "went", ".?", "Yes", "!.", "At", "5", "p.m.", "?", "Ok"]),
        ("#News [...] #1", ["#News", "[...]", "#", "1"]),
        ("Stop!!!", ["Stop", "!!!"]),
        ("a -- b ==== c", ["a", "--", "b", "====", "c"]),
        ("and/or", ["and", "/", "or"]),
        ("(as he wrote):", ["(", "as", "he", "wrote", ")", ":"]),
        ("DON'T don\u2019t don`t", ["DO", "N'T", "do", "n\u2019t", "do", "n`t"]),
        ("its id on Wed.", ["its", "id", "on", "Wed."]),
        ("Lt. Col. Ruiz", ["Lt.", "Col.", "Ruiz"]),
        ("at 7:30PM", ["at", "7:30", "PM"]),
        ("300people, 21st, 2.8b", ["300", "people", ",", "21st", ",", "2.8", "b"]),
        ("1939- and 60Hz", ["1939", "-", "and", "60", "Hz"]),
        ("No. 3 said No. He left.", ["No.", "3", "said", "No", ".", "He", "left", "."]),
        ("its not ours, someone elses", ["it", "s", "not", "ours", ",", "someone", "else", "s"]),
        ("Your in luck, its  a", ["You", "r", "in", "luck", ",", "its", " ", "a"]),
    ],
)
def test_words_are_cut_as_in_the_treebanks(nlp, text, expected):
    assert [token.text for token in nlp.make_doc(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "its in-house team and its so-called plan",
        "Its own, its very existence, its newly built camp",
        "your on-call doctor",
        "units a day, tour in May, hits the",
        "its\nthe",
    ],
)
def test_a_possessive_stays_whole(nlp, text):
    words = [token.text.lower() for token in nlp.make_doc(text)]
    assert not {"it", "you", "s", "r"} & set(words)


def test_mending_keeps_text_and_offsets(nlp):
    text = "Its a plan, No. 7: its the your in its been. " * 30
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert [token.idx for token in doc] == [text.index(token.text, token.idx) for token in doc]
    assert [token.text for token in doc].count("s") == 90


def test_many_slips_take_linear_time(nlp):
    def seconds(count):
        began = time.process_time()
        nlp.make_doc("its a No. 5 " * count)
        return time.process_time() - began

    seconds(100)
    assert seconds(8_000) < 40 * max(seconds(1_000), 0.01)


def test_the_shipped_model_has_these_rules(nlp):
    shipped = load_language().tokenizer
    assert shipped.to_bytes(exclude=["vocab"]) == nlp.tokenizer.to_bytes(exclude=["vocab"])
