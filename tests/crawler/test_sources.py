from pathlib import Path

import pytest

from crawler.sources import TEMPLATE, SourcesError, append_source, read_sources, render_source
from records import Expectation, Source, Term

GOOD = """\
# the river desk
- name: alder-post
  title: Alder Post
  home: https://alder.example/
  feeds:
    - https://alder.example/rss.xml
    - https://alder.example/world.xml
  country: NO   # YAML reads this as false
  language: en
  tags: [rivers, displacement]
  delay: 7.5
  enabled: no
  note: "weekly: floods"

- name: teal_2
  home: https://teal.example/
  feeds: https://teal.example/atom
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sources.yaml"


def test_reads_every_key(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    assert read_sources(path) == (
        Source(
            name="alder-post",
            title="Alder Post",
            home="https://alder.example/",
            feeds=("https://alder.example/rss.xml", "https://alder.example/world.xml"),
            country="NO",
            language="en",
            tags=("rivers", "displacement"),
            enabled=False,
            delay=7.5,
            note="weekly: floods",
        ),
        Source(name="teal_2", title="teal_2", home="https://teal.example/", feeds=("https://teal.example/atom",)),
    )


def test_reports_every_mistake_with_its_line(path: Path) -> None:
    path.write_text(
        "- name: a\n"
        "  home: alder.example\n"
        "  feds: [https://alder.example/a]\n"
        "- name: A b\n"
        "  home: ftp://alder.example/\n"
        "  enabled: maybe\n"
        "  delay: soon\n"
        "- home: https://alder.example/\n"
        "- just text\n"
        "- name: a\n"
        "  home: https://teal.example/\n"
        "  country: ken\n"
        "  title: [x]\n",
        encoding="utf-8",
    )
    with pytest.raises(SourcesError) as caught:
        read_sources(path)
    assert [(mistake.line, mistake.message.split(";")[0]) for mistake in caught.value.mistakes] == [
        (2, "'home' must be an http or https address, not 'alder.example'"),
        (3, "unknown key 'feds'"),
        (4, "'name' must be lower-case letters, digits, '-' and '_', not 'A b'"),
        (5, "'home' must be an http or https address, not 'ftp://alder.example/' (ftp is not fetched)"),
        (6, "'enabled' must be true or false, not 'maybe'"),
        (7, "'delay' must be a number of seconds from 0 to 3600, not 'soon'"),
        (8, "this source has no 'name'"),
        (9, "a source is a mapping: `- name: ...`, then `home: ...`"),
        (10, "the name 'a' is taken by line 1"),
        (12, "'country' must be two capital letters (ISO 3166-1 alpha-2, such as KE), not 'ken'"),
        (13, "'title' must be a text on one line"),
    ]
    assert "line 3: unknown key 'feds'; did you mean 'feeds'?" in str(caught.value)
    assert "write https://alder.example" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        (b"", 1, "no sources"),
        (b"# nothing yet\n", 1, "no sources"),
        (b"name: a\n", 1, "must be a list"),
        (b"- name: a\n home: x\n", 2, "not YAML"),
        (b"- name: a\n\thome: x\n", 2, "not YAML"),
        (b"- name: 'a\n", 2, "not YAML"),
        (b"- name: a\n  title: Caf\xe9\n", 2, "not UTF-8"),
        (b"- name: a\n  title: \x00\n", 2, "not allowed"),
        (b"- name: a\n  name: b\n  home: https://a.example/\n", 2, "stands twice"),
        (b"- name: added\n  home: https://a.example/\n", 1, "another word"),
        (
            b"- name: a\n  home: https://a.example/\n  feeds: https://a.example/x\n- name: b\n  home: https://b.example/\n  feeds: https://a.example/x\n",
            6,
            "is taken by line 3",
        ),
        (b"- name: a\n  home:\n", 2, "must be a text"),
        (b"- !!python/object/apply:os.system ['true']\n", 1, "a source is a mapping"),
    ],
)
def test_names_the_line_of_a_broken_file(path: Path, body: bytes, line: int, words: str) -> None:
    path.write_bytes(body)
    with pytest.raises(SourcesError) as caught:
        read_sources(path)
    assert caught.value.mistakes[0].line == line
    assert words in caught.value.mistakes[0].message


def test_missing_file_says_what_to_do(path: Path) -> None:
    with pytest.raises(SourcesError, match="tallywire init"):
        read_sources(path)


def test_append_keeps_comments(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    added = Source(name="new", title="New: #1", home="https://new.example/", country="NO", delay=2.0, note="caf\u00e9")
    append_source(path, added)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(GOOD.rstrip())
    assert read_sources(path)[-1] == added
    with pytest.raises(SourcesError, match="already has"):
        append_source(path, added)


def test_append_to_the_template(path: Path) -> None:
    append_source(path, Source(name="new", title="new", home="https://new.example/"))
    assert path.read_text(encoding="utf-8").startswith(TEMPLATE.rstrip())
    assert [source.name for source in read_sources(path)] == ["new"]


def test_append_refuses_what_could_not_be_read_again(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ValueError, match="http or https"):
        append_source(path, Source(name="bad", title="Bad", home="ftp://bad.example/"))
    assert path.read_text(encoding="utf-8") == GOOD
    assert list(path.parent.iterdir()) == [path]


def test_render_leaves_out_defaults() -> None:
    text = render_source(Source(name="a", title="A", home="https://a.example/", tags=("x",)))
    assert text == "- name: a\n  title: A\n  home: https://a.example/\n  tags:\n  - x\n"


def test_the_example_watch_list_is_sound() -> None:
    sources = read_sources(Path(__file__).parents[2] / "sources.yaml")
    assert len(sources) >= 25
    assert all(source.feeds for source in sources)


EVERY_KEY = """\
- name: alder-post
  home: https://alder.example/
  sitemaps: https://alder.example/news.xml
  sections: [https://alder.example/region/]
  pages: 30
  browser: true
  keep:
    - displaced
    - food aid
    - /cholera|choléra/
  drop: [{term: Fußball, language: de}]
  expect:
    articles: 2.5
    fields: [published, byline]
"""


def test_every_kind_of_value_comes_back_as_it_was_written(path: Path) -> None:
    path.write_text(EVERY_KEY, encoding="utf-8")
    source = read_sources(path)[0]
    assert source.listings == ("https://alder.example/news.xml", "https://alder.example/region/")
    assert (source.pages, source.browser) == (30, True)
    assert source.keep == (Term(text="displaced"), Term(text="food aid"), Term(text="/cholera|choléra/"))
    assert source.drop == (Term(text="Fußball", language="de"),)
    assert source.expect == Expectation(articles_a_day=2.5, fields=("published", "byline"))
    path.write_text(render_source(source), encoding="utf-8")
    assert read_sources(path) == (source,)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pages: 0", "a whole number from 1"),
        ("pages: 2.5", "a whole number from 1"),
        ("keep: [/(/]", "regular expression that can be read"),
        ("keep: [//]", "not //"),
        ("drop: [{word: x}]", "mapping with the keys term and language"),
        ("drop: [{language: de}]", "`term` and `language`"),
        ("drop: [{term: x, language: German}]", "two small letters"),
        ("expect: 5", "must be a mapping"),
        ("expect: {articles: many}", "least number of articles a day"),
        ("expect: {articles: -1}", "least number of articles a day"),
        ("expect: {fields: [author]}", "not author"),
        ("browser: firefox", "true or false"),
        ("sitemaps: /news.xml", "http or https address"),
    ],
)
def test_wrong_values_say_what_is_needed(path: Path, line: str, words: str) -> None:
    path.write_text(f"- name: a\n  home: https://alder.example/\n  {line}\n", encoding="utf-8")
    with pytest.raises(SourcesError, match="line 3") as caught:
        read_sources(path)
    assert words in str(caught.value)


def test_a_sitemap_belongs_to_one_source(path: Path) -> None:
    entry = "- name: {}\n  home: https://alder.example/\n  sitemaps: https://alder.example/news.xml\n"
    path.write_text(entry.format("a") + entry.format("b"), encoding="utf-8")
    with pytest.raises(SourcesError, match=r"the sitemap https://alder.example/news.xml is taken by line 3"):
        read_sources(path)
