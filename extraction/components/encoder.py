"""One pass of the encoder over a document gives tags, sentences, the dependency tree and entities."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extraction.components.heads import build_transitions, find_entities
from extraction.components.name_votes import build_scores, settle_entities
from extraction.components.sentences import Trees, find_insides, find_sentences, settle_sentences
from extraction.components.windows import EncodedWindow, Window, encode_window, find_repeats, find_windows
from extraction.components.wordpieces import WordPieces, find_forms

Floats = NDArray[np.float32]

WINDOW_PIECES: Final = 160  # training passages have 50 to 140 words
MARGIN_PIECES: Final = 32
BATCH_PIECES: Final = 1_024  # larger batches leave the processor's cache and are slower
LONGEST_SENTENCE: Final = 150  # words; the tree search takes quadratic room
LABEL_ROWS: Final = 256  # words whose labels are scored at a time
INTERNAL_ENTITY: Final = "MISC"  # an absorbing class: works and events that would else be called ORG or PERSON
ROOT: Final = "ROOT"
PADDING: Final = -1e4
NEVER: Final = -1e4  # log odds


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderLabels:
    """Label names in the order of the network's scores."""

    tags: list[str]
    pos: list[str]
    deps: list[str]
    entities: list[str]


@dataclass(frozen=True, slots=True)
class WordScores:
    """What the network says about the words of a document, a row per word."""

    tags: NDArray[np.int64]
    pos: NDArray[np.int64]
    starts: Floats
    entities: Floats
    root: Floats
    arc_word: Floats
    arc_head: Floats
    label_word: Floats
    label_head: Floats


