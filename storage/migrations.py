"""The steps that make and change the databases. A released step is never edited; a change is a new step.

What each table and column means stands in the modules that storage/schema.py names.
"""

from sqlite_utils import Database, Migrations

from storage.collation_tables import COPY_TABLES, SOURCE_RUN_TABLES
from storage.crawl_tables import rebuild_crawl_tables
from storage.page_tables import DOUBTS_VIEW, extend_page_tables
from storage.verdict_views import VERDICT_COLUMNS, VERDICT_INDEXES, VERDICT_VIEWS, is_standing

NEWS = Migrations("tallywire-news")
REVIEWS = Migrations("tallywire-reviews")

_FETCH_STATES = "'discovered', 'fetched', 'retry', 'failed', 'forbidden', 'quarantined'"
_PARSE_STATES = "'pending', 'parsed', 'unchanged', 'rejected', 'retry', 'quarantined', 'feed'"
_EXTRACT_STATES = "'pending', 'done', 'skipped', 'retry', 'quarantined'"

_NEWS_TABLES = (
    """CREATE TABLE sources (
        name TEXT PRIMARY KEY, title TEXT NOT NULL, home TEXT NOT NULL, feeds TEXT NOT NULL, country TEXT, language TEXT,
        tags TEXT NOT NULL, enabled INTEGER NOT NULL, delay REAL NOT NULL, note TEXT, updated_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, command TEXT NOT NULL, version TEXT NOT NULL, started_at TEXT NOT NULL,
        finished_at TEXT, exit_code INTEGER, counts TEXT NOT NULL DEFAULT '{}', message TEXT
    ) STRICT""",
    f"""CREATE TABLE fetches (
        url_key TEXT PRIMARY KEY, url TEXT NOT NULL, source TEXT NOT NULL REFERENCES sources(name),
        kind TEXT NOT NULL CHECK (kind IN ('feed', 'article')), state TEXT NOT NULL CHECK (state IN ({_FETCH_STATES})),
        attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT, found_in TEXT, hints TEXT NOT NULL DEFAULT '{{}}',
        first_seen_at TEXT NOT NULL, last_fetched_at TEXT, last_status INTEGER, etag TEXT, last_modified TEXT,
        error_kind TEXT, error TEXT
    ) STRICT""",
    f"""CREATE TABLE snapshots (
        id INTEGER PRIMARY KEY, url_key TEXT NOT NULL, url TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES sources(name), run_id INTEGER REFERENCES runs(id), fetched_at TEXT NOT NULL,
        status INTEGER, content_type TEXT NOT NULL, body_sha256 TEXT NOT NULL, body_bytes INTEGER NOT NULL,
        warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL,
        hints TEXT NOT NULL DEFAULT '{{}}', parse_state TEXT NOT NULL CHECK (parse_state IN ({_PARSE_STATES})),
        parse_attempts INTEGER NOT NULL DEFAULT 0, parse_error_kind TEXT, parse_error TEXT, parsed_at TEXT,
        version_key TEXT
    ) STRICT""",
    """CREATE TABLE articles (
        url_key TEXT PRIMARY KEY, url TEXT NOT NULL, source TEXT NOT NULL REFERENCES sources(name),
        title TEXT NOT NULL, version_key TEXT NOT NULL, versions INTEGER NOT NULL, first_seen_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE article_versions (
        id INTEGER PRIMARY KEY, version_key TEXT NOT NULL UNIQUE, url_key TEXT NOT NULL REFERENCES articles(url_key),
        version INTEGER NOT NULL, snapshot_id INTEGER NOT NULL REFERENCES snapshots(id), url TEXT NOT NULL,
        canonical_url TEXT, source TEXT NOT NULL REFERENCES sources(name), title TEXT NOT NULL, byline TEXT,
        published TEXT, published_printed TEXT, published_origin TEXT, published_precision TEXT,
        published_day TEXT,
        modified TEXT, modified_printed TEXT, modified_origin TEXT, modified_precision TEXT,
        language TEXT, text TEXT NOT NULL, text_sha256 TEXT NOT NULL, words INTEGER NOT NULL, extractor TEXT NOT NULL,
        parsed_at TEXT NOT NULL, extract_state TEXT NOT NULL CHECK (extract_state IN ({_EXTRACT_STATES})),
        extract_attempts INTEGER NOT NULL DEFAULT 0, extract_error_kind TEXT, extract_error TEXT, pipeline_version TEXT,
        UNIQUE (url_key, version)
    ) STRICT""",
    """CREATE TABLE extractions (
        id INTEGER PRIMARY KEY, version_key TEXT NOT NULL REFERENCES article_versions(version_key),
        pipeline_version TEXT NOT NULL, extracted_at TEXT NOT NULL, seconds REAL NOT NULL, claims INTEGER NOT NULL,
        actors INTEGER NOT NULL, places INTEGER NOT NULL, attributions INTEGER NOT NULL, times INTEGER NOT NULL,
        run_id INTEGER REFERENCES runs(id), UNIQUE (version_key, pipeline_version)
    ) STRICT""",
    """CREATE TABLE places (
        place_key TEXT PRIMARY KEY, name TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
        feature_class TEXT NOT NULL, feature_code TEXT NOT NULL, country TEXT, admin1 TEXT, population INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE claims (
        claim_key TEXT PRIMARY KEY, version_key TEXT NOT NULL REFERENCES article_versions(version_key),
        extraction_id INTEGER NOT NULL REFERENCES extractions(id), ordinal INTEGER NOT NULL,
        quantity TEXT NOT NULL, quantity_start INTEGER NOT NULL, quantity_end INTEGER NOT NULL,
        low_exact TEXT, high_exact TEXT,
        low ANY GENERATED ALWAYS AS (CAST(low_exact AS NUMERIC)) VIRTUAL,
        high ANY GENERATED ALWAYS AS (CAST(high_exact AS NUMERIC)) VIRTUAL,
        qualifier TEXT NOT NULL, quantity_rule TEXT NOT NULL, unit TEXT NOT NULL, currency TEXT, measured_in TEXT,
        group_text TEXT, group_start INTEGER, group_end INTEGER,
        event TEXT NOT NULL, trigger_text TEXT, trigger_start INTEGER, trigger_end INTEGER,
        measure TEXT, modality TEXT NOT NULL,
        time_text TEXT, time_start INTEGER, time_end INTEGER, time_from TEXT, time_to TEXT, time_value TEXT,
        speaker_name TEXT, speaker_kind TEXT, speaker_role TEXT, speaker_organisation TEXT,
        speaker_text TEXT, speaker_start INTEGER, speaker_end INTEGER,
        cue_text TEXT, cue_start INTEGER, cue_end INTEGER, stance TEXT NOT NULL,
        part_of_text TEXT, part_of_start INTEGER, part_of_end INTEGER, confidence REAL NOT NULL,
        evidence TEXT NOT NULL, evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL,
        evidence_prefix TEXT NOT NULL, evidence_suffix TEXT NOT NULL, origins TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE claim_places (
        id INTEGER PRIMARY KEY, claim_key TEXT NOT NULL REFERENCES claims(claim_key) ON DELETE CASCADE,
        role TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        place_key TEXT REFERENCES places(place_key), confidence REAL NOT NULL
    ) STRICT""",
    """CREATE TABLE place_mentions (
        id INTEGER PRIMARY KEY, extraction_id INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE,
        version_key TEXT NOT NULL REFERENCES article_versions(version_key), text TEXT NOT NULL, start INTEGER NOT NULL,
        "end" INTEGER NOT NULL, place_key TEXT REFERENCES places(place_key), confidence REAL NOT NULL,
        rule TEXT NOT NULL, candidates TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE actors (
        id INTEGER PRIMARY KEY, extraction_id INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE,
        version_key TEXT NOT NULL REFERENCES article_versions(version_key), name TEXT NOT NULL, kind TEXT NOT NULL,
        role TEXT, organisation TEXT, sector TEXT, aliases TEXT NOT NULL, mentions TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE attributions (
        id INTEGER PRIMARY KEY, extraction_id INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE,
        version_key TEXT NOT NULL REFERENCES article_versions(version_key), speaker_name TEXT, speaker_kind TEXT,
        speaker_role TEXT, speaker_organisation TEXT, source TEXT, cue TEXT, content TEXT NOT NULL, mode TEXT NOT NULL,
        stance TEXT NOT NULL, relay TEXT, spans TEXT NOT NULL, rule TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE times (
        id INTEGER PRIMARY KEY, extraction_id INTEGER NOT NULL REFERENCES extractions(id) ON DELETE CASCADE,
        version_key TEXT NOT NULL REFERENCES article_versions(version_key), text TEXT NOT NULL, start INTEGER NOT NULL,
        "end" INTEGER NOT NULL, timex TEXT NOT NULL, value TEXT, first TEXT, last TEXT, anchor TEXT, rule TEXT NOT NULL
    ) STRICT""",
)

