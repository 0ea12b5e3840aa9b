"""A quantity phrase in its sentence, as the rules see it that tell numbers which count from numbers which do not."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.counted import Counted
from extraction.quantity_forms import QuantityPhrase
from extraction.sentences import sentence_at

HYPHENS: Final = frozenset({"-", "‑", "–"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity phrase in its sentence. `text` is `doc.text`, which spaCy joins anew at every call. `first` and `after` are the token indices of its begin and of what follows."""

    doc: Doc
    text: str
    phrase: QuantityPhrase
    counted: Counted
    first: int
    after: int

    @property
    def printed(self) -> str:
        """Return the number as printed, without qualifiers and units."""
        return self.text[self.phrase.number_start : self.phrase.number_end]

    @property
    def is_plain_digits(self) -> bool:
        """Tell whether the number is bare digits: no grouping, no decimals, no scale, no unit, no qualifier."""
        return self.printed.isdigit() and self.phrase.unit is None

    @property
    def sentence(self) -> Span:
        """Return the sentence of the number, or the stretch around it when the sentence is overlong."""
        return sentence_at(self.doc, self.counted.number.i)

    def before(self, distance: int = 1) -> Token | None:
        """Return a token before the phrase within its sentence."""
        index = self.first - distance
        return self.doc[index] if index >= self.sentence.start else None

    def behind(self, distance: int = 0) -> Token | None:
        """Return a token behind the phrase within its sentence."""
        index = self.after + distance
        return self.doc[index] if index < self.sentence.end else None
