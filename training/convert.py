"""Turn the corpora into spaCy training files for the convolutional pipeline (the road that was measured against)."""

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from training.augmentation import vary_passage
from training.corpora import TreebankSentence, read_treebank
from training.entities import read_entity_mix
from training.passages import Passage, build_doc, build_entity_passages, build_treebank_passages

TREEBANKS = {
    "train": ("en_ewt-train", "en_gum-open-train"),
    "dev": ("en_ewt-dev", "en_gum-open-dev"),
}


def read_treebanks(corpora: Path, names: Iterable[str]) -> Iterable[TreebankSentence]:
    """Yield the sentences of several treebank files, one file after the other."""
    for name in names:
        yield from read_treebank(corpora / "ud" / f"{name}.conllu.gz")


def save_docs(passages: Iterable[Passage], nlp: Language, path: Path) -> int:
    """Write passages as a DocBin and return their number."""
    docs = [build_doc(passage, nlp) for passage in passages]
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=False).to_disk(path)
    return len(docs)


def convert(corpora: Path, gold: list[Path], output: Path, seed: int = 0) -> dict[str, int]:
    """Write parser-{train,dev}.spacy and entities-{train,dev}.spacy and return their numbers of documents."""
    rng = random.Random(seed)
    nlp = spacy.blank("en")
    counts: dict[str, int] = {}
    for split, names in TREEBANKS.items():
        passages = build_treebank_passages(read_treebanks(corpora, names), rng)
        if split == "train":
            passages = (vary_passage(passage, rng) for passage in passages)
        counts[f"parser-{split}"] = save_docs(passages, nlp, output / f"parser-{split}.spacy")
    train, _ = read_entity_mix(corpora, gold)
    mix: list[Passage] = []
    for texts in train.values():
        mix += build_entity_passages(texts, nlp, rng)
    rng.shuffle(mix)
    held_out = mix[: len(mix) // 25]
    counts["entities-dev"] = save_docs(held_out, nlp, output / "entities-dev.spacy")
    varied = (vary_passage(passage, rng) for passage in mix[len(mix) // 25 :])
    counts["entities-train"] = save_docs(varied, nlp, output / "entities-train.spacy")
    return counts


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("output", type=Path)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="JSON lines whose texts may not train")
    arguments = parser.parse_args()
    for name, count in convert(arguments.corpora, arguments.gold, arguments.output).items():
        print(f"{name}\t{count}")


if __name__ == "__main__":
    main()
