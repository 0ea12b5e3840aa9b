"""Run the command line as a user would, in a folder of its own."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner, Result

from gazetteer.build import ensure_gazetteer
from tallywire.cli import cli

ARTICLE = """Floods drive 1,200 families from Gaalkacyo

At least 1,200 families fled Gaalkacyo on Monday after floods destroyed 340 houses, said Amina Warsame, spokeswoman of the \
Puntland Relief Agency.

Warsame said that about 5,000 people are expected to return to Somalia from Ethiopia next month.
"""


@dataclass
class Project:
    """A project folder and the command line over it."""

    folder: object
    runner: CliRunner = field(default_factory=CliRunner)

    def __call__(self, *arguments: object, stdin: str | bytes | None = None) -> Result:
        result = self.runner.invoke(cli, [str(argument) for argument in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def path(self, name: str, content: str | bytes) -> object:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Project(folder=tmp_path)


@pytest.fixture(scope="session", autouse=True)
def gazetteer():
    """Build the index of place names once for all tests, as the first command of a user does."""
    return ensure_gazetteer()


@dataclass
class Page:
    """What the loopback site answers for a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture
def site():
    """Serve a dictionary of pages on loopback; yields the dictionary and the address."""
    pages: dict[str, Page] = {"/robots.txt": Page(status=404)}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            page = pages.get(self.path, Page(status=404, body=b"gone"))
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            try:
                self.wfile.write(page.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the crawler cuts a page that is too large

        def log_message(self, *_arguments):
            """Keep the test output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield pages, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
