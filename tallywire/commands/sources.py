"""`sources`: the watch-list."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from crawler.crawl import CrawlError
from crawler.exchange import (
    ExchangeError,
    Imported,
    name_for,
    parse_csv,
    parse_opml,
    parse_plain,
    render_csv,
    render_opml,
    render_plain,
)
from crawler.probe import Finding, check_listings, choose_listings, discover_listings
from crawler.sources import SourcesError, append_source, read_known_sources, read_sources, render_source
from crawler.switches import switch_sources
from crawler.urls import canonical_url, is_web_url
from records import Source
from tallywire.session import PARTIAL, Session, project_options
from tallywire.steps import choose_sources, crawl_settings

_PROBE_DELAY = 1.0  # seconds between two of the few requests that looking at a site takes
_WIDEST = 4_000  # columns of a table; it takes what it needs
_FORMATS = {".opml": "opml", ".xml": "opml", ".csv": "csv", ".txt": "plain"}
_RENDERERS = {"opml": render_opml, "csv": render_csv, "plain": render_plain}


@click.group()
def sources() -> None:
    """List, find, check and exchange the sources of the watch-list sources.yaml.

    \b
    Examples:
      tallywire sources add https://harbour-post.example
      tallywire sources check
      tallywire sources import feeds.opml
      tallywire sources disable harbour-post
    """


@sources.command(name="list")
@project_options
def list_sources(session: Session) -> None:
    """Print the watch-list as a table.

    \b
    Example:
      tallywire sources list
    """
    columns = ("title", "country", "language", "feeds", "sitemaps", "sections", "delay", "watched")
    # A narrow terminal may cut any column but the one that other commands ask for.
    table = Table(Column("name", no_wrap=True, overflow="ignore"), *columns, box=None)
    for source in read_sources(session.config.paths.sources):
        table.add_row(
            source.name,
            source.title,
            source.country or "",
            source.language or "",
            *(str(len(listed)) for listed in (source.feeds, source.sitemaps, source.sections)),
            f"{source.delay:g} s",
            "yes" if source.enabled else "no",
        )
    session.out.print(table)


@sources.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--offline", is_flag=True, help="Read the file alone and ask no site.")
@project_options
@click.pass_context
def check(ctx: click.Context, session: Session, *, names: tuple[str, ...], offline: bool) -> None:
    """Name every mistake of sources.yaml, then try each source and print what it gives.

    Every feed, sitemap and section is asked once; nothing is stored. Exit code 2 for a mistake in the file, 3 when a
    source did not give what it should.

    \b
    Examples:
      tallywire sources check
      tallywire sources check harbour-post
      tallywire sources check --offline
    """
    found = choose_sources(session.config.paths.sources, names)
    watched = [source for source in found if source.enabled]
    without = [source.name for source in watched if not source.listings]
    session.say(f"{session.config.paths.sources}: {len(found)} sources, {len(watched)} watched, no mistakes")
    if without:
        session.say(f"without feed, sitemap or section, so nothing is fetched: {', '.join(without)}")
    if offline:
        return
    try:
        findings = check_listings(watched, settings=crawl_settings(session.config.crawl, default_delay=_PROBE_DELAY))
    except CrawlError as error:
        raise click.ClickException(str(error)) from error
    _print_findings(session, findings)
    ctx.exit(PARTIAL if any(not finding.is_good for finding in findings) else 0)


@sources.command()
@click.argument("site", metavar="URL|NAME")
@click.option("--name", "given_name", help="Key of the source [made from its address].")
@click.option("--home", help="Address of the front page, when a NAME is given.")
@click.option("--feed", "feeds", multiple=True, help="Address of a feed; repeatable. With it no site is asked.")
@click.option("--title", help="The outlet's name as a reader knows it [its feed's].")
@click.option("--country", help="ISO 3166-1 alpha-2 code, for example KE.")
@click.option("--language", help="ISO 639-1 code, for example en [its feed's].")
@click.option("--tag", "tags", multiple=True, help="A word to group sources by; repeatable.")
@click.option("--dry-run", is_flag=True, help="Show what was found and write nothing.")
@project_options
def add(
    session: Session,
    *,
    site: str,
    given_name: str | None,
    home: str | None,
    feeds: tuple[str, ...],
    title: str | None,
    country: str | None,
    language: str | None,
    tags: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Find the feeds and sitemaps of a site and append it to sources.yaml; what stands there stays as it is.

    Asks for the site's front page and robots.txt, then for every feed and sitemap that they name, else for a few usual
    places, and shows what each gave. With NAME, --home and --feed nothing is asked.

    \b
    Examples:
      tallywire sources add https://harbour-post.example
      tallywire sources add harbour-post --home https://harbour-post.example --feed https://harbour-post.example/rss.xml
    """
    address = site if is_web_url(site) else home
    if address is None:
        raise click.UsageError(f"{site!r} is no address; give https://..., or a name with --home and --feed")
    name = given_name or (site if not is_web_url(site) else name_for(site))
    source = Source(
        name=name, title=title or name, home=address, feeds=feeds, country=country, language=language, tags=tags
    )
    if not feeds:
        findings = _discover(session, [source])
        _print_findings(session, findings)
        source = _complete(source, findings, has_title=title is not None)
        if not source.listings:
            raise click.ClickException(
                f"{address} names no feed or sitemap that can be read; give one with --feed, or a section by hand"
            )
    if dry_run:
        session.out.print(render_source(source), markup=False, soft_wrap=True)
        return
    _append(session, source)
    session.say(f"added {name} to {session.config.paths.sources}")


