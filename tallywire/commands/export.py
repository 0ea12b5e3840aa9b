"""`export`: the claims in a format of the reader's choice, with what the file is written into it."""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Final

import click
from sqlite_utils import Database

from records import Event
from storage.anchors import anchor_verdicts
from storage.database import open_news, open_readonly
from storage.reviews import copy_verdicts
from storage.rows import to_text
from tallywire import __version__
from tallywire.exports.columnar import ExtraMissing, write_parquet
from tallywire.exports.documents import write_annotations, write_geojson, write_jsonl
from tallywire.exports.packages import write_datapackage
from tallywire.exports.rows import STATUSES, About, Choice, describe_export, load_claims
from tallywire.exports.sheets import write_xlsx
from tallywire.exports.tables import BOM, write_csv, write_hxl
from tallywire.lock import AlreadyRunning, hold_lock
from tallywire.session import Session, project_options

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: the ending of its files, and the function that writes to a text stream or else to a path."""

    ending: str
    to_stream: Callable[[IO[str], Rows, About], None] | None = None
    to_path: Callable[[Path, Rows, About, Database], None] | None = None


def _write_docbin(path: Path, rows: Rows, about: About, db: Database) -> None:
    from tallywire.exports.docbins import write_docbin  # noqa: PLC0415 - spaCy takes seconds to import

    write_docbin(path, rows, about, db=db)


FORMATS: Final[dict[str, Format]] = {
    "csv": Format(ending=".csv", to_stream=write_csv),
    "xlsx": Format(ending=".xlsx", to_path=lambda path, rows, about, _db: write_xlsx(path, rows, about)),
    "jsonl": Format(ending=".jsonl", to_stream=write_jsonl),
    "geojson": Format(ending=".geojson", to_stream=write_geojson),
    "hxl": Format(ending=".hxl.csv", to_stream=write_hxl),
    "annotations": Format(ending=".annotations.jsonld", to_stream=write_annotations),
    "docbin": Format(ending=".spacy", to_path=_write_docbin),
    "datapackage": Format(ending="", to_path=lambda path, rows, about, db: write_datapackage(path, rows, about, db=db)),
    "parquet": Format(ending=".parquet", to_path=lambda path, rows, about, _db: write_parquet(path, rows, about)),
}
_WITH_BOM: Final = ("csv", "hxl")


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "--to", "target", type=click.Path(path_type=Path, allow_dash=True), help="File, or `-` for standard output."
)
@click.option(
    "--status",
    type=click.Choice(list(STATUSES)),
    help="Which claims, by what people decided [accepted; for docbin: judged].",
)
@click.option("--since", metavar="DAY", help="First day of publication, like 2023-11-20.")
@click.option("--until", metavar="DAY", help="Last day of publication.")
@click.option("--source", metavar="NAME", help="Claims of one source.")
@click.option(
    "--event", type=click.Choice([event.value for event in Event]), metavar="EVENT", help="Claims of one kind of event."
)
@click.option("--country", metavar="CODE", help="Claims with a place in a country (ISO 3166-1 alpha-2).")
@click.option("--old-versions", is_flag=True, help="Also claims of article versions that were edited since.")
@click.option("--bom", is_flag=True, help="Begin csv and hxl with a byte order mark, for Excel.")
@project_options
def export(session: Session, *, form: str, target: Path | None, bom: bool, status: str | None, **limits: Any) -> None:
    """Write claims as csv, xlsx, jsonl, geojson, hxl, annotations (W3C), docbin (spaCy), datapackage or parquet.

    Only claims that people accepted, corrected or added are written, unless --status says otherwise. Text formats go to
    standard output, the others into output/exports/; --to names another place. Every file says which pipeline found the
    claims, which filter chose them, and when.

    \b
    Examples:
      tallywire export csv > claims.csv
      tallywire export xlsx --status all --since 2023-11-01 --to november.xlsx
      tallywire export geojson --event displacement --country PK > map.geojson
    """
    chosen = FORMATS[form]
    if bom and form not in _WITH_BOM:
        raise click.UsageError("--bom is for csv and hxl")
    choice = build_choice(status or ("judged" if form == "docbin" else "accepted"), limits)
    if chosen.to_stream is None and target == Path("-"):
        raise click.UsageError(f"{form} is no text: name a file with --to, or leave it out for output/exports/")
    _copy_verdicts(session)
    now = datetime.now(UTC)
    with closing(open_readonly(session.config.paths.news_db)) as db:
        about = describe_export(db, choice, program=f"tallywire {__version__}", exported_at=to_text(now))
        with session.progress(f"export {form}", about.claims) as advance:
            rows = _told(load_claims(db, about), advance)
            if target is None and chosen.to_stream is not None:
                _write_stdout(chosen, rows, about, bom=bom)
                place = "standard output"
            else:
                path = target or default_path(session.config.paths.output, choice, chosen, now.date())
                _write_file(path, chosen, rows, about, db, bom=bom)
                place = str(path)
    session.say(f"{about.claims:,} claims ({choice.describe()}) to {place}")
    if not about.claims and choice.status == "accepted":
        session.say(
            "nobody has accepted a claim of this choice yet: judge some with `tallywire review`, or use --status all"
        )


def build_choice(status: str, limits: Mapping[str, Any]) -> Choice:
    """Return the choice of the options. Raises UsageError for a day that is none."""
    for name in ("since", "until"):
        if limits[name] is not None:
            try:
                date.fromisoformat(limits[name])
            except ValueError as error:
                raise click.UsageError(f"--{name} takes a day like 2023-11-20, not {limits[name]}") from error
    country = limits["country"].upper() if limits["country"] else None
    return Choice(status=status, **{**limits, "country": country})


def default_path(output: Path, choice: Choice, chosen: Format, day: date) -> Path:
    """Return where a file goes when nobody says: named by choice and day, so that two exports do not mix."""
    return output / "exports" / f"claims-{choice.status}-{day.isoformat()}{chosen.ending}"


def _copy_verdicts(session: Session) -> None:
    """Bring the newest verdicts into `news.db`; while a run holds it, the run's copy must do."""
    paths = session.config.paths
    if not paths.news_db.exists() or not paths.reviews_db.exists():
        return
    try:
        with hold_lock(paths.lock, wait=0), closing(open_news(paths.news_db)) as db:
            copy_verdicts(db, paths.reviews_db)
            anchor_verdicts(db)
    except AlreadyRunning:
        session.say("a run is going on: verdicts since its start are not in this export")


def _write_stdout(chosen: Format, rows: Rows, about: About, *, bom: bool) -> None:
    if chosen.to_stream is None:
        raise ValueError("not a text format")
    # UTF-8 and our own line ends, whatever the terminal's habits are.
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        stream.write(BOM if bom else "")
        chosen.to_stream(stream, rows, about)
        stream.flush()
    finally:
        stream.detach()


def _write_file(path: Path, chosen: Format, rows: Rows, about: About, db: Database, *, bom: bool) -> None:
    """Write beside the target and rename: a failure leaves no half file in its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not chosen.ending:
            chosen.to_path(path, rows, about, db)  # type: ignore[misc]  # a folder is written by path
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        draft = Path(name)
        try:
            if chosen.to_stream is not None:
                with draft.open("w", encoding="utf-8", newline="") as stream:
                    stream.write(BOM if bom else "")
                    chosen.to_stream(stream, rows, about)
            elif chosen.to_path is not None:
                chosen.to_path(draft, rows, about, db)
            draft.chmod(0o644)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except ExtraMissing as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from error


def _told(rows: Iterator[dict[str, Any]], advance: Callable[[], None]) -> Iterator[dict[str, Any]]:
    for row in rows:
        advance()
        yield row
