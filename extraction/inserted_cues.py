"""What a cue attributes that stands behind or inside a statement: "..., X said", "The dam, X said, will hold"."""

from typing import Final

from spacy.tokens import Span, Token

from extraction.layout import Layout, Stretch, is_word
from extraction.lexicons.cues import INSERTED_CLASSES, VERB_CLASSES
from extraction.reported_clauses import WEEKDAYS, after_semicolon, is_clause

_COMMAS: Final = frozenset([",", "—", "–", "--", "-"])
_OPENERS: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "NUM", "ADJ"})
_REPORTING_TAGS: Final = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_NO_SUBJECT: Final = frozenset(["who", "which", "whom", "where", "when", "to", "as"])
_LONGEST_TAIL: Final = 40  # tokens that an inserted cue may take with its adverbials
_LONGEST: Final = 120  # tokens before an inserted cue that are looked at


def find_inserted(verb: Token, source: int | None, layout: Layout) -> tuple[Stretch, ...]:
    """Return both parts of the statement that ", X said," interrupts: "Too often, X said, the wells fail"."""
    doc = layout.doc
    if source is None or verb.tag_ not in _REPORTING_TAGS or verb.dep_ in {"acl", "acl:relcl"}:
        return ()
    if not set(VERB_CLASSES.get(verb.lemma_.lower(), ())) & INSERTED_CLASSES or doc[source].lower_ in _NO_SUBJECT:
        return ()
    if any(child.dep_ == "mark" and child.lower_ != "as" for child in verb.lefts):
        return ()
    low, high = layout.sentence(verb.i)
    line, line_end = layout.line(verb.i)
    low, high = max(low, line), min(high, line_end)
    start, tail = _start_of_cue(verb, source, layout), _tail(verb, source, layout)
    if doc[start].lower_ in {"even", "just"} or layout.quote_at(verb.i) is not None:
        return ()  # "even as he says"
    if not low < start <= low + _LONGEST or tail + 1 >= high or doc[start - 1].text not in _COMMAS:
        return ()
    if doc[tail].text not in _COMMAS or any(token.pos_ in {"VERB", "AUX"} for token in doc[verb.i + 1 : tail]):
        return ()
    low = after_semicolon(layout, low, start)
    marked = layout.quote_at(max(0, start - 2)) is not None or layout.quote_at(tail + 1) is not None
    if marked or layout.quote_at(low) is not None:
        return ()  # the quotations say where the speech is
    front = [token for token in doc[low : start - 1] if is_word(token)]
    follows = doc[tail + 1]
    if not front or not _has_finite(doc[tail + 1 : min(high, tail + _LONGEST)]) or follows.tag_ in {"VBG", "WDT", "WP"}:
        return ()
    if follows.pos_ == "CCONJ" or (len(front) == 1 and front[0].pos_ in {"CCONJ", "ADV", "SCONJ"}):
        return ()
    return layout.pieces([(low, start - 1), (tail + 1, high)])


def find_before(verb: Token, source: int | None, layout: Layout) -> tuple[Stretch, ...] | None:
    """Return the clause that a closing or inserted ", X said" attributes, by its commas."""
    doc = layout.doc
    if verb.tag_ not in _REPORTING_TAGS or not set(VERB_CLASSES.get(verb.lemma_.lower(), ())) & INSERTED_CLASSES:
        return None
    if verb.dep_ in {"acl", "acl:relcl"}:
        return None  # ", who said ..." closes nothing
    low, high = layout.sentence(verb.i)
    line, line_end = layout.line(verb.i)
    low, high = max(low, line), min(high, line_end)
    start = _start_of_cue(verb, source, layout)
    if start <= low or start - low > _LONGEST:
        return None
    mark = doc[start - 1].text
    low = after_semicolon(layout, low, start)
    headline = mark == ":" and verb.i + 3 >= line_end
    if not headline and mark not in _COMMAS:
        return None
    if layout.quote_at(low) != layout.quote_at(verb.i):
        return None
    tail = _tail(verb, source, layout)
    resumed = tail < high and doc[tail].text in _COMMAS and not (tail + 1 < high and doc[tail + 1].tag_ == "VBG")
    behind = doc[tail : min(high, tail + _LONGEST)] if resumed else doc[tail:tail]
    # Taggers take the verbs of headlines for nouns.
    stated = headline or _has_finite(doc[low : start - 1])
    if not stated and not (_has_finite(behind) and doc[low].pos_ in _OPENERS):
        return None  # "In February, X announced": an adverbial, not a statement
    if not resumed and is_clause(layout, verb.i + 1, high):
        return None  # "..., however, X found the wells dry": the statement follows
    if not resumed and not headline and verb.dep_ != "parataxis" and _goes_on(verb, source, layout, high):
        return None
    pieces = [(low, start - 1)] + ([(tail + 1, high)] if resumed else [])
    return layout.pieces(pieces)


def _start_of_cue(verb: Token, source: int | None, layout: Layout) -> int:
    """Return the first token of a cue verb with the source before it, adverbs and "as" included."""
    doc = layout.doc
    start = verb.i
    if source is not None and source < verb.i:
        start = doc[source].left_edge.i
        while start < source and not is_word(doc[start]):
            start += 1  # a parser hangs the comma before an inserted clause on its subject
    while start > 0 and (doc[start - 1].pos_ in {"AUX", "ADV"} or doc[start - 1].lower_ == "as"):
        start -= 1
    return start


def _tail(verb: Token, source: int | None, layout: Layout) -> int:
    """Return the token after an inserted cue with its source and its short adverbials."""
    doc = layout.doc
    end = verb.i + 1
    if source is not None and source > verb.i:
        end = max(end, doc[source].right_edge.i + 1)
    stop = min(layout.sentence(verb.i)[1], end + _LONGEST_TAIL)
    while end < stop and doc[end].text not in _COMMAS and doc[end].text != ".":
        end += 1
    return min(end, stop)


def _has_finite(words: Span) -> bool:
    return any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.pos_ == "AUX" for token in words)


def _goes_on(verb: Token, source: int | None, layout: Layout, high: int) -> bool:
    """Tell whether a clause or object of its own follows the verb, so that it does not close the one before."""
    doc = layout.doc
    start = verb.i + 1
    if source is not None and source > verb.i:
        start = max(start, doc[source].right_edge.i + 1)
    rest = doc[start : min(high, start + _LONGEST)]
    if any(token.pos_ in {"VERB", "AUX"} for token in rest):
        return True
    return (
        len(rest) > 0
        and is_word(rest[0])
        and rest[0].pos_ in {"DET", "NOUN", "PRON", "ADJ"}
        and rest[0].lower_ not in WEEKDAYS
    )