@sources.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "kind", type=click.Choice(sorted(_RENDERERS)), help="Form of the file [by its name].")
@project_options
@click.pass_context
def import_sources(ctx: click.Context, session: Session, *, file: Path, kind: str | None) -> None:
    """Append the sources of an OPML file, a CSV file or a plain list of sites.

    OPML and CSV ask no site. The sites of a plain list are looked at as `sources add` does. What is watched already is
    skipped. Exit code 3 when some could not be added.

    \b
    Examples:
      tallywire sources import feeds.opml
      tallywire sources import desk.csv
      tallywire sources import sites.txt
    """
    entries = _read_exchange(file, kind or _FORMATS.get(file.suffix.lower(), "plain"))
    if any(entry.address for entry in entries):
        entries = _look_up(session, entries)
    added = skipped = failed = 0
    for entry in entries:
        if entry.source is None:
            failed += 1
            click.echo(f"{file}, {entry.place}: {entry.problem}", err=True)
        elif _is_known(session, entry.source):
            skipped += 1
        else:
            try:
                _append(session, _with_free_name(session, entry.source))
                added += 1
            except click.UsageError as error:
                failed += 1
                click.echo(f"{file}, {entry.place}: {error.message}", err=True)
    session.say(f"{added} added, {skipped} skipped because they are watched already, {failed} failed")
    ctx.exit(PARTIAL if failed else 0)


@sources.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-")
@click.option("--format", "kind", type=click.Choice(sorted(_RENDERERS)), help="Form [by the file's name, else csv].")
@project_options
def export(session: Session, *, file: Path, kind: str | None) -> None:
    """Write the watch-list as OPML, CSV or a plain list of sites, to FILE or to the terminal.

    \b
    Examples:
      tallywire sources export feeds.opml
      tallywire sources export --format csv
    """
    render = _RENDERERS[kind or _FORMATS.get(file.suffix.lower(), "csv")]
    text = render(read_sources(session.config.paths.sources))
    if str(file) == "-":
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {error.strerror or error}") from error
    session.say(f"wrote {file}")


@sources.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@project_options
def disable(session: Session, *, names: tuple[str, ...]) -> None:
    """Stop watching sources; they keep their entry and their articles.

    \b
    Example:
      tallywire sources disable harbour-post
    """
    _switch(session, names, enabled=False)


@sources.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@project_options
def enable(session: Session, *, names: tuple[str, ...]) -> None:
    """Watch sources again that were disabled.

    \b
    Example:
      tallywire sources enable harbour-post
    """
    _switch(session, names, enabled=True)


def _switch(session: Session, names: tuple[str, ...], *, enabled: bool) -> None:
    path = session.config.paths.sources
    choose_sources(path, names)
    switched = switch_sources(path, names, enabled=enabled)
    session.say(f"{'enabled' if enabled else 'disabled'} {', '.join(switched)}" if switched else "they are so already")


