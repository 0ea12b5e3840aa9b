"""Which claims an export holds, and each of them as one flat row with its places and offsets."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlite_utils import Database

from storage.places import precision
from storage.schema import TABLES, VIEWS

# What `--status` takes, and the states of claims_current that it stands for.
STATUSES: Final[dict[str, tuple[str, ...]]] = {
    "accepted": ("accepted", "corrected", "added"),
    "rejected": ("rejected",),
    "unsure": ("unsure",),
    "disagreement": ("disagreement",),
    "unreviewed": ("unreviewed",),
    "judged": ("accepted", "corrected", "added", "rejected", "unsure", "disagreement"),
    "all": ("accepted", "corrected", "added", "rejected", "unsure", "disagreement", "unreviewed"),
}

_OFFSETS: Final = (
    "quantity_start",
    "quantity_end",
    "evidence_start",
    "evidence_end",
    "evidence_prefix",
    "evidence_suffix",
)
_PLACE: Final = {
    "place": "Main name of the first place that locates the claim.",
    "place_key": "Its gazetteer entry.",
    "latitude": "Degrees north, WGS 84.",
    "longitude": "Degrees east, WGS 84.",
    "precision": "What the coordinates stand for: spot, settlement, district, province, country, region ...",
    "admin1": "Name of its first-order division.",
}
_ABOUT: Final = {
    "pipeline_version": "Pipeline version that found the claim: code, model, lexicons and gazetteer.",
    "exported_at": "When this file was written, UTC.",
    "export_filter": "Which claims it holds.",
}
COLUMNS: Final[dict[str, str]] = {
    **VIEWS["claims_current"].columns,
    **{name: TABLES["claims"].columns[name] for name in _OFFSETS},
    **_PLACE,
    **_ABOUT,
}
NUMBERS: Final = frozenset(
    {
        *("low", "high", "confidence", "is_current", "article_id", "reviewers", "latitude", "longitude"),
        *("quantity_start", "quantity_end", "evidence_start", "evidence_end"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which claims to export; what is None lets all through.

    Attributes:
        status: a key of STATUSES.
        since: first day of publication, ISO.
        until: last day of publication, ISO.
        source: name of the source.
        event: a value of Event.
        country: ISO 3166-1 alpha-2 code of one of the places.
        old_versions: also the claims of article versions that a newer one has replaced.

    """

    status: str = "accepted"
    since: str | None = None
    until: str | None = None
    source: str | None = None
    event: str | None = None
    country: str | None = None
    old_versions: bool = False

    def describe(self) -> str:
        """Return the choice in one line, for the file that holds its claims."""
        chosen = {name: value for name, value in asdict(self).items() if value not in {None, False}}
        return ", ".join(
            f"{name} {value}" if value is not True else name.replace("_", " ") for name, value in chosen.items()
        )

    def condition(self) -> tuple[str, dict[str, str]]:
        """Return the SQL condition over claims_current and its parameters."""
        states = ", ".join(f"'{state}'" for state in STATUSES[self.status])
        tests, values = [f"k.status IN ({states})"], {}
        if not self.old_versions:
            tests.append("k.is_current")
        conditions = {
            "since": "k.published >= :since",
            "until": "k.published < date(:until, '+1 day')",
            "source": "k.source = :source",
            "event": "k.event = :event",
            "country": "(',' || k.countries || ',') LIKE '%,' || :country || ',%'",
        }
        for name, test in conditions.items():
            if getattr(self, name) is not None:
                tests.append(test)
                values[name] = getattr(self, name)
        return " AND ".join(tests), values


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself: the program, the moment, the choice and the pipelines behind its claims."""

    program: str
    exported_at: str
    choice: Choice
    claims: int
    pipelines: tuple[str, ...]

    def rows(self) -> dict[str, str]:
        """Return the same as words by name, for formats with a place for it."""
        return {
            "made by": self.program,
            "exported at": self.exported_at,
            "filter": self.choice.describe(),
            "claims": str(self.claims),
            "pipeline versions": "; ".join(self.pipelines),
            "offsets": "Unicode code points of the article's text, end exclusive",
        }


def describe_export(db: Database, choice: Choice, *, program: str, exported_at: str) -> About:
    """Count the claims of a choice and collect the pipeline versions that found them."""
    where, values = choice.condition()
    rows = db.query(
        "SELECT e.pipeline_version AS pipeline, count(*) AS claims FROM claims_current AS k"
        " LEFT JOIN claims AS c ON c.claim_key = k.claim_key LEFT JOIN extractions AS e ON e.id = c.extraction_id"
        f" WHERE {where} GROUP BY 1 ORDER BY 1",
        values,
    )
    counted = {row["pipeline"]: row["claims"] for row in rows}
    return About(
        program=program,
        exported_at=exported_at,
        choice=choice,
        claims=sum(counted.values()),
        pipelines=tuple(name for name in counted if name),
    )


def load_claims(db: Database, about: About) -> Iterator[dict[str, Any]]:
    """Yield the claims of a choice, newest article first, as rows with the columns of COLUMNS in their order.

    One more entry, `all_places`, holds every place of the claim as a dictionary, for formats that nest.
    """
    where, values = about.choice.condition()
    rows = db.query(
        "SELECT k.*, c.quantity_start, c.quantity_end, c.evidence_start, c.evidence_end, c.evidence_prefix,"
        " c.evidence_suffix, e.pipeline_version, s.verdict_id FROM claims_current AS k"
        " LEFT JOIN claims AS c ON c.claim_key = k.claim_key LEFT JOIN extractions AS e ON e.id = c.extraction_id"
        " LEFT JOIN claim_status AS s ON s.claim_key = k.claim_key"
        f" WHERE {where} ORDER BY k.published DESC, k.article_id DESC, c.quantity_start, k.claim_key",
        values,
    )
    common = {"exported_at": about.exported_at, "export_filter": about.choice.describe()}
    for row in rows:
        verdict = _verdict(db, row["verdict_id"])
        offsets = _added_offsets(verdict) if row["status"] == "added" and verdict is not None else {}
        places = _places(db, row["claim_key"], verdict)
        flat = {**row, **offsets, **_first_place(places), **common}
        yield {**{name: flat.get(name) for name in COLUMNS}, "all_places": places}


def _verdict(db: Database, verdict_id: int | None) -> Mapping[str, Any] | None:
    if verdict_id is None:
        return None
    return next(iter(db.query("SELECT * FROM verdicts WHERE id = ?", [verdict_id])), None)


def _added_offsets(verdict: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "quantity_start": verdict["quantity_start"],
        "quantity_end": verdict["quantity_start"] + len(verdict["quantity"]),
        "evidence_start": verdict["start"],
        "evidence_end": verdict["end"],
        "evidence_prefix": verdict["prefix"],
        "evidence_suffix": verdict["suffix"],
        "pipeline_version": verdict["pipeline_version"],
    }


def _places(db: Database, claim_key: str, verdict: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the places of a claim with their gazetteer entries; those of its correction where it has one."""
    entry = "g.name, g.latitude, g.longitude, g.feature_class, g.feature_code, g.country, g.admin1"
    corrected = json.loads(verdict["new"]).get("places") if verdict else None
    if corrected is None:
        rows = db.query(
            f'SELECT p.text, p.role, p.start, p."end", p.place_key, {entry} FROM claim_places AS p'
            " LEFT JOIN places AS g ON g.place_key = p.place_key WHERE p.claim_key = ? ORDER BY p.start, p.id",
            [claim_key],
        )
        found = [dict(row) for row in rows]
    else:
        found = []
        for place in json.loads(corrected or "[]"):
            key = place.get("place_key")
            known = next(iter(db.query(f"SELECT {entry} FROM places AS g WHERE place_key = ?", [key])), {})
            names = ("text", "role", "start", "end", "place_key")
            found.append({**{name: place.get(name) for name in names}, **known})
    return [{**place, "precision": precision(place.get("feature_class"), place.get("feature_code"))} for place in found]


def _first_place(places: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the columns of the place that a map shows: the first with coordinates, an event's before a way's."""
    located = [place for place in places if place.get("latitude") is not None]
    if not located:
        return {}
    place = min(located, key=lambda place: place["role"] not in {"event", "destination"})
    return {
        "place": place["name"],
        **{name: place[name] for name in ("place_key", "latitude", "longitude", "precision", "admin1")},
    }
