import subprocess
import sys
import threading
from pathlib import Path

import pytest

import gazetteer.build
from gazetteer.build import build_gazetteer, ensure_gazetteer
from gazetteer.lookup import Gazetteer
from gazetteer.schema import Entry
from gazetteer.staging import new_index, settle, stage_entries


def _town(number: int, **changes: object) -> Entry:
    fields = {"geonameid": number, "name": f"Town {number}", "latitude": 1.0, "longitude": 2.0, "feature_class": "P",
              "feature_code": "PPL", "country": "AF"}  # fmt: skip
    return Entry(**{**fields, **changes})


def test_index_appears_whole(tmp_path):
    path = tmp_path / "deep" / "index.sqlite"
    with new_index(path) as db:
        stage_entries(db, [_town(1, population=5), _town(2, name="Town 1", population=9)])
        assert not path.exists()
        settle(db, {}, source="test")
    with Gazetteer.open(path) as found:
        assert [place.key for place in found.candidates("town 1")] == ["geonames:2", "geonames:1"]
        assert found.size == 2
    assert [entry.name for entry in path.parent.iterdir()] == ["index.sqlite"]


def test_failed_build_leaves_the_old_index(tmp_path):
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="cut off"), new_index(path) as db:
        stage_entries(db, [_town(1)])
        raise RuntimeError("cut off")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["index.sqlite"]


def test_staging_a_key_twice_joins_names(tmp_path):
    with new_index(tmp_path / "index.sqlite") as db:
        assert stage_entries(db, [_town(1, name="Adré")]) == 1
        assert stage_entries(db, [_town(1, name="Hadre", names=("Adre Town",), latitude=50.0)]) == 0
        settle(db, {}, source="test")
    with Gazetteer.open(tmp_path / "index.sqlite") as found:
        assert [found.candidates(name)[0].name for name in ("Adre", "Hadre", "adre town")] == ["Adré"] * 3
        assert found.candidates("Hadre")[0].latitude == 1.0


def test_entry_without_key_is_refused():
    with pytest.raises(ValueError, match="neither"):
        _ = _town(1, geonameid=None).key


def test_ensure_keeps_what_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(gazetteer.build, "build_gazetteer", lambda *_, **__: pytest.fail("built again"))
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"there")
    assert ensure_gazetteer(path) == path


def test_ensure_waits_for_another_builder(tmp_path, monkeypatch):
    path = tmp_path / "index.sqlite"
    built = []

    def build(place: Path, *, progress: object) -> Path:
        built.append(place)
        place.write_bytes(b"built")
        return place

    monkeypatch.setattr(gazetteer.build, "build_gazetteer", build)
    with gazetteer.build._lock(tmp_path / "index.sqlite.lock"):
        second = threading.Thread(target=ensure_gazetteer, args=(path,))
        second.start()
        second.join(timeout=0.3)
        assert second.is_alive()  # it waits for the lock
        path.write_bytes(b"by the first")
    second.join(timeout=30)
    assert not second.is_alive()
    assert built == []
    assert path.read_bytes() == b"by the first"


def test_ensure_builds_when_absent(tmp_path, monkeypatch):
    steps = []
    monkeypatch.setattr(gazetteer.build, "read_cities", lambda: [_town(1)])
    path = ensure_gazetteer(tmp_path / "cache" / "index.sqlite", lambda step, share: steps.append((step, share)))
    with Gazetteer.open(path) as found:
        assert found.candidates("Town 1")
        assert found.candidates("Torkham")
    assert steps[-1] == ("done", 1.0)
    assert [share for _, share in steps] == sorted(share for _, share in steps)


_MEMORY = """
import sys
from pathlib import Path
from gazetteer.lookup import Gazetteer

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

before = resident()
with Gazetteer.open(Path(sys.argv[1])) as gazetteer:
    for row in list(gazetteer._db.execute("SELECT name FROM places WHERE id % 12 = 0")):
        gazetteer.candidates(row[0])
    print(resident() - before)
"""


@pytest.mark.slow
def test_default_index(tmp_path):
    """The real thing: 240,000 places, found under every spelling, in little memory."""
    path = build_gazetteer(tmp_path / "index.sqlite")
    assert path.stat().st_size < 60e6
    with Gazetteer.open(path) as found:
        assert found.size > 240_000
        for name, country in [("Torkham", "AF"), ("Spin Boldak", "AF"), ("Chaman", "PK"), ("Khost", "AF"),
                              ("Cox's Bazar", "BD"), ("Goma", "CD"), ("El Fasher", "SD"), ("Mekelle", "ET"),
                              ("Kutupalong", "BD"), ("Islam Qala", "AF"), ("Jabalia", "PS")]:  # fmt: skip
            assert found.candidates(name)[0].country == country, name
        capitals = {place.country for name in ("Kabul", "Juba", "Kyiv") for place in found.candidates(name)
                    if place.feature_code == "PPLC"}  # fmt: skip
        assert capitals == {"AF", "SS", "UA"}
    if Path("/proc/self/status").exists():
        grown = subprocess.run([sys.executable, "-c", _MEMORY, str(path)], capture_output=True, text=True, check=True)
        assert float(grown.stdout) < 30
