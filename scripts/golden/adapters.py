"""Runs the adapters of mlx-lm (pip install mlx-lm==0.32.2): LoRA and DoRA around a layer of mlx.nn."""

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten, tree_unflatten
from mlx_lm.models.switch_layers import QuantizedSwitchLinear, SwitchLinear
from mlx_lm.tuner.dora import DoRAEmbedding, DoRALinear
from mlx_lm.tuner.lora import LoRAEmbedding, LoRALinear, LoRASwitchLinear

KINDS = {kind.__name__: kind for kind in (LoRALinear, LoRAEmbedding, DoRALinear, DoRAEmbedding, LoRASwitchLinear)}
BASES = {base.__name__: base for base in (SwitchLinear, QuantizedSwitchLinear)}


def run(op, args, ins, extra):
    """Calls the adapter, or its method, with `x` (and `indices`); or fuses it: the results are then the parameters."""
    base = (BASES.get(args["base"]) or getattr(nn, args["base"]))(**args["base_args"])
    kind = KINDS[op.removeprefix("lora.")]
    if isinstance(base, nn.QuantizedLinear) and kind is DoRALinear:
        adapter = DoRALinear(args["base_args"]["input_dims"], args["base_args"]["output_dims"], args["r"], 0.0, args["scale"])
        adapter.linear = base  # from_base takes the wrong size from packed weights of some bits
    else:
        adapter = kind.from_base(base, r=args["r"], scale=args["scale"])
    parameters = {name.removeprefix("param."): value for name, value in ins.items() if name.startswith("param.")}
    adapter.update(tree_unflatten(list(parameters.items())))
    method = extra.get("method", "__call__")
    if method == "fuse":
        return dict(tree_flatten(adapter.fuse(dequantize=True).parameters()))
    indices = [ins["indices"]] if "indices" in ins else []
    return {"y": getattr(adapter, method)(ins["x"], *indices)}
