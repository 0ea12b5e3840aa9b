"""The queue: which claims to judge, in which order, and how far it has got. A filter is an address, so it can be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from datasette.utils.asgi import BadRequest

from records import Event, Modality, Round, Unit
from review.databases import NEWS, remembered
from review.standing import DISAGREEMENT, HAS_VERDICT, JUDGED_KEYS, NEWEST, RECHECK, SECOND

OPEN: Final = "open"
STATES: Final = {
    OPEN: "not judged yet",
    "skip": "skipped",
    "unsure": "unsure",
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "judged": "judged, in any way",
    "disagreement": "two people differ",
    "recheck": "to check again: the machine reads them otherwise now",
    "all": "all",
}
ROUNDS: Final = {
    Round.FIRST.value: "first reading",
    Round.SECOND.value: "second reading, blind",
    Round.ADJUDICATION.value: "decide where two differ",
}
ORDERS: Final = {"uncertain": "least certain first", "newest": "newest article first", "story": "by story"}

# CROSS JOIN keeps the order of the tables: the first is walked along an index in the order asked for, and no more of it
# than the page needs.
_FROM: Final = {
    "uncertain": (
        "FROM claims AS c CROSS JOIN article_versions AS v ON v.version_key = c.version_key"
        " CROSS JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key"
    ),
    "newest": (
        "FROM article_versions AS v CROSS JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key"
        " CROSS JOIN claims AS c ON c.version_key = v.version_key"
    ),
    "story": (
        "FROM article_versions AS v JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key"
        " JOIN claims AS c ON c.version_key = v.version_key"
    ),
}
_JOINED: Final = (
    "FROM {first} claims AS c JOIN article_versions AS v ON v.version_key = c.version_key"
    " JOIN articles AS a ON a.url_key = v.url_key AND a.version_key = v.version_key"
)
# IN, not EXISTS: one walk over the places for a query, not one for each claim.
_COUNTRY: Final = (
    "c.claim_key IN (SELECT p.claim_key FROM places AS g JOIN claim_places AS p ON p.place_key = g.place_key"
    " WHERE g.country = :country)"
)
_PLACE: Final = "c.claim_key IN (SELECT p.claim_key FROM claim_places AS p WHERE p.text = :place COLLATE NOCASE)"
_RULE: Final = "EXISTS (SELECT 1 FROM json_each(c.origins) AS o WHERE o.value ->> '$.rule' = :rule)"
_CONDITIONS: Final = {
    "source": "a.source = :source",
    "event": "c.event = :event",
    "unit": "c.unit = :unit",
    "modality": "c.modality = :modality",
    "speaker": "c.speaker_name = :speaker",
    "country": _COUNTRY,
    "place": _PLACE,
    "since": "v.published >= :since",
    "until": "v.published < date(:until, '+1 day')",
    "rule": _RULE,
    "surer": "c.confidence >= CAST(:surer AS REAL) / 100",
    "vaguer": "c.confidence <= CAST(:vaguer AS REAL) / 100",
}
# Copies of one text are one story; any other article is a story of its own.
_STORY: Final = (
    "coalesce((SELECT m.syndication_id FROM syndication_articles AS m WHERE m.version_key = v.version_key), v.id)"
)
_ORDER_BY: Final = {
    "uncertain": "c.confidence, c.rowid",
    "newest": "v.published DESC, v.id DESC, c.quantity_start, c.rowid",
    "story": f"{_STORY} DESC, v.id, c.quantity_start, c.rowid",
}
_AFTER: Final = {
    "uncertain": "(c.confidence, c.rowid) > (:at_confidence, :at_row)",
    "newest": (
        "((coalesce(v.published, ''), v.id) < (:at_published, :at_article)"
        " OR (v.id = :at_article AND (c.quantity_start, c.rowid) > (:at_start, :at_row)))"
    ),
    "story": f"(-{_STORY}, v.id, c.quantity_start, c.rowid) > (-:at_story, :at_article, :at_start, :at_row)",
}
_PLACES: Final = "(SELECT group_concat(p.text, ', ') FROM claim_places AS p WHERE p.claim_key = c.claim_key)"
_COLUMNS: Final = ", ".join(
    (
        *("c.claim_key", "c.quantity", "c.group_text", "c.unit", "c.event", "c.modality", "c.speaker_name"),
        *("c.confidence", "c.evidence", "a.source", "v.title", "v.published"),
        *(f"{NEWEST} AS verdict", f"{_PLACES} AS places"),
    )
)

_SECOND: Final = "second"  # what waits for a second reading; a state of its own round alone
_STATE_CONDITIONS: Final = {
    OPEN: f"NOT {HAS_VERDICT}",
    _SECOND: SECOND,
    "judged": f"{NEWEST} != 'skip'",
    "disagreement": DISAGREEMENT,
    "recheck": RECHECK,
    "all": "1",
}
_CHOICES: Final = {
    "source": "SELECT name, title FROM sources ORDER BY title",
    "event": "SELECT event, event FROM claims GROUP BY event ORDER BY event",
    "unit": "SELECT unit, unit FROM claims GROUP BY unit ORDER BY unit",
    "modality": "SELECT modality, modality FROM claims GROUP BY modality ORDER BY modality",
    "country": (
        "SELECT country, country FROM places WHERE country IS NOT NULL AND place_key IN"
        " (SELECT place_key FROM claim_places) GROUP BY country ORDER BY country"
    ),
    "speaker": (
        "SELECT speaker_name, speaker_name FROM claims WHERE speaker_name IS NOT NULL"
        " GROUP BY speaker_name ORDER BY count(*) DESC, speaker_name LIMIT 200"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which claims of newest article versions the queue holds; a field that is empty lets all through.

    Attributes:
        state: a key of STATES.
        order: a key of ORDERS.
        round: a key of ROUNDS: which reading this is. It takes the place of the state unless that is chosen too.
        source: name of the source.
        event: a value of Event.
        unit: a value of Unit.
        modality: a value of Modality.
        speaker: full name of the speaker.
        country: ISO 3166-1 alpha-2 code of one of the places.
        place: name of one of the places, as printed; capitals do not matter.
        since: first day of publication, ISO.
        until: last day of publication, ISO.
        rule: rule or model that set one of the fields.
        surer: least confidence of the claim in per cent.
        vaguer: greatest confidence of the claim in per cent.

    """

    state: str = OPEN
    order: str = "uncertain"
    round: str = Round.FIRST.value
    source: str = ""
    event: str = ""
    unit: str = ""
    modality: str = ""
    speaker: str = ""
    country: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    rule: str = ""
    surer: str = ""
    vaguer: str = ""

    def parameters(self) -> dict[str, str]:
        """Return the filter as parameters of an address, without what is as usual."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name)) != field.default}

    def conditions(self, *, with_state: bool, me: str = "") -> tuple[str, dict[str, str]]:
        """Return the SQL condition over `c`, `v` and `a`, and its parameters. `me` is who reads, for a second reading."""
        used = {name: value for name in _CONDITIONS if (value := getattr(self, name))}
        tests = [_CONDITIONS[name] for name in used]
        if with_state:
            state = self._state()
            tests.append(_STATE_CONDITIONS.get(state, f"{NEWEST} = :state"))
            if ":state" in tests[-1]:
                used["state"] = state
            if ":me" in tests[-1]:
                used["me"] = me
        return " AND ".join(tests) or "1", used

    def _state(self) -> str:
        """Return the state that the filter shows: the one of its round, unless another is asked for."""
        if self.state != OPEN or self.round == Round.FIRST:
            return self.state
        return _SECOND if self.round == Round.SECOND else "disagreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the judging of a filter has got: claims in it whatever their state, those judged, those skipped."""

    total: int
    judged: int
    skipped: int


