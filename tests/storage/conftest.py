"""A news database with invented articles."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from records import (
    Actor,
    ActorKind,
    Article,
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
    Snapshot,
    Source,
    Speaker,
    Stamp,
    Stance,
    TimeRange,
    TimexType,
    Unit,
)
from records.snapshot import url_key
from storage.database import close, open_news, write
from storage.runs import start_run
from storage.snapshots import insert_snapshot
from storage.sources import save_sources

TEXT = (
    "Over 400 families fled Marib on Monday, said Layla Haddad, spokeswoman of the Gulf Relief Office.\n\n"
    "She said 33.5% of them were children."
)
AT = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
MARIB = PlaceCandidate(
    key="geonames:72966", name="Marib", latitude=15.46, longitude=45.32, feature_class="P", feature_code="PPLA",
    country="YE", admin1="Marib", population=16794, score=0.9,
)  # fmt: skip


def stretch(words: str, text: str = TEXT) -> dict:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def make_snapshot(url: str = "https://harbour.example/1", body: str = "a" * 64, **changes) -> Snapshot:
    values = {
        "url": url,
        "url_key": url_key(url),
        "source": "harbour",
        "fetched_at": AT,
        "status": 200,
        "content_type": "text/html",
        "body_sha256": body,
        "body_bytes": 10,
        "warc_file": "2024-03/x.warc.gz",
        "warc_offset": 0,
        "warc_length": 10,
        "hints": {"title": "A hint"},
    }
    return Snapshot(**(values | changes))


def make_article(text: str = TEXT, url: str = "https://harbour.example/1", **changes) -> Article:
    values = {
        "url": url,
        "url_key": url_key(url),
        "canonical_url": None,
        "source": "harbour",
        "title": "Families flee Marib",
        "byline": "A. Reporter",
        "published": Stamp(
            value=datetime.fromisoformat("2024-03-05T02:30:00+03:00"),
            has_time=True,
            has_zone=True,
            printed="5 March 2024 02:30 +03",
            origin="json-ld",
        ),
        "modified": None,
        "language": "en",
        "text": text,
        "extractor": "plain text",
    }
    return Article(**(values | changes))


def make_extraction(article: Article, pipeline: str = "0.1.0+abc") -> Extraction:
    text = article.text
    speaker = Speaker(
        **stretch("Layla Haddad", text), name="Layla Haddad", kind=ActorKind.PERSON, role="spokeswoman",
        organisation="Gulf Relief Office",
    )  # fmt: skip
    marib = Place(**stretch("Marib", text), resolved=MARIB, candidates=(MARIB,), confidence=0.9, rule="ner")
    monday = TimeRange(
        **stretch("Monday", text), timex=TimexType.DATE, value="2024-03-04", first=datetime(2024, 3, 4).date(),
        last=datetime(2024, 3, 4).date(), anchor="published", rule="weekday",
    )  # fmt: skip
    sentence = text.index("\n\n")
    displaced = Claim(
        article_text=text,
        version_key=article.version_key,
        quantity=Quantity(
            **stretch("Over 400", text), low=Decimal(400), high=None, qualifier=Qualifier.MORE_THAN, rule="bounded"
        ),
        unit=Unit.HOUSEHOLD,
        group=Mention(**stretch("families", text)),
        event=Event.DISPLACEMENT,
        trigger=Mention(**stretch("fled", text)),
        modality=Modality.ACTUAL,
        places=(ClaimPlace(place=marib, role=PlaceRole.ORIGIN),),
        time=monday,
        speaker=speaker,
        cue=Mention(**stretch("said", text)),
        stance=Stance.ASSERT,
        confidence=0.8,
        evidence=Evidence.quote(text, 0, sentence),
        origins=(FieldOrigin(field="event", rule="verb", confidence=0.9),),
    )
    children = Claim(
        article_text=text,
        version_key=article.version_key,
        quantity=Quantity(
            **stretch("33.5%", text),
            low=Decimal("33.5"),
            high=Decimal("33.5"),
            qualifier=Qualifier.EXACT,
            unit=Unit.PERCENT,
            rule="percent",
        ),
        unit=Unit.PERCENT,
        group=None,
        event=Event.PRESENCE,
        trigger=None,
        modality=Modality.ACTUAL,
        places=(),
        time=None,
        speaker=None,
        cue=None,
        stance=Stance.ASSERT,
        confidence=0.4,
        evidence=Evidence.quote(text, sentence + 2, len(text)),
    )
    return Extraction(
        version_key=article.version_key,
        pipeline_version=pipeline,
        claims=(displaced, children),
        actors=(
            Actor(
                name="Layla Haddad",
                kind=ActorKind.PERSON,
                role="spokeswoman",
                organisation="Gulf Relief Office",
                mentions=(speaker,),
            ),
        ),
        places=(marib,),
        attributions=(
            Attribution(
                source=(speaker,),
                cue=(Mention(**stretch("said", text)),),
                content=(Mention(**stretch("Over 400 families fled Marib on Monday", text)),),
                speaker=speaker,
                mode=AttributionMode.INDIRECT,
                stance=Stance.ASSERT,
                rule="verb",
            ),
        ),
        times=(monday,),
        seconds=0.1,
    )


@pytest.fixture
def news(tmp_path):
    db = open_news(tmp_path / "output" / "news.db")
    save_sources(db, [Source(name="harbour", title="Harbour Post", home="https://harbour.example/")])
    yield db
    close(db)


@pytest.fixture
def run_id(news):
    return start_run(news, "test", version="0")


@pytest.fixture
def add_snapshot(news):
    def add(**changes) -> int:
        with write(news):
            return insert_snapshot(news, make_snapshot(**changes), run_id=None, parse_state="pending")

    return add
