"""`init` and `sources`: the project folder and the watch-list."""

from importlib.resources import files
from pathlib import Path

import click
from rich.table import Table

from crawler.sources import TEMPLATE as SOURCES_TEMPLATE
from crawler.sources import SourcesError, append_source, read_sources
from records import Source
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