_VERDICT_COLUMNS = """
        claim_key TEXT NOT NULL, version_key TEXT NOT NULL, text_sha256 TEXT NOT NULL, quote TEXT NOT NULL,
        prefix TEXT NOT NULL, suffix TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        quantity TEXT NOT NULL, quantity_start INTEGER NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'correct', 'unsure', 'skip')),
        reviewer TEXT NOT NULL, decided_at TEXT NOT NULL, pipeline_version TEXT NOT NULL, reason TEXT, note TEXT,
        old TEXT NOT NULL DEFAULT '{}', new TEXT NOT NULL DEFAULT '{}'"""

_NEWS_INDEXES = (
    # What a stage asks for first: the pending rows, without a walk over the done ones.
    "CREATE INDEX fetches_due ON fetches (state, next_at)",
    "CREATE INDEX fetches_source ON fetches (source)",
    "CREATE INDEX snapshots_pending ON snapshots (parse_state, id)",
    "CREATE INDEX snapshots_body ON snapshots (url_key, body_sha256)",
    "CREATE INDEX versions_pending ON article_versions (extract_state, id)",
    "CREATE INDEX versions_published ON article_versions (published)",
    "CREATE INDEX versions_url ON article_versions (url_key)",
    "CREATE INDEX articles_source ON articles (source)",
    # What researchers filter by.
    "CREATE INDEX claims_version ON claims (version_key)",
    "CREATE INDEX claims_extraction ON claims (extraction_id)",
    "CREATE INDEX claims_event ON claims (event, unit)",
    "CREATE INDEX claims_speaker ON claims (speaker_name)",
    "CREATE INDEX claims_confidence ON claims (confidence)",
    "CREATE INDEX claim_places_claim ON claim_places (claim_key)",
    "CREATE INDEX claim_places_place ON claim_places (place_key)",
    "CREATE INDEX place_mentions_extraction ON place_mentions (extraction_id)",
    "CREATE INDEX place_mentions_version ON place_mentions (version_key)",
    "CREATE INDEX actors_extraction ON actors (extraction_id)",
    "CREATE INDEX actors_version ON actors (version_key)",
    "CREATE INDEX actors_name ON actors (name)",
    "CREATE INDEX attributions_extraction ON attributions (extraction_id)",
    "CREATE INDEX attributions_version ON attributions (version_key)",
    "CREATE INDEX attributions_speaker ON attributions (speaker_name)",
    "CREATE INDEX times_extraction ON times (extraction_id)",
    "CREATE INDEX times_version ON times (version_key)",
    "CREATE INDEX verdicts_claim ON verdicts (claim_key, id)",
)

