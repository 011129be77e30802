"""What `random` leaves out: large sizes, every dtype, parameters that are arrays, single distributions, moved state."""

import mlx.core as mx

import tensors
from area_random import NORMAL, TAILS, UNIFORM

LARGE = (65537, 2**17, 300_001)
INTEGERS = ("BOOL", "I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64")


def build(book):
    for section in (large, bounds, integers, bernoulli, truncated, permutations, categories, others, sequences, errors):
        section(book)


def _key(draw):
    return {"key": mx.random.key(draw.size(0, 2**40))}


def large(book):
    """`every`: the case holds each so many-th number of a result too large to keep."""
    draw = book.draw
    for n in LARGE:
        key = _key(draw)
        every = draw.size(2000, 3000)
        book.add("mx.random.split", {"num": n, "every": every}, key, compare="bits")
        book.add("mx.random.uniform", {"shape": [n], "every": every}, key, compare="bits")
        book.add("mx.random.randint", {"low": -7, "high": 900_000, "shape": [n], "every": every}, key, compare="bits")
        book.add("mx.random.bernoulli", {"p": 0.3, "shape": [3, n], "every": every}, key, compare="bits")
        book.add("mx.random.permutation", {"x": n, "every": every}, key, compare="bits")
        book.add("mx.random.normal", {"shape": [n], "every": every}, key, tol=NORMAL)
        book.add("mx.random.gumbel", {"shape": [n], "every": every}, key, tol=TAILS)
        logits = draw.normal([17])
        args = {"num_samples": n, "every": every}
        book.add("mx.random.categorical", args, {"logits": logits, **key}, compare="bits")


def bounds(book):
    draw = book.draw
    for dtype in ("F32", "F16", "BF16"):
        for low, high, shape in (
            ([3, 1], [5], [3, 5]),
            ([], [5], [2, 5]),
            ([4, 5], [1], [4, 5]),
            ([1], [1], []),
            ([1, 0], [], [3, 0]),
        ):
            if shape == []:
                low = high = []
            ins = {"low": draw.numbers(low, dtype, -3, 0), "high": draw.numbers(high, dtype, 0.5, 3), **_key(draw)}
            book.add("mx.random.uniform", {"shape": shape, "dtype": dtype}, ins, compare="bits")
            ins = {"loc": draw.numbers(low, dtype, -3, 0), "scale": draw.numbers(high, dtype, 0.5, 3), **_key(draw)}
            book.add("mx.random.normal", {"shape": shape, "dtype": dtype}, ins, tol=NORMAL)
        for low, high in ((-0.1, 0.1), (0.3, 0.3000001), (1, -1), (1e-5, 3e4)):
            args = {"low": low, "high": high, "shape": [33], "dtype": dtype}
            book.add("mx.random.uniform", args, _key(draw), compare="bits")
    ins = {"low": draw.numbers([5], "I32", -9, 0), "high": draw.numbers([2, 1], "F16", 1, 9), **_key(draw)}
    book.add("mx.random.uniform", {"shape": [2, 5]}, ins, compare="bits", notes="bounds of other dtypes")
    for dtype in ("F64", "C64"):
        for shape in ([], [3], [2, 5]):
            tol = {"F64": NORMAL["F32"], "C64": NORMAL["F32"]}
            book.add("mx.random.normal", {"shape": shape, "dtype": dtype}, _key(draw), tol=tol)
            args = {"shape": shape, "dtype": dtype, "loc": 0.5, "scale": 2.5}
            book.add("mx.random.normal", args, _key(draw), tol=tol)
    for scale in (0.0, 1e-4, -1.0, 300.0):
        for dtype in ("F32", "F16", "BF16"):
            args = {"shape": [17], "dtype": dtype, "scale": scale}
            book.add("mx.random.normal", args, _key(draw), tol={"F32": (1e-5, 1e-6), "F16": (4e-3, 1e-5), "BF16": (3e-2, 1e-5)})


def integers(book):
    draw = book.draw
    for dtype in INTEGERS:
        signed = dtype[0] == "I"
        high = {"BOOL": 2, "I8": 127, "U8": 255, "I16": 32767, "U16": 65535}.get(dtype, 2**31 - 1)
        for low in (0, -high if signed else 1, high - 1):
            args = {"low": low, "high": high, "shape": [19], "dtype": dtype}
            book.add("mx.random.randint", args, _key(draw), compare="bits")
        args = {"low": 3, "high": 3, "shape": [2], "dtype": dtype}
        book.add("mx.random.randint", args, _key(draw), compare="bits", notes="no integer to draw")
        args = {"low": 9, "high": 4, "shape": [7], "dtype": dtype}
        book.add("mx.random.randint", args, _key(draw), compare="bits", notes="bounds the wrong way round")
    for low, high in ((0, 2**40), (2**50, 2**50 + 10), (-(2**62), 2**62), (2**24 - 3, 2**24 + 3)):
        args = {"low": low, "high": high, "shape": [9], "dtype": "I64"}
        book.add("mx.random.randint", args, _key(draw), compare="bits")
    for a, b in (("I32", "I32"), ("I64", "I8"), ("U32", "U32"), ("F32", "F32"), ("I32", "F32")):
        ins = {"low": draw.numbers([3, 1], a, -9, 0), "high": draw.numbers([5], b, 10, 99), **_key(draw)}
        book.add("mx.random.randint", {"shape": [3, 5]}, ins, compare="bits")
    for shape in ([], [0], [2, 0, 3]):
        book.add("mx.random.randint", {"low": 0, "high": 9, "shape": shape}, _key(draw), compare="bits")


