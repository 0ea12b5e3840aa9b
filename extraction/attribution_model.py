"""Decides which candidate attributions hold: a logistic regression over structural features.

The weights are trained on the open corpus of attributions by training/attributions.py and stand in
lexicons/attribution_weights.json: feature name -> weight, and the threshold.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from spacy.tokens import Doc, Token

from extraction.attribution_frame import Frame
from extraction.layout import Layout, root_of
from extraction.lexicons.cues import ADJECTIVE_CLASSES, NOUN_CLASSES, VERB_CLASSES
from extraction.lexicons.sources import BODY_NOUNS, DOCUMENT_NOUNS, PERSON_NOUNS

WEIGHTS: Final = Path(__file__).parent / "lexicons" / "attribution_weights.json"

_MODALS: Final = frozenset(["will", "would", "could", "should", "may", "might", "must", "can", "shall", "'ll", "’ll"])
_FIRST: Final = frozenset(["i", "we"])
_ASKED: Final = frozenset(["who", "which", "that", "whom"])


@dataclass(frozen=True, slots=True)
class AttributionModel:
    """Weights by feature name, and the probability from which a frame holds."""

    weights: dict[str, float]
    threshold: float

    def probability(self, features: list[str]) -> float:
        """Return how sure it is that a frame with these features is an attribution, 0 to 1."""
        total = sum(self.weights.get(feature, 0.0) for feature in features)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load_attribution_model(path: Path = WEIGHTS) -> AttributionModel:
    """Read the weights. Raises OSError when the file is absent and ValueError when it is no table of weights."""
    table = json.loads(path.read_text(encoding="utf-8"))
    return AttributionModel(
        {name: float(weight) for name, weight in table["weights"].items()}, float(table["threshold"])
    )


def source_kind(doc: Doc, head: int | None) -> str:
    """Return the kind of word that a source's head is, for the classifier and for the resolution of speakers."""
    if head is None:
        return "none"
    token = doc[head]
    word, lemma = token.lower_, token.lemma_.lower()
    if word in _FIRST:
        return "first"
    if word in _ASKED:
        return "relative"
    if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"}:
        return "it" if word in {"it", "its"} else "pronoun"
    if token.ent_type_ in {"PERSON", "ORG"}:
        return token.ent_type_
    if token.ent_type_ in {"GPE", "NORP"}:
        return "nation"
    if word in DOCUMENT_NOUNS or lemma in DOCUMENT_NOUNS:
        return "document"
    if word in PERSON_NOUNS or lemma in PERSON_NOUNS:
        return "people"
    if word in BODY_NOUNS or lemma in BODY_NOUNS:
        return "body"
    return "name" if token.pos_ == "PROPN" else "thing"


def find_features(frame: Frame, layout: Layout) -> list[str]:
    """Return the names of the features that a frame has."""
    doc = layout.doc
    head = doc[frame.head]
    rule = frame.rule
    lemma = head.lemma_.lower()
    kind = source_kind(doc, frame.source_head)
    first = frame.classes[0].value if frame.classes else "other"
    out = ["bias", f"rule={rule}", f"source={kind}", f"rule+source={rule}|{kind}"]
    if frame.rule.startswith(("verb", "noun", "adj")):
        out += [f"lemma={lemma}", f"lemma+rule={lemma}|{rule}"]
    out += [f"class={cue_class.value}" for cue_class in frame.classes] or ["class=other"]
    out += [f"rule+class={rule}|{first}", f"class+source={first}|{kind}"]
    out += [f"how={frame.how}", f"how={frame.how}|{rule}"]
    if frame.rule.startswith("verb"):
        out += _verb_features(head, rule, first)
    out += _content_features(frame, layout, rule, first)
    if layout.quote_at(frame.head) is not None:
        out += ["inside", f"inside|{rule}", f"inside|{kind}"]
    return out


def _verb_features(verb: Token, rule: str, first: str) -> list[str]:
    out = [f"tag={verb.tag_}", f"tag+rule={verb.tag_}|{rule}", f"tag+class={verb.tag_}|{first}", f"dep={verb.dep_}"]
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in _MODALS:
            out += ["modal", f"modal|{rule}"]
        elif child.dep_ == "advmod" and child.lower_ in {"not", "n't", "n’t", "never"}:
            out += ["negated", f"negated|{rule}"]
        elif child.dep_ == "aux:pass":
            out.append("passive")
        elif child.dep_ == "mark" and child.i < verb.i:
            out.append(f"mark={child.lower_}")
        elif child.dep_ in {"obj", "iobj"} and rule != "verb-obj":
            out.append(f"object|{rule}")
    parent = verb.head
    if parent.i != verb.i:
        lemma = parent.lemma_.lower()
        known = VERB_CLASSES.get(lemma) or ((NOUN_CLASSES[lemma],) if lemma in NOUN_CLASSES else ())
        known = known or ((ADJECTIVE_CLASSES[lemma],) if lemma in ADJECTIVE_CLASSES else ())
        out.append(f"parent={verb.dep_}|{known[0].value if known else 'other'}")
    return out


def _content_features(frame: Frame, layout: Layout, rule: str, first: str) -> list[str]:
    doc = layout.doc
    start, end = frame.content[-1]
    opening = doc[start]
    length = sum(high - low for low, high in frame.content)
    size = next(name for limit, name in ((2, "1-2"), (5, "3-5"), (10, "6-10"), (10**9, "11+")) if length <= limit)
    quoted = sum(layout.quoted_in(low, high) for low, high in frame.content)
    if layout.quote_at(frame.head) is not None:
        quoted = 0
    share = "all" if quoted >= 0.9 * length else ("some" if quoted else "none")
    out = [f"size={size}|{rule}", f"quoted={share}", f"quoted={share}|{rule}", f"quoted={share}|{first}"]
    before = doc[start - 1] if start else None
    if before is not None and before.pos_ == "ADP" and before.i > frame.head:
        out += [f"after={before.lower_}|{rule}", f"after={before.lower_}|{first}"]
    word = opening.lower_ if opening.pos_ in {"SCONJ", "PART", "ADP", "PRON", "ADV", "DET"} else opening.pos_
    out += [f"opens={word}|{rule}", f"opens={opening.pos_}|{first}"]
    root = root_of(doc, start, end)
    if rule.endswith(("obj", "obl", "phrasal", "of", "passive-subject")):
        out.append(f"object={source_kind(doc, root.i)}|{first}")
        lemma = root.lemma_.lower()
        if lemma in NOUN_CLASSES:
            out += [f"cue-object={NOUN_CLASSES[lemma].value}", "cue-object"]
    finite = any(doc[i].tag_ in {"VBD", "VBZ", "VBP", "MD"} for i in range(start, min(end, start + 60)))
    out.append(f"finite={finite}|{rule}")
    return out
