"""What a claim's page shows: the claim as fields, its marks in the text, why the machine thinks so, and its neighbours."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from review.databases import NEWS
from review.marks import Mark
from review.standing import NEWEST
from storage.places import precision

# Prefix of the columns in `claims`, kind (a CSS class), words. Order is that of the legend.
ROLES: Final = (
    ("quantity", "quantity", "quantity"),
    ("group", "group", "counted thing"),
    ("trigger", "trigger", "event"),
    ("place", "place", "place"),
    ("time", "time", "time"),
    ("speaker", "speaker", "speaker"),
    ("cue", "cue", "cue"),
    ("part_of", "part", "part of"),
)
EVIDENCE: Final = "evidence"
OTHER: Final = "other"
_WORDS: Final = {prefix: words for prefix, _, words in ROLES}

_CLAIM: Final = """
    SELECT c.*, v.id AS article_id, v.version, v.url_key, v.title, v.byline, v.text, v.text_sha256, v.url, v.canonical_url,
        v.published, v.published_printed, v.published_precision, v.language, v.snapshot_id, v.extractor,
        a.versions, a.source, a.version_key = c.version_key AS is_current,
        (SELECT newest.id FROM article_versions AS newest WHERE newest.version_key = a.version_key) AS newest_id, s.title AS source_title,
        e.pipeline_version, e.extracted_at,
        n.fetched_at, n.warc_file, n.warc_offset, n.warc_length, n.body_sha256, n.content_type
    FROM claims AS c JOIN article_versions AS v ON v.version_key = c.version_key
    JOIN articles AS a ON a.url_key = v.url_key JOIN sources AS s ON s.name = a.source
    JOIN extractions AS e ON e.id = c.extraction_id JOIN snapshots AS n ON n.id = v.snapshot_id
    WHERE c.claim_key = ?"""
_PLACES: Final = """
    SELECT p.role, p.text, p.start, p."end", p.place_key, p.confidence, g.name, g.country, g.admin1, g.latitude,
        g.longitude, g.feature_class, g.feature_code, m.candidates, m.rule
    FROM claim_places AS p LEFT JOIN places AS g ON g.place_key = p.place_key
    LEFT JOIN place_mentions AS m ON m.version_key = :version_key AND m.start = p.start AND m."end" = p."end"
    WHERE p.claim_key = :claim_key GROUP BY p.id ORDER BY p.start, p.id"""
_NEIGHBOURS: Final = f"""
    SELECT c.claim_key, c.quantity, c.quantity_start, c.quantity_end, c.group_text, c.event, c.modality, c.speaker_name,
        c.evidence_start, c.evidence_end, c.confidence,
        {NEWEST} AS verdict
    FROM claims AS c WHERE c.version_key = ? ORDER BY c.quantity_start, c.ordinal"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the claim for people.

    Attributes:
        name: what it is.
        kind: kind of its mark in the text, empty when it has none.
        value: its value in words; None when the article does not say.
        printed: the words of the article that it was read from; None when it was read from none.
        confidence: how sure the machine is, 0 to 1; None when it does not tell.

    """

    name: str
    kind: str
    value: str | None
    printed: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim with all that its page shows: its row, places with candidates, the article's claims, origins and fields."""

    row: Mapping[str, Any]
    places: Sequence[Mapping[str, Any]]
    neighbours: Sequence[Mapping[str, Any]]
    origins: Sequence[Mapping[str, Any]]
    fields: Sequence[Field]


async def load_claim(datasette: Any, claim_key: str) -> ClaimView | None:
    """Return a claim of the newest extraction with what belongs to it; None when there is no such claim."""
    news = datasette.databases[NEWS]
    row = (await news.execute(_CLAIM, [claim_key])).first()
    if row is None:
        return None
    claim = dict(row)
    found = await news.execute(_PLACES, {"claim_key": claim_key, "version_key": claim["version_key"]})
    places = [{**dict(place), "candidates": _candidates(place["candidates"])} for place in found]
    origins: list[dict[str, Any]] = json.loads(claim["origins"])
    return ClaimView(
        row=claim,
        places=places,
        neighbours=await load_claims_of(datasette, claim["version_key"]),
        origins=origins,
        fields=describe_fields(claim, places, origins),
    )


async def load_claims_of(datasette: Any, version_key: str) -> Sequence[Mapping[str, Any]]:
    """Return the claims of an article version in order of the text, with their newest verdicts."""
    return [dict(row) for row in await datasette.databases[NEWS].execute(_NEIGHBOURS, [version_key])]


