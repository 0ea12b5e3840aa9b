"""Two runs never overlap, and a killed run blocks nobody."""

import os
import subprocess
import sys
import time

import pytest

from storage.database import StoreError
from tallywire.lock import AlreadyRunning, hold_lock

HOLD = (
    "import pathlib, sys, time\n"
    "from tallywire.lock import hold_lock\n"
    "with hold_lock(pathlib.Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(60)\n"
)


@pytest.fixture
def holder(tmp_path):
    path = tmp_path / "output" / "news.db.lock"
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield path, process
    process.kill()
    process.wait()
    process.stdout.close()


def test_second_holder_is_told_who_holds(holder):
    path, process = holder
    with pytest.raises(AlreadyRunning, match=f"process {process.pid}"), hold_lock(path):
        pass


def test_waiting_has_an_end(holder):
    started = time.monotonic()
    with pytest.raises(AlreadyRunning), hold_lock(holder[0], wait=0.5):
        pass
    assert time.monotonic() - started >= 0.5


def test_killed_holder_blocks_nobody(holder):
    path, process = holder
    process.kill()
    process.wait()
    with hold_lock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_lock_is_free_after_the_block(tmp_path):
    path = tmp_path / "x.lock"
    for _ in range(2):
        with hold_lock(path):
            assert path.read_text() == f"{os.getpid()}\n"


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write in"), hold_lock(tmp_path / "file" / "x.lock"):
        pass
