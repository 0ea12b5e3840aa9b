"""The claim_builder: what happened, where, when, who says so. Constructions on parses written by hand, simple text on the model."""

from datetime import date
from decimal import Decimal

import pytest
import spacy

from extraction.components.claims import ClaimBuilder
from extraction.components.quantities import QuantityFinder
from extraction.components.times import TimeFinder
from records import Claim, Event, Measure, Modality, PlaceRole, Stance, Unit


def claims_of(doc):
    for component in (QuantityFinder(), TimeFinder(), ClaimBuilder()):
        doc = component(doc)
    return doc._.claims


def core(claims):
    return [(claim.quantity.text, claim.unit.value, claim.event.value) for claim in claims]


EVENTS = {
    "passive": (
        "Twelve|CD|nummod|2 soldiers|NNS|nsubj:pass|4 were|AUX|aux:pass|4 killed|VBN|root|0 .|.|punct|4",
        ["person death"],
    ),
    "active patient": (
        "Floods|NNS|nsubj|2 killed|VBD|root|0 12|CD|nummod|4 people|NNS|obj|2 .|.|punct|2",
        ["person death"],
    ),
    "active agent": (
        "12|CD|nummod|2 gunmen|NNS|nsubj|3 killed|VBD|root|0 him|PRP|obj|3 .|.|punct|3",
        ["person attack"],
    ),
    "intransitive": ("12|CD|nummod|2 people|NNS|nsubj|3 died|VBD|root|0 .|.|punct|3", ["person death"]),
    "coordination": (
        (
            "12|CD|nummod|2 soldiers|NNS|nsubj:pass|7 and|CC|cc|5 three|CD|nummod|5 civilians|NNS|conj|2 were|AUX|aux:pass|7 "
            "killed|VBN|root|0 .|.|punct|7"
        ),
        ["person death", "person death"],
    ),
    "ellipsis": (
        "300|CD|nummod|2 people|NNS|nsubj|3 died|VBD|root|0 and|CC|cc|7 another|DT|det|6 6,000|CD|nsubj|7 fled|VBD|conj|3 .|.|punct|3",
        ["person death", "person displacement"],
    ),
    "two verbs, bare numbers": (
        "killing|VBG|root|0 107|CD|obj|1 and|CC|cc|4 wounding|VBG|conj|1 238|CD|obj|1 .|.|punct|1",
        ["person death", "person injury"],
    ),
    "nominalisation": (
        "the|DT|det|2 evacuation|NN|nsubj|7 of|IN|case|6 over|RB|advmod|5 2,000|CD|nummod|6 people|NNS|nmod|2 ended|VBD|root|0 .|.|punct|7",
        ["person displacement"],
    ),
    "counted noun carries the event": (
        "40|CD|nummod|2 cases|NNS|nsubj:pass|4 were|AUX|aux:pass|4 reported|VBN|root|0 .|.|punct|4",
        ["person illness"],
    ),
    "frame": (
        "The|DT|det|3 death|NN|compound|3 toll|NN|nsubj|4 rose|VBD|root|0 to|IN|case|6 43|CD|obl|4 .|.|punct|4",
        ["person death"],
    ),
    "number of": (
        "The|DT|det|2 number|NN|nsubj|5 of|IN|case|4 cases|NNS|nmod|2 rose|VBD|root|0 to|IN|case|7 58|CD|obl|5 .|.|punct|5",
        ["person illness"],
    ),
    "forced": (
        (
            "Fires|NNS|nsubj|2 forced|VBD|root|0 2,500|CD|nummod|4 people|NNS|obj|2 out|RB|advmod|8 of|IN|case|8 their|PRP$|nmod:poss|8 "
            "homes|NNS|obl|2 .|.|punct|2"
        ),
        ["person displacement"],
    ),
    "verbless": ("2,536|CD|nsubj|2 relocated|VBN|root|0", ["person displacement"]),
    "heading": ("Damaged|VBN|amod|2 houses|NNS|root|0 :|:|punct|4 91,808|CD|appos|2", ["building destruction"]),
    "votes": ("She|PRP|nsubj|2 got|VBD|root|0 92,153|CD|nummod|4 votes|NNS|obj|2 .|.|punct|2", ["other vote"]),
    "money": ("They|PRP|nsubj|2 spent|VBD|root|0 $|$|nmod|4 300|CD|obj|2 .|.|punct|2", ["money money"]),
    "nothing said": ("It|PRP|nsubj|2 has|VBZ|root|0 40|CD|nummod|4 words|NNS|obj|2 .|.|punct|2", ["other other"]),
}


@pytest.mark.parametrize("name", EVENTS)
def test_unit_and_event(parsed, name):
    rows, expected = EVENTS[name]
    assert [f"{claim.unit.value} {claim.event.value}" for claim in claims_of(parsed(rows))] == expected