class Encoder:
    """spaCy component: sets tags, UPOS, heads, dependency labels, sentence starts and entities of a Doc.

    The same text always gets the same annotation: a document is encoded by itself, in windows that depend on its words
    alone, on one thread.
    """

    def __init__(self, vocab: Vocab, name: str = "encoder") -> None:
        self.vocab = vocab
        self.name = name
        self.graph = b""
        self.vocabulary: list[str] = []
        self.label_names = EncoderLabels(tags=[], pos=[], deps=[], entities=[])
        self.label_graph = b""

    def set_parts(self, graph: bytes, label_graph: bytes, vocabulary: Sequence[str], labels: EncoderLabels) -> None:
        """Take the trained parts: the ONNX graphs of encoder and label scorer, the word pieces and the label names."""
        self.graph, self.label_graph = graph, label_graph
        self.vocabulary, self.label_names = list(vocabulary), labels
        self.wordpieces = WordPieces(vocabulary)
        self.transitions = build_transitions(labels.entities)
        self._tag_ids = self._intern(labels.tags)
        self._pos_ids = self._intern(labels.pos)
        self._dep_ids = self._intern(labels.deps)
        self._session = _open_session(graph)
        self._label_session = _open_session(label_graph)

    def _intern(self, names: Iterable[str]) -> NDArray[np.uint64]:
        return np.array([self.vocab.strings.add(name) for name in names], dtype=np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document in place and return it; white-space tokens hang on the word before them."""
        places = [token.i for token in doc if not token.is_space]
        if places:
            words = [doc[place].text for place in places]
            spaces = find_spaces(doc, places)
            breaks = [space.count("\n") > 1 for space in spaces]
            scores = self.score_words(words, spaces, breaks)
            scores.starts[find_insides(words, spaces)] = NEVER
            self._annotate(doc, places, breaks, scores)
        elif len(doc):
            self._write_tree(doc, [], np.zeros(0, np.int64), np.zeros(0, np.uint64), None)
        return doc

    def score_words(self, words: Sequence[str], spaces: Sequence[str], breaks: Sequence[bool]) -> WordScores:
        """Return the network's scores for the words of one document (at least one word)."""
        pieces = [self.wordpieces.find_pieces(word) for word in words]
        forms = find_forms(words, spaces)
        windows = find_windows([len(each) for each in pieces], words, breaks, WINDOW_PIECES, MARGIN_PIECES)
        encoded = [
            encode_window(pieces, forms, breaks, window, start=self.wordpieces.start, stop=self.wordpieces.stop)
            for window in windows
        ]
        # A text that repeats itself without end gives the same window again and again, which need be read only once.
        repeats = find_repeats(windows, encoded)
        fresh = [number for number, first in enumerate(repeats) if number == first]
        rows: dict[int, list[Floats]] = {}
        for group in group_windows([len(encoded[number].pieces) for number in fresh], BATCH_PIECES):
            self._run([fresh[place] for place in group], windows, encoded, rows)
        outputs = [np.concatenate([rows[first][part] for first in repeats]) for part in range(5)]
        return self._split_scores(outputs)

    def _run(
        self,
        group: Sequence[int],
        windows: Sequence[Window],
        encoded: Sequence[EncodedWindow],
        rows: dict[int, list[Floats]],
    ) -> None:
        """Encode a group of windows and put the rows of the words that each keeps into `rows` by window."""
        length = max(len(encoded[number].pieces) for number in group)
        pieces = np.zeros((len(group), length), dtype=np.int64)
        forms = np.zeros_like(pieces)
        bias = np.full((len(group), 1, 1, length), PADDING, dtype=np.float32)
        firsts: list[int] = []
        lasts: list[int] = []
        for row, number in enumerate(group):
            window, part = windows[number], encoded[number]
            size = len(part.pieces)
            pieces[row, :size] = part.pieces
            forms[row, :size] = part.forms
            bias[row, :, :, :size] = 0.0
            kept = slice(window.first - window.start, window.last - window.start)
            firsts += [row * length + first for first in part.firsts[kept]]
            lasts += [row * length + last for last in part.lasts[kept]]
        feed = {
            "pieces": pieces,
            "forms": forms,
            "places": np.arange(length),
            "bias": bias,
            "firsts": np.array(firsts, dtype=np.int64),
            "lasts": np.array(lasts, dtype=np.int64),
        }
        outputs = self._session.run(None, feed)
        start = 0
        for number in group:
            end = start + windows[number].last - windows[number].first
            rows[number] = [output[start:end] for output in outputs]
            start = end

    def _split_scores(self, outputs: Sequence[Floats]) -> WordScores:
        sizes = [len(self.label_names.tags), len(self.label_names.pos), 1, len(self.label_names.entities), 1]
        tags, pos, starts, entities, root = np.split(outputs[0], np.cumsum(sizes)[:-1], axis=1)
        return WordScores(tags.argmax(1), pos.argmax(1), starts[:, 0], entities, root[:, 0], *outputs[1:])

    def _annotate(self, doc: Doc, places: Sequence[int], breaks: Sequence[bool], scores: WordScores) -> None:
        trees = Trees(scores.arc_word, scores.arc_head, scores.root)
        sentences = settle_sentences(
            find_sentences(scores.starts, breaks, LONGEST_SENTENCE),
            scores.starts,
            breaks,
            LONGEST_SENTENCE,
            lambda start, end: trees.find(start, end)[1],
        )
        heads = np.arange(len(places))
        for start, end in sentences:
            heads[start:end] = start + trees.find(start, end)[0]
        deps = self._dep_ids[self.find_labels(scores, heads)]
        deps[heads == np.arange(len(heads))] = self.vocab.strings.add(ROOT)
        self._write_tree(doc, places, heads, deps, scores)
        spans = [
            Span(doc, places[start], places[end - 1] + 1, label)
            for start, end, label in self.find_names([doc[place].text for place in places], breaks, scores)
        ]
        doc.set_ents(spans, default="outside")

    def find_names(
        self, words: Sequence[str], breaks: Sequence[bool], scores: WordScores
    ) -> list[tuple[int, int, str]]:
        """Return (start, end, label) of the entities in words, in order; every mention of a name has the same label."""
        labels = self.label_names.entities
        found = find_entities(scores.entities, labels, self.transitions)
        whole = [(start, end, label) for start, end, label in found if not any(breaks[start + 1 : end])]
        settled = settle_entities(whole, words, breaks, build_scores(scores.entities, labels))
        return [entity for entity in settled if entity[2] != INTERNAL_ENTITY]

    def find_labels(self, scores: WordScores, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of the best label of each word under its head; a root's number says nothing."""
        best: list[NDArray[np.int64]] = []
        for start in range(0, len(heads), LABEL_ROWS):
            rows = slice(start, start + LABEL_ROWS)
            feed = {"word": scores.label_word[rows], "head": scores.label_head[heads[rows]]}
            best.append(self._label_session.run(None, feed)[0])
        return np.concatenate(best)

    def _write_tree(
        self,
        doc: Doc,
        places: Sequence[int],
        heads: NDArray[np.int64],
        deps: NDArray[np.uint64],
        scores: WordScores | None,
    ) -> None:
        """Write heads, labels, tags and UPOS; sentence starts follow from the trees."""
        table = np.zeros((len(doc), 4), dtype=np.uint64)
        table[:, 1] = self.vocab.strings.add("dep")
        table[:, 2] = self.vocab.strings.add("_SP")
        table[:, 3] = self.vocab.strings.add("SPACE")
        anchors = np.array(places, dtype=np.int64)
        # A white-space token hangs on the word before it, at the beginning on the first word, alone on itself.
        target = np.arange(len(doc))
        if scores is not None:
            target = anchors[np.maximum(np.searchsorted(anchors, target, side="right") - 1, 0)]
            target[anchors] = anchors[heads]
            table[anchors, 1] = deps
            table[anchors, 2] = self._tag_ids[scores.tags]
            table[anchors, 3] = self._pos_ids[scores.pos]
        table[:, 0] = (target - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        doc.from_array(["HEAD", "DEP", "TAG", "POS"], table)  # type: ignore[arg-type]  # the stub knows 32-bit integers only

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 -- spaCy's signature
        """Write the parts into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath("network.onnx").write_bytes(self.graph)
        folder.joinpath("vocabulary.txt").write_text("\n".join(self.vocabulary) + "\n", encoding="utf-8")
        names = {kind: getattr(self.label_names, kind) for kind in EncoderLabels.__slots__}
        folder.joinpath("labels.json").write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
        folder.joinpath("labels.onnx").write_bytes(self.label_graph)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Encoder":  # noqa: ARG002
        """Read what `to_disk` wrote; raises OSError where a part is absent."""
        folder = Path(path)
        self.set_parts(
            folder.joinpath("network.onnx").read_bytes(),
            folder.joinpath("labels.onnx").read_bytes(),
            folder.joinpath("vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1],
            EncoderLabels(**json.loads(folder.joinpath("labels.json").read_text(encoding="utf-8"))),
        )
        return self


def _open_session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread: workers are processes, and a sum split over threads may differ in its last digits.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The extended fusions have no faster kernel for per-row scales and cost a tenth of the speed.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def find_spaces(doc: Doc, places: Sequence[int]) -> list[str]:
    """Return the white space before each word at `places`; the first word has none."""
    spaces = [""]
    for before, place in pairwise(places):
        if place == before + 1:
            spaces.append(doc[before].whitespace_)
        else:
            spaces.append("".join(token.text_with_ws for token in doc[before + 1 : place]))
    return spaces


def group_windows(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Return groups of windows of like length whose padded pieces stay within `budget` where there is more than one."""
    groups: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lambda each: (-lengths[each], each)):
        if groups and lengths[groups[-1][0]] * (len(groups[-1]) + 1) <= budget:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


@Language.factory(
    "encoder",
    assigns=[
        "token.tag",
        "token.pos",
        "token.dep",
        "token.head",
        "token.is_sent_start",
        "doc.sents",
        "doc.ents",
        "token.ent_iob",
        "token.ent_type",
    ],
)
def make_encoder(nlp: Language, name: str) -> Encoder:
    """Return an empty encoder; `spacy.load` fills it from the model's folder."""
    return Encoder(nlp.vocab, name)
