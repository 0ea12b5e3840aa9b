"""`review`: the pages where claims are judged."""

import click

from review.server import ServeError, serve
from review.team import SignInMissingError
from storage.database import StoreError
from tallywire.session import Session, project_options


def serve_review(session: Session, *, port: int | None = None, open_browser: bool = False) -> None:
    """Serve the review pages of a project until Ctrl-C."""
    paths = session.config.paths
    if not paths.news_db.exists():
        raise StoreError(f"{paths.news_db} does not exist yet; run `tallywire crawl` or `tallywire add` first")
    try:
        serve(
            paths.news_db,
            paths.reviews_db,
            host=session.config.review.host,
            port=port or session.config.review.port,
            allowed_hosts=session.config.review.allowed_hosts,
            open_browser=open_browser,
            ready=lambda address: session.say(f"review: {address}  (Ctrl-C ends it)"),
        )
    except (ServeError, SignInMissingError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("-p", "--port", type=click.IntRange(1, 65535), help="Port [8001, or the next free one].")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@project_options
def review(session: Session, *, port: int | None, open_browser: bool) -> None:
    """Judge claims in the browser, on this machine alone.

    Verdicts go to output/reviews.db and are never overwritten. Runs and reviews may go on at the same time.

    \b
    Example:
      tallywire review --open
    """
    serve_review(session, port=port, open_browser=open_browser)
