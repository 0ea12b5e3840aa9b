"""Bodies and metadata of real pages: `python -m benchmarks.pages [--rounds 3] [--voices] [--worst 20]`.

Scores what `crawler.pages.parse_page` finds in the pages of ../shared/pages by 4-gram shingles of words, each page alike, as
that folder's score_pages.py does, and its speed against `trafilatura.extract(favor_precision=True)` on the same pages in
the same run, page by page in turn, in CPU seconds of one core. The parse includes decoding, metadata, dates, language
and notes; trafilatura gives the body alone. A page that is refused as gated counts as one without text. `--voices` scores each
voice alone and what other thresholds of agreement would give, also chosen on one half of the pages and scored on the
other. The row goes to benchmarks/pages.jsonl.
"""

import argparse
import gzip
import json
import logging
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import trafilatura

from crawler.pages import PageRejected, body, parse_page, parser_version
from crawler.pages.agreement import find_agreement, find_most_alike
from crawler.pages.boxes import drop_boxes
from crawler.pages.encoding import decode_page
from crawler.pages.html_page import load_tree
from crawler.pages.margins import trim_margins
from crawler.pages.metadata import read_metadata
from crawler.pages.surroundings import drop_surroundings, find_surroundings
from crawler.pages.voices import find_by_readability, find_by_resiliparse, find_by_trafilatura
from records import Article

PAGES: Final = Path(__file__).parents[2] / "shared" / "pages"
HISTORY: Final = Path(__file__).with_name("pages.jsonl")
FETCHED: Final = datetime(2026, 1, 2, 12, tzinfo=UTC)
THRESHOLDS: Final = (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
HALVES: Final = 40  # random halves of the cross-check
Shares = tuple[float, float, float]
Score = Callable[[str, str], Shares]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the corpus: its key, address, bytes and true text."""

    key: str
    url: str
    body: bytes
    text: str


def main() -> int:
    """Measure, print, append a row to the history and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is parsed; the fastest counts")
    parser.add_argument("--voices", action="store_true", help="score the voices alone and other thresholds")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages with the least score")
    parser.add_argument("--label", default="", help="what is measured, kept with the figures")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)  # the libraries say of every odd page that it is odd
    pages, score = read_pages()
    if arguments.voices:
        print_voices(pages, score)
        return 0
    record = measure(pages, score, rounds=arguments.rounds, worst=arguments.worst)
    record |= {"at": datetime.now(UTC).isoformat(timespec="minutes"), "label": arguments.label}
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    return 0


def read_pages() -> tuple[list[Page], Score]:
    """Return the pages of the corpus and its own scorer. Raises SystemExit where the corpus is absent."""
    if not PAGES.exists():
        raise SystemExit(f"needs the development pages in {PAGES}")
    truth: dict[str, dict[str, Any]] = json.loads((PAGES / "ground-truth.json").read_text(encoding="utf-8"))
    namespace: dict[str, Any] = {"__name__": "score_pages"}
    exec((PAGES / "score_pages.py").read_text(encoding="utf-8"), namespace)  # noqa: S102 - the corpus's own scorer
    pages = [
        Page(
            key=key,
            url=record["url"],
            body=gzip.decompress((PAGES / "html" / f"{key}.html.gz").read_bytes()),
            text=record["articleBody"],
        )
        for key, record in truth.items()
    ]
    return pages, namespace["page_score"]


def measure(pages: Sequence[Page], score: Score, *, rounds: int, worst: int) -> dict[str, Any]:
    """Parse every page, print quality, certainty and speed, and return the figures."""
    found: dict[str, Article] = {}
    refused: Counter[str] = Counter()
    ours = theirs = 0.0
    for page in pages:
        times: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(rounds):
            started = time.process_time()
            trafilatura.extract(page.body, url=page.url, favor_precision=True, include_comments=False)
            between = time.process_time()
            result = parse(page)
            times["theirs"].append(between - started)
            times["ours"].append(time.process_time() - between)
        ours, theirs = ours + min(times["ours"]), theirs + min(times["theirs"])
        if isinstance(result, Article):
            found[page.key] = result
        else:
            refused[result] += 1
    shares = {page.key: score(page.text, found[page.key].text if page.key in found else "") for page in pages}
    record = {**summed(shares.values()), "pages": len(pages), "refused": dict(refused), "parser": parser_version()}
    record |= {"pages_per_second": len(pages) / ours, "alone": len(pages) / theirs, "speed": theirs / ours}
    record["stored_f1"] = summed([shares[key] for key in found])["f1"]
    print(
        f"pages {len(pages)}  precision {record['precision']:.4f}  recall {record['recall']:.4f}  F1 {record['f1']:.4f}"
        f"  of those stored {record['stored_f1']:.4f}  refused {dict(refused) or 'none'}"
    )
    print(
        f"pages a CPU second {record['pages_per_second']:.1f}  trafilatura favor_precision alone {record['alone']:.1f}"
        f"  share {record['speed']:.2f}"
    )
    record |= print_certainty(found, shares) | print_metadata(found)
    for page in sorted(pages, key=lambda page: shares[page.key][0])[:worst]:
        print(f"{shares[page.key][0]:.3f} {page.url}")
    return record


def parse(page: Page) -> Article | str:
    """Return the article of a page, or the kind of its refusal."""
    try:
        return parse_page(
            page.body, content_type="text/html", url=page.url, source="shared", fetched_at=FETCHED, hints={}
        )
    except PageRejected as error:
        return str(error.kind)


