"""Every operation on every dtype: what MLX computes and what it refuses, with scalars, empty arrays and negative axes."""

import math

import mlx.core as mx

import engine
import tensors
from area_ops import ARITHMETIC, BITWISE, COMPARISONS, PREDICATES, REDUCTIONS, SCANS, STEPS, UNARY
import book as tolerances

# MLX computes much of float64 in float32: close enough here, where the question is which dtypes an operation has
SUMS, LAYERS, LOOSE = ({**t, "F64": (2e-6, 2e-7)} for t in (tolerances.SUMS, tolerances.LAYERS, tolerances.LOOSE))

DTYPES = tuple(tensors.MX)
UNARIES = (*UNARY, *STEPS, *PREDICATES, "real", "imag", "conjugate", "bitwise_invert", "nan_to_num", "stop_gradient")
POSITIONS = ("argmax", "argmin")
SHAPING = (
    ("sort", {"axis": -2}),
    ("argsort", {"axis": -1}),
    ("partition", {"kth": 1, "axis": -1}),
    ("topk", {"k": 2, "axis": -1}),
    ("diff", {"axis": -1}),
    ("minmax", {"axis": -1}),
    ("count_nonzero", {"axis": -1}),
    ("softmax", {"axis": -1}),
    ("tril", {}),
    ("triu", {"k": 1}),
    ("diag", {}),
    ("trace", {}),
    ("roll", {"shift": 1, "axis": -1}),
    ("flip", {"axis": -1}),
    ("repeat", {"repeats": 2, "axis": -1}),
    ("tile", {"reps": [2, 1]}),
    ("expand_dims", {"axis": -1}),
    ("swapaxes", {"axis1": -1, "axis2": -2}),
    ("pad", {"pad_width": 1}),
    ("round", {"decimals": 1}),
    ("round", {"decimals": -1}),
)
PRODUCTS = (("matmul", [2, 3], [3, 2]), ("inner", [2, 3], [4, 3]), ("outer", [2], [3]), ("kron", [2, 2], [1, 2]))


def build(book):
    for section in (unary, binary, reductions, shaping, products, fast, linalg, makers, printing, further, fourier):
        section(book)


def attempt(book, op, args, ins, grad=(), tol=SUMS):
    """A case, or the refusal that MLX answers with."""
    try:
        results = engine.run(op, args, dict(ins), {})
        mx.eval(results)
    except Exception:
        book.error(op, args, ins)
        return
    if not all(tensors.name_of(result.dtype) in tensors.FLOATS for result in results.values()):
        grad = ()
    if op == "mx.partition":
        book.add(op, args, ins, compare="info", notes="order on either side of position kth is not promised")
        return
    try:
        book.add(op, args, ins, grad=grad, tol=tol)
    except ValueError:  # no gradient
        book.add(op, args, ins, tol=tol)


def values(draw, shape, dtype, low=0.3, high=0.9):
    if dtype == "BOOL":
        return draw.numbers(shape, dtype)
    if dtype in tensors.INEXACT:
        return draw.numbers(shape, dtype, low, high)
    return draw.numbers(shape, dtype, 1, 5)


def differentiated(dtype):
    return True if dtype in ("F32", "F64") else ()


def unary(book):
    draw = book.draw
    for name in UNARIES:
        low, high = UNARY.get(name, (-3, 3))
        for dtype in DTYPES:
            x = draw.numbers([5], dtype, low, high) if dtype in tensors.INEXACT else values(draw, [5], dtype)
            if (name, dtype) == ("nan_to_num", "F64"):
                continue  # mlxj has it
            if dtype == "C64":
                x = draw.numbers([5], dtype, 0.3, 0.9)
            attempt(book, f"mx.{name}", {}, {"a": x}, differentiated(dtype))
        for shape in ([], [0], [2, 0, 3], [1, 1]):
            attempt(book, f"mx.{name}", {}, {"a": draw.numbers(shape, "F32", low, high)})
        if name not in ("arccosh",):
            special = [complex(a, b) for a in (0.0, -0.0, 1.5, -2.0) for b in (0.0, -0.0, 0.5, -3.0)]
            attempt(book, f"mx.{name}", {}, {"a": tensors.from_numpy(special, "C64")})


