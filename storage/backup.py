"""A citable copy of the ledger in one file: VACUUM INTO, checked, with its sha256 beside it."""

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from storage.database import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a copy is: its file, the sha256 of its bytes, and their number."""

    path: Path
    sha256: str
    size: int


def save_backup(db: Database, path: Path, *, with_texts: bool = True) -> Backup:
    """Write a compact copy of `news.db`, check it, and write `<name>.sha256` beside it in the form of sha256sum.

    Without texts, the bodies of articles are emptied and their hashes, claims and quoted sentences stay: what may be
    given on where the texts may not. Raises StoreError when the file is there already, cannot be written, or does not
    pass SQLite's check.
    """
    if path.exists():
        raise StoreError(f"{path} is there already; a copy never replaces another one")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db.execute("VACUUM INTO ?", [str(path)])
        _finish(path, with_texts=with_texts)
    except (OSError, sqlite3.DatabaseError) as error:
        path.unlink(missing_ok=True)
        raise StoreError(f"cannot write {path}: {error}") from error
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    path.with_name(f"{path.name}.sha256").write_text(f"{digest.hexdigest()}  {path.name}\n", encoding="utf-8")
    return Backup(path=path, sha256=digest.hexdigest(), size=path.stat().st_size)


def _finish(path: Path, *, with_texts: bool) -> None:
    """Empty the texts if asked, leave write-ahead mode (a copy is one file), and check. Raises sqlite3.DatabaseError."""
    copy = sqlite3.connect(path, isolation_level=None)
    try:
        if not with_texts:
            copy.execute("UPDATE article_versions SET text = ''")
            copy.execute("INSERT INTO article_versions_fts(article_versions_fts) VALUES ('rebuild')")
            copy.execute("VACUUM")
        copy.execute("PRAGMA journal_mode = DELETE")
        found = [row[0] for row in copy.execute("PRAGMA quick_check")]
        if found != ["ok"]:
            raise sqlite3.DatabaseError(f"the copy does not pass SQLite's check: {found[0]}")
    finally:
        copy.close()
