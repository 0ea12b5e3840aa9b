"""Which sources are in trouble, told from invented pasts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.failures import FailureKind
from crawler.health import REFUSALS, Trouble, find_alarms
from crawler.pages.body import AGREED
from records import Source
from records.source import Expectation
from storage.source_runs import LOW_AGREEMENT, ArticlePast, SourcePast, SourceRun

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
NOTHING = Expectation()
GOOD = SourceRun(
    run_id=9, source="alder", at=NOW, listings=2, listings_unchanged=1, discovered=3, fetched=3, new=3, unchanged=0,
    postponed=0, failures={}, seconds=4.0, articles=3, rejected=0, median_words=400.0,
)  # fmt: skip


def past(
    *runs: SourceRun,
    arrivals: tuple[float, ...] = tuple(range(28)),
    words: tuple[int, ...] = (400,) * 40,
    expect: Expectation = NOTHING,
    missing: frozenset[str] = frozenset(),
    agreement: float | None = 0.95,
    name: str = "alder",
) -> SourcePast:
    """Return the past of a source; `arrivals` are days before now, the newest first."""
    runs = runs or (GOOD, replace(GOOD, run_id=1, at=NOW - timedelta(days=40)))
    return SourcePast(
        source=Source(name=name, title=name, home="https://alder.example/", expect=expect),
        runs=tuple(replace(run, source=name) for run in runs),
        articles=tuple(
            ArticlePast(first_seen_at=NOW, words=number, agreement=agreement, missing=missing) for number in words
        ),
        arrivals=tuple(NOW - timedelta(days=days) for days in arrivals),
    )


def troubles(*pasts: SourcePast) -> list[str]:
    return [alarm.trouble.name.lower() for alarm in find_alarms(pasts)]


def failed(**failures: int) -> SourceRun:
    return replace(GOOD, listings=0, fetched=0, new=0, failures=failures)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (past(), []),
        # Requests.
        (past(failed(blocked=4)), ["blocked"]),
        (past(failed(robots_unreachable=1)), ["blocked"]),
        (past(replace(failed(rate_limited=3), listings=1)), ["blocked"]),
        (past(replace(GOOD, failures={"robots": 1})), []),
        (past(failed(dns=2)), ["unreachable"]),
        # After a refusal the next runs do not ask.
        (past(failed(), failed(blocked=4)), ["blocked"]),
        (past(failed(), GOOD, failed(blocked=4)), []),
        (past(replace(GOOD, failures={"timeout": 2})), []),
        (past(replace(GOOD, listings=2, fetched=0, new=0)), []),
        # Silence: by its own rhythm of one a day, or by what the watch-list expects.
        (past(arrivals=tuple(range(3, 31))), []),
        (past(arrivals=tuple(range(6, 34))), ["silent"]),
        (past(arrivals=tuple(range(6, 200, 30))), []),
        (past(arrivals=(6.0, 6.0, 6.0, 6.0, 6.0, 6.0)), []),
        (past(arrivals=(), expect=Expectation(articles_a_day=2.0)), ["silent", "thin"]),
        (past(arrivals=()), []),
        # The desk was closed: the newest run counts, not today.
        (past(replace(GOOD, at=NOW - timedelta(days=30)), arrivals=tuple(range(31, 59))), []),
        # Yield.
        (past(expect=Expectation(articles_a_day=1.0)), []),
        (past(expect=Expectation(articles_a_day=3.0)), ["thin"]),
        (past(GOOD, expect=Expectation(articles_a_day=3.0)), []),
        # Length.
        (past(words=(40,) * 10 + (400,) * 30), ["lost_text"]),
        (past(words=(300,) * 10 + (400,) * 30), []),
        (past(words=(40,) * 4 + (400,) * 3), []),
        # Rejections.
        (past(replace(GOOD, articles=1, rejected=9), replace(GOOD, articles=20, rejected=1)), ["rejected"]),
        (past(replace(GOOD, articles=4, rejected=6), replace(GOOD, articles=8, rejected=12)), []),
        (past(replace(GOOD, articles=0, rejected=2), replace(GOOD, articles=20, rejected=1)), []),
        # Agreement.
        (past(agreement=0.4), ["unsure"]),
        (past(agreement=0.4, words=(400,) * 4), []),
        (past(agreement=None), []),
        # Fields.
        (past(expect=Expectation(fields=("byline",)), missing=frozenset({"byline"})), ["fields"]),
        (past(expect=Expectation(fields=("title",)), missing=frozenset({"byline"})), []),
    ],
)
def test_troubles(of, expected):
    assert troubles(of) == expected


def test_the_loudest_come_first():
    pasts = (
        past(name="a", words=(40,) * 10 + (400,) * 30),
        past(name="b", arrivals=tuple(range(6, 34))),
        past(name="c", arrivals=tuple(range(9, 37))),
        past(failed(blocked=4), name="d"),
        past(name="e"),
    )
    assert [alarm.source for alarm in find_alarms(pasts)] == ["d", "c", "b", "a"]


def test_the_message_says_since_when():
    runs = [replace(failed(blocked=4), run_id=9 - age, at=NOW - timedelta(hours=age)) for age in range(3)]
    (alarm,) = find_alarms([past(*runs, GOOD)])
    assert alarm.trouble is Trouble.BLOCKED
    assert alarm.message == "4 of 4 requests were refused (blocked 4), in 3 runs since 2026-03-30 10:00"


def test_low_agreement_is_where_the_parser_asks_a_third_extractor():
    assert LOW_AGREEMENT == AGREED


def test_refusals_are_kinds_of_failures():
    assert {str(kind) for kind in FailureKind} >= REFUSALS
