"""Variants of training passages that news pages have and treebanks lack: headlines, capitals, curly quotes, hard wraps."""

import random
from dataclasses import replace

from training.passages import PARAGRAPH, Passage

SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "but",
        "or",
        "nor",
        "for",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "from",
        "with",
        "as",
        "into",
        "over",
        "after",
        "amid",
        "vs",
        "via",
        "per",
        "than",
    ]
)
OPENING = {'"': "\u201c", "'": "\u2018", "``": "\u201c"}
CLOSING = {'"': "\u201d", "'": "\u2019", "''": "\u201d"}


def vary_passage(passage: Passage, rng: random.Random) -> Passage:
    """Return the passage in one of the forms of the page: as it is, or as headlines, in capitals, lower case.

    Quotes are curled in a third of the passages; a few are broken into lines of about 70 characters.
    """
    roll = rng.random()
    if roll < 0.05:
        passage = make_headline(passage)
    elif roll < 0.07:
        passage = replace(passage, words=[word.upper() for word in passage.words])
    elif roll < 0.09:
        passage = replace(passage, words=[word.lower() for word in passage.words])
    elif roll < 0.12:
        passage = capitalise_places(passage)
    if rng.random() < 0.33:
        passage = curl_quotes(passage)
    if rng.random() < 0.03:
        passage = wrap_lines(passage)
    return passage


def make_headline(passage: Passage) -> Passage:
    """Return the passage in Title Case, each sentence a paragraph of its own without its full stop, as headlines stand."""
    passage = drop_words(passage, find_full_stops(passage))
    starts = passage.starts or [index == 0 for index in range(len(passage.words))]
    words = [
        word if word[:1].isupper() or (word.lower() in SMALL_WORDS and not first) else word[:1].upper() + word[1:]
        for word, first in zip(passage.words, starts, strict=True)
    ]
    gaps = list(passage.gaps)
    for index, first in enumerate(starts):
        if first and index:
            gaps[index - 1] = PARAGRAPH
    return replace(passage, words=words, gaps=gaps)


def find_full_stops(passage: Passage) -> set[int]:
    """Return the words that are the full stop at the end of a sentence and on which no word hangs."""
    size = len(passage.words)
    starts = passage.starts or [index == 0 for index in range(size)]
    heads = {head for index, head in enumerate(passage.heads or ()) if head != index}
    return {
        index
        for index, word in enumerate(passage.words)
        if word == "."
        and index not in heads
        and not starts[index]
        and (index + 1 == size or starts[index + 1])
        and (passage.heads is None or passage.heads[index] != index)
    }


def drop_words(passage: Passage, dropped: set[int]) -> Passage:
    """Return the passage without some words, on which none may hang and which may not start a sentence.

    The white space after a dropped word follows the word before it.
    """
    kept = [index for index in range(len(passage.words)) if index not in dropped]
    place = {old: new for new, old in enumerate(kept)}
    gaps: list[str] = []
    for index, gap in enumerate(passage.gaps):
        if index in place:
            gaps.append(gap)
        else:
            gaps[-1] = gap
    layers = {
        name: [values[index] for index in kept]
        for name in ("words", "starts", "tags", "pos", "lemmas", "deps")
        if (values := getattr(passage, name)) is not None
    }
    entities = [
        (place[inside[0]], place[inside[-1]] + 1, label)
        for start, end, label in passage.entities or ()
        if (inside := [index for index in range(start, end) if index in place])
    ]
    return replace(
        passage,
        **layers,
        gaps=gaps,
        heads=None if passage.heads is None else [place[passage.heads[index]] for index in kept],
        entities=None if passage.entities is None else entities,
        missing={place[index] for index in passage.missing if index in place},
    )


def capitalise_places(passage: Passage) -> Passage:
    """Return the passage with its places in capitals, as datelines print them."""
    words = list(passage.words)
    for start, end, label in passage.entities or ():
        if label in ("GPE", "LOC"):
            words[start:end] = [word.upper() for word in words[start:end]]
    return replace(passage, words=words)


def curl_quotes(passage: Passage) -> Passage:
    """Return the passage with typographic quotes: opening where white space or nothing stands before."""
    words: list[str] = []
    inside = False
    for index, word in enumerate(passage.words):
        spaced = index == 0 or passage.gaps[index - 1] != "" or passage.words[index - 1] in ("(", "[", "\u201c")
        if word in ('"', "``", "''"):
            opens = word == "``" or (word == '"' and spaced and not inside)
            words.append(OPENING[word] if opens and word in OPENING else "\u201d")
            inside = opens
        elif word == "'":
            words.append(OPENING[word] if spaced and passage.gaps[index] == "" else CLOSING[word])
        else:
            words.append(word.replace("'", "\u2019"))
    return replace(passage, words=words)


def wrap_lines(passage: Passage, width: int = 70) -> Passage:
    """Return the passage with a line break in place of a space wherever a line would pass `width` characters."""
    gaps = list(passage.gaps)
    column = 0
    for index, word in enumerate(passage.words):
        column += len(word) + 1
        if "\n" in gaps[index]:
            column = 0
        elif gaps[index] == " " and column > width:
            gaps[index] = "\n"
            column = 0
    return replace(passage, gaps=gaps)
