"""What a verb attributes: clause, infinitive, object, complement, or the words before it."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.layout import Layout, Stretch, cleared, has_case, is_word, subtree, without
from extraction.lexicons.cues import PHRASAL_CUES, TELLING_VERBS, VERB_CLASSES, CueClass
from extraction.lexicons.sources import FIGURE_NOUNS
from extraction.source_phrases import is_passive

_INSERTED: Final = frozenset(
    {
        CueClass.SAY,
        CueClass.CLAIM,
        CueClass.CONFIRM,
        CueClass.ESTIMATE,
        CueClass.FORECAST,
        CueClass.SHOW,
        CueClass.THINK,
        CueClass.KNOW,
    }
)
_WEEKDAYS: Final = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"]
)
_POSSESSIVE: Final = frozenset(["'s", "\u2019s", "'", "\u2019"])
_COMMAS: Final = frozenset([",", "—", "–", "--", "-"])
_OF_WHAT: Final = frozenset(["as", "of", "for", "with", "to"])
_ABOUT: Final = frozenset(["of", "to", "about", "against", "on", "for", "over", "from", "with"])
_VALUING: Final = frozenset(["put", "place", "peg", "set", "estimate"])
_AT: Final = frozenset(["at", "in", "above", "below", "over", "under", "between", "around"])
_NAMING: Final = frozenset(["name", "identify", "quote"])
_OPENERS: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "NUM", "ADJ"})
_NO_SUBJECT: Final = frozenset(["who", "which", "whom", "where", "when", "to", "as"])
_ADDRESSEE: Final = 4  # tokens after the first that one who is told something may take
_SUBJECT_REACH: Final = 12  # tokens within which a clause must show its finite verb
_LONGEST: Final = 120  # tokens before an inserted cue that are looked at


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
    clauses = children.get("ccomp", [])
    clause = next((c for c in clauses if c.i > verb.i), clauses[-1] if clauses else None)
    if clause is not None and (clause.i > verb.i or clause.right_edge.i - clause.left_edge.i > 1):
        stretches = _clause(clause, verb, layout)
        if stretches:
            return Content("ccomp", stretches)
    if is_passive(verb):
        return _passive(verb, children, layout)
    before = _before(verb, source, layout)
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
    rest = _rest(verb, source, children, layout)
    if rest:
        return Content("rest", rest)
    opened = next((c for c in children.get("xcomp", []) if c.i > verb.i), None)
    if opened is not None and opened.lemma_.lower() in _NAMING and is_passive(opened):
        return None  # "declined to be named": how the source speaks, not what it says
    if opened is not None:
        return Content("xcomp", layout.pieces([layout.widened(subtree(opened))]))
    return _nominal(verb, children, layout)


def _valued(verb: Token, children: dict[str, list[Token]]) -> Stretch | None:
    """Return "the toll at 230" of "X put the toll at 230"."""
    if verb.lemma_.lower() not in _VALUING:
        return None
    counted = next((c for c in children.get("obj", []) if c.i > verb.i and c.lemma_.lower() in FIGURE_NOUNS), None)
    value = next(
        (c for c in children.get("obl", []) if counted is not None and c.i > counted.i and has_case(c, _AT)), None
    )
    if counted is None or value is None:
        return None
    return counted.left_edge.i, value.right_edge.i + 1


def _rest(verb: Token, source: int | None, children: dict[str, list[Token]], layout: Layout) -> tuple[Stretch, ...]:
    """Return the words behind a verb of speech when they are a clause that the parse has not tied to it."""
    doc = layout.doc
    if source is None or source > verb.i or not set(VERB_CLASSES.get(verb.lemma_.lower(), ())[:1]) & _INSERTED:
        return ()
    if any(c.i > verb.i for c in children.get("xcomp", [])):
        return ()
    start = verb.i + 1
    if verb.lemma_.lower() in TELLING_VERBS:
        addressee = next((c for dep in ("iobj", "obj") for c in children.get(dep, []) if c.i > verb.i), None)
        if addressee is None or addressee.right_edge.i - addressee.left_edge.i > _ADDRESSEE:
            return ()
        start = addressee.right_edge.i + 1
    end = layout.sentence(verb.i)[1]
    start = after_time(layout, start, end)
    if start >= end or layout.quote_at(start) != layout.quote_at(verb.i) or doc[start].pos_ not in _OPENERS:
        return ()
    stop = next((i for i in range(start, min(end, start + _LONGEST)) if doc[i].text in {";", "?", "!"}), end)
    return layout.pieces([layout.widened((start, stop))]) if _is_clause(layout, start, stop) else ()


def _is_clause(layout: Layout, start: int, stop: int) -> bool:
    """Tell whether words open with a subject and its finite verb, no relative clause or participle between them."""
    doc = layout.doc
    for index in range(start, min(stop, start + _SUBJECT_REACH)):
        token = doc[index]
        if token.text in {",", ":", ";"} or token.lower_ in _NO_SUBJECT or token.tag_ == "VBN":
            return False
        if token.tag_ == "VBG" and token.dep_ in {"acl", "advcl"}:
            return False
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and index > start:
            # "confirmed the number and stated": a second verb of the same speaker.
            joined = doc[index - 1].pos_ == "CCONJ" or (doc[index - 1].pos_ == "ADV" and doc[index - 2].pos_ == "CCONJ")
            return not joined and not token.dep_.startswith("acl")
    return False


def _clause(clause: Token, verb: Token, layout: Layout) -> tuple[Stretch, ...]:
    start, end = subtree(clause)
    if clause.i > verb.i:
        start = after_time(layout, max(start, verb.i + 1), end)
        return layout.pieces([layout.widened((start, end))])
    start = max(start, layout.sentence(verb.i)[0])
    start = _after_semicolon(layout, start, verb.i)
    if not any(token.pos_ in {"VERB", "AUX", "NOUN", "PROPN"} for token in layout.doc[start : min(end, verb.i)]):
        return ()
    return layout.pieces(without((start, min(end, verb.i)), [(verb.i, verb.i + 1)]))


def _after_semicolon(layout: Layout, start: int, end: int) -> int:
    """Return where the last statement begins: what stands before a semicolon is one of its own."""
    reach = range(end - 1, max(start, end - _LONGEST) - 1, -1)
    return next((index + 1 for index in reach if layout.doc[index].text == ";"), start)


def after_time(layout: Layout, start: int, end: int) -> int:
    """Skip "on Friday" where a parser drew the time of speaking into the content."""
    doc = layout.doc
    if start >= end:
        return start
    index = start + (doc[start].lower_ in {"on", "late", "early"})
    if index + 1 < end and doc[index].lower_ in _WEEKDAYS and doc[index + 1].lower_ not in _POSSESSIVE:
        return index + 1 + (doc[index + 1].text == ",")
    if (
        doc[start].lower_ in {"earlier", "later", "afterwards"}
        and index + 1 < end
        and doc[start + 1].pos_ in {"PRON", "DET", "PROPN"}
    ):
        return start + 1
    return start


def _passive(verb: Token, children: dict[str, list[Token]], layout: Layout) -> Content | None:
    """Return subject and complement: "A bombing was reported to have killed", "X was accused of Y"."""
    subject = next((c for c in verb.lefts if c.dep_ in {"nsubj:pass", "nsubj"}), None)
    if subject is None and verb.dep_ == "conj":
        subject = next((c for c in verb.head.lefts if c.dep_ in {"nsubj:pass", "nsubj"}), None)
    if subject is None and verb.dep_ == "acl" and verb.head.i < verb.i:
        subject = verb.head
    rest = [c for dep in ("xcomp", "obl", "advcl", "obj", "csubj:pass") for c in children.get(dep, []) if c.i > verb.i]
    rest = [c for c in rest if c.dep_ in {"xcomp", "csubj:pass"} or has_case(c, _OF_WHAT)]
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
        if case is not None and (lemma, case.lower_) in PHRASAL_CUES and case.i > verb.i:
            start, end = layout.widened(subtree(child))
            return Content("phrasal", layout.pieces([(max(start, case.i + 1), end)]), cue=(case.i,))
    found = children.get("obj", [])
    behind = next((c for c in found if c.i > verb.i), None)
    if behind is not None:
        start, end = layout.widened(subtree(behind))
        return Content("obj", layout.pieces([(max(start, verb.i + 1), end)]))
    if found:
        return Content("obj", layout.pieces([cleared(subtree(found[0]), found[0].i, ((verb.i, verb.i + 1),))]))
    for child in obliques:
        if has_case(child, _ABOUT):
            return Content("obl", layout.pieces([layout.widened(subtree(child))]))
    return None


def _before(verb: Token, source: int | None, layout: Layout) -> tuple[Stretch, ...] | None:
    """Return the clause that a closing or inserted ", X said" attributes, by its commas."""
    doc = layout.doc
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or not set(VERB_CLASSES.get(verb.lemma_.lower(), ())) & _INSERTED:
        return None
    low, high = layout.sentence(verb.i)
    line, line_end = layout.line(verb.i)
    low, high = max(low, line), min(high, line_end)
    start = min(verb.i, doc[source].left_edge.i) if source is not None and source < verb.i else verb.i
    while start > low and (doc[start - 1].pos_ in {"AUX", "ADV"} or doc[start - 1].lower_ == "as"):
        start -= 1
    if start <= low or start - low > _LONGEST:
        return None
    mark = doc[start - 1].text
    low = _after_semicolon(layout, low, start)
    headline = mark == ":" and verb.i + 3 >= line_end
    if not headline and mark not in _COMMAS:
        return None
    if layout.quote_at(low) != layout.quote_at(verb.i):
        return None
    tail = _tail(verb, source, layout)
    resumed = tail < high and doc[tail].text in _COMMAS
    behind = doc[tail : min(high, tail + _LONGEST)] if resumed else doc[tail:tail]
    # Taggers take the verbs of headlines for nouns.
    stated = headline or _has_finite(doc[low : start - 1])
    if not stated and not (_has_finite(behind) and doc[low].pos_ in _OPENERS):
        return None  # "In February, X announced": an adverbial, not a statement
    if not resumed and _is_clause(layout, verb.i + 1, high):
        return None  # "..., however, X found the wells dry": the statement follows
    if not resumed and not headline and verb.dep_ != "parataxis" and _goes_on(verb, source, layout, high):
        return None
    pieces = [(low, start - 1)] + ([(tail + 1, high)] if resumed else [])
    return layout.pieces(pieces)


def _has_finite(words: Span) -> bool:
    return any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.pos_ == "AUX" for token in words)


def _tail(verb: Token, source: int | None, layout: Layout) -> int:
    """Return the token after an inserted cue with its source and its short adverbials."""
    doc = layout.doc
    end = verb.i + 1
    if source is not None and source > verb.i:
        end = max(end, doc[source].right_edge.i + 1)
    stop = layout.sentence(verb.i)[1]
    while end < stop and doc[end].text not in _COMMAS and doc[end].text != ".":
        end += 1
    return min(end, stop)


def _goes_on(verb: Token, source: int | None, layout: Layout, high: int) -> bool:
    """Tell whether a clause or object of its own follows the verb, so that it does not close the one before."""
    doc = layout.doc
    start = verb.i + 1
    if source is not None and source > verb.i:
        start = max(start, doc[source].right_edge.i + 1)
    rest = doc[start : min(high, start + _LONGEST)]
    if any(token.pos_ in {"VERB", "AUX"} for token in rest):
        return True
    return (
        len(rest) > 0
        and is_word(rest[0])
        and rest[0].pos_ in {"DET", "NOUN", "PRON", "ADJ"}
        and rest[0].lower_ not in _WEEKDAYS
    )
