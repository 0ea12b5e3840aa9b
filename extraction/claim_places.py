"""Where a fact lies: the places of its clause with their roles, else those of the nearest earlier fact, else of the article.

A place of the sentence counts when it hangs on the counted noun or on the clause that states the fact; names inside the names
of bodies, the whereabouts of speakers and the origins of other people are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from extraction.lemmas import lemma_of
from extraction.lexicons.nouns import unit_of_noun
from extraction.lexicons.placing import AWAY, CROSSING_NOUNS, GLOBAL, NAMED_BODIES, PLACE_NOUNS, THROUGH, TOWARDS
from extraction.sentences import is_parsed, sentence_start
from records import ClaimPlace, Event, Mention, Modality, Place, PlaceRole, Unit

# Events whose prepositions tell origin and destination; the others happen where a preposition says.
_MOVING: Final = frozenset(
    {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.AID, Event.DEPLOYMENT, Event.OTHER, Event.MONEY, Event.PRESENCE,
     Event.RELEASE, Event.MISSING}
)  # fmt: skip
MOVEMENTS: Final = frozenset(
    {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION, Event.AID, Event.DEPLOYMENT, Event.MONEY}
)
# Events that happen to people where they are: "from" tells where the people come from.
_STANDING: Final = frozenset({Event.DEATH, Event.INJURY, Event.DETENTION, Event.PRESENCE, Event.OTHER})
_LEAVING: Final = frozenset({"flee", "leave", "escape", "abandon", "evacuate"})
_EMPTYING: Final = frozenset({"evacuate", "evacuation", "relocate", "relocation"})
_CLAUSAL: Final = frozenset({"conj", "advcl", "parataxis", "acl:relcl", "ccomp", "csubj", "root", "ROOT"})
_INNER: Final = frozenset(
    {"nmod", "appos", "conj", "flat", "nmod:unmarked", "list", "compound", "nmod:poss", "dep", "nmod:desc"}
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place of the text with its tokens."""

    span: Span
    place: Place

    @property
    def root(self) -> Token:
        """Return the token by which the place is attached to the sentence."""
        return self.span.root if len(self.span) > 1 else self.span[0]

    @property
    def sentence(self) -> int:
        """Return the index of the first token of its sentence."""
        return sentence_start(self.span.doc, self.span.start)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the search for places needs to know of a claim."""

    counted: Counted
    head: Token | None
    governor: Token | None
    trigger: Token | None
    event: Event
    unit: Unit
    sentence: Span
    content: tuple[
        tuple[int, int], ...
    ]  # what is attributed together with the quantity, in code points; empty without a speaker


def find_places(
    fact: Fact, mentions: Sequence[PlaceMention], others: Sequence[Counted], speakers: Sequence[Mention]
) -> tuple[ClaimPlace, ...]:
    """Return the places of the sentence that locate a fact, in order of the text.

    `mentions` are the places of the sentence that `locating` left, `others` the other quantities and `speakers` the words that name
    speakers in it.
    """
    if not is_parsed(fact.sentence.doc, fact.counted.root.i):
        return ()
    here = [mention for mention in mentions if fact.sentence.start <= mention.span.start < fact.sentence.end]
    antecedent = _relative_antecedent(fact, here)
    if antecedent is not None:
        own = [mention for mention in here if mention is antecedent or _is_within(mention, antecedent)]
    else:
        here = [
            mention
            for mention in here
            if not _is_reporting(mention, fact, speakers) and not _describes_other(mention, fact)
        ]
        own = [
            mention for mention in here if _hangs_on_own_noun(mention, fact, others) or _stands_behind(mention, fact)
        ]
        if not own:
            own = _in_clause(fact, here, others)
    if fact.event is Event.AID:
        own = [mention for mention in own if mention.root.dep_ not in {"nsubj", "obl:agent"}]
    chosen = [ClaimPlace(place=mention.place, role=find_role(mention, fact, here)) for mention in own]
    return tuple(sorted(chosen, key=lambda place: place.place.start))


def _in_clause(fact: Fact, here: Sequence[PlaceMention], others: Sequence[Counted]) -> list[PlaceMention]:
    """Return the places of the clause that states a fact, else those of the clauses around it that it can share."""
    if any(token.lower_ in GLOBAL for token in fact.sentence):
        return []
    free = [
        mention
        for mention in here
        if not _hangs_on_other(mention, fact, others) and not _behind_other(mention, fact, others)
    ]
    clause = _clause(fact.counted.anchor)
    same = [mention for mention in free if _clause(mention.root).i == clause.i]
    own = same or [mention for mention in free if not _is_later_clause(mention, fact)]
    placed = [mention for mention in own if _case(mention.root) in _LOCATIVE]
    if (
        placed
    ):  # "in the 2016 United States election, ... in the Northern Marianas": the preposition places, the modifier names
        countries = {mention.place.country for mention in placed}
        own = [
            mention
            for mention in own
            if mention in placed or _case(mention.root) is not None or mention.place.country in countries
        ]
    return own


def _relative_antecedent(fact: Fact, here: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place that a relative clause with the quantity describes: "in Iowa, where he secured 39 delegates"."""
    token = fact.counted.anchor
    for _ in range(6):
        if token.dep_ == "acl:relcl":
            found = next((mention for mention in here if mention.span.start <= token.head.i < mention.span.end), None)
            if found is not None and not _is_name_part(found):
                return found
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _is_within(mention: PlaceMention, outer: PlaceMention) -> bool:
    return (
        any(outer.span.start <= ancestor.i < outer.span.end for ancestor in [mention.root.head])
        and mention is not outer
    )


