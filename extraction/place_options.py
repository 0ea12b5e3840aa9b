"""What the places of a fact can be: those of its sentence, those named before or just behind it, or none; each with its features."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extraction.lemmas import lemma_of
from extraction.place_evidence import (
    Situation,
    describe_distance,
    describe_fact,
    describe_group,
    describe_own,
    has_incident,
)
from extraction.place_groups import PlaceGroup, PlaceMap, keys_of
from extraction.place_mentions import PlaceMention
from extraction.place_roles import find_role, inherited_role
from extraction.readings import Reading
from records import ClaimPlace, PlaceRole

_EARLIER: Final = 12  # groups before a fact that may hold for it
_LEAD: Final = 3  # groups at the head of the document that always may
_HEADING: Final = 2  # number of the last sentence that a headline or a lead may be
_BEHIND: Final = 80  # tokens behind a headline or lead in which its place may stand
_JUST_BEHIND: Final = 30  # the same for any other fact


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """One answer to where a fact lies.

    Attributes:
        places: the places with their roles, in order of the text; empty for nowhere.
        rule: `sentence`, `earlier`, `later` or `none`.
        features: names of what speaks for or against it.

    """

    places: tuple[ClaimPlace, ...]
    rule: str
    features: tuple[str, ...]


class Incidents:
    """Where the facts of each event, trigger and value lie by their own sentences: facts of one incident share their place."""

    def __init__(
        self, readings: Sequence[Reading], ruled: Sequence[Sequence[ClaimPlace]], expected: Sequence[frozenset[str]]
    ) -> None:
        self._readings = readings
        self.expected = expected
        self.keys = [keys_of(places) for places in ruled]
        self._by_mark: dict[tuple[str, object], Counter[str]] = {}
        for reading, keys in zip(readings, self.keys, strict=True):
            for mark in _marks(reading) if has_incident(reading.event.event) else ():
                self._by_mark.setdefault(mark, Counter()).update(keys)

    def compare(self, index: int, keys: frozenset[str]) -> Iterator[str]:
        """Yield whether places are those expected of the fact, and those of the fact before and of the same event."""
        if keys & self.expected[index]:
            yield "near.expected"
        if not index or not self.expected[index - 1]:
            return
        reading = self._readings[index]
        is_same = self._readings[index - 1].event.event is reading.event.event
        relation = "previous" if keys & self.expected[index - 1] else "not_previous"
        yield f"near.{relation},same={is_same}"
        if reading.link:
            yield f"near.{relation},link"

    def features(self, index: int, keys: frozenset[str], kind: str) -> Iterator[str]:
        """Yield what makes places those of another fact like that of reading `index`; `kind` begins each name."""
        reading = self._readings[index]
        counts_itself = has_incident(reading.event.event)
        for mark in _marks(reading):
            counts = self._by_mark.get(mark)
            if counts and any(counts[key] > (counts_itself and key in self.keys[index]) for key in keys):
                yield f"{kind}.of={mark[0]}"


def _marks(reading: Reading) -> Iterator[tuple[str, object]]:
    event = reading.event
    yield "event", event.event
    if event.trigger is not None:
        yield "trigger", lemma_of(event.trigger)
    if reading.quantity.low is not None:
        yield "value", (event.event, reading.quantity.low)


class OptionFinder:
    """Finds the options of the facts of one document."""

    def __init__(self, places: PlaceMap, incidents: Incidents, focus: frozenset[str]) -> None:
        self._map = places
        self._incidents = incidents
        self._focus = focus

    def find(self, index: int, situation: Situation, ruled: tuple[ClaimPlace, ...]) -> list[PlaceOption]:
        """Return every option of reading `index`; the last is that of no place.

        `ruled` are the places that the parse of its sentence gives.
        """
        token = situation.reading.counted.number.i
        outline = self._map.outline
        sentence, line = outline.sentence(token), outline.line(token)
        fact = situation.fact
        own = self._map.between(fact.sentence.start, fact.sentence.end)
        options = _Options()
        about = list(describe_fact(situation, sentence))
        for places, features in self._own_options(situation, own, ruled, options):
            options.add(places, "sentence", [*features, *_cross("own", about)])
        earlier = self._earlier(fact.sentence.start)
        role = inherited_role(fact)
        for rank, group in enumerate(earlier):
            if options.has(group.keys):
                continue
            features = ["near", *describe_distance(group, sentence, line, rank)]
            features += describe_group(group, self._map, "near")
            features += self._incidents.compare(index, group.keys)
            features += self._incidents.features(index, group.keys, "near")
            if group.sentence == self._map.groups[0].sentence:
                features.append("near.lead")
            if group.keys & self._focus:
                features.append("near.focus")
            options.add(_in_role(group, role), "earlier", [*features, *_cross("near", about)])
        reach = _BEHIND if sentence <= _HEADING else _JUST_BEHIND
        for group in self._map.between(fact.sentence.end, fact.sentence.end + reach):
            if options.has(group.keys):
                continue
            features = [
                "ahead",
                f"ahead.sentences={min(group.sentence - sentence, 3)}",
                f"ahead.from={min(sentence, 3)}",
            ]
            features += ["ahead.only"] * (options.is_empty)
            features += describe_group(group, self._map, "near")
            features += self._incidents.features(index, group.keys, "near")
            options.add(_in_role(group, role), "later", features)
        features = ["none"] + ["none.ruled"] * bool(ruled) + ["none.only"] * options.is_empty
        if not self._incidents.expected[index]:
            features.append("none.expected")
        if index and not self._incidents.expected[index - 1]:
            features.append(f"none.previous,link={bool(situation.reading.link)}")
        options.add((), "none", [*features, *_cross("none", about)])
        return options.found

    def _own_options(
        self, situation: Situation, own: Sequence[PlaceGroup], ruled: tuple[ClaimPlace, ...], options: "_Options"
    ) -> Iterator[tuple[tuple[ClaimPlace, ...], list[str]]]:
        """Yield the places that the parse gives, then each group of the sentence."""
        fact, chosen = situation.fact, keys_of(ruled)
        here = [mention for group in own for mention in group.mentions]
        if ruled:
            nearest = max(own, key=lambda group: len(group.keys & chosen))
            yield ruled, ["own", "own.ruled", *self._describe_own(nearest, situation, here)]
        for group in own:
            if options.has(group.keys):  # the features cost more than the question
                continue
            features = ["own", *self._describe_own(group, situation, here)]
            if chosen:
                features.append("own.ruled_part" if group.keys & chosen else "own.ruled_other")
            places = tuple(
                ClaimPlace(place=mention.place, role=find_role(mention, fact, here)) for mention in group.mentions
            )
            yield places, features

    def _describe_own(self, group: PlaceGroup, situation: Situation, here: Sequence[PlaceMention]) -> Iterator[str]:
        yield from describe_group(group, self._map, "own")
        yield from describe_own(group, situation, here)

    def _earlier(self, start: int) -> list[PlaceGroup]:
        """Return the groups before a token, the nearest first, and those at the head of the document."""
        near = self._map.before(start, _EARLIER)
        lead = [group for group in self._map.groups[:_LEAD] if group.start < start and group not in near]
        return near + lead[::-1]


class _Options:
    """Options with different places; of several with the same ones the first counts."""

    def __init__(self) -> None:
        self.found: list[PlaceOption] = []
        self._seen: set[frozenset[str]] = set()

    @property
    def is_empty(self) -> bool:
        return not self.found

    def has(self, keys: frozenset[str]) -> bool:
        """Tell whether the places with these keys are an option already."""
        return keys in self._seen

    def add(self, places: tuple[ClaimPlace, ...], rule: str, features: Iterable[str]) -> None:
        keys = keys_of(places)
        if keys not in self._seen:
            self._seen.add(keys)
            self.found.append(PlaceOption(places, rule, tuple(features)))


def _cross(kind: str, about: Sequence[str]) -> Iterator[str]:
    """Yield what a fact is like as evidence for one kind of option."""
    return (f"{kind}|{name}" for name in about)


def _in_role(group: PlaceGroup, role: PlaceRole) -> tuple[ClaimPlace, ...]:
    return tuple(ClaimPlace(place=mention.place, role=role) for mention in group.mentions)
