"""Casts of drawn numbers from each dtype to each, views, and small floats, bit by bit.

The public set `cast` has chosen edge values too, and what PyTorch answers; this makes cases like it from any seed. What MLX
leaves undefined (integers that do not hold a number) is not drawn, and NaN not cast to float16, whose bits differ.
"""

import math

import ml_dtypes
import mlx.core as mx
import numpy as np

import tensors

SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.1, 65504.0, 65520.0, 1e-8, 6e-8, 1 + 2**-8, 1 + 3 * 2**-8, 1e-45, math.inf, -math.inf)
SMALL = {
    "F8_E4M3": ml_dtypes.float8_e4m3fn,
    "F8_E5M2": ml_dtypes.float8_e5m2,
    "F8_E8M0": ml_dtypes.float8_e8m0fnu,
    "F8_E4M3FNUZ": ml_dtypes.float8_e4m3fnuz,
    "F8_E5M2FNUZ": ml_dtypes.float8_e5m2fnuz,
}


def build(book):
    for section in (casts, views, small):
        section(book)


def casts(book):
    for source in tensors.MX:
        for target in tensors.MX:
            x = numbers(book.draw, source, target)
            book.add("mx.astype", {"dtype": target}, {"x": x}, compare="bits")


def numbers(draw, source, target):
    """40 numbers of a dtype, all of which the target has a meaning for."""
    if source == "BOOL":
        return draw.numbers([40], source)
    if source[0] in "UI":
        bits = int(source[1:])
        least, most = (0, 2**bits) if source[0] == "U" else (-(2 ** (bits - 1)), 2 ** (bits - 1))
        return tensors.from_numpy(draw.rng.integers(least, most, 40, dtype=tensors._DTYPES[source][1]), source)
    if target[0] in "UI":
        low = 0 if target[0] == "U" else -(2 ** (int(target[1:]) - 1))
        span = min(2 ** (int(target[1:]) - 1), 2**31) - 1
        x = draw.rng.uniform(max(low, -span), span, 40)
        if source == "F16":
            x = np.clip(x, -60000, 60000)
        return tensors.from_numpy(x, source)
    scale = 10.0 ** draw.rng.uniform(-9, 6, 40 - len(SPECIAL))
    with np.errstate(over="ignore"):
        x = np.concatenate([SPECIAL, draw.rng.normal(0, 1, len(scale)) * scale])
        return tensors.from_numpy(x, source)


def views(book):
    for source in tensors.MX:
        for target in tensors.MX:
            if target != "BOOL" and source != "BOOL":
                bits = book.draw.rng.integers(0, 2**32, 16, dtype=np.uint32)
                x = tensors.from_numpy(bits, "U32").view(tensors.MX[source])
                book.add("mx.view", {"dtype": target}, {"x": x}, compare="bits")


def small(book):
    codes = mx.array(np.arange(256, dtype=np.uint8))
    for name, dtype in SMALL.items():
        decoded = np.arange(256, dtype=np.uint8).view(dtype).astype(np.float32)
        keep(book, "smallfloat.decode", {"format": name}, {"codes": codes}, {"y": mx.array(decoded)}, "exact")
        scale = 10.0 ** book.draw.rng.uniform(-6, 5, 200)
        x = (book.draw.rng.normal(0, 1, 200) * scale).astype(np.float32)
        x = np.abs(x) + np.float32(1e-30) if name == "F8_E8M0" else x
        with np.errstate(over="ignore", invalid="ignore"):
            outs = {"mldtypes": mx.array(x.astype(dtype).view(np.uint8))}
        if name == "F8_E4M3":
            outs["mlx"] = mx.to_fp8(mx.array(x))
        keep(book, "smallfloat.encode", {"format": name}, {"x": mx.array(x)}, outs, "bits")
    book.add("mx.from_fp8", {"dtype": "F32"}, {"codes": codes})


def keep(book, op, args, ins, outs, compare):
    """A case whose answer comes from elsewhere than MLX."""
    case = book._start(op, args)
    case["in"] = [book._input(case["id"], name, value) for name, value in ins.items()]
    case["out"] = [book._output(case["id"], name, value) for name, value in outs.items()]
    case["compare"] = compare
    book._finish(case, {}, None)
