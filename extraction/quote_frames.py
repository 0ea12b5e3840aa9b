"""Which quotations a verb outside of them introduces or closes."""

from typing import Final

from spacy.tokens import Token

from extraction.layout import Layout, Stretch, is_word, trimmed
from extraction.lexicons.cues import VERB_CLASSES, CueClass
from extraction.reported_clauses import after_time
from extraction.verb_frames import Content

_NEAR: Final = 30  # tokens that may stand between a quotation and its cue
_CLOSED: Final = frozenset([",", "?", "!", "—", "–", "...", "…", "-", ",.", "[,]", "]"])
_STOPS: Final = frozenset([".", ";", "?", "!"])
_JOINT: Final = 4  # tokens between two joined quotations
_LONGEST_TITLE: Final = 7  # words of a work's name
_LONGEST_OPENING: Final = 60  # tokens of a sentence before the quotation that ends it
_FUNCTION_WORDS: Final = frozenset({"ADP", "DET", "CCONJ", "PART", "SCONJ"})
_FULL: Final = 6  # tokens from which a quotation without closing comma can be a sentence


def find_quoted(verb: Token, source: int | None, layout: Layout) -> Content | None:
    """Return the quotations of '"...," X said[, "..."]' and 'X said[:] "..."'; None when none is linked to the verb.

    A quotation that opens in lower case within the verb's own clause makes mixed speech: the content then starts
    before it. None too for indirect speech that has a quoted part further on.
    """
    doc = layout.doc
    before = None if verb.tag_ == "VBG" else _quote_before(verb, source, layout)  # '"...," X said, referring to Y'
    after = _quote_after(verb, layout)
    if after is not None and before is None:
        start, end = layout.stretches[after]
        clause = next((c for c in verb.rights if c.dep_ in {"ccomp", "xcomp"}), None)
        if clause is not None and verb.i < clause.left_edge.i < start and _has_words(layout, clause.left_edge.i, start):
            return None
        opening = next((token for token in doc[start + 1 : end] if token.text[0].isalnum()), None)
        if (
            opening is not None
            and opening.text[0].islower()
            and start > verb.i + 1
            and doc[start - 1].text not in {",", ":"}
        ):
            first = verb.i + 1
            if source is not None and verb.i < source < start:
                first = min(start, doc[source].right_edge.i + 1)
            first = _start_of_clause(layout, after_time(layout, first, start), start)
            told = verb.lemma_ in {"tell", "inform"} and doc[first].lower_ != "that"
            if first < start and not told:
                joined = _joined_quotes(after, layout)
                last = layout.stretches[joined[-1]][1] if joined else end
                return Content("mixed", layout.pieces([(first, last)]), (after, *joined))
    linked = tuple(number for number in (before, after) if number is not None)
    if not linked:
        block = _block_after(verb, layout)
        return None if block is None else Content("block", (block,))
    if after is not None:
        linked += _joined_quotes(after, layout)
    stretches = [layout.stretches[number] for number in linked]
    if before is not None:
        stretches[0] = _with_opening(stretches[0], layout)
    return Content("quote", tuple(stretches), linked)


def _block_after(verb: Token, layout: Layout) -> Stretch | None:
    """Return the paragraph behind "X said:" at the end of a line, printed as a block without marks."""
    doc = layout.doc
    end = layout.line(verb.i)[1]
    last = end - 1
    while last > verb.i and doc[last].is_space:
        last -= 1
    if doc[last].text != ":" or last - verb.i > _NEAR // 2 or end >= len(doc):
        return None
    if any(token.pos_ in {"VERB", "AUX"} or token.text in _STOPS for token in doc[verb.i + 1 : last]):
        return None
    if VERB_CLASSES.get(verb.lemma_.lower(), ())[:1] not in {(CueClass.SAY,), (CueClass.CLAIM,), (CueClass.SHOW,)}:
        return None
    start, stop = layout.line(end)
    return trimmed(doc, (start, stop)) if stop - start > _JOINT and layout.quote_at(start) is None else None


def _start_of_clause(layout: Layout, first: int, stop: int) -> int:
    """Return where the reported words begin that lead into a quotation: at "that", or behind a particle."""
    doc = layout.doc
    for index in range(first, stop):
        if doc[index].tag_ == "IN" and doc[index].lower_ == "that":
            return index
    return first + (first < stop and doc[first].dep_ == "compound:prt")


