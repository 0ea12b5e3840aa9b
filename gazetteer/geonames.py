"""Import GeoNames dump files: every feature of the world or of some countries, with names, divisions and hierarchy.

Files as GeoNames publishes them (CC BY 4.0), tab-separated UTF-8 without header, plain or zipped: `allCountries.txt` or
`AF.txt` and the like (19 columns), `alternateNamesV2.txt` (10, the last two may be missing), `admin1CodesASCII.txt` (4),
`admin2Codes.txt` (4), `hierarchy.txt` (2 or 3). They are read line by line: memory stays below 200 MB for the whole world.
"""

import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.build import Progress, read_cities
from gazetteer.crossings import read_crossings
from gazetteer.lookup import default_path
from gazetteer.names import is_readable
from gazetteer.schema import Entry
from gazetteer.staging import new_index, settle, stage_crossings, stage_entries, stage_names
from gazetteer.tables import merge_divisions, read_countries, read_divisions, read_regions, short_names

# Spots and buildings that news names as places; the millions of other ones (wells, hotels, farms) only blur names.
SPOTS: Final = frozenset(
    {"AIRB", "AIRF", "AIRP", "CMPRF", "CSTM", "CTRB", "DAM", "FT", "INSM", "NUC", "PRT", "PS", "PSTB", "PSTC", "PSTP"}
)
_SKIPPED_CLASSES: Final = frozenset({"R", "U", "V"})  # roads, undersea, vegetation
_LANGUAGES: Final = frozenset({"", "en", "abbr"})  # always kept; of other languages what is readable in Latin letters
_NO_NAMES: Final = frozenset({"faac", "iata", "icao", "link", "phon", "post", "tcid", "unlc", "wkdt"})
_COLUMNS: Final = {"places": (19, 19), "names": (8, 10), "admin1": (4, 4), "admin2": (4, 4), "hierarchy": (2, 3)}


class GeonamesError(ValueError):
    """A line of a dump file is not what GeoNames documents; the message gives the file and the number of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """The files of one import.

    Attributes:
        places: `allCountries.txt`, or files of single countries.
        alternate_names: `alternateNamesV2.txt`; None to use the names that the places' own file lists.
        admin1: `admin1CodesASCII.txt`; None to name divisions by the ADM1 features of the places.
        admin2: `admin2Codes.txt`; None when absent.
        hierarchy: `hierarchy.txt`; None when absent.

    """

    places: tuple[Path, ...]
    alternate_names: Path | None = None
    admin1: Path | None = None
    admin2: Path | None = None
    hierarchy: Path | None = None


def find_dump(folder: Path) -> Dump:
    """Return the dump files of a folder, told by their names. Raises FileNotFoundError when it has no file of places.

    `allCountries` goes before files of single countries, a text file before a zipped one.
    """

    def find(name: str) -> Path | None:
        return next((path for end in (".txt", ".zip") if (path := folder / f"{name}{end}").is_file()), None)

    world = find("allCountries")
    single = [path for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".zip"} and len(path.stem) == 2]
    texts = {path.stem: path for path in reversed(single) if path.stem.isupper()}  # .txt sorts first, so it wins
    places = (world,) if world else tuple(texts[stem] for stem in sorted(texts))
    if not places:
        raise FileNotFoundError(f"no allCountries.txt and no file like AF.txt in {folder}")
    return Dump(
        places=places,
        alternate_names=find("alternateNamesV2"),
        admin1=find("admin1CodesASCII"),
        admin2=find("admin2Codes"),
        hierarchy=find("hierarchy"),
    )


def import_geonames(
    dump: Dump, path: Path | None = None, *, with_others: bool = True, progress: Progress | None = None
) -> Path:
    """Build an index from dump files at `path`, or at the default place, and return where it is.

    Countries that the dump has no places of are filled from the default set, unless `with_others` is false. The tables
    of this package (aliases of countries, regions, crossings) come on top. Raises GeonamesError for a malformed line,
    OSError for a file that cannot be read; nothing is written then.
    """
    place = path or default_path()

    def say(step: str, share: float) -> None:
        if progress is not None:
            progress(step, share)

    with new_index(place) as db:
        say("reading places", 0.0)
        for file in dump.places:
            stage_entries(db, read_places(file, with_names=dump.alternate_names is None))
        covered = {row[0] for row in db.execute("SELECT DISTINCT country FROM staged")}
        (count,) = db.execute("SELECT count(*) FROM staged").fetchone()
        if dump.alternate_names:
            say("reading alternate names", 0.4)
            stage_names(db, _known(db, read_alternate_names(dump.alternate_names)))
        if dump.admin2:
            stage_names(db, _known(db, _read_admin2_names(dump.admin2)))
        divisions = _name_divisions(db, dump)
        if dump.hierarchy:
            say("reading the hierarchy", 0.7)
            _fill_divisions(db, read_hierarchy(dump.hierarchy))
        say("adding tables", 0.75)
        divisions = {**_stage_tables(db, covered, with_others=with_others), **divisions}
        stage_crossings(db, read_crossings())
        say("writing the index", 0.85)
        settle(db, divisions, source=f"geonames-{'-'.join(sorted(file.stem for file in dump.places))}-{count}")
    say("done", 1.0)
    return place


def read_places(path: Path, *, with_names: bool = True) -> Iterator[Entry]:
    """Yield the places of `allCountries.txt` or a country's file that news may name.

    Roads, undersea features, vegetation and most buildings are left out, and so are historical and destroyed places
    (codes that end in H, PPLQ, PPLW). `with_names` takes the readable names of the fourth column as well.
    """
    for number, row in _read_rows(path, "places"):
        feature_class, feature_code = row[6], row[7]
        if feature_class in _SKIPPED_CLASSES or (feature_class == "S" and feature_code not in SPOTS):
            continue
        if feature_code in {"PPLQ", "PPLW", "PPLH"} or (feature_class == "A" and feature_code.endswith("H")):
            continue
        try:
            yield Entry(
                geonameid=int(row[0]),
                name=row[1],
                latitude=float(row[4]),
                longitude=float(row[5]),
                feature_class=feature_class,
                feature_code=feature_code,
                country=row[8] or None,
                division=row[10] or None,
                population=int(row[14] or 0),
                names=(
                    row[2],
                    *(short_names(row[1]) if feature_class == "A" else ()),
                    *_listed(row[3] if with_names else ""),
                ),
            )
        except ValueError as error:
            raise GeonamesError(f"{path}, line {number}: {error}") from error


def read_alternate_names(path: Path) -> Iterator[tuple[str, str]]:
    """Yield pairs of an alternate name and the key of its place.

    Codes and web addresses are left out, colloquial names too ("the Big Apple"); historic ones stay ("Burma").
    """
    for _, row in _read_rows(path, "names"):
        language, name, is_colloquial = row[2], row[3], row[6]
        if language in _NO_NAMES or is_colloquial == "1":
            continue
        if language in _LANGUAGES or is_readable(name):
            yield name, f"geonames:{row[1]}"


def read_division_names(path: Path) -> dict[tuple[str, str], str]:
    """Return the name of each first-order division of `admin1CodesASCII.txt` by country and code."""
    names = {}
    for number, row in _read_rows(path, "admin1"):
        country, dot, code = row[0].partition(".")
        if not dot:
            raise GeonamesError(f"{path}, line {number}: {row[0]!r} is no code like AF.01")
        names[country, code] = row[1]
    return names


def read_hierarchy(path: Path) -> Iterator[tuple[int, int]]:
    """Yield pairs of the GeoNames ids of a place and of what contains it; only administrative and untyped relations."""
    for number, row in _read_rows(path, "hierarchy"):
        if len(row) > 2 and row[2] not in {"", "ADM"}:
            continue
        try:
            yield int(row[1]), int(row[0])
        except ValueError as error:
            raise GeonamesError(f"{path}, line {number}: {error}") from error


def _listed(names: str) -> Iterator[str]:
    return (name for name in names.split(",") if is_readable(name))


def _read_admin2_names(path: Path) -> Iterator[tuple[str, str]]:
    for _, row in _read_rows(path, "admin2"):
        for name in {row[1], row[2]}:
            yield name, f"geonames:{row[3]}"


def _known(db: sqlite3.Connection, names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs whose place is staged."""
    for name, key in names:
        if db.execute("SELECT 1 FROM staged WHERE key = ?", (key,)).fetchone():
            yield name, key


