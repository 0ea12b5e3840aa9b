"""A Frictionless data package: the tables as CSV, with a schema, keys and a sentence for every column."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from storage.schema import TABLES
from tallywire.exports.rows import COLUMNS, NUMBERS, About
from tallywire.exports.tables import guard

_INTEGERS: Final = frozenset(
    {"id", "start", "end", "words", "version", "versions", "reviewers", "article_id", "enabled"}
)
_REALS: Final = frozenset({"latitude", "longitude", "confidence", "low", "high"})
# Tables that go along with the claims, the SQL of their rows, and their keys. `:claims` are the exported claims' keys.
_ARTICLES: Final = (
    *(
        "version_key",
        "url_key",
        "version",
        "url",
        "canonical_url",
        "source",
        "title",
        "byline",
        "published",
        "modified",
    ),
    *("language", "text_sha256", "words"),
)
_PLACES: Final = ("claim_key", "role", "text", "start", "end", "place_key", "confidence")
_ENTRIES: Final = tuple(TABLES["places"].columns)
_SOURCES: Final = ("name", "title", "home", "country", "language")
_VERDICTS: Final = tuple(TABLES["verdicts"].columns)
_CHOSEN: Final = "SELECT value FROM json_each(:claims)"
_RESOURCES: Final[dict[str, tuple[str, tuple[str, ...], str, str]]] = {
    "article_versions": (
        "article_versions", _ARTICLES, "version_key",
        "version_key IN (SELECT value FROM json_each(:versions))",
    ),
    "claim_places": ("claim_places", _PLACES, "", f"claim_key IN ({_CHOSEN})"),
    "places": ("places", _ENTRIES, "place_key", f"place_key IN (SELECT place_key FROM claim_places WHERE claim_key IN ({_CHOSEN}))"),
    "sources": ("sources", _SOURCES, "name", "name IN (SELECT value FROM json_each(:sources))"),
    "verdicts": ("verdicts", _VERDICTS, "id", f"claim_key IN ({_CHOSEN})"),
}  # fmt: skip
_FOREIGN_KEYS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "claims": (("version_key", "article_versions", "version_key"), ("source", "sources", "name")),
    "article_versions": (("source", "sources", "name"),),
    "claim_places": (("claim_key", "claims", "claim_key"), ("place_key", "places", "place_key")),
    "verdicts": (),
    "places": (),
    "sources": (),
}


def write_datapackage(folder: Path, rows: Iterable[Mapping[str, Any]], about: About, *, db: Database) -> None:
    """Write a folder with datapackage.json and a CSV file for each table. Article texts are not among them."""
    folder.mkdir(parents=True, exist_ok=True)
    keys, versions, sources = [], {}, {}
    with folder.joinpath("claims.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([row[name] if name in NUMBERS else guard(row[name]) for name in COLUMNS])
            keys.append(row["claim_key"])
            versions[row["version_key"]] = sources[row["source"]] = True
    resources = [_resource("claims", COLUMNS, "claim_key")]
    lists = {"claims": keys, "versions": list(versions), "sources": list(sources)}
    parameters = {name: json.dumps(value) for name, value in lists.items()}
    for name, (table, columns, key, where) in _RESOURCES.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        found = db.execute(f"SELECT {listed} FROM {table} WHERE {where} ORDER BY rowid", parameters)
        with folder.joinpath(f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            writer.writerows([guard(value) for value in row] for row in found)
        resources.append(_resource(name, {column: TABLES[table].columns[column] for column in columns}, key))
    package = {
        "profile": "tabular-data-package",
        "name": "tallywire-claims",
        "title": "What news sources claim",
        "description": "; ".join(f"{name}: {value}" for name, value in about.rows().items()),
        "created": about.exported_at,
        "resources": resources,
    }
    folder.joinpath("datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )


def _resource(name: str, columns: Mapping[str, str], key: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column, "type": _type(column), "description": sentence} for column, sentence in columns.items()
        ],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = [key]
    foreign: Sequence[tuple[str, str, str]] = _FOREIGN_KEYS[name]
    if foreign:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": _resource_name(other), "fields": [their]}}
            for column, other, their in foreign
        ]
    return {
        "name": _resource_name(name),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _type(column: str) -> str:
    if column in _REALS:
        return "number"
    if column in _INTEGERS or column.endswith(("_start", "_end")):
        return "integer"
    return "boolean" if column == "is_current" else "string"


def _resource_name(table: str) -> str:
    """Return a table's name in the letters that the specification allows."""
    return table.replace("_", "-")
