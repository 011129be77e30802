"""What the parameters of layers are at first: mx.random.seed(`seed`), then the constructor."""

import json
import os

import mlx.core as mx
from mlx.utils import tree_flatten

import layers

NN = os.path.join(os.path.dirname(__file__), "../../testdata/golden/nn/cases.jsonl")
NORMAL = ("Embedding",)  # erfinv is not the same to the last bit everywhere
EXTRA = (
    ("Linear", {"input_dims": 2, "output_dims": 3}),
    ("Linear", {"input_dims": 129, "output_dims": 65}),
    ("Embedding", {"num_embeddings": 100, "dims": 65}),
    ("Conv2d", {"in_channels": 3, "out_channels": 16, "kernel_size": [5, 7]}),
)


def build(book):
    """Every constructor of the area nn, and some larger ones."""
    known = {}
    with open(NN, encoding="utf-8") as file:
        for case in map(json.loads, file):
            name = case["op"].removeprefix("nn.")
            if name[0].isupper() and "." not in name and "error" not in case:
                known.setdefault((name, json.dumps(case["args"], sort_keys=True)), case["args"])
    for name, args in [*((name, args) for (name, _), args in known.items()), *EXTRA]:
        construct(book, name, args)


def construct(book, name, args):
    seed = book.draw.size(0, 2**31)
    case = book._start("nn." + name, args)
    mx.random.seed(seed)
    parameters = tree_flatten(layers.construct(name, args).parameters())
    if parameters:
        case["in"] = []
        case["out"] = [book._output(case["id"], path, value) for path, value in parameters]
        case["compare"] = "close" if name.endswith(NORMAL) else "bits"
        if case["compare"] == "close":
            case["tol"] = {"F32": {"rtol": 4.8e-7, "atol": 0.0}}  # 4 units in the last place
        book._finish(case, {"seed": seed}, None)
