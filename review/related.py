"""What else is said of a claim's fact: the same figure elsewhere, and the copies of its article."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from review.databases import NEWS
from review.standing import NEWEST

DAYS: Final = 30  # how far apart two articles may be that speak of one figure
LIMIT: Final = 12

CANDIDATES: Final = 300  # claims of one common number that are looked at where no place narrows them

_COLUMNS: Final = (
    f"c.claim_key, c.quantity, c.group_text, c.speaker_name, a.source, v.published, v.title, {NEWEST} AS verdict"
)
_SAME: Final = (
    "c.event = :event AND c.unit = :unit AND c.low_exact IS :low_exact AND c.high_exact IS :high_exact"
    " AND a.url_key != :url_key AND (:published IS NULL OR v.published IS NULL"
    f" OR abs(julianday(v.published) - julianday(:published)) <= {DAYS})"
)
# By way of the place, which few claims share: CROSS JOIN keeps the order. A country's centre is shared by too many.
_IN_PLACE: Final = f"""
    SELECT DISTINCT {_COLUMNS}, 1 AS shares_place
    FROM claim_places AS q CROSS JOIN places AS g ON g.place_key = q.place_key AND g.feature_code NOT LIKE 'PCL%'
    CROSS JOIN claim_places AS p ON p.place_key = q.place_key CROSS JOIN claims AS c ON c.claim_key = p.claim_key
    CROSS JOIN article_versions AS v ON v.version_key = c.version_key
    CROSS JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key
    WHERE q.claim_key = :claim_key AND {_SAME} ORDER BY v.published, c.claim_key LIMIT {LIMIT}"""
_HAS_PLACE: Final = (
    "SELECT 1 FROM claim_places AS q JOIN places AS g ON g.place_key = q.place_key AND g.feature_code NOT LIKE 'PCL%'"
    " WHERE q.claim_key = ? LIMIT 1"
)
_ANYWHERE: Final = f"""
    SELECT {_COLUMNS}, EXISTS (SELECT 1 FROM claim_places AS p JOIN claim_places AS q ON q.place_key = p.place_key
        WHERE p.claim_key = c.claim_key AND q.claim_key = :claim_key) AS shares_place
    FROM (SELECT rowid AS number FROM claims WHERE event = :event AND unit = :unit AND low_exact IS :low_exact
        AND high_exact IS :high_exact ORDER BY rowid DESC LIMIT {CANDIDATES}) AS n
    CROSS JOIN claims AS c ON c.rowid = n.number CROSS JOIN article_versions AS v ON v.version_key = c.version_key
    CROSS JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key
    WHERE {_SAME} ORDER BY shares_place DESC, v.published, c.claim_key LIMIT {LIMIT}"""
_COPIES: Final = f"""
    SELECT v.id AS article_id, v.title, v.source, v.published, s.agency, m.position, m.changed
    FROM syndication_articles AS mine JOIN syndication_articles AS m ON m.syndication_id = mine.syndication_id
    JOIN syndications AS s ON s.id = m.syndication_id JOIN article_versions AS v ON v.version_key = m.version_key
    WHERE mine.version_key = :version_key AND m.version_key != :version_key ORDER BY m.position LIMIT {LIMIT}"""


async def load_same_figure(datasette: Any, claim: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return claims of other articles of about the same time that state the same figure, at most LIMIT.

    In the same place where the claim has one below a country; else anywhere, those that share its country first.
    """
    news = datasette.databases[NEWS]
    has_place = (await news.execute(_HAS_PLACE, [claim["claim_key"]])).first() is not None
    names = ("claim_key", "event", "unit", "low_exact", "high_exact", "url_key", "published")
    rows = await news.execute(_IN_PLACE if has_place else _ANYWHERE, {name: claim[name] for name in names})
    return [dict(row) for row in rows]


async def load_copies(datasette: Any, version_key: str) -> Sequence[Mapping[str, Any]]:
    """Return the other articles that carry the same text, the earliest first, at most LIMIT."""
    rows = await datasette.databases[NEWS].execute(_COPIES, {"version_key": version_key})
    return [dict(row) for row in rows]
