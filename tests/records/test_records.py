"""Records refuse what cannot be true, and claims refuse evidence that the text does not hold."""

import dataclasses
import inspect
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum

import pytest

import records
from records import (
    Actor,
    Article,
    Attribution,
    AttributionMode,
    Claim,
    ClaimPlace,
    Event,
    Evidence,
    Mention,
    Modality,
    Place,
    PlaceCandidate,
    PlaceRole,
    Qualifier,
    Quantity,
    Snapshot,
    Source,
    Speaker,
    Stamp,
    Stance,
    TimeRange,
    Unit,
    Verdict,
)
from records.snapshot import url_key

TEXT = "Rain fell. Over 400 families fled Marib on Monday, the mayor said. It was cold."
NAMED = (
    *(Source, Snapshot, Article, Quantity, Place, Actor, TimeRange, Attribution, Claim, Evidence, Verdict),
    *(ClaimPlace, PlaceCandidate, Speaker, Stamp, Mention),
)


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(start=start, end=start + len(words), text=words)


def quantity(words: str = "Over 400", **changes) -> Quantity:
    at = mention(words)
    values = {"low": Decimal(400), "high": None, "qualifier": Qualifier.MORE_THAN, "rule": "bounded"} | changes
    return Quantity(start=at.start, end=at.end, text=at.text, **values)


def claim(text: str = TEXT, **changes) -> Claim:
    values = {
        "version_key": "v1",
        "quantity": quantity(),
        "unit": Unit.HOUSEHOLD,
        "group": mention("families"),
        "event": Event.DISPLACEMENT,
        "trigger": mention("fled"),
        "modality": Modality.ACTUAL,
        "places": (),
        "time": None,
        "speaker": None,
        "cue": mention("said"),
        "stance": Stance.ASSERT,
        "confidence": 0.8,
        "evidence": Evidence.quote(TEXT, 11, 66),
    } | changes
    return Claim(article_text=text, **values)


@pytest.mark.parametrize("record", NAMED, ids=lambda record: record.__name__)
def test_records_are_frozen_slotted_keyword_only_and_documented(record):
    assert dataclasses.is_dataclass(record)
    assert record.__dataclass_params__.frozen
    assert record.__slots__ is not None
    assert all(field.kw_only for field in dataclasses.fields(record))
    documentation = " ".join(inspect.getdoc(base) or "" for base in record.__mro__)
    for field in dataclasses.fields(record):
        assert field.name in documentation or record == ClaimPlace, f"{record.__name__}.{field.name} has no sentence"


@pytest.mark.parametrize("name", records.__all__)
def test_every_public_name_has_a_docstring(name):
    assert getattr(records, name).__doc__


def test_vocabularies_are_those_of_the_codebook():
    assert [member.value for member in Qualifier] == [
        *("exact", "approximately", "more_than", "at_least", "less_than", "up_to", "range", "vague")
    ]
    assert len(Event) == 19
    assert len(Unit) == 14
    assert {member.value for member in Modality} == {"actual", "negated", "future", "hypothetical"}
    assert {member.value for member in PlaceRole} == {"event", "origin", "destination", "transit"}
    assert all(issubclass(kind, Enum) for kind in (Stance, AttributionMode))


def test_claim_holds_its_evidence_and_survives_pickling():
    built = claim()
    assert built.evidence.text == "Over 400 families fled Marib on Monday, the mayor said."
    assert built.evidence.prefix == "Rain fell. "
    assert built.evidence.suffix == " It was cold."
    assert pickle.loads(pickle.dumps(built)) == built


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"group": Mention(start=0, end=8, text="families")}, "'families' at 0..8"),
        ({"trigger": Mention(start=200, end=204, text="fled")}, "'fled' at 200..204"),
        ({"evidence": Evidence.quote(TEXT, 0, 10)}, "does not hold the quantity"),
        ({"evidence": Evidence.quote("x" + TEXT, 12, 67)}, "does not match"),
        ({"evidence": Evidence.quote(TEXT + " ", 11, 66)}, "quotes another text"),
        ({"confidence": 1.5}, "between 0 and 1"),
    ],
)
def test_claim_refuses_what_its_text_does_not_hold(changes, words):
    with pytest.raises(ValueError, match=words):
        claim(**changes)


def test_claim_refuses_another_text():
    with pytest.raises(ValueError, match="does not match"):
        claim(text=TEXT.replace("400", "401"))


def test_claim_key_depends_on_version_spans_and_ordinal_alone():
    assert claim().key == claim(event=Event.DEATH, trigger=None, confidence=0.1).key
    assert claim().key != claim(version_key="v2").key
    assert claim().key != claim(ordinal=1).key


@pytest.mark.parametrize(("start", "end", "text"), [(0, 0, ""), (-1, 2, "abc"), (0, 2, "abc")])
def test_mention_refuses_wrong_offsets(start, end, text):
    with pytest.raises(ValueError, match="not a stretch"):
        Mention(start=start, end=end, text=text)


def test_quantity_refuses_missing_and_crossed_bounds():
    with pytest.raises(ValueError, match="needs a bound"):
        quantity(low=None)
    with pytest.raises(ValueError, match="is above"):
        quantity(low=Decimal(5), high=Decimal(4))


def test_attribution_refuses_empty_content():
    with pytest.raises(ValueError, match="needs content"):
        Attribution(
            source=(), cue=(), content=(), speaker=None, mode=AttributionMode.DIRECT, stance=Stance.ASSERT, rule="x"
        )


def test_stamp_refuses_a_naive_instant():
    with pytest.raises(ValueError, match="timezone-aware"):
        Stamp(value=datetime(2024, 1, 1), has_time=True, has_zone=False, printed="x", origin="meta")


def test_article_keys_depend_on_url_and_text():
    values = {
        "url": "https://a.example/1",
        "url_key": url_key("https://a.example/1"),
        "canonical_url": None,
        "source": "a",
        "title": "T",
        "byline": None,
        "published": Stamp(
            value=datetime(2024, 1, 1, tzinfo=UTC), has_time=False, has_zone=False, printed="1 Jan", origin="meta"
        ),
        "modified": None,
        "language": "en",
        "text": "One.",
        "extractor": "plain text",
    }
    first = Article(**values)
    assert first.version_key == Article(**(values | {"title": "Other"})).version_key
    assert first.version_key != Article(**(values | {"text": "Two."})).version_key
    assert len(first.text_sha256) == 64


def test_place_gives_country_and_geonameid():
    entry = PlaceCandidate(
        key="geonames:1", name="A", latitude=1.0, longitude=2.0, feature_class="P", feature_code="PPL", country="YE",
        admin1=None, population=1, score=1.0,
    )  # fmt: skip
    at = mention("Marib")
    place = Place(start=at.start, end=at.end, text=at.text, resolved=entry, confidence=0.5, rule="ner")
    assert (place.country, place.geonameid) == ("YE", 1)
    crossing = dataclasses.replace(place, resolved=dataclasses.replace(entry, key="crossing:torkham"))
    assert crossing.geonameid is None
    assert dataclasses.replace(place, resolved=None).country is None
