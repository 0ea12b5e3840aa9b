"""Cut a document's words into windows for the encoder; where a cut falls depends on the document alone."""

from collections.abc import Sequence
from dataclasses import dataclass

# Words with these texts end a sentence often enough to cut there when a paragraph is longer than a window.
SENTENCE_MARKS = frozenset((".", "!", "?", "\u2026", ";", '"', "\u201d"))


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` are read together, results are kept for `first` to `last`; ends exclusive."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class EncodedWindow:
    """A window as the network reads it: piece and form ids of equal length, the places of the words' first and last pieces."""

    pieces: list[int]
    forms: list[int]
    firsts: list[int]
    lasts: list[int]


def find_windows(
    sizes: Sequence[int], words: Sequence[str], breaks: Sequence[bool], limit: int, margin: int
) -> list[Window]:
    """Return windows of at most about `limit` pieces that keep every word once, in order.

    `sizes` are the words' numbers of pieces; `breaks` says whether a paragraph begins with the word. A window ends
    before the last paragraph that would not fit whole. A longer paragraph is cut after a sentence mark, or anywhere,
    and there each side also reads up to `margin` pieces of the other.
    """
    windows: list[Window] = []
    first = 0
    while first < len(sizes):
        last = _find_end(sizes, words, breaks, first, limit)
        start = first if breaks[first] or first == 0 else _reach_back(sizes, breaks, first, margin)
        end = last if last == len(sizes) or breaks[last] else _reach_on(sizes, breaks, last, margin)
        windows.append(Window(start, end, first, last))
        first = last
    return windows


def _find_end(sizes: Sequence[int], words: Sequence[str], breaks: Sequence[bool], first: int, limit: int) -> int:
    total = 0
    paragraph = mark = first
    for index in range(first, len(sizes)):
        if index > first and breaks[index]:
            paragraph = index
        total += sizes[index]
        if total > limit and index > first:
            # A paragraph's end far before the limit would leave a short window and a long rest to be cut anyway.
            return paragraph if paragraph > first else mark if mark > first else index
        if words[index] in SENTENCE_MARKS:
            mark = index + 1
    return len(sizes)


def _reach_back(sizes: Sequence[int], breaks: Sequence[bool], first: int, margin: int) -> int:
    start = first
    room = margin
    while start > 0 and not breaks[start] and sizes[start - 1] <= room:
        start -= 1
        room -= sizes[start]
    return start


def _reach_on(sizes: Sequence[int], breaks: Sequence[bool], last: int, margin: int) -> int:
    end = last
    room = margin
    while end < len(breaks) and not breaks[end] and sizes[end] <= room:
        room -= sizes[end]
        end += 1
    return end


def encode_window(
    pieces: Sequence[tuple[int, ...]],
    forms: Sequence[int],
    breaks: Sequence[bool],
    window: Window,
    *,
    start: int,
    stop: int,
) -> EncodedWindow:
    """Return the ids of a window: `start`, the words' pieces, `stop` at each paragraph break and at the end.

    Every piece of a word has the word's form, the two marks have form 0.
    """
    ids = [start]
    shapes = [0]
    firsts: list[int] = []
    lasts: list[int] = []
    for index in range(window.start, window.end):
        if breaks[index] and index > window.start:
            ids.append(stop)
            shapes.append(0)
        firsts.append(len(ids))
        ids.extend(pieces[index])
        shapes.extend([forms[index]] * len(pieces[index]))
        lasts.append(len(ids) - 1)
    ids.append(stop)
    shapes.append(0)
    return EncodedWindow(ids, shapes, firsts, lasts)


def find_repeats(windows: Sequence[Window], encoded: Sequence[EncodedWindow]) -> list[int]:
    """Return for each window the number of the first one that reads and keeps the same; its own where there is none."""
    first_of: dict[tuple[tuple[int, ...], ...], int] = {}
    repeats: list[int] = []
    for number, (window, part) in enumerate(zip(windows, encoded, strict=True)):
        kept = part.firsts[window.first - window.start : window.last - window.start]
        repeats.append(first_of.setdefault((tuple(part.pieces), tuple(part.forms), tuple(kept)), number))
    return repeats
