"""Times: spans and TIMEX3 values, as TempEval-3 measures them (UzZaman and others, SemEval-2013 task 1, section 5)."""

from collections.abc import Iterable

from tallywire.scoring.figures import Score, f1
from tallywire.scoring.matching import Item, pair_spans


def score_times(documents: Iterable[tuple[Item, Item]]) -> Score:
    """Return strict (same span), relaxed (overlap) and value F1 (overlap with the right value).

    `documents` are pairs of a gold document and its predictions, each with `times`.
    """
    score = Score()
    gold_count = predicted_count = strict = relaxed = right_value = 0
    for gold_document, prediction in documents:
        doc, gold, predicted = gold_document["doc"], gold_document["times"], prediction.get("times", [])
        pairs = pair_spans(gold, predicted)
        gold_count, predicted_count = gold_count + len(gold), predicted_count + len(predicted)
        relaxed += len(pairs)
        found = {i for i, _ in pairs}
        for i, time in enumerate(gold):
            if i not in found:
                score.miss(doc, time["text"], "missed")
        for i, j in pairs:
            strict += (gold[i]["start"], gold[i]["end"]) == (predicted[j]["start"], predicted[j]["end"])
            value = predicted[j].get("value")
            right_value += value == gold[i]["value"]
            if value != gold[i]["value"]:
                score.miss(doc, gold[i]["text"], f"{value} for {gold[i]['value']}")
    score.figures["times"] = gold_count
    for name, right in (("strict", strict), ("relaxed", relaxed), ("value", right_value)):
        score.figures[f"{name} F1"] = f1(right, predicted=predicted_count, gold=gold_count)
    return score
