"""One run at a time: a lock that the kernel frees when its holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import StoreError

EX_TEMPFAIL = 75  # sysexits.h: try again later


class AlreadyRunning(Exception):  # noqa: N818 - it is a state of the world, not a mistake
    """Another process holds the lock; the message names it."""


@contextmanager
def hold_lock(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock file for the time of the block, waiting at most `wait` seconds for another holder.

    Uses flock(2): a lock file that a killed run left behind does not block the next one. Raises AlreadyRunning when
    another process keeps it, and StoreError when the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"cannot write in {path.parent}: {error.strerror}; check the folder's owner and permissions,"
            " or name another with --output"
        ) from error
    try:
        _acquire(descriptor, path, time.monotonic() + wait)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                holder = path.read_text().strip() or "unknown"
                raise AlreadyRunning(
                    f"another run is at work (process {holder} holds {path}); nothing was done, try again later"
                ) from error
            time.sleep(0.2)
        else:
            return
