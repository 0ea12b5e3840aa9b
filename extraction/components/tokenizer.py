"""spaCy's English tokenizer with a bound: text without white space is cut before the rules see it.

Its rules are those of token_rules.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from extraction.components.token_rules import (
    AFTER_WORD,
    BEFORE_WORD,
    NUMBER_SIGNS,
    RUNS,
    SLIPS,
    WHOLE,
    build_infixes,
    build_special_cases,
)

# spaCy peels punctuation off a run one mark at a time and starts over: quadratic in the run's length.
LONGEST_RUN: Final = 500
SLICE: Final = 128  # characters of an overlong run that are tokenised together; the encoder takes a longer word than 100 for one piece
_OVERLONG: Final = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


class BoundedTokenizer:
    """Tokenises like spaCy's tokenizer, but in linear time on any text; `doc.text` is always the text given.

    A run of more than LONGEST_RUN characters without white space is read in slices of SLICE characters, so that no
    token spans two of them.
    """

    def __init__(self, tokenizer: Any) -> None:  # spacy.Tokenizer has no stub
        self.tokenizer = tokenizer
        self.vocab = tokenizer.vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text as a Doc."""
        if _OVERLONG.search(text) is None:
            return mend_tokens(self.tokenizer(text))
        words: list[str] = []
        spaces: list[bool] = []
        for part in split_runs(text):
            for token in self.tokenizer(part):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return mend_tokens(Doc(self.vocab, words=words, spaces=spaces))

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:  # noqa: ARG002 -- spaCy's signature
        """Yield the Docs of several texts."""
        for text in texts:
            yield self(text)

    def to_disk(self, path: str | Path, **settings: Any) -> None:
        """Write the rules of the tokenizer inside."""
        self.tokenizer.to_disk(path, **settings)

    def from_disk(self, path: str | Path, **settings: Any) -> "BoundedTokenizer":
        """Read the rules of the tokenizer inside."""
        self.tokenizer.from_disk(path, **settings)
        return self

    def to_bytes(self, **settings: Any) -> bytes:
        """Return the rules of the tokenizer inside as bytes."""
        data: bytes = self.tokenizer.to_bytes(**settings)
        return data

    def from_bytes(self, data: bytes, **settings: Any) -> "BoundedTokenizer":
        """Take rules from `to_bytes`."""
        self.tokenizer.from_bytes(data, **settings)
        return self


def mend_tokens(doc: Doc) -> Doc:
    """Return the Doc with what only the next word tells cut and joined: SLIPS and NUMBER_SIGNS.

    It is built anew, since spaCy's retokenizer moves all later tokens at every change.
    """
    text: str = doc.text
    cuts = {match.end() for match in SLIPS.finditer(text)}
    joins = {match.end() - 1 for match in NUMBER_SIGNS.finditer(text)}
    if not cuts and not joins:
        return doc
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        last = token.idx + len(token) - 1
        if token.idx in joins:
            words[-1] += token.text
            spaces[-1] = bool(token.whitespace_)
        elif last in cuts:
            words += [token.text[:-1], token.text[-1]]
            spaces += [False, bool(token.whitespace_)]
        else:
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return Doc(doc.vocab, words=words, spaces=spaces)


def split_runs(text: str) -> Iterator[str]:
    """Yield the text in parts: an overlong run in slices, what lies between with the white space around it."""
    start = 0
    for run in _OVERLONG.finditer(text):
        # One space before the run belongs to the word before it, as spaCy keeps it; more stay with that part too.
        if run.start() > start:
            yield text[start : run.start()]
        for begin in range(run.start(), run.end() - SLICE, SLICE):
            yield text[begin : begin + SLICE]
            start = begin + SLICE
        # The last slice is left to the part that follows, so that its space stays with it.
    if start < len(text):
        yield text[start:]


@registry.tokenizers("tallywire.bounded_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_bounded_tokenizer() -> Callable[[Language], BoundedTokenizer]:
    """Return the maker of bounded English tokenizers that a pipeline's configuration names."""
    make_tokenizer = registry.tokenizers.get("spacy.Tokenizer.v1")()

    def make(nlp: Language) -> BoundedTokenizer:
        tokenizer = make_tokenizer(nlp)
        defaults = nlp.Defaults
        tokenizer.rules = build_special_cases(tokenizer.rules)
        tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(defaults.prefixes or ()), *BEFORE_WORD]).search
        tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(defaults.suffixes or ()), *AFTER_WORD]).search
        tokenizer.infix_finditer = compile_infix_regex(build_infixes()).finditer
        tokenizer.token_match = WHOLE
        return BoundedTokenizer(tokenizer)

    return make


def build_blank() -> Language:
    """Return an English pipeline without components that tokenises as the shipped one does."""
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "tallywire.bounded_tokenizer.v1"}}})
