"""Train the weights of the places component and measure them by cross-validation over documents.

    python training/place_ranker.py GOLD.jsonl ... [--gazetteer INDEX] [--folds 5] [--out extraction/lexicons/place_weights.json]

GOLD files have one document a line: {"text", "places": [{"start", "end", "latitude", "longitude", ...}]}. Documents are
parsed by the shipped model. Three models are fitted one on the other: the first opinion on each toponym (logistic), the
second one that knows the first of namesakes and neighbours (logistic, on out-of-fold first opinions), and the ranker of
candidates (one hidden layer, conditional likelihood of any candidate near the gold point). Needs numpy alone.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from extraction.language import load_language
from extraction.place_classifier import WEIGHTS, compare, describe_all, probability
from extraction.place_names import group_names, peoples_of, remember_candidates
from extraction.place_ranker import (
    CONTEXT,
    LOCAL,
    ROUNDS,
    Atlas,
    Name,
    PlaceRanker,
    choose,
    local_features,
    score,
    with_none,
)
from extraction.place_spans import Toponym, find_toponyms
from gazetteer.lookup import Gazetteer

Floats = npt.NDArray[np.float64]
CLOSE_KM = 161.0
SAME_KM = 40.0
MIN_COUNT = 4  # occurrences of a feature below which it gets no weight
HIDDEN = 16
STARTS = 3


@dataclass
class Sample:
    """One document with its toponyms, their features, and what the gold says of each."""

    source: str
    group: str  # documents of one group fall into one fold
    gold: list[dict[str, Any]]
    doc: Doc
    toponyms: list[Toponym]
    features: list[list[str]]
    truth: list[int]  # number of the gold place of each toponym, -1 for none
    first: list[float] = field(default_factory=list)  # out-of-fold opinions
    second: list[float] = field(default_factory=list)


def kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*first, *second))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0176 * math.asin(min(1.0, math.sqrt(half)))


def read_samples(paths: Iterable[Path], gazetteer: Gazetteer) -> list[Sample]:
    """Parse the documents of gold files and find their toponyms."""
    nlp = load_language()
    candidates = remember_candidates(gazetteer)
    samples = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):  # not splitlines: texts hold U+0085
            if not line:
                continue
            record = json.loads(line)
            doc = nlp(record["text"])
            toponyms = find_toponyms(doc, candidates)
            gold = record["places"]
            truth = match(doc, toponyms, gold)
            samples.append(
                Sample(
                    path.stem,
                    record.get("url") or record["doc"],
                    gold,
                    doc,
                    toponyms,
                    describe_all(doc, toponyms),
                    truth,
                )
            )
    return samples


def fold_groups(samples: Sequence[Sample], count: int) -> list[int]:
    """Return the fold of each sample. A newspaper, or an article where all come from one site, is not split."""
    hosts: dict[str, set[str]] = {}
    for sample in samples:
        hosts.setdefault(sample.source, set()).add(urlsplit(sample.group).netloc)
    groups = [urlsplit(s.group).netloc if len(hosts[s.source]) > 1 else s.group for s in samples]
    names = sorted(set(groups))
    shuffled = dict(zip(names, np.random.default_rng(1).permutation(len(names)), strict=True))
    return [int(shuffled[group]) % count for group in groups]


def match(doc: Doc, toponyms: Sequence[Toponym], gold: Sequence[dict[str, Any]]) -> list[int]:
    """Pair toponyms with gold places by overlap, largest first, one to one."""
    pairs = []
    for index, toponym in enumerate(toponyms):
        start, end = doc[toponym.start].idx, doc[toponym.end - 1].idx + len(doc[toponym.end - 1])
        for number, place in enumerate(gold):
            overlap = min(end, place["end"]) - max(start, place["start"])
            if overlap > 0:
                pairs.append((overlap, index, number))
    truth, used = [-1] * len(toponyms), set()
    for _, index, number in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if truth[index] < 0 and number not in used:
            truth[index] = number
            used.add(number)
    return truth


def fit_logistic(
    rows: Sequence[Sequence[str]], labels: Sequence[bool], *, decay: float, steps: int
) -> dict[str, float]:
    """Fit a logistic model over string features with L2 decay by Adam on the whole set; returns the weights."""
    counts = Counter(feature for row in rows for feature in row)
    kept = sorted(feature for feature, count in counts.items() if count >= MIN_COUNT)
    column = {feature: number for number, feature in enumerate(kept)}
    pairs = [(number, column[feature]) for number, row in enumerate(rows) for feature in row if feature in column]
    row_of, column_of = np.asarray(pairs).T
    target = np.asarray(labels, dtype=np.float64)
    weights, mean, spread = np.zeros(len(kept)), np.zeros(len(kept)), np.zeros(len(kept))
    for step in range(1, steps + 1):
        scores = np.bincount(row_of, weights=weights[column_of], minlength=len(rows))
        error = 1 / (1 + np.exp(-scores)) - target
        gradient = np.bincount(column_of, weights=error[row_of], minlength=len(kept)) + decay * weights
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.999 * spread + 0.001 * gradient**2
        rate = 0.05 if step < steps * 0.7 else 0.01
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return {
        feature: round(float(weight), 4) for feature, weight in zip(kept, weights, strict=True) if abs(weight) >= 5e-3
    }


def classify(samples: Sequence[Sample], folds: Sequence[int], count: int, settings: argparse.Namespace) -> None:
    """Fill the out-of-fold opinions of both logistic models."""
    for fold in range(count):
        model = fit_first([s for s, f in zip(samples, folds, strict=True) if f != fold], settings)
        for sample, mine in zip(samples, folds, strict=True):
            if mine == fold:
                sample.first = [probability(model, row) for row in sample.features]
    for fold in range(count):
        model = fit_second([s for s, f in zip(samples, folds, strict=True) if f != fold], settings)
        for sample, mine in zip(samples, folds, strict=True):
            if mine == fold:
                hints = compare(sample.doc, sample.toponyms, sample.first)
                sample.second = [
                    probability(model, row + hint) for row, hint in zip(sample.features, hints, strict=True)
                ]


def fit_first(samples: Sequence[Sample], settings: argparse.Namespace) -> dict[str, float]:
    """Fit the first opinion."""
    rows = [row for sample in samples for row in sample.features]
    labels = [number >= 0 for sample in samples for number in sample.truth]
    return fit_logistic(rows, labels, decay=settings.decay, steps=settings.steps)


def fit_second(samples: Sequence[Sample], settings: argparse.Namespace) -> dict[str, float]:
    """Fit the second opinion on out-of-fold first ones."""
    rows = []
    for sample in samples:
        hints = compare(sample.doc, sample.toponyms, sample.first)
        rows += [row + hint for row, hint in zip(sample.features, hints, strict=True)]
    labels = [number >= 0 for sample in samples for number in sample.truth]
    return fit_logistic(rows, labels, decay=settings.decay, steps=settings.steps)


@dataclass
class Document:
    """The names of a document as the ranker sees them, and the right candidates of each."""

    names: list[Name]
    peoples: dict[str, float]
    right: list[Floats]  # 1.0 for each right candidate, the last for none of them; all zero where nothing is known
    local: list[Floats]


def gather(sample: Sample, threshold: float) -> tuple[Document, list[int], list[int]]:
    """Return a document's names with the numbers of its accepted toponyms and of the name of each."""
    accepted = [index for index, sure in enumerate(sample.second) if sure >= threshold]
    toponyms = [sample.toponyms[index] for index in accepted]
    names, number_of = group_names(sample.doc, toponyms, [sample.second[index] for index in accepted])
    right = [np.zeros(len(name.candidates) + 1) for name in names]
    for index, number in zip(accepted, number_of, strict=True):
        place = sample.gold[sample.truth[index]] if sample.truth[index] >= 0 else None
        if place is None or place["latitude"] is None or not names[number].candidates:
            continue
        point = (place["latitude"], place["longitude"])
        distances = np.asarray([kilometres(point, (c.latitude, c.longitude)) for c in names[number].candidates])
        limit = SAME_KM if distances.min() <= SAME_KM else CLOSE_KM
        near = np.append(distances <= limit, distances.min() > CLOSE_KM)
        right[number] = np.maximum(right[number], near.astype(float))
    document = Document(names, peoples_of(sample.doc), right, [local_features(name) for name in names])
    return document, accepted, number_of


