package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;

import org.jspecify.annotations.Nullable;

/**
 * A layer that computes {@code x W^T + b} like {@link Linear}, but holds its weight in another way.
 */
public interface Projection extends Layer {
    /** {@code W}, [outputDims, inputDims]. */
    Array matrix();

    /** {@code b}, [outputDims]; null if there is none. */
    @Nullable Array offset();
}
