"""`reviewers`: the team that signs in to the review."""

import click
from rich.table import Table

from review.team import Role, SignInMissingError, read_team, remove_member, save_member, team_path
from tallywire.session import Session, project_options


@click.group()
def reviewers() -> None:
    """Let a team sign in to the review: names, roles and passwords.

    Without reviewers the review is served on this machine alone and needs no password. With at least one everybody signs
    in: a reader reads, a reviewer also judges, an admin also runs SQL. For other machines to reach it, set `host` and
    `allowed_hosts` in tallywire.toml, and put a server with TLS before it.

    \b
    Examples:
      tallywire reviewers add ana --role reviewer
      tallywire reviewers list
    """


@reviewers.command()
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.REVIEWER.value, show_default=True
)
@click.password_option(help="Asked for when it is not given.")
@project_options
def add(session: Session, *, name: str, role: str, password: str) -> None:
    """Add NAME, or give them a new role and password.

    \b
    Example:
      tallywire reviewers add ana --role reviewer
    """
    try:
        save_member(team_path(session.config.paths.reviews_db), name, Role(role), password)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except SignInMissingError as error:
        raise click.ClickException(str(error)) from error
    session.say(f"{name} may sign in as {role}; a running review learns of it when it is started again")


@reviewers.command(name="list")
@project_options
def list_members(session: Session) -> None:
    """Print who may sign in.

    \b
    Example:
      tallywire reviewers list
    """
    members = read_team(team_path(session.config.paths.reviews_db))
    if not members:
        session.say("nobody: the review is served on this machine alone, without sign-in")
        return
    table = Table("name", "role", box=None)
    for member in members.values():
        table.add_row(member.name, member.role.value)
    session.out.print(table)


@reviewers.command()
@click.argument("name")
@project_options
def remove(session: Session, *, name: str) -> None:
    """Take NAME out; their verdicts stay.

    \b
    Example:
      tallywire reviewers remove ana
    """
    try:
        remove_member(team_path(session.config.paths.reviews_db), name)
    except KeyError as error:
        raise click.UsageError(f"there is no reviewer {name}; `tallywire reviewers list` shows them") from error
    session.say(f"{name} may not sign in any more, from the next start of the review on")
