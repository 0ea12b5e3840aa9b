"""What tells a place name from a person, an organisation or a common word: features of a toponym in its text.

Each feature is a short string; a linear model (extraction.place_classifier) gives each a weight. They describe the
tagger's label, what the gazetteer knows, the words around, the parse, and the other mentions of the same name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.lexicons.place_words import DIVISION_WORDS, LOCATIVE, NATURAL_WORDS, STREET_WORDS, TITLES
from extraction.lexicons.timewords import MONTHS, WEEKDAYS
from extraction.place_spans import PLACE_LABELS, Toponym
from records import PlaceCandidate

_POPULATIONS: Final = (0, 1_000, 5_000, 20_000, 100_000, 500_000, 2_000_000)
_CALENDAR: Final = frozenset(MONTHS) | frozenset(WEEKDAYS)
_CONTAINERS: Final = frozenset({"country", "adm1"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document says of its names as a whole.

    Attributes:
        labels: for each name in lower case, how often its mentions have each entity label (`none` for no entity).
        people: words of the document's person names of two words or more, in lower case.
        common: words that the document also has in lower case.
        containers: codes of the countries (`AF`) and first-order divisions (`AF/Kandahar`) that the document names.
        entities: the entity of each token that is in one, by the token's index.
        cases: the prepositions of each token that has some, by the token's index.

    """

    labels: dict[str, Counter[str]]
    people: frozenset[str]
    common: frozenset[str]
    containers: frozenset[str]
    entities: dict[int, Span]
    cases: dict[int, list[str]]


def survey(doc: Doc, toponyms: Sequence[Toponym]) -> Surroundings:
    """Look once over the document; cost is linear in its tokens."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    containers: set[str] = set()
    for toponym in toponyms:
        labels[name_of(doc, toponym)][doc[toponym.end - 1].ent_type_ or "none"] += 1
        containers.update(
            place.country if kind_of(place) == "country" else f"{place.country}/{place.name}"
            for place in toponym.candidates[:3]
            if kind_of(place) in _CONTAINERS and place.country
        )
    people = (token.lower_ for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1 for token in ent)
    common = (token.text for token in doc if token.text.islower())
    entities = {index: ent for ent in doc.ents for index in range(ent.start, ent.end)}
    cases: dict[int, list[str]] = defaultdict(list)
    for token in doc:
        if token.dep_ == "case":
            cases[token.head.i].append(token.lower_)
    return Surroundings(
        labels=dict(labels),
        people=frozenset(people),
        common=frozenset(common),
        containers=frozenset(containers),
        entities=entities,
        cases=dict(cases),
    )


def name_of(doc: Doc, toponym: Toponym) -> str:
    """Return the toponym's words in lower case: what mentions of one name have in common."""
    return doc[toponym.start : toponym.end].text.lower()


def kind_of(place: PlaceCandidate) -> str:
    """Return the kind of a place in one word: country, adm1, adm2, capital, town, region, water, land or site."""
    code = place.feature_code
    if code.startswith("PCL"):
        return "country"
    if code.startswith("ADM1"):
        return "adm1"
    if place.feature_class == "A":
        return "adm2"
    if place.feature_class == "P":
        return "capital" if code == "PPLC" else "town"
    return {"L": "region", "H": "water", "T": "land"}.get(place.feature_class, "site")


def size_of(population: int) -> int:
    """Return the class of a population: 0 for unknown to 7 for a metropolis."""
    return sum(population > bound for bound in _POPULATIONS)


def describe(doc: Doc, toponyms: Sequence[Toponym], index: int, surroundings: Surroundings) -> list[str]:
    """Return the features of one toponym among those of its document."""
    toponym = toponyms[index]
    kind = gazetteer_kind(toponym)
    features = ["bias", f"origin={toponym.origin}", f"kind={kind}"]
    features += _entity_features(doc, toponym, surroundings, kind)
    features += _shape_features(doc, toponym, surroundings)
    features += _word_features(doc, toponym, surroundings, kind)
    features += _list_features(doc, toponyms, index)
    features += _document_features(doc, toponym, surroundings, kind)
    return features


def gazetteer_kind(toponym: Toponym) -> str:
    """Return the kind of the weightiest candidate, towns with the class of their size; `unknown` without candidates."""
    if not toponym.candidates:
        return "unknown"
    for place in toponym.candidates[:5]:
        if kind_of(place) == "country":
            return "country"
    first = toponym.candidates[0]
    kind = kind_of(first)
    return f"{kind}{size_of(first.population)}" if kind in {"town", "adm2"} else kind


def _entity_features(doc: Doc, toponym: Toponym, surroundings: Surroundings, kind: str) -> Iterator[str]:
    ent = surroundings.entities.get(toponym.end - 1)
    if ent is None:
        yield "ner=none"
        yield f"ner=none kind={kind}"
        return
    before, after = ent.start < toponym.start, ent.end > toponym.end
    part = {(False, False): "whole", (False, True): "first", (True, False): "last", (True, True): "middle"}[
        before, after
    ]
    label = ent.label_
    yield f"ner={label}"
    yield f"ner={label} {part}"
    yield f"ner={label} {part} kind={kind}"
    if after:
        yield f"ner={label} ends={doc[ent.end - 1].lower_}"
        yield f"ner={label} next={doc[toponym.end].lower_}"
    if before:
        yield f"ner={label} prev={doc[toponym.start - 1].lower_}"


