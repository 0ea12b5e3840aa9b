"""Sentences of a text by its punctuation alone: enough to set two versions of one text side by side, in any language."""

import re
from dataclasses import dataclass
from typing import Final

# A stop, what closes a quotation or bracket after it, white space, and no small letter to go on with.
_END: Final = re.compile(r"[.!?…。！？؟۔]+[\"'”’»)\]]*(?=\s+[^\sa-zà-ÿа-я])|[。！？]+")
# Words that end with a stop inside a sentence: initials and the abbreviations of titles, months and places.
_SHORT: Final = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Sgt|Capt|Cmdr|Adm|Brig|Rev|Fr|Hon|Sen|Rep|Gov|"
    r"Pres|Amb|Insp|Supt|St|Mt|Ft|No|Nos|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Corp|Co|approx|est)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: its words, first code point and offset after the last, white space around it left out."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; each line begins a new one."""
    found: list[Sentence] = []
    start = 0
    for line in text.splitlines(keepends=True):
        begin = start
        for match in _END.finditer(line):
            if match[0] == "." and _SHORT.search(line, max(0, match.start() - 12), match.start()):
                continue
            _append(found, text, begin, start + match.end())
            begin = start + match.end()
        start += len(line)
        _append(found, text, begin, start)
    return tuple(found)


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    """Append a stretch without the white space around it; nothing when only white space is left."""
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = end - (len(words) - len(words.rstrip()))
    if first < last:
        found.append(Sentence(text=text[first:last], start=first, end=last))
