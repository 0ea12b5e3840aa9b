import pytest
import spacy

from training.corpora import EntityText
from training.package import package, render_table
from training.scoring import PLACES, score_entities


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "LOC", "pattern": "Orest"},
            {"label": "ORG", "pattern": "Sela"},
            {"label": "PERSON", "pattern": "Ruiz"},
        ]
    )
    return nlp


def make_text(text, *entities, missing=()):
    return EntityText(text=text, entities=entities, missing=missing, source="made", split="test", document="")


def test_places_are_one_class_and_bounds_are_exact(nlp):
    texts = [make_text("Ana Ruiz left Orest.", (0, 8, "PERSON"), (14, 19, "GPE"))]
    figures = score_entities(nlp, texts, ("PERSON", "PLACE"), PLACES)
    assert figures == {"f": 50.0, "precision": 50.0, "recall": 50.0, "f_PERSON": 0.0, "f_PLACE": 100.0}


def test_what_a_corpus_does_not_annotate_is_not_scored(nlp):
    texts = [make_text("Sela in Orest", (8, 13, "GPE"), missing=((0, 4),))]
    assert score_entities(nlp, texts, ("ORG", "PLACE"), PLACES)["f"] == 100.0


def test_labels_outside_the_list_do_not_count(nlp):
    texts = [make_text("Sela in Orest", (8, 13, "GPE"))]
    assert score_entities(nlp, texts, ("PLACE",), PLACES)["precision"] == 100.0


METRICS = {
    key: dict.fromkeys(("tag", "uas", "las", "sentences", "f", "f_PERSON", "f_ORG", "f_PLACE", "f_NORP"), 90.123)
    for key in ("ewt", "gum_news_interview", "wikinews", "uner_ewt", "crossner_politics", "gmb")
} | {
    "size_mb": 27.0,
    "speed": {"pipeline_words_per_second": 3456, "share_of_tokenizer": 0.031},
    "worker": {"load_seconds": 0.4, "memory_mb": 300},
}


def test_the_table_has_a_row_for_each_test():
    assert render_table(METRICS).count("| 90.1 · 90.1") == 5


def test_package_writes_card_and_figures(tmp_path):
    tmp_path.joinpath("encoder").mkdir()
    tmp_path.joinpath("encoder", "network.onnx").write_bytes(b"weights")
    tmp_path.joinpath("meta.json").write_text('{"version": "9.9.9"}', encoding="utf-8")
    package(tmp_path, METRICS, "$version $size $speed $share $load $memory\n$table")
    assert tmp_path.joinpath("README.md").read_text(encoding="utf-8").startswith("9.9.9 27.0 3,456 3.1 0.4 300\n| test")
    assert '"weights_sha256"' in tmp_path.joinpath("meta.json").read_text(encoding="utf-8")
