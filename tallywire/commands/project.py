"""`init`, `sources` and `status`: the project folder, the watch-list, and how things stand."""

from contextlib import closing
from importlib.resources import files
from pathlib import Path

import click
from rich.table import Table
from sqlite_utils import Database

from crawler.sources import TEMPLATE as SOURCES_TEMPLATE
from crawler.sources import SourcesError, append_source, read_sources
from records import Source
from storage.database import has_wal_reset_bug, open_readonly
from storage.status import load_failures, load_source_status, load_stage_counts
from tallywire.config import FILE_NAME
from tallywire.session import Session, project_options

TEMPLATES = files("tallywire") / "templates"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
def init(folder: Path) -> None:
    """Make a project: tallywire.toml, sources.yaml and output/ in FOLDER [this one].

    A file that is already there is left as it is.

    \b
    Example:
      tallywire init mydesk && cd mydesk && $EDITOR sources.yaml && tallywire run
    """
    try:
        (folder / "output").mkdir(parents=True, exist_ok=True)
        templates = {
            FILE_NAME: (TEMPLATES / FILE_NAME).read_text(encoding="utf-8"),
            "sources.yaml": SOURCES_TEMPLATE,
        }
        for name, text in templates.items():
            target = folder / name
            if target.exists():
                click.echo(f"{target} is there already; left as it is", err=True)
                continue
            target.write_text(text, encoding="utf-8")
            click.echo(f"wrote {target}", err=True)
    except OSError as error:
        raise click.ClickException(f"cannot write in {folder}: {error.strerror or error}") from error
    click.echo(
        f"next: put your mail address in {folder / FILE_NAME} and your sources in {folder / 'sources.yaml'},"
        " then `tallywire run`",
        err=True,
    )


@click.group()
def sources() -> None:
    """List, check and add to the watch-list sources.yaml.

    \b
    Examples:
      tallywire sources list
      tallywire sources check
      tallywire sources add harbour-post --home https://harbour-post.example --feed https://harbour-post.example/rss.xml
    """


@sources.command(name="list")
@project_options
def list_sources(session: Session) -> None:
    """Print the watch-list as a table.

    \b
    Example:
      tallywire sources list
    """
    table = Table("name", "title", "country", "language", "feeds", "delay", "watched", box=None)
    for source in read_sources(session.config.paths.sources):
        table.add_row(
            source.name,
            source.title,
            source.country or "",
            source.language or "",
            str(len(source.feeds)),
            f"{source.delay:g} s",
            "yes" if source.enabled else "no",
        )
    session.out.print(table)


@sources.command()
@project_options
def check(session: Session) -> None:
    """Read sources.yaml and name every mistake with its line; exit code 2 when there is one.

    \b
    Example:
      tallywire sources check
    """
    found = read_sources(session.config.paths.sources)
    watched = [source for source in found if source.enabled]
    without = [source.name for source in watched if not source.feeds]
    session.say(f"{session.config.paths.sources}: {len(found)} sources, {len(watched)} watched, no mistakes")
    if without:
        session.say(f"without a feed, so nothing is fetched: {', '.join(without)}")


@sources.command()
@click.argument("name")
@click.option("--home", required=True, help="Address of the front page.")
@click.option("--feed", "feeds", multiple=True, required=True, help="Address of an RSS or Atom feed; repeatable.")
@click.option("--title", help="The outlet's name as a reader knows it [NAME].")
@click.option("--country", help="ISO 3166-1 alpha-2 code, for example KE.")
@click.option("--language", help="ISO 639-1 code, for example en.")
@click.option("--tag", "tags", multiple=True, help="A word to group sources by; repeatable.")
@project_options
def add(
    session: Session,
    *,
    name: str,
    home: str,
    feeds: tuple[str, ...],
    title: str | None,
    country: str | None,
    language: str | None,
    tags: tuple[str, ...],
) -> None:
    """Append a source to sources.yaml; what stands there stays as it is, comments too.

    \b
    Example:
      tallywire sources add harbour-post --home https://harbour-post.example --feed https://harbour-post.example/rss.xml
    """
    source = Source(
        name=name, title=title or name, home=home, feeds=feeds, country=country, language=language, tags=tags
    )
    try:
        append_source(session.config.paths.sources, source)
    except SourcesError:
        raise
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    session.say(f"added {name} to {session.config.paths.sources}")


@click.command()
@click.option("--failures", type=click.IntRange(min=0), default=10, help="How many failures to show [10].")
@project_options
def status(session: Session, *, failures: int) -> None:
    """Show how things stand: sources, stages, and what failed and why. Sources in trouble come first.

    \b
    Example:
      tallywire status --failures 50
    """
    with closing(open_readonly(session.config.paths.news_db)) as db:
        _print_sources(session, db)
        _print_stages(session, db)
        _print_failures(session, db, failures)
    if has_wal_reset_bug():
        session.say(
            "note: this Python's SQLite has the WAL-reset bug (fixed in 3.51.3); tallywire is safe from it as long as"
            " only tallywire writes news.db"
        )


def _print_sources(session: Session, db: Database) -> None:
    table = Table("source", "articles", "claims", "newest", "waiting", "failed", "last error", box=None)
    for source in load_source_status(db):
        table.add_row(
            source.name,
            f"{source.articles:,}",
            f"{source.claims:,}",
            (source.newest or "")[:16].replace("T", " "),
            f"{source.waiting:,}",
            f"{source.failed:,}",
            _clip(source.last_error or ""),
            style="bold" if source.failed else None,
        )
    session.out.print(table)


def _print_stages(session: Session, db: Database) -> None:
    stages = Table("stage", "states", box=None)
    for stage, counts in load_stage_counts(db).items():
        stages.add_row(stage, ", ".join(f"{number:,} {state}" for state, number in counts.items()) or "nothing yet")
    session.out.print(stages)


def _print_failures(session: Session, db: Database, limit: int) -> None:
    failed = load_failures(db, limit=limit)
    if failed:
        listed = Table("failed at", "state", "kind", "address", "reason", box=None)
        for row in failed:
            listed.add_row(row["stage"], row["state"], row["kind"] or "", row["url"], _clip(row["error"] or "", 120))
        session.out.print(listed)
        session.say("`tallywire run --retry` puts them back in the queue")


def _clip(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
