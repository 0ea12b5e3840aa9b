"""Lemmas that a rule lemmatizer misses: forms of "be" tagged as verbs, and irregular forms that the news use daily."""

from typing import Final

from spacy.tokens import Token

from extraction.lexicons.events import PARTICIPLES

_IRREGULAR: Final[dict[str, str]] = {
    **dict.fromkeys(("is", "are", "was", "were", "been", "being", "be", "'s", "’s", "'re", "’re", "am"), "be"),
    "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall", "struck": "strike", "stricken": "strike", "fled": "flee",
    "drove": "drive", "driven": "drive", "shot": "shoot", "lost": "lose", "left": "leave", "sank": "sink", "sunk": "sink",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "sent": "send", "spent": "spend", "won": "win",
    "held": "hold", "brought": "bring", "fought": "fight", "sought": "seek", "burnt": "burn", "burned": "burn", "drowned": "drown",
    "tripled": "triple", "missing": "missing", "froze": "freeze", "swept": "sweep", "slept": "sleep", "withdrew": "withdraw", "beaten": "beat", "shook": "shake", "hit": "hit", "flew": "fly", "flown": "fly", "grew": "grow", "grown": "grow", "stood": "stand", "said": "say",
    "ee": "flee", "eeing": "flee",  # printed without its ligature
    "died": "die", "dying": "die", "paid": "pay", "buried": "bury", "hurt": "hurt", "slain": "slay", "slew": "slay",
}  # fmt: skip
_VERBAL: Final = frozenset({"VERB", "AUX"})


def lemma_of(token: Token) -> str:
    """Return the lemma of a token in lower case."""
    if token.pos_ in _VERBAL:
        lower = token.lower_
        known = _IRREGULAR.get(lower) or PARTICIPLES.get(lower)
        if known is not None:
            return known
    elif len(token.text) > 2 and token.text[-1] == "s" and token.text[:-1].isupper():
        return token.text[:-1].lower()  # IDPs, NGOs
    return token.lemma_.lower()
