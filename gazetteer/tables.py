"""The tables kept with the package: countries, regions and divisions, read as entries of the index."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from gazetteer.names import fold
from gazetteer.schema import Entry

FOLDER: Final = Path(__file__).parent

# Words for the kind of division that a name may carry or lack: "Muhafazat Kirkuk", "Kirkuk Governorate", "Kirkuk".
_LEADING_TYPES: Final = [
    "Amanat",
    "Changwat",
    "Departamento de",
    "Huyen",
    "Judetul",
    "Kabupaten",
    "Kota",
    "Misto",
    "Muhafazat al",
    "Muhafazat ad",
    "Muhafazat",
    "Province of",
    "Provincia de",
    "Provincia di",
    "Republic of",
    "Respublika",
    "Sha`biyat al",
    "Sha`biyat",
    "State of",
    "Wilayat-e",
    "Wilaya de",
    "City of",
]
_TRAILING_TYPES: Final = [
    "Autonomous Okrug",
    "Autonomous Region",
    "Borough",
    "Census Area",
    "County",
    "Department",
    "District",
    "Division",
    "Federal Capital Territory",
    "Governorate",
    "Krai",
    "Marz",
    "Municipality",
    "Oblast",
    "Parish",
    "Prefecture",
    "Province",
    "Rayon",
    "Rayonu",
    "Region",
    "Sheng",
    "Shi",
    "State",
    "Territory",
    "Voivodeship",
    "city",
]


@cache
def tables_digest() -> str:
    """Return eight hex digits over the tables of this package: an index built from other ones is out of date."""
    digest = hashlib.sha256()
    for name in ("countries.csv", "crossings.csv", "divisions.csv", "regions.csv"):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()[:8]


def read_countries(path: Path = FOLDER / "countries.csv") -> Iterator[Entry]:
    """Yield the countries and dependent territories, each with its ISO codes and aliases."""
    for row in read_rows(path):
        yield Entry(
            geonameid=int(row["geonameid"]),
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature_class="A",
            feature_code="PCLI",
            country=row["code"],
            population=int(row["population"]),
            names=split_names(row["aliases"]),
            codes=(row["code"], row["code3"]),
        )


def read_capitals(path: Path = FOLDER / "countries.csv") -> Iterator[tuple[str, str]]:
    """Yield the code of each country that has a capital, with the folded name of the capital."""
    yield from ((row["code"], fold(row["capital"])) for row in read_rows(path) if row["capital"])


def read_demonyms(path: Path = FOLDER / "countries.csv") -> dict[str, tuple[str, ...]]:
    """Return demonym in lower case -> codes of the countries whose people it names ("congolese" names two)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows(path):
        for demonym in split_names(row["demonyms"]):
            found[demonym.lower()] = (*found.get(demonym.lower(), ()), row["code"])
    return found


def read_regions(path: Path = FOLDER / "regions.csv") -> Iterator[Entry]:
    """Yield continents, seas, regions and the divisions that news names often."""
    for row in read_rows(path):
        yield Entry(
            geonameid=int(row["geonameid"]) if row["geonameid"] else None,
            slug=None if row["geonameid"] else f"region:{slug(' '.join((row['name'], row['country'])))}",
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature_class=row["feature_class"],
            feature_code=row["feature_code"],
            country=row["country"] or None,
            division=row["division"] or None,
            population=int(row["population"]),
            names=split_names(row["aliases"]),
        )


def read_divisions(path: Path = FOLDER / "divisions.csv") -> Iterator[Entry]:
    """Yield the derived first- and second-order divisions, with the names that lack or carry the word for their kind."""
    for row in read_rows(path):
        name = row["name"]
        level = row["level"]
        identity = f"division:{row['country']}.{row['code']}" + ("" if level == "1" else f".{slug(name)}")
        yield Entry(
            geonameid=int(row["geonameid"]) if row["geonameid"] else None,
            slug=None if row["geonameid"] else identity,
            name=name,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature_class="A",
            feature_code=f"ADM{level}",
            country=row["country"],
            division=row["code"],
            population=int(row["population"]),
            names=tuple(short_names(name)),
        )


def short_names(name: str) -> Iterator[str]:
    """Yield a division's name without the word for its kind; nothing when it carries none."""
    for word in _LEADING_TYPES:
        if name.startswith(f"{word} "):
            yield name.removeprefix(f"{word} ").rstrip("'")
            return
    for word in _TRAILING_TYPES:
        if name.endswith(f" {word}"):
            short = name.removesuffix(f" {word}").rstrip("'")
            yield short
            if word == "County":
                yield f"{short} Co."
            return


def merge_divisions(regions: list[Entry], divisions: list[Entry]) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    """Join hand-made and derived divisions: what regions.csv states of a division wins, the derived name becomes an alias.

    Returns all entries, and the name of each first-order division by country and code.
    """
    stated: dict[tuple[str | None, str | None], int] = {
        (entry.country, entry.division): number
        for number, entry in enumerate(regions)
        if entry.feature_code == "ADM1" and entry.division
    }
    merged = list(regions)
    names: dict[tuple[str, str], str] = {}
    for entry in divisions:
        number = stated.get((entry.country, entry.division)) if entry.feature_code == "ADM1" else None
        if number is None:
            merged.append(entry)
        else:
            known = merged[number]
            merged[number] = replace(known, names=(*known.names, entry.name, *entry.names))
    for entry in merged:
        if entry.feature_code == "ADM1" and entry.country and entry.division:
            names.setdefault((entry.country, entry.division), entry.name)
    return merged, names


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def split_names(names: str) -> tuple[str, ...]:
    """Return the names of a table's cell, which a vertical bar keeps apart."""
    return tuple(name for name in names.split("|") if name)


def slug(name: str) -> str:
    """Return a name as part of a key: folded words joined by hyphens."""
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "-".join(key for word in words if (key := fold(word)))
