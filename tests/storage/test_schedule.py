from datetime import UTC, datetime, timedelta

import pytest

from storage.schedule import LONGEST_WAIT, RECHECK_AGES, mean_gap, next_listing_visit, next_recheck, next_retry

AT = datetime(2026, 1, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("quiet", "gap", "wait"),
    [
        (timedelta(0), None, timedelta(0)),  # it has just changed for the first time
        (timedelta(minutes=5), None, timedelta(0)),  # shorter than a minute is none
        (8 * HOUR, None, HOUR),
        (timedelta(0), 86_400.0, 3 * HOUR),  # a daily source that has just published
        (16 * HOUR, 3_600.0, 2 * HOUR),
        (timedelta(days=400), None, LONGEST_WAIT),
    ],
)
def test_listings_are_asked_by_how_often_they_change(quiet: timedelta, gap: float | None, wait: timedelta) -> None:
    assert next_listing_visit(changed_at=AT - quiet, change_gap=gap, at=AT) == AT + wait


def test_the_newest_gap_weighs_most() -> None:
    assert mean_gap(None, HOUR) == 3_600
    gap = 86_400.0
    for _ in range(20):
        gap = mean_gap(gap, HOUR)
    assert 3_600 < gap < 3_700


@pytest.mark.parametrize(
    ("age", "due_at_age"),
    [
        (timedelta(0), HOUR),
        (HOUR, 6 * HOUR),
        (timedelta(hours=30), timedelta(days=3)),
        (timedelta(days=7), None),
        (timedelta(days=90), None),
    ],
)
def test_articles_are_looked_at_again_while_young(age: timedelta, due_at_age: timedelta | None) -> None:
    due = next_recheck(first_seen_at=AT - age, at=AT, ages=RECHECK_AGES)
    assert due == (None if due_at_age is None else AT - age + due_at_age)


def test_no_ages_is_never() -> None:
    assert next_recheck(first_seen_at=AT, at=AT, ages=()) is None


@pytest.mark.parametrize(
    ("attempts", "is_listing", "pause", "wait"),
    [
        (1, False, None, HOUR),
        (4, False, None, 8 * HOUR),
        (5, False, None, None),
        (1, False, 5 * HOUR, 5 * HOUR),
        (1, True, None, timedelta(0)),
        (2, True, None, timedelta(minutes=15)),
        (4, True, None, HOUR),
        (400, True, None, 24 * HOUR),
        (1, True, HOUR, HOUR),
    ],
)
def test_failures_wait(attempts: int, *, is_listing: bool, pause: timedelta | None, wait: timedelta | None) -> None:
    due = next_retry(attempts=attempts, at=AT, is_listing=is_listing, pause=pause)
    assert due == (None if wait is None else AT + wait)
