"""A small invented world in a real `news.db`: three outlets, five articles, one of them edited, one of them hostile."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

from records import (
    ActorKind,
    Article,
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
from review.server import close_datasette, make_datasette
from storage.articles import save_article
from storage.claims import save_extraction
from storage.database import close, open_news, write
from storage.fetches import Discovery, save_discovered, save_failure
from storage.snapshots import insert_snapshot
from storage.sources import save_sources

AT = datetime(2031, 5, 4, 6, 30, tzinfo=UTC)
PIPELINE = "0.1.0+test"
SCRIPT = "<script>alert('x')</script>"
HOSTILE = f'{SCRIPT} " onmouseover="alert(1)" javascript:alert(1) {{{{ 7*7 }}}} <img src=x onerror=alert(2)>'

FLOOD = (
    "Floods in the Marrow valley have forced more than 12,400 people from their homes since Friday, the regional"
    " governor Ilse Brandvold said on Sunday.\n\n"
    "At least 31 people were killed in Karsholm, according to the Varland Rescue Service. “We expect up to 900 families"
    " to need shelter by Thursday,” Brandvold told reporters.\n\n"
    "About 40% of the houses in the town of Odrik were damaged."
)
FLOOD_EDITED = FLOOD.replace("At least 31", "At least 38")
MARCH = (
    "Hundreds of farmers blocked the road near Odrik on Monday. The police detained 17 of them, a spokesman said.\n\n"
    "The interior ministry denied that two protesters had died."
)
EVIL = f"The mayor of {HOSTILE} said 55 goats <b>were lost</b> & “found”.\n\nNothing else is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Both files, the keys of the claims by the words of their quantities, article numbers, and the hostile string."""

    news: Path
    reviews: Path
    claims: dict[str, str]
    articles: dict[str, int]
    hostile: str = HOSTILE
    texts: dict[str, str]


def stretch(text: str, words: str, *, kind: type[Mention] = Mention, **values: object) -> Mention:
    """Return the first stretch with these words."""
    start = text.index(words)
    return kind(start=start, end=start + len(words), text=words, **values)


def make_claim(
    article: Article,
    words: str,
    low: int | None,
    high: int | None,
    *,
    confidence: float,
    event: Event,
    qualifier: Qualifier = Qualifier.EXACT,
    unit: Unit = Unit.PERSON,
    group: str | None = None,
    trigger: str | None = None,
    place: str | None = None,
    time: str | None = None,
    speaker: str | None = None,
    cue: str | None = None,
    modality: Modality = Modality.ACTUAL,
    stance: Stance = Stance.ASSERT,
) -> Claim:
    """Build a claim whose stretches are found by their words."""
    text = article.text
    start = text.index(words)
    ends = [text.find(mark, start) + 1 for mark in (". ", ".\n", ".”")]
    sentence_end = min((end for end in ends if end), default=len(text))
    begins = [found + len(mark) for mark in (". ", "\n\n", ".” ") if (found := text.rfind(mark, 0, start)) >= 0]
    sentence_start = max(begins, default=0)
    quantity = Quantity(
        start=start,
        end=start + len(words),
        text=words,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        qualifier=qualifier,
        rule="number_words",
    )
    return Claim(
        article_text=text,
        version_key=article.version_key,
        quantity=quantity,
        unit=unit,
        group=stretch(text, group) if group else None,
        event=event,
        trigger=stretch(text, trigger) if trigger else None,
        modality=modality,
        places=(make_place(text, place),) if place else (),
        time=stretch(
            text,
            time,
            kind=TimeRange,
            timex=TimexType.DATE,
            value="2031-05-03",
            first=date(2031, 5, 2),
            last=None,
            anchor="published",
            rule="weekday",
        )
        if time
        else None,
        speaker=make_speaker(text, speaker),
        cue=stretch(text, cue) if cue else None,
        stance=stance,
        confidence=confidence,
        evidence=Evidence.quote(text, sentence_start, sentence_end),
        origins=(
            FieldOrigin(field="quantity", rule="number_words", confidence=0.99),
            FieldOrigin(field="event", rule="trigger_lemma", confidence=0.7),
            FieldOrigin(field="speaker", rule="subject_of_cue", confidence=confidence),
        ),
    )


