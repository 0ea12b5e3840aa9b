"""Mentions of one actor joined: surname and full name, acronym and what it stands for, short and long form."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final

from rapidfuzz import fuzz
from spacy.tokens import Doc

from extraction.lexicons.institutions import INSTITUTION_SECTORS, SHORT_COUNTRIES
from extraction.names import Name
from records import ActorKind

_SMALL: Final = frozenset(["of", "the", "and", "for", "on", "in", "to", "at", "de", "la", "du", "des", "und"])
_GENERIC: Final = frozenset(INSTITUTION_SECTORS)
_LONGEST: Final = 8  # words of a name that are compared
_RIVALS: Final = 30  # persons of one surname, and forms of one name, that are compared
_SAME_SPELLING: Final = 90.0  # per cent of similarity between two spellings of one full name


@dataclass(slots=True, eq=False)
class Cluster:
    """All mentions by name of one person or organisation, in order of the text."""

    kind: ActorKind
    names: list[Name] = field(default_factory=list)
    forms: dict[tuple[str, ...], None] = field(default_factory=dict)

    @property
    def fullest(self) -> Name:
        """The mention with the most words, the first of them."""
        return max(self.names, key=lambda name: (len(name.words), len(name.text) > 5, -name.start))

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the fullest name."""
        return self.fullest.words

    def last_before(self, token: int) -> int:
        """Return the start of the last mention before a token; -1 when it is only named later.

        Needs the mentions in order of the text.
        """
        index = bisect_left(self.names, token, key=lambda name: name.start)
        return self.names[index - 1].start if index else -1


def build_clusters(doc: Doc, names: Iterable[Name]) -> list[Cluster]:
    """Join the mentions of each actor, clusters in order of their first mention."""
    found = list(names)
    surnames = {name.words[-1] for name in found if name.kind is ActorKind.PERSON and len(name.words) > 1}
    long_bodies = {name.words for name in found if name.kind is ActorKind.ORGANISATION and len(name.words) > 1}
    persons: list[Name] = []
    bodies: list[Name] = []
    for name in found:
        # A bare surname that a model took for a body's name.
        mistaken = len(name.words) == 1 and name.words[0] in surnames and not _is_short_body(name, long_bodies)
        (persons if mistaken or name.kind is ActorKind.PERSON else bodies).append(name)
    clusters = [*_join_persons(persons), *_join_bodies(doc, bodies)]
    for cluster in clusters:
        cluster.names.sort(key=lambda name: name.start)
    return sorted(clusters, key=lambda cluster: cluster.names[0].start)


def _is_short_body(name: Name, long_bodies: set[tuple[str, ...]]) -> bool:
    return any(name.words[0] in words for words in islice(long_bodies, _RIVALS))


def _join_persons(names: list[Name]) -> list[Cluster]:
    """Full names first, so that a surname finds its full name also where that stands later."""
    clusters: list[Cluster] = []
    by_word: dict[str, list[Cluster]] = {}
    by_form: dict[tuple[str, ...], Cluster] = {}

    def add(name: Name, cluster: Cluster | None) -> None:
        if cluster is None:
            cluster = Cluster(ActorKind.PERSON)
            clusters.append(cluster)
        insort(cluster.names, name, key=lambda name: name.start)
        if by_form.get(name.words) is cluster:
            return
        by_form.setdefault(name.words, cluster)
        cluster.forms[name.words] = None
        for word in name.words[:_LONGEST]:
            known = by_word.setdefault(word, [])
            if cluster not in known[-_RIVALS:]:
                known.append(cluster)

    for name in (name for name in names if len(name.words) > 1):
        add(name, by_form.get(name.words) or _namesake(name.words, by_word))
    for name in (name for name in names if len(name.words) == 1):
        add(name, _person_of(name, by_word.get(name.words[0], [])[:_RIVALS]))
    return clusters


def _namesake(words: tuple[str, ...], by_word: dict[str, list[Cluster]]) -> Cluster | None:
    """Return the person of another form of a full name; the nearest ones alone are compared."""
    rivals = {id(c): c for word in words[:_LONGEST] for c in by_word.get(word, [])[-_RIVALS:]}.values()
    return next((c for c in rivals if any(_same_person(words, form) for form in islice(c.forms, _RIVALS))), None)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names of two or more words may be one person's."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return False
    if set(short) <= set(long):
        return True
    if short[-1] == long[-1] and (_is_initial(short[0], long[0]) or _is_initial(long[0], short[0])):
        return True
    return fuzz.ratio(" ".join(one), " ".join(other)) >= _SAME_SPELLING


