"""The quantity_finder: numbers that count are found, numbers that name, date or describe are not."""

from decimal import Decimal

import pytest
import spacy
from spacy.tokens import Span

from extraction.components.quantities import QuantityFinder, counted_of
from extraction.extensions import QUANTITIES
from records import Quantity


def found(doc):
    QuantityFinder()(doc)
    return [span._.record.text for span in doc.spans[QUANTITIES]]


def counted(doc):
    QuantityFinder()(doc)
    return [
        (span._.record.text, head.text if (head := counted_of(span).head) else None) for span in doc.spans[QUANTITIES]
    ]


COUNTS = {
    "nummod": (
        "Twelve|CD|nummod|2 soldiers|NNS|nsubj:pass|4 were|AUX|aux:pass|4 killed|VBN|root|0 .|.|punct|4",
        [("Twelve", "soldiers")],
    ),
    "of": (
        "Hundreds|NNS|nsubj|4 of|IN|case|3 families|NNS|nmod|1 fled|VBD|root|0 .|.|punct|4",
        [("Hundreds", "families")],
    ),
    "elided": ("Another|DT|det|2 6,000|CD|nsubj|4 have|AUX|aux|4 fled|VBN|root|0 .|.|punct|4", [("6,000", None)]),
    "compound": (
        "A|DT|det|5 131|CD|nummod|4 -|HYPH|punct|2 page|NN|compound|5 report|NN|nsubj|6 leaked|VBD|root|0 .|.|punct|6",
        [("131", "page")],
    ),
    "qualifier": (
        "About|RB|advmod|2 300|CD|nummod|4 mud|NN|compound|4 houses|NNS|nsubj|5 fell|VBD|root|0 .|.|punct|5",
        [("About 300", "houses")],
    ),
    "wrong attachment is overruled by the order of words": (
        "Some|DT|det|2 40|CD|dep|4 goats|NNS|obj|4 died|VBD|root|0 .|.|punct|4",
        [("Some 40", "goats")],
    ),
    "out of: both count": (
        "17|CD|obj|6 out|IN|case|3 of|IN|fixed|2 18|CD|nummod|5 districts|NNS|nmod|1 won|VBD|root|0 .|.|punct|6",
        [("17", None), ("18", "districts")],
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_the_counted_noun(parsed, name):
    rows, expected = COUNTS[name]
    assert counted(parsed(rows)) == expected


NO_COUNTS = {
    "year": "In|IN|case|2 2018|CD|obl|4 she|PRP|nsubj|4 left|VBD|root|0 .|.|punct|4",
    "year before a noun": "The|DT|det|3 2016|CD|nummod|3 election|NN|nsubj|4 ended|VBD|root|0 .|.|punct|4",
    "label": "Flight|NN|nsubj|3 370|CD|nummod|1 vanished|VBD|root|0 .|.|punct|3",
    "labels": "near|IN|case|2 posts|NNS|obl|6 542|CD|nummod|2 and|CC|cc|5 543|CD|conj|3 fell|VBD|root|0 .|.|punct|6",
    "category": "A|DT|det|4 category|NN|compound|4 3|CD|nummod|2 storm|NN|nsubj|5 hit|VBD|root|0 .|.|punct|5",
    "name": "The|DT|det|4 Lost|NNP|compound|4|B-ORG 52|CD|nummod|4|I-ORG Project|NNP|nsubj|5|I-ORG sailed|VBD|root|0 .|.|punct|5",
    "street": "at|IN|case|4 619|CD|nummod|4 Waddell|NNP|compound|4 Avenue|NNP|obl|5 met|VBD|root|0 .|.|punct|5",
    "age": "Mora|NNP|nsubj|6|B-PERSON ,|,|punct|3 19|CD|appos|1 ,|,|punct|3 was|AUX|aux|6 held|VBN|root|0 .|.|punct|6",
    "age by itself": "He|PRP|nsubj|3 was|AUX|cop|3 86|CD|root|0 .|.|punct|3",
    "no one": "No|DT|det|2 one|NN|nsubj|3 left|VBD|root|0 .|.|punct|3",
    "one of": "One|CD|nsubj|5 of|IN|case|4 the|DT|det|4 drones|NNS|nmod|1 fell|VBD|root|0 .|.|punct|5",
    "the new one": "The|DT|det|3 new|JJ|amod|3 one|NN|nsubj|4 fell|VBD|root|0 .|.|punct|4",
    "ordinal": "He|PRP|nsubj|2 scored|VBD|root|0 a|DT|det|5 third|JJ|amod|5 goal|NN|obj|2 .|.|punct|2",
    "time": "within|IN|case|4 twenty|CD|nummod|4 working|VBG|amod|4 days|NNS|obl|5 left|VBD|root|0 .|.|punct|5",
    "location": "about|IN|advmod|2 50|CD|nummod|3 miles|NNS|obl|6 south|RB|advmod|6 he|PRP|nsubj|6 sank|VBD|root|0 .|.|punct|6",
    "size": "A|DT|det|4 70|CD|nummod|3 meter|NN|compound|4 hall|NN|nsubj|5 stands|VBZ|root|0 .|.|punct|5",
    "magnitude": "The|DT|det|2 magnitude|NN|nsubj|4 was|AUX|cop|4 6.6|CD|root|0 .|.|punct|4",
}


@pytest.mark.parametrize("name", NO_COUNTS)
def test_what_counts_nothing(parsed, name):
    assert found(parsed(NO_COUNTS[name])) == []


KEPT = {
    "four digits before a plural": (
        "A|DT|det|2 survey|NN|nsubj|6 of|IN|case|5 1709|CD|nummod|5 pupils|NNS|nmod|2 ended|VBD|root|0 .|.|punct|6",
        ["1709"],
    ),
    "one person": ("One|CD|nummod|2 person|NN|nsubj|3 died|VBD|root|0 .|.|punct|3", ["One"]),
    "a share": (
        "A|DT|det|2 third|NN|nsubj|6 of|IN|case|5 the|DT|det|5 goats|NNS|nmod|2 died|VBD|root|0 .|.|punct|6",
        ["A third"],
    ),
    "an area burnt": (
        "It|PRP|nsubj|2 burned|VBD|root|0 160|CD|nummod|5 square|JJ|amod|5 miles|NNS|obj|2 .|.|punct|2",
        ["160 square miles"],
    ),
    "an exclusion zone": (
        "A|DT|det|5 30|CD|nummod|3 km|NN|compound|5 exclusion|NN|compound|5 zone|NN|nsubj|6 holds|VBZ|root|0 .|.|punct|6",
        ["30 km"],
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_looks_like_no_count_and_is_one(parsed, name):
    rows, expected = KEPT[name]
    assert found(parsed(rows)) == expected


def test_a_conversion_follows_the_measure_before_it(nlp):
    assert found(nlp("The wreck lies about 50 miles (80 km) south of the port.")) == []


def test_the_span_has_a_record_and_offsets_are_code_points(nlp):
    doc = nlp("🐐 Some 1,200 goats – all dead – were found.")
    QuantityFinder()(doc)
    (span,) = doc.spans[QUANTITIES]
    assert isinstance(span._.record, Quantity)
    assert span._.record.is_in(doc.text)
    assert span._.record.low == Decimal(1200)


def test_a_bare_dollar_is_read_by_the_dollar_that_the_text_names(nlp):
    doc = nlp("The A$1 million event was cancelled. Fines of up to $44,000 are possible.")
    QuantityFinder()(doc)
    assert [span._.record.currency for span in doc.spans[QUANTITIES]] == ["AUD", "AUD"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "12", "twelve", "\x00 5 \x01", "%" * 50, "12%12%12%"])
def test_any_text_is_read_without_a_parse(text):
    doc = spacy.blank("en")(text)
    QuantityFinder()(doc)
    assert all(span._.record.is_in(text) for span in doc.spans[QUANTITIES])


def test_a_span_of_another_origin_has_no_counted_noun(nlp):
    with pytest.raises(ValueError, match="no quantity"):
        counted_of(Span(nlp("Two goats died."), 1, 2, label="OTHER"))
