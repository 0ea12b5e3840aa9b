"""The claim_builder: joins quantities with what happened, where, when and who said so, and writes `doc._.claims`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extraction.claim_speaker import Source, SourceFinder
from extraction.claim_time import Dating
from extraction.confidence import claim_confidence, field_confidence
from extraction.extensions import PLACES, mention_of
from extraction.groups import Group
from extraction.measures import find_measure
from extraction.modality import find_modality
from extraction.parts import find_part_of, find_second_event
from extraction.place_choice import PlaceChooser
from extraction.place_mentions import PlaceMention, locating
from extraction.place_names import dateline_tokens
from extraction.readings import Reading, read_quantities
from extraction.sentences import sentence_start
from extraction.timex import PERIODS
from records import (
    Attribution,
    Claim,
    Evidence,
    FieldOrigin,
    Mention,
    Modality,
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
        return [context.build_claim(index) for index in range(len(context.facts))]


class Context:
    """What the claims of one document share, and what the claims before hand down. Claims are built in order of the text.

    `facts` are the readings, each with the number of its quantity and its ordinal; a quantity of which two facts are stated stands twice.
    """

    def __init__(self, doc: Doc, readings: Sequence[Reading]) -> None:
        self.doc = doc
        self.text = doc.text  # joined once: spaCy does it anew at every call
        self.readings = readings
        self.attributions: tuple[Attribution, ...] = doc._.attributions
        self.facts = list(_find_facts(readings))
        self.periods: dict[int, list[tuple[Span, TimeRange]]] = {}
        dateline = dateline_tokens(doc)  # its date is the report's
        for span in _sorted(doc.spans.get(PERIODS, ())):
            if span.start in dateline:
                continue
            self.periods.setdefault(sentence_start(doc, span.start), []).append((span, span._.record))
        self.sources = SourceFinder(doc).find(readings)
        self.by_sentence: dict[int, list[Reading]] = {}
        for reading in readings:
            self.by_sentence.setdefault(reading.sentence.start, []).append(reading)
        self.modalities = [
            find_modality(reading.counted, reading.event.trigger, reading.event.governor, reading.sentence)
            for _, reading, _ in self.facts
        ]
        self.placing = PlaceChooser(
            doc,
            [reading for _, reading, _ in self.facts],
            sources=[self.sources[index] for index, _, _ in self.facts],
            modalities=[modality for modality, _, _ in self.modalities],
            mentions=_find_mentions(doc),
            speakers=self._find_speakers(),
        )
        self.dating = Dating(doc, self.periods)

    def _find_speakers(self) -> dict[int, list[Mention]]:
        """Return the words that name speakers, by the first token of their sentence."""
        speakers: dict[int, list[Mention]] = {}
        for words in (words for attribution in self.attributions for words in attribution.source):
            place = self.doc.char_span(words.start, words.end, alignment_mode="expand")
            if place is not None:
                speakers.setdefault(sentence_start(self.doc, place.start), []).append(words)
        return speakers

    def build_claim(self, number: int) -> Claim:
        """Return the claim of fact `number`; the facts before it must have been built."""
        index, reading, ordinal = self.facts[number]
        doc, event = self.doc, reading.event
        modality, _, modality_rule = self.modalities[number]
        source = self.sources[index]
        places, place_rule = self.placing.find(number)
        told = None if source.speaker is None else source.cue
        time, time_rule = self.dating.find(reading, places, place_rule, told)
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


def _find_facts(readings: Sequence[Reading]) -> Iterator[tuple[int, Reading, int]]:
    """Yield the facts in order: the number of the quantity, its reading, and 0 or, for a second fact of the same set, 1."""
    for index, reading in enumerate(readings):
        yield index, reading, 0
        second = find_second_event(reading)
        if second is not None:
            yield index, replace(reading, event=second), 1


def _find_mentions(doc: Doc) -> list[PlaceMention]:
    """Return the places of a document that can locate something."""
    named = [PlaceMention(span, span._.record) for span in _sorted(doc.spans.get(PLACES, ()))]
    # "The Salta governor said": where nothing else locates an article, the names of its bodies do.
    return locating(named) or [mention for mention in named if mention.place.resolved is not None]


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
