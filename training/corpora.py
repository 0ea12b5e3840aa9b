"""Read the open corpora as they are published: treebanks in CoNLL-U, entities in JSON lines."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TreebankSentence:
    """One sentence of a Universal Dependencies treebank, a value per syntactic word.

    `spaces` says whether white space follows the word; `heads` are word indices within the sentence and the
    root has its own index; `starts_document` and `starts_paragraph` come from the comments of the file.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    starts_document: bool
    starts_paragraph: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityText:
    """A sentence or article with named entities.

    `entities` are (start, end, label) and `missing` (start, end) in code points of `text`, end exclusive; the
    corpus says nothing about the characters in `missing`. `document` is empty where the corpus keeps no documents.
    """

    text: str
    entities: tuple[tuple[int, int, str], ...]
    missing: tuple[tuple[int, int], ...]
    source: str
    split: str
    document: str


def read_treebank(path: Path) -> Iterator[TreebankSentence]:
    """Yield the sentences of a gzipped CoNLL-U file in order.

    Multi-word tokens are written as their syntactic words without white space between them, empty nodes are left
    out. Raises ValueError where a sentence has no text or a head outside the sentence.
    """
    rows: list[list[str]] = []
    comments: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("#"):
                comments.append(line)
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                yield _parse_sentence(rows, comments)
                rows, comments = [], []
    if rows:
        yield _parse_sentence(rows, comments)


def _parse_sentence(rows: list[list[str]], comments: list[str]) -> TreebankSentence:
    inside = 0  # id of the last word of the multi-word token being read
    followed = True  # whether white space follows that token
    words: list[list[str]] = []
    spaces: list[bool] = []
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            inside = int(row[0].split("-")[1])
            followed = "SpaceAfter=No" not in row[9]
            continue
        words.append(row)
        number = int(row[0])
        if number < inside:
            spaces.append(False)
        elif number == inside:
            spaces.append(followed)
        else:
            spaces.append("SpaceAfter=No" not in row[9])
    heads = tuple(int(row[6]) - 1 if row[6] != "0" else index for index, row in enumerate(words))
    if any(not 0 <= head < len(words) for head in heads):
        raise ValueError(f"a head lies outside its sentence: {' '.join(row[1] for row in words)!r}")
    new_document = any(comment.startswith("# newdoc") for comment in comments)
    return TreebankSentence(
        words=tuple(row[1] for row in words),
        spaces=tuple(spaces),
        lemmas=tuple(row[2] for row in words),
        pos=tuple(row[3] for row in words),
        tags=tuple(row[4] for row in words),
        heads=heads,
        deps=tuple(row[7] for row in words),
        starts_document=new_document,
        starts_paragraph=new_document or any(comment.startswith("# newpar") for comment in comments),
    )


def read_entity_sentences(path: Path) -> Iterator[EntityText]:
    """Yield tokenised sentences with entities ({"src", "split", "words", "spaces", "ents", "missing"} a line)."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            starts: list[int] = []
            text = ""
            for word, space in zip(row["words"], row["spaces"], strict=True):
                starts.append(len(text))
                text += word + (" " if space else "")
            ends = [start + len(word) for start, word in zip(starts, row["words"], strict=True)]
            yield EntityText(
                text=text.rstrip(),
                entities=tuple((starts[start], ends[end - 1], label) for start, end, label in row["ents"]),
                missing=tuple((starts[index], ends[index]) for index in row["missing"]),
                source=row["src"],
                split=row["split"],
                document="",
            )


def read_entity_articles(path: Path) -> Iterator[EntityText]:
    """Yield whole articles with entities in characters ({"doc", "text", "ents"} a line)."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield EntityText(
                text=row["text"],
                entities=tuple((start, end, label) for start, end, label in row["ents"]),
                missing=(),
                source="wikinews",
                split="",
                document=row["doc"],
            )


def read_gold_shingles(paths: list[Path], width: int = 12) -> set[str]:
    """Return every run of `width` words in the texts of gold files (JSON lines with "text")."""
    found: set[str] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            found |= build_shingles(json.loads(line)["text"], width)
    return found


def build_shingles(text: str, width: int = 12) -> set[str]:
    """Return every run of `width` lower-cased words of a text, punctuation ignored."""
    words = "".join(char if char.isalnum() else " " for char in text.lower()).split()
    return {" ".join(words[start : start + width]) for start in range(len(words) - width + 1)}


def is_overlapping(text: str, shingles: set[str], at_least: int = 5) -> bool:
    """Tell whether a text shares `at_least` runs of words with a collection (see `read_gold_shingles`)."""
    return len(build_shingles(text) & shingles) >= at_least


def rank_document(document: str) -> str:
    """Return the sha256 of a document's name: a fixed order that does not depend on the files' order."""
    return hashlib.sha256(document.encode("utf-8")).hexdigest()
