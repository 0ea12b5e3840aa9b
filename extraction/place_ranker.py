"""Which place a name means: a small network over features of each candidate in its document.

Names are resolved together, in rounds. The first round knows the candidate alone (population, kind, form of the name) and
its nearest words ("X, Y"); the next know what the last made of the other names, so that a name near a known place,
or in a country or division that the document speaks of, gains. Mentions of one name mean one place, unless the
words after them name different containers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from extraction.lexicons.place_words import ROMANISED
from extraction.place_features import kind_of
from gazetteer.names import fold
from records import PlaceCandidate

KINDS: Final = ("country", "adm1", "adm2", "capital", "town", "region", "water", "land", "site")
LOCAL: Final = len(KINDS) + 18
CONTEXT: Final = 12
ROUNDS: Final = 2
MOST_CANDIDATES: Final = 60  # of one name, the largest; the right one is among them in all but a few cases
_NEIGHBOURS: Final = 24  # names whose places count for a name: the nearest in the text
_KEPT: Final = 6  # candidates of each neighbour that count
_WELL_KNOWN: Final = 1_000_000
_COUNTY_KM: Final = 60.0
_SCALES_KM: Final = (15.0, 80.0, 400.0)
_EARTH_DIAMETER_KM: Final = 12742.0176

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be resolved, with all its mentions that stand in the same container.

    Attributes:
        text: as printed in its first mention.
        candidates: what the gazetteer has under it.
        position: number of its first mention among the document's toponyms.
        weight: how sure it is that this is a place name, 0 to 1; what it counts for other names.
        containers: candidates of the place that the text names as containing it, empty when it names none.
        contents: candidates of the place that the text names as lying in this one, empty when it names none.
        cue: `division` before a word like "province", `settlement` beside a word like "city", else empty.
        is_dateline: the article is written from there.
        mentions: number of mentions.

    """

    text: str
    candidates: tuple[PlaceCandidate, ...]
    position: int
    weight: float
    containers: tuple[PlaceCandidate, ...]
    contents: tuple[PlaceCandidate, ...]
    cue: str
    is_dateline: bool
    mentions: int


class PlaceRanker:
    """Resolves the names of a document. `weights` are two layers for the first round and two for the next."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._networks = [
            tuple(np.asarray(layer, dtype=np.float64) for layer in weights[key]) for key in ("first", "next")
        ]

    def rank(self, names: Sequence[Name], peoples: Mapping[str, float]) -> list[Floats]:
        """Return the probability of each candidate of each name; empty arrays for names without candidates.

        What a name's probabilities lack to one is that of none of them: the place may be missing in the gazetteer.
        `peoples` gives the share of each country among the demonyms of the document.
        """
        local = [local_features(name) for name in names]
        opinions = [self._choose(0, rows) for rows in local]
        atlas = Atlas(names, peoples)
        for _ in range(ROUNDS):
            context = atlas.features(opinions)
            opinions = [
                self._choose(1, np.hstack([rows, more])) if len(rows) else rows[:, 0]
                for rows, more in zip(local, context, strict=True)
            ]
        return opinions

    def _choose(self, network: int, rows: Floats) -> Floats:
        return choose(score(self._networks[network], with_none(rows))) if len(rows) else np.zeros(0)


def score(network: Sequence[Floats], rows: Floats) -> Floats:
    """Return the network's score of each row of features: one hidden layer of hyperbolic tangents."""
    hidden_weights, hidden_bias, output_weights = network
    result: Floats = np.tanh(rows @ hidden_weights + hidden_bias) @ output_weights
    return result


def with_none(rows: Floats) -> Floats:
    """Return the rows of a name's candidates with one of zeros behind them, which stands for none of the candidates."""
    return np.vstack([rows, np.zeros((1, rows.shape[1]))])


def choose(scores: Floats) -> Floats:
    """Return the scores of candidates as probabilities; the last score, of none of them, is left out."""
    powers = np.exp(scores - scores.max())
    result: Floats = (powers / powers.sum())[:-1]
    return result


