#!/usr/bin/env python3
"""Makes testdata/look: files for `inspect`, `diff` and `get`, and what NumPy says of them.

    python3 scripts/make_look.py          needs numpy and ml_dtypes

Statistics are over the finite values, accumulated in float64, std with divisor n. Everything comes
from one seed, so a second run gives the same bytes.
"""
import hashlib
import json
import math
import pathlib
import struct

import ml_dtypes
import numpy as np

OUT = pathlib.Path(__file__).parent.parent / "testdata" / "look"
RNG = np.random.default_rng(20)

NUMPY = {
    "BOOL": np.bool_, "U8": np.uint8, "I8": np.int8, "I16": np.int16, "U16": np.uint16, "I32": np.int32,
    "U32": np.uint32, "I64": np.int64, "U64": np.uint64, "F16": np.float16, "F32": np.float32, "F64": np.float64,
    "BF16": ml_dtypes.bfloat16, "F8_E4M3": ml_dtypes.float8_e4m3fn, "F8_E5M2": ml_dtypes.float8_e5m2,
    "F8_E8M0": ml_dtypes.float8_e8m0fnu, "F8_E4M3FNUZ": ml_dtypes.float8_e4m3fnuz,
    "F8_E5M2FNUZ": ml_dtypes.float8_e5m2fnuz, "F4": ml_dtypes.float4_e2m1fn, "C64": np.complex64,
}


class Stored:
    """A tensor as it lies in the file."""

    def __init__(self, dtype, values, data=None):
        self.dtype, self.values = dtype, np.asarray(values)
        self.data = data if data is not None else self.values.tobytes()


def write(path, tensors, metadata=None):
    header, position = {}, 0
    if metadata:
        header["__metadata__"] = metadata
    for name, t in tensors.items():
        header[name] = {"dtype": t.dtype, "shape": list(t.values.shape),
                        "data_offsets": [position, position + len(t.data)]}
        position += len(t.data)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(t.data for t in tensors.values()))


def number(x):
    x = float(x)
    return x if math.isfinite(x) else "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


def statistics(values):
    wide = values.astype(np.float64).ravel()
    finite = wide[np.isfinite(wide)]
    empty = finite.size == 0
    return {
        "min": None if empty else number(finite.min()),
        "max": None if empty else number(finite.max()),
        "mean": None if empty else number(math.fsum(finite) / finite.size),
        "std": None if empty else number(np.sqrt(np.mean((finite - finite.mean()) ** 2))),
        "absmax": None if empty else number(np.abs(finite).max()),
        "zeros": int((wide == 0).sum()), "nan": int(np.isnan(wide).sum()), "inf": int(np.isinf(wide).sum()),
    }


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def model_digest(tensors):
    lines = [(name.encode(), f"{json.dumps(name, ensure_ascii=False)} {t.dtype} "
              f"[{','.join(map(str, t.values.shape))}] {sha256(t.data)}\n") for name, t in tensors.items()]
    return sha256("".join(line for _, line in sorted(lines)).encode())


def kinds():
    """A tensor of each kind: every dtype, what is special in it, and sizes beyond a block."""
    tensors = {}
    for name in ("U8", "I8", "I16", "U16", "I32", "U32", "I64", "U64"):
        info = np.iinfo(NUMPY[name])
        values = RNG.integers(max(info.min, -1000), min(info.max, 1000), (5, 7), dtype=NUMPY[name], endpoint=True)
        values[0, :3] = info.min, info.max, 0
        tensors["integers." + name] = Stored(name, values)
    tensors["integers.BOOL"] = Stored("BOOL", RNG.integers(0, 2, (3, 11)).astype(np.bool_))
    for name in ("F16", "BF16", "F32", "F64"):
        values = RNG.normal(0, 2, (5, 7)).astype(NUMPY[name])
        values[0] = [np.nan, np.inf, -np.inf, 0.0, -0.0, ml_dtypes.finfo(NUMPY[name]).smallest_subnormal, -1.5]
        tensors["floats." + name] = Stored(name, values)
        tensors["wide." + name] = Stored(name, RNG.normal(0.5, 0.02, (3, 1367)).astype(NUMPY[name]))
    codes = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for name in ("F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"):
        tensors["small." + name] = Stored(name, codes.view(NUMPY[name]))
    fours = np.arange(16, dtype=np.uint8)
    tensors["small.F4"] = Stored("F4", fours.view(NUMPY["F4"]).reshape(2, 8),
                                 bytes(int(a | b << 4) for a, b in zip(fours[::2], fours[1::2])))
    tensors["special.empty"] = Stored("F32", np.zeros((0, 3), np.float32))
    tensors["special.scalar"] = Stored("F32", np.float32(-2.5))
    tensors["special.no number"] = Stored("F32", np.full(3, np.nan, np.float32))
    tensors["special.größe\u202e\n"] = Stored("F32", np.zeros(2, np.float32))
    tensors["far.from.zero"] = Stored("F32", (1e4 + RNG.normal(0, 1e-2, 5000)).astype(np.float32))
    return tensors


