"""What pronouns mean: he, she, they and it, resolved to a subject or name before them."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from spacy.tokens import Doc, Token

from extraction.attribution_model import source_kind
from extraction.cast import Cast, Member
from extraction.layout import Layout, Stretch, root_of, subtree
from extraction.lexicons.roles import FEMININE, MASCULINE, ROLE_SECTORS
from extraction.lexicons.sources import PERSON_NOUNS
from extraction.referents import Referent, find_named
from extraction.source_phrases import noun_phrase
from extraction.titles import POSSESSIVE
from records import ActorKind

GENDERS: Final[dict[str, str]] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
}
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_REACH: Final = 400  # tokens that a pronoun looks back over
_NEAR_SENTENCES: Final = 3  # sentences that "they" and "it" look back over
_REMEMBERED: Final = 50  # sources that a pronoun without antecedent looks back over
_BACK: Final = 6  # sentences that "he" and "she" look back over


class Antecedents:
    """The antecedents of one document, asked for in order of the text; what was said by whom is remembered."""

    def __init__(self, layout: Layout, cast: Cast) -> None:
        self.layout = layout
        self.doc = layout.doc
        self.cast = cast
        self._genders: dict[int, str] = {}
        self._said: list[tuple[int, Referent]] = []
        self._said_at: dict[int, Referent] = {}
        self._sentences = layout.sentences()
        self._sentence_of = {start: number for number, (start, _) in enumerate(self._sentences)}

    def remember(self, head: int, referent: Referent) -> None:
        """Note whom the source with this head noun meant."""
        self._said.append((head, referent))
        self._said_at[head] = referent

    def _latest(self) -> Iterator[tuple[int, Referent]]:
        """Yield the sources resolved last, the newest first, a bounded number of them."""
        return islice(reversed(self._said), _REMEMBERED)

    def find_person(self, head: int, gender: str) -> Referent | None:
        """Return the person that "he" or "she" means: the nearest fitting subject, then the nearest fitting name."""
        inside = self.layout.quote_at(head)
        start, _ = self.layout.sentence(head)
        number = self._sentence_of.get(start, 0)
        fallback: Referent | None = None
        for back in range(number, max(-1, number - _BACK), -1):
            low, high = self._sentences[back]
            candidates = self._persons(max(low, head - _REACH), min(high, head), inside, gender)
            for referent, is_subject in candidates:
                if is_subject:
                    return self._gendered(referent, gender)
                fallback = fallback or referent
            if fallback is not None and back < number:
                break
        last = next((r for at, r in self._latest() if at < head and r.kind is ActorKind.PERSON), None)
        found = fallback or last
        return self._gendered(found, gender) if found is not None else None

    def find_people(self, head: int) -> Referent | None:
        """Return the people or body that "they" means: the last subject that is a set of people or a body."""
        for index in self._subjects_before(head, _NEAR_SENTENCES):
            token = self.doc[index]
            joined = any(child.dep_ == "conj" for child in token.children)
            kind = source_kind(self.doc, index)
            plural = token.tag_ in {"NNS", "NNPS"} and kind in {"people", "body", "nation", "name"}
            if plural or kind in {"ORG", "body"} or (joined and kind in {"PERSON", "people", "name", "nation"}):
                phrase = noun_phrase(token, avoid=head)
                return find_named(self.cast, phrase, index) or Referent(ActorKind.ANONYMOUS, phrase=phrase)
        return next((r for at, r in self._latest() if at < head and not _is_one_person(r)), None)

    def find_body(self, head: int) -> Referent | None:
        """Return the body or document that "it" means: the subject before it."""
        for index in self._subjects_before(head, _NEAR_SENTENCES):
            member = self.cast.at(index)
            if member is not None and member.kind is ActorKind.ORGANISATION:
                return Referent(ActorKind.ORGANISATION, (member,))
            kind = source_kind(self.doc, index)
            if kind in {"document", "body", "nation"}:
                body = ActorKind.DOCUMENT if kind == "document" else ActorKind.ORGANISATION
                return Referent(body, phrase=noun_phrase(self.doc[index], avoid=head))
        return None

    def _subjects_before(self, head: int, sentences: int) -> Iterator[int]:
        """Yield the subjects before a token, sentence by sentence backwards, pronouns and other quotations left out."""
        number = self._sentence_of.get(self.layout.sentence(head)[0], 0)
        inside = self.layout.quote_at(head)
        for back in range(number, max(-1, number - sentences), -1):
            low, high = self._sentences[back]
            for index in range(max(low, head - _REACH), min(high, head)):
                token = self.doc[index]
                if token.dep_ in _SUBJECTS and token.pos_ != "PRON" and self.layout.quote_at(index) == inside:
                    yield index

    def _gendered(self, referent: Referent, gender: str) -> Referent:
        for member in referent.members:
            self._genders[id(member)] = gender
        return referent

    def _persons(self, low: int, high: int, inside: int | None, gender: str) -> list[tuple[Referent, bool]]:
        """Return fitting persons of a sentence, subjects of main clauses first, then in order of the text."""
        found: list[tuple[int, Referent, bool]] = []
        seen: set[int] = set()
        for index in range(low, high):
            token = self.doc[index]
            if self.layout.quote_at(index) is not None and self.layout.quote_at(index) != inside:
                continue
            member = self.cast.at(index)
            if member is not None and member.kind is ActorKind.PERSON:
                name = self.cast.name_at(index)
                if id(member) in seen or name is None or not self._fits(member, gender):
                    continue
                if name.end < len(self.doc) and self.doc[name.end].lower_ in POSSESSIVE and index + 1 < high:
                    found.append((2, Referent(ActorKind.PERSON, (member,)), False))
                    continue
                seen.add(id(member))
                root = _head_of_phrase(root_of(self.doc, name.start, name.end))
                subject = root.dep_ in _SUBJECTS
                found.append((0 if subject else 1, Referent(ActorKind.PERSON, (member,)), subject))
            elif token.dep_ in _SUBJECTS and _is_single_person(token, gender) and not self._names_inside(token):
                found.append((0, Referent(ActorKind.ANONYMOUS, phrase=_clean(self.doc, subtree(token))), True))
            elif token.lower_ in GENDERS and GENDERS[token.lower_] == gender and token.dep_ in _SUBJECTS:
                earlier = self._said_at.get(index)
                if earlier is not None:
                    found.append((0, earlier, True))
        found.sort(key=lambda item: item[0])
        return [(referent, subject) for _, referent, subject in found]

    def _names_inside(self, token: Token) -> bool:
        return any(
            (member := self.cast.at(index)) is not None and member.kind is ActorKind.PERSON
            for index in range(token.left_edge.i, min(token.right_edge.i + 1, token.left_edge.i + 30))
        )

    def _fits(self, member: Member, gender: str) -> bool:
        known = member.gender or self._genders.get(id(member))
        return known is None or known == gender


def _head_of_phrase(token: Token) -> Token:
    for _ in range(6):
        if token.dep_ not in {"flat", "appos", "compound", "nmod:desc", "conj"} or token.head.i == token.i:
            break
        token = token.head
    return token


def _is_single_person(token: Token, gender: str) -> bool:
    lemma = token.lemma_.lower()
    if token.tag_ != "NN" or (lemma not in PERSON_NOUNS and lemma not in ROLE_SECTORS):
        return False
    return not (lemma in MASCULINE and gender == "f") and not (lemma in FEMININE and gender == "m")


def _is_one_person(referent: Referent) -> bool:
    return referent.kind is ActorKind.PERSON and len(referent.members) == 1


def _clean(doc: Doc, stretch: Stretch) -> Stretch:
    start, end = stretch
    end = min(end, start + 25)
    while end > start + 1 and doc[end - 1].is_punct and doc[end - 1].text != ")":
        end -= 1
    return start, end
