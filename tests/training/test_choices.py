"""The fit of log-linear choices finds what separates right options from wrong ones."""

import pytest

from training.choices import Example, fit


def test_a_feature_of_right_options_gains_and_one_of_wrong_options_loses() -> None:
    examples = [Example([["good", "common"], ["bad", "common"]], [True, False]) for _ in range(10)]
    weights = fit(examples, ridge=0.1)
    assert weights["good"] > 1
    assert weights["bad"] < -1
    assert weights["common"] == pytest.approx(0.0, abs=1e-6)


def test_the_ridge_holds_weights_down() -> None:
    examples = [Example([["good"], ["bad"]], [True, False]) for _ in range(10)]
    assert fit(examples, ridge=10.0)["good"] < fit(examples, ridge=0.1)["good"]


def test_several_options_may_be_right() -> None:
    examples = [Example([["first"], ["second"], ["third"]], [True, True, False]) for _ in range(10)]
    weights = fit(examples, ridge=0.1)
    assert min(weights["first"], weights["second"]) > weights["third"]


@pytest.mark.parametrize("right", [[True, True], [False, False]])
def test_decisions_that_cannot_be_wrong_or_right_teach_nothing(right: list[bool]) -> None:
    assert fit([Example([["a"], ["b"]], right)] * 10, ridge=1.0) == {}


def test_rare_features_get_no_weight() -> None:
    examples = [Example([["good"], ["bad"]], [True, False]) for _ in range(10)]
    assert "odd" not in fit([*examples, Example([["odd"], ["bad"]], [True, False])], ridge=1.0)
