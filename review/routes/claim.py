"""The page of one claim, and the form that judges it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from datasette import NotFound, Response
from datasette.utils.asgi import BadRequest

from records import Decision, PlaceRole, Round
from review.access import judging, may_judge, reading, reviewer
from review.articles import mark_claims
from review.claims import ROLES, ClaimView, find_marks, load_claim, map_points
from review.fields import FIELDS, Correction, judged_values, parse_correction, place_names
from review.links import claim_path, queue_path
from review.log import load_last, load_log
from review.marks import cut_pieces
from review.places import load_known_places
from review.queue import Filter, count_progress, find_next, parse_filter
from review.related import load_copies, load_same_figure
from review.routes.pages import LEAFLET, render_busy, render_page
from review.verdicts import REASONS, Busy, Judgement, build_verdict, load_seen, parse_judgement, save_verdict

_DONE: Final = {
    Decision.ACCEPT: "Accepted",
    Decision.REJECT: "Rejected",
    Decision.CORRECT: "Corrected",
    Decision.UNSURE: "Noted as unsure",
    Decision.SKIP: "Skipped",
}


UNDECIDED: Final = "undecided"  # what Enter in a field sends: the form comes back as it is
JSON: Final = "application/json"  # what the page's script asks for: the next page is on the screen already


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
    try:
        correction = await _read_correction(datasette, form, claim, judgement)
    except BadRequest as error:
        return await _render_claim(datasette, request, claim, chosen, form=form, mistake=str(error), status=400)
    verdict = build_verdict(
        claim.row,
        claim.places,
        judgement,
        reviewer=reviewer(request),
        round_=Round(chosen.round),
        correction=correction,
    )
    try:
        outcome = await save_verdict(datasette, verdict, seen=judgement.seen)
    except Busy as busy:
        return await render_busy(datasette, request, form, busy, claim=claim.row, parameters=chosen.parameters())
    if outcome.conflict is not None:
        return await _render_claim(datasette, request, claim, chosen, conflict=outcome.conflict, form=form, status=409)
    words = f"{_DONE[judgement.decision]}: {claim.row['quantity']} {claim.row['group_text'] or ''}".strip()
    return await _lead_on(datasette, request, chosen, claim, words)


async def _read_correction(
    datasette: Any, form: Mapping[str, str], claim: ClaimView, judgement: Judgement
) -> Correction | None:
    """Return what the form corrects; None for other decisions. Raises BadRequest for values that no claim can have."""
    if judgement.decision is not Decision.CORRECT:
        return None
    known = await load_known_places(datasette, place_names(form))
    correction = parse_correction(form, claim.row, claim.places, known=known)
    if not correction.new:
        raise BadRequest("Nothing was changed: accept the claim as it is, or change a field first.")
    return correction


async def _lead_on(datasette: Any, request: Any, chosen: Filter, claim: ClaimView, words: str) -> Response:
    """Lead to the next claim: by a redirect, or for the page's script by its address."""
    parameters = chosen.parameters()
    following = await find_next(datasette, chosen, after=claim.row["claim_key"], me=reviewer(request))
    path = queue_path(datasette, parameters) if following is None else claim_path(datasette, following, parameters)
    if JSON in request.headers.get("accept", ""):
        progress = await count_progress(datasette, chosen)
        counts = {"judged": progress.judged, "total": progress.total, "skipped": progress.skipped}
        # The page on the screen was made before this verdict: what follows it may have changed.
        after = None if following is None else await find_next(datasette, chosen, after=following, me=reviewer(request))
        then = None if after is None else claim_path(datasette, after, parameters)
        return Response.json({"next": path, "following": then, "message": words, "progress": counts})
    datasette.add_message(request, words)
    # 303: the browser asks for the next page with GET, and going back never sends the form again.
    return Response.redirect(path, status=303)


async def _render_claim(
    datasette: Any,
    request: Any,
    claim: ClaimView,
    chosen: Filter,
    *,
    conflict: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    mistake: str | None = None,
    status: int = 200,
) -> Response:
    row, parameters, me = claim.row, chosen.parameters(), reviewer(request)
    is_blind = chosen.round == Round.SECOND
    own = find_marks(row, claim.places)
    others = [other for other in claim.neighbours if other["claim_key"] != row["claim_key"]]
    if is_blind:
        others = [{**other, "verdict": None} for other in others]
    text = row["text"]
    marks = [*own, *mark_claims(datasette, others, parameters=parameters, labelled=False)]
    log = await load_log(datasette, row["claim_key"], reviewer=me if is_blind else None)
    used = {mark.kind for mark in own}
    values = judged_values(row, claim.places)
    context = {
        "claim": row,
        "view": claim,
        "others": others,
        "evidence": cut_pieces(text, own, start=row["evidence_start"], end=row["evidence_end"]),
        "pieces": cut_pieces(text, marks),
        "legend": [(kind, words) for _, kind, words in ROLES if kind in used],
        "points": json.dumps(map_points(claim.places), ensure_ascii=False),
        "leaflet": LEAFLET,
        "elsewhere": await load_same_figure(datasette, row),
        "copies": await load_copies(datasette, row["version_key"]),
        "log": log,
        "newest": next((entry["decision"] for entry in log if not entry["is_taken_back"]), None),
        "seen": await load_seen(datasette, row["claim_key"]),
        "last": await load_last(datasette, me),
        "reasons": REASONS,
        "chosen": chosen,
        "parameters": parameters,
        "progress": await count_progress(datasette, chosen),
        "following": await find_next(datasette, chosen, after=row["claim_key"], me=me),
        "may_judge": await may_judge(datasette, request),
        "conflict": conflict,
        "undecided": form is not None and conflict is None and mistake is None,
        "mistake": mistake,
        "form": form or {},
        "is_blind": is_blind,
        "fields": FIELDS,
        "values": values,
        "place_roles": list(PlaceRole),
    }
    return await render_page(datasette, request, "claim", context, status=status)


async def _show_gone(datasette: Any, request: Any, chosen: Filter) -> Response:
    log = await load_log(datasette, request.url_vars["claim_key"])
    if not log:
        raise NotFound("There is no such claim; a new extraction may have replaced it.")
    context = {"log": log, "parameters": chosen.parameters()}
    return await render_page(datasette, request, "gone", context, status=404)
