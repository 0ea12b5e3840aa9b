"""Places: whether a mention is found, and whether its coordinates are right.

Accuracy within 161 km (100 miles) is the measure of the geoparsing literature (Gritta and others, "A pragmatic guide to
geoparsing evaluation", 2020). The end-to-end figure counts mentions that were not found as wrong.
"""

import math
from collections.abc import Iterable
from typing import Final

from tallywire.scoring.figures import Score, share
from tallywire.scoring.matching import Item, pair_spans

NEAR: Final = 161  # kilometres
_DIAMETER: Final = 2 * 6371.0088  # kilometres, mean earth radius of the IUGG


def score_places(documents: Iterable[tuple[Item, Item]]) -> Score:
    """Return detection P, R and F1 by overlap, accuracy within 161 km of those found, and end to end of all.

    `documents` are pairs of a gold document and its predictions, each with `places`. Gold places without coordinates
    count for detection alone.
    """
    score = Score()
    gold_count = predicted_count = found_count = located = close = with_coordinates = 0
    for gold_document, prediction in documents:
        doc, gold, predicted = gold_document["doc"], gold_document["places"], prediction.get("places", [])
        pairs = pair_spans(gold, predicted)
        gold_count, predicted_count = gold_count + len(gold), predicted_count + len(predicted)
        found_count += len(pairs)
        with_coordinates += sum(place["latitude"] is not None for place in gold)
        found = {i for i, _ in pairs}
        for i, place in enumerate(gold):
            if i not in found:
                score.miss(doc, place["text"], "missed")
        for i, j in pairs:
            if gold[i]["latitude"] is None:
                continue
            located += 1
            is_close = _is_close(gold[i], predicted[j])
            close += is_close
            if not is_close:
                where = f"{predicted[j].get('latitude')}, {predicted[j].get('longitude')}"
                score.miss(doc, gold[i]["text"], f"resolved to {where}")
    score.figures["places"] = gold_count
    score.note_f1("detection", right=found_count, predicted=predicted_count, gold=gold_count)
    score.figures["acc@161 on matched"] = share(close, located)
    score.figures["end-to-end acc@161"] = share(close, with_coordinates)
    return score


def _is_close(gold: Item, predicted: Item) -> bool:
    return predicted.get("latitude") is not None and kilometres(gold, predicted) <= NEAR


def kilometres(one: Item, other: Item) -> float:
    """Return the great-circle distance of two points with `latitude` and `longitude` in degrees, by the haversine formula."""
    north, south = math.radians(one["latitude"]), math.radians(other["latitude"])
    across = math.radians(other["longitude"] - one["longitude"])
    half_chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return _DIAMETER * math.asin(min(1.0, math.sqrt(half_chord)))
