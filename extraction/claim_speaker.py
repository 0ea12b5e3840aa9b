"""Who an article gives as the source of a number: the attribution that covers it, or a later one that confirms or denies it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.lemmas import lemma_of
from records import ActorKind, Attribution, Mention, Speaker, Stance

# What a later sentence may point back with: "confirmed the number", "denied the report".
ANAPHORS: Final = frozenset("number figure toll count total tally report claim statement information news death_toll".split())
_CONFIRMING: Final = {
    "confirm": Stance.CONFIRM, "verify": Stance.CONFIRM, "corroborate": Stance.CONFIRM, "acknowledge": Stance.CONFIRM,
    "deny": Stance.DENY, "reject": Stance.DENY, "dispute": Stance.DENY, "refute": Stance.DENY, "dismiss": Stance.DENY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Speaker, cue and stance of a claim, with the rule that found them and how sure it is."""

    speaker: Speaker | None
    cue: Mention | None
    stance: Stance
    rule: str
    confidence: float
    content: tuple[tuple[int, int], ...] = ()  # the attributed words, in code points


UNATTRIBUTED: Final = Source(None, None, Stance.ASSERT, "unattributed", 0.9)


def find_source(start: int, end: int, attributions: Sequence[Attribution]) -> Source:
    """Return the source of the stretch `start` to `end`: the innermost attribution whose content covers it."""
    covering = [attribution for attribution in attributions if _covers(attribution.content, start, end)]
    if not covering:
        return UNATTRIBUTED
    inner = min(covering, key=lambda attribution: (_length(attribution.content), -attribution.content[0].start))
    speaker, cue = inner.speaker, inner.cue[0] if inner.cue else None
    if speaker is None and inner.source:
        words = inner.source[0]
        speaker = Speaker(start=words.start, end=words.end, text=words.text, name=words.text, kind=ActorKind.ANONYMOUS)
    content = tuple((part.start, part.end) for part in inner.content)
    return Source(speaker, cue, inner.stance, inner.rule, 0.8 if speaker else 0.7, content)


def _covers(content: Iterable[Mention], start: int, end: int) -> bool:
    return any(part.start < end and start < part.end for part in content)


def _length(content: Iterable[Mention]) -> int:
    return sum(part.end - part.start for part in content)


def find_confirmations(doc: Doc, attributions: Sequence[Attribution]) -> list[tuple[int, Source]]:
    """Return the places where a speaker confirms or denies an earlier number by an anaphor, each with the source it gives.

    The first of each pair is the offset of the anaphor: it points at the nearest claim before its sentence.
    """
    found: list[tuple[int, Source]] = []
    for token in doc:
        stance = _CONFIRMING.get(lemma_of(token))
        if stance is None or token.pos_ != "VERB":
            continue
        pointed = next((child for child in token.children if child.dep_ == "obj" and is_anaphor(child)), None)
        if pointed is None:
            continue
        cue = doc[token.i : token.i + 1]
        speaker = _speaker_at(cue, attributions)
        if speaker is not None:
            mention = Mention(start=cue.start_char, end=cue.end_char, text=cue.text)
            found.append((pointed.idx, Source(speaker, mention, stance, "anaphor", 0.75)))
    return found


def is_anaphor(noun: Token) -> bool:
    """Tell whether a noun with "the", "this" or "that" can stand for a number stated before, and states none itself."""
    pointing = any(child.lower_ in {"the", "this", "that", "these", "those"} for child in noun.children)
    counts = any(child.like_num for child in noun.subtree)
    return pointing and lemma_of(noun) in ANAPHORS and not counts


def _speaker_at(cue: Span, attributions: Sequence[Attribution]) -> Speaker | None:
    """Return the speaker of the attribution that a cue word opens, or of one whose cue is in the same clause."""
    subject = next((child for child in cue.root.children if child.dep_ == "nsubj"), None)
    for attribution in attributions:
        if attribution.speaker is None:
            continue
        if any(part.start < cue.end_char and cue.start_char < part.end for part in attribution.cue):
            return attribution.speaker
        if subject is not None and any(part.start <= subject.idx < part.end for part in attribution.source):
            return attribution.speaker
    return None
