"""`tallywire sources`: find, check, exchange and switch, against a small invented site."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from tests.tallywire.conftest import Page

XML = {"Content-Type": "application/xml"}
TOML = '[crawl]\ncontact = "desk@harbour.example"\nallow_private = ["127.0.0.1"]\n'


def hours_ago(hours):
    return datetime.now(UTC) - timedelta(hours=hours)


@pytest.fixture
def harbour(project, site):
    """A site that names two feeds, one of them twice, and a news sitemap behind an index."""
    pages, base = site
    project.path("tallywire.toml", TOML)
    project.path("sources.yaml", "# the desk's list\n")
    items = "".join(
        f"<item><title>Flood {n}</title><link>{base}/2026/flood-{n}</link>"
        f"<pubDate>{hours_ago(12 * n):%a, %d %b %Y %H:%M:%S GMT}</pubDate></item>"
        for n in range(5)
    )
    rss = f"<rss version='2.0'><channel><title>Harbour Post</title><language>en-GB</language>{items}</channel></rss>"
    item = {"url": f"{base}/2026/markets-open-again", "title": "Markets", "date_published": hours_ago(3).isoformat()}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour markets",
        "language": "en",
        "items": [item],
    }
    news = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        f"<url><loc>{base}/2026/boats-carry-families</loc><news:news><news:publication_date>{hours_ago(1).isoformat()}"
        "</news:publication_date><news:title>Boats carry families</news:title></news:news></url></urlset>"
    )
    pages["/"] = Page(
        body=b"<!doctype html><html lang='en'><head><title>Harbour Post</title>"
        b"<link rel='alternate' type='application/rss+xml' href='/world.rss'>"
        b"<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>"
        b"<link rel='alternate' type='application/feed+json' href='/feed.json'></head>"
        b"<body><a href='/rss.xml'>RSS</a><a href='/about'>About</a></body></html>"
    )
    pages["/robots.txt"] = Page(body=f"User-agent: *\nDisallow: /private/\nSitemap: {base}/news.xml.gz\n".encode())
    pages["/world.rss"] = pages["/rss.xml"] = Page(body=rss.encode(), headers=XML)
    pages["/feed.json"] = Page(body=json.dumps(feed).encode(), headers={"Content-Type": "application/feed+json"})
    pages["/news.xml.gz"] = Page(body=gzip.compress(news.encode()), headers={"Content-Type": "application/gzip"})
    return base


def test_add_finds_what_a_site_offers_and_keeps_the_file(project, harbour):
    added = project("sources", "add", harbour + "/", "--name", "harbour-post", "--country", "SO")
    assert added.exit_code == 0, added.output
    for words in ("/world.rss", "/feed.json", "/news.xml.gz", "robots.txt", "page", "allowed", "en-GB"):
        assert words in added.stdout
    assert "/comments/" not in added.stdout
    text = (project.folder / "sources.yaml").read_text()
    assert text.startswith("# the desk's list\n")
    [entry] = yaml.safe_load(text)
    assert entry == {
        "name": "harbour-post",
        "title": "Harbour Post",
        "home": harbour + "/",
        # /rss.xml has the same articles as /world.rss.
        "feeds": [f"{harbour}/world.rss", f"{harbour}/feed.json"],
        "sitemaps": [f"{harbour}/news.xml.gz"],
        "country": "SO",
        "language": "en",
    }


def test_dry_run_writes_nothing(project, harbour):
    shown = project("sources", "add", harbour + "/", "--name", "harbour-post", "--dry-run")
    assert "- name: harbour-post" in shown.stdout
    assert (project.folder / "sources.yaml").read_text() == "# the desk's list\n"


def test_a_site_without_feed_or_sitemap_is_watched_by_its_front_page(project, site):
    pages, base = site
    project.path("tallywire.toml", TOML)
    project.path("sources.yaml", "")
    links = "".join(
        f"<h2><a href='/2026/11/0{n}/families-flee-river-teal-{n}'>Families flee the river Teal for the {n}th time</a></h2>"
        for n in range(1, 7)
    )
    pages["/"] = Page(body=f"<!doctype html><html><body>{links}</body></html>".encode())
    added = project("sources", "add", base + "/", "--name", "teal")
    assert added.exit_code == 0, added.output
    assert yaml.safe_load((project.folder / "sources.yaml").read_text())[0]["sections"] == [base + "/"]
    pages["/"] = Page(body=b"<!doctype html><html><body>Nothing yet</body></html>")
    nothing = project("sources", "add", base + "/", "--name", "other")
    assert nothing.exit_code == 1
    assert "no feed or sitemap" in nothing.stderr


def test_check_tries_each_source(project, harbour):
    project.path(
        "sources.yaml",
        f"- name: good\n  home: {harbour}/\n  feeds: [{harbour}/world.rss]\n"
        f"- name: gone\n  home: {harbour}/\n  feeds: [{harbour}/gone.rss, {harbour}/private/feed]\n"
        f"- name: off\n  home: {harbour}/\n  feeds: [{harbour}/off.rss]\n  enabled: false\n"
        f"- name: bare\n  home: {harbour}/\n",
    )
    checked = project("sources", "check")
    assert checked.exit_code == 3
    lines = {
        line.split()[2].rsplit("/", 1)[-1]: line.rstrip() for line in checked.stdout.splitlines()[1:] if line.strip()
    }
    assert "allowed" in lines["world.rss"]
    assert f"{hours_ago(0):%Y-%m-%d}" in lines["world.rss"]
    assert lines["world.rss"].split()[-1] == "2.0"
    assert "not_found" in lines["gone.rss"]
    assert "forbidden" in lines["feed"]
    assert "off.rss" not in checked.stdout
    assert "nothing is fetched: bare" in checked.stderr
    alone = project("sources", "check", "good")
    assert alone.exit_code == 0, alone.output
    assert not (project.folder / "output" / "news.db").exists()


OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Rivers">
<outline text="Harbour Post" type="rss" xmlUrl="https://harbour.example/world.rss" htmlUrl="https://harbour.example/" language="en-US"/>
<outline text="Harbour markets" type="rss" xmlUrl="https://harbour.example/markets.rss" htmlUrl="https://harbour.example/"/>
</outline>
<outline text="Known" xmlUrl="https://known.example/rss" htmlUrl="https://known.example/"/>
<outline text="Other" xmlUrl="https://harbour.test/rss"/>
<outline text="Broken" xmlUrl="javascript:alert(1)"/>
</body></opml>"""
KNOWN = "- name: known\n  home: https://known.example/\n  feeds: [https://known.example/rss]\n"