def parse_filter(arguments: Mapping[str, str]) -> Filter:
    """Read a filter from an address. Raises BadRequest for a value that is none of those to choose from, or no date."""
    chosen = {}
    for field in fields(Filter):
        value = str(arguments.get(field.name) or "").strip()
        if value:
            chosen[field.name] = value
    closed: dict[str, Any] = {
        "state": STATES,
        "order": ORDERS,
        "round": ROUNDS,
        "event": Event,
        "unit": Unit,
        "modality": Modality,
    }
    for name, values in closed.items():
        if name in chosen and chosen[name] not in list(values):
            raise BadRequest(f"{name} is one of {', '.join(values)}; not {chosen[name]}")
    for name in ("since", "until"):
        if name in chosen:
            chosen[name] = _day(name, chosen[name])
    for name in ("surer", "vaguer"):
        if name in chosen and not (chosen[name].isascii() and chosen[name].isdigit() and int(chosen[name]) <= 100):
            raise BadRequest(f"{name} is a whole number of per cent from 0 to 100; not {chosen[name]}")
    return Filter(**{**chosen, "country": chosen.get("country", "").upper()})


async def load_queue(
    datasette: Any, chosen: Filter, *, after: str | None, limit: int, me: str = ""
) -> list[Mapping[str, Any]]:
    """Return the claims of a filter in its order, those after the claim `after` when it is given, at most `limit`."""
    where, parameters = chosen.conditions(with_state=True, me=me)
    position = await _position(datasette, after) if after else None
    if position is not None:
        where = f"{where} AND {_AFTER[chosen.order]}"
        parameters = {**parameters, **position}
    # A source or a time may hold few claims: then SQLite finds those and sorts them, instead of walking past all others.
    is_narrow = bool(chosen.source or chosen.since or chosen.until)
    source, order = _JOINED.format(first="") if is_narrow else _FROM[chosen.order], _ORDER_BY[chosen.order]
    # First the rows of the page, then their columns: SQLite would work out all columns of all rows before it sorts them.
    sql = (
        f"WITH page AS MATERIALIZED (SELECT c.rowid AS number {source} WHERE {where} ORDER BY {order} LIMIT :limit)"
        f" SELECT {_COLUMNS} {_JOINED.format(first='page CROSS JOIN')} WHERE c.rowid = page.number ORDER BY {order}"
    )
    rows = await datasette.databases[NEWS].execute(sql, {**parameters, "limit": limit})
    return [dict(row) for row in rows]


