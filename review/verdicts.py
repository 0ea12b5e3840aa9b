"""From a form to a row of `reviews.db`: what was decided, whether somebody else was quicker, and the log of a claim."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from datasette.utils.asgi import BadRequest

from records import Decision, Verdict
from review.databases import NEWS, REVIEWS
from storage.reviews import append_verdict
from storage.rows import now

# Key of the reason, words on the page. The first letter of the address never changes meaning: new reasons go to the end.
REASONS: Final = {
    "not_a_claim": "No claim about the world",
    "quantity": "Wrong number or unit",
    "event": "Wrong event or counted thing",
    "place": "Wrong place",
    "time": "Wrong time",
    "speaker": "Wrong speaker or stance",
    "modality": "Wrong modality (did it happen?)",
    "other": "Something else (see the note)",
}
MAX_NOTE: Final = 2_000  # characters
# Correction of single fields has its own form to come; these are the whole-claim decisions.
_DECISIONS: Final = (Decision.ACCEPT, Decision.REJECT, Decision.UNSURE, Decision.SKIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the form says.

    Attributes:
        decision: accept, reject, unsure or skip.
        reason: a key of REASONS; None unless rejected with a reason.
        note: free words; None when there are none.
        seen: id of the newest verdict that the page showed; 0 when it showed none.

    """

    decision: Decision
    reason: str | None
    note: str | None
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a judgement: the id of its row, or the newer verdict that stands against it; neither for a skip."""

    id: int | None = None
    conflict: Mapping[str, Any] | None = None


class Busy(Exception):  # noqa: N818 - it is a state of the file, named as the page names it
    """`reviews.db` could not be written just now; the message is SQLite's."""


def parse_judgement(form: Mapping[str, str]) -> Judgement:
    """Read the form of the claim page. Raises BadRequest for what its buttons and fields cannot send."""
    decision = form.get("decision", "")
    if decision not in list(_DECISIONS):
        raise BadRequest(f"decision is one of {', '.join(_DECISIONS)}")
    reason = form.get("reason", "")
    if reason and reason not in REASONS:
        raise BadRequest(f"reason is one of {', '.join(REASONS)}")
    # Browsers send CRLF for the line ends of a text area. A NUL would end the text early in other programs.
    note = form.get("note", "").replace("\r\n", "\n").replace("\0", "").strip()
    if len(note) > MAX_NOTE:
        raise BadRequest(f"a note has at most {MAX_NOTE:,} characters; this one has {len(note):,}")
    seen = form.get("seen", "")
    if not (seen.isascii() and seen.isdigit()):
        raise BadRequest("seen is the number of the newest verdict that the page showed")
    is_rejected = decision == Decision.REJECT
    return Judgement(
        decision=Decision(decision),
        reason=(reason or None) if is_rejected else None,
        note=note or None,
        seen=int(seen),
    )


def build_verdict(claim: Mapping[str, Any], judgement: Judgement, *, reviewer: str) -> Verdict:
    """Return the verdict on a claim as loaded by `review.claims`, with the selectors that find its evidence again."""
    return Verdict(
        claim_key=claim["claim_key"],
        version_key=claim["version_key"],
        text_sha256=claim["text_sha256"],
        quote=claim["evidence"],
        prefix=claim["evidence_prefix"],
        suffix=claim["evidence_suffix"],
        start=claim["evidence_start"],
        end=claim["evidence_end"],
        quantity=claim["quantity"],
        quantity_start=claim["quantity_start"],
        decision=judgement.decision,
        reviewer=reviewer,
        decided_at=now(),
        pipeline_version=claim["pipeline_version"],
        reason=judgement.reason,
        note=judgement.note,
    )


async def save_verdict(datasette: Any, verdict: Verdict, *, seen: int) -> Outcome:
    """Append a verdict unless somebody gave another since the page was shown.

    The same decision by the same reviewer a second time (a double click, a form sent again) is not a conflict and not a
    second row. A skip of a judged claim is no row either: it takes nothing back. Raises Busy when the file is locked,
    full or not writable; nothing is stored then.
    """

    def append(connection: sqlite3.Connection) -> Outcome:
        # IMMEDIATE: the check and the row are one step, whoever else has the file open. append_verdict commits.
        connection.execute("BEGIN IMMEDIATE")
        try:
            newest = connection.execute(
                "SELECT id, decision, reason, note, reviewer, decided_at FROM verdicts WHERE claim_key = ?"
                " ORDER BY id DESC LIMIT 1",
                [verdict.claim_key],
            ).fetchone()
            if newest is not None and newest["id"] > seen:
                same = ("decision", "reason", "note", "reviewer")
                if all(newest[name] == getattr(verdict, name) for name in same):
                    return Outcome(id=newest["id"])
                return Outcome(conflict=dict(newest))
            if newest is not None and verdict.decision is Decision.SKIP:
                return Outcome()
            return Outcome(id=append_verdict(connection, verdict))
        finally:
            connection.rollback()  # nothing is left to roll back after an append

    try:
        outcome: Outcome = await datasette.databases[REVIEWS].execute_write_fn(append)
    except sqlite3.OperationalError as error:
        raise Busy(str(error)) from error
    return outcome


async def load_log(datasette: Any, claim_key: str) -> Sequence[Mapping[str, Any]]:
    """Return the verdicts on one claim as they stand in `reviews.db` now, newest first."""
    rows = await datasette.databases[NEWS].execute(
        "SELECT id, decision, reason, note, reviewer, decided_at, pipeline_version, quote, quantity, old, new"
        " FROM reviews.verdicts WHERE claim_key = ? ORDER BY id DESC",
        [claim_key],
    )
    return [{**dict(row), "reason_words": REASONS.get(row["reason"], row["reason"])} for row in rows]


async def load_last(datasette: Any, reviewer: str, *, limit: int = 5) -> Sequence[Mapping[str, Any]]:
    """Return the last verdicts of one reviewer, newest first, to look at them again."""
    rows = await datasette.databases[NEWS].execute(
        "SELECT id, claim_key, decision, quantity, decided_at FROM reviews.verdicts"
        " WHERE id > (SELECT coalesce(max(id), 0) - 1000 FROM reviews.verdicts) AND reviewer = ? ORDER BY id DESC LIMIT ?",
        [reviewer, limit],
    )
    return [dict(row) for row in rows]
