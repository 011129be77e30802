"""LoRA and DoRA layers of mlx-lm: calls with gradients, and fused weights."""

import mlx.core as mx

from book import LAYERS

PACKED = ({"group_size": 32, "bits": 4}, {"group_size": 64, "bits": 3}, {"mode": "mxfp4", "group_size": 32, "bits": 4})


def build(book):
    for dtype in ("F32", "F16", "BF16"):
        for bias in (True, False):
            linear(book, dtype, bias, None)
        for how in PACKED:
            linear(book, dtype, book.draw.one((True, False)), how)
        embedding(book, dtype, None)
        for how in PACKED[:2] if dtype == "F32" else PACKED[:1]:
            embedding(book, dtype, how)
    experts(book, "F32", None)  # on CPU, MLX gathers no other dtype
    experts(book, "F32", None)
    for dtype in ("F32", "F16", "BF16"):
        experts(book, dtype, PACKED[0] if dtype == "F16" else PACKED[2])


def linear(book, dtype, bias, how):
    draw = book.draw
    columns, rows, rank = 64 if how else draw.size(3, 9), draw.size(2, 7), draw.size(1, 4)
    base = base_of(draw, "linear", [rows, columns], dtype, how)
    if bias:
        base["param.linear.bias"] = draw.normal([rows], dtype)
    for kind in ("LoRALinear", "DoRALinear"):
        args = {
            "base": "QuantizedLinear" if how else "Linear",
            "base_args": {"input_dims": columns, "output_dims": rows, "bias": bias, **(how or {})},
            "r": rank,
            "scale": float(draw.one((0.5, 2.0, 10.0))),
        }
        thin = {"param.lora_a": draw.normal([columns, rank], scale=0.3), "param.lora_b": draw.normal([rank, rows], scale=0.3)}
        if kind == "DoRALinear":
            thin["param.m"] = draw.numbers([rows], "F32", 0.5, 2.0)
        x = draw.normal([2, 3, columns], dtype)
        grad = ["x", *thin] if dtype == "F32" else ()
        book.add(f"lora.{kind}", args, {"x": x, **base, **thin}, grad=grad, tol=LAYERS)
        book.add(f"lora.{kind}", args, {**base, **thin}, tol=LAYERS, method="fuse")


def embedding(book, dtype, how):
    draw = book.draw
    columns, rows, rank = 64 if how else draw.size(3, 9), draw.size(4, 9), draw.size(1, 4)
    base = base_of(draw, "embedding", [rows, columns], dtype, how)
    for kind in ("LoRAEmbedding",) if how else ("LoRAEmbedding", "DoRAEmbedding"):
        args = {
            "base": "QuantizedEmbedding" if how else "Embedding",
            "base_args": {"num_embeddings": rows, "dims": columns, **(how or {})},
            "r": rank,
            "scale": float(draw.one((0.5, 2.0, 10.0))),
        }
        thin = {"param.lora_a": draw.normal([rows, rank], scale=0.3), "param.lora_b": draw.normal([rank, columns], scale=0.3)}
        if kind == "DoRAEmbedding":
            thin["param.m"] = draw.numbers([rows], "F32", 0.5, 2.0)
        grad = list(thin) if dtype == "F32" else ()
        x = draw.indices(rows, [2, 3])
        book.add(f"lora.{kind}", args, {"x": x, **base, **thin}, grad=grad, tol=LAYERS)
        x = draw.normal([2, columns], dtype)
        grad = ["x", *grad] if grad else ()
        book.add(f"lora.{kind}", args, {"x": x, **base, **thin}, grad=grad, tol=LAYERS, method="as_linear")
        book.add(f"lora.{kind}", args, {**base, **thin}, tol=LAYERS, method="fuse")


def experts(book, dtype, how):
    draw = book.draw
    columns, rows, rank, count = 64 if how else draw.size(3, 9), draw.size(2, 7), draw.size(1, 4), draw.size(2, 4)
    base = base_of(draw, "linear", [count, rows, columns], dtype, how)
    bias = draw.one((True, False))
    if bias:
        base["param.linear.bias"] = draw.normal([count, rows], dtype)
    args = {
        "base": "QuantizedSwitchLinear" if how else "SwitchLinear",
        "base_args": {"input_dims": columns, "output_dims": rows, "num_experts": count, "bias": bias, **(how or {})},
        "r": rank,
        "scale": float(draw.one((0.5, 2.0, 10.0))),
    }
    thin = {
        "param.lora_a": draw.normal([count, rank, columns], scale=0.3),
        "param.lora_b": draw.normal([count, rows, rank], scale=0.3),
    }
    ins = {"x": draw.normal([3, 1, 1, columns], dtype), "indices": draw.indices(count, [3, 2], "U32"), **base, **thin}
    book.add("lora.LoRASwitchLinear", args, ins, grad=["x", *thin] if dtype == "F32" else (), tol=LAYERS)
    book.add("lora.LoRASwitchLinear", args, {**base, **thin}, tol=LAYERS, method="fuse")


def base_of(draw, name, shape, dtype, how):
    weight = draw.normal(shape, dtype, 0.5)
    if not how:
        return {f"param.{name}.weight": weight}
    parts = ("weight", "scales", "biases")
    return {f"param.{name}.{part}": value for part, value in zip(parts, mx.quantize(weight, **how))}
