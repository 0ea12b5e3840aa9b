"""Pairs of articles that tell one text: candidates by signature, then both texts looked at."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from rapidfuzz.distance import LCSseq
from sqlite_utils import Database

from collation.signatures import CopyIndex, estimate_resemblance, find_words, shingle_text, sign_text
from storage.copies import NearCopy, NewestText, SignedText, load_signatures, load_texts

WINDOW: Final = timedelta(days=7)  # copies of news are printed within days; what is alike later is another report
FEWEST_RUNS: Final = 40  # different runs of three words; a shorter text is a notice, alike by its form alone
CANDIDATE: Final = 0.1  # estimated resemblance below which two texts are not looked at (its deviation is about 0.03)
LEAST_CONTAINMENT: Final = (
    0.65  # of different stories 1 in 1,000 comes to 0.58, of copies with 40 % of their words edited 1 in 20 stays below
)


def sign_texts(texts: Iterable[NewestText]) -> list[SignedText]:
    """Return the signatures of texts."""
    signed = []
    for text in texts:
        signature = sign_text(text.text)
        signed.append(
            SignedText(
                version_key=text.version_key,
                text_sha256=text.text_sha256,
                parsed_at=text.parsed_at,
                outlet=text.outlet,
                seen_at=text.seen_at,
                shingles=signature.shingles,
                signature=signature.numbers,
            )
        )
    return signed


class ComparedText:
    """A text in the forms in which it is compared with others, each made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> list[str]:
        """Return its words, numbers made equal."""
        return find_words(self._text, mask_numbers=True)

    @cached_property
    def runs(self) -> frozenset[bytes]:
        """Return its runs of three words, numbers made equal."""
        return shingle_text(self._text, mask_numbers=True)

    @cached_property
    def printed_runs(self) -> frozenset[bytes]:
        """Return its runs of three words, numbers as printed."""
        return shingle_text(self._text, mask_numbers=False)


def measure_resemblance(first: ComparedText, second: ComparedText) -> float:
    """Return the share of all runs of three words, numbers as printed, that stand in both texts (Jaccard), 0 to 1."""
    common = len(first.printed_runs & second.printed_runs)
    return round(common / (len(first.printed_runs | second.printed_runs) or 1), 4)


def measure_containment(first: ComparedText, second: ComparedText) -> float:
    """Return the share of the shorter text that stands in the longer, numbers left out of account, 0 to 1. Symmetric.

    Of its runs of three words, or of its words in their order, whichever is more: the first holds for a text put in another
    order, the second for one in which single words were replaced throughout.
    """
    runs = len(first.runs & second.runs) / (min(len(first.runs), len(second.runs)) or 1)
    in_order = LCSseq.similarity(first.words, second.words) / (min(len(first.words), len(second.words)) or 1)
    return round(max(runs, in_order), 4)


class NearCopyFinder:
    """Finds the stored articles that have one text with new ones; give it new ones about in order of time.

    Keeps the signatures of the stretch of time that it needs, so that its memory does not grow with the store: about 20
    KB for each article of four weeks.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = CopyIndex()
        self._texts: dict[str, SignedText] = {}
        self._since: datetime | None = None
        self._until: datetime | None = None

    def find_pairs(self, new: Sequence[SignedText]) -> list[NearCopy]:
        """Return every pair of a new text with a stored one, or with another new one, that tell one text.

        Only texts of different outlets within seven days are paired: an outlet's own daily report is no copy of the
        day before.
        """
        self._cover(min(text.seen_at for text in new) - WINDOW, max(text.seen_at for text in new) + WINDOW)
        pairs: list[NearCopy] = []
        for text in new:
            if text.shingles < FEWEST_RUNS:
                continue
            pairs += self._verify(text, [key for key in self._index.find(text.signature) if self._is_near(text, key)])
            self._add(text)
        return pairs

    def _is_near(self, text: SignedText, key: str) -> bool:
        other = self._texts[key]
        return (
            other.outlet != text.outlet
            and abs(other.seen_at - text.seen_at) <= WINDOW
            and estimate_resemblance(other.signature, text.signature) >= CANDIDATE
        )

    def _verify(self, text: SignedText, candidates: Sequence[str]) -> list[NearCopy]:
        if not candidates:
            return []
        texts = load_texts(self._db, [text.version_key, *candidates])
        own = ComparedText(texts[text.version_key])
        pairs = []
        for key in candidates:
            other = ComparedText(texts[key])
            containment = measure_containment(own, other)
            if containment >= LEAST_CONTAINMENT:
                first, second = sorted((text.version_key, key))
                resemblance = measure_resemblance(own, other)
                pairs.append(
                    NearCopy(first_key=first, second_key=second, resemblance=resemblance, containment=containment)
                )
        return pairs

    def _cover(self, since: datetime, until: datetime) -> None:
        """Have the signatures of a stretch of time in the index; forget those of long before."""
        if self._since is None or self._until is None or since < self._since or since > self._since + 2 * WINDOW:
            self._index, self._texts = CopyIndex(), {}
            self._since, self._until = since, since
        if until > self._until or not self._texts:
            for text in load_signatures(self._db, since=self._until, until=until):
                self._add(text)
            self._until = max(until, self._until)

    def _add(self, text: SignedText) -> None:
        if text.version_key not in self._texts and text.shingles >= FEWEST_RUNS:
            self._index.add(text.version_key, text.signature)
            self._texts[text.version_key] = text
