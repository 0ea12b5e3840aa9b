"""What every command shares: options, messages, progress, the lock, and the row in `runs`."""

import functools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from sqlite_utils import Database

from storage.anchors import CHANGED, LOST, MOVED, SAME, anchor_verdicts
from storage.database import close, open_news
from storage.reviews import copy_verdicts
from storage.runs import finish_run, start_run
from tallywire import __version__
from tallywire.config import Config, read_config
from tallywire.lock import hold_lock
from tallywire.reports import StageReport

ANCHOR_WORDS = {
    SAME: "stand as they were",
    MOVED: "carried to the same words elsewhere",
    CHANGED: "to check again, the machine reads the words otherwise now",
    LOST: "without a claim on their words now",
}
PARTIAL = 3  # exit code: the work went on, but some sources or items failed

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True, kw_only=True)
class Run:
    """A run in progress: the open database and what the stages reported so far."""

    db: Database
    id: int
    reports: list[StageReport] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 when everything went through, 3 when something failed while the rest went on."""
        return PARTIAL if any(report.is_partial for report in self.reports) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One invocation of the command line. Data goes to stdout, messages to stderr."""

    config: Config
    quiet: bool
    wait: float = 0.0
    errors: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    out: Console = field(default_factory=lambda: Console(highlight=False))

    def say(self, message: str) -> None:
        """Print a message for people, unless -q."""
        if not self.quiet:
            self.errors.print(message, markup=False, soft_wrap=True)

    @contextmanager
    def progress(self, label: str, total: int | None) -> Iterator[Callable[[], None]]:
        """Show a bar on a terminal; yield the function that moves it by one item. Silent under cron and with -q."""
        if self.quiet or not sys.stderr.isatty() or total == 0:
            yield lambda: None
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.errors, transient=True) as bars:
            task = bars.add_task(label, total=total)
            yield lambda: bars.advance(task)

    @contextmanager
    def run(self, command: str) -> Iterator[Run]:
        """Hold the lock, open `news.db`, and keep a row of what the block does, also when it fails."""
        with hold_lock(self.config.paths.lock, wait=self.wait):
            db = open_news(self.config.paths.news_db)
            try:
                run = Run(db=db, id=start_run(db, command, version=__version__))
                yield from self._recorded(run)
            finally:
                close(db)

    def _recorded(self, run: Run) -> Iterator[Run]:
        try:
            copy_verdicts(run.db, self.config.paths.reviews_db)
            yield run
            self._say_anchors(anchor_verdicts(run.db))
        except BaseException as error:
            # The reason goes into the log even when the run is interrupted; the error itself goes on.
            _finish(run, 1, f"{type(error).__name__}: {error}")
            raise
        _finish(run, run.exit_code, None)
        for report in run.reports:
            self.say(report.sentence())

    def _say_anchors(self, states: Counter[str]) -> None:
        """Tell what became of the verdicts whose articles were read anew, when there are any."""
        if not states:
            return
        parts = [f"{states[state]} {words}" for state, words in ANCHOR_WORDS.items() if states[state]]
        self.say(f"verdicts: {', '.join(parts)}")


def _finish(run: Run, exit_code: int, message: str | None) -> None:
    counts = {report.stage: report.counts() for report in run.reports}
    try:
        finish_run(run.db, run.id, exit_code=exit_code, counts=counts, message=message)
    except Exception as error:
        if message is None:
            raise
        # The run is failing already, on a full disk for instance: its own error is the one to show.
        click.echo(f"the run could not be recorded: {error}", err=True)


def project_options(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options of a project, and a Session as its first argument."""

    @click.option(
        "-c", "--config", "config_path", type=click.Path(path_type=Path), help="Configuration file [tallywire.toml]."
    )
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of database and archive [output].")
    @click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something fails.")
    @functools.wraps(command)
    def wrapped(*args: Any, config_path: Path | None, output: Path | None, quiet: bool, **kwargs: Any) -> R:
        config = read_config(config_path, output=output)
        return command(Session(config=config, quiet=quiet, wait=kwargs.pop("wait", 0.0)), *args, **kwargs)

    return wrapped


def wait_option(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command `--wait`: how long it waits for another run before it gives up with exit code 75."""
    return click.option(
        "--wait", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS", help="Wait for another run to end."
    )(command)
