"""What a verb attributes: clause, infinitive, object, complement, or the words before it."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from extraction.inserted_cues import find_before, find_inserted
from extraction.layout import Layout, Stretch, cleared, has_case, subtree
from extraction.lexicons.cues import PHRASAL_CUES, TALKING_VERBS, VERB_CLASSES, CueClass
from extraction.lexicons.sources import BODY_NOUNS, CALENDAR_WORDS, FIGURE_NOUNS, MEDIA_NOUNS, PERSON_NOUNS
from extraction.reported_clauses import find_clause, find_lost_clause, find_rest
from extraction.subjects import is_passive

_OF_WHAT: Final = frozenset(["as", "of", "for", "with", "to"])
_ABOUT: Final = frozenset(["of", "about", "against", "on", "for", "over", "upon"])
_UPON: Final = frozenset(["on", "upon"])  # "called on both sides to stop"
_VALUING: Final = frozenset(["put", "place", "peg", "set", "estimate"])
_RECKONING: Final = frozenset(["put", "peg", "estimate"])  # of these any object has a number: "put the crowd at 10,000"
_AT: Final = frozenset(["at", "in", "above", "below", "over", "under", "between", "around"])
_COMMENTING: Final = frozenset(["comment", "elaborate", "answer", "respond", "reply"])
_NAMING: Final = frozenset(["name", "identify", "quote"])


@dataclass(frozen=True, slots=True)
class Content:
    """What a cue attributes and how: `kind` names the construction, `cue` are further tokens of the cue."""

    kind: str
    stretches: tuple[Stretch, ...]
    linked: tuple[int, ...] = ()
    cue: tuple[int, ...] = ()


def find_content(verb: Token, source: int | None, layout: Layout, classes: tuple[CueClass, ...]) -> Content | None:
    """Return what a verb attributes apart from quotations; None when it has nothing that could be content."""
    children: dict[str, list[Token]] = {}
    for child in verb.children:
        if child.i != source:
            children.setdefault(child.dep_, []).append(child)
    inserted = find_inserted(verb, source, layout)
    if inserted:
        return Content("before", inserted)
    clauses = children.get("ccomp", [])
    clause = next((c for c in clauses if c.i > verb.i), clauses[-1] if clauses else None)
    if clause is not None and (clause.i > verb.i or clause.right_edge.i - clause.left_edge.i > 1):
        stretches = find_clause(clause, verb, layout)
        if stretches:
            return Content("ccomp", stretches)
    lost = find_lost_clause(verb, children, layout)
    if lost:
        return Content("ccomp", lost)
    if is_passive(verb):
        return _passive(verb, children, layout)
    before = find_before(verb, source, layout)
    if before:
        return Content("before", before)
    return _complement(verb, source, children, layout, classes)


def _complement(
    verb: Token, source: int | None, children: dict[str, list[Token]], layout: Layout, classes: tuple[CueClass, ...]
) -> Content | None:
    """Return what follows an active verb that has no clause: predication, lost clause, infinitive, noun phrase."""
    valued = _valued(verb, children)
    if valued is not None:
        return Content("valued", layout.pieces([valued]))
    if CueClass.CALL in classes or CueClass.JUDGE in classes:
        whole = _predicated(verb, children)
        if whole:
            return Content("called", layout.pieces([layout.widened(stretch) for stretch in whole]))
    rest = find_rest(verb, source, children, layout)
    if rest:
        return Content("rest", rest)
    opened = next((c for c in children.get("xcomp", []) if c.i > verb.i), None) or _directive(verb, children, classes)
    if opened is not None and _says_nothing(opened):
        return None
    if opened is not None:
        upon = tuple(c.i for c in verb.rights for c in c.lefts if c.i == verb.i + 1 and c.lower_ in _UPON)
        return Content("xcomp", layout.pieces([layout.widened(subtree(opened))]), cue=upon)
    return _nominal(verb, children, layout)


def _directive(verb: Token, children: dict[str, list[Token]], classes: tuple[CueClass, ...]) -> Token | None:
    """Return the infinitive of "X called on Y to go" and "X invited Y to talks to open them", hung on the verb."""
    if CueClass.DEMAND not in classes:
        return None
    asked = [c for dep in ("obj", "iobj", "obl") for c in children.get(dep, []) if c.i > verb.i]
    for child in children.get("advcl", []):
        opened = child.left_edge.lower_ == "to" and child.left_edge.dep_ == "mark"
        if opened and any(c.i < child.i and (_is_addressee(c) or has_case(c, _UPON)) for c in asked):
            return child
    return None


def _is_addressee(noun: Token) -> bool:
    words = {noun.lower_, noun.lemma_.lower()}
    named = noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or noun.pos_ == "PRON"
    return named or bool(words & (PERSON_NOUNS | BODY_NOUNS | MEDIA_NOUNS))


def _says_nothing(opened: Token) -> bool:
    """Tell whether an infinitive is about the speech itself: "declined to be named", "refused to comment"."""
    lemma = opened.lemma_.lower()
    if lemma in _NAMING and is_passive(opened):
        return True
    return (lemma in TALKING_VERBS or lemma in _COMMENTING) and not any(
        c.dep_ in {"obj", "ccomp"} for c in opened.rights
    )


def _valued(verb: Token, children: dict[str, list[Token]]) -> Stretch | None:
    """Return "the toll at 230" of "X put the toll at 230", "the crowd at 10,000"."""
    lemma = verb.lemma_.lower()
    if lemma not in _VALUING:
        return None
    counted = next((c for c in children.get("obj", []) if c.i > verb.i), None)
    value = next(
        (c for c in children.get("obl", []) if counted is not None and c.i > counted.i and has_case(c, _AT)), None
    )
    if counted is None or value is None:
        return None
    counts = value.pos_ == "NUM" or any(child.dep_ == "nummod" for child in value.children)
    if counted.lemma_.lower() not in FIGURE_NOUNS and not (counts and lemma in _RECKONING):
        return None
    return counted.left_edge.i, value.right_edge.i + 1


def _passive(verb: Token, children: dict[str, list[Token]], layout: Layout) -> Content | None:
    """Return subject and complement: "A bombing was reported to have killed", "X was accused of Y"."""
    subject = next((c for c in verb.lefts if c.dep_ in {"nsubj:pass", "nsubj"}), None)
    if subject is None and verb.dep_ == "conj":
        subject = next((c for c in verb.head.lefts if c.dep_ in {"nsubj:pass", "nsubj"}), None)
    if subject is None and verb.dep_ == "acl" and verb.head.i < verb.i:
        subject = verb.head
    rest = [c for dep in ("xcomp", "obl", "advcl", "obj", "csubj:pass") for c in children.get(dep, []) if c.i > verb.i]
    rest = [c for c in rest if c.dep_ in {"xcomp", "csubj:pass"} or has_case(c, _OF_WHAT)]
    if any(child.tag_ == "VBG" and child.lemma_.lower() in VERB_CLASSES for child in rest if child.dep_ == "advcl"):
        return None  # "was quoted as saying": the second verb has the content
    parts: list[Stretch] = []
    if subject is not None and subject.lower_ not in {"it", "there"}:
        parts.append(cleared(subtree(subject), subject.i, ((verb.i, verb.i + 1),)))
    parts += [layout.widened(subtree(child)) for child in rest]
    if not parts:
        return None
    kind = "passive-xcomp" if "xcomp" in children else ("passive-obl" if rest else "passive-subject")
    return Content(kind, layout.pieces(parts))


def _predicated(verb: Token, children: dict[str, list[Token]]) -> list[Stretch]:
    """Return "Y a Z", "Y as Z", "Y of Z": the object of a judgement with what is said of it."""
    parts = [c for dep in ("obj", "iobj", "xcomp", "obl", "advcl") for c in children.get(dep, []) if c.i > verb.i]
    parts = [c for c in parts if c.dep_ in {"obj", "iobj", "xcomp"} or has_case(c, _OF_WHAT)]
    if not any(c.dep_ in {"obj", "xcomp", "iobj"} for c in parts):
        return []
    return [(max(verb.i + 1, min(c.left_edge.i for c in parts)), max(c.right_edge.i for c in parts) + 1)]


def _nominal(verb: Token, children: dict[str, list[Token]], layout: Layout) -> Content | None:
    """Return an object or a prepositional complement: "denied any role", "called for talks"."""
    lemma = verb.lemma_.lower()
    obliques = [c for dep in ("obl", "advcl", "obl:unmarked", "nmod") for c in children.get(dep, []) if c.i > verb.i]
    for child in obliques:
        case = next((c for c in child.lefts if c.dep_ in {"case", "mark"}), None)
        timed = child.lower_ in CALENDAR_WORDS  # "reported on Tuesday"
        if case is not None and (lemma, case.lower_) in PHRASAL_CUES and _is_governed(case, verb) and not timed:
            start, end = layout.widened(subtree(child))
            return Content("phrasal", layout.pieces([(max(start, case.i + 1), end)]), cue=(case.i,))
    found = children.get("obj", [])
    if not found and CueClass.SHOW in VERB_CLASSES.get(lemma, ()):
        found = [c for c in children.get("iobj", []) if c.i > verb.i]  # "the video shows an officer aiming"
    behind = next((c for c in found if c.i > verb.i), None)
    if behind is not None:
        start, end = layout.widened(subtree(behind))
        return Content("obj", layout.pieces([(max(start, verb.i + 1), end)]))
    if found:
        return Content("obj", layout.pieces([cleared(subtree(found[0]), found[0].i, ((verb.i, verb.i + 1),))]))
    for child in obliques:
        case = next((c for c in child.lefts if c.dep_ in {"case", "mark"} and c.lower_ in _ABOUT), None)
        if case is not None and case.i > verb.i and child.lower_ not in CALENDAR_WORDS:
            start, end = layout.widened(subtree(child))
            adjacent = case.i == verb.i + 1
            return Content("obl", layout.pieces([(max(start, case.i + 1), end)]), cue=(case.i,) if adjacent else ())
    return None


def _is_governed(case: Token, verb: Token) -> bool:
    """Tell whether a preposition stands with its verb or behind the one addressed: "agreed with", "asked her about"."""
    between = verb.doc[verb.i + 1 : case.i]
    addressed = any(t.dep_ in {"obj", "iobj"} and t.head.i == verb.i and t.right_edge.i == case.i - 1 for t in between)
    return case.i > verb.i and (
        addressed or all(t.pos_ in {"ADV", "PART"} or t.dep_ == "compound:prt" for t in between)
    )
