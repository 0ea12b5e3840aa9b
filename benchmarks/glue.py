"""tallywire beside the stack that a user would glue together: `python -m benchmarks.glue [SET...]`, or `make bench-glue`.

Makes an environment for the stack in the user's cache (once), runs both on the same gold documents in one process each,
scores both by the same measures, prints quality and words a processor second side by side, and appends a row a set to
glue.jsonl.
Needs ../shared and a package index.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import venv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from benchmarks.gold import GOLD, WATCHED
from extraction.contract import parse_document, render_extraction
from extraction.pipeline import Pipeline, load_pipeline
from gazetteer.build import ensure_gazetteer
from tallywire.scoring.gold import GoldSet, layer_of, read_gold, read_predictions
from tallywire.scoring.layers import score_predictions

ROOT: Final = Path(__file__).parent.parent
STACK: Final = Path(__file__).parent / "glue_stack"
HISTORY: Final = Path(__file__).parent / "glue.jsonl"
# What the stack can give at all, and of a layer the figures that mean something for it.
COMPARED: Final[dict[str, tuple[str, ...]]] = {
    "claims.jsonl": ("quantity P", "quantity R", "quantity F1", "value accuracy on matches"),
    "displacement-idetect.jsonl": ("value recall", "country recall (of those labelled)"),
    "displacement-idmc.jsonl": ("value recall", "country recall (of those labelled)"),
    "places-geovirus.jsonl": ("detection F1", "acc@161 on matched", "end-to-end acc@161"),
    "places-lgl.jsonl": ("detection F1", "acc@161 on matched", "end-to-end acc@161"),
    "attributions-wikinews.jsonl": (
        "source overlap F1",
        "all overlap F1",
        "all exact F1",
        "speaker accuracy on matches",
    ),
    "attributions-polnear.jsonl": ("source overlap F1", "all overlap F1", "all exact F1"),
    "times-aquaint.jsonl": ("strict F1", "relaxed F1", "value F1"),
}


def make_environment() -> Path:
    """Return the interpreter of the stack's environment; make it when it is not there or its requirements changed."""
    requirements = STACK / "requirements.txt"
    version = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = user_cache_path("tallywire") / f"glue-stack-{version}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print(f"making an environment for the stack in {folder}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
        (folder / "ready").touch()
    return python


def run_stack(python: Path, gold: GoldSet, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the stack found, and its words and processor seconds by part."""
    found = folder / gold.path.name
    done = subprocess.run(
        [python, STACK / "stack.py", gold.layer, gold.path, found],
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return read_predictions(found), json.loads(done.stdout.splitlines()[-1])


def run_pipeline(pipeline: Pipeline, gold: GoldSet) -> tuple[dict[str, Any], float]:
    """Return what tallywire found, and its processor seconds; every layer is found at once, whichever is scored."""
    found = {}
    started = time.process_time()
    for each in gold.documents:
        document = parse_document(each.line, number=each.number)
        extraction = pipeline.extract(document.text, published=document.published, title=document.title)
        found[document.doc] = render_extraction(document.doc, extraction)
    return found, time.process_time() - started


def compare(name: str, python: Path, pipeline: Pipeline, folder: Path) -> dict[str, Any]:
    """Return the figures of both on one gold set, and print them."""
    layer = layer_of(Path(name))
    assert layer is not None  # COMPARED names files after their layers
    gold = read_gold(layer, GOLD / name)
    theirs, cost = run_stack(python, gold, folder)
    ours, seconds = run_pipeline(pipeline, gold)
    scores = {"stack": score_predictions(gold, theirs).rounded(), "tallywire": score_predictions(gold, ours).rounded()}
    row: dict[str, Any] = {who: {key: score[key] for key in COMPARED[name]} for who, score in scores.items()}
    row["stack"] |= {"words/s": round(cost["words"] / sum(cost["seconds"].values())), "seconds": cost["seconds"]}
    row["tallywire"] |= {"words/s": round(cost["words"] / seconds)}
    print(f"\n{name}")
    for key in (*COMPARED[name], "words/s"):
        print(f"  {key:36} {row['stack'][key]:>10} {row['tallywire'][key]:>10}", flush=True)
    return row


def main() -> int:
    """Compare on every set, or those named; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help="files of the gold folder [all]")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.sets if name not in WATCHED]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(WATCHED)}")
    if not GOLD.is_dir():
        print(f"the gold sets are not here: {GOLD}", file=sys.stderr)
        return 1
    python = make_environment()
    pipeline = load_pipeline(gazetteer_path=ensure_gazetteer())
    pipeline.extract("Five people were killed in Kabul on Monday, police said.")  # whatever is loaded at first use
    print(f"{'':38} {'stack':>10} {'tallywire':>10}")
    with tempfile.TemporaryDirectory() as scratch:
        for name in arguments.sets or COMPARED:
            row = {"at": datetime.now(UTC).date().isoformat(), "set": name}
            row |= compare(name, python, pipeline, Path(scratch))
            with HISTORY.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(row, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
