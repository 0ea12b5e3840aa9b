"""Claims for a terminal: each below its sentence, with its parts marked in colour and named in words."""

from decimal import Decimal

from rich.console import Console
from rich.text import Text

from records import Claim, Extraction, Mention

STYLES = {
    "quantity": "bold reverse",
    "group": "bold cyan",
    "trigger": "bold red",
    "place": "green",
    "time": "yellow",
    "speaker": "magenta",
    "cue": "magenta underline",
}


def render_claims(console: Console, text: str, extraction: Extraction) -> None:
    """Print every claim of a text, sentence by sentence, and the actors at the end."""
    if not extraction.claims:
        console.print("no claims found")
    last = -1
    for claim in extraction.claims:
        if claim.evidence.start != last:
            last = claim.evidence.start
            same = [other for other in extraction.claims if other.evidence.start == last]
            console.print()
            console.print(render_sentence(text, same), soft_wrap=True)
        console.print(render_fields(claim), soft_wrap=True)
    if extraction.actors:
        console.print()
        for actor in extraction.actors:
            details = ", ".join(filter(None, (actor.role, actor.organisation)))
            console.print(
                Text.assemble((actor.name, "bold"), f" ({actor.kind.value})", f": {details}" if details else "")
            )


def render_sentence(text: str, claims: list[Claim]) -> Text:
    """Return the evidence sentence of the claims with their parts marked; line breaks become spaces."""
    start, end = claims[0].evidence.start, claims[0].evidence.end
    sentence = Text(" ".join(text[start:end].split("\n")))
    for claim in claims:
        for role, mention in _parts(claim):
            if start <= mention.start and mention.end <= end:
                sentence.stylize(STYLES[role], mention.start - start, mention.end - start)
    return sentence


def render_fields(claim: Claim) -> Text:
    """Return one line of the claim's fields, for example `  over 400,000 Afghans · return · 2023-11-20 · …`."""
    fields = Text("  ")
    fields.append(claim.quantity.text, STYLES["quantity"])
    fields.append(f" [{_interval(claim)}]")
    if claim.group is not None:
        fields.append(f" {' '.join(claim.group.text.split())}", STYLES["group"])
    fields.append(f" · {claim.unit.value} · ")
    fields.append(claim.event.value, STYLES["trigger"])
    if claim.modality.value != "actual":
        fields.append(f" ({claim.modality.value})")
    for located in claim.places:
        country = f", {located.place.country}" if located.place.country else ""
        fields.append(f" · {located.role.value}: ")
        fields.append(f"{located.place.text}{country}", STYLES["place"])
    if claim.time is not None:
        fields.append(" · when: ")
        fields.append(f"{claim.time.text}{_period(claim)}", STYLES["time"])
    if claim.speaker is not None:
        fields.append(f" · {claim.stance.value}: ")
        details = ", ".join(filter(None, (claim.speaker.role, claim.speaker.organisation)))
        fields.append(claim.speaker.name + (f" ({details})" if details else ""), STYLES["speaker"])
    elif claim.stance.value != "assert":
        fields.append(f" · {claim.stance.value}")
    fields.append(f" · {claim.confidence:.0%} sure", "dim")
    return fields


def _interval(claim: Claim) -> str:
    low, high = claim.quantity.low, claim.quantity.high
    if low is not None and low == high:
        return _number(low)
    return f"{'' if low is None else _number(low)}..{'' if high is None else _number(high)}"


def _number(value: Decimal) -> str:
    """Return a decimal with thousands separated; `1.7 million` is 1,700,000, not 1,700,000.0."""
    return f"{int(value):,}" if value == value.to_integral_value() else f"{value:,}"


def _period(claim: Claim) -> str:
    if claim.time is None or (claim.time.first is None and claim.time.last is None):
        return ""
    first, last = claim.time.first, claim.time.last
    if first == last:
        return f" = {first}"
    return f" = {first or ''}..{last or ''}"


def _parts(claim: Claim) -> list[tuple[str, Mention]]:
    parts = (
        *(("place", located.place) for located in claim.places),
        ("time", claim.time),
        ("speaker", claim.speaker),
        ("cue", claim.cue),
        ("trigger", claim.trigger),
        ("group", claim.group),
        ("quantity", claim.quantity),
    )
    return [(role, mention) for role, mention in parts if mention is not None]