def bernoulli(book):
    draw = book.draw
    for dtype in ("F32", "F16", "BF16", "F64"):
        p = draw.numbers([3, 5], dtype, -0.2, 1.2)
        book.add("mx.random.bernoulli", {}, {"p": p, **_key(draw)}, compare="bits")
        book.add("mx.random.bernoulli", {"shape": [4, 3, 5]}, {"p": p, **_key(draw)}, compare="bits")
    for p in (-1.0, 1e-9, 0.999999, 2.0):
        book.add("mx.random.bernoulli", {"p": p, "shape": [257]}, _key(draw), compare="bits")
    for shape in ([], [0], [1]):
        book.add("mx.random.bernoulli", {"p": 0.7, "shape": shape}, _key(draw), compare="bits")


def truncated(book):
    draw = book.draw
    for dtype in ("F32", "F16", "BF16"):
        args = {"lower": -1.5, "upper": 0.25, "shape": [33], "dtype": dtype}
        book.add("mx.random.truncated_normal", args, _key(draw), tol=TAILS)
        ins = {"lower": draw.numbers([3, 1], dtype, -2, 0), "upper": draw.numbers([5], dtype, 0.5, 2), **_key(draw)}
        book.add("mx.random.truncated_normal", {"dtype": dtype}, ins, tol=TAILS)
        book.add("mx.random.truncated_normal", {"dtype": dtype, "shape": [2, 3, 5]}, ins, tol=TAILS)
    ins = {"lower": draw.numbers([4], "F32", 0.5, 1), "upper": draw.numbers([4], "F32", 1, 3), **_key(draw)}
    book.add("mx.random.truncated_normal", {}, ins, tol=TAILS)


def permutations(book):
    draw = book.draw
    for dtype in (*INTEGERS, "F32", "F16", "BF16", "C64"):
        book.add("mx.random.permutation", {}, {"x": draw.numbers([9, 2], dtype, -9, 9), **_key(draw)}, compare="bits")
    for axis in (-1, 1, -3):
        ins = {"x": draw.numbers([3, 5, 4]), **_key(draw)}
        book.add("mx.random.permutation", {"axis": axis}, ins, compare="bits")
    book.add("mx.random.permutation", {"axis": 1}, {"x": draw.numbers([3, 0]), **_key(draw)}, compare="bits")


def categories(book):
    draw = book.draw
    for shape in ([7], [1, 7], [7, 1]):
        logits = draw.normal(shape, scale=2)
        axis = shape.index(7)
        for args in ({}, {"num_samples": 5}, {"shape": [3]}, {"shape": [2, 1]}, {"num_samples": 0}):
            if len(shape) == 1 or args.get("shape") != [3] or axis == 0:
                book.add("mx.random.categorical", {"axis": axis, **args}, {"logits": logits, **_key(draw)}, compare="bits")
    for dtype in ("F16", "BF16", "F32", "I32"):
        for shape in ([6], [3, 6], [2, 3, 6]):
            logits = draw.numbers(shape, dtype, -4, 4)
            for args in ({}, {"num_samples": 11}, {"shape": [4, *shape[:-1]]}):
                book.add("mx.random.categorical", args, {"logits": logits, **_key(draw)}, compare="bits")
        args = {"axis": 1, "num_samples": 4}
        book.add("mx.random.categorical", args, {"logits": draw.numbers([2, 5, 3], dtype, -4, 4), **_key(draw)}, compare="bits")
    inf = float("inf")
    for row in ([-inf, 0, -inf, 1], [inf, 0, inf], [-inf, -inf], [0, 0, -1e30]):
        logits = tensors.from_numpy(row, "F32")
        book.add("mx.random.categorical", {"num_samples": 33}, {"logits": logits, **_key(draw)}, compare="bits")
        ins = {"logits": mx.stack([logits, logits]), **_key(draw)}
        if max(row) < inf and max(row) > -inf:
            book.add("mx.random.categorical", {"num_samples": 33}, ins, compare="bits")


