"""The server itself: address, port, files that are not what they should be."""

import http.client
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from review.server import ServeError, close_datasette, make_datasette, serve
from storage.database import StoreError

SCRIPT = """
import sys
from pathlib import Path
from review.server import serve
serve(Path(sys.argv[1]), Path(sys.argv[2]), port=int(sys.argv[3]), ready=lambda address: print(address, flush=True))
"""


def test_serve_answers_says_where_and_gives_way_to_a_taken_port(world):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", SCRIPT, world.news, world.reviews, str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                address = process.stdout.readline().strip()
                assert address.startswith("http://127.0.0.1:")
                served = int(address.removesuffix("/").rpartition(":")[2])
                assert port < served <= port + 20
                connection = http.client.HTTPConnection("127.0.0.1", served, timeout=10)
                connection.request("GET", "/-/review")
                response = connection.getresponse()
                assert response.status == 200
                assert b"Review queue" in response.read()
                connection.request("GET", "/", headers={"Host": "evil.example"})
                assert connection.getresponse().status == 400
                connection.close()
            finally:
                process.send_signal(signal.SIGINT)
                _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", "127.0.0.2"])
def test_other_machines_cannot_reach_it(world, host):
    with pytest.raises(ServeError, match=r"127\.0\.0\.1"):
        serve(world.news, world.reviews, host=host)


def test_no_free_port_is_said(world, monkeypatch):
    monkeypatch.setattr("review.server.NEXT_PORTS", 0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ServeError, match="choose another --port"):
            serve(world.news, world.reviews, port=taken.getsockname()[1])


def test_a_missing_or_foreign_database_is_said(tmp_path, world):
    with pytest.raises(StoreError, match="does not exist yet"):
        make_datasette(tmp_path / "none.db", tmp_path / "reviews.db")
    assert not (tmp_path / "reviews.db").exists()
    (tmp_path / "text.db").write_text("not a database " * 100)
    with pytest.raises(StoreError, match="cannot read"):
        make_datasette(tmp_path / "text.db", tmp_path / "reviews.db")
    make = sqlite_file(tmp_path / "other.db")
    with pytest.raises(StoreError, match=r"not a news\.db"):
        make_datasette(make, tmp_path / "reviews.db")


def sqlite_file(path: Path) -> Path:
    """Make an empty database of somebody else's."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    return path


def test_the_secret_outlives_a_restart_and_is_private(world):
    served = [make_datasette(world.news, world.reviews) for _ in range(2)]
    assert served[0]._secret == served[1]._secret
    assert stat.S_IMODE(world.reviews.with_suffix(".secret").stat().st_mode) == 0o600
    for datasette in served:
        close_datasette(datasette)
    world.reviews.with_suffix(".secret").write_text("short")
    with pytest.raises(StoreError, match="damaged"):
        make_datasette(world.news, world.reviews)
