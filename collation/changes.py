"""What changed between two versions of a text, sentence by sentence, with the words marked."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, process

from collation.sentences import Sentence, split_sentences

ALIKE: Final = 55.0  # of 100, rapidfuzz.fuzz.ratio: from here on one sentence is taken for the other, rewritten
LARGEST_BLOCK: Final = 250_000  # pairs of sentences that are compared where a whole stretch was rewritten
LONGEST_SENTENCE: Final = 1_000  # words and marks of a sentence within which single words are marked
_WORD: Final = re.compile(r"\w+(?:[.,’'-]\w+)*|\s+|[^\w\s]")


class ChangeKind(StrEnum):
    """What became of a sentence."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a changed sentence, and whether it stands in this version alone."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """What became of one sentence.

    Attributes:
        kind: what happened.
        before: the sentence of the older version; None for an added one.
        after: the sentence of the newer version; None for a removed one.
        before_pieces: `before` in pieces, those that are gone marked; empty unless the kind is `changed`.
        after_pieces: `after` in pieces, those that are new marked; empty unless the kind is `changed`.

    """

    kind: ChangeKind
    before: Sentence | None
    after: Sentence | None
    before_pieces: tuple[Piece, ...] = ()
    after_pieces: tuple[Piece, ...] = ()


def compare_texts(before: str, after: str) -> tuple[SentenceChange, ...]:
    """Return what became of every sentence, in the order of the newer text, removed ones where they stood.

    Sentences are set side by side by difflib; within a stretch that was rewritten, each is paired with the one that it
    resembles most, order kept. White space does not count. A sentence that stands elsewhere, word by word, is `moved`.
    """
    old, new = split_sentences(before), split_sentences(after)
    old_words, new_words = [_plain(each) for each in old], [_plain(each) for each in new]
    changes: list[SentenceChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old_words, new_words).get_opcodes():
        if tag == "equal":
            pairs = zip(old[i1:i2], new[j1:j2], strict=True)
            changes += [SentenceChange(kind=ChangeKind.SAME, before=first, after=second) for first, second in pairs]
        else:
            changes += _compare_block(old[i1:i2], new[j1:j2])
    return tuple(_find_moved(changes))


def _compare_block(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[SentenceChange]:
    """Yield what became of a stretch of sentences of which none stayed in place."""
    i = j = 0
    for row, column in (*_pair_sentences(old, new), (len(old), len(new))):
        yield from (SentenceChange(kind=ChangeKind.REMOVED, before=each, after=None) for each in old[i:row])
        yield from (SentenceChange(kind=ChangeKind.ADDED, before=None, after=each) for each in new[j:column])
        if row < len(old):
            first, second = mark_words(old[row].text, new[column].text)
            yield SentenceChange(
                kind=ChangeKind.CHANGED,
                before=old[row],
                after=new[column],
                before_pieces=first,
                after_pieces=second,
            )
        i, j = row + 1, column + 1


def _pair_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return the pairs (of indices, rising) whose likeness has the greatest sum; only pairs that are alike."""
    if not old or not new or len(old) * len(new) > LARGEST_BLOCK:
        return []
    likeness = process.cdist(
        [_plain(each) for each in old], [_plain(each) for each in new], scorer=fuzz.ratio, score_cutoff=ALIKE
    ).tolist()
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            paired = likeness[row][column] + best[row + 1][column + 1] if likeness[row][column] else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    pairs: list[tuple[int, int]] = []
    row = column = 0
    while row < len(old) and column < len(new):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            pairs.append((row, column))
            row, column = row + 1, column + 1
    return pairs


def mark_words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two sentences in pieces, with the words marked that the other does not have."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > LONGEST_SENTENCE:
        return (Piece(text=before, is_marked=True),), (Piece(text=after, is_marked=True),)
    first: list[Piece] = []
    second: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(_is_space, old, new, autojunk=False).get_opcodes():
        for pieces, words in ((first, old[i1:i2]), (second, new[j1:j2])):
            if words:
                pieces.append(Piece(text="".join(words), is_marked=tag != "equal"))
    return tuple(first), tuple(second)


def _find_moved(changes: Sequence[SentenceChange]) -> Iterator[SentenceChange]:
    """Yield the changes; one that was taken away here and put in there, word by word, is a move."""
    removed: dict[str, deque[int]] = defaultdict(deque)
    for index, change in enumerate(changes):
        if change.kind is ChangeKind.REMOVED and change.before is not None:
            removed[_plain(change.before)].append(index)
    origin: dict[int, int] = {}
    for index, change in enumerate(changes):
        if change.kind is ChangeKind.ADDED and change.after is not None and removed[_plain(change.after)]:
            origin[index] = removed[_plain(change.after)].popleft()
    gone = set(origin.values())
    for index, change in enumerate(changes):
        if index in origin:
            yield SentenceChange(kind=ChangeKind.MOVED, before=changes[origin[index]].before, after=change.after)
        elif index not in gone:
            yield change


def _plain(sentence: Sentence) -> str:
    return " ".join(sentence.text.split())


def _is_space(word: str) -> bool:
    return word.isspace()