def test_opml_is_imported_and_counted(project):
    project.path("sources.yaml", KNOWN)
    imported = project("sources", "import", project.path("feeds.opml", OPML))
    assert imported.exit_code == 3
    assert "2 added, 1 skipped because they are watched already, 1 failed" in imported.stderr
    entries = yaml.safe_load((project.folder / "sources.yaml").read_text())
    assert [entry["name"] for entry in entries] == ["known", "harbour", "harbour-2"]
    assert entries[1]["feeds"] == ["https://harbour.example/world.rss", "https://harbour.example/markets.rss"]
    assert (entries[1]["tags"], entries[1]["language"]) == (["Rivers"], "en")
    again = project("sources", "import", project.folder / "feeds.opml")
    assert "0 added, 3 skipped" in again.stderr


def test_csv_goes_out_and_comes_back(project):
    project.path(
        "sources.yaml",
        KNOWN
        + "- name: b\n  title: '=cmd()'\n  home: https://b.example/\n  sitemaps: [https://b.example/s, https://b.example/t]\n"
        "  tags: [rivers, the coast]\n  delay: 7.5\n  enabled: false\n",
    )
    before = yaml.safe_load((project.folder / "sources.yaml").read_text())
    exported = project("sources", "export", "--format", "csv").stdout
    assert "'=cmd()" in exported
    (project.folder / "sources.yaml").unlink()
    imported = project("sources", "import", project.path("desk.csv", exported))
    assert "2 added, 0 skipped because they are watched already, 0 failed" in imported.stderr
    after = yaml.safe_load((project.folder / "sources.yaml").read_text())
    assert after == [{"title": "known", **before[0]}, before[1]]
    opml = project("sources", "export", "--format", "opml").stdout
    assert 'xmlUrl="https://known.example/rss"' in opml
    wrong = project("sources", "import", project.path("wrong.csv", "name,adress\na,b\n"))
    assert wrong.exit_code == 1
    assert "`home`" in wrong.stderr
    bad = project("sources", "import", project.path("bad.csv", "home,delay\nnowhere,1\nhttps://c.example/,soon\n"))
    assert "0 added, 0 skipped because they are watched already, 2 failed" in bad.stderr


def test_a_plain_list_is_looked_up(project, harbour):
    imported = project(
        "sources", "import", project.path("sites.txt", f"# sites\n{harbour}/\nhttp://127.0.0.1:9/\nno address\n")
    )
    assert "1 added, 0 skipped because they are watched already, 2 failed" in imported.stderr
    [entry] = yaml.safe_load((project.folder / "sources.yaml").read_text())
    assert entry["feeds"][0] == f"{harbour}/world.rss"


LIST = """\
# the desk's list
- name: a   # the first
  home: https://a.example/

- {name: b, home: 'https://b.example/'}   # in one line
- name: c
  enabled: yes   # for now
  home: https://c.example/
"""


def test_sources_are_switched_off_and_on_in_the_text(project):
    path = project.path("sources.yaml", LIST)
    off = project("sources", "disable", "a", "b", "c")
    assert off.exit_code == 0, off.output
    assert path.read_text() == LIST.replace("# the first\n", "# the first\n  enabled: false\n").replace(
        "name: b,", "name: b, enabled: false,"
    ).replace("enabled: yes", "enabled: false")
    assert "they are so already" in project("sources", "disable", "a").stderr
    assert "enabled b" in project("sources", "enable", "b").stderr
    assert "enabled: true" in path.read_text()
    unknown = project("sources", "disable", "nobody")
    assert unknown.exit_code == 2
    assert "nobody" in unknown.stderr
