package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/**
 * Rotary positional encoding: pairs of features are rotated by an angle that grows with the
 * position. The angle of pair {@code i} at position {@code t} is {@code t * scale / base^(2 i /
 * dims)}.
 *
 * <p>Shape: {@code [..., length, features]} to the same; the first {@code dims} features are
 * rotated.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al., RoFormer</a>
 */
public final class RoPE extends Module implements Layer {
    /** Which features are a pair. */
    public enum Pairing {
        /** Feature i of the first half and feature i of the second. */
        HALVES,
        /** Neighbours, as in the paper. MLX: {@code traditional}. */
        NEIGHBOURS
    }

    private final int dims;
    private final Pairing pairing;
    private final double base;
    private final double scale;

    /** Halves, base 10000, scale 1. */
    public RoPE(int dims) {
        this(dims, Pairing.HALVES, 10_000, 1);
    }

    public RoPE(int dims, Pairing pairing, double base, double scale) {
        this.dims = dims;
        this.pairing = pairing;
        this.base = base;
        this.scale = scale;
    }

    @Override
    public Array forward(Array x) {
        return forward(x, 0);
    }

    /** The encoding of positions {@code offset} on. */
    public Array forward(Array x, int offset) {
        return Fast.rope(x, dims, pairing == Pairing.NEIGHBOURS, base, scale, offset);
    }

    @Override
    protected String extraRepr() {
        return "%d, traditional=%s".formatted(dims, Repr.of(pairing == Pairing.NEIGHBOURS));
    }
}
