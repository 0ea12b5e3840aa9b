"""Quality on the development gold sets: `python -m benchmarks.quality [--label TEXT]`.

Feeds every gold document through `tallywire scan --jsonl`, scores each layer by ../shared/gold/score.py, prints a table and
appends a row to benchmarks/quality.jsonl, so that the history of every figure stays visible. Needs ../shared.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
HISTORY = ROOT / "benchmarks" / "quality.jsonl"

# file, layer of score.py, figures that are shown
SETS = (
    ("claims.jsonl", "claims", ("quantity F1", "core F1", "full F1", "actors F1", "actor role accuracy")),
    (
        "claims.jsonl",
        "claims",
        ("actor organisation accuracy", "value accuracy on matches", "event accuracy on matches"),
    ),
    ("displacement-idetect.jsonl", "displacement", ("value recall", "unit recall", "event recall", "joint recall")),
    ("displacement-idmc.jsonl", "displacement", ("value recall", "unit recall", "event recall", "joint recall")),
    ("places-geovirus.jsonl", "places", ("detection F1", "acc@161 on matched", "end-to-end acc@161")),
    ("places-lgl.jsonl", "places", ("detection F1", "acc@161 on matched", "end-to-end acc@161")),
    (
        "attributions-wikinews.jsonl",
        "attributions",
        ("source overlap F1", "all overlap F1", "speaker accuracy on matches"),
    ),
    ("attributions-polnear.jsonl", "attributions", ("source overlap F1", "all overlap F1", "all exact F1")),
    ("times-aquaint.jsonl", "times", ("strict F1", "relaxed F1", "value F1")),
)


def main() -> int:
    """Score every set and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    parser.add_argument("--keep", type=Path, help="folder to keep the predictions in")
    arguments = parser.parse_args()
    if not GOLD.is_dir():
        print(f"the gold sets are not here: {GOLD}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(arguments.keep or Path(scratch))
    for name, layer, shown in SETS:
        row = figures[name]
        print(f"{name:28} {layer:12} " + "  ".join(f"{key} {row[key]:.3f}" for key in shown))
    record = {"at": datetime.now(UTC).date().isoformat(), "label": arguments.label, "figures": figures}
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, sort_keys=True) + "\n")
    return 0


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the scorer's figures for every set; predictions are written into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    figures: dict[str, dict[str, Any]] = {}
    for name, layer in dict.fromkeys((name, layer) for name, layer, _ in SETS):
        predictions = folder / name
        gold = _to_ascii(GOLD / name, folder / f"gold-{name}")
        started = time.perf_counter()
        with predictions.open("wb") as stream:
            subprocess.run([tallywire(), "scan", "-q", "--jsonl", gold], stdout=stream, check=True)
        seconds = time.perf_counter() - started
        scored = subprocess.run(
            [sys.executable, GOLD / "score.py", layer, gold, predictions, "--json"],
            capture_output=True,
            check=True,
        )
        figures[name] = json.loads(scored.stdout) | {"seconds": round(seconds, 1)}
    return figures


def _to_ascii(source: Path, target: Path) -> Path:
    """Copy a gold set with every other letter escaped: the scorer splits lines at U+0085, which one text holds."""
    lines = source.read_text(encoding="utf-8").split("\n")
    target.write_text("".join(json.dumps(json.loads(line)) + "\n" for line in lines if line.strip()), encoding="ascii")
    return target


def tallywire() -> Path:
    """Return the console script of the environment that runs this."""
    return Path(sys.executable).parent / "tallywire"


if __name__ == "__main__":
    sys.exit(main())
