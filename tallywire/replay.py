"""`parse --redo`: read the archive again with the parser of today, and tell what it reads otherwise."""

import time
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.pages import parser_version
from records import Article
from storage.database import write
from storage.replays import KINDS, Change, replay_article, replay_rejection, settle_articles
from storage.snapshots import PendingSnapshot, count_pending_snapshots, load_pending_snapshots
from tallywire.batches import BATCH, in_batches
from tallywire.config import ParseConfig
from tallywire.engine import Outcome, map_in_workers
from tallywire.reports import StageReport
from tallywire.session import Run, Session
from tallywire.stages import ITEM_ERRORS, Advance, ParseTask, Rejection, parse_snapshot

_CONTEXT = 0  # unchanged paragraphs around a changed one
_NAMED = frozenset(
    ("text", "title", "byline", "published", "modified", "language")
)  # what a person reads of an article


def count_replayable(db: Database) -> int:
    """Return how many snapshots another version of the parser has read."""
    return count_pending_snapshots(db, parsed_before=parser_version())


def replay_snapshots(
    db: Database,
    *,
    archive: Path,
    config: ParseConfig,
    show: Callable[[Change], None] = lambda _change: None,
    advance: Advance = lambda: None,
) -> StageReport:
    """Parse again every snapshot that another version of the parser read, and count what changed by kind.

    `show` gets every change that is one. A page that fails now keeps what it gave before, and is tried again next time.
    """
    report = StageReport(stage="parse --redo")
    started = time.perf_counter()
    if count := count_replayable(db):
        tasks = (
            ParseTask(id=pending.id, archive=archive, snapshot=pending.snapshot, location=pending.location)
            for pending in _all_replayable(db)
        )
        outcomes = map_in_workers(parse_snapshot, tasks, workers=min(config.workers, count), deadline=config.deadline)
        for batch in in_batches(outcomes):
            with write(db):
                changes = [change for outcome in batch if (change := _replay(db, outcome, report)) is not None]
                settle_articles(db, {key for change in changes for key in change.touched})
            for change in changes:
                if change.kinds:
                    show(change)
            for _ in batch:
                advance()
    report.seconds = time.perf_counter() - started
    return report


def replay_stage(session: Session, run: Run, *, show_diff: bool) -> None:
    """Replay the archive as a session runs it, with a bar on a terminal, and keep the report."""

    def show(change: Change) -> None:
        if show_diff:
            session.out.print(render_change(change), markup=False, soft_wrap=True)

    with session.progress("parse --redo", count_replayable(run.db)) as advance:
        report = replay_snapshots(
            run.db, archive=session.config.paths.archive, config=session.config.parse, show=show, advance=advance
        )
    run.reports.append(report)


def render_change(change: Change) -> str:
    """Return what changed in one page, for a terminal: a line of kinds, then old and new values and paragraphs."""
    lines = [f"{change.url}: {', '.join(change.kinds)}"]
    for kind in change.kinds:
        for column in KINDS.get(kind, ("parse_error",)):
            old, new = change.before.get(column), change.after.get(column)
            if kind != "text" and old != new:
                lines += [f"  {column}: {_shown(old)} -> {_shown(new)}"]
    if "text" in change.kinds:
        lines += [f"  {line}" for line in _diff_texts(change.before["text"], change.after["text"])]
    return "\n".join(lines)


def _shown(value: Any) -> str:
    return "none" if value is None else str(value)


def _diff_texts(before: str, after: str) -> Iterator[str]:
    """Yield the paragraphs that only one of two texts has, marked `-` and `+`, in order."""
    lines = unified_diff(before.split("\n\n"), after.split("\n\n"), lineterm="", n=_CONTEXT)
    for line in lines:
        if not line.startswith(("---", "+++", "@@")):
            yield f"{line[0]} {line[1:]}"


def _replay(db: Database, outcome: Outcome[ParseTask, Article | Rejection], report: StageReport) -> Change | None:
    task, result = outcome.item, outcome.result
    if result is None:
        report.failed[outcome.failure or "error"] += 1
        return None
    try:
        with db.atomic():
            change = _store(db, task, result)
    except ITEM_ERRORS:
        report.failed["store"] += 1
        return None
    report.done["read again"] += 1
    for kind in change.kinds:
        report.done[f"other {kind}" if kind in KINDS else kind] += 1
    if not _NAMED.intersection(change.kinds) and set(change.kinds) <= set(KINDS):
        report.done["the same to a reader"] += 1
    return change


def _store(db: Database, task: ParseTask, result: Article | Rejection) -> Change:
    if isinstance(result, Article):
        return replay_article(db, result, snapshot_id=task.id, parser=parser_version())
    return replay_rejection(
        db,
        snapshot_id=task.id,
        error_kind=result.kind,
        message=result.message,
        is_gated=result.is_gated,
        parser=parser_version(),
    )


def _all_replayable(db: Database) -> Iterator[PendingSnapshot]:
    after = 0
    while batch := load_pending_snapshots(db, after=after, limit=BATCH, parsed_before=parser_version()):
        yield from batch
        after = batch[-1].id
