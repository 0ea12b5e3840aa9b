"""The pages of the review and their addresses."""

from typing import Any, Final

from review.routes.alike import reject_alike, show_alike
from review.routes.article import add_claim, show_article
from review.routes.changes import show_changes, show_snapshot
from review.routes.claim import judge_claim, show_claim
from review.routes.name import set_name, show_name
from review.routes.queue import show_next, show_queue
from review.routes.reading import show_map, show_timeline
from review.routes.start import show_start
from review.routes.undo import show_last, undo

ROUTES: Final[tuple[tuple[str, Any], ...]] = (
    (r"/(?P<format>)$", show_start),  # the empty group is what Datasette's own start page asks for
    (r"/-/review$", show_queue),
    (r"/-/review/next$", show_next),
    (r"/-/claims/(?P<claim_key>[0-9a-f]{64})$", show_claim),
    (r"/-/claims/(?P<claim_key>[0-9a-f]{64})/verdict$", judge_claim),
    (r"/-/claims/(?P<claim_key>[0-9a-f]{64})/alike$", show_alike),
    (r"/-/claims/(?P<claim_key>[0-9a-f]{64})/alike/reject$", reject_alike),
    (r"/-/review/last$", show_last),
    (r"/-/review/undo$", undo),
    (r"/-/map$", show_map),
    (r"/-/timeline$", show_timeline),
    (r"/-/review/name$", show_name),
    (r"/-/review/name/set$", set_name),
    (r"/-/articles/(?P<article_id>[0-9]{1,18})$", show_article),
    (r"/-/articles/(?P<article_id>[0-9]{1,18})/add$", add_claim),
    (r"/-/articles/(?P<article_id>[0-9]{1,18})/changes$", show_changes),
    (r"/-/snapshots/(?P<snapshot_id>[0-9]{1,18})$", show_snapshot),
)
