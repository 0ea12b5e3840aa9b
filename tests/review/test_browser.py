"""The review in a real headless Chromium: by keys alone, without JavaScript, and by two people. No other host is asked."""

import json
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
import uvicorn

from records import Event, Source
from review.server import close_datasette, make_datasette
from storage.database import close, open_news, write
from storage.sources import save_sources
from tests.review.conftest import make_article, make_claim, save

Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe
sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra tallywire[browser]")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs the system's Chromium"),
    pytest.mark.slow,
    # Playwright's own loop is closed by its garbage collector after the last test.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
NUMBERS = ("twelve", "thirteen", "fourteen", "fifteen", "sixteen")


def world(folder):
    """Store sixty claims of twelve invented articles."""
    db = open_news(folder / "news.db")
    with write(db):
        save_sources(db, [Source(name="harbour", title="The Harbour Post", home="https://harbour.example/")])
    for day in range(1, 13):
        sentences = [f"On Monday {20 + day} people left Odrik{day}, said Ilse Brandvold."]
        sentences += [f"Later {word} houses burnt in Karsholm{day}." for word in NUMBERS[:4]]
        sentences.append(f"Nobody spoke of the {day + 300} goats that drowned.")
        text = " ".join(sentences)
        article = make_article(f"a{day}", f"Day {day} at Odrik", text, source="harbour", day=day)
        claims = [
            make_claim(
                article, str(20 + day), 20 + day, 20 + day, confidence=0.5 + day / 100, event=Event.DISPLACEMENT,
                group="people", trigger="left", place=f"Odrik{day}", speaker="Ilse Brandvold", cue="said",
            )
        ]  # fmt: skip
        claims += [
            make_claim(
                article, word, 12 + number, 12 + number, confidence=0.6 + day / 100 + number / 1000, event=Event.DESTRUCTION,
                trigger="burnt", place=f"Karsholm{day}",
            )
            for number, word in enumerate(NUMBERS[:4])
        ]  # fmt: skip
        save(db, article, tuple(claims))
    close(db)
    return folder / "news.db", folder / "reviews.db"


@contextmanager
def serving(news, reviews):
    """Serve both files on a free port of this machine."""
    datasette = make_datasette(news, reviews)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
        close_datasette(datasette)


@pytest.fixture
def served(tmp_path):
    news, reviews = world(tmp_path)
    with serving(news, reviews) as address:
        yield address, reviews


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def page_of(browser, *, expected="", **options):
    """Open a page that fails the test when it asks another host, logs an error but the expected one, or throws one."""
    context = browser.new_context(**options)
    page = context.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:"))] == []
    assert [words for words in wrong if not expected or expected not in words] == []