def binary(book):
    draw = book.draw
    for name in (*ARITHMETIC, *COMPARISONS, *BITWISE, "divmod", "isclose", "array_equal"):
        for dtype in DTYPES:
            if (name, dtype) == ("divmod", "BOOL"):
                continue  # divides by zero
            pair = {"a": values(draw, [5], dtype), "b": values(draw, [5], dtype)}
            attempt(book, f"mx.{name}", {}, pair, differentiated(dtype) if name in ARITHMETIC else ())
        for other in ("C64", "F64", "BF16", "U64", "I8", "BOOL"):
            if other == "BOOL" and name in ("divmod", "remainder", "floor_divide"):
                continue  # MLX ends the process when it divides by zero
            attempt(book, f"mx.{name}", {}, {"a": values(draw, [4], draw.one(DTYPES)), "b": values(draw, [4], other)})
        for a, b in (([], [3]), ([0], [1]), ([2, 0], [0]), ([3, 1], []), ([2, 3], [4]), ([0, 2], [3])):
            attempt(book, f"mx.{name}", {}, {"a": values(draw, a, "F32"), "b": values(draw, b, "F32")})
            attempt(book, f"mx.{name}", {}, {"a": values(draw, a, "I32"), "b": values(draw, b, "I32")})
        if name in (*COMPARISONS, "maximum", "minimum"):
            ordered = [complex(a, b) for a in (0, 1, -1) for b in (0, 1, -1)]
            a = tensors.from_numpy(ordered, "C64")
            attempt(book, f"mx.{name}", {}, {"a": a[:, None], "b": a[None, :]})
    for dtype in DTYPES:
        condition, x, y = values(draw, [4], dtype), values(draw, [4], draw.one(DTYPES)), values(draw, [4], dtype)
        attempt(book, "mx.where", {}, {"condition": condition, "x": x, "y": y})


def reductions(book):
    draw = book.draw
    for name in (*REDUCTIONS, *SCANS, *POSITIONS):
        for dtype in DTYPES:
            attempt(book, f"mx.{name}", {"axis": -1}, {"a": values(draw, [2, 3], dtype)}, differentiated(dtype))
            if name not in POSITIONS and name not in SCANS:
                attempt(book, f"mx.{name}", {"axis": [-2, 0]}, {"a": values(draw, [2, 2], dtype)})
                attempt(book, f"mx.{name}", {"axis": [0, -1]}, {"a": values(draw, [2, 2, 2], dtype)})
        for args in ({"axis": 2}, {"axis": -3}):
            attempt(book, f"mx.{name}", args, {"a": values(draw, [2, 3], "F32")})
        attempt(book, f"mx.{name}", {"axis": -1}, {"a": values(draw, [0, 3], "F32")})
        attempt(book, f"mx.{name}", {"axis": -1}, {"a": values(draw, [2, 1], "F32")})
        attempt(book, f"mx.{name}", {"axis": None}, {"a": values(draw, [], "F32")})
        if name in SCANS:
            for reverse in (False, True):
                for dtype in ("C64", "I8", "U64", "BOOL", "F64", "BF16"):
                    attempt(
                        book,
                        f"mx.{name}",
                        {"axis": 0, "reverse": reverse, "inclusive": False},
                        {"a": values(draw, [4, 2], dtype)},
                        () if dtype != "F64" else True,
                    )
    for name in ("max", "min", "argmax", "argmin", "cummax", "cummin"):
        mixed = tensors.from_numpy([complex(a, b) for a in (0, 1, -1) for b in (1, 0, -1)], "C64")
        attempt(book, f"mx.{name}", {"axis": 0}, {"a": mixed})


