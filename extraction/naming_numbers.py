"""Numbers that name: years, flights, roads, houses, parts of names and codes."""

import re
from typing import Final

from spacy.tokens import Token

from extraction.candidates import HYPHENS, Candidate
from extraction.lexicons.nouns import ADDRESS_NOUNS, LABEL_NOUNS, unit_of_noun
from records import Qualifier, Unit

_YEARS: Final = range(1500, 2101)
_LONGEST_COUNT: Final = 12  # digits without grouping; longer ones are identifiers
_COMPASS: Final = frozenset("n. s. e. w. n s e w north south east west".split())
_LIST_MARKS: Final = frozenset({"and", "or", ",", "to", "-", "–", "&"})
_LABEL_VERBS: Final = frozenset({"ranked", "rank", "ranks", "seeded", "placed"})
_RUN: Final = re.compile(r"\d{1,3}\s?[-–]\s?\d{1,3}")  # "grades 6-8"


def is_year(eg: Candidate) -> bool:
    """Four bare digits of a plausible year, unless they stand before a plural noun that can be counted."""
    if not eg.is_plain_digits or len(eg.printed) != 4 or int(eg.printed) not in _YEARS:
        return False
    if eg.phrase.qualifier is Qualifier.RANGE:
        return True
    head, before = eg.counted.head, eg.before()
    if head is None or eg.counted.rule != "nummod":
        until = eg.phrase.qualifier is Qualifier.UP_TO and int(eg.printed) % 100 != 0  # "up to 2015"
        return until or eg.phrase.qualifier in {Qualifier.EXACT, Qualifier.APPROXIMATELY}
    plural = head.tag_ in {"NNS", "NNPS"} or head.lower_ in {"people", "personnel", "troops", "police"}
    if not plural or head.ent_type_ in {"ORG", "PERSON", "FAC"}:
        return True
    if eg.phrase.qualifier is not Qualifier.EXACT:
        return False
    dated = before is not None and before.lower_ in {
        "the",
        "this",
        "in",
        "since",
        "until",
        "from",
        "by",
        "during",
        "his",
        "her",
        "their",
        "’s",
        "'s",
    }
    countable = unit_of_noun(head.lemma_) in {Unit.PERSON, Unit.HOUSEHOLD, Unit.BUILDING, Unit.ANIMAL, Unit.VEHICLE}
    return dated and not countable


def is_label(eg: Candidate) -> bool:
    """A number behind a noun that it names: "Flight 370", "category 3", "posts 542 and 543", "Vostok 1", "day five"."""
    if eg.phrase.unit is not None or not (eg.phrase.qualifier is Qualifier.EXACT or _RUN.fullmatch(eg.printed)):
        return False
    if eg.counted.head is None and _is_listed_label(eg):
        return True
    before = eg.before()
    if before is None or not before.text[0].isalnum():
        if before is None or before.text not in {".", ":"} or eg.before(2) is None:
            return False
        return before.text == "." and eg.before(2).lower_ in {"no", "nos"}  # type: ignore[union-attr]
    if not (eg.printed.isdigit() or eg.printed.isalpha() or _RUN.fullmatch(eg.printed)):
        return False
    small = eg.phrase.low is not None and eg.phrase.low < 1000
    if _is_label_noun(before) and before.tag_ != "NNS" and (small or eg.counted.head is None):
        return not (
            before.lower_ in {"number", "day", "year", "week"} and eg.counted.head is not None and eg.printed.isalpha()
        )
    if (
        _is_label_noun(before)
        and before.tag_ == "NNS"
        and eg.counted.head is None
        and (eg.printed.isdigit() or _RUN.fullmatch(eg.printed))
    ):
        return True
    named = before.pos_ == "PROPN" and before.ent_type_ not in {"GPE", "LOC", "NORP"} and eg.printed.isdigit()
    if not (named and small):
        return False
    head = eg.counted.head
    return head is None or head.pos_ == "PROPN" or head.tag_ == "NN"


def _is_listed_label(eg: Candidate) -> bool:
    """Tell whether a number goes on a list of names: "posts 542 and 543", "grades 6-8", "such routes as U.S. 54, 56 and 400"."""
    index = eg.first - 1
    while index > eg.sentence.start and (eg.doc[index].like_num or eg.doc[index].lower_ in _LIST_MARKS):
        index -= 1
    opener = eg.doc[index]
    numbered = index < eg.first - 1 and eg.doc[index + 1].like_num
    if opener.lower_ == "u.s.":  # a highway of the United States
        return eg.printed.isdigit()
    return numbered and _is_label_noun(opener)


def _is_label_noun(token: Token) -> bool:
    if token.pos_ == "VERB":
        return token.lower_ in _LABEL_VERBS  # not "counted 312 bodies"
    return token.lower_.rstrip(".") in LABEL_NOUNS or token.lemma_.lower() in LABEL_NOUNS


def is_name_part(eg: Candidate) -> bool:
    """A number inside a name ("Lost 52 Project"), or before the name of a street."""
    token = eg.counted.number
    if token.ent_type_ in {"ORG", "PERSON", "FAC", "GPE", "LOC"} and eg.phrase.unit is None:
        inside = token.ent_iob_ == "I"
        following = eg.behind()
        opens = (
            token.ent_iob_ == "B" and following is not None and following.ent_iob_ == "I" and token.text[0].isupper()
        )
        if inside or (opens and not token.is_sent_start):
            return True
    return eg.printed.isdigit() and (_opens_address(eg) or _stands_before_name(eg))


def _stands_before_name(eg: Candidate) -> bool:
    """Tell whether a name in the singular follows, which nobody counts: "of 1 Carrowclough", "the 700 block of Knox Road"."""
    head = eg.counted.head
    if head is None or eg.counted.rule != "nummod" or eg.phrase.qualifier is not Qualifier.EXACT:
        return False
    if head.lemma_.lower() == "block" and head.i + 2 < len(eg.doc) and head.nbor().lower_ == "of":
        return head.nbor(2).pos_ == "PROPN"
    named = head.tag_ == "NNP" and head.pos_ == "PROPN" and head.ent_type_ != "NORP" and not head.lower_.endswith("s")
    return named and head.i == eg.after and unit_of_noun(head.lemma_) is None and not head.text.isupper()


def _opens_address(eg: Candidate) -> bool:
    """Tell whether the name of a street follows: "619 Waddell Avenue", "85 S. Main St."."""
    for token in eg.doc[eg.after : min(eg.sentence.end, eg.after + 5)]:
        if not token.text[0].isupper() and token.lower_ not in _COMPASS and token.tag_ != "POS":
            return False
        if token.lower_.rstrip(".") in ADDRESS_NOUNS and token.i > eg.after:
            return True
    return False


def is_code(eg: Candidate) -> bool:
    """Tell whether digits are a code or a calibre: a nought or a point before them, and nothing that they measure."""
    printed = eg.printed
    if eg.phrase.unit is not None:
        return False
    if printed.isdigit() and (len(printed) >= _LONGEST_COUNT or (len(printed) > 1 and printed[0] == "0")):
        return True
    return printed.startswith(".") or _hangs_on_word(eg)


def _hangs_on_word(eg: Candidate) -> bool:
    """Tell whether a number word ends a compound: "high-five"."""
    hyphen, word = eg.before(), eg.before(2)
    if hyphen is None or word is None or hyphen.text not in HYPHENS or hyphen.whitespace_ or word.whitespace_:
        return False
    return eg.printed.isalpha() and word.is_alpha and not word.like_num
