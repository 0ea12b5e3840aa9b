"""Write the trained network as an ONNX graph with 8-bit weights; built by hand, so that every node is known."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.network import Layer, Network

OPSET = 20
SMALLEST = 1e-6  # keeps a row of zeros from dividing by zero
GELU_LEAST = -0.17  # the function's minimum is -0.16997


@dataclass(slots=True)
class GraphBuilder:
    """Nodes and weights of a graph in the making; each method returns the name of its output."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def keep(self, values: NDArray[np.generic], name: str = "") -> str:
        """Add a weight."""
        name = name or f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def constant(self, value: float | list[int], kind: type[np.generic] = np.float32) -> str:
        """Return the name of a small constant, kept once."""
        name = f"constant_{value}_{kind.__name__}"
        if all(each.name != name for each in self.weights):
            self.keep(np.array(value, dtype=kind), name)
        return name

    def add_linear(
        self, hidden: str, weight: NDArray[np.float32], bias: NDArray[np.float32], *, least: float | None = None
    ) -> str:
        """Add `hidden @ weight.T + bias` with 8-bit weights and 8-bit activations.

        Each row of `hidden` is rounded by its own largest value and the sums are of integers, so a result depends on its
        own row alone and not on what else is in the batch. `least` is a lower bound of the values where one is known;
        otherwise the range is taken as symmetric.
        """
        values, scales = quantise_rows(weight)
        if least is None:
            span = self.add("ReduceMax", self.add("Abs", hidden), self.constant([-1], np.int64), keepdims=1)
            span = self.add("Add", span, self.constant(SMALLEST))
            steps, zero = 127.0, 128
        else:
            hidden = self.add("Add", hidden, self.constant(-least))
            span = self.add("ReduceMax", hidden, self.constant([-1], np.int64), keepdims=1)
            span = self.add("Add", span, self.constant(SMALLEST))
            steps, zero = 255.0, 0
        scaled = self.add("Mul", hidden, self.add("Div", self.constant(steps), span))
        # A cast cuts off the fraction; half a step more makes it round.
        whole = self.add("Cast", self.add("Add", scaled, self.constant(zero + 0.5)), to=TensorProto.UINT8)
        product = self.add("MatMulInteger", whole, self.keep(values.T), self.constant(zero, np.uint8))
        product = self.add("Cast", product, to=TensorProto.FLOAT)
        product = self.add("Mul", self.add("Mul", product, self.keep(scales[:, 0] / np.float32(steps))), span)
        if least is not None:
            bias = bias + np.float32(least) * (values * scales).sum(axis=1)
        return self.add("Add", product, self.keep(bias.astype(np.float32)))

    def add_exact(self, hidden: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """Add `hidden @ weight.T + bias` in 32-bit floats."""
        return self.add("Gemm", hidden, self.keep(weight), self.keep(bias), transB=1)

    def add_norm(self, hidden: str, weight: NDArray[np.float32], bias: NDArray[np.float32], epsilon: float) -> str:
        """Add a LayerNorm over the last axis."""
        return self.add("LayerNormalization", hidden, self.keep(weight), self.keep(bias), axis=-1, epsilon=epsilon)


def quantise_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return (values, scales) of a matrix: signed bytes, and for each row the value of one step [rows, 1]."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127.0
    return np.clip(np.rint(table / scales), -127, 127).astype(np.int8), scales.astype(np.float32)


def build_graph(network: Network) -> onnx.ModelProto:
    """Return the network as a model that onnxruntime runs.

    Inputs: `pieces` and `forms` [windows, pieces], `places` [pieces] (0, 1, 2 ...), `bias` [windows, 1, 1, pieces] (0, or
    a large negative number for padding), `firsts` and `lasts` [words]. Outputs, a row per word: `scores` (tags, UPOS, sentence
    start, entities, root), `arc_word`, `arc_head`, `label_word`, `label_head`.
    """
    builder = GraphBuilder()
    with_gradients = network.state_dict()
    state = {name: value.detach().float().numpy() for name, value in with_gradients.items()}
    hidden = _add_embeddings(builder, network, state)
    for number, layer in enumerate(network.encoder.layers):
        assert isinstance(layer, Layer)
        hidden = _add_layer(builder, state, f"encoder.layers.{number}", layer.heads, hidden)
    outputs = _add_heads(builder, network, state, hidden)
    return _finish(builder, outputs)


def _add_embeddings(builder: GraphBuilder, network: Network, state: dict[str, NDArray[np.float32]]) -> str:
    values, scales = quantise_rows(state["encoder.words.weight"])
    words = builder.add("Cast", builder.add("Gather", builder.keep(values), "pieces"), to=TensorProto.FLOAT)
    words = builder.add("Mul", words, builder.add("Gather", builder.keep(scales), "pieces"))
    places = builder.add("Gather", builder.keep(state["encoder.positions.weight"] + state["encoder.kinds"]), "places")
    forms = builder.add("Gather", builder.keep(network.encoder.forms.table().detach().numpy()), "forms")
    total = builder.add("Add", builder.add("Add", words, forms), places)
    return builder.add_norm(total, state["encoder.norm.weight"], state["encoder.norm.bias"], 1e-12)


def _add_layer(builder: GraphBuilder, state: dict[str, NDArray[np.float32]], name: str, heads: int, hidden: str) -> str:
    def part(which: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return state[f"{name}.{which}.weight"], state[f"{name}.{which}.bias"]

    weight, bias = (values.copy() for values in part("mix"))
    width = weight.shape[1]
    weight[:width] /= (width // heads) ** 0.5
    bias[:width] /= (width // heads) ** 0.5
    mixed = builder.add_linear(hidden, weight, bias)
    shape = builder.keep(np.array([0, 0, 3 * heads, width // heads], dtype=np.int64))
    mixed = builder.add("Transpose", builder.add("Reshape", mixed, shape), perm=[0, 2, 1, 3])
    split = [f"{mixed}_{kind}" for kind in ("query", "key", "value")]
    sizes = builder.keep(np.array([heads] * 3, dtype=np.int64))
    builder.nodes.append(helper.make_node("Split", [mixed, sizes], split, axis=1))
    key = builder.add("Transpose", split[1], perm=[0, 1, 3, 2])
    scores = builder.add("Add", builder.add("MatMul", split[0], key), "bias")
    seen = builder.add("MatMul", builder.add("Softmax", scores, axis=-1), split[2])
    back = builder.keep(np.array([0, 0, width], dtype=np.int64))
    seen = builder.add("Reshape", builder.add("Transpose", seen, perm=[0, 2, 1, 3]), back)
    joined = builder.add("Add", hidden, builder.add_linear(seen, *part("join")))
    hidden = builder.add_norm(joined, *part("norm_attention"), 1e-12)
    grown = builder.add("Gelu", builder.add_linear(hidden, *part("grow")))
    joined = builder.add("Add", hidden, builder.add_linear(grown, *part("shrink"), least=GELU_LEAST))
    return builder.add_norm(joined, *part("norm"), 1e-12)


def _add_heads(
    builder: GraphBuilder, network: Network, state: dict[str, NDArray[np.float32]], hidden: str
) -> dict[str, str]:
    flat = builder.keep(np.array([-1, network.sizes.width], dtype=np.int64))
    rows = builder.add("Reshape", hidden, flat)
    words, ends = builder.add("Gather", rows, "firsts"), builder.add("Gather", rows, "lasts")
    line = builder.keep(np.array([-1], dtype=np.int64))
    forms = builder.add("Gather", builder.add("Reshape", "forms", line), "firsts")
    words = builder.add(
        "Add", words, builder.add("Gather", builder.keep(network.forms.table().detach().numpy()), forms)
    )

    def join(names: tuple[str, ...], part: str) -> NDArray[np.float32]:
        return np.concatenate([state[f"{name}.{part}"] for name in names])

    plain = ("tags", "pos", "starts", "entities", "root")
    scores = builder.add_exact(words, join(plain, "weight"), join(plain, "bias"))
    outputs = {"scores": builder.add("Add", scores, builder.add("MatMul", ends, builder.keep(_spread_ends(network).T)))}
    for name in ("arc_word", "arc_head", "label_word", "label_head"):
        outputs[name] = builder.add("Gelu", builder.add_exact(words, state[f"{name}.weight"], state[f"{name}.bias"]))
    outputs["arc_word"] = builder.add_exact(outputs["arc_word"], state["arc_mix"].T, state["arc_bias"])
    return outputs


def _spread_ends(network: Network) -> NDArray[np.float32]:
    """Return the weights of the last pieces as rows of `scores`: sentence start and root have none."""
    sizes = network.sizes
    none = np.zeros((1, sizes.width), dtype=np.float32)
    weight = network.ends.weight.detach().float().numpy()
    tags_and_pos, entities = np.split(weight, [sizes.tags + sizes.pos])
    return np.concatenate([tags_and_pos, none, entities, none])


def build_label_graph(network: Network) -> onnx.ModelProto:
    """Return the label scorer as a model: `word` and `head` [pairs, width] to `label` [pairs], the best label's number."""
    mix = network.label_mix.detach().numpy().astype(np.float16)
    labels, rows, columns = mix.shape
    builder = GraphBuilder()
    weight = builder.add(
        "Cast", builder.keep(mix.transpose(1, 0, 2).reshape(rows, labels * columns)), to=TensorProto.FLOAT
    )
    edge = builder.keep(np.array([0, 0, 0, 1], dtype=np.int64))
    one = builder.constant(1.0)
    word, head = (builder.add("Pad", name, edge, one) for name in ("word", "head"))
    shape = builder.keep(np.array([-1, labels, columns], dtype=np.int64))
    mixed = builder.add("Reshape", builder.add("MatMul", word, weight), shape)
    column = builder.add("Unsqueeze", head, builder.constant([-1], np.int64))
    scores = builder.add("Squeeze", builder.add("MatMul", mixed, column), builder.constant([-1], np.int64))
    builder.nodes.append(helper.make_node("ArgMax", [scores], ["label"], axis=1, keepdims=0))
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pairs", rows - 1]) for name in ("word", "head")]
    results = [helper.make_tensor_value_info("label", TensorProto.INT64, ["pairs"])]
    return _make_model(helper.make_graph(builder.nodes, "labels", inputs, results, builder.weights))


def _finish(builder: GraphBuilder, outputs: dict[str, str]) -> onnx.ModelProto:
    integer, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("pieces", integer, ["windows", "length"]),
        helper.make_tensor_value_info("forms", integer, ["windows", "length"]),
        helper.make_tensor_value_info("places", integer, ["length"]),
        helper.make_tensor_value_info("bias", real, ["windows", 1, 1, "length"]),
        helper.make_tensor_value_info("firsts", integer, ["words"]),
        helper.make_tensor_value_info("lasts", integer, ["words"]),
    ]
    for name, inner in outputs.items():
        builder.nodes.append(helper.make_node("Identity", [inner], [name]))
    results = [helper.make_tensor_value_info(name, real, ["words", None]) for name in outputs]
    graph = helper.make_graph(builder.nodes, "encoder", inputs, results, builder.weights)
    return _make_model(graph)


def _make_model(graph: onnx.GraphProto) -> onnx.ModelProto:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="tallywire")
    model.ir_version = 10
    onnx.checker.check_model(model)
    return model