def difference(a, b):
    """How a and b differ, value by value; NaN equals NaN. The cosine is over the finite places."""
    x, y = a.values.astype(np.float64).ravel(), b.values.astype(np.float64).ravel()
    same = (x == y) | (np.isnan(x) & np.isnan(y))
    with np.errstate(all="ignore"):
        d = np.where(same, 0.0, np.abs(x - y))
        rel = np.where(same, 0.0, d / np.abs(y))
        u, v = (z[np.isfinite(x) & np.isfinite(y)] for z in (x, y))
        cosine = (u @ v) / (np.linalg.norm(u) * np.linalg.norm(v))
    bits = None
    if a.dtype == b.dtype:
        size = len(a.data) // max(1, x.size)
        bits = sum(a.data[i * size:(i + 1) * size] == b.data[i * size:(i + 1) * size] for i in range(x.size))
    return {"dtype": [a.dtype, b.dtype], "shape": [list(a.values.shape), list(b.values.shape)],
            "max_abs": number(d.max()), "max_rel": number(rel.max()),
            "rms": number(np.sqrt(np.mean(d ** 2))), "cosine": number(cosine), "equal_bits": bits,
            "same": bool(same.all())}


def pairs():
    """Two models that differ in every way there is."""
    base = RNG.normal(0, 1, (4, 600)).astype(np.float32)
    one = base.copy()
    one[2, 123] += 0.25
    a, b = {}, {}

    def pair(name, dtype, x, y, dtype_b=None):
        a[name] = Stored(dtype, np.asarray(x, NUMPY[dtype]))
        b[name] = Stored(dtype_b or dtype, np.asarray(y, NUMPY[dtype_b or dtype]))

    pair("equal", "F32", base, base)
    pair("one.value", "F32", base, one)
    pair("every.value", "F32", base, base * np.float32(1.001))
    pair("halves", "F16", base, base * np.float32(1.01))
    pair("brains", "BF16", base, base * np.float32(1.01))
    pair("doubles", "F64", base, base.astype(np.float64) + 1e-12)
    pair("cast", "F32", base, base, "BF16")
    pair("zeros", "F32", [0.0, 1.0], [-0.0, 1.0])
    pair("both.nan", "F32", [np.nan, 1.0], [np.nan, 1.0])
    pair("one.nan", "F32", [np.nan, 1.0, 2.0], [3.0, 1.0, 2.0])
    pair("one.inf", "F32", [np.inf, 1.0, 2.0], [3.0, 1.0, 2.0])
    pair("from.zero", "F32", [0.5, 1.0], [0.0, 1.0])
    pair("integers", "I64", [1, 2, 3, 2**40], [1, 2, 5, 2**40])
    pair("bytes", "U8", [1, 2, 255], [1, 3, 255])
    pair("small", "F8_E4M3", [1.0, 2.0, -448.0], [1.0, 2.25, -448.0])
    pair("shapes", "F32", np.ones((2, 3)), np.ones((3, 2)))
    a["only.a"] = Stored("F32", np.ones(2, np.float32))
    b["only.b"] = Stored("I32", np.ones(3, np.int32))
    return a, b


def slices():
    values = np.arange(60).reshape(3, 4, 5)
    texts = ["", ":", "1", "-1", "1:3", ":, 2", ":,:,::2", "::-1, 0, 0", "..., 1", "[0, ..., -2:]", "2, 3, 4",
             "5:, :", ":-1, 1:-1", "100:200", "-100:2", "::3", "2:0:-1", ":, ::-2", "1:1", "[...]"]
    return {t: eval(f"v[{t.strip('[]') or ':'}]", {"v": values}).tolist() for t in texts}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    tensors = kinds()
    write(OUT / "kinds.safetensors", tensors, {"format": "pt"})
    expected = {"sha256": model_digest(tensors), "tensors": {
        name: {"dtype": t.dtype, "shape": list(t.values.shape), "bytes": len(t.data), "sha256": sha256(t.data),
               "stats": statistics(t.values)} for name, t in tensors.items()}}
    (OUT / "kinds.json").write_text(json.dumps(expected, indent=1) + "\n")
    a, b = pairs()
    write(OUT / "a.safetensors", a)
    write(OUT / "b.safetensors", b)
    differences = {name: difference(a[name], b[name]) for name in a
                   if name in b and a[name].values.shape == b[name].values.shape}
    (OUT / "diff.json").write_text(json.dumps(differences, indent=1) + "\n")
    (OUT / "slices.json").write_text(json.dumps(slices(), indent=1) + "\n")


main()
