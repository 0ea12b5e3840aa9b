"""The noun phrase that a cue has for its source, by the parse, and by word order where the parse gives none."""

from typing import Final

from spacy.tokens import Doc, Token

from extraction.layout import Layout, Stretch, is_word, subtree
from extraction.lexicons.cues import TELLING_VERBS, VERB_CLASSES
from extraction.lexicons.sources import BODY_NOUNS, CALENDAR_WORDS, MEDIA_NOUNS, PERSON_NOUNS
from extraction.subjects import SUBJECTS, find_agent, find_issuer, find_shared_subject, find_subject, is_passive
from extraction.titles import is_role_noun

_NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_PHRASE: Final = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "X"})
_RELATIVES: Final = frozenset(["who", "which", "that", "whom"])
_OPENING_MARKS: Final = frozenset(['"', "\u201c", "\u2018"])
_CLOSING: Final = frozenset([")", '"', "”"])
_LONGEST: Final = 40  # tokens that a source before its cue may take
_SHORT: Final = 5


def find_source(verb: Token, layout: Layout) -> tuple[Stretch | None, int | None, str]:
    """Return a cue verb's source, its head noun, and how it was found: subject, agent, inverted, shared, object, ...

    (None, None, how) when the verb has none: passives without agent, and verbs whose subject the text leaves out.
    """
    stretch, head, how = _find_phrase(verb, layout)
    if stretch is None or head is None:
        return None, None, how
    start, end = with_name(_without_case(stretch, layout), head, layout)
    return (start, max(head + 1, min(end, verb.i)) if head < verb.i else end), head, how


def _find_phrase(verb: Token, layout: Layout) -> tuple[Stretch | None, int | None, str]:
    if is_passive(verb):
        agent = find_agent(verb)
        return (None, None, "passive") if agent is None else (noun_phrase(agent, avoid=verb.i), agent.i, "agent")
    subject = find_subject(verb)
    low = layout.sentence(verb.i)[0]
    if subject is not None and subject.i >= low and layout.quote_at(subject.i) == layout.quote_at(verb.i):
        (start, end), head = _phrase_of(subject, verb, layout)
        start = _with_title(start, verb)
        return _completed((max(start, low) if head >= low else start, end), verb, layout), head, "subject"
    if _closes_content(verb, layout):
        inverted = _inverted(verb, layout)
        if inverted is not None:
            return *inverted, "inverted"
    if _is_finite(verb):
        before = _noun_before(verb, layout)
        if before is not None:
            return *before, "before"
    noun, how = find_shared_subject(verb, layout)
    return (None, None, how) if noun is None else (*_phrase_of(noun, verb, layout), how)


def with_name(stretch: Stretch, head: int, layout: Layout) -> Stretch:
    """Add the name that follows a title and that a parser has cut off: "study co-author | X of Y", "his father, | X"."""
    doc = layout.doc
    start, end = stretch
    if doc[head].ent_type_ == "PERSON" or not (is_role_noun(doc[head]) or doc[head].lower_ in PERSON_NOUNS):
        return stretch
    index = end
    while index < len(doc) and index - end < _SHORT and (doc[index].text == "," or is_role_noun(doc[index])):
        index += 1
    if index >= len(doc) or doc[index].ent_type_ != "PERSON" or layout.quote_at(index) != layout.quote_at(head):
        return stretch
    stop = index
    while stop < len(doc) and doc[stop].ent_type_ == "PERSON" and (stop == index or doc[stop].ent_iob_ == "I"):
        stop += 1
    return start, stop


def _without_case(stretch: Stretch, layout: Layout) -> Stretch:
    start, end = stretch
    return start + (layout.doc[start].lower_ == "by" and end - start > 1), end


def is_speaking_noun(token: Token) -> bool:
    """Tell whether a noun names or describes one who can be quoted: a person, a body, a medium."""
    words = {token.lower_, token.lemma_.lower()}
    return token.ent_type_ in {"PERSON", "ORG"} or bool(words & (PERSON_NOUNS | BODY_NOUNS | MEDIA_NOUNS))


def noun_phrase(noun: Token, *, avoid: int) -> Stretch:
    """Return the noun phrase of a token, without outer punctuation, cut back before or after the token `avoid`."""
    start, end = subtree(noun)
    if start <= avoid < end:
        start, end = (start, avoid) if avoid > noun.i else (avoid + 1, end)
    return _whole_name(noun.doc, _first_of_phrase(noun, start), _end_of_phrase(noun, end))


