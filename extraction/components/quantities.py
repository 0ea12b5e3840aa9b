"""The quantity_finder: writes `doc.spans["quantities"]`, each span with its `records.Quantity`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from extraction.candidates import Candidate
from extraction.counted import Counted, find_counted
from extraction.extensions import QUANTITIES
from extraction.lemmas import lemma_of
from extraction.lexicons.nouns import unit_of_noun
from extraction.noncounts import find_reason
from extraction.quantity_forms import QuantityPhrase
from extraction.quantity_phrases import find_phrases
from records import Quantity, Unit

# Dollars that a text names by country; a bare "$" beside exactly one of them is read as that one.
_NAMED_DOLLARS: Final = re.compile(
    r"(AUD|AU|A|NZD|NZ|CAD|CA|C|HK|S|NT)\s?\$|\b(Australian|New Zealand|Canadian|Hong Kong|Singapore) dollars?"
)
_DOLLARS: Final = {
    "AUD": "AUD", "AU": "AUD", "A": "AUD", "NZD": "NZD", "NZ": "NZD", "CAD": "CAD", "CA": "CAD", "C": "CAD", "HK": "HKD",
    "S": "SGD", "NT": "TWD", "Australian": "AUD", "New Zealand": "NZD", "Canadian": "CAD", "Hong Kong": "HKD",
    "Singapore": "SGD",
}  # fmt: skip


# "1.200", or a range of two such numbers.
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}(?:\W+(?:\w+\W+)?[1-9]\d{0,2}\.\d{3})?")
_UNDIVIDED: Final = frozenset({Unit.PERSON, Unit.HOUSEHOLD, Unit.BUILDING, Unit.ANIMAL, Unit.VEHICLE})

COUNTED: Final = "counted"  # span._.counted: what the quantity counts, as token indices; read it by `counted_of`

if not Span.has_extension(COUNTED):
    Span.set_extension(COUNTED, default=None)


class QuantityFinder:
    """Finds number expressions that count or measure, and leaves out those that name, date or describe."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the quantities in order of the text."""
        if not doc.has_annotation("SENT_START"):
            for token in doc:  # a Doc without a parse is read as one sentence
                token.is_sent_start = token.i == 0
        spans = []
        for candidate, quantity in self.find(doc):
            span = Span(doc, candidate.first, candidate.after, label="QUANTITY")
            span._.record = quantity
            span._.counted = pack_counted(candidate.counted)
            spans.append(span)
        doc.spans[QUANTITIES] = spans
        return doc

    def find(self, doc: Doc) -> Iterator[tuple[Candidate, Quantity]]:
        """Yield each quantity with its tokens and what it counts, in order of the text, none overlapping another."""
        text = doc.text  # joined once: spaCy does it anew at every call
        dollar = _dollar_of(text)
        dropped_until = -1  # a conversion in brackets shares the fate of the measure before it
        taken_until = 0  # index of the first token that no quantity has yet
        for phrase in find_phrases(text):
            candidate = build_candidate(doc, text, phrase)
            if candidate is None or candidate.first < taken_until:
                continue  # two numbers in one token ("1080p/1440p") have one place among the spans: the first keeps it
            conversion = 0 <= dropped_until <= phrase.start and text[dropped_until : phrase.start].strip() in {
                "(",
                "/",
                "or",
            }
            reason = find_reason(candidate)
            if reason is not None or (conversion and phrase.measure is not None):
                dropped_until = phrase.end if phrase.measure is not None else -1
                continue
            dropped_until = -1
            taken_until = candidate.after
            currency = dollar if phrase.rule == "money-open" and phrase.currency == "USD" else phrase.currency
            yield candidate, build_quantity(text, replace(regroup(candidate), currency=currency))


def regroup(candidate: Candidate) -> QuantityPhrase:
    """Return the phrase with "1.200 families" read as thousands: what has no halves is grouped by its dot, whatever the text's style."""
    phrase, head = candidate.phrase, candidate.counted.head
    whole = head is not None and candidate.counted.rule == "nummod" and unit_of_noun(lemma_of(head)) in _UNDIVIDED
    if not whole or not _GROUPED.fullmatch(candidate.printed):
        return phrase
    low, high = (
        None if bound is None or bound == bound.to_integral_value() else bound * 1000
        for bound in (phrase.low, phrase.high)
    )
    return replace(phrase, low=phrase.low if low is None else low, high=phrase.high if high is None else high)


def pack_counted(counted: Counted) -> tuple[int, int, int | None, int, int, str]:
    """Return what a quantity counts as token indices: a Doc that holds Tokens of itself can be neither copied nor freed."""
    head = None if counted.head is None else counted.head.i
    return counted.number.i, counted.root.i, head, counted.first, counted.stop, counted.rule


def counted_of(span: Span) -> Counted:
    """Return what a span of `doc.spans["quantities"]` counts. Raises ValueError when the quantity_finder did not write it."""
    if span._.counted is None:
        raise ValueError(f"no quantity of the quantity_finder: {span.text!r}")
    number, root, head, first, stop, rule = span._.counted
    doc = span.doc
    return Counted(doc[number], doc[root], None if head is None else doc[head], first, stop, rule)


def build_candidate(doc: Doc, text: str, phrase: QuantityPhrase) -> Candidate | None:
    """Return a phrase with its tokens and what it counts; None for a Doc whose tokens do not cover it."""
    whole = doc.char_span(phrase.start, phrase.end, alignment_mode="expand")
    number = doc.char_span(phrase.number_start, phrase.number_end, alignment_mode="expand")
    if whole is None or number is None:
        return None
    counted = find_counted(doc, number, phrase=whole)
    return Candidate(doc=doc, text=text, phrase=phrase, counted=counted, first=whole.start, after=whole.end)


def build_quantity(text: str, phrase: QuantityPhrase) -> Quantity:
    """Return the record of a phrase of `text`."""
    return Quantity(
        start=phrase.start,
        end=phrase.end,
        text=text[phrase.start : phrase.end],
        low=phrase.low,
        high=phrase.high,
        qualifier=phrase.qualifier,
        unit=phrase.unit,
        currency=phrase.currency if phrase.unit is Unit.MONEY else None,
        measure=phrase.measure,
        rule=phrase.rule,
    )


def _dollar_of(text: str) -> str:
    """Return the currency of a bare "$" in a text: the one dollar that it names by country, else the US dollar."""
    named = {_DOLLARS[match[1] or match[2]] for match in _NAMED_DOLLARS.finditer(text)}
    return named.pop() if len(named) == 1 and not re.search(r"US\s?\$|USD|U\.S\. dollars?|US dollars?", text) else "USD"


@Language.factory(
    "quantity_finder", assigns=["doc.spans"], requires=["token.dep", "token.tag", "token.pos", "token.lemma"]
)
def make_quantity_finder(nlp: Language, name: str) -> QuantityFinder:  # noqa: ARG001 -- spaCy's signature
    """Return the component; it has no settings."""
    return QuantityFinder()
