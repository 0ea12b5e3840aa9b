"""A candidate attribution, before a classifier has decided on it."""

from dataclasses import dataclass, field

from extraction.layout import Stretch
from extraction.lexicons.cues import CueClass


@dataclass(slots=True)
class Frame:
    """One candidate. `cue` are tokens in order, `head` the one that decides; stretches are tokens, end exclusive.

    `rule` names the construction, `how` the way to the source, `linked` the quotations that the content holds.
    """

    rule: str
    head: int
    cue: tuple[int, ...]
    classes: tuple[CueClass, ...]
    content: tuple[Stretch, ...]
    how: str
    source: Stretch | None = None
    source_head: int | None = None
    linked: tuple[int, ...] = field(default=())
