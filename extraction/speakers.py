"""Who a source is: pronouns, surnames and descriptions resolved within the document to the fullest name.

No coreference library: news names its speakers by a few devices (a surname, a pronoun whose antecedent is the last
speaker or subject, a definite description of a body or document named before), and these are what is resolved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from spacy.tokens import Doc, Token

from extraction.attribution_model import source_kind
from extraction.cast import Cast, Member
from extraction.layout import Layout, Stretch, root_of, subtree
from extraction.lexicons.institutions import INSTITUTION_SECTORS
from extraction.lexicons.roles import FEMININE, MASCULINE, ROLE_SECTORS
from extraction.lexicons.sources import DOCUMENT_NOUNS, FIGURE_NOUNS, MEDIA_NOUNS, PERSON_NOUNS
from extraction.names import Name
from extraction.roles import is_role_noun, parse_title
from extraction.source_phrases import noun_phrase
from records import ActorKind, Attribution, Speaker

_HE: Final[dict[str, str]] = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f"}
_THEY: Final = frozenset(["they", "them", "their", "these", "those", "both", "themselves"])
_IT: Final = frozenset(["it", "its", "itself", "this"])
_POSSESSIVE: Final = frozenset(["'s", "’s", "'", "’"])
_PREPOSITIONS: Final = frozenset(
    ["of", "for", "to", "by", "from", "with", "against", "about", "on", "in", "at", "than"]
)
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_REACH: Final = 400  # tokens that a pronoun looks back over
_NEAR_SENTENCES: Final = 3  # sentences that "they" and "it" look back over
_POINTER: Final = 5  # tokens of a phrase that points back at a figure
_BARE: Final = 5  # tokens of a description that may point back at a name
_BACK: Final = 6  # sentences that a pronoun looks back over
_FIGURES: Final = FIGURE_NOUNS | frozenset(["report", "news"])


@dataclass(frozen=True, slots=True)
class Referent:
    """Whom a source means: a member of the cast, or the phrase that describes an unnamed one."""

    kind: ActorKind
    members: tuple[Member, ...] = ()
    phrase: Stretch | None = None


class SpeakerResolver:
    """Resolves the sources of one document in order of the text; each resolution is remembered for later pronouns."""

    def __init__(self, layout: Layout, cast: Cast) -> None:
        self.layout = layout
        self.doc = layout.doc
        self.cast = cast
        self._genders: dict[int, str] = {}
        self._said: list[tuple[int, Referent]] = []
        self._sentences = layout.sentences()
        self._sentence_of = {start: number for number, (start, _) in enumerate(self._sentences)}
        self._noun_index: dict[str, list[int]] | None = None

    def resolve(self, source: Stretch, head: int, quoting: Referent | None) -> Referent | None:
        """Return whom a source means; `quoting` is the speaker of the quotation that it stands in, for "I" and "we"."""
        found = self._resolve(source, head, quoting)
        if found is not None:
            self._said.append((head, found))
        return found

    def _resolve(self, source: Stretch, head: int, quoting: Referent | None) -> Referent | None:
        word = self.doc[head].lower_
        kind = source_kind(self.doc, head)
        if kind == "first" or word in {"me", "my", "us", "our"}:
            return quoting or Referent(ActorKind.ANONYMOUS, phrase=source)
        if word in _HE:
            return self._antecedent(head, _HE[word])
        if word in _THEY and source[1] - source[0] <= 2:
            return self._plural_antecedent(head) or Referent(ActorKind.ANONYMOUS, phrase=source)
        if word in _IT and source[1] - source[0] == 1:
            return self._body_antecedent(head) or Referent(ActorKind.ANONYMOUS, phrase=source)
        named = self._named(source, head)
        if named is not None:
            return named
        if kind == "document":
            return Referent(ActorKind.DOCUMENT, phrase=self._fuller(source, head))
        return self._described(source, head, kind)

    # ------------------------------------------------------------------------------------------------ by name

    def _named(self, source: Stretch, head: int) -> Referent | None:
        """Return the members that a phrase names as its head, in apposition or joined, not in its complements."""
        start, end = source
        persons: list[Member] = []
        bodies: list[tuple[Name, Member]] = []
        index = start
        while index < end:
            name, member = self.cast.name_at(index), self.cast.at(index)
            if name is None or member is None:
                index += 1
                continue
            if member.kind is ActorKind.PERSON:
                if self._is_bearer(name, start, end) and member not in persons:
                    persons.append(member)
            else:
                bodies.append((name, member))
            index = max(name.end, index + 1)
        if persons:
            joined = len(persons) > 1 and any(self.doc[i].dep_ == "cc" for i in range(start, end))
            return Referent(ActorKind.PERSON, tuple(persons) if joined else (persons[0],))
        if self.doc[head].lower_ in DOCUMENT_NOUNS and not self._covers(bodies, head):
            return None
        mine = [member for name, member in bodies if name.start <= head < name.end]
        if not mine and bodies and bodies[0][0].start - start <= 1 and bodies[0][0].end >= end - 1:
            mine = [bodies[0][1]]
        if mine:
            rest = [
                m for name, m in bodies if m is not mine[0] and root_of(self.doc, name.start, name.end).dep_ == "conj"
            ]
            return Referent(ActorKind.ORGANISATION, (mine[0], *rest[:2]))
        return None

    def _covers(self, bodies: list[tuple[Name, Member]], head: int) -> bool:
        return any(name.start <= head < name.end for name, _ in bodies)

    def _is_bearer(self, name: Name, start: int, end: int) -> bool:
        """Tell whether a person's name in a phrase is who the phrase is about: "the lawyer for X" and "X's son" are not."""
        if name.end < end and self.doc[name.end].lower_ in _POSSESSIVE and name.end + 1 < end:
            return False
        root = root_of(self.doc, name.start, name.end)
        if root.dep_ == "compound" and name.end <= root.head.i < end and not is_role_noun(root.head):
            return False  # "the Trump administration"
        before = name.start - 1
        while before >= start and self.doc[before].lower_.rstrip(".") in {"mr", "mrs", "ms", "dr", "the"}:
            before -= 1
        return before < start or self.doc[before].lower_ not in _PREPOSITIONS

    # ------------------------------------------------------------------------------------------------ pronouns

    def _antecedent(self, head: int, gender: str) -> Referent | None:
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
        last = next((r for at, r in reversed(self._said) if at < head and r.kind is ActorKind.PERSON), None)
        found = fallback or last
        return self._gendered(found, gender) if found is not None else None

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
                if name.end < len(self.doc) and self.doc[name.end].lower_ in _POSSESSIVE and index + 1 < high:
                    found.append((2, Referent(ActorKind.PERSON, (member,)), False))
                    continue
                seen.add(id(member))
                root = _head_of_phrase(root_of(self.doc, name.start, name.end))
                subject = root.dep_ in _SUBJECTS
                found.append((0 if subject else 1, Referent(ActorKind.PERSON, (member,)), subject))
            elif token.dep_ in _SUBJECTS and _is_single_person(token, gender) and not self._names_inside(token):
                found.append((0, Referent(ActorKind.ANONYMOUS, phrase=_clean(self.doc, subtree(token))), True))
            elif token.lower_ in _HE and _HE[token.lower_] == gender and token.dep_ in _SUBJECTS:
                earlier = next((r for at, r in reversed(self._said) if at == index), None)
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

    def _plural_antecedent(self, head: int) -> Referent | None:
        """Return the people or body that "they" means: the last subject that is a set of people or a body."""
        for index in self._subjects_before(head, _NEAR_SENTENCES):
            token = self.doc[index]
            joined = any(child.dep_ == "conj" for child in token.children)
            kind = source_kind(self.doc, index)
            plural = token.tag_ in {"NNS", "NNPS"} and kind in {"people", "body", "nation", "name"}
            if plural or kind in {"ORG", "body"} or (joined and kind in {"PERSON", "people", "name", "nation"}):
                phrase = noun_phrase(token, avoid=head)
                return self._named(phrase, index) or Referent(ActorKind.ANONYMOUS, phrase=phrase)
        return next((r for at, r in reversed(self._said) if at < head and not _is_one_person(r)), None)

    def _body_antecedent(self, head: int) -> Referent | None:
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

    # ------------------------------------------------------------------------------------------------ descriptions

    def _described(self, source: Stretch, head: int, kind: str) -> Referent:
        """Resolve "the ministry", "the president", "the agency" to a name; else the words describe an unnamed speaker."""
        token = self.doc[head]
        lemma = token.lemma_.lower()
        definite = self.doc[source[0]].lower_ in {"the", "this", "that", "these"} or token.text[0].isupper()
        bare = (
            not any(self.doc[i].pos_ in {"ADP", "VERB", "CCONJ"} for i in range(*source))
            and source[1] - source[0] <= _BARE
        )
        if kind in {"body", "nation", "name"} or lemma in INSTITUTION_SECTORS or lemma in MEDIA_NOUNS:
            member = self._body_called(lemma, head) if definite and bare else None
            if member is not None:
                return Referent(ActorKind.ORGANISATION, (member,))
            if lemma in PERSON_NOUNS or token.lower_ in PERSON_NOUNS:
                return Referent(ActorKind.ANONYMOUS, phrase=source)
            return Referent(ActorKind.ORGANISATION, phrase=self._fuller(source, head))
        if kind == "people" or lemma in ROLE_SECTORS:
            member = self._holder_of(lemma, head) if definite and bare and token.tag_ in {"NN", "NNP"} else None
            if member is not None:
                return Referent(ActorKind.PERSON, (member,))
            return Referent(ActorKind.ANONYMOUS, phrase=self._fuller(source, head) if definite and bare else source)
        return Referent(ActorKind.ANONYMOUS, phrase=source)

    def _holder_of(self, noun: str, head: int) -> Member | None:
        """Return the person with this title who was named last before a token."""
        holders = [m for m in self.cast.members if m.kind is ActorKind.PERSON and m.role.noun == noun]
        return max(holders, key=lambda member: member.cluster.last_before(head), default=None)

    def _body_called(self, noun: str, head: int) -> Member | None:
        """Return the body that "the ministry" or "the agency" means: one with that noun in its name, else the last named."""
        bodies = [m for m in self.cast.members if m.kind is ActorKind.ORGANISATION and m.cluster.last_before(head) >= 0]
        named = [m for m in bodies if any(word.startswith(noun) for name in m.names for word in name.words)]
        if named:
            return max(named, key=lambda member: member.cluster.last_before(head))
        sector = INSTITUTION_SECTORS.get(noun)
        general = noun in {
            "agency",
            "group",
            "organisation",
            "organization",
            "company",
            "body",
            "newspaper",
            "network",
            "charity",
        }
        if not general:
            return None
        fitting = [m for m in bodies if sector is None or m.sector in {sector, None} or noun in {"agency", "group"}]
        return max(fitting, key=lambda member: member.cluster.last_before(head), default=None)

    def _fuller(self, source: Stretch, head: int) -> Stretch:
        """Return the longest description with the same head noun that stood before: "the report" is "a UN report"."""
        token = self.doc[head]
        if self.doc[source[0]].lower_ not in {"the", "this", "that", "these"} or source[1] - source[0] > 3:
            return source
        earlier = takewhile(lambda index: index < source[0], self._nouns().get(token.lemma_.lower(), []))
        alike = (self.doc[index] for index in earlier if self.doc[index].tag_ == token.tag_)
        phrases = [noun_phrase(noun, avoid=head) for noun in islice(alike, _BACK)]
        longer = [phrase for phrase in phrases if phrase[1] - phrase[0] > source[1] - source[0]]
        return max(longer, key=lambda stretch: stretch[1] - stretch[0], default=source)

    def _nouns(self) -> dict[str, list[int]]:
        """Return the places of every noun of the text by lemma."""
        if self._noun_index is None:
            self._noun_index = {}
            for token in self.doc:
                if token.pos_ in {"NOUN", "PROPN"}:
                    self._noun_index.setdefault(token.lemma_.lower(), []).append(token.i)
        return self._noun_index

    # ------------------------------------------------------------------------------------------------ records

    def build_speaker(self, referent: Referent, source: Stretch) -> Speaker:
        """Return the record of a referent; its stretch is the mention by name nearest to the source."""
        if referent.members:
            first = referent.members[0]
            name = min(first.names, key=lambda name: (abs(name.start - source[0]), name.start))
            span = self.doc[name.start : name.end]
            joined = " and ".join(member.name for member in referent.members)
            return Speaker(
                start=span.start_char,
                end=span.end_char,
                text=span.text,
                name=joined,
                kind=referent.kind,
                role=first.role.title,
                organisation=first.role.organisation,
            )
        start, end = referent.phrase or source
        while end > start + 1 and self.doc[end - 1].lower_ in _POSSESSIVE:
            end -= 1
        span = self.doc[start:end]
        role = parse_title(self.doc, start, end) if referent.kind is ActorKind.ANONYMOUS else None
        return Speaker(
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            name=" ".join(span.text.split()),
            kind=referent.kind,
            role=role.title if role else None,
            organisation=role.organisation if role else None,
        )


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


