package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Index;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.tensor.DType;

import java.util.List;

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
        long length = x.shape().extent(-2);
        Array positions = Array.arange(DType.F32, length).add((double) offset).multiply(scale);
        Array frequencies =
                Array.arange(DType.F32, dims / 2).multiply(-2 * Math.log(base) / dims).exp();
        Array angles = positions.reshape(length, 1).multiply(frequencies);
        Array cos = angles.cos().astype(x.dtype());
        Array sin = angles.sin().astype(x.dtype());
        Array rotated =
                switch (pairing) {
                    case HALVES -> halves(x, cos, sin);
                    case NEIGHBOURS -> neighbours(x, cos, sin);
                };
        long features = x.shape().extent(-1);
        return dims == features
                ? rotated
                : Array.concatenate(List.of(rotated, x.slice(-1, dims, features)), -1);
    }

    private Array halves(Array x, Array cos, Array sin) {
        Array a = x.slice(-1, 0, dims / 2);
        Array b = x.slice(-1, dims / 2, dims);
        return Array.concatenate(List.of(real(a, b, cos, sin), imaginary(a, b, cos, sin)), -1);
    }

    private Array neighbours(Array x, Array cos, Array sin) {
        Array a = x.get(new Index.Ellipsis(), new Index.Span(0L, (long) dims, 2));
        Array b = x.get(new Index.Ellipsis(), new Index.Span(1L, (long) dims, 2));
        return Array.stack(List.of(real(a, b, cos, sin), imaginary(a, b, cos, sin)), -1)
                .flatten(-2, -1);
    }

    private static Array real(Array a, Array b, Array cos, Array sin) {
        return a.multiply(cos).subtract(b.multiply(sin));
    }

    private static Array imaginary(Array a, Array b, Array cos, Array sin) {
        return a.multiply(sin).add(b.multiply(cos));
    }

    @Override
    protected String extraRepr() {
        return "%d, traditional=%s".formatted(dims, Repr.of(pairing == Pairing.NEIGHBOURS));
    }
}