def _name_divisions(db: sqlite3.Connection, dump: Dump) -> dict[tuple[str, str], str]:
    if dump.admin1:
        return read_division_names(dump.admin1)
    rows = db.execute("SELECT country, division, name FROM staged WHERE feature_code = 'ADM1' AND division IS NOT NULL")
    return {(country, division): name for country, division, name in rows}


def _fill_divisions(db: sqlite3.Connection, hierarchy: Iterable[tuple[int, int]]) -> None:
    """Give places without a division that of the nearest container that has one, as far as the hierarchy tells."""
    query = "SELECT geonameid FROM staged WHERE division IS NULL AND feature_class IN ('P', 'A', 'L', 'T', 'H', 'S')"
    parents = dict(hierarchy)
    found = []
    for (child,) in db.execute(query).fetchall():
        parent, seen = parents.get(child), {child}
        while parent is not None and parent not in seen:
            seen.add(parent)
            row = db.execute("SELECT country, division FROM staged WHERE key = ?", (f"geonames:{parent}",)).fetchone()
            if row and row[1]:
                found.append((*row, child))
                break
            parent = parents.get(parent)
    db.executemany(
        "UPDATE staged SET country = coalesce(country, ?), division = ? WHERE geonameid = ? AND division IS NULL", found
    )


def _stage_tables(db: sqlite3.Connection, covered: set[str | None], *, with_others: bool) -> dict[tuple[str, str], str]:
    """Stage the tables of this package and what the dump does not cover; return the names of their divisions."""
    entries, names = merge_divisions(list(read_regions()), list(read_divisions()))
    stage_entries(db, read_countries())  # known countries gain aliases and codes, missing ones come in
    stage_entries(
        db, (e for e in entries if e.country not in covered or e.geonameid is not None or e.feature_class != "A")
    )
    if with_others:
        stage_entries(db, (city for city in read_cities() if city.country not in covered))
    return names


def _read_rows(path: Path, kind: str) -> Iterator[tuple[int, list[str]]]:
    least, most = _COLUMNS[kind]
    number = 0
    try:
        with _open_text(path) as lines:
            for number, line in enumerate(lines, start=1):
                row = line.rstrip("\n").split("\t")
                if row == [""] or line.startswith("#"):
                    continue
                if not least <= len(row) <= most:
                    raise GeonamesError(f"{path}, line {number}: {len(row)} columns instead of {most}")
                yield number, row
    except UnicodeDecodeError as error:
        raise GeonamesError(f"{path}, after line {number}: not UTF-8") from error


@contextmanager
def _open_text(path: Path) -> Iterator[Iterable[str]]:
    """Open a text file, or the one of the same name in a zip file; lines end with LF alone."""
    if path.suffix != ".zip":
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield lines
        return
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{path.stem}.txt") as data:
            yield io.TextIOWrapper(data, encoding="utf-8", newline="\n")
    except (zipfile.BadZipFile, KeyError) as error:
        raise GeonamesError(f"{path} is no zip file with {path.stem}.txt in it") from error
