"""What stands before every request."""

import re

import pytest

from review.links import web_address
from review.security import host_name

ROUTES = (
    "/",
    "/-/review",
    "/news",
    "/news/claims_readable.json",
    "/-/static/app.css",
    "/nope",
    "/-/static-plugins/review/x.css",
)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8001", 200),
        ("127.0.0.1", 200),
        ("127.0.0.1:9000", 200),
        ("[::1]:8001", 200),
        ("LOCALHOST", 200),
        ("evil.example", 400),
        ("evil.example:8001", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("evil.example@localhost", 400),
        ("0.0.0.0", 400),
        ("[::1].evil.example", 200),  # not a name that DNS can hold, so no page can be called by it
        ("", 400),
    ],
)
async def test_only_local_names_are_served(datasette, host, status):
    for path in ("/", "/news/claims_readable.json", "/-/static/app.css"):
        assert (await datasette.client.get(path, headers={"Host": host})).status_code == status, path


async def test_further_names_can_be_configured(datasette):
    datasette._metadata_local = {"plugins": {"tallywire": {"allowed_hosts": ["Review.example"]}}}
    assert (await datasette.client.get("/", headers={"Host": "review.example"})).status_code == 200
    assert (await datasette.client.get("/", headers={"Host": "evil.example"})).status_code == 400


@pytest.mark.parametrize("path", ROUTES)
async def test_every_answer_has_the_security_headers(datasette, path):
    headers = (await datasette.client.get(path)).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy  # no other host


async def test_our_own_pages_run_no_script_from_their_html(datasette, world):
    for path in ("/", "/-/review", f"/-/claims/{world.claims['two']}", f"/-/articles/{world.articles['march']}"):
        response = await datasette.client.get(path)
        assert "script-src 'self';" in response.headers["content-security-policy"]
        assert "<style" not in response.text
        assert " style=" not in response.text
        own = re.findall(
            r'<script(?: type="module")? src="/-/static-plugins/tallywire/[a-z]+\.js"(?: defer)?></script>',
            response.text,
        )
        assert response.text.count("<script") == len(own)


@pytest.mark.parametrize(
    "path", ["/-/static-plugins/review/x.css", "/-/static-plugins/tallywire/none.css", "/nope", "/news/nope"]
)
async def test_unmatched_paths_give_404_beside_rich(datasette, path):
    assert (await datasette.client.get(path)).status_code == 404


async def test_static_files_are_under_the_name_of_the_distribution(datasette):
    for name in ("review.css", "review.js", "tables.css"):
        assert (await datasette.client.get(f"/-/static-plugins/tallywire/{name}")).status_code == 200


async def test_a_huge_form_is_refused_before_it_is_read(datasette, world):
    response = await datasette.client.post(f"/-/claims/{world.claims['two']}/verdict", content=b"x" * 1_000_001)
    assert response.status_code == 413


async def test_the_files_themselves_are_not_given_out(datasette):
    for name in ("news", "reviews"):
        assert (await datasette.client.get(f"/{name}.db")).status_code == 403


@pytest.mark.parametrize(
    ("value", "name"), [("a:1", "a"), ("[::1]:80", "[::1]"), (" A ", "a"), ("", ""), ("[::1", "[::1]")]
)
def test_host_name(value, name):
    assert host_name(value) == name


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//a.example", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url, is_safe):
    assert (web_address(url) == url) is is_safe or url is None