def fit_networks(rows: list[Floats], right: list[Floats], *, seed: int, steps: int) -> list[Floats]:
    """Fit several networks from different starts and join them to one wider network that gives their mean."""
    fitted = [fit_network(rows, right, seed=seed + start, steps=steps) for start in range(STARTS)]
    weights, biases, outputs = zip(*fitted, strict=True)
    return [np.hstack(weights), np.concatenate(biases), np.concatenate(outputs) / STARTS]


def fit_network(rows: list[Floats], right: list[Floats], *, seed: int, steps: int) -> list[Floats]:
    """Fit the network so that the right candidates of each name get the probability; Adam on the whole set."""
    random = np.random.default_rng(seed)
    used = [number for number, truth in enumerate(right) if len(rows[number]) and 0 < truth.sum() < len(truth)]
    stacked = np.vstack([with_none(rows[number]) for number in used])
    sizes = np.asarray([len(rows[number]) + 1 for number in used])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(used)), sizes)
    truth = np.concatenate([right[number] for number in used])
    network = [random.normal(0, 0.3, (stacked.shape[1], HIDDEN)), np.zeros(HIDDEN), random.normal(0, 0.3, HIDDEN)]
    means, spreads = [np.zeros_like(layer) for layer in network], [np.zeros_like(layer) for layer in network]
    for step in range(1, steps + 1):
        hidden = np.tanh(stacked @ network[0] + network[1])
        scores = hidden @ network[2]
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = powers / np.add.reduceat(powers, starts)[group]
        wanted = powers * truth
        wanted /= np.add.reduceat(wanted, starts)[group] + 1e-12
        error = (share - wanted) / len(used)
        below = np.outer(error, network[2]) * (1 - hidden**2)
        gradients = [stacked.T @ below + 2e-4 * network[0], below.sum(axis=0), hidden.T @ error + 2e-4 * network[2]]
        rate = 0.02 if step < steps * 0.7 else 0.004
        for number, gradient in enumerate(gradients):
            means[number] = 0.9 * means[number] + 0.1 * gradient
            spreads[number] = 0.999 * spreads[number] + 0.001 * gradient**2
            moved = (means[number] / (1 - 0.9**step)) / (np.sqrt(spreads[number] / (1 - 0.999**step)) + 1e-8)
            network[number] = network[number] - rate * moved
    return network


