"""What an edit changed in an article, and the page as it was archived."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datasette import NotFound, Response
from datasette.utils.asgi import BadRequest

from collation.changes import ChangeKind, SentenceChange, compare_texts
from review.access import reading
from review.articles import load_article
from review.changes import compare_figures
from review.databases import NEWS
from review.routes.pages import render_page
from storage.archive import ArchiveError, Location, read_record


@reading
async def show_changes(datasette: Any, request: Any) -> Response:
    """Show two versions sentence by sentence; without `from`, the version before this one."""
    after = await load_article(datasette, int(request.url_vars["article_id"]))
    if after is None:
        raise NotFound("There is no such article.")
    given = request.args.get("from", "")
    if given and not (given.isascii() and given.isdigit()):
        raise BadRequest("from is the number of an article version")
    earlier = [row["id"] for row in after.versions if row["version"] < after.row["version"]]
    number = int(given) if given else max(earlier, default=None)
    before = None if number is None else await load_article(datasette, number)
    if before is None:
        raise NotFound("There is no other version to compare with.")
    # Off the event loop: long articles take a moment.
    changes = await asyncio.to_thread(compare_texts, before.row["text"], after.row["text"])
    context = {
        "before": before.row,
        "after": after.row,
        "versions": after.versions,
        "changes": _shorten(changes),
        "figures": await compare_figures(datasette, before.row["version_key"], after.row["version_key"]),
    }
    return await render_page(datasette, request, "changes", context)


@reading
async def show_snapshot(datasette: Any, request: Any) -> Response:
    """Show the archived bytes of a page, with everything that runs or calls other hosts switched off."""
    rows = await datasette.databases[NEWS].execute(
        "SELECT warc_file, warc_offset, warc_length, content_type FROM snapshots WHERE id = ?",
        [int(request.url_vars["snapshot_id"])],
    )
    row = rows.first()
    if row is None:
        raise NotFound("There is no such snapshot.")
    folder = Path(datasette.databases[NEWS].path).parent / "archive"
    location = Location(warc_file=row["warc_file"], warc_offset=row["warc_offset"], warc_length=row["warc_length"])
    try:
        response = await asyncio.to_thread(read_record, folder, location)
    except ArchiveError as error:
        raise NotFound(f"The archived page cannot be read: {error}") from error
    kind = row["content_type"].partition(";")[0].strip().lower()
    # Anything that is not a page is shown as text: a browser might run it.
    shown = row["content_type"] if kind in {"text/html", "application/xhtml+xml"} else "text/plain; charset=utf-8"
    return Response(response.body, headers={"Content-Disposition": "inline"}, content_type=shown)


def _shorten(changes: Sequence[SentenceChange]) -> list[SentenceChange | int]:
    """Return the changes with long runs of unchanged sentences as their number, one sentence left on each side."""
    shown: list[SentenceChange | int] = []
    run: list[SentenceChange] = []

    def close_run(*, is_last: bool) -> None:
        head = run[:1] if shown else []
        tail = [] if is_last else run[-1:]
        hidden = len(run) - len(head) - len(tail)
        if hidden > 1:
            shown.extend([*head, hidden, *tail])
        else:
            shown.extend(run)
        run.clear()

    for change in changes:
        if change.kind is ChangeKind.SAME:
            run.append(change)
            continue
        close_run(is_last=False)
        shown.append(change)
    close_run(is_last=True)
    return shown
