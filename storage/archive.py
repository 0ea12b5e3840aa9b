"""The archive: raw responses in gzipped WARC 1.1 files, each read back by file, offset and length alone.

Format: ISO 28500:2017 (WARC 1.1), one gzip member a record, written by warcio. Responses are stored as they were after the
transfer's own compression was undone, so `Content-Encoding` and `Transfer-Encoding` headers are renamed to
`X-Archive-Orig-...` as the Wayback Machine does.
"""

import hashlib
import io
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.database import StoreError

MAX_WARC = 1_000_000_000  # bytes after which a new file is begun, the size that the WARC guidelines advise
SOFTWARE = "tallywire"
_MOVED_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
_UNSAFE = re.compile(r"[\r\n\0]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a record lies: path relative to the archive folder, byte offset and length of its gzip member."""

    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedResponse:
    """What was read back: target address, HTTP status (None for added files), headers in order, and the body."""

    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def body_sha256(self) -> str:
        """Return the sha256 in hex of the body."""
        return hashlib.sha256(self.body).hexdigest()


class ArchiveError(StoreError):
    """A record cannot be written or read back."""


class Archive:
    """A folder of WARC files; this process appends to a file of its own, begun with the first record."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        self._path = Path()
        self._part = 0

    def append_response(
        self, url: str, *, status: int, headers: Iterable[tuple[str, str]], body: bytes, fetched_at: datetime
    ) -> Location:
        """Append one HTTP response. Call `sync` before the database says that it is there."""
        reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
        kept = [
            (f"X-Archive-Orig-{name}" if name.lower() in _MOVED_HEADERS else name, _UNSAFE.sub(" ", value))
            for name, value in headers
        ]
        kept.append(("Content-Length", str(len(body))))
        http = StatusAndHeaders(f"{status} {reason}", kept, protocol="HTTP/1.1")
        return self._append("response", url, body, fetched_at, http=http)

    def append_file(self, url: str, *, content_type: str, body: bytes, added_at: datetime) -> Location:
        """Append one file that a person added, as a WARC `resource` record."""
        return self._append("resource", url, body, added_at, content_type=content_type or "application/octet-stream")

    def sync(self) -> None:
        """Force what was appended onto the disk. Raises ArchiveError when the disk refuses."""
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ArchiveError(f"cannot write {self._path}: {error}") from error

    def close(self) -> None:
        """Sync and close the file; a later append begins a new one. Raises ArchiveError when the disk refuses."""
        try:
            self.sync()
        finally:
            file, self._file, self._writer = self._file, None, None
            if file is not None:
                try:
                    file.close()
                except OSError as error:
                    raise ArchiveError(f"cannot write {self._path}: {error}") from error

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file. On a full disk that fails a second time; the first error is the one to show."""
        if error is None:
            self.close()
            return
        with suppress(ArchiveError):
            self.close()

    def read(self, location: Location) -> ArchivedResponse:
        """Read one record back. Raises ArchiveError when the file, the record or its checksum is not what was said."""
        return read_record(self.folder, location)

    def _append(
        self,
        kind: str,
        url: str,
        body: bytes,
        at: datetime,
        *,
        http: StatusAndHeaders | None = None,
        content_type: str | None = None,
    ) -> Location:
        try:
            stream, writer = self._open()
            record = writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_content_type=content_type or "",
                warc_headers_dict={"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")},
            )
            offset = stream.tell()
            writer.write_record(record)
            length = stream.tell() - offset
        except OSError as error:
            raise ArchiveError(f"cannot write to the archive {self.folder}: {error}") from error
        location = Location(
            warc_file=self._path.relative_to(self.folder).as_posix(), warc_offset=offset, warc_length=length
        )
        if stream.tell() > MAX_WARC:
            self.close()
        return location

    def _open(self) -> tuple[BinaryIO, WARCWriter]:
        if self._file is not None and self._writer is not None:
            return self._file, self._writer
        now = datetime.now(UTC)
        month = self.folder / f"{now:%Y-%m}"
        month.mkdir(parents=True, exist_ok=True)
        while self._file is None:
            self._path = month / f"{SOFTWARE}-{now:%Y%m%dT%H%M%S}-{os.getpid()}-{self._part:05}.warc.gz"
            self._part += 1
            try:
                # "x": two archives never append to one file, whatever their clocks say.
                self._file = self._path.open("xb")
            except FileExistsError:
                continue
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        self._writer.write_record(
            self._writer.create_warcinfo_record(
                self._path.name, {"software": SOFTWARE, "format": "WARC File Format 1.1"}
            )
        )
        return self._file, self._writer


def read_record(folder: Path, location: Location) -> ArchivedResponse:
    """Read one record by file, offset and length. Raises ArchiveError when it is not what the location says."""
    path = folder / location.warc_file
    try:
        with path.open("rb") as stream:
            stream.seek(location.warc_offset)
            member = stream.read(location.warc_length)
    except OSError as error:
        raise ArchiveError(f"cannot read {path}: {error}") from error
    if len(member) != location.warc_length:
        raise ArchiveError(f"{path} ends before byte {location.warc_offset + location.warc_length}; it was cut off")
    record = next(iter(ArchiveIterator(io.BytesIO(member), check_digests=True)), None)
    if record is None:
        raise ArchiveError(f"{path} has no WARC record at byte {location.warc_offset}")
    body = record.content_stream().read()
    if record.digest_checker.passed is False:
        raise ArchiveError(f"{path}, byte {location.warc_offset}: {'; '.join(record.digest_checker.problems)}")
    http = record.http_headers
    headers: Sequence[tuple[str, str]] = http.headers if http else record.rec_headers.headers
    return ArchivedResponse(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(http.get_statuscode()) if http else None,
        headers=tuple(headers),
        body=body,
    )
