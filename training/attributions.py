"""Train the classifier of candidate attributions on the open corpus, and measure it by cross-validation.

    python -m training.attributions GOLD.jsonl [--write] [--folds 10]

GOLD.jsonl has one document a line: "text" and "attributions" with "source", "cue" and "content" as lists of
[start, end] in code points. A candidate frame is right when its cue and its content each overlap those of one gold
attribution. Logistic regression with an L2 penalty, fitted on all data by full-batch Adam; folds are by document.
With --write the weights go to extraction/lexicons/attribution_weights.json.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

import extraction.extensions
from extraction.attribution_frame import Frame
from extraction.attribution_model import WEIGHTS, AttributionModel, find_features
from extraction.frames import find_frames
from extraction.language import load_language
from extraction.layout import Layout
from extraction.quotes import find_quotes

L2 = 3.0  # strong: what is learnt of constructions carries over to other news, what single verbs do less
STEPS = 400
RATE = 0.05
RAREST = 2  # a feature seen less often gets no weight
SLACK = 0.01  # F1 that a lower threshold may cost
SMALLEST = 0.02  # weights below it are left out of the file


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate frame: its features, and whether the gold standard has it."""

    features: list[str]
    right: bool


def characters(spans: Iterable[Sequence[int]]) -> set[int]:
    """Return the offsets in spans of [start, end]."""
    return {offset for start, end in spans for offset in range(start, end)}


def frame_characters(doc: Doc, frame: Frame) -> tuple[set[int], set[int]]:
    """Return the offsets of a frame's cue and content."""
    cue = characters((doc[token].idx, doc[token].idx + len(doc[token])) for token in frame.cue)
    content = characters((doc[low].idx, doc[high - 1].idx + len(doc[high - 1])) for low, high in frame.content)
    return cue, content


def build_examples(doc: Doc, attributions: list[dict[str, Any]]) -> list[Example]:
    """Return an example for each candidate frame of a parsed Doc."""
    layout = Layout(doc, find_quotes(doc.text))
    gold = [(characters(item["cue"]), characters(item["content"])) for item in attributions]
    examples = []
    for frame in find_frames(layout):
        cue, content = frame_characters(doc, frame)
        right = any(cue & gold_cue and content & gold_content for gold_cue, gold_content in gold)
        examples.append(Example(find_features(frame, layout), right))
    return examples


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Fit the weights of a logistic regression by full-batch Adam; deterministic."""
    counts = Counter(name for example in examples for name in set(example.features))
    index = {name: number for number, name in enumerate(sorted(n for n, c in counts.items() if c >= RAREST))}
    rows = [np.array(sorted({index[n] for n in e.features if n in index}), dtype=np.int64) for e in examples]
    flat = np.concatenate(rows)
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    right = np.array([example.right for example in examples], dtype=np.float64)
    weights: NDArray[np.float64] = np.zeros(len(index))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.bincount(row_of, weights=weights[flat], minlength=len(rows))
        error = 1.0 / (1.0 + np.exp(-scores)) - right
        gradient = np.bincount(flat, weights=error[row_of], minlength=len(weights)) + L2 * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[number]), 3) for name, number in index.items()}


def tune(probabilities: Sequence[tuple[float, bool]], missed: int) -> tuple[float, float]:
    """Return the threshold and its F1 of frames; `missed` gold attributions have no frame.

    The lowest threshold whose F1 is within SLACK of the best: a reviewer sees what is one too many, not what is missing.
    """
    gold = sum(right for _, right in probabilities) + missed
    scores: dict[float, float] = {}
    for threshold in np.arange(0.2, 0.71, 0.02):
        taken = [right for probability, right in probabilities if probability >= threshold]
        scores[round(float(threshold), 2)] = 2 * sum(taken) / (len(taken) + gold) if taken else 0.0
    best = max(scores.values())
    return next((threshold, score) for threshold, score in scores.items() if score >= best - SLACK)


def cross_validate(documents: Sequence[list[Example]], folds: int) -> list[tuple[int, AttributionModel]]:
    """Return for each document the model that was trained without its fold."""
    order = list(range(len(documents)))
    random.Random(1).shuffle(order)
    models: dict[int, AttributionModel] = {}
    for fold in range(folds):
        held = set(order[fold::folds])
        weights = fit([example for number in order if number not in held for example in documents[number]])
        models.update(dict.fromkeys(held, AttributionModel(weights, 0.5)))
    return sorted(models.items())


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def train(
    gold: list[dict[str, Any]], parse: Callable[[str], Doc], folds: int
) -> tuple[AttributionModel, list[tuple[int, AttributionModel]]]:
    """Return the model trained on all documents with its tuned threshold, and the models of the folds by document."""
    documents = [build_examples(parse(record["text"]), record["attributions"]) for record in gold]
    models = cross_validate(documents, folds)
    scored = [
        (model.probability(example.features), example.right)
        for number, model in models
        for example in documents[number]
    ]
    total = sum(len(record["attributions"]) for record in gold)
    found = sum(example.right for examples in documents for example in examples)
    threshold, score = tune(scored, max(0, total - found))
    print(f"{len(gold)} documents, {total} attributions, {sum(map(len, documents))} candidates, {found} right")
    print(f"cross-validated F1 of cue and content at threshold {threshold}: {score:.3f}")
    weights = fit([example for examples in documents for example in examples])
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= SMALLEST}
    return AttributionModel(kept, threshold), [(n, AttributionModel(m.weights, threshold)) for n, m in models]


def save_model(model: AttributionModel, path: Path = WEIGHTS) -> None:
    """Write the weights as JSON, names in order."""
    table = {"threshold": model.threshold, "weights": dict(sorted(model.weights.items()))}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    """Train, print the figures, and write the weights where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--folds", type=int, default=10)
    options = parser.parse_args()
    extraction.extensions.register_extensions()
    nlp = load_language()
    model, _ = train(read_gold(options.gold), nlp, options.folds)
    if options.write:
        save_model(model)
        print(f"wrote {len(model.weights)} weights to {WEIGHTS}")


if __name__ == "__main__":
    main()
