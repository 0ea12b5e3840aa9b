"""English number words, scale words, fractions and vague numbers.

Vague numbers follow the codebook (docs/codebook.md), which takes ACLED's lower bounds ("dozens" = 12 or more) and closes each
interval below the next word: "dozens" is 24 to 99, "hundreds" is 200 to 999.
"""

from decimal import Decimal
from typing import Final

UNITS: Final[dict[str, int]] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final[dict[str, int]] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
HUNDRED: Final = "hundred"
SCALES: Final[dict[str, int]] = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "lakh": 10**5, "lakhs": 10**5,
    "lac": 10**5, "lacs": 10**5, "crore": 10**7, "crores": 10**7, "millions": 10**6, "billions": 10**9, "thousands": 10**3,
}  # fmt: skip
# Only after digits: "1.2m", "3bn", "400k". A bare "m" is also a metre: quantity_phrases decides.
ABBREVIATIONS: Final[dict[str, int]] = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mil": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "b": 10**9,
    "tn": 10**12, "trn": 10**12, "cr": 10**7,
}  # fmt: skip
# Read only behind a sum of money ("$5 mil").
SLANG_SCALES: Final = frozenset({"mil", "mils"})
DOZEN: Final = 12

FRACTIONS: Final[dict[str, int]] = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9,
    "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100,
}  # fmt: skip
FRACTION_SIGNS: Final[dict[str, Decimal]] = {
    "½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal("0.3333"), "⅔": Decimal("0.6667"),
    "⅕": Decimal("0.2"), "⅛": Decimal("0.125"),
}  # fmt: skip

# Plural scale words that stand for a vague number, alone or before "of".
VAGUE: Final[dict[str, tuple[int, int]]] = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "lakhs": (200_000, 999_999),
    "millions": (2_000_000, 9_999_999),
    "crores": (20_000_000, 99_999_999),
    "billions": (2_000_000_000, 9_999_999_999),
    "trillions": (2_000_000_000_000, 9_999_999_999_999),
}
# "tens of thousands", "hundreds of millions": factors of the scale word, the high one closed below the next power.
VAGUE_FACTORS: Final[dict[str, tuple[int, int]]] = {"tens": (20, 100), "dozens": (24, 100), "hundreds": (200, 1000)}
# "several thousand", "a few hundred": as vague as the plural of the scale word.
INDEFINITE: Final = frozenset({"several", "few", "many", "some"})
SCALE_PLURALS: Final[dict[str, str]] = {
    "dozen": "dozens", "score": "scores", "hundred": "hundreds", "thousand": "thousands", "lakh": "lakhs",
    "million": "millions", "crore": "crores", "billion": "billions", "trillion": "trillions",
} | {word: word for word in VAGUE}  # fmt: skip

# Function words that printing errors glue to a number ("with14,593", "Around1.6 million").
GLUED: Final = frozenset(
    "about and around at between by for from in nearly of or over some than that the to with".split()
)