def _stands_behind(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place stands right behind the count with a preposition, whatever the parse says: "12 in Narva"."""
    first = (
        max(fact.counted.number.i, fact.head.i if fact.head is not None and fact.head.i > fact.counted.number.i else 0)
        + 1
    )
    between = fact.sentence.doc[first : mention.span.start]
    if not 0 < len(between) <= 4 or between[0].lower_ not in {"in", "at", "from", "near"}:
        return False
    return all(token.pos_ in {"ADP", "DET", "ADJ", "NOUN"} for token in between)


def _behind_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether another count stands between a fact and a place that its own verb does not govern."""
    number = fact.counted.number.i
    if not any(number < other.number.i < mention.span.start for other in others):
        return False
    clause = _clause(mention.root)
    own = _clause(fact.counted.anchor)
    return clause.i != own.i and not clause.is_ancestor(own)


_LEAD_WEIGHT: Final = 3.0
_LOCATIVE: Final = frozenset({"in", "at", "near", "off", "outside", "around", "across", "within", "throughout", "on"})


def locating(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions that can locate something: not those inside the name of a body, before a title or unknown."""
    return [mention for mention in mentions if mention.place.resolved is not None and not _is_name_part(mention)]


def find_focus(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Return the places that the article is about: the first sentence that names its most named country."""
    weights: dict[str | None, float] = {}
    for mention in mentions:
        early = _LEAD_WEIGHT if mention.sentence == mentions[0].sentence else 1.0
        weights[mention.place.country] = weights.get(mention.place.country, 0.0) + early * _focus_weight(mention)
    if not weights:
        return ()
    country = max(weights, key=lambda key: (weights[key], key is not None))
    chosen = [mention for mention in mentions if mention.place.country == country]
    plain = [mention for mention in chosen if _focus_weight(mention) >= 1] or chosen
    sentence = plain[0].sentence
    return tuple(mention for mention in plain if mention.sentence == sentence)


def _focus_weight(mention: PlaceMention) -> float:
    """Return how much a mention says of where an article plays: a preposition much, a modifier of a noun little."""
    if _case(mention.root) in _LOCATIVE or (mention.root.dep_ == "nmod" and _case(mention.root) == "of"):
        return 2.0
    return 0.4 if mention.root.dep_ in {"compound", "amod", "nmod:desc"} else 1.0


def holds_nowhere(fact: Fact, modality: Modality) -> bool:
    """Tell whether no earlier place holds for a fact: it is worldwide, counts places, or is a sum that is spent nowhere."""
    if counts_places(fact.head):
        return True
    if any(token.lower_ in GLOBAL for token in fact.sentence):
        return True
    if any(token.lower_ in _HABITUAL for token in fact.sentence.doc[fact.counted.number.i : fact.sentence.end]):
        return True
    if modality is Modality.FUTURE and fact.event not in _EXPECTED:
        return True
    return fact.unit is Unit.MONEY and fact.event not in {Event.AID, Event.NEED}


def counts_places(head: Token | None) -> bool:
    """Tell whether a counted noun names places: a number of provinces lies in none of them."""
    return head is not None and lemma_of(head) in PLACE_NOUNS


def inherited_role(fact: Fact) -> PlaceRole:
    """Return what an earlier place is to a fact that names none itself."""
    trigger = lemma_of(fact.trigger) if fact.trigger is not None else ""
    if fact.event is Event.AID and fact.unit in {Unit.MONEY, Unit.WEIGHT}:
        return PlaceRole.DESTINATION
    if fact.event is Event.NEED and fact.unit is Unit.MONEY:
        return PlaceRole.DESTINATION
    if fact.event in {Event.DISPLACEMENT, Event.EXPULSION} and trigger in _LEAVING | _EMPTYING | {
        "deport",
        "expel",
        "move",
        "transfer",
        "fly",
    }:
        return PlaceRole.ORIGIN
    return PlaceRole.EVENT


def _is_name_part(mention: PlaceMention) -> bool:
    """Tell whether a place belongs to the name or title of a body or a person: "Kenya Red Cross", "governor of Wisconsin"."""
    doc, root, first = mention.span.doc, mention.root, mention.span[0]
    before = doc[first.i - 1] if first.i else None
    if before is not None and before.text in _HYPHENS and before.whitespace_ == "":
        return True  # pro-Beijing
    titled = root.dep_.startswith("nmod") and lemma_of(root.head) in NAMED_BODIES and root.head.i < root.i
    if titled and _case(root) in {"of", "from", "for"}:
        return True
    following = doc[mention.span.end] if mention.span.end < len(doc) else None
    possessive = following is not None and following.lower_ in {"’s", "'s", "’", "'"}
    if following is not None and not possessive and sentence_start(doc, following.i) == mention.sentence:
        if _names_what_follows(mention, following):
            return True
    else:
        following = None
    if before is not None and before.tag_ == "POS":
        return False
    inside = first.ent_iob_ == "I" or (following is not None and following.ent_iob_ == "I")
    return first.ent_type_ in {"ORG", "PERSON"} and inside


def _names_what_follows(mention: PlaceMention, following: Token) -> bool:
    """Tell whether a place is the first part of a name or a title that goes on behind it."""
    root, head, after = mention.root, mention.root.head, mention.span.end
    if following.text in {"$", "€", "£"} or (following.text in _HYPHENS and following.whitespace_ == ""):
        return True
    if lemma_of(following) in NAMED_BODIES and following.text != following.text.upper():
        return True
    modifies = root.dep_ in {"compound", "nmod", "nmod:desc", "amod", "nmod:poss", "flat", "nmod:unmarked"}
    named = lemma_of(head) in NAMED_BODIES or head.ent_type_ in {"ORG", "PERSON"}
    if modifies and 0 <= head.i - after <= 3 and named:
        return True
    joined = following.pos_ == "PROPN" and (following.head.i == root.i or root.head.i == following.i)
    flat = bool({following.dep_, root.dep_} & {"flat", "compound"})
    return joined and flat and following.ent_type_ not in {"GPE", "LOC"}  # LA Weekly


_HYPHENS: Final = frozenset({"-", "‑"})


def _is_reporting(mention: PlaceMention, fact: Fact, speakers: Sequence[Mention]) -> bool:
    """Tell whether a place is where somebody speaks, or who speaks, and not where the fact lies."""
    start, end = mention.place.start, mention.place.end
    doc = mention.span.doc
    for words in speakers:
        if words.start <= start and end <= words.end:
            possessor = mention.span.end < len(doc) and doc[mention.span.end].lower_ in {"'s", "’s"}
            return words.start != start or possessor  # a place that reports is where it happened; "its ministry" is not
    if not fact.content:
        return False
    inside = any(first <= start < last for first, last in fact.content)
    if inside:
        return False
    last = max(part[1] for part in fact.content)
    return start >= last  # "...," said X, speaking in Y


def _describes_other(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place says where another person is from: "a man from the United States"."""
    own = {fact.counted.anchor.i, fact.counted.root.i} | ({fact.head.i} if fact.head is not None else set())
    token = mention.root
    for _ in range(3):
        if not (token.dep_.startswith("nmod") or token.dep_ in {"appos", "conj", "flat"}) or token.head.i == token.i:
            return False
        token = token.head
        if token.i in own or lemma_of(token) in {"number", "group", "total", "part", "majority"}:
            return False
        if (
            token.pos_ == "NOUN"
            and unit_of_noun(token.lemma_) is Unit.PERSON
            and not any(child.like_num for child in token.children)
        ):
            return not token.is_ancestor(fact.counted.anchor) and token.dep_ not in {"nsubj", "nsubj:pass", "obj"}
    return False


def _hangs_on_own_noun(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether a place is part of the counted noun phrase: "one person in the Philippines", "Vietnam's total of 93 cases"."""
    own = {fact.counted.anchor.i, fact.counted.root.i}
    foreign = {index for other in others for index in (other.anchor.i, other.root.i)} - own
    token = mention.root
    for _ in range(4):
        if token.head.i == token.i or token.pos_ in {"VERB", "AUX"}:
            return False
        token = token.head
        if token.i in own:
            return True
        if token.i in foreign:
            return False
        if (
            token.pos_ == "NOUN"
            and token.dep_ != "root"
            and any(ancestor.i == token.i for ancestor in _noun_chain(fact.counted.anchor))
        ):
            return True
    return False


def _noun_chain(token: Token) -> list[Token]:
    """Return the nouns above a counted thing within its noun phrase."""
    chain: list[Token] = []
    while token.dep_.startswith("nmod") or token.dep_ in {"appos", "nummod", "compound"}:
        token = token.head
        if token.pos_ not in {"NOUN", "PROPN", "NUM"} or token in chain:
            break
        chain.append(token)
    return chain


def _hangs_on_other(mention: PlaceMention, fact: Fact, others: Sequence[Counted]) -> bool:
    """Tell whether a place is part of the noun phrase of another quantity of the sentence, and not of a list closed by it."""
    own = {fact.counted.anchor.i, fact.counted.root.i}
    token = mention.root
    foreign = {index: other for other in others for index in (other.anchor.i, other.root.i) if index not in own}
    for _ in range(4):
        if token.head.i == token.i or token.pos_ in {"VERB", "AUX"}:
            return False
        token = token.head
        if token.i in own:
            return False
        if token.i in foreign:
            # "2741 cases, 80 deaths and 461 severe cases in China": the place behind the last member holds for all.
            listed = foreign[token.i].root.i > fact.counted.root.i and _same_list(fact.counted.anchor, token)
            return not listed
    return False


def _same_list(first: Token, second: Token) -> bool:
    """Tell whether two counted nouns are members of one list, nothing but words of the list between them."""
    low, high = sorted((first.i, second.i))
    between = first.doc[low + 1 : high]
    return not any(
        token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or (token.pos_ in {"ADP", "SCONJ"} and token.lower_ != "of")
        for token in between
    )


def _clause(token: Token) -> Token:
    """Return the verb or predicate at the head of the clause that a token stands in."""
    for _ in range(20):
        if token.dep_ in _CLAUSAL and (
            token.pos_ in {"VERB", "AUX"} or any(child.dep_.startswith("nsubj") for child in token.children)
        ):
            return token
        if token.head.i == token.i:
            return token
        token = token.head
    return token


def _is_later_clause(mention: PlaceMention, fact: Fact) -> bool:
    """Tell whether a place stands in a clause joined on behind the one of the fact, with a subject of its own."""
    clause = _clause(mention.root)
    own = _clause(fact.counted.anchor)
    if clause.i == own.i or clause.i < own.i:
        return False
    return clause.dep_ in {"conj", "parataxis"} and any(child.dep_.startswith("nsubj") for child in clause.children)


def find_role(mention: PlaceMention, fact: Fact, here: Sequence[PlaceMention]) -> PlaceRole:
    """Return what a place is to a fact, from its preposition, its verb and the event."""
    token = mention.root
    container = next(
        (other for other in here if other is not mention and other.span.start <= token.head.i < other.span.end), None
    )
    case = _case(token)
    if container is not None and token.dep_ in _INNER and case not in AWAY | {"to"}:
        return find_role(container, fact, [other for other in here if other is not mention])
    if case == "from" and fact.event in _STANDING and _is_own(token.head, fact):
        return PlaceRole.ORIGIN  # "one of the dead was from France"
    if fact.event not in _MOVING:
        return PlaceRole.EVENT
    if case is None and token.head.pos_ in {"NOUN", "PROPN"} and token.dep_ in _INNER:
        case = _case(token.head)
        if lemma_of(token.head) in CROSSING_NOUNS and fact.event is not Event.OTHER:
            return PlaceRole.TRANSIT
    verb = token.head if token.head.pos_ == "VERB" else fact.governor
    lemma = lemma_of(verb) if verb is not None else ""
    return _role_by_case(case, lemma, fact) or _role_by_verb(token, lemma, fact) or PlaceRole.EVENT


def _role_by_case(case: str | None, lemma: str, fact: Fact) -> PlaceRole | None:
    """Return the role that a preposition gives in an event that moves people or goods."""
    if case in AWAY:
        return PlaceRole.ORIGIN
    if case in THROUGH and (fact.event in {Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION} or lemma == "cross"):
        return PlaceRole.TRANSIT
    if fact.event is Event.AID and fact.unit in {Unit.PERSON, Unit.HOUSEHOLD}:
        return PlaceRole.EVENT
    if case in TOWARDS or (lemma in {"arrive", "land"} and case in {"in", "at"}):
        return PlaceRole.DESTINATION
    if fact.event in {Event.AID, Event.NEED} and (case == "for" or fact.unit is Unit.MONEY):
        return PlaceRole.DESTINATION
    return None


def _role_by_verb(token: Token, lemma: str, fact: Fact) -> PlaceRole | None:
    """Return the role that the verb and the place's part in it give."""
    if fact.event is Event.RETURN and token.dep_ == "nsubj":
        return PlaceRole.ORIGIN  # "Pakistan has seen 400,000 Afghans returning home"
    if lemma == "cross" and token.dep_ == "obj":
        return PlaceRole.TRANSIT
    trigger = lemma_of(fact.trigger) if fact.trigger is not None else ""
    left = lemma in _LEAVING and token.dep_ == "obj"
    if fact.event is Event.DISPLACEMENT and (left or trigger in _EMPTYING):
        return PlaceRole.ORIGIN
    return None


def _is_own(token: Token, fact: Fact) -> bool:
    own = {fact.counted.anchor.i, fact.counted.root.i}
    return token.i in own or any(child.i in own for child in token.children)


def find_home(group: Span | None, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the first mention of the country whose people a group names ("Afghans", "Afghanistan"); None without one."""
    if group is None:
        return None
    for token in group:
        if token.ent_type_ == "NORP" and len(token.text) >= _STEM:
            stem = token.lower_[:_STEM]
            found = next((mention for mention in mentions if mention.place.text.lower().startswith(stem)), None)
            if found is not None:
                return found
    return None


_HABITUAL: Final = frozenset({"every", "each", "annually", "daily", "per"})
_EXPECTED: Final = frozenset({Event.AID, Event.RETURN, Event.DISPLACEMENT, Event.EXPULSION})
_STEM: Final = 5  # letters that a people and its country share


def _case(token: Token) -> str | None:
    if not is_parsed(token.doc, token.i):
        return None
    return next((child.lower_ for child in token.children if child.dep_ == "case" and child.i < token.i), None)
