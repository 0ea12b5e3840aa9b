"""Groups of copies: from pairs of near copies to one syndication each, the earliest first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from collation.agencies import find_agency
from storage.copies import NearCopy
from storage.syndications import CopyRow

TIE: Final = 0.02  # resemblances nearer than this are the same: a site may print a text at two addresses


def group_copies(pairs: Iterable[NearCopy], articles: Mapping[str, CopyRow]) -> list[tuple[CopyRow, ...]]:
    """Return the groups of articles that pairs connect, the earliest article of each group first.

    Of several articles of one outlet, only that which an article resembles most counts as its copy, from both sides:
    two outlets that print the daily report of an agency make one group for each day. The groups do not depend on the
    order of the pairs.
    """
    parents: dict[str, str] = {}
    for pair in _choose_best(list(pairs), articles):
        first, second = _find_root(parents, pair.first_key), _find_root(parents, pair.second_key)
        parents[max(first, second)] = min(first, second)
    found: dict[str, list[str]] = defaultdict(list)
    for key in parents:
        found[_find_root(parents, key)].append(key)
    ordered = [
        tuple(sorted((articles[key] for key in group), key=lambda row: (row.seen_at, row.id)))
        for group in found.values()
    ]
    return sorted(ordered, key=lambda group: min(row.id for row in group))


def name_agency(group: Sequence[CopyRow]) -> str | None:
    """Return the news agency that most copies of a text credit, of several the one that the earliest credits."""
    named = Counter(agency for row in group if (agency := find_agency(row.notes)) is not None)
    return named.most_common(1)[0][0] if named else None


def _find_root(parents: dict[str, str], key: str) -> str:
    """Return the key that stands for the group of a key (union-find with path halving)."""
    while parents.setdefault(key, key) != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def _choose_best(pairs: Sequence[NearCopy], articles: Mapping[str, CopyRow]) -> list[NearCopy]:
    """Return the pairs in which each article is the best that its outlet has for the other."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for pair in pairs:
        for key, other in ((pair.first_key, pair.second_key), (pair.second_key, pair.first_key)):
            wanted = (key, articles[other].outlet)
            best[wanted] = max(best[wanted], pair.resemblance)
    return [
        pair
        for pair in pairs
        if pair.resemblance >= best[pair.first_key, articles[pair.second_key].outlet] - TIE
        and pair.resemblance >= best[pair.second_key, articles[pair.first_key].outlet] - TIE
    ]
