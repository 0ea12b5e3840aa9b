"""A small HTTP server for the demo site, on a free port of the loopback interface."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from tallywire.demo_site.pages import Answer, build_answers

_SOURCES: Final = Path(__file__).parent / "sources.yaml"
_POLL: Final = 0.05  # seconds until a closed site notices


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request that the site answered: method, path and status."""

    method: str
    path: str
    status: int


class DemoSite:
    """The demo site, served while the context is open.

        with DemoSite() as site:
            print(site.base_url)

    Attributes:
        requests: what was asked for and how it was answered, in order.

    """

    def __init__(self) -> None:
        self.requests: list[LoggedRequest] = []
        self._answers: Mapping[str, Answer] = {}
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Open a free port of 127.0.0.1 and serve from a thread."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(self))
        self._answers = build_answers(self.base_url, is_updated=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), name="demo-site", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop serving and free the port."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    @property
    def base_url(self) -> str:
        """Return the site's address without a closing slash. Raises RuntimeError outside the context."""
        if self._server is None:
            raise RuntimeError("the demo site is not being served; open it by `with DemoSite() as site`")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def watch_list(self) -> str:
        """Return the text of a `sources.yaml` that watches the three outlets. Raises RuntimeError outside the context."""
        return _SOURCES.read_text(encoding="utf-8").replace("{{base}}", self.base_url)

    def publish_update(self) -> None:
        """Let The Harbour Post update its article on the floods: new page, new headline and date in its feed.

        Calling it again changes nothing. Raises RuntimeError outside the context.
        """
        self._answers = build_answers(self.base_url, is_updated=True)

    def answer(self, path: str) -> Answer | None:
        """Return what the site has at a path; None for nothing."""
        return self._answers.get(path)


def find_etag(answer: Answer) -> str:
    """Return the strong entity tag of an answer: its digest in quotes."""
    return f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'


def is_unchanged(answer: Answer, *, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Tell whether a conditional request is to be answered by 304 (RFC 9110, section 13.2.2).

    An entity tag is decisive when one is sent; a date only without. A date that cannot be read is ignored.
    """
    if answer.modified is None:
        return False
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return "*" in tags or find_etag(answer) in tags
    since = _parse_http_date(if_modified_since)
    return since is not None and answer.modified <= since


def _parse_http_date(printed: str | None) -> datetime | None:
    if printed is None:
        return None
    try:
        parsed = parsedate_to_datetime(printed)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else None


@dataclass(frozen=True, slots=True)
class _Reply:
    """Status, headers and body of one reply."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes


def _reply_to(site: DemoSite, path: str, headers: Message) -> _Reply:
    answer = site.answer(path)
    if answer is None and site.answer(f"{path}/") is not None:
        return _Reply(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{path}/"}, b"")
    if answer is None:
        return _Reply(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain; charset=utf-8"}, b"There is no such page.\n")
    etag, since = headers["If-None-Match"], headers["If-Modified-Since"]
    if is_unchanged(answer, if_none_match=etag, if_modified_since=since):
        return _Reply(HTTPStatus.NOT_MODIFIED, _validators(answer), b"")
    return _Reply(HTTPStatus.OK, {"Content-Type": answer.content_type, **_validators(answer)}, answer.body)


def _validators(answer: Answer) -> dict[str, str]:
    if answer.modified is None:
        return {}
    # HTTP dates are in GMT.
    modified = format_datetime(datetime.fromtimestamp(answer.modified.timestamp(), tz=UTC), usegmt=True)
    return {"ETag": find_etag(answer), "Last-Modified": modified}


def _make_handler(site: DemoSite) -> type[BaseHTTPRequestHandler]:
    """Return the request handler of one site."""

    class Handler(BaseHTTPRequestHandler):
        """Answers GET and HEAD from the site's table."""

        protocol_version = "HTTP/1.1"
        server_version = "tallywire-demo"
        sys_version = ""
        timeout = 30  # seconds that an idle connection is kept

        def do_GET(self) -> None:
            self._respond()

        def do_HEAD(self) -> None:
            self._respond()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Print nothing: `requests` is the log."""

        def _respond(self) -> None:
            reply = _reply_to(site, urlsplit(self.path).path, self.headers)
            # Noted before the reply leaves: whoever has the reply finds it in the log.
            site.requests.append(LoggedRequest(self.command, self.path, reply.status))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status is not HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

    return Handler
