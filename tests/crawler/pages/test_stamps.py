from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.pages.stamps import is_plausible, parse_stamp

DAY = datetime(2023, 11, 20, tzinfo=UTC)
FETCHED = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


def at(hour: int, minute: int, second: int = 0, zone: float = 0) -> datetime:
    return datetime(2023, 11, 20, hour, minute, second, tzinfo=timezone(timedelta(hours=zone)))


@pytest.mark.parametrize(
    ("printed", "value", "has_time", "has_zone"),
    [
        ("2023-11-20", DAY, False, False),
        ("20231120", DAY, False, False),
        ("2023/11/20", DAY, False, False),
        ("Monday, November 20, 2023", DAY, False, False),
        ("Nov. 20, 2023", DAY, False, False),
        ("20 November 2023", DAY, False, False),
        ("20th of November 2023", DAY, False, False),
        ("20.11.2023", DAY, False, False),
        ("20/11/2023", DAY, False, False),
        ("11/20/2023", DAY, False, False),
        ("2023-11-20 23:14 GMT", at(23, 14), True, True),
        ("2023-11-20T23:14:05.123Z", at(23, 14, 5), True, True),
        ("2023-11-20T23:14:05+03:00", at(23, 14, 5, 3), True, True),
        ("2023-11-20T23:14:05-0500", at(23, 14, 5, -5), True, True),
        ("20231120T231405Z", at(23, 14, 5), True, True),
        ("Mon, 20 Nov 2023 23:14:00 +0530 (IST)", at(23, 14, 0, 5.5), True, True),
        ("Mon, 20 Nov 2023 23:14:00 EST", at(23, 14, 0, -5), True, True),
        ("20 November 2023 at 11:14 p.m. GMT", at(23, 14), True, True),
        ("23:14 GMT, 20 November 2023", at(23, 14), True, True),
        ("Nov 20, 2023 | 14:00 (GMT+3)", at(14, 0, 0, 3), True, True),
        ("1700522040", at(23, 14), True, True),
        ("1700522040000", at(23, 14), True, True),
        # No zone, or a name that stands for several: the clock time is kept, the zone is not made up.
        ("2023-11-20T23:14", at(23, 14), True, False),
        ("2023-11-20 06:33 AM ET", at(6, 33), True, False),
        ("Mon, 20 Nov 2023 23:14:00 IST", at(23, 14), True, False),
    ],
)
def test_reads_what_is_printed(printed: str, value: datetime, *, has_time: bool, has_zone: bool) -> None:
    stamp = parse_stamp(printed, origin="feed")
    assert stamp is not None
    assert (stamp.value, stamp.has_time, stamp.has_zone) == (value, has_time, has_zone)
    assert (stamp.printed, stamp.origin) == (printed, "feed")


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "yesterday",
        "2023",
        "November 2023",
        "2023-11",
        "03/04/2023",  # March or April
        "2023-02-30",
        "2023-11-20T25:00",
        "2023-11-20T23:61",
        "20 November 2023 13:00 pm",
        "0001-01-01T00:00:00",
        "12 people died on 20 November 2023",
        "20 Nov 2023 5",
        "2023-11-20 +03:00",
        "2023-11-20T23:14+99:00x",
        "x" * 10_000,
    ],
)
def test_reads_nothing_into_it(printed: str) -> None:
    assert parse_stamp(printed, origin="meta") is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("1989-12-31", False), ("1990-01-01", True), ("2026-01-03T11:59Z", True), ("2026-01-03T12:01Z", False)],
)
def test_plausible_range(printed: str, *, expected: bool) -> None:
    stamp = parse_stamp(printed, origin="meta")
    assert stamp is not None
    assert is_plausible(stamp, fetched_at=FETCHED) is expected
