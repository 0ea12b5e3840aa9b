"""Fit extraction/lexicons/claim_confidence.json: how often claims of each construction were right on annotated articles.

Usage: python -m training.claim_confidence GOLD.jsonl OUTPUT [--folds 10]. Prints the calibration by cross-validation over
documents: for each tenth of confidence, how sure the claims were and how many were right in value, unit and event.
"""

import argparse
import json
import math
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from extraction.confidence import confidence_features
from extraction.pipeline import load_pipeline
from extraction.readings import read_quantities
from records import Claim

RIDGE = 2.0
STEPS = 400
RATE = 0.5
FIELDS = ("quantity", "unit", "event", "modality", "places", "time", "speaker")

Row = tuple[str, tuple[str, ...], bool]


def read_rows(gold: Path) -> tuple[list[Row], dict[str, dict[str, list[bool]]]]:
    """Return a row for each predicted claim (document, features, right in the core) and what each field's rule got right."""
    pipeline = load_pipeline()
    rows: list[Row] = []
    fields: dict[str, dict[str, list[bool]]] = {field: defaultdict(list) for field in FIELDS}
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        published = date.fromisoformat(record["published"]) if record["published"] else None
        doc = pipeline.annotate(record["text"], published=published)
        claims = {claim.quantity.start: claim for claim in doc._.claims if claim.ordinal == 0}
        for reading in read_quantities(doc):
            claim = claims[reading.quantity.start]
            match = next((g for g in record["claims"] if _overlap(g["quantity"], claim)), None)
            core = match is not None and _is_core(match, claim)
            rows.append((record["doc"], confidence_features(reading), core))
            for origin in claim.origins:
                right = match is not None and _is_right(origin.field, match, claim)
                fields[origin.field][origin.rule].append(right)
    return rows, fields


def _overlap(quantity: dict[str, Any], claim: Claim) -> bool:
    return bool(quantity["start"] < claim.quantity.end and claim.quantity.start < quantity["end"])


def _is_core(gold: dict[str, Any], claim: Claim) -> bool:
    return (
        _is_right("quantity", gold, claim) and gold["unit"] == claim.unit.value and gold["event"] == claim.event.value
    )


def _is_right(field: str, gold: dict[str, Any], claim: Claim) -> bool:
    if field == "quantity":
        low, high = claim.quantity.low, claim.quantity.high
        wanted = (None if low is None else float(low), None if high is None else float(high))
        return (gold["low"], gold["high"]) == wanted
    if field == "time":
        time = gold["time"] or {"from": None, "to": None}
        first, last = (claim.time.first, claim.time.last) if claim.time else (None, None)
        return (time["from"], time["to"]) == (str(first) if first else None, str(last) if last else None)
    if field == "places":
        return {place["text"] for place in gold["places"]} == {place.place.text for place in claim.places}
    if field == "speaker":
        name = gold["speaker"]["name"] if gold["speaker"] else None
        return (name or "").split()[-1:] == (claim.speaker.name if claim.speaker else "").split()[-1:]
    return bool(gold[field] == getattr(claim, field).value)


def fit(rows: list[Row]) -> tuple[float, dict[str, float]]:
    """Return bias and weights of a ridge-penalised logistic regression, by gradient descent."""
    weights: dict[str, float] = defaultdict(float)
    bias = 0.0
    for _ in range(STEPS):
        gradient: dict[str, float] = defaultdict(float)
        slope = 0.0
        for _, features, right in rows:
            error = _sigmoid(bias + sum(weights[name] for name in features)) - right
            slope += error
            for name in features:
                gradient[name] += error
        bias -= RATE * slope / len(rows)
        for name, value in gradient.items():
            weights[name] -= RATE * (value + RIDGE * weights[name]) / len(rows)
    return bias, dict(weights)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def cross_validate(rows: list[Row], folds: int) -> list[tuple[float, bool]]:
    """Return the confidence of each row by the weights fitted on the other documents, with whether it was right."""
    docs = sorted({doc for doc, _, _ in rows})
    scored: list[tuple[float, bool]] = []
    for fold in range(folds):
        held = set(docs[fold::folds])
        bias, weights = fit([row for row in rows if row[0] not in held])
        for doc, features, right in rows:
            if doc in held:
                scored.append((_sigmoid(bias + sum(weights.get(name, 0.0) for name in features)), right))
    return scored


def main() -> None:
    """Print the calibration and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    arguments = parser.parse_args()
    rows, fields = read_rows(arguments.gold)
    scored = cross_validate(rows, arguments.folds)
    print("confidence  right  claims")
    for tenth in range(10):
        inside = [(score, right) for score, right in scored if tenth / 10 <= score < (tenth + 1) / 10]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            print(f"{mean:10.2f} {sum(right for _, right in inside) / len(inside):6.2f} {len(inside):7d}")
    brier = sum((score - right) ** 2 for score, right in scored) / len(scored)
    print(f"Brier score {brier:.3f}, always {sum(r for _, r in scored) / len(scored):.2f} right")
    bias, weights = fit(rows)
    table: dict[str, dict[str, float]] = {}
    for field, rules in fields.items():
        every = [right for values in rules.values() for right in values]
        mean = sum(every) / len(every)
        smooth = {
            rule: round((sum(values) + 5 * mean) / (len(values) + 5), 3) for rule, values in sorted(rules.items())
        }
        table[field] = {"": round(mean, 3), **smooth}
    data = {
        "claim": {"bias": round(bias, 3), "features": {name: round(weights[name], 3) for name in sorted(weights)}},
        "fields": table,
    }
    arguments.output.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
