"""How values are written in rows: instants, JSON and optional stretches, one form for every table."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from records import Mention, Stamp

MAX_ERROR = 2_000  # characters of an error message that are kept


def now() -> datetime:
    """Return the present instant, UTC, without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)


def to_text(instant: datetime) -> str:
    """Write an instant as `2023-11-20T23:14:00Z`: UTC, so that text order is time order."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.fromisoformat(text)


def to_json(value: Any) -> str:
    """Write JSON with sorted keys and the letters as they are, so that equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def exact(value: Decimal | None) -> str | None:
    """Write a decimal without exponent and without idle zeros after the point; NULL for None."""
    if value is None:
        return None
    return f"{value.to_integral_value():f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def stretch(prefix: str, mention: Mention | None) -> dict[str, Any]:
    """Write a mention as the columns `<prefix>_text`, `<prefix>_start`, `<prefix>_end`, all NULL for None."""
    if mention is None:
        return {f"{prefix}_text": None, f"{prefix}_start": None, f"{prefix}_end": None}
    return {f"{prefix}_text": mention.text, f"{prefix}_start": mention.start, f"{prefix}_end": mention.end}


def stamp(prefix: str, value: Stamp | None) -> dict[str, Any]:
    """Write a stamp as `<prefix>` (UTC), `_printed`, `_origin` and `_precision`: `instant`, `local` or `day`."""
    if value is None:
        return {prefix: None, f"{prefix}_printed": None, f"{prefix}_origin": None, f"{prefix}_precision": None}
    precision = "day" if not value.has_time else "instant" if value.has_zone else "local"
    return {
        prefix: to_text(value.value),
        f"{prefix}_printed": value.printed,
        f"{prefix}_origin": value.origin,
        f"{prefix}_precision": precision,
    }


def clip(message: str) -> str:
    """Return an error message as it is stored: no NUL, no lone surrogate, at most 2,000 characters."""
    clean = message.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= MAX_ERROR else clean[: MAX_ERROR - 1] + "…"


def hints_from(text: str) -> Mapping[str, str]:
    """Read a `hints` column."""
    loaded: dict[str, str] = json.loads(text)
    return loaded
