"""What goes into the archive comes back by file, offset and length alone, byte for byte."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage import archive as archive_module
from storage.archive import Archive, ArchiveError, read_record

AT = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
BODIES = [b"", b"<p>hello", bytes(range(256)) * 50, "Zürich \u2028 \N{GRINNING FACE}".encode(), b"x" * 3_000_000]


@pytest.mark.parametrize("body", BODIES, ids=["empty", "short", "binary", "unicode", "large"])
def test_response_comes_back(tmp_path, body):
    with Archive(tmp_path) as archive:
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("X-Bad", "a\r\nInjected: 1"),
        ]
        archive.append_response("https://a.example/0", status=404, headers=[], body=b"other", fetched_at=AT)
        location = archive.append_response(
            "https://a.example/1?ä", status=200, headers=headers, body=body, fetched_at=AT
        )
    found = read_record(tmp_path, location)
    assert (found.url, found.status, found.body) == ("https://a.example/1?ä", 200, body)
    names = {name for name, _ in found.headers}
    assert "X-Archive-Orig-Content-Encoding" in names
    assert not names & {"Content-Encoding", "Injected"}


def test_file_comes_back(tmp_path):
    with Archive(tmp_path) as archive:
        location = archive.append_file("file:///tmp/a.txt", content_type="text/plain", body=b"text", added_at=AT)
        assert archive.read(location).status is None
    assert read_record(tmp_path, location).body == b"text"


def test_files_are_warc_1_1_with_one_member_a_record(tmp_path):
    with Archive(tmp_path) as archive:
        places = [
            archive.append_response(f"https://a.example/{n}", status=200, headers=[], body=b"b", fetched_at=AT)
            for n in range(3)
        ]
    path = tmp_path / places[0].warc_file
    with path.open("rb") as stream:
        kinds = [
            record.rec_type
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.content_stream().read() is not None
        ]
    assert kinds == ["warcinfo", "response", "response", "response"]
    member = path.read_bytes()[places[1].warc_offset :][: places[1].warc_length]
    assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")


def test_two_archives_never_share_a_file(tmp_path):
    with Archive(tmp_path) as first, Archive(tmp_path) as second:
        one = first.append_file("file:///1", content_type="text/plain", body=b"1", added_at=AT)
        two = second.append_file("file:///2", content_type="text/plain", body=b"2", added_at=AT)
    assert one.warc_file != two.warc_file


def test_a_full_file_is_followed_by_a_new_one(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_WARC", 100)
    with Archive(tmp_path) as archive:
        places = [
            archive.append_file(f"file:///{n}", content_type="text/plain", body=bytes([n]), added_at=AT)
            for n in range(3)
        ]
    assert len({place.warc_file for place in places}) == 3
    assert [read_record(tmp_path, place).body for place in places] == [b"\0", b"\1", b"\2"]


def test_damage_is_named(tmp_path):
    with Archive(tmp_path) as archive:
        location = archive.append_file("file:///1", content_type="text/plain", body=b"text", added_at=AT)
    with pytest.raises(ArchiveError, match="cannot read"):
        read_record(tmp_path, replace(location, warc_file="gone.warc.gz"))
    with pytest.raises(ArchiveError, match="cut off"):
        read_record(tmp_path, replace(location, warc_length=10_000))


def test_a_disk_that_refuses_is_named(tmp_path):
    (tmp_path / "archive").write_text("a file where the folder should be")
    archive = Archive(tmp_path / "archive")
    with pytest.raises(ArchiveError, match="cannot write to the archive"):
        archive.append_file("file:///1", content_type="text/plain", body=b"text", added_at=AT)
