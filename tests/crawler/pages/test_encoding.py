import codecs

import pytest

from crawler.pages.encoding import decode_page
from crawler.pages.rejection import PageRejected, RejectionKind

TEXT = "<p>Le caf\u00e9 de l\u2019\u00e9tang \u00e0 No\u00ebl, 300 \u20ac</p>"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", "utf-8"),
        (TEXT.encode(), "text/html", "utf-8"),
        (TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8"),  # the header lies
        (TEXT.encode("cp1252"), "text/html; charset=iso-8859-1", "cp1252"),  # as browsers read it
        (b"<meta charset='windows-1252'>" + TEXT.encode("cp1252"), "text/html", "cp1252"),
        (b"<meta charset='windows-1252'>" + TEXT.encode("cp1252"), "text/html; charset=utf-8", "cp1252"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "text/html", "utf-16-le"),
        (
            "\u041d\u0430\u0432\u043e\u0434\u043d\u0435\u043d\u0438\u0435".encode("cp1251"),
            "text/html; charset=windows-1251",
            "cp1251",
        ),
    ],
)
def test_the_encoding_that_fits(body: bytes, content_type: str, encoding: str) -> None:
    decoded = decode_page(body, content_type=content_type)
    assert (decoded.encoding, decoded.replaced) == (encoding, 0)
    assert "\ufffd" not in decoded.text
    if TEXT[:5] in decoded.text:
        assert decoded.text.endswith(TEXT)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "L\u2019\u00e9t\u00e9 dernier, la rivi\u00e8re a d\u00e9bord\u00e9 et 300 familles ont \u00e9t\u00e9 \u00e9vacu\u00e9es. ",
            "cp1252",
        ),
        ("Ida Brandt said: \u201cMore than 300 people left\u201d \u2013 the mayor\u2019s words. ", "cp1252"),
        (
            "\u0411\u043e\u043b\u0435\u0435 300 \u0447\u0435\u043b\u043e\u0432\u0435\u043a \u043f\u043e\u043a\u0438\u043d\u0443\u043b\u0438 \u0434\u043e\u043c\u0430, \u0441\u043e\u043e\u0431\u0449\u0438\u043b \u043c\u044d\u0440 \u0433\u043e\u0440\u043e\u0434\u0430. ",
            "cp1251",
        ),
    ],
)
def test_invalid_utf8_with_a_lying_charset_is_guessed(text: str, encoding: str) -> None:
    body = "".join(f"<p class='paragraph of the article'>{text}</p>" for _ in range(20)).encode(encoding)
    decoded = decode_page(body, content_type="text/html; charset=utf-8")
    assert (decoded.encoding, decoded.replaced) == (encoding, 0)
    assert text in decoded.text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    body = (TEXT * 50).encode() + b"\xe2\x80"
    decoded = decode_page(body, content_type="text/html; charset=utf-8")
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)


def test_what_no_encoding_reads_is_rejected() -> None:
    body = bytes(range(128, 256)) * 20 + b"\x00\x81" * 200
    with pytest.raises(PageRejected) as caught:
        decode_page(body, content_type="text/html; charset=utf-8")
    assert caught.value.kind is RejectionKind.UNDECODABLE
