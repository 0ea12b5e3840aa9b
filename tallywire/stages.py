"""The stages: each reads what is pending from the store, does a pure step in worker processes, and saves in batches.

There is no resume code. A stage that was killed is run again and finds what is still pending.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from crawler.pages import GATES, PageRejected, parse_page, parser_version
from extraction.contract import Document
from extraction.pipeline import Pipeline, load_pipeline, pipeline_version
from gazetteer.build import ensure_gazetteer
from gazetteer.lookup import Gazetteer
from records import Article, Extraction, Snapshot
from storage.archive import Location, read_record
from storage.articles import (
    PendingVersion,
    SavedArticle,
    count_pending_versions,
    load_pending_versions,
    save_article,
    save_extract_failure,
)
from storage.claims import save_extraction
from storage.database import write
from storage.snapshots import (
    PendingSnapshot,
    count_pending_snapshots,
    load_pending_snapshots,
    save_parse_failure,
    save_rejection,
)
from tallywire.batches import BATCH, in_batches
from tallywire.config import ConfigError, ExtractConfig, ParseConfig
from tallywire.engine import Outcome, map_in_workers
from tallywire.reports import StageReport

Item = TypeVar("Item")
Advance = Callable[[], None]
# What one item's row may raise (a value SQLite refuses, a broken constraint) without the store being at fault.
ITEM_ERRORS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    UnicodeError,
    OverflowError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseTask:
    """What a worker needs to parse one snapshot."""

    id: int
    archive: Path
    snapshot: Snapshot
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A page that is no article, with the kind and the reason, and whether it hides one behind a gate."""

    kind: str
    message: str
    is_gated: bool


def parse_snapshot(task: ParseTask) -> Article | Rejection:
    """Read one snapshot from the archive and parse it. Runs in a worker process."""
    response = read_record(task.archive, task.location)
    try:
        return parse_page(
            response.body,
            content_type=task.snapshot.content_type,
            url=task.snapshot.url,
            source=task.snapshot.source,
            fetched_at=task.snapshot.fetched_at,
            hints=task.snapshot.hints,
        )
    except PageRejected as error:
        return Rejection(kind=str(error.kind), message=error.message, is_gated=error.kind in GATES)


def parse_pending(db: Database, *, archive: Path, config: ParseConfig, advance: Advance = lambda: None) -> StageReport:
    """Parse every pending snapshot and save the articles in batches; a bad page is recorded and the rest goes on."""
    report = StageReport(stage="parse")
    started = time.perf_counter()
    tasks = (
        ParseTask(id=pending.id, archive=archive, snapshot=pending.snapshot, location=pending.location)
        for pending in _all_snapshots(db)
    )
    workers = min(config.workers, max(1, count_pending_snapshots(db)))
    if count_pending_snapshots(db):
        outcomes = map_in_workers(parse_snapshot, tasks, workers=workers, deadline=config.deadline)
        for batch in in_batches(_noted(outcomes, advance)):
            with write(db):
                for outcome in batch:
                    _save_parsed(db, outcome, report)
    report.seconds = time.perf_counter() - started
    return report


def _save_parsed(db: Database, outcome: Outcome[ParseTask, Article | Rejection], report: StageReport) -> None:
    task, result = outcome.item, outcome.result
    if isinstance(result, Rejection):
        save_rejection(
            db,
            task.id,
            error_kind=result.kind,
            message=result.message,
            parser=parser_version(),
            is_gated=result.is_gated,
        )
        # A gate is no failure of ours or of the page: an outlet that sells its articles shows one every day.
        if result.is_gated:
            report.done[f"gated ({result.kind})"] += 1
        else:
            report.failed[result.kind] += 1
    elif isinstance(result, Article):
        try:
            with db.atomic():
                saved = save_article(db, result, snapshot_id=task.id, parser=parser_version())
        except ITEM_ERRORS as error:
            save_parse_failure(db, task.id, error_kind="store", message=f"{type(error).__name__}: {error}")
            report.failed["store"] += 1
        else:
            report.done[_name_saved(saved)] += 1
    else:
        kind = outcome.failure or "error"
        save_parse_failure(db, task.id, error_kind=kind, message=outcome.message)
        report.failed[kind] += 1


def _name_saved(saved: SavedArticle) -> str:
    if saved.is_new_article:
        return "new articles"
    return "new versions" if saved.is_new_version else "unchanged"


