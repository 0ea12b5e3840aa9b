"""Quality on the development gold sets: `python -m benchmarks.quality [--label TEXT] [--keep DIR] [SET...]`.

Extracts and scores the gold sets of ../shared as `tallywire evaluate` does, prints the watched figures, and appends a row
to benchmarks/quality.jsonl, so that the history of every figure stays visible.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.gold import GOLD, WATCHED, evaluate_gold

HISTORY = Path(__file__).parent / "quality.jsonl"


def main() -> int:
    """Score the sets, print and keep their figures; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help="files of the gold folder [all]")
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    parser.add_argument("--keep", type=Path, help="folder to keep the predictions in")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.sets if name not in WATCHED]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(WATCHED)}")
    if not GOLD.is_dir():
        print(f"the gold sets are not here: {GOLD}", file=sys.stderr)
        return 1
    figures: dict[str, dict[str, Any]] = {}
    for evaluation in evaluate_gold(tuple(arguments.sets)):
        name, row = evaluation.gold.path.name, evaluation.score.rounded()
        figures[name] = row | {"seconds": round(evaluation.seconds, 1)}
        print(f"{name:28} " + "  ".join(f"{key} {row[key]:.3f}" for key in WATCHED[name]), flush=True)
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            lines = (json.dumps(found) + "\n" for found in evaluation.predictions.values())
            (arguments.keep / name).write_text("".join(lines), encoding="utf-8")
    record = {"at": datetime.now(UTC).date().isoformat(), "label": arguments.label, "figures": figures}
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
