"""Scores of a pipeline on held-out treebanks and entity corpora; raw text in, standard measures out."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Token
from spacy.training import Example

from training.corpora import EntityText, read_treebank
from training.passages import build_doc, build_treebank_passages

# GPE against LOC is decided by head word in the silver data, so the two are one class where places are scored.
PLACES = {"GPE": "PLACE", "LOC": "PLACE"}
PLACES_AND_BUILDINGS = PLACES | {"FAC": "PLACE"}

Span = tuple[int, int, str]


def score_treebank(nlp: Language, path: Path) -> dict[str, float]:
    """Return percentages on a treebank read as raw running text: tags, UPOS, UAS, LAS, sentences, lemmas.

    UAS and LAS leave punctuation out as spaCy's scorer does; `uas_all` and `las_all` count it. A word that the
    tokenizer splits differently counts as wrong in recall. `las_RELATION` is the F1 of a relation.
    """
    examples: list[Example] = []
    for passage in build_treebank_passages(read_treebank(path), random.Random(0)):
        gold = build_doc(passage, nlp)
        examples.append(Example(nlp(gold.text), gold))
    scores = {
        "tag": Scorer.score_token_attr(examples, "tag")["tag_acc"],
        "pos": Scorer.score_token_attr(examples, "pos")["pos_acc"],
        "lemma": Scorer.score_token_attr(examples, "lemma")["lemma_acc"],
        "sentences": Scorer.score_spans(examples, "sents", has_annotation=lambda _: True)["sents_f"],
    }
    for suffix, ignored in (("", ("punct",)), ("_all", ())):
        parsed = Scorer.score_deps(examples, "dep", getter=_read_label, ignore_labels=ignored)
        scores["uas" + suffix] = parsed["dep_uas"]
        scores["las" + suffix] = parsed["dep_las"]
        relations = parsed["dep_las_per_type"]
    for relation in (
        "nsubj",
        "nsubj:pass",
        "obj",
        "obl",
        "nummod",
        "nmod",
        "amod",
        "conj",
        "appos",
        "acl:relcl",
        "ccomp",
    ):
        if relation in relations:
            scores[f"las_{relation}"] = relations[relation]["f"]
    return {name: round(100 * value, 2) for name, value in scores.items()}


def _read_label(token: Token, attribute: str) -> str:
    return token.vocab.strings.as_string(getattr(token, attribute)).lower()


def score_entities(
    nlp: Language, texts: Iterable[EntityText], labels: Sequence[str], merge: dict[str, str]
) -> dict[str, float]:
    """Return precision, recall and F1 of entities with exact bounds and label, in percent, in all and by label.

    `merge` renames labels before they are compared, `labels` are the ones that count. A prediction that touches
    characters about which the corpus says nothing is left out.
    """
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for text in texts:
        gold = {span for span in _merge(text.entities, merge) if span[2] in labels}
        found = ((entity.start_char, entity.end_char, entity.label_) for entity in nlp(text.text).ents)
        unknown = [(start, end) for start, end in text.missing]
        guesses = {
            span
            for span in _merge(found, merge)
            if span[2] in labels and not any(start < span[1] and span[0] < end for start, end in unknown)
        }
        for counts, spans in ((right, gold & guesses), (wanted, gold), (given, guesses)):
            counts.update(label for _, _, label in spans)
    figures: dict[str, float] = {}
    groups: dict[str, Sequence[str]] = {"": labels} | {f"_{label}": [label] for label in labels}
    for suffix, members in groups.items():
        hits = sum(right[label] for label in members)
        precision = hits / max(1, sum(given[label] for label in members))
        recall = hits / max(1, sum(wanted[label] for label in members))
        figures[f"f{suffix}"] = round(200 * precision * recall / max(1e-9, precision + recall), 2)
        if not suffix:
            figures |= {"precision": round(100 * precision, 2), "recall": round(100 * recall, 2)}
    return figures


def _merge(spans: Iterable[Span], merge: dict[str, str]) -> list[Span]:
    return [(start, end, merge.get(label, label)) for start, end, label in spans]


def list_errors(nlp: Language, texts: Iterable[EntityText], merge: dict[str, str]) -> dict[str, Counter[str]]:
    """Return counts of missed and invented entities as "label: words", for reading."""
    errors: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        gold = set(_merge(text.entities, merge))
        found = set(_merge(((e.start_char, e.end_char, e.label_) for e in nlp(text.text).ents), merge))
        for kind, spans in (("missed", gold - found), ("invented", found - gold)):
            errors[kind].update(f"{label}: {text.text[start:end]}" for start, end, label in spans)
    return dict(errors)