_NEWS_VIEWS = (
    """CREATE VIEW articles_current AS
        SELECT article_versions.id AS id, articles.url_key, articles.source, sources.title AS source_title,
            article_versions.title, article_versions.byline, article_versions.published, article_versions.modified,
            article_versions.language, coalesce(article_versions.canonical_url, article_versions.url) AS url,
            articles.versions, article_versions.words, article_versions.text, article_versions.version_key,
            article_versions.extract_state,
            (SELECT count(*) FROM claims WHERE claims.version_key = article_versions.version_key) AS claims
        FROM articles
        JOIN article_versions ON article_versions.version_key = articles.version_key
        JOIN sources ON sources.name = articles.source""",
    """CREATE VIEW claims_readable AS
        SELECT claims.claim_key, claims.quantity, claims.low, claims.high, claims.qualifier, claims.unit,
            claims.currency, claims.group_text, claims.event, claims.trigger_text, claims.measure, claims.modality,
            (SELECT group_concat(text || ' (' || role || ')', '; ') FROM claim_places
             WHERE claim_places.claim_key = claims.claim_key) AS places,
            (SELECT group_concat(DISTINCT places.country) FROM claim_places
             JOIN places ON places.place_key = claim_places.place_key
             WHERE claim_places.claim_key = claims.claim_key) AS countries,
            claims.time_text, claims.time_from, claims.time_to,
            claims.speaker_name, claims.speaker_kind, claims.speaker_role, claims.speaker_organisation,
            claims.cue_text, claims.stance, claims.confidence, claims.evidence,
            article_versions.title AS article_title, article_versions.published, articles.source,
            coalesce(article_versions.canonical_url, article_versions.url) AS url,
            articles.version_key = claims.version_key AS is_current,
            (SELECT decision FROM verdicts WHERE verdicts.claim_key = claims.claim_key
             ORDER BY verdicts.id DESC LIMIT 1) AS verdict,
            article_versions.id AS article_id, claims.version_key
        FROM claims
        JOIN article_versions ON article_versions.version_key = claims.version_key
        JOIN articles ON articles.url_key = article_versions.url_key""",
)


@NEWS()
def m001_initial(db: Database) -> None:
    """Make every table, index and view of the first release, and the full-text index over article versions."""
    for statement in _NEWS_TABLES:
        db.execute(statement)
    db.execute(f"CREATE TABLE verdicts (id INTEGER PRIMARY KEY, {_VERDICT_COLUMNS}) STRICT")
    for statement in (*_NEWS_INDEXES, *_NEWS_VIEWS):
        db.execute(statement)
    # Triggers keep the index right whatever writes the table; INTEGER PRIMARY KEY keeps its rowids through VACUUM.
    db.table("article_versions").enable_fts(
        ["title", "text"], create_triggers=True, tokenize="porter unicode61 remove_diacritics 2"
    )


