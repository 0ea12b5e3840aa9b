"""The two files as Datasette sees them: `news` to read, `reviews` to read and append to."""

import sqlite3
from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path
from typing import Any, Final

from datasette.database import Database

from storage.database import StoreError

NEWS: Final = "news"
REVIEWS: Final = "reviews"
REMEMBERED: Final = 500  # counts kept in memory
PATIENCE: Final = 5.0  # seconds that a request waits for another process's transaction before it says "try again"


class NewsFile(Database):  # type: ignore[misc]
    """`news.db` for reading alone: one process writes it, and that is never this one."""

    def __init__(self, datasette: Any, path: Path) -> None:
        super().__init__(datasette, path=str(path.resolve()))

        self._remembered: dict[Hashable, Any] = {}
        self._stamp: tuple[int, ...] = ()

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002 - Datasette's signature
        """Open the file read-only. Raises StoreError when asked to write."""
        if write:
            raise StoreError(f"{self.path} is only read here; verdicts go to reviews.db")
        return _connect(self, mode="ro")

    async def remember(self, key: Hashable, load: Callable[[], Awaitable[Any]]) -> Any:
        """Return what `load` gives, from memory as long as neither the file nor its write-ahead log changes.

        For counts over the whole file, which every claim page shows and only a pipeline run changes.
        """
        stamp = self._read_stamp()
        if stamp != self._stamp or len(self._remembered) >= REMEMBERED:
            self._stamp, self._remembered = stamp, {}
        if key not in self._remembered:
            value = await load()
            if stamp == self._read_stamp():  # else it may be older than the stamp it would stand under
                self._remembered[key] = value
            return value
        return self._remembered[key]

    def _read_stamp(self) -> tuple[int, ...]:
        stamp: list[int] = []
        for path in (Path(self.path), Path(f"{self.path}-wal")):
            try:
                status = path.stat()
            except FileNotFoundError:  # no log: everything is in the file
                continue
            stamp += (status.st_mtime_ns, status.st_size)
        return tuple(stamp)


class ReviewsFile(Database):  # type: ignore[misc]
    """`reviews.db`, which Datasette alone writes, through its one write thread."""

    def __init__(self, datasette: Any, path: Path) -> None:
        super().__init__(datasette, path=str(path.resolve()))

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002 - Datasette's signature
        """Open the file; for writing with every commit forced onto the disk."""
        connection = _connect(self, mode="rw" if write else "ro")
        if write:
            connection.execute("PRAGMA synchronous=FULL")
        return connection


def has_both(datasette: Any) -> bool:
    """Tell whether this Datasette serves a `news` and a `reviews` database; without them the plugin keeps quiet."""
    return NEWS in datasette.databases and REVIEWS in datasette.databases


async def remembered(datasette: Any, key: Hashable, load: Callable[[], Awaitable[Any]]) -> Any:
    """Return what `load` gives, from memory while `news.db` stays the same where it is served as NewsFile."""
    news = datasette.databases[NEWS]
    return await news.remember(key, load) if isinstance(news, NewsFile) else await load()


def attach_reviews(connection: sqlite3.Connection, datasette: Any) -> None:
    """Attach `reviews.db` read-only as `reviews`, so that queries over claims see verdicts the moment they are given."""
    connection.execute(f"ATTACH DATABASE ? AS {REVIEWS}", [_address(datasette.databases[REVIEWS].path, "ro")])


def _connect(database: Any, *, mode: str) -> sqlite3.Connection:
    # Datasette's own connect() does not quote the path, so that a `#` or `%` in a folder's name opens another file.
    connection = sqlite3.connect(
        _address(database.path, mode),
        uri=True,
        timeout=PATIENCE,
        check_same_thread=False,  # closed by the main thread
    )
    database._all_file_connections.append(connection)  # noqa: SLF001 - what Database.close closes
    return connection


def _address(path: str, mode: str) -> str:
    return f"{Path(path).resolve().as_uri()}?mode={mode}"
