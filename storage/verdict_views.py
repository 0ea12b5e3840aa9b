"""The SQL of verdicts: their table, and the views that say what the people's last word on each claim is."""

from typing import Final

VERDICT_COLUMNS: Final = """
        claim_key TEXT NOT NULL, version_key TEXT NOT NULL, text_sha256 TEXT NOT NULL, quote TEXT NOT NULL,
        prefix TEXT NOT NULL, suffix TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        quantity TEXT NOT NULL, quantity_start INTEGER NOT NULL,
        decision TEXT NOT NULL
            CHECK (decision IN ('accept', 'reject', 'correct', 'unsure', 'skip', 'add', 'retract')),
        reviewer TEXT NOT NULL, decided_at TEXT NOT NULL, pipeline_version TEXT NOT NULL, reason TEXT, note TEXT,
        old TEXT NOT NULL DEFAULT '{}', new TEXT NOT NULL DEFAULT '{}', judged TEXT NOT NULL DEFAULT '{}',
        round TEXT NOT NULL DEFAULT 'first' CHECK (round IN ('first', 'second', 'adjudication')),
        retracts INTEGER CHECK ((decision = 'retract') = (retracts IS NOT NULL)), batch TEXT"""
VERDICT_INDEXES: Final = (
    "CREATE INDEX verdicts_claim ON verdicts (claim_key, id)",
    "CREATE INDEX verdicts_retracts ON verdicts (retracts) WHERE retracts IS NOT NULL",
    "CREATE INDEX verdicts_reviewer ON verdicts (reviewer, id)",
)

# Columns of `claims` that a person can correct, in the order in which a page shows them. `places` stands for the rows
# of claim_places: a JSON list of objects with text, role and place_key.
CORRECTABLE: Final = (
    *("quantity", "low_exact", "high_exact", "qualifier", "unit", "currency", "group_text", "event", "trigger_text"),
    *("modality", "measure", "places", "time_text", "time_from", "time_to"),
    *("speaker_name", "speaker_kind", "speaker_role", "speaker_organisation", "cue_text", "stance"),
)

# A later word of the same reviewer on the same claim that was not taken back itself.
_HAS_LATER: Final = (
    "EXISTS (SELECT 1 FROM {db}verdicts AS n WHERE n.claim_key = {row}.claim_key AND n.reviewer = {row}.reviewer"
    " AND n.id > {row}.id AND n.decision NOT IN ('retract', 'skip') AND NOT {taken_back})"
)


def is_taken_back(row: str, *, database: str = "") -> str:
    """Return the SQL condition that the verdict `row` (an alias) was taken back. `database` is a schema name with its dot."""
    return f"EXISTS (SELECT 1 FROM {database}verdicts AS r WHERE r.retracts = {row}.id)"


def is_standing(row: str, *, database: str = "") -> str:
    """Return the SQL condition that the verdict `row` stands: its reviewer's last word, not taken back. A skip decides nothing."""
    later = _HAS_LATER.format(db=database, row=row, taken_back=is_taken_back("n", database=database))
    return f"{row}.decision NOT IN ('retract', 'skip') AND NOT {is_taken_back(row, database=database)} AND NOT {later}"


_WORDS_OF_PLACES: Final = (
    "(SELECT group_concat((p.value ->> '$.text') || ' (' || (p.value ->> '$.role') || ')', '; ')"
    " FROM json_each(d.new ->> '$.places') AS p)"
)
_KEYED_PLACES: Final = (
    "(SELECT group_concat(DISTINCT g.country) FROM json_each(d.new ->> '$.places') AS p"
    " JOIN places AS g ON g.place_key = p.value ->> '$.place_key')"
)


def _corrected(column: str) -> str:
    """Return the SQL of a column of claims with the standing correction, if there is one; '' means "not said"."""
    return f"CASE WHEN d.new ->> '$.{column}' IS NULL THEN c.{column} ELSE nullif(d.new ->> '$.{column}', '') END"


