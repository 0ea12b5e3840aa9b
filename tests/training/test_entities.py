import json

from training.corpora import EntityText
from training.entities import mend_silver_labels, split_articles


def make_text(text, *entities, document=""):
    spans = tuple((text.index(name), text.index(name) + len(name), label) for name, label in entities)
    return EntityText(text=text, entities=spans, missing=(), source="made", split="train", document=document)


def test_a_silver_name_gets_its_usual_label():
    texts = [make_text("Velt met Orsk", ("Orsk", "GPE"))] * 7 + [make_text("Velt met Orsk", ("Orsk", "ORG"))]
    assert {text.entities for text in mend_silver_labels(texts)} == {((9, 13, "GPE"),)}


def test_a_rare_name_keeps_its_label():
    texts = [make_text("in Orsk", ("Orsk", "GPE")), make_text("in Orsk", ("Orsk", "ORG"))]
    assert [text.entities[0][2] for text in mend_silver_labels(texts)] == ["GPE", "ORG"]


def test_known_names_are_settled():
    (text,) = mend_silver_labels([make_text("the U.N. said", ("U.N.", "GPE"))])
    assert text.entities == ((4, 8, "ORG"),)


def test_dates_are_outside_and_names_tagged_as_dates_unknown():
    texts = [make_text("in Darvo", ("Darvo", "GPE"))] * 6
    texts += [make_text("in Darvo", ("Darvo", "DATE")), make_text("on Monday", ("Monday", "DATE"))]
    mended = mend_silver_labels(texts)
    assert mended[6].entities == ((3, 8, "GPE"),)
    assert (mended[7].entities, mended[7].missing) == ((), ())


def test_gold_articles_never_train(tmp_path):
    articles = [
        make_text(" ".join(f"w{number}x{place}" for place in range(40)), document=f"d{number}") for number in range(10)
    ]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps({"text": article.text}) for article in articles[:3]), encoding="utf-8")
    train, test, unused = split_articles(articles, [gold])
    assert {article.document for article in train} == {f"d{number}" for number in range(3, 10)}
    assert len(test) == 2
    assert {article.document for article in (*test, *unused)} == {"d0", "d1", "d2"}


def test_without_gold_the_fifth_is_taken_from_all():
    articles = [make_text(f"text {number}", document=f"d{number}") for number in range(10)]
    train, test, unused = split_articles(articles, [])
    assert (len(train), len(test), unused) == (8, 2, [])
    assert split_articles(articles[::-1], [])[1] == test
