"""Run a function over many items in worker processes, with a deadline for each; a bad item never stops the rest."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as DeadlinePassed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 8  # items in flight for each worker: enough to keep it busy, few enough to keep memory flat
MAX_BREAKS = 3  # pools that may break while an item is the oldest unfinished one, before it is taken for the cause


class WorkersUnfit(Exception):  # noqa: N818 - says what the workers are
    """No worker could be prepared, so no item was tried; the message is the initializer's error."""


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
    (`ProcessPoolExecutor` fails every waiting item when one worker dies, `multiprocessing.Pool` hangs). Raises
    WorkersUnfit when the initializer fails: that is no fault of an item.
    """
    crew: _Crew[Item, Result] = _Crew(function, workers, deadline, initializer, arguments)
    try:
        for item in items:
            crew.submit(item)
            if len(crew.waiting) >= workers * AHEAD:
                yield crew.next_outcome()
        while crew.waiting:
            yield crew.next_outcome()
    finally:
        crew.dismiss()


class _Crew(Generic[Item, Result]):
    """A pool that is replaced when it breaks; the unfinished items move to the new one.

    pebble breaks when a worker dies before it has said which task it took, and then fails every task that waits. That
    must not count against them.
    """

    def __init__(
        self,
        function: Callable[[Item], Result],
        workers: int,
        deadline: float,
        initializer: Callable[..., None] | None,
        arguments: tuple[Any, ...],
    ) -> None:
        self._function = function
        self._workers = workers
        self._deadline = deadline
        self._initializer = initializer
        self._arguments = arguments
        self._context = multiprocessing.get_context("spawn")
        self._unfit: SimpleQueue[str] = self._context.SimpleQueue()
        self._prepared = self._context.Event()
        self._breaks = 0
        self._pool = self._make_pool()
        self.waiting: deque[tuple[Item, ProcessFuture[Result] | None]] = deque()

    def submit(self, item: Item) -> None:
        self.waiting.append((item, self._schedule(item)))

    def next_outcome(self) -> Outcome[Item, Result]:
        """Wait for the oldest item."""
        while True:
            item, future = self.waiting[0]
            try:
                outcome = self._outcome(item, future)
            except BrokenProcessPool:
                if not self._unfit.empty():
                    raise WorkersUnfit(self._unfit.get()) from None
                if not self._prepared.is_set():
                    raise WorkersUnfit("the worker processes die before they begin to work") from None
                self._breaks += 1
                self._replace_pool()
                if self._breaks < MAX_BREAKS:
                    continue
                outcome = Outcome(item=item, failure="crash", message="the worker process died at once")
            self._breaks = 0
            self.waiting.popleft()
            return outcome

    def dismiss(self) -> None:
        """Stop the workers, whether they are done or not."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._unfit.close()

    def _schedule(self, item: Item) -> ProcessFuture[Result] | None:
        try:
            return self._pool.schedule(self._function, args=(item,), timeout=self._deadline)
        except RuntimeError:  # the pool broke; the item waits for the next one
            return None

    def _outcome(self, item: Item, future: ProcessFuture[Result] | None) -> Outcome[Item, Result]:
        if future is None:
            raise BrokenProcessPool
        try:
            return Outcome(item=item, result=future.result())
        except BrokenProcessPool:
            raise
        except DeadlinePassed:
            return Outcome(item=item, failure="timeout", message=f"took longer than {self._deadline:g} seconds")
        except ProcessExpired as error:
            return Outcome(item=item, failure="crash", message=f"the worker process died (exit code {error.exitcode})")
        except Exception as error:  # noqa: BLE001 - whatever an item raises is recorded with it, and the rest goes on
            return Outcome(item=item, failure="error", message=f"{type(error).__name__}: {error}", error=error)

    def _make_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            initializer=_prepare,
            initargs=(self._unfit, self._prepared, self._initializer, self._arguments),
            context=self._context,
        )

    def _replace_pool(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = self._make_pool()
        unfinished = [
            (item, future if future is not None and _is_settled(future) else self._schedule(item))
            for item, future in self.waiting
        ]
        self.waiting = deque(unfinished)


def _is_settled(future: ProcessFuture[Any]) -> bool:
    """Tell whether a future ended by its own item and not by the pool's breaking."""
    if not future.done() or future.cancelled():
        return False
    return not isinstance(future.exception(), BrokenProcessPool)


def _prepare(
    unfit: "SimpleQueue[str]", prepared: Event, initializer: Callable[..., None] | None, arguments: tuple[Any, ...]
) -> None:
    """Prepare a worker process and say so, or say why it cannot be."""
    if initializer is not None:
        try:
            initializer(*arguments)
        except Exception as error:
            unfit.put(f"{type(error).__name__}: {error}")
            raise
    prepared.set()
