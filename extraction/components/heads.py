"""Read trees and entities off the encoder's scores; numpy only, one sentence or document at a time."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

ROOT_CANDIDATES: Final = 3
LONG_SENTENCE: Final = 60  # words


def find_tree(scores: Scores) -> NDArray[np.int64]:
    """Return the head of each word in the best tree with one root; the root is its own head.

    `scores[word, head]` is a square matrix, its diagonal the scores of being the root. The tree is the maximum
    spanning arborescence under each of the likeliest roots (Chu and Liu 1965, Edmonds 1967; the search over roots
    as in Zmigrod et al. 2020 without their pruning).
    """
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) == 1 and not _find_cycle(heads):
        return heads
    best: NDArray[np.int64] | None = None
    best_score = -np.inf
    # The root's own score decides nearly always; few candidates bound the time that a long sentence of junk takes.
    candidates = ROOT_CANDIDATES if len(scores) <= LONG_SENTENCE else 1
    for root in np.argsort(-np.diag(scores), kind="stable")[:candidates]:
        tree = find_arborescence(scores, int(root))
        total = float(scores[np.arange(len(tree)), tree].sum())
        if total > best_score:
            best, best_score = tree, total
    assert best is not None
    return best


def find_arborescence(scores: Scores, root: int) -> NDArray[np.int64]:
    """Return the heads of the maximum spanning arborescence of `scores[word, head]` that grows from `root`.

    Chu-Liu-Edmonds with contraction in a loop, so that a long sentence cannot exhaust Python's stack.
    """
    weights = scores.astype(np.float64).copy()
    size = len(weights)
    np.fill_diagonal(weights, -np.inf)
    weights[root] = -np.inf
    steps: list[tuple[NDArray[np.float64], list[int], NDArray[np.int64]]] = []
    active = np.ones(size, dtype=bool)
    while True:
        heads: NDArray[np.int64] = weights.argmax(axis=1)
        settled = ~active
        settled[root] = True
        heads[settled] = np.flatnonzero(settled)
        cycle = _find_cycle(heads)
        if not cycle:
            break
        steps.append((weights.copy(), cycle, heads))
        _contract(weights, cycle, heads, active)
    return _expand(heads, steps)


def _contract(
    weights: NDArray[np.float64], cycle: list[int], heads: NDArray[np.int64], active: NDArray[np.bool_]
) -> None:
    """Merge a cycle into its first word: an arc into it pays for the arc of the cycle that it breaks."""
    merged = cycle[0]
    inside = np.array(cycle)
    own = weights[inside, heads[inside]]
    into = (weights[inside] - own[:, None]).max(axis=0)
    out = weights[:, inside].max(axis=1)
    weights[merged] = into
    weights[:, merged] = out
    weights[merged, merged] = -np.inf
    weights[:, inside[1:]] = -np.inf  # no arc leads to a word that is part of another now
    active[inside[1:]] = False


def _expand(
    heads: NDArray[np.int64], steps: list[tuple[NDArray[np.float64], list[int], NDArray[np.int64]]]
) -> NDArray[np.int64]:
    """Undo the contractions, last first: choose the words of each cycle that the arcs really leave and enter."""
    for weights, cycle, inner in reversed(steps):
        merged = cycle[0]
        inside = np.array(cycle)
        outer = heads[merged]
        own = weights[inside, inner[inside]]
        broken = int(inside[(weights[inside, outer] - own).argmax()])
        outside = np.setdiff1d(np.flatnonzero(heads == merged), inside)
        for word in outside:
            heads[word] = int(inside[weights[word, inside].argmax()])
        heads[inside] = inner[inside]
        heads[broken] = outer
    return heads


def _find_cycle(heads: Sequence[int] | NDArray[np.int64]) -> list[int]:
    """Return the words of one cycle of at least two words, or an empty list."""
    state = [0] * len(heads)  # 0 new, else the number of the walk that met the word
    follow = [int(head) for head in heads]
    for start in range(len(follow)):
        word = start
        while not state[word]:
            state[word] = start + 1
            if follow[word] == word:
                break
            word = follow[word]
            if state[word] == start + 1:
                cycle = [word]
                while follow[cycle[-1]] != word:
                    cycle.append(follow[cycle[-1]])
                return cycle
    return []


def build_transitions(labels: Sequence[str]) -> NDArray[np.bool_]:
    """Return which BILOU label may follow which: `allowed[before, after]`.

    Labels are `O` and `B-`, `I-`, `L-`, `U-` with an entity type.
    """
    allowed = np.zeros((len(labels), len(labels)), dtype=bool)
    for before, left in enumerate(labels):
        for after, right in enumerate(labels):
            if left[0] in "BI":
                allowed[before, after] = right[0] in "IL" and right[2:] == left[2:]
            else:
                allowed[before, after] = right[0] in "OBU"
    return allowed


def find_entities(scores: Scores, labels: Sequence[str], allowed: NDArray[np.bool_]) -> list[tuple[int, int, str]]:
    """Return (start, end, type) of the entities in the best sequence of BILOU labels that is well formed.

    `scores[word, label]`; end exclusive. Words whose best label is `O` are settled first, the Viterbi search runs
    between them and only where the best labels do not follow from each other.
    """
    best = scores.argmax(axis=1)
    found: list[tuple[int, int, str]] = []
    outside = labels.index("O")
    named = np.flatnonzero(best != outside)
    if not len(named):
        return found
    edges = np.flatnonzero(np.diff(named) > 1)
    starts = [int(named[0]), *(int(named[edge + 1]) for edge in edges)]
    ends = [*(int(named[edge]) + 1 for edge in edges), int(named[-1]) + 1]
    for start, end in zip(starts, ends, strict=True):
        path = find_path(scores[start:end], labels, allowed)
        begin = start
        for index, number in enumerate(path, start):
            label = labels[number]
            if label[0] in "BU":
                begin = index
            if label[0] in "LU":
                found.append((begin, index + 1, label[2:]))
    return found


def find_path(scores: Scores, labels: Sequence[str], allowed: NDArray[np.bool_]) -> list[int]:
    """Return the best well-formed sequence of label numbers for a run of words (Viterbi)."""
    first = np.array([label[0] in "OBU" for label in labels])
    last = np.array([label[0] in "OLU" for label in labels])
    greedy = scores.argmax(axis=1)
    if first[greedy[0]] and last[greedy[-1]] and allowed[greedy[:-1], greedy[1:]].all():
        return [int(label) for label in greedy]
    barrier = np.where(allowed, 0.0, -np.inf)
    total = np.where(first, scores[0], -np.inf)
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        step = total[:, None] + barrier
        back.append(step.argmax(axis=0))
        total = step.max(axis=0) + row
    label = int(np.where(last, total, -np.inf).argmax())
    path = [label]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
