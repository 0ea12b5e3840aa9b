"""The places of a text as what can locate a fact: how each is attached, which ones are names of bodies, which lead the article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.lemmas import lemma_of
from extraction.lexicons.placing import NAMED_BODIES
from extraction.sentences import is_parsed, sentence_start
from records import Place

LOCATIVE: Final = frozenset({"in", "at", "near", "off", "outside", "around", "across", "within", "throughout", "on"})
_HYPHENS: Final = frozenset({"-", "‑"})
_STEM: Final = 5  # letters that a people and its country share


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place of the text with its tokens."""

    span: Span
    place: Place

    @property
    def root(self) -> Token:
        """Return the token by which the place is attached to the sentence."""
        return self.span.root if len(self.span) > 1 else self.span[0]

    @property
    def sentence(self) -> int:
        """Return the index of the first token of its sentence."""
        return sentence_start(self.span.doc, self.span.start)


def locating(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions that can locate something: not those inside the name of a body, before a title or unknown."""
    return [mention for mention in mentions if mention.place.resolved is not None and not is_name_part(mention)]


def find_home(group: Span | None, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the first mention of the country whose people a group names ("Afghans", "Afghanistan"); None without one."""
    if group is None:
        return None
    for token in group:
        if token.ent_type_ == "NORP" and len(token.text) >= _STEM:
            stem = token.lower_[:_STEM]
            found = next((mention for mention in mentions if mention.place.text.lower().startswith(stem)), None)
            if found is not None:
                return found
    return None


def case_of(token: Token) -> str | None:
    """Return the preposition before a token in lower case; None without one and without a parse."""
    if not is_parsed(token.doc, token.i):
        return None
    return next((child.lower_ for child in token.children if child.dep_ == "case" and child.i < token.i), None)


def is_name_part(mention: PlaceMention) -> bool:
    """Tell whether a place belongs to the name or title of a body or a person: "Kenya Red Cross", "governor of Wisconsin"."""
    doc, root, first = mention.span.doc, mention.root, mention.span[0]
    before = doc[first.i - 1] if first.i else None
    if before is not None and before.text in _HYPHENS and before.whitespace_ == "":
        return True  # pro-Beijing
    titled = root.dep_.startswith("nmod") and lemma_of(root.head) in NAMED_BODIES and root.head.i < root.i
    if titled and case_of(root) in {"of", "from", "for"}:
        return True
    following = doc[mention.span.end] if mention.span.end < len(doc) else None
    possessive = following is not None and following.lower_ in {"’s", "'s", "’", "'"}
    if following is not None and not possessive and sentence_start(doc, following.i) == mention.sentence:
        if _names_what_follows(mention, following):
            return True
    else:
        following = None
    if before is not None and before.tag_ == "POS":
        return False
    inside = first.ent_iob_ == "I" or (following is not None and following.ent_iob_ == "I")
    return first.ent_type_ in {"ORG", "PERSON"} and inside


def _names_what_follows(mention: PlaceMention, following: Token) -> bool:
    """Tell whether a place is the first part of a name or a title that goes on behind it."""
    root, head, after = mention.root, mention.root.head, mention.span.end
    if following.text in {"$", "€", "£"} or (following.text in _HYPHENS and following.whitespace_ == ""):
        return True
    if lemma_of(following) in NAMED_BODIES and following.text != following.text.upper():
        return True
    modifies = root.dep_ in {"compound", "nmod", "nmod:desc", "amod", "nmod:poss", "flat", "nmod:unmarked"}
    named = lemma_of(head) in NAMED_BODIES or head.ent_type_ in {"ORG", "PERSON"}
    if modifies and 0 <= head.i - after <= 3 and named:
        return True
    joined = following.pos_ == "PROPN" and (following.head.i == root.i or root.head.i == following.i)
    flat = bool({following.dep_, root.dep_} & {"flat", "compound"})
    return joined and flat and following.ent_type_ not in {"GPE", "LOC"}  # LA Weekly
