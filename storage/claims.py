"""The tables that an extraction fills: claims, their places, mentions, actors, attributions and times."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from records import Claim, Extraction, Mention, PlaceCandidate
from storage.rows import exact, now, stretch, to_json, to_text

_MENTION_TABLES = ("place_mentions", "actors", "attributions", "times")


def save_extraction(db: Database, extraction: Extraction, *, run_id: int | None) -> int:
    """Replace what was found in one article version and return the id of the extraction. Call inside `write`.

    Rows of `extractions` stay as a history with their counts; the claims and mentions are the newest extraction's.
    """
    key = extraction.version_key
    for table in ("claims", *_MENTION_TABLES):
        db.execute(f"DELETE FROM {table} WHERE version_key = ?", [key])
    db.execute(
        "DELETE FROM extractions WHERE version_key = ? AND pipeline_version = ?", [key, extraction.pipeline_version]
    )
    cursor = db.execute(
        "INSERT INTO extractions (version_key, pipeline_version, extracted_at, seconds, claims, actors, places,"
        " attributions, times, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            key,
            extraction.pipeline_version,
            to_text(now()),
            extraction.seconds,
            len(extraction.claims),
            len(extraction.actors),
            len(extraction.places),
            len(extraction.attributions),
            len(extraction.times),
            run_id,
        ],
    )
    extraction_id = int(cursor.lastrowid or 0)
    _save_places(db, extraction)
    _insert(db, "claims", (_claim_row(claim, extraction_id) for claim in extraction.claims))
    _insert(db, "claim_places", (row for claim in extraction.claims for row in _claim_place_rows(claim)))
    for table, rows in _mention_rows(extraction, extraction_id).items():
        _insert(db, table, rows)
    db.execute(
        "UPDATE article_versions SET extract_state = 'done', extract_attempts = 0, extract_error_kind = NULL,"
        " extract_error = NULL, pipeline_version = ? WHERE version_key = ?",
        [extraction.pipeline_version, key],
    )
    return extraction_id


def _insert(db: Database, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns. executemany: twice as fast as sqlite-utils' insert_all here."""
    listed = list(rows)
    if not listed:
        return
    columns = list(listed[0])
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    db.conn.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",
        [list(row.values()) for row in listed],
    )


def _save_places(db: Database, extraction: Extraction) -> None:
    resolved: dict[str, PlaceCandidate] = {}
    places = [*extraction.places, *(place.place for claim in extraction.claims for place in claim.places)]
    for place in places:
        if place.resolved is not None:
            resolved[place.resolved.key] = place.resolved
    db.table("places").upsert_all(
        [
            {
                "place_key": entry.key,
                "name": entry.name,
                "latitude": entry.latitude,
                "longitude": entry.longitude,
                "feature_class": entry.feature_class,
                "feature_code": entry.feature_code,
                "country": entry.country,
                "admin1": entry.admin1,
                "population": entry.population,
            }
            for entry in resolved.values()
        ],
        pk="place_key",
    )


def _claim_row(claim: Claim, extraction_id: int) -> dict[str, Any]:
    quantity, time, speaker, evidence = claim.quantity, claim.time, claim.speaker, claim.evidence
    return {
        "claim_key": claim.key,
        "version_key": claim.version_key,
        "extraction_id": extraction_id,
        "ordinal": claim.ordinal,
        "quantity": quantity.text,
        "quantity_start": quantity.start,
        "quantity_end": quantity.end,
        # As printed decimals: 66.67 has no exact binary float. `low` and `high` are generated from these.
        "low_exact": exact(quantity.low),
        "high_exact": exact(quantity.high),
        "qualifier": quantity.qualifier.value,
        "quantity_rule": quantity.rule,
        "unit": claim.unit.value,
        "currency": quantity.currency,
        "measured_in": quantity.measure,
        **stretch("group", claim.group),
        "event": claim.event.value,
        **stretch("trigger", claim.trigger),
        "measure": None if claim.measure is None else claim.measure.value,
        "modality": claim.modality.value,
        **stretch("time", time),
        "time_from": time.first.isoformat() if time and time.first else None,
        "time_to": time.last.isoformat() if time and time.last else None,
        "time_value": time.value if time else None,
        "speaker_name": speaker.name if speaker else None,
        "speaker_kind": speaker.kind.value if speaker else None,
        "speaker_role": speaker.role if speaker else None,
        "speaker_organisation": speaker.organisation if speaker else None,
        **stretch("speaker", speaker),
        **stretch("cue", claim.cue),
        "stance": claim.stance.value,
        **stretch("part_of", claim.part_of),
        "confidence": claim.confidence,
        "evidence": evidence.text,
        "evidence_start": evidence.start,
        "evidence_end": evidence.end,
        "evidence_prefix": evidence.prefix,
        "evidence_suffix": evidence.suffix,
        "origins": to_json(
            [{"field": o.field, "rule": o.rule, "confidence": round(o.confidence, 4)} for o in claim.origins]
        ),
    }


