"""The nouns of tallywire: frozen dataclasses and enumerations, standard library only.

Every package speaks in these records and none of them does input or output. All offsets are Unicode code points of
the article's text, end exclusive. All instants are timezone-aware. Numbers are exact decimals, never floats.
"""

from records.article import Article, Printed, Stamp
from records.claim import Claim, ClaimPlace, Evidence, FieldOrigin
from records.extraction import Extraction
from records.mention import Actor, Attribution, Mention, Place, PlaceCandidate, Quantity, Speaker, TimeRange
from records.snapshot import Snapshot
from records.source import Expectation, Source, Term
from records.verdict import Verdict
from records.vocabulary import (
    ActorKind,
    AttributionMode,
    Decision,
    Event,
    Measure,
    Modality,
    PlaceRole,
    Qualifier,
    Round,
    Stance,
    TimexType,
    Unit,
)

__all__ = [
    "Actor",
    "ActorKind",
    "Article",
    "Attribution",
    "AttributionMode",
    "Claim",
    "ClaimPlace",
    "Decision",
    "Event",
    "Evidence",
    "Expectation",
    "Extraction",
    "FieldOrigin",
    "Measure",
    "Mention",
    "Modality",
    "Place",
    "PlaceCandidate",
    "PlaceRole",
    "Printed",
    "Qualifier",
    "Quantity",
    "Round",
    "Snapshot",
    "Source",
    "Speaker",
    "Stamp",
    "Stance",
    "Term",
    "TimeRange",
    "TimexType",
    "Unit",
    "Verdict",
]
