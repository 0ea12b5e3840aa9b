"""The pipeline: the trained model and the claim components in order, and the one door from text to records."""

import hashlib
import importlib
import time
from datetime import date
from importlib.metadata import version as distribution_version
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from extraction.extensions import PLACES, TIMES, records_of
from extraction.language import load_language, read_meta
from gazetteer.lookup import Gazetteer
from records import Extraction

# Order matters: each component reads what those before it wrote.
COMPONENTS: Final[tuple[tuple[str, str], ...]] = (
    ("quantity_finder", "extraction.components.quantities"),
    ("time_finder", "extraction.components.times"),
    ("place_finder", "extraction.components.places"),
    ("actor_finder", "extraction.components.actors"),
    ("attribution_finder", "extraction.components.attributions"),
    ("claim_builder", "extraction.components.claims"),
)
PACKAGE: Final = Path(__file__).parent
MODEL: Final = PACKAGE / "model"


class Pipeline:
    """A loaded pipeline. Not thread-safe; a worker process loads its own.

    Attributes:
        nlp: the spaCy pipeline with every component.
        version: what `pipeline_version` gives for its parts.

    """

    def __init__(self, nlp: Language, version: str) -> None:
        self.nlp = nlp
        self.version = version

    def annotate(
        self, text: str, *, published: date | None = None, title: str | None = None, version_key: str = ""
    ) -> Doc:
        """Return the Doc of `text` with the results of every component (extraction.extensions says where).

        `doc.text` equals `text`. The title is kept in `doc.user_data["title"]`: no offset points into it.
        """
        doc = self.nlp.make_doc(text)
        doc._.published = published
        doc._.version_key = version_key
        doc.user_data["title"] = title
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return doc

    def extract(
        self, text: str, *, published: date | None = None, title: str | None = None, version_key: str = ""
    ) -> Extraction:
        """Return everything found in `text`; the same for the same arguments, whatever was read before."""
        started = time.perf_counter()
        doc = self.annotate(text, published=published, title=title, version_key=version_key)
        return Extraction(
            version_key=version_key,
            pipeline_version=self.version,
            claims=doc._.claims,
            actors=doc._.actors,
            places=tuple(records_of(doc, PLACES)),
            attributions=doc._.attributions,
            times=tuple(records_of(doc, TIMES)),
            seconds=time.perf_counter() - started,
        )


def load_pipeline(*, model: str | None = None, gazetteer_path: Path | None = None) -> Pipeline:
    """Load the model and every component.

    `model` is the folder or the name of a spaCy pipeline whose entities replace those of the shipped model;
    `gazetteer_path` is the gazetteer's index, by default the one in the user's cache. Raises OSError when either is absent (GazetteerMissing is one).
    """
    nlp = load_language(model)
    settings: dict[str, dict[str, Any]] = {
        "place_finder": {"gazetteer_path": str(gazetteer_path) if gazetteer_path else None}
    }
    for name, module in COMPONENTS:
        importlib.import_module(module)  # registers the factory also where the entry points are not installed
        nlp.add_pipe(name, config=settings.get(name, {}))
    return Pipeline(nlp, pipeline_version(model=model, gazetteer_path=gazetteer_path))


def pipeline_version(*, model: str | None = None, gazetteer_path: Path | None = None) -> str:
    """Return the version of code, model, lexicons and gazetteer as one short string; loads no weights.

    Form: `VERSION+HASH`, the version of the distribution and twelve hex digits of sha256 over the model's meta.json, the
    code and lexicon files of this package, the meta.json of a borrowed model and the gazetteer's version: any change of a rule
    is another pipeline, also between releases. Raises GazetteerMissing without a gazetteer.
    """
    digest = hashlib.sha256()
    digest.update(read_meta(model))
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and MODEL not in path.parents:
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    with Gazetteer.open(gazetteer_path) as gazetteer:
        digest.update(gazetteer.version.encode())
    return f"{distribution_version('tallywire')}+{digest.hexdigest()[:12]}"
