"""Marked text: stretches of an article cut into pieces that a template can escape and dress one by one.

Offsets are code points, end exclusive. Stretches may overlap in any way; each piece knows all that cover it, so no HTML
is ever nested or built from strings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch to mark.

    Attributes:
        start: offset of its first code point.
        end: offset after its last.
        kind: short name, used as a CSS class.
        label: what it is, in words for people; empty for a mark without a label.
        href: where it leads; None when it is no link.

    """

    start: int
    end: int
    kind: str
    label: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of text between two neighbouring boundaries.

    Attributes:
        text: its characters, unescaped.
        kinds: kinds of all marks over it, each once, widest mark first.
        labels: labels of the marks that start here, widest first.
        href: link of the narrowest mark over it that has one.

    """

    text: str
    kinds: tuple[str, ...]
    labels: tuple[str, ...]
    href: str | None


def cut_pieces(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Return `text[start:end]` as pieces whose texts, joined, are exactly that stretch.

    Marks are clipped to the stretch. Raises ValueError for a mark that does not lie in the text.
    """
    stop = len(text) if end is None else end
    inside = []
    for mark in marks:
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError(f"no stretch of this text: {mark}")
        if mark.start < stop and mark.end > start:
            inside.append(mark)
    inside.sort(key=lambda mark: (mark.start - mark.end, mark.start))
    edges = {start, stop}
    for mark in inside:
        edges |= {max(mark.start, start), min(mark.end, stop)}
    bounds = sorted(edges)
    return [_piece(text, inside, first, last, start) for first, last in pairwise(bounds)]


def _piece(text: str, marks: Sequence[Mark], first: int, last: int, start: int) -> Piece:
    over = [mark for mark in marks if mark.start <= first and mark.end >= last]
    begun = [mark for mark in over if max(mark.start, start) == first]
    return Piece(
        text=text[first:last],
        kinds=tuple(dict.fromkeys(mark.kind for mark in over)),
        labels=tuple(dict.fromkeys(mark.label for mark in begun if mark.label)),
        href=next((mark.href for mark in reversed(over) if mark.href), None),
    )
