"""The one thread that writes archive and store while the crawl goes on fetching.

Whatever is stored is on the disk when `save` returns: bodies are archived and synced, then rows are committed and synced.
Answers that came while the thread was busy share the next sync and commit, so that a slow disk does not set the pace of
the crawl; each answer's rows are in one transaction all the same, and what is not stored yet is bounded: the crawl sends
nothing new while `MOST_UNSAVED` answers wait. After a crash those and what was on its way (Scrapy has at most
CONCURRENT_REQUESTS, 16) are fetched again.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

from storage.archive import Archive
from storage.database import StoreError, close, open_news, write

MOST_UNSAVED = 8  # answers

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving(Generic[T]):
    """One answer to store.

    Attributes:
        archive: appends its body and returns what `store` needs to know of it; runs before the archive is synced.
        store: stores its rows and returns the result; runs inside `write`, after the archive was synced.

    """

    archive: Callable[[Database, Archive], Any]
    store: Callable[[Database, Any], T]


@dataclass(frozen=True, slots=True)
class _Waiting:
    saving: Saving[Any]
    done: "asyncio.Future[Any]"


class Writer:
    """Opens archive and store in a thread of its own; all access to them goes through here."""

    def __init__(self, news_db: Path, archive: Path) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._archive = Archive(archive)
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._unsaved = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._db: Database = self._thread.submit(open_news, news_db).result()

    def call(self, work: Callable[[Database], T]) -> T:
        """Do something with the store and wait for it, outside of the event loop."""
        return self._thread.submit(work, self._db).result()

    async def load(self, work: Callable[[Database], T]) -> T:
        """Read from the store, or write a row that belongs to no answer."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._db)

    async def save(self, saving: Saving[T]) -> T:
        """Archive and store one answer; return what its `store` returned when all of it is on the disk.

        Raises StoreError when archive or store cannot be written.
        """
        waiting = _Waiting(saving, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._count(1)
        try:
            if self._writing is None or self._writing.done():
                self._writing = asyncio.ensure_future(self._write_waiting())
            result: T = await waiting.done
        finally:
            self._count(-1)
        return result

    async def wait_for_room(self) -> None:
        """Return when fewer than MOST_UNSAVED answers wait to be stored."""
        await self._has_room.wait()

    def close(self) -> None:
        """Close archive and store. Raises StoreError when the disk refuses what is left to write."""
        try:
            self._thread.submit(self._close).result()
        finally:
            self._thread.shutdown()

    def _close(self) -> None:
        try:
            self._archive.close()
        finally:
            close(self._db)

    def _count(self, step: int) -> None:
        self._unsaved += step
        if self._unsaved < MOST_UNSAVED:
            self._has_room.set()
        else:
            self._has_room.clear()

    async def _write_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            outcomes = await loop.run_in_executor(self._thread, self._write, [waiting.saving for waiting in group])
            for waiting, outcome in zip(group, outcomes, strict=True):
                if waiting.done.done():  # the crawl gave it up
                    continue
                if isinstance(outcome, BaseException):
                    waiting.done.set_exception(outcome)
                else:
                    waiting.done.set_result(outcome)

    def _write(self, savings: list[Saving[Any]]) -> list[Any]:
        """Archive all, sync once, store all in one commit; return each one's result or exception, in order."""
        try:
            archived = [self._attempt(saving.archive, self._archive) for saving in savings]
            self._archive.sync()
            with write(self._db) as db:
                return [
                    known if isinstance(known, Exception) else self._store(db, saving, known)
                    for saving, known in zip(savings, archived, strict=True)
                ]
        except StoreError as error:
            return [error] * len(savings)

    def _store(self, db: Database, saving: Saving[Any], known: Any) -> Any:
        try:
            with db.atomic():
                return saving.store(db, known)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again by `save`, for the answer that it belongs to
            return error

    def _attempt(self, work: Callable[[Database, Archive], Any], archive: Archive) -> Any:
        try:
            return work(self._db, archive)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again by `save`, for the answer that it belongs to
            return error
