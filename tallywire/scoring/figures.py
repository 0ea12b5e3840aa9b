"""The figures of a set of documents, and the items that were wrong."""

from dataclasses import dataclass, field
from typing import Final

DIGITS: Final = 4  # figures are given to four decimals


@dataclass(frozen=True, slots=True)
class Miss:
    """One wrong item.

    Attributes:
        doc: name of the document.
        text: words of the item.
        reasons: what is wrong: `missed`, `spurious`, or the fields that differ.

    """

    doc: str
    text: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """What a layer's measure says of a set.

    Attributes:
        figures: measure -> count of items, or share from 0 to 1, in the order in which they are shown.
        misses: the wrong items, in order of the documents.

    """

    figures: dict[str, int | float] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def rounded(self) -> dict[str, int | float]:
        """Return the figures, shares to four decimals."""
        return {
            name: round(value, DIGITS) if isinstance(value, float) else value for name, value in self.figures.items()
        }

    def miss(self, doc: str, text: str, *reasons: str) -> None:
        """Note a wrong item."""
        self.misses.append(Miss(doc, text, reasons))

    def note_f1(self, name: str, *, right: int, predicted: int, gold: int) -> None:
        """Note precision, recall and F1 as `name P`, `name R` and `name F1`."""
        self.figures[f"{name} P"] = share(right, predicted)
        self.figures[f"{name} R"] = share(right, gold)
        self.figures[f"{name} F1"] = f1(right, predicted=predicted, gold=gold)


def share(part: int, whole: int) -> float:
    """Return part / whole; 0 of nothing is 0."""
    return part / whole if whole else 0.0


def f1(right: int, *, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall; 0 where nothing is right."""
    precision, recall = share(right, predicted), share(right, gold)
    return 2 * precision * recall / (precision + recall) if right else 0.0
