"""Where sentences, lines and quotations of a Doc begin and end, by token, and the arithmetic of stretches of tokens."""

from bisect import bisect_right
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc, Token

from extraction.quotes import Quote

Stretch = tuple[int, int]  # tokens, end exclusive

_OUTER: Final = frozenset(",;:.—–-()…")


_LONGEST: Final = 400  # tokens of a stretch: what is longer is no phrase, clause or sentence of prose
_DATELINE: Final = 14  # tokens that a dateline may take
_WINDOW: Final = 60
_BRACKET: Final = 40  # tokens that a bracket may hold


class Layout:
    """Sentences, lines and quotations of a Doc, each looked up by token in constant time.

    `stretches[n]` are the tokens of quotation `n` with its marks.
    """

    def __init__(self, doc: Doc, quotes: list[Quote]) -> None:
        self.doc = doc
        self.text = doc.text  # a Doc puts its text together anew on every call
        self.quotes = quotes
        self._sentence = _bounds([bool(token.is_sent_start) for token in doc])
        self._line = _bounds([token.i == 0 or "\n" in doc[token.i - 1].text for token in doc])
        starts = [token.idx for token in doc]
        self.stretches: list[Stretch] = []
        self._cut_datelines()
        self._quote = [-1] * len(doc)
        self._quoted = [0] * (len(doc) + 1)
        for number, quote in enumerate(quotes):
            first = max(0, bisect_right(starts, quote.start) - 1)
            last = max(first + 1, bisect_right(starts, quote.end - 1))
            self.stretches.append((first, last))
            self._quote[first:last] = [number] * (last - first)
        for index, number in enumerate(self._quote):
            self._quoted[index + 1] = self._quoted[index] + (number >= 0)

    def _cut_datelines(self) -> None:
        """Let the sentence behind a dateline ("LIMA, Nov 3 (Agency) --") begin after its dash."""
        for start, end in sorted(set(self._line)):
            dash = _dateline(self.doc, start, end)
            if dash is None:
                continue
            low, high = self._sentence[dash]
            for token in range(low, high):
                self._sentence[token] = (low, dash + 1) if token <= dash else (dash + 1, high)

    def sentence(self, token: int) -> Stretch:
        """Return the sentence of a token."""
        return self._sentence[token]

    def sentences(self) -> list[Stretch]:
        """Return the sentences in order."""
        return sorted(set(self._sentence))

    def line(self, token: int) -> Stretch:
        """Return the line, that is the paragraph, of a token."""
        return self._line[token]

    def quote_at(self, token: int) -> int | None:
        """Return the number of the quotation that a token stands in; None outside of quotations."""
        number = self._quote[token]
        return number if number >= 0 else None

    def quoted_in(self, start: int, end: int) -> int:
        """Count the tokens from `start` to `end` that stand in quotations."""
        return self._quoted[end] - self._quoted[start]

    def quote_starting_in(self, start: int, end: int) -> int | None:
        """Return the first quotation that starts in tokens `start` to `end`."""
        for token in range(start, min(end, len(self._quote))):
            number = self._quote[token]
            if number >= 0 and self.stretches[number][0] == token:
                return number
        return None

    def quote_ending_before(self, token: int, reach: int) -> int | None:
        """Return the last quotation that ends before a token, at most `reach` tokens away."""
        for index in range(token - 1, max(-1, token - reach - 1), -1):
            if self._quote[index] >= 0:
                return self._quote[index]
        return None

    def widened(self, stretch: Stretch) -> Stretch:
        """Widen a stretch to the end of a quotation that it starts but does not finish."""
        start, end = stretch
        number = self.quote_at(end - 1) if end > start else None
        if number is not None and self.stretches[number][0] >= start:
            end = max(end, self.stretches[number][1])
        return start, end

    def pieces(self, stretches: list[Stretch]) -> tuple[Stretch, ...]:
        """Return the stretches in order without their outer punctuation, empty ones left out."""
        short = ((start, min(end, start + _LONGEST)) for start, end in stretches)
        kept = {piece for stretch in short if (piece := trimmed(self.doc, stretch))}
        return tuple(sorted(kept))


