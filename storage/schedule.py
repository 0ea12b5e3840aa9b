"""When an address is visited next: listings by how often they change, articles by their age, failures by their number.

Pure: every instant is given. All waits are bounded, so that no source is ever forgotten.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

MAX_ATTEMPTS = 5  # tries before an article is put in quarantine
RETRY_AFTER = timedelta(minutes=60)  # of an article; doubled with each further try
LISTING_RETRY_AFTER = timedelta(minutes=15)  # of a listing from its second failure on; doubled with each further one
LONGEST_RETRY = timedelta(hours=24)  # a listing is never given up: an outlet may come back after months

SHARE = 8  # a listing is asked again after this part of the time it usually takes to change, or has been quiet
SHORTEST_WAIT = timedelta(minutes=1)  # a shorter one is none: the next run asks
LONGEST_WAIT = timedelta(hours=12)
_NEWEST_WEIGHT = 0.3  # of the newest gap in the mean of all gaps

# Most corrections come within hours; diffengine and newsdiffs, which watched outlets for edits, thin out likewise.
RECHECK_AGES = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)


def next_listing_visit(*, changed_at: datetime, change_gap: float | None, at: datetime) -> datetime:
    """Return when to ask a feed, sitemap or section again that was asked at `at`.

    An eighth of the mean time between two changes, or of the time it has been quiet, whichever is longer, at most
    12 hours: what changes hourly is asked at every run, what is silent for days twice a day.
    """
    quiet = at - changed_at
    wait = max(quiet, timedelta(seconds=change_gap or 0.0)) / SHARE
    return at if wait < SHORTEST_WAIT else at + min(wait, LONGEST_WAIT)


def mean_gap(known: float | None, newest: timedelta) -> float:
    """Return the mean seconds between two changes after a new one, the newest weighing most."""
    seconds = max(newest.total_seconds(), 0.0)
    return seconds if known is None else (1 - _NEWEST_WEIGHT) * known + _NEWEST_WEIGHT * seconds


def next_recheck(*, first_seen_at: datetime, at: datetime, ages: Sequence[timedelta]) -> datetime | None:
    """Return when to look for an edit of an article that was fetched at `at`; None when it is old enough to rest."""
    return next((due for age in sorted(ages) if (due := first_seen_at + age) > at), None)


def next_retry(*, attempts: int, at: datetime, is_listing: bool, pause: timedelta | None) -> datetime | None:
    """Return when to try again what failed for the `attempts`-th time in a row; None for an article given up.

    `pause` is what the server asked for (Retry-After); it is never undercut.
    """
    if is_listing:
        wait = timedelta(0) if attempts < 2 else min(LISTING_RETRY_AFTER * 2.0 ** min(attempts - 2, 20), LONGEST_RETRY)
    elif attempts >= MAX_ATTEMPTS:
        return None
    else:
        wait = RETRY_AFTER * 2 ** (attempts - 1)
    return at + max(wait, pause or timedelta(0))
