"""The command line: `tallywire COMMAND`. Exit codes: 0 ok, 1 error, 2 usage, 3 partial, 75 another run holds the lock."""

import importlib
from typing import Any, Final

import click

from crawler.sources import SourcesError
from gazetteer.lookup import GazetteerMissing
from storage.database import StoreError
from storage.versions import NoSuchArticleError
from tallywire import __version__
from tallywire.config import ConfigError
from tallywire.engine import WorkersUnfit
from tallywire.lock import EX_TEMPFAIL, AlreadyRunning

# Command, module under tallywire.commands, and its line in `tallywire --help`, in the order of a day's work. A module is
# imported when its command is called: Scrapy, spaCy and Datasette together take seconds to import.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("demo", "Run the whole flow on a small news site that is served from this machine."),
    "init": ("project", "Make a project: tallywire.toml, sources.yaml and output/."),
    "sources": ("sources", "List, find, check and exchange the sources of the watch-list sources.yaml."),
    "crawl": ("collect", "Fetch what is new from the sources of the watch-list."),
    "add": ("collect", "Add pages by hand: addresses, HTML, text, WARC, JSON Lines."),
    "parse": ("work", "Turn archived pages into articles."),
    "extract": ("work", "Find the claims of every article that is still pending."),
    "collate": ("collate", "Group the copies of one text, and show the figures that differ in them."),
    "run": ("work", "Fetch what is due, parse it, extract its claims and collate them: the line for cron."),
    "scan": ("scan", "Read claims out of text files, without a database."),
    "evaluate": ("evaluate", "Measure the extraction against a gold standard."),
    "diff": ("diff", "Show what an edit changed in an article: sentences and figures."),
    "status": ("status", "Show how things stand: sources, stages, and what failed and why."),
    "review": ("serve", "Judge claims in the browser, on this machine alone."),
    "export": ("export", "Write claims as tables, maps, annotations or training data, in nine formats."),
    "backup": ("backup", "Write a citable copy of the ledger in one file."),
    "gazetteer": ("gazetteer", "Build the index of place names, or look a name up in it."),
}

_EXIT_CODES: Final[dict[type[Exception], int]] = {
    AlreadyRunning: EX_TEMPFAIL,
    ConfigError: 2,
    SourcesError: 2,
    StoreError: 1,
    NoSuchArticleError: 2,
    GazetteerMissing: 1,
    WorkersUnfit: 1,
}


class KnownError(click.ClickException):
    """An error that says for itself what to do, with the exit code of its kind."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click declares it for the class, reads it from the instance


class Commands(click.Group):
    """The commands, imported when they are called; known errors end in one line on stderr, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate the errors that say for themselves what to do."""
        try:
            return super().invoke(ctx)
        except tuple(_EXIT_CODES) as error:
            code = next(code for kind, code in _EXIT_CODES.items() if isinstance(error, kind))
            raise KnownError(str(error), code) from error

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of a day's work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module of a command and return it; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tallywire.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


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