def make_speaker(text: str, name: str | None) -> Speaker | None:
    """Return a speaker whose name stands in the text."""
    if name is None:
        return None
    start = text.index(name)
    return Speaker(
        start=start, end=start + len(name), text=name, name=name, kind=ActorKind.PERSON, role="regional governor"
    )


def make_place(text: str, name: str) -> ClaimPlace:
    """Return a place with two candidates in invented countries."""
    candidates = tuple(
        PlaceCandidate(
            key=f"geonames:{number}",
            name=name,
            latitude=51.25,
            longitude=7.5 + number,
            feature_class="P",
            feature_code="PPL",
            country=country,
            admin1="Marrow",
            population=12_000,
            score=score,
        )
        for number, country, score in ((1 + len(name), "NO", 0.83), (90, "SE", 0.21))
    )
    start = text.index(name)
    place = Place(
        start=start,
        end=start + len(name),
        text=name,
        resolved=candidates[0],
        candidates=candidates,
        confidence=0.83,
        rule="gazetteer",
    )
    return ClaimPlace(place=place, role=PlaceRole.EVENT)


def make_article(slug: str, title: str, text: str, *, source: str, day: int, url: str | None = None) -> Article:
    """Return an article of an invented outlet."""
    address = url or f"https://{source}.example/{slug}"
    return Article(
        url=address,
        url_key=url_key(address),
        canonical_url=address,
        source=source,
        title=title,
        byline="Anna Ring",
        published=Stamp(
            value=datetime(2031, 5, day, 8, tzinfo=UTC),
            has_time=True,
            has_zone=True,
            printed=f"2031-05-{day:02}T08:00:00Z",
            origin="json-ld",
        ),
        modified=None,
        language="en",
        text=text,
        extractor="test",
    )


def save(db: Database, article: Article, claims: tuple[Claim, ...]) -> int:
    """Store an article with its claims and return the number of its version."""
    body = article.text_sha256
    snapshot = Snapshot(
        url=article.url,
        url_key=article.url_key,
        source=article.source,
        fetched_at=AT,
        status=200,
        content_type="text/html",
        body_sha256=body,
        body_bytes=len(article.text),
        warc_file="2031-05/tallywire-1.warc.gz",
        warc_offset=1234,
        warc_length=567,
    )
    with write(db):
        number = insert_snapshot(db, snapshot, run_id=None, parse_state="pending")
        save_article(db, article, snapshot_id=number)
        save_extraction(
            db,
            Extraction(
                version_key=article.version_key,
                pipeline_version=PIPELINE,
                claims=claims,
                actors=(),
                places=tuple(place.place for claim in claims for place in claim.places),
                attributions=(),
                times=(),
                seconds=0.1,
            ),
            run_id=None,
        )
    return int(db.execute("SELECT id FROM article_versions WHERE version_key = ?", [article.version_key]).fetchone()[0])


