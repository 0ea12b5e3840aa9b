"""The JSON Lines contract: documents in with clear errors, extractions out in the form that quality is measured through."""

import json
from datetime import date
from decimal import Decimal

import pytest

from extraction.contract import DocumentError, parse_document, read_documents, render_extraction
from records import (
    Actor,
    ActorKind,
    Attribution,
    AttributionMode,
    Claim,
    ClaimPlace,
    Event,
    Evidence,
    Extraction,
    FieldOrigin,
    Mention,
    Modality,
    Place,
    PlaceCandidate,
    PlaceRole,
    Qualifier,
    Quantity,
    Speaker,
    Stance,
    TimeRange,
    TimexType,
    Unit,
)

TEXT = "Over 400 herders left Varn on Monday, Ilse Marr said."


def mention(words, record=Mention, **fields):
    start = TEXT.index(words)
    return record(start=start, end=start + len(words), text=words, **fields)


PLACE = mention(
    "Varn",
    Place,
    resolved=PlaceCandidate(
        key="geonames:7", name="Varn", latitude=1.5, longitude=2.5, feature_class="P", feature_code="PPL", country="XY",
        admin1=None, population=10, score=0.9,
    ),
    confidence=0.9,
    rule="entity",
)  # fmt: skip
MONDAY = mention(
    "Monday",
    TimeRange,
    timex=TimexType.DATE,
    value="2024-05-06",
    first=date(2024, 5, 6),
    last=date(2024, 5, 6),
    anchor="published",
    rule="weekday",
)
MARR = mention("Ilse Marr", Speaker, name="Ilse Marr", kind=ActorKind.PERSON, role="mayor", organisation=None)
CLAIM = Claim(
    article_text=TEXT,
    version_key="v",
    quantity=mention("Over 400", Quantity, low=Decimal(400), high=None, qualifier=Qualifier.MORE_THAN, rule="digits"),
    unit=Unit.PERSON,
    group=mention("herders"),
    event=Event.DISPLACEMENT,
    trigger=mention("left"),
    modality=Modality.ACTUAL,
    places=(ClaimPlace(place=PLACE, role=PlaceRole.ORIGIN),),
    time=MONDAY,
    speaker=MARR,
    cue=mention("said"),
    stance=Stance.ASSERT,
    confidence=0.8,
    evidence=Evidence.quote(TEXT, 0, len(TEXT)),
    origins=(FieldOrigin(field="event", rule="phrase", confidence=0.9),),
)
EXTRACTION = Extraction(
    version_key="v",
    pipeline_version="1",
    claims=(CLAIM,),
    actors=(Actor(name="Ilse Marr", kind=ActorKind.PERSON, role="mayor", organisation=None, mentions=(MARR,)),),
    places=(PLACE,),
    attributions=(
        Attribution(
            source=(mention("Ilse Marr"),),
            cue=(mention("said"),),
            content=(mention("Over 400 herders left Varn on Monday"),),
            speaker=MARR,
            mode=AttributionMode.INDIRECT,
            stance=Stance.ASSERT,
            rule="clause",
        ),
    ),
    times=(MONDAY,),
    seconds=0.1,
)


def test_parse_document_reads_what_the_contract_names_and_ignores_the_rest():
    line = json.dumps({"doc": "a", "text": "x", "published": "2024-05-07T10:00:00Z", "title": "T", "claims": []})
    document = parse_document(line)
    assert (document.doc, document.text, document.published, document.title) == ("a", "x", date(2024, 5, 7), "T")
    assert parse_document('{"doc": "a", "text": "", "published": null}').published is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 3 is not JSON"),
        ("[1]", "line 3 must be an object .* not a list"),
        ("7", "not a number"),
        ('{"text": "x"}', "line 3 has no 'doc'"),
        ('{"doc": "a"}', "line 3 has no 'text'"),
        ('{"doc": 1, "text": "x"}', "'doc' must be a string, not a number"),
        ('{"doc": "a", "text": null}', "'text' must be a string, not null"),
        ('{"doc": "a", "text": "x", "title": []}', "'title' must be a string or null"),
        ('{"doc": "a", "text": "x", "published": 2024}', "'published' must be an ISO 8601 string"),
        ('{"doc": "a", "text": "x", "published": "last week"}', "'published' is not an ISO 8601 date: 'last week'"),
        ('{"doc": "a", "text": "x\\ud83d"}', "half a surrogate pair at 1"),
    ],
)
def test_errors_say_what_is_wrong_and_where(line, message):
    with pytest.raises(DocumentError, match=message):
        parse_document(line, number=3)


def test_read_documents_counts_blank_lines():
    lines = ['{"doc": "a", "text": "x"}', "", "nonsense"]
    documents = read_documents(lines)
    assert next(documents).doc == "a"
    with pytest.raises(DocumentError, match="line 3"):
        next(documents)


def test_render_extraction_has_the_form_of_the_codebook():
    record = json.loads(json.dumps(render_extraction("a", EXTRACTION)))
    assert record["doc"] == "a"
    (claim,) = record["claims"]
    assert claim["quantity"]["text"] == TEXT[claim["quantity"]["start"] : claim["quantity"]["end"]]
    assert (claim["low"], claim["high"], claim["qualifier"], claim["unit"]) == (400, None, "more_than", "person")
    assert claim["group"] == {"start": 9, "end": 16, "text": "herders"}
    assert (
        claim["places"][0] | {"role": "origin", "country": "XY", "geonameid": 7, "text": "Varn"} == claim["places"][0]
    )
    assert (claim["time"]["from"], claim["time"]["to"], claim["time"]["text"]) == ("2024-05-06", "2024-05-06", "Monday")
    assert (claim["speaker"]["name"], claim["speaker"]["kind"], claim["cue"]["text"]) == ("Ilse Marr", "person", "said")
    assert (
        record["actors"][0] | {"name": "Ilse Marr", "kind": "person", "role": "mayor", "organisation": None}
        == record["actors"][0]
    )
    assert (
        record["attributions"][0] | {"source": [[38, 47]], "cue": [[48, 52]], "speaker": "Ilse Marr"}
        == record["attributions"][0]
    )
    assert record["times"][0] | {"type": "DATE", "value": "2024-05-06"} == record["times"][0]
    assert record["places"][0] | {"latitude": 1.5, "longitude": 2.5} == record["places"][0]


@pytest.mark.parametrize(("value", "number"), [("400", 400), ("400.0", 400), ("66.67", 66.67), ("1E+6", 1000000)])
def test_numbers_are_integers_where_they_are_whole(value, number):
    quantity = mention(
        "Over 400", Quantity, low=Decimal(value), high=Decimal(value), qualifier=Qualifier.EXACT, rule="x"
    )
    claim = Claim(
        article_text=TEXT, version_key="v", quantity=quantity, unit=Unit.OTHER, group=None, event=Event.OTHER, trigger=None,
        modality=Modality.ACTUAL, places=(), time=None, speaker=None, cue=None, stance=Stance.ASSERT, confidence=0.5,
        evidence=Evidence.quote(TEXT, 0, len(TEXT)),
    )  # fmt: skip
    extraction = Extraction(
        version_key="v",
        pipeline_version="1",
        claims=(claim,),
        actors=(),
        places=(),
        attributions=(),
        times=(),
        seconds=0.0,
    )
    rendered = render_extraction("a", extraction)["claims"][0]
    assert rendered["low"] == number
    assert isinstance(rendered["low"], type(number))
    assert (rendered["group"], rendered["time"], rendered["speaker"]) == (None, None, None)
