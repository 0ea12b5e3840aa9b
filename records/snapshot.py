"""A snapshot: one archived response, or one file that a person added."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Where the raw bytes of one fetch lie in the archive, and what was known when they came.

    Attributes:
        url: the address that was asked for, after redirects; `file:` addresses for files added by a person.
        url_key: sha256 in hex of the URL as `url_key` gives it.
        source: name of the source that led here; `added` for what a person added.
        fetched_at: instant of the fetch, UTC.
        status: HTTP status; None for added files.
        content_type: media type with parameters as the server or the file's kind says; empty when it says nothing.
        body_sha256: sha256 in hex of the body as archived (after the transfer's own compression is undone).
        body_bytes: length of that body in bytes.
        warc_file: path of the WARC file, relative to the archive folder, with forward slashes.
        warc_offset: byte offset of the record's gzip member in that file.
        warc_length: length of the gzip member in bytes.
        hints: what else is known of the article before it is parsed: `title`, `published` as a feed or a person
            gave them, and `feed` for the feed's address. Strings as printed, never parsed here.

    """

    url: str
    url_key: str
    source: str
    fetched_at: datetime
    status: int | None
    content_type: str
    body_sha256: str
    body_bytes: int
    warc_file: str
    warc_offset: int
    warc_length: int
    hints: Mapping[str, str] = field(default_factory=dict)


def url_key(url: str) -> str:
    """Return the key of an address: sha256 in hex of its UTF-8 bytes. The caller canonicalises the address first."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
