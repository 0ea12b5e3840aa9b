"""Measure a pipeline on every held-out set, its speed, size and memory; print the figures and keep them as JSON.

`python -m training.evaluate` measures the shipped pipeline; it needs the corpora but no PyTorch.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language

import extraction.components.encoder
import extraction.components.tokenizer  # noqa: F401 -- registers what the pipeline's configuration names
from extraction.language import MODEL
from training.entities import read_entity_mix
from training.scoring import PLACES, PLACES_AND_BUILDINGS, score_entities, score_treebank

# The development data lies beside the repository.
SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = (SHARED / "gold" / "claims.jsonl",)

TREEBANKS = {"ewt": "en_ewt-test", "gum_news_interview": "en_gum-newsinterview-test"}
LABELS = ("PERSON", "ORG", "PLACE", "NORP")


def measure_quality(nlp: Language, corpora: Path, gold: list[Path]) -> dict[str, dict[str, float]]:
    """Return the figures of each held-out set by its name."""
    figures = {name: score_treebank(nlp, corpora / "ud" / f"{file}.conllu.gz") for name, file in TREEBANKS.items()}
    _, held_out = read_entity_mix(corpora, gold)
    figures["wikinews"] = score_entities(nlp, held_out["wikinews"], (*LABELS, "FAC"), PLACES)
    figures["uner_ewt"] = score_entities(nlp, held_out["uner_ewt"], ("PERSON", "ORG", "PLACE"), PLACES_AND_BUILDINGS)
    figures["crossner_politics"] = score_entities(nlp, held_out["crossner_politics"], (*LABELS, "FAC"), PLACES)
    figures["gmb"] = score_entities(nlp, held_out["gmb"], LABELS, PLACES)
    return figures


def measure_speed(nlp: Language, articles: Path) -> dict[str, float]:
    """Return words a second of the pipeline, and of spaCy's blank tokenizer with sentencizer in the same run.

    Words are tokens that are not white space; `articles` is JSON lines with "text".
    """
    texts = [json.loads(line)["text"] for line in articles.read_text(encoding="utf-8").splitlines()]
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    words = sum(not token.is_space for text in texts for token in blank.make_doc(text))
    speeds: dict[str, float] = {}
    for name, pipeline in (("pipeline", nlp), ("tokenizer_sentencizer", blank)):
        pipeline(texts[0])
        began = time.process_time()
        for text in texts:
            pipeline(text)
        speeds[f"{name}_words_per_second"] = round(words / (time.process_time() - began))
    ratio = speeds["pipeline_words_per_second"] / speeds["tokenizer_sentencizer_words_per_second"]
    return speeds | {"share_of_tokenizer": round(ratio, 4)}


LOADING = """
import sys, time
from pathlib import Path
began = time.process_time()
from extraction.language import load_language
imported = time.process_time()
nlp = load_language()
loaded = time.process_time()
text = sys.stdin.read()
nlp(text)
# Not getrusage: Linux begins its peak with the memory of the process that started this one.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(imported - began, loaded - imported, int(peak.split()[1]) / 1024)
"""


def measure_worker(articles: Path) -> dict[str, float]:
    """Return seconds of processor time to import and to load, and the peak memory in MB, of a fresh process.

    It reads some articles of `articles` before its memory is taken. Needs Linux's /proc.
    """
    texts = [json.loads(line)["text"] for line in articles.read_text(encoding="utf-8").splitlines()[:50]]
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", LOADING], input="\n\n".join(texts), capture_output=True, text=True, check=True
    )
    imported, loaded, memory = (float(value) for value in done.stdout.split())
    return {"import_seconds": round(imported, 2), "load_seconds": round(loaded, 2), "memory_mb": round(memory)}


def measure_size(model: Path) -> float:
    """Return the size of a pipeline's files in MB."""
    return round(sum(path.stat().st_size for path in model.rglob("*") if path.is_file()) / 1e6, 1)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora", help="folder with ud/ and ner/")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--gold", type=Path, nargs="*", default=GOLD, help="JSON lines whose texts do not train")
    parser.add_argument(
        "--articles",
        type=Path,
        default=SHARED / "articles" / "wikinews.jsonl",
        help="JSON lines with texts, to measure speed and memory",
    )
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("metrics.json"))
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    figures: dict[str, object] = {"model": nlp.meta["name"], "version": nlp.meta["version"]}
    figures |= measure_quality(nlp, arguments.corpora, list(arguments.gold))
    figures["size_mb"] = measure_size(arguments.model)
    figures["speed"] = measure_speed(nlp, arguments.articles)
    figures["worker"] = measure_worker(arguments.articles)
    text = json.dumps(figures, indent=1)
    print(text)
    arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
