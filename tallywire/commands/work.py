"""`parse`, `extract` and `run`: the stages behind the fetching."""

import click

from storage.articles import requeue_versions
from storage.fetches import requeue
from storage.snapshots import requeue_snapshots
from tallywire.replay import replay_stage
from tallywire.session import Session, project_options, wait_option
from tallywire.steps import collate_stage, crawl_sources, extract_stage, parse_stage


@click.command()
@click.option("--retry", is_flag=True, help="First put rejected, gated and failed pages back in the queue.")
@click.option("--redo", is_flag=True, help="Also read again what another version of the parser read.")
@click.option(
    "--diff", "show_diff", is_flag=True, help="With --redo, print each change: old and new values, paragraphs."
)
@wait_option
@project_options
@click.pass_context
def parse(ctx: click.Context, session: Session, *, retry: bool, redo: bool, show_diff: bool) -> None:
    """Turn archived pages into articles.

    Works on every snapshot that is still pending, in worker processes with a deadline. A page that is no article is
    recorded with the reason; `tallywire status` shows it.

    \b
    Example:
      tallywire parse --retry
      tallywire parse --redo --diff   after an upgrade: renews texts and dates, keeps the verdicts
    """
    if show_diff and not redo:
        raise click.UsageError("--diff shows what --redo changes; give both")
    with session.run("parse") as run:
        if retry:
            session.say(f"{requeue_snapshots(run.db):,} pages put back in the queue")
        parse_stage(session, run)
        if redo:
            replay_stage(session, run, show_diff=show_diff)
    ctx.exit(run.exit_code)


@click.command()
@click.option("--retry", is_flag=True, help="First put failed articles back in the queue.")
@click.option("--redo", is_flag=True, help="Also extract again what another pipeline version extracted.")
@wait_option
@project_options
@click.pass_context
def extract(ctx: click.Context, session: Session, *, retry: bool, redo: bool) -> None:
    """Find the claims of every article that is still pending.

    \b
    Example:
      tallywire extract
      tallywire extract --redo        after an upgrade: replaces the claims, keeps the verdicts
    """
    with session.run("extract") as run:
        if retry:
            session.say(f"{requeue_versions(run.db):,} articles put back in the queue")
        extract_stage(session, run, redo=redo)
    ctx.exit(run.exit_code)


@click.command()
@click.option("--retry", is_flag=True, help="First put everything that failed back in the queue.")
@wait_option
@project_options
@click.pass_context
def run(ctx: click.Context, session: Session, *, retry: bool) -> None:
    """Fetch what is due, parse it, extract its claims and collate them: the line for cron.

    Two runs never overlap: the second says so and exits with 75. Exits with 3 when some sources or pages failed while
    the rest went on.

    \b
    Example of a crontab line, every 30 minutes, mail only when something fails:
      */30 * * * *  cd /home/me/mydesk && tallywire run -q
    """
    with session.run("run") as current:
        if retry:
            count = requeue(current.db) + requeue_snapshots(current.db) + requeue_versions(current.db)
            session.say(f"{count:,} items put back in the queue")
        crawl_sources(session, current, names=())
        parse_stage(session, current)
        extract_stage(session, current)
        collate_stage(session, current)
    ctx.exit(current.exit_code)
