"""What a speaker does with a statement, and how the words are given: stance and mode of an attribution."""

from typing import Final

from extraction.attribution_frame import Frame
from extraction.layout import Layout
from extraction.lexicons.cues import CueClass
from records import ActorKind, AttributionMode, Stance

STANCES: Final[dict[CueClass, Stance]] = {
    CueClass.CONFIRM: Stance.CONFIRM,
    CueClass.DENY: Stance.DENY,
    CueClass.ESTIMATE: Stance.ESTIMATE,
    CueClass.FORECAST: Stance.FORECAST,
    CueClass.FEAR: Stance.FEAR,
    CueClass.DEMAND: Stance.DEMAND,
}
# Words of a class that takes no stance by itself, but do take one.
STANCE_WORDS: Final[dict[str, Stance]] = {
    "believe": Stance.ESTIMATE,
    "suspect": Stance.ESTIMATE,
    "warn": Stance.FORECAST,
    "warning": Stance.FORECAST,
    "admit": Stance.CONFIRM,
    "acknowledge": Stance.CONFIRM,
    "concede": Stance.CONFIRM,
    "worried": Stance.FEAR,
    "afraid": Stance.FEAR,
    "concerned": Stance.FEAR,
    "tell": Stance.ASSERT,
    "say": Stance.ASSERT,
    "propose": Stance.DEMAND,
}
_JUDGING: Final = frozenset({"verb-called", "verb-mixed", "verb-quote"})
_QUOTED: Final = 0.9  # share of quoted tokens from which speech is direct


def find_stance(frame: Frame, layout: Layout) -> Stance:
    """Return the stance of a cue; negated confirmations and denials stand as denials and confirmations no longer."""
    lemma = layout.doc[frame.head].lemma_.lower()
    if frame.rule in _JUDGING and CueClass.CALL in frame.classes:
        return Stance.ASSERT  # "called it a theft" is no call for anything
    stance = STANCE_WORDS.get(lemma) or (STANCES.get(frame.classes[0]) if frame.classes else None) or Stance.ASSERT
    negated = any(
        child.dep_ == "advmod" and child.lower_ in {"not", "n't", "never"} for child in layout.doc[frame.head].children
    )
    if negated and stance in {Stance.CONFIRM, Stance.DENY}:
        return Stance.ASSERT
    return stance


def find_mode(frame: Frame, layout: Layout, kind: ActorKind | None) -> AttributionMode:
    """Return how the content is given: a document's, quoted (direct), partly quoted (mixed) or reported (indirect)."""
    if kind is ActorKind.DOCUMENT:
        return AttributionMode.DOCUMENT
    if layout.quote_at(frame.head) is not None:
        return AttributionMode.INDIRECT
    length = sum(high - low for low, high in frame.content)
    quoted = sum(layout.quoted_in(low, high) for low, high in frame.content)
    if quoted >= _QUOTED * length:
        return AttributionMode.DIRECT
    return AttributionMode.MIXED if quoted else AttributionMode.INDIRECT