def _shape_features(doc: Doc, toponym: Toponym, surroundings: Surroundings) -> Iterator[str]:
    span = doc[toponym.start : toponym.end]
    text = span.text
    last = span[-1]
    yield f"length={min(len(span), 4)}"
    if text.isupper():
        yield "upper" if len(text) > 4 else "upper short"
    if "." in text:
        yield "full stop"
    if span[0].is_sent_start:
        yield "begins sentence"
    if len(span) == 1:
        yield f"tag={last.tag_}"
        yield f"pos={last.pos_}"
        if last.lower_ in _CALENDAR:
            yield "calendar"
        if last.lower_ in surroundings.common:
            yield "also in lower case"
    for words, name in ((DIVISION_WORDS, "division"), (NATURAL_WORDS, "natural"), (STREET_WORDS, "street")):
        if len(span) > 1 and last.lower_ in words:
            yield f"ends in {name} word"
            yield f"ends in {last.lower_}"
    yield f"dep={last.dep_}"


def _word_features(doc: Doc, toponym: Toponym, surroundings: Surroundings, kind: str) -> Iterator[str]:
    previous = _token(doc, toponym.start - 1)
    following = _token(doc, toponym.end)
    yield f"prev={_word(previous)}"
    yield f"next={_word(following)}"
    yield f"prev2={_word(_token(doc, toponym.start - 2))} {_word(previous)}"
    yield f"next2={_word(following)} {_word(_token(doc, toponym.end + 1))}"
    yield f"prev shape={_shape(previous)} next shape={_shape(following)}"
    if previous is not None:
        if previous.lower_ in LOCATIVE:
            yield "after locative"
            yield f"after locative kind={kind}"
        if previous.lower_ in TITLES:
            yield "after title"
    if following is not None and following.lower_ in DIVISION_WORDS:
        yield "before division word"
    last = doc[toponym.end - 1]
    head = last.head
    if head.i < toponym.start or head.i >= toponym.end:
        yield f"head={head.lemma_.lower()} {last.dep_}"
        yield f"head pos={head.pos_} {last.dep_}"
    yield from (f"case={word}" for word in surroundings.cases.get(last.i, ()))


def _list_features(doc: Doc, toponyms: Sequence[Toponym], index: int) -> Iterator[str]:
    toponym = toponyms[index]
    if index + 1 < len(toponyms):
        following = toponyms[index + 1]
        between = doc[toponym.end : following.start].text
        if between in {",", "(", ", the"}:
            yield f"{between} {gazetteer_kind(following)}"
            if _contains(following, toponym):
                yield "before its container"
        elif between in {"and", "or", "/", "-"}:
            yield f"joined to {gazetteer_kind(following)}"
    if index > 0:
        before = toponyms[index - 1]
        between = doc[before.end : toponym.start].text
        if between in {",", "(", ", the"}:
            yield f"{gazetteer_kind(before)} {between}"
            if _contains(toponym, before):
                yield "after its content"
        elif between in {"and", "or", "/", "-"}:
            yield f"{gazetteer_kind(before)} joined"


def _contains(outer: Toponym, inner: Toponym) -> bool:
    areas = [place for place in outer.candidates[:5] if kind_of(place) in _CONTAINERS]
    return any(
        place.country == area.country and (kind_of(area) == "country" or place.admin1 == area.name)
        for area in areas
        for place in inner.candidates[:30]
    )


def _document_features(doc: Doc, toponym: Toponym, surroundings: Surroundings, kind: str) -> Iterator[str]:
    labels = surroundings.labels[name_of(doc, toponym)]
    total = labels.total()
    placed = sum(labels[label] for label in PLACE_LABELS)
    if total > 1:
        yield f"same name placed={round(3 * placed / total)}"
        yield f"same name person={round(3 * labels['PERSON'] / total)}"
        yield f"same name organisation={round(3 * labels['ORG'] / total)}"
    else:
        yield "only mention"
    words = [token.lower_ for token in doc[toponym.start : toponym.end]]
    if any(word in surroundings.people for word in words):
        yield "word of a person's name"
    named = [
        place
        for place in toponym.candidates[:30]
        if f"{place.country}/{place.admin1}" in surroundings.containers and kind_of(place) not in _CONTAINERS
    ]
    if named:
        yield "division is named"
        yield f"division is named kind={kind}"
    elif any(place.country in surroundings.containers for place in toponym.candidates[:30]):
        yield "country is named"


def _token(doc: Doc, index: int) -> Token | None:
    return doc[index] if 0 <= index < len(doc) else None


def _word(token: Token | None) -> str:
    if token is None or token.is_space:
        return "|"
    return "0" if token.like_num else token.lower_


def _shape(token: Token | None) -> str:
    if token is None or token.is_space:
        return "|"
    if token.text[0].isupper():
        return "X"
    if token.like_num:
        return "0"
    return "x" if token.is_alpha else token.text[0]
