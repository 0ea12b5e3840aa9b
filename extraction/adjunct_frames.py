"""Candidates that stand beside the clause they attribute: "according to X", "citing X", "as X put it", "reportedly"."""

from typing import Final

from spacy.tokens import Token

from extraction.attribution_frame import Frame
from extraction.layout import Layout, Stretch, is_word, subtree, without
from extraction.lexicons.cues import (
    HEDGES,
    INSERTED_CLASSES,
    SOURCE_PREPOSITIONS,
    TALKING_VERBS,
    VERB_CLASSES,
    CueClass,
)
from extraction.lexicons.sources import DOCUMENT_NOUNS, REPORTING_NOUNS
from extraction.source_phrases import find_source, is_speaking_noun, noun_phrase, with_name
from extraction.subjects import is_passive
from extraction.titles import is_role_noun
from extraction.verb_frames import find_content

_NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_OPENING: Final = 40  # tokens that the source of an opening "According to" may take
_WIDEST: Final = 400  # tokens of a clause whose parts are looked at
_CLIMB: Final = 12  # steps up the tree to a finite clause


def find_citing_frame(verb: Token, layout: Layout) -> Frame | None:
    """Return "AFP reported ..., citing officials": the one cited is the source of the clause around."""
    cited = next((c for c in verb.rights if c.dep_ in {"obj", "iobj"}), None)
    if cited is None or verb.dep_ not in {"advcl", "acl", "acl:relcl", "case"}:
        return None
    if not is_speaking_noun(cited) and cited.lemma_.lower() not in DOCUMENT_NOUNS:
        return None
    if any(child.dep_ in {"ccomp", "xcomp"} for child in verb.rights):
        return None
    start, end = noun_phrase(cited, avoid=verb.i)
    doc = layout.doc
    that = next((i for i in range(cited.i + 1, end) if doc[i].lower_ == "that" and doc[i - 1].text == ","), None)
    end = end if that is None else that - 1
    content = _cited_content(verb, that, (verb.i, end), layout)
    rule = "citing" if is_speaking_noun(cited) else "citing-document"
    return Frame(rule, verb.i, (verb.i,), (CueClass.SAY,), content, "object", (start, end), cited.i)


def _cited_content(verb: Token, that: int | None, hole: Stretch, layout: Layout) -> tuple[Stretch, ...]:
    """Return what a source is cited for: what the one who cites it reports, else the clause around."""
    reporter = verb.head
    if that is not None:  # "A reported, citing B, | that ..."
        return layout.pieces([(that, layout.sentence(that)[1])])
    if VERB_CLASSES.get(reporter.lemma_.lower(), ())[:1] == (CueClass.SAY,):
        source, head, _ = find_source(reporter, layout)
        reported = find_content(reporter, head, layout, (CueClass.SAY,))
        if source is not None and reported is not None and reported.kind in {"ccomp", "before"}:
            return layout.pieces(without_all(reported.stretches, hole))
    return clause_around(reporter, hole, layout)


def without_all(stretches: tuple[Stretch, ...], hole: Stretch) -> list[Stretch]:
    """Cut a hole out of every stretch."""
    return [piece for stretch in stretches for piece in without(stretch, [hole])]


def find_hedge_frame(word: Token, layout: Layout) -> Frame | None:
    """Return the clause around "reportedly", without the word."""
    content = clause_around(word.head, (word.i, word.i + 1), layout)
    return Frame(f"adverb-{word.lower_}", word.i, (word.i,), (HEDGES[word.lower_],), content, "none")


def find_as_frame(verb: Token, layout: Layout) -> Frame | None:
    """Return "as X put it" and "as stated in the report" with the clause around; None for another use of "as"."""
    doc = layout.doc
    mark = next((c for c in verb.lefts if c.dep_ in {"mark", "case"} and c.lower_ == "as"), None)
    classes = VERB_CLASSES.get(verb.lemma_.lower(), ())
    if (
        mark is None
        or verb.dep_ != "advcl"
        or verb.lemma_.lower() in TALKING_VERBS
        or not set(classes) & INSERTED_CLASSES
    ):
        return None
    passive = is_passive(verb)
    if any(c.dep_ in {"ccomp", "xcomp", "obj"} and c.lower_ != "it" for c in verb.rights):
        return None
    source, head, how = find_source(verb, layout)
    if not passive and (source is None or head is None or not mark.i < head):
        return None
    end = _end_of_as_clause(verb, layout)
    if passive and source is None:
        document = next((c for c in verb.rights if c.dep_ == "obl" and is_document(c) and c.i < end), None)
        if document is not None:
            source, head, how = noun_phrase(document, avoid=verb.i), document.i, "preposition"
    content = clause_around(verb.head, (mark.i, end), layout)
    opens = mark.i == layout.sentence(verb.i)[0] or not any(
        is_word(token) and token.pos_ not in {"CCONJ", "ADV"} for token in doc[layout.sentence(verb.i)[0] : mark.i][-8:]
    )
    if opens:
        content = layout.pieces([(end, layout.sentence(verb.i)[1])])
    rule = "as-passive" if passive else "as-active"
    put = next((c.i for c in verb.rights if c.lower_ == "it"), None)
    cue, classes = ((verb.i,), classes) if put is None else ((verb.i, put), (CueClass.SAY, *classes))
    return Frame(rule, verb.i, cue, classes, content, how, source, head)


def _end_of_as_clause(verb: Token, layout: Layout) -> int:
    """Return the token behind an "as" clause: the comma that closes it, or the end of what hangs on its verb."""
    doc = layout.doc
    low, high = verb.i + 1, layout.sentence(verb.i)[1]
    closing = next((i for i in range(low, min(high, low + _OPENING)) if doc[i].text in {",", "—", "–", "--"}), None)
    return min(verb.right_edge.i + 1, closing if closing is not None else high)


def is_document(noun: Token) -> bool:
    """Tell whether a noun names a text or figures that can be a source."""
    return bool({noun.lower_, noun.lemma_.lower()} & DOCUMENT_NOUNS)


def clause_around(head: Token, hole: Stretch, layout: Layout) -> tuple[Stretch, ...]:
    """Return the finite clause that a token belongs to, without a hole; the sentence where the tree gives none."""
    for _ in range(_CLIMB):
        if (
            head.head.i == head.i
            or head.pos_ in {"VERB", "AUX"}
            or any(c.dep_ in {"cop", "nsubj"} for c in head.children)
        ):
            break
        head = head.head
    apart = hole[0] > 0 and layout.doc[hole[0] - 1].text == ","
    for _ in range(_CLIMB):
        # Behind a comma it holds for all that is told of one subject: "killed three and left 25,000 homeless, according to X".
        shares = apart and head.dep_ == "conj" and not any(c.dep_.startswith("nsubj") for c in head.children)
        if not (shares or head.dep_ in {"xcomp", "acl", "advcl"}) or head.head.i == head.i:
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


def find_preposition_frame(token: Token, layout: Layout) -> Frame | None:
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
            content = clause_around(noun.head, (token.i, source[1]), layout)
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