# ---------------------------------------------------------------------------------------------------- look-up


def attribution_at(doc: Doc, start: int, end: int) -> Attribution | None:
    """Return the innermost attribution whose content covers code points `start` to `end`; None when there is none.

    Needs the attribution finder's results. A stretch in a gap of a content counts when it lies between two pieces of one
    sentence ("..., he said, ..."). Of equally long contents the one whose cue stands nearest wins.
    """
    best: tuple[int, int, Attribution] | None = None
    for attribution in doc._.attributions:
        size = _covering(attribution, start, end)
        if size is None:
            continue
        distance = min((abs(cue.start - start) for cue in attribution.cue), default=0)
        if best is None or (size, distance) < best[:2]:
            best = (size, distance, attribution)
    return best[2] if best else None


def _covering(attribution: Attribution, start: int, end: int) -> int | None:
    """Return the length of the content when one of its pieces covers the stretch; None otherwise."""
    if any(piece.start <= start and end <= piece.end for piece in attribution.content):
        return sum(piece.end - piece.start for piece in attribution.content)
    return None


def find_confirmations(doc: Doc, nouns: Iterable[str] = _FIGURES) -> list[Attribution]:
    """Return the attributions whose whole content points back at a figure: "X confirmed the number", "denied the toll".

    In order of the text; the caller ties each to the quantity that stands before it.
    """
    wanted = frozenset(nouns)
    found: list[Attribution] = []
    for attribution in doc._.attributions:
        span = doc.char_span(attribution.content[0].start, attribution.content[0].end, alignment_mode="expand")
        if (
            span is None
            or len(span) > _POINTER
            or len(attribution.content) > 1
            or any(token.like_num for token in span)
        ):
            continue
        if root_of(doc, span.start, span.end).lemma_.lower() in wanted and span[0].lower_ in {
            "the",
            "this",
            "that",
            "these",
            "those",
            "such",
        }:
            found.append(attribution)
    return found
