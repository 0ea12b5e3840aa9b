"""What the network is trained for: the losses of its heads and the quick figures that are watched meanwhile."""

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import UNKNOWN, Batch
from training.network import Network

WEIGHTS = {"tags": 2.0, "pos": 0.5, "starts": 1.0, "entities": 1.5, "arcs": 1.5, "deps": 1.0}


def run_network(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Return the network's outputs for a batch as 32-bit floats."""
    outputs = network(batch.pieces, batch.forms, batch.mask, batch.firsts, batch.lasts)
    return {name: value.float() for name, value in outputs.items()}


def score_arcs(outputs: dict[str, Tensor], batch: Batch) -> tuple[Tensor, Tensor]:
    """Return (rows, scores): the words of parsed sentences, and for each pair of them the score of word and head.

    Scores between sentences are -inf; the diagonal holds the scores of being a root.
    """
    rows = torch.nonzero(batch.sentences != UNKNOWN).squeeze(-1)
    # Sums of 192 products lose too much in 16 bits when a sentence has many like candidates.
    with torch.autocast("cpu", enabled=False):
        scores = outputs["arc_word"][rows] @ outputs["arc_head"][rows].T
    places = torch.arange(len(rows))
    scores = scores.clone()
    scores[places, places] = outputs["root"][rows]
    numbers = batch.sentences[rows]
    return rows, scores.masked_fill(numbers[:, None] != numbers[None, :], float("-inf"))


def compute_losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Return the mean loss of each head over the words that are annotated for it; heads without any are left out."""
    outputs = run_network(network, batch)
    losses: dict[str, Tensor] = {}
    for name, gold in (("tags", batch.tags), ("pos", batch.pos), ("entities", batch.entities)):
        if (gold != UNKNOWN).any():
            losses[name] = functional.cross_entropy(outputs[name], gold, ignore_index=UNKNOWN)
    known = batch.starts != UNKNOWN
    if known.any():
        losses["starts"] = functional.binary_cross_entropy_with_logits(
            outputs["starts"][known], batch.starts[known].float()
        )
    rows, scores = score_arcs(outputs, batch)
    if len(rows):
        place = torch.full_like(batch.heads, 0)
        place[rows] = torch.arange(len(rows))
        losses["arcs"] = functional.cross_entropy(scores, place[batch.heads[rows]])
    labelled = torch.nonzero(batch.deps != UNKNOWN).squeeze(-1)
    if len(labelled):
        heads = batch.heads[labelled]
        label_scores = network.score_labels(outputs["label_word"][labelled], outputs["label_head"][heads])
        losses["deps"] = functional.cross_entropy(label_scores.float(), batch.deps[labelled])
    return losses


def sum_losses(losses: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the heads' losses."""
    return torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum()


class Tally:
    """Counts of right answers over batches: words with gold sentences and tokens."""

    def __init__(self) -> None:
        self.right: dict[str, int] = {}
        self.total: dict[str, int] = {}

    def count(self, name: str, right: Tensor) -> None:
        """Add a boolean tensor of answers."""
        self.right[name] = self.right.get(name, 0) + int(right.sum())
        self.total[name] = self.total.get(name, 0) + right.numel()

    def shares(self) -> dict[str, float]:
        """Return the share of right answers by name."""
        return {name: self.right[name] / max(1, self.total[name]) for name in self.right}


def tally_batch(network: Network, batch: Batch, tally: Tally) -> None:
    """Count the answers of a batch of treebank passages."""
    outputs = run_network(network, batch)
    known = batch.tags != UNKNOWN
    tally.count("tag", outputs["tags"].argmax(-1)[known] == batch.tags[known])
    known = batch.starts != UNKNOWN
    guess = outputs["starts"] > 0
    tally.count("start", guess[known & (batch.starts == 1)])
    tally.count("no start", ~guess[known & (batch.starts == 0)])
    rows, scores = score_arcs(outputs, batch)
    if not len(rows):
        return
    heads = rows[scores.argmax(-1)]
    gold = batch.heads[rows]
    labels = network.score_labels(outputs["label_word"][rows], outputs["label_head"][heads]).argmax(-1)
    right = (labels == batch.deps[rows]) | (gold == rows)
    tally.count("uas", heads == gold)
    tally.count("las", (heads == gold) & right)
