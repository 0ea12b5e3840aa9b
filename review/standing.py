"""Which verdicts stand, as SQL over the live log: given to this claim or carried to it, not taken back, not outdated.

The queries run on `news` with `reviews` attached. Aliases: `c` a claim, `d` a verdict, `w` where it is anchored.
"""

from typing import Final

from storage.verdict_views import is_taken_back

TAKEN_BACK: Final = is_taken_back("d", database="reviews.")
# A verdict that was given since the last run of the pipeline has no anchor yet: it speaks of the claim it was given on.
_ON_CLAIM: Final = (
    "SELECT d.id, d.decision, d.reviewer, d.round, d.new FROM reviews.verdicts AS d"
    " LEFT JOIN verdict_anchors AS w ON w.verdict_id = d.id WHERE d.claim_key = c.claim_key AND d.decision != 'retract'"
    f" AND coalesce(w.state, 'same') = 'same' AND NOT {TAKEN_BACK}"
)
_CARRIED: Final = (
    "SELECT d.id, d.decision, d.reviewer, d.round, d.new FROM verdict_anchors AS w"
    " JOIN reviews.verdicts AS d ON d.id = w.verdict_id WHERE w.claim_key = c.claim_key AND w.state = 'moved'"
    f" AND NOT {TAKEN_BACK}"
)


def _exists(condition: str = "") -> str:
    """Return the SQL condition that a standing verdict on the claim `c` meets a condition over `d`."""
    more = f" AND {condition}" if condition else ""
    return f"(EXISTS ({_ON_CLAIM}{more}) OR EXISTS ({_CARRIED}{more}))"


HAS_VERDICT: Final = _exists()
# What people who read the list see; the newest word, also where two differ.
NEWEST: Final = f"(SELECT decision FROM ({_ON_CLAIM} UNION ALL {_CARRIED}) ORDER BY id DESC LIMIT 1)"

# The keys of all claims with a standing verdict, by the log's end: the log is short where the claims are many.
STANDING: Final = (
    "SELECT CASE WHEN w.verdict_id IS NULL THEN d.claim_key ELSE w.claim_key END AS claim_key, d.id, d.decision,"
    " d.reviewer, d.round, d.new FROM reviews.verdicts_standing AS d LEFT JOIN verdict_anchors AS w ON w.verdict_id = d.id"
    " WHERE coalesce(w.state, 'same') IN ('same', 'moved')"
)
DISAGREEMENT: Final = (
    f"c.claim_key IN (SELECT claim_key FROM ({STANDING}) GROUP BY claim_key"
    " HAVING count(DISTINCT CASE WHEN decision != 'unsure' THEN decision || new END) > 1"
    " AND count(*) FILTER (WHERE round = 'adjudication') = 0)"
)
RECHECK: Final = (
    "c.claim_key IN (SELECT w.claim_key FROM verdict_anchors AS w JOIN reviews.verdicts_standing AS d"
    f" ON d.id = w.verdict_id WHERE w.state = 'changed') AND NOT {HAS_VERDICT}"
)
# The blind second reading: somebody else has decided, and this reviewer has not.
SECOND: Final = (
    f"c.claim_key IN (SELECT claim_key FROM ({STANDING}) GROUP BY claim_key"
    " HAVING count(*) FILTER (WHERE reviewer != :me AND decision != 'unsure') > 0"
    " AND count(*) FILTER (WHERE reviewer = :me) = 0 AND count(*) FILTER (WHERE round = 'adjudication') = 0)"
    f" AND NOT {_exists('d.reviewer = :me')}"
)
JUDGED_KEYS: Final = (
    "SELECT claim_key, max(decision != 'skip') AS is_judged FROM ("
    "SELECT CASE WHEN w.verdict_id IS NULL THEN d.claim_key ELSE w.claim_key END AS claim_key, d.decision"
    " FROM reviews.verdicts AS d LEFT JOIN verdict_anchors AS w ON w.verdict_id = d.id"
    f" WHERE d.decision NOT IN ('retract', 'add') AND NOT {TAKEN_BACK} AND coalesce(w.state, 'same') IN ('same', 'moved'))"
    " GROUP BY claim_key"
)
