"""Where components leave their results on a Doc: the contract between them, registered once.

Each mention stands in `doc.spans[KEY]` as a Span whose `span._.record` is its record (`records.Quantity` and so on), so
that later components can walk from a token to a record. What belongs to the whole document stands in `doc._`:

| attribute | type | written by |
| --- | --- | --- |
| `doc._.published` | `datetime.date` or None: day of publication, the anchor of relative times | extraction.pipeline |
| `doc._.version_key` | str: key of the article version, empty for loose text | extraction.pipeline |
| `doc._.actors` | tuple of records.Actor | actor_finder |
| `doc._.attributions` | tuple of records.Attribution | attribution_finder |
| `doc._.claims` | tuple of records.Claim | claim_builder |

A record belongs to the span's tokens and label: two components that may mark the same words give their spans different labels.

Offsets in records are code points of `doc.text`, which is the article's text unchanged.
"""

from collections.abc import Iterator
from typing import Any, Final

from spacy.tokens import Doc, Span

from records import Mention

QUANTITIES: Final = "quantities"
PLACES: Final = "places"
TIMES: Final = "times"
ACTORS: Final = "actors"  # mentions by name of persons and organisations; span._.record is the records.Actor

_DOC_DEFAULTS: Final[dict[str, Any]] = {
    "published": None,
    "version_key": "",
    "actors": (),
    "attributions": (),
    "claims": (),
}


def _read_record(span: Span) -> Any:
    return _records(span.doc).get(_record_key(span))


def _write_record(span: Span, record: Any) -> None:
    _records(span.doc)[_record_key(span)] = record


def _records(doc: Doc) -> dict[tuple[int, int, str], Any]:
    records: dict[tuple[int, int, str], Any] = doc.user_data.setdefault("records", {})
    return records


def _record_key(span: Span) -> tuple[int, int, str]:
    """Return where a span's record is kept. A plain extension would be shared by all spans of the same characters."""
    return span.start, span.end, span.label_


def register_extensions() -> None:
    """Register the attributes above; safe to call again, and raises ValueError when another package took a name."""
    for name, default in _DOC_DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
        elif Doc.get_extension(name)[0] != default:
            raise ValueError(f"another package registered doc._.{name} with another default")
    if not Span.has_extension("record"):
        Span.set_extension("record", getter=_read_record, setter=_write_record)


def mention_of(span: Span) -> Mention:
    """Return the stretch of text that a span covers."""
    return Mention(start=span.start_char, end=span.end_char, text=span.text)


def records_of(doc: Doc, key: str) -> Iterator[Any]:
    """Yield the records of `doc.spans[key]` in order of the text; nothing when no component wrote there."""
    spans = doc.spans.get(key, ())
    yield from (span._.record for span in sorted(spans, key=lambda span: (span.start, span.end)))


register_extensions()
