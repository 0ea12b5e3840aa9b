"""Claims of one text matched with claims of another."""

from datetime import date
from decimal import Decimal

import pytest

from collation.figures import Figure, match_figures


def figure(
    quantity: str,
    evidence: str,
    *,
    value: tuple[int | None, int | None] | int,
    group: str | None = "people",
    event: str = "death",
    unit: str = "person",
    places: tuple[str, ...] = (),
    modality: str = "actual",
    day: date | None = None,
) -> Figure:
    low, high = value if isinstance(value, tuple) else (value, value)
    return Figure(
        claim_key=f"{quantity}/{evidence[:20]}",
        quantity=quantity,
        start=len(evidence),
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        unit=unit,
        group=group,
        event=event,
        modality=modality,
        places=places,
        first=day,
        last=day,
        evidence=evidence,
    )


def summary(before: list[Figure], after: list[Figure]) -> dict[str, list]:
    found = match_figures(before, after)
    return {
        "same": [second.quantity for _, second in found.same],
        "changed": [(first.quantity, second.quantity) for first, second in found.changed],
        "removed": [first.quantity for first in found.removed],
        "added": [second.quantity for second in found.added],
    }


BUS = "12 people were killed when a bus fell into the river Teal on Monday."


def test_a_raised_toll_is_a_change():
    before = [figure("12", BUS, value=12)]
    after = [figure("15", BUS.replace("12", "15"), value=15)]
    assert summary(before, after) == {"same": [], "changed": [("12", "15")], "removed": [], "added": []}


def test_a_raised_toll_in_a_new_sentence_is_a_change_where_the_place_is_the_same():
    before = [figure("12", BUS, value=12, places=("Teal",))]
    after = [figure("15", "The death toll of the crash at Teal has risen to 15 people.", value=15, places=("Teal",))]
    assert summary(before, after)["changed"] == [("12", "15")]


@pytest.mark.parametrize(
    ("group", "other"),
    [("families", "displaced families"), (None, None), ("Afghan refugees", "refugees")],
)
def test_a_group_said_at_more_length_is_the_same_group(group, other):
    before = figure("3,000", "Floods displaced 3,000 families in Sindh.", value=3000, group=group, places=("Sindh",))
    after = figure(
        "4,200", "The agency raised the toll of the floods to 4,200.", value=4200, group=other, places=("Sindh",)
    )
    assert summary([before], [after])["changed"] == [("3,000", "4,200")]


@pytest.mark.parametrize(("group", "event"), [("families", "death"), ("houses", "death"), ("people", "other")])
def test_another_group_or_no_event_in_the_same_place_is_no_change(group, event):
    before = figure("3,000", "Floods displaced people in Sindh.", value=3000, event=event, places=("Sindh",))
    after = figure(
        "4,200", "The agency raised the toll to 4,200.", value=4200, group=group, event=event, places=("Sindh",)
    )
    assert summary([before], [after])["changed"] == []


def test_another_flood_is_no_change():
    before = [figure("5", "Five people died in a flood in Alder in 2019.", value=5, places=("Alder",))]
    after = [figure("30", "An earthquake killed 30 people in Norr ten years ago.", value=30, places=("Norr",))]
    assert summary(before, after) == {"same": [], "changed": [], "removed": ["5"], "added": ["30"]}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (date(2024, 3, 4), date(2024, 3, 5), [("40", "11")]),
        (date(2024, 3, 4), None, [("40", "11")]),
        (date(2019, 3, 4), date(2024, 3, 5), []),
    ],
)
def test_another_time_is_another_fact(before, after, expected):
    text = "An attack killed {} people in Norr."
    first = figure("40", text.format(40), value=40, places=("Norr",), day=before)
    second = figure("11", text.format(11), value=11, places=("Norr",), day=after)
    assert summary([first], [second])["changed"] == expected


def test_the_same_value_in_other_words_is_the_same():
    before = [figure("twelve", "Twelve people were killed when a bus fell into the river Teal.", value=12)]
    assert summary(before, [figure("12", BUS, value=12)])["same"] == ["12"]


def test_a_new_bound_is_a_change():
    after = figure("at least 12", "At least " + BUS, value=(12, None))
    assert summary([figure("12", BUS, value=12)], [after])["changed"] == [("12", "at least 12")]


def test_each_figure_of_a_sentence_finds_its_own():
    text = "12 people were killed and {} were injured when a bus fell into the river."
    before = [
        figure("12", text.format(30), value=12),
        figure("30", text.format(30), value=30, event="injury", group=None),
    ]
    after = [
        figure("12", text.format(34), value=12),
        figure("34", text.format(34), value=34, event="injury", group=None),
    ]
    assert summary(before, after) == {"same": ["12"], "changed": [("30", "34")], "removed": [], "added": []}


@pytest.mark.parametrize(
    "other",
    [
        figure("15", BUS.replace("12 people", "15 houses"), value=15, unit="building", group="houses"),
        figure("15", BUS.replace("12", "15"), value=15, modality="hypothetical"),
    ],
)
def test_other_things_are_never_matched(other):
    assert summary([figure("12", BUS, value=12)], [other])["changed"] == []


def test_of_two_that_fit_the_one_with_the_value_is_taken():
    text = "Shelling killed {} people in the village of Aske on {}."
    before = [figure("4", text.format(4, "Monday"), value=4), figure("9", text.format(9, "Tuesday"), value=9)]
    after = [figure("9", text.format(9, "Tuesday"), value=9), figure("6", text.format(6, "Monday"), value=6)]
    assert summary(before, after) == {"same": ["9"], "changed": [("4", "6")], "removed": [], "added": []}


def test_the_direction_does_not_matter():
    first = [figure("12", BUS, value=12), figure("40", "40 people sleep in a school.", value=40, event="displacement")]
    second = [figure("15", BUS.replace("12", "15"), value=15)]
    there, back = match_figures(first, second), match_figures(second, first)
    assert [(a.quantity, b.quantity) for a, b in there.changed] == [(b.quantity, a.quantity) for a, b in back.changed]
    assert [f.quantity for f in there.removed] == [f.quantity for f in back.added] == ["40"]
