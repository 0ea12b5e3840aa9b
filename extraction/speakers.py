"""Who a source is: pronouns, surnames and descriptions resolved within the document to the fullest name.

No coreference library: news names its speakers by a few devices (a surname, a pronoun whose antecedent is the last
speaker or subject, a definite description of a body or document named before), and these are what is resolved.
"""

from collections.abc import Iterable
from itertools import islice, takewhile
from typing import Final

from spacy.tokens import Doc

from extraction.antecedents import GENDERS, Antecedents
from extraction.attribution_model import source_kind
from extraction.cast import Cast, Member
from extraction.layout import Layout, Stretch, root_of
from extraction.lexicons.institutions import INSTITUTION_SECTORS
from extraction.lexicons.roles import ROLE_SECTORS
from extraction.lexicons.sources import FIGURE_NOUNS, MEDIA_NOUNS, PERSON_NOUNS
from extraction.referents import Referent, find_named
from extraction.source_phrases import noun_phrase
from extraction.titles import POSSESSIVE, parse_title
from records import ActorKind, Attribution, Speaker

_THEY: Final = frozenset(["they", "them", "their", "these", "those", "both", "themselves"])
_RELATIVES: Final = frozenset(["who", "which", "that", ","])
_IT: Final = frozenset(["it", "its", "itself", "this"])
_POINTER: Final = 5  # tokens of a phrase that points back at a figure
_BARE: Final = 5  # tokens of a description that may point back at a name
_BACK: Final = 6  # sentences that a pronoun looks back over
_FIGURES: Final = FIGURE_NOUNS | frozenset(["report", "news"])


class SpeakerResolver:
    """Resolves the sources of one document in order of the text; each resolution is remembered for later pronouns."""

    def __init__(self, layout: Layout, cast: Cast) -> None:
        self.layout = layout
        self.doc = layout.doc
        self.cast = cast
        self._antecedents = Antecedents(layout, cast)
        self._noun_index: dict[str, list[int]] | None = None

    def resolve(self, source: Stretch, head: int, quoting: Referent | None) -> Referent | None:
        """Return whom a source means; `quoting` is the speaker of the quotation that it stands in, for "I" and "we"."""
        found = self._resolve(source, head, quoting)
        if found is not None:
            self._antecedents.remember(head, found)
        return found

    def _resolve(self, source: Stretch, head: int, quoting: Referent | None) -> Referent | None:
        word = self.doc[head].lower_
        kind = source_kind(self.doc, head)
        if kind == "first" or word in {"me", "my", "us", "our"}:
            return quoting or Referent(ActorKind.ANONYMOUS, phrase=source)
        if word in GENDERS:
            return self._antecedents.find_person(head, GENDERS[word])
        if word in _THEY and source[1] - source[0] <= 2:
            return self._antecedents.find_people(head) or Referent(ActorKind.ANONYMOUS, phrase=source)
        if word in _IT and source[1] - source[0] == 1:
            return self._antecedents.find_body(head) or Referent(ActorKind.ANONYMOUS, phrase=source)
        named = find_named(self.cast, source, head)
        if named is not None:
            return named
        if kind == "document":
            return Referent(ActorKind.DOCUMENT, phrase=self._fuller(source, head))
        return self._described(source, head, kind)

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
        while end > start + 1 and self.doc[end - 1].lower_ in POSSESSIVE | _RELATIVES:
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
