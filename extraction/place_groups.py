"""Places that a text names together, and what a document makes of each: how often and how prominently it is named."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from extraction.lemmas import lemma_of
from extraction.lexicons.place_words import DIVISION_WORDS, SETTLEMENT_WORDS
from extraction.place_mentions import PlaceMention
from gazetteer.names import fold
from records import ClaimPlace, Place

_JOINERS: Final = frozenset({",", "and", "or", "in", "of", "the", "&", "/", "(", ")", "as", "well", "both"})
_KINDS: Final = frozenset(DIVISION_WORDS) | SETTLEMENT_WORDS
_LONGEST: Final = 5  # tokens between two places that are named together


def key_of(place: Place) -> str:
    """Return what two mentions of one place have in common: the gazetteer's key, else the folded name."""
    return place.resolved.key if place.resolved is not None else fold(place.text)


def keys_of(places: Sequence[ClaimPlace]) -> frozenset[str]:
    """Return the keys of the places of a claim."""
    return frozenset(key_of(place.place) for place in places)


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places named together: "Windsor Locks, Connecticut", "the provinces of Nyanza, Rift Valley and Western".

    Attributes:
        mentions: the places in order of the text; never empty.
        keys: the keys of the places.
        sentence: number of their sentence in the document.
        line: number of their line, that is of their paragraph.

    """

    mentions: tuple[PlaceMention, ...]
    keys: frozenset[str]
    sentence: int
    line: int

    @property
    def start(self) -> int:
        """Return the index of the first token."""
        return self.mentions[0].span.start


class Outline:
    """The numbers of sentences and lines of a document, looked up by token in logarithmic time."""

    def __init__(self, doc: Doc) -> None:
        self._sentences = [token.i for token in doc if token.i == 0 or token.is_sent_start]
        self._lines = [token.i for token in doc if token.i == 0 or "\n" in doc[token.i - 1].text]

    def sentence(self, index: int) -> int:
        """Return the number of the sentence of the token at `index`."""
        return bisect_right(self._sentences, index) - 1

    def line(self, index: int) -> int:
        """Return the number of the line of the token at `index`."""
        return bisect_right(self._lines, index) - 1


class PlaceMap:
    """The groups of places of a document in order, and how often each place and each country is named."""

    def __init__(self, doc: Doc, mentions: Sequence[PlaceMention]) -> None:
        self.outline = Outline(doc)
        self.groups = find_groups(doc, mentions, self.outline)
        self.names = Counter(key_of(mention.place) for mention in mentions)
        self.countries = Counter(mention.place.country for mention in mentions if mention.place.country)
        self.top_country = max(self.countries, key=lambda code: self.countries[code], default=None)
        self.mentions = len(mentions)
        self._starts = [group.start for group in self.groups]

    def before(self, token: int, count: int) -> list[PlaceGroup]:
        """Return up to `count` groups that begin before the token at index `token`, the nearest first."""
        stop = bisect_right(self._starts, token - 1)
        return self.groups[max(0, stop - count) : stop][::-1]

    def between(self, start: int, end: int) -> list[PlaceGroup]:
        """Return the groups that begin at tokens `start` to `end`, end exclusive, in order."""
        return self.groups[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]

    def named(self, group: PlaceGroup) -> int:
        """Return how often the text names the place of a group that it names most."""
        return max(self.names[key] for key in group.keys)

    def is_in_top_country(self, group: PlaceGroup) -> bool:
        """Tell whether a group lies in the country that the text names, with its places, most."""
        return self.top_country is not None and group.mentions[0].place.country == self.top_country


def find_groups(doc: Doc, mentions: Sequence[PlaceMention], outline: Outline) -> list[PlaceGroup]:
    """Return the mentions in groups, in order of the text."""
    groups: list[list[PlaceMention]] = []
    for mention in mentions:
        if groups and _are_joined(doc, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [_make_group(tuple(group), outline) for group in groups]


def _make_group(mentions: tuple[PlaceMention, ...], outline: Outline) -> PlaceGroup:
    start = mentions[0].span.start
    keys = frozenset(key_of(mention.place) for mention in mentions)
    return PlaceGroup(mentions, keys, outline.sentence(start), outline.line(start))


def _are_joined(doc: Doc, first: PlaceMention, second: PlaceMention) -> bool:
    """Tell whether nothing but words of a list or of containment stands between two places of one sentence."""
    if first.sentence != second.sentence:
        return False
    between = doc[first.span.end : second.span.start]
    return len(between) <= _LONGEST and all(_may_join(token) for token in between)


def _may_join(token: Token) -> bool:
    return token.lower_ in _JOINERS or (token.pos_ in {"NOUN", "PROPN"} and lemma_of(token) in _KINDS)
