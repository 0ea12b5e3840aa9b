"""The crawl killed (SIGKILL) at random moments loses nothing; `python -m benchmarks.kills` does the same with 20 kills."""

from pathlib import Path

import pytest

from benchmarks.kills import crawl_with_kills

CONCURRENT = 16  # requests that Scrapy has on their way at most

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the processes to kill through /proc"),
]


def test_a_crawl_that_is_killed_at_random_moments_is_finished_by_the_next(tmp_path):
    report = crawl_with_kills(tmp_path, kills=5, seed=3, articles=60)
    assert report.is_whole, report
    assert report.requests > 0
    assert report.requests - report.articles <= sum(report.in_flight)
    assert max(report.in_flight) <= CONCURRENT
