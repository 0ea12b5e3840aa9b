"""The entity mix: one label scheme over several corpora, silver labels mended, gold documents kept out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from training.corpora import (
    EntityText,
    is_overlapping,
    rank_document,
    read_entity_articles,
    read_entity_sentences,
    read_gold_shingles,
)

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "MISC")

# The silver tags of GMB are wrong about these names in most or many of their places.
KNOWN_NAMES = {
    "African Union": "ORG",
    "AU": "ORG",
    "DRC": "GPE",
    "European Union": "ORG",
    "Fatah": "ORG",
    "Gaza": "GPE",
    "Gaza Strip": "GPE",
    "Hezbollah": "ORG",
    "Islamic": "NORP",
    "Islamist": "NORP",
    "Ivory Coast": "GPE",
    "Kremlin": "ORG",
    "Kurd": "NORP",
    "Kurds": "NORP",
    "Muslim": "NORP",
    "Muslims": "NORP",
    "Pentagon": "ORG",
    "Shi'ite": "NORP",
    "Shi'ites": "NORP",
    "Shiite": "NORP",
    "Shiites": "NORP",
    "South Africa": "GPE",
    "Sunni": "NORP",
    "Sunnis": "NORP",
    "Turkey": "GPE",
    "U.K.": "GPE",
    "U.N.": "ORG",
    "U.S.": "GPE",
    "UK": "GPE",
    "UN": "ORG",
    "US": "GPE",
    "USA": "GPE",
    "United Nations": "ORG",
    "United States": "GPE",
    "West Bank": "GPE",
}


def mend_silver_labels(texts: Sequence[EntityText], share: float = 0.6, at_least: int = 5) -> list[EntityText]:
    """Give each name of a silver corpus the label of KNOWN_NAMES, else the one it has in `share` of its places.

    Names seen fewer than `at_least` times keep their labels. DATE is no label of ours: dates become text outside
    entities, except those without a digit that elsewhere are names, which become missing.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for start, end, label in text.entities:
            seen[text.text[start:end]][label] += 1
    usual: dict[str, str] = {}
    for name, labels in seen.items():
        label, count = labels.most_common(1)[0]
        if sum(labels.values()) >= at_least and count >= share * sum(labels.values()):
            usual[name] = label
    usual |= KNOWN_NAMES
    return [_relabel(text, usual) for text in texts]


def _relabel(text: EntityText, usual: dict[str, str]) -> EntityText:
    entities: list[tuple[int, int, str]] = []
    missing = list(text.missing)
    for start, end, label in text.entities:
        name = text.text[start:end]
        new = usual.get(name, label)
        if new != "DATE":
            entities.append((start, end, new))
        elif label != "DATE":
            missing.append((start, end))
    return replace(text, entities=tuple(entities), missing=tuple(missing))


def split_articles(
    articles: Iterable[EntityText], gold: Sequence[Path]
) -> tuple[list[EntityText], list[EntityText], list[EntityText]]:
    """Return (train, test, unused) articles: none in train shares text with a gold file.

    The test is a fifth of all articles: of those that share text with gold files (which may not train anyway) the
    first by the hash of their names, filled up from the others where there are too few. With no gold files at
    hand the fifth is taken from all articles.
    """
    ordered = sorted(articles, key=lambda article: rank_document(article.document))
    shingles = read_gold_shingles(list(gold))
    shared = [article for article in ordered if is_overlapping(article.text, shingles)]
    others = [article for article in ordered if not is_overlapping(article.text, shingles)]
    test = (shared + others)[: len(ordered) // 5]
    names = {article.document for article in test}
    unused = [article for article in shared if article.document not in names]
    return [article for article in others if article.document not in names], test, unused


def read_entity_mix(
    corpora: Path, gold: Sequence[Path]
) -> tuple[dict[str, list[EntityText]], dict[str, list[EntityText]]]:
    """Return the training texts and the test texts by corpus; no test text trains."""
    folder = corpora / "ner"
    train: dict[str, list[EntityText]] = {}
    test: dict[str, list[EntityText]] = {}
    for name in ("gmb", "crossner_politics", "crossner_literature", "wikigold", "uner_ewt"):
        texts = list(read_entity_sentences(folder / f"{name}.jsonl.gz"))
        train[name] = [text for text in texts if text.split == "train"]
        held_out = [text for text in texts if text.split == "test"]
        if held_out:
            test[name] = held_out
    train["gmb"] = mend_silver_labels(train["gmb"])
    train["wikinews"], test["wikinews"], _ = split_articles(read_entity_articles(folder / "wikinews.jsonl.gz"), gold)
    return train, test
