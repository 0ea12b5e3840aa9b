"""Claims alike: read by the same rule from the same words elsewhere, and not judged yet."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from review.databases import NEWS
from review.standing import HAS_VERDICT

LIMIT: Final = 200  # claims that one decision may reject: as many as a person can look through

# The same number rule, event and words. Capitals do not matter; nor does the number itself.
_ALIKE: Final = f"""
    SELECT c.claim_key, c.quantity, c.group_text, c.evidence, v.title, a.source, v.published
    FROM claims AS c JOIN articles AS a ON a.version_key = c.version_key
    JOIN article_versions AS v ON v.version_key = c.version_key
    WHERE c.event = :event AND c.unit = :unit AND c.quantity_rule = :quantity_rule
        AND lower(coalesce(c.group_text, '')) = lower(coalesce(:group_text, ''))
        AND lower(coalesce(c.trigger_text, '')) = lower(coalesce(:trigger_text, ''))
        AND c.claim_key != :claim_key AND NOT {HAS_VERDICT}
    ORDER BY c.confidence, c.rowid LIMIT {LIMIT}"""


async def find_alike(datasette: Any, claim: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the claims alike that nobody has judged, least certain first; at most LIMIT."""
    names = ("event", "unit", "quantity_rule", "group_text", "trigger_text", "claim_key")
    rows = await datasette.databases[NEWS].execute(_ALIKE, {name: claim[name] for name in names})
    return [dict(row) for row in rows]
