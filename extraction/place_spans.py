"""Where a place name may stand: stretches of tokens that the entities, the gazetteer or a geographic word speak for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.lexicons.place_words import (
    CONNECTORS,
    CROSSING_WORDS,
    DIVISION_WORDS,
    LEADING_NATURAL_WORDS,
    NATURAL_WORDS,
    STREET_WORDS,
)
from records import PlaceCandidate

PLACE_LABELS: Final = frozenset({"GPE", "LOC"})
LONGEST_NAME: Final = 7  # tokens, hyphens and apostrophes included
_MOST_WORDS_BEFORE: Final = 4  # a geographic word: "Sam Houston National Forest"
LONGEST_TEXT: Final = 80  # code points; no entry of the gazetteer is longer

Candidates = Callable[[str], tuple[PlaceCandidate, ...]]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A stretch that may be a place name.

    Attributes:
        start: index of the first token.
        end: index after the last token.
        origin: what speaks for it: `entity`, `gazetteer` or `pattern`.
        candidates: what the gazetteer has under this name, largest population first.

    """

    start: int
    end: int
    origin: str
    candidates: tuple[PlaceCandidate, ...]


def find_toponyms(doc: Doc, candidates: Candidates) -> list[Toponym]:
    """Return the stretches that may be place names, in order of the text, none overlapping another.

    Names of the gazetteer are taken longest first from the left, within entities as well: "Kansas City" in "Kansas City
    police". Names that end in a geographic word ("Neches River") go before what the gazetteer has of their parts, and
    what is tagged a place but unknown to the gazetteer follows where nothing else stands.
    """
    by_token = {index: name for name in _find_names(doc, candidates) for index in range(name.start, name.end)}
    for pattern in _find_patterns(doc, candidates):
        inside = {by_token[index] for index in range(pattern.start, pattern.end) if index in by_token}
        whole = all(pattern.start <= name.start and name.end <= pattern.end for name in inside)
        if whole and (pattern.candidates or doc[pattern.end - 1].lower_ not in DIVISION_WORDS or not inside):
            by_token.update(dict.fromkeys(range(pattern.start, pattern.end), pattern))
    names = list(dict.fromkeys(by_token.values()))
    return sorted(_settle_entities(doc, candidates, names), key=lambda toponym: toponym.start)


def _settle_entities(doc: Doc, candidates: Candidates, names: list[Toponym]) -> list[Toponym]:
    """Add the places that the tagger found, each instead of the names inside it unless only those are known."""
    by_token = {index: name for name in names for index in range(name.start, name.end)}
    kept = dict.fromkeys(names)
    added = []
    for ent in doc.ents:
        span = trim(ent) if ent.label_ in PLACE_LABELS else None
        if span is None:
            continue
        inside = {by_token[index] for index in range(span.start, span.end) if index in by_token}
        known = candidates(span.text)
        if inside and (not known or any(name.start <= span.start and name.end >= span.end for name in inside)):
            continue
        for name in inside:
            kept.pop(name, None)
        added.append(Toponym(span.start, span.end, "entity", known))
    return [*kept, *added]


def trim(span: Span) -> Span | None:
    """Return the span without an article before it and a possessive or punctuation after it; None when nothing is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].lower_ in {"the", "a", "an"} or doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space or _is_closing(doc[end - 1])):
        end -= 1
    return doc[start:end] if start < end else None


def _is_closing(token: Token) -> bool:
    return token.is_punct and not token.text.endswith(".")


def _find_names(doc: Doc, candidates: Candidates) -> Iterator[Toponym]:
    text = doc.text  # joined anew at every access
    index = 0
    while index < len(doc):
        name = _longest_name(doc, text, index, candidates) if _may_begin(doc[index]) else None
        if name is None:
            index += 1
        else:
            yield name
            index = name.end


def _longest_name(doc: Doc, text: str, start: int, candidates: Candidates) -> Toponym | None:
    ends = []
    for end in range(start + 1, min(start + LONGEST_NAME, len(doc)) + 1):
        token = doc[end - 1]
        if _may_begin(token) or _has_elision(token):
            ends.append(end)
        elif token.lower_ not in CONNECTORS:
            break
    for end in reversed(ends):
        name = text[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])]
        known = candidates(name) if 1 < len(name) <= LONGEST_TEXT else ()
        if known:
            return Toponym(start, end, "gazetteer", _as_crossing(doc, text, start, end, candidates) or known)
    return None


def _as_crossing(doc: Doc, text: str, start: int, end: int, candidates: Candidates) -> tuple[PlaceCandidate, ...]:
    """Return the crossings of a name that has a word for one behind it: "Rafah" in "the Rafah border crossing"."""
    stop = end
    while stop < min(end + 2, len(doc)) and doc[stop].lower_ in CROSSING_WORDS:
        stop += 1
    for last in range(stop, end, -1):
        name = text[doc[start].idx : doc[last - 1].idx + len(doc[last - 1])]
        found = tuple(place for place in candidates(name) if place.key.startswith("crossing:"))
        if found:
            return found
    return ()


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() and token.text[-1] not in "-–" and token.lower_ != "the"


def _has_elision(token: Token) -> bool:
    """Tell whether a token is like "d'Ivoire", whatever sign stands for the apostrophe."""
    text = token.text
    return len(text) > 2 and text[0] in "dl" and not text[1].isalnum() and text[2].isupper()


def _find_patterns(doc: Doc, candidates: Candidates) -> Iterator[Toponym]:
    for token in doc:
        if not token.text[0].isupper():
            continue
        word = token.lower_
        start, end = token.i, token.i + 1
        if word in DIVISION_WORDS or word in NATURAL_WORDS or word in STREET_WORDS:
            while start > 0 and token.i - start < _MOST_WORDS_BEFORE and _names_something(doc[start - 1]):
                start -= 1
        if start == token.i and word in LEADING_NATURAL_WORDS and end < len(doc) and _names_something(doc[end]):
            end += 1
        if end - start > 1:
            yield Toponym(start, end, "pattern", candidates(doc[start:end].text))


def _names_something(token: Token) -> bool:
    return token.text[0].isupper() and token.is_alpha and token.pos_ not in {"ADP", "DET", "PRON", "CCONJ", "SCONJ"}
