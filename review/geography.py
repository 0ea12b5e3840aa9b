"""Claims by place: what the map shows, and the same as a table."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from review.databases import NEWS
from review.queue import Filter
from storage.places import precision

LIMIT: Final = 1_000  # places on one map, those with the most claims first

_PLACES: Final = """
    SELECT g.place_key, g.name, g.country, g.admin1, g.latitude, g.longitude, g.feature_class, g.feature_code,
        count(DISTINCT c.claim_key) AS claims, count(DISTINCT a.url_key) AS articles, count(DISTINCT a.source) AS sources
    FROM claims AS c JOIN article_versions AS v ON v.version_key = c.version_key
    JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key
    JOIN claim_places AS p ON p.claim_key = c.claim_key JOIN places AS g ON g.place_key = p.place_key
    WHERE {where} GROUP BY g.place_key ORDER BY claims DESC, g.name LIMIT {limit}"""
_NOWHERE: Final = """
    SELECT count(*) FROM claims AS c JOIN article_versions AS v ON v.version_key = c.version_key
    JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key
    WHERE {where} AND NOT EXISTS (SELECT 1 FROM claim_places AS p WHERE p.claim_key = c.claim_key AND p.place_key NOT NULL)"""


async def load_places(datasette: Any, chosen: Filter) -> Sequence[Mapping[str, Any]]:
    """Return the places of the claims of a filter with their counts, those with most claims first, at most LIMIT."""
    where, parameters = chosen.conditions(with_state=True)
    rows = await datasette.databases[NEWS].execute(_PLACES.format(where=where, limit=LIMIT), parameters)
    return [{**dict(row), "precision": precision(row["feature_class"], row["feature_code"])} for row in rows]


async def count_nowhere(datasette: Any, chosen: Filter) -> int:
    """Count the claims of a filter that no place with coordinates locates: they are on no map."""
    where, parameters = chosen.conditions(with_state=True)
    return int((await datasette.databases[NEWS].execute(_NOWHERE.format(where=where), parameters)).single_value())
