"""`demo`: the whole flow on a small site of its own."""

import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click
from rich.table import Table

from crawler.report import CrawlReport
from storage.database import StoreError, open_readonly
from storage.status import load_source_status
from tallywire.commands.serve import serve_review
from tallywire.config import CrawlConfig
from tallywire.demo_site import DemoSite
from tallywire.paths import Paths
from tallywire.reports import StageReport
from tallywire.session import Session, project_options
from tallywire.steps import collate_stage, crawl_sources, extract_stage, parse_stage


@click.command()
@click.option("--review/--no-review", default=None, help="Start the review page at the end [when on a terminal].")
@project_options
@click.pass_context
def demo(ctx: click.Context, session: Session, *, review: bool | None) -> None:
    """Run the whole flow on a small news site that is served from this machine.

    Crawls three invented outlets, one of which then updates an article with a new figure; parses and extracts what
    came; prints what was found. Everything lies in output/demo/, which is made anew each time.

    \b
    Example:
      tallywire demo
    """
    folder = session.config.paths.output / "demo"
    _clear(folder)
    with DemoSite() as site:
        watch_list = folder / "sources.yaml"
        watch_list.write_text(site.watch_list(), encoding="utf-8")
        own = replace(
            session,
            config=replace(
                session.config,
                paths=Paths(output=folder, sources=watch_list),
                crawl=CrawlConfig(contact="demo@tallywire.example", allow_private=("127.0.0.1",)),
            ),
        )
        session.say(f"a news site with three outlets is served at {site.base_url}")
        reports, crawls = _run_twice(own, site)
    _print_summary(own, reports, crawls)
    wants_review = sys.stdout.isatty() if review is None else review
    if wants_review:
        serve_review(own)
    failed = any(report.failed.keys() - {"robots"} for report in reports)
    ctx.exit(1 if failed else 0)


def _run_twice(session: Session, site: DemoSite) -> tuple[list[StageReport], list[CrawlReport]]:
    """Run the flow, let an outlet update an article, and run it again: the edit must come in as a new version."""
    reports: list[StageReport] = []
    crawls: list[CrawlReport] = []
    for turn in ("first run", "after an outlet updated an article"):
        session.say(f"\n{turn}:")
        with session.run("demo") as run:
            crawls.append(crawl_sources(session, run, names=()))
            parse_stage(session, run)
            extract_stage(session, run)
            collate_stage(session, run)
        reports += run.reports
        site.publish_update()
    return reports, crawls


def _print_summary(session: Session, reports: list[StageReport], crawls: list[CrawlReport]) -> None:
    """Print a table of sources with articles and claims, the time of each stage, and the commands to go on with."""
    with closing(open_readonly(session.config.paths.news_db)) as db:
        sources = load_source_status(db)
        edited = db.execute(
            "SELECT a.title, a.versions, v.id FROM articles AS a JOIN article_versions AS v USING (version_key)"
            " WHERE a.versions > 1 ORDER BY a.title"
        ).fetchall()
    table = Table("source", "articles", "claims", "pages fetched", "crawl time", box=None)
    for source in sources:
        own = [report for crawl in crawls for report in crawl.sources if report.source == source.name]
        table.add_row(
            source.title,
            f"{source.articles:,}",
            f"{source.claims:,}",
            f"{sum(report.fetched for report in own):,}",
            f"{sum(report.seconds for report in own):.1f} s",
        )
    stages = Table("stage", "done", "time", box=None)
    for name in dict.fromkeys(report.stage for report in reports):
        same = [report for report in reports if report.stage == name]
        done = sum((report.done for report in same), start=Counter[str]())
        stages.add_row(
            name,
            ", ".join(f"{number:,} {what}" for what, number in done.items() if number),
            f"{sum(report.seconds for report in same):.1f} s",
        )
    for part in ("", table, "", stages, ""):
        session.out.print(part)
    for title, versions, _ in edited:
        session.out.print(f"edited by its outlet: “{title}”, {versions} versions", markup=False)
    _print_commands(session, edited=[number for _, _, number in edited])


def _print_commands(session: Session, *, edited: Sequence[int]) -> None:
    paths = session.config.paths
    option, query = f"-o {paths.output}", "SELECT * FROM claims_readable"
    # As it was called: after `make demo` the command is not on the PATH.
    program = sys.argv[0] if Path(sys.argv[0]).name == "tallywire" and not shutil.which("tallywire") else "tallywire"
    session.out.print("\nGo on with:")
    for command, what in (
        (f"{program} review {option}", "judge the claims in the browser"),
        (f"{program} status {option}", "sources, stages and failures"),
        *((f"{program} diff {number} {option}", "what the outlet changed, and which figures") for number in edited[:1]),
        (f"sqlite3 {paths.news_db} '{query}'", "query them"),
        (f"{program} scan FILE", "read a text of your own"),
        (f"{program} init mydesk", "begin a project of your own"),
    ):
        session.out.print(f"  {command:<66}  # {what}", markup=False, soft_wrap=True)


def _clear(folder: Path) -> None:
    """Make the demo's own folder anew. Raises StoreError when it cannot be written."""
    try:
        shutil.rmtree(folder, ignore_errors=False) if folder.exists() else None
        folder.mkdir(parents=True)
    except OSError as error:
        raise StoreError(f"cannot make {folder} anew: {error}; name another folder with --output") from error