def _with_opening(stretch: Stretch, layout: Layout) -> Stretch:
    """Add the words of the same sentence that lead into a quotation: 'The deal is | "a gift to thieves,"' X said."""
    doc = layout.doc
    start, end = stretch
    low = max(layout.sentence(start)[0], layout.line(start)[0])
    opening = trimmed(doc, (low, start))
    if opening is None or start - low > _LONGEST_OPENING or layout.quoted_in(low, start):
        return stretch
    if not is_word(doc[start - 1]) or doc[opening[0]].pos_ == "CCONJ":
        return stretch  # "In a letter, ..." and "X said: ..." introduce a quotation from outside
    return opening[0], end


def _joined_quotes(number: int, layout: Layout) -> tuple[int, ...]:
    """Return the quotations that "and" or "but" joins to one in its sentence: 'called it "A" and "B"'."""
    doc = layout.doc
    joined: list[int] = []
    while number + 1 < len(layout.stretches):
        gap = doc[layout.stretches[number][1] : layout.stretches[number + 1][0]]
        if not 0 < len(gap) <= _JOINT or any(t.pos_ in {"VERB", "AUX", "PROPN"} or t.text in _STOPS for t in gap):
            break
        if not any(token.lower_ in {"and", "but", "or"} for token in gap):
            break
        number += 1
        joined.append(number)
    return tuple(joined)


def _is_title(number: int, layout: Layout) -> bool:
    """Tell whether a quotation names a work or a programme ("Morning Show"): capitals throughout, no verb, no closing mark.

    Behind a preposition or noun a closing comma may stand in it ('On "Morning Show," X said'), and verbs too.
    """
    doc = layout.doc
    start, end = layout.stretches[number]
    words = [token for token in doc[start:end] if is_word(token)]
    low = max(layout.sentence(start)[0], layout.line(start)[0])
    led = start > low and is_word(doc[start - 1])
    if not 1 < len(words) <= _LONGEST_TITLE or (doc[end - 2].text in _CLOSED | _STOPS and not led):
        return False
    if not all(token.text[0].isupper() or token.pos_ in _FUNCTION_WORDS for token in words):
        return False
    return led or not any(token.pos_ in {"VERB", "AUX", "PRON"} for token in words)


def _has_words(layout: Layout, start: int, end: int) -> bool:
    return any(token.pos_ in {"NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ"} for token in layout.doc[start:end])


def _quote_before(verb: Token, source: int | None, layout: Layout) -> int | None:
    """Return the quotation that ends before '..., X said' or '..., said X'."""
    doc = layout.doc
    number = layout.quote_ending_before(verb.i, _NEAR)
    if number is None:
        return None
    if _is_title(number, layout):
        return None
    start, end = layout.stretches[number]
    gap = doc[end : verb.i]
    if any("\n" in token.text or token.text in {".", ";", ":"} for token in gap):
        return None
    words = [token for token in gap if is_word(token)]
    if words:
        if source is None or not end <= source < verb.i:
            return None
        if words[0].lower_ in {"and", "but", "or", "which", "while"} or words[0].pos_ in {"VERB", "SCONJ", "ADP"}:
            return None
        if any(
            token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"} and token.dep_ != "acl:relcl"
            for token in words
        ):
            return None
    inner = doc[end - 2].text if end - 2 >= start else ""
    closed = inner in _CLOSED or inner[-1:] in {",", "?", "!"} or (len(gap) > 0 and gap[0].text in {",", "—", "–"})
    if closed or (not words and end - start > 3):
        return number
    same = layout.sentence(end - 1) == layout.sentence(verb.i)
    return (
        number
        if same and inner[-1:].isalnum() and end - start > _FULL and start == layout.sentence(verb.i)[0]
        else None
    )


def _quote_after(verb: Token, layout: Layout) -> int | None:
    """Return the quotation that follows 'X said [to them] [on Friday] [that]' or 'X said:'."""
    doc = layout.doc
    number = layout.quote_starting_in(verb.i + 1, verb.i + 1 + _NEAR)
    if number is None:
        return None
    if _is_title(number, layout):
        return None
    gap = [token for token in doc[verb.i + 1 : layout.stretches[number][0]] if not token.is_space]
    last = gap[-1].text if gap else ""
    if any(token.text in _STOPS for token in gap):
        return None
    if any("\n" in token.text for token in doc[verb.i + 1 : layout.stretches[number][0]]) and last != ":":
        return None
    introduced = last in {":", ","}
    if any(token.pos_ in {"VERB", "AUX"} for token in gap) and not introduced:
        return None
    if any(
        token.pos_ == "VERB" and token.lemma_.lower() in VERB_CLASSES and not token.dep_.startswith("acl")
        for token in gap
    ):
        return None
    return number if introduced or len(gap) <= _NEAR // 2 else None