_worker_pipeline: list[Pipeline] = []  # one for each worker process, loaded by its initializer


def load_worker_pipeline(model: str | None, gazetteer: Path) -> None:
    """Load the pipeline of this worker process, once."""
    _worker_pipeline.append(load_pipeline(model=model, gazetteer_path=gazetteer))


def extract_version(version: PendingVersion) -> Extraction:
    """Extract one article version with this worker's pipeline. Runs in a worker process."""
    return _worker_pipeline[0].extract(
        version.text, published=version.published, title=version.title, version_key=version.version_key
    )


def read_document(document: Document) -> Extraction:
    """Extract one loose text with this worker's pipeline. Runs in a worker process."""
    return _worker_pipeline[0].extract(document.text, published=document.published, title=document.title)


def extract_pending(
    db: Database,
    *,
    config: ExtractConfig,
    run_id: int | None = None,
    redo_before: str | None = None,
    advance: Advance = lambda: None,
) -> StageReport:
    """Extract every pending article version and replace its claims, in batches.

    With `redo_before`, versions that another pipeline version than this one extracted are done again.
    """
    report = StageReport(stage="extract")
    started = time.perf_counter()
    pending = count_pending_versions(db, redo_before=redo_before)
    if pending:
        current_pipeline(config)  # a missing model ends here, before any worker looks for it
        outcomes = map_in_workers(
            extract_version,
            _all_versions(db, redo_before),
            workers=min(config.workers, pending),
            deadline=config.deadline,
            initializer=load_worker_pipeline,
            arguments=(config.model or None, gazetteer_of(config)),
        )
        for batch in in_batches(_noted(outcomes, advance)):
            with write(db):
                for outcome in batch:
                    _save_extracted(db, outcome, report, run_id)
    report.seconds = time.perf_counter() - started
    return report


def gazetteer_of(config: ExtractConfig) -> Path:
    """Return the gazetteer's path, building the default one when it is not there yet.

    Opened once here, before any worker: a missing index is no fault of an article. Raises GazetteerMissing, or
    ConfigError for a file that is no index.
    """
    if not config.gazetteer:
        return ensure_gazetteer()
    path = Path(config.gazetteer)
    try:
        Gazetteer.open(path).close()
    except (ValueError, sqlite3.DatabaseError) as error:
        raise ConfigError(f"[extract] gazetteer: {error}") from error
    return path


def current_pipeline(config: ExtractConfig) -> str:
    """Return the version of the pipeline that a configuration gives. Raises ConfigError when its model is not there."""
    try:
        return pipeline_version(model=config.model or None, gazetteer_path=gazetteer_of(config))
    except OSError as error:
        raise ConfigError(f"[extract] model: no spaCy pipeline is installed as {config.model!r} ({error})") from error


def _save_extracted(
    db: Database, outcome: Outcome[PendingVersion, Extraction], report: StageReport, run_id: int | None
) -> None:
    key = outcome.item.version_key
    if outcome.result is None:
        kind = outcome.failure or "error"
        save_extract_failure(db, key, error_kind=kind, message=outcome.message)
        report.failed[kind] += 1
        return
    try:
        with db.atomic():
            save_extraction(db, outcome.result, run_id=run_id)
    except ITEM_ERRORS as error:
        save_extract_failure(db, key, error_kind="store", message=f"{type(error).__name__}: {error}")
        report.failed["store"] += 1
    else:
        report.done["articles"] += 1
        report.done["claims"] += len(outcome.result.claims)


def _all_snapshots(db: Database) -> Iterator[PendingSnapshot]:
    """Yield every pending snapshot once, in order of id, also while the rows before change their state."""
    after = 0
    while batch := load_pending_snapshots(db, after=after, limit=BATCH):
        yield from batch
        after = batch[-1].id


def _all_versions(db: Database, redo_before: str | None) -> Iterator[PendingVersion]:
    after = 0
    while batch := load_pending_versions(db, after=after, limit=BATCH, redo_before=redo_before):
        yield from batch
        after = batch[-1].id


def _noted(items: Iterator[Item], advance: Advance) -> Iterator[Item]:
    """Yield the items and tell of each when it comes: saving in batches must not make the bar jump."""
    for item in items:
        advance()
        yield item
