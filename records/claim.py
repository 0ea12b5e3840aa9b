"""A claim: one quantity that an article states about the world, tied to the words that state it."""

import hashlib
from collections.abc import Iterator
from dataclasses import InitVar, dataclass
from functools import lru_cache

from records.mention import Mention, Place, Quantity, Speaker, TimeRange
from records.vocabulary import Event, Measure, Modality, PlaceRole, Stance, Unit

CONTEXT = 32  # code points before and after a quote, as W3C TextQuoteSelector examples use


@lru_cache(maxsize=4)
def _hash(text: str) -> str:
    """Return the sha256 in hex of a text; remembered, since every claim of an article asks for the same one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Mention):
    """The sentence that states a claim, quoted with its surroundings so that it can be found again in a moved text.

    Attributes:
        prefix: up to 32 code points before the quote.
        suffix: up to 32 code points after it.
        text_sha256: sha256 in hex of the whole article text.

    """

    prefix: str
    suffix: str
    text_sha256: str

    @classmethod
    def quote(cls, text: str, start: int, end: int) -> "Evidence":
        """Quote `text[start:end]`. Raises ValueError for an empty or outlying stretch."""
        return cls(
            start=start,
            end=end,
            text=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            text_sha256=_hash(text),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlace:
    """A place of a claim and what it is to the fact."""

    place: Place
    role: PlaceRole


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOrigin:
    """Why a field has its value.

    Attributes:
        field: name of the field of Claim.
        rule: name of the rule or model that set it.
        confidence: how sure it is, 0 to 1.

    """

    field: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One quantity with all that the article says of it. Cannot be built unless every stretch matches the text.

    Attributes:
        article_text: the article's text, for the check alone; it is not kept.
        version_key: key of the article version.
        quantity: the number expression.
        unit: kind of the counted thing.
        group: the counted noun phrase without the number and without relative clauses; None when only implied.
        event: what happened to the counted thing.
        trigger: the words that carry the event; None when no word does.
        measure: stock, flow or cumulative; None when the text does not tell.
        modality: actual, negated, future or hypothetical.
        places: places that locate this fact, in order of the text; empty when the article does not say.
        time: when the fact holds or happened, as written; None when the article gives none for this fact.
        speaker: whom the article gives as the source of this number; None when the article itself states it.
        cue: the attributing words; None when there are none.
        stance: what the speaker does with the statement.
        part_of: the total that this quantity is a part of; None when it is none.
        confidence: how sure the whole claim is, 0 to 1.
        evidence: the sentence that states it.
        origins: which rule or model set each field, and how sure it is.
        ordinal: 0 for the first claim on this quantity span, 1 for a second fact stated of the same set.

    """

    article_text: InitVar[str]
    version_key: str
    quantity: Quantity
    unit: Unit
    group: Mention | None
    event: Event
    trigger: Mention | None
    measure: Measure | None = None
    modality: Modality
    places: tuple[ClaimPlace, ...]
    time: TimeRange | None
    speaker: Speaker | None
    cue: Mention | None
    stance: Stance
    part_of: Mention | None = None
    confidence: float
    evidence: Evidence
    origins: tuple[FieldOrigin, ...] = ()
    ordinal: int = 0

    def __post_init__(self, article_text: str) -> None:
        """Check every stretch against the text, and that the evidence holds the quantity."""
        for mention in self.stretches():
            if not mention.is_in(article_text):
                found = article_text[mention.start : mention.end]
                raise ValueError(
                    f"evidence does not match: {mention.text!r} at {mention.start}..{mention.end}, text has {found!r}"
                )
        if self.evidence.text_sha256 != _hash(article_text):
            raise ValueError("the evidence quotes another text")
        if not (self.evidence.start <= self.quantity.start and self.quantity.end <= self.evidence.end):
            raise ValueError(f"the evidence {self.evidence.text!r} does not hold the quantity {self.quantity.text!r}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence lies between 0 and 1, got {self.confidence}")

    def stretches(self) -> Iterator[Mention]:
        """Yield every stretch of text that the claim points at."""
        single = (
            self.evidence,
            self.quantity,
            self.group,
            self.trigger,
            self.time,
            self.speaker,
            self.cue,
            self.part_of,
        )
        yield from (mention for mention in single if mention is not None)
        yield from (place.place for place in self.places)

    @property
    def key(self) -> str:
        """Return the claim's key: sha256 in hex over the article version, kind, quantity span, sentence span and ordinal.

        Stable over re-runs and over pipeline versions as long as the text, the quantity's words and the sentence stay
        the same.
        """
        spans = (self.quantity.start, self.quantity.end, self.evidence.start, self.evidence.end, self.ordinal)
        return hashlib.sha256(f"{self.version_key} quantity {spans}".encode()).hexdigest()
