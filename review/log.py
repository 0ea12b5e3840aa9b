"""The log of verdicts as people read it: those on one claim, and the last ones of a reviewer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from records import Decision
from review.databases import NEWS
from review.fields import FIELDS
from review.standing import TAKEN_BACK
from review.verdicts import REASONS

UNDO_STEPS: Final = 10  # verdicts that a reviewer can take back from the list


async def load_log(datasette: Any, claim_key: str, *, reviewer: str | None = None) -> Sequence[Mapping[str, Any]]:
    """Return the verdicts on one claim as they stand in `reviews.db` now, newest first; of one reviewer if named.

    Verdicts that were carried here from an older extraction or version are among them.
    """
    rows = await datasette.databases[NEWS].execute(
        "SELECT d.id, d.decision, d.reason, d.note, d.reviewer, d.decided_at, d.pipeline_version, d.quote, d.quantity,"
        " d.old, d.new, d.round, d.claim_key != :key AS is_carried,"
        f" {TAKEN_BACK} AS is_taken_back,"
        " w.state AS anchor, w.differences FROM reviews.verdicts AS d"
        " LEFT JOIN verdict_anchors AS w ON w.verdict_id = d.id"
        " WHERE (d.claim_key = :key OR d.id IN (SELECT verdict_id FROM verdict_anchors WHERE claim_key = :key))"
        " AND d.decision != 'retract' AND (:reviewer IS NULL OR d.reviewer = :reviewer) ORDER BY d.id DESC",
        {"key": claim_key, "reviewer": reviewer},
    )
    return [_log_entry(row) for row in rows]


def _log_entry(row: Mapping[str, Any]) -> Mapping[str, Any]:
    entry = dict(row)
    old, new = json.loads(entry["old"]), json.loads(entry["new"])
    labels = {field.name: field.label for field in FIELDS}
    changes = [
        (labels.get(name, name), show_value(old.get(name, "")), show_value(value)) for name, value in new.items()
    ]
    differences = json.loads(entry["differences"] or "{}")
    return {
        **entry,
        "reason_words": REASONS.get(entry["reason"], entry["reason"]),
        "changes": changes if entry["decision"] == Decision.CORRECT else [],
        "differences": [
            (labels.get(name, name), show_value(before), show_value(after))
            for name, (before, after) in differences.items()
        ],
    }


def show_value(value: str) -> str:
    """Return a stored value as a person reads it: places as words, nothing as a dash."""
    if value.startswith("[{"):
        return "; ".join(f"{place['text']} ({place['role']})" for place in json.loads(value))
    if value.startswith("[["):
        return "; ".join(f"{place} ({role})" for place, role in json.loads(value))
    return value or "–"


async def load_last(datasette: Any, reviewer: str, *, limit: int = UNDO_STEPS) -> Sequence[Mapping[str, Any]]:
    """Return the last verdicts of one reviewer that were not taken back, newest first; those of one batch as one."""
    rows = await datasette.databases[NEWS].execute(
        "SELECT max(d.id) AS id, d.claim_key, d.decision, d.quantity, d.decided_at, d.batch, count(*) AS claims"
        " FROM reviews.verdicts AS d WHERE d.id > (SELECT coalesce(max(id), 0) - 5000 FROM reviews.verdicts)"
        " AND d.reviewer = ? AND d.decision != 'retract'"
        f" AND NOT {TAKEN_BACK}"
        " GROUP BY coalesce(d.batch, d.id) ORDER BY max(d.id) DESC LIMIT ?",
        [reviewer, limit],
    )
    return [dict(row) for row in rows]
