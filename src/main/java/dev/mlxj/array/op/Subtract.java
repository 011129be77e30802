package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/** {@code x - y}; integers wrap, bool is "exclusive or". Matches {@code mlx.core.subtract}. */
public record Subtract() implements Binary.OnIntegers, Binary.OnComplex {
    public static Array of(Array x, Array y) {
        return Binary.of(new Subtract(), x, y);
    }

    @Override
    public void apply(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] -= y[i];
        }
    }

    @Override
    public void apply(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            x[i] -= y[i];
        }
    }

    @Override
    public void apply(long[] x, long[] y, int n, DType dtype) {
        for (int i = 0; i < n; i++) {
            x[i] -= y[i];
        }
    }

    @Override
    public void applyComplex(float[] x, float[] y, int n) {
        apply(x, y, 2 * n);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent, cotangent.negative());
    }
}
