"""From a form to a row of `reviews.db`: what was decided, whether somebody else was quicker, and the log of a claim."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from datasette.utils.asgi import BadRequest

from records import Decision, Round, Verdict
from review.databases import NEWS, REVIEWS
from review.fields import Correction, judged_values
from storage.reviews import append_verdict, append_verdicts
from storage.rows import now
from storage.verdict_views import is_taken_back

Result = TypeVar("Result")

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
_DECISIONS: Final = (Decision.ACCEPT, Decision.REJECT, Decision.UNSURE, Decision.SKIP, Decision.CORRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the form says.

    Attributes:
        decision: accept, reject, correct, unsure or skip.
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
    note = parse_note(form)
    seen = form.get("seen", "")
    if not (seen.isascii() and seen.isdigit()):
        raise BadRequest("seen is the number of the newest verdict that the page showed")
    is_rejected = decision == Decision.REJECT
    return Judgement(
        decision=Decision(decision),
        reason=(reason or None) if is_rejected else None,
        note=note,
        seen=int(seen),
    )


def parse_note(form: Mapping[str, str]) -> str | None:
    """Read the note of a form; None when there is none. Raises BadRequest for one that is too long."""
    # Browsers send CRLF for the line ends of a text area. A NUL would end the text early in other programs.
    note = form.get("note", "").replace("\r\n", "\n").replace("\0", "").strip()
    if len(note) > MAX_NOTE:
        raise BadRequest(f"a note has at most {MAX_NOTE:,} characters; this one has {len(note):,}")
    return note or None


def build_verdict(
    claim: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]],
    judgement: Judgement,
    *,
    reviewer: str,
    round_: Round = Round.FIRST,
    correction: Correction | None = None,
    batch: str | None = None,
) -> Verdict:
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
        old=correction.old if correction else {},
        new=correction.new if correction else {},
        judged=judged_values(claim, places),
        round=round_,
        batch=batch,
    )


async def save_verdict(datasette: Any, verdict: Verdict, *, seen: int) -> Outcome:
    """Append a verdict unless somebody gave another since the page was shown.

    The same decision by the same reviewer a second time (a double click, a form sent again) is not a conflict and not a
    second row. A skip of a judged claim is no row either: it takes nothing back. In a blind second reading the words of
    others were not to be seen, so they are no conflict. Raises Busy when the file is locked, full or not writable;
    nothing is stored then.
    """

    def append(connection: sqlite3.Connection) -> Outcome:
        newest = _find_newest(connection, verdict)
        if newest is not None and newest["id"] > seen:
            same = ("decision", "reason", "note", "reviewer")
            if all(newest[name] == getattr(verdict, name) for name in same):
                return Outcome(id=newest["id"])
            return Outcome(conflict=dict(newest))
        if newest is not None and verdict.decision is Decision.SKIP:
            return Outcome()
        return Outcome(id=append_verdict(connection, verdict))

    return await write_reviews(datasette, append)


async def save_batch(datasette: Any, verdicts: Sequence[Verdict]) -> int:
    """Append verdicts on claims that nobody has judged, in one transaction; return how many those were.

    A claim that somebody judged meanwhile is left alone. Raises Busy as `save_verdict`.
    """

    def append(connection: sqlite3.Connection) -> int:
        fresh = [verdict for verdict in verdicts if _find_newest(connection, verdict) is None]
        append_verdicts(connection, fresh)
        return len(fresh)

    return await write_reviews(datasette, append)


def _find_newest(connection: sqlite3.Connection, verdict: Verdict) -> sqlite3.Row | None:
    """Return the newest verdict on the same claim that stands; of the same reviewer alone in a second reading."""
    mine = " AND d.reviewer = :me" if verdict.round is Round.SECOND else ""
    row: sqlite3.Row | None = connection.execute(
        "SELECT id, decision, reason, note, reviewer, decided_at FROM verdicts AS d WHERE claim_key = :key"
        f" AND decision != 'retract' AND NOT {is_taken_back('d')}"
        f"{mine} ORDER BY id DESC LIMIT 1",
        {"key": verdict.claim_key, "me": verdict.reviewer},
    ).fetchone()
    return row


async def write_reviews(datasette: Any, work: Callable[[sqlite3.Connection], Result]) -> Result:
    """Run the work in one IMMEDIATE transaction of the write thread, so that check and row are one step.

    Raises Busy when the file is locked, full or not writable; nothing is stored then.
    """

    def run(connection: sqlite3.Connection) -> Result:
        connection.execute("BEGIN IMMEDIATE")
        try:
            return work(connection)
        finally:
            connection.rollback()  # nothing is left to roll back after an append, which commits

    try:
        result: Result = await datasette.databases[REVIEWS].execute_write_fn(run)
    except sqlite3.OperationalError as error:
        raise Busy(str(error)) from error
    return result


async def load_seen(datasette: Any, claim_key: str) -> int:
    """Return the number of the newest verdict on a claim, whoever gave it; 0 when there is none."""
    rows = await datasette.databases[NEWS].execute(
        "SELECT coalesce(max(id), 0) FROM reviews.verdicts WHERE claim_key = ?", [claim_key]
    )
    return int(rows.single_value())


async def take_back(datasette: Any, verdict_id: int, *, reviewer: str) -> Mapping[str, Any]:
    """Append the retraction of a verdict of this reviewer, and of all others of its batch; return the verdict's row.

    The row has one more entry, `claims`: how many verdicts were taken back. Taking back twice is one retraction. Raises
    BadRequest when there is no such verdict of this reviewer, Busy as `save_verdict`.
    """

    def append(connection: sqlite3.Connection) -> Mapping[str, Any]:
        row = connection.execute("SELECT * FROM verdicts WHERE id = ?", [verdict_id]).fetchone()
        if row is None or row["reviewer"] != reviewer or row["decision"] == Decision.RETRACT:
            raise BadRequest("only verdicts of your own can be taken back")
        rows = [row]
        if row["batch"]:
            rows = connection.execute(
                "SELECT * FROM verdicts WHERE batch = ? AND reviewer = ? AND decision != 'retract'",
                [row["batch"], reviewer],
            ).fetchall()
        taken = {
            found[0]
            for found in connection.execute(
                "SELECT retracts FROM verdicts WHERE retracts IS NOT NULL AND reviewer = ?", [reviewer]
            )
        }
        fresh = [found for found in rows if found["id"] not in taken]
        append_verdicts(connection, [_retraction(found, reviewer) for found in fresh])
        return {**dict(row), "claims": len(fresh)}

    return await write_reviews(datasette, append)


def _retraction(row: Mapping[str, Any], reviewer: str) -> Verdict:
    names = (
        *("claim_key", "version_key", "text_sha256", "quote", "prefix", "suffix", "start", "end", "quantity"),
        *("quantity_start", "pipeline_version", "batch"),
    )
    return Verdict(
        **{name: row[name] for name in names},
        decision=Decision.RETRACT,
        reviewer=reviewer,
        decided_at=now(),
        round=Round(row["round"]),
        retracts=row["id"],
    )
