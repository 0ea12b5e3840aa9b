"""The index's tables, and how rows get into them: the one form that the builder and the importer both write."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from gazetteer.names import fold

FORMAT: Final = "1"

SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE divisions (id INTEGER PRIMARY KEY, country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, -- by falling population, so that candidates of one name come out in this order
    geonameid INTEGER,      -- NULL for entries of our own tables
    slug TEXT,              -- key of an entry of our own tables, `crossing:torkham`; NULL for GeoNames
    name TEXT NOT NULL,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    feature_class TEXT NOT NULL,
    feature_code TEXT NOT NULL,
    country TEXT,
    division INTEGER REFERENCES divisions,
    population INTEGER NOT NULL
);
CREATE TABLE names (
    name TEXT NOT NULL,     -- folded, see gazetteer.names.fold
    place INTEGER NOT NULL REFERENCES places,
    PRIMARY KEY (name, place)
) WITHOUT ROWID;
CREATE TABLE countries (code TEXT PRIMARY KEY, place INTEGER NOT NULL REFERENCES places) WITHOUT ROWID;
"""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One place on its way into the index.

    Attributes:
        geonameid: GeoNames id; None for an entry of our own tables, which then has a slug.
        slug: key of an entry of our own tables.
        division: GeoNames code of the first-order division; None when unknown or not applicable.
        names: every name it goes by; the main name need not be repeated.
        codes: ISO codes that mean this country; empty for everything else.

    """

    geonameid: int | None = None
    slug: str | None = None
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str | None = None
    division: str | None = None
    population: int = 0
    names: Sequence[str] = ()
    codes: Sequence[str] = field(default=())


def save_entries(db: sqlite3.Connection, entries: Iterable[Entry], divisions: dict[tuple[str, str], str]) -> int:
    """Write every entry, largest population first, and return how many there were. One transaction of the caller's.

    `divisions` names the first-order divisions by country and code.
    """
    numbers = {key: number for number, key in enumerate(sorted(divisions), start=1)}
    db.executemany(
        "INSERT INTO divisions VALUES (?, ?, ?, ?)",
        ((number, country, code, divisions[country, code]) for (country, code), number in numbers.items()),
    )
    ordered = sorted(entries, key=lambda entry: (-entry.population, entry.name, entry.geonameid or 0))
    db.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _place_rows(ordered, numbers))
    # Sorted, because a table without row ids that is filled in order of its key is half the size.
    db.executemany("INSERT INTO names VALUES (?, ?)", sorted(_name_rows(ordered)))
    codes = {code: number for number, entry in enumerate(ordered, start=1) for code in entry.codes}
    db.executemany("INSERT INTO countries VALUES (?, ?)", sorted(codes.items()))
    return len(ordered)


def _place_rows(entries: Iterable[Entry], numbers: dict[tuple[str, str], int]) -> Iterator[tuple[object, ...]]:
    for number, entry in enumerate(entries, start=1):
        division = numbers.get((entry.country or "", entry.division or ""))
        # Five decimals are one metre; the dumps give no more.
        point = round(entry.latitude, 5), round(entry.longitude, 5)
        kind = entry.feature_class, entry.feature_code
        identity = entry.geonameid, entry.slug, entry.name
        yield (number, *identity, *point, *kind, entry.country, division, entry.population)


def _name_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, int]]:
    for number, entry in enumerate(entries, start=1):
        keys = {fold(name) for name in (entry.name, *entry.names)}
        yield from ((key, number) for key in keys if key)
