"""What every table, view and column of the databases means.

docs/schema.md, the metadata that Datasette shows and the data dictionary of exports are generated from the sentences in
crawl_texts, claim_texts and view_texts; a test fails when a column has no sentence or a sentence no column.
"""

from typing import Final

from storage.claim_texts import CLAIM_TABLES
from storage.column_texts import TableText
from storage.crawl_texts import CRAWL_TABLES
from storage.view_texts import REVIEW_TABLES, VIEWS

__all__ = ["REVIEW_TABLES", "TABLES", "VIEWS", "TableText", "render_schema"]

TABLES: Final[dict[str, TableText]] = CRAWL_TABLES | CLAIM_TABLES


def render_schema() -> str:
    """Return docs/schema.md: every table, view and column of both databases with its sentence."""
    parts = [
        "# The databases",
        "",
        "Written by `make docs`; the sentences stand in `storage/crawl_texts.py`, `claim_texts.py` and `view_texts.py`.",
        "",
    ]
    sections = (("news.db: tables", TABLES), ("news.db: views", VIEWS), ("reviews.db", REVIEW_TABLES))
    for heading, tables in sections:
        parts += [f"## {heading}", ""]
        for name, table in tables.items():
            parts += [f"### {name}", "", table.sentence, "", "| column | meaning |", "| --- | --- |"]
            parts += [f"| `{column}` | {sentence} |" for column, sentence in table.columns.items()]
            parts.append("")
    return "\n".join(parts)
