import pytest
import spacy

from extraction.language import MODEL, load_language, read_meta


@pytest.fixture
def other(tmp_path):
    """A pipeline of another kind: a label under another name, and one that we do not know."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PER", "pattern": "Ruiz"},
            {"label": "ORG", "pattern": "Sela"},
            {"label": "DATE", "pattern": "Monday"},
        ]
    )
    nlp.to_disk(tmp_path / "other")
    return tmp_path / "other"


def test_another_pipeline_gives_the_entities_and_ours_the_parse(other):
    text = "Ruiz left the Sela on Monday for Peru."
    ours, theirs = load_language()(text), load_language(other)(text)
    assert [(entity.text, entity.label_) for entity in theirs.ents] == [("Ruiz", "PERSON"), ("Sela", "ORG")]
    assert [(token.tag_, token.dep_, token.head.i) for token in theirs] == [
        (token.tag_, token.dep_, token.head.i) for token in ours
    ]


def test_an_absent_pipeline_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        load_language(tmp_path / "nowhere")


def test_the_meta_of_a_borrowed_pipeline_follows_ours(other, tmp_path):
    ours = MODEL.joinpath("meta.json").read_bytes()
    assert read_meta() == ours
    assert read_meta(other) == ours + other.joinpath("meta.json").read_bytes()
    with pytest.raises(OSError, match="nowhere"):
        read_meta(tmp_path / "nowhere")
