"""Worker processes: order kept, deadlines enforced, crashes confined to their item."""

import os
import time

import pytest

from tallywire.engine import WorkersUnfit, map_in_workers

_loaded: list[str] = []


def work(item):
    kind, value = item
    if kind == "sleep":
        time.sleep(value)
    if kind == "raise":
        raise ValueError(value)
    if kind == "die":
        os._exit(9)
    return value


def load(word):
    _loaded.append(word)


def loaded(_item):
    return _loaded


def test_results_keep_the_order_of_the_items():
    items = [("sleep", 0.2), *(("value", n) for n in range(30))]
    outcomes = list(map_in_workers(work, items, workers=2, deadline=30))
    assert [outcome.result for outcome in outcomes] == [value for _, value in items]


def test_bad_items_do_not_stop_the_rest():
    items = [("value", 1), ("raise", "no"), ("die", 0), ("sleep", 60), ("value", 2)]
    outcomes = list(map_in_workers(work, items, workers=1, deadline=1.5))
    assert [outcome.failure for outcome in outcomes] == [None, "error", "crash", "timeout", None]
    assert [outcome.result for outcome in outcomes] == [1, None, None, None, 2]
    assert outcomes[1].message == "ValueError: no"
    assert isinstance(outcomes[1].error, ValueError)
    assert "died" in outcomes[2].message
    assert "1.5 seconds" in outcomes[3].message


def test_workers_are_prepared_once():
    outcomes = list(map_in_workers(loaded, range(3), workers=1, deadline=30, initializer=load, arguments=("model",)))
    assert [outcome.result for outcome in outcomes] == [["model"]] * 3


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for n in range(200):
            taken.append(n)
            yield ("value", n)

    outcomes = map_in_workers(work, items(), workers=1, deadline=30)
    assert next(outcomes).result == 0
    assert len(taken) < 20
    outcomes.close()


def test_no_items_no_outcomes():
    assert list(map_in_workers(work, [], workers=1, deadline=1)) == []


def test_an_error_of_the_items_themselves_goes_up():
    def items():
        yield ("value", 1)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        list(map_in_workers(work, items(), workers=1, deadline=5))


def refuse(word):
    raise FileNotFoundError(f"no {word}")


def test_workers_that_cannot_be_prepared_are_no_fault_of_the_items():
    with pytest.raises(WorkersUnfit, match="FileNotFoundError: no model"):
        list(map_in_workers(work, [("value", 1)], workers=2, deadline=5, initializer=refuse, arguments=("model",)))


def test_items_that_kill_every_worker_at_once_are_crashes():
    items = [("die", 0), ("value", 1), ("die", 0), ("die", 0), ("value", 2)]
    outcomes = list(map_in_workers(work, items, workers=2, deadline=30))
    assert [outcome.failure for outcome in outcomes] == ["crash", None, "crash", "crash", None]


def vanish():
    os._exit(3)


def test_workers_that_die_before_they_begin_end_the_work():
    with pytest.raises(WorkersUnfit, match="die before they begin"):
        list(map_in_workers(work, [("value", 1)], workers=1, deadline=5, initializer=vanish))
