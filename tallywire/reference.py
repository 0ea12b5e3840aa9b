"""Write the reference documents from the code: `python -m tallywire.reference [--check]`.

docs/schema.md comes from storage/schema.py, docs/cli.md from the commands' own help. `--check` writes nothing and fails
when a document is not what the code says.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from storage.schema import render_schema
from tallywire.cli import cli

DOCS = Path(__file__).parent.parent / "docs"


def render_cli() -> str:
    """Return docs/cli.md: the help text of every command."""
    parts = [
        "# The command line",
        "",
        "Written by `make docs` from the commands' own help. Data goes to stdout, messages to stderr.",
        "",
        "| exit code | meaning |",
        "| --- | --- |",
        "| 0 | done |",
        "| 1 | error |",
        "| 2 | wrong usage, or a mistake in sources.yaml or tallywire.toml |",
        "| 3 | done in part: some sources or items failed, the rest went through |",
        "| 75 | another run holds the lock; nothing was done |",
        "",
        'Shell completion: `eval "$(_TALLYWIRE_COMPLETE=bash_source tallywire)"` (also `zsh_source`, `fish_source`).',
        "",
    ]
    for path, command in _commands(cli, ("tallywire",)):
        context = click.Context(
            command,
            info_name=" ".join(path),
            max_content_width=100,
            terminal_width=100,
            help_option_names=["-h", "--help"],  # as the commands have it when they are called below the root
        )
        parts += [f"## {' '.join(path)}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(parts)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _commands(child, (*path, name))


DOCUMENTS = {"schema.md": render_schema, "cli.md": render_cli}


def main() -> int:
    """Write or check every document; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="fail when a document is out of date")
    check = parser.parse_args().check
    stale = [name for name, render in DOCUMENTS.items() if not _is_current(DOCS / name, render())]
    if check:
        for name in stale:
            click.echo(f"docs/{name} is out of date; run `make docs`", err=True)
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(DOCUMENTS[name](), encoding="utf-8")
        click.echo(f"wrote docs/{name}", err=True)
    return 0


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
