"""Average the weights of several runs of one network: `python -m training.average OUTPUT --run FOLDER WEIGHT ...`.

Runs that go on from each other stay in one basin, and the mean of their weights is better than any of them on what none
was trained for (model soups: Wortsman et al. 2022).
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def average_runs(runs: Sequence[tuple[Path, float]]) -> dict[str, Tensor]:
    """Return the weighted mean of the runs' weights.

    Raises ValueError where the weights do not sum to one or the networks are not of one shape.
    """
    if abs(sum(weight for _, weight in runs) - 1.0) > 1e-6:
        raise ValueError("the weights of the runs must sum to 1")
    states = [(torch.load(run / "network.pt", weights_only=True), weight) for run, weight in runs]
    shapes = [{name: value.shape for name, value in state.items()} for state, _ in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the runs are of networks of different shapes")
    mean = {name: torch.zeros_like(value) for name, value in states[0][0].items()}
    for state, weight in states:
        for name, value in state.items():
            mean[name] += weight * value
    return mean


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--run", nargs=2, action="append", required=True, metavar=("FOLDER", "WEIGHT"))
    arguments = parser.parse_args()
    runs = [(Path(folder), float(weight)) for folder, weight in arguments.run]
    arguments.output.mkdir(parents=True, exist_ok=True)
    torch.save(average_runs(runs), arguments.output / "network.pt")
    for name in ("labels.json", "sizes.json"):
        shutil.copy(runs[0][0] / name, arguments.output / name)


if __name__ == "__main__":
    main()
