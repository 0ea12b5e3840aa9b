import pytest
from lxml import html

from crawler.pages.blocks import Block, find_blocks


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div><p>One <b>bold</b> word.</p><p>Two.</p></div>", ["One bold word.", "Two."]),
        ("<div>Loose <a href='/x'>link</a> text<p>Inner.</p>after it</div>", ["Loose link text", "Inner.", "after it"]),
        ("<div>One line<br>and another<br/><br/>third</div>", ["One line", "and another", "third"]),
        ("<table><tr><td>Alder</td><td>300</td></tr><tr><th>Teal</th><td>40</td></tr></table>", ["Alder | 300", "Teal | 40"]),
        # A table that lays out the page: its cells hold paragraphs of their own.
        ("<table><tr><td><p>One.</p><p>Two.</p></td><td><ul><li>Home</li></ul></td></tr></table>", ["One.", "Two.", "Home"]),
        ("<div><script>var x = 1;</script><style>p {}</style><p>Text.</p>tail<svg><text>no</text></svg></div>", ["Text.", "tail"]),
        ("<div><!-- a note -->before<p>One.</p><!-- another -->after</div>", ["before", "One.", "after"]),
        ("<ul><li>One</li><li>Two <ul><li>Two and a half</li></ul></li></ul>", ["One", "Two", "Two and a half"]),
        ("<div><p> </p><p>\u00a0</p></div>", []),
    ],
)  # fmt: skip
def test_blocks(markup: str, expected: list[str]) -> None:
    assert [block.text for block in find_blocks(html.fragment_fromstring(markup))] == expected


def test_headings_are_told_apart() -> None:
    found = find_blocks(html.fragment_fromstring("<div><h2>Aid</h2><p>Trucks came.</p></div>"))
    assert found == [Block("Aid", is_heading=True), Block("Trucks came.", is_heading=False)]


def test_pages_deeper_than_the_stack() -> None:
    deep = html.fragment_fromstring("<div>" * 200 + "deep" + "</div>" * 200)
    for _ in range(3_000):
        outer = html.Element("div")
        outer.append(deep)
        deep = outer
    assert [block.text for block in find_blocks(deep)] == ["deep"]