def stored(reviews):
    """Read the log in another process: what is there is on the disk."""
    script = (
        "import json, sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.row_factory = sqlite3.Row;"
        "print(json.dumps([dict(row) for row in db.execute('SELECT * FROM verdicts ORDER BY id')]))"
    )
    done = subprocess.run([sys.executable, "-c", script, reviews], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def next_claim(page, key, before):
    """Press a key and wait for the page of another claim."""
    page.keyboard.press(key)
    page.wait_for_function("before => location.pathname !== before && document.readyState === 'complete'", arg=before)
    return page.evaluate("location.pathname")


def test_fifty_claims_by_keys_alone(served, browser):
    address, reviews = served
    with page_of(browser) as page:
        page.goto(f"{address}/-/review/next")
        path = page.evaluate("location.pathname")
        for number in range(47):
            path = next_claim(page, "au"[number % 2], path)
            page.wait_for_selector(".message")  # the verdict is stored
        # Three corrections: e opens the fields and stands in the first one; Tab leads to the others.
        for number in range(3):
            page.keyboard.press("e")
            page.wait_for_function("document.activeElement.name === 'quantity'")
            page.keyboard.press("Tab")
            page.keyboard.press("Control+A")
            page.keyboard.type(str(number + 5))
            page.keyboard.press("Tab")
            page.keyboard.press("Control+A")
            page.keyboard.type(str(number + 7))
            before = page.evaluate("location.pathname")
            page.locator("#correct button[value=correct]").focus()
            path = next_claim(page, "Enter", before)
        for _ in range(2):  # undo two
            with page.expect_navigation():
                page.keyboard.press("z")
            assert "Taken back" in page.inner_text(".message")
        page.click("text=add a missed claim")
        page.wait_for_selector("#add[open]")
        select_words(page, "goats")
        page.click(".pick[data-pick=group_text]")
        number = page.evaluate("document.getElementById('text').innerText.match(/\\d+(?= goats)/)[0]")
        select_words(page, number)
        page.click(".pick[data-pick=quantity]")
        page.fill("#n-low_exact", number)
        page.fill("#n-high_exact", number)
        choices = {"qualifier": "exact", "unit": "animal", "event": "death", "modality": "negated", "stance": "assert"}
        for name, value in choices.items():
            page.select_option(f"#n-{name}", value)
        with page.expect_navigation():
            page.click("text=Add the claim")
        assert "Added by people" in page.inner_text(".panel")
    rows = stored(reviews)
    decisions = [row["decision"] for row in rows]
    assert decisions[:47] == ["accept" if number % 2 == 0 else "unsure" for number in range(47)]
    assert decisions[47:] == ["correct", "correct", "correct", "retract", "retract", "add"]
    assert len({row["claim_key"] for row in rows[:50]}) == 50
    corrections = [json.loads(row["new"]) for row in rows[47:50]]
    assert corrections == [{"low_exact": str(n + 5), "high_exact": str(n + 7)} for n in range(3)]
    assert [row["retracts"] for row in rows[50:52]] == [rows[49]["id"], rows[48]["id"]]
    added = rows[-1]
    assert (json.loads(added["new"])["group_text"], added["quantity"]) == ("goats", number)
    assert added["quote"] == f"Nobody spoke of the {number} goats that drowned."


def select_words(page, words):
    """Select words in the article as a person does, whatever elements they lie in."""
    page.evaluate(
        """words => {
            const box = document.getElementById('text');
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error('no ' + words);
        }""",
        words,
    )


def test_everything_works_without_javascript(served, browser):
    address, reviews = served
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/-/review")
        page.click("text=Judge the first of these claims")
        for number in range(50):
            page.click("button.accept[value=accept]" if number % 2 == 0 else "button[value=unsure]")
        for number in range(3):
            page.click("#correct > summary")
            page.fill("#c-low_exact", "3")
            page.fill("#c-high_exact", str(40 + number))
            page.click("text=Store the correction")
        for _ in range(2):
            page.click(".undo button >> nth=0")
            assert "Taken back" in page.inner_text(".message")
        page.click("text=add a missed claim")
        page.click("#add > summary")
        quantity = page.inner_text("#text").split(" goats")[0].split()[-1]
        for name in ("quantity", "low_exact", "high_exact"):
            page.fill(f"#n-{name}", quantity)
        choices = {"qualifier": "exact", "unit": "animal", "event": "death", "modality": "negated", "stance": "assert"}
        for name, value in choices.items():
            page.select_option(f"#n-{name}", value)
        page.click("text=Add the claim")
    decisions = [row["decision"] for row in stored(reviews)]
    assert decisions[50:] == ["correct"] * 3 + ["retract"] * 2 + ["add"]
    assert len(decisions) == 56


def judge_as(page, address, name):
    page.goto(f"{address}/-/review/name")
    page.fill("input[name=name]", name)
    page.click("text=Judge under this name")
    assert f"Judging as {name}" in page.inner_text(".message")


def test_two_people_differ_and_a_third_decides(served, browser):
    address, reviews = served
    with page_of(browser) as ana:
        judge_as(ana, address, "Ana")
        ana.goto(f"{address}/-/review/next?event=displacement")
        path = ana.evaluate("location.pathname")
        for _ in range(2):
            path = next_claim(ana, "a", path)
            ana.wait_for_selector(".message")
    with page_of(browser) as ben:
        judge_as(ben, address, "Ben")
        ben.goto(f"{address}/-/review?round=second")
        assert ben.locator("ol.queue li").count() == 2
        ben.click("text=Judge the first of these claims")
        ben.wait_for_load_state()  # keys mean nothing before the page's script has run
        shown = ben.inner_text("main")
        assert "Ana" not in shown  # blind: neither who decided nor what
        assert "accepted" not in shown
        path = next_claim(ben, "a", ben.evaluate("location.pathname"))
        ben.wait_for_selector(".message")
        ben.keyboard.press("r")
        with ben.expect_navigation():
            ben.keyboard.press("4")
        assert "Nothing is left in this filter" in ben.inner_text("main")
    with page_of(browser) as caro:
        judge_as(caro, address, "Caro")
        caro.goto(f"{address}/-/review?round=adjudication")
        assert caro.locator("ol.queue li").count() == 1
        caro.click("text=Judge the first of these claims")
        caro.wait_for_load_state()  # keys mean nothing before the page's script has run
        shown = caro.inner_text("main")
        assert "Ana" in shown
        assert "Ben" in shown
        with caro.expect_navigation():
            caro.keyboard.press("a")
        caro.goto(f"{address}/-/review?round=adjudication")
        assert caro.locator("ol.queue li").count() == 0
    rows = stored(reviews)
    assert [(row["reviewer"], row["round"], row["decision"]) for row in rows] == [
        ("Ana", "first", "accept"),
        ("Ana", "first", "accept"),
        ("Ben", "second", "accept"),
        ("Ben", "second", "reject"),
        ("Caro", "adjudication", "accept"),
    ]
    assert rows[3]["reason"] == "place"


def test_keys_of_ones_own(served, browser):
    address, reviews = served
    with page_of(browser) as page:
        page.goto(f"{address}/-/review/next")
        page.keyboard.press("?")
        page.wait_for_selector("dialog[open]")
        page.focus("[data-remap=accept]")
        page.keyboard.press("j")
        page.click("#help-close")
        assert page.inner_text(".buttons kbd[data-action=accept]") == "j"
        path = page.evaluate("location.pathname")
        page.keyboard.press("a")  # means nothing any more
        path = next_claim(page, "j", path)
        page.wait_for_selector(".message")
        page.focus("#note")
        page.keyboard.type("just a note: j u r a")
        assert page.evaluate("location.pathname") == path  # keys are off while one types
    assert [row["decision"] for row in stored(reviews)] == ["accept"]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_screen(served, browser, width):
    address, _ = served
    with page_of(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{address}/-/review/next")
        claim = page.url
        article = page.get_attribute("text=add a missed claim", "href").partition("#")[0]
        for path in (
            "/",
            "/-/review",
            claim,
            f"{claim}/alike".replace("?", ""),
            article,
            "/-/review/last",
            "/-/review/name",
        ):
            page.goto(path if path.startswith("http") else address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["claim", "queue", "article", "start", "map", "timeline", "changes", "name", "last"])
def test_axe_finds_nothing_wrong(served, browser, scheme):
    """axe-core's rules for WCAG 2.1 A and AA, on every kind of page."""
    address, _ = served
    with page_of(browser) as page:
        page.goto(f"{address}/-/review/next")
        claim = page.evaluate("location.pathname + location.search")
        article = page.get_attribute("text=add a missed claim", "href").partition("#")[0]
        paths = {
            "claim": claim, "queue": "/-/review?state=all", "article": article, "start": "/", "map": "/-/map",
            "timeline": "/-/timeline", "changes": f"{claim}/alike", "name": "/-/review/name", "last": "/-/review/last",
        }  # fmt: skip
        page.goto(address + paths[scheme])
        if scheme == "claim":
            page.keyboard.press("e")  # with the fields open
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert [
            (each["id"], [node["html"] for node in each["nodes"]][:3]) for each in results.response["violations"]
        ] == []


def test_the_map_draws_outlines_and_a_mark_for_each_place(served, browser):
    address, _ = served
    with page_of(browser) as page:
        page.goto(f"{address}/-/map")
        page.wait_for_selector("#map path.leaflet-interactive")
        page.wait_for_selector("#map path >> nth=100", state="attached")  # the outlines came
        rows = page.locator("table.data tbody tr").count()
        assert page.locator("#map path.leaflet-interactive").count() == rows > 1
        page.locator("#map path.leaflet-interactive").last.dispatch_event("click")
        page.click("#map .leaflet-popup a")
        assert "place=" in page.url


def test_candidates_of_a_claim_are_drawn_when_asked_for(served, browser):
    address, _ = served
    with page_of(browser) as page:
        page.goto(f"{address}/-/review/next")
        assert page.locator(".small-map path").count() == 0
        page.click(".small-map > summary")
        page.wait_for_selector(".small-map path >> nth=100", state="attached")
        assert page.locator(".small-map path.leaflet-interactive").count() == 2
        page.keyboard.press("a")  # the next claim's page is put in, and has a map of its own
        page.wait_for_selector(".message")
        page.click(".small-map > summary")
        page.wait_for_selector(".small-map path.leaflet-interactive")


def test_a_verdict_that_is_not_stored_brings_its_claim_back(served, browser):
    """The next page is shown before the answer comes; when it is a no, the claim is there again, and the plain form says why."""
    address, reviews = served
    with page_of(browser, expected="net::ERR_FAILED") as page:
        page.goto(f"{address}/-/review/next")
        before = page.evaluate("location.pathname")
        page.wait_for_timeout(500)  # the next page is ready
        refused = []

        def refuse_once(route):
            if refused:
                route.continue_()
            else:
                refused.append(route.request.headers["accept"])
                route.abort()

        page.route("**/verdict", refuse_once)
        page.route("**/-/review/last", lambda route: route.abort())  # the list of what can be taken back is a nicety
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("a")
        page.wait_for_selector(".message")
        assert page.evaluate("location.pathname") != before
    assert refused == ["application/json"]
    assert [row["decision"] for row in stored(reviews)] == ["accept"]
