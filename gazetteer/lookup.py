"""Look a name up: every place that a name may mean, without a ranking by text."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import platformdirs

from gazetteer.names import fold
from gazetteer.schema import FORMAT
from gazetteer.tables import tables_digest
from records import PlaceCandidate

# Bounds what a worker keeps resident: pages beyond the mapped part pass through the small page cache.
MAPPED_BYTES: Final = 16 * 2**20
CACHE_KIB: Final = 2048
MOST_CANDIDATES: Final = 100

_COLUMNS: Final = """p.geonameid, p.slug, p.name, p.latitude, p.longitude, p.feature_class, p.feature_code, p.country,
    d.name, p.population FROM places p LEFT JOIN divisions d ON d.id = p.division"""
_BY_NAME: Final = f"SELECT {_COLUMNS} JOIN names n ON n.place = p.id WHERE n.name = ? ORDER BY n.place LIMIT ?"
_BY_CODE: Final = f"SELECT {_COLUMNS} JOIN countries c ON c.place = p.id WHERE c.code = ?"
_COUNTRIES: Final = f"SELECT {_COLUMNS} JOIN names n ON n.place = p.id WHERE n.name = ? AND p.feature_code LIKE 'PCL%'"

_Row = tuple[int | None, str | None, str, float, float, str, str, str | None, str | None, int]


class GazetteerMissing(FileNotFoundError):  # noqa: N818  the name says what is wrong, and callers ask for it
    """There is no index where it was looked for; the message says how to build it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no gazetteer at {path}; run: tallywire gazetteer build")


def default_path() -> Path:
    """Return where the index lies in the user's cache, whether it exists or not.

    The name holds the format and a digest of the package's tables, so that a new version builds a new index.
    """
    return platformdirs.user_cache_path("tallywire") / f"gazetteer-{FORMAT}-{tables_digest()}.sqlite"


class Gazetteer:
    """A read-only index of place names. Not shared between threads or processes: each worker opens its own."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        """Wrap an open connection; use `Gazetteer.open`."""
        self.path = path
        self._db = db
        self._meta: dict[str, str] = dict(db.execute("SELECT name, value FROM meta"))

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the index at `path`, or the default one. Raises GazetteerMissing when no index lies there.

        Raises ValueError when the file is an index of another format, and sqlite3.DatabaseError when it is none.
        """
        place = (default_path() if path is None else path).absolute()
        if not place.is_file():
            raise GazetteerMissing(place)
        # Immutable: no lock is taken and no journal looked for, so a read-only disk and many workers do not matter.
        db = sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True)
        db.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        gazetteer = cls(db, place)
        if gazetteer._meta.get("format") != FORMAT:
            db.close()
            raise ValueError(f"{place} is of another format; run: tallywire gazetteer build")
        return gazetteer

    @property
    def version(self) -> str:
        """Return what the index was built from, as one short string; part of the pipeline's version."""
        return self._meta["version"]

    @property
    def size(self) -> int:
        """Return the number of places."""
        return int(self._meta["places"])

    def candidates(self, name: str, *, limit: int = MOST_CANDIDATES) -> tuple[PlaceCandidate, ...]:
        """Return every place of that name, largest population first, each with score 0.0; empty when there is none.

        Case, diacritics, apostrophes, hyphens and spaces do not matter, "Saint" and "St." are the same. Names of which
        more than `limit` places exist lose the smallest.
        """
        key = fold(name)
        return tuple(_candidates(self._db.execute(_BY_NAME, (key, limit)))) if key else ()

    def country(self, name_or_code: str) -> PlaceCandidate | None:
        """Return the country of that name, alias or ISO 3166-1 code (two or three capitals); None when there is none."""
        if name_or_code.isupper() and len(name_or_code) in {2, 3}:
            found = next(_candidates(self._db.execute(_BY_CODE, (name_or_code,))), None)
            if found is not None:
                return found
        return next(_candidates(self._db.execute(_COUNTRIES, (fold(name_or_code),))), None)

    def close(self) -> None:
        """Close the file; no look-up works afterwards."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _candidates(rows: Iterator[_Row]) -> Iterator[PlaceCandidate]:
    for geonameid, slug, name, latitude, longitude, feature_class, feature_code, country, admin1, population in rows:
        yield PlaceCandidate(
            key=f"geonames:{geonameid}" if geonameid is not None else str(slug),
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=feature_code,
            country=country,
            admin1=admin1,
            population=population,
            score=0.0,
        )
