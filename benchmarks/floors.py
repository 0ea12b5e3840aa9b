"""No change may make the extraction worse unseen: `python -m benchmarks.floors [--raise] [SET...]`.

Extracts and scores the gold sets of ../shared and fails when a watched figure lies below its floor in floors.json; `make
check` runs it. `--raise` lifts each floor to just below the present figure and lowers none: to accept a loss, edit the file
by hand, so that the review of the change shows it. Where ../shared is absent there is nothing to measure, and it says so.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.gold import GOLD, WATCHED, evaluate_gold

FLOORS: Final = Path(__file__).parent / "floors.json"
# Room below a figure: one processor's arithmetic may move a score across a threshold where another's does not.
MARGIN: Final = 0.004

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A figure below its floor."""

    name: str
    measure: str
    figure: float
    floor: float

    def sentence(self) -> str:
        """Return what was lost, for people."""
        return (
            f"{self.name}: {self.measure} is {self.figure:.4f}, {self.floor - self.figure:.4f} below its floor "
            f"{self.floor:.3f}"
        )


def find_losses(floors: Figures, figures: Figures) -> Iterator[Loss]:
    """Yield every figure that lies below its floor. A set that was not measured is left out."""
    for name, measures in floors.items():
        for measure, floor in measures.items():
            if name in figures and figures[name][measure] < floor:
                yield Loss(name=name, measure=measure, figure=figures[name][measure], floor=floor)


def raise_floors(floors: Figures, figures: Figures) -> dict[str, dict[str, float]]:
    """Return the floors, each lifted to just below the present figure where that is higher; none is lowered."""
    raised = {name: dict(measures) for name, measures in floors.items()}
    for name, measures in WATCHED.items():
        for measure in measures:
            if name in figures:
                below = math.floor((figures[name][measure] - MARGIN) * 1000) / 1000
                row = raised.setdefault(name, {})
                row[measure] = max(row.get(measure, 0.0), below)
    return raised


def main() -> int:
    """Measure, then check or raise the floors; return 1 when a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help="files of the gold folder [all]")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to the present figures")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.sets if name not in WATCHED]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(WATCHED)}")
    if not GOLD.is_dir():
        print(f"floors: skipped, the gold sets are not here ({GOLD})")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    figures = {
        evaluation.gold.path.name: evaluation.score.rounded() for evaluation in evaluate_gold(tuple(arguments.sets))
    }
    if arguments.lift:
        floors = raise_floors(floors, figures)
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
        print(f"floors: lifted in {FLOORS.name}")
    losses = list(find_losses(floors, figures))
    for loss in losses:
        print(f"floors: {loss.sentence()}", file=sys.stderr)
    if losses:
        print(
            "floors: see the wrong items with `tallywire evaluate LAYER GOLD --errors 50`; a loss that is wanted is "
            "written into benchmarks/floors.json by hand",
            file=sys.stderr,
        )
        return 1
    print(f"floors: {sum(len(floors.get(name, ())) for name in figures)} figures hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
