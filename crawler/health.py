"""Which sources are in trouble: they block us, fell silent, lost their text or give less than expected. Loudest first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import takewhile
from math import log
from statistics import median
from typing import Final

from storage.source_runs import LOW_AGREEMENT, SourcePast, SourceRun

# Failures by which a site says that it does not want us (crawler.failures.FailureKind, which would load Scrapy here).
REFUSALS: Final = frozenset({"blocked", "rate_limited", "robots", "robots_unreachable"})
SURE: Final = -log(0.01)  # expected articles at which none at all has a chance of 1 in 100 (Poisson)
FEWEST: Final = 5  # articles from which on a source has a rhythm, or a usual length
RHYTHM: Final = timedelta(days=28)  # of a source's past that its rhythm is taken from
WEEK: Final = timedelta(days=7)  # over which an expectation of the watch-list is judged
SHRUNK: Final = 1 / 3  # of the usual number of words, below which a source has lost its text
LATEST: Final = 10  # newest articles that are compared with those before


class Trouble(IntEnum):
    """Kinds of trouble, the worst with the greatest number."""

    FIELDS = 1
    THIN = 2
    UNSURE = 3
    REJECTED = 4
    LOST_TEXT = 5
    SILENT = 6
    UNREACHABLE = 7
    BLOCKED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One trouble of one source.

    Attributes:
        source: name of the source.
        trouble: what kind.
        message: one sentence with the figures it is told from.
        weight: how far it is from what is usual, to order alarms of one kind by.

    """

    source: str
    trouble: Trouble
    message: str
    weight: float


def find_alarms(pasts: Iterable[SourcePast]) -> list[Alarm]:
    """Return the troubles of sources, loudest first: by kind, then by how far they are from what is usual."""
    alarms = [alarm for past in pasts for judge in _JUDGES for alarm in judge(past)]
    return sorted(alarms, key=lambda alarm: (-alarm.trouble, -alarm.weight, alarm.source))


def _judge_requests(past: SourcePast) -> Iterable[Alarm]:
    """A source that refuses half of what it is asked blocks us; one that answers nothing is unreachable.

    Told from the newest run that asked it for something: after a refusal the next runs leave it alone.
    """
    runs = [run for run in past.runs if _count_asked(run)]
    for trouble, is_bad, words in (
        (Trouble.BLOCKED, _is_refused, "{refused} of {asked} requests were refused"),
        (Trouble.UNREACHABLE, _is_unanswered, "none of {asked} requests was answered"),
    ):
        if runs and is_bad(runs[0]):
            run = runs[0]
            told = words.format(refused=_count_refused(run), asked=_count_asked(run))
            yield Alarm(
                source=run.source,
                trouble=trouble,
                message=f"{told} ({_kinds(run)}), {_since(runs, is_bad)}",
                weight=_count_asked(run),
            )
            return


def _judge_silence(past: SourcePast) -> Iterable[Alarm]:
    """A source is silent when its own rhythm, or its expectation, would have brought articles with 99 in 100."""
    until = past.runs[0].at
    last = past.arrivals[0] if past.arrivals else past.runs[-1].at
    days = (until - last) / timedelta(days=1)
    rate = max(_own_rate(past.arrivals), past.source.expect.articles_a_day or 0.0)
    if rate * days > SURE:
        yield Alarm(
            source=past.source.name,
            trouble=Trouble.SILENT,
            message=f"no new article for {days:.1f} days, where {rate:.2g} a day are usual",
            weight=rate * days,
        )


def _judge_yield(past: SourcePast) -> Iterable[Alarm]:
    """A source is thin when the last week brought less than the watch-list expects."""
    expected_a_day = past.source.expect.articles_a_day
    until, first = past.runs[0].at, past.runs[-1].at
    if expected_a_day is None or until - first < timedelta(days=1):
        return
    since = max(first, until - WEEK)
    expected = expected_a_day * ((until - since) / timedelta(days=1))
    came = sum(arrival > since for arrival in past.arrivals)
    if came < expected:
        yield Alarm(
            source=past.source.name,
            trouble=Trouble.THIN,
            message=f"{came} new articles within {(until - since) / timedelta(days=1):.1f} days, where {expected:.3g} are expected",
            weight=1 - came / expected,
        )


