"""Bad input gets a clear message or a recorded failure, the rest of the run goes on, and the database stays whole."""

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager

import pytest

from storage.database import close, open_news
from tests.tallywire.conftest import ARTICLE, Page

HTML = (
    "<!doctype html><html lang=en><head><title>{title}</title><meta charset=utf-8></head><body><nav>Home</nav>"
    "<article><h1>{title}</h1>{paragraphs}</article><footer>About us</footer></body></html>"
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE.strip().split("\n\n")[1:])


def html(title="Floods drive 1,200 families from Gaalkacyo", paragraphs=PARAGRAPHS, encoding="utf-8"):
    return HTML.format(title=title, paragraphs=paragraphs).encode(encoding)


def rows(folder, sql):
    connection = sqlite3.connect(f"file:{folder}/output/news.db?mode=ro", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Bad News</title><link>{base}/</link><description>x</description>'
    "{items}</channel></rss>"
)
BAD_PAGES = {
    "/good.html": Page(body=html()),
    "/gone.html": Page(status=404, body=b"gone"),
    "/broken.html": Page(status=500, body=b"oops"),
    "/report.html": Page(body=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj\n" * 50),
    "/empty.html": Page(body=b""),
    "/large.html": Page(body=html(paragraphs="<p>" + "word " * 2_100_000 + "</p>")),
    "/lying.html": Page(
        body=html(title="Z\u00fcrich gives 500 tents").replace("\u00fc".encode(), b"\xfc\xff"),
        headers={"Content-Type": "text/html; charset=utf-8"},
    ),
    "/word.html": Page(body=html(title="One word", paragraphs=f"<p>Over 400 people fled. {'x' * 100_000}</p>")),
}


@pytest.fixture
def bad_site(site, project):
    pages, base = site
    pages.update(BAD_PAGES)
    items = "".join(f"<item><title>t</title><link>{base}{path}</link></item>" for path in BAD_PAGES)
    pages["/rss.xml"] = Page(
        body=FEED.format(base=base, items=items).encode(), headers={"Content-Type": "application/rss+xml"}
    )
    pages["/page.xml"] = Page(body=html())
    project.path(
        "sources.yaml",
        f"- {{name: bad, home: '{base}/', feeds: ['{base}/rss.xml'], delay: 0}}\n"
        f"- {{name: no-feed, home: '{base}/', feeds: ['{base}/page.xml'], delay: 0}}\n"
        "- {name: unreachable, home: 'http://127.0.0.1:9/', feeds: ['http://127.0.0.1:9/rss.xml'], delay: 0}\n",
    )
    project.path("tallywire.toml", '[crawl]\ncontact = "test@desk.example"\nallow_private = ["127.0.0.1"]\n')
    return project


def test_bad_pages_are_recorded_and_the_rest_goes_on(bad_site):
    result = bad_site("run")
    assert result.exit_code == 3, result.output
    fetches = dict(
        rows(bad_site.folder, "SELECT replace(url, rtrim(url, replace(url, '/', '')), ''), error_kind FROM fetches")
    )
    assert fetches["good.html"] is None
    for name in ("gone.html", "broken.html", "large.html", "page.xml"):
        assert fetches[name], f"{name} has no recorded failure"
    rejected = dict(
        rows(bad_site.folder, "SELECT replace(url, rtrim(url, replace(url, '/', '')), ''), parse_error_kind FROM snapshots"
             " WHERE parse_state = 'rejected'")
    )  # fmt: skip
    assert rejected["report.html"] == "not_html"
    assert "empty.html" in rejected or fetches["empty.html"]
    titles = {title for (title,) in rows(bad_site.folder, "SELECT title FROM articles")}
    assert "Floods drive 1,200 families from Gaalkacyo" in titles
    assert any(title.startswith("Z") and title.endswith("rich gives 500 tents") for title in titles)
    assert rows(bad_site.folder, "SELECT count(*) FROM claims")[0][0] >= 3
    assert rows(bad_site.folder, "SELECT count(*) FROM fetches WHERE url LIKE '%:9/%' AND error IS NOT NULL")[0][0] == 1
    assert "unreachable" in result.stderr
    status = bad_site("status")
    assert "not_html" in status.stdout
    assert status.exit_code == 0


def test_typo_in_sources_is_named_with_its_line(project):
    project.path("sources.yaml", "- name: a\n  home: https://a.example/\n  feds: [https://a.example/rss]\n")
    result = project("run")
    assert result.exit_code == 2
    assert "line 3" in result.stderr
    assert "feeds" in result.stderr


def test_missing_sources_say_what_to_run(project):
    result = project("crawl")
    assert result.exit_code == 2
    assert "tallywire init" in result.stderr


@pytest.mark.parametrize("name", ["nul.txt", "nul.html"])
def test_nul_bytes_are_refused(project, name):
    path = project.path(name, b"\0" * 5_000)
    result = project("add", path, "--archive-only")
    result = project("parse") if result.exit_code == 0 else result
    assert result.exit_code == 3
    assert project("scan", path).exit_code == 1
    reasons = rows(project.folder, "SELECT parse_error FROM snapshots")
    assert reasons == [] or reasons[0][0]


def test_one_endless_word_is_read(project):
    path = project.path("word.txt", f"Floods\n\nOver 400 people fled Marib. {'x' * 100_000} The end.\n")
    result = project("add", path)
    assert result.exit_code in (0, 3), result.output
    assert project("scan", path).exit_code == 0


def test_newer_database_is_refused_and_untouched(project):
    path = project.folder / "output" / "news.db"
    db = open_news(path)
    db.table("_sqlite_migrations").insert({"migration_set": "tallywire-news", "name": "m999_later", "applied_at": "x"})
    close(db)
    before = path.read_bytes()
    result = project("parse")
    assert result.exit_code == 1
    assert "newer tallywire" in result.stderr
    assert path.read_bytes() == before


def test_file_that_is_no_database_is_refused(project):
    project.path("output/news.db", "not a database, " * 100)
    result = project("parse")
    assert result.exit_code == 1
    assert "not an SQLite file" in result.stderr


def test_output_that_cannot_be_a_folder_is_named(project):
    project.path("output", "a file")
    result = project("add", project.path("a.txt", ARTICLE))
    assert result.exit_code == 1
    assert "cannot write in" in result.stderr


@contextmanager
def small_disk(folder, *options):
    """Mount a disk of one megabyte, or skip: only root may, and not on every machine."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", ",".join(("size=1m", *options)), "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_readonly_output_folder_is_named(project):
    article = project.path("a.txt", ARTICLE)
    with small_disk(project.folder / "output", "ro"):
        result = project("add", article)
    assert result.exit_code == 1
    assert "check" in result.stderr
    assert "output" in result.stderr


def test_readonly_database_is_named(project):
    article = project.path("a.txt", ARTICLE)
    with small_disk(project.folder / "output") as output:
        assert project("add", article, "--archive-only").exit_code == 0
        subprocess.run(["mount", "-o", "remount,ro", str(output)], check=True)
        result = project("parse")
        assert result.exit_code == 1
        assert "check" in result.stderr
        shown = project("status")
        assert shown.exit_code == 0, shown.output
        assert "1 pending" in shown.stdout


def test_full_disk_is_named_and_loses_nothing(project):
    lines = [
        json.dumps({"url": f"https://a.example/{n}", "text": f"{ARTICLE} {os.urandom(9_000).hex()}"})
        for n in range(400)
    ]
    many, one = project.path("many.jsonl", "\n".join(lines)), project.path("one.txt", ARTICLE)
    with small_disk(project.folder / "output"):
        assert project("add", one, "--archive-only").exit_code == 0
        result = project("add", many, "--archive-only")
        assert result.exit_code == 1, result.output
        assert "No space left" in result.stderr or "free some space" in result.stderr
        assert rows(project.folder, "SELECT count(*) FROM snapshots WHERE url LIKE 'file:%one.txt'") == [(1,)]


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "empty"), (b"\xff\xfe\x00bad\x00", "NUL"), (b"caf\xe9 \xff", "not UTF-8"), ("   \n", "empty")],
)
def test_scan_names_what_it_cannot_read(project, content, words):
    result = project("scan", project.path("x.txt", content))
    assert result.exit_code == 1
    assert words in result.stderr


def test_bad_lines_of_a_scan_are_named_and_the_rest_goes_on(project):
    lines = ['{"doc": "a", "text": "Over 400 people fled."}', "{", '{"doc": "b"}', '{"doc": "c", "text": ""}']
    result = project("scan", "--workers", "1", "--jsonl", project.path("in.jsonl", "\n".join(lines)))
    assert result.exit_code == 3
    assert [json.loads(line)["doc"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert "line 2" in result.stderr
    assert "line 3" in result.stderr


def test_bad_lines_of_articles_are_named_and_the_rest_is_added(project):
    good = json.dumps({"url": "https://a.example/1", "text": ARTICLE, "published": "2024-03-05"})
    path = project.path("in.jsonl.gz", gzip.compress(f'{good}\n{{\n[]\n{{"url": "https://a.example/2"}}\n'.encode()))
    result = project("add", path, "--archive-only")
    assert result.exit_code == 3
    assert "line 2" in result.stderr
    assert "line 3" in result.stderr
    assert project("parse").exit_code in (0, 3)
    assert rows(project.folder, "SELECT count(*) FROM articles") == [(1,)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "nothing-here.html"), "no such file"),
        (("add", "x.txt", "--published", "yesterdayish"), "no date"),
        (("scan",), "name a text file"),
        (("crawl", "unknown"), "no source named unknown"),
        (("status",), "does not exist yet"),
        (("review",), "does not exist yet"),
    ],
)
def test_wrong_usage_says_what_to_do(project, arguments, words):
    project.path("x.txt", ARTICLE)
    project.path("sources.yaml", "- {name: a, home: 'https://a.example/', feeds: ['https://a.example/rss']}\n")
    result = project(*arguments)
    assert result.exit_code in (1, 2)
    assert words in result.stderr
    assert "Traceback" not in result.output
