"""The page of one claim, and the form that judges it."""

from collections.abc import Mapping
from typing import Any, Final

from datasette import NotFound, Response

from records import Decision
from review.access import judging, may_judge, reading, reviewer
from review.articles import mark_claims
from review.claims import ROLES, ClaimView, find_marks, load_claim
from review.links import claim_path, queue_path
from review.marks import cut_pieces
from review.queue import Filter, count_progress, find_next, parse_filter
from review.routes.pages import render_page
from review.verdicts import REASONS, Busy, build_verdict, load_last, load_log, parse_judgement, save_verdict

_DONE = {
    Decision.ACCEPT: "Accepted",
    Decision.REJECT: "Rejected",
    Decision.UNSURE: "Noted as unsure",
    Decision.SKIP: "Skipped",
}


UNDECIDED: Final = "undecided"  # what Enter in a field sends: the form comes back as it is


@reading
async def show_claim(datasette: Any, request: Any) -> Response:
    """Show a claim with its evidence in the article; a key that no claim has any more shows its old verdicts."""
    claim = await load_claim(datasette, request.url_vars["claim_key"])
    chosen = parse_filter(request.args)
    if claim is None:
        return await _show_gone(datasette, request, chosen)
    return await _render_claim(datasette, request, claim, chosen)


@judging
async def judge_claim(datasette: Any, request: Any, form: Mapping[str, str]) -> Response:
    """Append a verdict and lead to the next claim of the filter."""
    chosen = parse_filter(request.args)
    claim = await load_claim(datasette, request.url_vars["claim_key"])
    if claim is None:
        return await _show_gone(datasette, request, chosen)
    if form.get("decision") == UNDECIDED:
        return await _render_claim(datasette, request, claim, chosen, form=form, status=400)
    judgement = parse_judgement(form)
    verdict = build_verdict(claim.row, judgement, reviewer=reviewer(request))
    try:
        outcome = await save_verdict(datasette, verdict, seen=judgement.seen)
    except Busy as busy:
        context = {"claim": claim.row, "judgement": judgement, "parameters": chosen.parameters(), "error": str(busy)}
        headers = {"Retry-After": "5"}
        return await render_page(datasette, request, "busy", context, status=503, headers=headers)
    if outcome.conflict is not None:
        return await _render_claim(datasette, request, claim, chosen, conflict=outcome.conflict, form=form, status=409)
    datasette.add_message(
        request, f"{_DONE[judgement.decision]}: {claim.row['quantity']} {claim.row['group_text'] or ''}"
    )
    return await _redirect_to_next(datasette, chosen, claim)


async def _redirect_to_next(datasette: Any, chosen: Filter, claim: ClaimView) -> Response:
    parameters = chosen.parameters()
    following = await find_next(datasette, chosen, after=claim.row["claim_key"])
    # 303: the browser asks for the next page with GET, and going back never sends the form again.
    path = queue_path(datasette, parameters) if following is None else claim_path(datasette, following, parameters)
    return Response.redirect(path, status=303)


async def _render_claim(
    datasette: Any,
    request: Any,
    claim: ClaimView,
    chosen: Filter,
    *,
    conflict: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    row, parameters = claim.row, chosen.parameters()
    own = find_marks(row, claim.places)
    others = [other for other in claim.neighbours if other["claim_key"] != row["claim_key"]]
    text = row["text"]
    marks = [*own, *mark_claims(datasette, others, parameters=parameters, labelled=False)]
    log = await load_log(datasette, row["claim_key"])
    used = {mark.kind for mark in own}
    context = {
        "claim": row,
        "view": claim,
        "others": others,
        "evidence": cut_pieces(text, own, start=row["evidence_start"], end=row["evidence_end"]),
        "pieces": cut_pieces(text, marks),
        "legend": [(kind, words) for _, kind, words in ROLES if kind in used],
        "log": log,
        "seen": log[0]["id"] if log else 0,
        "last": await load_last(datasette, reviewer(request)),
        "reasons": REASONS,
        "chosen": chosen,
        "parameters": parameters,
        "progress": await count_progress(datasette, chosen),
        "following": await find_next(datasette, chosen, after=row["claim_key"]),
        "may_judge": await may_judge(datasette, request),
        "conflict": conflict,
        "undecided": form is not None and conflict is None,
        "form": form or {},
    }
    return await render_page(datasette, request, "claim", context, status=status)


async def _show_gone(datasette: Any, request: Any, chosen: Filter) -> Response:
    log = await load_log(datasette, request.url_vars["claim_key"])
    if not log:
        raise NotFound("There is no such claim; a new extraction may have replaced it.")
    context = {"log": log, "parameters": chosen.parameters()}
    return await render_page(datasette, request, "gone", context, status=404)
