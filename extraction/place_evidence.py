"""What speaks for and against a place as that of a fact, as names of features that extraction.choices weighs.

`own.` features are of places in the fact's sentence, `near.` of places before it, `ahead.` of places behind it; `none|` features say of
the fact itself whether it is of the kind that holds nowhere in particular.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from extraction.claim_places import counts_places, find_unnamed, is_worldwide
from extraction.counted import Counted
from extraction.place_features import kind_of
from extraction.place_groups import PlaceGroup, PlaceMap
from extraction.place_mentions import LOCATIVE, PlaceMention, case_of
from extraction.place_roles import Fact, find_role
from extraction.place_syntax import (
    clause_of,
    describes_other,
    find_antecedent,
    hangs_on_other,
    hangs_on_own_noun,
    is_reporting,
    stands_behind,
)
from extraction.readings import Reading
from extraction.sentences import is_parsed
from records import Event, Mention, Modality

_KNOWN_CASES: Final = frozenset({"from", "to", "of", "for", "between"})
_NORMS: Final = frozenset({"if", "must", "should", "need", "needs", "needed", "require", "requires", "required"})
_SHARES: Final = (0.1, 0.2, 0.35, 0.5)  # parts of the mentions of a document
_TOKENS: Final = (3, 7, 14, 25)
_SENTENCES: Final = (0, 1, 2, 4, 8, 16)
_CENTURIES: Final = frozenset({"18", "19", "20"})
_CONVERSATION: Final = frozenset({"i", "you", "we", "your", "our"})
_DEFINITE: Final = frozenset({"the", "these", "those", "all", "its", "their"})
_MOST: Final = 4  # from which counts and ranks are one


@dataclass(frozen=True, slots=True)
class Situation:
    """What the search for the places of one fact looks at.

    Attributes:
        reading: the quantity with its event.
        fact: the same for the search in the parse.
        modality: whether it is stated as having happened.
        others: the other quantities of its sentence.
        speakers: the words that name speakers in its sentence.

    """

    reading: Reading
    fact: Fact
    modality: Modality
    others: Sequence[Counted]
    speakers: Sequence[Mention]


def bucket(value: float, bounds: Sequence[float]) -> int:
    """Return how many of the bounds a value exceeds."""
    return sum(value > bound for bound in bounds)


def describe_fact(situation: Situation, sentence: int) -> Iterator[str]:
    """Yield what a fact is like, whatever its places; `sentence` is the number of its sentence."""
    reading, fact = situation.reading, situation.fact
    yield f"sentence={min(sentence, 3)}"
    yield f"event={fact.event.value}"
    yield f"unit={fact.unit.value}"
    yield f"modality={situation.modality.value}"
    yield f"trust={describe_trust(reading)}"
    yield from (name for name, holds in _traits(reading, fact) if holds)
    if reading.link:
        yield f"link={reading.link}"
    if is_parsed(reading.sentence.doc, reading.counted.anchor.i):
        yield from _describe_clause(reading, fact)


def _traits(reading: Reading, fact: Fact) -> Iterator[tuple[str, bool]]:
    """Yield what words alone tell of a fact, each with whether it holds."""
    words = {token.lower_ for token in reading.sentence}
    yield "counts_places", counts_places(reading.group.head)
    yield "norm", not words.isdisjoint(_NORMS)
    yield "year", any(len(word) == 4 and word.isdigit() and word[:2] in _CENTURIES for word in words)
    yield "conversation", not words.isdisjoint(_CONVERSATION)
    yield "attributed", bool(fact.content)
    yield "bare", reading.group.head is None


def _describe_clause(reading: Reading, fact: Fact) -> Iterator[str]:
    """Yield how the parse states a fact: its relation, determiner, tense and subject, and places without a name."""
    anchor = reading.counted.anchor
    yield f"relation={anchor.dep_.split(':')[0]}"
    if any(child.lower_ in _DEFINITE and child.i < reading.counted.number.i for child in anchor.children):
        yield "definite"
    if is_worldwide(fact):
        yield "worldwide"
    yield from (f"unnamed={kind}" for kind in find_unnamed(fact))
    if any(child.lower_ in {"other", "others"} for child in anchor.children):
        yield "other"
    if fact.governor is not None:
        yield f"tense={fact.governor.tag_ if fact.governor.pos_ in {'VERB', 'AUX'} else 'nominal'}"
        subject = next((child for child in fact.governor.children if child.dep_.startswith("nsubj")), None)
        if subject is not None:
            yield f"subject={_describe_noun(subject)}"


def _describe_noun(token: Token) -> str:
    """Return how a noun is determined: a name, a pronoun, definite, possessed, counted, indefinite or bare."""
    if token.pos_ == "PRON":
        return "pronoun"
    if token.pos_ == "PROPN":
        return f"name.{token.ent_type_}"
    relations = {child.dep_ for child in token.children}
    articles = [child.lower_ for child in token.children if child.dep_ == "det"]
    if "the" in articles:
        return "the"
    if "nmod:poss" in relations:
        return "possessed"
    if "nummod" in relations or token.pos_ == "NUM":
        return "counted"
    return "indefinite" if articles else "bare"


def describe_trust(reading: Reading) -> int:
    """Return how plainly the text tells the event, 0 the best, in steps of two ranks."""
    return min(int(reading.event.rank) // 2, _MOST)


def describe_group(group: PlaceGroup, places: PlaceMap, kind: str) -> Iterator[str]:
    """Yield what the document makes of a group, and how it is attached where it stands; `kind` begins each name."""
    yield f"{kind}.share={bucket(places.named(group) / places.mentions, _SHARES)}"
    yield f"{kind}.named={min(places.named(group), _MOST)}"
    resolved = group.mentions[0].place.resolved
    yield f"{kind}.kind={kind_of(resolved) if resolved is not None else 'unknown'}"
    yield f"{kind}.size={min(len(group.mentions), 3)}"
    if places.is_in_top_country(group):
        yield f"{kind}.top"
    root = group.mentions[0].root
    case = case_of(root)
    if case is None:
        yield f"{kind}.relation={root.dep_}"
    elif case in LOCATIVE:
        yield f"{kind}.case=locative"
    else:
        yield f"{kind}.case={case if case in _KNOWN_CASES else 'other'}"


def describe_own(group: PlaceGroup, situation: Situation, here: Sequence[PlaceMention]) -> Iterator[str]:
    """Yield how a group of the fact's sentence hangs on the fact; `here` are all places of the sentence."""
    fact, first = situation.fact, group.mentions[0]
    number = fact.counted.number.i
    yield f"own.tokens={bucket(abs(first.span.start - number), _TOKENS)}"
    low, high = sorted((first.span.start, number))
    yield f"own.between={min(sum(low < mention.span.start < high for mention in here), 2)}"
    if len(here) == len(group.mentions):
        yield "own.only"
    yield "own.roles=" + ",".join(sorted({find_role(mention, fact, here).value for mention in group.mentions}))
    yield "own.left" if first.span.start < number else "own.right"
    if not is_parsed(fact.sentence.doc, fact.counted.root.i):
        yield "own.unparsed"
        return
    antecedent = find_antecedent(fact, here)
    if antecedent is not None:
        yield "own.antecedent" if antecedent in group.mentions else "own.not_antecedent"
    if any(is_reporting(mention, fact, situation.speakers) for mention in group.mentions):
        yield "own.reporting"
    if any(describes_other(mention, fact) for mention in group.mentions):
        yield "own.describes_other"
    if any(hangs_on_own_noun(mention, fact, situation.others) for mention in group.mentions):
        yield "own.noun"
    if any(stands_behind(mention, fact) for mention in group.mentions):
        yield "own.behind"
    if hangs_on_other(first, fact, situation.others):
        yield "own.hangs_on_other"
    yield f"own.clause={_relate_clauses(first, fact)}"


def _relate_clauses(mention: PlaceMention, fact: Fact) -> str:
    """Return where the clause of a place stands to that of a fact: same, above, below or beside."""
    clause, own = clause_of(mention.root), clause_of(fact.counted.anchor)
    if clause.i == own.i:
        return "same"
    if clause.is_ancestor(own):
        return "above"
    return "below" if own.is_ancestor(clause) else "beside"


def describe_distance(group: PlaceGroup, sentence: int, line: int, rank: int) -> Iterator[str]:
    """Yield how far before a fact a group stands: in sentences, in paragraphs and in groups between."""
    yield f"near.rank={min(rank, _MOST)}"
    yield f"near.sentences={bucket(sentence - group.sentence, _SENTENCES)}"
    yield f"near.lines={min(line - group.line, 3)}"


def has_incident(event: Event) -> bool:
    """Tell whether facts of an event can be of one incident; what is merely counted makes none."""
    return event is not Event.OTHER