def fill(db: Database) -> tuple[dict[str, str], dict[str, int]]:
    """Store the invented world; return claim keys by quantity words, and version numbers by name."""
    with write(db):
        save_sources(
            db,
            [
                Source(name=name, title=title, home=f"https://{name}.example/")
                for name, title in (
                    ("marrow-post", "The Marrow Post"),
                    ("varland-wire", "Varland Wire"),
                    ("evil", f"Evil {SCRIPT}"),
                )
            ],
        )
    with write(db):
        save_discovered(db, "evil", [Discovery(url="https://evil.example/gone")], found_in=None, at=AT)
    save_failure(
        db, "https://evil.example/gone", error_kind="http", message=f"404 {SCRIPT}", at=AT, status=404, permanent=True
    )
    old = make_article("flood", "Floods in the Marrow valley", FLOOD, source="marrow-post", day=4)
    flood = make_article("flood", "Floods in the Marrow valley", FLOOD_EDITED, source="marrow-post", day=4)
    march = make_article("march", "Farmers block the road to Odrik", MARCH, source="varland-wire", day=6)
    evil = make_article("evil", HOSTILE, EVIL, source="evil", day=1, url="javascript:alert(document.domain)")
    articles: dict[str, tuple[Article, tuple[Claim, ...]]] = {
        "flood old": (
            old,
            (
                make_claim(
                    old, "At least 31", 31, None, confidence=0.6, event=Event.DEATH, qualifier=Qualifier.AT_LEAST
                ),
            ),
        ),
        "flood": (
            flood,
            (
                make_claim(
                    flood,
                    "more than 12,400",
                    12_400,
                    None,
                    confidence=0.91,
                    event=Event.DISPLACEMENT,
                    qualifier=Qualifier.MORE_THAN,
                    group="people",
                    trigger="forced",
                    place="Marrow valley",
                    time="since Friday",
                    speaker="Ilse Brandvold",
                    cue="said",
                ),
                make_claim(
                    flood,
                    "At least 38",
                    38,
                    None,
                    confidence=0.55,
                    event=Event.DEATH,
                    qualifier=Qualifier.AT_LEAST,
                    group="people were killed",
                    trigger="killed",
                    place="Karsholm",
                    cue="according to",
                ),
                make_claim(
                    flood,
                    "up to 900",
                    None,
                    900,
                    confidence=0.4,
                    event=Event.NEED,
                    unit=Unit.HOUSEHOLD,
                    qualifier=Qualifier.UP_TO,
                    group="families",
                    trigger="need",
                    modality=Modality.FUTURE,
                ),
                make_claim(
                    flood,
                    "About 40%",
                    40,
                    40,
                    confidence=0.75,
                    event=Event.DESTRUCTION,
                    unit=Unit.PERCENT,
                    qualifier=Qualifier.APPROXIMATELY,
                    place="Odrik",
                ),
            ),
        ),
        "march": (
            march,
            (
                make_claim(
                    march,
                    "Hundreds",
                    200,
                    999,
                    confidence=0.7,
                    event=Event.PROTEST,
                    qualifier=Qualifier.VAGUE,
                    group="farmers",
                    place="Odrik",
                ),
                make_claim(march, "17", 17, 17, confidence=0.65, event=Event.DETENTION, cue="said"),
                make_claim(
                    march,
                    "two",
                    2,
                    2,
                    confidence=0.35,
                    event=Event.DEATH,
                    group="protesters",
                    modality=Modality.NEGATED,
                    stance=Stance.DENY,
                    cue="denied",
                ),
            ),
        ),
        "evil": (evil, (make_claim(evil, "55", 55, 55, confidence=0.99, event=Event.OTHER, group="goats <b>were"),)),
    }
    keys: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for name, (article, claims) in articles.items():
        numbers[name] = save(db, article, claims)
        keys |= {claim.quantity.text: claim.key for claim in claims}
    return keys, numbers


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, int]]:
    """Fill the world once; tests copy the file."""
    news = tmp_path_factory.mktemp("filled") / "news.db"
    db = open_news(news)
    claims, articles = fill(db)
    close(db)
    return news, claims, articles


@pytest.fixture
def world(tmp_path: Path, filled: tuple[Path, dict[str, str], dict[str, int]]) -> World:
    """Make both files in a folder whose name a careless URI would misread."""
    source, claims, articles = filled
    folder = tmp_path / "out #1 50%"
    folder.mkdir()
    news = folder / "news.db"
    shutil.copyfile(source, news)
    texts = {"flood": FLOOD_EDITED, "march": MARCH, "evil": EVIL}
    return World(news=news, reviews=folder / "reviews.db", claims=claims, articles=articles, texts=texts)


@pytest.fixture
async def datasette(world: World) -> AsyncIterator[object]:
    """Serve the world, and close every connection afterwards."""
    served = make_datasette(world.news, world.reviews)
    await served.invoke_startup()
    yield served
    close_datasette(served)


@pytest.fixture
def judge(datasette, world):
    """Return a function that posts a verdict as a browser does: with the page's token and cookie."""

    async def post(words: str, decision: str, *, query: str = "", seen: int | None = None, **fields: str):
        path = f"/-/claims/{world.claims[words]}"
        page = await datasette.client.get(path + query)
        token = page.cookies["ds_csrftoken"]
        shown = page.text.split('name="seen" value="')[1].split('"')[0]
        data = {"csrftoken": token, "seen": str(shown if seen is None else seen), "decision": decision, **fields}
        return await datasette.client.post(
            f"{path}/verdict{query}",
            data=data,
            cookies={"ds_csrftoken": token},
            headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        )

    return post
