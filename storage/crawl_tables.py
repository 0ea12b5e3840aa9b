"""The second shape of the tables that a crawl writes: every kind of listing, adaptive visits, pauses of hosts."""

from typing import Final

from sqlite_utils import Database

# A copy, as every step of a migration has its own: a released step must not change with the code.
_STATES: Final = "'discovered', 'fetched', 'retry', 'failed', 'forbidden', 'quarantined'"
_OLD_COLUMNS: Final = (
    "url_key, url, source, kind, state, attempts, next_at, found_in, hints, first_seen_at, last_fetched_at, last_status,"
    " etag, last_modified, error_kind, error"
)
_FETCHES: Final = f"""CREATE TABLE fetches_new (
        url_key TEXT PRIMARY KEY, url TEXT NOT NULL, source TEXT NOT NULL REFERENCES sources(name),
        kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'section', 'article')),
        state TEXT NOT NULL CHECK (state IN ({_STATES})),
        attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT, found_in TEXT, hints TEXT NOT NULL DEFAULT '{{}}',
        first_seen_at TEXT NOT NULL, last_fetched_at TEXT, last_status INTEGER, etag TEXT, last_modified TEXT,
        error_kind TEXT, error TEXT, changed_at TEXT, change_gap REAL, article_key TEXT
    ) STRICT"""
_SOURCE_COLUMNS: Final = (
    "sitemaps TEXT NOT NULL DEFAULT '[]'",
    "sections TEXT NOT NULL DEFAULT '[]'",
    "pages INTEGER",
    "browser INTEGER NOT NULL DEFAULT 0",
    "keep_terms TEXT NOT NULL DEFAULT '[]'",
    "drop_terms TEXT NOT NULL DEFAULT '[]'",
    "expect TEXT NOT NULL DEFAULT '{}'",
)
_INDEXES: Final = (
    "CREATE INDEX fetches_state ON fetches (state, next_at)",
    "CREATE INDEX fetches_source ON fetches (source)",
    # What a crawl asks for each source: only rows with a next visit are in it, so its cost does not grow with the
    # articles that are done.
    "CREATE INDEX fetches_due ON fetches (source, kind, next_at) WHERE next_at IS NOT NULL",
)


def rebuild_crawl_tables(db: Database) -> None:
    """Give `fetches` its new kinds and columns and `sources` its new keys, with every row that is there."""
    db.execute(_FETCHES)
    db.execute(f"INSERT INTO fetches_new ({_OLD_COLUMNS}) SELECT {_OLD_COLUMNS} FROM fetches")
    db.execute("DROP TABLE fetches")  # its indexes go with it; nothing refers to it
    db.execute("ALTER TABLE fetches_new RENAME TO fetches")
    # From now on a row is due when its next visit is; what waits for its first has it at once.
    db.execute("UPDATE fetches SET next_at = first_seen_at WHERE state = 'discovered'")
    for statement in _INDEXES:
        db.execute(statement)
    for column in _SOURCE_COLUMNS:
        db.execute(f"ALTER TABLE sources ADD COLUMN {column}")
    db.execute("CREATE TABLE host_pauses (host TEXT PRIMARY KEY, until TEXT NOT NULL, reason TEXT NOT NULL) STRICT")
