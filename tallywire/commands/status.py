"""`status`: how things stand, what is in trouble first."""

import json
from contextlib import closing
from dataclasses import asdict

import click
from rich.table import Column, Table
from rich.text import Text
from sqlite_utils import Database

from crawler.health import Trouble, find_alarms
from storage.database import has_wal_reset_bug, open_readonly
from storage.source_runs import load_pasts
from storage.status import load_doubts, load_failures, load_source_status, load_stage_counts
from tallywire.session import Session, project_options

_STYLES = {Trouble.BLOCKED: "bold red", Trouble.UNREACHABLE: "bold red", Trouble.SILENT: "bold yellow"}


@click.command()
@click.option(
    "--failures", type=click.IntRange(min=0), default=10, help="How many failures, and articles in doubt, to show [10]."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object: troubles, sources, stages, doubts, failures."
)
@project_options
def status(session: Session, *, failures: int, as_json: bool) -> None:
    """Show how things stand: sources in trouble, loudest first; all sources; stages; articles in doubt; what failed and why.

    A source is in trouble when it refuses or does not answer, when it is silent for longer than its own rhythm allows, when
    its articles have lost their text, or when it gives less than `expect` in the watch-list asks.

    \b
    Examples:
      tallywire status --failures 50
      tallywire status --json | jq '.troubles[] | .source'
    """
    with closing(open_readonly(session.config.paths.news_db)) as db:
        if as_json:
            click.echo(_render_json(db, failures))
            return
        _print_troubles(session, db)
        _print_sources(session, db)
        _print_stages(session, db)
        _print_doubts(session, db, failures)
        _print_failures(session, db, failures)
    if has_wal_reset_bug():
        session.say(
            "note: this Python's SQLite has the WAL-reset bug (fixed in 3.51.3); tallywire is safe from it as long as"
            " only tallywire writes news.db"
        )


def _render_json(db: Database, failures: int) -> str:
    alarms = find_alarms(load_pasts(db))
    return json.dumps(
        {
            "troubles": [
                {"source": alarm.source, "trouble": alarm.trouble.name.lower(), "message": alarm.message}
                for alarm in alarms
            ],
            "sources": [asdict(source) for source in load_source_status(db)],
            "stages": load_stage_counts(db),
            "doubts": list(load_doubts(db, limit=failures)),
            "failures": list(load_failures(db, limit=failures)),
        },
        ensure_ascii=False,
        indent=2,
    )


def _print_troubles(session: Session, db: Database) -> None:
    alarms = find_alarms(load_pasts(db))
    if not alarms:
        return
    table = Table("in trouble", "what", "told from", box=None)
    for alarm in alarms:
        style = _STYLES.get(alarm.trouble, "yellow")
        table.add_row(
            Text(alarm.source, style), Text(alarm.trouble.name.lower().replace("_", " "), style), Text(alarm.message)
        )
    session.out.print(table)
    session.out.print()


def _print_sources(session: Session, db: Database) -> None:
    table = Table("source", "articles", "claims", "newest", "unsure text", "waiting", "failed", "last error", box=None)
    for source in load_source_status(db):
        table.add_row(
            source.name,
            f"{source.articles:,}",
            f"{source.claims:,}",
            (source.newest or "")[:16].replace("T", " "),
            f"{source.unsure:,}",
            f"{source.waiting:,}",
            f"{source.failed:,}",
            Text(_clip(source.last_error or "")),
            style="bold" if source.failed else None,
        )
    session.out.print(table)


def _print_stages(session: Session, db: Database) -> None:
    stages = Table("stage", "states", box=None)
    for stage, counts in load_stage_counts(db).items():
        stages.add_row(stage, ", ".join(f"{number:,} {state}" for state, number in counts.items()) or "nothing yet")
    session.out.print(stages)


def _print_doubts(session: Session, db: Database, limit: int) -> None:
    doubts = load_doubts(db, limit=limit)
    if doubts:
        listed = Table("in doubt", "source", "article", Column("title", overflow="fold"), box=None)
        for row in doubts:
            listed.add_row(row["doubts"], row["source"], str(row["id"]), Text(_clip(row["title"], 80)))
        session.out.print(listed)


def _print_failures(session: Session, db: Database, limit: int) -> None:
    failed = load_failures(db, limit=limit)
    if failed:
        # Addresses are folded, not cut: they are there to be copied.
        listed = Table("failed at", "state", "kind", Column("address", overflow="fold"), "reason", box=None)
        for row in failed:
            listed.add_row(
                row["stage"], row["state"], row["kind"] or "", Text(row["url"]), Text(_clip(row["error"] or "", 120))
            )
        session.out.print(listed)
        session.say("`tallywire run --retry` puts them back in the queue")


def _clip(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
