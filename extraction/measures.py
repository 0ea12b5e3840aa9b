"""Tell whether a figure is a state, a movement within a period or a running total."""

import re
from typing import Final

from extraction.lemmas import lemma_of
from extraction.readings import Reading
from extraction.sentences import is_parsed
from records import Event, Measure, Modality, TimeRange, Unit

_STATES: Final = frozenset({Event.PRESENCE, Event.NEED, Event.MISSING})
_MOVEMENTS: Final = frozenset(
    {Event.DEATH, Event.INJURY, Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.DETENTION, Event.RELEASE, Event.ATTACK,
     Event.PROTEST, Event.DESTRUCTION, Event.AID, Event.DEPLOYMENT, Event.ILLNESS}
)  # fmt: skip
_RUNNING: Final = re.compile(
    r"\b(?:so far|to[ -]date|total(?:l?ing)? (?:number|of)?|in total|altogether|cumulative(?:ly)?|death toll|toll|ris(?:es|en|ing) to|rose to|"
    r"bring(?:s|ing)?|brought|since|overall)\b",
    re.IGNORECASE,
)
_STATE_WORDS: Final = frozenset({"displace", "displaced", "homeless"})
_REMAINING: Final = frozenset(
    "remain stay live reside still currently shelter host accommodate house hold lodge camp tent".split()
)


def _is_state(reading: Reading) -> bool:
    """Tell whether displacement is told as a state: "the number of displaced stands at 900", "90 families are displaced"."""
    trigger = reading.event.trigger
    if trigger is None or not is_parsed(trigger.doc, trigger.i):
        return False
    attribute = (
        reading.event.rule == "attribute" and reading.group.head is not None and trigger.i < reading.group.head.i
    )
    if reading.group.rule == "frame" or (attribute and lemma_of(trigger) in _STATE_WORDS):
        return True
    present = {child.lower_ for child in trigger.children if child.dep_ in {"aux:pass", "cop"}}
    perfect = any(child.dep_ == "aux" and child.lower_ in {"have", "has", "had"} for child in trigger.children)
    return lemma_of(trigger) in _STATE_WORDS and bool(present & {"are", "is"}) and not perfect


def find_measure(reading: Reading, time: TimeRange | None, modality: Modality) -> Measure | None:
    """Return stock, flow or cumulative; None for what is neither (votes, prices, shares of no movement) or does not tell."""
    event = reading.event.event
    if event in _STATES:
        return Measure.STOCK
    if event not in _MOVEMENTS or reading.unit is Unit.MONEY:
        return None
    words = {token.lower_ for token in reading.sentence} | {lemma_of(token) for token in reading.sentence}
    trigger = lemma_of(reading.event.trigger) if reading.event.trigger is not None else ""
    if event is Event.DISPLACEMENT and (
        words & {"remain", "still", "currently"} or trigger in _REMAINING or trigger in {"idp", "refugee"}
    ):
        return Measure.STOCK
    if event is Event.DISPLACEMENT and _is_state(reading):
        return Measure.STOCK
    if modality is Modality.ACTUAL:
        open_since = time is not None and time.last is None and time.first is not None
        if open_since or _RUNNING.search(reading.sentence.text):
            return Measure.CUMULATIVE
    return Measure.FLOW
