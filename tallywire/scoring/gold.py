"""Gold standards and predictions on disk: JSON Lines, one document a line, checked before anything is measured."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# Layer -> keys that a gold document must have, each a list of items, and the keys that each item must have.
REQUIRED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "claims": {"claims": ("quantity", "low", "high"), "actors": ("name", "kind", "role", "organisation")},
    "places": {"places": ("start", "end", "text", "latitude", "longitude")},
    "attributions": {"attributions": ("source", "cue", "content")},
    "times": {"times": ("start", "end", "text", "value")},
    "displacement": {"figures": ("quantity", "unit", "event", "country")},
}
# What a prediction must have of each item; everything else that it leaves out counts as null.
_PREDICTED: Final[dict[str, tuple[str, ...]]] = {
    "claims": ("quantity",),
    "actors": ("name",),
    "places": ("start", "end"),
    "times": ("start", "end"),
}


class GoldError(ValueError):
    """A file is no gold standard or prediction of the layer; the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document of a gold standard.

    Attributes:
        number: line of the file, from 1.
        line: the line itself, which the extractor reads like any other document.
        record: the line as data: `doc`, `text` and the items of the layer.

    """

    number: int
    line: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A gold standard of one layer. Document names are unique within it."""

    layer: str
    path: Path
    documents: tuple[GoldDocument, ...]


def read_gold(layer: str, path: Path) -> GoldSet:
    """Read a gold standard. Raises GoldError for a layer that is none, and for a file that lacks what the layer needs."""
    if layer not in REQUIRED:
        raise GoldError(f"there is no layer {layer!r}; the layers are {', '.join(REQUIRED)}")
    documents = []
    names: set[str] = set()
    for number, line, record in _read_objects(path):
        where = f"{path}, line {number}"
        if not isinstance(record.get("text"), str):
            raise GoldError(f"{where} has no 'text'; a gold document holds its own text")
        for key, fields in REQUIRED[layer].items():
            _check_items(record, key, fields, where, f"; is this file of the layer {layer!r}?")
        if record["doc"] in names:
            raise GoldError(f"{where}: the document {record['doc']!r} is there twice")
        names.add(record["doc"])
        documents.append(GoldDocument(number=number, line=line, record=record))
    if not documents:
        raise GoldError(f"{path} holds no document")
    return GoldSet(layer=layer, path=path, documents=tuple(documents))


def read_predictions(path: Path) -> dict[str, dict[str, Any]]:
    """Read what `tallywire scan --jsonl` wrote, by document; of a document that is there twice, the last. Raises GoldError."""
    predictions = {}
    for number, _, record in _read_objects(path):
        for key, fields in _PREDICTED.items():
            if key in record:
                _check_items(record, key, fields, f"{path}, line {number}", "")
        predictions[record["doc"]] = record
    return predictions


def layer_of(path: Path) -> str | None:
    """Return the layer that a file's name begins with (`places-geovirus.jsonl`: places); None where it names none."""
    return next((layer for layer in REQUIRED if path.stem.split("-")[0] == layer), None)


def _read_objects(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield number, line and object of each line. Lines end at LF alone: a text may hold U+0085 or U+2028."""
    try:
        content = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is not UTF-8 (byte {error.start})") from error
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}, line {number} is not JSON: {error.msg} at column {error.colno}") from error
        if not isinstance(record, dict) or not isinstance(record.get("doc"), str):
            raise GoldError(f"{path}, line {number} is no object with a string 'doc'")
        yield number, line, record


def _check_items(record: Mapping[str, Any], key: str, fields: tuple[str, ...], where: str, hint: str) -> None:
    items = record.get(key)
    if not isinstance(items, list):
        raise GoldError(f"{where} has no list {key!r}{hint}")
    for position, item in enumerate(items, 1):
        missing = [field for field in fields if not isinstance(item, dict) or field not in item]
        if missing:
            raise GoldError(f"{where}: item {position} of {key!r} has no {missing[0]!r}{hint}")
