"""Gold standards through the extractor, in worker processes, and the score of each."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extraction.contract import Document, DocumentError, parse_document, render_extraction
from records import Extraction
from tallywire.config import ExtractConfig
from tallywire.engine import Outcome, map_in_workers
from tallywire.scoring.figures import Score
from tallywire.scoring.gold import GoldError, GoldSet
from tallywire.scoring.layers import score_predictions
from tallywire.stages import load_worker_pipeline, read_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What became of one gold standard.

    Attributes:
        gold: the standard.
        score: its figures and wrong items.
        predictions: what was found, by document, in the form of the contract.
        failures: documents that the extractor failed on, with the reason; they count as documents without predictions.
        seconds: time that it took, in all worker processes side by side.

    """

    gold: GoldSet
    score: Score
    predictions: dict[str, dict[str, Any]]
    failures: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def evaluate_sets(
    sets: Sequence[GoldSet], *, config: ExtractConfig, gazetteer: Path, advance: Callable[[], None] = lambda: None
) -> Iterator[Evaluation]:
    """Extract every document of each set and yield the scores, set by set. Calls `advance` after each document.

    The workers load the pipeline once for all sets. Raises GoldError for a document that the extractor's contract refuses.
    """
    documents = [_as_document(gold, number) for gold in sets for number in range(len(gold.documents))]
    outcomes: Iterator[Outcome[Document, Extraction]] = map_in_workers(
        read_document,
        documents,
        workers=max(1, min(config.workers, len(documents))),
        deadline=config.deadline,
        initializer=load_worker_pipeline,
        arguments=(config.model or None, gazetteer),
    )
    for gold in sets:
        started = time.perf_counter()
        predictions: dict[str, dict[str, Any]] = {}
        failures: dict[str, str] = {}
        for _ in gold.documents:
            outcome = next(outcomes)
            doc = outcome.item.doc
            if outcome.result is None:
                failures[doc] = f"{outcome.failure}: {outcome.message}"
            else:
                predictions[doc] = render_extraction(doc, outcome.result)
            advance()
        yield Evaluation(
            gold=gold,
            score=score_predictions(gold, predictions),
            predictions=predictions,
            failures=failures,
            seconds=time.perf_counter() - started,
        )


def _as_document(gold: GoldSet, position: int) -> Document:
    document = gold.documents[position]
    try:
        return parse_document(document.line, number=document.number)
    except DocumentError as error:
        raise GoldError(f"{gold.path}: {error}") from error
