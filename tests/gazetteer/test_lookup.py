import multiprocessing
import shutil
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest

from gazetteer.lookup import Gazetteer, GazetteerMissing, default_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Torkham", ["crossing:torkham-af"]),
        ("torkham gate", ["crossing:torkham-af"]),
        ("Spin Boldak", ["geonames:1"]),
        ("SPINBOLDAK", ["geonames:1"]),
        ("Spin-Boldak", ["geonames:1"]),
        ("Cox's Bazar", ["geonames:2"]),
        ("Saint-Louis", ["division:SN.14", "geonames:5"]),
        ("DRC", ["geonames:203312"]),
        ("Nowhere-on-Sea", []),
        ("", []),
        ("  ", []),
    ],
)
def test_candidates(small, name, expected):
    assert [place.key for place in small.candidates(name)][: len(expected)] == expected
    assert bool(expected) == bool(small.candidates(name))


def test_candidates_come_by_population_without_score(small):
    places = small.candidates("Paris")
    assert [place.population for place in places] == sorted((p.population for p in places), reverse=True)
    assert {place.score for place in places} == {0.0}
    assert places[0].key == "geonames:3"


def test_candidates_can_be_limited(small):
    assert len(small.candidates("Washington County")) > 3
    assert len(small.candidates("Washington County", limit=2)) == 2


def test_candidates_carry_country_and_division(small):
    place = small.candidates("Spin Boldak")[0]
    assert (place.country, place.admin1, place.feature_code) == ("AF", "Kandahar", "PPL")
    assert (round(place.latitude, 2), round(place.longitude, 2)) == (31.01, 66.4)
    torkham = small.candidates("Torkham")[0]
    assert (torkham.feature_class, torkham.feature_code, torkham.country) == ("S", "PSTB", "AF")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AF", "AF"), ("AFG", "AF"), ("Afghanistan", "AF"), ("Turkey", "TR"), ("Türkiye", "TR"), ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"), ("DR Congo", "CD"), ("Burma", "MM"), ("the United States", "US"), ("U.S.", "US"),
        ("XX", None), ("Kabul", None), ("", None), ("af", None),
    ],
)  # fmt: skip
def test_country(small, name, code):
    place = small.country(name)
    assert (place.country if place else None) == code


def test_version_and_size(small):
    assert small.version.endswith("-small")
    assert small.size > 8_000


def test_missing_index_says_what_to_run(tmp_path):
    with pytest.raises(GazetteerMissing, match="run: tallywire gazetteer build"):
        Gazetteer.open(tmp_path / "absent.sqlite")


def test_index_of_another_format_is_refused(small_index, tmp_path):
    old = tmp_path / "old.sqlite"
    shutil.copy(small_index, old)
    db = sqlite3.connect(old)
    db.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    db.commit()
    db.close()
    with pytest.raises(ValueError, match="another format"):
        Gazetteer.open(old)


def test_index_cannot_be_written(small):
    with pytest.raises(sqlite3.OperationalError):
        small._db.execute("DELETE FROM names")


def test_index_opens_in_a_read_only_folder(small_index, tmp_path):
    folder = tmp_path / "read only"
    folder.mkdir()
    copy = folder / "index #1.sqlite"
    shutil.copy(small_index, copy)
    folder.chmod(0o555)
    try:
        with Gazetteer.open(copy) as gazetteer:
            assert gazetteer.candidates("Torkham")
        assert [path.name for path in folder.iterdir()] == [copy.name]
    finally:
        folder.chmod(0o755)


def _look_up(path: Path) -> dict[str, object]:
    with Gazetteer.open(path) as gazetteer:
        return asdict(gazetteer.candidates("Torkham")[0])


def test_index_works_in_spawned_workers(small, small_index):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(_look_up, [small_index, small_index]))
    assert found == [asdict(small.candidates("Torkham")[0])] * 2


def test_default_path_names_the_tables():
    assert default_path().name.startswith("gazetteer-1-")
    assert default_path().suffix == ".sqlite"
