"""Write an index: entries are staged as they come, crossings joined to them, and all is put in order at the end.

Memory stays constant however many entries come: they wait in temporary tables of the same database.
"""

import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from gazetteer.crossings import SAME_PLACE_KM, Crossing
from gazetteer.names import fold
from gazetteer.schema import FORMAT, SCHEMA, Entry
from gazetteer.tables import tables_digest

_BATCH: Final = 10_000

_STAGING: Final = """
CREATE TEMP TABLE staged (
    key TEXT PRIMARY KEY, geonameid INTEGER, slug TEXT, name TEXT, latitude REAL, longitude REAL, feature_class TEXT,
    feature_code TEXT, country TEXT, division TEXT, population INTEGER
);
CREATE TEMP TABLE staged_names (name TEXT, key TEXT);
CREATE TEMP TABLE staged_codes (code TEXT, key TEXT);
"""

_SETTLE: Final = """
CREATE TEMP TABLE numbered (id INTEGER PRIMARY KEY, key TEXT UNIQUE);
INSERT INTO numbered (key) SELECT key FROM staged ORDER BY population DESC, name, key;
INSERT INTO places
    SELECT n.id, s.geonameid, s.slug, s.name, s.latitude, s.longitude, s.feature_class, s.feature_code, s.country, d.id,
        s.population
    FROM numbered n JOIN staged s USING (key) LEFT JOIN divisions d ON d.country = s.country AND d.code = s.division
    ORDER BY n.id;
INSERT INTO names SELECT DISTINCT s.name, n.id FROM staged_names s JOIN numbered n USING (key) ORDER BY s.name, n.id;
INSERT OR IGNORE INTO countries SELECT s.code, n.id FROM staged_codes s JOIN numbered n USING (key) ORDER BY s.code;
"""


@contextmanager
def new_index(path: Path) -> Iterator[sqlite3.Connection]:
    """Give an empty index beside `path` to fill, and put it at `path` when the block ends without an error.

    Nothing is left behind after an error, and a file that was at `path` stays until then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    db = sqlite3.connect(unfinished, isolation_level=None)
    try:
        # Whole or not at all: no journal is needed for a file that a failure throws away.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA + _STAGING)
        db.execute("BEGIN")
        yield db
        db.close()
        unfinished.replace(path)
    finally:
        db.close()
        unfinished.unlink(missing_ok=True)


def stage_entries(db: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Stage entries and return how many keys were new; a key that is staged already gains the names and codes alone."""
    added = 0
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        before = db.total_changes
        db.executemany(
            "INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((*_identity(entry), *_facts(entry)) for entry in batch),
        )
        added += db.total_changes - before
        stage_names(db, ((name, entry.key) for entry in batch for name in (entry.name, *entry.names)))
        db.executemany(
            "INSERT INTO staged_codes VALUES (?, ?)", ((code, entry.key) for entry in batch for code in entry.codes)
        )
    return added


def stage_names(db: sqlite3.Connection, names: Iterable[tuple[str, str]]) -> None:
    """Stage pairs of a printed name and the key of its place."""
    folded = ((fold(name), key) for name, key in names)
    db.executemany("INSERT INTO staged_names VALUES (?, ?)", (pair for pair in folded if pair[0]))


def stage_crossings(db: sqlite3.Connection, crossings: Iterable[Crossing]) -> None:
    """Stage crossings after everything else; a town that is there already under one name gains the others, not a twin."""
    db.execute("CREATE INDEX temp.staged_by_name ON staged_names (name)")
    for crossing in crossings:
        names = (crossing.name, *crossing.aliases)
        key = _same_place(db, crossing, {fold(name) for name in names})
        if key is None:
            stage_entries(db, [_crossing_entry(crossing)])
        else:
            stage_names(db, ((name, key) for name in names))
            db.execute("UPDATE staged SET population = max(population, ?) WHERE key = ?", (crossing.population, key))


def settle(db: sqlite3.Connection, divisions: Mapping[tuple[str, str], str], *, source: str) -> None:
    """Number the staged entries by population, write them, and close the transaction.

    `divisions` names first-order divisions by country and code; `source` becomes the version, together with the format and
    the digest of the tables.
    """
    rows = ((*key, divisions[key]) for key in sorted(divisions))
    db.executemany("INSERT INTO divisions (country, code, name) VALUES (?, ?, ?)", rows)
    db.execute("CREATE INDEX division_codes ON divisions (country, code)")
    for statement in _SETTLE.split(";"):
        db.execute(statement)
    db.execute("DROP INDEX division_codes")
    (count,) = db.execute("SELECT count(*) FROM places").fetchone()
    meta = {"format": FORMAT, "version": f"{FORMAT}-{tables_digest()}-{source}", "places": str(count)}
    db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    db.execute("COMMIT")
    db.execute("VACUUM")


def _identity(entry: Entry) -> tuple[object, ...]:
    return entry.key, entry.geonameid, entry.slug, entry.name


def _facts(entry: Entry) -> tuple[object, ...]:
    # Five decimals are one metre; the dumps give no more.
    point = round(entry.latitude, 5), round(entry.longitude, 5)
    return (*point, entry.feature_class, entry.feature_code, entry.country, entry.division, entry.population)


def _same_place(db: sqlite3.Connection, crossing: Crossing, names: set[str]) -> str | None:
    marks = ", ".join("?" * len(names))
    rows = db.execute(
        f"SELECT key, latitude, longitude FROM staged JOIN staged_names n USING (key) WHERE n.name IN ({marks})"  # noqa: S608
        " AND feature_class = 'P' AND country = ?",
        (*sorted(names), crossing.country),
    )
    near = []
    for key, latitude, longitude in rows:
        north = crossing.latitude - latitude
        east = (crossing.longitude - longitude) * math.cos(math.radians(crossing.latitude))
        near.append((math.hypot(north, east) * 111.2, key))
    distance, key = min(near, default=(math.inf, None))
    return key if distance <= SAME_PLACE_KM else None


def _crossing_entry(crossing: Crossing) -> Entry:
    return Entry(
        slug=crossing.key,
        name=crossing.name,
        latitude=crossing.latitude,
        longitude=crossing.longitude,
        feature_class="P" if crossing.feature_code.startswith("PPL") else "S",
        feature_code=crossing.feature_code,
        country=crossing.country,
        population=crossing.population,
        names=crossing.aliases,
    )