def others(book):
    draw = book.draw
    for dtype in ("F32", "F16", "BF16"):
        for shape in ([], [0], [5, 3], [2, 17]):
            book.add("mx.random.gumbel", {"shape": shape, "dtype": dtype}, _key(draw), tol=TAILS)
            book.add("mx.random.laplace", {"shape": shape, "dtype": dtype, "loc": 0.1, "scale": -0.7}, _key(draw), tol=TAILS)
    book.add("mx.random.laplace", {"shape": [9], "dtype": "F64"}, _key(draw), tol={"F64": TAILS["F32"]})
    for mean, batch, shape in (([3], [], []), ([3], [], [2, 5]), ([2, 3], [], []), ([3], [2], []), ([2, 3], [4, 1], [4, 2])):
        a = draw.normal([*batch, 3, 3])
        cov = a @ a.swapaxes(-1, -2) + mx.eye(3)
        ins = {"mean": draw.normal(mean), "cov": cov, **_key(draw)}
        book.add("mx.random.multivariate_normal", {"shape": shape}, ins, tol={"F32": (1e-4, 1e-4)})


def sequences(book):
    draw = book.draw
    for seed in (0, 7, 2**64 - 1, draw.size(0, 2**62)):
        draws = [
            {"op": "bernoulli", "p": 0.5, "shape": [5]},
            {"op": "permutation", "x": 9},
            {"op": "uniform", "low": -1, "high": 1, "shape": [0]},
            {"op": "laplace", "shape": [2]},
            {"op": "gumbel", "shape": [2]},
            {"op": "truncated_normal", "lower": -1, "upper": 1, "shape": [2]},
            {"op": "normal", "shape": [], "dtype": "F16"},
            {"op": "uniform", "low": 0, "high": 1, "shape": [65537], "every": 5000},
            {"op": "randint", "low": 0, "high": 1000, "shape": [3], "dtype": "I64"},
        ]
        book.add("mx.random.seed", {"seed": seed, "draws": draws}, tol=TAILS)


def errors(book):
    key = {"key": mx.random.key(0)}
    two = tensors.from_numpy([1, 2], "F32")
    for dtype in ("F64", "C64", "BOOL", "U8"):
        book.error("mx.random.uniform", {"shape": [2], "dtype": dtype}, key)
        book.error("mx.random.gumbel", {"shape": [2], "dtype": dtype}, key)
        book.error("mx.random.truncated_normal", {"lower": 0, "upper": 1, "shape": [2], "dtype": dtype}, key)
    for dtype in ("BOOL", "I32"):
        book.error("mx.random.normal", {"shape": [2], "dtype": dtype}, key)
        book.error("mx.random.laplace", {"shape": [2], "dtype": dtype}, key)
    for dtype in ("F16", "C64"):
        book.error("mx.random.randint", {"low": 0, "high": 5, "shape": [2], "dtype": dtype}, key)
    for shape in ([3], [], [2, 1]):
        book.error("mx.random.uniform", {"shape": shape}, {"low": two, "high": two + 1, **key})
        book.error("mx.random.bernoulli", {"shape": shape}, {"p": two, **key})
        book.error("mx.random.randint", {"high": 5, "shape": shape}, {"low": two, **key})
        book.error("mx.random.truncated_normal", {"upper": 5, "shape": shape}, {"lower": two, **key})
        logits = tensors.from_numpy([[1, 2], [3, 4]], "F32")
        book.error("mx.random.categorical", {"shape": shape}, {"logits": logits, **key})
    book.error("mx.random.normal", {"shape": [3]}, {"loc": two, **key})
    book.add("mx.random.normal", {"shape": [2, 1]}, {"loc": two, **key}, tol=NORMAL, notes="the mean gives an axis")
    book.error("mx.random.bernoulli", {}, {"p": tensors.from_numpy([1], "I32"), **key})
    book.error("mx.random.permutation", {"x": -1}, key)
    book.error("mx.random.permutation", {"axis": 2}, {"x": logits, **key})
    book.error("mx.random.categorical", {"axis": 2}, {"logits": logits, **key})
    book.error("mx.random.categorical", {}, {"logits": tensors.from_numpy(1, "F32"), **key})
    for wrong in (tensors.from_numpy([1, 2], "I32"), tensors.from_numpy([1, 2, 3], "U32"), mx.zeros([2, 2], mx.uint32)):
        book.error("mx.random.uniform", {"shape": [2]}, {"key": wrong})
    for mean, cov in (([], [3, 3]), ([3], [3]), ([3], [2, 3]), ([3], [2, 2]), ([2, 3], [3, 3, 3])):
        ins = {"mean": mx.zeros(mean), "cov": mx.zeros(cov), **key}
        book.error("mx.random.multivariate_normal", {}, ins)
