"""One label for one name: the mentions of a name in a document settle its type together.

An encoder sees a window; whether "Amman" is a man or a town may be plain in one paragraph only. The mentions of a name are
weighed together by what the network says of each (the one-sense-per-discourse rule of Gale, Church and Yarowsky 1992,
with scores in place of counts), and the last name of a person who is named in full counts with the full name.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Entity = tuple[int, int, str]
Name = tuple[str, ...]

PERSON: Final = "PERSON"
# The most that one mention says against a type (natural logarithm): a sure mistake must not outvote several mentions.
LEAST_VOTE: Final = -3.0
# How unlikely, against being no name, a further mention of a settled name may be to the network (natural logarithm).
LEAST_MENTION: Final = -1.0


@dataclass(frozen=True, slots=True)
class EntityScores:
    """Logarithms of the probability of each BILOU label of each word, and where each type's labels stand in it."""

    logs: Floats
    outside: int
    types: list[str]
    marks: dict[str, NDArray[np.int64]]

    def find_types(self, start: int, end: int) -> Floats:
        """Return the logarithm of the score of words `start` to `end` (exclusive) being one entity, by type."""
        if end - start == 1:
            alone: Floats = self.logs[start, self.marks["U"]]
            return alone
        inner = self.logs[start + 1 : end - 1][:, self.marks["I"]].sum(axis=0)
        total: Floats = self.logs[start, self.marks["B"]] + inner + self.logs[end - 1, self.marks["L"]]
        return total

    def find_none(self, start: int, end: int) -> float:
        """Return the logarithm of the score of the words being outside of entities."""
        return float(self.logs[start:end, self.outside].sum())


def build_scores(scores: Floats, labels: Sequence[str]) -> EntityScores:
    """Return `scores[word, label]` of the network as logarithms of probabilities; `labels` are BILOU."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    types = sorted({label[2:] for label in labels if label != "O"})
    marks = {mark: np.array([labels.index(f"{mark}-{name}") for name in types]) for mark in "BILU"}
    return EntityScores(logs, labels.index("O"), types, marks)


def settle_entities(
    entities: Sequence[Entity], words: Sequence[str], breaks: Sequence[bool], scores: EntityScores
) -> list[Entity]:
    """Return the entities of a document with one type for all mentions of a name, and the mentions that were missed.

    `entities` are (start, end, type) in words, in order and apart; so are those returned. `breaks` says whether a
    paragraph begins with a word; no mention goes over one.
    """
    votes = _count_votes(entities, words, scores)
    types = {name: scores.types[int(vote.argmax())] for name, vote in votes.items()}
    settled = [(start, end, types[tuple(words[start:end])]) for start, end, _ in entities]
    taken = {word for start, end, _ in entities for word in range(start, end)}
    for start, end, name in _find_places(types, words, breaks):
        if taken.isdisjoint(range(start, end)) and is_mention(start, end, types[name], scores):
            settled.append((start, end, types[name]))
            taken.update(range(start, end))
    return sorted(settled)


def is_mention(start: int, end: int, kind: str, scores: EntityScores) -> bool:
    """Tell whether the network holds it for possible that words that elsewhere are a name are one here too."""
    likely = scores.find_types(start, end)[scores.types.index(kind)]
    return bool(likely - scores.find_none(start, end) >= LEAST_MENTION)


def _count_votes(entities: Sequence[Entity], words: Sequence[str], scores: EntityScores) -> dict[Name, Floats]:
    """Return for each name the sum of its mentions' votes by type; a person's last name is a name too."""
    votes: dict[Name, Floats] = defaultdict(lambda: np.zeros(len(scores.types), dtype=np.float32))
    full: dict[Name, Floats] = defaultdict(lambda: np.zeros(len(scores.types), dtype=np.float32))
    for start, end, _ in entities:
        likely = scores.find_types(start, end)
        shifted = likely - likely.max()
        vote = np.maximum(shifted - np.log(np.exp(shifted).sum()), LEAST_VOTE)
        name = tuple(words[start:end])
        votes[name] += vote
        if end - start > 1:
            full[name] += vote
    person = scores.types.index(PERSON)
    for name, vote in full.items():
        if vote.argmax() == person and name[-1][:1].isupper() and len(name[-1]) > 1:
            votes[name[-1:]] += vote
    return votes


def _find_places(
    names: dict[Name, str], words: Sequence[str], breaks: Sequence[bool]
) -> Iterator[tuple[int, int, Name]]:
    """Yield (start, end, name) of every place where the words of a name stand in one paragraph, longest name first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[0]].add(len(name))
    for start, word in enumerate(words):
        for length in sorted(lengths.get(word, ()), reverse=True):
            name = tuple(words[start : start + length])
            if name in names and not any(breaks[start + 1 : start + length]):
                yield start, start + length, name