@NEWS()
def verdicts_of_several_people(db: Database) -> None:
    """Let verdicts be taken back, given in rounds and tied to moved claims; say in views what they add up to."""
    view = db.execute("SELECT sql FROM sqlite_master WHERE name = 'claims_readable'").fetchone()[0]
    db.execute("DROP VIEW claims_readable")
    _rebuild_verdicts(db)
    db.execute(
        """CREATE TABLE verdict_anchors (
            verdict_id INTEGER PRIMARY KEY REFERENCES verdicts(id), claim_key TEXT, version_key TEXT NOT NULL,
            extraction_id INTEGER, state TEXT NOT NULL CHECK (state IN ('same', 'moved', 'changed', 'lost')),
            differences TEXT NOT NULL DEFAULT '{}', anchored_at TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX verdict_anchors_claim ON verdict_anchors (claim_key)")
    db.execute("CREATE INDEX articles_version ON articles (version_key)")
    # The same figure elsewhere, shown on a claim's page.
    db.execute("CREATE INDEX claims_figure ON claims (event, unit, low_exact, high_exact)")
    newest = "(SELECT decision FROM verdicts WHERE verdicts.claim_key = claims.claim_key"
    standing = (
        f"(SELECT decision FROM verdicts WHERE {is_standing('verdicts')} AND verdicts.claim_key = claims.claim_key"
    )
    if newest not in view:
        raise ValueError("the view claims_readable is not the one that this step changes")
    db.execute(view.replace(newest, standing))
    for statement in VERDICT_VIEWS:
        db.execute(statement)


def _rebuild_verdicts(db: Database) -> None:
    """Give the table of verdicts its columns of today; a CHECK cannot be changed in place."""
    old = [column.name for column in db["verdicts"].columns]
    names = ", ".join(f'"{name}"' for name in old)
    db.execute("ALTER TABLE verdicts RENAME TO verdicts_before")
    db.execute(f"CREATE TABLE verdicts (id INTEGER PRIMARY KEY, {VERDICT_COLUMNS}) STRICT")
    db.execute(f"INSERT INTO verdicts ({names}) SELECT {names} FROM verdicts_before")
    # Its indexes and triggers go with it.
    db.execute("DROP TABLE verdicts_before")
    for statement in VERDICT_INDEXES:
        db.execute(statement)


@NEWS()
def every_kind_of_listing(db: Database) -> None:
    """Watch sitemaps and sections beside feeds, by a next visit for each address; keep what servers asked for."""
    rebuild_crawl_tables(db)


@NEWS()
def copies_of_one_text(db: Database) -> None:
    """Keep a signature of each newest text, the pairs of near copies, and the groups that they form."""
    for statement in COPY_TABLES:
        db.execute(statement)


@NEWS()
def runs_of_each_source(db: Database) -> None:
    """Keep what each run got from each source."""
    for statement in SOURCE_RUN_TABLES:
        db.execute(statement)


@NEWS()
def what_pages_say_of_themselves(db: Database) -> None:
    """Keep printed titles and bylines, the agreement on a text, its notes; mark gated pages and replaced versions."""
    extend_page_tables(db)


@NEWS()
def articles_in_doubt(db: Database) -> None:
    """Show the articles on whose text extractors disagree, or whose dates contradict each other."""
    db.execute(DOUBTS_VIEW)


@REVIEWS()
def m001_verdicts(db: Database) -> None:
    """Make the table of verdicts, which refuses changes and deletions: what a person decided is never lost."""
    db.execute(f"CREATE TABLE verdicts (id INTEGER PRIMARY KEY, {_VERDICT_COLUMNS}) STRICT")
    db.execute("CREATE INDEX verdicts_claim ON verdicts (claim_key, id)")
    db.execute("CREATE INDEX verdicts_text ON verdicts (text_sha256)")
    for action in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER verdicts_no_{action.lower()} BEFORE {action} ON verdicts "
            "BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END"
        )


@REVIEWS()
def verdicts_in_rounds(db: Database) -> None:
    """Let verdicts be taken back and given in rounds. The log stays as it is: same ids, same words."""
    _rebuild_verdicts(db)
    db.execute("CREATE INDEX verdicts_text ON verdicts (text_sha256)")
    for action in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER verdicts_no_{action.lower()} BEFORE {action} ON verdicts "
            "BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END"
        )
    db.execute(f"CREATE VIEW verdicts_standing AS SELECT v.* FROM verdicts AS v WHERE {is_standing('v')}")
