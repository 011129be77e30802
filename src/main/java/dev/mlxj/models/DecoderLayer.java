package dev.mlxj.models;

import dev.mlxj.array.Array;

/** One of the layers that a decoder is a stack of. */
interface DecoderLayer {
    /**
     * The states that leave the layer.
     *
     * @param x {@code [batch, length, hidden]}
     * @return of the same shape
     */
    Array forward(Array x, AttentionMask mask);
}
