import gzip
import io
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.added import Added, NotAdded
from crawler.files import find_files, read_added, read_url_list
from storage.archive import Archive

TEXT = b"The river rose on Monday."


def only(path: Path) -> Added | NotAdded:
    found = list(read_added(path))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("a.html", b"<html><body>x</body></html>", "text/html"),
        ("a.HTM", b"<html><body>x</body></html>", "text/html"),
        ("a.html.gz", gzip.compress(b"<html><body>x</body></html>"), "text/html"),
        ("zipped-without-saying.html", gzip.compress(b"<html><body>x</body></html>"), "text/html"),
        ("a.txt", TEXT, "text/plain"),
        ("a.txt.gz", gzip.compress(TEXT), "text/plain"),
        ("noname", TEXT, "text/plain"),
        ("page", b"<!doctype html><html><body>x</body></html>", "text/html"),
        ("a.json", b'{"text": "x"}', "application/json"),
    ],
)
def test_single_files(tmp_path: Path, name: str, body: bytes, content_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    added = only(path)
    assert isinstance(added, Added)
    assert added.content_type == content_type
    assert added.url == path.as_uri()
    assert added.body == (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)


@pytest.mark.parametrize(
    ("name", "body", "kind", "words"),
    [
        ("a.html", b"", "unreadable", "empty"),
        ("a.txt", b"\0" * 1_000, "not_html", "NUL"),
        ("a.html", b"%PDF-1.7", "not_html", "PDF"),
        ("a.pdf", b"%PDF-1.7", "not_html", "PDF"),
        ("a.txt", b" \n ", "empty", "no content"),
        ("a.html", b"x" * 10_000_001, "too_large", "10000000"),
        ("a.html.gz", gzip.compress(b"<html>" + b"x" * 50_000_000), "too_large", "10000000"),
        ("a.html.gz", gzip.compress(b"<html>" + bytes(range(256)) * 99)[:60], "unreadable", "cut off"),
        ("a.html.gz", b"\x1f\x8b not gzip at all", "unreadable", "damaged"),
        ("a.json", b"[]", "malformed", "object"),
        ("a.warc", b"hello", "unreadable", "WARC"),
    ],
)
def test_files_that_cannot_be_added(tmp_path: Path, name: str, body: bytes, kind: str, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    refused = only(path)
    assert isinstance(refused, NotAdded)
    assert refused.kind == kind
    assert words in str(refused)
    assert str(path) in str(refused)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    assert "no regular file" in str(only(tmp_path))
    assert "no such file" in str(only(tmp_path / "nowhere.html"))


def test_json_lines_go_on_after_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        json.dumps({"url": "https://alder.example/a?utm_source=x", "title": "A", "text": "x"}).encode(),
        b"",
        b"{broken",
        b'{"text": "no address"}',
        b'{"url": "file:///etc/passwd", "text": "x"}',
        b'{"title": "no text"}',
        b'{"text": "' + b"x" * 10_000_001 + b'"}',
        b'{"text": "\xff"}',
        b'{"text": "last"}',
    ]
    path.write_bytes(b"\n".join(lines))
    found = list(read_added(path, published="2023-11-20"))
    assert [(item.url if isinstance(item, Added) else item.place, getattr(item, "kind", "")) for item in found] == [
        ("https://alder.example/a", ""),
        ("line 3", "malformed"),
        (f"{path.as_uri()}#line=4", ""),
        ("line 5", "malformed"),
        ("line 6", "malformed"),
        ("line 7", "too_large"),
        ("line 8", "malformed"),
        (f"{path.as_uri()}#line=9", ""),
    ]
    assert all(item.hints == {"published": "2023-11-20"} for item in found if isinstance(item, Added))


@pytest.fixture
def warc(tmp_path: Path, make_page: Callable[..., bytes]) -> Path:
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    with Archive(tmp_path / "archive") as archive:
        for url, status, kind, body in [
            ("https://alder.example/a?utm_source=x", 200, "text/html; charset=utf-8", make_page()),
            ("https://alder.example/b", 404, "text/html", b"<html>gone</html>"),
            ("https://alder.example/c.png", 200, "image/png", b"\x89PNG"),
            ("https://alder.example/d", 200, "text/html", make_page("Last")),
        ]:
            archive.append_response(url, status=status, headers=[("Content-Type", kind)], body=body, fetched_at=at)
    return next((tmp_path / "archive").rglob("*.warc.gz"))


def test_warc_gives_its_pages(warc: Path, make_page: Callable[..., bytes]) -> None:
    found = list(read_added(warc))
    assert found == [
        Added(
            body=make_page(*title),
            content_type=kind,
            url=url,
            hints={},
            fetched_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        )
        for url, kind, title in [
            ("https://alder.example/a", "text/html; charset=utf-8", ()),
            ("https://alder.example/d", "text/html", ("Last",)),
        ]
    ]


def test_a_warc_that_is_cut_off_gives_what_is_whole(warc: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-200])
    first, refused = read_added(warc)
    assert isinstance(first, Added)
    assert isinstance(refused, NotAdded)
    assert "cut off" in refused.message


