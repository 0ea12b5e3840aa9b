"""`tallywire scan`: read claims out of text, without a database."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import click

from extraction.contract import Document, DocumentError, parse_document, render_extraction
from extraction.pipeline import load_pipeline
from records import Extraction
from tallywire.engine import Outcome, map_in_workers
from tallywire.render import render_claims
from tallywire.session import PARTIAL, Session, project_options
from tallywire.stages import current_pipeline, load_worker_pipeline, read_document
from tallywire.steps import ready_gazetteer

LARGEST_FILE = 5_000_000  # bytes of a text file; a longer one is no article


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """Reads documents line by line; a bad line is reported on stderr and counted, and the rest goes on."""

    session: Session
    stream: IO[str]
    bad: list[int]

    def __iter__(self) -> Iterator[Document]:
        for number, line in enumerate(self.stream, 1):
            if not line.strip():
                continue
            try:
                yield parse_document(line, number=number)
            except DocumentError as error:
                self.bad.append(number)
                click.echo(f"{self.stream.name}: {error}", err=True)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, in the form of the contract.")
@click.option(
    "--jsonl",
    type=click.File("r", encoding="utf-8"),
    metavar="IN",
    help='JSON Lines of {"doc", "text", "published"?, "title"?}, or - for stdin; one object a line comes out.',
)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day from which `Monday` in the files is counted.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes for --jsonl [one a core].")
@project_options
@click.pass_context
def scan(
    ctx: click.Context,
    session: Session,
    *,
    files: tuple[Path, ...],
    as_json: bool,
    jsonl: IO[str] | None,
    published: object,
    workers: int | None,
) -> None:
    """Read claims out of text files (- for stdin), without a database.

    Prints each claim below its sentence, with the quantity, the counted group, the event, places, time and speaker
    marked. --json and --jsonl give the same as data; offsets are Unicode code points.

    \b
    Examples:
      tallywire scan article.txt --published 2023-11-20
      tallywire scan --json article.txt | jq '.claims[].quantity.text'
      tallywire scan --jsonl documents.jsonl > found.jsonl
    """
    if jsonl is not None and files:
        raise click.UsageError("give either files or --jsonl, not both")
    if jsonl is None and not files:
        raise click.UsageError("name a text file, - for stdin, or use --jsonl; see `tallywire scan --help`")
    gazetteer = ready_gazetteer(session)
    current_pipeline(session.config.extract)  # a missing model ends here, with its name
    if jsonl is not None:
        ctx.exit(_scan_lines(session, jsonl, gazetteer, workers))
    day = None if published is None else date.fromisoformat(str(published)[:10])
    texts = [(path, _read_text(path)) for path in files]
    pipeline = load_pipeline(model=session.config.extract.model or None, gazetteer_path=gazetteer)
    for path, text in texts:
        extraction = pipeline.extract(text, published=day)
        if as_json:
            click.echo(json.dumps(render_extraction(str(path), extraction), ensure_ascii=False))
        else:
            if len(files) > 1:
                session.out.rule(str(path))
            render_claims(session.out, text, extraction)


def _scan_lines(session: Session, stream: IO[str], gazetteer: Path, workers: int | None) -> int:
    lines = _Lines(session=session, stream=stream, bad=[])
    failed = 0
    outcomes: Iterator[Outcome[Document, Extraction]] = map_in_workers(
        read_document,
        lines,
        workers=workers or session.config.extract.workers,
        deadline=session.config.extract.deadline,
        initializer=load_worker_pipeline,
        arguments=(session.config.extract.model or None, gazetteer),
    )
    with session.progress("scan", None) as advance:
        for outcome in outcomes:
            if outcome.result is None:
                failed += 1
                click.echo(f"{outcome.item.doc}: {outcome.failure}: {outcome.message}", err=True)
            else:
                # ASCII: a reader that splits lines at U+0085 or U+2028 must not cut a text in two.
                sys.stdout.write(json.dumps(render_extraction(outcome.item.doc, outcome.result)))
                sys.stdout.write("\n")
            advance()
    return PARTIAL if failed or lines.bad else 0


def _read_text(path: Path) -> str:
    """Return the text of a file or of stdin, line ends as LF. Raises ClickException for what is no text."""
    name = "standard input" if str(path) == "-" else str(path)
    raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    if len(raw) > LARGEST_FILE:
        raise click.ClickException(f"{name} has {len(raw):,} bytes; scan reads articles of up to {LARGEST_FILE:,}")
    if b"\0" in raw:
        raise click.ClickException(f"{name} is no text: it holds NUL bytes; for HTML or WARC files use `tallywire add`")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{name} is not UTF-8 (byte {error.start}); convert it, for example with `iconv -t utf-8`"
        ) from error
    if not text.strip():
        raise click.ClickException(f"{name} is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")