_CURRENT: Final = ",\n            ".join(
    (
        f"{_corrected('quantity')} AS quantity",
        *(
            f"CASE WHEN d.new ->> '$.{bound}_exact' IS NULL THEN c.{bound}"
            f" ELSE CAST(nullif(d.new ->> '$.{bound}_exact', '') AS NUMERIC) END AS {bound}"
            for bound in ("low", "high")
        ),
        *(
            f"{_corrected(column)} AS {column}"
            for column in (
                "qualifier",
                "unit",
                "currency",
                "group_text",
                "event",
                "trigger_text",
                "measure",
                "modality",
            )
        ),
        f"CASE WHEN d.new ->> '$.places' IS NULL THEN c.places ELSE {_WORDS_OF_PLACES} END AS places",
        f"CASE WHEN d.new ->> '$.places' IS NULL THEN c.countries ELSE {_KEYED_PLACES} END AS countries",
        *(
            f"{_corrected(column)} AS {column}"
            for column in (
                *("time_text", "time_from", "time_to", "speaker_name", "speaker_kind", "speaker_role"),
                *("speaker_organisation", "cue_text", "stance"),
            )
        ),
    )
)
_ADDED: Final = ",\n            ".join(
    (
        "v.quantity AS quantity",
        "CAST(nullif(v.new ->> '$.low_exact', '') AS NUMERIC) AS low",
        "CAST(nullif(v.new ->> '$.high_exact', '') AS NUMERIC) AS high",
        *(
            f"nullif(v.new ->> '$.{column}', '') AS {column}"
            for column in (
                "qualifier",
                "unit",
                "currency",
                "group_text",
                "event",
                "trigger_text",
                "measure",
                "modality",
            )
        ),
        f"{_WORDS_OF_PLACES.replace('d.new', 'v.new')} AS places",
        f"{_KEYED_PLACES.replace('d.new', 'v.new')} AS countries",
        *(
            f"nullif(v.new ->> '$.{column}', '') AS {column}"
            for column in (
                *("time_text", "time_from", "time_to", "speaker_name", "speaker_kind", "speaker_role"),
                *("speaker_organisation", "cue_text", "stance"),
            )
        ),
    )
)
_AGREED_FIELDS: Final = ", ".join(f'"{column}"' for column in CORRECTABLE if column != "quantity")

