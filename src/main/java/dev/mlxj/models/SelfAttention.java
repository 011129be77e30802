package dev.mlxj.models;

import dev.mlxj.array.Array;

/** The attention of a decoder layer, of whatever kind. */
interface SelfAttention {
    /**
     * What every token takes from those that it may see.
     *
     * @param x {@code [batch, length, hidden]}
     * @return of the same shape
     */
    Array forward(Array x, AttentionMask mask);
}
