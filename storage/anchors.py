"""Where the verdicts are now: each is tied to the claim that the newest extraction of its article makes of the same words.

People judge words in a text; extractions and edits come after. A verdict is `same` (its claim is there, unchanged),
`moved` (the same values on the same words at another place), `changed` (the words are there, but the machine now reads
them otherwise) or `lost` (no claim stands on these words). The last two want a second look; none is ever dropped.
The words are found by quote and surroundings, as the W3C Web Annotation model's TextQuoteSelector asks, and by position
where there are several.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

from storage.database import write
from storage.rows import now, to_json, to_text

# A change of one of these makes a verdict doubtful; the other columns say how the text words the same fact.
MEANING: Final = (
    *("low_exact", "high_exact", "unit", "currency", "event", "modality", "places", "time_from", "time_to"),
    "speaker_name",
)
SAME: Final = "same"
MOVED: Final = "moved"
CHANGED: Final = "changed"
LOST: Final = "lost"

_TARGET: Final = """
    SELECT version_key, text, extraction_id FROM (
        SELECT v.version_key, v.text, v.version,
            (SELECT max(e.id) FROM extractions AS e WHERE e.version_key = v.version_key) AS extraction_id
        FROM article_versions AS v
        WHERE v.url_key IN (
            SELECT url_key FROM article_versions WHERE version_key = ?1
            UNION ALL SELECT url_key FROM replaced_versions WHERE version_key = ?1)
    ) WHERE extraction_id IS NOT NULL ORDER BY version DESC LIMIT 1"""
_CLAIMS: Final = """
    SELECT c.claim_key, c.quantity, c.quantity_start, c.quantity_end, c.low_exact, c.high_exact, c.unit, c.currency,
        c.event, c.modality, c.time_from, c.time_to, c.speaker_name,
        (SELECT json_group_array(json_object('text', p.text, 'role', p.role, 'place_key', p.place_key))
         FROM (SELECT * FROM claim_places WHERE claim_places.claim_key = c.claim_key ORDER BY start, id) AS p) AS places
    FROM claims AS c WHERE c.version_key = ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where one verdict is now: the claim that it speaks of, if any, and in which values that claim differs from it."""

    claim_key: str | None
    state: str
    differences: Mapping[str, tuple[str, str]]


def anchor_verdicts(db: Database) -> Counter[str]:
    """Tie every verdict whose article was read anew to a claim of today; return how many got each state.

    Verdicts that were tied to the newest extraction already are not touched, so the cost grows with what changed.
    """
    counts: Counter[str] = Counter()
    with write(db):
        for (version_key,) in db.execute("SELECT DISTINCT version_key FROM verdicts").fetchall():
            counts += _anchor_version(db, version_key)
    return counts


def _anchor_version(db: Database, version_key: str) -> Counter[str]:
    target = next(db.query(_TARGET, [version_key]), None)
    target_key = version_key if target is None else target["version_key"]
    extraction = None if target is None else target["extraction_id"]
    rows = list(
        db.query(
            "SELECT d.* FROM verdicts AS d LEFT JOIN verdict_anchors AS a ON a.verdict_id = d.id"
            " WHERE d.version_key = ? AND d.decision != 'retract'"
            " AND (a.verdict_id IS NULL OR a.version_key IS NOT ? OR a.extraction_id IS NOT ?)",
            [version_key, target_key, extraction],
        )
    )
    if not rows:
        return Counter()
    claims = [_with_places(row) for row in db.query(_CLAIMS, [target_key])]
    text = "" if target is None else target["text"]
    counts: Counter[str] = Counter()
    for row in rows:
        anchor = find_anchor(row, text=text, claims=claims)
        db.execute(
            "INSERT OR REPLACE INTO verdict_anchors VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(row["id"], anchor.claim_key, target_key, extraction, anchor.state),
                *(to_json(dict(anchor.differences)), to_text(now())),
            ],
        )
        counts[anchor.state] += 1
    return counts


def find_anchor(verdict: Mapping[str, Any], *, text: str, claims: Sequence[Mapping[str, Any]]) -> Anchor:
    """Return where a verdict (a row) is among the claims (rows with `places` as JSON) of a text."""
    exact = [claim for claim in claims if claim["claim_key"] == verdict["claim_key"]]
    start = find_quantity(verdict, text)
    standing = exact or [claim for claim in claims if start is not None and _covers(claim, start, verdict["quantity"])]
    if not standing:
        if verdict["decision"] == "add" and start is not None:
            return Anchor(claim_key=verdict["claim_key"], state=SAME, differences={})
        return Anchor(claim_key=None, state=LOST, differences={})
    differences = [(_differences(verdict, claim), claim) for claim in standing]
    least, claim = min(differences, key=lambda pair: len(pair[0]))
    if least:
        return Anchor(claim_key=claim["claim_key"], state=CHANGED, differences=least)
    return Anchor(claim_key=claim["claim_key"], state=SAME if exact else MOVED, differences={})


def find_quantity(verdict: Mapping[str, Any], text: str) -> int | None:
    """Return the offset of the judged quantity in a text that may have been edited; None when its words are gone.

    The quoted sentence is looked for whole; where it occurs several times, its surroundings and then its old position
    decide. Where the sentence was edited, the quantity's words between the same neighbours will do.
    """
    quote: str = verdict["quote"]
    inside: int = verdict["quantity_start"] - verdict["start"]
    starts = list(_occurrences(text, quote))
    if starts:
        return min(starts, key=lambda start: _misfit(verdict, text, start)) + inside
    # Half of the surroundings on each side, so that an edit elsewhere in the sentence does not matter.
    left, right = quote[max(0, inside - 16) : inside], quote[inside + len(verdict["quantity"]) :][:16]
    near = [
        start
        for start in _occurrences(text, verdict["quantity"])
        if (left and text[:start].endswith(left))
        or (right and text[start + len(verdict["quantity"]) :].startswith(right))
    ]
    return min(near, key=lambda start: abs(start - verdict["quantity_start"])) if near else None


def _occurrences(text: str, words: str) -> Iterable[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _misfit(verdict: Mapping[str, Any], text: str, start: int) -> tuple[int, int]:
    end = start + len(verdict["quote"])
    fits = text[:start].endswith(verdict["prefix"]) + text[end:].startswith(verdict["suffix"])
    return -fits, abs(start - verdict["start"])


def _covers(claim: Mapping[str, Any], start: int, words: str) -> bool:
    """Tell whether a claim's quantity shares characters with the judged one, now at `start`."""
    return bool(claim["quantity_start"] < start + len(words) and start < claim["quantity_end"])


def _differences(verdict: Mapping[str, Any], claim: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the columns in which a claim has neither the value that was judged nor the one that it was corrected to."""
    judged, new = json.loads(verdict["judged"]), json.loads(verdict["new"])
    found = {}
    for column in MEANING:
        if column not in judged:
            continue  # an older verdict, or a value that the page did not show
        value = _plain(column, claim[column])
        if value not in {_plain(column, judged[column]), _plain(column, new.get(column, judged[column]))}:
            found[column] = (_plain(column, judged[column]), value)
    return found


def _plain(column: str, value: str | None) -> str:
    """Return a value in the form in which two readings are compared: places by what they are, not by their spelling."""
    if column != "places" or not value:
        return value or ""
    places = [(place.get("place_key") or place["text"], place["role"]) for place in json.loads(value)]
    return to_json(sorted(set(places)))


def _with_places(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "places": row["places"] if json.loads(row["places"]) else ""}
