"""The door from text to records: the same for the same text, whole, versioned, linear on hostile input."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import spacy

from extraction.components.tokenizer import LONGEST_RUN
from extraction.contract import read_documents, render_extraction
from extraction.pipeline import COMPONENTS, load_pipeline, pipeline_version
from extraction.sentences import LONGEST as LONGEST_SENTENCE
from extraction.sentences import is_parsed, sentence_at
from gazetteer.build import ensure_gazetteer
from gazetteer.lookup import GazetteerMissing
from records import Event, Extraction, Modality, Unit

TEXT = "More than 300 people fled the town of Kisumu, Kenya, on Sunday, the Red Cross said."
SHARED = Path(__file__).parents[3] / "shared"


def test_extract_gives_records_with_the_keys_of_the_call(pipeline):
    extraction = pipeline.extract(TEXT, published=date(2024, 5, 7), title="Flight", version_key="v1")
    assert isinstance(extraction, Extraction)
    assert (extraction.version_key, extraction.pipeline_version) == ("v1", pipeline.version)
    (claim,) = extraction.claims
    assert (claim.version_key, claim.unit, claim.event) == ("v1", Unit.PERSON, Event.DISPLACEMENT)
    assert extraction.seconds > 0


def test_the_same_text_gives_the_same_claims_whatever_was_read_before(pipeline):
    first = pipeline.extract(TEXT)
    pipeline.extract("Four goats died in Lima.")
    second = pipeline.extract(TEXT)
    assert (first.claims, first.places, first.actors) == (second.claims, second.places, second.actors)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\t\r\n", "é ½ 🐐 \u200b", "a" * 5000, "(" * 2000, "\x00\x01"])
def test_annotate_keeps_the_text(pipeline, text):
    assert pipeline.annotate(text).text == text


def test_every_component_is_in_its_place(pipeline):
    names = [name for name, _ in COMPONENTS]
    assert [name for name in pipeline.nlp.pipe_names if name in names] == names


def test_the_version_names_code_and_hash_and_needs_no_weights(pipeline, tmp_path):
    version = pipeline_version(gazetteer_path=ensure_gazetteer())
    assert re.fullmatch(r"[\w.]+\+[0-9a-f]{12}", version)
    assert version == pipeline.version
    spacy.blank("en").to_disk(tmp_path / "other")
    assert pipeline_version(model=str(tmp_path / "other"), gazetteer_path=ensure_gazetteer()) != version
    with pytest.raises(OSError, match="none"):
        pipeline_version(model=str(tmp_path / "none"), gazetteer_path=ensure_gazetteer())


def test_a_missing_gazetteer_is_named(tmp_path):
    with pytest.raises(GazetteerMissing, match=r"none\.sqlite"):
        load_pipeline(gazetteer_path=tmp_path / "none.sqlite")


def test_the_tokenizer_cuts_what_no_word_is(nlp):
    tokenizer = nlp.tokenizer
    for text in ("x" * (3 * LONGEST_RUN + 5), f"go {'(' * 1000} home", "a b"):
        assert tokenizer(text).text == text
    assert [token.text for token in tokenizer("Two goats died.")] == [
        token.text for token in tokenizer.tokenizer("Two goats died.")
    ]


def test_an_overlong_sentence_is_read_in_windows(nlp):
    doc = nlp("goats " * (LONGEST_SENTENCE + 200))
    middle = len(doc) // 2
    span = sentence_at(doc, middle)
    assert span.start <= middle < span.end
    assert not is_parsed(doc, middle) or len(span) <= LONGEST_SENTENCE


@pytest.mark.shared
def test_the_seed_article_gives_its_claims(pipeline):
    path = SHARED / "seed" / "article.txt"
    if not path.is_file():
        pytest.skip("needs ../shared/seed/article.txt")
    claims = pipeline.extract(path.read_text(encoding="utf-8"), published=date(2023, 11, 20)).claims
    facts = {(claim.quantity.text, claim.unit.value, claim.event.value, claim.modality.value) for claim in claims}
    assert facts >= {
        ("over 400,000", "person", "return", "actual"),
        ("an estimated 1.7 million", "person", "presence", "actual"),
        ("1.4 million", "person", "presence", "actual"),
        ("hundreds", "person", "protest", "actual"),
        ("approximately 1.3 million", "person", "return", "future"),
    }
    (confirmed,) = [claim for claim in claims if claim.speaker and claim.speaker.name == "Zabihullah Mujahid"]
    assert (confirmed.quantity.low, confirmed.event, confirmed.speaker.role) == (
        400_000,
        Event.RETURN,
        "chief spokesperson",
    )
    (expected,) = [claim for claim in claims if claim.modality is Modality.FUTURE]
    assert expected.speaker.name == "World Health Organization"


@pytest.mark.shared
def test_gold_documents_go_through_the_contract(pipeline):
    path = SHARED / "gold" / "displacement-idmc.jsonl"
    if not path.is_file():
        pytest.skip("needs ../shared/gold")
    with path.open(encoding="utf-8") as lines:
        for document in list(read_documents(lines))[:20]:
            record = render_extraction(document.doc, pipeline.extract(document.text, published=document.published))
            assert json.loads(json.dumps(record))["doc"] == document.doc


@pytest.mark.parametrize(
    "text",
    [
        "Streaming 40 films at 1080p/1440p is fine for 200 viewers.",
        "It is one of the best 16:9 screens, and 300 were sold.",
        "The bill passed 230-to-197 on Tuesday, and 66-27 in committee.",
    ],
)
def test_no_two_claims_share_a_key(pipeline, text):
    keys = [claim.key for claim in pipeline.extract(text).claims]
    assert len(keys) == len(set(keys))
