"""The stage behind extraction: sign new texts, find their copies, group them, compare their figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlite_utils import Database

from collation.figures import build_figure, match_figures
from collation.near_copies import (
    ComparedText,
    NearCopyFinder,
    measure_containment,
    measure_resemblance,
    sign_texts,
)
from collation.report import CollateReport
from collation.signatures import SCHEME
from collation.syndication import group_copies, name_agency
from storage.copies import (
    NearCopy,
    drop_signatures,
    load_pairs,
    load_texts,
    load_unsigned,
    save_pairs,
    save_signatures,
)
from storage.database import write
from storage.rows import to_text
from storage.syndications import CopyRow, Syndication, load_copy_rows, load_syndications, save_syndications
from storage.versions import load_figure_rows

BATCH: Final = 200  # texts that are signed and paired in one transaction


def collate(db: Database, *, advance: Callable[[], None] = lambda: None) -> CollateReport:
    """Bring the syndications up to date with the newest versions and their claims, and say what was done.

    Only texts that are new are signed and compared; a run that was killed is run again. The result depends on what is
    stored, not on the order in which it came. `advance` is called once for each new text.
    """
    with write(db):
        drop_signatures(db, scheme=SCHEME)
    texts, pairs = _pair_new(db, advance)
    stored = load_syndications(db)
    wanted = {group.row["id"]: group for group in _build_groups(db, stored)}
    updated = [key for key in {**stored, **wanted} if stored.get(key) != wanted.get(key)]
    if updated:
        with write(db):
            save_syndications(db, dropped=updated, groups=[wanted[key] for key in updated if key in wanted])
    return CollateReport(
        texts=texts,
        pairs=pairs,
        syndications=len(wanted),
        copies=sum(len(group.articles) for group in wanted.values()),
        changed=sum(group.row["changed"] for group in wanted.values()),
        updated=len(updated),
    )


def _pair_new(db: Database, advance: Callable[[], None]) -> tuple[int, int]:
    """Sign and pair what is new, in batches: a signature is never stored without the pairs that it makes."""
    finder = NearCopyFinder(db)
    texts = pairs = 0
    while batch := load_unsigned(db, limit=BATCH):
        signed = sign_texts(batch)
        found = finder.find_pairs(signed)
        with write(db):
            save_signatures(db, signed, scheme=SCHEME)
            save_pairs(db, found)
        texts, pairs = texts + len(batch), pairs + len(found)
        for _ in batch:
            advance()
    return texts, pairs


def _build_groups(db: Database, stored: Mapping[int, Syndication]) -> list[Syndication]:
    """Return what the tables should hold; what was compared before is taken from there."""
    pairs = load_pairs(db)
    keys = sorted({key for pair in pairs for key in (pair.first_key, pair.second_key)})
    builder = _GroupBuilder(db, stored.values(), pairs)
    return [builder.build(group) for group in group_copies(pairs, load_copy_rows(db, keys))]


class _GroupBuilder:
    """Makes the rows of groups; knows what earlier runs measured and compared."""

    def __init__(self, db: Database, stored: Iterable[Syndication], pairs: Iterable[NearCopy]) -> None:
        self._db = db
        self._measured = {(pair.first_key, pair.second_key): pair for pair in pairs}
        # By the keys of the earliest and the copy: the copy's row, and its rows in `claim_copies`.
        self._known = {
            (group.row["earliest_key"], article["version_key"]): (article, group.claims.get(article["version_key"], []))
            for group in stored
            for article in group.articles
        }

    def build(self, group: Sequence[CopyRow]) -> Syndication:
        """Return the rows of a group, the earliest copy first."""
        earliest, group_id = group[0], min(row.id for row in group)
        articles: list[dict[str, Any]] = []
        claims: dict[str, list[dict[str, Any]]] = {}
        for position, row in enumerate(group):
            compared, copies = self._compare(earliest, row)
            articles.append(
                {
                    "version_key": row.version_key,
                    "syndication_id": group_id,
                    "position": position,
                    **self._measure(earliest, row),
                    "compared": compared,
                    "changed": None if copies is None else sum(copy["is_changed"] for copy in copies),
                }
            )
            if copies:
                claims[row.version_key] = [{**copy, "syndication_id": group_id} for copy in copies]
        row_of_group = {
            "id": group_id,
            "title": earliest.title,
            "earliest_key": earliest.version_key,
            "earliest_at": to_text(earliest.seen_at),
            "agency": name_agency(group),
            "articles": len(group),
            "outlets": len({row.outlet for row in group}),
            "changed": sum(bool(article["changed"]) for article in articles),
        }
        return Syndication(row=row_of_group, articles=articles, claims=claims)

    def _measure(self, earliest: CopyRow, row: CopyRow) -> dict[str, float]:
        """Return how much a copy resembles the earliest, from the pair if they are one, else from both texts."""
        if row == earliest:
            return {"resemblance": 1.0, "containment": 1.0}
        first, second = sorted((earliest.version_key, row.version_key))
        pair = self._measured.get((first, second))
        if pair is not None:
            return {"resemblance": pair.resemblance, "containment": pair.containment}
        if (earliest.version_key, row.version_key) in self._known:
            article, _ = self._known[earliest.version_key, row.version_key]
            return {name: article[name] for name in ("resemblance", "containment")}
        texts = load_texts(self._db, [first, second])
        sides = ComparedText(texts[first]), ComparedText(texts[second])
        return {"resemblance": measure_resemblance(*sides), "containment": measure_containment(*sides)}

    def _compare(self, earliest: CopyRow, row: CopyRow) -> tuple[str | None, Sequence[Mapping[str, Any]] | None]:
        """Return which two extractions were compared, and a row for each figure of the copy that the earliest has too.

        No figures for the earliest itself; None for them while one of the two is still to be extracted.
        """
        if row == earliest:
            return None, []
        if earliest.extraction_id is None or row.extraction_id is None:
            return None, None
        compared = f"{earliest.extraction_id} {row.extraction_id}"
        article, copies = self._known.get((earliest.version_key, row.version_key), ({}, []))
        if article.get("compared") == compared:
            return compared, copies
        sides = (
            [build_figure(figure) for figure in load_figure_rows(self._db, each.version_key)]
            for each in (earliest, row)
        )
        found = match_figures(*sides)
        rows = [
            {"claim_key": copy.claim_key, "original_key": original.claim_key, "is_changed": int(is_changed)}
            for is_changed, pairs in ((False, found.same), (True, found.changed))
            for original, copy in pairs
        ]
        return compared, sorted(rows, key=itemgetter("claim_key"))
