"""Figures behind a label: "Houses destroyed: 340", "Number of displaced 452", the lines and lists of situation reports.

A label is a stretch without a finite verb before a number, up to the begin of its line or of its member of a list. It says what is
counted and what happened to it.
"""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from extraction.counted import NOMINAL, Counted
from extraction.event_words import adjective_event, situation_of
from extraction.lemmas import lemma_of
from extraction.lexicons.events import NOUNS, VERBS
from extraction.lexicons.nouns import FRAMES, STRONG_EVENTS, unit_of_noun
from extraction.tables import find_heading
from records import Event

_SEPARATORS: Final = frozenset(
    {":", "–", "—", "-", "=", "|", "\t", "\ufffd"}
)  # the last is a mark lost in a wrong encoding
_DASHES: Final = frozenset({"–", "—", "-", "\ufffd"})
_LIMITS: Final = frozenset({";", ",", "•", "|", "*", ")", "("})
_ENDS: Final = frozenset({";", ",", ".", "•", "|", "*", "(", ")", "–", "—", "-"})
_BEFORE_NUMBER: Final = frozenset(
    "about around some over under up to at least nearly almost approximately more than estimated an".split()
)
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
_LONGEST: Final = 12  # tokens of a label


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a label, and whether a mark stands between them and the number."""

    words: Span
    marked: bool


def find_label(counted: Counted, sentence: Span) -> Label | None:
    """Return the label of a number; None where a clause or nothing stands before it.

    Without a mark the number must end its line or member ("IDPs total 122 387"): else every noun before a number were a label.
    """
    heading = find_heading(counted.number)
    if heading is not None:
        return _label_of(heading, marked=True)
    doc, end = sentence.doc, counted.number.i
    while end > sentence.start and _belongs_to_number(doc[end - 1]):
        end -= 1
    if end == sentence.start:
        return _label_behind(counted, sentence)
    marked = _is_mark(doc[end - 1])
    ends = _ends_member(counted, sentence)
    if (not ends and (counted.head is not None or not marked)) or (counted.head is not None and not marked):
        return None
    end -= marked
    start = end
    while start > max(sentence.start, end - _LONGEST):
        token = doc[start - 1]
        if token.text in _LIMITS or token.is_space or token.like_num:
            break
        if token.pos_ == "AUX" or (token.pos_ == "VERB" and token.tag_ in _FINITE and not _is_heading(token)):
            return None
        start -= 1
    label = _label_of(doc[start:end], marked=marked)
    if label is None or ends:
        return label
    noun = labelled_noun(label.words)  # "Houses: 56 destroyed", but not "Attack: 12 killed", whose own words tell more
    return None if noun is None or lemma_of(noun) in STRONG_EVENTS else label


def _belongs_to_number(token: Token) -> bool:
    return token.lower_ in _BEFORE_NUMBER or (token.pos_ in {"NUM", "SYM"} and token.text not in _SEPARATORS)


def _is_mark(token: Token) -> bool:
    """Tell whether a token parts a label from its number; a dash stands between blanks."""
    if token.text in _DASHES and token.i:
        return bool(token.whitespace_ and token.nbor(-1).whitespace_)
    return token.text in _SEPARATORS


def _label_of(words: Span, *, marked: bool) -> Label | None:
    """Return words as a label when they name what is counted or what happened; None for any other words."""
    tells = labelled_noun(words) is not None or labelled_event(words) is not None
    return Label(words, marked) if tells else None


def _label_behind(counted: Counted, sentence: Span) -> Label | None:
    """Return the label of "1,200 – the number of homes destroyed", an item of figures in brief; None for any other text."""
    doc, start = sentence.doc, counted.number.i + 2
    if counted.head is not None or start >= len(doc) or not _is_mark(doc[start - 1]):
        return None
    stop = next((token.i for token in doc[start : start + _LONGEST] if token.is_space), start + _LONGEST)
    words = doc[start:stop]
    return Label(words, marked=True) if labelled_noun(words) is not None else None


def _is_heading(token: Token) -> bool:
    """Tell whether a verb alone before its mark is a heading that a tagger took for the past tense: "Displaced: 1,200"."""
    return token.tag_ == "VBD" and token.is_title and token.i + 1 < len(token.doc) and token.nbor().text in _SEPARATORS


def _ends_member(counted: Counted, sentence: Span) -> bool:
    """Tell whether nothing follows a number and its noun in their line or member of a list."""
    following = counted.number.i + 1 if counted.head is None else counted.stop
    return following >= sentence.end or sentence.doc[following].text in _ENDS or sentence.doc[following].is_space


def labelled_noun(label: Span) -> Token | None:
    """Return the noun that a label counts: the first one that can be counted; None when only a state is named ("Injured")."""
    for token in label:
        lemma = lemma_of(token)
        if (
            token.pos_ in NOMINAL
            and lemma not in FRAMES
            and (unit_of_noun(lemma) is not None or lemma in STRONG_EVENTS)
        ):
            return token
    return None


def labelled_event(label: Span) -> tuple[Event, Token] | None:
    """Return what a label says happened, by a participle, else by a noun, and the word that says so."""
    for token in label:
        lemma = lemma_of(token)
        event = adjective_event(token)
        if event is None and token.pos_ == "VERB" and token.tag_ in {"VBN", "VBD"} and lemma in VERBS:
            event = VERBS[lemma][0]
        if event is not None:
            return event, token
    for token in label:
        lemma = lemma_of(token)
        event = STRONG_EVENTS.get(lemma) or NOUNS.get(lemma) or (situation_of(token) if token.pos_ == "NOUN" else None)
        if event is not None and token.pos_ in NOMINAL | {"ADJ"}:
            return event, token
    return None
