"""`tallywire gazetteer`: build the index of place names, look a name up."""

from pathlib import Path

import click
from rich.table import Table

from gazetteer.build import build_gazetteer
from gazetteer.geonames import GeonamesError, find_dump, import_geonames
from gazetteer.lookup import Gazetteer, default_path
from tallywire.session import Session, project_options
from tallywire.steps import percent_steps


@click.group()
def gazetteer() -> None:
    """Build the index of place names, or look a name up in it.

    \b
    Examples:
      tallywire gazetteer build
      tallywire gazetteer lookup "Spin Boldak"
    """


@gazetteer.command()
@click.option("--to", type=click.Path(path_type=Path), help="Where to write the index [the user's cache].")
@click.option(
    "--geonames",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of GeoNames dump files (allCountries.txt or XX.txt, alternateNamesV2.txt, admin1CodesASCII.txt, ...).",
)
@project_options
def build(session: Session, *, to: Path | None, geonames: Path | None) -> None:
    """Build the index: from the bundled data, or from GeoNames dump files.

    The bundled data covers about 235,000 settlements, countries, regions, and border crossings and camps. A GeoNames dump
    adds every feature of the world or of a country; see docs/gazetteer.md for where to get it.

    \b
    Examples:
      tallywire gazetteer build
      tallywire gazetteer build --geonames ~/geonames --to output/gazetteer.sqlite
    """
    target = to or default_path()
    with session.progress("gazetteer", 100) as advance:
        move = percent_steps(advance)
        if geonames is None:
            build_gazetteer(target, progress=move)
        else:
            try:
                import_geonames(find_dump(geonames), target, progress=move)
            except (GeonamesError, FileNotFoundError) as error:
                raise click.ClickException(str(error)) from error
    index = Gazetteer.open(target)
    session.say(f"{index.size:,} places in {target} ({index.version})")


@gazetteer.command()
@click.argument("name")
@project_options
def lookup(session: Session, *, name: str) -> None:
    """Print every place that a name may mean, the most populous first.

    \b
    Example:
      tallywire gazetteer lookup Tripoli
    """
    index = Gazetteer.open(Path(session.config.extract.gazetteer) if session.config.extract.gazetteer else None)
    table = Table("name", "country", "division", "kind", "latitude", "longitude", "population", "key", box=None)
    for entry in index.candidates(name):
        table.add_row(
            entry.name,
            entry.country or "",
            entry.admin1 or "",
            f"{entry.feature_class}.{entry.feature_code}",
            f"{entry.latitude:.4f}",
            f"{entry.longitude:.4f}",
            f"{entry.population:,}",
            entry.key,
        )
    if not table.row_count:
        raise click.ClickException(f"no place of the name {name!r} in {index.path}")
    session.out.print(table)
