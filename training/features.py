"""Rules read off the treebanks: morphological features by tag, and the lemmas of closed word classes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer

from training.corpora import TreebankSentence

# The WordNet tables know open classes only.
CLOSED_CLASSES = ("AUX", "PRON", "DET", "PART", "SCONJ", "CCONJ", "ADP")

# Features of Universal Dependencies that follow from the Penn tag alone.
TAG_FEATURES = {
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VB": "VerbForm=Inf",
    "MD": "VerbForm=Fin",
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNS": "Number=Plur",
    "NNPS": "Number=Plur",
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
    "CD": "NumType=Card",
    "PRP": "PronType=Prs",
    "PRP$": "Poss=Yes|PronType=Prs",
    "WP": "PronType=Rel",
    "WDT": "PronType=Rel",
    "WP$": "Poss=Yes|PronType=Rel",
}


def build_closed_lemmas(sentences: Iterable[TreebankSentence], at_least: int = 3) -> dict[tuple[str, str], str]:
    """Return the usual lemma of each (lower-case word, UPOS) of a closed class seen `at_least` times."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, pos, lemma in zip(sentence.words, sentence.pos, sentence.lemmas, strict=True):
            if pos in CLOSED_CLASSES:
                seen[word.lower().replace("\u2019", "'"), pos][lemma] += 1
    return {
        key: lemmas.most_common(1)[0][0] for key, lemmas in sorted(seen.items()) if sum(lemmas.values()) >= at_least
    }


def add_rules(nlp: Language, sentences: Iterable[TreebankSentence]) -> None:
    """Add to a pipeline an attribute ruler with these rules and the rule lemmatizer with the WordNet tables.

    The tables come from the package `spacy-lookups-data` and are written with the pipeline.
    """
    ruler = nlp.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    for tag, features in TAG_FEATURES.items():
        ruler.add(patterns=[[{"TAG": tag}]], attrs={"MORPH": features})
    for (word, pos), lemma in build_closed_lemmas(sentences).items():
        forms = [word] if "'" not in word else [word, word.replace("'", "\u2019")]
        ruler.add(patterns=[[{"LOWER": form, "POS": pos}] for form in forms], attrs={"LEMMA": lemma})
    for form in ("'s", "\u2019s", "'d", "\u2019d"):
        # "She's left", "it'd never rained": before a participle an active auxiliary is "have".
        auxiliary: dict[int | str, Any] = {"LOWER": form, "DEP": "aux"}
        patterns: list[list[dict[int | str, Any]]] = [
            [auxiliary, {"TAG": "VBN"}],
            [auxiliary, {"TAG": "RB"}, {"TAG": "VBN"}],
        ]
        ruler.add(patterns=patterns, attrs={"LEMMA": "have"}, index=0)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": False})
    assert isinstance(lemmatizer, Lemmatizer)
    lemmatizer.initialize(lambda: (), nlp=nlp)
