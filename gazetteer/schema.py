"""The index's tables, and one place on its way into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FORMAT: Final = "1"

SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE divisions (id INTEGER PRIMARY KEY, country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, -- by falling population, so that candidates of one name come out in this order
    geonameid INTEGER,      -- NULL for entries of our own tables
    slug TEXT,              -- key of an entry of our own tables, `crossing:torkham-af`; NULL for GeoNames
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place on its way into the index.

    Attributes:
        geonameid: GeoNames id; None for an entry of our own tables, which then has a slug.
        slug: key of an entry of our own tables; None for GeoNames.
        name: main name.
        latitude: WGS 84 degrees north.
        longitude: WGS 84 degrees east.
        feature_class: GeoNames feature class.
        feature_code: GeoNames feature code.
        country: ISO 3166-1 alpha-2 code; None for places of no country.
        division: GeoNames code of the first-order division; None when unknown or not applicable.
        population: inhabitants; 0 when unknown.
        names: every other name it goes by.
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
    codes: Sequence[str] = ()

    @property
    def key(self) -> str:
        """Return its key, `geonames:ID` or the slug. Raises ValueError when it has neither."""
        if self.geonameid is not None:
            return f"geonames:{self.geonameid}"
        if self.slug is None:
            raise ValueError(f"{self.name!r} has neither a GeoNames id nor a slug")
        return self.slug
