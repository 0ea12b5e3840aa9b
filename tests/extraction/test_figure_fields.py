"""Modality, group, time and total of figures, whole sentences on the shipped model."""

from datetime import date

import pytest

MODALITIES = {
    "could": ("If the dam fails, up to 80,000 people could be displaced.", "hypothetical"),
    "plans to": ("The government plans to relocate 3,000 families next year.", "future"),
    "a purpose under will": ("The bank will lend money to rebuild 12,000 homes.", "future"),
    "did not": ("The authorities did not evacuate the 250 residents of the hamlet.", "negated"),
    "not one": ("Not a single child was hurt.", "negated"),
    "denied that": ("The ministry denied that 200 soldiers had been killed.", "negated"),
    "rejected reports that": ("Officials rejected reports that 40 civilians died in the strike.", "negated"),
    "failed to": ("The talks failed to free the 21 hostages.", "negated"),
    "happened": ("Police freed the 21 hostages.", "actual"),
}


@pytest.mark.parametrize("name", MODALITIES)
def test_modality(pipeline, name):
    text, expected = MODALITIES[name]
    (claim,) = pipeline.extract(text).claims
    assert claim.modality.value == expected


GROUPS = {
    "what a sum is of": ("The project was finished at a cost of $26 million.", "cost"),
    "what a sum is in": ("The firm lost $65 million in revenue.", "revenue"),
    "what is worth it": ("Medicines worth $17 million were sent.", "Medicines"),
    "what changed": ("Exports fell by 12 per cent.", "Exports"),
    "what a total is of": ("The total number of confirmed cases rose to 58.", "confirmed cases"),
    "a label's noun": ("Completely destroyed housing: 146", "Completely destroyed housing"),
    "nobody is named": ("The blast killed nine.", None),
    "a people": ("Officials said an additional 100,000 Sudanese could flee.", "Sudanese"),
    "a crowd that is put at it": ("Police put the crowd at 10,000.", "crowd"),
    "not what took the toll": ("The toll from the landslide has risen to 156.", None),
}


@pytest.mark.parametrize("name", GROUPS)
def test_what_is_counted(pipeline, name):
    text, expected = GROUPS[name]
    (claim,) = pipeline.extract(text).claims
    assert (claim.group.text if claim.group else None) == expected


PARTS = {
    "of whom": "The floods hit 45,000 people, of whom 12,000 are displaced.",
    "including": "The demolition displaced 132 people, including 67 children.",
    "of the": "Of the 12,400 people displaced, 4,300 are children.",
    "bracket": "Damaged houses 91,808 (out of which 25% fully damaged)",
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_names_its_total(pipeline, name):
    total, part = pipeline.extract(PARTS[name]).claims
    assert total.part_of is None
    assert part.part_of is not None
    assert part.part_of.start == total.quantity.start


TIMES = {
    "since when it was not surpassed": ("Officials counted 77 deaths, the highest figure since March.", None),
    "when the other number held": ("Some 5.8 million people are hungry, up from 4.9 million a year earlier.", None),
    "as many as then": ("Medics treated 1,700 people, twice as many as last year.", None),
    "the day of telling": ("Fewer than 50 families have stayed behind, mayor Ana Ruiz said on Thursday.", None),
    "the day of telling after its place": (
        "Some 40 villages lack water, Ana Ruiz of UNICEF said in Abuja on Tuesday.",
        None,
    ),
    "the day of telling before the fact": ("Mayor Ana Ruiz said on Thursday that 50 families had fled.", None),
    "not the day of the report": (
        "MARUNA, May 12 (Agency) - Some 61 people have died, the ministry said on Sunday.",
        None,
    ),
    "a day of both": ("On Thursday the ministry reported 40 deaths.", "Thursday"),
    "when it happened": ("Some 40 people were killed on Thursday, the ministry said.", "Thursday"),
}


@pytest.mark.parametrize("name", TIMES)
def test_when_it_happened(pipeline, name):
    text, expected = TIMES[name]
    claim = pipeline.extract(text, published=date(2024, 5, 14)).claims[0]
    assert (claim.time.text if claim.time else None) == expected


def test_a_total_goes_on_from_the_people_and_not_from_their_boats(pipeline):
    text = "Some 1,832 migrants crossed the Channel in 34 boats last week, bringing the total for the year to 9,037."
    *_, total = pipeline.extract(text).claims
    assert (total.quantity.text, total.event.value, total.group.text) == ("9,037", "displacement", "migrants")
