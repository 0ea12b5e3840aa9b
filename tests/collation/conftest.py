"""A news database with invented articles of invented outlets, without crawling and without the language model."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from records import Article, Snapshot, Source, Stamp
from records.snapshot import url_key
from storage.articles import save_article
from storage.database import close, open_news, write
from storage.snapshots import insert_snapshot
from storage.sources import save_sources

AT = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)


OUTLETS = ("harbour", "meridian", "delta", "added")


def open_with_outlets(path: Path) -> Database:
    db = open_news(path)
    save_sources(db, [Source(name=name, title=name, home=f"https://{name}.example/") for name in OUTLETS])
    return db


def add_article(
    db: Database,
    source: str,
    text: str,
    *,
    path: str = "1",
    at: datetime = AT,
    has_time: bool = True,
    fetched: datetime = AT,
) -> str:
    """Store an article and return its version key; the same path again is a new version."""
    url = f"https://{source}.example/{path}"
    article = Article(
        url=url,
        url_key=url_key(url),
        canonical_url=None,
        source=source,
        title=f"{source} {path}",
        byline=None,
        published=Stamp(value=at, has_time=has_time, has_zone=True, printed=at.isoformat(), origin="meta"),
        modified=None,
        language="en",
        text=text,
        extractor="plain text",
    )
    snapshot = Snapshot(
        url=url,
        url_key=url_key(url),
        source=source,
        fetched_at=fetched,
        status=200,
        content_type="text/html",
        body_sha256=hashlib.sha256(text.encode()).hexdigest(),
        body_bytes=len(text),
        warc_file="none",
        warc_offset=0,
        warc_length=0,
    )
    with write(db):
        snapshot_id = insert_snapshot(db, snapshot, run_id=None, parse_state="pending")
        save_article(db, article, snapshot_id=snapshot_id)
    return article.version_key


@pytest.fixture
def news(tmp_path: Path) -> Iterator[Database]:
    db = open_with_outlets(tmp_path / "news.db")
    yield db
    close(db)


@pytest.fixture
def add(news: Database) -> Callable[..., str]:
    return partial(add_article, news)


@pytest.fixture
def add_claim(news: Database) -> Callable[..., None]:
    """Give a function that stores that a version was extracted, with one claim of people killed for each number."""

    def add_claim(version_key: str, *numbers: int) -> None:
        text = news.execute("SELECT text FROM article_versions WHERE version_key = ?", [version_key]).fetchone()[0]
        with write(news):
            extraction = news.execute(
                "INSERT INTO extractions (version_key, pipeline_version, extracted_at, seconds, claims, actors, places,"
                " attributions, times) VALUES (?, ?, '2024-03-05T10:00:00Z', 0.1, 1, 0, 0, 0, 0)",
                [version_key, f"test {len(list(news.query('SELECT 1 FROM extractions')))}"],
            ).lastrowid
            news.execute("DELETE FROM claims WHERE version_key = ?", [version_key])
            for number in numbers:
                start = text.index(str(number))
                news.table("claims").insert(
                    {
                        "claim_key": f"{version_key} {start}",
                        "version_key": version_key,
                        "extraction_id": extraction,
                        "ordinal": 0,
                        "quantity": str(number),
                        "quantity_start": start,
                        "quantity_end": start + len(str(number)),
                        "low_exact": str(number),
                        "high_exact": str(number),
                        "qualifier": "exact",
                        "quantity_rule": "test",
                        "unit": "person",
                        "group_text": "people",
                        "event": "death",
                        "modality": "actual",
                        "stance": "assert",
                        "confidence": 0.9,
                        "evidence": text.split(".")[0] + ".",
                        "evidence_start": 0,
                        "evidence_end": len(text.split(".", maxsplit=1)[0]) + 1,
                        "evidence_prefix": "",
                        "evidence_suffix": "",
                        "origins": "[]",
                    }
                )

    return add_claim
