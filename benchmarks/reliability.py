"""Whether a claim's stated confidence can be believed: `python -m benchmarks.reliability`.

Draws reliability.svg from the annotated claims of ../shared/gold: each claim's confidence by weights fitted on the other
articles (ten folds by article), against how often claims of such a confidence were right in value, unit and event. Prints the
table, the Brier score and the expected calibration error.
"""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.gold import GOLD
from training.claim_confidence import cross_validate, read_rows

PICTURE: Final = Path(__file__).parent / "reliability.svg"
FOLDS: Final = 10
BINS: Final = 10
NORMAL_95: Final = 1.96  # standard deviations of the normal distribution on each side of 95 % of it

# The drawing, in pixels: the square in which 0 to 1 is drawn on both axes, and the room for the numbers of claims below.
SIDE: Final = 320
LEFT: Final = 64
TOP: Final = 40
COUNTS_TOP: Final = TOP + SIDE + 56
COUNTS_HEIGHT: Final = 64
WIDTH: Final = LEFT + SIDE + 24
HEIGHT: Final = COUNTS_TOP + COUNTS_HEIGHT + 24

Pairs = Sequence[tuple[float, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Claims of like confidence: how many, what they state on average, how many were right, and its 95 % interval."""

    count: int
    stated: float
    right: float
    low: float
    high: float


def build_bins(pairs: Pairs) -> list[Bin]:
    """Return the non-empty tenths of confidence, from low to high; the interval is Wilson's."""
    bins = []
    for number in range(BINS):
        inside = [pair for pair in pairs if min(int(pair[0] * BINS), BINS - 1) == number]
        if inside:
            count = len(inside)
            right = sum(is_right for _, is_right in inside) / count
            low, high = wilson_interval(right, count)
            stated = sum(confidence for confidence, _ in inside) / count
            bins.append(Bin(count=count, stated=stated, right=right, low=low, high=high))
    return bins


def wilson_interval(part: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of `count` trials (Wilson 1927), which stays within 0 and 1."""
    square = NORMAL_95**2 / count
    middle = (part + square / 2) / (1 + square)
    spread = NORMAL_95 * math.sqrt(part * (1 - part) / count + square / (4 * count)) / (1 + square)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def brier_score(pairs: Pairs) -> float:
    """Return the mean square of confidence minus outcome; 0 is best."""
    return sum((confidence - is_right) ** 2 for confidence, is_right in pairs) / len(pairs)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of stated and true share over the bins, weighted by their claims."""
    return sum(one.count * abs(one.stated - one.right) for one in bins) / sum(one.count for one in bins)


def render_diagram(bins: Sequence[Bin], *, note: str) -> str:
    """Return the reliability diagram as SVG: right share by stated confidence above, numbers of claims below."""
    most = max(one.count for one in bins)
    marks = [_axes(), f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>']
    for one in bins:
        x = _x(one.stated)
        tall = COUNTS_HEIGHT * one.count / most
        marks += [
            f'<line class="interval" x1="{x}" y1="{_y(one.low)}" x2="{x}" y2="{_y(one.high)}"/>',
            f'<circle class="point" cx="{x}" cy="{_y(one.right)}" r="5"/>',
            f'<rect class="count" x="{x - 8:.1f}" y="{COUNTS_TOP + COUNTS_HEIGHT - tall:.1f}" width="16" height="{tall:.1f}"/>',
            f'<text class="small" x="{x}" y="{COUNTS_TOP + COUNTS_HEIGHT + 14}" text-anchor="middle">{one.count}</text>',
        ]
    path = " ".join(f"{_x(one.stated)},{_y(one.right)}" for one in bins)
    marks.insert(2, f'<polyline class="curve" points="{path}"/>')
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            f"<title>Reliability of the confidence of claims. {note}</title>",
            _STYLE,
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text x="{LEFT}" y="22">{note}</text>',
            *marks,
            "</svg>",
            "",
        )
    )


_STYLE: Final = """<style>
text { font: 12px sans-serif; fill: #222222; }
.small { font-size: 10px; }
.grid { stroke: #dddddd; }
.even { stroke: #888888; stroke-dasharray: 4 4; }
.curve { fill: none; stroke: #1f5fa8; stroke-width: 1.5; }
.interval { stroke: #1f5fa8; stroke-width: 1.5; opacity: 0.5; }
.point { fill: #1f5fa8; }
.count { fill: #b9cbe0; }
</style>"""


def _x(share: float) -> float:
    return round(LEFT + SIDE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)


def _axes() -> str:
    parts = []
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        parts += [
            f'<line class="grid" x1="{_x(0)}" y1="{_y(tick)}" x2="{_x(1)}" y2="{_y(tick)}"/>',
            f'<line class="grid" x1="{_x(tick)}" y1="{_y(0)}" x2="{_x(tick)}" y2="{_y(1)}"/>',
            f'<text class="small" x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:.1f}</text>',
            f'<text class="small" x="{_x(tick)}" y="{_y(0) + 14}" text-anchor="middle">{tick:.1f}</text>',
        ]
    middle = _y(0.5)
    parts += [
        f'<text x="{_x(0.5)}" y="{_y(0) + 32}" text-anchor="middle">stated confidence</text>',
        f'<text x="20" y="{middle}" text-anchor="middle" transform="rotate(-90 20 {middle})">share of claims that were right</text>',
        f'<text class="small" x="{LEFT - 6}" y="{COUNTS_TOP + 10}" text-anchor="end">claims</text>',
    ]
    return "\n".join(parts)


def main() -> int:
    """Draw the diagram and print its table; return the exit code."""
    gold = GOLD / "claims.jsonl"
    if not gold.is_file():
        print(f"the annotated claims are not here: {gold}", file=sys.stderr)
        return 1
    pairs = cross_validate(read_rows(gold)[0], FOLDS)
    bins = build_bins(pairs)
    print("stated  right  95 % interval  claims")
    for one in bins:
        print(f"{one.stated:6.2f} {one.right:6.2f}   {one.low:.2f} to {one.high:.2f} {one.count:7d}")
    brier, error = brier_score(pairs), calibration_error(bins)
    print(f"Brier score {brier:.3f}, expected calibration error {error:.3f}, {len(pairs)} claims")
    note = f"{len(pairs)} claims, Brier score {brier:.3f}, calibration error {error:.3f}"
    PICTURE.write_text(render_diagram(bins, note=note), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
