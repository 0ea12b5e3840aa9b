"""Fit extraction/lexicons/claim_place_weights.json: which places of a text are those of a claim.

Usage: python -m training.claim_places GOLD.jsonl ARTICLES.jsonl OUTPUT [--labels training/claim_labels.jsonl] [--folds 10] [--ridge 8].

GOLD has annotated claims (the claims layer of the gold sets). `training/claim_labels.jsonl` has the places and times of claims of further
articles of Wikinews, by offsets into the texts of ARTICLES (one {"doc", "text", "published"} a line); they were annotated for this project
with a language model under the rules of the codebook, one pass. Prints how often the places are right by cross-validation over documents, for
each of the two sets, then fits on all.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from extraction.choices import probabilities
from extraction.components.claims import Context
from extraction.extensions import PLACES
from extraction.pipeline import Pipeline, load_pipeline
from extraction.place_groups import key_of
from extraction.place_options import PlaceOption
from extraction.readings import read_quantities
from records import ClaimPlace
from training.choices import Example, fit

LABELS = Path(__file__).parent / "claim_labels.jsonl"

Right = Callable[[Sequence[ClaimPlace]], bool]
Places = tuple[ClaimPlace, ...]


@dataclass
class Article:
    """A document with its facts and, by the number of the fact, what tells whether places are right."""

    source: str
    context: Context
    right: dict[int, Right]
    decided: dict[int, Places] = field(default_factory=dict)

    def examples(self) -> list[Example]:
        """Return the decisions of the labelled facts."""
        return [
            Example([option.features for option in options], [right(option.places) for option in options])
            for number, right in self.right.items()
            for options in [self.context.placing.options(number)]
        ]

    def decide(self, weights: dict[str, float]) -> None:
        """Decide the labelled facts by given weights."""
        self.context.placing.choose = lambda options: weigh_by(weights, options)
        self.decided = {number: self.context.placing.find(number)[0] for number in self.right}

    def hits(self) -> list[bool]:
        """Return whether each labelled fact was decided rightly."""
        return [right(self.decided[number]) for number, right in self.right.items()]


def weigh_by(weights: dict[str, float], options: Sequence[PlaceOption]) -> list[float]:
    """Return how likely each option is by given weights."""
    return probabilities(weights, [option.features for option in options])


def read_gold(path: Path, pipeline: Pipeline) -> list[Article]:
    """Read annotated claims. Places are right as gold/score.py says: a place of each role, and none of another country."""
    articles = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        record = json.loads(line)
        context = read_context(record, pipeline)
        if context is None:
            continue
        right: dict[int, Right] = {}
        for number, (_, reading, ordinal) in enumerate(context.facts):
            matches = [
                gold
                for gold in record["claims"]
                if _overlap(gold["quantity"], reading.quantity.start, reading.quantity.end)
            ]
            if ordinal < len(matches):
                right[number] = _as_annotated(matches[ordinal]["places"])
        articles.append(Article("gold", context, right))
    return articles


def read_labels(path: Path, texts: Path, pipeline: Pipeline) -> list[Article]:
    """Read labelled claims of the articles in `texts`. Raises ValueError when a text is not the one that was labelled."""
    records = {record["doc"]: record for record in map(json.loads, texts.read_text(encoding="utf-8").splitlines())}
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        labelled = json.loads(line)
        record = records[labelled["doc"]]
        if hashlib.sha256(record["text"].encode()).hexdigest() != labelled["text_sha256"]:
            raise ValueError(f"{labelled['doc']} has another text than the one that was labelled")
        context = read_context(record, pipeline)
        if context is None:
            continue
        spans = {tuple(claim["quantity"]): claim for claim in labelled["claims"] if "places" in claim}
        right: dict[int, Right] = {}
        for number, (_, reading, ordinal) in enumerate(context.facts):
            claim = spans.get((reading.quantity.start, reading.quantity.end))
            if claim is not None and ordinal == 0:
                right[number] = _as_labelled(claim["places"], context)
        articles.append(Article("labels", context, right))
    return articles


def read_context(record: dict[str, Any], pipeline: Pipeline) -> Context | None:
    """Annotate a document; None when it states no quantity."""
    published = date.fromisoformat(record["published"]) if record["published"] else None
    with pipeline.nlp.select_pipes(disable="claim_builder"):  # whose weights these are
        doc = pipeline.annotate(record["text"], published=published)
    readings = read_quantities(doc)
    return Context(doc, readings) if readings else None


def _overlap(span: dict[str, Any], start: int, end: int) -> bool:
    return bool(span["start"] < end and start < span["end"])


def _as_annotated(gold: Sequence[dict[str, Any]]) -> Right:
    """Return the test of gold/score.py: one place of every role by its name, and no other country."""
    countries = {place["country"] for place in gold}
    roles = {place["role"] for place in gold}

    def is_right(places: Sequence[ClaimPlace]) -> bool:
        if not gold:
            return not places
        for role in roles:
            wanted = [place["text"] for place in gold if place["role"] == role]
            named = [place.place.text for place in places if place.role.value == role]
            if not any(_same_name(first, second) for first in wanted for second in named):
                return False
        return None in countries or all(
            place.place.country in countries or place.place.country is None for place in places
        )

    return is_right


def _same_name(first: str, second: str) -> bool:
    one, two = first.casefold().replace(",", " ").split(), second.casefold().replace(",", " ").split()
    return one[-1] == two[-1] or set(one) <= set(two) or set(two) <= set(one)


def _as_labelled(spans: Sequence[Sequence[int]], context: Context) -> Right:
    """Return the same test for labels, which give places without their roles."""
    every = [
        span._.record for span in context.doc.spans[PLACES]
    ]  # also those that the search leaves out as parts of names
    named = [place for place in every if any(start <= place.start < end for start, end in spans)]
    keys, countries = {key_of(place) for place in named}, {place.country for place in named}

    def is_right(places: Sequence[ClaimPlace]) -> bool:
        if not spans:
            return not places
        if not any(key_of(place.place) in keys for place in places):
            return False
        return None in countries or all(
            place.place.country in countries or place.place.country is None for place in places
        )

    return is_right


def cross_validate(articles: Sequence[Article], folds: int, ridge: float) -> None:
    """Decide every document by weights fitted on the documents of the other folds."""
    count = len(articles)
    fold = [int(hashlib.sha256(article.context.text.encode()).hexdigest(), 16) % folds for article in articles]
    examples = [article.examples() for article in articles]
    for held in range(folds):
        rest = [example for index in range(count) if fold[index] != held for example in examples[index]]
        weights = fit(rest, ridge=ridge)
        for index in range(count):
            if fold[index] == held:
                articles[index].decide(weights)


def main() -> None:
    """Print the cross-validated figures and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--ridge", type=float, default=8.0)
    arguments = parser.parse_args()
    pipeline = load_pipeline()
    articles = read_gold(arguments.gold, pipeline) + read_labels(arguments.labels, arguments.articles, pipeline)
    cross_validate(articles, arguments.folds, arguments.ridge)
    for source in ("gold", "labels"):
        hits = [hit for article in articles if article.source == source for hit in article.hits()]
        print(
            f"{source}: {sum(hits)} of {len(hits)} claims with the right places by cross-validation, {sum(hits) / len(hits):.3f}"
        )
    weights = fit([example for article in articles for example in article.examples()], ridge=arguments.ridge)
    for article in articles:
        article.decide(weights)
    for source in ("gold", "labels"):
        hits = [hit for article in articles if article.source == source for hit in article.hits()]
        print(f"{source}: {sum(hits) / len(hits):.3f} with the fitted weights")
    data = {"features": {name: round(weight, 3) for name, weight in sorted(weights.items()) if round(weight, 3)}}
    arguments.output.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(f"{len(data['features'])} weights in {arguments.output}")


if __name__ == "__main__":
    main()
