"""Dates of other languages are read to the day, and nothing else is taken for a date."""

import pytest

from crawler.pages.foreign_dates import parse_foreign_day
from crawler.pages.stamps import parse_stamp


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 novembre 2023", "2023-11-20"),
        ("le lundi 20 novembre 2023 à 14h05", "2023-11-20"),
        ("20. November 2023, 14:05 Uhr", "2023-11-20"),
        ("20 de noviembre de 2023", "2023-11-20"),
        ("12 Agustus 2021 10:20 WIB", "2021-08-12"),
        ("20 نوفمبر 2023", "2023-11-20"),
        ("November 2023", None),
        ("novembre 2023", None),
        ("Updated 3 hours ago", None),
        ("version 20 of 2023", None),
        ("03/04/2023", None),
        ("", None),
    ],
)
def test_foreign_days(text, day):
    found = parse_foreign_day(text)
    assert (None if found is None else found.date().isoformat()) == day


def test_stamps_fall_back_to_the_day_alone():
    stamp = parse_stamp("20 novembre 2023 14:05", origin="meta")
    assert (stamp.value.isoformat(), stamp.has_time, stamp.has_zone) == ("2023-11-20T00:00:00+00:00", False, False)
    assert parse_stamp("20 novembre 2023", origin="text") is None