def shaping(book):
    draw = book.draw
    for name, args in SHAPING:
        for dtype in DTYPES:
            grad = differentiated(dtype) if name not in ("topk", "partition") else ()
            x = draw.distinct([3, 4], dtype) if dtype in ("F32", "F64", "F16", "BF16") else values(draw, [3, 4], dtype)
            if name in ("argsort", "partition") and dtype not in tensors.FLOATS:
                x = draw.distinct([1, 2], dtype) if dtype not in ("BOOL", "C64") else values(draw, [1, 2], dtype)
                if dtype == "BOOL":
                    x = tensors.from_numpy([[True, False]], "BOOL")
            attempt(book, f"mx.{name}", args, {"a": x}, grad)
        for shape in ([], [0], [0, 3], [2, 0]):
            if name in ("softmax", "minmax", "topk", "partition", "count_nonzero", "trace") and 0 in shape:
                continue
            attempt(book, f"mx.{name}", args, {"a": draw.numbers(shape)})
    mixed = tensors.from_numpy([complex(a, b) for a in (0, 1, -1) for b in (1, 0, -1)], "C64")
    attempt(book, "mx.sort", {"axis": 0}, {"a": mixed})
    attempt(book, "mx.argsort", {"axis": 0}, {"a": mixed})
    for dtype in DTYPES:
        attempt(book, "mx.take", {"axis": -1}, {"a": values(draw, [3, 4], "F32"), "indices": draw.indices(2, [2], dtype) if dtype not in ("BOOL", "C64") else values(draw, [2], dtype)})
        attempt(book, "mx.concatenate", {"axis": -1}, {"a": values(draw, [2, 3], dtype), "b": values(draw, [2, 1], draw.one(DTYPES))})
        attempt(book, "mx.stack", {"axis": -1}, {"a": values(draw, [2], dtype), "b": values(draw, [2], draw.one(DTYPES))})
        for other in DTYPES:
            attempt(book, "mx.view", {"dtype": other}, {"a": values(draw, [2, 8], dtype)})
        attempt(book, "mx.view", {"dtype": draw.one(DTYPES)}, {"a": values(draw, [], dtype)})
        attempt(book, "mx.view", {"dtype": draw.one(DTYPES)}, {"a": values(draw, [3], dtype)})


def products(book):
    draw = book.draw
    for name, a, b in PRODUCTS:
        for dtype in DTYPES:
            pair = {"a": values(draw, a, dtype), "b": values(draw, b, dtype)}
            attempt(book, f"mx.{name}", {}, pair, differentiated(dtype))
            attempt(book, f"mx.{name}", {}, {"a": values(draw, a, dtype), "b": values(draw, b, draw.one(DTYPES))})
    for dtype in DTYPES:
        abc = {"c": values(draw, [2, 2], dtype), "a": values(draw, [2, 3], dtype), "b": values(draw, [3, 2], dtype)}
        attempt(book, "mx.addmm", {"alpha": 0.5, "beta": 2.0}, abc, differentiated(dtype))
        attempt(book, "mx.einsum", {"subscripts": "ij,jk->ki"}, {n: abc[n] for n in "ab"}, differentiated(dtype))
        attempt(book, "mx.tensordot", {"axes": 1}, {n: abc[n] for n in "ab"})
        attempt(book, "mx.vecdot", {}, {"a": values(draw, [2, 3], dtype), "b": values(draw, [2, 3], dtype)})
        signal = {"input": values(draw, [1, 6, 2], dtype), "weight": values(draw, [3, 3, 2], dtype)}
        attempt(book, "mx.conv1d", {}, signal, differentiated(dtype))
    for a, b in (([], [2]), ([2], []), ([2, 3], [2]), ([0], [0]), ([2, 0], [0, 2]), ([0, 2], [2]), ([3, 0, 2], [2, 4])):
        attempt(book, "mx.matmul", {}, {"a": values(draw, a, "F32"), "b": values(draw, b, "F32")})


def fast(book):
    draw = book.draw
    for dtype in DTYPES:
        if dtype == "F64":
            continue  # MLX computes these in float32
        x, w = values(draw, [2, 4], dtype), values(draw, [4], dtype)
        attempt(book, "mx.fast.rms_norm", {"eps": 1e-5}, {"x": x, "weight": w}, differentiated(dtype), LAYERS)
        attempt(book, "mx.fast.layer_norm", {"eps": 1e-5}, {"x": x, "weight": w, "bias": w}, differentiated(dtype), LAYERS)
        rope = {"dims": 4, "traditional": False, "base": 10000.0, "scale": 1.0, "offset": 1}
        attempt(book, "mx.fast.rope", rope, {"x": values(draw, [1, 2, 3, 4], dtype)}, differentiated(dtype), LAYERS)
        q, k, v = (values(draw, [1, 2, 3, 4], dtype) for _ in range(3))
        attempt(book, "mx.fast.scaled_dot_product_attention", {"scale": 0.5}, {"q": q, "k": k, "v": v}, differentiated(dtype), LAYERS)
        attempt(book, "mx.to_fp8", {}, {"x": x})
        attempt(book, "mx.from_fp8", {"dtype": "F32"}, {"x": x})
        if dtype in tensors.FLOATS:
            attempt(book, "mx.fast.cross_entropy", {}, {"logits": x, "targets": draw.indices(4, [2])})


