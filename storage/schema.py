"""What every table, view and column means: one sentence each, in this one place.

docs/schema.md, the metadata that Datasette shows and the data dictionary of exports are generated from here; a test fails
when a column has no sentence or a sentence no column.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """A table's sentence, the column that names a row to people, and a sentence for each column."""

    sentence: str
    label: str | None = None
    columns: dict[str, str]


_STRETCH = "first code point in the article's text, counted from 0"
_END = "offset after the last code point"
_KEY = "key of the article version: sha256 of URL key and cleaned text"


def _stretch(prefix: str, meaning: str) -> dict[str, str]:
    return {
        f"{prefix}_text": f"{meaning}, as printed; empty when the text has no such words.",
        f"{prefix}_start": f"Its {_STRETCH}.",
        f"{prefix}_end": f"Its {_END}.",
    }


def _stamp(prefix: str, meaning: str) -> dict[str, str]:
    return {
        prefix: f"{meaning}, UTC; empty when nothing states it.",
        f"{prefix}_printed": "The same as the string that the page, feed or person printed.",
        f"{prefix}_origin": "Where that string came from: json-ld, meta, text, feed, user, file or htmldate.",
        f"{prefix}_precision": "What the string gives: instant (time and zone), local (time, zone assumed UTC) or day.",
    }


_SPEAKER: Final = {
    "speaker_name": "Fullest name in the article of whom it gives as the source; empty when the article itself states it.",
    "speaker_kind": "person, organisation, document or anonymous.",
    "speaker_role": "The speaker's title as printed, for example `chief spokesperson`.",
    "speaker_organisation": "The speaker's affiliation as printed.",
}

_VERDICT: Final = {
    "id": "Number of the verdict in the order in which they were made.",
    "claim_key": "Key of the claim as it stood when it was judged.",
    "version_key": f"The {_KEY}.",
    "text_sha256": "sha256 of the article text that was judged.",
    "quote": "The evidence sentence, exactly (W3C TextQuoteSelector).",
    "prefix": "Up to 32 code points before the quote.",
    "suffix": "Up to 32 code points after the quote.",
    "start": f"The quote's {_STRETCH} (W3C TextPositionSelector).",
    "end": f"The quote's {_END}.",
    "quantity": "Words of the quantity that was judged.",
    "quantity_start": f"The quantity's {_STRETCH}.",
    "decision": "accept, reject, correct, unsure or skip.",
    "reviewer": "Who decided; `local` on an installation without sign-in.",
    "decided_at": "When, UTC.",
    "pipeline_version": "Pipeline version whose claim was judged.",
    "reason": "Why a claim was rejected.",
    "note": "Free words of the reviewer.",
    "old": "JSON object of field values before a correction.",
    "new": "JSON object of field values after a correction.",
}

