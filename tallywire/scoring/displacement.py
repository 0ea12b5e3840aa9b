"""Displacement: recall of labelled figures. The labels are partial, so nothing is said of precision."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tallywire.scoring.figures import Score, share
from tallywire.scoring.matching import Item, is_near

FIELDS: Final = ("unit", "event", "country")


def score_displacement(documents: Iterable[tuple[Item, Item]]) -> Score:
    """Return the recall of values, and of values with the right unit, event, country, and all of them.

    `documents` are pairs of a gold document with `figures` (`quantity`, `unit`, `event`, `country`) and its predictions
    with `claims`. A figure is found when a claim not yet used has its value as the least or the largest number; of
    several, the one with most fields right is taken. The country counts of those figures alone that have one.
    """
    score = Score()
    count: Counter[str] = Counter()
    for gold_document, prediction in documents:
        left = list(prediction.get("claims", []))
        for figure in gold_document["figures"]:
            count["figures"] += 1
            count["with country"] += figure["country"] is not None
            wrong = _count_figure(figure, left, count)
            if wrong:
                score.miss(gold_document["doc"], f"{figure['quantity']:g}", *wrong)
    score.figures["figures"] = count["figures"]
    for name in ("value", "unit", "event"):
        score.figures[f"{name} recall"] = share(count[name], count["figures"])
    score.figures["country recall (of those labelled)"] = share(count["country"], count["with country"])
    score.figures["joint recall"] = share(count["joint"], count["figures"])
    return score


def _count_figure(figure: Item, left: list[Item], count: Counter[str]) -> tuple[str, ...]:
    """Count what is right of a figure and use up its claim; return what is wrong."""
    value = figure["quantity"]
    hits = [claim for claim in left if is_near(value, claim.get("low")) or is_near(value, claim.get("high"))]
    if not hits:
        return ("missed",)
    best = max(hits, key=lambda claim: sum(_right_fields(figure, claim).values()))
    left.remove(best)
    right = _right_fields(figure, best)
    count["value"] += 1
    count["unit"] += right["unit"]
    count["event"] += right["event"]
    count["country"] += right["country"] and figure["country"] is not None
    count["joint"] += all(right.values())
    return tuple(field for field in FIELDS if not right[field])


def _right_fields(figure: Item, claim: Item) -> dict[str, bool]:
    countries = {place.get("country") for place in claim.get("places") or ()}
    return {
        "unit": claim.get("unit") == figure["unit"],
        "event": claim.get("event") == figure["event"],
        "country": figure["country"] is None or figure["country"] in countries,
    }
