"""The server of the review: Datasette over `news.db` and `reviews.db` on this machine's own address."""

import contextlib
import os
import secrets
import socket
import sqlite3
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import uvicorn
from datasette.app import Datasette

from review.databases import NEWS, REVIEWS, NewsFile, ReviewsFile
from review.team import build_permissions, read_team, team_path
from storage.database import StoreError, close, open_readonly, open_reviews
from storage.migrations import NEWS as NEWS_MIGRATIONS

SETTINGS: Final[dict[str, Any]] = {
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 1_000,
    "default_page_size": 100,
    "max_returned_rows": 5_000,
    "max_csv_mb": 0,  # no limit: a cut table looks whole
    "suggest_facets": False,  # the useful ones are in the metadata; guessing costs a query for each column
    "allow_download": False,  # `tallywire backup` gives a whole file; a copy of a file in use may not be
    "cache_size_kb": 32_000,  # for each of a few connections; SQLite's own 2 MB make large files read twice
    "default_cache_ttl": 0,  # a verdict shows at once
    "truncate_cells_html": 300,
}
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
NEXT_PORTS: Final = 20  # ports tried after a taken one


class ServeError(Exception):
    """The server cannot start; the message says why and what to do."""


def make_datasette(news_db: Path, reviews_db: Path, *, allowed_hosts: tuple[str, ...] = ()) -> Datasette:
    """Return the Datasette over both files; `reviews.db` is made when it is missing.

    Where `reviewers.json` lies beside it, everybody signs in. Raises StoreError when `news.db` is missing, no database or
    of another version, or `reviews.db` cannot be written; SignInMissingError when the sign-in's package is not installed.
    """
    members = read_team(team_path(reviews_db))
    _check_news(news_db)
    close(open_reviews(reviews_db))
    metadata = build_permissions(members, allowed_hosts)
    datasette = Datasette(files=[], settings=dict(SETTINGS), secret=_load_secret(reviews_db), metadata=metadata)
    datasette.remove_database("_memory")  # added where there are no files; it has nothing to show
    datasette.add_database(NewsFile(datasette, news_db), name=NEWS)
    datasette.add_database(ReviewsFile(datasette, reviews_db), name=REVIEWS)
    return datasette


def serve(
    news_db: Path,
    reviews_db: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    allowed_hosts: tuple[str, ...] = (),
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the review until interrupted; `ready` gets the address once it answers.

    A taken port gives way to the next free one. Raises ServeError for an address that other machines can reach where nobody
    has to sign in, and when no port is free; StoreError and SignInMissingError as `make_datasette`.
    """
    if not read_team(team_path(reviews_db)):
        _refuse_public(host)
    datasette = make_datasette(news_db, reviews_db, allowed_hosts=allowed_hosts)
    listening = _bind(host, port)
    address = f"http://{_display(host)}:{listening.getsockname()[1]}/"

    def started() -> None:
        if ready is not None:
            ready(address)
        if open_browser:
            webbrowser.open(address)

    config = uvicorn.Config(
        datasette.app(), log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=5
    )
    try:
        # uvicorn ends in good order at Ctrl-C and then raises it once more; here it is how serving ends.
        with contextlib.suppress(KeyboardInterrupt):
            _Server(config, started).run(sockets=[listening])
    finally:
        listening.close()
        close_datasette(datasette)


def close_datasette(datasette: Datasette) -> None:
    """Close every connection and thread that a Datasette holds."""
    if datasette.executor is not None:
        datasette.executor.shutdown(wait=True)
    for database in datasette.databases.values():
        database.close()


class _Server(uvicorn.Server):
    """uvicorn that says when it has begun to answer."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self._tell()


def _check_news(news_db: Path) -> None:
    news = open_readonly(news_db)
    try:
        if "_sqlite_migrations" not in news.table_names():
            raise StoreError(f"{news_db} is not a news.db of tallywire")
        known = {migration.name for migration in NEWS_MIGRATIONS.pending(news)}
        if known:
            raise StoreError(f"{news_db} is of an older tallywire; `tallywire run` brings it up to date")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"cannot read {news_db}: {error}") from error
    finally:
        news.close()


def _load_secret(reviews_db: Path) -> str:
    """Return the secret that signs cookies, kept beside `reviews.db` so that open pages outlive a restart."""
    path = reviews_db.with_suffix(".secret")
    try:
        with path.open("x", encoding="ascii") as stream:
            path.chmod(0o600)
            stream.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error}") from error
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 32:  # a crash between making and writing the file
        raise StoreError(f"{path} is damaged; delete it and start again")
    return secret


def _refuse_public(host: str) -> None:
    if host not in LOOPBACK:
        raise ServeError(
            f"nobody has to sign in, so the review is served on this machine alone: use 127.0.0.1, not {host},"
            " or add people by `tallywire reviewers add`"
        )


def _bind(host: str, port: int) -> socket.socket:
    """Return a listening socket on the port, or on the next free one. Raises ServeError when none is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for candidate in range(port, min(port + NEXT_PORTS, 65_535) + 1) if port else (0,):
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":  # else a restart within a minute finds its own port taken; on Windows it means stealing
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(128)
        except OSError as error:
            listening.close()
            last = error
        else:
            return listening
    raise ServeError(f"cannot listen on {host}, ports {port} to {port + NEXT_PORTS}: {last}; choose another --port")


def _display(host: str) -> str:
    return f"[{host}]" if ":" in host else host
