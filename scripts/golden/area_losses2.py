"""What `losses` leaves out: every default, gradients in F16 and BF16, ties, shapes that broadcast, integers."""

import tensors
from book import LAYERS

PAIRS = {
    "binary_cross_entropy": "inputs",
    "l1_loss": "predictions",
    "mse_loss": "predictions",
    "smooth_l1_loss": "predictions",
    "hinge_loss": "inputs",
    "huber_loss": "inputs",
    "kl_div_loss": "inputs",
    "log_cosh_loss": "inputs",
}
TRIPLES = {
    "gaussian_nll_loss": ("inputs", "targets", "vars"),
    "triplet_loss": ("anchors", "positives", "negatives"),
    "margin_ranking_loss": ("inputs1", "inputs2", "targets"),
}


def build(book):
    for section in (defaults, ties, broadcasts, integers, axes):
        section(book)


def defaults(book):
    draw = book.draw
    for dtype in ("F32", "F16", "BF16"):
        tol = {"tol": LAYERS}
        for name, first in PAIRS.items():
            ins = {first: draw.numbers([4, 6], dtype), "targets": draw.numbers([4, 6], dtype, 0, 1)}
            book.add(f"nn.losses.{name}", {}, ins, grad=True, **tol)
        for name, names in TRIPLES.items():
            ins = {each: draw.numbers([4, 6], dtype, 0.2, 2) for each in names}
            book.add(f"nn.losses.{name}", {}, ins, grad=True, **tol)
        ins = {"x1": draw.numbers([4, 6], dtype), "x2": draw.numbers([4, 6], dtype)}
        book.add("nn.losses.cosine_similarity_loss", {}, ins, grad=True, **tol)
        for name, first in (("cross_entropy", "logits"), ("nll_loss", "inputs")):
            ins = {first: draw.numbers([4, 6], dtype), "targets": draw.indices(6, [4], draw.one(("I32", "U32", "I64")))}
            book.add(f"nn.losses.{name}", {}, ins, grad=[first], **tol)
        for axis in (0, 1):
            shares = draw.numbers([3, 4], dtype, 0.1, 1)
            ins = {"logits": draw.numbers([3, 4], dtype), "targets": shares, "weights": draw.numbers([(4, 3)[axis]], dtype, 0, 1)}
            args = {"axis": axis, "label_smoothing": 0.25, "reduction": "mean"}
            book.add("nn.losses.cross_entropy", args, ins, grad=["logits", "weights"], **tol)


def ties(book):
    """Where a formula has a corner: what the gradient is there."""
    corner = tensors.from_numpy([0.0, 1.0, -1.0, 0.5, -0.5], "F32")
    zero = tensors.from_numpy([0.0, 0.0, 0.0, 0.0, 0.0], "F32")
    signs = tensors.from_numpy([1, 1, -1, 1, -1], "F32")
    args = {"reduction": "none"}
    for name, first in PAIRS.items():
        book.add(f"nn.losses.{name}", args, {first: corner, "targets": zero if name != "hinge_loss" else signs}, grad=[first])
    for settings in ({"beta": 0.5}, {"beta": 2.0}):
        book.add("nn.losses.smooth_l1_loss", {**args, **settings}, {"predictions": corner, "targets": zero}, grad=True)
    book.add("nn.losses.huber_loss", {**args, "delta": 0.5}, {"inputs": corner, "targets": zero}, grad=True)
    ins = {"inputs1": corner, "inputs2": corner, "targets": signs}
    book.add("nn.losses.margin_ranking_loss", args, ins, grad=["inputs1", "inputs2"])
    ins = {"inputs1": corner, "inputs2": zero, "targets": signs}
    book.add("nn.losses.margin_ranking_loss", {**args, "margin": 0.5}, ins, grad=["inputs1", "inputs2"])
    ins = {"inputs": corner, "targets": zero, "vars": tensors.from_numpy([0.25, 0.5, 1.0, 0.0, -3.0], "F32")}
    book.add("nn.losses.gaussian_nll_loss", {**args, "eps": 0.25, "full": True}, ins, grad=True)
    row = {"anchors": corner, "positives": corner, "negatives": zero}
    book.add("nn.losses.triplet_loss", args, row, grad=["negatives"], tol=LAYERS)
    book.add("nn.losses.cosine_similarity_loss", {**args, "axis": 0, "eps": 2.0}, {"x1": corner, "x2": signs}, grad=True)
    large = tensors.from_numpy([-200.0, -90.0, 0.0, 90.0, 200.0], "F32")
    for name in ("binary_cross_entropy", "log_cosh_loss"):
        book.add(f"nn.losses.{name}", args, {"inputs": large, "targets": zero}, grad=["inputs"])
    book.add("nn.losses.cross_entropy", args, {"logits": large, "targets": tensors.from_numpy(2, "I32")}, grad=["logits"])


def broadcasts(book):
    draw = book.draw
    for name in ("hinge_loss", "huber_loss", "log_cosh_loss", "kl_div_loss"):
        book.add(f"nn.losses.{name}", {}, {"inputs": draw.normal([4, 3]), "targets": draw.normal([3])}, grad=True)
    book.add("nn.losses.cosine_similarity_loss", {}, {"x1": draw.normal([4, 3]), "x2": draw.normal([1, 3])}, grad=True)
    ins = {"anchors": draw.normal([4, 3]), "positives": draw.normal([3]), "negatives": draw.normal([4, 1])}
    book.add("nn.losses.triplet_loss", {"margin": 3.0}, ins, grad=True, tol=LAYERS)


def integers(book):
    draw = book.draw
    for name in ("l1_loss", "mse_loss", "smooth_l1_loss"):
        ins = {"predictions": draw.normal([5]), "targets": draw.numbers([5], "I32", -3, 3)}
        book.add(f"nn.losses.{name}", {}, ins, grad=["predictions"])
        for reduction in ("none", "mean", "sum"):
            ins = {"predictions": draw.numbers([5], "I32", -3, 3), "targets": draw.numbers([5], "I32", -3, 3)}
            book.add(f"nn.losses.{name}", {"reduction": reduction}, ins)
    book.add("nn.losses.binary_cross_entropy", {}, {"inputs": draw.normal([5]), "targets": draw.numbers([5], "BOOL")})
    book.add("nn.losses.mse_loss", {}, {"predictions": draw.normal([5], "F16"), "targets": draw.normal([5], "BF16")})


def axes(book):
    draw = book.draw
    for axis in (0, 1, 2, -2):
        shape = [2, 3, 4]
        rest = [n for i, n in enumerate(shape) if i != axis % 3]
        ins = {"inputs": draw.normal(shape), "targets": draw.indices(shape[axis], rest)}
        book.add("nn.losses.nll_loss", {"axis": axis, "reduction": "sum"}, ins, grad=["inputs"])
        ins = {"logits": draw.normal(shape), "targets": draw.indices(shape[axis], rest), "weights": draw.numbers(rest, "F32", 0, 1)}
        args = {"axis": axis, "label_smoothing": 0.5, "reduction": "sum"}
        book.add("nn.losses.cross_entropy", args, ins, grad=["logits"])
        ins = {name: draw.normal(shape) for name in ("anchors", "positives", "negatives")}
        args = {"axis": axis, "p": 4, "eps": 1e-3, "reduction": "mean"}
        book.add("nn.losses.triplet_loss", args, ins, grad=True, tol=LAYERS)
        args = {"axis": axis, "reduction": "sum"}
        book.add("nn.losses.cosine_similarity_loss", args, {"x1": draw.normal(shape), "x2": draw.normal(shape)}, grad=True)
