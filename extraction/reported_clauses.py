"""The clause behind a verb of speech, also where a parser has hung it on another word, and where it ends."""

from typing import Final

from spacy.tokens import Token

from extraction.layout import Layout, Stretch, subtree, without
from extraction.lexicons.cues import INSERTED_CLASSES, NOUN_CLASSES, TELLING_VERBS, VERB_CLASSES, CueClass

WEEKDAYS: Final = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"]
)
_POSSESSIVE: Final = frozenset(["'s", "\u2019s", "'", "\u2019"])
_OPENERS: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "NUM", "ADJ"})
_RELATIVES: Final = frozenset(["who", "which", "whom", "that", "whose"])
_NO_SUBJECT: Final = frozenset(["who", "which", "whom", "where", "when", "to", "as"])
_ADDRESSEE: Final = 4  # tokens after the first that one who is told something may take
_SUBJECT_REACH: Final = 12  # tokens within which a clause must show its finite verb
_LONGEST: Final = 120  # tokens before an inserted cue that are looked at


def find_clause(clause: Token, verb: Token, layout: Layout) -> tuple[Stretch, ...]:
    """Return the pieces of a clause that hangs on a verb, before or behind it, without what others say in it."""
    start, end = subtree(clause)
    if clause.i > verb.i:
        end = _before_comment(clause, _before_next_cue(clause, end))
        start = after_time(layout, max(start, verb.i + 1), end)
        return layout.pieces([layout.widened((start, end))])
    low = layout.sentence(verb.i)[0]
    start = low if _is_stray_subject(layout, low, start) else max(start, low)
    start = after_semicolon(layout, start, verb.i)
    if not any(token.pos_ in {"VERB", "AUX", "NOUN", "PROPN"} for token in layout.doc[start : min(end, verb.i)]):
        return ()
    return layout.pieces(without((start, min(end, verb.i)), [(verb.i, verb.i + 1)]))


def _is_stray_subject(layout: Layout, low: int, start: int) -> bool:
    """Tell whether the words before a clause are its subject, hung on the cue: "| She | hopes to leave, X said"."""
    return 0 < start - low <= _ADDRESSEE and all(token.pos_ in _OPENERS for token in layout.doc[low:start])


def _before_next_cue(clause: Token, end: int) -> int:
    """Return where a clause ends when a parser has joined the speaker's next verb to it: "said wells fail | and added ..."."""
    for child in clause.rights:
        if child.dep_ != "conj" or child.pos_ != "VERB" or child.tag_ not in {"VBD", "VBZ"}:
            continue
        lefts = list(child.lefts)
        speaks = VERB_CLASSES.get(child.lemma_.lower(), ())[:1] in {(CueClass.SAY,), (CueClass.CLAIM,)}
        joined = next((c for c in lefts if c.dep_ == "cc"), None)
        if speaks and joined is not None and not any("subj" in c.dep_ for c in lefts):
            return min(end, joined.i)
    return end


def _before_comment(clause: Token, end: int) -> int:
    """Return where a reported clause ends when the writer adds a participle: "said the wells failed | , forcing ..."."""
    doc = clause.doc
    for child in clause.rights:
        first = child.left_edge.i
        first += doc[first].text == ","  # a parser hangs the comma on either side
        comment = child.dep_ == "advcl" and child.tag_ == "VBG" and child.right_edge.i + 1 >= end
        if comment and first == child.i and doc[first - 1].text == "," and first - 1 > clause.i:
            return first - 1
    return end


def after_semicolon(layout: Layout, start: int, end: int) -> int:
    """Return where the last statement begins: what stands before a semicolon is one of its own."""
    reach = range(end - 1, max(start, end - _LONGEST) - 1, -1)
    return next((index + 1 for index in reach if layout.doc[index].text == ";"), start)


def after_time(layout: Layout, start: int, end: int) -> int:
    """Skip "on Friday" where a parser drew the time of speaking into the content."""
    doc = layout.doc
    if start >= end:
        return start
    index = start + (doc[start].lower_ in {"on", "late", "early"})
    if index + 1 < end and doc[index].lower_ in WEEKDAYS and doc[index + 1].lower_ not in _POSSESSIVE:
        return index + 1 + (doc[index + 1].text == ",")
    if (
        doc[start].lower_ in {"earlier", "later", "afterwards"}
        and index + 1 < end
        and doc[start + 1].pos_ in {"PRON", "DET", "PROPN"}
    ):
        return start + 1
    return start


def find_lost_clause(verb: Token, children: dict[str, list[Token]], layout: Layout) -> tuple[Stretch, ...]:
    """Return the clause that a parser has hung on a word between the verb and it, or taken for an adverbial.

    "X posted in the early hours | that ...", "X told the forum | he was ...", "X would not say | when ...".
    """
    classes = set(VERB_CLASSES.get(verb.lemma_.lower(), ()))
    if not classes & INSERTED_CLASSES | {CueClass.ASK} & classes:
        return ()
    clause = None
    for dep in ("obl", "obl:unmarked", "advmod", *(("obj", "iobj") if verb.lemma_.lower() in TELLING_VERBS else ())):
        for child in children.get(dep, []):
            hung = [c for c in child.rights if c.dep_ in {"acl:relcl", "acl", "ccomp"} and child.i > verb.i]
            clause = clause or next((c for c in hung if _is_reported(c, bare=dep in {"obj", "iobj"})), None)
    for child in children.get("advcl", []):
        if clause is None and child.i > verb.i and _is_indirect_question(child, verb):
            clause = child
    if clause is None:
        return ()
    return layout.pieces([layout.widened((max(verb.i + 1, clause.left_edge.i), clause.right_edge.i + 1))])


def _is_reported(clause: Token, *, bare: bool) -> bool:
    """Tell whether a clause opens with the conjunction "that", or, when `bare`, with its own subject and no pronoun."""
    first = clause.doc[clause.left_edge.i]
    if first.tag_ == "IN" and first.lower_ == "that":
        return any("subj" in child.dep_ for child in clause.lefts)
    return bare and any(c.dep_ == "nsubj" and c.i == first.i and c.lower_ not in _RELATIVES for c in clause.lefts)


def _is_indirect_question(clause: Token, verb: Token) -> bool:
    """Tell whether an adverbial clause is what is asked, told or known: how, why, what, and when of a negated verb."""
    opening = clause.left_edge
    if opening.tag_ not in {"WRB", "WP", "WDT"} or not any("subj" in child.dep_ for child in clause.lefts):
        return False
    if opening.lower_ not in {"when", "where"}:
        return opening.i <= verb.i + 2
    negated = any(child.lower_ in {"not", "n't", "n’t", "never"} for child in verb.lefts)
    return opening.i == verb.i + 1 and negated


def find_rest(verb: Token, source: int | None, children: dict[str, list[Token]], layout: Layout) -> tuple[Stretch, ...]:
    """Return the words behind a verb of speech when they are a clause that the parse has not tied to it."""
    doc = layout.doc
    if source is None or source > verb.i or not set(VERB_CLASSES.get(verb.lemma_.lower(), ())[:1]) & INSERTED_CLASSES:
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
    if doc[start].lemma_.lower() in NOUN_CLASSES and start + 1 < end and doc[start + 1].lower_ == "that":
        return ()  # "expressed concern that ...": the noun's own frame has it
    stop = next((i for i in range(start, min(end, start + _LONGEST)) if doc[i].text in {";", "?", "!"}), end)
    return layout.pieces([layout.widened((start, stop))]) if is_clause(layout, start, stop) else ()


def is_clause(layout: Layout, start: int, stop: int) -> bool:
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
