"""Tell numbers that count from numbers that name, date or describe, by the sentence around them.

Each rule is a function from the phrase and what it counts to a verdict; NON_COUNTS lists them in order. The rules follow the
codebook (docs/codebook.md, "What is a claim").
"""

from collections.abc import Callable
from typing import Final

from spacy.tokens import Token

from extraction.candidates import Candidate
from extraction.describing_numbers import is_age, is_scale_reading, measures_time, only_describes
from extraction.naming_numbers import is_code, is_label, is_name_part, is_year
from extraction.sentences import is_parsed
from records import Qualifier, Unit

_SAYING: Final = frozenset(
    "say tell note add report ask think believe write explain argue claim suggest warn recall".split()
)
_SHARE_RIGHT: Final = frozenset("of the those all its his her their our these".split())
_DISCOURSE: Final = frozenset(
    "side way hand point thing kind such reason example another case instance problem issue question requirement concern factor idea".split()
)
_AFTER_PRONOUN: Final = frozenset("of another day ’s 's time thing who that such more".split())


def is_pronoun(eg: Candidate) -> bool:
    """Tell whether "one" stands for a noun or a name: "no one", "one of them", "the current one", "reportedly one Vijayaragavan"."""
    if eg.printed.lower() != "one":
        return False
    before, following, head = eg.before(), eg.behind(), eg.counted.head
    if before is not None and (
        before.lower_
        in {"no", "no-", "any", "every", "some", "the", "this", "that", "which", "each", "first", "other", "-"}
        or before.pos_ == "ADJ"
    ):
        return True
    if following is not None and following.lower_ in _AFTER_PRONOUN:
        partitive = following.lower_ == "of" and before is not None and before.lower_ in {"but", "than"}
        additive = following.lower_ == "more" and head is not None
        return not (partitive or additive)  # "all but one of them", "one more case" count
    if head is None:
        return not _lists_counts(eg)
    if _stands_for_article(eg, head):
        return True
    if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
        return True
    if following is not None and following.text == "-":
        return True
    return head.lemma_.lower() in _DISCOURSE and eg.phrase.qualifier is Qualifier.EXACT


def _stands_for_article(eg: Candidate, head: Token) -> bool:
    """Tell whether "one" says "a": "one official said", "according to one study"."""
    first, second = eg.before(2), eg.before()
    if first is not None and second is not None and (first.lower_, second.lower_) == ("according", "to"):
        return True
    says = head.head.lemma_.lower() in _SAYING and head.dep_ == "nsubj"
    return eg.phrase.qualifier is Qualifier.EXACT and is_parsed(eg.doc, head.i) and says


def _lists_counts(eg: Candidate) -> bool:
    """Tell whether another count stands earlier in the sentence, so that a bare "one" can be a member of the list."""
    sentence = eg.sentence
    return any(
        (token.like_num and token.lower_ != "one") or token.lower_ == "one"
        for token in eg.doc[sentence.start : eg.first]
    )


def is_ordinal(eg: Candidate) -> bool:
    """Tell whether a fraction is an ordinal or an adjective: "a third goal", "a fourth from Germany", "a quarter final", "half empty": no share of anything."""
    if eg.phrase.kind != "fraction" or eg.phrase.rule == "ratio":
        return False
    following, words = eg.behind(), eg.printed.lower().split()
    if words[0] not in {"a", "an", "half", "one"} or eg.phrase.unit is not Unit.PERCENT:
        return False
    of = following is not None and following.lower_ in _SHARE_RIGHT
    if words == ["half"]:
        before = eg.before()
        if of or following is None or following.is_punct or following.pos_ in {"AUX", "VERB", "ADP", "CCONJ", "NUM"}:
            return False
        if before is not None and (before.dep_ == "nmod:poss" or before.lower_ == "by"):
            return False
        return following.tag_ not in {"NNS", "RB"} and following.lower_ != "as"
    if of:
        return following is not None and following.lower_ != "of"
    before = eg.before()
    led = before is not None and before.lower_ in {"by", "than", "to", "only"}
    return eg.phrase.qualifier is Qualifier.EXACT and not led


def is_nought(eg: Candidate) -> bool:
    """Tell whether "zero" is a point on a scale: "rates near zero"."""
    return eg.printed.lower() == "zero" and eg.counted.head is None and eg.phrase.unit is None


def is_result(eg: Candidate) -> bool:
    """Tell whether "scores" are results, not a vague number: "their test scores", "different scores"."""
    before = eg.before()
    if eg.printed.lower() != "scores" or before is None:
        return False
    return before.pos_ in {"ADJ", "NOUN", "PROPN", "DET"} or before.dep_ == "nmod:poss"


def is_caption_number(eg: Candidate) -> bool:
    """A figure of speech or a discourse count: "two things:", "on the one hand", "for one"."""
    head = eg.counted.head
    return head is not None and head.lemma_.lower() == "thing" and eg.phrase.qualifier is Qualifier.EXACT


NON_COUNTS: Final[tuple[tuple[str, Callable[[Candidate], bool]], ...]] = (
    ("year", is_year),
    ("label", is_label),
    ("name", is_name_part),
    ("pronoun", is_pronoun),
    ("age", is_age),
    ("ordinal", is_ordinal),
    ("time", measures_time),
    ("description", only_describes),
    ("scale", is_scale_reading),
    ("code", is_code),
    ("result", is_result),
    ("nought", is_nought),
    ("discourse", is_caption_number),
)


def find_reason(candidate: Candidate) -> str | None:
    """Return the name of the rule by which a number counts nothing; None when it counts."""
    return next((name for name, rule in NON_COUNTS if rule(candidate)), None)
