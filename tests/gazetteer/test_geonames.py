"""Dump files in the published form, written for these tests: a corner of an invented country XA."""

import zipfile
from pathlib import Path

import pytest

import gazetteer.geonames
from gazetteer.geonames import Dump, GeonamesError, find_dump, import_geonames, read_alternate_names, read_places
from gazetteer.lookup import Gazetteer


def _row(number, name, latitude, longitude, kind, *, country="XA", admin1="01", admin2="", population=0, names=""):
    feature_class, feature_code = kind.split(".")
    return "\t".join(
        [str(number), name, name, names, str(latitude), str(longitude), feature_class, feature_code, country, "", admin1,
         admin2, "", "", str(population), "", "10", "Etc/UTC", "2026-01-01"]
    )  # fmt: skip


PLACES = [
    _row(900001, "Republic of Ardania", 10, 20, "A.PCLI", admin1="00", population=3_000_000, names="Ardania,Ардания"),
    _row(900002, "Velmar Province", 11, 21, "A.ADM1", population=500_000),
    _row(900003, "Velmar", 11.2, 21.1, "P.PPLA", population=90_000, names="Welmar,velmar,VLM,Велмар"),
    _row(900004, "Hotel Velmar", 11.2, 21.1, "S.HTL"),
    _row(900005, "Velmar Road", 11.2, 21.1, "R.RD"),
    _row(900006, "Kassel Gate", 10.5, 20.5, "S.PSTB"),
    _row(900007, "Old Velmar", 11.3, 21.1, "P.PPLW"),
    _row(900008, "Sulm District", 11.4, 21.3, "A.ADM2", admin2="0101"),
    _row(900009, "Tarn Camp", 11.5, 21.4, "S.CMPRF", admin1=""),
    _row(900010, "Tarn Hills", 11.6, 21.5, "T.HLLS", admin1=""),
    _row(900011, "Old Province", 11, 21, "A.ADM1H"),
]
ALTERNATES = [
    "1\t900003\ten\tPort Velmar\t1\t\t\t\t\t",
    "2\t900003\tru\tВелмар\t\t\t\t\t\t",
    "3\t900003\tlink\thttps://example.org/Velmar\t\t\t\t\t\t",
    "4\t900003\tiata\tVLM\t\t\t\t\t\t",
    "5\t900003\ten\tThe Pearl\t\t\t1\t\t\t",
    "6\t900003\ten\tNew Trieste\t\t\t\t1\t1700\t1850",
    "7\t900003\tfr\tVelmare\t\t\t\t",
    "8\t999999\ten\tElsewhere\t\t\t\t\t\t",
    "9\t900001\tabbr\tRA\t\t1\t\t\t\t",
]
FILES = {
    "XA.txt": PLACES,
    "alternateNamesV2.txt": ALTERNATES,
    "admin1CodesASCII.txt": ["XA.01\tVelmar\tVelmar\t900002"],
    "admin2Codes.txt": ["XA.01.0101\tSulm\tSulm\t900008"],
    "hierarchy.txt": ["900002\t900008\tADM", "900008\t900009\tADM", "900008\t900010\t", "1\t2\tdependency"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in FILES.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("not data\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def imported(folder, tmp_path) -> Gazetteer:
    with Gazetteer.open(import_geonames(find_dump(folder), tmp_path / "x.sqlite", with_others=False)) as found:
        yield found


def test_find_dump(folder):
    dump = find_dump(folder)
    assert [path.name for path in dump.places] == ["XA.txt"]
    assert [path.name for path in (dump.alternate_names, dump.admin1, dump.admin2, dump.hierarchy) if path] == [
        "alternateNamesV2.txt", "admin1CodesASCII.txt", "admin2Codes.txt", "hierarchy.txt",
    ]  # fmt: skip


def test_find_dump_prefers_the_world(folder):
    (folder / "allCountries.txt").write_text("\n", encoding="utf-8")
    assert [path.name for path in find_dump(folder).places] == ["allCountries.txt"]


def test_find_dump_needs_places(tmp_path):
    with pytest.raises(FileNotFoundError, match="allCountries"):
        find_dump(tmp_path)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Velmar", "geonames:900002"),  # the province has more people; both are there
        ("Port Velmar", "geonames:900003"),
        ("Velmare", "geonames:900003"),
        ("New Trieste", "geonames:900003"),  # historic names stay
        ("Kassel Gate", "geonames:900006"),
        ("Sulm", "geonames:900008"),
        ("Sulm District", "geonames:900008"),
        ("Tarn Camp", "geonames:900009"),
        ("Torkham", "crossing:torkham-af"),  # the package's own tables come on top
        ("DRC", "geonames:203312"),
    ],
)
def test_imported_names(imported, name, key):
    assert key in [place.key for place in imported.candidates(name)]


@pytest.mark.parametrize(
    "name", ["Hotel Velmar", "Velmar Road", "Old Velmar", "Old Province", "The Pearl", "VLM", "Велмар", "Elsewhere"]
)
def test_left_out(imported, name):
    assert [place for place in imported.candidates(name) if place.country == "XA"] == []


def test_names_of_the_fourth_column_serve_without_alternate_names(folder, tmp_path):
    dump = Dump(places=(folder / "XA.txt",))
    with Gazetteer.open(import_geonames(dump, tmp_path / "x.sqlite", with_others=False)) as found:
        assert found.candidates("Welmar")[0].key == "geonames:900003"
        assert found.candidates("Welmar")[0].admin1 == "Velmar Province"
        assert found.candidates("Port Velmar") == ()
        assert "geonames-XA-" in found.version


def test_divisions_come_from_codes_and_hierarchy(imported):
    town = next(place for place in imported.candidates("Port Velmar") if place.feature_class == "P")
    assert (town.country, town.admin1, town.population) == ("XA", "Velmar", 90_000)
    assert imported.candidates("Tarn Camp")[0].admin1 == "Velmar"  # over its district, by the hierarchy
    assert imported.candidates("Tarn Hills")[0].admin1 == "Velmar"


def test_country_of_the_dump_is_found(imported):
    assert imported.candidates("Ardania") == () or imported.candidates("Ardania")[0].country == "XA"
    assert imported.country("Republic of Ardania").key == "geonames:900001"


def test_other_countries_are_filled_from_the_default_set(folder, tmp_path, monkeypatch):
    (folder / "AF.txt").write_text(
        _row(1138958, "Kabul", 34.5, 69.2, "P.PPLC", country="AF", population=4_000_000) + "\n", encoding="utf-8"
    )
    default = [entry for entry in read_places(folder / "XA.txt") if entry.geonameid == 900003]
    others = [*default, *read_places(folder / "AF.txt")]
    monkeypatch.setattr(gazetteer.geonames, "read_cities", lambda: others)
    dump = Dump(places=(folder / "XA.txt",))
    with Gazetteer.open(import_geonames(dump, tmp_path / "x.sqlite")) as found:
        assert "geonames:1138958" in [place.key for place in found.candidates("Kabul")]
        assert [place.country for place in found.candidates("Port Velmar")] == []


def test_zipped_files_are_read(folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "YB.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
        archive.writestr("YB.txt", _row(800001, "Brinn", 1, 2, "P.PPL", country="YB") + "\n")
    assert [entry.name for entry in read_places(tmp_path / "YB.zip")] == ["Brinn"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1\tTown", "line 2: 2 columns instead of 19"),
        (_row("x", "Town", 1, 2, "P.PPL"), "line 2: invalid literal"),
        (_row(1, "Town", "north", 2, "P.PPL"), "line 2: could not convert"),
    ],
)
def test_malformed_lines_are_refused(folder, line, message):
    path = folder / "XA.txt"
    path.write_text(f"{PLACES[0]}\n{line}\n", encoding="utf-8")
    with pytest.raises(GeonamesError, match=message):
        import_geonames(Dump(places=(path,)), folder / "x.sqlite", with_others=False)
    assert not (folder / "x.sqlite").exists()


@pytest.mark.parametrize(("name", "content", "message"), [
    ("XA.txt", b"\xff\xfe\x00", "not UTF-8"),
    ("XA.zip", b"no zip file", "no zip file with XA.txt"),
])  # fmt: skip
def test_unreadable_files_are_refused(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GeonamesError, match=message):
        list(read_places(path))


def test_zip_file_without_its_text_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "XA.zip", "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(GeonamesError, match=r"no zip file with XA\.txt"):
        list(read_places(tmp_path / "XA.zip"))


def test_alternate_names_tell_languages_apart(folder):
    names = [name for name, _ in read_alternate_names(folder / "alternateNamesV2.txt")]
    assert names == ["Port Velmar", "New Trieste", "Velmare", "Elsewhere", "RA"]


def test_progress_rises(folder, tmp_path):
    shares = []
    import_geonames(
        find_dump(folder), tmp_path / "x.sqlite", with_others=False, progress=lambda _, share: shares.append(share)
    )
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
