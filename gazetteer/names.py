"""One spelling for every way to write a place name: the key of the index and of every look-up."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ə": "a"}
)
_APOSTROPHES: Final = re.compile("['`´‘’ʻʼʹʿʾ′.]")
_FOREIGN: Final = re.compile(r"[\d,/]")  # addresses, codes, and "Springfield, Illinois"
_WORDS: Final = re.compile(r"[^\W_]+")
_ABBREVIATIONS: Final = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "and": "", "the": ""}


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return the key of a name: case, marks, apostrophes, full stops, hyphens and spaces play no part in it.

    "Spīn Bōldak", "Spin-Boldak" and "Spinboldak" have one key; so have "Saint Louis" and "St. Louis". The key is empty
    when the name has no letter or digit. "The" falls away in front, and "and" and "&" are the same between words.
    """
    plain = name.lower()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN_LETTERS))
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    plain = _APOSTROPHES.sub("", plain)
    words = _WORDS.findall(plain)
    kept = [_ABBREVIATIONS.get(word, word) for word in words] if len(words) > 1 else words
    return "".join(kept)


def is_readable(name: str) -> bool:
    """Tell whether an alternate name could stand in English text.

    GeoNames mixes scripts, addresses of web pages, codes of airports and letter-by-letter transcriptions ("swldw") into
    one list: only names in Latin letters that begin with a capital and are not a code of up to four capitals remain.
    """
    if not name[:1].isupper() or len(name) > 60 or _FOREIGN.search(name):
        return False
    if len(name) <= 4 and name.isupper():
        return False
    return name.isascii() or all(map(_is_latin, name))


def _is_latin(letter: str) -> bool:
    # Latin-1 to Latin Extended-B, Latin Extended Additional, and punctuation such as the curly apostrophe.
    return (
        letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff" or "\u2010" <= letter <= "\u2027" or not letter.isalpha()
    )
