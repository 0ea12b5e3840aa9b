"""What the stage reports; apart, because numpy and scipy load for half a second with the stage itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateReport:
    """What one run of the stage did.

    Attributes:
        texts: newest texts that were new to it.
        pairs: near copies that were found for them.
        syndications: groups there are now.
        copies: articles in those groups.
        changed: copies that give another figure than the earliest of their group.
        updated: groups that are new, changed or gone since the run before.

    """

    texts: int
    pairs: int
    syndications: int
    copies: int
    changed: int
    updated: int
