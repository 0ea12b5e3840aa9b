"""The event that the words around a quantity state, whatever the parse says.

The words right before and behind it ("killing 107", "2,536 relocated"), the homes that people are forced from, and at last the
nearest trigger word of the sentence.
"""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import Counted
from extraction.event_readings import SPECIFIC, EventReading
from extraction.event_words import adjective_event, kills_as_well, listed_event, set_phrase
from extraction.groups import Group
from extraction.labels import find_label, labelled_event
from extraction.lemmas import lemma_of
from extraction.lexicons.events import ADJECTIVES, DIRECTED, FORCING, HOMES, LIGHT, NOUNS, SITUATIONS, VERBS
from extraction.movements import displaces
from extraction.sentences import is_parsed
from extraction.voice import is_active
from records import Event, Unit

_ADDITIVE: Final = frozenset(
    "another a an all the further additional more total of some other around about only just its their his her our".split()
)
_BOUND_WORDS: Final = frozenset(
    "least most more than fewer less at up to as many much high estimated nearly almost over about".split()
)
_PASSED_VERBS: Final = frozenset("leave force render remain be have report believe fear confirm presume say".split())
_PASSED: Final = frozenset(
    "people persons of which whom them those these all the also still already had to been be".split()
)
_ATTRIBUTES: Final = frozenset({"amod", "compound", "acl", "acl:relcl"})
_NEAR: Final = 7.0
_TELLING: Final = frozenset({"without", "under", "out"})
_SITUATION_CASES: Final = frozenset(case for case, _ in SITUATIONS)


def find_adjacent(counted: Counted, group: Group, sentence: Span) -> Iterator[EventReading]:
    """Yield what the words right before and behind a quantity say, whatever the parse says.

    "killing 107 or more and wounding 238", "the relocation of 54,000 residents", "2,536 relocated", "250 were left homeless".
    """
    before = _word_before(counted, sentence)
    if before is not None:
        lemma = lemma_of(before)
        if before.pos_ == "VERB":
            event = set_phrase(before, "patient", counted.anchor) or VERBS[lemma][0]
            measured = lemma == "hit" and group.unit in {Unit.PERCENT, Unit.MONEY}  # "inflation hit 12 percent"
            if event is not None and not measured and (lemma not in DIRECTED or displaces(before, counted.anchor)):
                yield EventReading(event, before, before, "adjacent", 0.9 if event in SPECIFIC else 3.9)
        elif before.pos_ == "ADJ":
            state = adjective_event(before)
            if state in SPECIFIC:
                yield EventReading(state, before, before, "adjacent", 0.92)
        elif NOUNS[lemma] in SPECIFIC:
            yield EventReading(NOUNS[lemma], before, before, "nominal", 0.9)
    behind = _word_behind(counted, group, sentence)
    if behind is not None:
        lemma = lemma_of(behind)
        event = adjective_event(behind) if behind.pos_ in {"ADJ", "ADV"} or lemma not in VERBS else None
        if event is None and lemma in VERBS:
            passive = behind.tag_ == "VBN" or (behind.tag_ == "VBD" and not is_active(behind))
            phrase = set_phrase(behind, "patient" if passive else "agent", counted.anchor)
            event = phrase or listed_event(behind, active=not passive)
            event = Event.DEATH if event is Event.INJURY and passive and kills_as_well(behind) else event
        if event in SPECIFIC and lemma not in DIRECTED:
            yield EventReading(event, behind, behind, "adjacent", 0.95)
    yield from _situation_behind(counted, group, sentence)


def _situation_behind(counted: Counted, group: Group, sentence: Span) -> Iterator[EventReading]:
    """Yield the state that a preposition and a noun right behind a counted thing name: "people in need", "60,000 without shelter"."""
    doc, start = sentence.doc, _end_of_counted(counted, group)
    case = doc[start].lower_ if start < sentence.end else ""
    if case not in _SITUATION_CASES:
        return
    for token in doc[start + 1 : min(sentence.end, start + 6)]:
        event = SITUATIONS.get((case, lemma_of(token)))
        if event is not None and token.pos_ == "NOUN":
            certain = event in SPECIFIC and case in _TELLING  # "60,000 without shelter"; "in the camps" may only locate
            yield EventReading(event, token, token, "situation", 0.96 if certain else 4.1)
            return
        if token.pos_ not in {"ADJ", "DET", "NOUN", "PROPN", "PRON", "VERB", "CCONJ"} or token.tag_ in {
            "VBD",
            "VBZ",
            "VBP",
        }:
            return


def _end_of_counted(counted: Counted, group: Group) -> int:
    """Return the index behind a number and its own noun."""
    heads = (head.i for head in (counted.head, group.head) if head is not None and counted.number.i < head.i)
    return max(heads, default=counted.number.i) + 1


def find_labelled(counted: Counted, sentence: Span) -> Iterator[EventReading]:
    """Yield what the label of a number says happened: "Houses destroyed: 340", "Displaced: 1,200 families"."""
    label = find_label(counted, sentence)
    found = None if label is None else labelled_event(label.words)
    if label is not None and found is not None:
        event, trigger = found
        yield EventReading(event, trigger, trigger, "label", 0.7 if label.marked and counted.head is None else 1.1)


