"""How sure a claim is: the share of claims of the same constructions that were right on annotated articles.

`WEIGHTS` are log-odds fitted by training/claim_confidence.py on the development claims, kept as data; an unseen rule weighs
nothing, so that its claims get the average confidence.
"""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from extraction.readings import Reading

WEIGHTS = Path(__file__).parent / "lexicons" / "claim_confidence.json"


@cache
def _weights() -> dict[str, Any]:
    weights: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def confidence_features(reading: Reading) -> tuple[str, ...]:
    """Return the names of the constructions by which a claim was read."""
    return (
        f"event={reading.event.rule}",
        f"rank={int(reading.event.rank)}",
        f"group={reading.group.rule}",
        f"quantity={reading.quantity.rule}",
        f"unit={reading.unit.value}",
    )


def claim_confidence(reading: Reading) -> float:
    """Return the probability that value, unit and event of a claim are right, 0 to 1."""
    weights = _weights()["claim"]
    total = weights["bias"] + sum(weights["features"].get(name, 0.0) for name in confidence_features(reading))
    return round(1 / (1 + math.exp(-total)), 3)


def field_confidence(field: str, rule: str) -> float:
    """Return the share of right values of a field when this rule set it; the field's average for an unseen rule."""
    field_weights = _weights()["fields"].get(field, {})
    return float(field_weights.get(rule, field_weights.get("", 0.5)))
