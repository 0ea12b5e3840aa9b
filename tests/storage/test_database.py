"""Databases open, migrate, refuse what they cannot use, and keep transactions whole."""

import os
import sqlite3
import subprocess
import sys

import pytest

from storage.database import StoreError, close, has_wal_reset_bug, open_news, open_readonly, open_reviews, write
from storage.runs import load_runs, start_run


def test_pragmas(news):
    assert news.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert news.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert news.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_opening_again_changes_nothing(tmp_path):
    path = tmp_path / "news.db"
    db = open_news(path)
    applied = list(db.query("SELECT name, applied_at FROM _sqlite_migrations"))
    assert applied[0]["name"] == "m001_initial"
    close(db)
    db = open_news(path)
    assert list(db.query("SELECT name, applied_at FROM _sqlite_migrations")) == applied
    close(db)


def test_newer_database_is_refused(tmp_path):
    path = tmp_path / "news.db"
    db = open_news(path)
    db.table("_sqlite_migrations").insert({"migration_set": "tallywire-news", "name": "m999_future", "applied_at": "x"})
    close(db)
    with pytest.raises(StoreError, match="made by a newer tallywire"):
        open_news(path)


def test_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "news.db"
    path.write_bytes(b"hello, I am no database" * 100)
    with pytest.raises(StoreError, match="not an SQLite file"):
        open_news(path)
    assert path.read_bytes().startswith(b"hello")


def test_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot open"):
        open_news(tmp_path / "file" / "news.db")


def test_missing_database_says_what_to_run(tmp_path):
    with pytest.raises(StoreError, match="tallywire add"):
        open_readonly(tmp_path / "news.db")


def test_readonly_database_cannot_be_written(tmp_path):
    close(open_news(tmp_path / "news.db"))
    db = open_readonly(tmp_path / "news.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.conn.execute("DELETE FROM runs")
    db.close()


def test_write_keeps_all_or_nothing(news):
    start_run(news, "kept", version="0")
    with pytest.raises(RuntimeError), write(news):
        news.table("runs").insert({"command": "lost", "version": "0", "started_at": "x"})
        raise RuntimeError
    assert [row["command"] for row in load_runs(news)] == ["kept"]


def test_full_disk_is_named_and_leaves_the_database_whole(news):
    start_run(news, "kept", version="0")
    news.execute(f"PRAGMA max_page_count = {news.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreError, match="free some space"), write(news):
        news.table("runs").insert({"command": "x" * 1_000_000, "version": "0", "started_at": "x"})
    assert news.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert [row["command"] for row in load_runs(news)] == ["kept"]


def test_killed_writer_leaves_no_half_transaction(tmp_path):
    path = tmp_path / "news.db"
    close(open_news(path))
    code = (
        "import os, sys, pathlib; from storage.database import open_news, write\n"
        "db = open_news(pathlib.Path(sys.argv[1]))\n"
        "with write(db):\n"
        "    db.table('runs').insert({'command': 'lost', 'version': '0', 'started_at': 'x'})\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    db = open_news(path)
    assert load_runs(db) == []
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    close(db)


def test_two_writers_wait_for_each_other(tmp_path):
    path = tmp_path / "news.db"
    first, second = open_news(path), open_news(path)
    with write(first):
        first.table("runs").insert({"command": "one", "version": "0", "started_at": "x"})
    with write(second):
        second.table("runs").insert({"command": "two", "version": "0", "started_at": "x"})
    assert [row["command"] for row in load_runs(first)] == ["two", "one"]
    second.close()
    close(first)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="check its owner"):
        open_news(tmp_path / "news.db")


@pytest.mark.parametrize(
    ("version", "expected"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 50, 7), False), ((3, 44, 6), False),
     ((3, 44, 5), True), ((3, 53, 0), False), ((3, 6, 0), False)],
)  # fmt: skip
def test_wal_reset_bug(version, expected):
    assert has_wal_reset_bug(version) is expected


def test_reviews_are_append_only(tmp_path):
    db = open_reviews(tmp_path / "reviews.db")
    row = dict.fromkeys(
        ("claim_key", "version_key", "text_sha256", "quote", "prefix", "suffix", "quantity", "decided_at", "reviewer"),
        "x",
    )
    row |= {"start": 0, "end": 1, "quantity_start": 0, "decision": "accept", "pipeline_version": "1"}
    db.table("verdicts").insert(row)
    for statement in ("UPDATE verdicts SET note = 'changed'", "DELETE FROM verdicts"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.conn.execute(statement)
    db.conn.rollback()
    close(db)
