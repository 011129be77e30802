package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The smaller of the two; NaN if either is. Where they are equal the gradient goes to y. Matches
 * {@code mlx.core.minimum}.
 */
public record Minimum() implements Binary.OnIntegers, Binary.ByComplex {
    public static Array of(Array x, Array y) {
        return Binary.of(new Minimum(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.min(x[i], y[i]);
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.min(x[i], y[i]);
        }
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        if (dtype == DType.U64) {
            for (int i = 0; i < n; i++) {
                x[i] = Long.compareUnsigned(x[i], y[i]) < 0 ? x[i] : y[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            x[i] = Math.min(x[i], y[i]);
        }
    }

    @Override
    public Complex apply(Complex x, Complex y) {
        return x.isNaN() || x.isLess(y) ? x : y;
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.get(0);
        Array y = in.get(1);
        return List.of(
                cotangent.multiply(x.less(y).astype(cotangent.dtype())),
                cotangent.multiply(x.greaterEqual(y).astype(cotangent.dtype())));
    }
}