def find_marks(claim: Mapping[str, Any], places: Iterable[Mapping[str, Any]]) -> list[Mark]:
    """Return the marks of a claim: its evidence sentence and the stretch of each role."""
    marks = [Mark(start=claim["evidence_start"], end=claim["evidence_end"], kind=EVIDENCE)]
    for prefix, kind, words in ROLES:
        start = claim.get(f"{prefix}_start")
        if start is not None:
            marks.append(Mark(start=start, end=claim[f"{prefix}_end"], kind=kind, label=words))
    marks += [
        Mark(start=place["start"], end=place["end"], kind="place", label=f"{_WORDS['place']}: {place['role']}")
        for place in places
    ]
    return marks


def describe_fields(
    claim: Mapping[str, Any], places: Sequence[Mapping[str, Any]], origins: Sequence[Mapping[str, Any]]
) -> list[Field]:
    """Return the claim as fields in the order in which a person checks them."""
    sure = {origin["field"]: float(origin["confidence"]) for origin in origins}
    unit = " ".join(filter(None, (claim["unit"], claim["currency"], claim["measured_in"])))
    speaker = ", ".join(filter(None, (claim["speaker_name"], claim["speaker_role"], claim["speaker_organisation"])))
    return [
        Field(
            name="Quantity",
            kind="quantity",
            value=describe_bounds(claim),
            printed=claim["quantity"],
            confidence=sure.get("quantity"),
        ),
        Field(name="Unit", kind="", value=unit, confidence=sure.get("unit")),
        Field(
            name="Counted thing",
            kind="group",
            value=claim["group_text"],
            confidence=sure.get("group"),
        ),
        Field(
            name="Event",
            kind="trigger",
            value=claim["event"],
            printed=claim["trigger_text"],
            confidence=sure.get("event"),
        ),
        Field(name="Modality", kind="", value=claim["modality"], confidence=sure.get("modality")),
        Field(name="Measure", kind="", value=claim["measure"], confidence=sure.get("measure")),
        Field(
            name="Places",
            kind="place",
            value="; ".join(f"{place['text']} ({place['role']})" for place in places) or None,
            confidence=sure.get("places"),
        ),
        Field(
            name="Time",
            kind="time",
            value=describe_time(claim),
            printed=claim["time_text"],
            confidence=sure.get("time"),
        ),
        Field(
            name="Speaker",
            kind="speaker",
            value=f"{speaker} ({claim['speaker_kind']})" if speaker else None,
            printed=claim["speaker_text"] if claim["speaker_text"] != claim["speaker_name"] else None,
            confidence=sure.get("speaker"),
        ),
        Field(
            name="Stance", kind="cue", value=claim["stance"], printed=claim["cue_text"], confidence=sure.get("stance")
        ),
        Field(name="Part of", kind="part", value=claim["part_of_text"], confidence=sure.get("part_of")),
    ]


def describe_bounds(claim: Mapping[str, Any]) -> str:
    """Return the interval in words with the qualifier: `400,000 or more (more than)`."""
    low, high = (None if claim[name] is None else f"{Decimal(claim[name]):,f}" for name in ("low_exact", "high_exact"))
    if low == high:
        words = str(low)
    elif high is None:
        words = f"{low} or more"
    elif low is None:
        words = f"{high} or less"
    else:
        words = f"{low} to {high}"
    return f"{words} ({str(claim['qualifier']).replace('_', ' ')})"


def describe_time(claim: Mapping[str, Any]) -> str | None:
    """Return the days that the time covers; None when the article gives no time."""
    if claim["time_text"] is None:
        return None
    first, last = claim["time_from"], claim["time_to"]
    if first is None and last is None:
        return "no date could be told"
    if first == last:
        return str(first)
    return f"{first or '…'} to {last or '…'}"


_CANDIDATE: Final = ("key", "name", "country", "score", "latitude", "longitude", "feature_class", "feature_code")


def _candidates(text: str | None) -> list[Mapping[str, Any]]:
    """Read the column `candidates` of place_mentions: a JSON list of lists; older rows end after the score."""
    listed: list[dict[str, Any]] = [dict(zip(_CANDIDATE, entry, strict=False)) for entry in json.loads(text or "[]")]
    return [
        {**entry, "precision": precision(entry.get("feature_class"), entry.get("feature_code"))} for entry in listed
    ]


def map_points(places: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what the small map shows: every candidate that has coordinates, and whether it was chosen."""
    names = ("name", "country", "latitude", "longitude", "precision")
    return [
        {
            **{name: entry[name] for name in names},
            "claims": round(100 * entry["score"]),
            "words": f"{place['text']}: {'chosen' if entry['key'] == place['place_key'] else 'not chosen'}",
            "is_chosen": entry["key"] == place["place_key"],
        }
        for place in places
        for entry in place["candidates"]
        if entry.get("latitude") is not None
    ]
