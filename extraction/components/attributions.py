"""Finds who said what: source, cue and content of every attribution, and the speaker resolved within the article."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from extraction.attribution_frame import Frame
from extraction.attribution_model import AttributionModel, find_features, load_attribution_model
from extraction.cast import build_cast
from extraction.cue_phrases import find_cue_phrase
from extraction.extensions import mention_of
from extraction.frames import CERTAIN_RULES, find_frames
from extraction.layout import Layout, Stretch, is_word
from extraction.lexicons.cues import TELLING_VERBS, CueClass
from extraction.lexicons.sources import MEDIA_NAME_WORDS, MEDIA_NOUNS
from extraction.quotes import find_quotes
from extraction.referents import Referent
from extraction.speakers import SpeakerResolver
from extraction.stance import find_mode, find_stance
from records import Attribution, Mention

FIRST_PERSON: Final = frozenset(["i", "we"])
# Probability from which a cue holds inside the content of another attribution, and inside a quotation. Cross-validated on
# the open corpus the F1 is level up to these values and falls beyond them; among the level ones, these suit a second corpus,
# whose annotation marks fewer nested cues, best.
NESTED_THRESHOLD: Final = 0.9
QUOTED_THRESHOLD: Final = 0.95
# What is said, asked, judged, wished or denied without a clause ("criticised the plan", "called for talks") is an attribution by
# the guidelines of the Penn Attribution Relations Corpus and only sometimes by those of the training set. From this
# probability on it holds: one of those that cost the training set nothing, cross-validated, chosen with that corpus in view.
OBJECT_THRESHOLD: Final = 0.1
_OBJECT_RULES: Final = frozenset({"verb-called", "verb-obj", "verb-phrasal"})
_WITH_OBJECTS: Final = frozenset(
    {
        CueClass.SAY,
        CueClass.CLAIM,
        CueClass.DENY,
        CueClass.ASK,
        CueClass.DEMAND,
        CueClass.JUDGE,
        CueClass.WANT,
        CueClass.FEAR,
        CueClass.FEEL,
    }
)
_SHORTEST_QUOTE: Final = 4  # tokens with both marks from which a loose quotation can be speech


@dataclass(frozen=True, slots=True)
class Found:
    """A frame that holds, with the probability that the model gives it."""

    frame: Frame
    probability: float


@Language.factory(
    "attribution_finder",
    default_config={"threshold": None},
    assigns=["doc._.attributions"],
    requires=["doc.ents", "doc.sents", "token.dep", "token.pos", "token.tag", "token.lemma"],
)
def make_attribution_finder(nlp: Language, name: str, *, threshold: float | None) -> "AttributionFinder":  # noqa: ARG001
    """Return the component that writes `doc._.attributions`.

    `threshold` is the probability from which a candidate holds; None takes the one that was tuned with the weights.
    """
    return AttributionFinder(threshold=threshold)


class AttributionFinder:
    """Finds attributions by candidate frames, a trained classifier and the quotation marks."""

    def __init__(self, *, threshold: float | None = None, model: AttributionModel | None = None) -> None:
        self.model = model or load_attribution_model()
        self.threshold = self.model.threshold if threshold is None else threshold

    def __call__(self, doc: Doc) -> Doc:
        """Write the attributions in order of their first character."""
        layout = Layout(doc, find_quotes(doc.text))
        doc._.attributions = tuple(build_attributions(layout, self.find(layout)))
        return doc

    def find(self, layout: Layout) -> list[Found]:
        """Return the frames that hold, quotations without a cue of their own joined to the speech that they continue."""
        scored: list[Found] = []
        for frame in find_frames(layout):
            certain = frame.rule in CERTAIN_RULES
            probability = 1.0 if certain else self.model.probability(find_features(frame, layout))
            if probability >= self._least(frame) and not _is_own_belief(frame, layout):
                scored.append(Found(frame, probability))
        return join_running_speech(choose(drop_nested(scored, layout)), layout)

    def _least(self, frame: Frame) -> float:
        """Return the probability from which a frame holds outside of quotations and other contents."""
        has_object = frame.rule in _OBJECT_RULES and bool(frame.classes) and frame.classes[0] in _WITH_OBJECTS
        return min(self.threshold, OBJECT_THRESHOLD) if has_object and frame.source is not None else self.threshold


def _is_own_belief(frame: Frame, layout: Layout) -> bool:
    """Tell whether a quoted speaker's "I think" or "we know" attributes: it would say again who speaks."""
    first_person = frame.source_head is not None and layout.doc[frame.source_head].lower_ in FIRST_PERSON
    return first_person and layout.quote_at(frame.head) is not None