def _is_initial(one: str, other: str) -> bool:
    return len(one) <= 2 and other.startswith(one[0])


def _person_of(name: Name, rivals: list[Cluster]) -> Cluster | None:
    """Return whom a single word means: by surname before first name, then whoever was named last before it."""
    word = name.words[0]
    by_surname = [cluster for cluster in rivals if cluster.words[-1] == word]
    chosen = by_surname or rivals
    return max(chosen, key=lambda cluster: cluster.last_before(name.start), default=None)


def _join_bodies(doc: Doc, names: list[Name]) -> list[Cluster]:
    clusters: list[Cluster] = []
    by_words: dict[tuple[str, ...], Cluster] = {}
    for name in names:
        words = _normal(name.words)
        cluster = by_words.get(words)
        if cluster is None:
            cluster = by_words[words] = Cluster(name.kind)
            clusters.append(cluster)
        cluster.names.append(name)
    _join_brackets(doc, clusters)
    clusters = [cluster for cluster in clusters if cluster.names]
    return _join_short_forms(clusters)


def _normal(words: tuple[str, ...]) -> tuple[str, ...]:
    out: list[str] = []
    for word in words:
        spelled = SHORT_COUNTRIES.get(word, word).replace("isation", "ization").replace("centre", "center")
        out += spelled.removesuffix("'s").split()
    return tuple(word for word in out if word != "the")


def _join_brackets(doc: Doc, clusters: list[Cluster]) -> None:
    """Move the mentions of an acronym to the name that it follows in brackets."""
    mentions = sorted(
        ((name, cluster) for cluster in clusters for name in cluster.names), key=lambda item: item[0].start
    )
    moved: dict[int, Cluster] = {}
    for (long, owner), (short, rival) in pairwise(mentions):
        between = doc[long.end : short.start].text.strip()
        if between == "(" and short.text.isupper() and len(short.text) >= 2 and owner is not rival:
            moved[id(rival)] = moved.get(id(owner), owner)
    for cluster in clusters:
        target = moved.get(id(cluster))
        if target is not None and target is not cluster:
            target.names += cluster.names
            cluster.names = []


def _join_short_forms(clusters: list[Cluster]) -> list[Cluster]:
    """Join "WHO" to "World Health Organization" and "Labour" to "Labour Party" where one long form alone fits."""
    by_initials: dict[str, list[Cluster]] = {}
    by_edge: dict[tuple[str, ...], list[Cluster]] = {}
    forms = {id(cluster): _normal(cluster.words) for cluster in clusters}
    for cluster in clusters:
        words = forms[id(cluster)]
        if len(words) > 1:
            for initials in _initials(cluster):
                by_initials.setdefault(initials, []).append(cluster)
            sizes = range(1, min(len(words), _LONGEST))
            for edge in {words[:size] for size in sizes} | {words[-size:] for size in sizes}:
                by_edge.setdefault(edge, []).append(cluster)
    gone: set[int] = set()
    for cluster in sorted(clusters, key=lambda cluster: len(forms[id(cluster)])):
        words = forms[id(cluster)]
        text = cluster.names[0].text.replace(".", "")
        rivals = by_initials.get(text.lower(), []) if text.isupper() and len(text) > 1 else []
        if not rivals and not (len(words) == 1 and words[0] in _SMALL):
            rivals = [rival for rival in by_edge.get(words, ()) if _may_shorten(words, forms[id(rival)])]
        rivals = [rival for rival in rivals if rival is not cluster and id(rival) not in gone]
        if len(rivals) == 1:
            rivals[0].names += cluster.names
            gone.add(id(cluster))
    return [cluster for cluster in clusters if id(cluster) not in gone]


def _initials(cluster: Cluster) -> set[str]:
    words = [word for word in cluster.fullest.text.replace("-", " ").split() if word[0].isalpha()]
    big = [word for word in words if word[0].isupper()]
    return {"".join(word[0] for word in group).lower() for group in (words, big) if len(group) > 1}


def _may_shorten(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """A long form adds institution or country words to the short one, or the short one is a plain institution noun."""
    added = long[len(short) :] if long[: len(short)] == short else long[: -len(short)]
    if all(word in _GENERIC or word in _SMALL for word in short):
        return True
    return all(word in _GENERIC or word in _SMALL for word in added) or long[-len(short) :] == short
