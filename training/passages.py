"""Training passages: running text with whatever layers its corpus annotates."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from training.corpora import EntityText, TreebankSentence

PARAGRAPH = "\n\n"

Entity = tuple[int, int, str]


@dataclass(slots=True, kw_only=True)
class Passage:
    """Words of running text; a layer is None where its corpus does not annotate it.

    `gaps` is the white space after each word (the empty string, a space, a line break or a paragraph break). `heads`
    are word indices in the passage, a root has its own index. `starts` says which words begin a sentence.
    `entities` are (start, end, label) in words, end exclusive; `missing` the words about which the entity
    annotation says nothing.
    """

    words: list[str]
    gaps: list[str]
    starts: list[bool] | None = None
    tags: list[str] | None = None
    pos: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    deps: list[str] | None = None
    entities: list[tuple[int, int, str]] | None = None
    missing: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The running text."""
        return "".join(word + gap for word, gap in zip(self.words, self.gaps, strict=True))


def build_treebank_passages(
    sentences: Iterable[TreebankSentence], rng: random.Random, longest: int = 12, words: int = 10_000
) -> Iterator[Passage]:
    """Yield running texts of 2 to `longest` consecutive sentences of one document with its paragraph breaks.

    A passage also ends before the sentence that would take it over `words` words.
    """
    group: list[TreebankSentence] = []
    size = rng.randint(2, longest)
    for sentence in sentences:
        length = sum(len(each.words) for each in group)
        if group and (sentence.starts_document or len(group) >= size or length + len(sentence.words) > words):
            yield join_sentences(group)
            group, size = [], rng.randint(2, longest)
        group.append(sentence)
    if group:
        yield join_sentences(group)


def join_sentences(sentences: Sequence[TreebankSentence]) -> Passage:
    """Return one passage of whole sentences; a sentence that starts a paragraph follows a paragraph break."""
    gaps: list[str] = []
    starts: list[bool] = []
    heads: list[int] = []
    for sentence in sentences:
        if gaps and sentence.starts_paragraph:
            gaps[-1] = PARAGRAPH
        heads += [len(gaps) + head for head in sentence.heads]
        gaps += [" " if space else "" for space in sentence.spaces]
        starts += [True] + [False] * (len(sentence.words) - 1)
    gaps[-1] = ""
    return Passage(
        words=[word for sentence in sentences for word in sentence.words],
        gaps=gaps,
        starts=starts,
        tags=[tag for sentence in sentences for tag in sentence.tags],
        pos=[pos for sentence in sentences for pos in sentence.pos],
        lemmas=[lemma for sentence in sentences for lemma in sentence.lemmas],
        heads=heads,
        deps=[dep for sentence in sentences for dep in sentence.deps],
    )


def build_entity_passages(
    texts: Iterable[EntityText], nlp: Language, rng: random.Random, together: int = 4, words: int = 120
) -> Iterator[Passage]:
    """Yield passages of one to `together` consecutive sentences, or of the paragraphs of an article, tokenised anew.

    Articles are cut between paragraphs so that a passage has about `words` words.
    """
    group: list[Passage] = []
    size = rng.randint(1, together)
    for text in texts:
        if text.document:
            yield from _split_article(_tokenise(text, nlp), words)
            continue
        passage = _tokenise(text, nlp)
        if not passage.words:
            continue
        passage.starts = [True] + [False] * (len(passage.words) - 1)
        group.append(passage)
        if len(group) >= size:
            yield _join_passages(group)
            group, size = [], rng.randint(1, together)
    if group:
        yield _join_passages(group)


