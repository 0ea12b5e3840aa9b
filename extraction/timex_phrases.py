"""Periods that are no TIMEX3: "so far", "to date", "since the war began"."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc

from records import TimeRange
from records.vocabulary import TimexType

_LONGEST_CLAUSE: Final = 14
# Verbs of beginning: after other verbs "since" gives a reason as often as a time.
_BEGINNINGS: Final = frozenset(
    [
        "begin",
        "start",
        "erupt",
        "break",
        "launch",
        "escalate",
        "resume",
        "take",
        "seize",
        "come",
        "enter",
        "flare",
        "intensify",
        "open",
    ]
)
# Phrases that date a fact as of the time of writing, without being time expressions.
_PHRASES: Final = re.compile(
    r"\b(?:so far(?: this (?:week|month|year))?|to[ -]date|until recently|as of (?:this )?writing|at (?:that|the) time)\b",
    re.IGNORECASE,
)


def find_phrases(doc: Doc, text: str, periods: list[TimeRange]) -> list[TimeRange]:
    """Return the periods of phrases that date a fact without being time expressions.

    `text` is the text of `doc`; `periods` are those of its time expressions, in order.
    """
    return [*(_phrase(doc, match) for match in _PHRASES.finditer(text)), *_event_phrases(doc, periods)]


def _phrase(doc: Doc, match: re.Match[str]) -> TimeRange:
    """Return the period of "so far" and the like; "as of this writing" ends on the day of publication."""
    words = match.group().lower()
    last = doc._.published if "writing" in words else None
    return TimeRange(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        timex=TimexType.DATE,
        value="PAST_REF" if "time" in words or "recently" in words else "PRESENT_REF",
        first=None,
        last=last,
        anchor="published" if last else None,
        rule="phrase",
    )


def _event_phrases(doc: Doc, periods: list[TimeRange]) -> Iterator[TimeRange]:
    """Yield "since the war began", "following the landslide": periods that an event opens and no date tells.

    Only in sentences without a dated period, which tells more.
    """
    if not doc.has_annotation("DEP"):
        return
    starts = [period.start for period in periods]
    for word in doc:
        if word.lower_ not in {"since", "following"}:
            continue
        top = word.head if word.dep_ in {"mark", "case"} else word
        if word.lower_ == "since":
            is_event = word.dep_ == "case" or (word.dep_ == "mark" and top.lemma_.lower() in _BEGINNINGS)
        else:
            is_event = word.dep_ == "case" or (
                word.dep_ == "advcl" and any(child.dep_ == "obj" for child in word.children)
            )
        last = max((token.i for token in top.subtree if token.dep_ != "punct"), default=word.i)
        last = next((i - 1 for i in range(word.i, last + 1) if doc[i].lower_ in {",", ";", ":", "(", "\n"}), last)
        if not is_event or last <= word.i or last - word.i > _LONGEST_CLAUSE:
            continue
        span, sentence = doc[word.i : last + 1], word.sent
        if bisect_left(starts, sentence.end_char) > bisect_left(starts, sentence.start_char):
            continue
        yield TimeRange(
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            timex=TimexType.DATE,
            value=None,
            first=None,
            last=None,
            anchor=None,
            rule=f"{word.lower_}_event",
        )
