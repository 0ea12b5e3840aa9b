"""What each run got from each source, written and read back."""

from datetime import UTC, datetime, timedelta

from records import Source
from records.source import Expectation
from storage.articles import save_article
from storage.database import write
from storage.runs import start_run
from storage.snapshots import insert_snapshot, save_rejection
from storage.source_runs import SourceRun, load_pasts, save_source_runs, save_yields
from storage.sources import save_sources
from tests.storage.conftest import make_article, make_snapshot

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


def source_run(run_id: int, *, source: str = "harbour", at: datetime = NOON, **changes) -> SourceRun:
    values = {
        "run_id": run_id,
        "source": source,
        "at": at,
        "listings": 1,
        "listings_unchanged": 0,
        "discovered": 2,
        "fetched": 2,
        "new": 2,
        "unchanged": 0,
        "postponed": 0,
        "failures": {"dns": 2, "timeout": 1},
        "seconds": 3.5,
    }
    return SourceRun(**(values | changes))


def test_a_run_is_read_back_as_it_was_written(news, run_id):
    save_source_runs(news, [source_run(run_id)])
    (past,) = load_pasts(news)
    assert past.runs == (source_run(run_id),)
    assert past.runs[0].failed == 3
    assert news.execute("SELECT failed FROM source_runs").fetchone()[0] == 3


def test_expectations_count_the_time_since_the_run_before(news):
    expecting = Source(
        name="harbour", title="Harbour", home="https://h.example/", expect=Expectation(articles_a_day=4.0)
    )
    save_sources(news, [expecting])
    for hours in (0, 6):
        run_id = start_run(news, "crawl", version="0")
        save_source_runs(news, [source_run(run_id, at=NOON + timedelta(hours=hours))])
    assert [row["expected"] for row in news.query("SELECT expected FROM source_runs ORDER BY run_id")] == [None, 1.0]


def test_yields_are_counted_once_all_pages_of_the_run_are_parsed(news, run_id):
    save_source_runs(news, [source_run(run_id)])
    with write(news):
        pages = [
            insert_snapshot(
                news, make_snapshot(url=f"https://harbour.example/{number}"), run_id=run_id, parse_state="pending"
            )
            for number in range(3)
        ]
        for number, page in enumerate(pages[:2]):
            text = "word " * (100 + 100 * number)
            save_article(news, make_article(text=text, url=f"https://harbour.example/{number}"), snapshot_id=page)
    assert save_yields(news) == 0
    with write(news):
        save_rejection(news, pages[2], error_kind="no_text", message="nothing")
    assert save_yields(news) == 1
    (past,) = load_pasts(news)
    assert (past.runs[0].articles, past.runs[0].rejected, past.runs[0].median_words) == (2, 1, 150.0)
    assert sorted(article.words for article in past.articles) == [100, 200]
    assert save_yields(news) == 0


def test_only_watched_sources_have_a_past(news):
    save_sources(
        news,
        [
            Source(name=name, title=name, home="https://x.example/", enabled=name != "off")
            for name in ("harbour", "off", "gone", "new")
        ],
    )
    run_id = start_run(news, "crawl", version="0")
    save_source_runs(
        news,
        [
            source_run(run_id),
            source_run(run_id, source="off"),
            source_run(run_id, source="gone", at=NOON - timedelta(days=30)),
        ],
    )
    assert [past.source.name for past in load_pasts(news)] == ["harbour"]
