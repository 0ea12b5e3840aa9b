"""Candidate attributions: every word that may attribute, with the source and content that its construction gives it.

A frame is a guess from the parse and the quotation marks alone; extraction.attribution_model decides which frames hold.
Constructions are after Universal Dependencies 2: ccomp, xcomp, advcl and acl for clauses, `according to` as case and
fixed, obl:agent and aux:pass for passives.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from extraction.adjunct_frames import find_as_frame, find_citing_frame, find_hedge_frame, find_preposition_frame
from extraction.attribution_frame import Frame
from extraction.layout import Layout, Stretch, cleared
from extraction.lexicons.cues import ADJECTIVE_CLASSES, HEDGES, NOUN_CLASSES, PHRASAL_CUES, VERB_CLASSES, CueClass
from extraction.noun_frames import find_adjective_frame, find_noun_frame, has_clause, is_carrier
from extraction.print_frames import find_colon_frame, find_dash_frame, is_dash
from extraction.quote_frames import find_quoted
from extraction.source_phrases import find_source
from extraction.verb_frames import find_content

_QUOTING: Final = frozenset(
    {
        CueClass.SAY,
        CueClass.CLAIM,
        CueClass.CONFIRM,
        CueClass.DEMAND,
        CueClass.ASK,
        CueClass.SHOW,
        CueClass.THINK,
        CueClass.CALL,
    }
)
_CITING: Final = frozenset(["cite", "quote"])
_MARKED: Final = frozenset({"verb-quote", "verb-mixed", "verb-before", "verb-block"})
# Constructions that print or words make certain: no classifier decides on them.
CERTAIN_RULES: Final = frozenset({"transcript", "headline", "dash", "verb-valued", "citing"})


def find_frames(layout: Layout) -> Iterator[Frame]:
    """Yield every candidate attribution of a parsed Doc, at most one for each cue word."""
    for token in layout.doc:
        frame = find_preposition_frame(token, layout) or _frame_of(token, layout)
        if frame is not None and frame.content:
            yield frame


def _frame_of(token: Token, layout: Layout) -> Frame | None:
    if token.lemma_.lower() in _CITING and token.pos_ == "VERB":
        cited = find_citing_frame(token, layout)
        if cited is not None:
            return cited
    if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "aux:pass", "cop"}:
        frame = _verb_frame(token, layout)
        if frame is None or frame.rule not in _MARKED:
            return find_as_frame(token, layout) or frame
        return frame
    if token.lower_ in HEDGES:
        return find_hedge_frame(token, layout)
    if token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in NOUN_CLASSES:
        return find_noun_frame(token, layout)
    if token.pos_ == "ADJ" and token.lower_ in ADJECTIVE_CLASSES:
        return find_adjective_frame(token, layout)
    if token.text == ":":
        return find_colon_frame(token, layout)
    if is_dash(token):
        return find_dash_frame(token, layout)
    return None


def _verb_frame(verb: Token, layout: Layout) -> Frame | None:
    lemma = verb.lemma_.lower()
    classes = VERB_CLASSES.get(lemma, ())
    cue = [verb.i]
    particle = next((c for c in verb.rights if (lemma, c.lower_) in PHRASAL_CUES and c.i - verb.i <= 3), None)
    if particle is not None and particle.dep_ in {"compound:prt", "advmod", "obj", "case"}:
        cue.append(particle.i)
        classes = (PHRASAL_CUES[lemma, particle.lower_], *classes)
    source, head, how = find_source(verb, layout)
    content = None
    if layout.quote_at(verb.i) is None and (not classes or set(classes) & _QUOTING):
        content = find_quoted(verb, head, layout)
    content = content or find_content(verb, head, layout, classes)
    if content is not None and content.kind == "obj" and _is_carried(verb):
        return None  # "declared his intent to ...": the noun's own frame has it
    if content is None or not content.stretches or (not classes and content.kind not in {"ccomp", "quote", "before"}):
        return None
    if content.cue:
        pair = PHRASAL_CUES.get((lemma, layout.doc[content.cue[0]].lower_))
        classes = classes if pair is None else (pair, *classes)
        cue += content.cue
    if source is not None and head is not None:
        stretches = _without_source(content.stretches, source, verb, layout) if how == "before" else content.stretches
        source = cleared(source, head, stretches)
        if any(low <= head < high for low, high in stretches):
            source, head, how = None, None, "none"
        content = replace(content, stretches=stretches)
    return Frame(
        f"verb-{content.kind}",
        verb.i,
        tuple(sorted(cue)),
        classes,
        content.stretches,
        how,
        source,
        head,
        content.linked,
    )


def _is_carried(verb: Token) -> bool:
    if not is_carrier(verb):
        return False
    return any(c.dep_ == "obj" and (has_clause(c) or any(_speaks(p) for p in c.rights)) for c in verb.rights)


def _speaks(clause: Token) -> bool:
    """Tell whether a clause on a noun is "saying ..." of "issued a statement saying ...", which is a cue of its own."""
    speech = VERB_CLASSES.get(clause.lemma_.lower(), ())[:1] in {(CueClass.SAY,), (CueClass.CLAIM,)}
    return clause.dep_ == "acl" and clause.tag_ == "VBG" and speech


def _without_source(
    stretches: tuple[Stretch, ...], source: Stretch, verb: Token, layout: Layout
) -> tuple[Stretch, ...]:
    """Cut a statement before the source that closes its sentence, where a parser has drawn it in: "..., | X's data show"."""
    doc = layout.doc
    low, high = stretches[-1]
    closing = low < source[0] - 1 and high <= verb.i and high >= source[1] and doc[source[0] - 1].text == ","
    return layout.pieces([*stretches[:-1], (low, source[0] - 1)]) if closing else stretches