def fit_ranker(documents: Sequence[Document], *, seed: int, steps: int) -> dict[str, list[Any]]:
    """Fit the network of the first round, then that of the next ones on the opinions of the rounds before."""
    first = fit_networks(
        [rows for document in documents for rows in document.local],
        [truth for document in documents for truth in document.right],
        seed=seed,
        steps=steps,
    )
    opinions = [
        [choose(score(first, with_none(rows))) if len(rows) else np.zeros(0) for rows in d.local] for d in documents
    ]
    atlases = [Atlas(document.names, document.peoples) for document in documents]
    following: list[Floats] = []
    for _ in range(ROUNDS):
        rows, right = [], []
        combined = []
        for document, atlas, opinion in zip(documents, atlases, opinions, strict=True):
            context = atlas.features(opinion)
            combined.append([np.hstack([a, b]) for a, b in zip(document.local, context, strict=True)])
            rows += combined[-1]
            right += document.right
        following = fit_networks(rows, right, seed=seed, steps=steps)
        opinions = [[choose(score(following, with_none(r))) if len(r) else np.zeros(0) for r in d] for d in combined]
    return {
        "first": [np.round(layer, 4).tolist() for layer in first],
        "next": [np.round(layer, 4).tolist() for layer in following],
    }


def evaluate(samples: Sequence[Sample], resolved: Sequence[list[tuple[int, Any]]]) -> dict[str, dict[str, float]]:
    """Return detection and end-to-end figures by source; `resolved` has (toponym, candidate or None) for each sample."""
    figures: dict[str, dict[str, float]] = {}
    for source in sorted({sample.source for sample in samples}):
        gold = predicted = matched = close = located = 0
        for sample, places in zip(samples, resolved, strict=True):
            if sample.source != source:
                continue
            gold += len(sample.gold)
            located += sum(place["latitude"] is not None for place in sample.gold)
            predicted += len(places)
            for index, candidate in places:
                if sample.truth[index] < 0:
                    continue
                matched += 1
                place = sample.gold[sample.truth[index]]
                if candidate is not None and place["latitude"] is not None:
                    point = (candidate.latitude, candidate.longitude)
                    close += kilometres(point, (place["latitude"], place["longitude"])) <= CLOSE_KM
        figures[source] = {
            "P": matched / max(1, predicted),
            "R": matched / gold,
            "F1": 2 * matched / (predicted + gold),
            "end-to-end": close / located,
        }
    return figures


