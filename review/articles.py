"""What an article's page shows: its text with every claim marked, its versions, and where its bytes lie."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from review.claims import EVIDENCE, OTHER, load_claims_of
from review.databases import NEWS
from review.links import claim_path
from review.marks import Mark

_ARTICLE: Final = """
    SELECT v.*, v.id AS article_id, a.versions, a.version_key = v.version_key AS is_current, s.title AS source_title,
        n.fetched_at, n.warc_file, n.warc_offset, n.warc_length, n.body_sha256, n.content_type
    FROM article_versions AS v JOIN articles AS a ON a.url_key = v.url_key JOIN sources AS s ON s.name = v.source
    JOIN snapshots AS n ON n.id = v.snapshot_id WHERE v.id = ?"""
_VERSIONS: Final = """
    SELECT v.id, v.version, v.title, v.parsed_at, v.words,
        (SELECT count(*) FROM claims WHERE claims.version_key = v.version_key) AS claims
    FROM article_versions AS v WHERE v.url_key = ? ORDER BY v.version"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article version with its claims in order of the text, and all versions of the article."""

    row: Mapping[str, Any]
    claims: Sequence[Mapping[str, Any]]
    versions: Sequence[Mapping[str, Any]]


async def load_article(datasette: Any, article_id: int) -> ArticleView | None:
    """Return one article version by its number; None when there is none."""
    news = datasette.databases[NEWS]
    row = (await news.execute(_ARTICLE, [article_id])).first()
    if row is None:
        return None
    return ArticleView(
        row=dict(row),
        claims=await load_claims_of(datasette, row["version_key"]),
        versions=[dict(version) for version in await news.execute(_VERSIONS, [row["url_key"]])],
    )


async def load_added(datasette: Any, version_key: str) -> Sequence[Mapping[str, Any]]:
    """Return the standing verdicts that added a claim to an article version, in order of the text."""
    rows = await datasette.databases[NEWS].execute(
        "SELECT d.id, d.quantity, d.reviewer, d.quantity_start, d.new ->> '$.group_text' AS group_text,"
        " d.new ->> '$.event' AS event FROM reviews.verdicts_standing AS d"
        " WHERE d.decision = 'add' AND d.version_key = ? ORDER BY d.quantity_start, d.id",
        [version_key],
    )
    return [dict(row) for row in rows]


def mark_claims(
    datasette: Any, claims: Iterable[Mapping[str, Any]], *, parameters: dict[str, str] | None = None, labelled: bool
) -> list[Mark]:
    """Return a linked mark for the quantity of each claim; with `labelled` also its event and its evidence sentence."""
    marks = []
    for claim in claims:
        marks.append(
            Mark(
                start=claim["quantity_start"],
                end=claim["quantity_end"],
                kind=OTHER,
                label=str(claim["event"]) if labelled else "",
                href=claim_path(datasette, claim["claim_key"], parameters),
            )
        )
        if labelled:
            marks.append(Mark(start=claim["evidence_start"], end=claim["evidence_end"], kind=EVIDENCE))
    return marks
