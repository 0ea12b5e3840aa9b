"""Candidate attributions: every word that may attribute, with the source and content that its construction gives it.

A frame is a guess from the parse and the quotation marks alone; extraction.attribution_model decides which frames hold.
Constructions are after Universal Dependencies 2: ccomp, xcomp, advcl and acl for clauses, `according to` as case and
fixed, obl:agent and aux:pass for passives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from extraction.layout import Layout, Stretch, cleared, has_case, is_word, root_of, subtree, trimmed, without
from extraction.lexicons.cues import (
    ADJECTIVE_CLASSES,
    HEDGES,
    LIGHT_VERBS,
    NOUN_CLASSES,
    PHRASAL_CUES,
    SOURCE_PREPOSITIONS,
    VERB_CLASSES,
    CueClass,
)
from extraction.lexicons.sources import BODY_NOUNS, DOCUMENT_NOUNS, MEDIA_NOUNS, PERSON_NOUNS, REPORTING_NOUNS
from extraction.quote_frames import find_quoted
from extraction.source_phrases import find_source, noun_phrase, with_name
from extraction.titles import is_role_noun
from extraction.verb_frames import find_content

_NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
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
_DASHES: Final = frozenset(["―", "–", "—", "--", "-"])
_CITING: Final = frozenset(["cite", "quote"])
# Constructions that print or words make certain: no classifier decides on them.
CERTAIN_RULES: Final = frozenset({"transcript", "headline", "dash", "verb-valued"})
_LONGEST_LABEL: Final = 7  # tokens before a colon that can name a speaker
_LONGEST_SIGNATURE: Final = 12  # tokens that a name under a quotation may take, with its title
_SHORTEST_LINE: Final = 3  # tokens behind it
_CREDITS: Final = frozenset(
    ["image", "photo", "photograph", "picture", "credit", "file", "source", "video", "update", "updated"]
)
_OPENING: Final = 40  # tokens that the source of an opening "According to" may take
_WIDEST: Final = 400  # tokens of a clause whose parts are looked at
_CLIMB: Final = 12  # steps up the tree to a finite clause


@dataclass(slots=True)
class Frame:
    """One candidate. `cue` are tokens in order, `head` the one that decides; stretches are tokens, end exclusive.

    `rule` names the construction, `how` the way to the source, `linked` the quotations that the content holds.
    """

    rule: str
    head: int
    cue: tuple[int, ...]
    classes: tuple[CueClass, ...]
    content: tuple[Stretch, ...]
    how: str
    source: Stretch | None = None
    source_head: int | None = None
    linked: tuple[int, ...] = field(default=())


def find_frames(layout: Layout) -> Iterator[Frame]:
    """Yield every candidate attribution of a parsed Doc, at most one for each cue word."""
    for token in layout.doc:
        frame = _preposition_frame(token, layout) or _frame_of(token, layout)
        if frame is not None and frame.content:
            yield frame


def _frame_of(token: Token, layout: Layout) -> Frame | None:
    if token.lemma_.lower() in _CITING and token.pos_ == "VERB":
        cited = _citing_frame(token, layout)
        if cited is not None:
            return cited
    if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "aux:pass", "cop"}:
        return _verb_frame(token, layout)
    if token.lower_ in HEDGES:
        return _hedge_frame(token, layout)
    if token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in NOUN_CLASSES:
        return _noun_frame(token, layout)
    if token.pos_ == "ADJ" and token.lower_ in ADJECTIVE_CLASSES:
        return _adjective_frame(token, layout)
    if token.text == ":":
        return _colon_frame(token, layout)
    if token.text in _DASHES:
        return _dash_frame(token, layout)
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
    if content is None or not content.stretches or (not classes and content.kind not in {"ccomp", "quote", "before"}):
        return None
    if content.cue:
        classes = (PHRASAL_CUES[lemma, layout.doc[content.cue[0]].lower_], *classes)
        cue += content.cue
    if source is not None and head is not None:
        source = cleared(source, head, content.stretches)
        if any(low <= head < high for low, high in content.stretches):
            source, head, how = None, None, "none"
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


def _citing_frame(verb: Token, layout: Layout) -> Frame | None:
    """Return "AFP reported ..., citing officials": the one cited is the source of the clause around."""
    cited = next((c for c in verb.rights if c.dep_ == "obj"), None)
    if cited is None or verb.dep_ not in {"advcl", "acl", "acl:relcl", "case"}:
        return None
    if not is_speaking_noun(cited) and cited.lemma_.lower() not in DOCUMENT_NOUNS:
        return None
    if any(child.dep_ in {"ccomp", "xcomp"} for child in verb.rights):
        return None
    start, end = noun_phrase(cited, avoid=verb.i)
    head = verb.head
    content = _clause_around(head, (verb.i, end), layout)
    return Frame("citing", verb.i, (verb.i,), (CueClass.SAY,), content, "object", (start, end), cited.i)


def is_speaking_noun(token: Token) -> bool:
    """Tell whether a noun names or describes one who can be quoted: a person, a body, a medium."""
    words = {token.lower_, token.lemma_.lower()}
    return token.ent_type_ in {"PERSON", "ORG"} or bool(words & (PERSON_NOUNS | BODY_NOUNS | MEDIA_NOUNS))


def _adjective_frame(word: Token, layout: Layout) -> Frame | None:
    """Return "X is glad that ...", "X is reluctant to ..."."""
    clause = next((c for c in word.rights if c.dep_ in {"ccomp", "xcomp", "advcl"}), None)
    if clause is None:
        return None
    source, head, how = find_source(word, layout)
    classes = (ADJECTIVE_CLASSES[word.lower_],)
    return Frame(
        f"adjective-{clause.dep_}", word.i, (word.i,), classes, layout.pieces([subtree(clause)]), how, source, head
    )


def _noun_frame(noun: Token, layout: Layout) -> Frame | None:
    """Return "his decision to leave", "a claim that ...", "X's call for talks"; None for a noun without content."""
    clause = next((c for c in noun.rights if c.dep_ in {"acl", "ccomp", "acl:relcl"} and _opens_content(c)), None)
    kind = "clause"
    if clause is None:
        kind = "of"
        clause = next((c for c in noun.rights if c.dep_ == "nmod" and c.left_edge.i == noun.i + 1), None)
        if clause is None or layout.doc[noun.i + 1].lower_ not in {"of", "for", "about", "over"}:
            return None
    start, end = layout.widened(subtree(clause))
    start += layout.doc[start].lower_ == "of"
    classes = (NOUN_CLASSES[noun.lemma_.lower()],)
    source, head, how = _owner(noun, layout)
    content = layout.pieces([(start, end)])
    return Frame(f"noun-{kind}", noun.i, (noun.i,), classes, content, how, source, head)


def _owner(noun: Token, layout: Layout) -> tuple[Stretch | None, int | None, str]:
    """Return whose decision, claim or call a noun means: possessive, "by X", or the subject of a light verb."""
    owner = next((c for c in noun.lefts if c.dep_ == "nmod:poss"), None)
    if owner is not None:
        return noun_phrase(owner, avoid=noun.i), owner.i, "possessive"
    owner = next((c for c in noun.rights if c.dep_ == "nmod" and has_case(c, frozenset(["by", "from"]))), None)
    if owner is not None:
        start, end = noun_phrase(owner, avoid=noun.i)
        return (start + (start < owner.i and layout.doc[start].lower_ in {"by", "from"}), end), owner.i, "by"
    if noun.dep_ == "obj" and noun.head.lemma_.lower() in LIGHT_VERBS:
        source, head, how = find_source(noun.head, layout)
        return source, head, f"light-{how}"
    return None, None, "none"


def _opens_content(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"that", "to", "whether", "if"} for c in clause.lefts)


def _hedge_frame(word: Token, layout: Layout) -> Frame | None:
    """Return the clause around "reportedly", without the word."""
    content = _clause_around(word.head, (word.i, word.i + 1), layout)
    return Frame(f"adverb-{word.lower_}", word.i, (word.i,), (HEDGES[word.lower_],), content, "none")


def _clause_around(head: Token, hole: Stretch, layout: Layout) -> tuple[Stretch, ...]:
    """Return the finite clause that a token belongs to, without a hole; the sentence where the tree gives none."""
    for _ in range(_CLIMB):
        if (
            head.head.i == head.i
            or head.pos_ in {"VERB", "AUX"}
            or any(c.dep_ in {"cop", "nsubj"} for c in head.children)
        ):
            break
        head = head.head
    for _ in range(_CLIMB):
        if head.dep_ not in {"xcomp", "acl", "advcl"} or head.head.i == head.i:
            break
        head = head.head
    start, end = subtree(head)
    if not start <= hole[0] < end:
        start, end = layout.sentence(hole[0])
    near = head.right_edge.i - head.i <= _WIDEST  # spaCy walks the whole subtree for the children of a token
    behind = [child for child in head.rights if child.dep_ in {"conj", "parataxis"}] if near else []
    joined = [subtree(child) for child in behind if child.left_edge.i > hole[1]]
    joined = [stretch for stretch in joined if layout.doc[stretch[0] - 1].text == ";"]
    return layout.pieces(without((start, end), [hole, *joined]))


def _preposition_frame(token: Token, layout: Layout) -> Frame | None:
    """Return "according to X", "per X", "by reports", "in a statement" with the clause that they are attached to."""
    doc = layout.doc
    for words, documents_only in SOURCE_PREPOSITIONS.items():
        if token.lower_ != words[0] or tuple(t.lower_ for t in doc[token.i : token.i + len(words)]) != words:
            continue
        after = token.i + len(words)
        noun = _prepositional_noun(token, after, layout)
        if noun is None:
            return None
        is_document = bool({noun.lower_, noun.lemma_.lower()} & DOCUMENT_NOUNS)
        if documents_only and not is_document and not (words[-1] == "per" and is_speaking_noun(noun)):
            return None
        if words == ("by",) and noun.lemma_.lower() not in REPORTING_NOUNS:
            return None
        if documents_only and (noun.dep_ == "obl:agent" or noun.head.lemma_.lower() in VERB_CLASSES):
            return None  # the verb's own frame has it: "was confirmed by a report", "said in a statement"
        start, end = noun_phrase(noun, avoid=token.i)
        source = (min(max(start, after), noun.i), end)
        low, high = layout.sentence(token.i)
        opens = not any(is_word(t) and t.pos_ not in {"CCONJ", "ADV"} for t in doc[low : token.i][-8:])
        cut = _end_of_source(source[0], high, layout)
        if cut is not None and (opens or cut < end):
            source = source[0], cut
        source = with_name(source, noun.i, layout)
        if opens:
            content = layout.pieces([(source[1], high)])
        else:
            content = _clause_around(noun.head, (token.i, source[1]), layout)
        cue = tuple(range(token.i, after))
        return Frame(
            "preposition-" + "-".join(words), token.i, cue, (CueClass.SAY,), content, "preposition", source, noun.i
        )
    return None


def _end_of_source(start: int, high: int, layout: Layout) -> int | None:
    """Return the comma at which the source behind "according to" ends, appositions included; None when none ends it."""
    doc = layout.doc
    commas = [i for i in range(start, min(high, start + _OPENING)) if doc[i].text == "," and doc[i].ent_iob_ != "I"]
    if not commas or any(
        token.tag_ in {"VBD", "VBZ", "VBP"} and token.dep_ != "acl:relcl" for token in doc[start : commas[0]]
    ):
        return None
    first = commas[0]
    second = commas[1] if len(commas) > 1 else None
    apposed = doc[first + 1 : second if second is not None else high]
    if len(apposed) == 0:
        return first
    if apposed[0].lower_ in {"who", "which"}:
        return second
    if any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in apposed):
        return first
    named = apposed[0].ent_type_ == "PERSON" and all(t.ent_type_ == "PERSON" or not is_word(t) for t in apposed)
    titled = any(is_role_noun(token) for token in apposed) and doc[first - 1].ent_type_ == "PERSON"
    return (second if second is not None else None) if named or titled else first


def _prepositional_noun(token: Token, after: int, layout: Layout) -> Token | None:
    """Return the head noun behind a preposition, whatever a parser made of the words between."""
    doc = layout.doc
    head = token.head
    if token.dep_ in {"case", "mark", "advmod", "cc"} and head.i >= after and head.pos_ in _NOUNS | {"ADJ", "NUM", "X"}:
        return head
    for index in range(after, min(after + 8, layout.sentence(token.i)[1])):
        if doc[index].pos_ in _NOUNS:
            noun = doc[index]
            for _ in range(_CLIMB):
                if noun.head.i <= after or noun.dep_ not in {
                    "compound",
                    "amod",
                    "nmod:poss",
                    "flat",
                    "det",
                    "nmod:desc",
                }:
                    break
                noun = noun.head
            return noun
    return None


def _colon_frame(mark: Token, layout: Layout) -> Frame | None:
    """Return "Poll: ..." of a headline and "SMITH: ..." of a transcript."""
    doc = layout.doc
    start, end = layout.line(mark.i)
    if mark.i - start > _LONGEST_LABEL:
        return None
    left, right = trimmed(doc, (start, mark.i)), trimmed(doc, (mark.i + 1, end))
    if left is None or right is None or right[1] - right[0] < _SHORTEST_LINE:
        return None
    left = next((i for i in range(*left) if is_word(doc[i])), left[0]), left[1]
    label = doc[left[0] : left[1]]
    head = root_of(doc, *left)
    if all(token.text.isupper() or not is_word(token) for token in label) and any(
        token.pos_ == "PROPN" for token in label
    ):
        return Frame("transcript", mark.i, (mark.i,), (CueClass.SAY,), (right,), "label", left, head.i)
    if layout.quote_at(mark.i) is not None or any(t.pos_ in {"VERB", "AUX"} or t.lower_ in _CREDITS for t in label):
        return None
    speaks = is_speaking_noun(head) or head.lower_ in DOCUMENT_NOUNS
    heading = start == 0 and speaks and doc[end - 1].text not in {",", ";"}
    right = trimmed(doc, (right[0], min(end, layout.sentence(right[0])[1]))) or right
    rule = "headline" if heading else "colon"
    return Frame(rule, mark.i, (mark.i,), (CueClass.SAY,), (right,), "label", left, head.i)


def _dash_frame(mark: Token, layout: Layout) -> Frame | None:
    """Return a name that a dash sets under or behind a quotation."""
    doc = layout.doc
    number = layout.quote_ending_before(mark.i, 3)
    if number is None or layout.quote_at(mark.i) is not None:
        return None
    if layout.line(layout.stretches[number][0]) != layout.line(mark.i):
        return None
    right = trimmed(doc, (mark.i + 1, layout.line(mark.i)[1]))
    if right is None or right[1] - right[0] > _LONGEST_SIGNATURE or not doc[right[0]].text[0].isupper():
        return None
    if any(t.pos_ in {"VERB", "AUX"} or t.text == "," for t in doc[right[0] : right[1]][:4]):
        return None
    stretch = layout.stretches[number]
    return Frame("dash", mark.i, (mark.i,), (CueClass.SAY,), (stretch,), "dash", right, right[0], (number,))
