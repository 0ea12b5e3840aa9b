"""The second shape of the tables that parsing writes: gated pages, the parser's version, what pages say of themselves."""

from typing import Final

from sqlite_utils import Database

_VERSION_COLUMNS: Final = (
    *("title_printed TEXT", "title_origin TEXT", "byline_printed TEXT", "byline_origin TEXT"),
    *("listed TEXT", "listed_printed TEXT", "listed_origin TEXT", "listed_precision TEXT", "agreement REAL"),
    *("dateline_text TEXT", "dateline_start INTEGER", "dateline_end INTEGER"),
    *("credit_text TEXT", "credit_start INTEGER", "credit_end INTEGER"),
    *("correction_text TEXT", "correction_start INTEGER", "correction_end INTEGER", "parser TEXT"),
)
_STATES: Final = ("'parsed', 'unchanged', 'rejected',", "'parsed', 'unchanged', 'rejected', 'gated',")
_TABLES: Final = (
    """CREATE TABLE replaced_versions (
        version_key TEXT PRIMARY KEY, url_key TEXT NOT NULL, version INTEGER NOT NULL, replaced_by TEXT,
        text_sha256 TEXT NOT NULL, extractor TEXT NOT NULL, parser TEXT, replaced_at TEXT NOT NULL
    ) STRICT""",
    # Where a verdict on a replaced text belongs now.
    "CREATE INDEX replaced_versions_url ON replaced_versions (url_key)",
)
# What a person should look at before trusting what an article says: its text, or its day. A copy of LOW_AGREEMENT, as
# every step of a migration has its own.
DOUBTS_VIEW: Final = """CREATE VIEW articles_in_doubt AS
    SELECT v.id, v.source, v.title, coalesce(v.canonical_url, v.url) AS url, v.agreement, v.extractor,
        v.published, v.published_origin, v.listed, v.listed_origin,
        rtrim(iif(v.agreement < 0.7, 'text, ', '')
            || iif(abs(julianday(v.published) - julianday(v.listed)) > 1.5, 'published, ', '')
            || iif(julianday(v.published) - julianday(v.modified) > 1.5, 'modified, ', ''), ', ') AS doubts,
        v.version_key
    FROM articles AS a JOIN article_versions AS v ON v.version_key = a.version_key
    WHERE doubts != ''"""


def extend_page_tables(db: Database) -> None:
    """Add the columns and the table, and let a snapshot be `gated`; every row stays as it is."""
    for column in _VERSION_COLUMNS:
        db.execute(f"ALTER TABLE article_versions ADD COLUMN {column}")
    db.execute("ALTER TABLE snapshots ADD COLUMN parser TEXT")
    _allow_gated(db)
    for statement in _TABLES:
        db.execute(statement)


def _allow_gated(db: Database) -> None:
    """Widen the CHECK of a snapshot's state in place.

    Article versions refer to snapshots, so the table cannot be dropped and made anew inside a transaction. SQLite's manual
    gives this way for changes that touch no stored row ("Making Other Kinds Of Table Schema Changes", lang_altertable).
    """
    old, new = _STATES
    schema = db.execute("SELECT sql FROM sqlite_master WHERE name = 'snapshots' AND type = 'table'").fetchone()[0]
    if schema.count(old) != 1:
        raise ValueError("the table snapshots is not the one that this step changes")
    number = db.execute("PRAGMA schema_version").fetchone()[0]
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "UPDATE sqlite_master SET sql = ? WHERE name = 'snapshots' AND type = 'table'", [schema.replace(old, new)]
    )
    db.execute(f"PRAGMA schema_version = {number + 1}")
    db.execute("PRAGMA writable_schema = OFF")