def drop_nested(found: list[Found], layout: Layout) -> list[Found]:
    """Leave out cues inside of what another one attributes, unless they are nearly certain.

    A statement belongs to its speaker as a whole; what it says of others' wishes and thoughts is part of it. Reported
    speech of another speaker in it ("AFP said that police said ...") passes.
    """
    covered = _covered(found, len(layout.doc))
    kept = []
    for item in found:
        head = item.frame.head
        least = QUOTED_THRESHOLD if layout.quote_at(head) is not None else NESTED_THRESHOLD if covered[head] else 0.0
        if item.probability >= least:
            kept.append(item)
    return kept


def choose(found: list[Found]) -> list[Found]:
    """Keep one cue for each quotation: the surest. A cue that also has words of its own as content gives up the quotation.

    The occasion of speech is no second cue: of "in an interview X said ..." the verb is kept.
    """
    found = _without_occasions(found)
    owner: dict[int, Found] = {}
    for item in found:
        for number in item.frame.linked:
            rival = owner.get(number)
            if rival is None or item.probability > rival.probability:
                owner[number] = item
    return [
        item for item in found if not item.frame.linked or any(owner[number] is item for number in item.frame.linked)
    ]


def _without_occasions(found: list[Found]) -> list[Found]:
    spoken = sorted(item.frame.head for item in found if item.frame.rule.startswith("verb") and item.frame.source)
    kept = []
    for item in found:
        occasion = item.frame.rule in {"preposition-in", "preposition-from"}
        if not occasion or not any(_has_between(spoken, low, high) for low, high in item.frame.content):
            kept.append(item)
    return kept


def _has_between(ordered: list[int], low: int, high: int) -> bool:
    place = bisect_left(ordered, low)
    return place < len(ordered) and ordered[place] < high


def join_running_speech(found: list[Found], layout: Layout) -> list[Found]:
    """Give each quotation without a cue to the speech before it, when it plainly goes on with it.

    It does when it opens a sentence of the same paragraph after the cue, when the paragraph before left its marks open,
    or when its paragraph is quoted throughout and the one before ended in speech.
    """
    covered = _covered(found, len(layout.doc))
    content = {id(item): list(item.frame.content) for item in found}
    by_head = sorted(found, key=lambda item: item.frame.head)
    holder: dict[int, Found] = {number: item for item in found for number in item.frame.linked}
    for number, (start, end) in enumerate(layout.stretches):
        if number in holder or covered[start] or covered[end - 1] or end - start < _SHORTEST_QUOTE:
            continue
        item = _continued(number, layout, by_head, holder)
        if item is not None:
            content[id(item)].append((start, end))
            holder[number] = item
    return [Found(replace(item.frame, content=tuple(sorted(content[id(item)]))), item.probability) for item in found]


def _covered(found: list[Found], size: int) -> list[bool]:
    covered = [False] * size
    for item in found:
        for low, high in item.frame.content:
            covered[low:high] = [True] * (high - low)
    return covered


def _continued(number: int, layout: Layout, by_head: list[Found], holder: dict[int, Found]) -> Found | None:
    start, end = layout.stretches[number]
    line, line_end = layout.line(start)
    before = [token for token in layout.doc[max(line, start - 3) : start] if not token.is_space]
    opens = not before or before[-1].text in {".", "!", "?", ":", '"', "”"} or before[-1].text.endswith(".")
    if not opens:
        return None
    previous = holder.get(number - 1)
    if number and layout.quotes[number - 1].continues and previous is not None:
        return previous
    same = [item for item in by_head if line <= item.frame.head < start and layout.quote_at(item.frame.head) is None]
    if same:
        last = same[-1]
        return last if last.frame.linked or any(_QUOTED_RULES & {last.frame.rule}) else None
    alone = not any(is_word(token) for token in layout.doc[line:start]) and not any(
        is_word(token) for token in layout.doc[end:line_end]
    )
    if (
        alone
        and number
        and previous is not None
        and _lines_between(layout, layout.stretches[number - 1][1], start) <= 1
    ):
        return previous
    return None


_QUOTED_RULES: Final = frozenset({"verb-quote", "verb-mixed", "verb-ccomp", "verb-before", "preposition-according-to"})


def _lines_between(layout: Layout, end: int, start: int) -> int:
    """Count the lines with words between two tokens, the line of the first left out."""
    lines = {layout.line(index)[0] for index in range(end, start) if is_word(layout.doc[index])}
    return len(lines - {layout.line(end - 1)[0]})


# ---------------------------------------------------------------------------------------------------- records


