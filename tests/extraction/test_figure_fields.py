"""Modality, group and total of figures, whole sentences on the shipped model."""

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
