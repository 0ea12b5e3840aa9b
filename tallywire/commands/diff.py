"""`diff`: what changed between two versions of an article, or between two articles."""

import json
from contextlib import closing
from dataclasses import asdict
from typing import Any

import click
from rich.text import Text
from sqlite_utils import Database

from collation.changes import ChangeKind, Piece, SentenceChange, compare_texts
from collation.figures import Figure, FigureChanges, build_figure, match_figures
from crawler.urls import canonical_url
from storage.database import open_readonly
from storage.search import search_articles
from storage.versions import NoSuchArticleError, Version, find_article, load_figure_rows, load_versions
from tallywire.session import Session, project_options

_SIGNS = {
    ChangeKind.SAME: " ",
    ChangeKind.CHANGED: "~",
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "-",
    ChangeKind.MOVED: ">",
}
_GONE, _NEW = "bold red strike", "bold green"


@click.command()
@click.argument("article")
@click.option("--from", "first", type=click.IntRange(min=1), help="Older version [the one before the newer].")
@click.option("--to", "second", type=click.IntRange(min=1), help="Newer version [the newest].")
@click.option("--with", "other", metavar="ARTICLE", help="Compare with the newest version of another article instead.")
@click.option("--all", "show_all", is_flag=True, help="Print sentences that did not change, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@project_options
def diff(
    session: Session,
    *,
    article: str,
    first: int | None,
    second: int | None,
    other: str | None,
    show_all: bool,
    as_json: bool,
) -> None:
    """Show what an edit changed in an article: sentences, with the words marked, and figures.

    ARTICLE is an address, the number of an article as the review pages show it, or the beginning of a version key.
    Figures are claims of both versions, matched by what they count, what happened and their sentences. Signs: ~ changed,
    + added, - removed, > moved.

    \b
    Examples:
      tallywire diff https://harbour-post.example/marib-families
      tallywire diff 17 --from 1 --to 3 --json
      tallywire diff 17 --with https://meridian-wire.example/marib      a copy in another outlet
    """
    with closing(open_readonly(session.config.paths.news_db)) as db:
        before, after = _choose(db, article, first=first, second=second, other=other)
        changes = compare_texts(before.text, after.text)
        figures = match_figures(
            *([build_figure(row) for row in load_figure_rows(db, version.version_key)] for version in (before, after))
        )
    if as_json:
        click.echo(json.dumps(_as_json(before, after, changes, figures), ensure_ascii=False, indent=2))
        return
    _print_heading(session, before, after)
    _print_changes(session, changes, show_all=show_all)
    _print_figures(session, figures)


def _choose(
    db: Database, article: str, *, first: int | None, second: int | None, other: str | None
) -> tuple[Version, Version]:
    """Return the two versions to compare. Raises UsageError for numbers that are not there."""
    versions = load_versions(db, _find(db, article))
    if other is not None:
        if first is not None:
            raise click.UsageError("--from and --with name two different older texts; give one of them")
        return _version(versions, second), load_versions(db, _find(db, other))[-1]
    after = _version(versions, second)
    before = first if first is not None else after.version - 1
    if before < 1:
        raise click.UsageError(
            f"{after.url} has {len(versions)} version{'s' * (len(versions) > 1)}: nothing came before version {after.version};"
            " --with compares it with another article"
        )
    return _version(versions, before), after


def _version(versions: list[Version], number: int | None) -> Version:
    """Return a version by its number, the newest for None."""
    chosen = [version for version in versions if number in {None, version.version}]
    if not chosen:
        known = ", ".join(str(version.version) for version in versions)
        raise click.UsageError(f"{versions[0].url} has no version {number}; it has {known}")
    return chosen[-1]


def _find(db: Database, words: str) -> str:
    """Return the URL key of an article; when there is none, the error names articles with these words."""
    try:
        return find_article(db, canonical_url(words))
    except NoSuchArticleError as error:
        hits = search_articles(db, words, limit=3)
        if not hits:
            raise
        named = "; ".join(f"{hit.id} “{hit.title}” ({hit.source}, {hit.published or 'no date'})" for hit in hits)
        raise NoSuchArticleError(f"{error}. Articles with these words: {named}") from error


def _as_json(
    before: Version, after: Version, changes: tuple[SentenceChange, ...], figures: FigureChanges
) -> dict[str, Any]:
    """Return everything that changed; offsets are Unicode code points in the text of each version, end exclusive."""
    return {
        "before": _describe(before),
        "after": _describe(after),
        "sentences": [
            {
                "kind": change.kind.value,
                "before": asdict(change.before) if change.before else None,
                "after": asdict(change.after) if change.after else None,
                "before_pieces": [asdict(piece) for piece in change.before_pieces],
                "after_pieces": [asdict(piece) for piece in change.after_pieces],
            }
            for change in changes
            if change.kind is not ChangeKind.SAME
        ],
        "figures": {
            "changed": [
                {"before": _describe_figure(first), "after": _describe_figure(second)}
                for first, second in figures.changed
            ],
            "added": [_describe_figure(figure) for figure in figures.added],
            "removed": [_describe_figure(figure) for figure in figures.removed],
            "same": len(figures.same),
        },
    }


def _describe(version: Version) -> dict[str, Any]:
    return {name: value for name, value in asdict(version).items() if name != "text"}


def _describe_figure(figure: Figure) -> dict[str, Any]:
    return {
        "claim_key": figure.claim_key,
        "quantity": figure.quantity,
        "low": None if figure.low is None else str(figure.low),
        "high": None if figure.high is None else str(figure.high),
        "unit": figure.unit,
        "group": figure.group,
        "event": figure.event,
        "modality": figure.modality,
        "places": list(figure.places),
        "evidence": figure.evidence,
    }


def _print_heading(session: Session, before: Version, after: Version) -> None:
    for name, version in (("before", before), ("after", after)):
        words = f"{name}: version {version.version}, fetched {version.fetched_at[:16].replace('T', ' ')}, {version.url}"
        session.out.print(Text(words, "dim"), soft_wrap=True)
        if name == "before" or before.title != after.title:
            session.out.print(Text(f"  {version.title}", "bold"), soft_wrap=True)
        if version.extract_state != "done":
            session.say(
                f"version {version.version} has no claims yet ({version.extract_state}); run `tallywire extract`"
            )


def _print_changes(session: Session, changes: tuple[SentenceChange, ...], *, show_all: bool) -> None:
    shown = [change for change in changes if show_all or change.kind is not ChangeKind.SAME]
    if not shown:
        session.out.print("\nno sentence changed")
        return
    session.out.print()
    for change in shown:
        session.out.print(_render_change(change), soft_wrap=True)


def _render_change(change: SentenceChange) -> Text:
    line = Text(f"{_SIGNS[change.kind]} ")
    if change.kind is ChangeKind.CHANGED:
        _append_pieces(line, change.before_pieces, ("[-", "-]"), _GONE)
        line.append("\n  ")
        _append_pieces(line, change.after_pieces, ("{+", "+}"), _NEW)
        return line
    style = {ChangeKind.ADDED: _NEW, ChangeKind.REMOVED: _GONE}.get(change.kind, "")
    sentence = change.after or change.before
    return line.append(" ".join(sentence.text.split()) if sentence else "", style)


def _append_pieces(line: Text, pieces: tuple[Piece, ...], brackets: tuple[str, str], style: str) -> None:
    """Append a sentence; what is marked stands in brackets as well, for terminals without colour and for pipes."""
    for piece in pieces:
        words = " ".join(piece.text.split("\n"))
        if piece.is_marked and words.strip():
            line.append(f"{brackets[0]}{words}{brackets[1]}", style)
        else:
            line.append(words)


def _print_figures(session: Session, figures: FigureChanges) -> None:
    session.out.print()
    if not (figures.changed or figures.added or figures.removed):
        session.out.print(f"no figure changed ({len(figures.same)} the same)")
        return
    session.out.print("figures:")
    for first, second in figures.changed:
        line = Text("~ ").append(first.quantity, _GONE).append(" → ").append(second.quantity, _NEW)
        session.out.print(line.append(_what(second)), soft_wrap=True)
    for sign, style, those in (("+", _NEW, figures.added), ("-", _GONE, figures.removed)):
        for figure in those:
            session.out.print(Text(f"{sign} ").append(figure.quantity, style).append(_what(figure)), soft_wrap=True)


def _what(figure: Figure) -> str:
    """Return what a figure counts, for example ` people · death · Alder`."""
    places = f" · {', '.join(figure.places)}" if figure.places else ""
    return f" {figure.group or figure.unit} · {figure.event}{places}"