def _first_of_phrase(noun: Token, start: int) -> int:
    """Drop what stands before a noun phrase: prepositions, marks, and a clause that a parser hangs on the noun."""
    doc = noun.doc
    while start < noun.i and doc[start].dep_ == "case" and doc[start].head.i == noun.i:
        start += 1
    while (
        start < noun.i
        and (not is_word(doc[start]) or doc[start].dep_ == "cc")
        and doc[start].text not in _OPENING_MARKS
    ):
        start += 1
    for index in range(noun.i - 1, max(start, noun.i - _LONGEST), -1):
        # "raised by residents, the council"
        if doc[index].text == "," and any(token.pos_ == "VERB" for token in doc[start:index]):
            return index + 1
    return start


def _end_of_phrase(noun: Token, end: int) -> int:
    """Drop what stands behind a noun phrase: clauses, marks, and when something was said ("authorities in October")."""
    doc = noun.doc
    for child in noun.rights:
        # What a parser hangs on a subject across a finite clause is mostly the clause itself.
        if child.dep_ in {"parataxis", "ccomp"} and child.left_edge.i < end:
            end = min(end, max(noun.i + 1, child.left_edge.i))
    while end > noun.i + 1 and not is_word(doc[end - 1]) and doc[end - 1].text not in _CLOSING:
        end -= 1
    for index in range(noun.i + 1, min(end - 1, noun.i + _LONGEST)):
        if doc[index].pos_ == "ADP" and doc[index + 1].lower_ in CALENDAR_WORDS:
            return index
    return end


def _whole_name(doc: Doc, start: int, end: int) -> Stretch:
    """Widen a phrase to the whole of the names that it cuts into."""
    while start > 0 and doc[start].ent_iob_ == "I" and doc[start - 1].ent_type_:
        start -= 1
    return start, end


def _phrase_of(noun: Token, verb: Token, layout: Layout) -> tuple[Stretch, int]:
    """Return the phrase of a subject; with a relative pronoun, the phrase of what it stands for up to the pronoun.

    Who issued the document is meant by "X released a statement which said".
    """
    if noun.lower_ in _RELATIVES and noun.i < verb.i:
        clause = verb
        while clause.dep_ in {"conj", "xcomp", "ccomp", "advcl"} and clause.head.i > noun.i:
            clause = clause.head
        if clause.dep_.startswith("acl") and clause.head.pos_ in _NOUNS and clause.head.i < noun.i:
            issuer = find_issuer(clause.head, layout)
            if issuer is not None:
                return noun_phrase(issuer[0], avoid=clause.head.i), issuer[0].i
            start, _ = noun_phrase(clause.head, avoid=noun.i)
            return (start, noun.i + 1), clause.head.i
        return (noun.i, noun.i + 1), noun.i
    return noun_phrase(noun, avoid=verb.i), noun.i


def _with_title(start: int, verb: Token) -> int:
    """Add the title that a parser made a second subject, right before the name: "Harbour coach | X said"."""
    for child in reversed(list(verb.lefts)):
        if child.dep_ in SUBJECTS and child.right_edge.i + 1 == start and child.pos_ in {"NOUN", "PROPN"}:
            start = child.left_edge.i
            while start < child.i and not is_word(verb.doc[start]):
                start += 1
    return start


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(child.dep_ == "aux" for child in verb.lefts)


def _completed(stretch: Stretch, verb: Token, layout: Layout) -> Stretch:
    """Add the nouns that a parser left between a subject and its verb: "Co-author" of "Co-author X said"."""
    doc = layout.doc
    end = verb.i
    while end > 0 and (doc[end - 1].pos_ in {"ADV", "AUX", "PART"} or doc[end - 1].dep_ == "aux"):
        end -= 1
    between = doc[stretch[1] : end]
    if 0 < len(between) <= _SHORT and all(token.pos_ in {"NOUN", "PROPN"} for token in between):
        return stretch[0], end
    return stretch


def _closes_content(verb: Token, layout: Layout) -> bool:
    """Tell whether a verb stands behind a quotation or clause, or opens its sentence, so that its subject may follow."""
    doc = layout.doc
    low = max(layout.sentence(verb.i)[0], layout.line(verb.i)[0])
    if verb.i == low:
        return True
    before = doc[verb.i - 1]
    if before.text == ",":
        if verb.i - 2 >= 0 and layout.quote_at(verb.i - 2) != layout.quote_at(verb.i):
            return True
        return verb.lemma_ not in TELLING_VERBS and any(
            token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in doc[max(low, verb.i - _LONGEST) : verb.i]
        )
    return layout.quote_at(verb.i - 1) != layout.quote_at(verb.i)