def local_features(name: Name) -> Floats:
    """Return a row of LOCAL features for each candidate: what it is, how it is written, what stands beside it."""
    if not name.candidates:
        return np.zeros((0, LOCAL))
    key, lowered = fold(name.text), name.text.lower()
    total = sum(map(_prominence, name.candidates)) + 1
    countries = {place.country for place in name.containers if kind_of(place) == "country"}
    divisions = {(place.country, place.name) for place in name.containers if kind_of(place) == "adm1"}
    inhabitants = sum(place.population + 1 for place in name.contents) or 1
    rows = []
    for number, place in enumerate(name.candidates):
        kind = kind_of(place)
        held = sum(inner.population + 1 for inner in name.contents if is_inside(inner, place)) / inhabitants
        in_country = place.country in countries and kind != "country"
        in_division = (place.country, place.admin1) in divisions and kind not in {"country", "adm1"}
        near = max((_closeness(place, other, 60.0) for other in name.containers if other is not place), default=0.0)
        is_area = kind in {"adm1", "adm2"}
        rows.append(
            [float(kind == each) for each in KINDS]
            + [
                math.log10(_prominence(place) + 1) / 7,
                float(_prominence(place) == 0),
                float(fold(place.name) == key),
                float(place.name.lower() == lowered),
                float(place.country in ROMANISED and fold(place.name) != key),
                1 / (1 + number),
                _prominence(place) / total,
                float(in_country),
                float(in_division),
                float(bool(name.containers) and not in_country and not in_division),
                near,
                float(name.cue == "division" and is_area),
                float(name.cue == "division" and not is_area),
                float(name.cue == "settlement" and place.feature_class == "P"),
                float(name.is_dateline and place.feature_class == "P"),
                math.log10(len(name.candidates)) / 2,
                float(len(name.text) <= 3),
                held,
            ]
        )
    return np.asarray(rows)


def _prominence(place: PlaceCandidate) -> int:
    """Return the population; of what has none but was put into the tables for being named often, that of a city."""
    return place.population or (_WELL_KNOWN if place.key.startswith("region:") else 0)


def is_inside(inner: PlaceCandidate, outer: PlaceCandidate) -> bool:
    """Tell whether a place lies in a country, or in a first-order division other than itself, or near a smaller one."""
    kind = kind_of(outer)
    if inner.country != outer.country or inner.key == outer.key:
        return False
    if kind == "country":
        return True
    if kind == "adm1":
        return inner.admin1 == outer.name and kind_of(inner) != "adm1"
    return kind == "adm2" and inner.admin1 == outer.admin1 and _closeness(inner, outer, 1.0) > math.exp(-_COUNTY_KM)


class Atlas:
    """The candidates of all names of a document on the globe, for features that compare them.

    What counts for a name are the likeliest places of its neighbours, the names nearest in the text; so the cost is
    linear in the number of names. Kept places of all names stand in one row of arrays, those of a name together.
    """

    def __init__(self, names: Sequence[Name], peoples: Mapping[str, float]) -> None:
        self._names = names
        codes = _Codes()
        self._gazettes = [_Gazette(name.candidates, codes, peoples) for name in names]
        sizes = [min(_KEPT, len(name.candidates)) for name in names]
        ends = np.cumsum([0, *sizes])
        self._kept_of = [slice(int(ends[number]), int(ends[number + 1])) for number in range(len(names))]
        self._owner = np.repeat(np.arange(len(names)), sizes)
        self._weight = np.asarray([name.weight for name in names])
        self._is_dateline = np.asarray([name.is_dateline for name in names], dtype=bool)
        self._neighbours = [self._find_neighbours(number, sizes) for number in range(len(names))]

    def _find_neighbours(self, number: int, sizes: Sequence[int]) -> list[int]:
        # Names are in order of their first mention, so the nearest stand on both sides.
        near: list[int] = []
        before, after = number - 1, number + 1
        position = self._names[number].position
        while len(near) < _NEIGHBOURS and (before >= 0 or after < len(self._names)):
            left = position - self._names[before].position if before >= 0 else math.inf
            right = self._names[after].position - position if after < len(self._names) else math.inf
            if left <= right:
                other, before = before, before - 1
            else:
                other, after = after, after + 1
            if sizes[other]:
                near.append(other)
        return sorted(near)

    def features(self, opinions: Sequence[Floats]) -> list[Floats]:
        """Return a row of CONTEXT features for each candidate of each name, given the last round's probabilities."""
        kept = [np.argsort(-opinion, kind="stable")[:_KEPT] for opinion in opinions]
        world = _World(self._gazettes, opinions, kept, self._weight[self._owner])
        return [self._rows(number, world) for number in range(len(self._names))]

    def _rows(self, number: int, world: "_World") -> Floats:
        name, own = self._names[number], self._gazettes[number]
        rows = np.zeros((len(name.candidates), CONTEXT))
        if not name.candidates:
            return rows
        rows[:, 2] = np.where(own.is_country, 0.0, world.named_country[own.country])
        rows[:, 3] = np.where(own.is_division, 0.0, world.named_division[own.division])
        rows[:, 4] = own.people
        others = self._neighbours[number]
        rows[:, 10] = min(len(others), 10) / 10
        rows[:, 11] = min(name.mentions, 5) / 5
        if not others:
            return rows
        flat = np.concatenate([np.arange(self._kept_of[other].start, self._kept_of[other].stop) for other in others])
        first = np.cumsum([0] + [self._kept_of[other].stop - self._kept_of[other].start for other in others[:-1]])
        weight = self._weight[others]
        total = float(weight.sum()) or 1.0
        sure = world.sure[flat]
        mass = sure * world.weight[flat]
        rows[:, 0] = ((own.country[:, None] == world.country[flat]) & (own.country[:, None] > 0)) @ mass / total
        rows[:, 1] = ((own.division[:, None] == world.division[flat]) & (own.division[:, None] > 0)) @ mass / total
        distances = _kilometres(own.points, world.points[flat])
        near = [np.maximum.reduceat(np.exp(-distances / scale) * sure, first, axis=1) for scale in _SCALES_KM]
        rows[:, 5] = near[1] @ weight / total
        rows[:, 6] = near[2] @ weight / total
        rows[:, 7] = (near[0] * weight).max(axis=1)
        rows[:, 8] = (near[1] * weight).max(axis=1)
        dateline = self._is_dateline[others]
        if dateline.any():
            rows[:, 9] = near[1][:, dateline].max(axis=1)
        return rows


