"""Whom words mean: members of the cast that a phrase names, or the phrase itself."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from extraction.cast import Cast, Member
from extraction.layout import Stretch, root_of
from extraction.lexicons.sources import DOCUMENT_NOUNS
from extraction.names import Name
from extraction.titles import POSSESSIVE, is_role_noun
from records import ActorKind

_PREPOSITIONS: Final = frozenset(
    ["of", "for", "to", "by", "from", "with", "against", "about", "on", "in", "at", "than"]
)


@dataclass(frozen=True, slots=True)
class Referent:
    """Whom a source means: a member of the cast, or the phrase that describes an unnamed one."""

    kind: ActorKind
    members: tuple[Member, ...] = ()
    phrase: Stretch | None = None


def find_named(cast: Cast, source: Stretch, head: int) -> Referent | None:
    """Return the members that a phrase names as its head, in apposition or joined, not in its complements."""
    start, end = source
    persons: list[Member] = []
    bodies: list[tuple[Name, Member]] = []
    index = start
    while index < end:
        name, member = cast.name_at(index), cast.at(index)
        if name is None or member is None:
            index += 1
            continue
        if member.kind is ActorKind.PERSON:
            if _is_bearer(cast.doc, name, start, end) and member not in persons:
                persons.append(member)
        else:
            bodies.append((name, member))
        index = max(name.end, index + 1)
    if persons:
        joined = len(persons) > 1 and any(cast.doc[i].dep_ == "cc" for i in range(start, end))
        return Referent(ActorKind.PERSON, tuple(persons) if joined else (persons[0],))
    if cast.doc[head].lower_ in DOCUMENT_NOUNS and not any(name.start <= head < name.end for name, _ in bodies):
        return None
    mine = [member for name, member in bodies if name.start <= head < name.end]
    if not mine and bodies and bodies[0][0].start - start <= 1 and bodies[0][0].end >= end - 1:
        mine = [bodies[0][1]]
    if mine:
        rest = [m for name, m in bodies if m is not mine[0] and root_of(cast.doc, name.start, name.end).dep_ == "conj"]
        return Referent(ActorKind.ORGANISATION, (mine[0], *rest[:2]))
    return None


def _is_bearer(doc: Doc, name: Name, start: int, end: int) -> bool:
    """Tell whether a person's name in a phrase is who the phrase is about: "the lawyer for X" and "X's son" are not."""
    if name.end < end and doc[name.end].lower_ in POSSESSIVE and name.end + 1 < end:
        return False
    root = root_of(doc, name.start, name.end)
    if root.dep_ == "compound" and name.end <= root.head.i < end and not is_role_noun(root.head):
        return False  # "the Trump administration"
    before = name.start - 1
    while before >= start and doc[before].lower_.rstrip(".") in {"mr", "mrs", "ms", "dr", "the"}:
        before -= 1
    return before < start or doc[before].lower_ not in _PREPOSITIONS