def _word_before(counted: Counted, sentence: Span) -> Token | None:
    """Return the transitive verb, or the noun with "of", right before a quantity and its qualifiers."""
    doc, index = sentence.doc, counted.number.i - 1
    floor = max(sentence.start, index - 7)
    through_of = False
    while index >= floor:
        token = doc[index]
        if token.pos_ == "VERB" and lemma_of(token) in VERBS and not through_of:
            return token
        if token.pos_ == "ADJ" and counted.head is None and adjective_event(token) is not None and not through_of:
            return token  # "killed 35, injured 190", read as an attribute
        if through_of and token.pos_ == "NOUN":
            return token if lemma_of(token) in NOUNS else None
        if token.lower_ == "of" and not through_of:
            if index and doc[index - 1].lower_ in {
                "total",
                "maximum",
                "minimum",
                "estimated",
                "excess",
                "upwards",
                "record",
                "group",
            }:
                index -= 1
            else:
                through_of = True
        elif not (
            token.pos_ in {"NUM", "ADV", "SYM"}
            or token.tag_ == "RP"
            or token.lower_ in _ADDITIVE
            or token.lower_ in _BOUND_WORDS
        ):
            return None
        index -= 1
    return None


def _word_behind(counted: Counted, group: Group, sentence: Span) -> Token | None:
    """Return the participle, verb or adjective right behind a counted thing and its auxiliaries."""
    doc, index = sentence.doc, _end_of_counted(counted, group)
    stop = min(sentence.end, index + 7)
    while index < stop:
        token = doc[index]
        lemma = lemma_of(token)
        if token.pos_ in {"VERB", "ADJ"} and (lemma in VERBS or lemma in ADJECTIVES) and lemma not in LIGHT:
            following = doc[index + 1] if index + 1 < sentence.end else None
            if token.tag_ in {"VBN", "JJ"} and following is not None and following.pos_ == "AUX":
                index += 1  # "those affected have been displaced"
                continue
            return token
        if not (token.pos_ in {"AUX", "ADV", "PART"} or token.lower_ in _PASSED or lemma in _PASSED_VERBS):
            return None
        index += 1
    return None


def _forces_others(force: Token, counted: Counted) -> bool:
    """Tell whether a verb behind a counted thing forces others: "burned 66 houses, forcing 400 villagers to flee".

    Those who live in the houses are not others: "entered 400 houses, forcing their occupants to flee".
    """
    if force.i < counted.anchor.i or force.tag_ == "VBN" or not is_parsed(force.doc, force.i):
        return False
    forced = next((child for child in force.children if child.dep_ == "obj"), None)
    return forced is not None and not any(child.dep_ == "nmod:poss" for child in forced.children)


def find_forced(counted: Counted, sentence: Span, governor: Token | None) -> Iterator[EventReading]:
    """Yield displacement for "forced 2,500 people out of their homes" and "forced to flee", wherever the parse hangs the homes."""
    doc, first = sentence.doc, counted.number.i
    near = doc[max(sentence.start, first - 8) : min(sentence.end, counted.anchor.i + 4)]
    force = next((token for token in near if lemma_of(token) in FORCING and token.pos_ == "VERB"), None)
    if force is None:  # a headline's "Forces 400 Out of Homes", tagged as a noun
        force = next((token for token in near if token.lower_ in {"forces", "drives"} and token.i >= first - 3), None)
    if force is None or _forces_others(force, counted):
        return
    behind = doc[max(force.i, first) : min(sentence.end, max(force.i, counted.anchor.i) + 8)]
    if any(lemma_of(token) in HOMES and token.i != counted.anchor.i for token in behind):
        yield EventReading(Event.DISPLACEMENT, force, governor or force, "forced", 0.97)


def _tells_of_other(token: Token, anchor: Token) -> bool:
    """Tell whether a word is the attribute of another noun: "saw the twelve with the dead dog"."""
    if not is_parsed(token.doc, token.i):
        return False
    return token.dep_ in _ATTRIBUTES and token.head.i != anchor.i and token.head.pos_ in {"NOUN", "PROPN"}


def find_nearest(counted: Counted, sentence: Span) -> tuple[Event, Token] | None:
    """Return the trigger word near a counted thing, words before it and beyond commas counted as farther away."""
    best: tuple[float, Event, Token] | None = None
    anchor = counted.anchor
    doc = sentence.doc
    for token in doc[max(sentence.start, anchor.i - 8) : min(sentence.end, anchor.i + 9)]:
        if token.i == anchor.i or _tells_of_other(token, anchor):
            continue
        lemma = lemma_of(token)
        event: Event | None = None
        if token.pos_ == "VERB" and lemma in VERBS and lemma not in LIGHT:
            event = VERBS[lemma][0] if lemma not in DIRECTED or displaces(token, anchor) else None
        elif token.pos_ in {"ADJ", "VERB"}:
            event = ADJECTIVES.get(lemma)
        elif token.pos_ == "NOUN":
            event = NOUNS.get(lemma)
        if event is None:
            continue
        low, high = sorted((token.i, anchor.i))
        commas = sum(inner.text in {",", ";"} for inner in doc[low:high])
        distance = (high - low) * (1.0 if token.i > anchor.i else 1.3) + 4 * commas
        if distance <= _NEAR and (best is None or distance < best[0]):
            best = (distance, event, token)
    return None if best is None else (best[1], best[2])