class _Codes(dict[object, int]):
    """Numbers for countries and divisions, from 1 on; 0 stands for none."""

    def __missing__(self, key: object) -> int:
        self[key] = number = len(self) + 1
        return number


class _Gazette:
    """The candidates of one name as arrays."""

    def __init__(self, places: Sequence[PlaceCandidate], codes: _Codes, peoples: Mapping[str, float]) -> None:
        kinds = [kind_of(place) for place in places]
        self.points = np.radians(np.asarray([(p.latitude, p.longitude) for p in places], dtype=float).reshape(-1, 2))
        self.country = np.asarray([codes[p.country] if p.country else 0 for p in places], dtype=int)
        self.division = np.asarray([codes[p.country, p.admin1] if p.admin1 else 0 for p in places], dtype=int)
        self.is_country = np.asarray([kind == "country" for kind in kinds], dtype=bool)
        self.is_division = np.asarray([kind == "adm1" for kind in kinds], dtype=bool)
        self.people = np.asarray([peoples.get(p.country or "", 0.0) for p in places], dtype=float)
        self.codes = codes


class _World:
    """The kept candidates of all names of a document, and which countries and divisions it names itself."""

    def __init__(
        self,
        gazettes: Sequence[_Gazette],
        opinions: Sequence[Floats],
        kept: Sequence[npt.NDArray[np.intp]],
        weight: Floats,
    ) -> None:
        def join(arrays: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
            return np.concatenate(arrays) if arrays else np.zeros(0)

        pairs = list(zip(gazettes, kept, strict=True))
        self.points: Floats = join([gazette.points[best] for gazette, best in pairs]).reshape(-1, 2)
        self.sure: Floats = join([opinion[best] for opinion, best in zip(opinions, kept, strict=True)])
        self.weight = weight
        self.country = join([gazette.country[best] for gazette, best in pairs]).astype(int)
        self.division = join([gazette.division[best] for gazette, best in pairs]).astype(int)
        is_country = join([gazette.is_country[best] for gazette, best in pairs]).astype(bool)
        is_division = join([gazette.is_division[best] for gazette, best in pairs]).astype(bool)
        size = len(gazettes[0].codes) + 1 if gazettes else 1
        self.named_country = np.zeros(size)
        self.named_division = np.zeros(size)
        np.maximum.at(self.named_country, self.country[is_country], (self.sure * weight)[is_country])
        np.maximum.at(self.named_division, self.division[is_division], (self.sure * weight)[is_division])
        self.named_country[0] = self.named_division[0] = 0.0


def _kilometres(first: Floats, second: Floats) -> Floats:
    """Return great-circle distances of all pairs of points in radians, a row for each of `first`."""
    lat1, lon1 = first[:, :1], first[:, 1:]
    lat2, lon2 = second[:, 0], second[:, 1]
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    result: Floats = _EARTH_DIAMETER_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return result


def _closeness(first: PlaceCandidate, second: PlaceCandidate, scale: float) -> float:
    north = first.latitude - second.latitude
    east = (first.longitude - second.longitude) * math.cos(math.radians(first.latitude))
    return math.exp(-math.hypot(north, east) * 111.2 / scale)
