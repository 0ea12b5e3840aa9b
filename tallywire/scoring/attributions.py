"""Attributions: source, cue and content, each exact and overlapping, and all three together.

The measures are those of PARC 3 and PolNeAR (Pareti 2016; Newell and others 2018). Each part is a list of (start, end).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tallywire.scoring.figures import Score, f1, share
from tallywire.scoring.matching import Item, covered, is_same_name, pair_best

PARTS: Final = ("source", "cue", "content")
MEASURES: Final = (*PARTS, "all")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The code points of an attribution's parts, and the name of its speaker."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    speaker: str | None

    def part(self, name: str) -> frozenset[int]:
        points: frozenset[int] = getattr(self, name)
        return points


def _parts(attribution: Item) -> _Parts:
    source, cue, content = (covered(attribution.get(part) or ()) for part in PARTS)
    return _Parts(source, cue, content, attribution.get("speaker"))


def _weigh(gold: _Parts, predicted: _Parts) -> tuple[float, ...] | None:
    """Return the weight of a pair: a shared cue first, then the Jaccard index of the contents; None without shared content."""
    shared = len(gold.content & predicted.content)
    if not shared:
        return None
    return (float(bool(gold.cue & predicted.cue)), shared / len(gold.content | predicted.content))


def score_attributions(documents: Iterable[tuple[Item, Item]]) -> Score:
    """Return F1 of source, cue, content and of all three, overlapping and exact; and how often the speaker's name is right.

    `documents` are pairs of a gold document and its predictions, each with `attributions`. Attributions pair by their
    content. "all overlap": every part overlaps, or both have no source. A gold attribution with a `speaker` key, also
    when it is null, counts for the names.
    """
    score = Score()
    count: Counter[str] = Counter()
    for gold_document, prediction in documents:
        _count_document(gold_document, prediction.get("attributions", []), count, score)
    score.figures["attributions"] = count["gold"]
    for name in MEASURES:
        gold, predicted = ("gold source", "predicted source") if name == "source" else ("gold", "predicted")
        for kind in ("overlap", "exact"):
            score.figures[f"{name} {kind} F1"] = f1(
                count[f"{name} {kind}"], predicted=count[predicted], gold=count[gold]
            )
    if count["speakers"]:
        score.figures["speaker accuracy on matches"] = share(count["right speakers"], count["speakers"])
    return score


def _count_document(gold_document: Item, predicted_attributions: list[Item], count: Counter[str], score: Score) -> None:
    doc, text, attributions = gold_document["doc"], gold_document["text"], gold_document["attributions"]
    gold, predicted = [_parts(one) for one in attributions], [_parts(one) for one in predicted_attributions]
    count["gold"] += len(gold)
    count["predicted"] += len(predicted)
    count["gold source"] += sum(bool(one.source) for one in gold)
    count["predicted source"] += sum(bool(one.source) for one in predicted)
    pairs = pair_best(gold, predicted, _weigh)
    for i, j in pairs:
        if "speaker" in attributions[i]:
            count["speakers"] += 1
            count["right speakers"] += _is_speaker(gold[i].speaker, predicted[j].speaker)
        wrong = _count_pair(gold[i], predicted[j], count)
        if wrong:
            score.miss(doc, _words_of_cue(text, gold[i]), *wrong)
    found = {i for i, _ in pairs}
    for i, one in enumerate(gold):
        if i not in found and one.cue:
            score.miss(doc, _words_of_cue(text, one), "missed")


def _count_pair(gold: _Parts, predicted: _Parts, count: Counter[str]) -> tuple[str, ...]:
    """Count what is right in a pair; return the parts that keep it from overlapping as a whole."""
    overlapping = {part: bool(gold.part(part) & predicted.part(part)) for part in PARTS}
    same = {part: gold.part(part) == predicted.part(part) for part in PARTS}
    for part in PARTS:
        count[f"{part} overlap"] += overlapping[part]
        count[f"{part} exact"] += same[part] and bool(gold.part(part))
    has_no_source = not gold.source and not predicted.source
    is_whole = overlapping["cue"] and overlapping["content"] and (overlapping["source"] or has_no_source)
    count["all overlap"] += is_whole
    count["all exact"] += all(same.values())
    return () if is_whole else tuple(part for part in PARTS if not overlapping[part])


def _is_speaker(gold: str | None, predicted: str | None) -> bool:
    if gold and predicted:
        return is_same_name(gold, predicted)
    return gold is None and predicted is None


def _words_of_cue(text: str, attribution: _Parts) -> str:
    return text[min(attribution.cue) : max(attribution.cue) + 1] if attribution.cue else ""
