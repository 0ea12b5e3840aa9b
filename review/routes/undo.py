"""Taking back: one of a reviewer's last verdicts, with all others of its batch."""

from collections.abc import Mapping
from typing import Any, Final

from datasette import Response
from datasette.utils.asgi import BadRequest

from review.access import judging, reading, reviewer
from review.links import claim_path, queue_path
from review.log import load_last
from review.queue import parse_filter
from review.routes.pages import render_busy, render_page
from review.verdicts import Busy, take_back

LISTED: Final = 50  # verdicts on the page of their own


@reading
async def show_last(datasette: Any, request: Any) -> Response:
    """Show the reviewer's last verdicts, each with a button that takes it back."""
    chosen = parse_filter(request.args)
    context = {
        "last": await load_last(datasette, reviewer(request), limit=LISTED),
        "parameters": chosen.parameters(),
    }
    return await render_page(datasette, request, "last", context)


@judging
async def undo(datasette: Any, request: Any, form: Mapping[str, str]) -> Response:
    """Take a verdict back and lead to its claim; without a number the last one."""
    chosen, me = parse_filter(request.args), reviewer(request)
    number = form.get("verdict", "")
    if not number:
        last = await load_last(datasette, me, limit=1)
        if not last:
            datasette.add_message(request, "There is no verdict of yours to take back.")
            return Response.redirect(queue_path(datasette, chosen.parameters()), status=303)
        number = str(last[0]["id"])
    if not (number.isascii() and number.isdigit()):
        raise BadRequest("verdict is the number of one of your verdicts")
    try:
        row = await take_back(datasette, int(number), reviewer=me)
    except Busy as busy:
        return await render_busy(datasette, request, form, busy, parameters=chosen.parameters())
    count = row["claims"]
    what = f"“{row['decision']}” on {row['quantity']}" if count == 1 else f"“{row['decision']}” on {count} claims"
    datasette.add_message(request, f"Taken back: {what}" if count else f"It was taken back before: {what}")
    return Response.redirect(claim_path(datasette, row["claim_key"], chosen.parameters()), status=303)
