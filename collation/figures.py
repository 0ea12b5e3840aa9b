"""Which figures changed between two texts: claims of the one matched with claims of the other by what they count."""

import json
import re
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from rapidfuzz.distance import Indel, LCSseq

EVENT, GROUP, EVIDENCE, PLACES = 0.3, 0.25, 0.35, 0.1  # what each adds to the likeness of two claims; 1 in all
SAME_COUNT: Final = 0.55  # least likeness of two claims with one value
SAME_VALUE: Final = 0.1  # added to the likeness then: of two figures that are alike, the one with its value
CHANGED_COUNT: Final = 0.65  # least likeness of two claims with two values
SAME_SENTENCE: Final = 0.45  # least likeness of their sentences, unless what they count and where is the same
WEEK: Final = timedelta(days=7)
NO_EVENT: Final = "other"  # of the codebook: what happened is none of its events
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A claim as far as it can be matched with one of another text.

    Attributes:
        claim_key: key of the claim.
        quantity: the number with its qualifier, as printed.
        start: its first code point.
        low: least value; None when the words set none.
        high: greatest value; None when the words set none.
        unit: kind of the counted thing.
        group: the counted noun phrase as printed; None when it is only implied.
        event: what happened.
        modality: actual, negated, future or hypothetical.
        places: names of the places, as printed.
        first: first day of its time; None when open or untold.
        last: last day of its time; None when open or untold.
        evidence: the sentence.

    """

    claim_key: str
    quantity: str
    start: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    group: str | None
    event: str
    modality: str
    places: tuple[str, ...]
    first: date | None
    last: date | None
    evidence: str

    @property
    def value(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the interval that the words set."""
        return self.low, self.high

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words of the sentence, numbers made equal."""
        return tuple(_WORD.findall(_NUMBER.sub("0", self.evidence).casefold()))

    @cached_property
    def group_words(self) -> tuple[str, ...]:
        """Return the words of the counted group; empty when it is only implied."""
        return tuple(_WORD.findall((self.group or "").casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChanges:
    """What became of the figures of a text.

    Attributes:
        same: pairs that state one value.
        changed: pairs that count the same thing and state two values, in order of the newer text.
        removed: figures that only the older text states.
        added: figures that only the newer text states.

    """

    same: tuple[tuple[Figure, Figure], ...]
    changed: tuple[tuple[Figure, Figure], ...]
    removed: tuple[Figure, ...]
    added: tuple[Figure, ...]


def build_figure(row: Mapping[str, Any]) -> Figure:
    """Build a figure from a row of the query `storage.versions.FIGURES`."""
    return Figure(
        claim_key=row["claim_key"],
        quantity=row["quantity"],
        start=row["quantity_start"],
        low=None if row["low_exact"] is None else Decimal(row["low_exact"]),
        high=None if row["high_exact"] is None else Decimal(row["high_exact"]),
        unit=row["unit"],
        group=row["group_text"],
        event=row["event"],
        modality=row["modality"],
        places=tuple(json.loads(row["places"])),
        first=_parse_day(row["time_from"]),
        last=_parse_day(row["time_to"]),
        evidence=row["evidence"],
    )


def match_figures(before: Sequence[Figure], after: Sequence[Figure]) -> FigureChanges:
    """Match each figure of the older text with at most one of the newer, the most alike first.

    Figures of one sentence and one value are matched at once; then pairs are ranked by event, counted group, sentence
    and places. The unit must be the same, and times may not lie more than a week apart. Two values are taken for one figure only if their sentences are alike too,
    or the same thing is counted in the same places: an article may speak of two floods.
    """
    pairs, old, new = _match_equal(before, after)
    ranked = sorted(
        (
            (-likeness, first.start, second.start, first, second)
            for first in old
            for second in new
            if (likeness := _likeness(first, second)) > 0
        ),
        key=lambda row: row[:3],
    )
    taken: set[int] = set()
    for _, _, _, first, second in ranked:
        if id(first) not in taken and id(second) not in taken:
            taken |= {id(first), id(second)}
            pairs.append((first, second))
    pairs.sort(key=lambda pair: (pair[1].start, pair[0].start))
    return FigureChanges(
        same=tuple(pair for pair in pairs if pair[0].value == pair[1].value),
        changed=tuple(pair for pair in pairs if pair[0].value != pair[1].value),
        removed=tuple(figure for figure in old if id(figure) not in taken),
        added=tuple(figure for figure in new if id(figure) not in taken),
    )


def _match_equal(
    before: Sequence[Figure], after: Sequence[Figure]
) -> tuple[list[tuple[Figure, Figure]], list[Figure], list[Figure]]:
    """Return the pairs with the same sentence, value, unit and event, and what is left of both sides."""
    waiting: dict[tuple[Any, ...], deque[Figure]] = defaultdict(deque)
    for figure in before:
        waiting[_identity(figure)].append(figure)
    pairs: list[tuple[Figure, Figure]] = []
    left: list[Figure] = []
    for figure in after:
        same = waiting[_identity(figure)]
        if same:
            pairs.append((same.popleft(), figure))
        else:
            left.append(figure)
    matched = {id(first) for first, _ in pairs}
    return pairs, [figure for figure in before if id(figure) not in matched], left


def _identity(figure: Figure) -> tuple[Any, ...]:
    return figure.words, figure.value, figure.unit, figure.event, figure.group_words


def _likeness(first: Figure, second: Figure) -> float:
    """Return how sure it is that two figures count the same thing, up to 1.1; 0 when they are not taken for it."""
    if first.unit != second.unit or first.modality != second.modality or _is_another_time(first, second):
        return 0.0
    sentence = Indel.normalized_similarity(first.words, second.words)
    group = _compare_groups(first.group_words, second.group_words)
    places = _overlap(first.places, second.places)
    total = EVENT * (first.event == second.event) + GROUP * group + EVIDENCE * sentence + PLACES * places
    if first.value == second.value:
        return total + SAME_VALUE if total >= SAME_COUNT else 0.0
    same_event = first.event == second.event != NO_EVENT
    same_thing = same_event and group == 1.0 and bool(first.places) and places == 1.0
    return total if total >= CHANGED_COUNT and (sentence >= SAME_SENTENCE or same_thing) else 0.0


def _is_another_time(first: Figure, second: Figure) -> bool:
    """Tell whether two figures are of times that lie more than a week apart; an edit may move a day, not a year."""
    gaps = (
        start - end
        for start, end in ((first.first, second.last), (second.first, first.last))
        if start is not None and end is not None
    )
    return any(gap > WEEK for gap in gaps)


def _compare_groups(first: Sequence[str], second: Sequence[str]) -> float:
    """Return how alike two counted groups are: 1 where one says what the other does and more, 0.5 where only one is told."""
    if not first or not second:
        return 0.5 if first or second else 1.0
    return LCSseq.similarity(first, second) / min(len(first), len(second))


def _parse_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the share of names that both have; 1 when neither has any."""
    names, others = set(first), set(second)
    return len(names & others) / len(names | others) if names or others else 1.0
