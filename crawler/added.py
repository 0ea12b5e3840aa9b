"""What comes out of a file that a person adds: pages, and the parts of it that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One page or article out of a file, as it goes into the archive.

    Attributes:
        body: its bytes, compression undone.
        content_type: media type that the kind of file, or the WARC record, says.
        url: canonical address; a `file:` address when the file names none, with `#line=N` inside a JSON Lines file.
        hints: `title` and `published` as the person gave them.
        fetched_at: when a WARC says that it was fetched; None for all other files.

    """

    body: bytes
    content_type: str
    url: str
    hints: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAdded:
    """One file, line or record that cannot be added.

    Attributes:
        path: the file.
        place: where in it, such as `line 12` or `record 3`; empty for the whole file.
        kind: what is wrong, one of RejectionKind or `unreadable`.
        message: one sentence that says what to do where something can be done.

    """

    path: Path
    place: str
    kind: str
    message: str

    def __str__(self) -> str:
        """Return `PATH, PLACE: MESSAGE`."""
        return f"{self.path}{', ' if self.place else ''}{self.place}: {self.message}"
