"""Run a function over many items in worker processes, with a deadline for each; a bad item never stops the rest."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as DeadlinePassed
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 8  # items in flight for each worker: enough to keep it busy, few enough to keep memory flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: a result, or the kind of failure (`timeout`, `crash`, `error`) with its message.

    `error` is the exception that the function raised, where it raised one.
    """

    item: Item
    result: Result | None = None
    failure: str | None = None
    message: str = ""
    error: BaseException | None = None


def map_in_workers(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    deadline: float,
    initializer: Callable[..., None] | None = None,
    arguments: tuple[Any, ...] = (),
) -> Iterator[Outcome[Item, Result]]:
    """Yield one outcome for each item, in the order of the items.

    Processes are spawned, not forked: a fork of a process with threads may deadlock. A worker whose item passes its
    deadline or that dies is replaced. pebble's pool is used because the standard library's cannot do either
    (`ProcessPoolExecutor` fails every waiting item when one worker dies, `multiprocessing.Pool` hangs).
    """
    pool = ProcessPool(
        max_workers=workers,
        initializer=initializer,
        initargs=arguments,
        context=multiprocessing.get_context("spawn"),
    )
    waiting: deque[tuple[Item, ProcessFuture[Result]]] = deque()
    try:
        for item in items:
            waiting.append((item, pool.schedule(function, args=(item,), timeout=deadline)))
            if len(waiting) >= workers * AHEAD:
                yield _outcome(*waiting.popleft(), deadline)
        while waiting:
            yield _outcome(*waiting.popleft(), deadline)
        pool.close()  # type: ignore[no-untyped-call]
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


def _outcome(item: Item, future: ProcessFuture[Result], deadline: float) -> Outcome[Item, Result]:
    try:
        return Outcome(item=item, result=future.result())
    except DeadlinePassed:
        return Outcome(item=item, failure="timeout", message=f"took longer than {deadline:g} seconds")
    except ProcessExpired as error:
        return Outcome(item=item, failure="crash", message=f"the worker process died (exit code {error.exitcode})")
    except Exception as error:  # noqa: BLE001 - whatever an item raises is recorded with that item, and the rest goes on
        return Outcome(item=item, failure="error", message=f"{type(error).__name__}: {error}", error=error)
