"""WARC files of any maker, CC-NEWS included, to the pages in them. Read by FastWARC; no network."""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # it ships no types
from fastwarc.stream_io import ChunkedReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.added import Added, NotAdded
from crawler.pages.page import LARGEST_BODY
from crawler.pages.rejection import RejectionKind
from crawler.urls import canonical_url, is_web_url

_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_TYPES = WarcRecordType.response | WarcRecordType.resource


def read_warc(path: Path, hints: Mapping[str, str]) -> Iterator[Added | NotAdded]:
    """Yield each HTML page with status 200, and a NotAdded for each that is too large or cut off.

    Redirects, errors, images and whatever else is no page are passed over. What follows a damaged record cannot be told
    from its rest: the file is read up to there.
    """
    with path.open("rb") as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream, record_types=_TYPES), start=1):
                yield from _read_record(path, f"record {number}", record, hints)
        except (OSError, UnicodeDecodeError) as error:
            message = f"no WARC, or damaged or cut off from here on: {error}"
            yield NotAdded(path=path, place="", kind="unreadable", message=message)


def _read_record(path: Path, place: str, record: WarcRecord, hints: Mapping[str, str]) -> Iterator[Added | NotAdded]:
    url = record.headers.get("WARC-Target-URI") or ""
    if not is_web_url(url):
        return
    if record.is_http and record.http_headers is None:
        yield NotAdded(path=path, place=place, kind="unreadable", message=f"{url} is cut off; the file is not complete")
        return
    headers = record.http_headers if record.is_http else record.headers
    content_type = headers.get("Content-Type") or ""
    if content_type.split(";")[0].strip().lower() not in _PAGE_TYPES:
        return
    if record.is_http and record.http_headers.status_code != 200:
        return
    body = record.reader.read(LARGEST_BODY + 1)
    if len(body) < min(record.content_length, LARGEST_BODY + 1):
        yield NotAdded(path=path, place=place, kind="unreadable", message=f"{url} is cut off; the file is not complete")
        return
    if record.is_http:
        body = _decode(body, record.http_headers)
    if len(body) > LARGEST_BODY:
        kind = RejectionKind.TOO_LARGE.value
        yield NotAdded(path=path, place=place, kind=kind, message=f"{url} has more than {LARGEST_BODY} bytes")
        return
    yield Added(
        body=body,
        content_type=content_type,
        url=canonical_url(url),
        hints=hints,
        fetched_at=record.record_date if record.record_date and record.record_date.tzinfo else None,
    )


def _decode(body: bytes, headers: Any) -> bytes:
    """Undo the transfer's encodings, at most one byte above the limit.

    Many makers of WARC files store the body decoded and leave the headers as they came: what cannot be decoded is taken
    as it is.
    """
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        try:
            body = ChunkedReader(BytesIO(body)).read(LARGEST_BODY + 1) or body
        except OSError:
            return body
    for encoding in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        try:
            body = _DECODERS.get(encoding.strip(), _keep)(body)
        except (zlib.error, brotli.error):
            return body
    return body


def _keep(body: bytes) -> bytes:
    return body


def _inflate(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, LARGEST_BODY + 1)
    except zlib.error:  # servers send raw deflate under the same name
        return zlib.decompressobj(wbits=-15).decompress(body, LARGEST_BODY + 1)


def _gunzip(body: bytes) -> bytes:
    return zlib.decompressobj(wbits=31).decompress(body, LARGEST_BODY + 1)


def _unbrotli(body: bytes) -> bytes:
    return bytes(brotli.Decompressor().process(body, output_buffer_limit=LARGEST_BODY + 1))


_DECODERS = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _inflate, "br": _unbrotli}
