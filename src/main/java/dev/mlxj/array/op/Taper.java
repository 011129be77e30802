package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

/**
 * Windows that fade a signal out at both ends, of F32. Matches {@code mlx.core.hanning} and its
 * kin.
 */
public final class Taper {
    private Taper() {}

    public static Array hanning(int n) {
        return cosines(n, 0.5, 0.5, 0);
    }

    public static Array hamming(int n) {
        return cosines(n, 0.54, 0.46, 0);
    }

    public static Array blackman(int n) {
        return cosines(n, 0.42, 0.5, 0.08);
    }

    /** A triangle. */
    public static Array bartlett(int n) {
        if (n <= 1) {
            return Array.ones(Math.max(0, n));
        }
        Array slope = Array.arange(DType.F32, n).multiply(2.0 / (n - 1));
        return Array.subtract(1, slope.subtract(1).abs());
    }

    /** {@code a - b cos(t) + c cos(2 t)} for t once round the circle. */
    private static Array cosines(int n, double a, double b, double c) {
        if (n <= 1) {
            return Array.ones(Math.max(0, n));
        }
        Array t = Array.arange(DType.F32, n).multiply(2 * Math.PI / (n - 1));
        Array window = Array.subtract(a, t.cos().multiply(b));
        return c == 0 ? window : window.add(t.multiply(2).cos().multiply(c));
    }
}