def test_what_a_person_says_is_checked_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    with pytest.raises(ValueError, match="no date"):
        read_added(path, published="soon")
    with pytest.raises(ValueError, match="no http"):
        read_added(path, url="alder.example")
    with pytest.raises(ValueError, match="many articles"):
        read_added(tmp_path / "a.jsonl", url="https://alder.example/")
    added = next(iter(read_added(path, url="https://alder.example/a#x", published="2023-11-20", title="Flood")))
    assert isinstance(added, Added)
    assert added.url == "https://alder.example/a"
    assert added.hints == {"title": "Flood", "published": "2023-11-20"}


def test_a_folder_gives_the_files_that_are_known_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    for name in ("b/2.warc.gz", "b/1.warc", "a.html.gz", "notes.pdf", ".hidden.html", "c.jsonl"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(TEXT)
    (folder / "circle").symlink_to(folder)
    (folder / "away.html").symlink_to(tmp_path / "outside.html")
    names = [path.relative_to(folder).as_posix() for path in find_files(folder)]
    assert names == ["a.html.gz", "b/1.warc", "b/2.warc.gz", "c.jsonl"]
    assert list(find_files(folder / "notes.pdf")) == [folder / "notes.pdf"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "list.txt",
            "# the desk's list\nhttps://alder.example/a?utm_source=x\n\nhttps://alder.example/b\nhttps://alder.example/a\n",
            ("https://alder.example/a", "https://alder.example/b"),
        ),
        ("list.urls", "\ufeffhttps://alder.example/a", ("https://alder.example/a",)),
        ("text.txt", "https://alder.example/a\nThe river rose.", None),
        ("page.html", "https://alder.example/a", None),
        ("empty.txt", "# nothing\n", None),
        ("files.txt", "file:///etc/passwd", None),
    ],
)
def test_a_list_of_addresses(tmp_path: Path, name: str, text: str, expected: tuple[str, ...] | None) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_url_list(path) == expected


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("gzip", bytes),  # decoded by whoever made the file, its headers as they came
        ("identity", bytes),
    ],
)
def test_a_warc_of_another_maker(
    tmp_path: Path, make_page: Callable[..., bytes], encoding: str, encode: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "other.warc.gz"
    bomb = encode(b"<p>x</p>" * 2_000_000)
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, body in (("https://alder.example/a", encode(make_page())), ("https://alder.example/bomb", bomb)):
            headers = [("Content-Type", "text/html"), ("Content-Encoding", encoding)]
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", io.BytesIO(body), length=len(body), http_headers=http)
            writer.write_record(record)
    page, refused = read_added(path)
    assert isinstance(page, Added)
    assert page.body == make_page()
    assert isinstance(refused, NotAdded)
    assert refused.kind == "too_large"