def build_attributions(layout: Layout, found: list[Found]) -> list[Attribution]:
    """Build the records of frames, speakers resolved in order of the text, outer speech before what it holds."""
    resolver = SpeakerResolver(layout, build_cast(layout.doc))
    outer_first = sorted(found, key=lambda item: (_first(item.frame), -_size(item.frame)))
    referents: list[tuple[Frame, Referent | None]] = []
    by_quote: dict[int, Referent] = {}
    built: list[Attribution] = []
    for item in outer_first:
        frame = item.frame
        inside = layout.quote_at(frame.head)
        referent = None
        if frame.source is not None and frame.source_head is not None:
            referent = resolver.resolve(
                frame.source, frame.source_head, by_quote.get(inside) if inside is not None else None
            )
        referents.append((frame, referent))
        if referent is not None:
            for low, high in frame.content:
                number = layout.quote_at(low)
                number = layout.quote_at(high - 1) if number is None else number
                if number is not None and inside != number:
                    by_quote.setdefault(number, referent)
        built.append(_build(frame, referent, resolver, layout))
    return sorted(built, key=lambda attribution: min(m.start for m in (*attribution.content, *attribution.cue)))


def _first(frame: Frame) -> int:
    return min(frame.content[0][0], frame.cue[0])


def _size(frame: Frame) -> int:
    return sum(high - low for low, high in frame.content)


def _build(frame: Frame, referent: Referent | None, resolver: SpeakerResolver, layout: Layout) -> Attribution:
    doc = layout.doc
    speaker = None
    if referent is not None and frame.source is not None:
        speaker = resolver.build_speaker(referent, frame.source)
    return Attribution(
        source=(mention_of(doc[frame.source[0] : frame.source[1]]),) if frame.source else (),
        cue=tuple(mention_of(doc[low:high]) for low, high in _runs(_cue_phrase(frame, layout))),
        content=tuple(_content_mention(doc, stretch, layout) for stretch in frame.content),
        speaker=speaker,
        mode=find_mode(frame, layout, speaker.kind if speaker else None),
        stance=find_stance(frame, layout),
        relay=find_relay(frame, layout),
        rule=frame.rule,
    )


def _cue_phrase(frame: Frame, layout: Layout) -> tuple[int, ...]:
    others = (*frame.content, frame.source) if frame.source else frame.content
    return find_cue_phrase(layout.doc[frame.head], frame.cue, frame.rule.partition("-")[0], others)


def _content_mention(doc: Doc, stretch: Stretch, layout: Layout) -> Mention:
    """Return a piece of content; a quotation is cut at its marks also where a token reaches beyond them."""
    start, end = doc[stretch[0]].idx, doc[stretch[1] - 1].idx + len(doc[stretch[1] - 1])
    number = layout.quote_at(stretch[0])
    if number is not None and layout.stretches[number] == stretch:
        start, end = layout.quotes[number].start, layout.quotes[number].end
    return Mention(start=start, end=end, text=layout.text[start:end])


def _runs(tokens: tuple[int, ...]) -> list[Stretch]:
    runs: list[Stretch] = []
    for token in tokens:
        if runs and runs[-1][1] == token:
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    return runs


def find_relay(frame: Frame, layout: Layout) -> Mention | None:
    """Return the medium that passed the words on: "told Reuters", "AFP reported, citing officials"."""
    head = layout.doc[frame.head]
    if frame.rule.startswith("citing"):
        teller = next((c for c in head.head.children if c.dep_ in {"nsubj", "obl"} and c.i != frame.source_head), None)
        return _phrase(teller) if teller is not None and _is_medium(teller) else None
    if head.lemma_.lower() not in TELLING_VERBS and head.lemma_.lower() != "say":
        return None
    for child in head.rights:
        if child.dep_ in {"obj", "iobj", "obl"} and child.i != frame.source_head and _is_medium(child):
            return _phrase(child)
    return None


def _is_medium(token: Token) -> bool:
    if token.lemma_.lower() in MEDIA_NOUNS:
        return True
    words = {word.lower_.strip(".") for word in token.doc[token.left_edge.i : token.right_edge.i + 1][:8]}
    return token.pos_ == "PROPN" and token.ent_type_ != "PERSON" and bool(words & MEDIA_NAME_WORDS)


def _phrase(token: Token) -> Mention:
    doc = token.doc
    start, end = token.left_edge.i, token.i + 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    while start < token.i and (doc[start].dep_ in {"case", "punct"} or doc[start].pos_ in {"ADP", "DET"}):
        start += 1
    return mention_of(doc[start:end])
