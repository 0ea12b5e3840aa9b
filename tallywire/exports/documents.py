"""JSON Lines, GeoJSON and W3C Web Annotations."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from tallywire.exports.rows import COLUMNS, About

ANNOTATION_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_BODY: Final = tuple(
    name for name in COLUMNS if name not in {"exported_at", "export_filter", "evidence_prefix", "evidence_suffix"}
)


def write_jsonl(stream: IO[str], rows: Iterable[Mapping[str, Any]], about: About) -> None:
    """Write a first line that says what the file is, then one object a claim; places are nested with all their values."""
    stream.write(_dump({"about": about.rows()}) + "\n")
    for row in rows:
        claim = {name: row[name] for name in COLUMNS if name not in {"exported_at", "export_filter"}}
        stream.write(_dump({**claim, "places": row["all_places"]}) + "\n")


def write_geojson(stream: IO[str], rows: Iterable[Mapping[str, Any]], about: About) -> None:
    """Write a FeatureCollection (RFC 7946): one feature for each place of a claim, with its precision as a property.

    A claim without a located place is a feature with a null geometry: it is not lost, and not on the map.
    """
    head = _dump({"type": "FeatureCollection", "about": about.rows()})
    _write_list(stream, f'{head[:-1]}, "features": [', (feature for row in rows for feature in _features(row)), "]}")


def write_annotations(stream: IO[str], rows: Iterable[Mapping[str, Any]], about: About) -> None:
    """Write an AnnotationPage of W3C Web Annotations: the claim as body, its sentence and words as targets.

    Positions count Unicode code points, as the rest of tallywire does and as the model's TextPositionSelector says.
    """
    page = {
        "@context": ANNOTATION_CONTEXT,
        "type": "AnnotationPage",
        "generator": {"type": "Software", "name": about.program},
        "generated": about.exported_at,
        "summary": about.rows(),
    }
    _write_list(stream, f'{_dump(page)[:-1]}, "items": [', (_annotation(row) for row in rows), "]}")


def _features(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    shared = {name: row[name] for name in COLUMNS if name not in {"latitude", "longitude", "place", "place_key"}}
    located = [place for place in row["all_places"] if place.get("latitude") is not None]
    for place in located:
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
            "properties": {
                **shared,
                **{name: place[name] for name in ("name", "role", "place_key", "precision", "country", "admin1")},
            },
        }
    if not located:
        yield {"type": "Feature", "geometry": None, "properties": {**shared, "precision": None}}


def _annotation(row: Mapping[str, Any]) -> dict[str, Any]:
    quote = {
        "type": "TextQuoteSelector",
        "exact": row["evidence"],
        "prefix": row["evidence_prefix"] or "",
        "suffix": row["evidence_suffix"] or "",
    }
    position = {"type": "TextPositionSelector", "start": row["evidence_start"], "end": row["evidence_end"]}
    words = {"type": "TextPositionSelector", "start": row["quantity_start"], "end": row["quantity_end"]}
    return {
        "id": f"urn:tallywire:claim:{row['claim_key']}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": row["decided_at"] or row["exported_at"],
        **({"creator": {"type": "Person", "name": row["decided_by"]}} if row["decided_by"] else {}),
        "body": {
            "type": "Dataset",
            "value": {name: row[name] for name in _BODY if row[name] is not None},
            "places": row["all_places"],
        },
        "target": {"source": row["url"], "selector": [quote, {**position, "refinedBy": words}]},
    }


def _write_list(stream: IO[str], head: str, items: Iterable[Mapping[str, Any]], tail: str) -> None:
    """Write a JSON document whose long list is never held in memory."""
    stream.write(head)
    for number, item in enumerate(items):
        stream.write((",\n" if number else "\n") + _dump(item))
    stream.write(f"\n{tail}\n")


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
