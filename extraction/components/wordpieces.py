"""Words as the encoder sees them: BERT word pieces without case, and a form id that gives case and spacing back."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_PIECES = 16  # of one word; the rest of a web address says nothing, and a window must stay within the positions
LONGEST_WORD = 100  # characters; BERT's own tokenizer reads a longer word as one unknown piece
CACHE_SIZE = 50_000

# A word's form is shape * MODES * GAPS + mode * GAPS + gap, see `find_forms`.
SHAPES = ("other", "lower", "title", "upper", "letter", "mixed", "number", "alphanumeric")
MODES = ("running", "running, first", "title case", "capitals")
GAPS = ("none", "space", "line", "paragraph")
FORM_COUNT = len(SHAPES) * len(MODES) * len(GAPS)

# Marks after which a capital letter says nothing about the word.
OPENING_MARKS = frozenset(".!?:\u2026\"'\u201c\u201d\u2018([\u2014-*\u2022")
HEADLINE_SHARE = 0.75


class WordPieces:
    """BERT's uncased word-piece tokenizer for one word at a time.

    `find_pieces` returns piece ids; the longest piece known is taken from the left, pieces inside a word are
    written with `##`, a word that cannot be written is `[UNK]`. Source: Wu et al. 2016 as in Devlin et al. 2019.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.ids = {piece: index for index, piece in enumerate(vocabulary)}
        self.unknown = self.ids["[UNK]"]
        self.start = self.ids["[CLS]"]
        self.stop = self.ids["[SEP]"]
        self._cache: dict[str, tuple[int, ...]] = {}

    def find_pieces(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's first LONGEST_PIECES pieces, at least one."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            found = self._cache[word] = self._read_pieces(word)
        return found

    def _read_pieces(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        pieces: list[int] = []
        for part in split_marks(word):
            pieces += self._read_part(part)
        return tuple(pieces[:LONGEST_PIECES]) or (self.unknown,)

    def _read_part(self, part: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = self.ids.get(("##" if start else "") + part[start:end])
                if piece is not None:
                    pieces.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return pieces


def split_marks(word: str) -> list[str]:
    """Return a word's lower-case parts without accents: each punctuation mark and CJK sign stands alone."""
    parts: list[str] = []
    joined = False
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or category.startswith("C") or char.isspace():
            continue
        if is_mark(char, category) or "\u3400" <= char <= "\u9fff":
            parts.append(char)
            joined = False
        elif joined:
            parts[-1] += char
        else:
            parts.append(char)
            joined = True
    return parts


def is_mark(char: str, category: str) -> bool:
    """Tell whether BERT reads a character as punctuation: any P category and every ASCII sign."""
    return category.startswith("P") or (char.isascii() and not char.isalnum() and char.isprintable())


_NUMBER = re.compile(r"[\d.,:/]*\d[\d.,:/]*")


def find_shape(word: str) -> int:
    """Return the index in SHAPES of a word's shape."""
    if word.islower():
        return 1 if word.isalpha() else 7 if any(char.isdigit() for char in word) else 1
    if _NUMBER.fullmatch(word):
        return 6
    if not any(char.isalpha() for char in word):
        return 0
    if any(char.isdigit() for char in word):
        return 7
    if word.isupper():
        return 4 if sum(char.isalpha() for char in word) == 1 else 3
    return 2 if word[:1].isupper() and word[1:].islower() else 5


def find_gap(space: str) -> int:
    """Return the index in GAPS of the white space before a word."""
    if not space:
        return 0
    lines = space.count("\n")
    return 1 if lines == 0 else 2 if lines == 1 else 3


def find_forms(words: Sequence[str], spaces: Sequence[str]) -> list[int]:
    """Return the form id of each word; `spaces` is the white space before each.

    The mode belongs to a word's line: in a line mostly in Title Case or capitals a capital letter says little;
    elsewhere the first word of a line, or after a mark that may end a sentence, is told apart.
    """
    gaps = [find_gap(space) for space in spaces]
    shapes = [find_shape(word) for word in words]
    forms: list[int] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and gaps[end] < 2:
            continue
        mode = _find_mode(words[start:end], shapes[start:end])
        for index in range(start, end):
            own = mode
            if mode == 0 and (index == start or words[index - 1][-1:] in OPENING_MARKS):
                own = 1
            forms.append((shapes[index] * len(MODES) + own) * len(GAPS) + gaps[index])
        start = end
    return forms


def _find_mode(words: Sequence[str], shapes: Sequence[int]) -> int:
    long = [shape for word, shape in zip(words, shapes, strict=True) if len(word) > 3 and 1 <= shape <= 5]
    if len(long) < 3:
        return 0
    if sum(shape == 3 for shape in long) >= HEADLINE_SHARE * len(long):
        return 3
    return 2 if sum(shape in (2, 3, 5) for shape in long) >= HEADLINE_SHARE * len(long) else 0
