"""The claim_builder: joins quantities with what happened, where, when and who said so, and writes `doc._.claims`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extraction.claim_places import counts_places, find_places, holds_nowhere
from extraction.claim_speaker import Source, SourceFinder
from extraction.claim_time import find_time
from extraction.confidence import claim_confidence, field_confidence
from extraction.extensions import PLACES, mention_of
from extraction.groups import Group
from extraction.measures import find_measure
from extraction.modality import find_modality
from extraction.parts import find_part_of, find_second_event
from extraction.place_mentions import PlaceMention, find_focus, find_home, locating
from extraction.place_roles import MOVEMENTS, Fact, inherited_role
from extraction.readings import Reading, read_quantities
from extraction.sentences import sentence_start
from extraction.timex import PERIODS
from records import (
    Attribution,
    Claim,
    ClaimPlace,
    Event,
    Evidence,
    FieldOrigin,
    Mention,
    Modality,
    PlaceRole,
    Stance,
    TimeRange,
)

_FORECASTS: Final = frozenset({Modality.FUTURE, Modality.HYPOTHETICAL})


class ClaimBuilder:
    """Builds one claim for each quantity that states something about the world, and a second where two facts are stated."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the claims in order of the text."""
        doc._.claims = tuple(self.build(doc))
        return doc

    def build(self, doc: Doc) -> list[Claim]:
        """Return the claims of a document in order of the text."""
        readings = read_quantities(doc)
        if not readings:
            return []
        context = Context(doc, readings)
        claims: list[Claim] = []
        for index, reading in enumerate(readings):
            claims.append(context.build_claim(index, reading, ordinal=0))
            second = find_second_event(reading)
            if second is not None:
                claims.append(context.build_claim(index, replace(reading, event=second), ordinal=1))
        return claims


class Context:
    """What the claims of one document share, and what the claims before hand down."""

    def __init__(self, doc: Doc, readings: Sequence[Reading]) -> None:
        self.doc = doc
        self.text = doc.text  # joined once: spaCy does it anew at every call
        self.readings = readings
        self.attributions: tuple[Attribution, ...] = doc._.attributions
        named = [PlaceMention(span, span._.record) for span in _sorted(doc.spans.get(PLACES, ()))]
        self.mentions = locating(named)
        # "The Salta governor said": where nothing else locates an article, the names of its bodies do.
        self.focus = find_focus(self.mentions or [mention for mention in named if mention.place.resolved is not None])
        self.periods: dict[int, list[tuple[Span, TimeRange]]] = {}
        for span in _sorted(doc.spans.get(PERIODS, ())):
            self.periods.setdefault(sentence_start(doc, span.start), []).append((span, span._.record))
        self.places_by_sentence: dict[int, list[PlaceMention]] = {}
        for mention in self.mentions:
            self.places_by_sentence.setdefault(mention.sentence, []).append(mention)
        self.speakers: dict[int, list[Mention]] = {}
        for words in (words for attribution in self.attributions for words in attribution.source):
            place = doc.char_span(words.start, words.end, alignment_mode="expand")
            if place is not None:
                self.speakers.setdefault(sentence_start(doc, place.start), []).append(words)
        self.sources = SourceFinder(doc).find(readings)
        self.by_sentence: dict[int, list[Reading]] = {}
        for reading in readings:
            self.by_sentence.setdefault(reading.sentence.start, []).append(reading)
        self.places: dict[int, tuple[ClaimPlace, ...]] = {}
        self.times: dict[int, TimeRange | None] = {}

    def build_claim(self, index: int, reading: Reading, *, ordinal: int) -> Claim:
        """Return the claim of one reading."""
        doc, event = self.doc, reading.event
        modality, _, modality_rule = find_modality(reading.counted, event.trigger, event.governor, reading.sentence)
        source = self.sources[index]
        places, place_rule = self._find_places(index, reading, source, modality)
        time, time_rule = self._find_time(index, reading)
        sentence = _trim(reading.sentence)
        start, end = (
            min(sentence.start_char, reading.quantity.start),
            max(sentence.end_char, reading.quantity.end),
        )
        rules = {
            "quantity": reading.quantity.rule,
            "unit": reading.group.rule,
            "event": event.rule,
            "modality": modality_rule,
            "places": place_rule,
            "time": time_rule,
            "speaker": source.rule,
        }
        return Claim(
            article_text=self.text,
            version_key=doc._.version_key,
            quantity=reading.quantity,
            unit=reading.unit,
            group=_group_mention(doc, reading.group),
            event=event.event,
            trigger=None if event.trigger is None else mention_of(_trigger_span(event.trigger)),
            measure=find_measure(reading, time, modality),
            modality=modality,
            places=places,
            time=time,
            speaker=source.speaker,
            cue=source.cue,
            stance=_decide_stance(source, reading, modality),
            part_of=find_part_of(reading, self.by_sentence[reading.sentence.start]),
            confidence=claim_confidence(reading),
            evidence=Evidence.quote(self.text, start, end),
            origins=tuple(
                FieldOrigin(field=field, rule=rule, confidence=field_confidence(field, rule))
                for field, rule in rules.items()
            ),
            ordinal=ordinal,
        )

    def _find_places(
        self, index: int, reading: Reading, source: Source, modality: Modality
    ) -> tuple[tuple[ClaimPlace, ...], str]:
        """Return the places of a fact and the rule: its sentence, the count it is listed with, the last fact, the article."""
        event = reading.event
        fact = Fact(
            counted=reading.counted,
            head=reading.group.head,
            governor=event.governor,
            trigger=event.trigger,
            event=event.event,
            unit=reading.unit,
            sentence=reading.sentence,
            content=source.content,
        )
        others = [
            other.counted
            for other in self.by_sentence[reading.sentence.start]
            if other.span.start != reading.span.start and not counts_places(other.group.head)
        ]
        first = sentence_start(self.doc, reading.span.start)
        mentions, speakers = self.places_by_sentence.get(first, ()), self.speakers.get(first, ())
        places, rule = find_places(fact, mentions, others, speakers), "sentence"
        roles = {place.role for place in places}
        if not places and not holds_nowhere(fact, modality):
            places, rule = self._inherit_places(index, reading, inherited_role(fact))
        elif roles == {PlaceRole.ORIGIN} and event.event not in MOVEMENTS:
            places += self._inherit_places(index, reading, PlaceRole.EVENT)[
                0
            ]  # where they come from is not where it happened
        elif roles == {PlaceRole.DESTINATION} and event.event in {Event.DISPLACEMENT, Event.EXPULSION}:
            here = {place.place.country for place in places}
            origins, _ = self._inherit_places(index, reading, PlaceRole.ORIGIN)
            places += tuple(place for place in origins if place.place.country not in here)
        if event.event is Event.RETURN and PlaceRole.DESTINATION not in roles:
            home = find_home(self.doc[reading.group.first : reading.group.stop], self.mentions)
            if home is not None and home.place.country not in {place.place.country for place in places}:
                places += (ClaimPlace(place=home.place, role=PlaceRole.DESTINATION),)
        self.places[index] = places or self.places.get(index - 1, ())
        return tuple(sorted(places, key=lambda place: place.place.start)), rule if places else "none"

    def _inherit_places(self, index: int, reading: Reading, role: PlaceRole) -> tuple[tuple[ClaimPlace, ...], str]:
        """Return the places of the last fact of the paragraph, else those that the article is about, in one role."""
        latest = self.places.get(index - 1, ()) if index else ()
        latest = tuple(place for place in latest if place.role is not PlaceRole.ORIGIN or role is PlaceRole.ORIGIN)
        if latest and (reading.link or self._same_paragraph(latest, reading)):
            return tuple(replace(place, role=role) for place in latest), "earlier"
        country = self.focus[0].place.country if self.focus else None
        near = tuple(replace(place, role=role) for place in latest if place.place.country == country)
        known = {place.place.start for place in near}
        return near + tuple(
            ClaimPlace(place=mention.place, role=role) for mention in self.focus if mention.place.start not in known
        ), "article"

    def _same_paragraph(self, places: Sequence[ClaimPlace], reading: Reading) -> bool:
        return "\n\n" not in self.text[places[-1].place.end : reading.quantity.start]

    def _find_time(self, index: int, reading: Reading) -> tuple[TimeRange | None, str]:
        """Return the time of a fact and the rule: its sentence, or the last fact of the same event in the paragraph."""
        periods = self.periods.get(sentence_start(self.doc, reading.span.start), ())
        time = find_time(reading.counted, reading.event.governor, reading.sentence, periods)
        rule = "sentence"
        if time is None and index:
            before = self.readings[index - 1]
            same = before.event.event is reading.event.event and reading.event.event.value not in {"other", "money"}
            near = "\n\n" not in self.text[before.quantity.end : reading.quantity.start]
            if reading.link or (same and near):
                time, rule = self.times.get(index - 1), "earlier"
        self.times[index] = time
        return time, rule if time is not None else "none"