TABLES: Final[dict[str, TableText]] = {
    "sources": TableText(
        sentence="The watch-list as it was at the last run: outlets and how they are watched.",
        label="title",
        columns={
            "name": "Key of the source in sources.yaml; `added` stands for what a person added.",
            "title": "Name of the outlet as a reader knows it.",
            "home": "Address of its front page.",
            "feeds": "JSON list of feed addresses.",
            "country": "ISO 3166-1 alpha-2 code of the outlet's seat.",
            "language": "ISO 639-1 code of what it publishes; empty means that it is told for each article.",
            "tags": "JSON list of free words.",
            "enabled": "1 when it is watched, 0 when it is kept but not fetched.",
            "delay": "Least seconds between two requests to one of its hosts.",
            "note": "Remark for people.",
            "updated_at": "When this row was last copied from the watch-list, UTC.",
        },
    ),
    "runs": TableText(
        sentence="Every run of a command that writes, with what it did.",
        label="command",
        columns={
            "id": "Number of the run.",
            "command": "The command, for example `crawl`.",
            "version": "Version of tallywire.",
            "started_at": "Start, UTC.",
            "finished_at": "End, UTC; empty while it runs or when it was killed.",
            "exit_code": "0 done, 1 error, 3 done in part (some sources or items failed).",
            "counts": "JSON object of what was counted, per source where it applies.",
            "message": "What went wrong, when something did.",
        },
    ),
    "fetches": TableText(
        sentence="One row for every URL that is or was to be fetched: its state, not its content.",
        label="url",
        columns={
            "url_key": "sha256 of the URL.",
            "url": "The address.",
            "source": "Source that it belongs to.",
            "kind": "feed or article.",
            "state": "discovered, fetched, retry (tried again at next_at), failed, forbidden (robots.txt) or quarantined.",
            "attempts": "Failed tries since the last success.",
            "next_at": "Not fetched again before this instant, UTC.",
            "found_in": "Feed that named it.",
            "hints": "JSON object of what the feed said of it: title, published.",
            "first_seen_at": "When it was first named, UTC.",
            "last_fetched_at": "When it was last asked for, UTC.",
            "last_status": "HTTP status of that answer.",
            "etag": "ETag for the next conditional request.",
            "last_modified": "Last-Modified for the next conditional request.",
            "error_kind": "Kind of the last failure: dns, timeout, http, robots, too_large, not_a_feed and so on.",
            "error": "The last failure in words.",
        },
    ),
    "snapshots": TableText(
        sentence="Every archived response and added file: where its raw bytes lie and how far its parsing got.",
        label="url",
        columns={
            "id": "Number of the snapshot.",
            "url_key": "sha256 of the URL.",
            "url": "Address after redirects; `file:` for added files.",
            "source": "Source that led to it.",
            "run_id": "Run that fetched it.",
            "fetched_at": "When, UTC.",
            "status": "HTTP status; empty for added files.",
            "content_type": "Media type as the server said, or as the file's kind says.",
            "body_sha256": "sha256 of the body.",
            "body_bytes": "Length of the body in bytes.",
            "warc_file": "WARC file, relative to output/archive/.",
            "warc_offset": "Byte offset of the record in that file.",
            "warc_length": "Length of the record's gzip member in bytes.",
            "hints": "JSON object of what was known before parsing: title, published, feed.",
            "parse_state": "pending, parsed, unchanged (text known), rejected (no article), retry, quarantined, or feed.",
            "parse_attempts": "How often parsing was tried.",
            "parse_error_kind": "Kind of the refusal or failure: not_html, no_text, too_large, timeout, crash and so on.",
            "parse_error": "The same in words.",
            "parsed_at": "When it was last parsed, UTC.",
            "version_key": "Article version that it gave.",
        },
    ),
    "articles": TableText(
        sentence="One row for every article, pointing at its newest version.",
        label="title",
        columns={
            "url_key": "sha256 of the URL; the key that all versions share.",
            "url": "Address.",
            "source": "Source.",
            "title": "Headline of the newest version.",
            "version_key": "The newest version.",
            "versions": "How many versions there are.",
            "first_seen_at": "When it was first parsed, UTC.",
            "updated_at": "When its newest version came, UTC.",
        },
    ),
    "article_versions": TableText(
        sentence="Every version of every article: text and metadata. An edited text makes a new version.",
        label="title",
        columns={
            "id": "Number of the version in the whole database.",
            "version_key": f"The {_KEY}.",
            "url_key": "The article.",
            "version": "Number of the version within the article, from 1.",
            "snapshot_id": "Snapshot that it was parsed from.",
            "url": "Address of that snapshot.",
            "canonical_url": "Address that the page names as its own.",
            "source": "Source.",
            "title": "Headline.",
            "byline": "Authors as printed, joined by `; `.",
            **_stamp("published", "First publication"),
            "published_day": "Day of publication on the page's own clock: what `Monday` in the text is counted from.",
            **_stamp("modified", "Last change that the page states"),
            "language": "ISO 639-1 code; empty when it could not be told.",
            "text": "Body without boilerplate; paragraphs separated by a blank line. All offsets count in this text.",
            "text_sha256": "sha256 of the text.",
            "words": "Number of words separated by white space.",
            "extractor": "What cut the text out of the page, with its version.",
            "parsed_at": "When, UTC.",
            "extract_state": "pending, done, skipped (a language that is not read), retry or quarantined.",
            "extract_attempts": "Failed tries since the last success.",
            "extract_error_kind": "Kind of the last failure: timeout, crash.",
            "extract_error": "The same in words.",
            "pipeline_version": "Pipeline version that last extracted it.",
        },
    ),
    "extractions": TableText(
        sentence="Every run of the pipeline over an article version, with what it found.",
        columns={
            "id": "Number of the extraction.",
            "version_key": "The article version.",
            "pipeline_version": "Code, model, lexicons and gazetteer, as one short string.",
            "extracted_at": "When, UTC.",
            "seconds": "Wall time of the pipeline.",
            "claims": "How many claims it found.",
            "actors": "How many actors.",
            "places": "How many place mentions.",
            "attributions": "How many attributions.",
            "times": "How many time expressions.",
            "run_id": "The run.",
        },
    ),
    "claims": TableText(
        sentence="One row for every quantity that an article states about the world, by the newest extraction.",
        label="quantity",
        columns={
            "claim_key": "Key: sha256 of article version, quantity span, evidence span and ordinal; stable over re-runs.",
            "version_key": "The article version that states it.",
            "extraction_id": "The extraction that found it.",
            "ordinal": "0 for the first fact stated of this quantity, 1 for a second.",
            "quantity": "The number with its qualifier words, as printed.",
            "quantity_start": f"Its {_STRETCH}.",
            "quantity_end": f"Its {_END}.",
            "low_exact": "Least value as an exact decimal; empty when the words set none (`up to 30`).",
            "high_exact": "Greatest value as an exact decimal; empty when the words set none (`over 30`).",
            "low": "low_exact as a number, to compare and sort by.",
            "high": "high_exact as a number, to compare and sort by.",
            "qualifier": "exact, approximately, more_than, at_least, less_than, up_to, range or vague.",
            "quantity_rule": "Rule that read the number.",
            "unit": "person, household, animal, money, percent, building, vehicle, attack, weight, distance, area, event ...",
            "currency": "ISO 4217 code of money.",
            "measured_in": "Unit of measurement as printed, for weights, distances and areas.",
            **_stretch("group", "The counted noun phrase without the number"),
            "event": "What happened to the counted thing: death, injury, displacement, return, detention, aid ...",
            **_stretch("trigger", "The words that carry the event"),
            "measure": "stock (a state), flow (a movement in a period) or cumulative (a running total); empty when untold.",
            "modality": "actual, negated, future or hypothetical.",
            **_stretch("time", "When the fact holds or happened"),
            "time_from": "First day that it covers; empty when open or unresolved.",
            "time_to": "Last day that it covers; empty when open or unresolved.",
            "time_value": "TIMEX3 value.",
            **_SPEAKER,
            **_stretch("speaker", "The mention by name nearest to the statement"),
            **_stretch("cue", "The attributing words (`said`, `according to`)"),
            "stance": "assert, confirm, deny, estimate, fear, forecast or demand.",
            **_stretch("part_of", "The total that this quantity is a part of"),
            "confidence": "How sure the whole claim is, 0 to 1.",
            "evidence": "The sentence that states it.",
            "evidence_start": f"Its {_STRETCH}.",
            "evidence_end": f"Its {_END}.",
            "evidence_prefix": "Up to 32 code points before it.",
            "evidence_suffix": "Up to 32 code points after it.",
            "origins": "JSON list of field, rule or model that set it, and its confidence.",
        },
    ),
    "claim_places": TableText(
        sentence="The places that locate a claim, and what each is to the fact.",
        label="text",
        columns={
            "id": "Number of the row.",
            "claim_key": "The claim.",
            "role": "event, origin, destination or transit (border crossings).",
            "text": "The name as printed.",
            "start": f"Its {_STRETCH}.",
            "end": f"Its {_END}.",
            "place_key": "The gazetteer entry; empty when unresolved.",
            "confidence": "How sure the entry is, 0 to 1.",
        },
    ),
    "places": TableText(
        sentence="The gazetteer entries that articles mention, one row each.",
        label="name",
        columns={
            "place_key": "`geonames:ID`, or `crossing:`, `region:` or `division:` and a name for tallywire's own tables.",
            "name": "Main name.",
            "latitude": "Degrees north, WGS 84.",
            "longitude": "Degrees east, WGS 84.",
            "feature_class": "GeoNames feature class: A administrative, P populated, H water, T mountains, S spot ...",
            "feature_code": "GeoNames feature code: PCLI country, ADM1 first-order division, PPL settlement ...",
            "country": "ISO 3166-1 alpha-2 code; empty for seas and continents.",
            "admin1": "Name of the first-order division.",
            "population": "Inhabitants; 0 when unknown.",
        },
    ),
    "place_mentions": TableText(
        sentence="Every place name in an article, resolved where possible.",
        label="text",
        columns={
            "id": "Number of the mention.",
            "extraction_id": "The extraction.",
            "version_key": "The article version.",
            "text": "The name as printed.",
            "start": f"Its {_STRETCH}.",
            "end": f"Its {_END}.",
            "place_key": "The gazetteer entry; empty when unresolved.",
            "confidence": "How sure the entry is, 0 to 1.",
            "rule": "Rule or model that found the name.",
            "candidates": "JSON list of the best entries: key, name, country, score.",
        },
    ),
    "actors": TableText(
        sentence="Named persons and organisations that act or speak in an article, one row each.",
        label="name",
        columns={
            "id": "Number of the row.",
            "extraction_id": "The extraction.",
            "version_key": "The article version.",
            "name": "Fullest name in the article.",
            "kind": "person or organisation.",
            "role": "Title as printed.",
            "organisation": "Affiliation as printed.",
            "sector": "PLOVER-like sector: GOV, MIL, REB, IGO, NGO, MED ...; empty when untold.",
            "aliases": "JSON list of other names in the article.",
            "mentions": "JSON list of [start, end] of every mention by name.",
        },
    ),
    "attributions": TableText(
        sentence="Who said what, in which words, with or without a number.",
        label="content",
        columns={
            "id": "Number of the row.",
            "extraction_id": "The extraction.",
            "version_key": "The article version.",
            **_SPEAKER,
            "source": "The words that name the speaker; ` … ` joins broken stretches.",
            "cue": "The attributing words.",
            "content": "What is attributed.",
            "mode": "direct (quoted), indirect, mixed or document.",
            "stance": "assert, confirm, deny, estimate, fear, forecast or demand.",
            "relay": "Medium or agency that the words passed through.",
            "spans": "JSON object of [start, end] lists for source, cue and content.",
            "rule": "Rule that found it.",
        },
    ),
    "times": TableText(
        sentence="Every time expression (TIMEX3) and the days that it covers.",
        label="text",
        columns={
            "id": "Number of the row.",
            "extraction_id": "The extraction.",
            "version_key": "The article version.",
            "text": "The words.",
            "start": f"Their {_STRETCH}.",
            "end": f"The {_END}.",
            "timex": "DATE, TIME, DURATION or SET.",
            "value": "TIMEX3 value; empty when it cannot be resolved.",
            "first": "First day that it covers; empty when open or unresolved.",
            "last": "Last day that it covers; empty when open or unresolved.",
            "anchor": "What it was resolved against: published, dateline, text or self.",
            "rule": "Rule that resolved it.",
        },
    ),
    "verdicts": TableText(
        sentence="People's verdicts, copied from reviews.db; the log itself is append-only.",
        label="decision",
        columns=_VERDICT,
    ),
}

