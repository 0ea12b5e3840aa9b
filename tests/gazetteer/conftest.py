"""A small index of the package's tables and a few invented towns, built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer.crossings import read_crossings
from gazetteer.lookup import Gazetteer
from gazetteer.schema import Entry
from gazetteer.staging import new_index, settle, stage_crossings, stage_entries
from gazetteer.tables import merge_divisions, read_countries, read_divisions, read_regions

TOWNS = (
    Entry(geonameid=1, name="Spīn Bōldak", latitude=31.006, longitude=66.4, feature_class="P", feature_code="PPL",
          country="AF", division="23", names=("Spin Buldak",)),
    Entry(geonameid=2, name="Cox’s Bāzār", latitude=21.44, longitude=92.01, feature_class="P", feature_code="PPL",
          country="BD", division="84", population=250_000),
    Entry(geonameid=3, name="Paris", latitude=48.85, longitude=2.35, feature_class="P", feature_code="PPLC",
          country="FR", division="11", population=2_100_000),
    Entry(geonameid=4, name="Paris", latitude=33.66, longitude=-95.56, feature_class="P", feature_code="PPL",
          country="US", division="TX", population=25_000),
    Entry(geonameid=5, name="St. Louis", latitude=38.63, longitude=-90.2, feature_class="P", feature_code="PPL",
          country="US", division="MO", population=300_000),
)  # fmt: skip


def build_small(path: Path) -> Path:
    with new_index(path) as db:
        entries, divisions = merge_divisions(list(read_regions()), list(read_divisions()))
        stage_entries(db, [*read_countries(), *entries, *TOWNS])
        stage_crossings(db, read_crossings())
        settle(db, divisions, source="small")
    return path


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("gazetteer") / "small.sqlite")


@pytest.fixture
def small(small_index: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(small_index) as gazetteer:
        yield gazetteer
