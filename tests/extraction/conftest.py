"""Parses written by hand, the shipped model and the whole pipeline, loaded once."""

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extraction.language import load_language
from extraction.pipeline import Pipeline, load_pipeline
from gazetteer.build import ensure_gazetteer

_VOCAB = spacy.blank("en").vocab
_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "DT": "DET", "IN": "ADP", "CC": "CCONJ",
    "PRP": "PRON", "PRP$": "PRON", "CD": "NUM", "RB": "ADV", "TO": "PART", "POS": "PART", "HYPH": "PUNCT", "EX": "PRON",
    "WP": "PRON", "WDT": "PRON", ",": "PUNCT", ".": "PUNCT", ":": "PUNCT", "MD": "AUX", "AUX": "AUX", "JJR": "ADJ",
    "-LRB-": "PUNCT", "-RRB-": "PUNCT", "RP": "ADP", "$": "SYM",
}  # fmt: skip
_LEMMAS = {
    "killed": "kill", "fled": "flee", "said": "say", "were": "be", "was": "be", "are": "be", "is": "be", "people": "people",
    "soldiers": "soldier", "civilians": "civilian", "injured": "injure", "wounding": "wound", "killing": "kill", "died": "die",
    "rose": "rise", "cases": "case", "has": "have", "have": "have", "had": "have", "houses": "house", "destroyed": "destroy",
    "displaced": "displace", "expected": "expect", "families": "family", "children": "child", "forced": "force", "homes": "home",
    "returned": "return", "arrested": "arrest", "votes": "vote", "points": "point", "hours": "hour", "days": "day", "posts": "post", "gunmen": "gunman", "relocated": "relocate",
}  # fmt: skip


def parse_rows(rows: str) -> Doc:
    """Return a Doc of lines `word|tag|relation|head[|entity]`; heads count from 1, 0 is the root."""
    fields = [row.split("|") for row in rows.split()]
    words = [field[0] for field in fields]
    closing = {",", ".", ")", "-", "'s", "%", ":"}
    spaces = [
        index + 1 < len(words) and words[index + 1] not in closing and word not in {"(", "-", "$"}
        for index, word in enumerate(words)
    ]
    tags = [field[1] for field in fields]
    auxiliary = {index for index, field in enumerate(fields) if field[2].startswith(("aux", "cop"))}
    return Doc(
        _VOCAB,
        words=words,
        spaces=spaces,
        tags=["VBD" if tag == "AUX" else tag for tag in tags],
        pos=["AUX" if index in auxiliary else _POS.get(tag, "VERB") for index, tag in enumerate(tags)],
        deps=["ROOT" if field[2] == "root" else field[2] for field in fields],
        heads=[int(field[3]) - 1 if int(field[3]) else index for index, field in enumerate(fields)],
        ents=[field[4] if len(field) > 4 else "O" for field in fields],
        lemmas=[_LEMMAS.get(word, word.lower()) for word in words],
    )


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Doc]:
    """Return the reader of parses written by hand."""
    return parse_rows


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the shipped language model without the components of tallywire."""
    return load_language()


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """Return the whole pipeline, with the gazetteer of the user's cache (built on first use)."""
    return load_pipeline(gazetteer_path=ensure_gazetteer())
