import pytest

from crawler.links import THRESHOLD, PageLink, has_article_shape, is_paging, score_link
from crawler.listings import NotAListingError
from crawler.sections import parse_section

URL = "https://alder.example/region/"

ARTICLES = [
    "https://alder.example/2026/11/19/families-return-to-the-lower-town",
    "https://alder.example/region/river-teal-breaks-its-banks-again-1234567",
    "https://alder.example/region/news-12345678",
    "https://alder.example/story?id=7654321&p=x.html",
    "https://alder.example/a/doc49c84e2ef0a3b",
    "https://alder.example/articles/floods-drive-families-away.html",
    "https://alder.example/%D9%81%D9%8A%D8%B6%D8%A7%D9%86-%D9%81%D9%8A-%D8%A7%D9%84%D9%85%D8%AF%D9%8A%D9%86%D8%A9-%D8%A7%D9%84%D9%82%D8%AF%D9%8A%D9%85%D8%A9-%D8%A7%D9%84%D9%8A%D9%88%D9%85",
]
OTHERS = [
    "https://alder.example/",
    "https://alder.example/region/",
    "https://alder.example/tag/floods",
    "https://alder.example/about-us",
    "https://alder.example/region/?page=3",
    "https://alder.example/news/page/12/",
    "https://alder.example/author/ida-brandt/",
    "https://alder.example/files/map-of-the-flooded-lower-town.pdf",
    "https://alder.example/feed.xml",
    "https://alder.example/calendar/2026/calendar/2026/calendar/2026/12345678-big-event-in-town",
    "https://alder.example/" + "a/" * 40 + "families-return-to-the-lower-town",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_addresses_of_articles(url: str) -> None:
    assert has_article_shape(url)


@pytest.mark.parametrize("url", OTHERS)
def test_addresses_of_other_pages(url: str) -> None:
    assert not has_article_shape(url)


def test_a_link_says_more_than_its_address() -> None:
    address = "https://alder.example/region/lower-town-flood"
    headline = PageLink(url=address, text="Three hundred families return to the lower town", in_heading=True)
    menu = PageLink(url=address, text="Lower town", in_navigation=True, link_density=1.0)
    assert score_link(headline) >= THRESHOLD > score_link(menu)
    japanese = PageLink(url=address, text="下町の家族三百世帯が洪水のあと帰宅した", in_heading=True)
    assert score_link(japanese) >= THRESHOLD


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://alder.example/region/?page=2", True),
        ("https://alder.example/region/page/2/", True),
        ("https://alder.example/region/", False),
        ("https://alder.example/pages/2026", False),
    ],
)
def test_paging(url: str, *, expected: bool) -> None:
    assert is_paging(url) is expected


PAGE = """<!doctype html><html lang="en"><head><title>Region | Alder Post</title><link rel="next" href="/region/?page=2"></head>
<body><header><nav><a href="/">Home</a><a href="/region/">Region</a><a href="/markets/">Markets and money</a></nav></header>
<main>
<article><header><h2><a href="/region/river-teal-breaks-its-banks-1234567?utm_source=home">River Teal breaks its banks</a></h2></header></article>
<div><a href="/region/river-teal-breaks-its-banks-1234567"><img src="x.jpg" alt="The flooded town"></a>
<h3><a href="/2026/11/19/families-return">Families return to the lower town</a></h3><p>By <a href="/author/ida-brandt/">Ida Brandt</a></p></div>
<a href="https://other.example/2026/11/19/a-story-of-another-site-altogether">A story of another site altogether</a>
<a rel="sponsored" href="/2026/11/19/buy-one-house-and-get-another">Buy one house and get another</a>
<a href="javascript:void(0)">More</a><a href="http://[broken">Broken</a><a>No address</a>
<ul class="tags"><li><a href="/tag/floods">Floods</a></li><li><a href="/tag/teal">Teal</a></li></ul>
<div class="pages"><a href="/region/?page=2">2</a><a href="/region/?page=3">3</a><a href="/markets/?page=2">2</a></div>
</main><footer><a href="/terms-and-conditions-of-use">Terms and conditions of use</a></footer></body></html>"""


def parse(page: str, depth: int = 0):
    return parse_section(page.encode(), url=URL, content_type="text/html", depth=depth)


def test_a_section_gives_its_articles_and_next_pages() -> None:
    section = parse(PAGE)
    assert [(entry.url, entry.title) for entry in section.entries] == [
        ("https://alder.example/region/river-teal-breaks-its-banks-1234567", "River Teal breaks its banks"),
        ("https://alder.example/2026/11/19/families-return", "Families return to the lower town"),
    ]
    assert [(link.url, link.depth) for link in section.links] == [
        ("https://alder.example/region/?page=2", 1),
        ("https://alder.example/region/?page=3", 1),
    ]
    assert (section.title, section.language) == ("Region | Alder Post", "en")
    assert parse(PAGE, depth=2).links == ()


def test_base_is_kept() -> None:
    page = "<html><head><base href='https://www.alder.example/x/'></head><body><h2><a href='2026/11/19/families-return-home'>Families return home at last today</a></h2></body></html>"
    assert [entry.url for entry in parse(page).entries] == [
        "https://www.alder.example/x/2026/11/19/families-return-home"
    ]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("{}", "no HTML page"),
        ("<html><body><div id='app'></div><script>go()</script></body></html>", "browser: true"),
        ("<html><body><a href='/tag/x'>x</a></body></html>", "nothing that looks like an article"),
    ],
)
def test_no_section(page: str, words: str) -> None:
    with pytest.raises(NotAListingError, match=words):
        parse(page)


def test_a_later_page_may_be_empty() -> None:
    assert parse("<html><body>No more</body></html>", depth=1).entries == ()
