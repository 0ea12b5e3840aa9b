"""`tallywire evaluate`: precision, recall and F1 against a gold standard."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tallywire.evaluation import Evaluation, evaluate_sets
from tallywire.scoring.gold import REQUIRED, GoldError, GoldSet, layer_of, read_gold, read_predictions
from tallywire.scoring.layers import score_predictions
from tallywire.session import PARTIAL, Session, project_options
from tallywire.stages import current_pipeline
from tallywire.steps import ready_gazetteer


@click.command()
@click.argument("pairs", nargs=-1, metavar="[LAYER GOLD]...")
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Every LAYER.jsonl and LAYER-NAME.jsonl of a folder.",
)
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Show N wrong items of each file.")
@click.option(
    "--predictions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Score what `tallywire scan --jsonl` wrote, instead of extracting now.",
)
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object; of several files, by name.")
@project_options
@click.pass_context
def evaluate(
    ctx: click.Context,
    session: Session,
    *,
    pairs: tuple[str, ...],
    folder: Path | None,
    errors: int,
    predictions: Path | None,
    as_json: bool,
) -> None:
    """Measure the extraction against a gold standard.

    LAYER is claims, places, attributions, times or displacement; GOLD is a file of JSON Lines with one document a line:
    "doc", "text", "published", and the right items in the form of `tallywire scan --jsonl`. docs/evaluating.md has the
    form of each layer and what each figure means.

    \b
    Examples:
      tallywire evaluate times gold/times.jsonl --errors 20
      tallywire evaluate claims gold/claims.jsonl --predictions found.jsonl --json
      tallywire evaluate --all gold
    """
    try:
        sets = _read_sets(pairs, folder)
        if predictions is None:
            evaluations = _extract(session, sets)
        elif len(sets) == 1:
            found = read_predictions(predictions)
            evaluations = iter((Evaluation(gold=sets[0], score=score_predictions(sets[0], found), predictions=found),))
        else:
            raise click.UsageError("--predictions goes with one LAYER and GOLD")
        ctx.exit(_show(evaluations, single=len(sets) == 1, errors=errors, as_json=as_json))
    except GoldError as error:
        raise click.ClickException(str(error)) from error


def _read_sets(pairs: tuple[str, ...], folder: Path | None) -> list[GoldSet]:
    if len(pairs) % 2 or (not pairs and folder is None):
        raise click.UsageError("name a LAYER and a GOLD file, or a folder with --all; see `tallywire evaluate --help`")
    named = [(layer, Path(path)) for layer, path in zip(pairs[::2], pairs[1::2], strict=True)]
    for layer, _ in named:
        if layer not in REQUIRED:
            raise click.UsageError(f"there is no layer {layer!r}; the layers are {', '.join(REQUIRED)}")
    if folder is not None:
        inside = [(found, path) for path in sorted(folder.glob("*.jsonl")) if (found := layer_of(path))]
        if not inside:
            raise click.UsageError(f"{folder} has no file named after a layer, like times.jsonl or places-lgl.jsonl")
        named += inside
    return [read_gold(layer, path) for layer, path in named]


def _extract(session: Session, sets: list[GoldSet]) -> Iterator[Evaluation]:
    gazetteer = ready_gazetteer(session)
    current_pipeline(session.config.extract)  # a missing model ends here, with its name
    with session.progress("evaluate", sum(len(gold.documents) for gold in sets)) as advance:
        yield from evaluate_sets(sets, config=session.config.extract, gazetteer=gazetteer, advance=advance)


def _show(evaluations: Iterator[Evaluation], *, single: bool, errors: int, as_json: bool) -> int:
    """Print the figures set by set, or as one object at the end; return the exit code."""
    failed = False
    objects: dict[str, dict[str, Any]] = {}
    for evaluation in evaluations:
        for doc, reason in evaluation.failures.items():
            failed = True
            click.echo(f"{doc}: {reason}", err=True)
        misses = evaluation.score.misses[:errors]
        if as_json:
            figures: dict[str, Any] = {**evaluation.score.rounded()}
            if errors:
                figures["errors"] = [
                    {"doc": miss.doc, "text": miss.text, "wrong": list(miss.reasons)} for miss in misses
                ]
            objects[str(evaluation.gold.path)] = figures
            continue
        if not single:
            click.echo(f"{evaluation.gold.layer} · {evaluation.gold.path}")
        for name, value in evaluation.score.rounded().items():
            click.echo(f"{name:36} {value}")
        for miss in misses:
            click.echo(f"{miss.doc}: {miss.text!r}: {', '.join(miss.reasons)}")
        if not single:
            click.echo()
    if as_json:
        click.echo(json.dumps(next(iter(objects.values())) if single else objects, indent=1, ensure_ascii=False))
    return PARTIAL if failed else 0
