"""Passages as tensors: one window a passage, batches of windows of like length, -1 where a layer is not annotated."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from extraction.components.windows import EncodedWindow, Window, encode_window
from extraction.components.wordpieces import WordPieces, find_forms
from training.labels import Labels
from training.passages import Passage

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A passage's window and, a value per word, its gold labels (UNKNOWN where the corpus does not say)."""

    window: EncodedWindow
    tags: list[int]
    pos: list[int]
    starts: list[int]
    entities: list[int]
    heads: list[int]
    deps: list[int]
    sentences: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length; word rows are flat over the batch and `heads` point at flat rows.

    `sentences` numbers the sentences of the batch; `counts` are the windows' numbers of words.
    """

    pieces: Tensor
    forms: Tensor
    mask: Tensor
    firsts: Tensor
    lasts: Tensor
    tags: Tensor
    pos: Tensor
    starts: Tensor
    entities: Tensor
    heads: Tensor
    deps: Tensor
    sentences: Tensor
    counts: list[int]


class ExampleBuilder:
    """Encodes passages with one vocabulary and label inventory."""

    def __init__(self, wordpieces: WordPieces, labels: Labels, longest: int = 400) -> None:
        self.wordpieces = wordpieces
        self.mask = (wordpieces.ids["[MASK]"],)
        self.longest = longest
        self.tags = {name: index for index, name in enumerate(labels.tags)}
        self.pos = {name: index for index, name in enumerate(labels.pos)}
        self.deps = {name: index for index, name in enumerate(labels.deps)}
        self.entities = {name: index for index, name in enumerate(labels.entities)}

    def build(self, passage: Passage, hidden: Collection[int] = ()) -> Example | None:
        """Return the example, or None where the passage is empty or has more than `longest` pieces.

        The words at the places in `hidden` are one mask each; their labels stay.
        """
        size = len(passage.words)
        spaces = ["", *passage.gaps[:-1]]
        pieces = [
            self.mask if index in hidden else self.wordpieces.find_pieces(word)
            for index, word in enumerate(passage.words)
        ]
        if not size or sum(map(len, pieces)) > self.longest:
            return None
        breaks = [space.count("\n") > 1 for space in spaces]
        window = encode_window(
            pieces,
            find_forms(passage.words, spaces),
            breaks,
            Window(0, size, 0, size),
            start=self.wordpieces.start,
            stop=self.wordpieces.stop,
        )
        none = [UNKNOWN] * size
        deps = list(none)
        for index, (head, dep) in enumerate(zip(passage.heads or (), passage.deps or (), strict=True)):
            if head != index:
                deps[index] = self.deps.get(dep, UNKNOWN)
        return Example(
            window=window,
            tags=[self.tags.get(tag, UNKNOWN) for tag in passage.tags] if passage.tags is not None else none,
            pos=[self.pos.get(pos, UNKNOWN) for pos in passage.pos] if passage.pos is not None else none,
            starts=self._find_starts(passage),
            entities=self._find_entities(passage),
            heads=list(passage.heads) if passage.heads is not None else none,
            deps=deps,
            sentences=_number_sentences(passage) if passage.heads is not None else none,
        )

    def _find_starts(self, passage: Passage) -> list[int]:
        if passage.starts is None:
            return [UNKNOWN] * len(passage.words)
        # The first word of a paragraph starts a sentence by rule, so nothing is learnt from it.
        spaces = ["\n\n", *passage.gaps[:-1]]
        return [
            UNKNOWN if space.count("\n") > 1 else int(start)
            for start, space in zip(passage.starts, spaces, strict=True)
        ]

    def _find_entities(self, passage: Passage) -> list[int]:
        if passage.entities is None:
            return [UNKNOWN] * len(passage.words)
        labels = [self.entities["O"]] * len(passage.words)
        for word in passage.missing:
            labels[word] = UNKNOWN
        for start, end, label in passage.entities:
            if end - start == 1:
                labels[start] = self.entities[f"U-{label}"]
                continue
            labels[start] = self.entities[f"B-{label}"]
            labels[start + 1 : end - 1] = [self.entities[f"I-{label}"]] * (end - start - 2)
            labels[end - 1] = self.entities[f"L-{label}"]
        return labels


def hide_words(words: Sequence[str], rng: random.Random, share: float) -> set[int]:
    """Return the places of a random `share` of the words that hold a letter or digit.

    What is hidden must be told from its context, as a name that no training text has must be.
    """
    return {index for index, word in enumerate(words) if rng.random() < share and any(map(str.isalnum, word))}


def _number_sentences(passage: Passage) -> list[int]:
    number = -1
    numbers: list[int] = []
    for start in passage.starts or ():
        number += start
        numbers.append(number)
    return numbers


def build_batches(examples: Sequence[Example], rng: random.Random, budget: int, pool: int = 2_000) -> Iterator[Batch]:
    """Yield batches of at most about `budget` padded pieces, every example once, in a random order.

    Examples are drawn in pools and sorted by length inside a pool, so that little is padded.
    """
    order = list(range(len(examples)))
    rng.shuffle(order)
    groups: list[list[Example]] = []
    for start in range(0, len(order), pool):
        drawn = sorted((examples[i] for i in order[start : start + pool]), key=lambda each: len(each.window.pieces))
        group: list[Example] = []
        for example in drawn:
            if group and len(example.window.pieces) * (len(group) + 1) > budget:
                groups.append(group)
                group = []
            group.append(example)
        groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        yield build_batch(group)


def build_batch(examples: Sequence[Example]) -> Batch:
    """Return examples as one padded batch."""
    width = max(len(example.window.pieces) for example in examples)
    pieces = torch.zeros(len(examples), width, dtype=torch.long)
    forms = torch.zeros(len(examples), width, dtype=torch.long)
    mask = torch.zeros(len(examples), width, dtype=torch.long)
    firsts: list[int] = []
    lasts: list[int] = []
    heads: list[int] = []
    sentences: list[int] = []
    base = sentence = 0
    for row, example in enumerate(examples):
        length = len(example.window.pieces)
        pieces[row, :length] = torch.tensor(example.window.pieces)
        forms[row, :length] = torch.tensor(example.window.forms)
        mask[row, :length] = 1
        firsts += [row * width + first for first in example.window.firsts]
        lasts += [row * width + last for last in example.window.lasts]
        heads += [head if head == UNKNOWN else base + head for head in example.heads]
        sentences += [number if number == UNKNOWN else sentence + number for number in example.sentences]
        base += len(example.heads)
        sentence += len(example.heads)

    def flat(name: str) -> Tensor:
        return torch.tensor([value for example in examples for value in getattr(example, name)])

    return Batch(
        pieces=pieces,
        forms=forms,
        mask=mask,
        firsts=torch.tensor(firsts),
        lasts=torch.tensor(lasts),
        tags=flat("tags"),
        pos=flat("pos"),
        starts=flat("starts"),
        entities=flat("entities"),
        heads=torch.tensor(heads),
        deps=flat("deps"),
        sentences=torch.tensor(sentences),
        counts=[len(example.heads) for example in examples],
    )
