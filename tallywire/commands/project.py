"""`init`: the project folder."""

from importlib.resources import files
from pathlib import Path

import click

from crawler.sources import TEMPLATE as SOURCES_TEMPLATE
from tallywire.config import FILE_NAME

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
