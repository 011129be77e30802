package dev.mlxj.array.op;

import dev.mlxj.array.Array;

/** The square root of {@link Var}. Matches {@code mlx.core.std}. */
public final class Std {
    private Std() {}

    /** Along these axes, or along all if none is given; {@code ddof} as in {@link Var}. */
    public static Array of(Array x, boolean keepDims, int ddof, int... axes) {
        return Var.of(x, keepDims, ddof, axes).sqrt();
    }
}