def resolve(sample: Sample, ranker: PlaceRanker, threshold: float) -> list[tuple[int, Any]]:
    """Return the accepted toponyms of a sample with the best candidate of each."""
    document, accepted, number_of = gather(sample, threshold)
    opinions = ranker.rank(document.names, document.peoples)
    best = [
        name.candidates[int(opinion.argmax())] if len(opinion) else None
        for name, opinion in zip(document.names, opinions, strict=True)
    ]
    return [(index, best[number]) for index, number in zip(accepted, number_of, strict=True)]


def main() -> None:
    """Cross-validate, print the figures, fit on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--ranker-steps", type=int, default=250)
    parser.add_argument("--threshold", type=float, default=0.4)
    settings = parser.parse_args()
    samples = read_samples(settings.gold, Gazetteer.open(settings.gazetteer))
    folds = fold_groups(samples, settings.folds)
    classify(samples, folds, settings.folds, settings)
    for threshold in (0.3, 0.4, 0.5, 0.6):
        found = [[(i, None) for i, sure in enumerate(s.second) if sure >= threshold] for s in samples]
        print(threshold, {k: {n: round(v, 3) for n, v in f.items()} for k, f in evaluate(samples, found).items()})
    threshold = settings.threshold
    documents = [gather(sample, threshold)[0] for sample in samples]
    resolved: list[list[tuple[int, Any]]] = [[] for _ in samples]
    for fold in range(settings.folds):
        train = [document for document, mine in zip(documents, folds, strict=True) if mine != fold]
        ranker = PlaceRanker(fit_ranker(train, seed=fold, steps=settings.ranker_steps))
        for number, (sample, mine) in enumerate(zip(samples, folds, strict=True)):
            if mine == fold:
                resolved[number] = resolve(sample, ranker, threshold)
    for source, figures in evaluate(samples, resolved).items():
        print(source, {name: round(figure, 4) for name, figure in figures.items()})
    weights = {
        "first": fit_first(samples, settings),
        "second": fit_second(samples, settings),
        "threshold": threshold,
        "ranker": fit_ranker(documents, seed=0, steps=settings.ranker_steps),
    }
    settings.out.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print("wrote", settings.out, len(weights["first"]), len(weights["second"]), LOCAL, CONTEXT, file=sys.stderr)


if __name__ == "__main__":
    main()
