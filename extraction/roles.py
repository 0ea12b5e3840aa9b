"""Title and affiliation of a person, read from the words around the name."""

from typing import Final

from spacy.tokens import Doc, Token

from extraction.layout import root_of, sentence_around
from extraction.lexicons.institutions import SHORT_COUNTRIES
from extraction.lexicons.roles import ROLE_SECTORS, WRITTEN_TITLES
from extraction.lexicons.sources import BODY_NOUNS
from extraction.names import Name
from extraction.titles import (
    DASHES,
    NO_ROLE,
    NOMINAL,
    PLACES,
    POSSESSIVE,
    Role,
    find_body,
    find_complement,
    is_role_noun,
    parse_title,
    phrase_text,
)

_AFFILIATING: Final = frozenset(["of", "for", "at", "with", "from", "in", "to", "on", "under"])
_BECOMING: Final = frozenset(["become", "remain", "serve", "appoint", "elect", "name", "nominate"])
_HEADING: Final = frozenset(["head", "lead", "direct", "chair", "run"])
# Forms of address that a title after the name outranks.
_ADDRESSES: Final = frozenset(["professor", "prof", "dr", "doctor", "sir", "judge", "justice", "lord"])
_BRACKET: Final = 7  # tokens of a bracket between a title and the name
_LIST: Final = 12  # names of a list that a plural title may reach
_WIDEST: Final = 18  # tokens that a title with its affiliation may take


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
        stop = _before_place(doc, stop - 1, sent_start)
    start = stop
    while start > max(sent_start, stop - _WIDEST) and _may_precede(doc, start - 1, sent_start):
        start -= 1
    while start < stop and (doc[start].lower_ in {*_AFFILIATING, *POSSESSIVE, "and", "&"} or doc[start].text in DASHES):
        start += 1
    if start == stop:
        return NO_ROLE
    if not apposed and doc[stop - 1].lower_ in POSSESSIVE:  # "Labour's X": an affiliation without a title
        return Role(None, phrase_text(doc, _start_of_name(doc, start, stop - 1), stop - 1))
    role = parse_title(doc, start, stop)
    if (
        role
        and apposed
        and not (
            doc[start - 1].pos_ in {"DET", "PRON"}
            or doc[start - 1].lower_ in POSSESSIVE
            or start == sent_start
            or doc[start].text[0].isupper()
        )
    ):
        return NO_ROLE
    return role


def _before_place(doc: Doc, stop: int, sent_start: int) -> int:
    """Return where a title ends whose place stands behind it: "the agency's director in Sudan, X"."""
    index = stop - 1
    while index > sent_start and (doc[index].pos_ == "PROPN" or doc[index].lower_ == "the"):
        index -= 1
    placed = sent_start < index < stop - 1 and doc[index].lower_ == "in"
    return index if placed and is_role_noun(doc[index - 1]) else stop


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
        if root.i >= 2 and doc[root.i - 1].lower_ in POSSESSIVE and doc[name.end - 1].i - root.i <= _LIST:
            body = phrase_text(doc, _start_of_name(doc, 0, root.i - 1), root.i - 1)
            return Role(None, body) if body and doc[name.start - 1].pos_ == "CCONJ" else NO_ROLE
    return NO_ROLE


def _may_precede(doc: Doc, index: int, sent_start: int) -> bool:
    """Tell whether a token may belong to a title before a name, going left."""
    token = doc[index]
    if token.ent_type_ == "PERSON":
        return False
    if token.ent_type_ == "ORG" or token.pos_ in NOMINAL or token.text in DASHES or token.lower_ in POSSESSIVE:
        return True
    if token.tag_ in {"VBN", "VBG"} and token.text[0].isupper() == doc[min(index + 1, len(doc) - 1)].text[0].isupper():
        # Behind a comma it is a verb: '"...", | insisted engineer X'.
        return token.dep_ in {"amod", "compound"} and not (index > 0 and doc[index - 1].is_punct)
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
            organisation = phrase_text(doc, index + 1, close)
        index = close + 1
    if index < sent_end and doc[index].lower_ in {"of", "at", "from", "with", "for"}:
        return Role(None, organisation or _affiliation(doc, index, sent_end, titled=titled))
    if index >= sent_end or doc[index].text not in {",", "–", "—"}:
        return Role(None, organisation)
    role = _role_behind_comma(name, doc, index + 1, sent_end, titled=titled)
    return Role(role.title, role.organisation or organisation, role.noun)


def _role_behind_comma(name: Name, doc: Doc, index: int, sent_end: int, *, titled: bool) -> Role:
    """Read ", 39, a lawyer", ", who heads the Y", ", title, Body" and ", of Y"."""
    if index + 1 < sent_end and doc[index].pos_ == "NUM":
        index += 1 + (doc[index + 1].text == ",")
    if index + 2 < sent_end and doc[index].lower_ in {"who", "which"}:
        if doc[index + 1].lemma_ in _HEADING:
            return Role(None, find_body(doc, index + 2, min(sent_end, index + _LIST), speaking=False))
        index += 2 * (doc[index + 1].lemma_ == "be")
    role = (
        parse_title(doc, index, min(sent_end, index + _WIDEST)) if _is_apposed(doc, name, index, sent_end) else NO_ROLE
    )
    if not role and index < sent_end and doc[index].lower_ in {"of", "from"}:
        return Role(None, _affiliation(doc, index, sent_end, titled=titled))
    if role.title and role.organisation is None:
        return Role(role.title, _named_behind(doc, index, sent_end), role.noun)
    return role


def _affiliation(doc: Doc, index: int, end: int, *, titled: bool) -> str | None:
    """Return the body of "X of Y"; a country too when a title stands before X ("President X of Y")."""
    found = find_complement(doc, index, end)
    if found is None:
        return None
    link, inner, outer = found
    body = find_body(doc, inner, outer, speaking=False)
    if body:
        return body
    stop = inner
    while stop < outer and doc[stop].pos_ == "PROPN":
        stop += 1
    places = {token.ent_type_ for token in doc[inner:stop]} & PLACES
    if stop - inner == 1 and _is_acronym(doc[inner]):
        places = set()  # a party's letters are often taken for a place
    if stop > inner and (not places or (titled and link == "of" and "GPE" in places)):
        return phrase_text(doc, inner, stop)
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
    return phrase_text(doc, comma + 1, stop) if named and closed else None


def _is_apposed(doc: Doc, name: Name, index: int, sent_end: int) -> bool:
    """Tell whether the words after the comma describe the name, and do not name the next person of a list."""
    stop = index
    while stop < min(sent_end, index + _WIDEST) and (
        doc[stop].pos_ in NOMINAL | {"DET", "PRON"} or doc[stop].lower_ in POSSESSIVE or doc[stop].text in DASHES
    ):
        if doc[stop].ent_type_ == "PERSON" and doc[stop].lower_ not in ROLE_SECTORS:
            return stop + 1 < sent_end and doc[stop + 1].lower_ in POSSESSIVE
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
