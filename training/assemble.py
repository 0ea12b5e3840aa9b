"""Put the trained parts together as a spaCy pipeline on disk."""

import argparse
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language

import extraction.components.encoder  # noqa: F401 -- registers the factory
from extraction.components.encoder import Encoder, EncoderLabels
from extraction.components.tokenizer import build_blank
from training.convert import TREEBANKS, read_treebanks
from training.features import add_rules
from training.graph import build_graph, build_label_graph
from training.labels import Labels
from training.network import Network
from training.train import find_minilm, read_start, read_vocabulary

LICENSES = Path(__file__).parent / "licenses"

META = {
    "name": "tallywire",
    "version": "1.3.0",
    "description": "English news: sentences, PTB tags, UPOS, lemmas, Universal Dependencies and entities by one small encoder",
    "author": "The tallywire authors",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD English EWT 2.16", "license": "CC BY-SA 4.0", "author": "Natalia Silveira et al."},
        {"name": "UD English GUM 2.16, open genres", "license": "CC BY 4.0", "author": "Amir Zeldes et al."},
        {"name": "Groningen Meaning Bank", "license": "public domain texts", "author": "Johan Bos et al."},
        {"name": "Wikinews entities", "license": "CC BY 2.5 (texts)", "author": "Wikinews contributors"},
        {"name": "CrossNER politics, literature", "license": "MIT", "author": "Zihan Liu et al."},
        {"name": "Wikigold", "license": "CC BY 4.0", "author": "Dominic Balasuriya et al."},
        {"name": "Universal NER English EWT", "license": "CC BY-SA 4.0", "author": "Stephen Mayhew et al."},
        {"name": "all-MiniLM-L6-v2", "license": "Apache-2.0", "author": "Nils Reimers, Iryna Gurevych; Microsoft"},
        {
            "name": "spaCy lookups data: WordNet 3.0 lemma tables",
            "license": "WordNet 3.0 License; MIT",
            "author": "Princeton University; Explosion",
        },
    ],
}


def fill_encoder(encoder: Encoder, network: Network, labels: Labels, vocabulary: list[str]) -> None:
    """Give a component the trained parts."""
    encoder.set_parts(
        build_graph(network).SerializeToString(),
        build_label_graph(network).SerializeToString(),
        vocabulary,
        EncoderLabels(tags=labels.tags, pos=labels.pos, deps=labels.deps, entities=labels.entities),
    )


def assemble(run: Path, corpora: Path, output: Path) -> Language:
    """Write the pipeline of a training run to `output` and return it."""
    nlp = build_blank()
    network, labels = read_start(run)
    network.eval()
    encoder = nlp.add_pipe("encoder")
    assert isinstance(encoder, Encoder)
    fill_encoder(encoder, network, labels, read_vocabulary(find_minilm()))
    add_rules(nlp, read_treebanks(corpora, TREEBANKS["train"]))
    nlp.meta.update(META)
    nlp.to_disk(output, exclude=["vocab"])
    save_strings(nlp, labels, output)
    for notice in LICENSES.iterdir():
        shutil.copy(notice, output / notice.name)
    return nlp


def save_strings(nlp: Language, labels: Labels, output: Path) -> None:
    """Write a vocabulary that holds the pipeline's own strings alone.

    The one in memory also has every word that was read while training; a pipeline meets its words anew.
    """
    ruler: Any = nlp.get_pipe("attribute_ruler")
    strings = {*labels.tags, *labels.pos, *labels.deps, *labels.entities, *_find_texts(ruler.patterns)}
    folder = output / "vocab"
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("strings.json").write_text(json.dumps(sorted(strings)) + "\n", encoding="utf-8")


def _find_texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _find_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _find_texts(inner)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder that training.train wrote")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("output", type=Path, help="folder of the pipeline, extraction/model")
    arguments = parser.parse_args()
    nlp = assemble(arguments.run, arguments.corpora, arguments.output)
    print(nlp.pipe_names)


if __name__ == "__main__":
    main()
