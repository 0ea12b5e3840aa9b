"""The queue of claims to judge."""

from typing import Any, Final

from datasette import Response

from review.access import may_judge, reading, reviewer
from review.links import claim_path, queue_path
from review.queue import count_progress, find_next, load_choices, load_queue, parse_filter
from review.routes.pages import render_page

PAGE_SIZE: Final = 50


@reading
async def show_queue(datasette: Any, request: Any) -> Response:
    """Show the filter, its progress and the first claims in it."""
    chosen = parse_filter(request.args)
    after = request.args.get("after")
    rows = await load_queue(datasette, chosen, after=after, limit=PAGE_SIZE + 1, me=reviewer(request))
    context = {
        "chosen": chosen,
        "parameters": chosen.parameters(),
        "choices": await load_choices(datasette),
        "progress": await count_progress(datasette, chosen),
        "claims": rows[:PAGE_SIZE],
        "more": rows[PAGE_SIZE - 1]["claim_key"] if len(rows) > PAGE_SIZE else None,
        "after": after,
        "may_judge": await may_judge(datasette, request),
    }
    return await render_page(datasette, request, "queue", context)


@reading
async def show_next(datasette: Any, request: Any) -> Response:
    """Lead to the first claim of the filter, or to the queue when nothing is left in it."""
    parameters = parse_filter(request.args).parameters()
    found = await find_next(datasette, parse_filter(request.args), after=None, me=reviewer(request))
    path = queue_path(datasette, parameters) if found is None else claim_path(datasette, found, parameters)
    return Response.redirect(path)
