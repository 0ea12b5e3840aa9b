"""Names of persons and organisations as they stand in a text, cut to the name itself."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Span, Token

from extraction.lexicons.institutions import STATE_INSTITUTIONS
from extraction.lexicons.roles import HONORIFICS, ROLE_SECTORS
from records import ActorKind

_POSSESSIVE: Final = frozenset(["'s", "\u2019s", "'", "\u2019"])
_PLACE_LABELS: Final = frozenset({"GPE", "NORP", "LOC"})
_LED: Final = re.compile(r".+[-\u2010\u2011](led|backed|run|controlled|allied)$", re.IGNORECASE)
_LED_WORDS: Final = frozenset(["led", "backed", "run", "controlled", "allied"])
_HYPHENS: Final = frozenset(["-", "\u2010", "\u2011"])
_SMALL_WORDS: Final = frozenset(["of", "the", "and", "for", "on", "in", "to"])
_LOOSE_WORDS: Final = re.compile(r"[\w.&\u2019'/-]+")


@dataclass(frozen=True, slots=True)
class Name:
    """One mention by name: tokens `start` to `end` (exclusive) of the Doc, without forms of address.

    `honorific` is the form of address that stood before it, in lower case without its full stop; empty for none. `words`
    are the name's words in lower case without diacritics and full stops, apostrophes made straight.
    """

    start: int
    end: int
    kind: ActorKind
    text: str
    honorific: str = ""
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Cut the words once: every comparison of names reads them."""
        plain = "".join(char for char in unicodedata.normalize("NFKD", self.text) if not unicodedata.combining(char))
        found = (word.casefold().replace("\u2019", "'").replace(".", "") for word in _LOOSE_WORDS.findall(plain))
        object.__setattr__(self, "words", tuple(bare for word in found if (bare := word.strip("'"))))


def find_names(doc: Doc) -> list[Name]:
    """Find every name of a person or organisation, in order of the text, none overlapping another.

    Persons and organisations are the Doc's PERSON and ORG entities; organisations are also a nation's or place's name
    with an institution noun ("Israeli government", "government of Malaysia", "US-led coalition").
    """
    names = [name for ent in doc.ents if (name := _name_of(ent))]
    taken = {index for name in names for index in range(name.start, name.end)}
    for token in doc:
        if token.lower_ in STATE_INSTITUTIONS and token.i not in taken:
            span = _state_institution(token)
            if span and not any(index in taken for index in range(span.start, span.end)):
                names.append(Name(span.start, span.end, ActorKind.ORGANISATION, span.text))
                taken.update(range(span.start, span.end))
    for name in list(names):
        span = _expansion(doc, name)
        if span and not any(index in taken for index in range(span.start, span.end)):
            names.append(Name(span.start, span.end, ActorKind.ORGANISATION, span.text))
    return sorted(names, key=lambda name: name.start)


def _expansion(doc: Doc, name: Name) -> Span | None:
    """Return the words before a bracket whose initials are the acronym in it: "World Food Programme (WFP)"."""
    letters = name.text.replace(".", "")
    bracketed = name.start > 1 and doc[name.start - 1].text == "(" and name.end - name.start == 1
    if name.kind is not ActorKind.ORGANISATION or not bracketed or not letters.isupper() or len(letters) < 2:
        return None
    start = stop = name.start - 1
    for letter in reversed(letters):
        while start > 0 and doc[start - 1].lower_ in _SMALL_WORDS:
            start -= 1
        if start == 0 or doc[start - 1].text[0] != letter or doc[start - 1].pos_ not in {"PROPN", "NOUN", "ADJ"}:
            return None
        start -= 1
    return doc[start:stop]


def _name_of(ent: Span) -> Name | None:
    if ent.label_ not in {"PERSON", "ORG"} or not any(char.isupper() for char in ent.text):
        return None
    start, end, honorific = ent.start, ent.end, ""
    doc = ent.doc
    while end > start and (doc[end - 1].lower_ in _POSSESSIVE or not _has_letter(doc[end - 1])):
        if doc[end - 1].text == ")" and any(token.text == "(" for token in doc[start : end - 1]):
            break
        end -= 1
    kind = ActorKind.PERSON if ent.label_ == "PERSON" else ActorKind.ORGANISATION
    if kind is ActorKind.PERSON:
        while end - start > 1 and (title := is_title(doc[start])):
            honorific = title
            start += 1
        if not honorific and start > 0 and not doc[start].is_sent_start:
            honorific = is_title(doc[start - 1])
    elif (
        end - start > 1
        and doc[start].lower_ == "the"
        and not (doc[start].text == "The" and not doc[start].is_sent_start)
    ):
        start += 1
    if start >= end:
        return None
    return Name(start, end, kind, doc[start:end].text, honorific)


def is_title(token: Token) -> str:
    """Return the form of address or title noun that a token is, in lower case without full stop; empty for none."""
    word = token.lower_.rstrip(".")
    return word if word in HONORIFICS or word in ROLE_SECTORS else ""


def _has_letter(token: Token) -> bool:
    return any(char.isalnum() for char in token.text)


def _state_institution(noun: Token) -> Span | None:
    """Return the words of "Israeli government", "security forces of Iraq" or "US-led coalition" around their noun."""
    doc = noun.doc
    start = noun.i
    nation = False
    while start > 0 and not doc[start].is_sent_start and noun.i - start < 4:
        before = doc[start - 1]
        if before.lower_ in _LED_WORDS and start >= 3 and doc[start - 2].text in _HYPHENS:
            nation = True
            start -= 3
            break
        if before.ent_type_ in _PLACE_LABELS or (_LED.match(before.text) and before.text[0].isupper()):
            nation = True
        elif nation or before.pos_ not in {"ADJ", "NOUN", "PROPN"} or before.ent_type_ == "PERSON":
            break
        start -= 1
    if nation:
        while start < noun.i and not doc[start].text[0].isupper():
            start += 1
        return doc[start : noun.i + 1]
    end = noun.i + 1
    if end + 1 < len(doc) and doc[end].lower_ == "of":
        place = end + 1 + (doc[end + 1].lower_ == "the" and end + 2 < len(doc))
        if doc[place].ent_type_ == "GPE":
            while place < len(doc) and doc[place].ent_type_ == "GPE":
                place += 1
            return doc[noun.i : place]
    return None
