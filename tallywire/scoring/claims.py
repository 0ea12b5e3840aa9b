"""Claims and actors: each field, and the fields together that make a claim worth signing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from tallywire.scoring.figures import Score, share
from tallywire.scoring.matching import Item, is_near, is_same_name, name_words, pair_spans, shared_length

CORE: Final = ("value", "unit", "event")
FULL: Final = (*CORE, "modality", "speaker", "places")
ACTOR_FIELDS: Final = ("kind", "role", "organisation")


def _is_value(gold: Item, predicted: Item) -> bool:
    return is_near(gold["low"], predicted.get("low")) and is_near(gold["high"], predicted.get("high"))


def _is_group(gold: Item, predicted: Item) -> bool:
    one, other = gold.get("group"), predicted.get("group")
    return shared_length(one, other) > 0 or (one is None and other is None)


def _is_speaker(gold: Item, predicted: Item) -> bool:
    one, other = gold.get("speaker"), predicted.get("speaker")
    if one is None or other is None:
        return one is None and other is None
    names = [speaker.get("name") or speaker["text"] for speaker in (one, other)]
    return is_same_name(*names) or shared_length(one, other) > 0


def _has_places(gold: Item, predicted: Item) -> bool:
    """Tell whether each role's place is named, and no place of another country is added.

    Of several gold places in one role, one is enough. A gold place without country allows every country.
    """
    wanted, given = gold.get("places") or [], predicted.get("places") or []
    if not wanted:
        return not given
    by_role: dict[str, list[str]] = defaultdict(list)
    for place in wanted:
        by_role[place["role"]].append(place["text"])
    for role, names in by_role.items():
        found = (place["text"] for place in given if place.get("role") == role)
        if not any(is_same_name(one, name) for one in found for name in names):
            return False
    countries = {place.get("country") for place in wanted} | {None}
    allows_all = any(place.get("country") is None for place in wanted)
    return allows_all or all(place.get("country") in countries for place in given)


def _is_time(gold: Item, predicted: Item) -> bool:
    one, other = gold.get("time"), predicted.get("time")
    if one is None or other is None:
        return one is None and other is None
    return all(one.get(end) == other.get(end) for end in ("from", "to"))


def _same(name: str) -> Callable[[Item, Item], bool]:
    return lambda gold, predicted: bool(gold.get(name) == predicted.get(name))


# Field -> whether a predicted claim has it right.
FIELDS: Final[dict[str, Callable[[Item, Item], bool]]] = {
    "value": _is_value,
    "qualifier": _same("qualifier"),
    "unit": _same("unit"),
    "group": _is_group,
    "event": _same("event"),
    "modality": _same("modality"),
    "speaker": _is_speaker,
    "places": _has_places,
    "time": _is_time,
}


def score_claims(documents: Iterable[tuple[Item, Item]]) -> Score:
    """Return F1 of quantities, cores and full claims, the accuracy of each field, and F1 and accuracies of actors.

    `documents` are pairs of a gold document and its predictions, each with `claims` and `actors`. Claims pair by the
    overlap of their quantities. Core: value, unit and event right; full: modality, speaker and places as well.
    """
    score = Score()
    count: Counter[str] = Counter()
    for gold, prediction in documents:
        _count_claims(gold, prediction.get("claims", []), count, score)
        _count_actors(gold["actors"], prediction.get("actors", []), count)
    score.figures["claims"] = count["gold"]
    for name in ("quantity", "core", "full"):
        score.note_f1(name, right=count[name], predicted=count["predicted"], gold=count["gold"])
    for name in FIELDS:
        score.figures[f"{name} accuracy on matches"] = share(count[f"right {name}"], count["quantity"])
    score.note_f1("actors", right=count["actors"], predicted=count["predicted actors"], gold=count["gold actors"])
    for name in ACTOR_FIELDS:
        score.figures[f"actor {name} accuracy"] = share(count[f"right actor {name}"], count[f"actor {name}"])
    return score


def _count_claims(gold_document: Item, predicted: Sequence[Item], count: Counter[str], score: Score) -> None:
    doc, gold = gold_document["doc"], gold_document["claims"]
    pairs = pair_spans([claim["quantity"] for claim in gold], [claim["quantity"] for claim in predicted])
    count["gold"] += len(gold)
    count["predicted"] += len(predicted)
    count["quantity"] += len(pairs)
    for i, j in pairs:
        right = {name: is_right(gold[i], predicted[j]) for name, is_right in FIELDS.items()}
        count.update(f"right {name}" for name, holds in right.items() if holds)
        count["core"] += all(right[name] for name in CORE)
        is_full = all(right[name] for name in FULL)
        count["full"] += is_full
        if not is_full:
            score.miss(doc, gold[i]["quantity"]["text"], *(name for name in FIELDS if not right[name]))
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    for j, claim in enumerate(predicted):
        if j not in used:
            score.miss(doc, claim["quantity"]["text"], "spurious")
    for i, claim in enumerate(gold):
        if i not in found:
            score.miss(doc, claim["quantity"]["text"], "missed")


def _count_actors(gold: Sequence[Item], predicted: Sequence[Item], count: Counter[str]) -> None:
    left = list(predicted)
    count["gold actors"] += len(gold)
    count["predicted actors"] += len(predicted)
    for actor in gold:
        hit = next((one for one in left if is_same_name(one["name"], actor["name"])), None)
        if hit is None:
            continue
        left.remove(hit)
        count["actors"] += 1
        for name in ACTOR_FIELDS:
            if actor.get(name):
                count[f"actor {name}"] += 1
                count[f"right actor {name}"] += _is_actor_field(name, actor[name], hit.get(name))


def _is_actor_field(name: str, gold: str, predicted: Any) -> bool:
    """Tell whether a field of an actor is right: the same kind, or for a role or organisation one word in common."""
    if name == "kind":
        return bool(predicted == gold)
    return bool(set(name_words(predicted)) & set(name_words(gold)))
