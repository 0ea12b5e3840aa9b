"""`crawl` and `add`: what comes in, from the watch-list or by a person's hand."""

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlite_utils import Database

from crawler.added import Added, NotAdded
from crawler.crawl import CrawlError, fetch_urls
from crawler.files import find_files, read_added, read_url_list
from crawler.urls import canonical_url, is_web_url
from records import Snapshot
from records.snapshot import url_key
from storage.archive import Archive
from storage.database import write
from storage.snapshots import has_snapshot, insert_snapshot
from storage.sources import ADDED, save_sources
from tallywire.batches import in_batches
from tallywire.reports import StageReport
from tallywire.session import Run, Session, project_options, wait_option
from tallywire.steps import crawl_settings, crawl_sources, extract_stage, parse_stage, stage_report


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@wait_option
@project_options
@click.pass_context
def crawl(ctx: click.Context, session: Session, *, names: tuple[str, ...]) -> None:
    """Fetch what is new from the sources of the watch-list, or from those named.

    Feeds are asked conditionally, robots.txt is obeyed, and one request at a time goes to a host, with a pause in
    between. Every answer is archived before anything is parsed. Exits with 3 when some sources or pages failed.

    \b
    Examples:
      tallywire crawl
      tallywire crawl harbour-post meridian-wire
    """
    with session.run("crawl") as run:
        crawl_sources(session, run, names=names)
    ctx.exit(run.exit_code)


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="URL|FILE|FOLDER...")
@click.option("--url", help="Address of the page that a file holds; only with one file.")
@click.option("--published", help="When it was published, for example 2023-11-20 or 2023-11-20T23:14+00:00.")
@click.option("--title", help="Headline, where the file does not have it; only with one target.")
@click.option("--archive-only", is_flag=True, help="Archive it and leave parsing and extraction for later.")
@wait_option
@project_options
@click.pass_context
def add(
    ctx: click.Context,
    session: Session,
    *,
    targets: tuple[str, ...],
    url: str | None,
    published: str | None,
    title: str | None,
    archive_only: bool,
) -> None:
    """Add pages by hand: addresses, lists of them, HTML (also .gz), text, WARC files, JSON Lines of articles, or folders.

    What is added is archived, parsed and extracted at once. JSON Lines hold {"url", "title", "published", "text"}, of which
    only "text" is required. WARC files may come from any crawler, CC-NEWS included; their HTML pages are taken. A text file
    with an address on every line is a list of pages to fetch. Files need no network. Adding the same thing again changes
    nothing.

    \b
    Examples:
      tallywire add https://harbour-post.example/marib-families
      tallywire add article.txt --published 2023-11-20 --url https://harbour-post.example/1
      tallywire add pages/*.html.gz articles.jsonl crawl.warc.gz
      tallywire add addresses.txt cc-news/
    """
    if len(targets) > 1 and (url or title):
        raise click.UsageError("--url and --title describe one page; add the files one by one")
    hints = {name: value for name, value in (("published", published), ("title", title)) if value}
    addresses = [target for target in targets if is_web_url(target)]
    paths = [Path(target) for target in targets if not is_web_url(target)]
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(
            f"no such file: {missing[0]}" + ("; an address begins with https://" if "." in missing[0].name else "")
        )
    files = [file for path in paths for file in find_files(path)]
    if len(files) > 1 and (url or title):
        raise click.UsageError("--url and --title describe one page; add the files one by one")
    lists = {path: listed for path in files if (listed := read_url_list(path)) is not None}
    addresses += [address for listed in lists.values() for address in listed]
    paths = [path for path in files if path not in lists]
    with session.run("add") as run:
        if addresses:
            _add_addresses(session, run, addresses, hints)
        if paths:
            run.reports.append(_add_files(session, run, paths, url=url, published=published, title=title))
        if not archive_only:
            parse_stage(session, run)
            extract_stage(session, run)
    ctx.exit(run.exit_code)


def _add_addresses(session: Session, run: Run, addresses: list[str], hints: dict[str, str]) -> None:
    try:
        report = fetch_urls(
            addresses,
            news_db=session.config.paths.news_db,
            archive=session.config.paths.archive,
            settings=crawl_settings(session.config.crawl, default_delay=1.0),
            hints=hints,
            run_id=run.id,
        )
    except CrawlError as error:
        raise click.ClickException(str(error)) from error
    run.reports.append(stage_report("fetch", report))
    for failure in report.failures:
        click.echo(f"{failure.url}: {failure.kind}: {failure.message}", err=True)


def _add_files(
    session: Session, run: Run, paths: list[Path], *, url: str | None, published: str | None, title: str | None
) -> StageReport:
    """Archive the pages of files that are not there yet, in batches: archive first, then the rows."""
    report = StageReport(stage="add")
    started = time.perf_counter()
    save_sources(run.db, [ADDED])
    try:
        readers = [read_added(path, url=url, published=published, title=title) for path in paths]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    pages = (page for reader in readers for page in reader)
    with Archive(session.config.paths.archive) as archive, session.progress("add", None) as advance:
        for batch in in_batches(pages):
            snapshots = [
                snapshot
                for page in batch
                if (snapshot := _archive_page(run.db, archive, page, report, advance)) is not None
            ]
            archive.sync()
            with write(run.db):
                for snapshot in snapshots:
                    insert_snapshot(run.db, snapshot, run_id=run.id, parse_state="pending")
    report.seconds = time.perf_counter() - started
    return report


def _archive_page(
    db: Database, archive: Archive, page: Added | NotAdded, report: StageReport, advance: Callable[[], None]
) -> Snapshot | None:
    """Archive one page and return its snapshot; None for a failure and for what was added before."""
    advance()
    if isinstance(page, NotAdded):
        report.failed[str(page.kind)] += 1
        click.echo(str(page), err=True)
        return None
    key = url_key(canonical_url(page.url))
    digest = hashlib.sha256(page.body).hexdigest()
    if has_snapshot(db, key, digest, page.hints):
        report.done["unchanged"] += 1
        return None
    now = page.fetched_at or datetime.now(UTC)
    at = archive.append_file(page.url, content_type=page.content_type, body=page.body, added_at=now)
    report.done["added"] += 1
    return Snapshot(
        url=page.url,
        url_key=key,
        source=ADDED.name,
        fetched_at=now,
        status=None,
        content_type=page.content_type,
        body_sha256=digest,
        body_bytes=len(page.body),
        warc_file=at.warc_file,
        warc_offset=at.warc_offset,
        warc_length=at.warc_length,
        hints=page.hints,
    )
