"""A claim that the machine missed: from a form and a stretch of the text to a verdict that states it."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from datasette.utils.asgi import BadRequest

from records import Decision, Evidence, Verdict
from storage.rows import now

_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")


def build_added(
    article: Mapping[str, Any], form: Mapping[str, str], values: Mapping[str, str], *, reviewer: str, note: str | None
) -> Verdict:
    """Return the verdict that adds a claim to an article version (a row with text and pipeline_version).

    The form's `quantity_start` says where the quantity stands; without it its words must stand in the text once. Raises
    BadRequest when they do not.
    """
    text, words = article["text"], values["quantity"]
    start = _find_start(text, words, form.get("quantity_start", ""))
    first, last = find_sentence(text, start, start + len(words))
    evidence = Evidence.quote(text, first, last)
    span = f"{article['version_key']} added {(start, start + len(words), first, last)}"
    return Verdict(
        claim_key=hashlib.sha256(span.encode()).hexdigest(),
        version_key=article["version_key"],
        text_sha256=article["text_sha256"],
        quote=evidence.text,
        prefix=evidence.prefix,
        suffix=evidence.suffix,
        start=first,
        end=last,
        quantity=words,
        quantity_start=start,
        decision=Decision.ADD,
        reviewer=reviewer,
        decided_at=now(),
        pipeline_version=article["pipeline_version"] or "",
        note=note,
        new=dict(values),
    )


def find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of the sentence around a stretch of the text, without white space at its ends."""
    bounds = [(match.start(), match.end()) for match in _SENTENCE_END.finditer(text)]
    first = max((after for _, after in bounds if after <= start), default=0)
    last = min((before for before, _ in bounds if before >= end), default=len(text))
    # The closing quotation mark belongs to the sentence that it ends.
    while last < len(text) and text[last] in "\"'”’)]":
        last += 1
    return first, last


def _find_start(text: str, words: str, given: str) -> int:
    if given:
        if not (given.isascii() and given.isdigit()):
            raise BadRequest("quantity_start is an offset in the text")
        start = int(given)
        if text[start : start + len(words)] != words:
            raise BadRequest(f"the text does not have “{words}” there; select the words again")
        return start
    count = text.count(words)
    if count == 0:
        raise BadRequest(f"the article does not have the words “{words}”: give the quantity exactly as printed")
    if count > 1:
        raise BadRequest(f"the article has “{words}” {count} times: take a few words more, or select them in the text")
    return text.index(words)
