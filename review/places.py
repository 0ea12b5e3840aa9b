"""Places by name, for what a person types: the entries that articles mention already."""

from collections.abc import Iterable
from typing import Any

from review.databases import NEWS


async def load_known_places(datasette: Any, names: Iterable[str]) -> dict[str, str]:
    """Return the key of the most populous known place of each name, by the name in lower case; unknown names are absent.

    Known are the gazetteer's entries in `news.db`: those that some article mentions.
    """
    found: dict[str, str] = {}
    for name in {name.strip() for name in names if name.strip()}:
        rows = await datasette.databases[NEWS].execute(
            "SELECT place_key FROM places WHERE name = ? COLLATE NOCASE ORDER BY population DESC, place_key LIMIT 1",
            [name],
        )
        row = rows.first()
        if row is not None:
            found[name.lower()] = str(row["place_key"])
    return found
