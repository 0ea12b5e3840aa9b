"""Speed and memory of the extraction: `python -m benchmarks.speed [--label TEXT] [--only PART]`, or `make bench-speed`.

Four parts, each printed and kept in speed.jsonl with the load of the machine:

- shares: words a processor second of the whole pipeline and of the bare language model, on the same texts in turns;
- length: processor seconds and peak memory for one article of 12,500 to 200,000 characters;
- hostile: the same for texts that nobody writes (benchmarks/hostile_text.py);
- workers: wall time, processor time and peak memory of `tallywire extract` with one and with two workers, in turns.

Processor seconds hardly depend on what else runs; wall times do, so read them with the load. Needs ../shared for its articles.
"""

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.gold import GOLD
from benchmarks.hostile_text import HOSTILE
from extraction.language import load_language
from extraction.pipeline import load_pipeline
from gazetteer.build import ensure_gazetteer

ARTICLES: Final = GOLD.parent / "articles" / "wikinews.jsonl"
HISTORY: Final = Path(__file__).parent / "speed.jsonl"
LENGTHS: Final = (12_500, 25_000, 50_000, 100_000, 200_000)  # characters
DAY: Final = date(2024, 1, 1)
WARM_UP: Final = "Five people were killed in Kabul on Monday, police said."
ROUNDS: Final = 5


def read_articles() -> list[dict[str, Any]]:
    """Return the articles that everything is measured on."""
    return [json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").split("\n") if line.strip()]


def count_words(text: str) -> int:
    """Return the number of words between white space."""
    return len(text.split())


def measure_shares() -> dict[str, Any]:
    """Return words a processor second of the bare model and of the whole pipeline, and the median of their ratios."""
    texts = [article["text"] for article in read_articles()[:60]]
    words = sum(count_words(text) for text in texts)
    bare, pipeline = load_language(), load_pipeline(gazetteer_path=ensure_gazetteer())
    readers: dict[str, Callable[[str], object]] = {
        "bare": bare,
        "whole": lambda text: pipeline.extract(text, published=DAY),
    }
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for reader in readers.values():
        reader(WARM_UP)
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            started = time.process_time()
            for text in texts:
                reader(text)
            seconds[name].append(time.process_time() - started)
    ratios = [one / other for one, other in zip(seconds["bare"], seconds["whole"], strict=True)]
    return {
        "words": words,
        "bare words/s": round(words / statistics.median(seconds["bare"])),
        "whole words/s": round(words / statistics.median(seconds["whole"])),
        "whole / bare": round(statistics.median(ratios), 3),
    }


def measure_text(text: str) -> dict[str, float]:
    """Return processor seconds and peak megabytes of this process for one text. Runs in a process of its own."""
    pipeline = load_pipeline(gazetteer_path=ensure_gazetteer())
    pipeline.extract(WARM_UP, published=DAY)
    started = time.process_time()
    pipeline.extract(text, published=DAY)
    seconds = time.process_time() - started
    return {"seconds": round(seconds, 2), "MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def measure_texts(texts: dict[str, str]) -> dict[str, Any]:
    """Return seconds, megabytes, characters and words of each text, one fresh process a text."""
    rows: dict[str, Any] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context, max_tasks_per_child=1) as pool:
        for name, text in texts.items():
            row = pool.submit(measure_text, text).result() | {"characters": len(text), "words": count_words(text)}
            rows[name] = row
            print(f"  {name:32} {row['seconds']:7.2f} s {row['MB']:5.0f} MB {row['words']:7} words", flush=True)
    return rows


def measure_length() -> dict[str, Any]:
    """Return what articles of growing length cost; `growth` is the cost of a word in the longest to that in the shortest."""
    whole = "\n\n".join(article["text"] for article in read_articles())
    rows = measure_texts({f"{length:,} characters": whole[:length] for length in LENGTHS})
    costs = [row["seconds"] / row["words"] for row in rows.values()]
    return rows | {"growth": round(costs[-1] / costs[0], 2)}


def measure_hostile() -> dict[str, Any]:
    """Return what hostile texts cost."""
    return measure_texts(HOSTILE)


def measure_workers() -> dict[str, Any]:
    """Return wall and processor seconds and peak memory of `tallywire extract` with one and two workers, in turns.

    `whole` compares the best wall times of all articles, with the start of the processes; `throughput` those of the articles
    beyond the first third, which the start does not touch.
    """
    articles = ARTICLES.read_bytes().splitlines(keepends=True)
    sizes = {"third": len(articles) // 3, "all": len(articles)}
    runs: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for size, count in sizes.items():
            project = Path(scratch) / size
            project.mkdir()
            (project / "articles.jsonl").write_bytes(b"".join(articles[:count]))
            _tallywire(project, "add", "--archive-only", "articles.jsonl")
            _tallywire(project, "parse")
        for _ in range(2):
            for size in sizes:
                for workers in (1, 2):
                    copy = Path(scratch) / "round"
                    shutil.copytree(Path(scratch) / size, copy)
                    (copy / "tallywire.toml").write_text(f"[extract]\nworkers = {workers}\n")
                    done = _tallywire(copy, "extract")
                    shutil.rmtree(copy)
                    runs.setdefault(f"{size}, {workers} workers", []).append(done)
                    print(f"  {size}, {workers} workers: {done}", flush=True)
    best = {name: min(run["wall"] for run in done) for name, done in runs.items()}
    beyond = [best[f"all, {workers} workers"] - best[f"third, {workers} workers"] for workers in (1, 2)]
    return {
        "runs": runs,
        "articles": len(articles),
        "whole": round(best["all, 1 workers"] / best["all, 2 workers"], 2),
        "throughput": round(beyond[0] / beyond[1], 2),
    }


def _tallywire(folder: Path, *arguments: str | Path) -> dict[str, float]:
    """Run a command in a project; return wall and processor seconds, and the peak memory of its largest process."""
    command = [sys.executable, "-m", "tallywire", *map(str, arguments), "-q"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {
        "wall": round(time.perf_counter() - started, 1),
        "processor": round(usage.ru_utime + usage.ru_stime, 1),
        "MB": round(usage.ru_maxrss / 1024),
    }


PARTS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "shares": measure_shares,
    "length": measure_length,
    "hostile": measure_hostile,
    "workers": measure_workers,
}


def main() -> int:
    """Measure every part, or one; print and keep what was found; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    arguments = parser.parse_args()
    if not ARTICLES.is_file():
        print(f"the articles are not here: {ARTICLES}", file=sys.stderr)
        return 1
    record: dict[str, Any] = {"at": datetime.now(UTC).date().isoformat(), "label": arguments.label}
    for name in [arguments.only] if arguments.only else list(PARTS):
        print(name, flush=True)
        record[name] = PARTS[name]() | {"load": round(os.getloadavg()[0], 1)}
        print(f"  {json.dumps({key: value for key, value in record[name].items() if not isinstance(value, dict)})}")
    with HISTORY.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(record, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
