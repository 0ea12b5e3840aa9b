"""A reading of what happened to a counted thing, and the climb from that thing to the words that may state it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from extraction.lemmas import lemma_of
from extraction.lexicons.nouns import FRAMES
from extraction.sentences import sentence_start
from records import Event

# Events so specific that they win over what an attribute or the counted noun suggests.
SPECIFIC: Final = frozenset(
    {
        Event.DEATH, Event.INJURY, Event.MISSING, Event.ILLNESS, Event.DISPLACEMENT, Event.RETURN, Event.EXPULSION,
        Event.DETENTION, Event.RELEASE, Event.ATTACK, Event.PROTEST, Event.DESTRUCTION, Event.VOTE,
    }
)  # fmt: skip
_UPWARD: Final = frozenset({"acl", "acl:relcl", "advcl", "xcomp", "ccomp", "parataxis", "csubj", "csubj:pass", "conj"})
COLLECTIVES: Final = FRAMES | frozenset(
    "group team crowd convoy wave hundred thousand million dozen ten score majority minority set cluster pair batch "
    "family addition record maximum minimum average estimate crew force contingent population community".split()
)
# What a dependent is to its head, by relation; relations with a subtype come before their base.
_ROLES: Final[dict[str, str]] = {
    **dict.fromkeys(("nsubj:pass", "obj", "iobj"), "patient"),
    **dict.fromkeys(("nsubj", "obl:agent"), "agent"),
    "obl": "oblique",
    "nmod:poss": "owner",  # "two doctors' approval": what is said of the approval is not said of them
    "nmod": "of",
    **dict.fromkeys(("nummod", "compound", "amod", "appos", "dep", "root", "flat", "list", "orphan"), "part"),
    **dict.fromkeys(_UPWARD, "up"),
}
_STEPS: Final = 9


@dataclass(frozen=True, slots=True)
class EventReading:
    """One reading of what happened.

    Attributes:
        event: the event.
        trigger: the token that carries it; None when no word does.
        governor: head of the clause that states it; modality, time and places are read there. None without a parse.
        rule: name of the construction.
        rank: order of trust, 0 the best.

    """

    event: Event
    trigger: Token | None
    governor: Token | None
    rule: str
    rank: float


@dataclass(frozen=True, slots=True)
class Step:
    """A token above the counted thing and what the counted thing is to it: patient, agent, oblique, of, owner, part, up or self."""

    token: Token
    role: str
    shifted: bool  # another noun or clause stands between


def climb(token: Token) -> Iterator[Step]:
    """Yield the tokens above a counted thing, nearest first, with what it is to each."""
    shifted = False
    sentence = sentence_start(token.doc, token.i)
    if any(child.dep_.startswith("nsubj") for child in token.children):
        yield Step(token, "predicate", shifted)  # "the toll would have been 1,000"
    for _ in range(_STEPS):
        head, dep = token.head, token.dep_
        if head.i == token.i or sentence_start(head.doc, head.i) != sentence:
            yield Step(token, "self", shifted)
            return
        role = _ROLES.get(dep) or _ROLES.get(dep.split(":")[0])
        conjoined_noun = role == "up" and dep == "conj" and token.pos_ not in {"VERB", "AUX"}
        if role == "up" and not conjoined_noun:
            shifted = shifted or dep != "xcomp"
        if role is not None and not conjoined_noun and not (role == "part" and head.pos_ == "NUM"):
            yield Step(head, role, shifted)
        if role == "owner":
            shifted = True
        if role == "of":
            shifted = shifted or (lemma_of(head) not in COLLECTIVES and not head.like_num)
        token = head
