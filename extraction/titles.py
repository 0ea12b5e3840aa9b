"""A title with its affiliation, read out of the words that print it: "chief spokesperson of the Y", "a Y official"."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from extraction.lexicons.institutions import KNOWN_SECTORS
from extraction.lexicons.roles import ROLE_SECTORS, SPEAKING_ROLES
from extraction.lexicons.sources import BODY_NOUNS

NOMINAL: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
POSSESSIVE: Final = frozenset(["'s", "’s", "'", "’"])
DASHES: Final = frozenset(["-", "–", "‑"])
PLACES: Final = frozenset({"GPE", "NORP", "LOC"})
_BEFORE_TITLES: Final = frozenset(["then", "many", "several", "some", "most", "few", "other"])
_LINKS: Final = frozenset(["of", "for", "at", "with", "from", "to", "in", "on", "under"])


@dataclass(frozen=True, slots=True)
class Role:
    """A title and an affiliation as printed; None where the words give none. `noun` is the title's head, lower case."""

    title: str | None
    organisation: str | None
    noun: str = ""

    def __bool__(self) -> bool:
        """Tell whether the words gave anything."""
        return bool(self.title or self.organisation)


NO_ROLE: Final = Role(None, None)


def parse_title(doc: Doc, start: int, end: int) -> Role:
    """Read a title with its affiliation out of tokens `start` to `end`: "chief spokesperson of the Y", "a Y official".

    A plural title is given in the singular. NO_ROLE when the words before the first preposition do not end in a noun of
    a role.
    """
    while start < end and (doc[start].pos_ in {"DET", "PRON", "PUNCT", "NUM"} or doc[start].lower_ in _BEFORE_TITLES):
        start += 1
    head = _title_head(doc, start, end)
    if head is None:
        return NO_ROLE
    first, organisation = _leading_body(doc, start, head)
    stop = head + 1
    complement = find_complement(doc, head + 1, end)
    if complement:
        link, inner, outer = complement
        body = None if organisation else find_body(doc, inner, outer, speaking=doc[head].lower_ in SPEAKING_ROLES)
        organisation = organisation or body or _later_body(doc, outer, end)
        if body is None and link in {"of", "for", "to"}:
            stop = outer
    title = phrase_text(doc, first, stop)
    if title and doc[head].tag_ in {"NNS", "NNPS"} and stop == head + 1:
        title = title[: len(title) - len(doc[head].text)] + _singular(doc[head])
    return Role(title, organisation, _role_noun(doc, start, head))


def _start_of_compound(doc: Doc, start: int, head: int) -> int:
    """Return the first token of a title in hyphens: "Secretary-General", "vice-president"."""
    while head - 2 >= start and doc[head - 1].text in DASHES:
        head -= 2
    return head


def _role_noun(doc: Doc, start: int, head: int) -> str:
    """Return the noun that a title is known by: of "Secretary-General" the first word, of "vice-president" the second."""
    compound = _start_of_compound(doc, start, head)
    return _singular(doc[compound if is_role_noun(doc[compound]) else head]).lower()


def _singular(token: Token) -> str:
    if token.lower_ in ROLE_SECTORS or token.tag_ not in {"NNS", "NNPS"}:
        return token.text
    lemma = token.lemma_ if token.lemma_.lower() in ROLE_SECTORS else token.text.removesuffix("s")
    return lemma.capitalize() if token.text[0].isupper() else lemma.lower()


def _later_body(doc: Doc, start: int, end: int) -> str | None:
    """Return the body named further on in an apposition: "chair in politics in the Faculty of Arts at Y University"."""
    index = start
    while index < end and doc[index].text not in {",", ".", ";"} and doc[index].pos_ not in {"VERB", "AUX"}:
        if doc[index].ent_type_ == "ORG" and doc[index - 1].pos_ in {"ADP", "DET"}:
            stop = index + 1
            while stop < end and doc[stop].ent_type_ == "ORG":
                stop += 1
            return phrase_text(doc, index, stop)
        index += 1
    return None


