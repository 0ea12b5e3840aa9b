"""The fields of a claim that a person can correct or fill in: their kinds, their choices, and how a form is read."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from datasette.utils.asgi import BadRequest

from records import ActorKind, Event, Measure, Modality, PlaceRole, Qualifier, Stance, Unit
from storage.rows import exact, to_json
from storage.verdict_views import CORRECTABLE

MAX_TEXT: Final = 500  # characters of a field
MAX_PLACES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of the form.

    Attributes:
        name: column of `claims`; `places` stands for the rows of claim_places.
        label: what a person reads.
        kind: choice, decimal, day, text, words (of the article) or places.
        choices: the values of a choice.
        is_required: whether an added claim must have it.
        mark: role of the words in the text that a selection fills in; empty for none.

    """

    name: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
    mark: str = ""


def _choice(name: str, label: str, values: Any, *, is_required: bool) -> FormField:
    return FormField(name=name, label=label, kind="choice", choices=tuple(values), is_required=is_required)


FIELDS: Final[tuple[FormField, ...]] = (
    FormField(name="quantity", label="Quantity, as printed", kind="words", is_required=True, mark="quantity"),
    FormField(name="low_exact", label="Least value", kind="decimal"),
    FormField(name="high_exact", label="Greatest value", kind="decimal"),
    _choice("qualifier", "Qualifier", Qualifier, is_required=True),
    _choice("unit", "Unit", Unit, is_required=True),
    FormField(name="currency", label="Currency (ISO 4217)", kind="text"),
    FormField(name="group_text", label="Counted thing", kind="words", mark="group"),
    _choice("event", "Event", Event, is_required=True),
    FormField(name="trigger_text", label="Words of the event", kind="words", mark="trigger"),
    _choice("modality", "Modality", Modality, is_required=True),
    _choice("measure", "Measure", Measure, is_required=False),
    FormField(name="places", label="Places", kind="places", mark="place"),
    FormField(name="time_text", label="Time, as printed", kind="words", mark="time"),
    FormField(name="time_from", label="First day", kind="day"),
    FormField(name="time_to", label="Last day", kind="day"),
    FormField(name="speaker_name", label="Speaker", kind="words", mark="speaker"),
    _choice("speaker_kind", "Kind of speaker", ActorKind, is_required=False),
    FormField(name="speaker_role", label="Role", kind="words"),
    FormField(name="speaker_organisation", label="Organisation", kind="words"),
    FormField(name="cue_text", label="Attributing words", kind="words", mark="cue"),
    _choice("stance", "Stance", Stance, is_required=True),
)
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Values before and after, by column; columns that stay as they are in neither."""

    old: Mapping[str, str]
    new: Mapping[str, str]


def judged_values(claim: Mapping[str, Any], places: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the values of a claim by column, as strings: what a verdict is about. An empty string for "not said"."""
    listed = [{name: place[name] for name in ("text", "role", "place_key", "start", "end")} for place in places]
    values = {name: claim[name] for name in CORRECTABLE if name != "places"}
    return {
        **{name: "" if value is None else str(value) for name, value in values.items()},
        "places": to_json(listed) if listed else "",
    }


def place_names(form: Mapping[str, str]) -> list[str]:
    """Return what a form gives as names of places, empty ones included."""
    return [form.get(f"place_{number}_text", "") for number in range(MAX_PLACES)]


def parse_correction(
    form: Mapping[str, str], claim: Mapping[str, Any], places: Sequence[Mapping[str, Any]], *, known: Mapping[str, str]
) -> Correction:
    """Return what a form changes in a claim. `known` gives place keys by name in lower case.

    A field that the form does not send stays as it is. Raises BadRequest for values that no claim can have.
    """
    judged = judged_values(claim, places)
    values = {
        field.name: _parse(field, form, known=known, before=judged["places"])
        for field in FIELDS
        if field.name in form or (field.kind == "places" and "place_0_text" in form)
    }
    changed = [name for name, value in values.items() if not _is_same(name, value, judged[name])]
    new = {name: values[name] for name in changed}
    _check_bounds({**judged, **new})
    return Correction(old={name: judged[name] for name in changed}, new=new)


def parse_added(form: Mapping[str, str], *, known: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a claim that a person adds. Raises BadRequest when a required one is missing or impossible."""
    values = {field.name: _parse(field, form, known=known, before="") for field in FIELDS}
    missing = [field.label for field in FIELDS if field.is_required and not values[field.name]]
    if missing:
        raise BadRequest(f"an added claim needs: {', '.join(missing)}")
    if not values["low_exact"] and not values["high_exact"]:
        raise BadRequest("an added claim needs a least or a greatest value")
    _check_bounds(values)
    return values


def _parse(field: FormField, form: Mapping[str, str], *, known: Mapping[str, str], before: str) -> str:
    if field.kind == "places":
        return _parse_places(form, known=known, before=before)
    value = form.get(field.name, "").replace("\0", "").strip()
    if not value:
        return ""
    if len(value) > MAX_TEXT:
        raise BadRequest(f"{field.label}: at most {MAX_TEXT} characters")
    if field.kind == "choice" and value not in field.choices:
        raise BadRequest(f"{field.label} is one of {', '.join(field.choices)}; not {value}")
    if field.kind == "decimal":
        return _parse_decimal(field, value)
    if field.kind == "day":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise BadRequest(f"{field.label} is a day like 2023-11-20; not {value}") from error
    if field.name == "currency" and not _CURRENCY.fullmatch(value.upper()):
        raise BadRequest(f"{field.label} is three letters like PKR; not {value}")
    return value.upper() if field.name == "currency" else value


def _parse_decimal(field: FormField, value: str) -> str:
    try:
        number = Decimal(value.replace(",", "").replace(" ", ""))
    except InvalidOperation as error:
        raise BadRequest(f"{field.label} is a number like 1200 or 33.5; not {value}") from error
    if not number.is_finite() or number < 0 or number.adjusted() > 18:
        raise BadRequest(f"{field.label} is a number from 0 to 10^18; not {value}")
    return exact(number) or ""


def _parse_places(form: Mapping[str, str], *, known: Mapping[str, str], before: str) -> str:
    places = []
    kept = {place["text"]: place for place in json.loads(before or "[]")}
    for number, name in enumerate(place_names(form)):
        text = name.replace("\0", "").strip()
        role = form.get(f"place_{number}_role", PlaceRole.EVENT.value)
        if not text:
            continue
        if role not in list(PlaceRole):
            raise BadRequest(f"a place's role is one of {', '.join(PlaceRole)}; not {role}")
        if len(text) > MAX_TEXT:
            raise BadRequest(f"a place has at most {MAX_TEXT} characters")
        entry = kept.get(text, {"place_key": known.get(text.lower()), "start": None, "end": None})
        places.append({**entry, "text": text, "role": role})
    return to_json(places) if places else ""


def _is_same(name: str, value: str, before: str) -> bool:
    if name != "places":
        return value == before
    plain = [[(place["text"], place["role"]) for place in json.loads(text or "[]")] for text in (value, before)]
    return plain[0] == plain[1]


def _check_bounds(values: Mapping[str, str]) -> None:
    low, high = values["low_exact"], values["high_exact"]
    if low and high and Decimal(low) > Decimal(high):
        raise BadRequest(f"the least value {low} is above the greatest value {high}")
    first, last = values["time_from"], values["time_to"]
    if first and last and first > last:
        raise BadRequest(f"the first day {first} is after the last day {last}")
