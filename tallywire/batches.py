"""Items in batches: what is written in one transaction."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

Item = TypeVar("Item")

BATCH: Final = 100  # items in one transaction: makes synchronous=FULL as cheap as NORMAL


def in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in lists of 100, the last one shorter; never an empty list. Takes items as they are needed."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