def is_role_noun(token: Token) -> bool:
    """Tell whether a token names a function or title, in the singular or plural."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    word = token.lower_
    return word in ROLE_SECTORS or token.lemma_.lower() in ROLE_SECTORS or word.removesuffix("s") in ROLE_SECTORS


def _title_head(doc: Doc, start: int, end: int) -> int | None:
    """Return the noun that ends the words before the first preposition, commas or verbs; None when it is no role."""
    last = None
    for index in range(start, end):
        token = doc[index]
        if token.lower_ in POSSESSIVE or token.text in DASHES or token.lower_ in {"and", "&"}:
            continue
        if token.ent_type_ == "ORG" and token.pos_ not in {"NOUN", "PROPN"}:  # "Ministry of Health spokesperson"
            continue
        if token.pos_ not in NOMINAL and not (token.tag_ in {"VBN", "VBG"} and last is None):
            break
        last = index
    if last is None:
        return None
    if is_role_noun(doc[last]):
        return last
    # "president elect", "editor at large", "secretary general": the noun stands one before the end.
    return last - 1 if last > start and is_role_noun(doc[last - 1]) and doc[last].pos_ == "ADJ" else None


def _leading_body(doc: Doc, start: int, head: int) -> tuple[int, str | None]:
    """Split a body off the front of a title: return where the title starts, and the body when there is one."""
    printed, head = head, _start_of_compound(doc, start, head)
    for index in range(head - 1, start, -1):
        if doc[index].lower_ in POSSESSIVE:
            return index + 1, phrase_text(doc, start, index)
    if start + 1 == head and is_role_noun(doc[start]):  # "Brigadier General": a title of two words
        return start, None
    end = start
    while end < head and doc[end].ent_type_ == "ORG" and doc[end].ent_iob_ != "B" * (end > start):
        end += 1
    if start < end < head or (start < end == head):
        return end, phrase_text(doc, start, end)
    known = " ".join(token.lower_ for token in doc[start : start + 1]).replace(".", "")
    sporting = ROLE_SECTORS.get(doc[head].lower_) == "SPO" and doc[start].ent_type_ == "GPE"
    if start < head and (known in KNOWN_SECTORS or sporting):
        return start + 1, doc[start].text
    # A capitalised name without a label before a title in lower case: "Queen drummer", "NTSB spokesman".
    end = start
    while end < head and doc[end].pos_ == "PROPN" and doc[end].ent_type_ not in PLACES and doc[end].text[0].isupper():
        end += 1
    if start < end <= head and doc[printed].text[0].islower():
        return end, phrase_text(doc, start, end)
    return start, None


def find_complement(doc: Doc, start: int, end: int) -> tuple[str, int, int] | None:
    """Return the preposition after a title and the stretch of its noun phrase; None when there is none."""
    if start >= end or doc[start].lower_ not in _LINKS:
        return None
    inner = start + 1
    while inner < end and doc[inner].pos_ in {"DET", "PRON"}:
        inner += 1
    outer = inner
    while outer < end:
        token = doc[outer]
        joined = token.lower_ in POSSESSIVE or token.text in DASHES or token.lower_ in {"of", "and", "for", "the", "&"}
        joined = joined or doc[outer - 1].text in DASHES  # "Taliban-led"
        if token.ent_type_ == "PERSON" or not (token.pos_ in NOMINAL or joined or token.ent_iob_ == "I"):
            break
        outer += 1
    while outer > inner and doc[outer - 1].lower_ in {"of", "and", "for", "the", "&", *DASHES}:
        outer -= 1
    return (doc[start].lower_, inner, outer) if outer > inner else None


def find_body(doc: Doc, start: int, end: int, *, speaking: bool) -> str | None:
    """Return the body named in a noun phrase; None for places and for matters ("health", "the interior")."""
    for index in range(start, end):
        if doc[index].ent_type_ == "ORG":
            stop = index + 1
            while stop < end and doc[stop].ent_type_ == "ORG" and doc[stop].ent_iob_ == "I":
                stop += 1
            stop = _end_of_body(doc, stop, end)
            return phrase_text(doc, start if _is_modified(doc, start, index) else index, stop)
    stop = start
    while stop < end and doc[stop].lower_ not in {"of", "for"}:
        stop += 1
    noun = doc[stop - 1]
    if noun.lower_ in BODY_NOUNS and any(token.text[0].isupper() for token in doc[start:stop]):
        if noun.ent_type_ != "GPE":
            return phrase_text(doc, start, end if end - stop <= 4 else stop)
        return None
    if noun.ent_type_ in PLACES:
        return phrase_text(doc, start, stop) if speaking else None
    return phrase_text(doc, start, stop) if speaking and noun.pos_ == "PROPN" else None


def _end_of_body(doc: Doc, stop: int, end: int) -> int:
    """Add the noun that a name modifies: "Taliban-led government", "Labour government"."""
    last = stop
    for index in range(stop, min(end, stop + 4)):
        token = doc[index]
        if token.lower_ in BODY_NOUNS and token.pos_ in {"NOUN", "PROPN"}:
            return index + 1
        if token.text not in DASHES and token.pos_ not in {"VERB", "ADJ", "NOUN", "PROPN"}:
            break
    return last


def _is_modified(doc: Doc, start: int, index: int) -> bool:
    return start < index and index - start <= 2 and all(token.ent_type_ in PLACES for token in doc[start:index])


def phrase_text(doc: Doc, start: int, end: int) -> str | None:
    """Return the words of a phrase without its article and outer marks, white space made single; None when none is left."""
    while start < end and (doc[start].pos_ == "DET" or doc[start].lower_ == "the" or not doc[start].text[0].isalnum()):
        start += 1
    while end > start and (doc[end - 1].lower_ in POSSESSIVE or doc[end - 1].pos_ == "PUNCT"):
        end -= 1
    return " ".join(doc[start:end].text.split()) if end > start else None
