"""The command line: `tallywire COMMAND`. Exit codes: 0 ok, 1 error, 2 usage, 3 partial, 75 another run holds the lock."""

from typing import Any

import click

from crawler.sources import SourcesError
from gazetteer.lookup import GazetteerMissing
from storage.database import StoreError
from tallywire import __version__
from tallywire.commands.collect import add, crawl
from tallywire.commands.gazetteer import gazetteer
from tallywire.commands.project import init, sources, status
from tallywire.commands.scan import scan
from tallywire.commands.serve import demo, review
from tallywire.commands.work import extract, parse, run
from tallywire.config import ConfigError
from tallywire.engine import WorkersUnfit
from tallywire.lock import EX_TEMPFAIL, AlreadyRunning

_EXIT_CODES: dict[type[Exception], int] = {
    AlreadyRunning: EX_TEMPFAIL,
    ConfigError: 2,
    SourcesError: 2,
    StoreError: 1,
    GazetteerMissing: 1,
    WorkersUnfit: 1,
}


class KnownError(click.ClickException):
    """An error that says for itself what to do, with the exit code of its kind."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click declares it for the class, reads it from the instance


class Commands(click.Group):
    """A group whose known errors end in one line on stderr and an exit code, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate the errors that say for themselves what to do."""
        try:
            return super().invoke(ctx)
        except tuple(_EXIT_CODES) as error:
            code = next(code for kind, code in _EXIT_CODES.items() if isinstance(error, kind))
            raise KnownError(str(error), code) from error

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of a day's work, not of the alphabet."""
        return list(self.commands)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tallywire")
def cli() -> None:
    """Watch news sources and keep a ledger of what they claim.

    How many, of whom, what happened, where, when, and who said so; each claim tied to the exact words of an archived page.

    \b
    First steps:
      tallywire demo                  see the whole flow on a small site of its own
      tallywire init mydesk           make a project folder
      tallywire scan article.txt      read one text, without a database
      tallywire run                   fetch, parse and extract what is due (for cron)
      tallywire review                judge claims in the browser
    """


for _command in (demo, init, sources, crawl, add, parse, extract, run, scan, status, review, gazetteer):
    cli.add_command(_command)