VIEWS: Final[dict[str, TableText]] = {
    "articles_current": TableText(
        sentence="The newest version of every article, with its number of claims; full-text search works here.",
        label="title",
        columns={
            **{
                name: TABLES["article_versions"].columns[name]
                for name in ("id", "url_key", "source", "title", "byline", "published", "modified", "language")
            },
            "source_title": "Name of the outlet.",
            "url": "Address: the canonical one where the page names it.",
            "versions": "How many versions there are.",
            "words": "Number of words.",
            "text": "Body without boilerplate.",
            "version_key": f"The {_KEY}.",
            "extract_state": "pending, done, skipped, retry or quarantined.",
            "claims": "How many claims the newest extraction found.",
        },
    ),
    "claims_readable": TableText(
        sentence="One row a claim, in words, with its article, source, address and evidence sentence.",
        label="quantity",
        columns={
            **{
                name: TABLES["claims"].columns[name]
                for name in (
                    *("claim_key", "quantity", "low", "high", "qualifier", "unit", "currency", "group_text", "event"),
                    *(
                        "trigger_text",
                        "measure",
                        "modality",
                        "time_text",
                        "time_from",
                        "time_to",
                        *_SPEAKER,
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
            "verdict": "The newest verdict.",
            "article_id": "Number of the article version.",
        },
    ),
}

REVIEW_TABLES: Final[dict[str, TableText]] = {
    "verdicts": TableText(
        sentence="People's verdicts on claims: appended, never changed or deleted.", label="decision", columns=_VERDICT
    ),
}


def render_schema() -> str:
    """Return docs/schema.md: every table, view and column of both databases with its sentence."""
    parts = [
        "# The databases",
        "",
        "Written by `make docs`; the sentences stand in `storage/schema.py`.",
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
