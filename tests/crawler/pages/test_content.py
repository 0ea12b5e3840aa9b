import pytest

from crawler.pages.content import ContentKind, find_content_kind
from crawler.pages.rejection import PageRejected, RejectionKind

HTML = b"<!doctype html><html><body><p>x</p></body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (HTML, "text/html; charset=utf-8", ContentKind.HTML),
        (HTML, "", ContentKind.HTML),
        (HTML, "text/plain", ContentKind.HTML),
        (HTML, "application/octet-stream", ContentKind.HTML),
        (b"<?xml version='1.0'?>\n<!-- x -->" + HTML, "application/xhtml+xml", ContentKind.HTML),
        (b"Just words", "text/plain", ContentKind.TEXT),
        (b'{"text": "x"}', "application/json", ContentKind.JSON),
        ("\ufeffx".encode("utf-16-le") * 3, "text/html", ContentKind.HTML),
    ],
)
def test_kind(body: bytes, content_type: str, kind: ContentKind) -> None:
    assert find_content_kind(body, content_type=content_type) is kind


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"", "text/html", RejectionKind.EMPTY),
        (b" \r\n\t", "text/html", RejectionKind.EMPTY),
        (b"%PDF-1.7 ...", "text/html", RejectionKind.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n", "text/html", RejectionKind.NOT_HTML),
        (b"PK\x03\x04", "application/octet-stream", RejectionKind.NOT_HTML),
        (b"\x00" * 1_000, "text/plain", RejectionKind.NOT_HTML),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/html", RejectionKind.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "text/html", RejectionKind.FEED),
        (b"<urlset></urlset>", "application/xml", RejectionKind.UNSUPPORTED),
        (b"a,b\n1,2", "text/csv", RejectionKind.UNSUPPORTED),
        (b"words", "", RejectionKind.UNSUPPORTED),
    ],
)
def test_rejected(body: bytes, content_type: str, kind: RejectionKind) -> None:
    with pytest.raises(PageRejected) as caught:
        find_content_kind(body, content_type=content_type)
    assert caught.value.kind is kind