def _discover(session: Session, wanted: Iterable[Source]) -> list[Finding]:
    try:
        return discover_listings(
            [(source.name, source.home) for source in wanted],
            settings=crawl_settings(session.config.crawl, default_delay=_PROBE_DELAY),
        )
    except CrawlError as error:
        raise click.ClickException(str(error)) from error


def _complete(source: Source, findings: list[Finding], *, has_title: bool) -> Source:
    """Return the source with what was found of it: listings, and title and language where a person gave none."""
    chosen = choose_listings(findings)
    watched = [finding for finding in findings if any(finding.candidate.url in urls for urls in chosen.values())]
    titles = [finding.title for finding in watched if finding.title]
    languages = {
        finding.language.lower().replace("_", "-").partition("-")[0] for finding in watched if finding.language
    }
    return replace(
        source,
        feeds=chosen["feed"],
        sitemaps=chosen["sitemap"],
        sections=chosen["section"],
        title=source.title if has_title or not titles else titles[0],
        # Two languages are none: each article is told by itself then.
        language=source.language or (languages.pop() if len(languages) == 1 else None),
    )


def _append(session: Session, source: Source) -> None:
    try:
        append_source(session.config.paths.sources, source)
    except SourcesError:
        raise
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _print_findings(session: Session, findings: list[Finding]) -> None:
    columns = ("source", "kind", "address", "found", "robots", "articles", "last article", "language", "a day")
    table = Table(box=None)
    for column in columns:
        table.add_column(column, no_wrap=True)
    for finding in findings:
        table.add_row(
            finding.name,
            finding.candidate.kind,
            # Punycode: two scripts that look alike must not.
            canonical_url(finding.candidate.url),
            finding.candidate.origin,
            finding.robots,
            finding.failure
            or (str(len(finding.articles)) if not finding.links else f"{len(finding.articles)} +{finding.links}"),
            f"{finding.newest:%Y-%m-%d %H:%M}" if finding.newest else "",
            finding.language,
            "" if finding.per_day is None else f"{finding.per_day:.1f}",
        )
    Console(width=_WIDEST, highlight=False).print(table)  # an address that is cut in two cannot be copied
    for finding in findings:
        if finding.failure and finding.candidate.origin != "usual place":
            session.say(f"  {finding.name}: {finding.candidate.url}: {finding.message}")


def _read_exchange(file: Path, kind: str) -> list[Imported]:
    try:
        body = file.read_bytes()
        if kind == "opml":
            return parse_opml(body)
        return (parse_csv if kind == "csv" else parse_plain)(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8; save it as UTF-8") from error
    except (ExchangeError, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error


def _look_up(session: Session, entries: list[Imported]) -> list[Imported]:
    """Return the entries with the addresses of sites replaced by what was found there."""
    sites = {
        entry.address: Source(name=entry.address, title=name_for(entry.address), home=entry.address)
        for entry in entries
        if entry.address
    }
    unknown = [source for source in sites.values() if not _is_known(session, source)]
    findings = _discover(session, unknown)
    found = []
    for entry in entries:
        if entry.address is None:
            found.append(entry)
            continue
        source = replace(sites[entry.address], name=name_for(entry.address))
        if sites[entry.address] in unknown:
            own = [finding for finding in findings if finding.name == entry.address]
            source = _complete(source, own, has_title=False)
            if not source.listings:
                found.append(replace(entry, problem=f"{entry.address} names no feed or sitemap that can be read"))
                continue
        found.append(Imported(place=entry.place, source=source))
    return found


def _is_known(session: Session, source: Source) -> bool:
    """Tell whether a source is watched already: by its front page, or by one of its listings."""
    known = read_known_sources(session.config.paths.sources)
    listings = {address for other in known for address in other.listings}
    homes = {canonical_url(other.home) for other in known}
    return bool(listings & set(source.listings)) or (not source.listings and canonical_url(source.home) in homes)


def _with_free_name(session: Session, source: Source) -> Source:
    taken = {other.name for other in read_known_sources(session.config.paths.sources)}
    names = (source.name if number == 1 else f"{source.name}-{number}" for number in range(1, len(taken) + 2))
    return replace(source, name=next(name for name in names if name not in taken))
