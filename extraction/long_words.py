"""A tokenizer that stays linear on hostile text: runs of thousands of characters without white space are cut before it.

spaCy's tokenizer strips affixes one by one and searches the whole rest of a run each time, so that 20,000 brackets in a row
take most of a minute. No word of any language is as long as LONGEST.
"""

import re
from collections.abc import Callable
from typing import Final

from spacy.tokens import Doc
from spacy.vocab import Vocab

LONGEST: Final = 400  # code points
_LONG: Final = re.compile(rf"\S{{{LONGEST + 1},}}")


class LongWordTokenizer:
    """Wraps a tokenizer; texts without a long run go through it unchanged."""

    def __init__(self, inner: Callable[[str], Doc], vocab: Vocab) -> None:
        self.inner = inner
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text; `doc.text` equals it."""
        if _LONG.search(text) is None:
            return self.inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            for token in self.inner(piece):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)

    def __getattr__(self, name: str) -> object:
        """Pass what spaCy asks of a tokenizer (rules, serialisation) on to the wrapped one."""
        return getattr(self.inner, name)


def _pieces(text: str) -> list[str]:
    """Return the text in pieces: what lies between long runs, and the long runs cut into LONGEST code points each."""
    pieces: list[str] = []
    position = 0
    for match in _LONG.finditer(text):
        if match.start() > position:
            pieces.append(text[position : match.start()])
        pieces += [text[at : min(at + LONGEST, match.end())] for at in range(match.start(), match.end(), LONGEST)]
        position = match.end()
    if position < len(text):
        pieces.append(text[position:])
    return pieces