def _tokenise(text: EntityText, nlp: Language) -> Passage:
    doc = nlp.make_doc(text.text)
    words: list[str] = []
    gaps: list[str] = []
    place: dict[int, int] = {}
    for token in doc:
        if token.is_space:
            if gaps:
                gaps[-1] += token.text_with_ws
        else:
            place[token.i] = len(words)
            words.append(token.text)
            gaps.append(token.whitespace_)
    gaps = [PARAGRAPH if "\n\n" in gap else "\n" if "\n" in gap else gap[:1] for gap in gaps]
    entities: list[tuple[int, int, str]] = []
    missing: set[int] = set()
    for start, end, label in text.entities:
        span = doc.char_span(start, end, alignment_mode="expand")
        inside = [place[token.i] for token in span or () if token.i in place]
        # Two entities that share a token of ours ("Sino" and "Soviet" in an unsplit compound) say nothing about it.
        if inside and (not entities or entities[-1][1] <= inside[0]):
            entities.append((inside[0], inside[-1] + 1, label))
        else:
            missing.update(inside)
    for start, end in text.missing:
        span = doc.char_span(start, end, alignment_mode="expand")
        missing.update(place[token.i] for token in span or () if token.i in place)
    covered = {word for start, end, _ in entities for word in range(start, end)}
    return Passage(words=words, gaps=gaps, entities=entities, missing=missing - covered)


def _split_article(passage: Passage, words: int) -> Iterator[Passage]:
    start = 0
    for index, gap in enumerate(passage.gaps):
        last = index == len(passage.gaps) - 1
        if last or ("\n" in gap and index + 1 - start >= words):
            yield cut_passage(passage, start, index + 1)
            start = index + 1


def cut_passage(passage: Passage, start: int, end: int) -> Passage:
    """Return the words `start` to `end` of a passage with entities only; entities that cross the cut are dropped."""
    return Passage(
        words=passage.words[start:end],
        gaps=[*passage.gaps[start : end - 1], ""],
        entities=[(s - start, e - start, label) for s, e, label in passage.entities or () if start <= s and e <= end],
        missing={word - start for word in passage.missing if start <= word < end},
    )


def _join_passages(passages: Sequence[Passage]) -> Passage:
    joined = Passage(words=[], gaps=[])
    starts: list[bool] = []
    entities: list[Entity] = []
    for passage in passages:
        base = len(joined.words)
        if base:
            joined.gaps[-1] = " "
        joined.words += passage.words
        joined.gaps += passage.gaps
        starts += passage.starts or []
        entities += [(base + start, base + end, label) for start, end, label in passage.entities or ()]
        joined.missing |= {base + word for word in passage.missing}
    return replace(joined, starts=starts, entities=entities)


def build_doc(passage: Passage, nlp: Language) -> Doc:
    """Return the passage as a spaCy Doc with a `\\n\\n` token at each paragraph break, as the pipeline sees text.

    A white-space token hangs on the word before it (tag `_SP`, dep `dep`) and belongs to that word's sentence.
    """
    words: list[str] = []
    spaces: list[bool] = []
    place: list[int] = []
    owner: list[int] = []  # for each token the word it stands for or hangs on
    for index, (word, gap) in enumerate(zip(passage.words, passage.gaps, strict=True)):
        place.append(len(words))
        words.append(word)
        owner.append(index)
        spaces.append(gap == " ")
        if "\n" in gap:
            words.append(gap)
            spaces.append(False)
            owner.append(index)
    is_word = [place[index] == number for number, index in enumerate(owner)]
    layers: dict[str, list[object]] = {}
    if passage.tags is not None and passage.pos is not None and passage.lemmas is not None:
        for name, values, blank in (
            ("tags", passage.tags, "_SP"),
            ("pos", passage.pos, "SPACE"),
            ("lemmas", passage.lemmas, "\n\n"),
        ):
            layers[name] = [values[index] if real else blank for index, real in zip(owner, is_word, strict=True)]
    if passage.heads is not None and passage.deps is not None:
        pairs = list(zip(owner, is_word, strict=True))
        layers["heads"] = [place[passage.heads[index]] if real else place[index] for index, real in pairs]
        names = ["ROOT" if passage.heads[i] == i else dep for i, dep in enumerate(passage.deps)]
        layers["deps"] = [names[index] if real else "dep" for index, real in pairs]
    doc = Doc(nlp.vocab, words=words, spaces=spaces, **layers)  # type: ignore[arg-type]
    if passage.entities is not None:
        spans = [Span(doc, place[start], place[end - 1] + 1, label) for start, end, label in passage.entities]
        covered = {i for span in spans for i in range(span.start, span.end)}
        unknown = [doc[place[word] : place[word] + 1] for word in sorted(passage.missing)]
        doc.set_ents(spans, missing=[span for span in unknown if span.start not in covered], default="outside")
    return doc
