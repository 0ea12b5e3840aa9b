"""Border crossings, camps, checkpoints and front-line towns: crossings.csv, with the countries on both sides."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from gazetteer.names import fold
from gazetteer.schema import Entry
from gazetteer.tables import FOLDER, read_rows, slug, split_names
from records import PlaceCandidate

SAME_PLACE_KM: Final = 15.0  # places of one name and country this near are one: a crossing and the town beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A border crossing, camp, checkpoint or front-line town of crossings.csv.

    Attributes:
        name: usual English name.
        kind: `crossing`, `camp`, `checkpoint` or `town`.
        country: ISO 3166-1 alpha-2 code of the country it lies in.
        other_country: code of the country on the other side of the border; None where no border is near.
        latitude: WGS 84 degrees north.
        longitude: WGS 84 degrees east.
        feature_code: GeoNames feature code: PSTB border post, CMPRF refugee camp, PSTP patrol post, PPL town.
        population: inhabitants as last known; 0 when unknown.
        aliases: spelling variants.
        source: where the coordinates come from.

    """

    name: str
    kind: str
    country: str
    other_country: str | None
    latitude: float
    longitude: float
    feature_code: str
    population: int
    aliases: tuple[str, ...]
    source: str

    @property
    def key(self) -> str:
        """Return its key in the index, `crossing:spin-boldak-af`."""
        return f"crossing:{slug(self.name)}-{self.country.lower()}"


def read_crossings(path: Path = FOLDER / "crossings.csv") -> Iterator[Crossing]:
    """Yield the rows of crossings.csv. Raises ValueError for a number that is none, KeyError for a missing column."""
    for row in read_rows(path):
        yield Crossing(
            name=row["name"],
            kind=row["kind"],
            country=row["country"],
            other_country=row["other_country"] or None,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            feature_code=row["feature_code"],
            population=int(row["population"] or 0),
            aliases=split_names(row["aliases"]),
            source=row["source"],
        )


def crossing_of(place: PlaceCandidate) -> Crossing | None:
    """Return the row of crossings.csv that a resolved place is, with both its countries; None for every other place.

    Works without the index: a row is meant when a name and the country agree and it lies within 15 km.
    """
    for crossing in _crossings_by_name().get(fold(place.name), ()):
        if crossing.country == place.country and kilometres(crossing, place) <= SAME_PLACE_KM:
            return crossing
    return None


def kilometres(first: Crossing | Entry | PlaceCandidate, second: Crossing | Entry | PlaceCandidate) -> float:
    """Return the distance of two near places, flat-earth: good to 1 % below 100 km outside the polar regions."""
    north = first.latitude - second.latitude
    east = (first.longitude - second.longitude) * math.cos(math.radians(first.latitude))
    return math.hypot(north, east) * 111.2


@cache
def _crossings_by_name() -> dict[str, tuple[Crossing, ...]]:
    found: dict[str, list[Crossing]] = defaultdict(list)
    for crossing in read_crossings():
        for key in {fold(name) for name in (crossing.name, *crossing.aliases)}:
            found[key].append(crossing)
    return {key: tuple(crossings) for key, crossings in found.items()}
