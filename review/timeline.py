"""Figures over time: the claims of a filter as points of a drawing, and the same as a table.

The value axis is logarithmic, since figures of one event run from dozens to millions; a bound or a range is a line, an exact
number a point. Nothing is added up: articles repeat each other.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from review.databases import NEWS
from review.queue import Filter

LIMIT: Final = 1_500  # claims on one drawing, the newest first
SHAPES: Final = ("circle", "square", "diamond", "triangle", "cross")  # of the sources with the most claims
OTHERS: Final = "other"
WIDTH: Final = 960
HEIGHT: Final = 360
LEFT: Final = 70
BOTTOM: Final = 40
TOP: Final = 14
RIGHT: Final = 14

_CLAIMS: Final = """
    SELECT c.claim_key, c.quantity, c.low, c.high, c.qualifier, c.unit, c.group_text, c.event, c.modality, c.speaker_name,
        c.evidence, c.time_from, a.source, v.published, v.id AS article_id, v.title,
        substr(coalesce(c.time_from, v.published), 1, 10) AS day
    FROM claims AS c JOIN article_versions AS v ON v.version_key = c.version_key
    JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key
    WHERE {where} AND day NOT NULL AND coalesce(c.low, c.high) NOT NULL
    ORDER BY day DESC, c.rowid DESC LIMIT {limit}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One claim on the drawing, in its units: x and the y of least and greatest value (equal for an exact number)."""

    x: float
    low: float
    high: float
    shape: str
    claim: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Points with the ticks of both axes (place, words), and what shape each source has."""

    points: Sequence[Point]
    days: Sequence[tuple[float, str]]
    values: Sequence[tuple[float, str]]
    shapes: Mapping[str, str]


async def load_figures(datasette: Any, chosen: Filter) -> Sequence[Mapping[str, Any]]:
    """Return the claims of a filter that have a day and a number, newest day first, at most LIMIT."""
    where, parameters = chosen.conditions(with_state=True)
    rows = await datasette.databases[NEWS].execute(_CLAIMS.format(where=where, limit=LIMIT), parameters)
    return [dict(row) for row in rows]


def draw(claims: Sequence[Mapping[str, Any]]) -> Drawing | None:
    """Return the drawing of claims; None when there is none to draw."""
    dated = [(claim, day) for claim in claims if (day := _day(claim["day"])) is not None]
    if not dated:
        return None
    first, last = min(day for _, day in dated), max(day for _, day in dated)
    span = max((last - first).days, 1)
    greatest = max(max(_bounds(claim)) for claim, _ in dated)
    top = max(1, math.ceil(math.log10(greatest + 1)))
    counted = Counter(claim["source"] for claim, _ in dated)
    shapes = {source: shape for (source, _), shape in zip(counted.most_common(len(SHAPES)), SHAPES, strict=False)}

    def place(day: date) -> float:
        return round(LEFT + (day - first).days / span * (WIDTH - LEFT - RIGHT), 1)

    def height(value: float) -> float:
        return round(HEIGHT - BOTTOM - math.log10(value + 1) / top * (HEIGHT - BOTTOM - TOP), 1)

    points = [
        Point(
            x=place(day),
            low=height(min(_bounds(claim))),
            high=height(max(_bounds(claim))),
            shape=shapes.get(claim["source"], OTHERS),
            claim=claim,
        )
        for claim, day in dated
    ]
    ticks = _spread(first, last)
    values = [(height(10.0**power), f"{10**power:,}") for power in range(top + 1)]
    return Drawing(points=points, days=[(place(day), day.isoformat()) for day in ticks], values=values, shapes=shapes)


def _bounds(claim: Mapping[str, Any]) -> tuple[float, float]:
    """Return the least and the greatest value; one bound stands for both where the words set only one."""
    low, high = claim["low"], claim["high"]
    return float(high if low is None else low), float(low if high is None else high)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # a time that only says a month or a year
        return None


def _spread(first: date, last: date, count: int = 6) -> Iterable[date]:
    """Return a few days from first to last, evenly spread, each once."""
    span = (last - first).days
    return list(dict.fromkeys(first + timedelta(days=round(span * step / (count - 1))) for step in range(count)))
