"""From the toponyms of a document to the names that are resolved together, and what else tells of countries."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from spacy.tokens import Doc

from extraction.dateline import find_dateline
from extraction.lexicons.place_words import DIVISION_WORDS, SETTLEMENT_WORDS
from extraction.place_features import kind_of
from extraction.place_ranker import MOST_CANDIDATES, Name, is_inside
from extraction.place_spans import Candidates, Toponym
from gazetteer.lookup import Gazetteer
from gazetteer.tables import read_countries, read_demonyms
from records import PlaceCandidate

_REMEMBERED: Final = 4_000  # names; about 6 MB
_AREAS: Final = frozenset({"country", "adm1", "adm2"})
_BESIDE: Final = frozenset({",", "(", ", the"})  # "Goma, North Kivu"
_INSIDE: Final = frozenset({"in", "in the", ", in", ", in the"})  # "Goma in North Kivu"
_POSSESSIVE: Final = frozenset({"'s", "’s"})  # "Sudan's Darfur"
_CONTAINERS: Final = 8  # candidates of a container that are looked at
_CONTENTS: Final = 10


def remember_candidates(gazetteer: Gazetteer) -> Candidates:
    """Return a look-up that keeps what it found for the last names asked; names of peoples ("Afghan") have no places."""

    @lru_cache(maxsize=_REMEMBERED)
    def candidates(name: str) -> tuple[PlaceCandidate, ...]:
        return () if is_demonym(name) else gazetteer.candidates(name, limit=MOST_CANDIDATES)

    return candidates


def group_names(doc: Doc, toponyms: Sequence[Toponym], weights: Sequence[float]) -> tuple[list[Name], list[int]]:
    """Join the mentions of one name, and return the names with the number of each toponym's name.

    Mentions with different containers ("Paris, Texas" and "Paris, France") are different names; a mention without one
    belongs to the name of its document that has one, the most frequent where there are several.
    """
    containers = [container_of(doc, toponyms, index) for index in range(len(toponyms))]
    contents: list[int | None] = [None] * len(toponyms)
    for index, outer in enumerate(containers):
        if outer is not None:
            contents[outer] = index
    keys = _join_keys(doc, toponyms, containers, contents)
    datelines = dateline_tokens(doc)
    members: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        members[key].append(index)
    numbers = {key: number for number, key in enumerate(members)}
    names = []
    for indices in members.values():
        first = toponyms[indices[0]]
        outer = next((outer for index in indices if (outer := containers[index]) is not None), None)
        inner = next((inner for index in indices if (inner := contents[index]) is not None), None)
        names.append(
            Name(
                text=doc[first.start : first.end].text,
                candidates=first.candidates,
                position=indices[0],
                weight=max(weights[index] for index in indices),
                containers=() if outer is None else _areas(toponyms[outer]),
                contents=() if inner is None else toponyms[inner].candidates[:_CONTENTS],
                cue=next((cue for index in indices if (cue := _cue(doc, toponyms[index]))), ""),
                is_dateline=any(toponyms[index].start in datelines for index in indices),
                mentions=len(indices),
            )
        )
    return names, [numbers[key] for key in keys]


def container_of(doc: Doc, toponyms: Sequence[Toponym], index: int) -> int | None:
    """Return the number of the toponym that contains this one by the text: "X, Y", "X (Y)", "X in Y", "Y's X"."""
    toponym = toponyms[index]
    if index + 1 < len(toponyms):
        following = toponyms[index + 1]
        between = doc[toponym.end : following.start].text.lower()
        if between in _BESIDE and _fits(toponym, following):
            return index + 1
        if between in _INSIDE and _areas(following):
            return index + 1
    if index > 0:
        before = toponyms[index - 1]
        if doc[before.end : toponym.start].text.lower() in _POSSESSIVE and _fits(toponym, before):
            return index - 1
    return None


def _areas(toponym: Toponym) -> tuple[PlaceCandidate, ...]:
    return tuple(place for place in toponym.candidates[:_CONTAINERS] if kind_of(place) in _AREAS)


def _fits(inner: Toponym, outer: Toponym) -> bool:
    """Tell whether some place of the one name lies in some country or division of the other."""
    areas = _areas(outer)
    return any(is_inside(place, area) for place in inner.candidates for area in areas)


def peoples_of(doc: Doc) -> dict[str, float]:
    """Return how the demonyms of a document ("Afghan", "Syrians") share out over countries; empty without any."""
    table = _demonyms()
    count: Counter[str] = Counter()
    for token in doc:
        if token.text[0].isupper():
            codes = table.get(token.lower_) or table.get(token.lower_.removesuffix("s")) or ()
            if token.i + 1 < len(doc) and doc[token.i + 1].text[0].isupper():
                codes = table.get(f"{token.lower_} {doc[token.i + 1].lower_}") or codes
            for code in codes:
                count[code] += 1
    total = count.total()
    return {code: number / total for code, number in count.items()}


def is_demonym(text: str) -> bool:
    """Tell whether a word names a people: "Afghan", "Afghans"."""
    lowered = text.lower()
    return lowered in _demonyms() or (lowered.removesuffix("s") in _demonyms() and lowered not in _country_names())


@cache
def _demonyms() -> dict[str, tuple[str, ...]]:
    return read_demonyms()


@cache
def _country_names() -> frozenset[str]:
    return frozenset(name.lower() for country in read_countries() for name in (country.name, *country.names))


def _key(toponym: Toponym, doc: Doc) -> str:
    return doc[toponym.start : toponym.end].text.lower()


def _join_keys(
    doc: Doc, toponyms: Sequence[Toponym], containers: Sequence[int | None], contents: Sequence[int | None]
) -> list[tuple[str, str, str]]:
    """Return a key for each mention: its name, its container and its content; mentions of one key mean one place.

    A mention without container has that of its namesakes. A mention with a content stands for itself: the "Georgia" of
    "Atlanta, Georgia" need not be that of the rest of the article.
    """
    names = [_key(toponym, doc) for toponym in toponyms]
    outer = ["" if number is None else names[number] for number in containers]
    inner = ["" if number is None else names[number] for number in contents]
    known: dict[str, Counter[str]] = defaultdict(Counter)
    for name, container in zip(names, outer, strict=True):
        if container:
            known[name][container] += 1
    return [
        (name, container or (known[name].most_common(1)[0][0] if name in known else ""), content)
        for name, container, content in zip(names, outer, inner, strict=True)
    ]


def _cue(doc: Doc, toponym: Toponym) -> str:
    following = doc[toponym.end].lower_ if toponym.end < len(doc) else ""
    before = [doc[index].lower_ for index in range(max(0, toponym.start - 2), toponym.start)]
    if following in DIVISION_WORDS or (before[-1:] == ["of"] and before[0] in DIVISION_WORDS):
        return "division"
    if following in SETTLEMENT_WORDS or (before[-1:] == ["of"] and before[0] in SETTLEMENT_WORDS):
        return "settlement"
    return ""


def dateline_tokens(doc: Doc) -> frozenset[int]:
    """Return the indices of the tokens of the document's dateline; none when it has no dateline."""
    dateline = find_dateline(doc.text)
    return frozenset(_tokens_of(doc, dateline.start, dateline.end)) if dateline else frozenset()


def agency_tokens(doc: Doc) -> frozenset[int]:
    """Return the indices of the tokens that name the agency in the document's dateline: "(Meridian)" is no town."""
    dateline = find_dateline(doc.text)
    agency = dateline.agency if dateline else None
    return frozenset(_tokens_of(doc, agency.start, agency.end)) if agency else frozenset()


def _tokens_of(doc: Doc, start: int, end: int) -> Iterator[int]:
    for token in doc:
        if token.idx >= end:
            return
        if token.idx >= start:
            yield token.i
