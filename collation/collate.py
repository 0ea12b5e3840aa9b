"""The stage behind extraction: sign new texts, find their copies, group them, compare their figures."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlite_utils import Database

from collation.figures import build_figure, match_figures
from collation.near_copies import NearCopyFinder, measure_copies, sign_texts
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
from storage.rows import to_json, to_text
from storage.syndications import CopyRow, load_copy_rows, load_syndications, save_syndications
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
    wanted = {row["id"]: (row, articles) for row, articles in _build_groups(db, stored)}
    updated = [key for key in {**stored, **wanted} if stored.get(key) != wanted.get(key)]
    if updated:
        with write(db):
            save_syndications(db, dropped=updated, groups=[wanted[key] for key in updated if key in wanted])
    return CollateReport(
        texts=texts,
        pairs=pairs,
        syndications=len(wanted),
        copies=sum(len(articles) for _, articles in wanted.values()),
        changed=sum(int(row["changed"]) for row, _ in wanted.values()),
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


def _build_groups(
    db: Database, stored: Mapping[int, tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the rows that the tables should hold; what was compared before is taken from there."""
    pairs = load_pairs(db)
    known = {
        (row["earliest_key"], article["version_key"]): article
        for row, articles in stored.values()
        for article in articles
    }
    keys = sorted({key for pair in pairs for key in (pair.first_key, pair.second_key)})
    groups = group_copies(pairs, load_copy_rows(db, keys))
    measured = {(pair.first_key, pair.second_key): pair for pair in pairs}
    return [_build_group(db, group, known, measured) for group in groups]


def _build_group(
    db: Database,
    group: Sequence[CopyRow],
    known: Mapping[tuple[str, str], Mapping[str, Any]],
    measured: Mapping[tuple[str, str], NearCopy],
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    earliest, group_id = group[0], min(row.id for row in group)
    articles = [
        {
            "version_key": row.version_key,
            "syndication_id": group_id,
            "position": position,
            **_measure(db, earliest, row, known, measured),
            **_compare(db, earliest, row, known),
        }
        for position, row in enumerate(group)
    ]
    return {
        "id": group_id,
        "title": earliest.title,
        "earliest_key": earliest.version_key,
        "earliest_at": to_text(earliest.seen_at),
        "agency": name_agency(group),
        "articles": len(group),
        "outlets": len({row.outlet for row in group}),
        "changed": sum(bool(article["changed"]) for article in articles),
    }, articles


def _measure(
    db: Database,
    earliest: CopyRow,
    row: CopyRow,
    known: Mapping[tuple[str, str], Mapping[str, Any]],
    measured: Mapping[tuple[str, str], NearCopy],
) -> dict[str, Any]:
    """Return how much a copy resembles the earliest, from the pair if they are one, else from both texts."""
    if row == earliest:
        return {"resemblance": 1.0, "containment": 1.0}
    first, second = sorted((earliest.version_key, row.version_key))
    pair = measured.get((first, second))
    if pair is not None:
        return {"resemblance": pair.resemblance, "containment": pair.containment}
    before = known.get((earliest.version_key, row.version_key))
    if before is not None:
        return {"resemblance": before["resemblance"], "containment": before["containment"]}
    texts = load_texts(db, [first, second])
    resemblance, containment = measure_copies(texts[first], texts[second])
    return {"resemblance": round(resemblance, 4), "containment": round(containment, 4)}


def _compare(
    db: Database, earliest: CopyRow, row: CopyRow, known: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, Any]:
    """Return which figures of a copy differ from the earliest's, once the claims of both are there."""
    if row == earliest:
        return {"compared": None, "changed": 0, "figures": "[]"}
    if earliest.extraction_id is None or row.extraction_id is None:
        return {"compared": None, "changed": None, "figures": "[]"}
    compared = f"{earliest.extraction_id} {row.extraction_id}"
    before = known.get((earliest.version_key, row.version_key))
    if before is not None and before["compared"] == compared:
        return {name: before[name] for name in ("compared", "changed", "figures")}
    sides = [[build_figure(figure) for figure in load_figure_rows(db, each.version_key)] for each in (earliest, row)]
    changed = [
        {
            "before": first.quantity,
            "after": second.quantity,
            "group": second.group,
            "event": second.event,
            "before_claim": first.claim_key,
            "after_claim": second.claim_key,
        }
        for first, second in match_figures(*sides).changed
    ]
    return {"compared": compared, "changed": len(changed), "figures": to_json(changed)}
