"""Tell whether a fact is stated as having happened: actual, negated, future or hypothetical, with the word that says so."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from extraction.lemmas import lemma_of
from extraction.sentences import is_parsed
from records import Modality

_FUTURE_AUX: Final = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_POSSIBLE_AUX: Final = frozenset({"may", "might", "could"})
_NEGATION: Final = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "without"})
# Governing verbs whose complement lies ahead.
_FUTURE_VERBS: Final = frozenset(
    "expect plan intend aim schedule agree vow promise propose hope want seek prepare set urge ask call demand offer forecast predict "
    "project threaten order decide commit anticipate need require request".split()
)
_FUTURE_ADJECTIVES: Final = frozenset("due set scheduled likely ready expected".split())
_FUTURE_NOUNS: Final = frozenset(
    "plan goal target proposal intention aim bid effort attempt scheme appeal fund programme campaign".split()
)
_POSSIBLE_VERBS: Final = frozenset("risk fear".split())
_NEGATING_VERBS: Final = frozenset(
    "deny reject prevent avoid avert fail refuse block thwart foil abandon scrap cancel halt".split()
)
_REPORTS: Final = frozenset("report claim allegation accusation rumour rumor suggestion assertion statement".split())
_CONDITIONS: Final = frozenset({"if", "unless", "whether", "should"})
_HEDGES: Final = frozenset("possibly perhaps maybe potentially potential possible unconfirmed hypothetical".split())
_UP: Final = frozenset({"xcomp", "advcl", "acl", "ccomp", "conj", "acl:relcl", "parataxis", "csubj", "csubj:pass"})
_STEPS: Final = 4

Found = tuple[Modality, Token | None, str]


def find_modality(
    counted: Counted, trigger: Token | None, governor: Token | None, sentence: Span
) -> tuple[Modality, Token | None, str]:
    """Return the modality of a fact, the token that says so (None for what is plainly actual) and the rule."""
    doc = sentence.doc
    first = counted.root.i
    before = [doc[index].lower_ for index in range(max(sentence.start, first - 3), first)]
    if before[-2:] == ["all", "but"]:
        return Modality.NEGATED, doc[first - 1], "all-but"
    if before[-2:] == ["not", "a"] or before[-1:] == ["not"]:
        return Modality.NEGATED, doc[first - len(before) + before.index("not")], "not-one"
    if before[-2:] == ["not", "even"] or before[-1:] == ["no"]:
        return Modality.NEGATED, doc[first - 2 if before[-1] == "even" else first - 1], "not-even"
    verb = trigger if trigger is not None and trigger.pos_ in {"VERB", "AUX"} else governor
    if verb is None or not is_parsed(doc, verb.i):
        return Modality.ACTUAL, None, "no verb"
    for clause, dependent in _clauses(verb):
        found = _clause_modality(clause, dependent, counted)
        if found is not None:
            return found
    return Modality.ACTUAL, None, "plain"


def _clauses(verb: Token) -> Iterator[tuple[Token, Token | None]]:
    """Yield the clause of a verb and those that govern it, each with the dependent by which it was reached."""
    dependent: Token | None = None
    for _ in range(_STEPS):
        yield verb, dependent
        if verb.dep_ not in _UP or verb.head.i == verb.i:
            return
        if verb.dep_ in {"acl:relcl", "parataxis"}:
            return
        verb, dependent = verb.head, verb


def _clause_modality(clause: Token, dependent: Token | None, counted: Counted) -> Found | None:
    """Return what one clause says: its own auxiliaries and adverbs, or its verb about the complement it governs."""
    if dependent is None or dependent.dep_ == "xcomp":
        negation = _find_negation(clause, counted)
        if negation is not None:
            return negation
    purpose = (
        dependent is not None and dependent.dep_ == "advcl" and _is_infinitive(dependent)
    )  # "will lend $5m to rebuild"
    if dependent is None or purpose or dependent.dep_ in {"xcomp", "conj"}:
        own = next(filter(None, (_marked(child, clause) for child in clause.children)), None)
        if own is not None:
            return own
        if _is_infinitive(clause) and any(_is_present_be(child) for child in clause.children):
            return Modality.FUTURE, clause, "be-to"
    return None if dependent is None else _governed(clause, dependent)


def _find_negation(clause: Token, counted: Counted) -> Found | None:
    for child in clause.children:
        before = child.i < max(clause.i, counted.root.i)
        if child.lower_ in _NEGATION and before and child.dep_ in {"advmod", "neg", "det", "cc:preconj", "aux"}:
            return Modality.NEGATED, child, "negation"
    return None


def _marked(child: Token, clause: Token) -> Found | None:
    """Return what an auxiliary, a conjunction or an adverb says of its clause."""
    lower = child.lower_
    if child.dep_.startswith("aux") and lower in _FUTURE_AUX:
        return Modality.FUTURE, child, "auxiliary"
    if child.dep_.startswith("aux") and lower in _POSSIBLE_AUX:
        return Modality.HYPOTHETICAL, child, "auxiliary"
    if child.dep_.startswith("aux") and lower in {"would", "'d", "’d"}:
        unreal = _is_perfect(clause) or _is_conditional(clause)
        return (Modality.HYPOTHETICAL if unreal else Modality.FUTURE), child, "would"
    if child.dep_ == "mark" and lower in _CONDITIONS:
        return Modality.HYPOTHETICAL, child, "condition"
    if child.dep_ == "advmod" and lower in _HEDGES:
        return Modality.HYPOTHETICAL, child, "hedge"
    return None


def _is_present_be(child: Token) -> bool:
    return child.dep_ in {"cop", "aux"} and lemma_of(child) == "be" and child.tag_ in {"VBZ", "VBP"}


def _governed(clause: Token, dependent: Token) -> Found | None:
    """Return what a verb or noun says of the complement it governs: "expected to return", "a plan to feed"."""
    lemma = lemma_of(clause)
    if dependent.dep_ in {"xcomp", "ccomp", "advcl", "acl", "csubj", "csubj:pass"} and _is_infinitive(dependent):
        if clause.pos_ == "NOUN" and lemma in _FUTURE_NOUNS:
            return Modality.FUTURE, clause, "plan"
        if lemma in _FUTURE_VERBS or lemma in _FUTURE_ADJECTIVES:
            return Modality.FUTURE, clause, "expectation"
        if lemma == "be" and clause.tag_ in {"VBZ", "VBP"} and dependent.dep_ in {"xcomp", "ccomp"}:
            return Modality.FUTURE, clause, "be-to"
    if lemma in _NEGATING_VERBS and dependent.dep_ in {"xcomp", "ccomp"}:
        return Modality.NEGATED, clause, "refusal"
    if clause.pos_ == "NOUN" and lemma in _REPORTS and dependent.dep_ in {"acl", "ccomp"}:
        verb = clause.head
        if clause.dep_ == "obj" and lemma_of(verb) in _NEGATING_VERBS:
            return Modality.NEGATED, verb, "refusal"
    if lemma in _POSSIBLE_VERBS and dependent.dep_ == "xcomp":
        return Modality.HYPOTHETICAL, clause, "risk"
    return None


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.i < verb.i for child in verb.children) or (
        verb.tag_ == "VB" and verb.i > 0 and verb.nbor(-1).lower_ == "to"
    )


def _is_perfect(verb: Token) -> bool:
    return any(child.lemma_ == "have" and child.dep_.startswith("aux") for child in verb.children)


def _is_conditional(verb: Token) -> bool:
    """Tell whether an if-clause depends on a verb."""
    return any(
        child.dep_ == "advcl" and any(mark.lower_ in _CONDITIONS and mark.dep_ == "mark" for mark in child.children)
        for child in verb.children
    )
