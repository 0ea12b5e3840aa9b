import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.agreement import find_agreement, find_most_alike

A = ["The river rose on Monday and 300 people left.", "They went to the hills above the town of Alder."]
B = ["A storm is due at the weekend, said the harbour master.", "Boats stay in port."]


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (A, A, 1.0, 1.0),
        (A, B, 0.0, 0.0),
        (A, [], 0.0, 0.0),
        ([], [], 0.0, 0.0),
        (A, A + B, 0.6, 0.8),
        # One paragraph that two voices cut differently is nearly the same text.
        (A, [" ".join(A)], 0.8, 1.0),
        (
            ["The river rose on Monday and 300 people left."],
            ["The river rose on Monday and 400 people left."],
            0.1,
            0.5,
        ),
        # Scripts without spaces are compared by their letters.
        (["洪水で三百人が避難した。"], ["洪水で四百人が避難した。"], 0.3, 0.8),
    ],
)
def test_agreement(first: list[str], second: list[str], low: float, high: float) -> None:
    assert low <= find_agreement(first, second) <= high
    assert find_agreement(first, second) == pytest.approx(find_agreement(second, first))


@given(st.lists(st.text(max_size=30), max_size=6), st.lists(st.text(max_size=30), max_size=6))
def test_agreement_is_a_share(first: list[str], second: list[str]) -> None:
    assert 0.0 <= find_agreement(first, second) <= 1.0


def test_the_voice_that_is_alone_loses() -> None:
    assert find_most_alike({"one": B, "two": A, "three": A}) == ("two", 0.5)
    assert find_most_alike({"one": A, "two": [*A, B[1]], "three": [*A, *B]})[0] == "two"
    with pytest.raises(ValueError, match="nobody"):
        find_most_alike({"one": A})
