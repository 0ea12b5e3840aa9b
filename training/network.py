"""The network: MiniLM with form embeddings, and heads for tags, sentence starts, entities, heads and labels."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from extraction.components.wordpieces import FORM_COUNT, GAPS, MODES, SHAPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The network's widths; `layers` are the encoder layers of the published model that are kept."""

    tags: int
    pos: int
    entities: int
    labels: int
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    vocabulary: int = 30_522
    width: int = 384
    inner: int = 1_536
    attention_heads: int = 12
    positions: int = 512
    arc: int = 192
    label: int = 80
    dropout: float = 0.1
    head_dropout: float = 0.2


class FormEmbedding(nn.Module):
    """The sum of a vector for shape, mode and gap: a form id is one row of the table that `table` gives."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.shape = nn.Parameter(torch.zeros(len(SHAPES), width))
        self.mode = nn.Parameter(torch.zeros(len(MODES), width))
        self.gap = nn.Parameter(torch.zeros(len(GAPS), width))
        self.own = nn.Parameter(torch.zeros(FORM_COUNT, width))

    def table(self) -> Tensor:
        """Return the vectors of all forms [forms, width]."""
        parts = self.shape[:, None, None] + self.mode[None, :, None] + self.gap[None, None, :]
        return parts.reshape(FORM_COUNT, -1) + self.own

    def forward(self, forms: Tensor) -> Tensor:
        """Return the vectors of form ids."""
        return functional.embedding(forms, self.table())


class Layer(nn.Module):
    """One BERT layer: attention over the window, then the feed-forward part, each with its LayerNorm."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads = sizes.attention_heads
        self.mix = nn.Linear(sizes.width, 3 * sizes.width)
        self.join = nn.Linear(sizes.width, sizes.width)
        self.norm_attention = nn.LayerNorm(sizes.width, eps=1e-12)
        self.grow = nn.Linear(sizes.width, sizes.inner)
        self.shrink = nn.Linear(sizes.inner, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=1e-12)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return the new vectors [windows, pieces, width]; `bias` is added to the attention scores."""
        batch, length, width = hidden.shape
        mixed = self.mix(hidden).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: at these lengths the fused kernel's backward pass takes three times as long on a CPU.
        scores = (query * (width // self.heads) ** -0.5) @ key.transpose(-1, -2)
        seen = torch.softmax(scores + bias.to(scores.dtype), dim=-1) @ value
        seen = seen.transpose(1, 2).reshape(batch, length, width)
        hidden = self.norm_attention(hidden + self.join(seen))
        result: Tensor = self.norm(hidden + self.shrink(functional.gelu(self.grow(hidden))))
        return result


class Encoder(nn.Module):
    """Piece and form ids to one vector per piece."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.words = nn.Embedding(sizes.vocabulary, sizes.width)
        self.positions = nn.Embedding(sizes.positions, sizes.width)
        self.kinds = nn.Parameter(torch.zeros(sizes.width))
        self.forms = FormEmbedding(sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=1e-12)
        self.dropout = nn.Dropout(sizes.dropout)
        self.layers = nn.ModuleList(Layer(sizes) for _ in sizes.layers)

    def forward(self, pieces: Tensor, forms: Tensor, mask: Tensor) -> Tensor:
        """Return the last layer's vectors [windows, pieces, width]; `mask` is 1 for pieces and 0 for padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        hidden = self.words(pieces) + self.positions(places) + self.kinds + self.forms(forms)
        hidden = self.dropout(self.norm(hidden))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias)
        result: Tensor = hidden
        return result


class Network(nn.Module):
    """The encoder and its heads; `forward` gives flat rows, one per word, in the order of `firsts`."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes)
        self.forms = FormEmbedding(sizes.width)
        self.dropout = nn.Dropout(sizes.head_dropout)
        self.tags = nn.Linear(sizes.width, sizes.tags)
        self.pos = nn.Linear(sizes.width, sizes.pos)
        self.starts = nn.Linear(sizes.width, 1)
        self.entities = nn.Linear(sizes.width, sizes.entities)
        # An ending tells the class of a word that the vocabulary has in pieces only; one word in twelve is such.
        self.ends = nn.Linear(sizes.width, sizes.tags + sizes.pos + sizes.entities, bias=False)
        nn.init.zeros_(self.ends.weight)
        self.arc_word = nn.Linear(sizes.width, sizes.arc)
        self.arc_head = nn.Linear(sizes.width, sizes.arc)
        self.arc_mix = nn.Parameter(torch.zeros(sizes.arc, sizes.arc))
        self.arc_bias = nn.Parameter(torch.zeros(sizes.arc))
        self.root = nn.Linear(sizes.width, 1)
        self.label_word = nn.Linear(sizes.width, sizes.label)
        self.label_head = nn.Linear(sizes.width, sizes.label)
        self.label_mix = nn.Parameter(torch.zeros(sizes.labels, sizes.label + 1, sizes.label + 1))

    def forward(self, pieces: Tensor, forms: Tensor, mask: Tensor, firsts: Tensor, lasts: Tensor) -> dict[str, Tensor]:
        """Return scores and vectors of the words.

        pieces, forms, mask: [windows, pieces]; firsts, lasts: [words], places of a word's first and last piece in the
        flattened windows. A word is read at its first piece; tags, UPOS and entities look at the last, too. The scores of the
        head `h` of word `w` are `arc_word[w] @ arc_head[h]` (and `root[w]` for no head), `arc_word` has the mixing
        matrix and the bias of `arc_head` in it.
        """
        hidden = self.encoder(pieces, forms, mask)
        hidden = hidden.reshape(-1, hidden.shape[-1])
        ends = self.ends(self.dropout(hidden[lasts]))
        tag_ends, pos_ends, entity_ends = ends.split([self.sizes.tags, self.sizes.pos, self.sizes.entities], dim=-1)
        words = hidden[firsts]
        words = self.dropout(words + self.forms(forms.reshape(-1)[firsts]))
        arc_head = self.dropout(functional.gelu(self.arc_head(words)))
        arc_word = self.dropout(functional.gelu(self.arc_word(words)))
        return {
            "tags": self.tags(words) + tag_ends,
            "pos": self.pos(words) + pos_ends,
            "starts": self.starts(words).squeeze(-1),
            "entities": self.entities(words) + entity_ends,
            "root": self.root(words).squeeze(-1),
            "arc_word": arc_word @ self.arc_mix + self.arc_bias,
            "arc_head": arc_head,
            "label_word": self.dropout(functional.gelu(self.label_word(words))),
            "label_head": self.dropout(functional.gelu(self.label_head(words))),
        }

    def score_labels(self, word: Tensor, head: Tensor) -> Tensor:
        """Return label scores [pairs, labels] of word and head vectors [pairs, label width]."""
        word = functional.pad(word, (0, 1), value=1.0)
        head = functional.pad(head, (0, 1), value=1.0)
        mixed = torch.einsum("pi,lij->plj", word, self.label_mix)
        return torch.einsum("plj,pj->pl", mixed, head)


