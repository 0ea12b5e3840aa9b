"""`collate`: copies of one text across outlets, and the figures that differ in them."""

import click
from rich.table import Table
from rich.text import Text

from storage.syndications import SyndicationLine, load_syndication_lines
from tallywire.session import Session, project_options, wait_option
from tallywire.steps import collate_stage


@click.command()
@click.option("--list", "listed", is_flag=True, help="Then print the syndications, those with differing figures first.")
@wait_option
@project_options
@click.pass_context
def collate(ctx: click.Context, session: Session, *, listed: bool) -> None:
    """Group the copies of one text across outlets, and show the figures that differ in them.

    Only new articles are compared, with those of a week before and after. Each group names its earliest copy and the news
    agency that is credited; a copy that gives another figure than the earliest is counted as changed. The tables are
    `syndications` and `syndication_articles`. `tallywire run` does this too.

    \b
    Examples:
      tallywire collate
      tallywire collate --list
    """
    with session.run("collate") as run:
        report = collate_stage(session, run)
        lines = load_syndication_lines(run.db) if listed else []
    session.say(
        f"{report.syndications:,} syndications with {report.copies:,} articles, {report.changed:,} of them with other figures"
    )
    if lines:
        _print_lines(session, lines)
    ctx.exit(run.exit_code)


def _print_lines(session: Session, lines: list[SyndicationLine]) -> None:
    table = Table("earliest", "outlet", "text", "outlets", "agency", "other figures", box=None)
    for line in lines:
        figures = [f"{figure.outlet}: {figure.original} → {figure.copy} {figure.counted}" for figure in line.figures]
        table.add_row(
            line.earliest_at[:16].replace("T", " "),
            Text(line.outlet),
            Text(line.title),
            f"{line.outlets:,}",
            line.agency or "",
            Text("\n".join(figures)),
        )
    session.out.print(table)
