"""An extraction: everything that one version of the pipeline found in one version of an article."""

from dataclasses import dataclass

from records.claim import Claim
from records.mention import Actor, Attribution, Place, TimeRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the pipeline found in one text, in order of the text; the form in which results leave a worker.

    Attributes:
        version_key: key of the article version.
        pipeline_version: code, model, lexicons and gazetteer that found it, as one short string.
        claims: the quantitative claims.
        actors: named persons and organisations, one record each.
        places: every place mention, resolved where possible.
        attributions: who said what.
        times: every time expression.
        seconds: wall time that the pipeline took.

    """

    version_key: str
    pipeline_version: str
    claims: tuple[Claim, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    attributions: tuple[Attribution, ...]
    times: tuple[TimeRange, ...]
    seconds: float
