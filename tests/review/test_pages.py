"""The pages: what they show, where they lead, and that scraped text is never HTML."""

import html
import re
import sqlite3
from html.parser import HTMLParser

import pytest

from review.server import close_datasette, make_datasette
from storage.database import close, open_news

PAGES = (
    *("/", "/-/review", "/-/review?state=all&order=newest", "/news", "/reviews", "/reviews/verdicts"),
    *("/news/claims_readable", "/news/claims", "/news/articles_current", "/news/article_versions", "/news/sources"),
    *(
        "/news/snapshots",
        "/news/places",
        "/news/claims_readable?_search=goats",
        "/news/accepted_claims",
        "/news/failures",
    ),
)


class _Page(HTMLParser):
    """The elements of a page: scripts with content, addresses, and the text of the article."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._depth = 0
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag == "div" and (attributes.get("class") == "text" or self._depth):
            self._depth += 1

    def handle_endtag(self, tag):
        if tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data):
        if self._depth:
            self.text += data

    def addresses(self):
        return [
            value
            for _, attributes in self.tags
            for name in ("href", "src", "action")
            if (value := attributes.get(name))
        ]


async def _claim_page(datasette, world, words, query=""):
    response = await datasette.client.get(f"/-/claims/{world.claims[words]}{query}")
    assert response.status_code == 200
    return response.text


async def test_claim_page_shows_the_article_to_the_character(datasette, world):
    for words, name in (("more than 12,400", "flood"), ("two", "march"), ("55", "evil")):
        assert _Page(await _claim_page(datasette, world, words)).text == world.texts[name]


async def test_claim_page_marks_every_role_with_a_class_and_a_word(datasette, world):
    page = await _claim_page(datasette, world, "more than 12,400")
    for kind, label, words in (
        ("quantity", "quantity", "more than 12,400"),
        ("group", "counted thing", "people"),
        ("trigger", "event", "forced"),
        ("place", "place: event", "Marrow valley"),
        ("time", "time", "since Friday"),
        ("speaker", "speaker", "Ilse Brandvold"),
        ("cue", "cue", "said"),
    ):
        expected = f'<span class="mark mark-evidence mark-{kind}" data-label="{label}">{words}</span>'
        assert page.count(expected) == 2, kind  # in the sentence above and in the article


async def test_claim_page_shows_fields_reasons_places_and_origins(datasette, world):
    page = html.unescape(await _claim_page(datasette, world, "more than 12,400"))
    for words in (
        *(
            "12,400 or more (more than)",
            "person",
            "displacement",
            "2031-05-02 to …",
            "Ilse Brandvold, regional governor (person)",
        ),
        *("Marrow valley, Marrow, NO", "2 candidates", "← chosen", "SE", "trigger_lemma", "number_words", "91 %"),
        *("0.1.0+test", "2031-05/tallywire-1.warc.gz, byte 1,234, 567 bytes", "None yet."),
        *("3 other claims of this article", 'href="https://marrow-post.example/flood"', "0 of 8 judged in this filter"),
    ):
        assert words in page, words
    future = html.unescape(await _claim_page(datasette, world, "up to 900"))
    assert "900 or less (up to)" in future
    assert "not given" in future


async def test_claims_articles_and_rows_link_to_each_other(datasette, world):
    key, number = world.claims["more than 12,400"], world.articles["flood"]
    claim = await _claim_page(datasette, world, "more than 12,400")
    for path in (
        f"/-/articles/{number}",
        f"/news/article_versions/{number}",
        "/news/sources/marrow-post",
        f"/news/claims/{key}",
    ):
        assert f'href="{path}"' in claim
        assert (await datasette.client.get(path)).status_code == 200
    assert f"/-/claims/{world.claims['At least 38']}" in claim
    article = (await datasette.client.get(f"/-/articles/{number}")).text
    assert f'href="/-/claims/{key}"' in article
    assert f'href="/-/articles/{world.articles["flood old"]}"' in article  # the version before the edit
    assert _Page(article).text == world.texts["flood"]
    old = (await datasette.client.get(f"/-/articles/{world.articles['flood old']}")).text
    assert "not the newest version" in old
    table = (await datasette.client.get("/news/claims_readable")).text
    assert f'<a href="/-/claims/{key}">' in table
    assert f'<a href="/-/articles/{number}">' in table


async def test_older_versions_are_not_in_the_queue_but_their_claims_have_pages(datasette, world):
    assert world.claims["At least 31"] not in (await datasette.client.get("/-/review?state=all")).text
    assert "from an older version of the article" in await _claim_page(datasette, world, "At least 31")


@pytest.mark.parametrize(
    "path", ["/-/claims/" + "0" * 64, "/-/articles/999", "/-/claims/short", "/-/articles/x", "/nope"]
)
async def test_what_is_not_there_gives_404(datasette, path):
    assert (await datasette.client.get(path)).status_code == 404


async def test_a_replaced_claim_still_shows_its_verdicts(datasette, world, judge):
    await judge("two", "reject", reason="modality", note="denied, not stated")
    connection = sqlite3.connect(world.news)
    connection.execute("PRAGMA foreign_keys=ON")
    with connection:
        connection.execute("DELETE FROM claims WHERE claim_key = ?", [world.claims["two"]])
    connection.close()
    response = await datasette.client.get(f"/-/claims/{world.claims['two']}")
    assert response.status_code == 404
    assert "no longer in the newest extraction" in response.text
    assert "denied, not stated" in response.text


async def test_hostile_text_is_text_on_every_page(datasette, world, judge):
    await judge("55", "reject", reason="other", note=world.hostile)
    paths = [*PAGES, f"/-/claims/{world.claims['55']}", f"/-/articles/{world.articles['evil']}"]
    seen = 0
    for path in paths:
        response = await datasette.client.get(path)
        assert response.status_code == 200, path
        page = _Page(response.text)
        for tag, attributes in page.tags:
            assert tag not in {"img", "b"}, (path, tag)
            assert not any(name.startswith("on") for name in attributes), (path, tag, attributes)
        assert not [address for address in page.addresses() if address.lower().startswith("javascript:")], path
        assert "alert('x')</script>" not in response.text, path
        seen += "{{ 7*7 }}" in response.text
    assert seen >= 6  # the string is there, as text


async def test_no_page_names_another_host_but_the_live_page(datasette, world):
    paths = [*PAGES, *(f"/-/claims/{key}" for key in world.claims.values())]
    for path in paths:
        page = _Page((await datasette.client.get(path)).text)
        for tag, attributes in page.tags:
            address = (
                attributes.get("src") or (attributes.get("href") if tag == "link" else None) or attributes.get("action")
            )
            assert not (address or "/").removeprefix("http://localhost").startswith(("http:", "https:", "//")), (
                path,
                tag,
                address,
            )


async def test_who_may_not_see_the_news_sees_no_page(datasette, world):
    datasette._metadata_local = {"databases": {"news": {"allow": {"id": "ada"}}}}
    paths = ("/", "/-/review", f"/-/claims/{world.claims['two']}", f"/-/articles/{world.articles['march']}")
    for path in paths:
        assert (await datasette.client.get(path)).status_code == 403, path
        signed = {"ds_actor": datasette.sign({"a": {"id": "ada"}}, "actor")}
        assert (await datasette.client.get(path, cookies=signed)).status_code == 200, path


async def test_start_page_counts_and_leads_on(datasette):
    page = html.unescape((await datasette.client.get("/")).text)
    assert "8 claims in 3 articles of 3 sources" in page
    for words in (
        "/-/review/next",
        "/-/review?event=death",
        "Claims about a place between two dates",
        "/news/claims_readable",
    ):
        assert words in page, words


async def test_a_database_without_articles_has_pages_that_say_what_to_do(tmp_path):
    close(open_news(tmp_path / "news.db"))
    empty = make_datasette(tmp_path / "news.db", tmp_path / "reviews.db")
    assert "tallywire add" in (await empty.client.get("/")).text
    assert "No claim matches this filter" in (await empty.client.get("/-/review")).text
    assert (await empty.client.get("/-/review/next")).headers["location"] == "/-/review"
    close_datasette(empty)


async def test_every_input_has_a_label_and_every_page_a_heading(datasette, world):
    for path in ("/", "/-/review", f"/-/claims/{world.claims['two']}", f"/-/articles/{world.articles['march']}"):
        page = (await datasette.client.get(path)).text
        assert page.count("<h1") == 1, path
        assert '<html lang="en">' in page
        without = re.sub(r"<label.*?</label>", "", page, flags=re.DOTALL)
        assert not re.findall(r"<(?:input(?! type=\"hidden\")|select)", without), path
        assert ("<textarea" not in page) or 'for="note"' in page
