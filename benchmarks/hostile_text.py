"""Texts that nobody writes and every crawler meets: name to text, each about as long as it says."""

from typing import Final

_CLAUSE: Final = "and the people who had fled from the town said that the water rose again in the night "

HOSTILE: Final[dict[str, str]] = {
    "a token of 100,000 characters": "x" * 100_000,
    "a number of 100,000 digits": "1" * 100_000,
    "20,000 brackets": "(" * 20_000,
    "20,000 quotation marks": '"' * 20_000,
    "one sentence of 5,000 words": _CLAUSE * (5_000 // len(_CLAUSE.split())),
    "one sentence of 500 counts": " and ".join(f"{count} people were killed in Kabul" for count in range(500)),
    "5,000 numbers": " ".join(str(number) for number in range(5_000)),
    "10,000 lines of one letter": "a\n" * 10_000,
    "an address of 20,000 parts": "http://example.org/" + "c/" * 20_000,
    "20,000 combining accents": "e\u0301" * 20_000,
}
