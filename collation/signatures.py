"""Texts as sets of word runs, and short signatures of those sets that tell how much two texts have in common.

MinHash: Broder, On the resemblance and containment of documents, 1997; the implementation is datasketch's.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from datasketch import LeanMinHash, MinHash, MinHashLSH

RUN: Final = 3  # words in a shingle: with longer runs an edit of every tenth word leaves nothing in common
PERMUTATIONS: Final = 128
SEED: Final = 1
SCHEME: Final = f"{RUN} words, numbers masked, {PERMUTATIONS} permutations affine32, seed {SEED}"
# 64 bands of 2: two texts with a quarter in common are found with 98 %, with a third in common always.
BANDS: Final = (64, 2)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a text is found by: the number of its different runs of three words, and 128 numbers, 4 bytes each."""

    shingles: int
    numbers: bytes


def find_words(text: str, *, mask_numbers: bool) -> list[str]:
    """Return the words of a text, case folded; with `mask_numbers` all numbers in digits are alike."""
    words = _WORD.findall(text.casefold())
    return ["0" if word[0].isdecimal() else word for word in words] if mask_numbers else words


def shingle_text(text: str, *, mask_numbers: bool) -> frozenset[bytes]:
    """Return the different runs of three words of a text; a shorter text is one run.

    With `mask_numbers` a copy with other figures stays a copy.
    """
    words = find_words(text, mask_numbers=mask_numbers)
    runs = (" ".join(words[index : index + RUN]) for index in range(max(1, len(words) - RUN + 1)))
    return frozenset(run.encode() for run in runs if run)


def sign_text(text: str) -> Signature:
    """Return the signature of a text; the same text has the same one on every machine."""
    shingles = shingle_text(text, mask_numbers=True)
    made = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32", hashfunc=_hash)
    made.update_batch(sorted(shingles))
    return Signature(shingles=len(shingles), numbers=np.asarray(made.hashvalues, dtype="<u4").tobytes())


def estimate_resemblance(first: bytes, second: bytes) -> float:
    """Return the estimated share of runs that two texts have in common (Jaccard), from the numbers of their signatures."""
    return float(np.mean(np.frombuffer(first, dtype="<u4") == np.frombuffer(second, dtype="<u4")))


class CopyIndex:
    """Finds the texts that may resemble another: locality-sensitive hashing over signatures, rebuilt for each run."""

    def __init__(self) -> None:
        self._index: Any = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)

    def add(self, key: str, numbers: bytes) -> None:
        """Add a text under its key. Raises ValueError when the key is there already."""
        self._index.insert(key, _unpack(numbers))

    def find(self, numbers: bytes) -> list[str]:
        """Return the keys of texts that may have a quarter or more in common, in order of key."""
        return sorted(self._index.query(_unpack(numbers)))


def _unpack(numbers: bytes) -> LeanMinHash:
    return LeanMinHash(seed=SEED, scheme="affine32", hashvalues=np.frombuffer(numbers, dtype="<u4"))


def _hash(run: bytes) -> int:
    """Return 32 bits that are the same on every machine."""
    return int.from_bytes(hashlib.blake2b(run, digest_size=4).digest(), "little")
