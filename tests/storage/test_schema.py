"""Every table, view and column has its sentence, and no sentence lacks its column."""

import pytest

from storage.database import close, open_reviews
from storage.schema import REVIEW_TABLES, TABLES, VIEWS, render_schema

INTERNAL = ("_sqlite_migrations", "sqlite_")


def columns(db, name):
    return {row[1] for row in db.execute(f"PRAGMA table_xinfo([{name}])") if row[6] != 1}


def own_tables(db):
    return {name for name in db.table_names() if not name.startswith(INTERNAL) and "_fts" not in name}


def test_every_table_and_view_has_a_sentence(news):
    assert own_tables(news) == set(TABLES)
    assert set(news.view_names()) == set(VIEWS)


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_column_has_a_sentence(news, name):
    text = (TABLES | VIEWS)[name]
    assert columns(news, name) == set(text.columns)
    assert all(sentence.endswith((".", "...")) for sentence in (text.sentence, *text.columns.values()))
    assert text.label is None or text.label in text.columns


def test_reviews_have_sentences(tmp_path):
    db = open_reviews(tmp_path / "reviews.db")
    assert own_tables(db) | set(db.view_names()) == set(REVIEW_TABLES)
    assert columns(db, "verdicts") == set(REVIEW_TABLES["verdicts"].columns)
    close(db)


def test_document_names_every_column():
    document = render_schema()
    for name, table in (TABLES | VIEWS).items():
        assert f"### {name}" in document
        assert all(f"| `{column}` |" in document for column in table.columns)
