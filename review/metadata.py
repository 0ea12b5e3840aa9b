"""What Datasette is told of the databases: descriptions from `storage.schema`, facets, sorting, labels and search."""

from typing import Any, Final

from review.databases import NEWS, REVIEWS
from storage.schema import REVIEW_TABLES, TABLES, VIEWS, TableText

_FTS: Final = "article_versions_fts"
_TITLE: Final = "tallywire"
_DESCRIPTION: Final = "What news sources claim: how many, of whom, what happened, where, when, and who said so."
_NEWS: Final = "Articles and the claims found in them. Written by tallywire alone; this server only reads it."
_REVIEWS: Final = "People's verdicts on the claims. Rows are only ever added."

# Beside the descriptions: what Datasette shows first of a table or view.
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "claims_readable": {
        "facets": ["event", "unit", "modality", "source", "speaker_name", "countries", "verdict"],
        "sort_desc": "published",
        "fts_table": _FTS,
        "fts_pk": "article_id",
    },
    "articles_current": {
        "facets": ["source", "language"],
        "sort_desc": "published",
        "fts_table": _FTS,
        "fts_pk": "id",
        "size": 20,
    },
    "article_versions": {
        "sort_desc": "id",
        "facets": ["source", "extract_state"],
        "fts_table": _FTS,
        "fts_pk": "id",
        "size": 20,
    },
    "claims": {"facets": ["event", "unit"], "sort": "confidence"},
    "articles": {"facets": ["source"], "sort_desc": "updated_at"},
    "fetches": {"facets": ["state", "source", "error_kind"], "sort_desc": "last_fetched_at"},
    "snapshots": {"facets": ["parse_state", "source", "parse_error_kind"], "sort_desc": "id"},
    "extractions": {"facets": ["pipeline_version"], "sort_desc": "id"},
    "claim_places": {"facets": ["role"]},
    "places": {"facets": ["country", "feature_class"], "sort": "name"},
    "place_mentions": {"facets": ["rule"]},
    "actors": {"facets": ["kind", "sector"], "sort": "name"},
    "attributions": {"facets": ["mode", "stance", "rule"]},
    "times": {"facets": ["timex", "anchor"]},
    "verdicts": {"facets": ["decision", "reviewer", "reason"], "sort_desc": "id"},
    "runs": {"facets": ["command", "exit_code"], "sort_desc": "id"},
}
# Tables that no researcher asks for.
_HIDDEN: Final = ("_sqlite_migrations",)


def build_metadata() -> dict[str, Any]:
    """Return the metadata of both databases, new objects at every call: Datasette writes into what it is given."""
    return {
        "title": _TITLE,
        "description": _DESCRIPTION,
        "databases": {
            NEWS: {"description": _NEWS, "tables": _tables({**TABLES, **VIEWS})},
            REVIEWS: {"description": _REVIEWS, "tables": _tables(REVIEW_TABLES)},
        },
    }


def _tables(texts: dict[str, TableText]) -> dict[str, Any]:
    described = {name: _table(name, text) for name, text in texts.items()}
    return {**described, **{name: {"hidden": True} for name in _HIDDEN}}


def _table(name: str, text: TableText) -> dict[str, Any]:
    options = {key: list(value) if isinstance(value, list) else value for key, value in _OPTIONS.get(name, {}).items()}
    label = {"label_column": text.label} if text.label else {}
    return {"description": text.sentence, "columns": dict(text.columns), **label, **options}
