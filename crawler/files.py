"""Files that a person adds: HTML, text, WARC and JSON Lines, plain or gzipped, to bodies for the archive. No network."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from crawler.added import Added, NotAdded
from crawler.pages.content import ContentKind, find_content_kind, has_html
from crawler.pages.page import LARGEST_BODY
from crawler.pages.rejection import PageRejected, RejectionKind
from crawler.pages.stamps import parse_stamp
from crawler.urls import canonical_url, is_web_url
from crawler.warcs import read_warc

_TEXT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".json": "application/json",
}
_LIST_SUFFIXES = frozenset((".txt", ".text", ".urls", ".lst", ".csv", ""))
_LINE_SUFFIXES = frozenset((".jsonl", ".ndjson"))
_WARC_SUFFIX = ".warc"
_GZIP = b"\x1f\x8b"
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)


def find_files(path: Path) -> Iterator[Path]:
    """Yield the files that `read_added` knows by their names below a folder, in order of their paths; a file is itself.

    Symbolic links below the folder are not followed: they may lead in circles or out of it.
    """
    if not path.is_dir():
        yield path
        return
    known = {*_TEXT_TYPES, *_READERS_OF_MANY}
    yield from sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not file.is_symlink() and _find_suffix(file) in known and not file.name.startswith(".")
    )


def read_url_list(path: Path) -> tuple[str, ...] | None:
    """Return the addresses of a list, each once, in canonical spelling; None for any other file.

    A list is a text file that has an http or https address on every line but empty ones and comments (`#`).
    """
    if _find_suffix(path) not in _LIST_SUFFIXES or not path.is_file() or path.stat().st_size > LARGEST_BODY:
        return None
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines or not all(is_web_url(line) for line in lines):
        return None
    return tuple(dict.fromkeys(map(canonical_url, lines)))


def read_added(
    path: Path, *, url: str | None = None, published: str | None = None, title: str | None = None
) -> Iterator[Added | NotAdded]:
    """Yield what a file holds, in its order, with a NotAdded for each part that cannot be used; the rest goes on.

    The kind follows the name: .html .htm .xhtml, .txt .md, .json (one article), .jsonl .ndjson (one article a line),
    .warc, each also with .gz; other names are told by their first bytes. WARC files give their HTML responses with
    status 200. Bodies above 10 MB after decompression are refused.

    `url`, `title` and `published` are what the person says of it. Raises ValueError at once for a `url` that is no
    http(s) address or that is given for a file of many articles, and for a `published` that is no date.
    """
    if url is not None and not is_web_url(url):
        raise ValueError(f"{url!r} is no http or https address")
    if published is not None and parse_stamp(published, origin="user") is None:
        raise ValueError(f"{published!r} is no date; write it like 2023-11-20 or 2023-11-20T23:14+00:00")
    suffix = _find_suffix(path)
    read = _READERS_OF_MANY.get(suffix)
    if read is not None and url is not None:
        raise ValueError(f"{path} holds many articles with their own addresses; leave the address out")
    hints = {key: value for key, value in (("title", title), ("published", published)) if value}
    return _read(path, read, suffix, url, hints)


def _read(
    path: Path,
    read: Callable[[Path, Mapping[str, str]], Iterator[Added | NotAdded]] | None,
    suffix: str,
    url: str | None,
    hints: Mapping[str, str],
) -> Iterator[Added | NotAdded]:
    if problem := _find_problem(path):
        yield NotAdded(path=path, place="", kind="unreadable", message=problem)
        return
    try:
        if read is None:
            yield _read_single(path, suffix, url, hints)
        else:
            yield from read(path, hints)
    except _DAMAGED as error:
        yield NotAdded(path=path, place="", kind="unreadable", message=f"the gzip data is damaged or cut off: {error}")
    except OSError as error:
        yield NotAdded(path=path, place="", kind="unreadable", message=f"it cannot be read: {error.strerror or error}")


def _find_suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _find_problem(path: Path) -> str:
    if not path.exists():
        return "there is no such file"
    if not path.is_file():
        return "it is no regular file"
    return "the file is empty" if path.stat().st_size == 0 else ""


def _open(path: Path) -> BinaryIO:
    """Open a file for reading, gunzipped when its first bytes are gzip's, whatever its name."""
    stream = path.open("rb")
    is_gzip = stream.read(2) == _GZIP
    stream.seek(0)
    if not is_gzip:
        return stream
    stream.close()
    return cast("BinaryIO", gzip.open(path, "rb"))


def _read_single(path: Path, suffix: str, url: str | None, hints: Mapping[str, str]) -> Added | NotAdded:
    with _open(path) as stream:
        body = stream.read(LARGEST_BODY + 1)
    try:
        _check_size(body)
        content_type = _TEXT_TYPES.get(suffix) or ("text/html" if has_html(body) else "text/plain")
        kind = find_content_kind(body, content_type=content_type)
        address = _read_address(body) if kind is ContentKind.JSON else None
    except PageRejected as error:
        return NotAdded(path=path, place="", kind=error.kind.value, message=error.message)
    return Added(
        body=body,
        content_type=content_type,
        url=canonical_url(url or address or path.resolve().as_uri()),
        hints=hints,
    )


def _read_lines(path: Path, hints: Mapping[str, str]) -> Iterator[Added | NotAdded]:
    with _open(path) as stream:
        number = 0
        while line := stream.readline(LARGEST_BODY + 1):
            number += 1
            try:
                if not line.strip():
                    continue
                _check_size(line)
                address = _read_address(line) or f"{path.resolve().as_uri()}#line={number}"
            except PageRejected as error:
                _skip_rest(stream, line)
                yield NotAdded(path=path, place=f"line {number}", kind=error.kind.value, message=error.message)
                continue
            yield Added(body=line.strip(), content_type="application/json", url=canonical_url(address), hints=hints)


def _check_size(body: bytes) -> None:
    if len(body) > LARGEST_BODY:
        raise PageRejected(RejectionKind.TOO_LARGE, f"it has more than {LARGEST_BODY} bytes")


def _skip_rest(stream: BinaryIO, line: bytes) -> None:
    """Read on to the end of a line of which only a beginning was read."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(LARGEST_BODY)


def _read_address(body: bytes) -> str | None:
    """Return the web address that a JSON article names, or None. Raises PageRejected when it is no JSON article."""
    try:
        article = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PageRejected(RejectionKind.MALFORMED, f"it is not JSON: {error}") from error
    if not isinstance(article, dict) or not isinstance(article.get("text"), str):
        raise PageRejected(
            RejectionKind.MALFORMED, 'an article is an object with "text" and, if known, "url", "title", "published"'
        )
    address = article.get("url")
    if address is None or address == "":
        return None
    if not isinstance(address, str) or not is_web_url(address):
        raise PageRejected(RejectionKind.MALFORMED, f'"url" must be an http or https address, not {address!r}')
    return address


_READERS_OF_MANY: Mapping[str, Callable[[Path, Mapping[str, str]], Iterator[Added | NotAdded]]] = {
    **dict.fromkeys(_LINE_SUFFIXES, _read_lines),
    _WARC_SUFFIX: read_warc,
}
