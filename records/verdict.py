"""A verdict: what a person decided about a claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from records.vocabulary import Decision, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One human decision. Appended to `reviews.db`, never changed; keyed by text, quote and position, not by row ids.

    Attributes:
        claim_key: key of the claim as it stood when it was judged.
        version_key: key of the article version.
        text_sha256: sha256 in hex of the article's text.
        quote: the evidence, exactly (W3C TextQuoteSelector `exact`).
        prefix: up to 32 code points before it.
        suffix: up to 32 code points after it.
        start: its first code point (W3C TextPositionSelector).
        end: offset after its last code point.
        quantity: the words of the quantity that was judged, so that two claims of one sentence stay apart.
        quantity_start: offset of its first code point.
        decision: what was decided.
        reviewer: who decided; `local` for the single user of an unshared installation.
        decided_at: instant, UTC.
        pipeline_version: the pipeline whose claim was judged.
        reason: why a claim was rejected; None for other decisions or when none was given.
        note: free words; None when there are none.
        old: field values before a correction, by column of the claims table.
        new: field values after a correction, or of an added claim; an empty string for "the text does not say".
        judged: the values that the page showed, by column: what the decision was about.
        round: first reading, blind second reading or adjudication.
        retracts: number of the verdict that is taken back; None for other decisions.
        batch: name shared by the verdicts of one decision on many claims; None for a single one.

    """

    claim_key: str
    version_key: str
    text_sha256: str
    quote: str
    prefix: str
    suffix: str
    start: int
    end: int
    quantity: str
    quantity_start: int
    decision: Decision
    reviewer: str
    decided_at: datetime
    pipeline_version: str
    reason: str | None = None
    note: str | None = None
    old: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)
    round: Round = Round.FIRST
    retracts: int | None = None
    batch: str | None = None
