"""The persons and bodies of a text with what it says of them: one member each, looked up by token."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from extraction.aliases import Cluster, build_clusters
from extraction.lexicons.institutions import INSTITUTION_SECTORS, KNOWN_SECTORS
from extraction.lexicons.roles import FEMININE, MASCULINE, ROLE_SECTORS
from extraction.names import Name, find_names
from extraction.roles import find_role
from extraction.titles import NO_ROLE, Role
from records import ActorKind

_EDGES: Final = frozenset(["'s", "’s", "'", "’"])


@dataclass(slots=True, eq=False)
class Member:
    """One person or body: its mentions, fullest name, title and affiliation, sector, and gender where a title tells it."""

    cluster: Cluster
    name: str
    role: Role
    sector: str | None
    gender: str | None = None  # "m", "f"; None where no word tells

    @property
    def kind(self) -> ActorKind:
        """Person or organisation."""
        return self.cluster.kind

    @property
    def names(self) -> list[Name]:
        """The mentions by name in order of the text."""
        return self.cluster.names


class Cast:
    """All members of a text, and which member a token names."""

    def __init__(self, doc: Doc, members: list[Member]) -> None:
        self.doc = doc
        self.members = members
        self._by_token: dict[int, Member] = {}
        self._name_by_token: dict[int, Name] = {}
        for member in members:
            for name in member.names:
                for token in range(name.start, name.end):
                    self._by_token[token] = member
                    self._name_by_token[token] = name

    def at(self, token: int) -> Member | None:
        """Return the member that a token names; None for other words."""
        return self._by_token.get(token)

    def name_at(self, token: int) -> Name | None:
        """Return the mention that a token belongs to; None for other words."""
        return self._name_by_token.get(token)


def build_cast(doc: Doc) -> Cast:
    """Find the names of a Doc, join those of one actor, and read title, affiliation, sector and gender of each."""
    members: list[Member] = []
    by_name: dict[str, str | None] = {}
    clusters = build_clusters(doc, find_names(doc))
    for cluster in clusters:
        if cluster.kind is not ActorKind.PERSON:
            by_name.update(dict.fromkeys((name.text for name in cluster.names), _body_sector(cluster)))
    for cluster in clusters:
        role = _role_of(cluster, doc) if cluster.kind is ActorKind.PERSON else NO_ROLE
        if cluster.kind is ActorKind.PERSON:
            body = by_name.get(role.organisation or "") or institution_sector(_lower_words(role.organisation))
            sector = body or ROLE_SECTORS.get(role.noun) or None
        else:
            sector = _body_sector(cluster)
        members.append(Member(cluster, " ".join(cluster.fullest.text.split()), role, sector, _gender(cluster, role)))
    return Cast(doc, members)


def _role_of(cluster: Cluster, doc: Doc) -> Role:
    """Join what the mentions say: the first title, and the first affiliation, that of the title's mention before others."""
    found = [role for name in cluster.names if (role := find_role(name, doc))]
    titled = next((role for role in found if role.title and not _is_address(role)), None)
    titled = titled or next((role for role in found if role.title), None)
    if titled is None:
        return found[0] if found else NO_ROLE
    organisation = titled.organisation or next((role.organisation for role in found if role.organisation), None)
    return Role(titled.title, organisation, titled.noun)


def _is_address(role: Role) -> bool:
    return bool(role.title) and " " not in (role.title or "") and (role.title or "").endswith(".")


def _lower_words(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").casefold().split())


def _body_sector(cluster: Cluster) -> str | None:
    for name in cluster.names:
        known = KNOWN_SECTORS.get(" ".join(word for word in name.words if word != "the"))
        if known:
            return known
    for name in cluster.names:
        sector = institution_sector(name.words)
        if sector:
            return sector
    return None


def _gender(cluster: Cluster, role: Role) -> str | None:
    words = {name.honorific for name in cluster.names} | {role.noun}
    if words & MASCULINE:
        return "m"
    return "f" if words & FEMININE else None


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
