"""The sentences that several tables share, and the form that they are kept in."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """A table's sentence, the column that names a row to people, and a sentence for each column."""

    sentence: str
    label: str | None = None
    columns: dict[str, str]


STRETCH = "first code point in the article's text, counted from 0"
END = "offset after the last code point"
KEY = "key of the article version: sha256 of URL key and cleaned text"


def stretch(prefix: str, meaning: str) -> dict[str, str]:
    """Return the sentences of words in the article's text: `_text`, `_start` and `_end`."""
    return {
        f"{prefix}_text": f"{meaning}, as printed; empty when the text has no such words.",
        f"{prefix}_start": f"Its {STRETCH}.",
        f"{prefix}_end": f"Its {END}.",
    }


def printed(prefix: str, meaning: str) -> dict[str, str]:
    """Return the sentences of a value as it was printed: `_printed` and `_origin`."""
    return {
        f"{prefix}_printed": f"{meaning} as the page, feed, file or person has it, before it was cleaned.",
        f"{prefix}_origin": "Where that stands: json-ld, meta, microdata, heading, title, page, text, feed, file or user.",
    }


def stamp(prefix: str, meaning: str) -> dict[str, str]:
    """Return the sentences of a point of time: the value, `_printed`, `_origin` and `_precision`."""
    return {
        prefix: f"{meaning}, UTC; empty when nothing states it.",
        f"{prefix}_printed": "The same as the string that the page, feed or person printed.",
        f"{prefix}_origin": "Where that string came from: json-ld, microdata, meta, text, feed, user, file or htmldate.",
        f"{prefix}_precision": "What the string gives: instant (time and zone), local (time, zone assumed UTC) or day.",
    }


SPEAKER: Final = {
    "speaker_name": "Fullest name in the article of whom it gives as the source; empty when the article itself states it.",
    "speaker_kind": "person, organisation, document or anonymous.",
    "speaker_role": "The speaker's title as printed, for example `chief spokesperson`.",
    "speaker_organisation": "The speaker's affiliation as printed.",
}

VERDICT: Final = {
    "id": "Number of the verdict in the order in which they were made.",
    "claim_key": "Key of the claim as it stood when it was judged.",
    "version_key": f"The {KEY}.",
    "text_sha256": "sha256 of the article text that was judged.",
    "quote": "The evidence sentence, exactly (W3C TextQuoteSelector).",
    "prefix": "Up to 32 code points before the quote.",
    "suffix": "Up to 32 code points after the quote.",
    "start": f"The quote's {STRETCH} (W3C TextPositionSelector).",
    "end": f"The quote's {END}.",
    "quantity": "Words of the quantity that was judged.",
    "quantity_start": f"The quantity's {STRETCH}.",
    "decision": "accept, reject, correct, unsure, skip, add (a claim that the machine missed) or retract.",
    "reviewer": "Who decided; `local` on an installation without sign-in.",
    "decided_at": "When, UTC.",
    "pipeline_version": "Pipeline version whose claim was judged.",
    "reason": "Why a claim was rejected.",
    "note": "Free words of the reviewer.",
    "old": "JSON object of field values before a correction, by column of `claims`.",
    "new": "JSON object of field values after a correction, or of an added claim; '' means that the text does not say.",
    "judged": "JSON object of the values that the page showed: what the decision was about.",
    "round": "first, second (blind) or adjudication.",
    "retracts": "Number of the verdict that is taken back; empty for other decisions.",
    "batch": "Name shared by the verdicts of one decision on many claims.",
}
