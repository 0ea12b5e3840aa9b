"""Tell numbers that count from numbers that name, date or describe, by the sentence around them.

Each rule is a function from the phrase and what it counts to a verdict; NON_COUNTS lists them in order. The rules follow the
codebook (docs/codebook.md, "What is a claim").
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.counted import Counted
from extraction.lexicons.nouns import ADDRESS_NOUNS, LABEL_NOUNS, TIME_NOUNS, unit_of_noun
from extraction.quantity_forms import QuantityPhrase
from extraction.sentences import is_parsed, sentence_at
from records import Qualifier, Unit

_YEARS: Final = range(1500, 2101)
_EXTENTS: Final = frozenset(
    "zone section stretch swath swathe radius perimeter buffer strip convoy march wall fence front".split()
)
_RAIN: Final = frozenset("rain rainfall snow snowfall precipitation fell fall".split())
_CAPTIONS: Final = frozenset({"image", "photo", "file", "picture"})
_PERSONAL: Final = frozenset({"he", "she", "who", "i"})
_SHARE_RIGHT: Final = frozenset("of the those all its his her their our these".split())
_AFTER_PRONOUN: Final = frozenset("of another day ’s 's time thing who that such more".split())
_OLDEST: Final = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity phrase in its sentence. `text` is `doc.text`, which spaCy joins anew at every call. `first` and `after` are the token indices of its begin and of what follows."""

    doc: Doc
    text: str
    phrase: QuantityPhrase
    counted: Counted
    first: int
    after: int

    @property
    def printed(self) -> str:
        """Return the number as printed, without qualifiers and units."""
        return self.text[self.phrase.number_start : self.phrase.number_end]

    @property
    def is_plain_digits(self) -> bool:
        """Tell whether the number is bare digits: no grouping, no decimals, no scale, no unit, no qualifier."""
        return self.printed.isdigit() and self.phrase.unit is None

    @property
    def sentence(self) -> Span:
        """Return the sentence of the number, or the stretch around it when the sentence is overlong."""
        return sentence_at(self.doc, self.counted.number.i)

    def before(self, distance: int = 1) -> Token | None:
        """Return a token before the phrase within its sentence."""
        index = self.first - distance
        return self.doc[index] if index >= self.sentence.start else None

    def behind(self, distance: int = 0) -> Token | None:
        """Return a token behind the phrase within its sentence."""
        index = self.after + distance
        return self.doc[index] if index < self.sentence.end else None


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
    plural = head.tag_ in {"NNS", "NNPS"} or head.lower_ in {"people", "peole", "personnel", "troops", "police"}
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
    if eg.phrase.unit is not None or eg.phrase.qualifier is not Qualifier.EXACT:
        return False
    before = eg.before()
    if before is not None and before.lower_ in {"and", "or", ",", "to", "-", "–", "&"} and eg.before(2) is not None:
        other = eg.before(3)
        if other is not None and eg.before(2).pos_ == "NUM" and _is_label_noun(other) and eg.counted.head is None:  # type: ignore[union-attr]
            return True
    if before is None or not before.text[0].isalnum():
        if before is None or before.text not in {".", ":"} or eg.before(2) is None:
            return False
        return before.text == "." and eg.before(2).lower_ in {"no", "nos"}  # type: ignore[union-attr]
    if not (eg.printed.isdigit() or eg.printed.isalpha()):
        return False
    small = eg.phrase.low is not None and eg.phrase.low < 1000
    if _is_label_noun(before) and before.tag_ != "NNS" and (small or eg.counted.head is None):
        return not (
            before.lower_ in {"number", "day", "year", "week"} and eg.counted.head is not None and eg.printed.isalpha()
        )
    if _is_label_noun(before) and before.tag_ == "NNS" and eg.counted.head is None and eg.printed.isdigit():
        return True
    named = before.pos_ == "PROPN" and before.ent_type_ not in {"GPE", "LOC", "NORP"} and eg.printed.isdigit()
    if not (named and small):
        return False
    head = eg.counted.head
    return head is None or head.pos_ == "PROPN" or head.tag_ == "NN"


