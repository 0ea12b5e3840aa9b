"""The encoding of a page: what its bytes say, then what its server says, then what they look like."""

from dataclasses import dataclass

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

from crawler.pages.rejection import PageRejected, RejectionKind

_SAMPLE = 100_000  # bytes that are looked at to guess an encoding
_MOST_REPLACED = 0.02  # share of characters that may be unreadable before a text counts as undecodable
_DEFAULT = "cp1252"  # what browsers fall back to


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page's text and how it was read.

    Attributes:
        text: the decoded text.
        encoding: Python's name of the encoding.
        replaced: number of byte sequences that the encoding could not read and U+FFFD stands for.

    """

    text: str
    encoding: str
    replaced: int


def decode_page(body: bytes, *, content_type: str) -> Decoded:
    """Decode a page. Declarations are believed in the order BOM, valid UTF-8, header, meta tag, as long as they fit.

    Valid UTF-8 with letters beyond ASCII goes before a header that says otherwise: it does not arise by chance.
    Raises PageRejected (`undecodable`) when more than 2 % of the characters are unreadable in the best encoding.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return _checked(_decode(body[len(bom) :], bom_encoding))
    declared = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    for encoding in ("utf-8", *declared):
        if encoding is not None and (text := _strictly(body, encoding)) is not None:
            return _checked(Decoded(text=text, encoding=encoding, replaced=0))
    as_utf8 = _decode(body, "utf-8")
    # A few broken bytes in a text that is UTF-8 otherwise (a cut file, one pasted quote) are no reason to change it.
    if as_utf8.replaced * 10 <= _beyond_ascii(as_utf8.text):
        return _checked(as_utf8)
    return _checked(_decode(body, _guess(body)))


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode(body: bytes, encoding: str) -> Decoded:
    text = to_unicode(body, encoding)
    return Decoded(text=text, encoding=encoding, replaced=text.count("\ufffd"))


def _guess(body: bytes) -> str:
    best = from_bytes(body[:_SAMPLE]).best()
    return (best and resolve_encoding(best.encoding)) or _DEFAULT


def _beyond_ascii(text: str) -> int:
    return sum(not character.isascii() and character != "\ufffd" for character in text)


def _checked(decoded: Decoded) -> Decoded:
    unreadable = decoded.replaced + decoded.text.count("\x00")
    if unreadable > _MOST_REPLACED * len(decoded.text):
        raise PageRejected(
            RejectionKind.UNDECODABLE,
            f"{unreadable} of {len(decoded.text)} characters cannot be read as {decoded.encoding}, the likeliest encoding",
        )
    return decoded
