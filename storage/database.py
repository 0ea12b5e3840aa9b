"""Open `news.db` and `reviews.db`: pragmas, migrations, transactions, and errors that say what to do."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

from sqlite_utils import Database, Migrations

from storage.migrations import NEWS, REVIEWS

BUSY_TIMEOUT = 10_000  # milliseconds that a writer waits for another before "database is locked"
JOURNAL_LIMIT = 64 * 1024 * 1024  # bytes that the WAL may keep between checkpoints
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))  # first releases without the WAL-reset bug, newest branch first
_WRITING: WeakSet[Database] = WeakSet()  # databases inside `write`


class StoreError(Exception):
    """The store cannot be used as asked; the message says why and what to do."""


def open_news(path: Path) -> Database:
    """Open `news.db` for writing, creating and migrating it as needed.

    Only one process may write it at a time; `tallywire.stages` holds the lock. Raises StoreError when the file is no
    database, was made by a newer tallywire, or cannot be written.
    """
    return _open(path, NEWS)


def open_reviews(path: Path) -> Database:
    """Open `reviews.db` for writing, creating and migrating it as needed. Raises StoreError as `open_news` does."""
    return _open(path, REVIEWS)


def open_readonly(path: Path) -> Database:
    """Open a database for reading alone. Raises StoreError when it is missing or no database."""
    if not path.exists():
        raise StoreError(f"{path} does not exist yet; run `tallywire crawl` or `tallywire add` first")
    options = "mode=ro"
    if not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
        # A WAL database needs its shared-memory file even to be read; on a read-only disk nobody can write it, so
        # reading without one is safe.
        options = "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{options}", uri=True)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"cannot read {path}: {_advice(error)}") from error
    return Database(connection)


@contextmanager
def write(db: Database) -> Iterator[Database]:
    """Run the block in one BEGIN IMMEDIATE transaction: all of it is stored, or nothing.

    IMMEDIATE, because a deferred transaction that reads before it writes fails at once when another process wrote in
    between, whatever the timeout. sqlite-utils' own calls inside become savepoints of this transaction, and so does a
    `write` inside another.
    """
    if db in _WRITING:
        with db.atomic():
            yield db
        return
    _WRITING.add(db)
    try:
        db.execute("BEGIN IMMEDIATE")
        with db.atomic():
            yield db
        db.commit()
    except sqlite3.OperationalError as error:
        db.rollback()
        raise StoreError(_advice(error)) from error
    except BaseException:
        db.rollback()
        raise
    finally:
        _WRITING.discard(db)


def close(db: Database) -> None:
    """Fold the write-ahead log back into the file and close the connection."""
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        # A reader holds the log open or the disk is full: the data is safe in the log, the next close folds it.
        if "locked" not in str(error) and "full" not in str(error):
            raise
    finally:
        db.close()


def has_wal_reset_bug(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether this SQLite may corrupt a WAL database that two connections write at once (fixed in 3.51.3)."""
    if version < (3, 7, 0) or version >= SAFE_SQLITE[0]:
        return False
    return not any(version[:2] == fixed[:2] and version >= fixed for fixed in SAFE_SQLITE[1:])


def _open(path: Path, migrations: Migrations) -> Database:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT / 1000)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(f"cannot open {path}: {error}; check that its folder exists and can be written") from error
    db = Database(connection)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
        db.execute(f"PRAGMA journal_size_limit={JOURNAL_LIMIT}")
        _refuse_newer(db, path, migrations)
        if migrations.pending(db):
            migrations.apply(db)
    except sqlite3.DatabaseError as error:
        db.close()
        raise StoreError(f"cannot use {path}: {_advice(error)}") from error
    except StoreError:
        db.close()
        raise
    return db


def _refuse_newer(db: Database, path: Path, migrations: Migrations) -> None:
    known = {migration.name for migration in migrations.pending(db)} | {
        migration.name
        for migration in migrations._migrations  # noqa: SLF001 - the set has no public list
    }
    unknown = [applied.name for applied in migrations.applied(db) if applied.name not in known]
    if unknown:
        raise StoreError(
            f"{path} was made by a newer tallywire (migration {unknown[-1]} is unknown here); "
            "upgrade with `pip install -U tallywire`, or use another output folder"
        )


def _advice(error: sqlite3.DatabaseError) -> str:
    """Return the error's text with what a person can do about it."""
    text = str(error)
    advice = {
        "database or disk is full": "free some space and run the same command again; what was stored stays whole",
        "readonly": "the file or its folder cannot be written; check its owner and permissions",
        "unable to open": "the folder cannot be written; check its owner and permissions",
        "locked": "another process holds it; try again when it has finished",
        "not a database": "it is not an SQLite file; move it away or use another output folder",
        "disk i/o error": "the disk failed or is full; check it and run the same command again",
    }
    for words, what_to_do in advice.items():
        if words in text.lower():
            return f"{text}: {what_to_do}"
    return text
