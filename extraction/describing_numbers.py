"""Numbers that describe one thing or person: ages, durations, distances that locate, sizes, readings on a scale."""

from typing import Final

from spacy.tokens import Token

from extraction.candidates import HYPHENS, Candidate
from extraction.lexicons.nouns import TIME_NOUNS, unit_of_noun
from extraction.sentences import is_parsed
from records import Unit

_EXTENTS: Final = frozenset(
    "zone section stretch swath swathe radius perimeter buffer strip convoy march wall fence front".split()
)
_RAIN: Final = frozenset("rain rainfall snow snowfall precipitation fell fall".split())
_OLDER: Final = frozenset({"older", "younger", "over", "above", "under"})
_PERSONAL: Final = frozenset({"he", "she", "who", "i"})
_SCALES: Final = frozenset({"score", "rating", "grade", "magnitude"})
_OLDEST: Final = 120
# What a compound with a number counts: members of bodies and parts of works; parts of other things describe ("a two-lane road").
_MEMBERS: Final = frozenset(
    "nation state country member party club team village district page seat bed candidate".split()
)
_MEMBER_UNITS: Final = frozenset({Unit.PERSON, Unit.HOUSEHOLD, Unit.VEHICLE, Unit.ANIMAL, Unit.ATTACK})
_CONTAINERS: Final = frozenset("bag sack bottle can box pack packet carton tin jar".split())


def is_age(eg: Candidate) -> bool:
    """Tell whether a number is an age: "Montalvo, 19, a member", "he was 86", "two cases were aged above 60, two between 51 and 60"."""
    value = eg.phrase.low if eg.phrase.low is not None else eg.phrase.high
    if eg.phrase.unit is not None or eg.counted.head is not None or value is None or value > _OLDEST:
        return False
    before, following = eg.before(), eg.behind()
    sentence = eg.sentence
    if (
        following is not None
        and following.lower_ == "or"
        and (limit := eg.behind(1)) is not None
        and limit.lower_ in _OLDER
    ):
        return True
    if (
        before is not None
        and before.lower_ == "both"
        and eg.printed.isdigit()
        and (following is None or following.is_punct)
    ):
        return True  # "both 28, are charged"
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


def measures_time(eg: Candidate) -> bool:
    """The counted noun is a unit of time: "twenty working days", "three more years"."""
    head = eg.counted.head
    if head is None or eg.phrase.unit is not None:
        return False
    if eg.counted.rule == "nummod":
        return head.lemma_.lower() in TIME_NOUNS
    return eg.phrase.kind == "vague" and head.lower_ == "times"  # "hundreds of times"


def only_describes(eg: Candidate) -> bool:
    """A distance, area, height or weight that locates or describes: "50 miles south of", "a 75 ft boat", "per 50-kg bag"."""
    if eg.phrase.unit is Unit.WEIGHT:
        return _weighs_one(eg)
    before = eg.before()
    if eg.phrase.unit is Unit.DISTANCE and before is not None and before.lower_ == "within":
        return True
    if eg.phrase.unit not in {Unit.DISTANCE, Unit.AREA}:
        return eg.phrase.measure is None and (_locates(eg) or _has_parts(eg))
    following = eg.behind()
    if following is not None and following.text in HYPHENS:
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


def _has_parts(eg: Candidate) -> bool:
    """Tell whether a number only says of how many parts a thing is: "a two-lane highway", "three-bedroom flats"."""
    head, hyphen = eg.counted.head, eg.behind()
    if head is None or hyphen is None or hyphen.text not in HYPHENS or head.tag_ != "NN" or head.i != hyphen.i + 1:
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
    """A magnitude of an earthquake, a score or a reading on a scale."""
    value = eg.phrase.low
    of, noun = eg.before(), eg.before(2)
    if (
        of is not None
        and noun is not None
        and of.lower_ == "of"
        and noun.lemma_.lower() in _SCALES
        and eg.phrase.unit is None
    ):
        return True
    if eg.phrase.unit is not None or value is None or value >= 10 or "." not in eg.printed:
        return False
    sentence = eg.sentence
    near = eg.doc[max(sentence.start, eg.first - 8) : min(sentence.end, eg.after + 4)]
    return any(token.lower_ in {"magnitude", "richter", "quake", "earthquake"} for token in near)
