"""Who an article gives as the source of a number.

First the attributions that cover it, then a verb of report whose object or clause holds it ("Shandong has reported five
children dead"), then a later sentence that confirms or denies it ("X confirmed the number").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.cast import build_cast
from extraction.event_readings import EventReading
from extraction.layout import Layout, Stretch
from extraction.lemmas import lemma_of
from extraction.lexicons.cues import NOUN_CLASSES, VERB_CLASSES, CueClass
from extraction.quotes import find_quotes
from extraction.readings import Reading
from extraction.sentences import is_parsed
from extraction.speakers import SpeakerResolver, find_confirmations
from records import ActorKind, Attribution, Event, Mention, Speaker, Stance

# Cues by which somebody acts and does not speak: "intends to hold two referendums", "voted to leave".
_ACTS: Final = frozenset({CueClass.PLAN, CueClass.WANT, CueClass.FEEL, CueClass.JUDGE, CueClass.CALL})
_SPEAKING: Final = frozenset(
    {CueClass.SAY, CueClass.CLAIM, CueClass.CONFIRM, CueClass.DENY, CueClass.ESTIMATE, CueClass.FORECAST, CueClass.FEAR}
)
# Verbs whose plain object is what they report, and verbs whose clause is.
_WITH_OBJECT: Final = frozenset("report confirm announce estimate cite reveal claim acknowledge put give".split())
_WITH_CLAUSE: Final = frozenset(
    "say tell state report announce confirm claim allege estimate warn note add declare reveal show indicate find suggest believe "
    "fear predict forecast expect project insist maintain argue acknowledge admit write tweet".split()
)
# Verbs whose clause is what follows, even where the parse has lost it.
_BEFORE: Final = frozenset("say tell state report announce claim allege estimate warn note add declare".split())
_DEMANDING: Final = frozenset("ask urge call appeal demand request".split())
_STANCES: Final[dict[CueClass, Stance]] = {
    CueClass.CONFIRM: Stance.CONFIRM,
    CueClass.DENY: Stance.DENY,
    CueClass.ESTIMATE: Stance.ESTIMATE,
    CueClass.FORECAST: Stance.FORECAST,
    CueClass.FEAR: Stance.FEAR,
    CueClass.DEMAND: Stance.DEMAND,
}
_SELF: Final = frozenset("i we you me us one whose who which it".split())
_BARE_REPORTS: Final = frozenset("reports report rumours rumors accounts".split())
_CLIMB: Final = 6
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:outer"})


@dataclass(frozen=True, slots=True)
class Source:
    """Speaker, cue and stance of a claim, the rule that found them, and the attributed stretches in code points."""

    speaker: Speaker | None
    cue: Mention | None
    stance: Stance
    rule: str
    content: tuple[tuple[int, int], ...] = ()


UNATTRIBUTED: Final = Source(None, None, Stance.ASSERT, "unattributed")


class SourceFinder:
    """Finds the sources of the claims of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.attributions: Sequence[Attribution] = doc._.attributions

    @cached_property
    def _resolver(self) -> SpeakerResolver:
        return SpeakerResolver(Layout(self.doc, find_quotes(self.doc.text)), build_cast(self.doc))

    def find(self, readings: Sequence[Reading]) -> list[Source]:
        """Return the source of each reading; a later confirmation or denial of a number wins over the words around it."""
        covering = self._find_covering(readings)
        sources = [self._find_source(reading, around) for reading, around in zip(readings, covering, strict=True)]
        for attribution in find_confirmations(self.doc):
            offset = attribution.content[0].start
            earlier = [index for index, reading in enumerate(readings) if reading.sentence.end_char <= offset]
            if earlier and attribution.stance in {Stance.CONFIRM, Stance.DENY}:
                sources[earlier[-1]] = _source_of(attribution, "anaphor")
        return sources

    def _find_covering(self, readings: Sequence[Reading]) -> Iterator[list[Attribution]]:
        """Yield the attributions whose content covers each reading, in one pass over both."""
        pieces = sorted(
            (
                (piece.start, piece.end, number)
                for number, item in enumerate(self.attributions)
                for piece in item.content
            )
        )
        active: list[tuple[int, int, int]] = []
        position = 0
        for reading in readings:
            start, end = reading.quantity.start, reading.quantity.end
            while position < len(pieces) and pieces[position][0] < end:
                active.append(pieces[position])
                position += 1
            active = [piece for piece in active if piece[1] > start]
            yield [self.attributions[number] for number in dict.fromkeys(piece[2] for piece in active)]

    def _find_source(self, reading: Reading, around: Sequence[Attribution]) -> Source:
        covering = [attribution for attribution in around if not self._is_act(attribution)]
        covering.sort(key=lambda attribution: sum(piece.end - piece.start for piece in attribution.content))
        spoken = [attribution for attribution in covering if not _is_self(attribution)]
        # "warnings from the agency that 1.3 million are expected to ...": the hedge inside names nobody, the agency speaks.
        inner = next((attribution for attribution in spoken if attribution.source), spoken[0] if spoken else None)
        parsed = is_parsed(self.doc, reading.counted.root.i)
        direct = self._find_reporter(reading, inner) if parsed else None
        if direct is not None:
            return direct
        if inner is None:
            return (self._find_before(reading) if parsed else None) or UNATTRIBUTED
        source = self._cited(inner) or _source_of(inner, inner.rule)
        if source.stance is Stance.ASSERT and spoken[0] is not inner:
            source = replace(source, stance=spoken[0].stance)
        return source

    def _is_act(self, attribution: Attribution) -> bool:
        """Tell whether a cue says what somebody does and not what somebody says."""
        if not attribution.cue or not attribution.rule.startswith("verb"):
            return False
        span = self.doc.char_span(attribution.cue[0].start, attribution.cue[0].end, alignment_mode="expand")
        classes = VERB_CLASSES.get(lemma_of(span.root), ()) if span is not None else ()
        return bool(classes) and classes[0] in _ACTS

    def _cited(self, attribution: Attribution) -> Source | None:
        """Read "CBS reported, citing university data, ...": what is cited is the original source."""
        span = (
            self.doc.char_span(attribution.cue[0].start, attribution.cue[0].end, alignment_mode="expand")
            if attribution.cue
            else None
        )
        if span is None:
            return None
        for child in span.root.children:
            if child.dep_ == "advcl" and lemma_of(child) in {"cite", "quote"}:
                cited = next((inner for inner in child.children if inner.dep_ in {"obj", "obl"}), None)
                if cited is not None:
                    return self._speaking(cited, child, Stance.ASSERT, "cited")
        return None

    def _find_reporter(self, reading: Reading, inner: Attribution | None) -> Source | None:
        """Return the source that the verb of a claim gives, where no attribution inside the sentence gives it already."""
        verb = reading.event.trigger if reading.event.rule == "plea" else None
        found = self._appeal(reading.event) if verb is not None else None
        if found is not None:
            return found
        within = inner is not None and not _covers_sentence(inner, reading)
        token: Token = reading.counted.anchor
        through_clause = False
        for _ in range(_CLIMB):
            dep, head = token.dep_, token.head
            if head.i == token.i:
                return None
            lemma = lemma_of(head)
            if head.pos_ == "VERB":
                asks = lemma in _DEMANDING and dep in {"xcomp", "ccomp", "advcl", "obl", "obj"}
                reports = (dep == "obj" and lemma in _WITH_OBJECT and not through_clause) or (
                    dep in {"ccomp", "parataxis"} and lemma in _WITH_CLAUSE
                )
                subject = next((child for child in head.children if child.dep_ in _SUBJECTS and child.i < head.i), None)
                if (
                    (asks or reports)
                    and subject is not None
                    and subject.lower_ not in _SELF
                    and not (within and dep != "obj")
                ):
                    classes = VERB_CLASSES.get(lemma, ())
                    stance = (
                        Stance.DEMAND if asks else _STANCES.get(classes[0], Stance.ASSERT) if classes else Stance.ASSERT
                    )
                    return self._speaking(subject, head, stance, "demand" if asks else "reporter")
                agent = next((child for child in head.children if child.dep_ == "obl:agent"), None)
                if lemma in _WITH_OBJECT and head.tag_ == "VBN" and agent is not None and inner is None:
                    return self._speaking(agent, head, Stance.ASSERT, "agent")
                through_clause = True
            token = head
        return None

    def _find_before(self, reading: Reading) -> Source | None:
        """Return the source of a verb of speech, or of "according to", earlier in the sentence, whatever the parse hangs on it."""
        doc, sentence, first = self.doc, reading.sentence, reading.span.start
        for token in reversed(doc[sentence.start : first]):
            if token.text in {";", "”", '"'} or (token.lower_ == "but" and token.pos_ == "CCONJ"):
                return None
            if token.lower_ == "according" and token.nbor().lower_ == "to" and token.i + 2 < first:
                head = next(
                    (
                        inner
                        for inner in doc[token.i + 2 : first]
                        if inner.pos_ in {"NOUN", "PROPN"} and inner.head.i not in range(token.i + 2, inner.i)
                    ),
                    None,
                )
                cue = doc[token.i : token.i + 2]
                return (
                    None if head is None else self._speaking(_last_noun(head, first), cue, Stance.ASSERT, "according")
                )
            named = self._noun_cue(token)
            if named is not None:
                return named
            finite = token.tag_ in {"VBD", "VBZ", "VBP"} or (
                token.tag_ == "VBN" and any(child.lemma_ == "have" for child in token.children)
            )
            if not (finite and token.pos_ == "VERB" and lemma_of(token) in _BEFORE):
                continue
            subject = next((child for child in token.children if child.dep_ in _SUBJECTS and child.i < token.i), None)
            if subject is None:
                left = next(
                    (
                        inner
                        for inner in reversed(doc[max(sentence.start, token.i - 3) : token.i])
                        if inner.pos_ in {"NOUN", "PROPN", "PRON"}
                    ),
                    None,
                )
                subject = left
            if subject is None or subject.lower_ in _SELF or subject.lower_ in {"that", "this", "there"}:
                return None
            classes = VERB_CLASSES.get(lemma_of(token), ())
            return self._speaking(
                subject,
                doc[token.i : token.i + 1],
                _STANCES.get(classes[0], Stance.ASSERT) if classes else Stance.ASSERT,
                "before",
            )
        return None

    def _noun_cue(self, token: Token) -> Source | None:
        """Read "warnings from the agency that ...", "an estimate by the ministry that ..."."""
        classes = NOUN_CLASSES.get(lemma_of(token)) if token.pos_ == "NOUN" else None
        if classes is None:
            return None
        doc = self.doc
        if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ not in {"from", "by"}:
            return None
        head = next((child for child in token.children if child.dep_ == "nmod" and child.i > token.i + 1), None)
        if head is None:
            return None
        after = doc[head.right_edge.i + 1] if head.right_edge.i + 1 < len(doc) else None
        if not (
            any(inner.lower_ == "that" for inner in doc[head.i : head.right_edge.i + 1])
            or (after is not None and after.lower_ == "that")
        ):
            return None
        return self._speaking(head, doc[token.i : token.i + 1], _STANCES.get(classes, Stance.ASSERT), "noun")

    def _appeal(self, event: EventReading) -> Source | None:
        """Read "the agency has launched an appeal for $42 million"."""
        noun = event.trigger
        if event.event is not Event.NEED or noun is None or noun.pos_ != "NOUN" or lemma_of(noun) != "appeal":
            return None
        verb = noun.head
        subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        return None if subject is None else self._speaking(subject, noun, Stance.DEMAND, "appeal")

    def _speaking(self, subject: Token, cue: Token | Span, stance: Stance, rule: str) -> Source | None:
        """Return the source whose words are the phrase of `subject`; None where they resolve to nobody."""
        stretch: Stretch = _phrase(subject)
        referent = self._resolver.resolve(stretch, subject.i, None)
        if referent is None:
            return None
        speaker = self._resolver.build_speaker(referent, stretch)
        start = cue.idx if isinstance(cue, Token) else cue.start_char
        mention = Mention(start=start, end=start + len(cue.text), text=cue.text)
        return Source(speaker, mention, stance, rule)


