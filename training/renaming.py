"""Give the people and places of entity texts other names, so that context and not memory tells what a name is.

The corpora are older than the towns that news is made in now. Settlements of every country stand in for the places that
the corpora know, and people swap names, so that a rare name is neither always a place nor always a person.
"""

import random
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gazetteer.build import read_cities
from training.corpora import EntityText

LARGEST = 200  # settlements of a country that stand in for others
SHARE = 0.5  # of the names of a text that are replaced
_PLAIN = re.compile(r"[A-Z][A-Za-z' -]+")
_FULL_NAME = re.compile(r"[A-Z][\w.'\u2019-]+( [\w.'\u2019-]+)* [A-Z][\w'\u2019-]+")


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to choose from: `places` by country, each settlement with its spellings; `people` in two words or more."""

    places: Sequence[Sequence[Sequence[str]]]
    people: Sequence[str]

    def draw_place(self, rng: random.Random) -> str:
        """Return a settlement of a country drawn first, so that large countries do not crowd out small ones."""
        return rng.choice(rng.choice(rng.choice(self.places)))


def read_pool(texts: Iterable[EntityText]) -> NamePool:
    """Return the settlements of the gazetteer's source and the people of the texts."""
    cities = sorted(read_cities(), key=lambda city: (city.country or "", -city.population))
    places: list[list[list[str]]] = []
    for _, country in groupby(cities, key=lambda city: city.country):
        spellings = (spell_plainly([city.name, *city.names]) for city in list(country)[:LARGEST])
        places.append([names for names in spellings if names])
    people = {
        " ".join(text.text[start:end].split())
        for text in texts
        for start, end, label in text.entities
        if label == "PERSON"
    }
    return NamePool([country for country in places if country], sorted(filter(_FULL_NAME.fullmatch, people)))


def spell_plainly(names: Iterable[str]) -> list[str]:
    """Return the distinct spellings in plain letters, as English news prints them."""
    bare = (unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() for name in names)
    return sorted({name for name in bare if _PLAIN.fullmatch(name)})


def rename(text: EntityText, pool: NamePool, rng: random.Random) -> EntityText:
    """Return the text with about half of its place and person names replaced, each by the same name throughout.

    The offsets of entities and missing stretches follow. A last name follows its full name; organisations, peoples and what
    stands inside them keep theirs.
    """
    names = draw_names(text, pool, rng)
    parts: list[str] = []
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    length = position = 0
    for start, end, label in sorted(text.entities):
        old = text.text[start:end]
        new = names.get((label, old), old)
        parts += [text.text[position:start], new]
        starts[start] = length + start - position
        length = starts[start] + len(new)
        ends[end] = length
        position = end
    parts.append(text.text[position:])
    shifted = [(starts[start], ends[end], label) for start, end, label in sorted(text.entities)]
    return replace(
        text,
        text="".join(parts),
        entities=tuple(shifted),
        missing=tuple((_shift(start, ends), _shift(end, ends)) for start, end in text.missing),
    )


def draw_names(text: EntityText, pool: NamePool, rng: random.Random) -> dict[tuple[str, str], str]:
    """Return new names by label and old name; capitals stay capitals."""
    found = sorted({(label, text.text[start:end]) for start, end, label in text.entities})
    names: dict[tuple[str, str], str] = {}
    for label, old in found:
        if label == "GPE" and rng.random() < SHARE:
            names[label, old] = pool.draw_place(rng)
        elif label == "PERSON" and " " in old and rng.random() < SHARE:
            names[label, old] = new = rng.choice(pool.people)
            last = ("PERSON", old.split()[-1])
            if last in found:
                names[last] = new.split()[-1]
    return {key: new.upper() if key[1].isupper() and len(key[1]) > 1 else new for key, new in names.items()}


def _shift(place: int, ends: Mapping[int, int]) -> int:
    """Return where an offset outside entities went."""
    before = [end for end in ends if end <= place]
    return place + (ends[max(before)] - max(before) if before else 0)
