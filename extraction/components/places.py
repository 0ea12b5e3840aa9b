"""place_finder: place names, each resolved to an entry of the gazetteer.

Writes `doc.spans["places"]`, one span for each name, `span._.record` its records.Place. Needs entities; tags and a parse
sharpen it, and words of a quantity are none. Names of peoples ("Afghan") are no places. Every other name of a place is kept, and the record's `rule` says
what it is to the text, so that who looks for the place of an event can leave out those that locate nothing:

| rule | what it is | locates |
| --- | --- | --- |
| `dateline` | the town that the article was sent from | the report, not the fact |
| `metonym` | a capital or country that speaks or acts as a government ("Islamabad said") | no |
| `organisation_part` | a name inside the name of an organisation or a person ("Kabul University") | no |
| `street` | a street or road; never resolved | yes |
| `crossing` | a border crossing, camp or checkpoint of gazetteer/crossings.csv | yes |
| `abbreviation` | short form in capitals ("US", "DRC", "W.Va.") | yes |
| `entity` | tagged GPE or LOC | yes |
| `gazetteer` | not tagged as a place, or tagged as something else, but known to the gazetteer | yes |
| `pattern` | a name that ends in or begins with a geographic word ("Neches River") | yes |
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from extraction.extensions import PLACES, QUANTITIES, mention_of
from extraction.lexicons.place_words import CROSSING_WORDS, DIVISION_WORDS, SPEAKING_LEMMAS, STREET_WORDS, WATERS
from extraction.place_classifier import PlaceClassifier, read_weights
from extraction.place_features import kind_of
from extraction.place_names import agency_tokens, dateline_tokens, group_names, peoples_of, remember_candidates
from extraction.place_ranker import Name, PlaceRanker
from extraction.place_spans import PLACE_LABELS, Candidates, Toponym, find_toponyms
from gazetteer.crossings import crossing_of, kilometres
from gazetteer.lookup import Gazetteer
from gazetteer.names import fold
from records import Place, PlaceCandidate

# Rules of names that do not say where something happened; the builder of claims passes over them.
NOT_LOCATING: Final = frozenset({"metonym", "organisation_part"})

_REPORTED: Final = 5  # candidates kept in a record
_AROUND_TOWN_KM: Final = 80.0  # from a town to the middle of the division that bears its name
_SMALLEST_SEAT: Final = 20  # a town with less than this part of the people does not stand for its division
_CLOSE: Final = 0.8  # of the likeliest place's share
_SURE: Final = 0.75  # of a name that only crossings.csv has, or beside a word for a crossing


class PlaceFinder:
    """Finds place names and resolves them together, document by document. Opens the gazetteer at the first document."""

    def __init__(self, *, gazetteer_path: Path | None = None, threshold: float | None = None) -> None:
        """Use the index at `gazetteer_path`, by default that of the user's cache; `threshold` replaces the trained one."""
        weights = read_weights()
        self._path = gazetteer_path
        self._candidates: Candidates | None = None
        self._threshold = weights["threshold"] if threshold is None else threshold
        self._classifier = PlaceClassifier(weights["first"], weights["second"])
        self._ranker = PlaceRanker(weights["ranker"])

    def open(self) -> Candidates:
        """Open the gazetteer if that has not happened, and return its look-up. Raises GazetteerMissing when absent."""
        if self._candidates is None:
            self._candidates = remember_candidates(Gazetteer.open(self._path))
        return self._candidates

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["places"]`."""
        doc.spans[PLACES] = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Span]:
        """Return the places of a document as spans with records, in order of the text."""
        counted = {token.i for span in doc.spans.get(QUANTITIES, ()) for token in span}  # "Up to 18,000" names no place
        other = counted | agency_tokens(doc)
        toponyms = [name for name in find_toponyms(doc, self.open()) if other.isdisjoint(range(name.start, name.end))]
        judged = self._classifier.judge(doc, toponyms)
        sure = [max(own, _crossing_prior(doc, toponym)) for own, toponym in zip(judged, toponyms, strict=True)]
        accepted = [index for index, probability in enumerate(sure) if probability >= self._threshold]
        kept = [toponyms[index] for index in accepted]
        resolved = self._resolve(doc, kept, [sure[index] for index in accepted])
        datelines = dateline_tokens(doc)
        return [
            _make_span(doc, toponym, candidates, find_rule(doc, toponym, candidates, datelines))
            for toponym, candidates in zip(kept, resolved, strict=True)
        ]

    def _resolve(
        self, doc: Doc, toponyms: Sequence[Toponym], weights: Sequence[float]
    ) -> list[tuple[PlaceCandidate, ...]]:
        """Return for each toponym its candidates with scores, the best first."""
        names, number_of = group_names(doc, toponyms, weights)
        ranked = []
        for name, opinion in zip(names, self._ranker.rank(names, peoples_of(doc)), strict=True):
            ordered = choose_place(name, opinion.tolist())[:_REPORTED]
            ranked.append(tuple(replace(place, score=round(min(1.0, score), 4)) for place, score in ordered))
        return [ranked[number] for number in number_of]


def choose_place(name: Name, scores: Sequence[float]) -> list[tuple[PlaceCandidate, float]]:
    """Return the candidates with their scores, the best first; a town goes before the division around it.

    "Kabul" alone means the city, whose province lies at the same place: both say so together. Words like "province" and
    names like "Lamar County" mean the division; "Red Sea" alone means the water, not the governorate on its shore.
    """
    ordered = sorted(zip(name.candidates, scores, strict=True), key=lambda pair: -pair[1])
    words = name.text.split()
    if not ordered or name.cue == "division" or words[-1].lower() in DIVISION_WORDS:
        return ordered
    if words[-1].lower() in WATERS or words[0].lower() in WATERS:
        water = next((place for place, _ in ordered if place.feature_class == "H"), None)
        return ordered if water is None else _put_first(water, ordered, sum(scores))
    return _prefer_town(name, _prefer_shared(ordered))


def _prefer_shared(ordered: list[tuple[PlaceCandidate, float]]) -> list[tuple[PlaceCandidate, float]]:
    """Return the candidates with the best of those first that together are likelier than any other place.

    "Gaza" may be the city or the strip around it: each alone may lose to a province of that name elsewhere. Where it is
    close, the place with the most people is meant: of it news has most to tell.
    """
    shares: dict[int, float] = {}
    people: dict[int, int] = {}
    for index, (place, score) in enumerate(ordered[:_REPORTED]):
        first = next(number for number in range(index + 1) if _lies_near(place, ordered[number][0]))
        shares[first] = shares.get(first, 0.0) + score
        people[first] = max(people.get(first, 0), place.population)
    least = _CLOSE * max(shares.values())
    best = max((index for index in shares if shares[index] >= least), key=lambda index: (people[index], shares[index]))
    return ordered if best == 0 else _put_first(ordered[best][0], ordered, shares[best])


def _put_first(
    chosen: PlaceCandidate, ordered: list[tuple[PlaceCandidate, float]], score: float
) -> list[tuple[PlaceCandidate, float]]:
    return [(chosen, score), *(pair for pair in ordered if pair[0] is not chosen)]


def _lies_near(place: PlaceCandidate, other: PlaceCandidate) -> bool:
    return place.country == other.country and kilometres(place, other) <= _AROUND_TOWN_KM


def _prefer_town(name: Name, ordered: list[tuple[PlaceCandidate, float]]) -> list[tuple[PlaceCandidate, float]]:
    best, score = ordered[0]
    if best.feature_class != "A" or kind_of(best) == "country":
        return ordered
    for town, other in ordered[1:]:
        if _is_seat(town, best, name):
            return _put_first(town, ordered, min(1.0, score + other))
    return ordered


def _is_seat(town: PlaceCandidate, division: PlaceCandidate, name: Name) -> bool:
    """Tell whether a town bears the name of the division around it, and is not a village beside it."""
    if town.feature_class != "P" or town.country != division.country or fold(town.name) != fold(name.text):
        return False
    if name.cue == "settlement" and town.admin1 == division.name:
        return True
    return kilometres(division, town) <= _AROUND_TOWN_KM and town.population * _SMALLEST_SEAT >= division.population


def find_rule(
    doc: Doc, toponym: Toponym, candidates: Sequence[PlaceCandidate], datelines: frozenset[int] = frozenset()
) -> str:
    """Return what a place name is to the text: one of the rules of this module's table."""
    span = doc[toponym.start : toponym.end]
    best = candidates[0] if candidates else None
    if toponym.start in datelines:
        return "dateline"
    if _is_inside_name(span):
        return "organisation_part"
    if best is not None and kind_of(best) in {"country", "capital", "adm1"} and is_metonym(span):
        return "metonym"
    if len(span) > 1 and span[-1].lower_ in STREET_WORDS:
        return "street"
    if best is not None and is_crossing(best):
        return "crossing"
    if span.text.replace(".", "").isupper() and (len(span.text) <= 4 or "." in span.text):
        return "abbreviation"
    if span[-1].ent_type_ in PLACE_LABELS:
        return "entity"
    return toponym.origin if toponym.origin != "entity" else "gazetteer"


def is_crossing(place: PlaceCandidate) -> bool:
    """Tell whether a place is a crossing, camp or checkpoint of crossings.csv, and no mere town on a front or border."""
    crossing = crossing_of(place)
    return crossing is not None and crossing.kind != "town"


def is_metonym(span: Span) -> bool:
    """Tell whether a place is the subject of a verb of saying, deciding or wanting: it stands for its government."""
    head = span.root
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    return head.dep_ == "nsubj" and head.head.pos_ == "VERB" and head.head.lemma_.lower() in SPEAKING_LEMMAS


def _is_inside_name(span: Span) -> bool:
    """Tell whether the span is a part of a longer name of an organisation, person or facility."""
    first, last = span[0], span[-1]
    doc = span.doc
    if last.ent_type_ not in {"ORG", "PERSON"}:
        return False
    after = last.i + 1 < len(doc) and doc[last.i + 1].ent_iob_ == "I"
    before = first.ent_iob_ == "I"
    return before or after


def _crossing_prior(doc: Doc, toponym: Toponym) -> float:
    """Return how sure a name is that crossings.csv has: tagged names and those beside a word for a crossing."""
    if not any(place.key.startswith("crossing:") for place in toponym.candidates):
        return 0.0
    span = doc[toponym.start : toponym.end]
    if span[-1].lower_ in CROSSING_WORDS or any(
        0 <= index < len(doc) and doc[index].lower_ in CROSSING_WORDS for index in (toponym.end, toponym.end + 1)
    ):
        return _SURE
    only = all(place.key.startswith("crossing:") for place in toponym.candidates)
    return _SURE if only and not _is_inside_name(span) and span[-1].pos_ == "PROPN" else 0.0


def _make_span(doc: Doc, toponym: Toponym, candidates: tuple[PlaceCandidate, ...], rule: str) -> Span:
    span = Span(doc, toponym.start, toponym.end, label="PLACE")
    resolved = candidates[0] if candidates and rule != "street" else None
    mention = mention_of(span)
    span._.record = Place(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        resolved=resolved,
        candidates=candidates if resolved else (),
        confidence=resolved.score if resolved else 0.0,
        rule=rule,
    )
    return span


@Language.factory(
    "place_finder",
    assigns=["doc.spans"],
    requires=["doc.ents"],
    default_config={"gazetteer_path": None, "threshold": None},
)
def make_place_finder(
    nlp: Language,  # noqa: ARG001  spaCy's signature
    name: str,  # noqa: ARG001
    gazetteer_path: str | None,
    threshold: float | None,
) -> PlaceFinder:
    """Return the component; `gazetteer_path` is the file of the index, by default the one in the user's cache."""
    return PlaceFinder(gazetteer_path=Path(gazetteer_path) if gazetteer_path else None, threshold=threshold)


__all__ = ["NOT_LOCATING", "PlaceFinder", "find_rule", "is_metonym", "make_place_finder"]
