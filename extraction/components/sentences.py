"""Sentences by two judges: the network's odds that a word starts one, and the trees that stand on either side.

Where the odds are open, the trees decide: two trees of two halves against one of the whole. A full stop after an
abbreviation, a heading without one, a quotation that goes on are told apart by what is a clause.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extraction.components.heads import find_tree

Floats = NDArray[np.float32]

OPEN_ODDS: Final = 4.0  # log odds either way within which a boundary is open; 54 to 1
TREE_WEIGHT: Final = 0.6  # fitted on GUM dev: 0.3 to 1.0 are within 0.05 UAS
CLOSING: Final = frozenset((":", ",", ";", ")", "]"))
LONGEST_LABEL: Final = 5  # words, most of them brackets
OPEN_SHARE: Final = 12  # at most one boundary in so many words is looked at, so that junk takes no more than its share


class Trees:
    """The best trees of stretches of a document, each searched once."""

    def __init__(self, arc_word: Floats, arc_head: Floats, root: Floats) -> None:
        self._arc_word, self._arc_head, self._root = arc_word, arc_head, root
        # A text that repeats itself has the same scores again and again.
        self._known: dict[bytes, tuple[NDArray[np.int64], float]] = {}

    def find(self, start: int, end: int) -> tuple[NDArray[np.int64], float]:
        """Return (heads, log probability): the best tree of the words `start` to `end`, heads counted from `start`.

        The probability is the product over the words of their heads' shares.
        """
        # Not `@`: numpy's BLAS would start threads, which then wait in busy loops.
        arcs = np.einsum("wd,hd->wh", self._arc_word[start:end], self._arc_head[start:end])
        np.fill_diagonal(arcs, self._root[start:end])
        key = arcs.tobytes()
        if key not in self._known:
            tree = find_tree(arcs)
            highest = arcs.max(axis=1)
            totals = highest + np.log(np.exp(arcs - highest[:, None]).sum(axis=1))
            self._known[key] = tree, float((arcs[np.arange(len(tree)), tree] - totals).sum())
        return self._known[key]


def find_insides(words: Sequence[str], spaces: Sequence[str]) -> list[int]:
    """Return the places of words that start no sentence. `spaces` is the white space before each word.

    They go on after a letter or figure without white space (the hyphen in "K2-18b"), close something, or follow the label
    of who speaks at the beginning of a paragraph ("Q: ", "((WN)): ").
    """
    inside: list[int] = []
    begin = 0
    for index in range(1, len(words)):
        if "\n" in spaces[index]:
            begin = index
        before = words[index - 1]
        is_joined = not spaces[index] and before[-1].isalnum()
        # The length first: a text of colons would else be copied once for each of them.
        is_labelled = before == ":" and index - 1 - begin <= LONGEST_LABEL and _is_label(words[begin : index - 1])
        if begin != index and (is_joined or is_labelled or words[index] in CLOSING):
            inside.append(index)
    return inside


def _is_label(words: Sequence[str]) -> bool:
    return sum(any(map(str.isalpha, word)) for word in words) == 1


def find_sentences(starts: Floats, breaks: Sequence[bool], longest: int) -> list[tuple[int, int]]:
    """Return (start, end) of the sentences: a word starts one where its score is positive or a paragraph begins.

    A longer stretch than `longest` is cut at the likeliest word.
    """
    firsts = [index for index in range(len(starts)) if index == 0 or breaks[index] or starts[index] > 0]
    sentences: list[tuple[int, int]] = []
    for first, last in zip(firsts, [*firsts[1:], len(starts)], strict=True):
        start = first
        while last - start > longest:
            cut = start + 1 + int(starts[start + 1 : start + longest].argmax())
            sentences.append((start, cut))
            start = cut
        sentences.append((start, last))
    return sentences


def settle_sentences(
    sentences: Sequence[tuple[int, int]],
    starts: Floats,
    breaks: Sequence[bool],
    longest: int,
    score: Callable[[int, int], float],
) -> list[tuple[int, int]]:
    """Return the sentences after a second look at each open boundary, the most open first.

    `starts` are log odds; `score(start, end)` is the log probability of the best tree of a stretch. A boundary between
    paragraphs stays, and no sentence grows longer than `longest`.
    """
    firsts = [start for start, _ in sentences]
    size = len(starts)
    opened = [word for word in np.flatnonzero(np.abs(starts) < OPEN_ODDS).tolist() if word and not breaks[word]]
    opened.sort(key=lambda word: (abs(starts[word]), word))
    for word in opened[: size // OPEN_SHARE + 1]:
        place = bisect_left(firsts, word)
        is_first = place < len(firsts) and firsts[place] == word
        start = firsts[place - 1]
        after = place + is_first
        end = firsts[after] if after < len(firsts) else size
        if end - start > longest:
            continue
        gain = score(start, word) + score(word, end) - score(start, end)
        is_start = starts[word] + TREE_WEIGHT * gain > 0
        if is_start and not is_first:
            firsts.insert(place, word)
        elif is_first and not is_start:
            del firsts[place]
    return list(zip(firsts, [*firsts[1:], size], strict=True))