def _sorted(spans: Sequence[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end))


def _group_mention(doc: Doc, group: Group) -> Mention | None:
    return mention_of(doc[group.first : group.stop]) if group.stop > group.first else None


def _trigger_span(trigger: Token) -> Span:
    """Return the trigger with its particle ("turned out") or the noun that it makes a term with ("death toll")."""
    doc, index = trigger.doc, trigger.i
    following = doc[index + 1] if index + 1 < len(doc) else None
    if following is not None and following.dep_ == "compound:prt" and following.head.i == index:
        return doc[index : index + 2]
    if following is not None and trigger.dep_ == "compound" and following.lower_ in {"toll", "rate", "campaign"}:
        return doc[index : index + 2]
    if trigger.lower_ in {"toll", "rate"} and index and doc[index - 1].dep_ == "compound":
        return doc[index - 1 : index + 1]
    return doc[index : index + 1]


def _trim(sentence: Span) -> Span:
    """Return a sentence without white space around it."""
    start, end = sentence.start, sentence.end
    while start < end - 1 and sentence.doc[start].is_space:
        start += 1
    while end - 1 > start and sentence.doc[end - 1].is_space:
        end -= 1
    return sentence.doc[start:end]


def _decide_stance(source: Source, reading: Reading, modality: Modality) -> Stance:
    """Return the stance of the source, sharpened by the quantity's own words and by what lies ahead."""
    if source.stance is not Stance.ASSERT:
        return source.stance
    if "estimated" in reading.quantity.text.lower():
        return Stance.ESTIMATE
    if source.speaker is not None and modality in _FORECASTS and source.cue is not None:
        ahead = {"expect", "forecast", "predict", "project", "warn", "warning", "warnings", "expects", "expected"}
        if source.cue.text.lower() in ahead:
            return Stance.FORECAST
    return Stance.ASSERT


@Language.factory(
    "claim_builder",
    assigns=["doc._.claims"],
    requires=["doc.spans", "doc._.attributions", "token.dep", "token.tag", "token.pos", "token.lemma"],
)
def make_claim_builder(nlp: Language, name: str) -> ClaimBuilder:  # noqa: ARG001 -- spaCy's signature
    """Return the component; it has no settings."""
    return ClaimBuilder()