def _inverted(verb: Token, layout: Layout) -> tuple[Stretch, int] | None:
    """Return the noun after a cue verb that stands behind its content, or opens a sentence: '"...", said X'."""
    doc = layout.doc
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or verb.lemma_.lower() not in VERB_CLASSES:
        return None
    opens = verb.i == layout.sentence(verb.i)[0] or verb.i == layout.line(verb.i)[0]
    if not opens and doc[verb.i - 1].text not in {",", '"', "”", "’", "'", "—", "–", ";"}:
        return None
    start = verb.i + 1
    if start >= len(doc) or doc[start].pos_ not in _PHRASE or doc[start].lower_ in {"that", "this"}:
        return None
    if layout.quote_at(start) is not None and layout.quote_at(verb.i) is None:
        return None
    stop = min(layout.sentence(verb.i)[1], start + _LONGEST)
    end = start
    while end < stop and (
        doc[end].pos_ in _PHRASE or doc[end].lower_ in {"of", "'s", "’s", "-", "and"} or doc[end].ent_iob_ == "I"
    ):
        end += 1
    heads = [index for index in range(start, end) if doc[index].pos_ in _NOUNS]
    if not heads:
        return None
    child = next((c for c in verb.rights if c.i in heads), doc[heads[0]])
    if (
        child.dep_ in {"nsubj", "obj", "obl:unmarked", "dep", "iobj", "ccomp", "xcomp", "parataxis"}
        and child.head.i == verb.i
    ):
        low, high = noun_phrase(child, avoid=verb.i)
        quote = layout.quote_starting_in(low, high)
        return (low, min(high, layout.stretches[quote][0]) if quote is not None else high), child.i
    return (start, end), child.i


def _reach_back(verb: Token, end: int, layout: Layout) -> int:
    """Return the first token that the phrase before a verb may take: of "The wells failed, the figures show." one comma back."""
    low = max(layout.sentence(verb.i)[0], layout.line(verb.i)[0], end - _LONGEST)
    if not _closes_sentence(verb, layout):
        return low
    return next((index + 1 for index in range(end - 2, low, -1) if layout.doc[index].text == ","), low)


def _closes_sentence(verb: Token, layout: Layout) -> bool:
    """Tell whether nothing but the time of speaking follows a verb."""
    doc = layout.doc
    end = min(layout.sentence(verb.i)[1], layout.line(verb.i)[1])
    behind = [token for token in doc[verb.i + 1 : min(end, verb.i + _SHORT)] if is_word(token)]
    return end - verb.i <= _SHORT and all(t.lower_ in CALENDAR_WORDS or t.pos_ in {"ADP", "ADV"} for t in behind)


def _noun_before(verb: Token, layout: Layout) -> tuple[Stretch, int] | None:
    """Return the words between the start of the clause and a finite verb: "On Friday, X, the head of Y, said"."""
    doc = layout.doc
    end = verb.i
    while end > 0 and (doc[end - 1].pos_ in {"ADV", "AUX", "PART"} or doc[end - 1].dep_ == "aux"):
        end -= 1
    if end > 0 and doc[end - 1].pos_ in {"CCONJ", "SCONJ", "ADP"}:
        return None
    low = _reach_back(verb, end, layout)
    inside = layout.quote_at(verb.i)
    start = end
    while start > low and doc[start - 1].pos_ not in {"VERB", "AUX", "SCONJ"} and layout.quote_at(start - 1) == inside:
        if doc[start - 1].text in {";", ":", "—", "–", "\n"}:
            break
        start -= 1
    while start < end and (doc[start].pos_ in {"CCONJ", "ADV", "PUNCT"} or not is_word(doc[start])):
        start += 1
    while start < end and doc[start].pos_ == "ADP":  # "On Friday, ...": the phrase before the comma is an adverbial
        comma = next((index for index in range(start, end) if doc[index].text == ","), None)
        if comma is None or comma + 1 >= end:
            return None
        start = comma + 1
    while end > start and not is_word(doc[end - 1]) and doc[end - 1].text not in _CLOSING:
        end -= 1
    heads = [index for index in range(start, end) if doc[index].pos_ in _NOUNS]
    if not heads:
        return None
    stop = next((index for index in range(start, end) if doc[index].text == "," or doc[index].pos_ == "ADP"), end)
    head = next((index for index in reversed(heads) if index < stop), heads[0])
    return (start, end), head
