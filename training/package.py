"""Write the model card and the figures in meta.json from the template and training/metrics.json."""

import argparse
import hashlib
import json
from pathlib import Path
from string import Template
from typing import Any

from extraction.language import MODEL

FOLDER = Path(__file__).parent

# Rows of the card's table: name, set in metrics.json, figures of it.
ROWS = (
    ("UD EWT test, web: TAG · UAS · LAS · sentences", "ewt", ("tag", "uas", "las", "sentences")),
    (
        "UD GUM news and interview test: TAG · UAS · LAS · sentences",
        "gum_news_interview",
        ("tag", "uas", "las", "sentences"),
    ),
    (
        "Wikinews fifth, entities: F · PERSON · ORG · PLACE · NORP",
        "wikinews",
        ("f", "f_PERSON", "f_ORG", "f_PLACE", "f_NORP"),
    ),
    ("UNER EWT test: F · PERSON · ORG · PLACE", "uner_ewt", ("f", "f_PERSON", "f_ORG", "f_PLACE")),
    ("CrossNER politics test: F · PERSON · ORG · PLACE", "crossner_politics", ("f", "f_PERSON", "f_ORG", "f_PLACE")),
    ("Groningen Meaning Bank test, silver: F", "gmb", ("f",)),
)


def render_table(metrics: dict[str, Any]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| test | figures, percent |", "| --- | --- |"]
    for name, key, figures in ROWS:
        lines.append(f"| {name} | {' · '.join(f'{metrics[key][figure]:.1f}' for figure in figures)} |")
    return "\n".join(lines)


def package(model: Path, metrics: dict[str, Any], template: str) -> None:
    """Write README.md of a pipeline and add figures and a hash of the weights to its meta.json."""
    path = model / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = {key: metrics[key] for _, key, _ in ROWS}
    # The version of an extraction is made from this file, so other weights must make it another file.
    meta["weights_sha256"] = hashlib.sha256(model.joinpath("encoder", "network.onnx").read_bytes()).hexdigest()
    path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    card = Template(template).substitute(
        table=render_table(metrics),
        version=meta["version"],
        size=metrics["size_mb"],
        speed=f"{metrics['speed']['pipeline_words_per_second']:,}",
        share=f"{100 * metrics['speed']['share_of_tokenizer']:.1f}",
        load=metrics["worker"]["load_seconds"],
        memory=metrics["worker"]["memory_mb"],
    )
    model.joinpath("README.md").write_text(card, encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--metrics", type=Path, default=FOLDER / "metrics.json")
    arguments = parser.parse_args()
    metrics = json.loads(arguments.metrics.read_text(encoding="utf-8"))
    package(arguments.model, metrics, FOLDER.joinpath("model_card.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
