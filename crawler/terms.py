"""Which announced articles a source is to keep: words, phrases and regular expressions in headline, summary and keywords."""

import re
from collections.abc import Sequence
from functools import lru_cache

from crawler.listings import ListingEntry
from records import Source, Term


class BadTermError(ValueError):
    """A term cannot be used; the text completes "a term must be ..."."""


def is_wanted(entry: ListingEntry, source: Source) -> bool:
    """Tell whether an announced article is to be fetched by the terms `keep` and `drop` of its source.

    An article that is announced without words (a plain sitemap) is kept: nothing speaks against it. A term with a
    language counts for articles announced in that language alone, or for all of a source of that language.
    """
    words = "\n".join(part for part in (entry.title, entry.summary, entry.keywords) if part)
    if not words:
        return True
    language = (entry.language or source.language or "").split("-")[0].split("_")[0].lower()
    if _has_any(source.drop, words, language):
        return False
    keep = [term for term in source.keep if _is_meant(term, language)]
    # Terms that are all meant for other languages say nothing about this article.
    return not keep or _has_any(keep, words, language)


def compile_term(text: str) -> re.Pattern[str]:
    """Return the pattern of a term. Raises BadTermError for an empty one and for a regular expression that is none.

    A word or phrase is found as whole words, in any case, with any white space between its words.
    """
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        if len(text) == 2:
            raise BadTermError("a word, a phrase or a regular expression between two slashes, not //")
        try:
            return re.compile(text[1:-1], re.IGNORECASE)
        except re.error as error:
            raise BadTermError(f"a regular expression that can be read: {error} in {text}") from error
    words = text.split()
    if not words:
        raise BadTermError("a word, a phrase or a regular expression between two slashes")
    phrase = r"\s+".join(re.escape(word) for word in words)
    return re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE)


_compiled = lru_cache(maxsize=1_000)(compile_term)


def _has_any(terms: Sequence[Term], words: str, language: str) -> bool:
    return any(_is_meant(term, language) and _compiled(term.text).search(words) for term in terms)


def _is_meant(term: Term, language: str) -> bool:
    return term.language is None or not language or term.language == language