def _bounds(starts: list[bool]) -> list[Stretch]:
    edges = [index for index, is_start in enumerate(starts) if is_start or index == 0]
    edges.append(len(starts))
    return [(low, high) for low, high in pairwise(edges) for _ in range(low, high)]


def _dateline(doc: Doc, start: int, end: int) -> int | None:
    """Return the dash that ends the dateline of a line; None when the line opens with other words."""
    first = next((index for index in range(start, min(end, start + 3)) if is_word(doc[index])), None)
    if first is None or len(doc[first].text) < 3 or not doc[first].text.isupper():
        return None
    for index in range(first + 1, min(end, first + _DATELINE)):
        token = doc[index]
        if token.text in {"-", "--", "\u2013", "\u2014", "\u2015"} and index + 1 < end:
            return index
        if token.pos_ in {"VERB", "AUX", "PRON"} or token.text in {":", ";", "?"}:
            return None
    return None


def subtree(token: Token) -> Stretch:
    """Return the tokens from the left to the right edge of a subtree."""
    return token.left_edge.i, token.right_edge.i + 1


def without(stretch: Stretch, holes: list[Stretch]) -> list[Stretch]:
    """Cut holes out of a stretch; the pieces that remain, in order."""
    pieces = [stretch]
    for low, high in holes:
        cut: list[Stretch] = []
        for start, end in pieces:
            if high <= start or low >= end:
                cut.append((start, end))
                continue
            if start < low:
                cut.append((start, low))
            if high < end:
                cut.append((high, end))
        pieces = cut
    return pieces


def cleared(stretch: Stretch, head: int, others: tuple[Stretch, ...]) -> Stretch:
    """Cut a stretch back around its token `head` so that it shares no token with the others."""
    start, end = stretch
    for low, high in others:
        if low > head:
            end = min(end, low)
        elif high <= head:
            start = max(start, high)
    return (start, end) if start <= head < end else (head, head + 1)


def trimmed(doc: Doc, stretch: Stretch) -> Stretch | None:
    """Drop outer punctuation and white space, not quotation marks; None when no word is left."""
    start, end = stretch
    while start < end and (doc[start].is_space or set(doc[start].text) <= _OUTER):
        if doc[start].text == "(" and any(token.text == ")" for token in doc[start : min(end, start + _BRACKET)]):
            break
        start += 1
    while end > start and (doc[end - 1].is_space or set(doc[end - 1].text) <= _OUTER):
        if doc[end - 1].text == ")" and any(token.text == "(" for token in doc[max(start, end - _BRACKET) : end]):
            break
        end -= 1
    return (start, end) if any(char.isalnum() for index in range(start, end) for char in doc[index].text) else None


def root_of(doc: Doc, start: int, end: int) -> Token:
    """Return the token of a stretch whose head lies outside of it, the first one.

    As `Span.root`, which reads the whole Doc on every call.
    """
    for index in range(start, min(end, start + _LONGEST)):
        head = doc[index].head.i
        if head == index or not start <= head < end:
            return doc[index]
    return doc[start]


def sentence_around(doc: Doc, token: int) -> Stretch:
    """Return the sentence of a token, at most 60 tokens to each side of it."""
    low = token
    while low > 0 and token - low < _WINDOW and not doc[low].is_sent_start:
        low -= 1
    high = token + 1
    while high < len(doc) and high - token < _WINDOW and not doc[high].is_sent_start:
        high += 1
    return low, high


def is_word(token: Token) -> bool:
    """Tell whether a token has a letter or digit."""
    return any(char.isalnum() for char in token.text)


def has_case(token: Token, words: frozenset[str]) -> bool:
    """Tell whether a noun or clause is opened by one of these prepositions."""
    return any(child.dep_ in {"case", "mark"} and child.lower_ in words for child in token.lefts)
