"""The tables of what is seen over many articles and runs: copies of one text, and what each run got from each source."""

from typing import Final

COPY_TABLES: Final = (
    """CREATE TABLE text_signatures (
        version_key TEXT PRIMARY KEY REFERENCES article_versions(version_key) ON DELETE CASCADE ON UPDATE CASCADE,
        scheme TEXT NOT NULL, text_sha256 TEXT NOT NULL, parsed_at TEXT NOT NULL, outlet TEXT NOT NULL,
        seen_at TEXT NOT NULL, shingles INTEGER NOT NULL, signature BLOB NOT NULL
    ) STRICT""",
    # Only texts of about the same time are compared.
    "CREATE INDEX text_signatures_seen ON text_signatures (seen_at)",
    """CREATE TABLE near_copies (
        first_key TEXT NOT NULL REFERENCES text_signatures(version_key) ON DELETE CASCADE ON UPDATE CASCADE,
        second_key TEXT NOT NULL REFERENCES text_signatures(version_key) ON DELETE CASCADE ON UPDATE CASCADE,
        resemblance REAL NOT NULL, containment REAL NOT NULL, PRIMARY KEY (first_key, second_key)
    ) STRICT, WITHOUT ROWID""",
    # The foreign key's own look-up when a signature goes.
    "CREATE INDEX near_copies_second ON near_copies (second_key)",
    """CREATE TABLE syndications (
        id INTEGER PRIMARY KEY, title TEXT NOT NULL,
        earliest_key TEXT NOT NULL REFERENCES article_versions(version_key) ON DELETE CASCADE ON UPDATE CASCADE,
        earliest_at TEXT NOT NULL, agency TEXT, articles INTEGER NOT NULL, outlets INTEGER NOT NULL,
        changed INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE syndication_articles (
        version_key TEXT PRIMARY KEY REFERENCES article_versions(version_key) ON DELETE CASCADE ON UPDATE CASCADE,
        syndication_id INTEGER NOT NULL REFERENCES syndications(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, resemblance REAL NOT NULL,
        containment REAL NOT NULL, compared TEXT, changed INTEGER
    ) STRICT""",
    # The articles of one group, the earliest first.
    "CREATE INDEX syndication_articles_group ON syndication_articles (syndication_id, position)",
    """CREATE TABLE claim_copies (
        claim_key TEXT PRIMARY KEY REFERENCES claims(claim_key) ON DELETE CASCADE,
        original_key TEXT NOT NULL REFERENCES claims(claim_key) ON DELETE CASCADE,
        syndication_id INTEGER NOT NULL REFERENCES syndications(id) ON DELETE CASCADE, is_changed INTEGER NOT NULL
    ) STRICT""",
    # Who repeats this claim; and the foreign keys' own look-ups.
    "CREATE INDEX claim_copies_original ON claim_copies (original_key)",
    "CREATE INDEX claim_copies_group ON claim_copies (syndication_id)",
    """CREATE VIEW claims_once AS
        SELECT * FROM claims_readable
        WHERE is_current AND claim_key NOT IN (SELECT claim_key FROM claim_copies WHERE NOT is_changed)""",
)

SOURCE_RUN_TABLES: Final = (
    """CREATE TABLE source_runs (
        run_id INTEGER NOT NULL REFERENCES runs(id), source TEXT NOT NULL REFERENCES sources(name),
        at TEXT NOT NULL, listings INTEGER NOT NULL, listings_unchanged INTEGER NOT NULL, discovered INTEGER NOT NULL,
        fetched INTEGER NOT NULL, new INTEGER NOT NULL, unchanged INTEGER NOT NULL, postponed INTEGER NOT NULL,
        failed INTEGER NOT NULL, failures TEXT NOT NULL, expected REAL, articles INTEGER, rejected INTEGER,
        median_words REAL, seconds REAL NOT NULL, PRIMARY KEY (run_id, source)
    ) STRICT, WITHOUT ROWID""",
    # A source's own past, newest first.
    "CREATE INDEX source_runs_source ON source_runs (source, run_id)",
)