VERDICT_VIEWS: Final = (
    f"""CREATE VIEW verdicts_standing AS
        SELECT v.*, CASE WHEN a.verdict_id IS NULL THEN v.claim_key ELSE a.claim_key END AS current_key,
            coalesce(a.state, 'same') AS anchor, coalesce(a.version_key, v.version_key) AS current_version
        FROM verdicts AS v LEFT JOIN verdict_anchors AS a ON a.verdict_id = v.id
        WHERE {is_standing("v")}""",
    """CREATE VIEW claim_status AS
        WITH words AS (
            SELECT current_key AS claim_key, id, reviewer, decision, round,
                CASE WHEN decision = 'unsure' THEN NULL ELSE decision || new END AS decided
            FROM verdicts_standing WHERE anchor IN ('same', 'moved')
        ), counted AS (
            SELECT claim_key, count(DISTINCT reviewer) AS reviewers, count(DISTINCT decided) AS answers,
                max(id) FILTER (WHERE round = 'adjudication') AS adjudicated,
                max(id) FILTER (WHERE decided IS NOT NULL) AS decided, max(id) AS newest
            FROM words GROUP BY claim_key
        ), chosen AS (
            SELECT claim_key, reviewers, answers, adjudicated,
                CASE WHEN adjudicated IS NOT NULL THEN adjudicated WHEN answers = 1 THEN decided
                    WHEN answers = 0 THEN newest END AS verdict_id
            FROM counted
        )
        SELECT chosen.claim_key,
            CASE WHEN verdict_id IS NULL THEN 'disagreement'
                ELSE (SELECT CASE decision WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected'
                        WHEN 'correct' THEN 'corrected' WHEN 'add' THEN 'added' ELSE 'unsure' END
                      FROM verdicts WHERE verdicts.id = chosen.verdict_id) END AS status,
            reviewers, adjudicated IS NOT NULL AS is_adjudicated, verdict_id
        FROM chosen""",
    f"""CREATE VIEW claims_current AS
        SELECT c.claim_key, coalesce(s.status, 'unreviewed') AS status,
            {_CURRENT},
            c.confidence, c.evidence, c.article_title, c.published, c.source, c.url, c.is_current, c.article_id,
            c.version_key, coalesce(s.reviewers, 0) AS reviewers, d.reviewer AS decided_by, d.decided_at, d.reason, d.note,
            (SELECT group_concat(key, ', ') FROM json_each(d.new)) AS corrected_fields
        FROM claims_readable AS c
        LEFT JOIN claim_status AS s ON s.claim_key = c.claim_key
        LEFT JOIN verdicts AS d ON d.id = s.verdict_id
        UNION ALL
        SELECT v.current_key, 'added',
            {_ADDED},
            1.0, v.quote, article_versions.title, article_versions.published, article_versions.source,
            coalesce(article_versions.canonical_url, article_versions.url),
            articles.version_key = v.current_version, article_versions.id, v.current_version, 1, v.reviewer, v.decided_at,
            v.reason, v.note, NULL
        FROM verdicts_standing AS v
        JOIN article_versions ON article_versions.version_key = v.current_version
        JOIN articles ON articles.url_key = article_versions.url_key
        WHERE v.decision = 'add' AND v.anchor = 'same'""",
    """CREATE VIEW claims_accepted AS
        SELECT * FROM claims_current WHERE status IN ('accepted', 'corrected', 'added') AND is_current""",
    """CREATE VIEW verdicts_to_recheck AS
        SELECT v.id, v.current_key AS claim_key, v.anchor, v.decision, v.reviewer, v.decided_at, v.quantity, v.quote, v.note,
            v.judged, v.new, v.claim_key AS judged_key, article_versions.title AS article_title,
            coalesce(article_versions.canonical_url, article_versions.url) AS url, article_versions.id AS article_id
        FROM verdicts_standing AS v
        JOIN article_versions ON article_versions.version_key = v.current_version
        WHERE v.anchor = 'changed' OR (v.anchor = 'lost' AND v.decision IN ('accept', 'correct', 'add'))""",
    f"""CREATE VIEW reviewer_agreement AS
        WITH answers AS (
            SELECT current_key AS claim_key, reviewer, decision, new, judged FROM verdicts_standing
            WHERE round != 'adjudication' AND decision != 'add' AND current_key IS NOT NULL
        ), pairs AS (
            SELECT a.reviewer AS reviewer, b.reviewer AS other, a.decision AS a_decision, b.decision AS b_decision,
                a.new AS a_new, b.new AS b_new, a.judged AS a_judged, b.judged AS b_judged
            FROM answers AS a JOIN answers AS b ON b.claim_key = a.claim_key AND a.reviewer < b.reviewer
        ), rated AS (
            SELECT reviewer, other, 'decision' AS field, a_decision AS a, b_decision AS b FROM pairs
            UNION ALL
            SELECT reviewer, other, f.value,
                coalesce(json_extract(a_new, '$.' || f.value), json_extract(a_judged, '$.' || f.value), ''),
                coalesce(json_extract(b_new, '$.' || f.value), json_extract(b_judged, '$.' || f.value), '')
            FROM pairs CROSS JOIN json_each('[{_AGREED_FIELDS}]') AS f
            WHERE a_decision IN ('accept', 'correct') AND b_decision IN ('accept', 'correct')
        ), observed AS (
            SELECT reviewer, other, field, count(*) AS claims, avg(a = b) AS agreement FROM rated GROUP BY 1, 2, 3
        ), a_shares AS (
            SELECT reviewer, other, field, a AS value, count(*) AS n FROM rated GROUP BY 1, 2, 3, 4
        ), b_shares AS (
            SELECT reviewer, other, field, b AS value, count(*) AS n FROM rated GROUP BY 1, 2, 3, 4
        ), chance AS (
            SELECT reviewer, other, field, sum(1.0 * a_shares.n * b_shares.n) AS products
            FROM a_shares JOIN b_shares USING (reviewer, other, field, value) GROUP BY 1, 2, 3
        )
        SELECT reviewer, other, field, claims, agreement,
            CASE WHEN coalesce(products, 0) < claims * claims
                THEN (agreement - coalesce(products, 0) / (claims * claims)) / (1 - coalesce(products, 0) / (claims * claims))
            END AS kappa
        FROM observed LEFT JOIN chance USING (reviewer, other, field)""",
)
