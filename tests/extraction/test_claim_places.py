"""Where a fact lies: groups of places, what the parse of a sentence gives, options with their features, and the trained choice."""

import math
from collections.abc import Callable
from datetime import date

import pytest
from spacy.tokens import Doc

from extraction.choices import probabilities, read_weights
from extraction.components.claims import Context
from extraction.extensions import PLACES
from extraction.pipeline import Pipeline
from extraction.place_choice import WEIGHTS
from extraction.place_groups import Outline, find_groups
from extraction.place_mentions import PlaceMention
from extraction.readings import read_quantities

DAY = date(2024, 5, 6)


def read(pipeline: Pipeline, text: str) -> Context:
    doc = pipeline.annotate(text, published=DAY)
    return Context(doc, read_quantities(doc))


def places_of(pipeline: Pipeline, text: str) -> list[set[str]]:
    doc = pipeline.annotate(text, published=DAY)
    return [{place.place.text for place in claim.places} for claim in doc._.claims]


GROUPS = [
    ("The fire began in Narva, Estonia.", [["Narva", "Estonia"]]),
    ("Floods hit Kenya, Uganda and Tanzania.", [["Kenya", "Uganda", "Tanzania"]]),
    ("They drove from Lyon to Marseille.", [["Lyon"], ["Marseille"]]),
    ("Rain fell in Lima. Snow fell in Quito.", [["Lima"], ["Quito"]]),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_places_named_together_are_one_group(pipeline: Pipeline, text: str, expected: list[list[str]]) -> None:
    doc = pipeline.annotate(text, published=DAY)
    mentions = [PlaceMention(span, span._.record) for span in doc.spans[PLACES]]
    groups = find_groups(doc, mentions, Outline(doc))
    assert [[mention.place.text for mention in group.mentions] for group in groups] == expected


def test_the_outline_counts_sentences_and_lines(parsed: Callable[[str], Doc]) -> None:
    doc = parsed("Rain|NN|nsubj|2 fell|VBD|root|0 .|.|punct|2 Snow|NN|nsubj|5 melted|VBD|root|0 .|.|punct|5")
    outline = Outline(doc)
    assert [outline.sentence(index) for index in range(6)] == [0, 0, 0, 1, 1, 1]
    assert {outline.line(index) for index in range(6)} == {0}


OWN = [
    ("Twelve people were killed in Narva on Monday.", {"Narva"}),
    ("Floods destroyed 80 houses in Lagos, Nigeria.", {"Lagos", "Nigeria"}),
    ("Some 300 families fled from Homs to Tripoli.", {"Homs", "Tripoli"}),
    ("Clashes broke out near Goma, forcing about 7,000 people to cross into Rwanda.", {"Goma", "Rwanda"}),
    ("Police arrested nine men in Lyon.", {"Lyon"}),
    ("Some 3.3 million people live in Germany and Poland, which host half of the refugees.", {"Germany", "Poland"}),
]


@pytest.mark.parametrize(("text", "expected"), OWN)
def test_the_place_of_the_own_clause_is_found(pipeline: Pipeline, text: str, expected: set[str]) -> None:
    found = places_of(pipeline, text)[0]
    assert found
    assert found <= expected


WORLDWIDE = [
    ("The virus has killed 4,000 people worldwide.", True),
    ("Over 4,000 people have died around the world.", True),
    ("A bomb of World War II killed four people.", False),
    ("At an online briefing officials said that four people had died.", False),
]


@pytest.mark.parametrize(("text", "expected"), WORLDWIDE)
def test_the_whole_world_is_told_from_words_that_only_look_like_it(
    pipeline: Pipeline, text: str, *, expected: bool
) -> None:
    context = read(pipeline, text)
    nowhere = context.placing.options(0)[-1]
    assert ("none|worldwide" in nowhere.features) is expected


UNNAMED = [
    ("There are 36,000 cases in 76 countries.", "unnamed=places"),
    ("The fever killed 37 people in other cities.", "unnamed=places"),
    ("The storm killed 12 people in the province.", "unnamed=the_place"),
    ("The storm killed 12 people in Lagos.", ""),
]


@pytest.mark.parametrize(("text", "expected"), UNNAMED)
def test_places_without_a_name_are_evidence(pipeline: Pipeline, text: str, expected: str) -> None:
    features = read(pipeline, text).placing.options(0)[-1].features
    assert [name.removeprefix("none|") for name in features if "unnamed" in name] == [expected] * bool(expected)


def test_the_options_end_with_nowhere_and_differ(pipeline: Pipeline) -> None:
    text = "A ferry sank off Manila.\n\nThe crew of 12 came from Ghana and Togo.\n\nThirty people drowned."
    context = read(pipeline, text)
    for number in range(len(context.facts)):
        options = context.placing.options(number)
        keys = [frozenset(place.place.text for place in option.places) for option in options]
        assert keys[-1] == frozenset()
        assert options[-1].rule == "none"
        assert len(set(keys)) == len(keys)


def test_a_text_without_places_has_only_nowhere(pipeline: Pipeline) -> None:
    context = read(pipeline, "Twelve people were killed. Thirty were hurt.")
    assert [option.rule for option in context.placing.options(1)] == ["none"]


def test_a_second_fact_of_the_incident_keeps_its_place(pipeline: Pipeline) -> None:
    text = "A bus crashed near Accra, Ghana on Sunday, killing 14 people.\n\nThe crash also injured 31 passengers."
    found = places_of(pipeline, text)
    assert "Accra" in found[0]
    assert found[1] & {"Accra", "Ghana"}


def test_many_places_in_an_endless_sentence_cost_no_more_than_their_surroundings(pipeline: Pipeline) -> None:
    context = read(pipeline, "10 people in Lagos and " * 300)
    assert max(len(context.placing.options(number)) for number in (0, 150, 299)) < 200


def test_likely_options_add_up_to_one() -> None:
    likely = probabilities({"a": 1.0, "b": -1.0}, [["a"], ["b"], ["unknown"]])
    assert math.isclose(sum(likely), 1.0)
    assert likely[0] > likely[2] > likely[1]


def test_nothing_can_be_chosen_of_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        probabilities({}, [])


def test_the_shipped_weights_speak_of_all_kinds_of_options() -> None:
    weights = read_weights(WEIGHTS)
    assert weights["own.ruled"] > 0
    assert {name.split(".")[0].split("|")[0] for name in weights} >= {"own", "near", "none"}


DATED = [
    (
        "A bus crashed near Accra, Ghana on Sunday, killing 14 people.\n\nThe crash also killed two children.",
        [(date(2024, 5, 5), date(2024, 5, 5))] * 2,
    ),
    ("Fighting killed 14 people near Accra in 2019.", [(date(2019, 1, 1), date(2019, 12, 31))]),
    ("Fighting killed 14 people near Accra.", [None]),
]


@pytest.mark.parametrize(("text", "expected"), DATED)
def test_facts_of_one_incident_share_its_time(pipeline: Pipeline, text: str, expected: list[object]) -> None:
    doc = pipeline.annotate(text, published=DAY)
    assert [claim.time and (claim.time.first, claim.time.last) for claim in doc._.claims] == expected


def test_words_of_a_quantity_name_no_place(pipeline: Pipeline) -> None:
    doc = pipeline.annotate("Up to 18,000 people fled from Homs.", published=DAY)
    assert [span.text for span in doc.spans[PLACES]] == ["Homs"]


DATELINES = [
    (
        "DHAKA, May 5 (Meridian) - Floods in the Bangladeshi districts of Sylhet and Sunamganj have killed 28 people since Wednesday.",
        {"Sylhet", "Sunamganj"},
    ),
    ("NAIROBI, May 5 (Reuters) - Floods killed 12 people in Garissa on Sunday.", {"Garissa"}),
]


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_the_place_of_the_report_is_not_that_of_the_fact(pipeline: Pipeline, text: str, expected: set[str]) -> None:
    assert places_of(pipeline, text)[0] == expected


def test_the_agency_of_a_dateline_is_no_town(pipeline: Pipeline) -> None:
    doc = pipeline.annotate("BEIRA, Mozambique, May 5 (Meridian) - A storm hit the coast on Sunday.", published=DAY)
    assert [span.text for span in doc.spans[PLACES]] == ["BEIRA", "Mozambique"]
