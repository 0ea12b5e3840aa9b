"""`backup`: a citable copy of the ledger in one file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from storage.backup import save_backup
from tallywire.session import Session, project_options, wait_option


@click.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="File [output/backups/news-DAY.db]."
)
@click.option("--without-texts", is_flag=True, help="Leave the articles' bodies out; hashes and quoted sentences stay.")
@wait_option
@project_options
def backup(session: Session, *, target: Path | None, without_texts: bool) -> None:
    """Write a compact, checked copy of news.db with its sha256, to keep or to cite.

    The copy holds articles, claims, verdicts and the log of runs; the raw pages stay in output/archive/. People's verdicts
    are copied in first.

    \b
    Examples:
      tallywire backup
      tallywire backup --without-texts --to claims-2023.db
    """
    day = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    suffix = "-without-texts" if without_texts else ""
    path = target or session.config.paths.output / "backups" / f"news-{day}{suffix}.db"
    if not session.config.paths.news_db.exists():
        raise click.ClickException(f"{session.config.paths.news_db} does not exist yet; there is nothing to copy")
    with session.run("backup") as run:
        saved = save_backup(run.db, path, with_texts=not without_texts)
    session.say(f"wrote {saved.path} ({saved.size / 1e6:.1f} MB)\nsha256 {saved.sha256}")
