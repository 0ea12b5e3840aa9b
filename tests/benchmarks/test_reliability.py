"""The reliability diagram of pairs whose calibration is known."""

from xml.etree import ElementTree as ET

import pytest

from benchmarks.reliability import brier_score, build_bins, calibration_error, render_diagram, wilson_interval

PAIRS = [(0.95, True)] * 19 + [(0.95, False)] + [(0.25, True)] * 5 + [(0.25, False)] * 5 + [(1.0, True)]


def test_bins_are_tenths_of_confidence():
    low, high = build_bins(PAIRS)
    assert (low.count, low.stated, low.right) == (10, 0.25, 0.5)
    assert (high.count, high.right) == (21, 20 / 21)
    assert high.stated == pytest.approx((20 * 0.95 + 1) / 21)


def test_errors():
    assert calibration_error(build_bins(PAIRS)) == pytest.approx((10 * 0.25 + 21 * 0.0) / 31, abs=0.001)
    assert brier_score([(1.0, True), (0.5, False)]) == 0.125


@pytest.mark.parametrize(
    ("part", "count", "low", "high"),
    [(0.5, 10, 0.237, 0.763), (0.0, 10, 0.0, 0.278), (1.0, 10, 0.722, 1.0), (0.9, 1000, 0.880, 0.917)],
)
def test_wilson_interval(part, count, low, high):
    assert wilson_interval(part, count) == pytest.approx((low, high), abs=0.001)


def test_the_drawing_is_whole_and_has_a_point_for_each_bin():
    bins = build_bins(PAIRS)
    root = ET.fromstring(render_diagram(bins, note="31 claims"))
    kinds = [element.attrib.get("class") for element in root.iter()]
    assert kinds.count("point") == kinds.count("count") == len(bins)
    points = [element for element in root.iter() if element.attrib.get("class") == "point"]
    assert float(points[0].attrib["cy"]) > float(points[1].attrib["cy"])  # more often right is drawn higher