def _is_label_noun(token: Token) -> bool:
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
    head = eg.counted.head
    return (
        head is not None and head.pos_ == "PROPN" and head.lower_.rstrip(".") in ADDRESS_NOUNS and eg.printed.isdigit()
    )


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
    if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
        return True
    if following is not None and following.text == "-":
        return True
    return (
        head.lemma_.lower()
        in {"side", "way", "hand", "point", "thing", "kind", "such", "reason", "example", "another", "case", "instance"}
        and eg.phrase.qualifier is Qualifier.EXACT
    )


def _lists_counts(eg: Candidate) -> bool:
    """Tell whether another count stands earlier in the sentence, so that a bare "one" can be a member of the list."""
    sentence = eg.sentence
    return any(
        (token.like_num and token.lower_ != "one") or token.lower_ == "one"
        for token in eg.doc[sentence.start : eg.first]
    )


def is_age(eg: Candidate) -> bool:
    """Tell whether a number is an age: "Montalvo, 19, a member", "he was 86", "two cases were aged above 60, two between 51 and 60"."""
    value = eg.phrase.low if eg.phrase.low is not None else eg.phrase.high
    if eg.phrase.unit is not None or eg.counted.head is not None or value is None or value > _OLDEST:
        return False
    before, following = eg.before(), eg.behind()
    sentence = eg.sentence
    if before is not None and before.text in {",", "("} and following is not None and following.text in {",", ")", "."}:
        named = eg.before(2)
        return (
            eg.printed.isdigit()
            and named is not None
            and (named.ent_type_ == "PERSON" or named.pos_ in {"PROPN", "NOUN"})
        )
    parsed = is_parsed(eg.doc, eg.counted.number.i)
    if (
        parsed
        and before is not None
        and before.lower_ in {"is", "was", "turned", "be", "turns"}
        and eg.printed.isdigit()
    ):
        subjects = (
            [child for child in before.head.children if child.dep_.startswith("nsubj")]
            + [child for child in before.children if child.dep_.startswith("nsubj")]
            + [child for child in eg.counted.number.children if child.dep_.startswith("nsubj")]
        )
        personal = any(child.lower_ in _PERSONAL or child.ent_type_ == "PERSON" for child in subjects)
        return personal or ((following is None or following.is_punct) and _mentions_person(eg))
    bounded = eg.doc[eg.first].lower_ in {"between", "above", "over", "under", "below", "from"}
    aged = any(token.lower_ in {"aged", "age", "ages"} for token in eg.doc[sentence.start : eg.first])
    return bounded and (aged or _follows_people(before, following))


def _follows_people(before: Token | None, following: Token | None) -> bool:
    """Tell whether a bounded number closes a phrase about people: "12 of them over 95,", "men under 40 were"."""
    if before is None or (following is not None and not following.is_punct and following.pos_ not in {"AUX", "CCONJ"}):
        return False
    plural = before.tag_ in {"NNS", "NNPS"} and unit_of_noun(before.lemma_) is Unit.PERSON
    return plural or before.lower_ in {"them", "those", "us"}


def _mentions_person(eg: Candidate) -> bool:
    sentence = eg.sentence
    return any(token.ent_type_ == "PERSON" for token in eg.doc[sentence.start : eg.first])


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


def measures_time(eg: Candidate) -> bool:
    """The counted noun is a unit of time: "twenty working days", "three more years"."""
    head = eg.counted.head
    return (
        head is not None
        and eg.phrase.unit is None
        and head.lemma_.lower() in TIME_NOUNS
        and eg.counted.rule == "nummod"
    )


