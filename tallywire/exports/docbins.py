"""spaCy training data: the judged articles as Docs, accepted claims as examples, rejected ones as hard negatives."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.tokens import Doc, DocBin, Span
from sqlite_utils import Database

from tallywire.exports.rows import About

# Group of spans that a claim's words go to, by the state of the claim.
GROUPS: Final = {"accepted": "accepted", "corrected": "accepted", "added": "accepted", "rejected": "rejected"}
_ROLES: Final = ("quantity", "group", "trigger", "time", "speaker", "cue", "part_of")


def write_docbin(path: Path, rows: Iterable[Mapping[str, Any]], about: About, *, db: Database) -> None:
    """Write a DocBin with one Doc for each article that has an accepted or a rejected claim.

    `doc.spans["accepted"]` and `doc.spans["rejected"]` hold the words of each claim, labelled by role (QUANTITY, GROUP,
    TRIGGER, PLACE, TIME, SPEAKER, CUE, PART_OF), with the claim's key as span id. Corrected words whose place in the text
    the correction does not give are left out. `doc.user_data` holds version key, text sha256, address and this file's
    description. Load with `DocBin(store_user_data=True).from_disk(path)`.
    """
    nlp = spacy.blank("en")
    store = DocBin(store_user_data=True)
    for version_key, claims in groupby(rows, key=lambda row: row["version_key"]):
        judged = [claim for claim in claims if claim["status"] in GROUPS]
        if not judged:
            continue
        article = next(db.query("SELECT text, text_sha256 FROM article_versions WHERE version_key = ?", [version_key]))
        doc = nlp.make_doc(article["text"])
        for group in dict.fromkeys(GROUPS.values()):
            chosen = [claim for claim in judged if GROUPS[claim["status"]] == group]
            doc.spans[group] = [span for claim in chosen for span in _spans(doc, claim, db)]
        doc.user_data |= {"version_key": version_key, "text_sha256": article["text_sha256"], "url": judged[0]["url"]}
        doc.user_data["about"] = about.rows()
        store.add(doc)
    store.to_disk(path)


def _spans(doc: Doc, claim: Mapping[str, Any], db: Database) -> Iterator[Span]:
    corrected = set((claim["corrected_fields"] or "").split(", "))
    stored = next(iter(db.query("SELECT * FROM claims WHERE claim_key = ?", [claim["claim_key"]])), None)
    found: list[tuple[str, int, int]] = []
    if stored is None:
        found.append(("quantity", claim["quantity_start"], claim["quantity_end"]))
    else:
        found += [
            (role, stored[f"{role}_start"], stored[f"{role}_end"])
            for role in _ROLES
            if stored[f"{role}_start"] is not None and not corrected & {role, f"{role}_text", f"{role}_name"}
        ]
    found += [
        ("place", place["start"], place["end"])
        for place in claim["all_places"]
        if place.get("start") is not None and place.get("end") is not None
    ]
    for role, start, end in found:
        span = doc.char_span(start, end, label=role.upper(), span_id=claim["claim_key"], alignment_mode="expand")
        if span is not None:
            yield span
