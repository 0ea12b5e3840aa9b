"""The stages as a session runs them: with a bar on a terminal, and their report kept with the run."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from collation.report import CollateReport
from crawler.crawl import CrawlError, crawl
from crawler.report import CrawlReport, CrawlSettings
from crawler.sources import read_sources
from gazetteer.build import ensure_gazetteer
from gazetteer.lookup import default_path
from records import Source
from storage.articles import count_pending_versions
from storage.copies import count_unsigned
from storage.rows import now
from storage.snapshots import count_pending_snapshots
from storage.source_runs import SourceRun, save_source_runs, save_yields
from storage.sources import save_sources
from tallywire.config import CrawlConfig
from tallywire.reports import StageReport
from tallywire.session import Run, Session
from tallywire.stages import current_pipeline, extract_pending, gazetteer_of, parse_pending


def crawl_settings(config: CrawlConfig, *, default_delay: float | None = None) -> CrawlSettings:
    """Return the crawler's settings for a configuration."""
    chosen = CrawlSettings(
        contact=config.contact or None,
        max_pages=config.pages_per_source,
        max_seconds=float(config.seconds_per_run),
        allow_private=config.allow_private,
        verify_certificates=config.verify_tls,
        recheck_ages=tuple(timedelta(hours=hours) for hours in config.recheck_hours),
        chromium=config.chromium or None,
    )
    return chosen if default_delay is None else replace(chosen, default_delay=default_delay)


def crawl_sources(session: Session, run: Run, *, names: tuple[str, ...]) -> CrawlReport:
    """Crawl the sources of the watch-list, or those named, and keep the report."""
    sources = choose_sources(session.config.paths.sources, names)
    save_sources(run.db, sources)
    if not session.config.crawl.contact:
        session.say("no contact in tallywire.toml: outlets cannot tell who crawls; set [crawl] contact")
    with session.progress("crawl", None) as advance:
        try:
            report = crawl(
                sources,
                news_db=session.config.paths.news_db,
                archive=session.config.paths.archive,
                # Whoever names a source wants to know now, not when its feeds are due.
                settings=replace(crawl_settings(session.config.crawl), ask_all=bool(names)),
                progress=lambda _event: advance(),
                run_id=run.id,
            )
        except CrawlError as error:
            raise click.ClickException(str(error)) from error
    run.reports.append(stage_report("crawl", report))
    save_source_runs(run.db, build_source_runs(report, run_id=run.id, at=now()))
    for failure in report.failures:
        session.say(f"  {failure.source}: {failure.url}: {failure.kind}: {failure.message}")
    return report


def build_source_runs(report: CrawlReport, *, run_id: int, at: datetime) -> list[SourceRun]:
    """Return what a crawl got from each source, as it is kept."""
    return [
        SourceRun(
            run_id=run_id,
            source=source.source,
            at=at,
            listings=source.feeds,
            listings_unchanged=source.feeds_unchanged,
            discovered=source.discovered,
            fetched=source.fetched,
            new=source.new,
            unchanged=source.unchanged,
            postponed=source.postponed,
            failures=source.failed,
            seconds=source.seconds,
        )
        for source in report.sources
    ]


def choose_sources(path: Path, names: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the sources of the watch-list that are named, or all. Raises UsageError for a name that is not there."""
    if not path.exists():
        raise click.UsageError(f"there is no watch-list {path}; `tallywire init` makes one")
    sources = read_sources(path)
    known = {source.name for source in sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.UsageError(f"no source named {', '.join(unknown)} in {path}; known are {', '.join(sorted(known))}")
    return tuple(source for source in sources if not names or source.name in names)


def stage_report(stage: str, report: CrawlReport) -> StageReport:
    """Return the crawl's counts over all sources in the form that every stage reports."""
    counts = StageReport(stage=stage, seconds=report.seconds)
    for source in report.sources:
        counts.done["feeds"] += source.feeds
        counts.done["new pages"] += source.new
        counts.done["unchanged"] += source.unchanged
        counts.done["postponed"] += source.postponed
        counts.failed.update(source.failed)
    if report.finish_reason != "finished":
        # A limit of time or memory ended it; what was not fetched stays due, and whoever runs it must know.
        counts.failed[f"ended early: {report.finish_reason}"] += 1
    return counts


def parse_stage(session: Session, run: Run) -> None:
    """Parse what is pending, with a bar on a terminal, and keep the report."""
    with session.progress("parse", count_pending_snapshots(run.db)) as advance:
        report = parse_pending(
            run.db, archive=session.config.paths.archive, config=session.config.parse, advance=advance
        )
    save_yields(run.db)
    run.reports.append(report)


def ready_gazetteer(session: Session) -> Path:
    """Return the path of the gazetteer; build the default one at its first use, and say so."""
    if not session.config.extract.gazetteer and not default_path().is_file():
        session.say("building the index of place names: once, about 20 seconds")
        with session.progress("gazetteer", 100) as advance:
            ensure_gazetteer(progress=percent_steps(advance))
    return gazetteer_of(session.config.extract)


def percent_steps(advance: Callable[[], None]) -> Callable[[str, float], None]:
    """Return a callback for shares from 0 to 1 that moves a bar of 100 steps."""
    done = 0

    def move(_what: str, share: float) -> None:
        nonlocal done
        while done < int(share * 100):
            advance()
            done += 1

    return move


def extract_stage(session: Session, run: Run, *, redo: bool = False) -> None:
    """Extract what is pending, with a bar on a terminal, and keep the report."""
    if redo or count_pending_versions(run.db):
        ready_gazetteer(session)
    redo_before = current_pipeline(session.config.extract) if redo else None
    with session.progress("extract", count_pending_versions(run.db, redo_before=redo_before)) as advance:
        report = extract_pending(
            run.db, config=session.config.extract, run_id=run.id, redo_before=redo_before, advance=advance
        )
    run.reports.append(report)


def collate_stage(session: Session, run: Run) -> CollateReport:
    """Group the copies of one text and compare their figures, with a bar on a terminal, and keep the report."""
    from collation.collate import collate  # noqa: PLC0415 - numpy and scipy load for half a second, here alone

    started = time.perf_counter()
    with session.progress("collate", count_unsigned(run.db)) as advance:
        report = collate(run.db, advance=advance)
    counts = StageReport(stage="collate", seconds=time.perf_counter() - started)
    counts.done.update(
        {"new texts": report.texts, "near copies": report.pairs, "syndications new or changed": report.updated}
    )
    run.reports.append(counts)
    return report