def linalg(book):
    draw = book.draw
    for dtype in DTYPES:
        a = values(draw, [2, 2], dtype) if dtype != "F32" else draw.numbers([2, 2], dtype, 0.1, 0.4) + 2 * mx.eye(2)
        if dtype == "F64":
            a = tensors.from_numpy([[2.5, 0.25], [0.5, 1.75]], dtype)
        for name in ("inv", "det", "pinv", "eigvalsh", "cholesky"):
            attempt(book, f"mx.linalg.{name}", {}, {"a": a}, tol=LOOSE)
        attempt(book, "mx.linalg.solve", {}, {"a": a, "b": values(draw, [2, 1], dtype)}, tol=LOOSE)
        attempt(book, "mx.linalg.svd", {"compute_uv": False}, {"a": a}, tol=LOOSE)
        attempt(book, "mx.linalg.norm", {}, {"a": a}, tol=LAYERS)
        for ord in (1, 2, 0, "inf", "-inf", 3, 0.5, -2):
            attempt(book, "mx.linalg.norm", {"ord": ord, "axis": -1}, {"a": values(draw, [2, 3], dtype)}, tol=LAYERS)


def makers(book):
    draw = book.draw
    for dtype in DTYPES:
        attempt(book, "mx.arange", {"start": 1, "stop": 5, "step": 2, "dtype": dtype}, {})
        attempt(book, "mx.linspace", {"start": 0, "stop": 4, "num": 5, "dtype": dtype}, {})
        attempt(book, "mx.linspace", {"start": -0.7, "stop": 3.1, "num": 7, "dtype": dtype}, {})
        attempt(book, "mx.eye", {"n": 3, "m": 2, "k": -1, "dtype": dtype}, {})
        attempt(book, "mx.tri", {"n": 2, "m": 3, "k": 1, "dtype": dtype}, {})
        if dtype in tensors.FLOATS:
            attempt(book, "mx.full", {"shape": [2], "vals": 2.5, "dtype": dtype}, {})
        attempt(book, "mx.full", {"shape": [2], "vals": True, "dtype": dtype}, {})
        attempt(book, "mx.clip", {"a_min": 1, "a_max": 3}, {"a": values(draw, [4], dtype)})
        attempt(book, "mx.clip", {"a_min": 0.5, "a_max": 0.8}, {"a": values(draw, [4], dtype)})
    for start, stop, step in ((5, 1, -2), (0, 1, 0.3), (0.5, 5.5, 1.25), (3, 3, 1), (5, 1, 1), (-1, 1, 0.5)):
        attempt(book, "mx.arange", {"start": start, "stop": stop, "step": step}, {})


def printing(book):
    draw = book.draw
    for dtype in DTYPES:
        for shape in ([], [1], [3], [7], [2, 7], [7, 2], [2, 3, 7], [7, 7, 7], [1, 0, 2], [2, 0], [0], [1, 1, 1, 1]):
            book.expect("array.repr", {}, {"a": values(draw, shape, dtype, -9, 9)})
    edges = [0.0, -0.0, 1.0, -1.0, 0.1, 1e-4, 1e-5, 123456.0, 1234567.0, 999999.5, 1e10, 2.5e-8, 65504.0, 1 / 3, 100.0]
    for dtype in ("F16", "BF16", "F32", "F64"):
        for value in edges:
            book.expect("array.repr", {}, {"a": tensors.from_numpy(value, dtype)})
        special = tensors.from_numpy([math.nan, math.inf, -math.inf, -0.0], dtype)
        book.expect("array.repr", {}, {"a": special})
    for dtype, least, most in (("I8", -128, 127), ("U8", 0, 255), ("I64", -(2**63), 2**63 - 1), ("U64", 0, 2**64 - 1)):
        book.expect("array.repr", {}, {"a": tensors.from_numpy([least, most], dtype)})
    parts = [complex(1, -2), complex(-0.5, 0.0), complex(0.0, -0.0), complex(math.inf, math.nan), complex(1e-7, 1e7)]
    book.expect("array.repr", {}, {"a": tensors.from_numpy(parts, "C64")})