def print_certainty(found: Mapping[str, Article], shares: Mapping[str, Shares]) -> dict[str, Any]:
    """Print how good the bodies are by how far the voices agreed on them."""
    bands: dict[str, list[float]] = {"0.95-1": [], "0.85-0.95": [], "0.7-0.85": [], "below 0.7": []}
    for key, article in found.items():
        agreement = article.agreement or 0.0
        band = next(name for name, least in zip(bands, (0.95, 0.85, 0.7, 0.0), strict=True) if agreement >= least)
        bands[band].append(shares[key][0])
    for name, scores in bands.items():
        poor = sum(share < 0.8 for share in scores)
        print(
            f"agreement {name:<10} {len(scores):4} pages  mean {statistics.mean(scores or [0]):.3f}  below 0.8: {poor}"
        )
    return {
        "agreement": {name: [len(scores), round(statistics.mean(scores or [0]), 3)] for name, scores in bands.items()}
    }


def print_metadata(found: Mapping[str, Article]) -> dict[str, Any]:
    """Print of how many articles each field was found, and where."""
    origins: dict[str, Counter[str]] = {
        "title": Counter(article.title_source.origin for article in found.values() if article.title_source),
        "byline": Counter(article.byline_source.origin for article in found.values() if article.byline_source),
        "published": Counter(article.published.origin for article in found.values() if article.published),
        "modified": Counter(article.modified.origin for article in found.values() if article.modified),
    }
    origins["language"] = Counter(article.language or "not told" for article in found.values())
    notes = {
        name: sum(getattr(article, name) is not None for article in found.values())
        for name in ("dateline", "credit", "correction")
    }
    for field, counts in origins.items():
        print(
            f"{field:<10} {counts.total():4}  " + ", ".join(f"{number} {name}" for name, number in counts.most_common())
        )
    print("notes      " + ", ".join(f"{number} {name}" for name, number in notes.items()))
    return {"origins": {field: dict(counts) for field, counts in origins.items()}, "notes": notes}


def print_voices(pages: Sequence[Page], score: Score) -> None:
    """Print the score of each voice alone, of each threshold, and of thresholds chosen on other pages."""
    readings = {page.key: read_voices(page) for page in pages}
    names = tuple(next(iter(readings.values())))
    for name in names:
        shares = [score(page.text, join(readings[page.key][name])) for page in pages]
        print(f"{name:<28} F1 {summed(shares)['f1']:.4f}")
    by_threshold = {
        least: {page.key: score(page.text, join(choose(readings[page.key], least))) for page in pages}
        for least in THRESHOLDS
    }
    for least, shares_of in by_threshold.items():
        asked = sum(find_agreement(*list(voices.values())[:2]) < least for voices in readings.values())
        print(f"third voice below {least:.2f}        F1 {summed(shares_of.values())['f1']:.4f}  asked on {asked} pages")
    print(f"threshold chosen on one half, scored on the other: F1 {cross_check(by_threshold):.4f}, mean of {HALVES}")
    print(
        f"the threshold in use, {body.AGREED}, on the same halves: F1 {cross_check({body.AGREED: by_threshold[body.AGREED]}):.4f}"
    )


def read_voices(page: Page) -> dict[str, list[str]]:
    """Return what each voice gives for a page, its surroundings and margins cut as in the parse."""
    tree = load_tree(decode_page(page.body, content_type="text/html").text)
    metadata = read_metadata(tree, url=page.url, fetched_at=FETCHED)
    drop_boxes(tree)
    around = find_surroundings(tree, titles=metadata.titles)
    heard = {
        body.TRAFILATURA: find_by_trafilatura(tree, url=page.url),
        body.READABILITY: find_by_readability(tree),
        body.RESILIPARSE: find_by_resiliparse(tree),
    }
    return {
        name: list(trim_margins(drop_surroundings(paragraphs, around)).paragraphs) for name, paragraphs in heard.items()
    }


def choose(voices: Mapping[str, list[str]], least: float) -> list[str]:
    """Return the body that a threshold of agreement would give."""
    first, second, _ = voices.values()
    return first if find_agreement(first, second) >= least else voices[find_most_alike(voices)[0]]


def cross_check(by_threshold: Mapping[float, Mapping[str, Shares]]) -> float:
    """Return the mean score on random halves of the pages of the threshold that is best on the other half."""
    keys = sorted(next(iter(by_threshold.values())))
    shuffled = random.Random(1)  # noqa: S311 - the same halves each time, nothing secret
    scores = []
    for _ in range(HALVES):
        shuffled.shuffle(keys)
        seen, unseen = keys[: len(keys) // 2], keys[len(keys) // 2 :]
        best = max(by_threshold, key=lambda least: summed([by_threshold[least][key] for key in seen])["f1"])
        scores.append(summed([by_threshold[best][key] for key in unseen])["f1"])
    return statistics.mean(scores)


def summed(shares: Any) -> dict[str, float]:
    """Return precision, recall and F1 of the matched, surplus and missing shares of pages."""
    matched, surplus, missing = (sum(column) for column in zip(*shares, strict=True))
    precision, recall = matched / (matched + surplus), matched / (matched + missing)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def join(paragraphs: Sequence[str]) -> str:
    """Return paragraphs as one text."""
    return "\n\n".join(paragraphs)


if __name__ == "__main__":
    raise SystemExit(main())
