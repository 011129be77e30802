package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;

/** A table from which integers choose rows, however it is stored. */
public interface EmbeddingLayer extends Layer {
    /** {@code x W^T}: the output projection of a model that ties it to its embedding. */
    Array asLinear(Array x);
}
