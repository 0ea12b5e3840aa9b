"""What else is said of a claim's fact: the same figure elsewhere, and the copies of its article."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from review.databases import NEWS
from review.standing import NEWEST

DAYS: Final = 30  # how far apart two articles may be that speak of one figure
LIMIT: Final = 12

# The same event, unit and number, in a place that both name where they name any, in articles of about the same time.
_SAME_FIGURE: Final = f"""
    SELECT c.claim_key, c.quantity, c.group_text, c.speaker_name, a.source, v.published, v.title, {NEWEST} AS verdict,
        EXISTS (SELECT 1 FROM claim_places AS p JOIN claim_places AS q ON q.place_key = p.place_key
            WHERE p.claim_key = c.claim_key AND q.claim_key = :claim_key) AS shares_place
    FROM claims AS c JOIN article_versions AS v ON v.version_key = c.version_key
    JOIN articles AS a ON a.version_key = v.version_key
    WHERE c.event = :event AND c.unit = :unit AND c.low_exact IS :low_exact AND c.high_exact IS :high_exact
        AND a.url_key != :url_key
        AND (shares_place OR NOT EXISTS (SELECT 1 FROM claim_places AS q WHERE q.claim_key = :claim_key))
        AND (:published IS NULL OR v.published IS NULL
            OR abs(julianday(v.published) - julianday(:published)) <= {DAYS})
    ORDER BY shares_place DESC, v.published LIMIT {LIMIT}"""
_COPIES: Final = f"""
    SELECT v.id AS article_id, v.title, v.source, v.published, s.agency, m.position, m.changed
    FROM syndication_articles AS mine JOIN syndication_articles AS m ON m.syndication_id = mine.syndication_id
    JOIN syndications AS s ON s.id = m.syndication_id JOIN article_versions AS v ON v.version_key = m.version_key
    WHERE mine.version_key = :version_key AND m.version_key != :version_key ORDER BY m.position LIMIT {LIMIT}"""


async def load_same_figure(datasette: Any, claim: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return claims of other articles that state the same figure, those in the same place first, at most LIMIT."""
    names = ("claim_key", "event", "unit", "low_exact", "high_exact", "url_key", "published")
    rows = await datasette.databases[NEWS].execute(_SAME_FIGURE, {name: claim[name] for name in names})
    return [dict(row) for row in rows]


async def load_copies(datasette: Any, version_key: str) -> Sequence[Mapping[str, Any]]:
    """Return the other articles that carry the same text, the earliest first, at most LIMIT."""
    rows = await datasette.databases[NEWS].execute(_COPIES, {"version_key": version_key})
    return [dict(row) for row in rows]
