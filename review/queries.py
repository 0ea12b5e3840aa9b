"""Ready-made questions that researchers ask, as canned queries of Datasette: plain SQL, read-only, with parameters."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: title, what it answers and what its parameters mean, and the SQL that answers it."""

    title: str
    description: str
    sql: str

    def as_metadata(self) -> dict[str, Any]:
        """Return the query as Datasette wants it."""
        return {"title": self.title, "description": self.description, "sql": self.sql.strip()}


_LATEST: Final = (
    "(select decision from reviews.verdicts_standing as d where d.claim_key = c.claim_key order by d.id desc limit 1)"
)

QUERIES: Final[dict[str, Question]] = {
    "claims_about_a_place": Question(
        title="Claims about a place between two dates",
        description="place: a name as printed or of the gazetteer, for example Chaman. since, until: days of publication,"
        " for example 2023-11-01; empty for all.",
        sql="""
select c.claim_key, c.quantity, c.group_text, c.event, c.modality, c.places, c.time_from, c.time_to, c.speaker_name,
  c.source, c.published, c.evidence
from claims_readable as c
where c.claim_key in (
    select p.claim_key from claim_places as p left join places as g on g.place_key = p.place_key
    where p.text = :place collate nocase or g.name = :place collate nocase)
  and (:since = '' or c.published >= :since)
  and (:until = '' or c.published < date(:until, '+1 day'))
order by c.published desc, c.claim_key
""",
    ),
    "claims_in_a_country": Question(
        title="Claims located in a country",
        description="country: ISO 3166-1 alpha-2 code, for example PK. event: for example displacement; empty for all.",
        sql="""
select c.claim_key, c.quantity, c.group_text, c.event, c.places, c.time_from, c.time_to, c.speaker_name, c.source,
  c.published, c.evidence
from claims_readable as c
where c.claim_key in (
    select p.claim_key from claim_places as p join places as g on g.place_key = p.place_key
    where g.country = upper(:country))
  and (:event = '' or c.event = :event)
order by c.published desc, c.claim_key
""",
    ),
    "figures_of_a_speaker": Question(
        title="Every figure of one speaker",
        description="speaker: a part of the name, for example World Health Organization.",
        sql="""
select c.claim_key, c.speaker_name, c.speaker_role, c.stance, c.quantity, c.low, c.high, c.unit, c.group_text, c.event,
  c.modality, c.places, c.time_from, c.time_to, c.source, c.published, c.evidence
from claims_readable as c
where c.speaker_name like '%' || :speaker || '%'
order by c.published desc, c.claim_key
""",
    ),
    "figures_of_an_event": Question(
        title="Figures of one kind of event, source by source",
        description="event: for example death. country: ISO code of a place of the claim; empty for all.",
        sql="""
select c.source, c.published, c.quantity, c.low, c.high, c.qualifier, c.group_text, c.modality, c.places,
  c.speaker_name, c.claim_key, c.evidence
from claims_readable as c
where c.event = :event and c.is_current
  and (:country = '' or (',' || c.countries || ',') like '%,' || upper(:country) || ',%')
order by c.source, c.published desc, c.claim_key
""",
    ),
    "by_country_and_month": Question(
        title="Claims and their range of figures by country and month",
        description="event: for example death. Figures are not added up: articles repeat each other. largest is the"
        " greatest number that one claim states.",
        sql="""
select g.country, substr(coalesce(c.time_from, v.published), 1, 7) as month, count(distinct c.claim_key) as claims,
  count(distinct v.url_key) as articles, max(coalesce(c.high, c.low)) as largest
from claims as c
join article_versions as v on v.version_key = c.version_key
join articles as a on a.version_key = v.version_key
join claim_places as p on p.claim_key = c.claim_key
join places as g on g.place_key = p.place_key
where c.event = :event and c.modality = 'actual' and g.country is not null
group by g.country, month
order by g.country, month
""",
    ),
    "largest_figures": Question(
        title="The largest figures of one event with their evidence",
        description="event: for example displacement. unit: for example person; empty for all.",
        sql="""
select c.claim_key, c.quantity, c.low, c.high, c.unit, c.group_text, c.modality, c.places, c.speaker_name, c.source,
  c.published, c.evidence
from claims_readable as c
where c.event = :event and (:unit = '' or c.unit = :unit) and c.is_current
order by coalesce(c.high, c.low) desc, c.claim_key
limit 50
""",
    ),
    "most_quoted_speakers": Question(
        title="Who is quoted with the most figures",
        description="Speakers by the number of claims, with the number of sources that quote them.",
        sql="""
select c.speaker_name, c.speaker_kind, count(*) as claims, count(distinct a.source) as sources,
  count(distinct a.url_key) as articles
from claims as c join articles as a on a.version_key = c.version_key
where c.speaker_name is not null
group by c.speaker_name, c.speaker_kind
order by claims desc, c.speaker_name
""",
    ),
    "figures_without_speaker": Question(
        title="Figures that articles state in their own name",
        description="Claims without a speaker. event: for example injury; empty for all.",
        sql="""
select c.claim_key, c.quantity, c.group_text, c.event, c.places, c.source, c.published, c.evidence
from claims_readable as c
where c.speaker_name is null and c.is_current and (:event = '' or c.event = :event)
order by c.published desc, c.claim_key
""",
    ),
    "articles_with_words": Question(
        title="Articles that contain these words, best match first",
        description="words: as in a search box; all of them must occur.",
        sql="""
select v.id as article_id, v.title, v.source, v.published,
  snippet(article_versions_fts, 1, '', '', ' … ', 24) as words_around
from article_versions_fts
join article_versions as v on v.id = article_versions_fts.rowid
join articles as a on a.version_key = v.version_key
where article_versions_fts match '"' || replace(replace(trim(:words), '"', ''), ' ', '" "') || '"'
order by rank
limit 100
""",
    ),
    "edited_articles": Question(
        title="Articles that were edited",
        description="Every version of the articles that have more than one, with its number of claims.",
        sql="""
select v.id as article_id, v.title, v.source, v.version, a.versions, v.published, v.modified, v.parsed_at, v.words,
  (select count(*) from claims where claims.version_key = v.version_key) as claims
from article_versions as v join articles as a on a.url_key = v.url_key
where a.versions > 1
order by a.updated_at desc, v.url_key, v.version
""",
    ),
    "figures_that_changed": Question(
        title="Figures of edited articles that the newest version no longer gives",
        description="Claims of older versions whose quantity is not in the newest version's claims for the same event.",
        sql="""
select c.claim_key, c.quantity, c.group_text, c.event, v.version, a.versions, a.title, a.source, c.evidence
from claims as c
join article_versions as v on v.version_key = c.version_key
join articles as a on a.url_key = v.url_key
where v.version_key != a.version_key
  and not exists (select 1 from claims as n where n.version_key = a.version_key and n.event = c.event
    and n.low_exact is c.low_exact and n.high_exact is c.high_exact)
order by a.updated_at desc, v.version, c.quantity_start
""",
    ),
    "places_with_most_claims": Question(
        title="Places by number of claims, with coordinates",
        description="role: event, origin, destination or transit; empty for all. feature_code tells a country (PCLI)"
        " from a settlement (PPL...).",
        sql="""
select g.name, g.country, g.admin1, g.feature_code, g.latitude, g.longitude, count(distinct p.claim_key) as claims
from claim_places as p join places as g on g.place_key = p.place_key
where :role = '' or p.role = :role
group by g.place_key
order by claims desc, g.name
""",
    ),
    "accepted_claims": Question(
        title="Accepted claims, ready to cite",
        description="Claims whose newest verdict is accept, with who judged them and when. Read from reviews.db.",
        sql=f"""
select c.claim_key, c.quantity, c.low, c.high, c.unit, c.group_text, c.event, c.modality, c.places, c.time_from,
  c.time_to, c.speaker_name, c.source, c.article_title, c.published, c.url, c.evidence,
  (select reviewer || ', ' || decided_at from reviews.verdicts_standing as d where d.claim_key = c.claim_key
   order by d.id desc limit 1) as judged
from claims_readable as c
where c.claim_key in (select claim_key from reviews.verdicts_standing) and {_LATEST} = 'accept'
order by c.published desc, c.claim_key
""",
    ),
    "unreviewed_by_reach": Question(
        title="Claims that nobody has judged, those that most outlets carry first",
        description="outlets: how many printed the text that states the claim; copies of one text are listed once, by the earliest."
        " event: for example death; empty for all.",
        sql="""
select c.claim_key, coalesce(s.outlets, 1) as outlets, s.agency, c.quantity, c.group_text, c.event, c.places, c.speaker_name,
  c.source, c.published, c.confidence, c.evidence
from claims_readable as c
left join syndication_articles as m on m.version_key = c.version_key
left join syndications as s on s.id = m.syndication_id
where c.is_current and coalesce(m.position, 0) = 0 and (:event = '' or c.event = :event)
  and c.claim_key not in (select claim_key from reviews.verdicts_standing)
order by outlets desc, c.published desc, c.claim_key
limit 200
""",
    ),
    "why_rejected": Question(
        title="Why claims are rejected, by rule",
        description="Rejections by reason and by the rule that read the number: where the machine errs most.",
        sql="""
select coalesce(d.reason, 'no reason given') as reason, c.quantity_rule, c.event, count(*) as claims
from reviews.verdicts_standing as d join claims as c on c.claim_key = d.claim_key
where d.id = (select max(id) from reviews.verdicts_standing as n where n.claim_key = d.claim_key)
  and d.decision = 'reject'
group by reason, c.quantity_rule, c.event
order by claims desc, reason
""",
    ),
    "review_by_event": Question(
        title="How far the review has got, event by event",
        description="Claims, verdicts and the share of accepted among accepted and rejected: the precision so far.",
        sql=f"""
select event, count(*) as claims, count(verdict) filter (where verdict != 'skip') as judged,
  count(*) filter (where verdict = 'accept') as accepted, count(*) filter (where verdict = 'reject') as rejected,
  round(1.0 * count(*) filter (where verdict = 'accept')
    / nullif(count(*) filter (where verdict in ('accept', 'reject')), 0), 3) as share_accepted
from (select c.event, {_LATEST} as verdict from claims as c join articles as a on a.version_key = c.version_key)
group by event
order by claims desc, event
""",
    ),
    "how_reviewers_agree": Question(
        title="How far reviewers agree, field by field",
        description="Two people's verdicts on the same claims before adjudication: share with the same answer, and Cohen's"
        " kappa. As of the last tallywire run or export.",
        sql="""
select reviewer, other, field, claims, round(agreement, 3) as agreement, round(kappa, 3) as kappa
from reviewer_agreement
order by reviewer, other, field = 'decision' desc, field
""",
    ),
    "verdicts_to_check_again": Question(
        title="Verdicts to check again after a new extraction or an edit",
        description="changed: the machine reads the judged words otherwise now; lost: no claim stands on them any more.",
        sql="""
select claim_key, anchor, decision, reviewer, decided_at, quantity, quote, note, article_title, url
from verdicts_to_recheck
order by decided_at desc, id desc
""",
    ),
    "missed_by_the_machine": Question(
        title="Claims that people added: what the machine missed",
        description="Added by reviewers, with their fields as JSON. Their number against the accepted claims measures recall.",
        sql="""
select d.quantity, d.new ->> '$.group_text' as group_text, d.new ->> '$.event' as event, d.quote, d.reviewer, d.decided_at,
  v.id as article_id, v.title, v.source
from reviews.verdicts_standing as d join article_versions as v on v.version_key = d.version_key
where d.decision = 'add'
order by d.decided_at desc, d.id desc
""",
    ),
    "failures": Question(
        title="What failed, and why",
        description="Addresses that could not be fetched, pages that gave no article, articles that could not be read;"
        " the newest first. state: retry is tried again by itself, quarantined only with --retry.",
        sql="""
select 'fetch' as stage, state, source, url, error_kind, error, last_fetched_at as at from fetches
where state in ('retry', 'failed', 'forbidden', 'quarantined')
union all select 'parse', parse_state, source, url, parse_error_kind, parse_error, parsed_at from snapshots
where parse_state in ('retry', 'rejected', 'quarantined')
union all select 'extract', extract_state, source, url, extract_error_kind, extract_error, parsed_at from article_versions
where extract_state in ('retry', 'quarantined')
order by at desc
limit 500
""",
    ),
    "articles_by_source_and_month": Question(
        title="Coverage: articles and claims by source and month",
        description="Gaps in a source's row are months without an article.",
        sql="""
select a.source, substr(a.published, 1, 7) as month, count(*) as articles, sum(a.claims) as claims
from articles_current as a
group by a.source, month
order by a.source, month
""",
    ),
}
