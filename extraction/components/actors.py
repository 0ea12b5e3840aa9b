"""Finds the actors of an article: named persons and organisations that act or speak in it."""

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extraction.cast import Cast, Member, build_cast
from extraction.extensions import ACTORS, mention_of
from extraction.layout import has_case, root_of
from extraction.lexicons.cues import NOUN_CLASSES
from extraction.lexicons.institutions import NO_ACTORS
from extraction.lexicons.roles import SPEAKING_ROLES
from extraction.lexicons.sources import DOCUMENT_NOUNS
from extraction.names import Name
from records import Actor, ActorKind

# How a name stands in its clause when its bearer acts, speaks or is acted on.
_ACTING: Final = frozenset({"nsubj", "nsubj:outer", "csubj", "obl:agent", "root", "ROOT"})
_PATIENT: Final = frozenset({"nsubj:pass", "obj", "iobj"})
_TAKING_PART: Final = frozenset({"obl", "nmod"})  # of persons with their full name: "met with X", "a meeting of X"
_WITHIN: Final = frozenset({"flat", "flat:name", "compound", "nmod:desc", "appos", "conj", "list", "nmod:unmarked"})
_JOINED: Final = frozenset({"flat", "flat:name", "appos", "conj", "list"})
_SOURCES: Final = frozenset(["from", "by"])
_BYLINES: Final = frozenset(["by", "reporting", "editing", "image", "photo", "photograph", "credit", "writing", "file"])
_CLIMB: Final = 8  # steps from a name to the phrase that it belongs to


@Language.factory(
    "actor_finder", assigns=["doc._.actors", "doc.spans"], requires=["doc.ents", "token.dep", "token.pos"]
)
def make_actor_finder(nlp: Language, name: str) -> "ActorFinder":  # noqa: ARG001  spaCy passes both to every factory
    """Return the component that writes `doc.spans["actors"]` and `doc._.actors`."""
    return ActorFinder()


class ActorFinder:
    """Finds named persons and organisations that act or speak, one record each with all their mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Write one Actor for each that acts, in order of first mention, and a span for every mention of it."""
        spans: list[Span] = []
        actors: list[Actor] = []
        for member in self.find(doc):
            mentions = [doc[name.start : name.end] for name in member.names]
            actor = build_actor(member, mentions)
            for span in mentions:
                span._.record = actor
            actors.append(actor)
            spans += mentions
        doc.spans[ACTORS] = spans
        doc._.actors = tuple(actors)
        return doc

    def find(self, doc: Doc) -> list[Member]:
        """Return the members of the article's cast that act or speak, in order of first mention."""
        cast = build_cast(doc)
        voiced = {member.role.organisation for member in cast.members if member.role.noun in SPEAKING_ROLES}
        return [member for member in cast.members if self._acts(member, cast, voiced)]

    def _acts(self, member: Member, cast: Cast, voiced: set[str | None]) -> bool:
        if any(name.text in voiced for name in member.names):
            return True
        person = member.kind is ActorKind.PERSON
        known = any(name.text.isupper() for name in member.names)  # "World Food Programme (WFP)" is no broadcast
        if not person and not known and member.names[0].words and member.cluster.words[-1] in NO_ACTORS:
            return False
        return any(_is_acting(cast.doc, name, person=person) for name in member.names)


def _is_acting(doc: Doc, name: Name, *, person: bool) -> bool:
    """Tell whether a mention stands where an actor stands: subject, agent, source; for persons also object."""
    root = root_of(doc, name.start, name.end)
    if _is_byline(doc, name):
        return False
    head = _phrase_head(root, _WITHIN if person else _JOINED)
    dep = head.dep_
    if dep in _ACTING and (dep not in {"root", "ROOT"} or person):
        return True
    if person and (dep in _PATIENT or (dep in _TAKING_PART and len(name.words) > 1)):
        return True
    if dep in {"obl", "nmod"} and any(child.lower_ in {"according", "per"} for child in head.lefts):
        return True
    if dep == "obl" and any(child.dep_ == "case" and child.lower_ == "by" for child in head.lefts):
        return True
    if dep == "nmod" and has_case(head, _SOURCES) and head.head.lemma_.lower() in NOUN_CLASSES.keys() | DOCUMENT_NOUNS:
        return True  # "a report by X", "warnings from X"
    return dep == "nsubj:pass" and head.head.lemma_ in {"accuse", "condemn", "sue", "criticise", "criticize", "force"}


def _phrase_head(token: Token, links: frozenset[str]) -> Token:
    for _ in range(_CLIMB):
        if token.dep_ not in links or token.head.i == token.i:
            break
        token = token.head
    return token


def _is_byline(doc: Doc, name: Name) -> bool:
    """Tell whether a line only credits the name: "By X", "Image: X", "(Reporting by X; editing by Y)"."""
    start = name.start
    while start > 0 and "\n" not in doc[start - 1].text and name.start - start < 6:
        start -= 1
        if doc[start].lower_ in _BYLINES and (start == 0 or doc[start - 1].is_punct or "\n" in doc[start - 1].text):
            return True
    return False


def build_actor(member: Member, mentions: list[Span]) -> Actor:
    """Return the record of a member of the cast; `mentions` are its spans in order of the text, at least one."""
    aliases = {" ".join(span.text.split()) for span in mentions} - {member.name}
    return Actor(
        name=member.name,
        kind=member.kind,
        role=member.role.title,
        organisation=member.role.organisation,
        sector=member.sector,
        aliases=tuple(sorted(aliases)),
        mentions=tuple(mention_of(span) for span in mentions),
    )
