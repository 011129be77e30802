package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.Fast;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

/** Attention of one or many heads, without parameters. */
public final class Attention {
    private Attention() {}

    /**
     * {@code softmax(scale * q k^T + mask) v}.
     *
     * <p>Shape: queries {@code [batch, heads, n, features]}, keys {@code [batch, heads, m,
     * features]}, values {@code [batch, heads, m, values]} to {@code [batch, heads, n, values]}.
     * Matches {@code mlx.core.fast.scaled_dot_product_attention}.
     *
     * @param mask added to the scores, or, where it is boolean and false, keeps them out;
     *     broadcasts to {@code [batch, heads, n, m]}
     */
    public static Array scaledDotProduct(
            Array queries, Array keys, Array values, double scale, @Nullable Array mask) {
        return mask == null
                ? Fast.scaledDotProductAttention(queries, keys, values, scale)
                : Fast.scaledDotProductAttention(queries, keys, values, scale, mask);
    }

    /** {@code [n, m]}: true where a query may look; the last query stands at the last key. */
    public static Array causal(int n, int m) {
        Array queries = Array.arange(m - n, m, 1).reshape(n, 1);
        return queries.greaterEqual(Array.arange(0, m, 1).reshape(1, m));
    }

    /** {@code [n, n]}: 0 on and below the diagonal, the lowest number of the dtype above it. */
    public static Array causalMask(int n, DType dtype) {
        Array indices = Array.arange(DType.I32, n);
        Array later = indices.reshape(n, 1).less(indices.reshape(1, n));
        return later.astype(dtype).multiply(lowest(dtype));
    }

    private static double lowest(DType dtype) {
        return switch (dtype) {
            case F16 -> -65504;
            case BF16 -> -0x1.fep127;
            case F64 -> -Double.MAX_VALUE;
            default -> -Float.MAX_VALUE;
        };
    }
}