MODALITIES = {
    "plain": ("12|CD|nummod|2 people|NNS|nsubj|3 died|VBD|root|0 .|.|punct|3", Modality.ACTUAL),
    "will": ("12|CD|nummod|2 people|NNS|nsubj|4 will|MD|aux|4 return|VB|root|0 .|.|punct|4", Modality.FUTURE),
    "expected to": (
        "12|CD|nummod|2 people|NNS|nsubj:pass|4 are|AUX|aux:pass|4 expected|VBN|root|0 to|TO|mark|6 return|VB|xcomp|4 .|.|punct|4",
        Modality.FUTURE,
    ),
    "may": ("12|CD|nummod|2 people|NNS|nsubj|4 may|MD|aux|4 return|VB|root|0 .|.|punct|4", Modality.HYPOTHETICAL),
    "not": (
        "12|CD|nummod|2 people|NNS|nsubj|5 did|AUX|aux|5 not|RB|advmod|5 return|VB|root|0 .|.|punct|5",
        Modality.NEGATED,
    ),
    "all but": (
        "All|DT|det|4 but|IN|case|4 one|CD|nummod|4 boat|NN|nsubj|5 returned|VBD|root|0 .|.|punct|5",
        Modality.NEGATED,
    ),
}


@pytest.mark.parametrize("name", MODALITIES)
def test_modality(parsed, name):
    rows, expected = MODALITIES[name]
    (claim,) = claims_of(parsed(rows))
    assert claim.modality is expected


def test_a_part_knows_its_total(parsed):
    doc = parsed(
        "There|EX|expl|2 were|VBD|root|0 81|CD|nummod|4 cases|NNS|nsubj|2 ,|,|punct|6 including|VBG|case|8 63|CD|nummod|8 "
        "deaths|NNS|nmod|4 .|.|punct|2"
    )
    total, part = claims_of(doc)
    assert (total.part_of, part.part_of.text) == (None, "81")


def test_a_second_fact_of_the_same_set_is_a_claim_of_its_own(parsed):
    doc = parsed(
        "Police|NNS|nsubj|2 arrested|VBD|root|0 two|CD|nummod|4 men|NNS|obj|2 who|WP|nsubj|7 had|AUX|aux|7 fled|VBN|acl:relcl|4 .|.|punct|2"
    )
    claims = claims_of(doc)
    assert [(claim.event, claim.ordinal) for claim in claims] == [(Event.DETENTION, 0), (Event.DISPLACEMENT, 1)]
    assert claims[0].key != claims[1].key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 12 people were killed and 30 were injured.",
            [("At least 12", "person", "death"), ("30", "person", "injury")],
        ),
        ("More than 3,000 families fled their homes.", [("More than 3,000", "household", "displacement")]),
        ("About 20 buildings collapsed.", [("About 20", "building", "destruction")]),
        ("Police arrested twelve people.", [("twelve", "person", "detention")]),
        ("Half of the children were infected.", [("Half", "percent", "illness")]),
    ],
)
def test_plain_sentences_on_the_shipped_model(pipeline, text, expected):
    assert core(pipeline.extract(text).claims) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "12",
        "Nothing is counted here.",
        "In 2019 she was 26.",
        "12%",
        "\x00" * 40,
        "(" * 300,
        "1,000 people " * 300,
    ],
)
def test_odd_text_raises_nothing_and_keeps_the_contract(pipeline, text):
    for claim in pipeline.extract(text).claims:
        assert isinstance(claim, Claim)
        assert claim.evidence.is_in(text)


def test_a_doc_without_a_parse_still_gives_its_counts():
    doc = spacy.blank("en")("At least 40 goats died in the fire.")
    (claim,) = claims_of(doc)
    assert (claim.quantity.low, claim.modality) == (Decimal(40), Modality.ACTUAL)


STORY = """Officials in Kenya said on Monday that more than 400 people had fled to Uganda since 1 March.

Grace Otieno, the chief spokesperson of the Kenya Red Cross, confirmed the number."""


def test_a_claim_joins_place_time_speaker_and_a_later_confirmation(pipeline):
    (claim,) = pipeline.extract(STORY, published=date(2024, 3, 12)).claims
    assert (claim.quantity.low, claim.quantity.high, claim.unit, claim.event) == (
        400,
        None,
        Unit.PERSON,
        Event.DISPLACEMENT,
    )
    roles = {place.place.text: place.role for place in claim.places}
    assert roles["Uganda"] is PlaceRole.DESTINATION
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.stance) == ("Grace Otieno", Stance.CONFIRM)
    assert claim.time is not None
    assert claim.measure is Measure.CUMULATIVE
    assert {origin.field for origin in claim.origins} >= {"quantity", "event", "places", "speaker"}
    assert 0 < claim.confidence < 1
