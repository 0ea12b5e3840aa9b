"""Title and affiliation of a person, read from the words around the name or out of a description."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from extraction.layout import root_of, sentence_around
from extraction.lexicons.institutions import INSTITUTION_SECTORS, KNOWN_SECTORS, SHORT_COUNTRIES
from extraction.lexicons.roles import ROLE_SECTORS, SPEAKING_ROLES, WRITTEN_TITLES
from extraction.lexicons.sources import BODY_NOUNS
from extraction.names import Name

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_LINKS: Final = frozenset(["of", "for", "at", "with", "from", "to", "in", "on", "under"])
_AFFILIATING: Final = frozenset(["of", "for", "at", "with", "from", "in"])
_POSSESSIVE: Final = frozenset(["'s", "’s", "'", "’"])
_DASHES: Final = frozenset(["-", "–", "‑"])
_PLACES: Final = frozenset({"GPE", "NORP", "LOC"})
_BECOMING: Final = frozenset(["become", "remain", "serve", "appoint", "elect", "name", "nominate"])
# Forms of address that a title after the name outranks.
_ADDRESSES: Final = frozenset(["professor", "prof", "dr", "doctor", "sir", "judge", "justice", "lord"])
_BRACKET: Final = 7  # tokens of a bracket between a title and the name
_LIST: Final = 12  # names of a list that a plural title may reach
_WIDEST: Final = 18  # tokens that a title with its affiliation may take


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


def find_role(name: Name, doc: Doc) -> Role:
    """Read the title and affiliation that stand with one mention of a person.

    Before the name ("Sea-Eye spokesperson X", "New Zealand's prime minister, X"), after it ("X, the head of Y,",
    "X of Y", "X (Y)"), before the first name of a list ("Senators X and Y"), or as a predicate ("X is the president of
    Y"). A form of address ("Professor X") gives way to a title that follows.
    """
    before = _role_before(name, doc) or _role_of_list(name, doc)
    after = _role_after(name, doc, titled=bool(before.title))
    organisation = before.organisation or after.organisation
    if before.title and not (after.title and before.noun in _ADDRESSES):
        return Role(before.title, organisation, before.noun)
    if after.title:
        return Role(after.title, after.organisation or organisation, after.noun)
    predicate = _role_as_predicate(name, doc)
    if predicate:
        return Role(predicate.title, organisation or predicate.organisation, predicate.noun)
    if organisation is None and name.honorific in WRITTEN_TITLES and name.start > 0:
        return Role(doc[name.start - 1].text, None, name.honorific)
    return Role(None, organisation)


def parse_title(doc: Doc, start: int, end: int) -> Role:
    """Read a title with its affiliation out of tokens `start` to `end`: "chief spokesperson of the Y", "a Y official".

    A plural title is given in the singular. NO_ROLE when the words before the first preposition do not end in a noun of
    a role.
    """
    while start < end and (doc[start].pos_ in {"DET", "PRON", "PUNCT"} or doc[start].lower_ == "then"):
        start += 1
    head = _title_head(doc, start, end)
    if head is None:
        return NO_ROLE
    first, organisation = _leading_body(doc, start, head)
    stop = head + 1
    complement = _complement(doc, head + 1, end)
    if complement:
        link, inner, outer = complement
        body = None if organisation else _body_in(doc, inner, outer, speaking=doc[head].lower_ in SPEAKING_ROLES)
        organisation = organisation or body or _later_body(doc, outer, end)
        if body is None and link in {"of", "for", "to"}:
            stop = outer
    title = _text(doc, first, stop)
    if title and doc[head].tag_ in {"NNS", "NNPS"} and stop == head + 1:
        title = title[: len(title) - len(doc[head].text)] + _singular(doc[head])
    return Role(title, organisation, _singular(doc[head]).lower())


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
            return _text(doc, index, stop)
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
        if token.lower_ in _POSSESSIVE or token.text in _DASHES or token.lower_ in {"and", "&"}:
            continue
        if token.ent_type_ == "ORG" and token.pos_ not in {"NOUN", "PROPN"}:  # "Ministry of Health spokesperson"
            continue
        if token.pos_ not in _NOMINAL and not (token.tag_ in {"VBN", "VBG"} and last is None):
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
    for index in range(head - 1, start, -1):
        if doc[index].lower_ in _POSSESSIVE:
            return index + 1, _text(doc, start, index)
    if start + 1 == head and is_role_noun(doc[start]):  # "Brigadier General": a title of two words
        return start, None
    end = start
    while end < head and doc[end].ent_type_ == "ORG" and doc[end].ent_iob_ != "B" * (end > start):
        end += 1
    if start < end < head or (start < end == head):
        return end, _text(doc, start, end)
    known = " ".join(token.lower_ for token in doc[start : start + 1]).replace(".", "")
    sporting = ROLE_SECTORS.get(doc[head].lower_) == "SPO" and doc[start].ent_type_ == "GPE"
    if start < head and (known in KNOWN_SECTORS or sporting):
        return start + 1, doc[start].text
    # A capitalised name without a label before a title in lower case: "Queen drummer", "NTSB spokesman".
    end = start
    while end < head and doc[end].pos_ == "PROPN" and doc[end].ent_type_ not in _PLACES and doc[end].text[0].isupper():
        end += 1
    if start < end <= head and doc[head].text[0].islower():
        return end, _text(doc, start, end)
    return start, None


def _complement(doc: Doc, start: int, end: int) -> tuple[str, int, int] | None:
    """Return the preposition after a title and the stretch of its noun phrase; None when there is none."""
    if start >= end or doc[start].lower_ not in _LINKS:
        return None
    inner = start + 1
    while inner < end and doc[inner].pos_ in {"DET", "PRON"}:
        inner += 1
    outer = inner
    while outer < end:
        token = doc[outer]
        joined = (
            token.lower_ in _POSSESSIVE or token.text in _DASHES or token.lower_ in {"of", "and", "for", "the", "&"}
        )
        joined = joined or doc[outer - 1].text in _DASHES  # "Taliban-led"
        if token.ent_type_ == "PERSON" or not (token.pos_ in _NOMINAL or joined or token.ent_iob_ == "I"):
            break
        outer += 1
    while outer > inner and doc[outer - 1].lower_ in {"of", "and", "for", "the", "&", *_DASHES}:
        outer -= 1
    return (doc[start].lower_, inner, outer) if outer > inner else None


def _body_in(doc: Doc, start: int, end: int, *, speaking: bool) -> str | None:
    """Return the body named in a noun phrase; None for places and for matters ("health", "the interior")."""
    for index in range(start, end):
        if doc[index].ent_type_ == "ORG":
            stop = index + 1
            while stop < end and doc[stop].ent_type_ == "ORG" and doc[stop].ent_iob_ == "I":
                stop += 1
            stop = _end_of_body(doc, stop, end)
            return _text(doc, start if _is_modified(doc, start, index) else index, stop)
    stop = start
    while stop < end and doc[stop].lower_ not in {"of", "for"}:
        stop += 1
    noun = doc[stop - 1]
    if noun.lower_ in BODY_NOUNS and any(token.text[0].isupper() for token in doc[start:stop]):
        if noun.ent_type_ != "GPE":
            return _text(doc, start, end if end - stop <= 4 else stop)
        return None
    if noun.ent_type_ in _PLACES:
        return _text(doc, start, stop) if speaking else None
    return _text(doc, start, stop) if speaking and noun.pos_ == "PROPN" else None


def _end_of_body(doc: Doc, stop: int, end: int) -> int:
    """Add the noun that a name modifies: "Taliban-led government", "Labour government"."""
    last = stop
    for index in range(stop, min(end, stop + 4)):
        token = doc[index]
        if token.lower_ in BODY_NOUNS and token.pos_ in {"NOUN", "PROPN"}:
            return index + 1
        if token.text not in _DASHES and token.pos_ not in {"VERB", "ADJ", "NOUN", "PROPN"}:
            break
    return last


def _is_modified(doc: Doc, start: int, index: int) -> bool:
    return start < index and index - start <= 2 and all(token.ent_type_ in _PLACES for token in doc[start:index])


def _role_before(name: Name, doc: Doc) -> Role:
    sent_start, _ = sentence_around(doc, name.start)
    stop = name.start
    while stop > sent_start and doc[stop - 1].text in {"Dr", "Dr.", "Mr", "Mr.", "Mrs.", "Ms.", "Ms", "Mrs"}:
        stop -= 1
    if stop - 1 > sent_start and doc[stop - 1].text == ")":  # "Labour MP (Member of Parliament) X"
        bracket = next((i for i in range(stop - 2, max(sent_start, stop - _BRACKET), -1) if doc[i].text == "("), None)
        stop = stop if bracket is None else bracket
    apposed = stop > sent_start and doc[stop - 1].text == ","
    if apposed:
        stop -= 1
    start = stop
    while start > max(sent_start, stop - _WIDEST) and _may_precede(doc, start - 1, sent_start):
        start -= 1
    while start < stop and (doc[start].lower_ in {*_LINKS, *_POSSESSIVE, "and", "&"} or doc[start].text in _DASHES):
        start += 1
    if start == stop:
        return NO_ROLE
    if not apposed and doc[stop - 1].lower_ in _POSSESSIVE:  # "Labour's X": an affiliation without a title
        return Role(None, _text(doc, _start_of_name(doc, start, stop - 1), stop - 1))
    role = parse_title(doc, start, stop)
    if (
        role
        and apposed
        and not (doc[start - 1].pos_ in {"DET", "PRON"} or start == sent_start or doc[start].text[0].isupper())
    ):
        return NO_ROLE
    return role


def _start_of_name(doc: Doc, start: int, stop: int) -> int:
    """Return where the name in capitals starts that ends at a token."""
    first = stop
    while first > start and doc[first - 1].pos_ == "PROPN":
        first -= 1
    return first


def _role_of_list(name: Name, doc: Doc) -> Role:
    """Return the plural title before the first name of a list: "Senators X of A, Y of B and Z"."""
    root = root_of(doc, name.start, name.end)
    for _ in range(_LIST):
        if root.dep_ != "conj" or root.head.i >= root.i:
            return NO_ROLE
        root = root.head
        if root.ent_type_ != "PERSON" and not is_role_noun(root):
            return NO_ROLE
        first = next(
            (child for child in (root, *root.lefts) if child.tag_ in {"NNS", "NNPS"} and is_role_noun(child)), None
        )
        if first is not None:
            start = first.i
            while start > 0 and not doc[start].is_sent_start and doc[start - 1].pos_ in {"ADJ", "NOUN"}:
                start -= 1
            role = parse_title(doc, start, first.i + 1)
            return Role(role.title, None, role.noun)
        # "Labour's X and Y": the affiliation holds for both.
        if root.i >= 2 and doc[root.i - 1].lower_ in _POSSESSIVE and doc[name.end - 1].i - root.i <= _LIST:
            body = _text(doc, _start_of_name(doc, 0, root.i - 1), root.i - 1)
            return Role(None, body) if body and doc[name.start - 1].pos_ == "CCONJ" else NO_ROLE
    return NO_ROLE


def _may_precede(doc: Doc, index: int, sent_start: int) -> bool:
    """Tell whether a token may belong to a title before a name, going left."""
    token = doc[index]
    if token.ent_type_ == "PERSON":
        return False
    if token.ent_type_ == "ORG" or token.pos_ in _NOMINAL or token.text in _DASHES or token.lower_ in _POSSESSIVE:
        return True
    if token.tag_ in {"VBN", "VBG"} and token.text[0].isupper() == doc[min(index + 1, len(doc) - 1)].text[0].isupper():
        return token.dep_ in {"amod", "compound"}
    if index <= sent_start:
        return False
    before = doc[index - 1]
    if token.lower_ in {"of", "for", "to", "at", "from"}:
        return _is_title_part(before)
    if token.lower_ == "the":
        return (
            before.lower_ in {"of", "for", "to", "at", "from"}
            and index - 1 > sent_start
            and _is_title_part(doc[index - 2])
        )
    if token.lower_ not in {"and", "&"}:
        return False
    after = doc[index + 1]
    matters = before.pos_ == "NOUN" == after.pos_ and before.text.islower() and after.text.islower()
    return matters or is_role_noun(before)  # "trade and industry commissioner", "writer and director"


def _is_title_part(token: Token) -> bool:
    return is_role_noun(token) or (token.pos_ == "PROPN" and token.ent_type_ != "PERSON")


def _role_after(name: Name, doc: Doc, *, titled: bool) -> Role:
    _, sent_end = sentence_around(doc, name.start)
    index = name.end
    organisation = None
    if index < sent_end and doc[index].text == "(":
        close = next((i for i in range(index, min(sent_end, index + 10)) if doc[i].text == ")"), None)
        if close is None:
            return NO_ROLE
        if doc[index + 1].ent_type_ == "ORG" and close - index <= 6:
            organisation = _text(doc, index + 1, close)
        index = close + 1
    if index < sent_end and doc[index].lower_ in {"of", "at", "from", "with", "for"}:
        return Role(None, organisation or _affiliation(doc, index, sent_end, titled=titled))
    if index >= sent_end or doc[index].text not in {",", "–", "—"}:
        return Role(None, organisation)
    index += 1
    if index + 1 < sent_end and doc[index].pos_ == "NUM":  # an age: "Emily Hart, 39, a lawyer"
        index += 1 + (doc[index + 1].text == ",")
    if index + 2 < sent_end and doc[index].lower_ in {"who", "which"} and doc[index + 1].lemma_ == "be":
        index += 2
    role = (
        parse_title(doc, index, min(sent_end, index + _WIDEST)) if _is_apposed(doc, name, index, sent_end) else NO_ROLE
    )
    if not role and index < sent_end and doc[index].lower_ in {"of", "from"}:
        return Role(None, organisation or _affiliation(doc, index, sent_end, titled=titled))
    if role.title and role.organisation is None:
        role = Role(role.title, _named_behind(doc, index, sent_end), role.noun)
    return Role(role.title, role.organisation or organisation, role.noun)


def _affiliation(doc: Doc, index: int, end: int, *, titled: bool) -> str | None:
    """Return the body of "X of Y"; a country too when a title stands before X ("President X of Y")."""
    found = _complement(doc, index, end)
    if found is None:
        return None
    link, inner, outer = found
    body = _body_in(doc, inner, outer, speaking=False)
    if body:
        return body
    stop = inner
    while stop < outer and doc[stop].pos_ == "PROPN":
        stop += 1
    places = {token.ent_type_ for token in doc[inner:stop]} & _PLACES
    if stop - inner == 1 and _is_acronym(doc[inner]):
        places = set()  # a party's letters are often taken for a place
    if stop > inner and (not places or (titled and link == "of" and "GPE" in places)):
        return _text(doc, inner, stop)
    return None


def _is_acronym(token: Token) -> bool:
    return len(token.text) > 2 and token.text.isupper() and token.lower_ not in SHORT_COUNTRIES


def _named_behind(doc: Doc, index: int, end: int) -> str | None:
    """Return the body of "X, title, Body": a name in capitals alone between the title's comma and the next mark."""
    comma = next((i for i in range(index, min(end, index + _WIDEST)) if doc[i].text == ","), None)
    if comma is None or any(token.pos_ in {"VERB", "AUX"} for token in doc[index:comma]):
        return None
    stop = comma + 1
    while stop < end and (doc[stop].pos_ == "PROPN" or doc[stop].ent_type_ == "ORG"):
        stop += 1
    named = stop - comma > 1 and (doc[comma + 1].ent_type_ == "ORG" or doc[stop - 1].lower_ in BODY_NOUNS)
    closed = stop >= end or doc[stop].text in {",", ".", ";"}
    return _text(doc, comma + 1, stop) if named and closed else None


def _is_apposed(doc: Doc, name: Name, index: int, sent_end: int) -> bool:
    """Tell whether the words after the comma describe the name, and do not name the next person of a list."""
    stop = index
    while stop < min(sent_end, index + _WIDEST) and (
        doc[stop].pos_ in _NOMINAL | {"DET", "PRON"} or doc[stop].lower_ in _POSSESSIVE or doc[stop].text in _DASHES
    ):
        if doc[stop].ent_type_ == "PERSON" and doc[stop].lower_ not in ROLE_SECTORS:
            return stop + 1 < sent_end and doc[stop + 1].lower_ in _POSSESSIVE
        stop += 1
    return stop > index and root_of(doc, name.start, name.end).i < index


def _role_as_predicate(name: Name, doc: Doc) -> Role:
    root = root_of(doc, name.start, name.end)
    if not root.dep_.startswith("nsubj"):
        return NO_ROLE
    head = root.head
    if is_role_noun(head) and any(child.dep_ == "cop" for child in head.children):
        start = min(
            [child.i for child in head.lefts if child.dep_ not in {"nsubj", "cop", "advmod", "punct", "mark", "cc"}],
            default=head.i,
        )
        return parse_title(doc, max(start, name.end), sentence_around(doc, head.i)[1])
    if head.lemma_ in _BECOMING:
        for child in head.rights:
            if child.dep_ in {"xcomp", "obl", "obj"} and is_role_noun(child):
                start = min([token.i for token in child.lefts if token.dep_ not in {"case", "punct"}], default=child.i)
                return parse_title(doc, start, sentence_around(doc, head.i)[1])
    return NO_ROLE


def sector_of(role: Role, organisation_sector: str | None) -> str | None:
    """Return a person's sector: that of the title, else that of the body; None when neither tells."""
    own = ROLE_SECTORS.get(role.noun, "")
    return organisation_sector or own or None


def institution_sector(words: tuple[str, ...]) -> str | None:
    """Return the sector of a body by its institution noun, the last one before any preposition; None when there is none."""
    front = list(words)
    for link in ("of", "for", "in"):
        if link in front[1:]:
            front = front[: front.index(link, 1)]
    for word in reversed(front):
        if word in INSTITUTION_SECTORS:
            return INSTITUTION_SECTORS[word]
    return None


def _text(doc: Doc, start: int, end: int) -> str | None:
    while start < end and (doc[start].pos_ == "DET" or doc[start].lower_ == "the" or not doc[start].text[0].isalnum()):
        start += 1
    while end > start and (doc[end - 1].lower_ in _POSSESSIVE or doc[end - 1].pos_ == "PUNCT"):
        end -= 1
    return " ".join(doc[start:end].text.split()) if end > start else None