def _claim_place_rows(claim: Claim) -> Iterable[dict[str, Any]]:
    for located in claim.places:
        place = located.place
        yield {
            "claim_key": claim.key,
            "role": located.role.value,
            "text": place.text,
            "start": place.start,
            "end": place.end,
            "place_key": place.resolved.key if place.resolved else None,
            "confidence": place.confidence,
        }


def _mention_rows(extraction: Extraction, extraction_id: int) -> dict[str, list[dict[str, Any]]]:
    common = {"extraction_id": extraction_id, "version_key": extraction.version_key}
    places = [
        {
            **common,
            "text": place.text,
            "start": place.start,
            "end": place.end,
            "place_key": place.resolved.key if place.resolved else None,
            "confidence": place.confidence,
            "rule": place.rule,
            "candidates": to_json([_candidate(candidate) for candidate in place.candidates]),
        }
        for place in extraction.places
    ]
    actors = [
        {
            **common,
            "name": actor.name,
            "kind": actor.kind.value,
            "role": actor.role,
            "organisation": actor.organisation,
            "sector": actor.sector,
            "aliases": to_json(actor.aliases),
            "mentions": to_json(_spans(actor.mentions)),
        }
        for actor in extraction.actors
    ]
    attributions = [
        {
            **common,
            "speaker_name": found.speaker.name if found.speaker else None,
            "speaker_kind": found.speaker.kind.value if found.speaker else None,
            "speaker_role": found.speaker.role if found.speaker else None,
            "speaker_organisation": found.speaker.organisation if found.speaker else None,
            "source": _joined(found.source),
            "cue": _joined(found.cue),
            "content": _joined(found.content),
            "mode": found.mode.value,
            "stance": found.stance.value,
            "relay": found.relay.text if found.relay else None,
            "spans": to_json({part: _spans(getattr(found, part)) for part in ("source", "cue", "content")}),
            "rule": found.rule,
        }
        for found in extraction.attributions
    ]
    times = [
        {
            **common,
            "text": time.text,
            "start": time.start,
            "end": time.end,
            "timex": time.timex.value,
            "value": time.value,
            "first": time.first.isoformat() if time.first else None,
            "last": time.last.isoformat() if time.last else None,
            "anchor": time.anchor,
            "rule": time.rule,
        }
        for time in extraction.times
    ]
    return {"place_mentions": places, "actors": actors, "attributions": attributions, "times": times}


def _candidate(entry: PlaceCandidate) -> list[Any]:
    precise = (round(entry.score, 4), entry.latitude, entry.longitude, entry.feature_class, entry.feature_code)
    return [entry.key, entry.name, entry.country, *precise]


def _spans(mentions: Iterable[Mention]) -> list[list[int]]:
    return [[mention.start, mention.end] for mention in mentions]


def _joined(mentions: tuple[Mention, ...]) -> str | None:
    """Return the words of a broken stretch with an ellipsis between the pieces; None for no words."""
    return " … ".join(mention.text for mention in mentions) or None
