"""Who does what a verb says: its subject, its agent, or the subject that it shares with another verb."""

from typing import Final

from spacy.tokens import Token

from extraction.layout import Layout, has_case
from extraction.lexicons.cues import LIGHT_VERBS, VERB_CLASSES, CueClass
from extraction.lexicons.sources import DOCUMENT_NOUNS

SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
_NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_SHARED: Final = frozenset({"conj", "xcomp", "advcl", "ccomp", "acl", "acl:relcl", "parataxis", "csubj", "nmod", "obl"})
_QUOTING: Final = frozenset(["quote", "cite"])
_AS: Final = frozenset(["as"])
_BY: Final = frozenset(["by"])
_CONTROL: Final = frozenset({CueClass.DEMAND, CueClass.JUDGE, CueClass.CALL})
_SPEECH: Final = frozenset({CueClass.SAY, CueClass.CLAIM, CueClass.CONFIRM, CueClass.DENY})
_SHORT: Final = 5
_DEEPEST: Final = 6  # steps up the tree to a shared subject


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive, also as a bare participle ("factors cited for", "pending and expected")."""
    children = [child.dep_ for child in verb.children]
    if "aux:pass" in children or "nsubj:pass" in children:
        return True
    if verb.tag_ != "VBN" or "aux" in children or "nsubj" in children or _is_report(verb):
        return False
    if verb.dep_ == "conj":
        return not any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.head.children)
    return verb.dep_ in {"acl", "advcl", "amod", "ROOT"}


def find_agent(verb: Token) -> Token | None:
    """Return the noun behind "by" of a passive verb."""
    return next((c for c in verb.rights if c.dep_ == "obl:agent" or (c.dep_ == "obl" and has_case(c, _BY))), None)


def _is_report(verb: Token) -> bool:
    """Tell whether a participle is the past tense of ", stated Minister X", which a tagger takes for a passive."""
    if verb.i == 0 or verb.i + 1 >= len(verb.doc) or verb.nbor(-1).text != ",":
        return False
    classes = VERB_CLASSES.get(verb.lemma_.lower(), ())
    if not classes or classes[0] not in {CueClass.SAY, CueClass.CLAIM} or verb.nbor().pos_ not in {"PROPN", "NOUN"}:
        return False
    named = verb.dep_ == "amod" and verb.head.i > verb.i and verb.head.ent_type_ == "PERSON"
    return named or any(c.i > verb.i and c.pos_ in _NOUNS for c in verb.children)


def find_subject(verb: Token) -> Token | None:
    """Return the subject of a verb, the nearest before it where a parser gives several."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.lower_ != "there"]
    before = [c for c in subjects if c.i < verb.i]
    return before[-1] if before else next(iter(subjects), None)


def find_shared_subject(verb: Token, layout: Layout) -> tuple[Token | None, str]:
    """Go up from a verb without a subject to the one that it shares: conjuncts, participles, infinitives."""
    speaker = _reporting_subject(verb, layout)
    if speaker is not None:
        return speaker, "report"
    inside = layout.quote_at(verb.i)
    node = verb
    for _ in range(_DEEPEST):
        head = node.head
        if node.dep_ not in _SHARED or head.i == node.i:
            return None, "none"
        apart = any(token.text == "," for token in layout.doc[head.i + 1 : node.i][-_SHORT:])
        if node.dep_ in {"acl", "acl:relcl"} and head.pos_ in _NOUNS and head.i < verb.i and not apart:
            return find_issuer(head, layout) or (head, "noun")
        controller = _controller(node, verb)
        if controller is not None:
            return controller, "object" if node.dep_ == "xcomp" else "shared"
        subject = find_subject(head)
        if subject is not None and subject.i != node.i and layout.quote_at(subject.i) == inside:
            # "Citing the drought, the mayor said ...": the subject of an opening participle follows it.
            opens = node.i == verb.i and node.dep_ == "advcl" and head.i > node.i and verb.tag_ in {"VBG", "VBN"}
            if subject.i < verb.i or opens:
                return subject, "shared"
        node = head
    return None, "none"


def _controller(node: Token, verb: Token) -> Token | None:
    """Return who does what a verb says though he is not the subject of its head: an object, or the agent of a passive."""
    head = node.head
    if node.dep_ == "xcomp" and set(VERB_CLASSES.get(head.lemma_.lower(), ())) & _CONTROL:
        return next((c for c in head.rights if c.dep_ in {"obj", "iobj"} and c.i < verb.i), None)
    if node.dep_ == "advcl" and head.lemma_.lower() in _QUOTING and has_case(node, _AS):  # "A quoted B as saying"
        return next((c for c in head.rights if c.dep_ == "obj" and c.i < verb.i), None)
    if node.dep_ in {"advcl", "conj"} and is_passive(head):
        agent = find_agent(head)
        return agent if agent is not None and agent.i < verb.i else None
    return None


def _reporting_subject(verb: Token, layout: Layout) -> Token | None:
    """Return the speaker of the report that a verb goes on with, where a parser has joined it to what is reported.

    "X said the wells failed, | adding that ..." and "X said the wells had failed and | warned that ...": a participle
    behind a comma, or a second finite verb of speech in the tense of the first.
    """
    first = VERB_CLASSES.get(verb.lemma_.lower(), ())[:1]
    participle = verb.tag_ == "VBG" and verb.dep_ == "advcl" and _follows_comma(verb)
    joined = verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ"}
    if not first or not (participle or (joined and first[0] in _SPEECH)):
        return None
    node = verb
    for _ in range(_DEEPEST):
        head = node.head
        if head.i == node.i or head.i > verb.i:
            return None
        speaks = VERB_CLASSES.get(head.lemma_.lower(), ())[:1]
        if node.dep_ == "ccomp" and node.i != verb.i and speaks and speaks[0] in _SPEECH:
            subject = find_subject(head)
            agrees = participle or verb.tag_ == head.tag_
            same = subject is not None and layout.quote_at(subject.i) == layout.quote_at(verb.i)
            return subject if agrees and same else None
        node = head
    return None


def _follows_comma(verb: Token) -> bool:
    start = verb.i
    while start > 0 and verb.nbor(start - verb.i - 1).pos_ == "ADV":
        start -= 1
    return start > 0 and verb.nbor(start - verb.i - 1).text == ","


def find_issuer(noun: Token, layout: Layout) -> tuple[Token, str] | None:
    """Return who made the document of "X issued a statement saying"."""
    head = noun.head
    if noun.lemma_.lower() not in DOCUMENT_NOUNS or noun.dep_ != "obj" or head.lemma_.lower() not in LIGHT_VERBS:
        return None
    subject = find_subject(head)
    if subject is None or layout.quote_at(subject.i) != layout.quote_at(noun.i):
        return None
    return subject, "issuer"
