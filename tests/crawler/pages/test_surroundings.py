import pytest
from lxml import html

from crawler.pages.surroundings import drop_surroundings, find_surroundings

BODY = "The river rose on Monday and 300 people left, the town of Alder said."
PAGE = """<html><body><h1>Flood in Alder</h1>
<ul><li><a href="/news/storm">Storm warning for the whole coast</a></li><li><a href="/teal">Teal</a></li>
<li><a href="/tips">Pack a bag for three days</a></li></ul>
<p><a href="#part-two">How the dam was built in nine years</a></p>
<figure><img src="x.jpg"><figcaption>The market square under water. Photo: Ida Brandt</figcaption></figure>
<p>Follow the <i>Alder Post</i> on <a href="https://twitter.com/alderpost">Twitter</a> for more.</p>
<p>Write to Per Holm at <a href="mailto:per@alder.example">per@alder.example</a>.</p>
<p>Get the news by mail: <a href="/newsletter/join">sign up</a></p>
<p>More than 2,000 people need blankets; <a href="/donate">help</a>.</p>
<p>The mayor wrote in <a href="https://twitter.com/mayor/status/5">a post</a> that the dam holds.</p>
</body></html>"""
FOLLOW, WRITE = "Follow the Alder Post on Twitter for more.", "Write to Per Holm at per@alder.example."


@pytest.mark.parametrize(
    ("paragraphs", "kept"),
    [
        (["Flood in Alder", BODY], [BODY]),
        (["FLOOD IN ALDER!", BODY], [BODY]),
        (["Alder Post", "Flood in Alder", BODY], ["Alder Post", "Flood in Alder", BODY]),
        (["Flood: what we know", BODY], [BODY]),
        ([BODY, "Storm warning for the whole coast", BODY], [BODY, BODY]),
        ([BODY, "Related: Storm warning for the whole coast"], [BODY]),
        ([BODY, "READ MORE", "Storm warning for the whole coast [VIDEO]"], [BODY]),
        ([BODY, "Related stories:", "Storm warning for the whole coast", BODY], [BODY, BODY]),
        ([BODY, "The market square under water. Photo: Ida Brandt", BODY], [BODY, BODY]),
        ([BODY, FOLLOW, WRITE], [BODY]),
        ([BODY, "Get the news by mail: sign up"], [BODY]),
        # What is text stays.
        ([BODY, FOLLOW, BODY], [BODY, FOLLOW, BODY]),
        ([BODY, "Teal"], [BODY, "Teal"]),
        ([BODY, "More than 2,000 people need blankets; help."], [BODY, "More than 2,000 people need blankets; help."]),
        ([BODY, "How the dam was built in nine years"], [BODY, "How the dam was built in nine years"]),
        ([BODY, "The mayor wrote in a post that the dam holds."], [BODY, "The mayor wrote in a post that the dam holds."]),
        ([BODY, "3. Pack a bag for three days", BODY], [BODY, "3. Pack a bag for three days", BODY]),
        (
            [f"A storm warning for the whole coast was out since Sunday. {BODY}"],
            [f"A storm warning for the whole coast was out since Sunday. {BODY}"],
        ),
        ([BODY, BODY, BODY, "Flood in Alder"], [BODY, BODY, BODY, "Flood in Alder"]),
        ([], []),
    ],
)  # fmt: skip
def test_what_the_markup_says_is_no_text_goes(paragraphs: list[str], kept: list[str]) -> None:
    around = find_surroundings(html.document_fromstring(PAGE), titles=("Flood: what we know",))
    assert drop_surroundings(paragraphs, around) == kept


def test_a_page_without_surroundings_loses_nothing() -> None:
    around = find_surroundings(html.document_fromstring("<p><a href='http://[broken'><img></a></p>"), titles=())
    long = "word " * 400
    assert drop_surroundings([BODY, long, "***"], around) == [BODY, long, "***"]