def only_describes(eg: Candidate) -> bool:
    """A distance, area, height or weight that locates or describes: "50 miles south of", "a 75 ft boat", "per 50-kg bag"."""
    if eg.phrase.unit is Unit.WEIGHT:
        return _weighs_one(eg)
    if eg.phrase.unit not in {Unit.DISTANCE, Unit.AREA}:
        return eg.phrase.measure is None and (_locates(eg) or _has_parts(eg))
    following = eg.behind()
    if following is not None and following.text in _HYPHENS:
        following = eg.behind(1)
    head = eg.counted.head
    describes = head is not None and following is not None and following.lower_ != "of" and eg.counted.rule == "nummod"
    if eg.phrase.unit is Unit.AREA:
        return describes
    if (
        describes
        and head is not None
        and (head.lemma_.lower() in _EXTENTS or any(t.lemma_.lower() in _EXTENTS for t in eg.doc[eg.after : head.i]))
    ):
        return False
    sentence = eg.sentence
    near = eg.doc[max(sentence.start, eg.first - 8) : min(sentence.end, eg.after + 6)]
    if any(token.lemma_.lower() in _RAIN for token in near):
        return False
    if following is not None and following.lower_ == "of":
        noun = eg.behind(1)
        return noun is None or noun.pos_ in {"PROPN", "DET"}
    return True


_HYPHENS: Final = frozenset({"-", "‑", "–"})
# What a compound with a number counts: members of bodies and parts of works; parts of other things describe ("a two-lane road").
_MEMBERS: Final = frozenset(
    "nation state country member party club team village district page seat bed candidate".split()
)
_MEMBER_UNITS: Final = frozenset({Unit.PERSON, Unit.HOUSEHOLD, Unit.VEHICLE, Unit.ANIMAL, Unit.ATTACK})
_CONTAINERS: Final = frozenset("bag sack bottle can box pack packet carton tin jar".split())


def _has_parts(eg: Candidate) -> bool:
    """Tell whether a number only says of how many parts a thing is: "a two-lane highway", "three-bedroom flats"."""
    head, hyphen = eg.counted.head, eg.behind()
    if head is None or hyphen is None or hyphen.text not in _HYPHENS or head.tag_ != "NN" or head.i != hyphen.i + 1:
        return False
    if head.i + 1 >= eg.sentence.end or head.nbor().pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    return head.lemma_.lower() not in _MEMBERS and unit_of_noun(head.lemma_) not in _MEMBER_UNITS


def _weighs_one(eg: Candidate) -> bool:
    """Tell whether a weight describes one person or one container: "she weighs 60 kg", "50-kg bags"."""
    head = eg.counted.head
    if head is not None and head.lemma_.lower() in _CONTAINERS and eg.counted.rule == "nummod":
        return True
    verb = eg.counted.root.head
    if not is_parsed(eg.doc, verb.i) or verb.lemma_.lower() not in {"weigh", "weight"}:
        return False
    return any(child.lower_ in _PERSONAL or child.ent_type_ == "PERSON" for child in verb.children)


def _locates(eg: Candidate) -> bool:
    """Tell whether a number only locates: "hundreds of miles away", a vague number of a unit of distance."""
    head = eg.counted.head
    return head is not None and head.lemma_.lower() in {
        "mile",
        "kilometre",
        "kilometer",
        "metre",
        "meter",
        "foot",
        "yard",
    }


def is_scale_reading(eg: Candidate) -> bool:
    """A magnitude of an earthquake or a reading on a scale."""
    value = eg.phrase.low
    if eg.phrase.unit is not None or value is None or value >= 10 or "." not in eg.printed:
        return False
    sentence = eg.sentence
    near = eg.doc[max(sentence.start, eg.first - 8) : min(sentence.end, eg.after + 4)]
    return any(token.lower_ in {"magnitude", "richter", "quake", "earthquake"} for token in near)


def is_code(eg: Candidate) -> bool:
    """Tell whether digits are a code or a calibre: a nought or a point before them, and nothing that they measure."""
    printed = eg.printed
    if eg.phrase.unit is not None:
        return False
    return printed.startswith(".") or (len(printed) > 1 and printed.isdigit() and printed[0] == "0")


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
    ("discourse", is_caption_number),
)


def find_reason(candidate: Candidate) -> str | None:
    """Return the name of the rule by which a number counts nothing; None when it counts."""
    return next((name for name, rule in NON_COUNTS if rule(candidate)), None)
