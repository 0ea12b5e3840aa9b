"""Pages that show many claims at once: the map and the timeline."""

import json
from collections.abc import Mapping
from typing import Any, Final

from datasette import Response

from review.access import reading
from review.geography import count_nowhere, load_places
from review.queue import Filter, load_choices, parse_filter
from review.routes.pages import LEAFLET, render_page
from review.timeline import HEIGHT, WIDTH, draw, load_figures

_SHOWN: Final = ("name", "country", "latitude", "longitude", "precision", "claims", "place_key")


@reading
async def show_map(datasette: Any, request: Any) -> Response:
    """Show where the claims of a filter are; the table below says the same."""
    chosen = _parse(request.args)
    places = await load_places(datasette, chosen)
    context = {
        "chosen": chosen,
        "parameters": chosen.parameters(),
        "choices": await load_choices(datasette),
        "places": places,
        "nowhere": await count_nowhere(datasette, chosen),
        "data": json.dumps([{name: place[name] for name in _SHOWN} for place in places], ensure_ascii=False),
        "leaflet": LEAFLET,
    }
    return await render_page(datasette, request, "map", context)


@reading
async def show_timeline(datasette: Any, request: Any) -> Response:
    """Show the figures of a filter over time; the table below says the same."""
    chosen = _parse(request.args)
    claims = await load_figures(datasette, chosen)
    context = {
        "chosen": chosen,
        "parameters": chosen.parameters(),
        "choices": await load_choices(datasette),
        "claims": claims,
        "drawing": draw(claims),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return await render_page(datasette, request, "timeline", context)


def _parse(arguments: Mapping[str, str]) -> Filter:
    """Read a filter; unlike the queue, these pages show all claims unless a state is asked for."""
    given = {name: arguments.get(name) for name in arguments}
    return parse_filter({**{name: value or "" for name, value in given.items()}, "state": given.get("state") or "all"})
