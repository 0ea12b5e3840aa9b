import gzip
import json

import pytest

from training.corpora import (
    EntityText,
    build_shingles,
    is_overlapping,
    read_entity_articles,
    read_entity_sentences,
    read_treebank,
)

CONLLU = """\
# newdoc id = made-up
# newpar
# text = They don't rain.
1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\train\train\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tempty\t_\t_\t_\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
1\tStop\tstop\tVERB\tVB\t_\t0\troot\t_\t_
"""


def write_gzip(path, text):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


def test_read_treebank(tmp_path):
    first, second = read_treebank(write_gzip(tmp_path / "a.conllu.gz", CONLLU))
    assert first.words == ("They", "do", "n't", "rain", ".")
    assert first.spaces == (True, False, True, False, True)
    assert first.heads == (3, 3, 3, 3, 3)
    assert first.deps == ("nsubj", "aux", "advmod", "root", "punct")
    assert (first.starts_document, first.starts_paragraph) == (True, True)
    assert (second.starts_document, second.starts_paragraph) == (False, True)


def test_a_head_outside_its_sentence_is_an_error(tmp_path):
    path = write_gzip(tmp_path / "a.conllu.gz", "1\tStop\tstop\tVERB\tVB\t_\t7\troot\t_\t_\n")
    with pytest.raises(ValueError, match="outside its sentence"):
        list(read_treebank(path))


def test_read_entity_sentences(tmp_path):
    row = {
        "src": "made",
        "split": "train",
        "words": ["Ana", "Ruiz", "left", "Orest", "."],
        "spaces": [True, True, True, False, True],
        "ents": [[0, 2, "PERSON"]],
        "missing": [3],
    }
    (text,) = read_entity_sentences(write_gzip(tmp_path / "a.jsonl.gz", json.dumps(row)))
    assert text == EntityText(
        text="Ana Ruiz left Orest.",
        entities=((0, 8, "PERSON"),),
        missing=((14, 19),),
        source="made",
        split="train",
        document="",
    )


def test_read_entity_articles(tmp_path):
    row = {"doc": "d1", "text": "Rain in Orest", "ents": [[8, 13, "GPE"]]}
    (text,) = read_entity_articles(write_gzip(tmp_path / "a.jsonl.gz", json.dumps(row)))
    assert (text.document, text.entities) == ("d1", ((8, 13, "GPE"),))


def test_overlap_needs_several_runs_of_words():
    words = [f"word{number}" for number in range(40)]
    shingles = build_shingles(" ".join(words))
    assert is_overlapping("Before. " + " ".join(words[5:30]), shingles)
    assert not is_overlapping(" ".join(words[5:18]), shingles)
    assert not is_overlapping("Something else was written here about the rain and the river.", shingles)
