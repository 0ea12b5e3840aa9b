"""Where each fact of a document lies: a trained choice among the places of its sentence, those around it, and none.

The weights are of a log-linear model over extraction.place_evidence, fitted by training/claim_places.py. Each fact is decided by itself: what the
sentences of the others say of their places is evidence, what was decided for them is not, so that no error spreads.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from spacy.tokens import Doc

from extraction.choices import probabilities, read_weights
from extraction.claim_places import counts_places, find_places
from extraction.claim_speaker import Source
from extraction.place_evidence import Situation
from extraction.place_expectation import expect_places, find_focus
from extraction.place_groups import PlaceMap
from extraction.place_mentions import PlaceMention, find_home
from extraction.place_options import Incidents, OptionFinder, PlaceOption
from extraction.place_roles import MOVEMENTS, Fact
from extraction.readings import Reading
from extraction.sentences import sentence_start
from records import ClaimPlace, Event, Mention, Modality, PlaceRole

WEIGHTS: Final = Path(__file__).parent / "lexicons" / "claim_place_weights.json"

_DIRECTIONS: Final = frozenset({PlaceRole.ORIGIN, PlaceRole.DESTINATION})

Chooser = Callable[[Sequence[PlaceOption]], Sequence[float]]


def weigh(options: Sequence[PlaceOption]) -> Sequence[float]:
    """Return how likely each option is by the trained weights."""
    return probabilities(read_weights(WEIGHTS), [option.features for option in options])


class PlaceChooser:
    """Decides the places of the facts of one document.

    `speakers` are the words that name speakers, by the first token of their sentence. `choose` weighs the options; training asks with
    weights of its own.
    """

    def __init__(
        self,
        doc: Doc,
        readings: Sequence[Reading],
        *,
        sources: Sequence[Source],
        modalities: Sequence[Modality],
        mentions: Sequence[PlaceMention],
        speakers: dict[int, list[Mention]],
        choose: Chooser = weigh,
    ) -> None:
        self._doc = doc
        self.mentions = mentions
        self.choose = choose
        self._facts = [_make_fact(reading, source) for reading, source in zip(readings, sources, strict=True)]
        by_sentence: dict[int, list[Reading]] = {}
        for reading in readings:
            by_sentence.setdefault(sentence_start(doc, reading.span.start), []).append(reading)
        self.situations = [
            Situation(
                reading=reading,
                fact=fact,
                modality=modality,
                others=[
                    other.counted
                    for other in by_sentence[sentence_start(doc, reading.span.start)]
                    if other.span.start != reading.span.start and not counts_places(other.group.head)
                ],
                speakers=speakers.get(sentence_start(doc, reading.span.start), ()),
            )
            for reading, fact, modality in zip(readings, self._facts, modalities, strict=True)
        ]
        self._map = PlaceMap(doc, mentions)
        self._ruled = [self._find_ruled(situation) for situation in self.situations]
        focus = find_focus(mentions)
        expected = expect_places(self.situations, self._ruled, focus, self._map.outline)
        self._finder = OptionFinder(self._map, Incidents(readings, self._ruled, expected), focus)

    def _find_ruled(self, situation: Situation) -> tuple[ClaimPlace, ...]:
        sentence = situation.fact.sentence
        here = [mention for group in self._map.between(sentence.start, sentence.end) for mention in group.mentions]
        return find_places(situation.fact, here, situation.others, situation.speakers)

    def options(self, index: int) -> list[PlaceOption]:
        """Return what the places of reading `index` can be."""
        return self._finder.find(index, self.situations[index], self._ruled[index])

    def find(self, index: int) -> tuple[tuple[ClaimPlace, ...], str]:
        """Return the places of reading `index` in order of the text, and where they were found."""
        options = self.options(index)
        likely = self.choose(options)
        best = max(range(len(options)), key=lambda number: likely[number])
        places, rule = options[best].places, options[best].rule
        if rule == "sentence":
            places = self._add_directions(index, places)
            places = self._complete(index, places, options, likely)
        if self._facts[index].event is Event.RETURN:
            places = self._add_home(index, places)
        return tuple(sorted(places, key=lambda place: place.place.start)), rule

    def _add_directions(self, index: int, places: tuple[ClaimPlace, ...]) -> tuple[ClaimPlace, ...]:
        """Add whence and where to people move by the parse: "after fighting near Goma 7,000 crossed into Rwanda"."""
        if self._facts[index].event not in MOVEMENTS:
            return places
        known = {place.place.start for place in places}
        return places + tuple(
            place for place in self._ruled[index] if place.role in _DIRECTIONS and place.place.start not in known
        )

    def _complete(
        self,
        index: int,
        places: tuple[ClaimPlace, ...],
        options: Sequence[PlaceOption],
        likely: Sequence[float],
    ) -> tuple[ClaimPlace, ...]:
        """Add the likeliest earlier place where the sentence tells only whence people come, or only where they go."""
        fact, roles = self._facts[index], {place.role for place in places}
        if roles == {PlaceRole.ORIGIN} and fact.event not in MOVEMENTS:
            role = PlaceRole.EVENT  # where they come from is not where it happened
        elif roles == {PlaceRole.DESTINATION} and fact.event in {Event.DISPLACEMENT, Event.EXPULSION}:
            role = PlaceRole.ORIGIN
        else:
            return places
        earlier = [number for number, option in enumerate(options) if option.rule == "earlier"]
        if not earlier:
            return places
        found = options[max(earlier, key=lambda number: likely[number])].places
        named = {place.place.country for place in places}
        return places + tuple(
            ClaimPlace(place=place.place, role=role) for place in found if place.place.country not in named
        )

    def _add_home(self, index: int, places: tuple[ClaimPlace, ...]) -> tuple[ClaimPlace, ...]:
        """Add the country whose people return, where the text names it: "over 400,000 Afghans returned from Pakistan"."""
        group = self.situations[index].reading.group
        home = find_home(self._doc[group.first : group.stop], self.mentions)
        known = {place.place.country for place in places}
        if home is None or home.place.country in known or any(place.role is PlaceRole.DESTINATION for place in places):
            return places
        return (*places, ClaimPlace(place=home.place, role=PlaceRole.DESTINATION))


def _make_fact(reading: Reading, source: Source) -> Fact:
    event = reading.event
    return Fact(
        counted=reading.counted,
        head=reading.group.head,
        governor=event.governor,
        trigger=event.trigger,
        event=event.event,
        unit=reading.unit,
        sentence=reading.sentence,
        content=source.content,
    )
