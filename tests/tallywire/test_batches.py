"""Batches hold every item once, in order, and are taken as they are needed."""

import pytest

from tallywire.batches import BATCH, in_batches


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (BATCH, [BATCH]), (BATCH + 1, [BATCH, 1])])
def test_batches(count, sizes):
    batches = list(in_batches(range(count)))
    assert [len(batch) for batch in batches] == sizes
    assert [item for batch in batches for item in batch] == list(range(count))


def test_batches_are_lazy():
    taken = []

    def items():
        for number in range(10 * BATCH):
            taken.append(number)
            yield number

    next(in_batches(items()))
    assert len(taken) == BATCH
