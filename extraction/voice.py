"""The voice of a verb: who does and who suffers what it tells."""

from spacy.tokens import Token

from extraction.sentences import is_parsed


def is_active(verb: Token) -> bool:
    """Tell whether a verb is active: a past participle needs "have" before it."""
    if is_passive(verb):
        return False
    return verb.tag_ != "VBN" or any(child.lemma_ == "have" and child.dep_.startswith("aux") for child in verb.children)


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive by its auxiliary or its subject."""
    if not is_parsed(verb.doc, verb.i):
        return verb.tag_ == "VBN"
    return any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children)