def build_network(sizes: Sizes, weights: Path, seed: int) -> Network:
    """Return a network whose encoder has the published MiniLM weights (safetensors) and whose heads are new."""
    torch.manual_seed(seed)
    network = Network(sizes)
    source = load_file(weights)
    encoder = network.encoder
    with torch.no_grad():
        encoder.words.weight.copy_(source["embeddings.word_embeddings.weight"])
        encoder.positions.weight.copy_(source["embeddings.position_embeddings.weight"])
        encoder.kinds.copy_(source["embeddings.token_type_embeddings.weight"][0])
        _copy(encoder.norm, source, "embeddings.LayerNorm")
        for place, number in enumerate(sizes.layers):
            layer, name = encoder.layers[place], f"encoder.layer.{number}"
            assert isinstance(layer, Layer)
            for part in ("weight", "bias"):
                own = [source[f"{name}.attention.self.{kind}.{part}"] for kind in ("query", "key", "value")]
                getattr(layer.mix, part).copy_(torch.cat(own))
            _copy(layer.join, source, f"{name}.attention.output.dense")
            _copy(layer.norm_attention, source, f"{name}.attention.output.LayerNorm")
            _copy(layer.grow, source, f"{name}.intermediate.dense")
            _copy(layer.shrink, source, f"{name}.output.dense")
            _copy(layer.norm, source, f"{name}.output.LayerNorm")
        nn.init.normal_(encoder.forms.shape, std=0.02)
        nn.init.normal_(encoder.forms.mode, std=0.02)
        nn.init.normal_(encoder.forms.gap, std=0.02)
        nn.init.orthogonal_(network.arc_mix)
    return network


def freeze_words(network: Network) -> None:
    """Keep the published word embeddings as they are.

    They know rare names that the treebanks never show; moving the seen ones only would part them.
    """
    network.encoder.words.weight.requires_grad = False


def _copy(module: nn.Linear | nn.LayerNorm, source: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(source[f"{name}.weight"])
    module.bias.copy_(source[f"{name}.bias"])
