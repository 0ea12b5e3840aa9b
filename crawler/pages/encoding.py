"""The encoding of a page: what its bytes say, then what its server says, then what they look like."""

import re
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
_TIE = 0.06  # of the detector's scores, which run from 0 to 1
_MOST_REPLACED = 0.02  # share of characters that may be unreadable before a text counts as undecodable
_DEFAULT = "cp1252"  # what browsers fall back to
# Encodings in which pages were really written. Given all that exist, a detector finds Mac and DOS ones in French text.
_WEB_ENCODINGS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r", "cp874"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
_MARKUP = re.compile(
    rb"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>|[\x00-\x7f]{200,}", re.DOTALL | re.IGNORECASE
)


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
    """Return the likeliest encoding; cp1252, which browsers fall back to, when nothing speaks clearly for another."""
    words = _MARKUP.sub(b" ", body)[:_SAMPLE]  # markup is ASCII in every encoding and would outweigh the letters
    matches = list(from_bytes(words, cp_isolation=_WEB_ENCODINGS))
    if not matches:
        return _DEFAULT
    best = matches[0]
    as_good = {
        name
        for match in matches
        if match.chaos <= best.chaos + _TIE and match.coherence >= best.coherence - _TIE
        for name in (match.encoding, *match.could_be_from_charset)
    }
    return _DEFAULT if _DEFAULT in as_good else resolve_encoding(best.encoding) or _DEFAULT


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
