"""Candidates whose cue is a noun or an adjective: "his decision to leave", "warnings from X that ...", "X is afraid that ..."."""

from typing import Final

from spacy.tokens import Token

from extraction.attribution_frame import Frame
from extraction.layout import Layout, Stretch, cleared, has_case, subtree
from extraction.lexicons.cues import ADJECTIVE_CLASSES, LIGHT_VERBS, NOUN_CLASSES, VERB_CLASSES, CueClass
from extraction.source_phrases import find_source, noun_phrase

_OF: Final = frozenset(["of", "for", "about", "over", "on", "against", "with"])
_TOWARDS: Final = frozenset(["about", "of", "with", "by", "over", "to", "at", "on", "in", "for"])
_CARRIERS: Final = frozenset({CueClass.SAY, CueClass.CLAIM, CueClass.SHOW, CueClass.DEMAND})
_LIGHT: Final = 6  # tokens that a light verb with its noun may take: "made a long-awaited public appeal"


def find_adjective_frame(word: Token, layout: Layout) -> Frame | None:
    """Return "X is glad that ...", "X is reluctant to ...", "X is critical of ..."; None for a word without content."""
    clause = next((c for c in word.rights if c.dep_ in {"ccomp", "xcomp", "advcl"}), None)
    kind = "" if clause is None else clause.dep_
    cue = [word.i]
    if clause is None:
        kind, clause = (
            "obl",
            next((c for c in word.rights if c.dep_ in {"obl", "nmod"} and has_case(c, _TOWARDS)), None),
        )
    if clause is None:
        return None
    start, end = layout.widened(subtree(clause))
    if kind == "obl":
        if start == word.i + 1:
            cue.append(start)
        start += 1
    source, head, how = find_source(word, layout)
    classes = (ADJECTIVE_CLASSES[word.lower_],)
    content = layout.pieces([(start, end)])
    return Frame(f"adjective-{kind}", word.i, tuple(cue), classes, content, how, source, head)


def find_noun_frame(noun: Token, layout: Layout) -> Frame | None:
    """Return "his decision to leave", "a claim that ...", "X's hope is that ..."; None for a noun without content."""
    found = _noun_content(noun, layout)
    if found is None:
        return None
    kind, (start, end) = found
    classes = (NOUN_CLASSES[noun.lemma_.lower()],)
    source, head, how = _owner(noun, layout)
    cue = _with_light_verb(noun) if how.startswith("light") else (noun.i,)
    if kind == "of":
        cue = (*cue, noun.i + 1)  # "an estimate of ...", "questions about ...": the preposition is none of the content
    content = layout.pieces([(start, end)])
    if source is not None and head is not None:
        source = cleared(source, head, content)
    return Frame(f"noun-{kind}", noun.i, cue, classes, content, how, source, head)


def is_carrier(verb: Token) -> bool:
    """Tell whether a verb with a cue noun as its object is one cue with it: "issued a statement", "declared his intent"."""
    lemma = verb.lemma_.lower()
    classes = VERB_CLASSES.get(lemma, ())
    return lemma in LIGHT_VERBS or (bool(classes) and classes[0] in _CARRIERS)


def has_clause(noun: Token) -> bool:
    """Tell whether a noun is a cue with a clause for its content."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in NOUN_CLASSES:
        return False
    return any(c.dep_ in {"acl", "ccomp", "acl:relcl"} and _opens_content(c) for c in noun.rights)


def _noun_content(noun: Token, layout: Layout) -> tuple[str, Stretch] | None:
    clause = next((c for c in noun.rights if c.dep_ in {"acl", "ccomp", "acl:relcl"} and _opens_content(c)), None)
    if clause is not None:
        return "clause", layout.widened(subtree(clause))
    predicate = _predicate(noun)
    if predicate is not None:
        return "predicate", layout.widened(predicate)
    for child in noun.rights:  # "warnings from the agency | that ..."
        if child.dep_ == "nmod" and has_case(child, frozenset(["from", "by", "among", "in"])):
            hung = next(
                (c for c in child.rights if c.dep_ in {"acl", "ccomp", "acl:relcl"} and _opens_content(c)), None
            )
            if hung is not None and _has_subject(hung):
                return "clause", layout.widened(subtree(hung))
    behind = next((c for c in noun.rights if c.dep_ == "nmod" and c.left_edge.i == noun.i + 1), None)
    if behind is None or layout.doc[noun.i + 1].lower_ not in _OF:
        return None
    start, end = layout.widened(subtree(behind))
    return "of", (start + 1, end)


def _predicate(noun: Token) -> Stretch | None:
    """Return the clause of "the fear is that ..." and "her aim is to ...", of which the noun is the outer subject."""
    head = noun.head
    if noun.dep_ not in {"nsubj", "nsubj:outer"} or head.i <= noun.i:
        return None
    copula = next(
        (c for c in head.lefts if c.lemma_.lower() == "be" and c.dep_ in {"cop", "aux"} and c.i > noun.i), None
    )
    mark = next((c for c in head.lefts if c.dep_ == "mark" and c.lower_ in {"that", "to", "whether"}), None)
    if copula is None or mark is None or mark.i < copula.i:
        return None
    return mark.i, head.right_edge.i + 1


def _has_subject(clause: Token) -> bool:
    return any("subj" in child.dep_ and child.lower_ not in {"that", "which", "who"} for child in clause.lefts)


def _with_light_verb(noun: Token) -> tuple[int, ...]:
    """Return the tokens of "made a public appeal": a light verb up to its noun."""
    verb = noun.head
    return tuple(range(verb.i, noun.i + 1)) if 0 < noun.i - verb.i < _LIGHT else (noun.i,)


def _owner(noun: Token, layout: Layout) -> tuple[Stretch | None, int | None, str]:
    """Return whose decision, claim or call a noun means: possessive, "by X", or the subject of a light verb."""
    owner = next((c for c in noun.lefts if c.dep_ == "nmod:poss"), None)
    carried = noun.dep_ == "obj" and is_carrier(noun.head)
    if owner is not None and not (carried and owner.pos_ == "PRON"):
        return noun_phrase(owner, avoid=noun.i), owner.i, "possessive"
    owner = next((c for c in noun.rights if c.dep_ == "nmod" and has_case(c, frozenset(["by", "from"]))), None)
    if owner is not None:
        start, end = noun_phrase(owner, avoid=noun.i)
        return (start + (start < owner.i and layout.doc[start].lower_ in {"by", "from"}), end), owner.i, "by"
    if carried:
        source, head, how = find_source(noun.head, layout)
        return source, head, f"light-{how}"
    return None, None, "none"


def _opens_content(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"that", "to", "whether", "if"} for c in clause.lefts)
