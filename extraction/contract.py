"""The JSON Lines contract of `tallywire scan --jsonl`: documents in, one object a document out.

Input, one object a line: `{"doc", "text", "published"?, "title"?}`. Output: `{"doc", "claims", "actors", "places",
"attributions", "times"}`. All offsets are code points of `text`, end exclusive. Further keys of the input are ignored, so
that gold files can be fed as they are; further keys of the output (confidence, origins, ...) may be added, none is taken away.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from records import Actor, Attribution, Claim, ClaimPlace, Extraction, Mention, Place, Quantity, Speaker, TimeRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text to read.

    Attributes:
        doc: the caller's name for it, repeated in the output.
        text: the text, unchanged.
        published: day of publication, the anchor of relative times; None when unknown.
        title: headline when it is kept apart from the text; None when there is none.

    """

    doc: str
    text: str
    published: date | None
    title: str | None


class DocumentError(ValueError):
    """A line of input is no document; the message gives its number and what is wrong."""


def read_documents(lines: Iterable[str]) -> Iterator[Document]:
    """Parse the documents of a JSON Lines file, blank lines left out. Raises DocumentError with the line's number."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield parse_document(line, number=number)


def parse_document(line: str, *, number: int = 1) -> Document:
    """Parse one line of input. Raises DocumentError that says what is wrong in line `number` (counted from 1)."""
    where = f"line {number}"
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{where} is not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(record, dict):
        raise DocumentError(f'{where} must be an object like {{"doc": ..., "text": ...}}, not {_kind(record)}')
    for key in ("doc", "text"):
        if key not in record:
            raise DocumentError(f"{where} has no {key!r}")
        if not isinstance(record[key], str):
            raise DocumentError(f"{where}: {key!r} must be a string, not {_kind(record[key])}")
    surrogate = re.search("[\ud800-\udfff]", record["text"])
    if surrogate:
        raise DocumentError(f"{where}: 'text' has half a surrogate pair at {surrogate.start()}, which is no character")
    title = record.get("title")
    if title is not None and not isinstance(title, str):
        raise DocumentError(f"{where}: 'title' must be a string or null, not {_kind(title)}")
    return Document(
        doc=record["doc"], text=record["text"], published=_parse_published(record.get("published"), where), title=title
    )


def _parse_published(value: object, where: str) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise DocumentError(f"{where}: 'published' must be an ISO 8601 string or null, not {_kind(value)}")
    try:
        return datetime.fromisoformat(value).date()
    except ValueError as error:
        raise DocumentError(f"{where}: 'published' is not an ISO 8601 date: {value!r}") from error


def _kind(value: object) -> str:
    names = {"dict": "an object", "list": "a list", "str": "a string", "bool": "true or false", "NoneType": "null"}
    return names.get(type(value).__name__, "a number")


def render_extraction(doc: str, extraction: Extraction) -> dict[str, Any]:
    """Return the output object of one document, ready for `json.dumps`."""
    return {
        "doc": doc,
        "claims": [_render_claim(claim) for claim in extraction.claims],
        "actors": [_render_actor(actor) for actor in extraction.actors],
        "places": [_render_place(place) for place in extraction.places],
        "attributions": [_render_attribution(attribution) for attribution in extraction.attributions],
        "times": [_render_time(time) for time in extraction.times],
        "pipeline_version": extraction.pipeline_version,
    }


def _render_claim(claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    return {
        "quantity": _render_quantity(quantity),
        "low": _render_number(quantity.low),
        "high": _render_number(quantity.high),
        "qualifier": quantity.qualifier.value,
        "unit": claim.unit.value,
        "currency": quantity.currency,
        "group": _render_mention(claim.group),
        "event": claim.event.value,
        "trigger": _render_mention(claim.trigger),
        "measure": claim.measure.value if claim.measure else None,
        "modality": claim.modality.value,
        "places": [_render_claim_place(place) for place in claim.places],
        "time": _render_time(claim.time) if claim.time else None,
        "speaker": _render_speaker(claim.speaker),
        "cue": _render_mention(claim.cue),
        "stance": claim.stance.value,
        "part_of": _render_mention(claim.part_of),
        "confidence": claim.confidence,
        "evidence": _render_mention(claim.evidence),
        "ordinal": claim.ordinal,
        "origins": [
            {"field": origin.field, "rule": origin.rule, "confidence": origin.confidence} for origin in claim.origins
        ],
    }


def _render_number(value: Decimal | None) -> int | float | None:
    """Return a JSON number: an integer where the decimal is one. JSON has no exact decimals; the records keep them."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _render_mention(mention: Mention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    return {"start": mention.start, "end": mention.end, "text": mention.text}


def _span(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text}


def _render_quantity(quantity: Quantity) -> dict[str, Any]:
    return _span(quantity) | {"measure": quantity.measure, "rule": quantity.rule}


def _render_claim_place(place: ClaimPlace) -> dict[str, Any]:
    return _render_place(place.place) | {"role": place.role.value}


def _render_place(place: Place) -> dict[str, Any]:
    resolved = place.resolved
    return _span(place) | {
        "latitude": resolved.latitude if resolved else None,
        "longitude": resolved.longitude if resolved else None,
        "country": place.country,
        "geonameid": place.geonameid,
        "name": resolved.name if resolved else None,
        "admin1": resolved.admin1 if resolved else None,
        "feature_code": resolved.feature_code if resolved else None,
        "confidence": place.confidence,
        "rule": place.rule,
    }


def _render_time(time: TimeRange) -> dict[str, Any]:
    return _span(time) | {
        "type": time.timex.value,
        "value": time.value,
        "from": time.first.isoformat() if time.first else None,
        "to": time.last.isoformat() if time.last else None,
        "anchor": time.anchor,
        "rule": time.rule,
    }


def _render_speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    return _span(speaker) | {
        "name": speaker.name,
        "kind": speaker.kind.value,
        "role": speaker.role,
        "organisation": speaker.organisation,
    }


def _render_actor(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "kind": actor.kind.value,
        "role": actor.role,
        "organisation": actor.organisation,
        "sector": actor.sector,
        "aliases": list(actor.aliases),
        "mentions": [_span(mention) for mention in actor.mentions],
    }


def _render_attribution(attribution: Attribution) -> dict[str, Any]:
    speaker = attribution.speaker
    return {
        "source": [[mention.start, mention.end] for mention in attribution.source],
        "cue": [[mention.start, mention.end] for mention in attribution.cue],
        "content": [[mention.start, mention.end] for mention in attribution.content],
        "speaker": speaker.name if speaker else None,
        "kind": speaker.kind.value if speaker else None,
        "mode": attribution.mode.value,
        "stance": attribution.stance.value,
        "relay": _render_mention(attribution.relay),
        "rule": attribution.rule,
    }