def _judge_length(past: SourcePast) -> Iterable[Alarm]:
    """A source has lost its text when its newest articles are less than a third as long as those before."""
    words = [article.words for article in past.articles]
    latest = words[: min(LATEST, len(words) // 2)]
    before = words[len(latest) :]
    if len(latest) < FEWEST:
        return
    now, usual = median(latest), median(before)
    if now < usual * SHRUNK:
        yield Alarm(
            source=past.source.name,
            trouble=Trouble.LOST_TEXT,
            message=f"the last {len(latest)} articles have {now:.0f} words in the middle, where {usual:.0f} are usual",
            weight=usual / max(now, 1),
        )


def _judge_rejections(past: SourcePast) -> Iterable[Alarm]:
    """A source lost its articles when most pages of its newest parsed run are none, and before most were."""
    parsed = [run for run in past.runs if (run.articles or 0) + (run.rejected or 0) > 0]
    if not parsed:
        return
    newest, before = parsed[0], parsed[1:]
    rejected, pages = newest.rejected or 0, (newest.articles or 0) + (newest.rejected or 0)
    usual = sum(run.rejected or 0 for run in before) / (
        sum((run.articles or 0) + (run.rejected or 0) for run in before) or 1
    )
    if rejected >= FEWEST and rejected / pages > max(0.5, 2 * usual):
        yield Alarm(
            source=past.source.name,
            trouble=Trouble.REJECTED,
            message=f"{rejected} of {pages} pages were no article or stood behind a wall, where {usual:.0%} are usual",
            weight=rejected / pages,
        )


def _judge_agreement(past: SourcePast) -> Iterable[Alarm]:
    """A source's text is unsure when the extractors disagree on half of its newest pages."""
    told = [article.agreement for article in past.articles if article.agreement is not None][:LATEST]
    low = sum(agreement < LOW_AGREEMENT for agreement in told)
    if len(told) >= FEWEST and low * 2 >= len(told):
        yield Alarm(
            source=past.source.name,
            trouble=Trouble.UNSURE,
            message=f"extractors disagree on the text of {low} of the last {len(told)} articles",
            weight=low / len(told),
        )


def _judge_fields(past: SourcePast) -> Iterable[Alarm]:
    """A source lacks a field that the watch-list requires in half of its newest articles."""
    latest = past.articles[:LATEST]
    for field in past.source.expect.fields:
        missing = sum(field in article.missing for article in latest)
        if missing * 2 >= len(latest) > 0:
            yield Alarm(
                source=past.source.name,
                trouble=Trouble.FIELDS,
                message=f"{missing} of the last {len(latest)} articles have no {field}",
                weight=missing / len(latest),
            )


_JUDGES: Final = (
    _judge_requests,
    _judge_silence,
    _judge_yield,
    _judge_length,
    _judge_rejections,
    _judge_agreement,
    _judge_fields,
)


def _own_rate(arrivals: Sequence[datetime]) -> float:
    """Return a source's articles a day over the four weeks before its newest; 0 with too few for a rhythm."""
    if not arrivals:
        return 0.0
    recent = [arrival for arrival in arrivals if arrival > arrivals[0] - RHYTHM]
    days = (recent[0] - recent[-1]) / timedelta(days=1)
    # What comes at one moment is a first visit or a backlog, no rhythm.
    return (len(recent) - 1) / days if len(recent) >= FEWEST and days >= 1 else 0.0


def _kinds(run: SourceRun) -> str:
    return ", ".join(
        f"{kind} {number}" for kind, number in sorted(run.failures.items(), key=lambda row: (-row[1], row[0]))
    )


def _count_asked(run: SourceRun) -> int:
    return run.listings + run.fetched + run.failed


def _count_refused(run: SourceRun) -> int:
    return sum(number for kind, number in run.failures.items() if kind in REFUSALS)


def _is_refused(run: SourceRun) -> bool:
    return _count_refused(run) > 0 and _count_refused(run) >= run.listings + run.fetched


def _is_unanswered(run: SourceRun) -> bool:
    return run.failed > 0 and run.listings + run.fetched == 0


def _since(runs: Sequence[SourceRun], is_bad: Callable[[SourceRun], bool]) -> str:
    """Return since when every run was like the newest; `runs` are the newest first."""
    bad = list(takewhile(is_bad, runs))
    return (
        f"on {bad[-1].at:%Y-%m-%d %H:%M}" if len(bad) == 1 else f"in {len(bad)} runs since {bad[-1].at:%Y-%m-%d %H:%M}"
    )