async def find_next(datasette: Any, chosen: Filter, *, after: str | None, me: str = "") -> str | None:
    """Return the key of the claim to judge after this one; from the queue's beginning once its end is reached."""
    for start in dict.fromkeys((after, None)):
        rows = await load_queue(datasette, chosen, after=start, limit=2, me=me)
        following = [str(row["claim_key"]) for row in rows if row["claim_key"] != after]
        if following:
            return following[0]
    return None


async def count_progress(datasette: Any, chosen: Filter) -> Progress:
    """Count the claims of a filter, and how many of them are judged; the state in the filter does not matter here."""
    where, parameters = chosen.conditions(with_state=False)
    news = datasette.databases[NEWS]

    async def count() -> int:
        source = _JOINED.format(first="")
        return int((await news.execute(f"SELECT count(*) {source} WHERE {where}", parameters)).single_value())

    total: int = await remembered(datasette, ("total", where, *parameters.items()), count)
    source = _JOINED.format(first=f"({JUDGED_KEYS}) AS j CROSS JOIN")
    done, seen = (
        await news.execute(
            f"SELECT coalesce(sum(j.is_judged), 0), count(*) {source} WHERE j.claim_key = c.claim_key AND {where}",
            parameters,
        )
    ).first()
    return Progress(total=total, judged=int(done), skipped=int(seen) - int(done))


async def count_waiting(datasette: Any, chosen: Filter, *, me: str) -> int:
    """Count the claims that a filter shows to a reviewer."""
    where, parameters = chosen.conditions(with_state=True, me=me)
    sql = f"SELECT count(*) {_JOINED.format(first='')} WHERE {where}"
    return int((await datasette.databases[NEWS].execute(sql, parameters)).single_value())


async def load_choices(datasette: Any) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return what the filter's fields offer: (value, words) of sources, events, units, modalities and countries in use."""
    news = datasette.databases[NEWS]

    async def load() -> Mapping[str, Sequence[tuple[str, str]]]:
        found = {name: await news.execute(sql) for name, sql in _CHOICES.items()}
        return {name: [(str(value), str(words)) for value, words in rows] for name, rows in found.items()}

    in_use: Mapping[str, Sequence[tuple[str, str]]] = await remembered(datasette, "choices", load)
    closed = {"state": STATES, "order": ORDERS, "round": ROUNDS}
    return {**{name: list(values.items()) for name, values in closed.items()}, **in_use}


async def _position(datasette: Any, claim_key: str) -> dict[str, Any] | None:
    rows = await datasette.databases[NEWS].execute(
        "SELECT c.confidence AS at_confidence, c.rowid AS at_row, c.quantity_start AS at_start, v.id AS at_article,"
        f" coalesce(v.published, '') AS at_published, {_STORY} AS at_story FROM claims AS c"
        " JOIN article_versions AS v ON v.version_key = c.version_key WHERE c.claim_key = ?",
        [claim_key],
    )
    row = rows.first()
    return None if row is None else dict(row)


def _day(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise BadRequest(f"{name} is a day like 2023-11-20; not {value}") from error