def further(book):
    draw = book.draw
    flags = {"return_index": True, "return_inverse": True, "return_counts": True}
    for size in (0, 2, 4, 9):
        for dtype in ("I32", "F32", "U8"):
            book.add("mx.unique", {"size": size, **flags}, {"a": draw.numbers([3, 4], dtype, 0, 5)})
        book.add("mx.unique", {"size": size, **flags, "fill_value": 7.0}, {"a": draw.numbers([6], "I32", -2, 2)})
    for shape in ([3, 3], [4, 3], [2, 5], [2, 3, 3]):
        book.add("mx.linalg.lu", {}, {"a": draw.normal(shape)}, tol=LOOSE)
        if shape[-1] == shape[-2]:
            book.add("mx.linalg.lu_factor", {}, {"a": draw.normal(shape)}, tol=LOOSE)
            book.add("mx.linalg.slogdet", {}, {"a": draw.normal(shape)}, tol=LOOSE)
            triangle = {"a": draw.normal(shape) + 4 * mx.eye(shape[-1])}
            for upper in (False, True):
                book.add("mx.linalg.tri_inv", {"upper": upper}, triangle, tol=LOOSE)
                both = {**triangle, "b": draw.normal([*shape[:-1], 2])}
                book.add("mx.linalg.solve_triangular", {"upper": upper}, both, tol=LOOSE)
            book.add("mx.linalg.cholesky_inv", {}, triangle, tol=LOOSE)
    for a, b, axis in (([3], [3], -1), ([2], [3], -1), ([2], [2], 0), ([4, 3], [3], -1), ([3, 4], [3, 4], 0), ([4], [3], -1)):
        attempt(book, "mx.linalg.cross", {"axis": axis}, {"a": draw.normal(a), "b": draw.normal(b)})
    for starts, axes, update in (([1, 1], [0, 1], [1, 2]), ([2], [1], [4, 2]), ([0], [0], [2, 5])):
        ins = {"a": draw.normal([4, 5]), "update": draw.normal(update), "start_indices": tensors.from_numpy(starts, "I32")}
        book.add("mx.slice_update", {"axes": axes}, ins, grad=["a", "update"])
    for subscripts, a, b in (
        ("...ij,...jk->...ik", [2, 3, 4], [4, 2]),
        ("ij...,jk->ik...", [2, 3, 4], [3, 2]),
        ("...i,...i", [2, 3], [3]),
        ("a b , b -> a", [2, 3], [3]),
    ):
        book.add("mx.einsum", {"subscripts": subscripts}, {"a": draw.normal(a), "b": draw.normal(b)}, grad=True, tol=SUMS)
    x = draw.normal([3, 4])
    for mask, values in ((x > 0, draw.normal([])), (x > 0, draw.normal([12])), (x[:, 0] > -9, draw.normal([3, 4]))):
        book.add("set where", {}, {"a": x, "mask": mask, "v": values})


def fourier(book):
    draw = book.draw
    for n in (1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 30, 31, 64):
        book.add("mx.fft.fft", {}, {"a": draw.numbers([2, n], "C64")}, tol=SUMS)
        book.add("mx.fft.ifft", {}, {"a": draw.numbers([n], "C64")}, tol=SUMS)
        book.add("mx.fft.rfft", {}, {"a": draw.numbers([n])}, tol=SUMS)
        if n > 1:
            book.add("mx.fft.irfft", {}, {"a": draw.numbers([n], "C64")}, tol=SUMS)
    for name, dtype in (("fft", "F32"), ("ifft", "C64"), ("rfft", "F32"), ("irfft", "C64")):
        for n, axis in ((3, 0), (9, 0), (4, -1), (5, 1)):
            book.add(f"mx.fft.{name}", {"n": n, "axis": axis}, {"a": draw.numbers([5, 6], dtype)}, tol=SUMS)
    for name, dtype in (("fftn", "C64"), ("ifftn", "C64"), ("rfftn", "F32"), ("irfftn", "C64")):
        book.add(f"mx.fft.{name}", {}, {"a": draw.numbers([3, 4], dtype)}, tol=SUMS)
        book.add(f"mx.fft.{name}", {"axes": [0, 2]}, {"a": draw.numbers([3, 2, 4], dtype)}, tol=SUMS)
    book.add("mx.fft.fft2", {}, {"a": draw.numbers([2, 3, 4])}, tol=SUMS)
    book.add("mx.fft.irfft2", {}, {"a": draw.numbers([2, 3, 4], "C64")}, tol=SUMS)
    for name in ("fftshift", "ifftshift"):
        book.add(f"mx.fft.{name}", {}, {"a": draw.numbers([5, 4])})
        book.add(f"mx.fft.{name}", {"axes": [1]}, {"a": draw.numbers([2, 5])})
    for n in (5, 8):
        book.add("mx.fft.fftfreq", {"n": n, "d": 0.5}, {})
        book.add("mx.fft.rfftfreq", {"n": n, "d": 0.5}, {})
