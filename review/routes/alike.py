"""Rejecting alike: first exactly what would change, then one decision that one undo takes back."""

import secrets
from collections.abc import Mapping
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import BadRequest

from records import Decision
from review.access import judging, may_judge, reading, reviewer
from review.alike import LIMIT, find_alike
from review.claims import ClaimView, load_claim
from review.links import queue_path
from review.queue import parse_filter
from review.routes.pages import render_busy, render_page
from review.verdicts import REASONS, Busy, Judgement, build_verdict, parse_note, save_batch


@reading
async def show_alike(datasette: Any, request: Any) -> Response:
    """Show the claims alike, all of them chosen, with the reason to give."""
    claim = await load_claim(datasette, request.url_vars["claim_key"])
    if claim is None:
        raise NotFound("There is no such claim; a new extraction may have replaced it.")
    context = {
        "claim": claim.row,
        "alike": await find_alike(datasette, claim.row),
        "limit": LIMIT,
        "reasons": REASONS,
        "parameters": parse_filter(request.args).parameters(),
        "may_judge": await may_judge(datasette, request),
    }
    return await render_page(datasette, request, "alike", context)


@judging
async def reject_alike(datasette: Any, request: Any, form: Mapping[str, str]) -> Response:
    """Reject the claims that were left chosen, as one batch."""
    chosen = parse_filter(request.args)
    reason = form.get("reason", "")
    if reason not in REASONS:
        raise BadRequest(f"choose a reason: {', '.join(REASONS)}")
    keys = [name.removeprefix("claim_") for name in form if name.startswith("claim_")]
    if not keys or len(keys) > LIMIT + 1:
        raise BadRequest("choose at least one claim")
    claims: list[ClaimView] = []
    for key in keys:
        claim = await load_claim(datasette, key)
        if claim is None:
            raise NotFound("One of these claims is gone; look at the list again.")
        claims.append(claim)
    judgement = Judgement(decision=Decision.REJECT, reason=reason, note=parse_note(form), seen=0)
    batch, me = secrets.token_hex(8), reviewer(request)
    verdicts = [build_verdict(claim.row, claim.places, judgement, reviewer=me, batch=batch) for claim in claims]
    try:
        saved = await save_batch(datasette, verdicts)
    except Busy as busy:
        return await render_busy(datasette, request, form, busy, parameters=chosen.parameters())
    left = len(verdicts) - saved
    more = f"; {left} were judged by someone else meanwhile and left alone" if left else ""
    datasette.add_message(request, f"Rejected: {saved} claims{more}. One undo takes all of them back.")
    return Response.redirect(queue_path(datasette, chosen.parameters()), status=303)
