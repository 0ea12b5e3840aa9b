"""What the views mean, and the tables of people's verdicts in reviews.db, a sentence a column."""

from typing import Final

from storage.claim_texts import CLAIM_TABLES
from storage.column_texts import KEY, SPEAKER, VERDICT, TableText
from storage.crawl_texts import CRAWL_TABLES

_CLAIM_VIEW_COLUMNS: Final = (
    *("quantity", "low", "high", "qualifier", "unit", "currency", "group_text", "event", "trigger_text", "measure"),
    *("modality", "time_text", "time_from", "time_to", *SPEAKER, "cue_text", "stance", "confidence", "evidence"),
)
_CURRENT: Final = {
    "claim_key": "Key of the claim; for an added one the key that its verdict gave it.",
    "status": "unreviewed, accepted, corrected, rejected, unsure, disagreement or added.",
    **{name: CLAIM_TABLES["claims"].columns[name] for name in _CLAIM_VIEW_COLUMNS},
    "places": "The places with their roles.",
    "countries": "ISO 3166-1 alpha-2 codes of the places.",
    "article_title": "Headline.",
    "published": "First publication, UTC.",
    "source": "Source.",
    "url": "Address of the article.",
    "is_current": "1 when the newest version of the article states it, 0 when an older one did.",
    "article_id": "Number of the article version.",
    "version_key": f"The {KEY}.",
    "reviewers": "How many people gave a verdict that stands.",
    "decided_by": "Whose verdict decides; empty when none does.",
    "decided_at": "When, UTC.",
    "reason": "Why it was rejected.",
    "note": "Free words of the reviewer.",
    "corrected_fields": "Names of the corrected columns.",
}

VIEWS: Final[dict[str, TableText]] = {
    "verdicts_standing": TableText(
        sentence="Each reviewer's last verdict on a claim that was not taken back, tied to the claim of today.",
        label="decision",
        columns={
            **VERDICT,
            "current_key": "The claim of today; empty when no claim stands on these words.",
            "anchor": "same, moved, changed or lost, as in verdict_anchors.",
            "current_version": "The article version that it was looked for in.",
        },
    ),
    "claim_status": TableText(
        sentence="What the standing verdicts on a claim add up to; claims without a verdict have no row.",
        label="status",
        columns={
            "claim_key": "The claim of today.",
            "status": "accepted, corrected, rejected, unsure, disagreement or added.",
            "reviewers": "How many people gave a verdict that stands.",
            "is_adjudicated": "1 when a third decision ended a disagreement.",
            "verdict_id": "The verdict that decides; empty in a disagreement.",
        },
    ),
    "claims_current": TableText(
        sentence="Every claim with the last adjudicated value of each field: corrections in place, added claims included.",
        label="quantity",
        columns=_CURRENT,
    ),
    "claims_accepted": TableText(
        sentence="The claims of newest article versions that people accepted, corrected or added.",
        label="quantity",
        columns=_CURRENT,
    ),
    "verdicts_to_recheck": TableText(
        sentence="Verdicts whose claim is read otherwise now, or is found no more: a person should look again.",
        label="decision",
        columns={
            "id": "The verdict.",
            "claim_key": "The claim of today; empty when there is none.",
            "anchor": "changed or lost.",
            **{name: VERDICT[name] for name in ("decision", "reviewer", "decided_at", "quantity", "quote", "note")},
            **{name: VERDICT[name] for name in ("judged", "new")},
            "judged_key": "Key of the claim as it stood when it was judged.",
            "article_title": "Headline.",
            "url": "Address of the article.",
            "article_id": "Number of the article version.",
        },
    ),
    "reviewer_agreement": TableText(
        sentence="How far two reviewers agree on the claims that both judged, before adjudication, field by field.",
        label="field",
        columns={
            "reviewer": "One reviewer.",
            "other": "The other one.",
            "field": "`decision`, or a column of claims: compared where both accepted or corrected the claim.",
            "claims": "How many claims both judged.",
            "agreement": "Share of them with the same answer, 0 to 1.",
            "kappa": "Cohen's kappa: agreement beyond chance; empty when chance alone would agree always.",
        },
    ),
    "articles_current": TableText(
        sentence="The newest version of every article, with its number of claims; full-text search works here.",
        label="title",
        columns={
            **{
                name: CRAWL_TABLES["article_versions"].columns[name]
                for name in ("id", "url_key", "source", "title", "byline", "published", "modified", "language")
            },
            "source_title": "Name of the outlet.",
            "url": "Address: the canonical one where the page names it.",
            "versions": "How many versions there are.",
            "words": "Number of words.",
            "text": "Body without boilerplate.",
            "version_key": f"The {KEY}.",
            "extract_state": "pending, done, skipped, retry or quarantined.",
            "claims": "How many claims the newest extraction found.",
        },
    ),
    "claims_readable": TableText(
        sentence="One row a claim, in words, with its article, source, address and evidence sentence.",
        label="quantity",
        columns={
            **{
                name: CLAIM_TABLES["claims"].columns[name]
                for name in (
                    *("claim_key", "quantity", "low", "high", "qualifier", "unit", "currency", "group_text", "event"),
                    *(
                        "trigger_text",
                        "measure",
                        "modality",
                        "time_text",
                        "time_from",
                        "time_to",
                        *SPEAKER,
                        "cue_text",
                    ),
                    *("stance", "confidence", "evidence", "version_key"),
                )
            },
            "places": "The places with their roles.",
            "countries": "ISO 3166-1 alpha-2 codes of the places.",
            "article_title": "Headline.",
            "published": "First publication, UTC.",
            "source": "Source.",
            "url": "Address of the article.",
            "is_current": "1 when the newest version of the article states it, 0 when an older one did.",
            "verdict": "The newest verdict that was not taken back.",
            "article_id": "Number of the article version.",
        },
    ),
}

VIEWS["articles_in_doubt"] = TableText(
    sentence="Newest versions whose text or dates a person should look at: sources of the same page contradict each other.",
    label="title",
    columns={
        **{
            name: CRAWL_TABLES["article_versions"].columns[name]
            for name in (
                *("id", "source", "title", "agreement", "extractor", "published", "published_origin", "listed"),
                *("listed_origin", "version_key"),
            )
        },
        "url": "Address: the canonical one where the page names it.",
        "doubts": "text (agreement below 0.7), published (page and feed are more than 1.5 days apart), modified (1.5"
        " days before publication or more); separated by commas.",
    },
)
VIEWS["claims_once"] = TableText(
    sentence="claims_readable without older versions and without what copies of a text repeat: to count and to add up.",
    label="quantity",
    columns=VIEWS["claims_readable"].columns,
)

REVIEW_TABLES: Final[dict[str, TableText]] = {
    "verdicts": TableText(
        sentence="People's verdicts on claims: appended, never changed or deleted.", label="decision", columns=VERDICT
    ),
    "verdicts_standing": TableText(
        sentence="Each reviewer's last verdict on a claim that was not taken back.", label="decision", columns=VERDICT
    ),
}
