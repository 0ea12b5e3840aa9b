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


def _printed(prefix: str, meaning: str) -> dict[str, str]:
    return {
        f"{prefix}_printed": f"{meaning} as the page, feed, file or person has it, before it was cleaned.",
        f"{prefix}_origin": "Where that stands: json-ld, meta, microdata, heading, title, page, text, feed, file or user.",
    }


def _stamp(prefix: str, meaning: str) -> dict[str, str]:
    return {
        prefix: f"{meaning}, UTC; empty when nothing states it.",
        f"{prefix}_printed": "The same as the string that the page, feed or person printed.",
        f"{prefix}_origin": "Where that string came from: json-ld, microdata, meta, text, feed, user, file or htmldate.",
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
    "decision": "accept, reject, correct, unsure, skip, add (a claim that the machine missed) or retract.",
    "reviewer": "Who decided; `local` on an installation without sign-in.",
    "decided_at": "When, UTC.",
    "pipeline_version": "Pipeline version whose claim was judged.",
    "reason": "Why a claim was rejected.",
    "note": "Free words of the reviewer.",
    "old": "JSON object of field values before a correction, by column of `claims`.",
    "new": "JSON object of field values after a correction, or of an added claim; '' means that the text does not say.",
    "judged": "JSON object of the values that the page showed: what the decision was about.",
    "round": "first, second (blind) or adjudication.",
    "retracts": "Number of the verdict that is taken back; empty for other decisions.",
    "batch": "Name shared by the verdicts of one decision on many claims.",
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
            "sitemaps": "JSON list of addresses of sitemaps.",
            "sections": "JSON list of addresses of section pages.",
            "country": "ISO 3166-1 alpha-2 code of the outlet's seat.",
            "language": "ISO 639-1 code of what it publishes; empty means that it is told for each article.",
            "tags": "JSON list of free words.",
            "enabled": "1 when it is watched, 0 when it is kept but not fetched.",
            "delay": "Least seconds between two requests to one of its hosts.",
            "pages": "Most article pages in one run; empty means what the configuration says.",
            "browser": "1 when its sections and articles are opened in a browser.",
            "keep_terms": "JSON list of terms, text and language: only articles that are announced with one are fetched.",
            "drop_terms": "JSON list of terms, text and language: articles that are announced with one are not fetched.",
            "expect": "JSON object of what it should give: articles_a_day, fields.",
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
            "kind": "feed, sitemap, section or article.",
            "state": "discovered, fetched, retry (tried again at next_at), failed, forbidden (robots.txt) or quarantined.",
            "attempts": "Failed tries since the last success.",
            "next_at": "When it is due next, UTC; empty when it will not be fetched again by itself.",
            "found_in": "Feed, sitemap or section that named it.",
            "hints": "JSON object of what that said of it: title, published, language, keywords, feed (its address).",
            "first_seen_at": "When it was first named, UTC.",
            "last_fetched_at": "When it was last asked for, UTC.",
            "last_status": "HTTP status of that answer.",
            "etag": "ETag for the next conditional request.",
            "last_modified": "Last-Modified for the next conditional request.",
            "error_kind": "Kind of the last failure: dns, timeout, http, robots, too_large, not_a_feed and so on.",
            "error": "The last failure in words.",
            "changed_at": "When its content was last seen to have changed, UTC.",
            "change_gap": "Mean seconds between two changes that were seen, the newest weighing most.",
            "article_key": "URL key of the article that it gave: of its canonical address, where the page names one.",
        },
    ),
    "host_pauses": TableText(
        sentence="Hosts that asked not to be disturbed (Retry-After), until when.",
        label="host",
        columns={
            "host": "Host with its port, as its URLs have it.",
            "until": "No request goes to it before this instant, UTC.",
            "reason": "What it answered.",
        },
    ),
    "snapshots": TableText(
        sentence="Every archived response and added file: where its raw bytes lie and how far its parsing got.",
        label="url",
        columns={
            "id": "Number of the snapshot.",
            "url_key": "sha256 of the URL.",
            "url": "Address after redirects, or the canonical one that the page names; `file:` for added files.",
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
            "parse_state": "pending, parsed, unchanged (text known), gated (paywall or wall of consent), rejected (no article),"
            " retry, quarantined, or feed.",
            "parse_attempts": "How often parsing was tried.",
            "parse_error_kind": "Kind of the refusal or failure: not_html, no_text, too_large, timeout, crash and so on.",
            "parse_error": "The same in words.",
            "parsed_at": "When it was last parsed, UTC.",
            "version_key": "Article version that it gave.",
            "parser": "Version of the page parser that last read it; empty when an older one did.",
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
            **_printed("title", "The headline"),
            "byline": "Authors, joined by `; `.",
            **_printed("byline", "The authors"),
            **_stamp("published", "First publication"),
            "published_day": "Day of publication on the page's own clock: what `Monday` in the text is counted from.",
            **_stamp("modified", "Last change that the page states"),
            **_stamp("listed", "First publication as the feed or sitemap states it that named the article"),
            "language": "ISO 639-1 code; empty when it could not be told.",
            "text": "Body without boilerplate; paragraphs separated by a blank line. All offsets count in this text.",
            "text_sha256": "sha256 of the text.",
            "words": "Number of words separated by white space.",
            "extractor": "What cut the text out of the page, with its version.",
            "agreement": "How far independent extractors agreed on the text, 0 to 1; empty where the text was given as such.",
            "parser": "Version of the page parser that read it; empty when that was not kept.",
            **_stretch("dateline", "Place, day and agency before the first sentence"),
            **_stretch("credit", "The lines that name who reported, edited or supplied the text"),
            **_stretch("correction", "The paragraph that says what an earlier version had wrong"),
            "parsed_at": "When, UTC.",
            "extract_state": "pending, done, skipped (a language that is not read), retry or quarantined.",
            "extract_attempts": "Failed tries since the last success.",
            "extract_error_kind": "Kind of the last failure: timeout, crash.",
            "extract_error": "The same in words.",
            "pipeline_version": "Pipeline version that last extracted it.",
        },
    ),
    "replaced_versions": TableText(
        sentence="Article versions whose text a newer parser read otherwise from the same snapshot.",
        columns={
            "version_key": "Key that the version had.",
            "url_key": "The article.",
            "version": "Number that it had within the article.",
            "replaced_by": "Key of the version that took its place; empty when the page is no article any more.",
            "text_sha256": "sha256 of the text that was replaced; verdicts name it.",
            "extractor": "What had cut the text out of the page.",
            "parser": "Version of the page parser that read it then; empty when it was not kept.",
            "replaced_at": "When, UTC.",
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
            "candidates": "JSON list of the best entries: key, name, country, score, latitude, longitude, feature class, feature code.",
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
    "text_signatures": TableText(
        sentence="A MinHash signature of the newest text of every article, to find near copies by.",
        columns={
            "version_key": f"The {_KEY}.",
            "scheme": "How it was made: shingles, permutations and seed; another scheme is made anew.",
            "text_sha256": "sha256 of the text that was signed.",
            "parsed_at": "When that was parsed, UTC; after another parse it is made anew.",
            "outlet": "Source, or the host of the address for what a person added.",
            "seen_at": "When it was published or, without a time of day, fetched on that day; UTC.",
            "shingles": "Number of different runs of three words.",
            "signature": "128 unsigned 32-bit numbers, least byte first.",
        },
    ),
    "near_copies": TableText(
        sentence="Pairs of articles of different outlets of which the shorter has most of its text from the longer, or both from a third.",
        columns={
            "first_key": "Article version with the lesser key.",
            "second_key": "Article version with the greater key.",
            "resemblance": "Share of all runs of three words, numbers as printed, that stand in both (Jaccard), 0 to 1.",
            "containment": "Share of those of the shorter text, numbers left out of account, that stand in the longer.",
        },
    ),
    "syndications": TableText(
        sentence="One text that several outlets printed: the group of its copies.",
        label="title",
        columns={
            "id": "Number of the group: the least number of an article version in it.",
            "title": "Headline of the earliest copy.",
            "earliest_key": "The copy that was first: published first or, without a time of day, fetched first.",
            "earliest_at": "When that was, UTC.",
            "agency": "News agency that copies credit; empty when none does.",
            "articles": "How many copies there are.",
            "outlets": "How many outlets printed it.",
            "changed": "How many copies give another number than the earliest.",
        },
    ),
    "syndication_articles": TableText(
        sentence="The copies of each syndicated text, compared with the earliest.",
        columns={
            "version_key": f"The {_KEY}.",
            "syndication_id": "The group.",
            "position": "0 for the earliest, then in order of time.",
            "resemblance": "How much it resembles the earliest, as in near_copies; 1 for the earliest itself.",
            "containment": "How much of the shorter of the two stands in the other, as in near_copies.",
            "compared": "The two extractions whose claims were compared; empty while one is still to be extracted.",
            "changed": "How many figures differ from the earliest's; empty while they cannot be compared.",
        },
    ),
    "claim_copies": TableText(
        sentence="Claims of copies that state a figure of the earliest copy again: one observation, told twice.",
        columns={
            "claim_key": "The claim in the copy.",
            "original_key": "The claim in the earliest copy.",
            "syndication_id": "The group.",
            "is_changed": "1 when the copy gives another value, 0 when it repeats the value.",
        },
    ),
    "source_runs": TableText(
        sentence="What every run got from every source: how its health is told.",
        columns={
            "run_id": "The run.",
            "source": "The source.",
            "at": "When the crawl of that run ended, UTC.",
            "listings": "Feeds, sitemaps and sections that answered.",
            "listings_unchanged": "Those of them that had nothing new.",
            "discovered": "Addresses of articles that became due.",
            "fetched": "Article pages that came.",
            "new": "Those with a body that was not archived before.",
            "unchanged": "Those with a known body.",
            "postponed": "Pages left for later because their host asked for a pause or time was over.",
            "failed": "Requests that failed.",
            "failures": "JSON object of kind of failure and how many.",
            "expected": "Articles that the watch-list expected since the run before; empty when it expects nothing.",
            "articles": "New articles and new versions that its pages gave; empty until they are parsed.",
            "rejected": "Pages that were no article or stood behind a wall; empty until they are parsed.",
            "median_words": "Median number of words of those articles; empty when there are none.",
            "seconds": "From the start of the crawl to the last answer of this source.",
        },
    ),
    "verdicts": TableText(
        sentence="People's verdicts, copied from reviews.db; the log itself is append-only.",
        label="decision",
        columns=_VERDICT,
    ),
    "verdict_anchors": TableText(
        sentence="Where each verdict is now: the claim that the newest extraction makes of the words that were judged.",
        columns={
            "verdict_id": "The verdict.",
            "claim_key": "The claim of today; empty when no claim stands on these words.",
            "version_key": "The article version that it was looked for in: the newest that was extracted.",
            "extraction_id": "The extraction that it was looked for in.",
            "state": "same, moved (other place, same values), changed (other values: to check again) or lost.",
            "differences": "JSON object of the columns that changed, with the judged and the present value.",
            "anchored_at": "When it was looked for, UTC.",
        },
    ),
}

_CLAIM_VIEW_COLUMNS: Final = (
    *("quantity", "low", "high", "qualifier", "unit", "currency", "group_text", "event", "trigger_text", "measure"),
    *("modality", "time_text", "time_from", "time_to", *_SPEAKER, "cue_text", "stance", "confidence", "evidence"),
)
_CURRENT: Final = {
    "claim_key": "Key of the claim; for an added one the key that its verdict gave it.",
    "status": "unreviewed, accepted, corrected, rejected, unsure, disagreement or added.",
    **{name: TABLES["claims"].columns[name] for name in _CLAIM_VIEW_COLUMNS},
    "places": "The places with their roles.",
    "countries": "ISO 3166-1 alpha-2 codes of the places.",
    "article_title": "Headline.",
    "published": "First publication, UTC.",
    "source": "Source.",
    "url": "Address of the article.",
    "is_current": "1 when the newest version of the article states it, 0 when an older one did.",
    "article_id": "Number of the article version.",
    "version_key": f"The {_KEY}.",
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
            **_VERDICT,
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
            **{name: _VERDICT[name] for name in ("decision", "reviewer", "decided_at", "quantity", "quote", "note")},
            **{name: _VERDICT[name] for name in ("judged", "new")},
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
            name: TABLES["article_versions"].columns[name]
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
        sentence="People's verdicts on claims: appended, never changed or deleted.", label="decision", columns=_VERDICT
    ),
    "verdicts_standing": TableText(
        sentence="Each reviewer's last verdict on a claim that was not taken back.", label="decision", columns=_VERDICT
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
