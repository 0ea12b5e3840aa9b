"""Claims on a terminal say every field in words and mark the sentence's own characters."""

from tallywire.render import render_fields, render_sentence
from tests.storage.conftest import TEXT, make_article, make_extraction

CLAIMS = make_extraction(make_article()).claims


def test_fields_in_words():
    assert render_fields(CLAIMS[0]).plain == (
        "  Over 400 [400..] families · household · displacement · origin: Marib, YE · when: Monday = 2024-03-04"
        " · assert: Layla Haddad (spokeswoman, Gulf Relief Office) · 80% sure"
    )
    assert render_fields(CLAIMS[1]).plain == "  33.5% [33.5] · percent · presence · 40% sure"


def test_sentence_is_the_evidence_with_its_parts_marked():
    sentence = render_sentence(TEXT, [CLAIMS[0]])
    assert sentence.plain == CLAIMS[0].evidence.text
    marked = {sentence.plain[span.start : span.end] for span in sentence.spans}
    assert marked == {"Over 400", "families", "fled", "Marib", "Monday", "Layla Haddad", "said"}