def _last_noun(head: Token, stop: int) -> Token:
    """Return the last noun of a run of nouns, before the index `stop`."""
    while head.i + 1 < stop and head.nbor().pos_ in {"NOUN", "PROPN"}:
        head = head.nbor()
    return head


def _phrase(token: Token) -> Stretch:
    """Return the noun phrase of a subject as token indices, cut before relative clauses and appositions."""
    first, last = token.left_edge.i, token.i
    for inner in token.doc[token.i + 1 : token.right_edge.i + 1]:
        if (
            inner.dep_ in {"acl", "acl:relcl", "appos", "parataxis"}
            or inner.lower_ == "that"
            or inner.text in {",", "(", "—", "–"}
        ):
            break
        last = inner.i
    return first, last + 1


def _covers_sentence(attribution: Attribution, reading: Reading) -> bool:
    return any(piece.start <= reading.sentence.start_char + 2 for piece in attribution.content)


def _is_self(attribution: Attribution) -> bool:
    """Tell whether a source is a pronoun of the speaker inside a quotation ("I think"), which an outer attribution names."""
    return (
        bool(attribution.source) and attribution.source[0].text.lower() in _SELF and attribution.speaker is None
    ) or (
        bool(attribution.source)
        and attribution.source[0].text.lower() in {"i", "we", "you", "whose", "who"}
        and (attribution.speaker is None or attribution.speaker.kind is ActorKind.ANONYMOUS)
    )


def _source_of(attribution: Attribution, rule: str) -> Source:
    """Return the source that an attribution gives; bare "reports" name nobody."""
    speaker, cue = attribution.speaker, attribution.cue[0] if attribution.cue else None
    content = tuple((piece.start, piece.end) for piece in attribution.content)
    words = attribution.source[0] if attribution.source else None
    if words is not None and words.text.lower().split()[0] in _BARE_REPORTS:
        return Source(
            None, Mention(start=words.start, end=words.end, text=words.text), attribution.stance, rule, content
        )
    if speaker is None and words is not None:
        speaker = Speaker(start=words.start, end=words.end, text=words.text, name=words.text, kind=ActorKind.ANONYMOUS)
    return Source(speaker, cue, attribution.stance, rule, content)
