"""Load the shipped language model, and the entities of another spaCy pipeline on top where a user asks for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, get_package_path, is_package

import extraction.components.encoder
import extraction.components.tokenizer  # noqa: F401 -- both register what the model's configuration names

MODEL: Final = Path(__file__).parent / "model"

# The labels of the common schemes (OntoNotes, CoNLL 2003, Wikipedia-trained models) as ours; others are left out.
ENTITY_LABELS: Final = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "FAC",
    "NORP": "NORP",
}
# What only serves a pipeline's own parse; its entities do not read it.
PARSE_COMPONENTS: Final = ("tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer")


def load_language(model: str | Path | None = None) -> Language:
    """Return the shipped pipeline: sentences, PTB tags, UPOS, lemmas, UD dependencies and entities.

    Entities are PERSON, ORG, GPE, LOC, FAC and NORP. `model`, a folder or the name of an installed spaCy pipeline
    with an entity recogniser, replaces the entities by those of that pipeline; sentences, tags and parse stay
    ours. Raises OSError when the shipped model or `model` is absent.
    """
    nlp = spacy.load(MODEL)
    if model is not None:
        nlp.add_pipe("borrowed_entities", config={"model": str(model)})
    return nlp


def read_meta(model: str | Path | None = None) -> bytes:
    """Return meta.json of the shipped model, followed by that of `model`; loads no weights.

    What is extracted may change only where these bytes do. Raises OSError when a file is absent.
    """
    meta = MODEL.joinpath("meta.json").read_bytes()
    if model is None:
        return meta
    name = str(model)
    folder = get_package_path(name) if is_package(name) else Path(model)
    return meta + folder.joinpath("meta.json").read_bytes()


class BorrowedEntities:
    """Sets `doc.ents` to the entities that another pipeline finds in the same text.

    Labels are mapped by ENTITY_LABELS; a span of the other pipeline is widened to whole tokens of ours.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        unused = [name for name in PARSE_COMPONENTS if name in nlp.pipe_names]
        if "ner" in nlp.pipe_names:
            nlp.disable_pipes(*unused)

    def __call__(self, doc: Doc) -> Doc:
        """Replace the entities of a document and return it."""
        doc.set_ents(filter_spans(self.find_entities(doc)))
        return doc

    def find_entities(self, doc: Doc) -> Iterator[Span]:
        """Yield the other pipeline's entities as spans of `doc`; they may overlap after widening."""
        for entity in self.nlp(doc.text).ents:
            label = ENTITY_LABELS.get(entity.label_)
            if label is None:
                continue
            span = doc.char_span(entity.start_char, entity.end_char, label=label, alignment_mode="expand")
            if span is not None:
                yield span


@Language.factory("borrowed_entities", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def make_borrowed_entities(nlp: Language, name: str, model: str) -> BorrowedEntities:  # noqa: ARG001 -- spaCy's signature
    """Return the component for the pipeline `model`, a folder or an installed name."""
    return BorrowedEntities(spacy.load(model))
