package dev.mlxj.nn.lora;

import dev.mlxj.nn.Module;

/** A layer that adapts another one, which it holds. */
public interface Adapter {
    /** The layer that is adapted. */
    Module base();

    /** A layer of the base's kind with the adapted weight; packed as the base's if that is. */
    Module fuse();

    /** A layer with the adapted weight that is not packed. */
    Module fuseDequantized();
}
